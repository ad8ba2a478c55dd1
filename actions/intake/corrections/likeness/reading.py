"""Read which known values a correction replaces, by their likeness: no word of taking back is needed. Pure."""

from __future__ import annotations

import re
from dataclasses import replace

from actions.case_draft import CaseDraft
from actions.intake.corrections.changes import Changes, Known
from actions.intake.corrections.likeness.overlay import replace_like_part
from actions.intake.corrections.likeness.places import is_told_in_passing, read_like_place
from actions.intake.corrections.likeness.times import read_like_time, replace_like_time
from actions.intake.corrections.phones import read_number, without_numbers
from actions.intake.corrections.places import without_other_things
from actions.intake.corrections.replacing import read_replacement
from actions.intake.corrections.taking_back import LONGEST
from actions.interpreting.digits import in_digits
from actions.interpreting.places import names_an_estate

_NAMES = re.compile(r"[\u4e00-\u9fff\d]")
_NO_PLACE = re.compile(r"[^\w、，（）()·\-]")


def changes_by_likeness(text: str, draft: CaseDraft, known: Known, read: Changes) -> Changes:
    """What a message that corrects changes: a place and a time laid over the known ones, and a number.

    A number or a time that was `read` (`read_changes`) goes before others, a place only after one that is found here. If there is
    a number, no other place or time is looked for; nothing is, if the message is longer than LONGEST, leaves out a room or
    deletes the number.

    A value that was said before is the one that is denied: of 88号那个早搬了，现在在98号, with 88号 known, 98号 is new.
    """
    if len(text) > LONGEST or read.room is not None or read.contact == "":
        return read
    contact = read.contact or (read_number(text, known.contact) if known.contact else None)
    text, draft = without_numbers(text, draft)
    draft = without_other_things(text, draft, known)
    place = time = None
    if contact is None and not is_told_in_passing(text):
        place = read_replacement(text, draft, known).place or read_like_place(text, draft, known.place)
    place = place or _whole(read.place, text, known)
    if read.time:
        time = replace_like_time(read.time, known.time)
    elif contact is None:
        time = read_like_time(text, draft, known, place)
    return replace(
        read, contact=contact, place=read.place if place is None else place, time=read.time if time is None else time
    )


def _whole(place: str | None, text: str, known: Known) -> str | None:
    """A place that was read from the correction, with the name of the known one if it lacks that.

    None if there is none, if it has no hanzi or digit or has other marks than a place, or if it only repeats the known one.
    """
    no_name = not place or _NO_PLACE.search(place) or not _NAMES.search(place)
    if place is None or no_name or in_digits(place) in in_digits(known.place):
        return None
    lacks_the_name = (
        known.place and not names_an_estate(place) and place[:2] not in known.place and known.place[:2] not in place
    )
    return replace_like_part(known.place, place, text) if lacks_the_name else place
