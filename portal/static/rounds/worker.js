// The service worker of the grid worker's page: keeps the page and its files, which hold nobody's data, so that it opens
// without a network. Lists and what was written stand in the page's own store (vault.js); this script never sees them.

const KEPT = "linli-rounds-page-1";
const PAGE = "/grid/rounds";
const FILES = [
  PAGE,
  "/static/linli.css",
  "/static/rounds/rounds.css",
  "/static/rounds/rounds.js",
  "/static/rounds/vault.js",
  "/static/rounds/queue.js",
  "/static/rounds/forms.js",
  "/static/rounds/cards.js",
  "/static/rounds/danger.js",
  "/static/chat/photo.js",
  "/static/icons/mark.svg",
  "/static/icons/sprite.svg",
];
const PATIENCE = 4000; // milliseconds for a network that answers slowly; then what is kept is shown

async function fetchAfresh(path) {
  // without cookies: what is kept is the same for everybody
  const answer = await fetch(path, { credentials: "omit", cache: "no-cache" });
  if (!answer.ok || answer.redirected) throw new Error(`${path}: ${answer.status}`);
  return answer;
}

async function keepAll() {
  const answers = await Promise.all(FILES.map(fetchAfresh)); // all or none: one version throughout
  const kept = await caches.open(KEPT);
  await Promise.all(FILES.map((path, at) => kept.put(path, answers[at])));
}

self.addEventListener("install", (event) => event.waitUntil(keepAll().then(() => self.skipWaiting())));

async function dropOthers() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith("linli-rounds-page-") && name !== KEPT);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

self.addEventListener("activate", (event) => event.waitUntil(dropOthers()));

async function answerOf(request, path) {
  const kept = await caches.match(path);
  if (!kept) return fetch(request);
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE, kept));
  const fresh = fetch(request).then((answer) => (answer.ok ? answer : kept), () => kept);
  return Promise.race([fresh, late]).then((answer) => (answer === kept ? kept.clone() : answer));
}

self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  const ours = address.origin === self.location.origin && event.request.method === "GET";
  if (ours && FILES.includes(address.pathname)) event.respondWith(answerOf(event.request, address.pathname));
});

// The page says that it is open and online: then what is kept is renewed.
self.addEventListener("message", (event) => {
  if (event.data === "renew") event.waitUntil(keepAll().catch(() => undefined));
});
