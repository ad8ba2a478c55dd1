"""Correct a registered case as its reporter asks: its place, time, thing, kind and contact; star out what they want deleted."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from portal.cases.disclosure import discretion, reporter_words, told_again, whereabouts, wishes
from portal.cases.models import Case, Kind, Urgency
from portal.cases.reading import lexicon, moved_words, rooms, whose_number
from portal.cases.reading.of_reporters import struck_name
from portal.cases.records import event_wording, handler_view
from portal.cases.rules import case_draft, taxonomy
from portal.cases.rules.form_text import clean_text
from portal.cases.verbs.desk.desk_corrections import rerouting_facts
from portal.cases.verbs.suggesting import grid_of_places
from portal.grids import service as grids
from portal.kernel import phones

LONGEST = 200  # characters of a field
_SEPARATOR = re.compile(r"[\s,，]+")  # between the names, numbers and accounts in a contact
_DIGIT = re.compile(r"\d")
_ACCOUNT = re.compile(r"[A-Za-z0-9_@.+-]{5,}")  # an account of WeChat, QQ or email, or a short number
_FORMER_VALUES_KEPT = ("place", "time")  # fields whose former values are kept, in words for staff


@dataclass(frozen=True)
class AppliedCorrections:
    """What the reporter's corrections changed. `facts`: the event's data (codes only).

    `former_values`: the former place and time, in words for staff.
    `deleted`: the contact and other numbers that the reporter took back; `room`: the number of the room that is not to be
    written down ("": every one that was said, None: none). Star them out once the event is stored (`star_out_deleted`).
    """

    facts: dict[str, Any]
    former_values: str
    deleted: Sequence[str] = ()
    room: str | None = None


def apply_corrections(s: Session, case: Case, said: str, changes: Mapping[str, str]) -> AppliedCorrections:
    """Write the corrected place, time and contact; return a new kind and the new place's grid, as event data.

    `changes`: new values by field (place, time, contact, where "" deletes; kind), and `room`, to be starred out; `said`: the
    words that correct; a number that the town gives out is no contact. `told_first` in the data: nothing was known of what they tell, so that they correct nothing. Before the dispatch the data also hold what follows (`rerouting_facts`); after it the grid stays. An
    unknown kind is ignored, and a thing of which the report says nothing. Raises Invalid for a value longer than LONGEST.
    """
    new = {name: clean_text(value, LONGEST) for name, value in changes.items()}
    thing = _thing_of(case, new)
    if new.get("contact") and whose_number.is_given_out(phones.in_digits(new["contact"]), grids.published_numbers(s)):
        del new["contact"]  # nobody is reached there who reported it
    if not new:
        return AppliedCorrections({}, "")
    room = new.pop("room", None)
    if new.get("place") and discretion.is_confidential(case):
        new["place"] = whereabouts.place_beside_home(s, case.words, new["place"])
    facts: dict[str, Any] = {"changed": sorted(new) if new else ["place"]} | _contact_facts(case, new)
    before = [
        event_wording.sentence(f"staff.was_{name}", was=getattr(case.words, name))
        for name in _FORMER_VALUES_KEPT
        if name in new and getattr(case.words, name)
    ]
    before += [event_wording.sentence("staff.was_thing", was=thing.was, now=thing.now)] if thing else []
    if new and set(new) <= set(_FORMER_VALUES_KEPT) and all(new.values()) and not before:
        facts["told_first"] = True
    for name in _FORMER_VALUES_KEPT:
        if name in new:
            setattr(case.words, name, new[name])
    deleted = discretion.left_contacts(s, case, said) if new.get("contact") == "" else ()
    if "contact" in new:
        case.words.contact = new["contact"]
    if "place" in new:
        case.words.draft = _without_places(case.words.draft)
    other = _columns(s, case, said, new, thing)
    moved = {name: value for name, value in other.items() if name == "kind" or not case.dispatched}
    facts |= moved | (rerouting_facts(s, case, moved) if moved else {})
    return AppliedCorrections(facts, "\n".join(before), deleted, room)


def _columns(s: Session, case: Case, said: str, new: Mapping[str, str], thing: _Thing | None) -> dict[str, str | None]:
    """The new values of the case's columns: the grid of a new place, the kind, and the category of another thing."""
    other: dict[str, str | None] = {}
    if "place" in new:
        other["grid"] = _grid_of_place(s, case, said, new["place"])
    if new.get("kind") in set(Kind):
        other["kind"] = new["kind"]
    if thing and thing.category is not None:
        other["category"] = thing.category or None
    return other


class _Thing(NamedTuple):
    """What is broken, `now` instead of what it `was`, and the code of its category: "" if that is unsure, None if it stays."""

    was: str
    now: str
    category: str | None


def _thing_of(case: Case, new: dict[str, str]) -> _Thing | None:
    """The thing that is corrected, taken out of the new values, where the report names the former one; of them only `thing` stays. None: none is."""
    was, now, category = new.pop("was_thing", ""), new.get("thing", ""), new.pop("category", None)
    text = handler_view.text_at_present(case)
    if moved_words.at_present(text, was, now) == text:
        new.pop("thing", None)
        return None
    return _Thing(was, now, category if not category or taxonomy.path(category) else None)


def _contact_facts(case: Case, new: Mapping[str, str]) -> dict[str, str]:
    """As event data, whether a change of nothing but the contact leaves a first one or deletes it; {} for any other change."""
    if set(new) != {"contact"}:
        return {}
    if not new["contact"]:
        return {"contact": "deleted"}
    return {} if case.words.contact else {"contact": "left"}


def _grid_of_place(s: Session, case: Case, said: str, place: str) -> str | None:
    """The code of the grid of a corrected place; None for no place, or one outside the area.

    Of a place that may lie in several (a gate of a large estate) it is the case's, if that is one of them, else None.
    """
    if not place:
        return None
    wish = discretion.is_confidential(case) or wishes.wishes_not_to_be_named(said)
    emergency = case.urgency == Urgency.EMERGENCY
    grid, where = grid_of_places(s, case.words, *place.split("、"), more=[said], wish=wish, emergency=emergency)
    still_there = case.grid is not None and bool(grids.places_in(s, *where, grid=case.grid))
    return grid or (case.grid if still_there else None)


def _without_places(draft: str) -> str:
    """The stored draft without the places that the bot found."""
    return json.dumps(case_draft.with_places(case_draft.read(draft), []), ensure_ascii=False)


def names_to_strike(case: Case, said: str) -> set[str]:
    """The reporter's own names in all that they said, and in the contact, if these words ask to strike them; else none."""
    if not struck_name.wishes_name_struck(lexicon.simplified(said)):
        return set()
    left = (one for one in _SEPARATOR.split(lexicon.simplified(case.words.contact)) if one and not _DIGIT.search(one))
    return struck_name.names_told(told_again.texts_of(case)) | {one for one in left if len(one) >= 2}


def strike_names(case: Case, names: Collection[str]) -> None:
    """Star out these names of the reporter in all that was said and noted, and in the contact, whose numbers stay."""
    found = [re.compile(re.escape(one)) for one in names]
    if found:
        _star_out(case, found, found)
        case.words.contact = _starred_out(case.words.contact, found)


def star_out_deleted(case: Case, applied: AppliedCorrections) -> None:
    """Star out in all that was said what the corrections delete: contacts, and a room."""
    if applied.deleted:
        _star_out_contacts(case, applied.deleted)
    if applied.room is not None:
        _star_out_room(case, applied.room)


def _star_out_contacts(case: Case, contacts: Sequence[str]) -> None:
    """Star out deleted contacts (names, numbers, accounts) in all that was said, so that nobody calls them; offsets stay the same."""
    plain = lexicon.simplified("，".join(contacts))
    numbers = phones.spellings(plain)
    _star_out(case, [*_names_and_accounts(plain), *numbers], numbers)


def _star_out_room(case: Case, room: str) -> None:
    """Star out a room by its number ("": every room) in all that was said and noted: no handler reads or finds it."""
    said = (case.words.text, case.words.place, *reporter_words.later_texts(case), *_words_for_staff(case))
    found = rooms.pattern_of(room, said)
    if found is not None:
        _star_out(case, [found], [found])


def _words_for_staff(case: Case) -> list[str]:
    """The events' words for staff only: they tell of former places, and may hold the room that the place has lost."""
    return [said.text for event in case.events for said in event.words if not said.public]


def _star_out(case: Case, expressions: Sequence[re.Pattern[str]], everywhere: Sequence[re.Pattern[str]]) -> None:
    """Star out what `expressions` find in the report and all events; in place, time and the clerk's words what `everywhere` finds."""
    words = case.words
    words.text = _starred_out(words.text, expressions)
    words.draft = case_draft.with_quotes_changed(words.draft, lambda text: _starred_out(text, expressions))
    words.place, words.time, words.matter = (
        _starred_out(text, everywhere) for text in (words.place, words.time, words.matter)
    )
    for event in case.events:
        for said in event.words:
            said.text = _starred_out(said.text, expressions)


def _names_and_accounts(contact: str) -> list[re.Pattern[str]]:
    """For each name, account and short number in the contact: a regular expression that finds it."""
    names = (one for one in _SEPARATOR.split(contact) if len(one) >= 2 and not _DIGIT.search(one))
    return [re.compile(rf"(?<!\d){re.escape(one)}(?!\d)") for one in {*names, *_ACCOUNT.findall(contact)}]


def _starred_out(text: str, expressions: Sequence[re.Pattern[str]]) -> str:
    """The text with * for each character that an expression finds."""
    plain = lexicon.simplified(text)
    found = (one.span() for expression in expressions for one in expression.finditer(plain))
    covered = {at for span in found for at in range(*span)}
    return "".join("*" if at in covered else character for at, character in enumerate(text))
