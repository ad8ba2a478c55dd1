// The grid worker's page, with or without a network: shows what the phone keeps, asks the server when it can be reached, sends
// what was written. Who may read what is kept: vault.js. When it is sent: as soon as this page is open and the network answers.

import { AT_ONCE, cardItem, entryItem, halfItem, isUnheardDanger, pendingOf } from "./cards.js";
import { Forms, draftName } from "./forms.js";
import { Queue, isWaiting, photosOf } from "./queue.js";
import { Vault, dropKey, keyInCookie, sweep, unsentOnPhone } from "./vault.js";

const AGAIN = 30 * 1000; // milliseconds between tries while the page is shown and something waits
const AFRESH = 5 * 60 * 1000; // and, while nothing does, between lists
const PATIENCE = 15 * 1000; // for an answer
const LEAVING = "linli-rounds-leaving"; // localStorage: the session to be signed out of, once there is a network
const WISH_LIVES = 24 * 3600; // seconds; longer than a session
const at = (id) => document.getElementById(id);
const words = JSON.parse(at("words").textContent);
const { cookie, leaving } = at("rounds").dataset;
const dayIn = new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai" });
const clockIn = new Intl.DateTimeFormat("zh-CN", { timeZone: "Asia/Shanghai", hour: "2-digit", minute: "2-digit" });

const app = {
  words,
  vault: null,
  queue: null,
  list: null, // {account, name, session, cases, fetched} of today, or null
  csrf: "",
  online: false,
  localDay: () => dayIn.format(),
  cardOf: (caseNo) => app.list?.cases.find((one) => one.case_no === caseNo),
  async changed(note) {
    await show(note);
    sync();
  },
};
const forms = new Forms(app);

// --- what is shown

async function show(note = "") {
  const { vault, queue } = app;
  if (!vault) return;
  const entries = await queue.entries();
  const halves = await vault.all("draft");
  if (app.vault !== vault) return; // locked meanwhile
  const cases = app.list?.cases ?? [];
  showWritten(entries, halves);
  const sortOf = (one) => (one.emergency || one.check ? "urgent" : one.inspects ? "inspections" : one.mine ? "mine" : "others");
  for (const id of ["urgent", "mine", "inspections", "others"]) {
    const shown = cases.filter((one) => sortOf(one) === id);
    fillList(id, shown.map((card) => cardItem(card, { words, pending: pendingOf(entries, card), online: app.online, act })));
    if (id === "urgent") at("dangers").hidden = !shown.length;
    else if (id === "inspections") at("to-inspect").hidden = !shown.length;
    else at(`none-${id}`).hidden = !app.list || cases.some((one) => !one.inspects && one.mine === (id === "mine"));
  }
  at("who").textContent = app.list?.name ?? "";
  at("open").hidden = at("bar").hidden = at("leave").hidden = false;
  at("locked").hidden = true;
  at("ways").hidden = false;
  delete at("locked").dataset.why;
  tellLine(entries.filter(isWaiting).length, note);
}

function showWritten(entries, halves) {
  const item = (one) => entryItem(one, { words, card: app.cardOf(one.case_no), online: app.online, again: () => writeAgain(one), remove: () => removeEntry(one) });
  const half = (one) => halfItem(one, { words, card: app.cardOf(one.case_no), resume: () => forms.open(one.kind, app.cardOf(one.case_no), one.name), remove: () => removeHalf(one) });
  const sent = entries.filter((one) => one.state === "sent").reverse();
  const left = entries.filter((one) => one.state !== "sent").sort((one, other) => isUnheardDanger(other) - isUnheardDanger(one));
  fillList("entries", left.map(item));
  fillList("sent-entries", sent.map(item));
  fillList("halves", halves.map(half));
  at("written").hidden = !left.length;
  at("drafts").hidden = !halves.length;
  at("sent").hidden = !sent.length;
  at("sent-count").textContent = words.mark.count.replace("{n}", sent.length);
}

function fillList(id, items) {
  at(id).replaceChildren(...items);
}

function tellLine(waiting, note) {
  const { line } = words;
  const fetched = app.list && clockIn.format(app.list.fetched);
  const state = fetched ? line[app.online ? "online" : "offline"].replace("{at}", fetched) : line.nothing;
  const left = waiting ? line.waiting.replace("{n}", waiting) : "";
  const told = (note ? `${note}。` : "") + state + left;
  if (at("line").textContent !== told) at("line").textContent = told;
}

// --- what the worker does

async function act(verb, card) {
  if (!AT_ONCE.includes(verb)) return forms.open(verb, card);
  return (await tapped(verb, card, app.queue)) ? app.changed(words.line.queued) : undefined;
}

// Whether it was put into `queue`, not waiting there already. The caller holds it: the page may lock before this is written, and
// what was tapped is kept all the same.
async function tapped(kind, card, queue) {
  const { case_no, title, version } = card;
  const entries = await queue.entries();
  if (entries.some((one) => one.case_no === case_no && one.kind === kind && isWaiting(one))) return false;
  await queue.add({ kind, case_no, title, version, fields: {}, before: [], photos: [], day: app.localDay() });
  return true;
}

// Whether it is still as it was shown: what waits may have been sent meanwhile.
async function isUnchanged(entry) {
  const kept = (await app.queue.entries()).find((one) => one.id === entry.id);
  return kept?.state === entry.state;
}

async function writeAgain(entry) {
  if (entry.state !== "refused" && !(await isUnchanged(entry))) return show();
  const card = app.cardOf(entry.case_no);
  if (AT_ONCE.includes(entry.kind)) {
    const { queue } = app;
    if (card) await tapped(entry.kind, card, queue); // before the refused one goes, so that one of them is always on the phone
    await queue.remove(entry);
    return card ? app.changed(words.line.queued) : show();
  }
  const usual = draftName(entry.kind, entry.case_no);
  const isTaken = (await app.vault.all("draft")).some((one) => one.name === usual); // by another, half written since
  const name = isTaken ? entry.id : usual;
  const { kind, case_no, title, fields, before, photos } = entry;
  await app.vault.write([["draft", name, { name, kind, case_no, title, fields, before, photos, refused: entry.state === "refused" }]], [["queued", entry.id]]);
  return forms.open(kind, card, name);
}

async function removeEntry(entry) {
  if (entry.state === "refused" || (await isUnchanged(entry))) await app.queue.remove(entry);
  await show();
}

async function removeHalf(draft) {
  await app.vault.write([], [["draft", draft.name], ...photosOf(draft).map((name) => ["photo", name])]);
  await show();
}

// --- locking and unlocking

async function unlock() {
  const found = keyInCookie(cookie);
  if (!found) return false;
  if (app.vault?.account !== found.account) {
    await forms.hide();
    app.vault = await Vault.open(found);
    app.queue = new Queue(app.vault);
    app.list = null;
  }
  await sweep(found.account, app.localDay());
  await app.queue.forgetSentBefore(app.localDay());
  const [kept] = await app.vault.all("day");
  app.list = kept ?? null;
  return true;
}

// Nobody reads the phone's records any more; the list goes, what was written stays sealed for whoever wrote it.
async function lock(why) {
  if (why === "over" && !app.vault && at("locked").dataset.why === "left") return; // they know that they left
  await forms.hide();
  dropKey(cookie);
  app.vault = app.queue = app.list = null;
  app.csrf = "";
  for (const id of ["entries", "sent-entries", "halves", "urgent", "mine", "inspections", "others"]) fillList(id, []);
  at("who").textContent = "";
  at("open").hidden = at("bar").hidden = at("leave").hidden = true;
  at("locked").hidden = false;
  tellWhy(why);
  await sweep(0, "");
  const left = await unsentOnPhone();
  at("locked-left").hidden = !left;
  at("locked-left").textContent = words.locked.kept.replace("{n}", left);
}

function tellWhy(why) {
  at("locked").dataset.why = why;
  at("locked-why").textContent = words.locked[why];
  at("ways").hidden = why === "leaving"; // they would open the pages of whoever left
}

async function leave() {
  const { csrf } = app;
  wishToLeave(app.list?.session); // first: the page may be closed while it locks
  await lock("leaving");
  if (csrf && (await signOut(csrf))) tellWhy("left");
}

// Kept for this page, and as a cookie: the server ends the session at the next request, whichever page is opened (caller.py).
function wishToLeave(session) {
  localStorage.setItem(LEAVING, session ?? 0);
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `${leaving}=1; path=/; max-age=${WISH_LIVES}; samesite=lax${secure}`;
}

async function signOut(csrf) {
  try {
    const answer = await fetch("/logout", { method: "POST", headers: { "X-CSRFToken": csrf } });
    if (!answer.ok) return false;
  } catch (error) {
    return false;
  }
  localStorage.removeItem(LEAVING);
  return true;
}

// Whether a session was still to be signed out of, which the server says is over: it is over then for whoever wished it.
function hasLeft() {
  const left = localStorage.getItem(LEAVING) !== null;
  localStorage.removeItem(LEAVING);
  return left;
}

// --- asking and sending

// The list afresh: "ok", "offline", or why the page is locked ("over", "other", "left").
async function ask() {
  let answer;
  try {
    answer = await fetch("/grid/rounds/today.json", { signal: AbortSignal.timeout(PATIENCE) });
    if (answer.status === 401) return hasLeft() ? "left" : "over";
    if (answer.status === 403) return "other";
    if (!answer.ok) return "offline";
    const list = await answer.json();
    if (Number(localStorage.getItem(LEAVING)) === list.session) return (await signOut(list.csrf)) ? "left" : "leaving";
    localStorage.removeItem(LEAVING);
    await keepList(list);
    return "ok";
  } catch (error) {
    return "offline";
  }
}

async function keepList({ csrf, ...list }) {
  app.csrf = csrf;
  await unlock(); // with the key that came with it, whoever was signed in before
  app.list = { ...list, fetched: Date.now() };
  await app.vault.write([["day", app.localDay(), app.list]]);
}

let running = null;
let asked = false;

// Ask, send what waits, and ask again if anything changed by it. One run at a time; a wish meanwhile makes one more.
function sync() {
  asked = true;
  running ??= run().finally(() => {
    running = null;
  });
  return running;
}

async function run() {
  while (asked) {
    asked = false;
    const fate = await ask();
    app.online = fate === "ok";
    if (["over", "other", "left", "leaving"].includes(fate)) {
      await lock(fate); // a wish meanwhile counts
      continue;
    }
    if (fate === "ok") renewPage();
    if (fate === "ok" && (await sendAll()) === "over") await lock("over");
    else await show();
  }
}

let renewed = false;

// Once for each opening of the page: the files that the phone keeps are those of today.
function renewPage() {
  if (!renewed) navigator.serviceWorker?.controller?.postMessage("renew");
  renewed = true;
}

async function sendAll() {
  if (!(await app.queue.entries()).some(isWaiting)) return "done";
  const fate = await app.queue.send(app.csrf, () => show());
  if (fate === "offline") app.online = false;
  if (fate === "done") await ask();
  return fate;
}

// The key ran out, or another account's took its place, or the day is over: nothing of before stays on the screen.
async function look() {
  if (document.hidden) return;
  const found = keyInCookie(cookie);
  if (app.vault && found?.account !== app.vault.account) await lock("over");
  if (app.list && app.localDay() !== dayIn.format(app.list.fetched)) {
    await unlock();
    await show();
  }
  sync();
}

async function tick() {
  if (!app.vault) return localStorage.getItem(LEAVING) ? sync() : undefined;
  const waits = (await app.queue.entries()).some(isWaiting);
  const isOld = !app.online || !app.list || Date.now() - app.list.fetched > AFRESH;
  return waits || isOld ? look() : undefined;
}

async function start() {
  if (!globalThis.crypto?.subtle || !globalThis.indexedDB) {
    at("unable").hidden = false;
    return;
  }
  navigator.serviceWorker?.register("/grid/worker.js", { scope: "/grid/rounds" }).catch(() => undefined);
  navigator.storage?.persist?.(); // else the browser may drop what is kept when the phone is full
  for (const one of document.querySelectorAll("[data-new]")) one.addEventListener("click", () => app.vault && forms.open(one.dataset.new));
  at("sync").addEventListener("click", () => sync());
  at("leave").addEventListener("click", leave);
  addEventListener("online", look);
  addEventListener("focus", look);
  document.addEventListener("visibilitychange", look);
  setInterval(tick, AGAIN);
  if (await unlock()) await show(words.line.asking);
  await sync();
  if (!app.vault && at("locked").hidden) await lock(localStorage.getItem(LEAVING) ? "leaving" : "over");
}

start();
