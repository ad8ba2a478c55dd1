// Draws the log. Words are set as text, never as markup.

const GAP = 5 * 60 * 1000; // a time stamp stands where five minutes passed
// a case number (kept on one line), or a number to call
const NUMBER = /(LL-\d{8}-\d{4,})|(^|[^\d-])(110|119|120|12\d{3}|0\d{2,3}-?\d{7,8}|1[3-9]\d{9})(?![\d-])/g;

export class Log {
  constructor({ list, scroll, typing, first, words, face, onTap, onRetry }) {
    Object.assign(this, { list, scroll, typing, first, words, face, onTap, onRetry });
    this.rows = new Map();
    this.lastTime = 0;
    this.chips = null;
  }

  // line: {key, from: "me"|"bot"|"staff", text, at, state?, buttons?, link?, photos?}
  add(line) {
    if (this.rows.has(line.key)) return;
    this.stamp(line.at);
    const row = line.from === "me" ? this.mine(line) : this.theirs(line);
    this.rows.set(line.key, row);
    this.list.append(row);
    if (line.from === "me") this.dropChips();
    else this.offer(line);
    this.toEnd();
  }

  mine(line) {
    const row = node("li", "bubble-row bubble-row--me");
    const body = node("div", "bubble-row__body");
    if (line.text) body.append(this.bubble("bubble bubble--me", this.words.you, line.text));
    for (const photo of line.photos || []) body.append(photoOf(photo, this.words.photo, () => this.toEnd()));
    const state = node("span", "bubble-row__state");
    body.append(state);
    row.append(body, faceOf(this.words.me));
    this.showState(state, line);
    return row;
  }

  theirs(line) {
    const row = node("li", "bubble-row");
    const face = document.createElement("img");
    face.className = "bubble-row__face";
    face.src = this.face;
    face.alt = "";
    const body = node("div", "bubble-row__body");
    const who = line.from === "staff" ? this.words.staff : this.words.bot;
    if (line.from === "staff") body.append(node("span", "bubble-row__name", this.words.staffName));
    if (line.text) body.append(this.bubble("bubble bubble--them", who, line.text, true));
    const card = this.card(line.link);
    if (card) body.append(card);
    row.append(face, body);
    return row;
  }

  bubble(className, who, text, numbers = false) {
    const bubble = node("div", className);
    bubble.append(node("span", "visually-hidden", who));
    if (numbers) bubble.append(...withNumbers(text));
    else bubble.append(text);
    return bubble;
  }

  // A link of our own (or of the public address) as a card; anything but http(s) is left out.
  card(link) {
    const target = safe(link);
    if (!target) return null;
    const card = node("a", "chat-card");
    card.href = target.href;
    const vote = target.pathname.includes("consultation") || target.pathname.startsWith("/v/");
    card.append(node("span", "chat-card__title", vote ? this.words.openVote : this.words.openCase));
    card.append(node("span", "chat-card__note", vote ? this.words.voteNote : this.words.caseNote));
    return card;
  }

  state(key, line) {
    const row = this.rows.get(key);
    if (row) this.showState(row.querySelector(".bubble-row__state"), line);
  }

  showState(place, line) {
    place.textContent = "";
    if (line.state === "failed") {
      const again = node("button", "bubble-row__retry", line.why || this.words.failed);
      again.type = "button";
      again.addEventListener("click", () => this.onRetry(line.key));
      place.append(again);
    } else if (line.state) {
      place.textContent = this.words[line.state] || "";
    }
  }

  // Only the newest question keeps its quick answers.
  offer(line) {
    this.dropChips();
    if (!line.buttons || !line.buttons.length) return;
    this.chips = node("li", "bubble-row bubble-row--chips");
    const row = node("ul", "chips");
    row.setAttribute("aria-label", this.words.quick);
    for (const button of line.buttons) {
      const chip = node("button", "chip", button.title);
      chip.type = "button";
      chip.addEventListener("click", () => this.onTap(button));
      const item = node("li");
      item.append(chip);
      row.append(item);
    }
    this.chips.append(row);
    this.list.append(this.chips);
  }

  dropChips() {
    this.first.hidden = true;
    if (this.chips) this.chips.remove();
    this.chips = null;
  }

  waiting(yes) {
    const seen = yes && !document.querySelector("[data-no-bot]"); // without a bot nobody answers yet
    this.typing.hidden = !seen;
    if (seen) this.toEnd();
  }

  stamp(at) {
    if (at - this.lastTime > GAP) this.list.append(node("li", "chat__time", spoken(at, this.words)));
    this.lastTime = at;
  }

  toEnd() {
    this.scroll.scrollTop = this.scroll.scrollHeight;
  }
}

function node(tag, className = "", text = "") {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

function faceOf(letter) {
  const face = node("span", "bubble-row__face bubble-row__face--me", letter);
  face.setAttribute("aria-hidden", "true");
  return face;
}

function photoOf(address, words, onload) {
  const image = node("img", "bubble__photo");
  image.alt = words;
  image.addEventListener("load", onload);
  image.src = address;
  return image;
}

function safe(link) {
  if (!link) return null;
  try {
    const target = new URL(link, location.href);
    return target.protocol === "http:" || target.protocol === "https:" ? target : null;
  } catch (error) {
    return null;
  }
}

// Phone numbers in the robot's words can be tapped; a case number does not break at its hyphens.
function withNumbers(text) {
  const pieces = [];
  let from = 0;
  for (const found of text.matchAll(NUMBER)) {
    const [whole, caseNo, before, phone] = found;
    const start = found.index + (before || "").length;
    pieces.push(text.slice(from, start));
    pieces.push(caseNo ? node("span", "nowrap", caseNo) : calling(phone));
    from = found.index + whole.length;
  }
  pieces.push(text.slice(from));
  return pieces;
}

function calling(phone) {
  const call = node("a", "nowrap", phone);
  call.href = `tel:${phone}`;
  return call;
}

function spoken(at, words) {
  const then = new Date(at);
  const clock = `${String(then.getHours()).padStart(2, "0")}:${String(then.getMinutes()).padStart(2, "0")}`;
  const days = Math.round((midnight(new Date()) - midnight(then)) / 86400000);
  if (days === 0) return clock;
  if (days === 1) return `${words.yesterday} ${clock}`;
  return `${then.getMonth() + 1}-${then.getDate()} ${clock}`;
}

function midnight(day) {
  return new Date(day.getFullYear(), day.getMonth(), day.getDate()).getTime();
}
