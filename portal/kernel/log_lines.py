"""Log lines that a request cannot forge or flood: one line of bounded length per event, whatever text is logged."""

from __future__ import annotations

import logging
import traceback
import unicodedata
from pathlib import PurePath

_ESCAPED = frozenset(("Cc", "Cf", "Zl", "Zp"))  # controls, bidi overrides and other formats, line and paragraph ends
MOST = 2000  # characters of one message, before it is escaped
FRAMES = 8  # innermost frames of a traceback that are shown


def escaped(text: str) -> str:
    """The text, with `\\u…` escapes for all characters that end a line, move the cursor or reorder text."""
    return "".join(f"\\u{ord(one):04x}" if unicodedata.category(one) in _ESCAPED else one for one in text)


def fault(error: BaseException) -> str:
    """The exception's type and where it was raised, on one line. Its message is left out: it may hold personal data."""
    frames = traceback.extract_tb(error.__traceback__, limit=-FRAMES)
    where = " < ".join(f"{_short_path(frame.filename)}:{frame.lineno}" for frame in reversed(frames))
    return f"{type(error).__name__} at {where or '?'}"


def _short_path(filename: str) -> str:
    return "/".join(PurePath(filename).parts[-2:])


class OneLine(logging.Formatter):
    """A formatter that makes every record one line: `fault` replaces the traceback."""

    def format(self, record: logging.LogRecord) -> str:
        record.message = escaped(record.getMessage()[:MOST])
        record.asctime = self.formatTime(record, self.datefmt)
        line = self.formatMessage(record)
        error = record.exc_info[1] if record.exc_info else None
        return f"{line}: {fault(error)}" if error is not None else line
