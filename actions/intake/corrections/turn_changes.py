"""What a turn changes of a report or a case: by the words of its correction or, where the bot is sure that it corrects, by likeness and a
learned choice. Pure, but for reading the weights of that once."""

from __future__ import annotations

from dataclasses import replace

from actions.conversation.turn import Turn
from actions.intake.corrections.changes import Changes, Known
from actions.intake.corrections.choosing.reading import changes_by_choice
from actions.intake.corrections.denied_names import read_denied_name
from actions.intake.corrections.likeness.reading import changes_by_likeness
from actions.intake.corrections.places import unclear_places
from actions.intake.corrections.reading import read_changes

SURE_TO_CORRECT = 0.85
"""Score of the act from which a message is taken for a correction whatever its words. Below, an addition that names a time or place of
its own would too often change the record (docs/understanding.md)."""


def surely_corrects(turn: Turn) -> bool:
    """Whether the bot is sure that the message corrects what was said."""
    return turn.acts("correct", score=SURE_TO_CORRECT)


def changes_of(turn: Turn, known: Known) -> Changes:
    """The fields that the message changes of what is known."""
    text = turn.text.strip()
    changes = read_changes(text, turn.draft, known)
    if not surely_corrects(turn) or unclear_places(text, turn.draft, known):
        return changes
    rules = changes_by_likeness(text, turn.draft, known, changes)
    chosen = changes_by_choice(text, turn.draft, known, rules)
    denies_the_name = changes.place is not None and changes.place == read_denied_name(text, turn.draft, known.place)
    return replace(chosen, place=changes.place) if denies_the_name else chosen
