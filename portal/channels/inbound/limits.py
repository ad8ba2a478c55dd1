"""How much one sender, and one address, may say: over it nothing is kept and that is said, but an alarm gets its number.

A vendor's signed door knows senders only: all of a vendor's messages come from a few addresses.
"""

from __future__ import annotations

from pathlib import Path

from portal.channels.text.danger_words import TEMPLATES, Alarm
from portal.http.current import parts
from portal.http.throttle import address_key, throttle
from portal.kernel.errors import TooMany
from portal.wording import templates

SHARED = 40  # senders' worth of messages that may come from one address: a school, a village behind one line


def too_many(community: Path, retry_after: int) -> TooMany:
    """The refusal, in words for the sender."""
    return TooMany(templates.say(community, "too_many"), retry_after=retry_after)


def spend_message(sender: str, alarm: Alarm | None, address: str | None = None) -> None:
    """Count one message. Raises TooMany; an alarm has as much again to itself, and is refused with its number first."""
    most = parts().settings.chat_messages_per_minute
    try:
        throttle().spend(f"{most} per minute", "chat_messages", sender)
        if address is not None:
            throttle().spend(f"{most * SHARED} per minute", "chat_messages_address", address_key(address))
    except TooMany as refused:
        if alarm is None:
            raise too_many(parts().settings.community, int(refused.extra["retry_after"])) from None
        _spend_alarm(sender, alarm, most)


def _spend_alarm(sender: str, alarm: Alarm, most: int) -> None:
    try:
        throttle().spend(f"{most} per minute", "chat_alarms", sender)
    except TooMany as refused:
        number = templates.say(parts().settings.community, TEMPLATES[alarm.danger]).split("\n")[0]
        raise TooMany(f"{number}{refused.title}", retry_after=refused.extra["retry_after"]) from None
