// The desk's keyboard (the list of keys: desk/_keys.html). A key presses the element that names it in aria-keyshortcuts;
// a field, or what has data-focus, only gets the cursor. j and k walk the rows of the list, x ticks one (with Shift all
// from the one ticked last), Enter is the browser's own.
// Every page works without this script, and the switch on /desk/keys leaves it out.

const TWINS = { "？": "?", "／": "/", "、": "/" }; // what a Chinese keyboard gives for the same key
const TYPES = "textarea, select, [contenteditable], input:not([type=checkbox], [type=radio], [type=submit], [type=button])";
const rows = () => [...document.querySelectorAll("a[data-row]")];

const here = () => document.activeElement.closest("tr, li");

function walk(by) {
  const all = rows();
  const row = here();
  const at = all.findIndex((link) => row && row.contains(link));
  all[at < 0 ? 0 : Math.max(0, Math.min(all.length - 1, at + by))]?.focus();
}

function tick(range) {
  const box = here()?.querySelector("input[data-pick]");
  box?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, shiftKey: range }));
  return Boolean(box);
}

function press(key) {
  const named = document.querySelector(`[aria-keyshortcuts="${CSS.escape(key)}"]`);
  if (!named) return false;
  if (!named.matches("input:not([type=checkbox]), select, textarea, [data-focus]")) named.click();
  else {
    named.closest("details")?.setAttribute("open", "");
    named.focus();
    named.select?.();
  }
  return true;
}

document.addEventListener("keydown", (event) => {
  const key = TWINS[event.key] ?? event.key;
  const chord = event.ctrlKey || event.metaKey || event.altKey || (event.shiftKey && key !== "?" && key !== "X");
  if (key === "Escape" && !event.isComposing && event.target.closest("input[type=search]")) event.target.blur(); // out of "/"
  if (key.length !== 1 || chord || event.isComposing || event.defaultPrevented) return;
  if (event.target.closest(TYPES) || document.querySelector("dialog[open]")) return;
  if (key === "j" || key === "k") walk(key === "j" ? 1 : -1);
  else if (event.repeat || !(key.toLowerCase() === "x" ? tick(event.shiftKey) : press(key))) return;
  event.preventDefault();
});

document.getElementById("keys-way")?.addEventListener("click", (event) => {
  const list = document.getElementById("keys");
  if (!list) return;
  event.preventDefault();
  list.showModal();
});
