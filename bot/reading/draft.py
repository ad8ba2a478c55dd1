"""Build the case draft: everything found in one message, with spans of the original text."""

from __future__ import annotations

from typing import Any

from bot.reading.classifying.category import Category
from bot.reading.classifying.kind import LABELS
from bot.reading.danger.urgency import Urgency
from bot.reading.spotting.bodies import Body
from bot.reading.spotting.estates import Linked
from bot.reading.spotting.personal import Personal
from bot.reading.spotting.times import When
from bot.reading.text.normal_form import Normal
from bot.reading.text.spans import Span

EXACT_PLACE = 0.5
"""Least score of a place that is exact enough; below it ("楼下", "小区门口") the sender is asked for the place."""
SURE_CATEGORY = 0.8
"""Least score of a category to be trusted; below it the category counts as missing, and a clerk decides.
The least certain fifth of real letters is below it (`python -m bench.nlu category`; DECISIONS.md)."""


MatterDraft = dict[str, Any] | None
"""A matter's own draft, whose spans count from the matter's start; None if it has none."""


def span_to_json(normal: Normal, span: Span) -> dict[str, Any]:
    """A span as JSON: its original text, and its position there."""
    start, end = normal.span(span.start, span.end)
    return {"text": normal.original[start:end], "start": start, "end": end}


def _place_to_json(normal: Normal, linked: Linked) -> dict[str, Any]:
    """A place as JSON; of a part of an estate also the estate that the message names, or those that may be meant."""
    place = linked.place
    found = span_to_json(normal, place.span) | {"grid": place.grid, "score": round(place.score, 2), "role": place.role}
    found |= {"estate": linked.estate} if linked.estate else {}
    return found | ({"estates": list(linked.estates)} if linked.estates else {})


def category_to_json(category: Category) -> dict[str, Any]:
    """A category as JSON: code, path and score."""
    return {"code": category.code, "path": list(category.path), "score": round(category.score, 4)}


def make_draft(
    normal: Normal,
    *,
    kind: tuple[str, float],
    category: Category,
    alternatives: list[Category],
    deciding: list[str],
    places: list[Linked],
    times: list[When],
    bodies: list[Body],
    urgency: Urgency,
    personal: list[Personal],
    intent: tuple[str, float],
    right_answer: tuple[Span, Category] | None,
) -> dict[str, Any]:
    """Build the draft of `contract/case_draft.schema.json`, without an id; its matters are added by `with_matters`.

    `kind`, `intent`: (code, score). `deciding`: the words that decided the category.
    `right_answer`: the span that a denial gives as the right answer ("不对，是5栋"), and the category of these words alone.
    """
    lacks_place = not any(one.place.score >= EXACT_PLACE and one.place.role == "matter" for one in places)
    return {
        "kind": {"code": kind[0], "label": LABELS[kind[0]], "score": round(kind[1], 4)},
        "category": {
            **category_to_json(category),
            "words": deciding,
            "alternatives": [category_to_json(other) for other in alternatives],
        },
        "places": [_place_to_json(normal, one) for one in places],
        "times": [
            {
                **span_to_json(normal, when.span),
                "from": when.first.isoformat() if when.first else None,
                "to": when.last.isoformat() if when.last else None,
                "repeats": when.repeats,
                "role": when.role,
            }
            for when in times
        ],
        "bodies": [{**span_to_json(normal, body.span), "code": body.code} for body in bodies],
        "urgency": {
            "level": urgency.level,
            "reasons": [span_to_json(normal, reason) for reason in urgency.reasons],
            "danger": urgency.danger,
            "ask": urgency.asks,
            "advice": urgency.advice and {"code": urgency.advice.script, "score": round(urgency.advice.score, 4)},
        },
        "personal": [{**span_to_json(normal, one.span), "type": one.type} for one in personal],
        "missing": ["place"] * lacks_place + ["category"] * (category.score < SURE_CATEGORY),
        "intent": {"code": intent[0], "score": round(intent[1], 4)},
        "correction": {**span_to_json(normal, right_answer[0]), "category": category_to_json(right_answer[1])}
        if right_answer
        else None,
        "matters": [],
    }


def with_matters(draft: dict[str, Any], normal: Normal, matters: list[tuple[Span, MatterDraft]]) -> dict[str, Any]:
    """A copy of a message's draft with its matters: the span of each, and its own draft if it has one."""
    found = [{**span_to_json(normal, span)} | ({"draft": apart} if apart else {}) for span, apart in matters]
    return {**draft, "matters": found}
