"""Read a case draft into the portal's own types. Its schema was checked on receipt; its values are not trusted here."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from portal.cases.models import CaseWords, Kind, Urgency
from portal.cases.rules.form_text import MAX_TEXT, clean_text

_UNKNOWN = {"不知道", "不清楚", "没有", "无", "随便"}


def case_words_of(text: str, draft: Mapping[str, Any], answers: Mapping[str, str]) -> CaseWords:
    """The reporter's words: the message, and place and time by their answers, else by the draft. Raises Invalid."""

    def answered(name: str, spans: str) -> str:
        given = clean_text(str(answers.get(name) or ""), 200)
        return (given if given not in _UNKNOWN else "") or "、".join(dict.fromkeys(texts(draft, spans)))[:400]

    return CaseWords(
        text=clean_text(text, MAX_TEXT, needed="您要说的事"),
        place=answered("place", "places"),
        time=answered("time", "times"),
        contact=clean_text(str(answers.get("contact") or ""), 200),
        bodies="、".join(dict.fromkeys(texts(draft, "bodies")))[:400],
        draft=json.dumps(draft, ensure_ascii=False),
    )


def texts(draft: Mapping[str, Any], spans: str) -> list[str]:
    """The texts of the draft's spans of one sort: "places", "times", "bodies"."""
    return [str(span.get("text", ""))[:200] for span in draft.get(spans) or () if span.get("text")]


def kind(draft: Mapping[str, Any]) -> Kind:
    """The draft's kind; a request if it has none that we know."""
    code = (draft.get("kind") or {}).get("code")
    return Kind(code) if code in set(Kind) else Kind.REQUEST


def category(draft: Mapping[str, Any]) -> str | None:
    """The draft's category code, or None if it is no code."""
    code = str((draft.get("category") or {}).get("code") or "")
    return code if code.isdigit() and len(code) <= 10 else None


def urgency(draft: Mapping[str, Any]) -> tuple[Urgency, str]:
    """(urgency, danger code of an emergency or "")."""
    found = draft.get("urgency") or {}
    level = found.get("level")
    urgency = Urgency(level) if level in set(Urgency) else Urgency.NORMAL
    danger = str(found.get("danger") or "")
    return urgency, danger[:30] if re.fullmatch(r"[a-z_]+", danger) else ""


def suggested_grid(draft: Mapping[str, Any]) -> str | None:
    """The grid of the first place that has one, or None; it need not exist."""
    return next((str(place["grid"]) for place in draft.get("places") or () if place.get("grid")), None)
