"""A case draft (`contract/case_draft.schema.json`) as the actions read it. Pure but for reading the schema once."""

from __future__ import annotations

import json
import logging
from functools import lru_cache
from pathlib import Path
from typing import Any, TypedDict, cast

from jsonschema import Draft202012Validator

log = logging.getLogger(__name__)

SCHEMA = Path(__file__).resolve().parent.parent / "contract" / "case_draft.schema.json"
KIND_LABELS = {
    "complaint": "投诉",
    "request": "求助",
    "inquiry": "咨询",
    "suggestion": "建议",
    "tip_off": "举报",
    "praise": "表扬",
}


class Kind(TypedDict):
    code: str
    label: str
    score: float


class Guess(TypedDict):
    code: str
    path: list[str]
    score: float


class Category(Guess):
    alternatives: list[Guess]


class Span(TypedDict):
    text: str
    start: int
    end: int


class Correction(Span, total=False):
    """What a resident corrects a statement to ("不对，是5栋"), and the category of those words alone."""

    category: Guess


class Matter(Span, total=False):
    """One of several matters in a message. The spans of its own draft count from the start of the matter."""

    draft: CaseDraft


class Urgency(TypedDict, total=False):
    level: str
    reasons: list[Span]
    danger: str | None


class _Required(TypedDict):
    kind: Kind
    category: Category
    places: list[dict[str, Any]]
    times: list[dict[str, Any]]
    bodies: list[dict[str, Any]]
    urgency: Urgency
    personal: list[dict[str, Any]]
    missing: list[str]
    intent: dict[str, Any]


class CaseDraft(_Required, total=False):
    """What the bot understood of one message. Each span's text is copied from the message unchanged.

    `suggestion`: what the operator's language model suggests where the bot was unsure (actions/opinion); for the clerk.
    """

    id: str | None
    correction: Correction | None
    matters: list[Matter]
    suggestion: dict[str, Any]


@lru_cache(maxsize=1)
def _validator() -> Draft202012Validator:
    return Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))


def at_the_door(found: Any) -> CaseDraft:
    """Check the draft that came with a message against the contract; return an empty one if it is absent or invalid."""
    if found is None:
        return empty()
    for error in _validator().iter_errors(found):
        log.error("a case draft breaks the contract at %s (%s)", "/".join(map(str, error.path)), error.validator)
        return empty()
    return cast(CaseDraft, found)


def empty() -> CaseDraft:
    """A draft for a message in which nothing was recognised: a clerk at the desk reads it."""
    return {
        "kind": {"code": "request", "label": "求助", "score": 0.0},
        "category": {"code": "01", "path": ["党务政务"], "score": 0.0, "alternatives": []},
        "places": [],
        "times": [],
        "bodies": [],
        "urgency": {"level": "normal", "reasons": [], "danger": None},
        "personal": [],
        "missing": ["place"],
        "intent": {"code": "report_case", "score": 0.0},
    }


def place_words(draft: CaseDraft) -> list[str]:
    """The texts of the places, without repeats, in the order of the message."""
    return _once(draft["places"])


def time_words(draft: CaseDraft) -> list[str]:
    """The texts of the times, without repeats."""
    return _once(draft["times"])


def body_words(draft: CaseDraft) -> list[str]:
    """The texts of the bodies named, the likeliest first."""
    return _once(draft["bodies"])


def phone(draft: CaseDraft) -> str | None:
    """The first phone number in the message, or None."""
    return next((str(span["text"]) for span in draft["personal"] if span["type"] == "phone"), None)


def danger(draft: CaseDraft) -> str | None:
    """The danger to life now: fire, gas, trapped, injury, violence, home_violence, self_harm, other; or None."""
    if draft["urgency"].get("level") != "emergency":
        return None
    return draft["urgency"].get("danger") or "other"


def with_kind(draft: CaseDraft, code: str) -> CaseDraft:
    """Return the draft with the kind that the resident named."""
    return cast(CaseDraft, {**draft, "kind": {"code": code, "label": KIND_LABELS[code], "score": 1.0}})


def candidates(draft: CaseDraft) -> list[Guess]:
    """The two categories to offer: the likeliest first, but the category of `suggestion` before it.

    Only the draft's own category and its alternatives are offered; a suggestion of any other category changes nothing.
    """
    known: list[Guess] = [draft["category"], *draft["category"]["alternatives"]]
    named = draft.get("suggestion", {}).get("category", {}).get("code")
    return sorted(known, key=lambda guess: guess["code"] != named)[:2]


def with_category(draft: CaseDraft, guess: Guess) -> CaseDraft:
    """Return the draft with the category that the resident chose or named, no longer missing."""
    chosen = {**draft["category"], "code": guess["code"], "path": guess["path"], "score": 1.0}
    missing = [name for name in draft["missing"] if name != "category"]
    return cast(CaseDraft, {**draft, "category": chosen, "missing": missing})


def with_category_unsure(draft: CaseDraft) -> CaseDraft:
    """Return the draft with its category marked as missing, for a clerk to decide."""
    return cast(CaseDraft, {**draft, "missing": list(dict.fromkeys([*draft["missing"], "category"]))})


def without(draft: CaseDraft, field: str) -> CaseDraft:
    """Return the draft with `field` (places, times or bodies) emptied, because the resident corrected it."""
    return cast(CaseDraft, {**draft, field: []})


def _once(spans: list[dict[str, Any]]) -> list[str]:
    return list(dict.fromkeys(str(span["text"]) for span in spans))
