"""Where a case lies: what chooses its grid, and what its handler reads of it.

Of who wishes not to be named, where they live is no place of the matter (their grid's worker would learn of it), and of a
sentence about the place only the name is handed over that the town knows: "幸福家园3栋，就是我家502门口那盏" is 幸福家园3栋.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from portal.cases.disclosure import discretion, reporter_words
from portal.cases.models import Case, CaseWords
from portal.cases.rules import introductions, lexicon
from portal.grids import service as grids


def of_the_matter(words: CaseWords, parts: Iterable[str], more: Iterable[str] = ()) -> list[str]:
    """What the parts (places, sentences with places) say of where the matter is, without where its reporter lives."""
    said = lexicon.simplified(reporter_words.besides_the_place(words, more))
    bare = (introductions.without(lexicon.simplified(part)) for part in parts)
    found = (introductions.of_the_matter(said, part) for part in bare)
    return list(dict.fromkeys(part for part in found if part))


def without_homes(words: CaseWords, draft: Mapping[str, Any]) -> dict[str, Any]:
    """The draft without the places where its reporter says that they live."""
    said = lexicon.simplified(reporter_words.besides_the_place(words))
    places = draft.get("places") or ()
    kept = [one for one in places if introductions.of_the_matter(said, lexicon.simplified(str(one.get("text", ""))))]
    return {**draft, "places": kept}


def named_in(s: Session, parts: Iterable[str], grid: str) -> str:
    """What the parts name in this grid, as the town calls it, with the door where it is told; none of their other words."""
    plain = [lexicon.simplified(part) for part in parts]
    found = (introductions.to_the_door(part, name) for part in plain for name in grids.places_in(s, part, grid=grid))
    return "、".join(dict.fromkeys(found))


def in_confidence(s: Session, case: Case) -> str:
    """The place as the town calls it, or as the bot read one off the message, as far as the building; never a sentence."""
    read, later = discretion.places_read(case), reporter_words.later(case)
    found: list[str] = []
    for part in case.words.place.split("、"):
        wheres = of_the_matter(case.words, [part], later)  # else the house, where they say apart that it lies there
        for where in wheres or of_the_matter(case.words, grids.places_in(s, lexicon.simplified(part)), later):
            known = [introductions.of_the_matter(where, name) or name for name in grids.places_in(s, where)]
            found += known or ([introductions.to_the_building(where)] if lexicon.simplified(part) in read else [])
    return "、".join(dict.fromkeys(place for place in found if place))
