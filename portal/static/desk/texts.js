// The desk's texts on a case's page: Alt+1 … Alt+9 put one where the cursor stands in a reply, a press on its button at the
// end of its own. Without this script the texts can be copied.

const buttonsOf = (area) => [...document.querySelectorAll(`[data-into="${CSS.escape(area.id)}"]`)];

function put(area, text) {
  area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
  area.focus();
}

document.addEventListener("keydown", (event) => {
  const digit = /^Digit([1-9])$/.exec(event.code);
  if (!digit || !event.altKey || event.ctrlKey || event.metaKey || !event.target.matches("textarea")) return;
  const button = buttonsOf(event.target)[Number(digit[1]) - 1];
  if (!button) return;
  event.preventDefault();
  put(event.target, button.dataset.text);
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-into]");
  if (button) put(document.getElementById(button.dataset.into), button.dataset.text);
});
