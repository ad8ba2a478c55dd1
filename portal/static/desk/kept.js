// What staff typed and have not handed in: it survives a reload of this tab, or another page in between. It stands in the tab's session
// storage until it is handed in, for half an hour at most, for the same account only, and nowhere else.

const FOR = 30 * 60 * 1000;
const PREFIX = "linli-";

export class Kept {
  constructor(name, account) {
    this.name = PREFIX + name;
    this.account = account;
  }

  // facts: of the caller's own making
  write(facts) {
    sessionStorage.setItem(this.name, JSON.stringify({ account: this.account, at: Date.now(), ...facts }));
  }

  // What was written last, with `at`; null if there is nothing, or it is somebody else's or too old.
  read() {
    const found = this.found();
    if (found && found.account === this.account) return found;
    this.drop();
    return null;
  }

  // What was written last by whichever account, if it is not too old; else it goes.
  found() {
    const found = JSON.parse(sessionStorage.getItem(this.name) || "null");
    if (found && Date.now() - found.at <= FOR) return found;
    this.drop();
    return null;
  }

  drop() {
    sessionStorage.removeItem(this.name);
  }
}

const names = () => Object.keys(sessionStorage).filter((one) => one.startsWith(PREFIX));
const whoami = document.querySelector("form.whoami");

// On every page for staff: what is another account's or too old goes, and whoever signs out leaves nothing. Where nobody is signed in
// (the session ran out) it waits for whoever signs in: shown to nobody until then, and gone at once if it is somebody else.
for (const name of names()) {
  const one = new Kept(name.slice(PREFIX.length), whoami?.dataset.account);
  if (whoami) one.read();
  else one.found();
}
whoami?.addEventListener("submit", () => {
  for (const name of names()) sessionStorage.removeItem(name);
});
