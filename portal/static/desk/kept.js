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
    const found = JSON.parse(sessionStorage.getItem(this.name) || "null");
    if (found && found.account === this.account && Date.now() - found.at <= FOR) return found;
    this.drop();
    return null;
  }

  drop() {
    sessionStorage.removeItem(this.name);
  }
}

const names = () => Object.keys(sessionStorage).filter((one) => one.startsWith(PREFIX));
const whoami = document.querySelector("form.whoami");

// On every page for staff: what is another account's or too old goes, and whoever signs out leaves nothing.
for (const name of names()) new Kept(name.slice(PREFIX.length), whoami?.dataset.account).read();
whoami?.addEventListener("submit", () => {
  for (const name of names()) sessionStorage.removeItem(name);
});
