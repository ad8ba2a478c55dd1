"""Log lines that cannot be forged: what a request brought into a message cannot begin a line of its own."""

from __future__ import annotations

import logging
import unicodedata

_ESCAPED = frozenset(("Cc", "Cf", "Zl", "Zp"))  # controls, bidi overrides and other formats, line and paragraph ends


def escaped(text: str) -> str:
    """The text with every character that ends a line, moves the cursor or reorders what is read as `\\u….`."""
    return "".join(f"\\u{ord(one):04x}" if unicodedata.category(one) in _ESCAPED else one for one in text)


class OneLine(logging.Formatter):
    """A formatter whose message is one line. A traceback follows on lines of its own, each indented."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 (logging's own name)
        record.message = escaped(record.message)
        return super().formatMessage(record)

    def formatException(self, ei: object) -> str:  # noqa: N802 (logging's own name)
        text = super().formatException(ei)  # type: ignore[arg-type]  # as logging hands it
        return "\n".join(f"  {escaped(line)}" for line in text.split("\n"))
