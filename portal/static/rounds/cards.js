// What the page shows of cases, of what was written, and of what is half written. Text only ever goes in as text.

import { mayTellDanger } from "./danger.js";
import { isWaiting, photosOf } from "./queue.js";

function copyOf(name) {
  return document.getElementById(name).content.firstElementChild.cloneNode(true);
}

function set(item, name, text) {
  item.querySelector(`[data-${name}]`).textContent = text;
}

function badge(text, sort) {
  const mark = document.createElement("span");
  mark.className = `badge badge--${sort}`;
  mark.textContent = text;
  return mark;
}

function button(text, press, plain = false) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = plain ? "button button--plain" : "button";
  made.textContent = text;
  made.addEventListener("click", () => press(made));
  return made;
}

// 2026-12-07 as staff read days everywhere: 2026年12月7日
function dayIn(written) {
  const [year, month, day] = written.split("-").map(Number);
  return `${year}年${month}月${day}日`;
}

function lineOf(text) {
  const line = document.createElement("li");
  line.textContent = text;
  return line;
}

function link(text, href) {
  const made = document.createElement("a");
  made.className = "button button--plain";
  made.textContent = text;
  made.href = href;
  return made;
}

export function cardItem(card, { words, pending, online, act }) {
  const item = copyOf("card");
  const marks = item.querySelector("[data-marks]");
  if (card.emergency) marks.append(badge(words.mark.emergency, "bad"));
  if (card.urgent) marks.append(badge(words.mark.urgent, "urgent"));
  if (card.check) marks.append(badge(words.mark.check, "urgent"));
  if (card.unread) marks.append(badge(words.mark.unread, "open"));
  marks.append(badge(card.state, "plain"), card.case_no);
  set(item, "title", card.title);
  set(item, "text", card.text && card.text !== card.title ? card.text : "");
  const notes = [card.place || words.mark.no_place, card.emergency ? words.mark.now : words.mark.due.replace("{day}", dayIn(card.due))];
  if (card.for) notes.push(words.mark.for.replace("{name}", card.for));
  if (card.goes) notes.push(words.mark.goes);
  else if (card.taken_by) notes.push(words.mark.taken.replace("{name}", card.taken_by));
  const later = item.querySelector("[data-later]");
  later.hidden = !card.later?.length;
  later.append(...(card.later ?? []).map(lineOf));
  set(item, "where", notes.join(" · "));
  item.querySelector("[data-alone]").hidden = !card.leave_alone;
  item.querySelector("[data-pending]").hidden = !pending.length;
  const ways = item.querySelector("[data-ways]");
  if (card.phone) ways.append(link(`${words.do.dial} ${card.phone.replace("+86", "")}`, `tel:${card.phone}`));
  waysOf(card, pending).forEach((verb, at) => ways.append(button(words.do[verb], () => act(verb, card), at > 0)));
  if (online) ways.append(link(words.do.page, `/desk/cases/${encodeURIComponent(card.case_no)}`));
  return item;
}

// The second press removes: a wet thumb hits the wrong button.
function removing(words, remove) {
  let asked = false;
  return button(
    words.do.remove,
    (pressed) => {
      if (asked) return remove();
      asked = true;
      pressed.textContent = words.do.sure;
      return undefined;
    },
    true,
  );
}

function wordsOf(entry, words) {
  const { text, place, household, note } = entry.fields;
  const pictures = photosOf(entry).length;
  return [text, place, household, note, pictures ? words.mark.pictures.replace("{n}", pictures) : ""].filter(Boolean).join("\n");
}

const SHADE = { waiting: "warn", unsure: "warn", sent: "good", refused: "bad" };

// Whether it may tell of danger, and the server does not have it for sure: then nobody was called.
export const isUnheardDanger = (entry) => isWaiting(entry) && mayTellDanger(entry);

// What was handed in while the network is away can still be written otherwise; not once it may have arrived.
const isOnPhone = (entry, online) => entry.state === "waiting" && !online;

// card: the entry's case as the list has it now, if it is still there
export function entryItem(entry, { words, card, online, again, remove }) {
  const item = copyOf("entry");
  set(item, "what", [words.kind[entry.kind], entry.case_no, entry.title].filter(Boolean).join(" · "));
  const state = item.querySelector("[data-state]");
  state.textContent = words.state[entry.state];
  state.classList.add(`badge--${SHADE[entry.state]}`);
  const isGone = entry.state === "refused" && entry.case_no && !card;
  const todo = isGone ? words.todo.gone : words.todo.refused;
  set(item, "told", entry.state === "refused" ? `${entry.told.replace(/。$/, "")}。${todo}` : entry.told || words.todo[entry.state] || "");
  set(item, "words", wordsOf(entry, words));
  const ways = item.querySelector("[data-ways]");
  const canChange = entry.state === "refused" ? !isGone : isOnPhone(entry, online) && !isTap(entry);
  if (canChange) ways.append(button(words.do[entry.state === "refused" ? "again" : "change"], again));
  if (entry.state === "refused" || isOnPhone(entry, online)) ways.append(removing(words, remove));
  const alarm = item.querySelector("[data-danger]");
  alarm.hidden = online || !isUnheardDanger(entry);
  return item;
}

// What is done by the tap alone, without a sheet.
export const AT_ONCE = ["go", "stay", "acknowledge"];
const isTap = (entry) => AT_ONCE.includes(entry.kind);

export function halfItem(draft, { words, card, resume, remove }) {
  const item = copyOf("entry");
  set(item, "what", [words.kind[draft.kind], draft.case_no, draft.title].filter(Boolean).join(" · "));
  item.querySelector("[data-state]").closest("p").remove();
  set(item, "told", draft.case_no && !card ? words.todo.gone : "");
  set(item, "words", wordsOf(draft, words));
  const ways = item.querySelector("[data-ways]");
  if (!draft.case_no || card) ways.append(button(words.do.resume, resume));
  ways.append(removing(words, remove));
  return item;
}

// What was written about this case and waits, by kind.
export const pendingOf = (entries, card) => entries.filter((one) => one.case_no === card.case_no && isWaiting(one)).map((one) => one.kind);

// What may still be written: not the same twice, and progress once the acknowledgement waits.
function waysOf(card, pending) {
  const ways = pending.includes("acknowledge") && !card.may.includes("progress") ? [...card.may, "progress"] : card.may;
  return ways.filter((verb) => verb === "progress" || !pending.includes(verb));
}
