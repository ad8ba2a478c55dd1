"""Read a case draft into the portal's own rows and codes. Its schema was checked on receipt, its codes were not."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

from portal.cases.models import CaseWords, Kind, Urgency
from portal.cases.rules.case_draft import CaseDraft, Span, of_matter, texts
from portal.cases.rules.form_text import MAX_TEXT, clean_text

# answers that tell no place or time
_NO_ANSWER = {"不知道", "不清楚", "没有", "无", "随便"}


def case_words_of(text: str, draft: CaseDraft, answers: Mapping[str, str]) -> CaseWords:
    """The row of the report's words: the message; the contact as answered, "" if it was not; the bodies that the draft found.

    Place and time as answered (unless by one of _NO_ANSWER), else those of the matter that the draft found. The row keeps the
    draft itself, too.

    Raises Invalid if the message is empty or longer than MAX_TEXT, or an answer is longer than 200 characters.
    """

    def answered(name: str, spans: Sequence[Span]) -> str:
        given = clean_text(str(answers.get(name) or ""), 200)
        return (given if given not in _NO_ANSWER else "") or _joined(spans)

    return CaseWords(
        text=clean_text(text, MAX_TEXT, needed="您要说的事"),
        place=answered("place", of_matter(draft["places"])),
        time=answered("time", of_matter(draft["times"])),
        contact=clean_text(str(answers.get("contact") or ""), 200),
        bodies=_joined(draft["bodies"]),
        draft=json.dumps(draft, ensure_ascii=False),
    )


def _joined(spans: Sequence[Span]) -> str:
    """The words of the spans, each once, joined by 、 and cut to 400 characters."""
    return "、".join(dict.fromkeys(texts(spans)))[:400]


def kind(draft: CaseDraft) -> Kind:
    """The draft's kind; a request if it has none that we know."""
    code = draft["kind"]["code"]
    return Kind(code) if code in set(Kind) else Kind.REQUEST


def category(draft: CaseDraft) -> str | None:
    """The draft's category code; None if it has none, or what it has is no code (digits, 10 at most); not checked to exist."""
    code = draft["category"]["code"]
    return code if code.isdigit() and len(code) <= 10 else None


def urgency(draft: CaseDraft) -> tuple[Urgency, str]:
    """(the urgency, NORMAL if the draft has none that we know; the danger's code, also of a danger in doubt, or "")."""
    found = draft["urgency"]
    level = Urgency(found["level"]) if found["level"] in set(Urgency) else Urgency.NORMAL
    danger = str(found.get("danger") or "")
    return level, danger[:30] if re.fullmatch(r"[a-z_]+", danger) else ""
