"""What a topic wants said and done, before it is words on a wire. Pure. All wording stands in `domain.yml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from actions.conversation.turn import Talk


@dataclass(frozen=True)
class Part:
    """A line inside a response, itself a response of the domain (`utter_part_…`)."""

    response: str
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Button:
    """`payload` is sent as text when it is tapped."""

    title: str
    payload: str


@dataclass(frozen=True)
class Say:
    """One message: a response of the domain, what fills it, and what the gateway is told of it.

    `parts` fill a parameter with lines. `asks`: place, time, contact, category, which_case, confirm, detail, … or None.
    `fallback`: a form of "没听懂".
    """

    response: str
    params: Mapping[str, str] = field(default_factory=dict)
    parts: Mapping[str, tuple[Part, ...]] = field(default_factory=dict)
    asks: str | None = None
    fallback: bool = False
    link: str | None = None
    buttons: tuple[Button, ...] = ()


class _Unchanged:
    """`expecting` is left to what the messages ask."""


UNCHANGED: Final = _Unchanged()
Expecting = Mapping[str, Any] | None | _Unchanged


def without_own(expecting: Mapping[str, Any]) -> Expecting:
    """What is expected after a case was registered: the bot's own questions are over, the portal's still stand."""
    return None if expecting.get("kind") in ("detail", "vote_named") else UNCHANGED


def still_about(expecting: Mapping[str, Any]) -> Mapping[str, Any]:
    """An emergency's place is told, or not known: what comes next within the hour is about it all the same."""
    return {name: value for name, value in expecting.items() if name != "asks"}


@dataclass(frozen=True)
class Reply:
    """A turn's answer. `talk`: what to remember; None leaves the memory as it was (so that the turn can be repeated)."""

    says: tuple[Say, ...]
    talk: Talk | None = None
    expecting: Expecting = UNCHANGED
    retry: bool = False
    registered: bool = False

    def then(self, *more: Say) -> Reply:
        """The same with more to say at the end."""
        return Reply(self.says + more, self.talk, self.expecting, self.retry, self.registered)
