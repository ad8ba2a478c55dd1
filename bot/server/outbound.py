"""Turn Rasa's messages into the gateway's answer, fresh or from the tracker's events. Pure.

Facts for the gateway are in each message's `linli` (from actions/topics/topic.py; `retry` also
from bot/server/channel.py), which Rasa keeps with the message.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from bot.server.wire import Answer, Message


def build_answer(messages: Iterable[Mapping[str, Any]]) -> Answer:
    """Build the answer of the contract from the messages that Rasa gave to an output channel; of several `expecting` the last counts."""
    found = list(messages)
    answer: Answer = {
        "messages": [_to_contract(message) for message in found],
        "retry": any(_facts(message).get("retry") for message in found),
        "registered": any(_facts(message).get("registered") for message in found),
    }
    for message in found:
        if "expecting" in _facts(message):
            answer["expecting"] = _facts(message)["expecting"]
    return answer


def stored_answer(events: Iterable[Mapping[str, Any]], inbox_id: int) -> Answer | None:
    """The stored answer to an inbox id. None: no answer is stored, or it must be handled again (`retry`).

    `events`: as dicts, oldest first. A message handled twice (after `retry`) occurs twice: the last one counts.
    """
    messages: list[Mapping[str, Any]] | None = None
    in_turn = False
    for event in events:
        if event["event"] == "user":
            in_turn = (event.get("metadata") or {}).get("inbox_id") == inbox_id
            messages = [] if in_turn else messages
        elif event["event"] == "bot" and in_turn and messages is not None:
            messages.append(_message_of_event(event))
    if not messages:
        return None
    answer = build_answer(messages)
    return None if answer["retry"] else answer


def _message_of_event(event: Mapping[str, Any]) -> dict[str, Any]:
    """The message of a bot event, as Rasa gave it to the output channel."""
    return {**(event.get("data") or {}), "text": event.get("text"), **(event.get("metadata") or {})}


def _to_contract(message: Mapping[str, Any]) -> Message:
    """A message of Rasa as one of the contract."""
    facts = _facts(message)
    buttons = message.get("buttons") or []
    return {
        "text": message.get("text") or "",
        "buttons": [{"title": str(button["title"]), "payload": str(button["payload"])} for button in buttons],
        "link": facts.get("link"),
        "asks": facts.get("asks"),
        "fallback": bool(facts.get("fallback")),
        "response": message.get("utter_action") or "",
        "params": {name: str(message.get(name, "")) for name in facts.get("params") or ()},
    }


def _facts(message: Mapping[str, Any]) -> Mapping[str, Any]:
    """What the actions tell the gateway of a message (`linli`); {} if nothing."""
    facts = message.get("linli")
    return facts if isinstance(facts, dict) else {}
