"""Sentences of ours that stand in a file of `data/` by code (`code,text`). Pure except for reading that file."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path

Translate = Callable[[str], str]
"""Translates a sentence of ours into the reader's language; pages pass `gettext`."""


def in_chinese(text: str) -> str:
    """Return the sentence unchanged: files, letters, messages, the API and the bot speak Chinese."""
    return text


class CodedSentences:
    """The sentences of one file, which is read when the first of them is wanted."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def texts(self) -> Mapping[str, str]:
        """Code → sentence."""
        return self._texts

    def sentence(self, code: str, say: Translate = in_chinese, /, **facts: object) -> str:
        """The sentence of this code, translated by `say`, with its facts filled in. Raises KeyError for an unknown code or a missing fact."""
        text = say(self._texts[code])
        return text % facts if "%(" in text else text

    @cached_property
    def _texts(self) -> dict[str, str]:
        with self._file.open(encoding="utf-8-sig", newline="") as file:
            return {row["code"]: row["text"] for row in csv.DictReader(file)}
