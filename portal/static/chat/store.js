// What this device remembers: the visitor's token, how far it has read, the last messages, what is still to be sent.
// Where storage is closed (private mode), memory serves until the page is left.

const PREFIX = "linli.chat.";
const KEEP = 200;

export class Store {
  constructor() {
    this.memory = new Map();
  }

  get(name) {
    try {
      const kept = localStorage.getItem(PREFIX + name);
      return kept === null ? this.memory.get(name) ?? null : JSON.parse(kept);
    } catch (error) {
      return this.memory.get(name) ?? null;
    }
  }

  set(name, value) {
    this.memory.set(name, value);
    try {
      if (value === null) localStorage.removeItem(PREFIX + name);
      else localStorage.setItem(PREFIX + name, JSON.stringify(value));
    } catch (error) {
      // full or closed: memory has it
    }
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
