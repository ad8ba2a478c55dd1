"""Adds English to the answers to a message in English (`data/answers_in_english.csv`); pure except for reading that file."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from portal.channels.bot_client import Outgoing
from portal.channels.text import english
from portal.kernel.config import PROJECT

ANSWERS = PROJECT / "data" / "answers_in_english.csv"
ONLY_CHINESE = "only_chinese"  # id of the row that goes under an answer of which no message has English


def with_english(text: str, said: Sequence[Outgoing]) -> list[Outgoing]:
    """The answer `said` to `text`, with English under each message that has some, or ONLY_CHINESE under the last if none has.

    Unchanged if `text` neither is English nor tells plainly of danger in English.
    """
    if not said or not (english.is_english(text) or english.plain_danger(text)):
        return list(said)
    found = [_english_of(one) for one in said]
    if not any(found):
        found[-1] = _answers()[ONLY_CHINESE]
    return [replace(one, text=f"{one.text}\n{words}") if words else one for one, words in zip(said, found, strict=True)]


def _english_of(said: Outgoing) -> str:
    """The English of a message: that of the longest id with which its response begins; "" if there is none."""
    ids = [name for name in _answers() if said.response.startswith(name)]
    return _answers()[max(ids, key=len)].format_map({"case_no": ""} | said.params) if ids else ""


@lru_cache(maxsize=1)
def _answers() -> dict[str, str]:
    with ANSWERS.open(encoding="utf-8", newline="") as file:
        return {row["id"]: row["text"] for row in csv.DictReader(file)}
