// Clearing the chat on a phone that others use: asked first, done in every tab, and told only once the server did it.

let page = null; // what the page's own script told: `empty` takes the talk off it
let isTurning = false; // the page is to be loaded anew

// `done` is called when the chat that was left has ended; `empty` takes the talk off the page.
export function watchLeaving({ store, door, form, place, words, done, empty }) {
  page = { place, words, empty };
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (leaveIfLeft(store)) return;
    store.leave();
    if (store.isOnlyInMemory("leaving")) await door.endLeft().catch(() => {}); // the page that comes could not know
    anew(); // what was on its way to this page dies with it
  });
  form.querySelector("[type=button]").addEventListener("click", () => {
    const asked = form.closest("details");
    asked.open = false;
    asked.querySelector("summary").focus();
  });
  // "storage": another tab cleared or signed out; no such event reaches a sleeping tab, so it looks again when it wakes
  for (const event of ["storage", "pageshow", "focus"]) addEventListener(event, () => leaveIfLeft(store));
  if (store.get("leaving") !== null) end({ door, place, words, done });
}

// Whether the talk of this page ended elsewhere; then the page is loaded anew.
export function leaveIfLeft(store) {
  const left = store.isLeft();
  if (left) anew();
  return left;
}

// Load the chat anew. Without a connection that would be the browser's own error page: then this one stays, without a word of the
// talk and with the numbers to call, until the server can be reached.
async function anew() {
  if (isTurning) return;
  isTurning = true;
  if (page === null) return location.reload();
  page.empty();
  for (let failures = 0; !(await isReachable()); failures += 1) {
    tell(page.place, page.words.notCleared);
    await pauseAfter(failures);
  }
  return location.replace("/chat");
}

async function isReachable() {
  if (navigator.onLine === false) return false;
  try {
    await fetch("/chat", { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(8000) });
    return true;
  } catch (error) {
    return false;
  }
}

async function end({ door, place, words, done }) {
  for (let failures = 0; ; failures += 1) {
    try {
      const answer = await door.endLeft();
      tell(place, answer && answer.signed_in ? words.clearedSignedIn : words.cleared);
      return done();
    } catch (error) {
      tell(place, words.notCleared);
      await pauseAfter(failures);
    }
  }
}

// 1, 2, 4 … seconds, half a minute at most
function pauseAfter(failures) {
  return new Promise((wait) => setTimeout(wait, Math.min(1000 * 2 ** failures, 30000)));
}

function tell(place, what) {
  if (place.textContent !== what) place.textContent = what;
  place.hidden = false;
}
