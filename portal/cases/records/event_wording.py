"""The sentences of a case's timelines, by code (`data/case_events.csv`): `reporter.…`, `staff.…`, `danger.…`, `handover.…`."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from functools import lru_cache

from portal.kernel.config import PROJECT

FILE = PROJECT / "data" / "case_events.csv"

Translate = Callable[[str], str]
"""Translates a sentence of ours into the reader's language; pages pass `gettext`."""


def in_chinese(text: str) -> str:
    """The sentence unchanged: messages, the API and the bot speak Chinese."""
    return text


def sentence(code: str, say: Translate = in_chinese, **facts: str) -> str:
    """The sentence of this code with its facts filled in. Raises KeyError for an unknown code or a missing fact."""
    text = say(texts()[code])
    return text % facts if facts or "%(" in text else text


def sentence_in_group(group: str, code: str, otherwise: str) -> str:
    """The sentence of this code in a group (`danger`, `handover`); if there is none, the group's for `otherwise`."""
    known = f"{group}.{code}" in texts()
    return sentence(f"{group}.{code if known else otherwise}")


@lru_cache(maxsize=1)
def texts() -> Mapping[str, str]:
    """Code → sentence."""
    with FILE.open(encoding="utf-8-sig", newline="") as file:
        return {row["code"]: row["text"] for row in csv.DictReader(file)}
