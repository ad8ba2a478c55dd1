// 代录: while the clerk types, the bot reads; what it finds stands in the fields that the clerk has not settled. The words
// survive a reload of this tab until they are registered (kept.js); the page says whose draft it is by its hour. That the caller agreed to SMS is never
// kept, and is dropped with another number; the wish not to be named stays until the clerk takes it away, though both are asked again. Without this script the server reads the words when the form is sent.

import { Kept } from "./kept.js";

const form = document.getElementById("new");
const store = new Kept("new", form.dataset.account);
const PAUSE = 500;
const SUGGESTED = ["place", "time", "kind", "category", "urgency", "grid", "body"];
const clockIn = new Intl.DateTimeFormat("zh-CN", { timeZone: "Asia/Shanghai", hour: "2-digit", minute: "2-digit" });
const { agreed, unnamed } = form.elements;
const WISHES = [agreed, unnamed];
// of a form that was refused: what the clerk had settled, not what the page had filled in
const settled = form.dataset.touched?.split(",") ?? SUGGESTED.filter((name) => form.elements[name].value);
const touched = new Set(settled.filter((name) => SUGGESTED.includes(name)));
let waiting = null;
let asked = null;
let number = ""; // the digits that the wishes were told with
let tickedByPage = false; // the wish not to be named, heard in the words

const marker = document.createElement("input");
marker.type = "hidden";
marker.name = "touched";
form.append(marker);

const isKept = (field) => field === unnamed || field.type !== "checkbox";

function keep() {
  const fields = [...new FormData(form)].filter(([name]) => name !== "csrf_token" && isKept(form.elements[name]));
  store.write({ fields, touched: [...touched] });
}

function restore() {
  const kept = store.read();
  if (!kept || form.elements.text.value) return;
  for (const [name, value] of kept.fields) {
    const field = form.elements[name];
    if (field === unnamed) unnamed.checked = true;
    else if (field && isKept(field)) field.value = value;
  }
  for (const name of kept.touched) touched.add(name);
  document.getElementById("kept-at").textContent = clockIn.format(kept.at);
  document.getElementById("kept").hidden = false;
}

const digitsOf = (value) => value.normalize("NFKC").replace(/\D/g, "");

// Another number may be another caller, who was asked nothing yet.
function askWishesAgain() {
  if (!number || digitsOf(form.elements.phone.value) === number) return;
  if (WISHES.some((box) => box.checked)) document.getElementById("ask-again").hidden = false;
  agreed.checked = false;
}

function noteNumber() {
  number = digitsOf(form.elements.phone.value);
}

function tellDanger(danger) {
  const place = document.getElementById("danger");
  const sort = danger && (danger.sure ? "danger-sure" : "danger-ask");
  if ((place.dataset.told ?? "") === JSON.stringify(danger)) return; // a screen reader says it once
  place.dataset.told = JSON.stringify(danger);
  place.replaceChildren();
  if (!danger) return;
  const notice = document.getElementById(sort).content.cloneNode(true);
  const number = notice.querySelector("[data-number]");
  number.textContent = danger.number;
  number.href = `tel:${danger.number}`;
  notice.querySelector("[data-words]").textContent = danger.words;
  place.append(notice);
}

function fill(found) {
  for (const [name, value] of Object.entries(found.fields)) {
    if (!touched.has(name)) form.elements[name].value = value;
  }
  const heard = document.getElementById("heard");
  heard.textContent = found.heard ? "" : heard.dataset.deaf;
  if ("unnamed" in found) tellWish(found.unnamed);
  tellDanger(found.danger);
}

// Whatever the box says, a case whose words hold the wish is in confidence: the box shows it while they do.
function tellWish(heard) {
  if (heard && !unnamed.checked) tickedByPage = true;
  if (heard || tickedByPage) unnamed.checked = heard;
  if (!heard) tickedByPage = false;
  const place = document.getElementById("wish-heard");
  place.textContent = heard ? place.dataset.heard : "";
}

async function post(address) {
  asked?.abort();
  asked = new AbortController();
  marker.value = [...touched].join(",");
  const answer = await fetch(address, { method: "POST", body: new FormData(form), signal: asked.signal });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer;
}

async function read() {
  try {
    fill(await (await post(form.dataset.reading)).json());
  } catch (problem) {
    if (problem.name !== "AbortError") fill({ fields: {}, danger: null, heard: false });
  }
}

function readSoon() {
  keep();
  clearTimeout(waiting);
  waiting = setTimeout(read, PAUSE);
}

async function lookUp() {
  const body = new FormData();
  for (const name of ["phone", "csrf_token"]) body.set(name, form.elements[name].value);
  const answer = await fetch(form.dataset.earlier, { method: "POST", body });
  if (answer.ok) document.getElementById("earlier").innerHTML = await answer.text();
}

form.elements.phone.addEventListener("input", askWishesAgain);
form.elements.phone.addEventListener("change", noteNumber);
for (const box of WISHES) {
  box.addEventListener("change", () => {
    noteNumber();
    document.getElementById("ask-again").hidden = true;
  });
}
document.getElementById("clear").addEventListener("click", () => {
  store.drop();
  location.replace(location.pathname);
});
form.addEventListener("input", (event) => {
  if (SUGGESTED.includes(event.target.name)) touched.add(event.target.name);
  if (event.target.name === "text" || SUGGESTED.includes(event.target.name)) readSoon();
  else keep();
});
form.elements.phone.addEventListener("change", lookUp);
form.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.repeat) form.requestSubmit();
});
form.addEventListener("submit", () => {
  clearTimeout(waiting);
  marker.value = [...touched].join(",");
  keep();
});

restore();
noteNumber();
if (form.elements.text.value) read();
if (form.elements.phone.value) lookUp();
