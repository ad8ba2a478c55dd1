"""Rasa's input channel for the gateway: routes for messages and for drafts, with a token, and one for its health, without
(docs/architecture.md, "The bot's door").

A repeated inbox id gets the stored answer. A turn that could not reach the portal is handled again: its writes carry
idempotency keys, and it left the bot's memory (the slot `talk`) as it was. Rasa saves a turn's events once, at its end,
so if the process is killed, a turn is kept as a whole or not at all; only a restored draft is saved earlier.
"""

from __future__ import annotations

import hmac
import json
import logging
from collections.abc import Awaitable, Callable
from typing import Any, Protocol, TypeVar

from rasa.core.agent import Agent
from rasa.core.channels.channel import InputChannel, OutputChannel, UserMessage
from rasa.shared.core.events import SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.server import inbound, outbound
from bot.server.inbound import Inbound, TextToRead
from bot.server.log_lines import describe_error
from bot.server.wire import Answer

log = logging.getLogger(__name__)

LOCK_POLL = 0.05  # seconds between tries for the lock; Rasa's default of 1 s makes a waiting message slow
MEMORY_SLOT = "talk"  # the slot with the actions' memory (domain.yml)
TRY_LATER = "utter_portal_down"  # the response (domain.yml) if the action server gave no answer


class Asked(Protocol):
    """The parsed body of a request. `log_name`: what the log calls it; it quotes nothing."""

    @property
    def log_name(self) -> str: ...


T = TypeVar("T", bound=Asked)


class CollectedMessages(OutputChannel):
    """An output channel that collects the messages of a turn. Named after the sender's channel, so that Rasa picks the responses for it."""

    def __init__(self, channel: str) -> None:
        self.channel = channel
        self.messages: list[dict[str, Any]] = []

    def name(self) -> str:  # type: ignore[override]  # Rasa asks the instance
        return self.channel

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        self.messages.append(dict(message))


class LinliChannel(InputChannel):
    """The gateway's channel. `token`: the bearer token that the gateway must send; raises ValueError if it has fewer than 16 characters."""

    def __init__(self, token: str) -> None:
        if len(token) < 16:
            raise ValueError("LINLI_BOT_TOKEN: expected at least 16 characters")
        self._authorization = f"Bearer {token}".encode()

    @classmethod
    def name(cls) -> str:
        return "linli"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> LinliChannel:
        return cls(str((credentials or {}).get("token") or ""))

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        door = Blueprint("linli_webhook", __name__)

        @door.route("/", methods=["GET"])
        async def health(request: Request) -> HTTPResponse:
            ready = _agent(request) is not None
            return response.json({"status": "ok" if ready else "loading"}, status=200 if ready else 503)

        @door.route("/messages", methods=["POST"])
        async def messages(request: Request) -> HTTPResponse:
            return await self._answer(request, inbound.parse_request, answer_message)

        @door.route("/drafts", methods=["POST"])
        async def drafts(request: Request) -> HTTPResponse:
            return await self._answer(request, inbound.parse_text, read_draft)

        return door

    async def _answer(
        self, request: Request, parse: Callable[[Any], T], answer: Callable[[Agent, T], Awaitable[Any]]
    ) -> HTTPResponse:
        """Check the token, `parse` the body, and answer it as JSON.

        401 for another token, 503 while Rasa loads, 400 for a body that cannot be parsed, 500 (one line is logged) for whatever breaks.
        """
        given = (request.headers.get("Authorization") or "").encode("utf-8", "replace")
        if not hmac.compare_digest(given, self._authorization):
            return response.json({"error": "unauthorized"}, status=401)
        agent = _agent(request)
        if agent is None:
            return response.json({"error": "loading"}, status=503)
        try:
            asked = parse(json.loads(request.body))
        except (inbound.Malformed, ValueError, RecursionError) as error:
            return response.json({"error": f"{type(error).__name__}: {str(error)[:60]}"}, status=400)
        try:
            return response.json(await answer(agent, asked))
        except Exception as error:  # whatever breaks: log one line, and the gateway tries again
            log.error("%s: %s", asked.log_name, describe_error(error))
            return response.json({"error": type(error).__name__}, status=500)


def _agent(request: Request) -> Agent | None:
    """Rasa's agent; None while it loads."""
    agent = getattr(request.app.ctx, "agent", None)
    return agent if agent is not None and agent.is_ready() else None


async def read_draft(agent: Agent, asked: TextToRead) -> dict[str, Any]:
    """The case draft of a text that no sender sent here, read as a message is; no turn is taken and nothing is stored."""
    found = await agent.processor.parse_message(UserMessage(text=asked.text, metadata={"sent_at": asked.sent_at}))
    return {"draft": found["case"]}


async def answer_message(agent: Agent, message: Inbound) -> Answer:
    """Return the stored answer of this inbox id, or handle the turn. Each sender's turns run one at a time.

    A draft that comes along is saved in the tracker before the turn if nothing has been said there yet; else it is ignored.
    """
    async with agent.lock_store.lock(message.sender, wait_time_in_seconds=LOCK_POLL):
        tracker = await agent.tracker_store.retrieve(message.sender)
        if tracker is not None:
            stored = outbound.stored_answer((event.as_dict() for event in tracker.events), message.inbox_id)
            if stored is not None:
                return stored
        if message.draft is not None and (tracker is None or not _has_begun(tracker)):
            await _save_draft_to_tracker(agent, message)
            return await _handle_turn(agent, message, message.draft)
        return await _handle_turn(agent, message, _open_form(tracker))


def _open_form(tracker: DialogueStateTracker | None) -> dict[str, Any]:
    """The open draft (`actions/intake/form.py`) in the tracker's memory slot, or {}."""
    memory = tracker.get_slot(MEMORY_SLOT) if tracker is not None else None
    form = memory.get("form") if isinstance(memory, dict) else None
    return form if isinstance(form, dict) else {}


def _answered_question(form: dict[str, Any]) -> str:
    """The common question that was answered last, while the bot waits to hear whether that helped; else ""."""
    faq = form.get("faq")
    return str(faq.get("question") or "") if form.get("stage") == "answered" and isinstance(faq, dict) else ""


async def _handle_turn(agent: Agent, message: Inbound, form: dict[str, Any]) -> Answer:
    """Handle the turn. `form`: the open draft, or {}.

    Its text is passed on, so that the message is also read joined to it; so is the common question answered last, so that
    a message that asks more about it is understood, and its stage, so that it is known what the message does to it.
    """
    collected = CollectedMessages(message.channel)
    conversation = {
        "said_before": str(form.get("text") or ""),
        "answered": _answered_question(form),
        "stage": str(form.get("stage") or ""),
    }
    await agent.processor.handle_message(
        UserMessage(
            text=message.text,
            output_channel=collected,
            sender_id=message.sender,
            input_channel=message.channel,
            message_id=str(message.inbox_id),
            metadata=message.metadata | conversation,
        )
    )
    if not collected.messages:  # the action server is down or failed
        return await _retry_answer(agent, message)
    return outbound.build_answer(collected.messages)


def _has_begun(tracker: DialogueStateTracker) -> bool:
    """Whether the tracker has a message or a memory already."""
    return tracker.get_last_event_for(UserUttered) is not None or tracker.get_slot(MEMORY_SLOT) is not None


async def _save_draft_to_tracker(agent: Agent, message: Inbound) -> None:
    """Save the open draft, which the portal kept and sent along, in the new tracker, before the turn begins.

    Registering deletes it in the portal, but a turn repeated after a kill must still find it.
    """
    processor = agent.processor
    tracker = await processor.fetch_tracker_with_initial_session(message.sender, CollectedMessages(message.channel))
    tracker.update(SlotSet(MEMORY_SLOT, {"form": {**message.draft, "restored": True}}), processor.domain)
    await processor.save_tracker(tracker)


async def _retry_answer(agent: Agent, message: Inbound) -> Answer:
    """The answer if the action server gave none: try later (in danger, sure or doubtful, first whom to call); with `retry`."""
    tracker = await agent.tracker_store.retrieve(message.sender)
    names = [TRY_LATER]
    if tracker is not None and tracker.latest_message is not None:
        urgency = ((tracker.latest_message.parse_data or {}).get("case") or {}).get("urgency") or {}
        if urgency.get("level") == "emergency" or urgency.get("ask"):
            names.insert(0, f"utter_danger_{urgency.get('danger') or 'other'}")
    messages = []
    for name in names:
        response = await agent.processor.nlg.generate(name, tracker, message.channel)
        if response is not None:
            messages.append({**response, "utter_action": name, "linli": {"retry": True}})
    log.warning("turn %s waits for the action server", message.inbox_id)
    return outbound.build_answer(messages)
