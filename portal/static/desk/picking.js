// Ticking cases in the queue: with Shift a whole range, "all on this page" without loading it again, and how many they are.
// The form shows once something is ticked. Without this script each box is ticked by itself, and "all" is a link that loads the page with every box ticked.

const boxes = () => [...document.querySelectorAll("input[data-pick]")];
const told = document.getElementById("picked");
let last = null;

function tell() {
  const count = boxes().filter((box) => box.checked).length;
  if (told) told.textContent = count ? told.dataset.words.replace("{n}", count) : "";
  if (told) told.form.hidden = !count; // it would cover a phone's screen with nothing to do
}

document.addEventListener("click", (event) => {
  const box = event.target.closest("input[data-pick]");
  if (box) {
    const all = boxes();
    const from = event.shiftKey && last ? all.indexOf(last) : all.indexOf(box);
    const [first, end] = [from, all.indexOf(box)].sort((one, other) => one - other);
    for (const each of all.slice(first, end + 1)) each.checked = box.checked;
    last = box;
  }
  if (event.target.closest("[data-pick-all]")) {
    event.preventDefault();
    const ticked = boxes().every((each) => each.checked);
    for (const each of boxes()) each.checked = !ticked;
  }
  tell();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches("input[data-pick]")) event.preventDefault(); // it would send the form
});

tell();
