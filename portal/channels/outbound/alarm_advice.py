"""Which text answers an alarm at once, by the scene that its words tell of (data/alarm_advice.csv).

A wire on the ground, somebody in a river and a child that chokes are told other things than those in a burning house or a lift. The text of
the danger itself (`danger_words.TEMPLATES`) is for whatever scene: it says nothing that is wrong in one of them, or nothing but the number.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from portal.channels.text.danger_words import MOST_READ, TEMPLATES, any_of, text_to_search
from portal.kernel.config import PROJECT, Settings
from portal.wording import templates

FILE = PROJECT / "data" / "alarm_advice.csv"
_HEADER = ["template", "of", "words", "unless"]


class AlarmAdviceError(ValueError):
    """A line of the file cannot be read; the message names it."""


@dataclass(frozen=True)
class Scene:
    """A scene: the template that answers it, the dangers (keys of TEMPLATES) in which it may be, words that show it and that rule it out."""

    template: str
    dangers: frozenset[str]
    words: re.Pattern[str]
    unless: re.Pattern[str]


def template_of(danger: str, text: str) -> str | None:
    """The template that answers an alarm of this danger in these words: of the first scene that they tell of, or the danger's own. None if it has none."""
    return template_of_scene(danger, text) or TEMPLATES.get(danger)


def template_of_scene(danger: str, text: str) -> str:
    """The template of the first scene of this danger that the words tell of, "" if of none."""
    plain = text_to_search(text[:MOST_READ])
    told = (one for one in load() if danger in one.dangers and one.words.search(plain) and not one.unless.search(plain))
    return next((one.template for one in told), "")


def template_to_send(danger: str, text: str, channel: str, settings: Settings) -> str | None:
    """The same in a channel: by SMS the danger's own, where the provider sends registered texts only and has no code for the scene's."""
    found = template_of(danger, text)
    can_go = channel != "sms" or found is None or templates.can_go_by_sms(settings, found)
    return found if can_go else TEMPLATES[danger]


@lru_cache(maxsize=1)
def load(path: Path = FILE) -> tuple[Scene, ...]:
    """Read the file; a scene further up goes before those below. Raises AlarmAdviceError naming the line."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = [(number, row) for number, row in enumerate(csv.reader(file), start=1) if row and row[0][:1] != "#"]
    if not rows or rows[0][1] != _HEADER:
        raise AlarmAdviceError(f"{path.name}: the header must be {','.join(_HEADER)}")
    return tuple(_checked(row, f"{path.name} line {number}") for number, row in rows[1:])


def _checked(row: list[str], where: str) -> Scene:
    if len(row) != len(_HEADER):
        raise AlarmAdviceError(f"{where}: expected {len(_HEADER)} fields, got {len(row)}")
    template, of, words, unless = row
    dangers = frozenset(of.split())
    if not dangers or not dangers <= TEMPLATES.keys() or not words.split() or not templates.is_template(template):
        raise AlarmAdviceError(f"{where}: a template, dangers ({', '.join(TEMPLATES)}) and words are wanted")
    return Scene(template, dangers, any_of(words), any_of(unless))
