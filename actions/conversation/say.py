"""What a topic replies, before it is turned into messages. Pure. The wording is in `domain.yml` (as registered SMS: data/sms_templates.csv)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from actions.conversation.expecting import Expecting
from actions.conversation.turn import Talk


@dataclass(frozen=True)
class Part:
    """One line inside a message. `response` names its wording in the domain (`utter_part_…`); `words`: the portal's own, in its place."""

    response: str = ""
    params: Mapping[str, str] = field(default_factory=dict)
    words: str = ""


@dataclass(frozen=True)
class Button:
    """A button; tapping it sends `payload` as the sender's text."""

    title: str
    payload: str


@dataclass(frozen=True)
class Say:
    """One message: a response of the domain, the values of its parameters, and facts about it for the gateway.

    `parts`: parameters that are filled with lines. `asks`: what the message asks for (place, time, which_case,
    confirm, detail, …) or None. `fallback`: it says that the bot did not understand (没听懂). `link`: a URL.
    """

    response: str
    params: Mapping[str, str] = field(default_factory=dict)
    parts: Mapping[str, tuple[Part, ...]] = field(default_factory=dict)
    asks: str | None = None
    fallback: bool = False
    link: str | None = None
    buttons: tuple[Button, ...] = ()


class _Unchanged:
    """Marks that the reply does not set `expecting`: the portal's open question stays as it is."""


UNCHANGED: Final = _Unchanged()
Next = Expecting | None | _Unchanged
"""What the next message may answer. None: the open question that came with this message is answered. UNCHANGED: it stays as it is."""


def next_after_registering(expecting: Expecting | None) -> Next:
    """The `expecting` of the reply that registers a case: None ends `detail` and `vote_named`; any other stays (UNCHANGED)."""
    own = expecting is not None and expecting["kind"] in ("detail", "vote_named")
    return None if own else UNCHANGED


@dataclass(frozen=True)
class Reply:
    """The bot's answer to a turn (not what staff reply to a reporter). `talk`: the new memory; None leaves it unchanged, so that the turn can be repeated.

    `retry`: the portal did not do its part, and the gateway sends the message again. `registered`: a case was registered.
    """

    says: tuple[Say, ...]
    talk: Talk | None = None
    expecting: Next = UNCHANGED
    retry: bool = False
    registered: bool = False

    def then(self, *more: Say) -> Reply:
        """The reply with more messages at the end."""
        return Reply(self.says + more, self.talk, self.expecting, self.retry, self.registered)
