"""Turn Rasa's messages into the gateway's answer, fresh or from the tracker's events. Pure.

Facts for the gateway are in each message's `linli` (from actions/topics/topic.py), which Rasa keeps with the message.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from bot.wire import Answer, Message


def build_answer(messages: Iterable[Mapping[str, Any]]) -> Answer:
    """Build the answer of the contract from the messages that Rasa gave to an output channel."""
    found = list(messages)
    answer: Answer = {
        "messages": [_message(message) for message in found],
        "retry": any(_told(message).get("retry") for message in found),
        "registered": any(_told(message).get("registered") for message in found),
    }
    for message in found:
        if "expecting" in _told(message):
            answer["expecting"] = _told(message)["expecting"]
    return answer


def stored_answer(events: Iterable[Mapping[str, Any]], inbox_id: int) -> Answer | None:
    """The stored answer to an inbox id. None: the message must be handled (again), or was not handled to the end.

    `events`: as dicts, oldest first. A message handled twice (after `retry`) occurs twice: the last one counts.
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
    answer = build_answer(said)
    return None if answer["retry"] else answer


def _as_handed_out(event: Mapping[str, Any]) -> dict[str, Any]:
    return {**(event.get("data") or {}), "text": event.get("text"), **(event.get("metadata") or {})}


def _message(message: Mapping[str, Any]) -> Message:
    told = _told(message)
    buttons = message.get("buttons") or []
    return {
        "text": message.get("text") or "",
        "buttons": [{"title": str(button["title"]), "payload": str(button["payload"])} for button in buttons],
        "link": told.get("link"),
        "asks": told.get("asks"),
        "fallback": bool(told.get("fallback")),
        "response": message.get("utter_action") or "",
        "params": {name: str(message.get(name, "")) for name in told.get("params") or ()},
    }


def _told(message: Mapping[str, Any]) -> Mapping[str, Any]:
    told = message.get("linli")
    return told if isinstance(told, dict) else {}
