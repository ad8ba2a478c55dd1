"""Who is held, touched or gone with a child, or what falls off a house on people, by who does what to whom, whatever else was read. Pure."""

from __future__ import annotations

import re

from bot.reading.danger.kinds.falls_off import find_falling
from bot.reading.danger.kinds.held import find_captives, find_held
from bot.reading.danger.kinds.taken_along import find_taken_along
from bot.reading.danger.kinds.told import Told
from bot.reading.danger.kinds.touched import find_touched

_NOT_INSTEAD = frozenset({"fire", "gas", "live_wire"})
"""Dangers that go before what one person does to another: out of a fire first."""
_BEFORE_ALL = re.compile(
    "药(?![店房])|毒|[叫喊]不[醒应]|没(?:有)?(?:呼吸|心跳)|抽搐|噎|触电|心梗|中风|昏迷|煤气|燃气|着火|起火|割腕|不想活|想死"
)
"""Words of what may kill in minutes and is no blow: that goes first."""
_OF_THINGS = frozenset({None, "trapped", "violence", "injury"})
"""What a house that falls to pieces is taken for."""


def told_of_people(text: str, danger: str | None, *, surely: bool) -> Told | None:
    """What the text tells of; None if nothing, or if the `danger` that was read goes first. `surely`: it was read beyond doubt."""
    if surely and (danger in _NOT_INSTEAD or (danger == "injury" and _BEFORE_ALL.search(text))):
        return None
    if (told := find_taken_along(text)) is not None:
        return told
    if not (surely and danger == "self_harm") and (
        told := find_captives(text) or find_held(text) or find_touched(text)
    ):
        is_known_quietly = surely and danger == "home_violence" and told.script == "groped"
        return None if is_known_quietly else told  # who 他 is in 他脱我衣服还打我, only the head says
    return find_falling(text) if danger in _OF_THINGS else None
