// The sheets in which the worker writes. Each keystroke is kept as a draft, photos at once, so that a killed phone loses nothing.

import { shrink } from "../chat/photo.js";
import { MOST, MOST_PHOTOS, isWaiting } from "./queue.js";

const PAUSE = 250; // milliseconds after a key, before the draft is kept
const MOST_HERE = 6; // photos of one sheet
const LARGEST = 2 * 1024 * 1024; // bytes of a photo after it was made smaller

export const draftName = (kind, caseNo) => (caseNo ? `${kind}/${caseNo}` : kind);

// Whether it is a picture that can be opened: without a network nobody else would say so before it is handed in.
async function opens(photo) {
  try {
    (await createImageBitmap(photo)).close();
    return true;
  } catch (error) {
    return false;
  }
}

export class Forms {
  // app: {vault, queue, words, localDay(), cardOf(case_no), changed()}
  constructor(app) {
    this.app = app;
    this.sheet = document.getElementById("sheet");
    this.sheet.addEventListener("close", () => this.leave());
  }

  // name: of the draft, if it is not the usual one
  async open(kind, card, name = draftName(kind, card?.case_no)) {
    this.name = name;
    const kept = (await this.app.vault.all("draft")).find((one) => one.name === this.name);
    this.draft = kept ?? { name: this.name, kind, case_no: card?.case_no ?? "", title: card?.title ?? "", fields: {}, before: [], photos: [] };
    this.draft.id ??= crypto.randomUUID(); // of the entry that it becomes, once
    this.draft.pictures ??= card?.pictures ?? true;
    this.card = card;
    this.sheet.replaceChildren(document.getElementById(`form-${kind}`).content.cloneNode(true));
    this.form = this.sheet.querySelector("form");
    this.fill();
    this.form.addEventListener("input", (event) => event.target.type !== "file" && this.keepSoon());
    this.form.addEventListener("change", (event) => event.target.type === "file" && this.take(event.target));
    this.form.addEventListener("click", (event) => event.target.closest("[data-close]") && this.sheet.close());
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
    this.sheet.showModal();
  }

  fill() {
    const about = this.form.querySelector("[data-about]");
    about.textContent = this.draft.title;
    about.hidden = !this.draft.title;
    const why = this.form.querySelector("[data-refused]");
    if (why) why.hidden = !this.draft.refused;
    if (this.form.elements.on && !this.draft.fields.on) this.form.elements.on.value = this.app.localDay();
    for (const [name, value] of Object.entries(this.draft.fields)) {
      if (this.form.elements[name]) this.form.elements[name].value = value;
    }
    for (const note of this.form.querySelectorAll("[data-needed]")) note.hidden = !this.draft.pictures;
    for (const part of this.form.querySelectorAll("[data-pictures]")) {
      this.draft[part.dataset.pictures].forEach((name) => this.showPhoto(part, name));
    }
  }

  read() {
    const fields = [...new FormData(this.form)].filter(([, value]) => typeof value === "string");
    this.draft.fields = Object.fromEntries(fields.map(([name, value]) => [name, value.trim()]));
  }

  keepSoon() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.keep(), PAUSE);
  }

  async keep() {
    clearTimeout(this.waiting);
    this.read();
    try {
      await this.app.vault.write([["draft", this.name, this.draft]]);
    } catch (error) {
      this.tell(this.app.words.fault.storage);
    }
  }

  // Photos are made smaller, sealed and named in the draft in one go.
  async take(input) {
    const part = input.closest("[data-pictures]");
    const sort = part.dataset.pictures;
    const chosen = [...input.files];
    input.value = "";
    const problems = [];
    for (const file of chosen) {
      const problem = await this.takeOne(part, sort, file);
      if (problem) problems.push(`${file.name}：${problem}`);
    }
    this.tell(problems.join("；"));
  }

  async takeOne(part, sort, file) {
    const { vault, words } = this.app;
    const here = this.draft.before.length + this.draft.photos.length;
    if (here >= MOST_HERE) return words.fault.photos.replace("{n}", MOST_HERE);
    if ((await vault.count("photo")) >= MOST_PHOTOS) return words.fault.full;
    const photo = await shrink(file);
    if (!/^image\//.test(photo.type) || !(await opens(photo))) return words.fault.photo;
    if (photo.size > LARGEST) return words.fault.photo_size;
    const name = crypto.randomUUID();
    this.read();
    this.draft[sort].push(name);
    try {
      await vault.write([["photo", name, photo], ["draft", this.name, this.draft]]);
    } catch (error) {
      this.draft[sort].pop();
      return words.fault.storage;
    }
    await this.showPhoto(part, name);
    return "";
  }

  async showPhoto(part, name) {
    const photo = await this.app.vault.photo(name);
    if (!photo) return;
    const image = document.createElement("img");
    image.src = URL.createObjectURL(photo);
    image.alt = "";
    const drop = document.createElement("button");
    drop.type = "button";
    drop.className = "button button--plain";
    drop.textContent = this.app.words.do.remove;
    drop.setAttribute("aria-label", this.app.words.do.drop_photo);
    const item = document.createElement("li");
    item.append(image, drop);
    drop.addEventListener("click", () => this.dropPhoto(part.dataset.pictures, name, item));
    part.querySelector("ul").append(item);
  }

  async dropPhoto(sort, name, item) {
    this.read();
    this.draft[sort] = this.draft[sort].filter((one) => one !== name);
    await this.app.vault.write([["draft", this.name, this.draft]], [["photo", name]]);
    item.remove();
  }

  async submit() {
    const button = this.form.querySelector("[type=submit]");
    if (!this.draft || button.disabled) return undefined; // a second tap
    clearTimeout(this.waiting);
    this.read();
    const problem = this.fault();
    if (problem) return this.tell(problem);
    button.disabled = true;
    const trouble = await this.handIn();
    button.disabled = false;
    if (trouble) return this.tell(trouble);
    return this.app.changed(this.app.words.line.queued);
  }

  // Put the sheet into the queue and close it; what is in the way, in words, else "".
  async handIn() {
    const { draft, card, name } = this;
    const { queue, words } = this.app;
    const full = await this.full();
    if (full) return full;
    const { id, kind, case_no, title, fields, before, photos } = draft;
    const version = card?.version;
    try {
      await queue.add({ id, kind, case_no, title, version, fields, before, photos, day: this.app.localDay() }, name);
    } catch (error) {
      return words.fault.storage;
    }
    this.draft = null;
    this.sheet.close();
    return "";
  }

  // What is missing, in words; "" if nothing is. The server looks again.
  fault() {
    const { words } = this.app;
    const missing = [...this.form.elements].find((one) => one.required && !one.value.trim());
    const field = missing ?? [...this.form.elements].find((one) => one.willValidate && !one.checkValidity());
    if (!field && this.lacksWords()) return words.fault.text;
    const pictures = field ? null : this.lackedPictures();
    (field ?? pictures)?.focus();
    if (!field) return pictures ? words.fault.pictures : "";
    return field.name === "text" ? words.fault.text : words.fault.choose;
  }

  lacksWords() {
    return this.draft.kind === "inspect" && this.draft.fields.finding !== "fine" && !this.draft.fields.text;
  }

  // The field of the pictures that are still to be taken; null if none are.
  lackedPictures() {
    if (this.draft.kind !== "handle_on_spot" || !this.draft.pictures) return null;
    const sort = ["before", "photos"].find((one) => !this.draft[one].length);
    return sort ? this.form.querySelector(`[data-pictures=${sort}] input`) : null;
  }

  async full() {
    const waiting = (await this.app.queue.entries()).filter((one) => one.state === "refused" || isWaiting(one));
    return waiting.length >= MOST ? this.app.words.fault.full : "";
  }

  tell(problem) {
    const place = this.form.querySelector("[data-problem]");
    place.textContent = problem;
    place.hidden = !problem;
  }

  // Close the sheet at once, with the draft kept: whoever wrote it may not be the next to look.
  async hide() {
    if (this.draft) await this.keep();
    this.draft = null;
    this.sheet.close();
    this.sheet.replaceChildren();
  }

  // However the sheet was closed, what was written stays as a draft; an empty one does not.
  async leave() {
    this.sheet.querySelectorAll("img").forEach((image) => URL.revokeObjectURL(image.src));
    if (!this.draft) return;
    const { draft } = this;
    this.read();
    this.draft = null;
    clearTimeout(this.waiting);
    const written = Object.entries(draft.fields).some(([name, value]) => name !== "on" && value) || draft.before.length || draft.photos.length;
    await this.app.vault.write(written ? [["draft", draft.name, draft]] : [], written ? [] : [["draft", draft.name]]);
    this.sheet.replaceChildren();
    await this.app.changed();
  }
}
