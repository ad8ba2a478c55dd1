// What this device remembers: the visitor's token, how far it has read, the last messages, what is still to be sent.
// Where storage is closed (private mode), memory serves until the page is left.

const PREFIX = "linli.chat.";
const TALK = "linli.talk"; // which talk the device is in. Its keys bear that name, so what a page of an earlier talk still writes is never read
const KEEP = 200;

// End the talk on this device, in every tab: nothing of it is left. Returns the name of the talk that follows.
export function forget() {
  const next = `${Date.now().toString(36)}${Math.random().toString(36).slice(2)}`;
  try {
    localStorage.setItem(TALK, next); // first: whoever hears of a change sees that the talk has ended
  } catch (error) {
    // full or closed: the keys go all the same
  }
  removeAllBut(null);
  return presentTalk();
}

function removeAllBut(kept) {
  try {
    for (const name of Object.keys(localStorage)) {
      if (name.startsWith(PREFIX) && name.slice(0, name.lastIndexOf(".") + 1) !== kept) localStorage.removeItem(name);
    }
  } catch (error) {
    // closed: nothing was kept
  }
}

function presentTalk() {
  try {
    return localStorage.getItem(TALK);
  } catch (error) {
    return null;
  }
}

export class Store {
  constructor() {
    this.memory = new Map(); // what could not be stored
    this.token = null; // of the talk that this page shows, whichever tab began it
    this.hasLeft = false;
    this.enter(presentTalk());
    removeAllBut(this.prefix);
    this.get("token");
  }

  enter(talk) {
    this.talk = talk;
    this.prefix = talk === null ? PREFIX : `${PREFIX}${talk}.`;
  }

  get(name) {
    if (this.memory.has(name)) return this.memory.get(name);
    try {
      const kept = JSON.parse(localStorage.getItem(this.prefix + name));
      if (name === "token" && this.token === null) this.token = kept;
      return kept;
    } catch (error) {
      return null;
    }
  }

  set(name, value) {
    if (this.hasEnded() || (name !== "token" && this.isLeft())) return;
    if (name === "token") this.token = value;
    this.keepAs(name, value);
  }

  keepAs(name, value) {
    this.memory.delete(name);
    try {
      if (value === null) localStorage.removeItem(this.prefix + name);
      else localStorage.setItem(this.prefix + name, JSON.stringify(value));
    } catch (error) {
      this.memory.set(name, value); // full or closed
    }
  }

  hasEnded() {
    return this.hasLeft || presentTalk() !== this.talk;
  }

  // The talk that this page shows was ended, here or in another tab (the next person may have begun theirs): nothing of it
  // comes back, and nothing is said from here until the page is loaded anew.
  isLeft() {
    return this.hasEnded() || (this.token !== null && this.get("token") !== this.token);
  }

  // End the talk on this device: its words go now; its token waits in "leaving" until the server has ended it, too.
  leave() {
    const token = this.get("token") || "";
    this.memory.clear();
    this.enter(forget());
    this.keepAs("leaving", token);
    this.hasLeft = true;
  }

  isOnlyInMemory(name) {
    return this.memory.has(name);
  }

  lines() {
    return this.get("lines") || [];
  }

  keep(line) {
    const lines = this.lines().filter((other) => other.key !== line.key);
    lines.push(line);
    this.set("lines", lines.slice(-KEEP));
  }

  change(key, change) {
    this.set("lines", this.lines().map((line) => (line.key === key ? { ...line, ...change } : line)));
  }
}
