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
ONLY_CHINESE = "only_chinese"  # id of the row that goes under small talk of which no message has English
PASSED_ON = "passed_on"  # the same under any other answer: the message goes to a person (`needs_a_person`)
_SMALL_TALK = ("utter_greet", "utter_thank", "utter_capability", "utter_handed_over", "utter_no_words")


def with_english(text: str, said: Sequence[Outgoing]) -> list[Outgoing]:
    """The answer `said` to `text`, with English under each message that has some; under the last, if none has, that the bot reads Chinese (ONLY_CHINESE, PASSED_ON).

    Unchanged if `text` neither is English nor tells plainly of danger in English.
    """
    if not said or not (english.is_english(text) or english.plain_danger(text)):
        return list(said)
    found = [_english_of(one) for one in said]
    if not any(found):
        found[-1] = _answers()[PASSED_ON if needs_a_person(text, said) else ONLY_CHINESE]
    return [replace(one, text=f"{one.text}\n{words}") if words else one for one, words in zip(said, found, strict=True)]


def needs_a_person(text: str, said: Sequence[Outgoing]) -> bool:
    """Whether a text in English was answered with nothing that has English and is more than small talk: who knows what it tells of?"""
    if not said or not english.is_english(text) or any(map(_english_of, said)):
        return False
    return not any(one.response.startswith(_SMALL_TALK) for one in said)


def _english_of(said: Outgoing) -> str:
    """The English of a message: that of the longest id with which its response begins; "" if there is none."""
    ids = [name for name in _answers() if said.response.startswith(name)]
    return _answers()[max(ids, key=len)].format_map({"case_no": ""} | said.params) if ids else ""


@lru_cache(maxsize=1)
def _answers() -> dict[str, str]:
    with ANSWERS.open(encoding="utf-8", newline="") as file:
        return {row["id"]: row["text"] for row in csv.DictReader(file)}
