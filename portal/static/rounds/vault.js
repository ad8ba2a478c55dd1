// What the phone keeps, sealed: IndexedDB, each record encrypted (AES-GCM) with the account's key. The key is a cookie of
// this page alone (portal/rounds/phone_key.py): it goes when the session ends, or somebody signs in or out, and then nobody
// reads the records until the same account has signed in again. No library: those that wrap IndexedDB (idb-keyval) cannot ask for
// writes that survive a pulled battery ("strict").

const NAME = "linli-rounds";
const OLDEST = 14 * 24 * 3600 * 1000; // milliseconds; the server takes in nothing older, either
const bytes = new TextEncoder();
const words = new TextDecoder();

function asked(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function openStore() {
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => request.result.createObjectStore("kept", { keyPath: "id" }).createIndex("at", "at");
  return asked(request);
}

async function change(work) {
  const store = await openStore();
  try {
    const turn = store.transaction("kept", "readwrite", { durability: "strict" });
    const done = new Promise((resolve, reject) => {
      turn.oncomplete = resolve;
      turn.onabort = turn.onerror = () => reject(turn.error);
    });
    work(turn.objectStore("kept"));
    await done;
  } finally {
    store.close();
  }
}

async function read(work) {
  const store = await openStore();
  try {
    return await asked(work(store.transaction("kept").objectStore("kept")));
  } finally {
    store.close();
  }
}

const beginningWith = (start) => IDBKeyRange.bound(start, `${start}\uffff`);

// {account, key} of the cookie, or null: nobody is signed in as far as this phone knows.
export function keyInCookie(name) {
  const found = document.cookie.split("; ").find((one) => one.startsWith(`${name}=`));
  const match = /=(\d+)\.([0-9a-f]{64})$/.exec(found ?? "");
  return match && { account: Number(match[1]), key: match[2] };
}

export function dropKey(name) {
  document.cookie = `${name}=; path=/grid/rounds; max-age=0; samesite=strict`;
}

// Delete what nobody may read any more: lists but this account's of this day, and whatever is too old. Reads keys only.
export async function sweep(account, day) {
  const old = await read((store) => store.index("at").getAllKeys(IDBKeyRange.upperBound(Date.now() - OLDEST)));
  const all = await read((store) => store.getAllKeys());
  const lists = all.filter((id) => sortOf(id) === "day" && id !== `${account}/day/${day}`);
  if (old.length || lists.length) await change((store) => [...old, ...lists].forEach((id) => store.delete(id)));
}

const sortOf = (id) => id.split("/")[1];

// How many entries lie sealed on this phone, whoever wrote them.
export async function unsentOnPhone() {
  return (await read((store) => store.getAllKeys())).filter((id) => sortOf(id) === "queued").length;
}

export class Vault {
  static async open({ account, key }) {
    const raw = Uint8Array.from(key.match(/../g), (pair) => Number.parseInt(pair, 16));
    const sealing = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
    return new Vault(account, sealing);
  }

  constructor(account, key) {
    this.account = account;
    this.key = key;
  }

  id(sort, name) {
    return `${this.account}/${sort}/${name}`;
  }

  async seal(sort, name, plain) {
    const id = this.id(sort, name);
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const way = { name: "AES-GCM", iv, additionalData: bytes.encode(id) };
    const sealed = await crypto.subtle.encrypt(way, this.key, plain);
    return { id, at: Date.now(), iv, sealed };
  }

  async unseal(row) {
    const way = { name: "AES-GCM", iv: row.iv, additionalData: bytes.encode(row.id) };
    return crypto.subtle.decrypt(way, this.key, row.sealed);
  }

  // Write and delete in one transaction. put: [[sort, name, value]], a value of sort "photo" is a Blob; drop: [[sort, name]].
  async write(put, drop = []) {
    const sealed = await Promise.all(
      put.map(async ([sort, name, value]) => {
        const plain = sort === "photo" ? await value.arrayBuffer() : bytes.encode(JSON.stringify(value));
        return this.seal(sort, name, plain);
      }),
    );
    await change((store) => {
      drop.forEach(([sort, name]) => store.delete(this.id(sort, name)));
      sealed.forEach((row) => store.put(row));
    });
  }

  // The account's records of a sort, in the order of their names. One that cannot be read (another server's key) is left alone.
  async all(sort) {
    const mine = await read((store) => store.getAll(beginningWith(this.id(sort, ""))));
    const found = await Promise.all(
      mine.map((row) => this.unseal(row).then((plain) => JSON.parse(words.decode(plain)), () => null)),
    );
    return found.filter(Boolean);
  }

  async photo(name) {
    const row = await read((store) => store.get(this.id("photo", name)));
    return row ? new Blob([await this.unseal(row)], { type: "image/jpeg" }) : null;
  }

  async count(sort) {
    return read((store) => store.count(beginningWith(this.id(sort, ""))));
  }
}
