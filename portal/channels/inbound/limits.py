"""Rate limits for messages, per sender and per IP address, and for new chats. Above them no message is kept, and the answer says so.

Alarms above them are kept up to a second limit; a refused alarm is still answered with the number to call. For vendors
only senders are counted, since all of a vendor's messages come from a few addresses.
"""

from __future__ import annotations

from pathlib import Path

from portal.cases.models import Urgency
from portal.cases.verbs.intake import unread_words
from portal.channels.text.danger_words import TEMPLATES, PlainDanger, plain_danger
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


def spend_session(text: str, address: str) -> None:
    """Count one new chat of this IP address. Raises TooMany above the limit; for words of danger only above a second one of the same size.

    `text`: what is about to be said in it; so many texts an hour in which no plain words tell of danger are read by the bot. Others at
    the same address may have used the limit up: the error says so.
    """
    most, key = f"{parts().settings.chat_sessions_per_hour} per hour", address_key(address)
    try:
        throttle().spend(most, "chat_sessions", key)
    except TooMany as refused:
        alarm, wait = plain_danger(text) if text else None, refused.extra["retry_after"]
        number = _number_to_call(alarm) if alarm else ""
        if alarm is None and not (text and _reads_danger(most, key, text)):
            raise _too_many_here("", wait) from None
        try:
            throttle().spend(most, "chat_sessions_in_danger", key)
        except TooMany as again:
            raise _too_many_here(number, again.extra["retry_after"]) from None


def _reads_danger(most: str, key: str, text: str) -> bool:
    """Whether the bot reads an emergency in the text; False, too, if it does not answer, or has read too many for this address."""
    try:
        throttle().spend(most, "chat_sessions_read", key)
    except TooMany:
        return False
    draft = unread_words.read(parts(), text)
    return draft is not None and draft["urgency"]["level"] == Urgency.EMERGENCY


def _too_many_here(number: str, wait: int) -> TooMany:
    """The error for an address above the limit of new chats, which begins with the number to call, if there is one."""
    return TooMany(number + templates.render(parts().settings.community, "too_many_here"), retry_after=wait)


def _number_to_call(alarm: PlainDanger) -> str:
    return templates.render(parts().settings.community, TEMPLATES[alarm.danger]).split("\n")[0]


def _spend_alarm(sender: str, alarm: PlainDanger, most: int) -> None:
    try:
        throttle().spend(f"{most} per minute", "chat_alarms", sender)
    except TooMany as refused:
        raise TooMany(f"{_number_to_call(alarm)}{refused.title}", retry_after=refused.extra["retry_after"]) from None
