"""Read and change a case draft (`contract/case_draft.schema.json`), the bot's understanding of one message.

Pure, but for reading the schema once and logging a draft that breaks it.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar, cast

from jsonschema import Draft202012Validator
from typing_extensions import NotRequired, TypedDict

log = logging.getLogger(__name__)

SCHEMA = Path(__file__).resolve().parent.parent / "contract" / "case_draft.schema.json"
FAIRLY_SURE = 0.3  # least score of a category from which a message is taken to name a matter
KIND_LABELS = {
    "complaint": "投诉",
    "request": "求助",
    "inquiry": "咨询",
    "suggestion": "建议",
    "tip_off": "举报",
    "praise": "表扬",
}
KIND_CODES = {label: code for code, label in KIND_LABELS.items()}


class Kind(TypedDict):
    """The kind of case. `score`: how sure the bot is of it (0 to 1; 1 once `with_kind` has set it). `label`: in Chinese."""

    code: str
    label: str
    score: float


class Guess(TypedDict):
    """A category of data/taxonomy.csv, with its path of names. `score`: how sure the bot is of it (0 to 1; 1 once `with_category` has set it)."""

    code: str
    path: list[str]
    score: float


class Category(Guess):
    """The likeliest category, or the one that the sender's correction told.

    `words`: the words of the message that decided it. `alternatives`: other guesses, the likeliest first.
    """

    words: NotRequired[list[str]]
    alternatives: list[Guess]


class Span(TypedDict):
    """Words of the message: `text == message[start:end]`."""

    text: str
    start: int
    end: int


class Place(Span):
    """A place. `grid`: the code of its grid, if it is one of the community's places. `score`: how exact it is (0 to 1).

    `role`: matter (where the trouble is; the default) or mention (named for another reason). For a part of an estate
    (3栋): `estate` is the community's estate that the message names elsewhere, `estates` are those that may be meant.
    """

    grid: str | None
    score: float
    role: NotRequired[str]
    estate: NotRequired[str]
    estates: NotRequired[list[str]]


_Days = TypedDict("_Days", {"from": "str | None", "to": "str | None"})  # `from` is a keyword of Python


class When(Span, _Days):
    """A time and the first and last day that it means (ISO); None if unknown. `repeats`: it recurs (every day, at weekends).

    `role`: matter (when the trouble is; the default) or mention (named for another reason).
    """

    repeats: NotRequired[bool]
    role: NotRequired[str]


class Body(Span):
    """A body that the message names. `code`: of bodies.csv, if it is one of the community's."""

    code: NotRequired[str | None]


class Personal(Span):
    """Words that identify a person. `type`: phone, id_number or name."""

    type: str


class Correction(Span):
    """The words to which a sender corrects a statement (5栋 in 不对，是5栋), and the category of those words alone."""

    category: NotRequired[Guess]


class Matter(Span):
    """One of several matters in a message. The spans of its own draft count from the start of the matter."""

    draft: NotRequired[CaseDraft]


class Advice(TypedDict):
    """A script of advice (`interpreting.scenes`), and how sure the bot is that it fits the words (0 to 1)."""

    code: str
    score: float


class Urgency(TypedDict):
    """How urgent a message is. `level`: emergency (danger to life now), urgent or normal. `danger`: fire, gas …; None: none, or one without a name.

    `reasons`: the words that show the level. `ask`: the danger is doubtful, so that the sender must be asked.
    `advice`: the script that fits the words best; None: none is likely.
    """

    level: str
    reasons: list[Span]
    danger: NotRequired[str | None]
    ask: NotRequired[bool]
    advice: NotRequired[Advice | None]


class Intent(TypedDict):
    """The likeliest intent of the domain (domain.yml). `score`: how sure the bot is of it (0 to 1)."""

    code: str
    score: float


class SuggestedCategory(TypedDict):
    """A suggested category and its path of names; it has no score."""

    code: str
    path: list[str]


class Suggestion(TypedDict):
    """What the operator's language model suggests if the bot was unsure (actions/opinion); shown to the clerk.

    `source`: the model's name.
    """

    source: str
    kind: NotRequired[str]
    category: NotRequired[SuggestedCategory]
    places: NotRequired[list[Span]]
    times: NotRequired[list[Span]]
    body: NotRequired[Span]


class CaseDraft(TypedDict):
    """What the bot understood of one message. Each span's text is copied from the message unchanged.

    `missing`: place, if none is exact enough; category, if it is only a guess. `id`: of the line, when a batch was parsed.
    `correction`: None or absent if the message says nothing instead of what it denies.
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


_PlaceOrTime = TypeVar("_PlaceOrTime", Place, When)


@lru_cache(maxsize=1)
def _validator() -> Draft202012Validator:
    """The validator of the contract, made once."""
    return Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))


def read_draft(found: Any) -> CaseDraft:
    """Check the draft that came with a message against the contract; return an empty one if it is absent, or invalid (then log why)."""
    if found is None:
        return empty_draft()
    for error in _validator().iter_errors(found):
        log.error("a case draft breaks the contract at %s (%s)", "/".join(map(str, error.path)), error.validator)
        return empty_draft()
    return cast(CaseDraft, found)


def empty_draft() -> CaseDraft:
    """A draft for a message in which nothing was recognised: place and category are marked as missing."""
    return {
        "kind": {"code": "request", "label": "求助", "score": 0.0},
        "category": {"code": "01", "path": ["党务政务"], "score": 0.0, "alternatives": []},
        "places": [],
        "times": [],
        "bodies": [],
        "urgency": {"level": "normal", "reasons": [], "danger": None},
        "personal": [],
        "missing": ["place", "category"],
        "intent": {"code": "report_case", "score": 0.0},
    }


def place_words(draft: CaseDraft) -> list[str]:
    """The texts of the places of the matter, in the draft's order: adjacent ones joined, without repeats and shorter forms."""
    return _fullest(_without_repeats(_in_one_piece(_of_matter(draft["places"]))))


def names_exact_place(draft: CaseDraft) -> bool:
    """Whether a place is one of the town's, or has a number (桂花苑, 3栋)."""
    return any(place["grid"] or re.search("[0-9]", place["text"]) for place in draft["places"])


def _in_one_piece(spans: Sequence[_PlaceOrTime]) -> list[_PlaceOrTime]:
    """The spans; those that follow each other without a gap (地铁站, C口) are joined to one."""
    found: list[_PlaceOrTime] = []
    for span in spans:
        if found and found[-1]["end"] == span["start"]:
            before = found.pop()
            found.append({**before, "text": before["text"] + span["text"], "end": span["end"]})
        else:
            found.append(span)
    return found


_PERSON = re.compile(
    "(?:老[王李张刘陈赵周吴徐孙朱胡郭何罗宋郑谢韩唐冯程曹袁邓许傅沈曾彭吕]|小[王李张刘陈赵周吴徐孙朱胡郭])(?:头儿?|爷子?)?|[王李张刘陈赵周吴徐孙朱胡郭何罗宋郑谢韩](?:大爷|大妈|大叔|大伯|大婶|阿姨|奶奶|师傅)"
)


def _of_matter(spans: Sequence[_PlaceOrTime]) -> list[_PlaceOrTime]:
    """The spans that the matter is about, without what is only mentioned, and without a person (老王头) in whom a place was read."""
    return [one for one in spans if one.get("role", "matter") == "matter" and not _PERSON.fullmatch(one["text"])]


_PART_OF_AN_ESTATE = re.compile("[0-9一二三四五六七八九十A-Za-z号楼栋幢座单元层室户门口上下里 -]+")


def names_where(draft: CaseDraft) -> bool:
    """Whether the message names a place of the matter, exact or not (楼道); a part of an estate without its name (3栋, 2单元301, 西门) counts only if its grid is known."""
    return any(
        place["grid"] or not (place.get("estates") or _PART_OF_AN_ESTATE.fullmatch(place["text"]))
        for place in _of_matter(draft["places"])
    )


def possible_estates(draft: CaseDraft) -> tuple[str, ...]:
    """The community's estates to which each part of an estate in the message (3栋和5栋) may belong, but for parts without `estates`; or ()."""
    found = [place["estates"] for place in _of_matter(draft["places"]) if place.get("estates")]
    return tuple(name for name in found[0] if all(name in other for other in found)) if found else ()


def named_estates(draft: CaseDraft) -> dict[str, str]:
    """Part of an estate → the community's estate that the message names elsewhere (我住桂花苑，3栋的电梯坏了)."""
    return {place["text"]: place["estate"] for place in _of_matter(draft["places"]) if place.get("estate")}


def _fullest(said: list[str]) -> list[str]:
    """The texts that are not part of another one: of 丽景苑 and 丽景苑2幢 the latter."""
    return [words for words in said if not any(words != other and words in other for other in said)]


def time_words(draft: CaseDraft) -> list[str]:
    """The texts of the matter's times, without repeats and shorter forms."""
    return _fullest(_without_repeats(_of_matter(draft["times"])))


def body_words(draft: CaseDraft) -> list[str]:
    """The texts of the bodies named, each once, the likeliest first."""
    return _without_repeats(draft["bodies"])


def phones(draft: CaseDraft) -> list[str]:
    """The phone numbers in the message, whosever they are; `interpreting.numbers` tells the sender's from others'."""
    return [span["text"] for span in draft["personal"] if span["type"] == "phone"]


def danger_of(draft: CaseDraft) -> str | None:
    """The danger to life now, if it is certain (fire, gas, trapped, injury, violence, …, other); else None."""
    if draft["urgency"]["level"] != "emergency":
        return None
    return draft["urgency"].get("danger") or "other"


def doubtful_danger_of(draft: CaseDraft) -> str | None:
    """The danger to life that there may be now (as in `danger_of`), about which the sender must be asked; or None."""
    return (draft["urgency"].get("danger") or "other") if draft["urgency"].get("ask") else None


def advice_of(draft: CaseDraft) -> Advice | None:
    """The script of advice that the bot gives for the words of the draft; None without one."""
    return draft["urgency"].get("advice")


def with_danger(draft: CaseDraft, danger: str | None, *, urgent: bool = False) -> CaseDraft:
    """Return the draft as an emergency of this danger, or as a matter without danger, ordinary or `urgent`.

    `danger`: "other" for one without a name of its own, None for none.
    """
    kept, advice = draft["urgency"]["reasons"], advice_of(draft)
    if danger is None and urgent:
        return {**draft, "urgency": {"level": "urgent", "reasons": kept, "danger": None}}
    if danger is None:
        return {**draft, "urgency": {"level": "normal", "reasons": [], "danger": None}}
    named = None if danger == "other" else danger
    return {**draft, "urgency": {"level": "emergency", "reasons": kept, "danger": named, "advice": advice}}


def with_kind(draft: CaseDraft, code: str) -> CaseDraft:
    """Return the draft with this kind as certain (score 1), mostly as the sender named it. `code`: one of KIND_LABELS."""
    return {**draft, "kind": {"code": code, "label": KIND_LABELS[code], "score": 1.0}}


def with_category(draft: CaseDraft, guess: Guess) -> CaseDraft:
    """Return the draft with the category of the sender's correction as certain (score 1), no longer missing.

    Its `words` and `alternatives` stay those of the category before.
    """
    chosen: Category = {**draft["category"], "code": guess["code"], "path": guess["path"], "score": 1.0}
    return {**draft, "category": chosen, "missing": [name for name in draft["missing"] if name != "category"]}


def with_category_unsure(draft: CaseDraft) -> CaseDraft:
    """Return the draft with its category marked as missing, for a clerk to decide."""
    return {**draft, "missing": list(dict.fromkeys([*draft["missing"], "category"]))}


def without_field(draft: CaseDraft, field: str) -> CaseDraft:
    """Return the draft with `field` (places, times or bodies) emptied."""
    return cast(CaseDraft, {**draft, field: []})


def with_body_first(draft: CaseDraft, named: Span) -> CaseDraft:
    """Return the draft with the body `named` put before its other bodies."""
    return {
        **draft,
        "bodies": [{"text": named["text"], "start": named["start"], "end": named["end"]}, *draft["bodies"]],
    }


def before_position(draft: CaseDraft, end: int) -> CaseDraft:
    """Return the draft without the places and times that reach past position `end` of the message."""
    places = [place for place in draft["places"] if place["end"] <= end]
    times = [time for time in draft["times"] if time["end"] <= end]
    return {**draft, "places": places, "times": times}


def from_position(draft: CaseDraft, start: int) -> CaseDraft:
    """Return the draft as one of the message's words from position `start` on: spans that begin before it are dropped,
    the others moved; `matters` and `correction` are dropped.
    """
    kept = {
        name: [_moved(one, -start) for one in draft[name] if one["start"] >= start]
        for name in ("places", "times", "bodies", "personal")
    }
    reasons = [_moved(one, -start) for one in draft["urgency"]["reasons"] if one["start"] >= start]
    left = {name: value for name, value in draft.items() if name not in ("matters", "correction")}
    return cast(CaseDraft, {**left, **kept, "urgency": {**draft["urgency"], "reasons": reasons}})


def _moved(span: Span, by: int) -> Span:
    """The span, `by` characters further on."""
    return cast(Span, {**span, "start": span["start"] + by, "end": span["end"] + by})


def has_sure_category(draft: CaseDraft) -> bool:
    """Whether the category is sure, not a guess that the desk must decide."""
    return "category" not in draft["missing"]


def lacks_place(draft: CaseDraft) -> bool:
    """Whether the message names no place that is exact enough."""
    return "place" in draft["missing"]


def names_matter_or_place(draft: CaseDraft) -> bool:
    """Whether the message gives a fairly sure category (FAIRLY_SURE), or names any place, be it only as a mention."""
    return draft["category"]["score"] >= FAIRLY_SURE or bool(draft["places"])


def has_place_or_time(draft: CaseDraft) -> bool:
    """Whether the message names a place or a time, be it only as a mention."""
    return bool(draft["places"] or draft["times"])


def drafts_of_matters(draft: CaseDraft) -> list[CaseDraft] | None:
    """The drafts of the message's several matters; None unless there are two or more and each has one."""
    found = [matter["draft"] for matter in draft.get("matters", ()) if "draft" in matter]
    return found if len(found) > 1 and len(found) == len(draft.get("matters", ())) else None


def _without_repeats(spans: Sequence[Span]) -> list[str]:
    """The texts of the spans, each once, in their order."""
    return list(dict.fromkeys(span["text"] for span in spans))
