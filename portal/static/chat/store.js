// What this device remembers: the visitor's token, how far it has read, the last messages, what is still to be sent.
// Where storage is closed (private mode), memory serves until the page is left.

const PREFIX = "linli.chat.";
const KEEP = 200;

export class Store {
  constructor() {
    this.memory = new Map(); // what could not be stored
    this.token = null; // the last one seen, whichever tab stored it
    this.get("token");
  }

  get(name) {
    if (this.memory.has(name)) return this.memory.get(name);
    try {
      const kept = JSON.parse(localStorage.getItem(PREFIX + name));
      if (name === "token" && kept !== null) this.token = kept;
      return kept;
    } catch (error) {
      return null;
    }
  }

  set(name, value) {
    if (name === "token") this.token = value;
    else if (this.isSignedOutElsewhere()) return;
    this.memory.delete(name);
    try {
      if (value === null) localStorage.removeItem(PREFIX + name);
      else localStorage.setItem(PREFIX + name, JSON.stringify(value));
    } catch (error) {
      this.memory.set(name, value); // full or closed
    }
  }

  // Another tab took the token away a moment ago: what still comes in here must not bring the messages back.
  isSignedOutElsewhere() {
    return this.token !== null && this.get("token") === null;
  }

  isToken(key) {
    return key === `${PREFIX}token`;
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

  forgetLines() {
    this.set("lines", []);
  }
}
