"""A trained agent with the real pipeline, the real actions in this process, and a stand-in for the portal."""

from __future__ import annotations

import asyncio
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import bot.lean  # noqa: F401 (first: it replaces parts of Rasa before Rasa is imported)

# isort: split
from rasa.core.agent import Agent
from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.utils.endpoints import EndpointConfig
from rasa_sdk.executor import ActionExecutor

import actions.serve
from actions.portal_client import PortalClient
from actions.topics import topic
from bot.server import channel, inbound, rasa_patches
from tests.bot.conversation.danger_chat import Chat
from tests.bot.conversation.portal_stand_in import TOKEN, Portal, StandIn
from tests.bot.model import model_of_the_present_data
from tests.contract import faults

assert actions.serve.TOPIC_MODULES
rasa_patches.apply()


@pytest.fixture(scope="session")
def model() -> Path:
    return model_of_the_present_data()


STANDING = {"0": "转人工", "Y": "说明"}
SENT = "2026-11-24T09:00:00+08:00"


class ActionsHere(EndpointConfig):
    """Run the actions in this process, without HTTP; `down` makes each call fail."""

    def __init__(self) -> None:
        super().__init__("http://127.0.0.1:9/webhook")
        self.executor = ActionExecutor()
        self.executor.register_package("actions")
        self.down = False
        self.ran: list[str] = []

    async def request(self, *_: Any, **kwargs: Any) -> Any:
        if self.down:
            raise ConnectionError
        body = kwargs["json"]
        self.ran.append(body["next_action"])
        return await self.executor.run({**body, "tracker": {**body["tracker"], "events": []}})


@pytest.fixture(scope="session")
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    made = asyncio.new_event_loop()
    yield made
    made.close()


@pytest.fixture(scope="session")
def stand_in() -> Iterator[Portal]:
    with StandIn() as portal:
        yield portal


@pytest.fixture
def portal(stand_in: Portal) -> Portal:
    stand_in.clear()
    return stand_in


@pytest.fixture(scope="session")
def agent(model: Path) -> Agent:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return Agent.load(str(model), action_endpoint=ActionsHere())


class Resident:
    """A resident who writes to the bot. Every message has a new inbox id unless one is given."""

    def __init__(self, agent: Agent, loop: asyncio.AbstractEventLoop, channel: str = "webchat") -> None:
        self.agent, self.loop, self.channel = agent, loop, channel
        self.contact, self.epoch, self.inbox_id = 17, 1, 100
        self.expecting: dict[str, Any] | None = None
        self.draft: dict[str, Any] | None = None

    @property
    def sender(self) -> str:
        return f"{self.contact}.{self.epoch}"

    def says(
        self,
        text: str,
        *,
        inbox_id: int | None = None,
        photos: tuple[str, ...] = (),
        wish: str | None = None,
        said: str = "",
        may_be_named: bool = False,
    ) -> dict[str, Any]:
        """Send a text; return the bot's answer. Advances the epoch and keeps `expecting`, as the gateway does.

        `wish`: the rest of the text, if the portal would find a wish not to be named in it. `said`: the wish that the
        portal would find in the text and the one before it. `may_be_named`: the portal reads that its sender may be named.
        """
        if inbox_id is None:
            self.inbox_id += 1
            inbox_id = self.inbox_id
        metadata = {"channel": self.channel, "first_contact": False, "photos": list(photos), "expecting": self.expecting, "draft": self.draft, "sent_at": SENT}  # fmt: skip
        if wish is not None:
            metadata["wish"] = {"said": text.replace(wish, "").strip("，") if wish else text, "rest": wish}
        if said:
            metadata["wish"] = {"said": said, "rest": ""}
        if may_be_named:
            metadata["may_be_named"] = True
        meant = {**STANDING, **((self.expecting or {}).get("choices") or {})}.get(text)
        if meant is not None:  # as the gateway decides (portal/channels/text/open_questions.py)
            metadata["typed"], text = text, meant
        request = {"sender": self.sender, "inbox_id": inbox_id, "text": text, "metadata": metadata}
        assert faults("request", request) == []
        answer = self.loop.run_until_complete(channel.answer_message(self.agent, inbound.parse_request(request)))
        assert faults("answer", answer) == []
        if not answer["retry"] and "expecting" in answer:
            self.expecting = answer["expecting"]
        return answer

    def new_epoch(self, draft: dict[str, Any] | None = None) -> None:
        self.epoch += 1
        self.draft = draft


@pytest.fixture
def resident(agent: Agent, loop: asyncio.AbstractEventLoop, portal: Portal) -> Iterator[Resident]:
    client = PortalClient(portal.url, TOKEN)
    topic.set_portal(client)
    agent.tracker_store = agent.processor.tracker_store = InMemoryTrackerStore(agent.domain)
    agent.processor.action_endpoint.down = False
    agent.processor.action_endpoint.ran.clear()
    yield Resident(agent, loop)
    loop.run_until_complete(client.close())


@pytest.fixture
def chat(portal: Portal) -> Iterator[Chat]:
    loop = asyncio.new_event_loop()
    made = Chat(portal, loop)
    yield made
    loop.run_until_complete(made.client.close())
    loop.close()


def texts(answer: dict[str, Any]) -> str:
    return "\n".join(message["text"] for message in answer["messages"])


def asked(answer: dict[str, Any]) -> str | None:
    found = [message["asks"] for message in answer["messages"] if message["asks"]]
    return found[-1] if found else None
