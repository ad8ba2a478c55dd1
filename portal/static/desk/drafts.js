// A case's page: what is typed into its forms stands in them again after another page, a reload or a new sign-in, until it is handed in.
// A form that was sent is done once the case has moved on; else it was refused, or the session was over.

import { Kept } from "./kept.js";

const note = document.getElementById("draft-kept");
const kept = new Kept(`case-${note.dataset.case}`, note.dataset.account);
const forms = [...document.querySelectorAll("form.form")].filter((form) => form.elements.version);
const nameOf = (form) => `${new URL(form.action).pathname} ${[...form.elements].find((one) => one.tagName === "TEXTAREA")?.id ?? ""}`;
const isText = (field) => field.tagName === "TEXTAREA" || (field.tagName === "INPUT" && ["text", "number"].includes(field.type));
const textsOf = (form) => [...form.elements].filter((field) => field.name && isText(field));

const drafts = kept.read()?.drafts ?? {};

function store() {
  if (Object.keys(drafts).length) kept.write({ drafts });
  else kept.drop();
}

function keep(form, sent) {
  const fields = textsOf(form).filter((field) => field.value.trim());
  if (fields.length) drafts[nameOf(form)] = { version: form.elements.version.value, sent, fields: fields.map((field) => [field.id || field.name, field.value]) };
  else delete drafts[nameOf(form)];
  store();
}

function restore(form) {
  const draft = drafts[nameOf(form)];
  if (!draft) return;
  if (draft.sent && draft.version !== form.elements.version.value) {
    delete drafts[nameOf(form)];
    return;
  }
  for (const [name, value] of draft.fields) {
    const field = textsOf(form).find((one) => (one.id || one.name) === name);
    if (!field || field.value.trim() || !value.trim()) continue; // the page brought words of its own
    field.value = value;
    form.closest("details")?.setAttribute("open", "");
    note.hidden = false;
  }
}

for (const form of forms) {
  restore(form);
  form.addEventListener("input", () => keep(form, false));
  form.addEventListener("submit", () => keep(form, true));
}
store();
