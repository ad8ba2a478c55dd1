// 代录: while the clerk types, the bot reads; what it finds stands in the fields that the clerk has not settled. The words
// survive a reload of this tab: they stand in its session storage until they are registered, for half an hour at most, for
// the same account only, and nowhere else. Without this script the server reads the words when the form is sent.

const form = document.getElementById("new");
const KEPT = "linli-new";
const KEPT_FOR = 30 * 60 * 1000;
const PAUSE = 500;
const SUGGESTED = ["place", "time", "kind", "category", "urgency", "grid", "body"];
const touched = new Set(SUGGESTED.filter((name) => form.elements[name].value));
let waiting = null;
let asked = null;

const marker = document.createElement("input");
marker.type = "hidden";
marker.name = "touched";
form.append(marker);

function keep() {
  const fields = [...new FormData(form)].filter(([name]) => name !== "csrf_token");
  const kept = { account: form.dataset.account, at: Date.now(), fields, touched: [...touched] };
  sessionStorage.setItem(KEPT, JSON.stringify(kept));
}

function restore() {
  const kept = JSON.parse(sessionStorage.getItem(KEPT) || "null");
  const stale = kept && (kept.account !== form.dataset.account || Date.now() - kept.at > KEPT_FOR);
  if (stale) sessionStorage.removeItem(KEPT);
  if (!kept || stale || form.elements.text.value) return;
  for (const box of form.querySelectorAll("input[type=checkbox]")) box.checked = false;
  for (const [name, value] of kept.fields) {
    const field = form.elements[name];
    if (field && field.type === "checkbox") field.checked = true;
    else if (field) field.value = value;
  }
  for (const name of kept.touched) touched.add(name);
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
  tellDanger(found.danger);
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
document.querySelector("form.whoami")?.addEventListener("submit", () => sessionStorage.removeItem(KEPT));

restore();
if (form.elements.text.value) read();
if (form.elements.phone.value) lookUp();
