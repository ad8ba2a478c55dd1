"""Whether the bot is being trained, or could not be: a file under `LINLI_HOME/run`, whose age says since when.

The launcher and the bot's process write it (`process/bot.py`), portal and worker read it, the worker removes it once the
bot answers (`channels/jobs.py`). Without the file the bot runs, starts or is down, as any process may.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path


class BotState(StrEnum):
    """Why there is no bot: its model is being trained and loaded, or could not be trained."""

    TRAINING = "training"
    FAILED = "failed"


@dataclass(frozen=True)
class NoBot:
    """Why there is no bot, and since when. `reason`: why the training failed, in one line; "" while it is being trained."""

    state: BotState
    since: datetime
    reason: str = ""


def record(home: Path, state: BotState, reason: str = "") -> None:
    """Record that from now on the bot is in this state, for this reason (one line). If both are recorded already, keep their age."""
    found = no_bot(home)
    if found is not None and (found.state, found.reason) == (state, reason):
        return
    path = _path(home)
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.write_text(f"{state}\n{reason}", encoding="utf-8")
    fresh.replace(path)


def clear(home: Path) -> None:
    """Remove what `record` wrote: the bot answers, or is about to."""
    _path(home).unlink(missing_ok=True)


def no_bot(home: Path) -> NoBot | None:
    """What `record` wrote last; None if nothing is recorded, or it cannot be read."""
    path = _path(home)
    try:
        written, since = path.read_text(encoding="utf-8"), path.stat().st_mtime
        state, _, reason = written.partition("\n")
        return NoBot(BotState(state), datetime.fromtimestamp(since, UTC), reason)
    except (OSError, ValueError):
        return None


def is_training(home: Path) -> bool:
    """Whether the bot's model is being trained or first loaded, until the worker sees that the new bot answers."""
    found = no_bot(home)
    return found is not None and found.state is BotState.TRAINING


def has_failed(home: Path) -> bool:
    """Whether the bot's model could not be trained: no bot comes until somebody acts."""
    found = no_bot(home)
    return found is not None and found.state is BotState.FAILED


def _path(home: Path) -> Path:
    return home / "run" / "no_bot"
