"""The Chinese words of the admission ledger, by code (`data/admission.csv`); says a decision's findings in sentences.

`rule.…`: names of rules, `refused.…`: their sentences; `kind.…`, `work.…`, `state.…`, `act.…`: labels; `column.…`:
headings of the list's and the ledger's files, `sheet.…`: names of their sheets; `fault.…`: what is wrong with a field of a
form or a line of a file; `not.…`: why something cannot be done now.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from portal.kernel.config import PROJECT
from portal.wording.coded import CodedSentences, Translate, in_chinese

_WORDS = CodedSentences(PROJECT / "data" / "admission.csv")
sentence, texts = _WORDS.sentence, _WORDS.texts


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
