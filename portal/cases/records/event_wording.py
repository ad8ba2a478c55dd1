"""Our sentences about cases, by code (`data/case_events.csv`).

`reporter.…` and `staff.…`: what the reporter and what staff read, mostly on their timelines; `danger.…`: kinds of danger;
`danger_sign.…`: what an SMS names when people are paged anew;
`handover.…`: why a person is wanted; `refused.…`: why a case cannot be changed so; `hotline.…`: of the hotline's file and
its lines; `readers.…`: who reads a case that is kept from a clerk; `alarm.…`: what is added to an alarm; `inspection.…`, `joint.…`, `reason.…`: what a form asks staff to write.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from functools import lru_cache

from portal.kernel.config import PROJECT

# code,text
FILE = PROJECT / "data" / "case_events.csv"

Translate = Callable[[str], str]
"""Translates a sentence of ours into the reader's language; pages pass `gettext`."""


def in_chinese(text: str) -> str:
    """Return the sentence unchanged: messages, the API and the bot speak Chinese."""
    return text


def sentence(code: str, say: Translate = in_chinese, **facts: str) -> str:
    """The sentence of this code, translated by `say`, with its facts filled in.

    Raises KeyError for an unknown code or a missing fact.
    """
    text = say(texts()[code])
    return text % facts if facts or "%(" in text else text


def sentence_in_group(group: str, code: str, otherwise: str) -> str:
    """The Chinese sentence of this code in a group (`danger`, `handover`); if there is none, the group's for `otherwise`."""
    known = f"{group}.{code}" in texts()
    return sentence(f"{group}.{code if known else otherwise}")


@lru_cache(maxsize=1)
def texts() -> Mapping[str, str]:
    """Code → sentence."""
    with FILE.open(encoding="utf-8-sig", newline="") as file:
        return {row["code"]: row["text"] for row in csv.DictReader(file)}
