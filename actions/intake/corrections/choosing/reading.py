"""Read the place and the time that a correction leaves, as the learned choice has it. Pure, but for reading its weights once."""

from __future__ import annotations

from dataclasses import replace

from actions.case_draft import CaseDraft
from actions.intake.corrections.changes import Changes, Known
from actions.intake.corrections.choosing.choice import choose
from actions.intake.corrections.choosing.said import Said
from actions.intake.corrections.likeness.places import is_said_to_be, is_told_in_passing
from actions.intake.corrections.phones import without_numbers
from actions.intake.corrections.taking_back import LONGEST, adds, says_own_mistake
from actions.intake.draft_corrections import split_field_and_value


def changes_by_choice(text: str, draft: CaseDraft, known: Known, rules: Changes) -> Changes:
    """What a message that surely corrects changes, its place and time as chosen among all that they may become. `rules`: what the rules say,
    which stands where nothing is known, a room or the number is to be left out, something is added, the message is only the name of
    the field and its value (时间不对，是昨天), ends by saying that it is
    there, or only a denial was heard ("").
    """
    if len(text) > LONGEST or rules.room is not None or rules.contact == "":
        return rules
    if is_told_in_passing(text) or (adds(text) and not says_own_mistake(text)):
        return rules
    return replace(
        rules,
        place=_chosen("place", text, draft, known.place, rules.place),
        time=_chosen("time", text, draft, known.time, rules.time),
    )


def _chosen(slot: str, text: str, draft: CaseDraft, known: str, rule: str | None) -> str | None:
    """The new value of a slot; None if it stays."""
    if not known or rule == "":
        return rule
    if (slot == "place" and is_said_to_be(text, known)) or split_field_and_value(text) == (slot, rule):
        return rule
    value = choose(said_of(slot, text, draft, known, rule))
    return value if value != known else None


def said_of(slot: str, text: str, draft: CaseDraft, known: str, rule: str | None) -> Said:
    """The message without its telephone numbers, for a slot. `rule`: its new value by the rules, None if it stays."""
    blanked, draft = without_numbers(text, draft)
    return Said(slot, blanked, draft, known, known if rule is None else rule, has_number=blanked != text)
