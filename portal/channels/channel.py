"""The three channels: what each carries, and what leaves by it after 退订. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from portal.outbox.kinds import Kind, Purpose


class Leaves(StrEnum):
    """How much of an answer leaves."""

    WHOLE = "whole"
    FIRST_LINE = "first_line"  # the number to call
    NOTHING = "nothing"


@dataclass(frozen=True)
class Channel:
    """`sends_by` None: nothing is sent, the page fetches. `first_line`, `silent`: purposes after 退订; all others leave whole."""

    name: str
    has_buttons: bool
    sends_by: Kind | None
    most_words: int  # characters of a clerk's answer
    silent: frozenset[Purpose]
    first_line: frozenset[Purpose] = frozenset()

    def leaves(self, purpose: str, *, opted_out: bool) -> Leaves:
        """How much of words with this purpose leaves to somebody who has, or has not, opted out."""
        if not opted_out:
            return Leaves.WHOLE
        if purpose in self.first_line:
            return Leaves.FIRST_LINE
        return Leaves.NOTHING if purpose in self.silent else Leaves.WHOLE


WEBCHAT = Channel("webchat", has_buttons=True, sends_by=None, most_words=1000, silent=frozenset((Purpose.PUSH,)))
WECHAT = Channel(
    "wechat", has_buttons=False, sends_by=Kind.SEND_WECHAT, most_words=600, silent=frozenset((Purpose.PUSH,))
)
SMS = Channel(
    "sms",
    has_buttons=False,
    sends_by=Kind.SEND_SMS,
    most_words=140,
    silent=frozenset((Purpose.PUSH, Purpose.ANSWER)),
    first_line=frozenset((Purpose.DANGER,)),
)
CHANNELS = {one.name: one for one in (WEBCHAT, WECHAT, SMS)}


def first_line(text: str) -> str:
    """What leaves of an answer to a danger after 退订."""
    return text.partition("\n")[0]
