"""A conversation about dangers with the topics alone, and the alarms that its tests raise."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import actions.serve
from actions.conversation.expecting import Detail, Expecting, raised_emergency, read_expecting
from actions.conversation.say import UNCHANGED, Reply
from actions.conversation.turn import Talk
from actions.portal_client import PortalClient
from actions.routes.topics import Topic
from actions.topics.topic import run_topic
from tests.bot.conversation.drafts import a_turn
from tests.bot.conversation.portal_stand_in import JUST_NOW, TOKEN, Portal

assert actions.serve.TOPIC_MODULES


class Chat:
    """A conversation with the topics alone: each turn's draft is made by hand."""

    def __init__(self, portal: Portal, loop: asyncio.AbstractEventLoop) -> None:
        self.client, self.loop = PortalClient(portal.url, TOKEN), loop
        self.talk, self.inbox_id = Talk(), 100
        self.expecting: Expecting | None = None

    def says(self, text: str, intent: str = "report_case", *, rule: Topic = "intake", score: float = 0.6, **said: Any) -> Reply:  # fmt: skip
        self.inbox_id += 1
        turn = a_turn(text, intent, score, expecting=self.expecting, sent_at=JUST_NOW, **said)
        turn = replace(turn, inbox_id=self.inbox_id)
        reply = self.loop.run_until_complete(run_topic(turn, self.talk, rule, self.client))
        self.talk = self.talk if reply.talk is None else reply.talk
        if reply.registered:
            self.talk = Talk(form=self.talk.form)
        if reply.expecting is not UNCHANGED:
            self.expecting = reply.expecting  # type: ignore[assignment]  # mypy narrows by `is not` for None and enums alone
        return reply

    def raised(self) -> Detail:
        """The emergency that the gateway remembers."""
        raised = raised_emergency(self.expecting)
        assert raised is not None
        return raised

    def was_told_its_end(self) -> None:
        """The gateway remembers that the emergency was called off."""
        self.expecting = read_expecting(dict(self.expecting or {}) | {"over": True})


def names(reply: Reply) -> list[str]:
    return [say.response for say in reply.says]


def doubt(chat: Chat, text: str = "桂花苑3栋楼道有股煤气味", **said: Any) -> Reply:
    return chat.says(text, danger=said.pop("danger", "gas"), asks=True, place=said.pop("place", ("桂花苑3栋",)), **said)


KINDS = {
    "fire": ("桂花苑3栋我家厨房着火了", "119"),
    "gas": ("桂花苑3栋我家煤气漏了", "119"),
    "trapped": ("桂花苑3栋电梯里困了人", "119"),
    "injury": ("桂花苑3栋有人晕倒了", "120"),
    "violence": ("桂花苑3栋门口有人打架", "110"),
    "home_violence": ("桂花苑3栋我老公打我", "110"),
    "self_harm": ("桂花苑3栋有人要跳楼", "110"),
    "missing": ("桂花苑3栋孩子不见了", "110"),
    "live_wire": ("桂花苑3栋门口电线掉地上冒火花", "119"),
    "no_answer": ("桂花苑3栋独居老人敲门没人应", "119"),
    "other": ("桂花苑3栋围墙要倒了", "110"),
}


def fire(chat: Chat, text: str = "桂花苑3栋我家厨房着火了", danger: str = "fire", place: tuple[str, ...] = ("桂花苑3栋",)) -> Reply:  # fmt: skip
    told = chat.says(text, danger=danger, place=place)
    assert told.registered
    return told


def raise_as(chat: Chat, script: str) -> None:
    """A danger with this script of advice."""
    fire(chat, KINDS["fire"][0], "fire")
    chat.expecting = {**chat.raised(), "danger": script}
