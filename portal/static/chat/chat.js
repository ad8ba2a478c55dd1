// The chat page: ties the form, the log and the door together.

import { Door, Refused } from "./door.js";
import { leaveIfLeft, watchLeaving } from "./leaving.js";
import { Log } from "./log.js";
import { watchBot } from "./no_bot.js";
import { LIMIT, shrink, thumbnail } from "./photo.js";
import { Store } from "./store.js";

const find = (id) => document.getElementById(id);
const words = JSON.parse(find("content").dataset.words);
const store = new Store();
const door = new Door(store);
const text = find("chat-text");
const log = new Log({
  list: find("chat-log"),
  scroll: find("chat-scroll"),
  typing: find("chat-typing"),
  first: find("chat-first"),
  words,
  face: document.querySelector(".bubble-row__face").src,
  onTap: (button) => say(button.payload, { shown: button.title }),
  onRetry: retry,
});

const seen = new Set(); // keys of the messages that stand in the log
const photos = []; // {blob, name, small} waiting to go with the next message
let sending = false;
let wake = () => {}; // ends the pause before the next try
let late = false; // the bot's answer is still to come
let pauses = 0;

// ---- what the resident does

function say(payload, { shown = payload, pictures = [] } = {}) {
  if (leaveIfLeft(store)) return;
  find("chat-left").hidden = true;
  const line = {
    key: `me-${newId()}`,
    from: "me",
    text: shown,
    payload,
    at: Date.now(),
    state: "sending",
    photos: pictures.map((picture) => picture.small).filter(Boolean),
  };
  line.cid = line.key.slice(3);
  store.keep(line);
  log.add(line);
  if (pictures.length) waitingPictures.set(line.key, pictures);
  deliver();
}

const waitingPictures = new Map(); // the photos themselves live only as long as the page

find("chat-form").addEventListener("submit", (event) => {
  event.preventDefault();
  submit();
});

function submit() {
  const wish = text.value.trim();
  if (!wish && !photos.length) return;
  say(wish, { pictures: photos.splice(0) });
  text.value = "";
  store.set("draft", null);
  fit();
  drawPhotos();
  text.focus();
}

text.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
  event.preventDefault();
  submit();
});

text.addEventListener("input", () => {
  fit();
  store.set("draft", text.value || null);
});

find("chat-first").addEventListener("click", (event) => {
  const chip = event.target.closest("[data-say]");
  if (chip) say(chip.dataset.say, { shown: chip.textContent });
});

find("chat-file").addEventListener("change", async (event) => {
  const files = [...event.target.files].slice(0, 3 - photos.length);
  event.target.value = "";
  for (const file of files) {
    const blob = await shrink(file);
    if (blob.size > LIMIT) trouble(words.tooLarge);
    else photos.push({ blob, name: file.name || "photo.jpg", small: await thumbnail(blob) });
  }
  drawPhotos();
});

function drawPhotos() {
  const tray = find("chat-photos");
  tray.textContent = "";
  tray.hidden = !photos.length;
  photos.forEach((photo, at) => {
    const item = document.createElement("li");
    const image = document.createElement("img");
    image.src = photo.small;
    image.alt = words.photo;
    const drop = document.createElement("button");
    drop.type = "button";
    drop.textContent = "×";
    drop.setAttribute("aria-label", words.dropPhoto);
    drop.addEventListener("click", () => {
      photos.splice(at, 1);
      drawPhotos();
      text.focus();
    });
    item.append(image, drop);
    tray.append(item);
  });
  log.toEnd();
}

function fit() {
  text.rows = 1;
  const line = parseFloat(getComputedStyle(text).lineHeight) || 24;
  text.rows = Math.min(6, Math.max(1, Math.floor((text.scrollHeight - 8) / line)));
}

function retry(key) {
  change(key, { state: "sending", why: "" });
  deliver();
}

// ---- sending, one after the other, in the order they were said

async function deliver() {
  if (sending) {
    wake(); // what was just said may be a danger, which is taken where the line before it waits
    return;
  }
  sending = true;
  for (let line = nextToSend(); line; line = nextToSend()) await deliverOne(line);
  sending = false;
  log.waiting(late);
  listen();
}

function nextToSend() {
  return store.lines().find((line) => line.from === "me" && line.state === "sending");
}

async function deliverOne(line) {
  for (let failures = 0; ; failures += 1) {
    try {
      const media = await uploaded(line);
      log.waiting(true);
      const answer = await door.send({ text: line.payload, cid: line.cid, media, said: waitingWords() });
      calm();
      change(line.key, { state: answer.kept === false ? "notKept" : "sent" });
      if (answer.kept === false) store.change(line.key, { text: words.gone, payload: "", photos: [] });
      late = answer.pending === true;
      (answer.messages || []).forEach(show);
      return;
    } catch (error) {
      log.waiting(false);
      if (error instanceof Refused && error.retryAfter === null) {
        change(line.key, { state: "failed", why: error.message });
        return;
      }
      const why = error instanceof Refused && error.message ? error.message : words.noNetwork;
      trouble(`${words.notSent}（${why}）`);
      const woken = new Promise((resolve) => {
        wake = resolve;
      });
      await Promise.race([woken, pause(Math.max(error.retryAfter || 0, Math.min(1000 * 2 ** failures, 30000)))]);
    }
  }
}

// All that waits to be sent, a line each.
function waitingWords() {
  const waiting = store.lines().filter((line) => line.from === "me" && line.state === "sending");
  return waiting.map((line) => line.payload || "").join("\n");
}

async function uploaded(line) {
  if (line.media) return line.media;
  const media = [];
  for (const picture of waitingPictures.get(line.key) || []) {
    media.push((await door.upload(picture.blob, picture.name)).media_id);
  }
  line.media = media;
  change(line.key, { media });
  waitingPictures.delete(line.key);
  return media;
}

function change(key, change) {
  store.change(key, change);
  const line = store.lines().find((other) => other.key === key);
  if (line) log.state(key, line);
}

// ---- hearing

function show(message) {
  if (store.isLeft()) return; // an answer on its way to a talk that was cleared
  const key = `them-${store.get("session")}-${message.id}`;
  if (seen.has(key)) return;
  seen.add(key);
  const line = {
    key,
    from: message.from === "staff" ? "staff" : "bot",
    text: message.text || "",
    at: Date.parse(message.at) || Date.now(),
    link: message.link || null,
    buttons: message.buttons || [],
  };
  store.keep(line);
  log.add(line);
  text.placeholder = words.hints[message.asks] || words.hints.any;
}

let listening = false;

// A long poll as long as the page is looked at. How far was read moves by polls only: an answer to a POST may carry a
// higher id than a message that came at the same time from elsewhere.
async function listen() {
  if (listening || !door.token) return;
  listening = true;
  while (document.visibilityState === "visible") {
    const session = store.get("session");
    try {
      const answer = await door.since(store.get("after") || 0);
      if (session !== store.get("session")) continue; // a new session: its ids start anew
      heard(answer);
      pauses = 0;
      if (!sending) calm();
      await pause(answer.retry_after_ms || 50);
    } catch (error) {
      pauses += 1;
      if (pauses > 2 && !sending) trouble(words.noNetwork);
      await pause(Math.max(error.retryAfter || 0, Math.min(1000 * 2 ** pauses, 30000)));
    }
  }
  listening = false;
}

function heard(answer) {
  const messages = answer.messages || [];
  messages.forEach(show);
  if (messages.length) store.set("after", Math.max(...messages.map((message) => message.id)));
  late = answer.pending === true;
  if (!sending) log.waiting(late);
}

// ---- small things

function trouble(what) {
  const place = find("chat-trouble");
  if (place.textContent !== what) place.textContent = what;
  place.hidden = false;
}

function calm() {
  find("chat-trouble").hidden = true;
}

function pause(ms) {
  return new Promise((done) => setTimeout(done, ms));
}

function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16)); // http:// on a LAN has no randomUUID
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function recall() {
  for (const line of store.lines()) {
    seen.add(line.key);
    if (line.from === "me" && line.state === "sending" && line.photos.length && !line.media) {
      line.state = "failed"; // its photos went with the page that was left
      line.why = words.photoLost;
      store.change(line.key, { state: "failed", why: line.why, photos: [], media: [] });
    }
    log.add(line);
  }
  log.toEnd();
}

find("content").classList.add("is-live");
for (const id of ["chat-send", "chat-clear"]) find(id).disabled = false; // pressed before, the page would load anew, words lost
watchBot(find("content"), find("chat-no-bot"), words);
watchLeaving({
  store,
  door,
  form: find("chat-forget"),
  place: find("chat-left"),
  words,
  done: () => text.focus(),
  empty: () => {
    find("chat-log").replaceChildren();
    photos.splice(0);
    drawPhotos();
    text.value = "";
    text.disabled = true;
    find("chat-send").disabled = true;
    find("chat-forget").closest("details").open = false;
  },
});
recall();
text.value = text.value || store.get("draft") || ""; // what a quick button filled in goes first
fit();
deliver();
document.addEventListener("visibilitychange", listen);
window.addEventListener("online", () => deliver());
if (text.value) text.focus();
