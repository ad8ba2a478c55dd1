"""Rate limits for messages, per sender and per IP address. Above them no message is kept, and the answer says so.

Alarms above them are kept up to a second limit; a refused alarm is still answered with the number to call. For vendors
only senders are counted, since all of a vendor's messages come from a few addresses.
"""

from __future__ import annotations

from pathlib import Path

from portal.channels.text.danger_words import TEMPLATES, PlainDanger
from portal.http.current import parts
from portal.http.throttle import address_key, throttle
from portal.kernel.errors import TooMany
from portal.wording import templates

SHARED = 40  # one IP address may send this many times as much as one sender: a school or a village may share it


def too_many(community: Path, retry_after: int) -> TooMany:
    """The error for a sender above the limit. `community`: LINLI_HOME/community; `retry_after`: seconds."""
    return TooMany(templates.render(community, "too_many"), retry_after=retry_after)


def spend_message(sender: str, alarm: PlainDanger | None, address: str | None = None) -> None:
    """Count one message. Raises TooMany above the limit; for an alarm only above a second one of the same size.

    The title of that error begins with the number to call. `sender`: a contact point's id (web chat), or the keyed
    hash of the sender's phone number or openid; `address`: the IP address.
    """
    most = parts().settings.chat_messages_per_minute
    try:
        throttle().spend(f"{most} per minute", "chat_messages", sender)
        if address is not None:
            throttle().spend(f"{most * SHARED} per minute", "chat_messages_address", address_key(address))
    except TooMany as refused:
        if alarm is None:
            raise too_many(parts().settings.community, int(refused.extra["retry_after"])) from None
        _spend_alarm(sender, alarm, most)


def _spend_alarm(sender: str, alarm: PlainDanger, most: int) -> None:
    try:
        throttle().spend(f"{most} per minute", "chat_alarms", sender)
    except TooMany as refused:
        number = templates.render(parts().settings.community, TEMPLATES[alarm.danger]).split("\n")[0]
        raise TooMany(f"{number}{refused.title}", retry_after=refused.extra["retry_after"]) from None
