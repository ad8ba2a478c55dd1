"""Log each event of the bot in one short line, so that a failing message cannot fill the disk with tracebacks."""

from __future__ import annotations

import logging
import traceback
from pathlib import PurePath

MOST = 1000  # characters of one message
FRAMES = 6  # innermost frames that are logged of an error


def describe_error(error: BaseException) -> str:
    """The error's type and where it arose, without its message, which may quote a resident."""
    frames = traceback.extract_tb(error.__traceback__, limit=-FRAMES)
    where = " < ".join(f"{'/'.join(PurePath(frame.filename).parts[-2:])}:{frame.lineno}" for frame in reversed(frames))
    return f"{type(error).__name__} at {where or '?'}"


class OneLine(logging.Formatter):
    """Append `describe_error` of the record's exception in place of its traceback."""

    def format(self, record: logging.LogRecord) -> str:
        record.message = " ".join(record.getMessage()[:MOST].split())
        record.asctime = self.formatTime(record, self.datefmt)
        line = self.formatMessage(record)
        error = record.exc_info[1] if record.exc_info else None
        return f"{line}: {describe_error(error)}" if error is not None else line
