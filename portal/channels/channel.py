"""The three channels in which people are answered (not `UNREACHED`): what each can carry, and what is still sent after 退订. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from portal.outbox.kinds import Kind, Purpose


class Portion(StrEnum):
    """How much of a text is sent."""

    WHOLE = "whole"
    FIRST_LINE = "first_line"  # of an answer to danger: the number to call
    NOTHING = "nothing"


@dataclass(frozen=True)
class Channel:
    """A channel. `sends_by`: the outbox kind that sends its texts; None if the page fetches them.

    After 退订, texts with a purpose in `silent` are not sent, those in `first_line` only with their first line, and all
    others whole.
    """

    name: str
    has_buttons: bool
    sends_by: Kind | None
    longest_answer: int  # characters of a clerk's answer, at most
    silent: frozenset[Purpose]
    first_line: frozenset[Purpose] = frozenset()

    def portion_sent(self, purpose: str, *, opted_out: bool) -> Portion:
        """How much of a text with this purpose is sent to somebody who has, or has not, opted out."""
        if not opted_out:
            return Portion.WHOLE
        if purpose in self.first_line:
            return Portion.FIRST_LINE
        return Portion.NOTHING if purpose in self.silent else Portion.WHOLE


WEBCHAT = Channel("webchat", has_buttons=True, sends_by=None, longest_answer=1000, silent=frozenset((Purpose.PUSH,)))
WECHAT = Channel(
    "wechat", has_buttons=False, sends_by=Kind.SEND_WECHAT, longest_answer=600, silent=frozenset((Purpose.PUSH,))
)
SMS = Channel(
    "sms",
    has_buttons=False,
    sends_by=Kind.SEND_SMS,
    longest_answer=140,
    silent=frozenset((Purpose.PUSH, Purpose.ANSWER)),
    first_line=frozenset((Purpose.DANGER,)),
)
CHANNELS = {one.name: one for one in (WEBCHAT, WECHAT, SMS)}


def first_line(text: str) -> str:
    """The text's first line, which for an answer to danger holds the number to call."""
    return text.partition("\n")[0]
