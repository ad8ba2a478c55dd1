"""The Chinese words of the admission ledger, by code (`data/admission.csv`); says a decision's findings in sentences.

`rule.…`: names of rules, `refused.…`: their sentences; `kind.…`, `work.…`, `state.…`, `act.…`: labels; `column.…`:
headings of the list's and the ledger's files, `sheet.…`: names of their sheets; `fault.…`: what is wrong with a field of a
form or a line of a file; `not.…`: why something cannot be done now.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from portal.kernel.config import PROJECT

FILE = PROJECT / "data" / "admission.csv"  # code,text

Translate = Callable[[str], str]
"""Translates a sentence of ours into the reader's language; pages pass `gettext`."""


def in_chinese(text: str) -> str:
    """Return the words unchanged, for files and letters, which are always in Chinese."""
    return text


def sentence(code: str, say: Translate = in_chinese, /, **facts: str) -> str:
    """The words of this code, translated by `say`, with the facts filled in. Raises KeyError if a code or fact is missing."""
    text = say(texts()[code])
    return text % facts if "%(" in text else text


def labels(group: str, say: Translate = in_chinese) -> list[tuple[str, str]]:
    """(code, words) of a group (`kind`, `work`, …), in the order of the file."""
    return [(code.partition(".")[2], say(text)) for code, text in texts().items() if code.partition(".")[0] == group]


def works(codes: str | Sequence[str], say: Translate = in_chinese) -> str:
    """The words for kinds of work, joined by 、; `codes`: a list, or a string with commas."""
    listed = codes.split(",") if isinstance(codes, str) else codes
    return "、".join(sentence(f"work.{one}", say) for one in listed if one)


def finding_in_words(finding: Mapping[str, Any], say: Translate = in_chinese) -> tuple[str, str]:
    """(name of the rule, sentence) for a finding as it is stored: `{"rule", "facts"}`."""
    rule, facts = finding["rule"], dict(finding["facts"])
    if rule == "beyond_work":
        facts |= {name: works(facts[name], say) for name in ("covers", "more")}
    if rule == "retyped":
        facts["rule"] = sentence(f"rule.{facts['rule']}", say)
    code = "refused.repeated_now" if rule == "repeated" and not facts["days"] else f"refused.{rule}"
    return sentence(f"rule.{rule}", say), sentence(code, say, **facts)


@lru_cache(maxsize=1)
def texts() -> Mapping[str, str]:
    """Code → words."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["text"] for row in csv.DictReader(file)}
