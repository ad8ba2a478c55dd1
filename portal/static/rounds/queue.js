// What was written on the phone, until the server has it. Each entry has a key under which the server does it once, and the
// version of the case on which it is based. States: waiting (on the phone), unsure (sent, no answer heard), sent, refused.

export const MOST = 60; // entries that wait
export const MOST_PHOTOS = 60; // photos on the phone, of all drafts and entries

const PATHS = { sighting: "sightings", visit: "visits" };
const pathOf = (entry) => PATHS[entry.kind] ?? `cases/${encodeURIComponent(entry.case_no)}/${entry.kind}`;
export const isWaiting = (entry) => entry.state === "waiting" || entry.state === "unsure";

export class Queue {
  constructor(vault) {
    this.vault = vault;
  }

  async entries() {
    const found = [...(await this.vault.all("queued")), ...(await this.vault.all("sent"))];
    return found.sort((one, other) => one.made.localeCompare(other.made));
  }

  // Take an entry in, under the id of its sheet if it has one; its draft goes in the same transaction, so that the words stand in one place or the other.
  async add(entry, draft) {
    const fresh = { ...entry, id: entry.id ?? crypto.randomUUID(), made: new Date().toISOString(), state: "waiting", told: "" };
    await this.vault.write([["queued", fresh.id, fresh]], draft ? [["draft", draft]] : []);
    return fresh;
  }

  async set(entry, facts) {
    Object.assign(entry, facts);
    await this.vault.write([["queued", entry.id, entry]]);
  }

  async remove(entry) {
    await this.vault.write([], [["queued", entry.id], ...photosOf(entry).map((name) => ["photo", name])]);
  }

  // Taken in by the server: the words and photos leave the phone, a line that says so stays for today.
  async settle(entry, answer, others) {
    const line = { ...entry, state: "sent", told: answer.told, fields: {}, before: [], photos: [] };
    const later = others.filter((one) => isWaiting(one) && one.case_no && one.case_no === entry.case_no && one.id !== entry.id);
    const moved = later.filter((one) => one.version === entry.version);
    moved.forEach((one) => Object.assign(one, { version: answer.version })); // based on what this one just did
    await this.vault.write(
      [["sent", line.id, line], ...moved.map((one) => ["queued", one.id, one])],
      [["queued", line.id], ...photosOf(entry).map((name) => ["photo", name])],
    );
    Object.assign(entry, line);
  }

  async forgetSentBefore(day) {
    const old = (await this.vault.all("sent")).filter((one) => one.day !== day);
    if (old.length) await this.vault.write([], old.map((one) => ["sent", one.id]));
  }

  // Send what waits, in order; of one case the next only once the one before is settled. `csrf`: a token of this session.
  // Returns "done", "offline" (try again later) or "over" (nobody is signed in).
  async send(csrf, told) {
    const entries = await this.entries();
    const held = new Set();
    for (const entry of entries.filter(isWaiting)) {
      if (entry.case_no && held.has(entry.case_no)) continue;
      const isKept = (await this.entries()).some((one) => one.id === entry.id && isWaiting(one));
      if (!isKept) continue; // taken back meanwhile
      await this.set(entry, { state: "unsure" }); // before it leaves: a phone killed now does not know what became of it
      const fate = await this.post(entry, csrf, entries);
      await told();
      if (fate === "over" || fate === "offline") return fate;
      if (fate === "later") held.add(entry.case_no);
    }
    return "done";
  }

  async post(entry, csrf, entries) {
    let answer;
    try {
      answer = await fetch(`/grid/rounds/${pathOf(entry)}.json`, {
        method: "POST",
        headers: { "Idempotency-Key": entry.id, "X-CSRFToken": csrf },
        body: await this.formOf(entry),
        redirect: "error",
      });
      if (answer.ok) {
        await this.settle(entry, await answer.json(), entries);
        return "sent";
      }
    } catch (error) {
      return "offline"; // or the answer was cut off: the same key asks again
    }
    if (answer.status === 401) return this.back(entry, "over");
    const problem = await answer.json().catch(() => ({}));
    if (answer.status >= 500 || answer.status === 429) return "offline";
    if (problem.retry_after) return "later"; // the first try is being done just now
    if (problem.type === "urn:linli:problem:csrf") return this.back(entry, "later");
    await this.set(entry, { state: "refused", told: problem.title ?? "" });
    return "refused";
  }

  async back(entry, fate) {
    await this.set(entry, { state: "waiting" }); // the server did nothing
    return fate;
  }

  async formOf(entry) {
    const form = new FormData();
    for (const [name, value] of Object.entries(entry.fields)) form.set(name, value);
    if (entry.case_no) form.set("version", entry.version);
    else form.set("made", entry.made);
    for (const name of ["before", "photos"]) {
      for (const photo of entry[name]) {
        const blob = await this.vault.photo(photo);
        if (blob) form.append(name, blob, "photo.jpg");
      }
    }
    return form;
  }
}

export const photosOf = (entry) => [...(entry.before ?? []), ...(entry.photos ?? [])];
