"""The Chinese words of the registers, by code (`data/register_words.csv`).

`kind.…`, `purpose.…`, `end.…`: labels; `basis.…`: the law or task of a purpose; `fault.…`: what is wrong with a field;
`not.…`: why something cannot be done now; `column.…`, `sheet.…`: headings of an exported file; `copy.…`: words in the
copy that a person gets of their data.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from functools import lru_cache

from portal.kernel.config import PROJECT

FILE = PROJECT / "data" / "register_words.csv"  # code,text

Translate = Callable[[str], str]
"""Translates a sentence of ours into the reader's language; pages pass `gettext`."""


def in_chinese(text: str) -> str:
    """Return the words unchanged: for files and faults, which are always in Chinese."""
    return text


def sentence(code: str, say: Translate = in_chinese, /, **facts: str) -> str:
    """The words of this code, translated by `say`, with the facts filled in. Raises KeyError if a code or fact is missing."""
    text = say(texts()[code])
    return text % facts if "%(" in text else text


@lru_cache(maxsize=1)
def texts() -> Mapping[str, str]:
    """Code → words."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["text"] for row in csv.DictReader(file)}
