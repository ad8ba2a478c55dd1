// The chat's door to the server: one visitor's session, messages in order, photos, what came since.
// A message keeps its client_message_id however often it is sent, so a broken connection never makes two of it.

const API = "/api/v1/chat";
const SEND_TIMEOUT = 30000;
const POLL_TIMEOUT = 40000;

export class Refused extends Error {
  // The server answered and will not take it: `retryAfter` in ms when later may do, else null.
  constructor(title, status, retryAfter) {
    super(title);
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

export class Door {
  constructor(store) {
    this.store = store;
    this.opening = null;
    this.ending = null;
  }

  get token() {
    return this.store.get("token");
  }

  // One session for this device, made when first needed. `said`: what waits to be sent; words of danger open one above the limit.
  async session(said = "") {
    if (this.store.isLeft()) return new Promise(() => {}); // this page is about to be loaded anew
    if (this.token) return this.token;
    if (!this.opening) {
      this.opening = this.endLeft()
        .then(() => call("POST", "/sessions", { json: said ? { text: said } : {} }))
        .then((answer) => {
          this.store.set("token", answer.token);
          this.store.set("after", 0);
          this.store.set("session", (this.store.get("session") || 0) + 1);
          return answer.token;
        })
        .finally(() => {
          this.opening = null;
        });
    }
    return this.opening;
  }

  // A token the server no longer knows (the demo was made anew) is dropped, and the call made once more.
  async withSession(work, said = "") {
    const token = await this.session(said);
    try {
      return await work(token);
    } catch (error) {
      if (!(error instanceof Refused) || error.status !== 401) throw error;
      if (this.token === token) this.store.set("token", null);
      return work(await this.session(said));
    }
  }

  // End the chat that was left on this device (`Store.leave`) before another begins. Null if none was, else the answer.
  async endLeft() {
    const token = this.store.get("leaving");
    if (token === null) return null;
    if (!this.ending) {
      this.ending = call("DELETE", "/session", { token })
        .then((answer) => {
          this.store.set("leaving", null);
          return answer;
        })
        .finally(() => {
          this.ending = null;
        });
    }
    return this.ending;
  }

  send({ text, cid, media, said }) {
    const json = { text, client_message_id: cid };
    if (media && media.length) json.media = media;
    return this.withSession((token) => call("POST", "/messages", { token, json, timeout: SEND_TIMEOUT }), said);
  }

  upload(blob, name) {
    const form = new FormData();
    form.append("file", blob, name);
    return this.withSession((token) => call("POST", "/media", { token, form, timeout: 120000 }));
  }

  since(after, signal) {
    return this.withSession((token) => call("GET", `/messages?after=${after}`, { token, timeout: POLL_TIMEOUT, signal }));
  }
}

async function call(method, path, { token, json, form, timeout = 15000, signal } = {}) {
  const control = new AbortController();
  const timer = setTimeout(() => control.abort(), timeout);
  if (signal) signal.addEventListener("abort", () => control.abort());
  const headers = { Accept: "application/json" };
  if (token) headers.Authorization = `Bearer ${token}`;
  if (json) headers["Content-Type"] = "application/json";
  try {
    const response = await fetch(API + path, {
      method,
      headers,
      body: form || (json && JSON.stringify(json)),
      credentials: "same-origin",
      cache: "no-store",
      signal: control.signal,
    });
    const body = await response.json().catch(() => ({}));
    if (response.ok) return body;
    throw new Refused(body.title || "", response.status, pauseOf(response, body));
  } finally {
    clearTimeout(timer);
  }
}

// 429 and 5xx pass: wait. Everything else is final.
function pauseOf(response, body) {
  const seconds = Number(body.retry_after || response.headers.get("Retry-After") || 0);
  if (response.status === 429) return Math.min(Math.max(seconds, 2), 600) * 1000;
  if (response.status >= 500) return seconds > 0 ? Math.min(seconds, 60) * 1000 : 0;
  return null;
}
