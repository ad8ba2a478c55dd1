"""What Rasa answered, as the gateway gets it: fresh, or kept in the tracker's events. Pure.

An action puts what the gateway is told beside the words under `linli` (actions/topics/topic.py); Rasa keeps it with the message.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any


def reply(messages: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The answer of the wire contract, from whole messages as Rasa hands them to an output channel."""
    found = list(messages)
    answer: dict[str, Any] = {
        "messages": [_message(message) for message in found],
        "retry": any(_told(message).get("retry") for message in found),
        "registered": any(_told(message).get("registered") for message in found),
    }
    for message in found:
        if "expecting" in _told(message):
            answer["expecting"] = _told(message)["expecting"]
    return answer


def kept(events: Iterable[Mapping[str, Any]], inbox_id: int) -> dict[str, Any] | None:
    """The kept answer to an inbox id; None when it was never handled, not to the end, or is to be handled again.

    `events` as dicts, oldest first. A message handled twice (after `retry`) stands there twice: the last one counts.
    """
    said: list[Mapping[str, Any]] | None = None
    listening = False
    for event in events:
        if event["event"] == "user":
            listening = (event.get("metadata") or {}).get("inbox_id") == inbox_id
            said = [] if listening else said
        elif event["event"] == "bot" and listening and said is not None:
            said.append(_as_handed_out(event))
    if not said:
        return None
    answer = reply(said)
    return None if answer["retry"] else answer


def _as_handed_out(event: Mapping[str, Any]) -> dict[str, Any]:
    return {**(event.get("data") or {}), "text": event.get("text"), **(event.get("metadata") or {})}


def _message(message: Mapping[str, Any]) -> dict[str, Any]:
    told = _told(message)
    buttons = message.get("buttons") or []
    return {
        "text": message.get("text") or "",
        "buttons": [{"title": str(button["title"]), "payload": str(button["payload"])} for button in buttons],
        "link": told.get("link"),
        "asks": told.get("asks"),
        "fallback": bool(told.get("fallback")),
        "response": message.get("utter_action") or "",
        "params": {name: message.get(name, "") for name in told.get("params") or ()},
    }


def _told(message: Mapping[str, Any]) -> Mapping[str, Any]:
    told = message.get("linli")
    return told if isinstance(told, dict) else {}
