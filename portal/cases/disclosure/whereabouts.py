"""The place of a confidential case: the places by which its grid may be chosen, and what its handler reads.

The reporter's home and workplace (`own_life`) never count as the place of the matter, because the grid worker there would learn who
reported it. Rather is a place of the matter left out (`left_out`, which the clerk reads) than theirs told.
From a sentence about the place, a handler reads only names in the community's places.csv ("幸福家园3栋，就是我家502门口那盏"
becomes 幸福家园3栋), else the place that the bot found in the message, cut off after the building.
In an emergency whose words tell no other place that the town knows, the home counts, up to its building: somebody must find it.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.orm import Session

from portal.cases.disclosure import discretion, reporter_words
from portal.cases.models import Case, CaseWords, Urgency
from portal.cases.reading import introductions, lexicon
from portal.cases.reading.of_reporters import own_life
from portal.cases.rules import case_draft
from portal.cases.rules.case_draft import CaseDraft
from portal.grids import service as grids


def without_home(words: CaseWords, parts: Iterable[str], more: Iterable[str] = ()) -> list[str]:
    """The `parts` (places, or sentences with places), simplified, without introductions and without the reporter's home.

    Nor their workplace, where another part remains. `more`: the reporter's later words.
    """
    told = list(parts)
    return _outside(words, told, more, own_life.clauses_on_self) or _outside(words, told, more, introductions.clauses)


def _outside(words: CaseWords, parts: Iterable[str], more: Iterable[str], told: own_life.Spans) -> list[str]:
    """What of the parts is said outside the passages in which the reporter tells of themselves by `told`."""
    said = lexicon.simplified(reporter_words.all_but_place(words, more))
    bare = (own_life.without(lexicon.simplified(part), told) for part in parts)
    found = (own_life.place_of_matter(said, part, told) for part in bare)
    return list(dict.fromkeys(part for part in found if part))


def place_beside_home(s: Session, words: CaseWords, place: str, *more: str) -> str:
    """The place of a case in confidence without the parts that are only the reporter's home or workplace, if what remains is known to the town.

    Else as it is: a home alone tells where a danger may be. `words`: the report's; `more`: what was said later.
    """
    parts = place.split("、")
    kept = [one for one in parts if _outside(words, [one], more, own_life.clauses_on_self)]
    known = grids.places_in(s, lexicon.simplified("、".join(kept))) if len(kept) < len(parts) else ()
    return "、".join(kept) if known else place


def draft_without_homes(words: CaseWords, draft: CaseDraft) -> CaseDraft:
    """The case draft without the places that, by the reporter's own words, are their home."""
    said = lexicon.simplified(reporter_words.all_but_place(words))
    for told in (own_life.clauses_on_self, introductions.clauses):
        kept = [one for one in draft["places"] if own_life.place_of_matter(said, lexicon.simplified(one["text"]), told)]
        if kept:
            break
    return case_draft.with_places(draft, kept)


def matter_of(text: str) -> str:
    """The text, simplified, without what its sender tells of themselves."""
    return own_life.without(lexicon.simplified(text))


def left_out(s: Session, case: Case) -> list[str]:
    """The places of a case in confidence that no handler reads, as its reporter named them only in telling of themselves."""
    said = lexicon.simplified(reporter_words.all_but_place(case.words, reporter_words.later_texts(case)))
    draft, shown = case_draft.read(case.words.draft), handlers_place(s, case)
    named = dict.fromkeys([*case.words.place.split("、"), *case_draft.texts(case_draft.of_matter(draft["places"]))])
    theirs = [
        one
        for one in named
        if one and not own_life.place_of_matter(said, lexicon.simplified(one), own_life.clauses_on_self)
    ]
    return [
        one for one in theirs if not any(name in shown for name in (one, *grids.places_in(s, lexicon.simplified(one))))
    ]


def category_of_matter(words: CaseWords, draft: CaseDraft, category: str | None) -> str | None:
    """The category; None where the bot read it only in what the reporter tells of themselves (我是小学老师): of the matter nothing is known."""
    deciding = draft["category"].get("words", []) if draft["category"]["code"] == category else []
    is_of_self = own_life.is_only_told_there(lexicon.simplified(words.text), map(lexicon.simplified, deciding))
    return None if is_of_self else category


def known_names_in(s: Session, parts: Iterable[str], grid: str) -> str:
    """Names from places.csv in this grid that the parts mention, with unit and room if given, joined by 、; "" if none.

    Used to complete the place of a case that was registered without one, or with a part of one; what the handler of a
    confidential case reads is `confidential_place`.
    """
    plain = [lexicon.simplified(part) for part in parts]
    found = (introductions.extend_to_door(part, name) for part in plain for name in grids.places_in(s, part, grid=grid))
    return "、".join(dict.fromkeys(found))


def confidential_place(s: Session, case: Case) -> str:
    """The place that a handler of a confidential case reads, joined by 、; never the reporter's own sentence.

    Names from places.csv; else a place that the bot found in the message, cut off after the building. "" if neither. Where the
    reporter works only if nothing else is told: the matter is there, or nobody could be sent anywhere.
    """
    return _place_outside(s, case, own_life.clauses_on_self) or _place_outside(s, case, introductions.clauses)


def _place_outside(s: Session, case: Case, told: own_life.Spans) -> str:
    """`confidential_place` outside the passages `told`."""
    read, later = discretion.draft_places(case), reporter_words.later_texts(case)
    found: list[str] = []
    for part in case.words.place.split("、"):
        outside = _outside(case.words, [part], later, told)  # [] if it is only their own
        for where in outside or _outside(case.words, grids.places_in(s, lexicon.simplified(part)), later, told):
            known = [own_life.place_of_matter(where, name, told) or name for name in grids.places_in(s, where)]
            found += known or ([introductions.cut_to_building(where)] if lexicon.simplified(part) in read else [])
    return "、".join(dict.fromkeys(place for place in found if place))


def handlers_place(s: Session, case: Case) -> str:
    """`confidential_place`; in an emergency also the reporter's home, up to its building, where no other place is one that the town knows."""
    place = confidential_place(s, case)
    if case.urgency != Urgency.EMERGENCY or grids.places_in(s, place):
        return place
    read = discretion.draft_places(case)
    found: list[str] = []
    for part in map(lexicon.simplified, case.words.place.split("、")):
        named = grids.places_in(s, part) or ([part] if part in read else [])
        found += [introductions.cut_to_building(one) for one in named]
    return "、".join(dict.fromkeys(one for one in found if one)) or place
