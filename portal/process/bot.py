"""`python -m portal.process.bot`: trains the bot's model if there is none, then becomes the bot (`bot.serve`).

So the pages are open while the first start trains, at the bot's own low priority (`kernel.child`). Stopped or killed in
between, the training ends with it, and the next start trains again: the archive stands under its name only when it is whole.
"""

from __future__ import annotations

import logging
import os
import signal
import time
from pathlib import Path
from types import FrameType

from portal.bot_model import training
from portal.http import bot_state
from portal.http.bot_state import BotState

log = logging.getLogger(__name__)

LOOK_AGAIN = 3.0  # seconds between two looks for a model that `make train` may have made


def main() -> None:
    """Serve LINLI_MODEL or, if it does not exist, the model of the present data, trained first if need be. Never returns."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    signal.signal(signal.SIGTERM, _exit)
    home, model = Path(os.environ["LINLI_HOME"]), Path(os.environ["LINLI_MODEL"])
    if not model.exists():
        model = training.model_path(home)  # of `make train`, since the start
    if model.exists():
        bot_state.clear(home)  # if this bot does not come up, it is an outage like any other
    else:
        model = trained_model(home)
    command = [str(training.BOT_PYTHON), "-m", "bot.serve"]
    os.execve(command[0], command, os.environ | {"LINLI_MODEL": str(model)})  # noqa: S606 (our own command)


def trained_model(home: Path) -> Path:
    """The path of the model that is to serve, trained now; if that fails, wait until there is one (`make train`).

    The state stays TRAINING while the bot loads it; the worker clears it (`channels.jobs.notice_the_bot`), or the next `main`.
    """
    bot_state.record(home, BotState.TRAINING)
    try:
        return training.ensure_model(home)[0]
    except Exception as error:  # whatever it is, residents must not wait for it without end
        log.exception("the training failed")
        bot_state.record(home, BotState.FAILED, training.last_line(error))
    while not (path := training.model_path(home)).exists():
        time.sleep(LOOK_AGAIN)
    bot_state.record(home, BotState.TRAINING)
    return path


def _exit(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)


if __name__ == "__main__":
    main()
