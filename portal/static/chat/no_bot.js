// The line above the input while there is no bot: it is being trained, or could not be. It goes when the bot is there.

const LOOK = 5000; // ms between two looks at /healthz, whose `notes.bot` tells the state
const READY_SHOWN = 6000; // ms that the last word stands there

// `page`: the element with data-no-bot (training, failed); without it nothing is shown or asked.
export function watchBot(page, place, words) {
  let state = page.dataset.noBot;
  if (!state) return;

  function draw() {
    const text = state === "training" ? words.training : words.noBot;
    if (place.textContent !== text) place.textContent = text;
    place.hidden = false;
  }

  async function look() {
    const found = await stateNow(state);
    if (found) {
      page.dataset.noBot = state = found;
      draw();
      setTimeout(look, LOOK);
    } else {
      delete page.dataset.noBot;
      place.textContent = words.botReady;
      setTimeout(() => (place.hidden = true), READY_SHOWN);
    }
  }

  draw();
  setTimeout(look, LOOK);
}

// "training", "failed", or "" where there is a bot; `last` if nobody answers.
async function stateNow(last) {
  try {
    const body = await (await fetch("/healthz", { cache: "no-store" })).json();
    return ((body.notes && body.notes.bot) || "").split(" ")[0];
  } catch {
    return last;
  }
}
