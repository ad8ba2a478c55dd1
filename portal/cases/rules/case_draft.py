"""The bot's draft of a case as the portal reads it (`contract/case_draft.schema.json`). Pure.

Types for what a draft holds, and functions that read a part of it. A draft is checked on receipt (`drafts/draft_schema.py`);
a stored one may be erased or come from an earlier version of the bot, so `read` fills in what is absent.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NotRequired, TypedDict, TypeVar, cast


class Span(TypedDict):
    """Words of the message: `text == message[start:end]`."""

    text: str
    start: int
    end: int


class Kind(TypedDict):
    """One of the six kinds; `score`: how sure the bot is, from 0 to 1."""

    code: str
    label: str
    score: float


class Guess(TypedDict):
    """A category: `path` names each level; `score`: how sure the bot is, from 0 to 1."""

    code: str
    path: list[str]
    score: float


class Category(Guess):
    """The likeliest category. `words`: those that decided; `alternatives`: guesses under other level-one names."""

    words: NotRequired[list[str]]
    alternatives: list[Guess]


class Place(Span):
    """A place. `grid`: its grid's code, None if the community does not list it or it lies in none; `score`: how exact it is, 0 to 1.

    `role`: "matter" (where the trouble is; absent means the same), or "mention" (only mentioned). Of a part of an
    estate (3栋): `estate`, the one that the message names elsewhere, or `estates`, those that may be meant.
    """

    grid: str | None
    score: float
    role: NotRequired[str]
    estate: NotRequired[str]
    estates: NotRequired[list[str]]


class _Days(TypedDict("_Days", {"from": "str | None", "to": "str | None"})):  # `from` is a word of Python
    """The first and last day of a time."""


class When(Span, _Days):
    """A time and the first and last day that it means (ISO 8601); None where unknown.

    `repeats`: every day, night or weekend; `role` as in `Place`.
    """

    repeats: NotRequired[bool]
    role: NotRequired[str]


_QUOTED = ("text", "words")  # names of the fields that quote the message
PlaceOrTime = TypeVar("PlaceOrTime", Place, When)


class Body(Span):
    """A body that the message names; `code` as in bodies.csv, None if it is not listed there."""

    code: NotRequired[str | None]


class Advice(TypedDict):
    """The script of advice that fits the words best. `code`: its name; `score`: how sure the bot is of it (0 to 1)."""

    code: str
    score: float


class Urgency(TypedDict):
    """How urgent the matter is. `level`: normal, urgent or emergency; `reasons`: the words that decided.

    `danger`: its code (fire, gas …), if any; `ask`: the danger is in doubt, so the sender is asked.
    `advice`: what to do first, None if nothing is likely.
    """

    level: str
    reasons: list[Span]
    danger: NotRequired[str | None]
    ask: NotRequired[bool]
    advice: NotRequired[Advice | None]


class Personal(Span):
    """Personal data in the message. `type`: phone, id_number or name."""

    type: str


class Intent(TypedDict):
    """What the message wants of the bot; `score`: how sure the bot is, from 0 to 1."""

    code: str
    score: float


class Correction(Span):
    """What a denial says instead (不对，是5栋 gives 5栋), with the category of those words alone."""

    category: NotRequired[Guess]


class Matter(Span):
    """One of several matters in the message; `draft`: of its words alone, with spans from the matter's start, if the message is short."""

    draft: NotRequired[CaseDraft]


class SuggestedCategory(TypedDict):
    """The category in a `Suggestion`, which has no score."""

    code: str
    path: list[str]


class Suggestion(TypedDict):
    """What the operator's language model suggested to the clerk where the bot was unsure.

    `source`: the model's name.
    """

    source: str
    kind: NotRequired[str]
    category: NotRequired[SuggestedCategory]
    places: NotRequired[list[Span]]
    times: NotRequired[list[Span]]
    body: NotRequired[Span]


class CaseDraft(TypedDict):
    """What the bot understood of one message.

    `missing`: "place" if the message names no place of the matter exactly enough to go there (楼下 alone is too vague), "category"
    if the bot is unsure of it. `personal`: personal data to mask; `matters`: if there are several; `correction`: if it denies what was read out before.
    `id`: whatever its maker calls the draft by; not read here.
    """

    id: NotRequired[str | int | None]
    kind: Kind
    category: Category
    places: list[Place]
    times: list[When]
    bodies: list[Body]
    urgency: Urgency
    personal: list[Personal]
    missing: list[str]
    intent: Intent
    correction: NotRequired[Correction | None]
    matters: NotRequired[list[Matter]]
    suggestion: NotRequired[Suggestion]


def empty() -> CaseDraft:
    """A draft in which nothing was recognised; that of an erased case."""
    return {
        "kind": {"code": "", "label": "", "score": 0.0},
        "category": {"code": "", "path": [], "score": 0.0, "alternatives": []},
        "places": [],
        "times": [],
        "bodies": [],
        "urgency": {"level": "", "reasons": []},
        "personal": [],
        "missing": [],
        "intent": {"code": "", "score": 0.0},
    }


def completed(found: Mapping[str, Any]) -> CaseDraft:
    """The draft with every required field: one that is absent, or of another type, is filled in from `empty`."""
    draft: dict[str, Any] = {**found}
    nothing: dict[str, Any] = {**empty()}
    for name, absent in nothing.items():
        given = draft.get(name)
        if not isinstance(given, type(absent)):
            draft[name] = absent
        elif isinstance(absent, dict):
            draft[name] = {**absent, **given}
    return cast(CaseDraft, draft)


def parsed(stored: str) -> dict[str, Any]:
    """The draft stored as JSON, as it is, unchecked; {} if it was erased or is no JSON object."""
    try:
        found = json.loads(stored or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def read(stored: str) -> CaseDraft:
    """The draft stored as JSON, with every required field (`completed`)."""
    return completed(parsed(stored))


def texts(spans: Iterable[Span]) -> list[str]:
    """The words of the spans that have any, each cut to 200 characters."""
    return [str(span["text"])[:200] for span in spans if span.get("text")]


def with_quotes_changed(stored: str, change: Callable[[str], str]) -> str:
    """The stored draft with `change` applied to all that it quotes of the message; codes, labels and offsets stay."""
    return json.dumps(_quotes_changed_in(parsed(stored), change), ensure_ascii=False)


def _quotes_changed_in(found: Any, change: Callable[[str], str], *, quoted: bool = False) -> Any:
    """Any part of a draft with `change` applied to what quotes the message; `quoted`: the part itself quotes it."""
    if isinstance(found, dict):
        return {name: _quotes_changed_in(value, change, quoted=name in _QUOTED) for name, value in found.items()}
    if isinstance(found, list):
        return [_quotes_changed_in(one, change, quoted=quoted) for one in found]
    return change(found) if quoted and isinstance(found, str) else found


def of_matter(spans: Sequence[PlaceOrTime]) -> list[PlaceOrTime]:
    """The places or times of the matter: none that is only mentioned, or whose words are part of another's."""
    found = [span for span in spans if span.get("role", "matter") == "matter"]
    said = {span["text"] for span in found}
    return [span for span in found if not any(span["text"] != other and span["text"] in other for other in said)]


def people(draft: CaseDraft) -> list[str]:
    """The names of people in the message."""
    return [one["text"] for one in draft["personal"] if one["type"] == "name"]


def grid(draft: CaseDraft) -> str | None:
    """The grid's code of the matter's first place that has one, or None; not checked to exist."""
    return next((place["grid"] for place in of_matter(draft["places"]) if place.get("grid")), None)


def is_sure(draft: CaseDraft) -> bool:
    """Whether the draft has a category and does not call it doubtful (`missing`); an erased draft has none."""
    return draft["category"]["code"] != "" and "category" not in draft["missing"]


def path_of(draft: CaseDraft, code: str | None) -> Sequence[str]:
    """The draft's names of the category from the top level down, if it has this code; else ()."""
    category = draft["category"]
    return tuple(category["path"]) if category["code"] and category["code"] == code else ()


def with_places(draft: CaseDraft, places: list[Place]) -> CaseDraft:
    """The draft with these places only."""
    return {**draft, "places": places}


def keeping(draft: CaseDraft, *, places: bool, times: bool) -> CaseDraft:
    """The draft without its places unless `places`, and without its times unless `times`."""
    return {**draft, "places": draft["places"] if places else [], "times": draft["times"] if times else []}
