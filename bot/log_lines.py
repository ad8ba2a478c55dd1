"""One bounded line an event in the bot's log: a message that breaks a part of it must not fill the disk with traces."""

from __future__ import annotations

import logging
import traceback
from pathlib import PurePath

MOST = 1000  # characters of one message
FRAMES = 6  # of a fault: the innermost


def fault(error: BaseException) -> str:
    """What broke and where, without the error's own words, in which a person's may stand."""
    frames = traceback.extract_tb(error.__traceback__, limit=-FRAMES)
    where = " < ".join(f"{'/'.join(PurePath(frame.filename).parts[-2:])}:{frame.lineno}" for frame in reversed(frames))
    return f"{type(error).__name__} at {where or '?'}"


class OneLine(logging.Formatter):
    """Instead of a traceback it says what broke and where."""

    def format(self, record: logging.LogRecord) -> str:
        record.message = " ".join(record.getMessage()[:MOST].split())
        record.asctime = self.formatTime(record, self.datefmt)
        line = self.formatMessage(record)
        error = record.exc_info[1] if record.exc_info else None
        return f"{line}: {fault(error)}" if error is not None else line
