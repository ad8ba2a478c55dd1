// What this device remembers: the visitor's token, how far it has read, the last messages, what is still to be sent.
// Where storage is closed (private mode), memory serves until the page is left.

const PREFIX = "linli.chat.";
const KEEP = 200;

export class Store {
  constructor() {
    this.memory = new Map(); // what could not be stored
    this.token = null; // of the talk that this page shows, whichever tab began it
    this.hasLeft = false;
    this.get("token");
  }

  get(name) {
    if (this.memory.has(name)) return this.memory.get(name);
    try {
      const kept = JSON.parse(localStorage.getItem(PREFIX + name));
      if (name === "token" && this.token === null) this.token = kept;
      return kept;
    } catch (error) {
      return null;
    }
  }

  set(name, value) {
    if (name === "token") this.token = value;
    else if (this.isLeft()) return;
    this.memory.delete(name);
    try {
      if (value === null) localStorage.removeItem(PREFIX + name);
      else localStorage.setItem(PREFIX + name, JSON.stringify(value));
    } catch (error) {
      this.memory.set(name, value); // full or closed
    }
  }

  // The talk that this page shows was ended, here or in another tab (the next person may have begun theirs): nothing of it
  // comes back, and nothing is said from here until the page is loaded anew.
  isLeft() {
    if (this.hasLeft) return true;
    return this.token !== null && this.get("token") !== this.token;
  }

  // End the talk on this device: its words go now; its token waits in "leaving" until the server has ended it, too.
  leave() {
    this.set("leaving", this.get("token") || "");
    for (const name of ["lines", "draft", "after", "token"]) this.set(name, null);
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
