"""Log each event of the bot in one short line, so that a failing message cannot fill the disk with tracebacks."""

from __future__ import annotations

import logging
import traceback
from pathlib import PurePath

MOST_CHARACTERS = 1000  # of one record's message
FRAMES = 6  # stack frames logged of an error, counted from where it arose


def describe_error(error: BaseException) -> str:
    """The error's type and where it arose, without its message, which may quote a sender."""
    frames = traceback.extract_tb(error.__traceback__, limit=-FRAMES)
    where = " < ".join(f"{'/'.join(PurePath(frame.filename).parts[-2:])}:{frame.lineno}" for frame in reversed(frames))
    return f"{type(error).__name__} at {where or '?'}"


class OneLineFormatter(logging.Formatter):
    """Formats a record as one line, with `describe_error` in place of a traceback."""

    def format(self, record: logging.LogRecord) -> str:
        record.message = " ".join(record.getMessage()[:MOST_CHARACTERS].split())
        record.asctime = self.formatTime(record, self.datefmt)
        line = self.formatMessage(record)
        error = record.exc_info[1] if record.exc_info else None
        return f"{line}: {describe_error(error)}" if error is not None else line
