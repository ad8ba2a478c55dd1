"""Several cases wait for their reporter's word at once: no answer is swallowed, none goes to the wrong case."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from twilio.request_validator import RequestValidator

from portal.cases.models import Case
from portal.cases.records import actors
from portal.cases.verbs.desk import desk_actions
from portal.cases.verbs.handler import handler_actions
from portal.cases.verbs.intake import registering
from portal.channels.doors import wechat
from portal.outbox.delivery import deliver_due
from portal.residents.models import ContactPoint
from portal.staff import service as accounts
from portal.staff.models import Account
from portal.storage.parts import Parts
from portal.wiring.app import create_app, create_internal_app
from portal.wiring.rooms import consumers_of
from tests.attacks.town import draft, town
from tests.portal.conftest import HandClock
from tests.vendors.bot import TOKEN, StandInBot, said

__all__ = ["town"]

MATTERS = ["幸福家园3栋路灯坏了", "桂花苑5栋水管漏水", "幸福家园3栋垃圾没清"]
SAY_DONE, SAY_NOT = "修好了", "没修好"
OPTIONS = [{"code": "yes", "label": "同意"}, {"code": "no", "label": "反对"}]
VOTE: dict[str, Any] = {
    "kind": "vote_named", "consultation": "3", "title": "停车场", "question": "q1", "options": OPTIONS, "given": {},
    "questions": [{"key": "q1", "text": "改吗", "options": OPTIONS}], "choices": {"1": "同意", "2": "反对"},
}  # fmt: skip


@pytest.fixture
def bot() -> Iterator[StandInBot]:
    stand_in = StandInBot()
    yield stand_in
    stand_in.down()


@pytest.fixture
def parts(parts: Parts, bot: StandInBot) -> Parts:
    return replace(parts, settings=replace(parts.settings, rasa_port=bot.port, bot_token=TOKEN))


@pytest.fixture
def answering(town: Parts, bot: StandInBot) -> StandInBot:
    """A bot that does with a follow-up what the real one does: the answer goes to the case that it was told of."""
    internal = create_internal_app(town).test_client()
    headers = {"Authorization": f"Bearer {town.settings.internal_token}"}

    def answer(ask: dict[str, Any]) -> dict[str, Any]:
        expecting = ask["metadata"]["expecting"] or {}
        words = (expecting.get("choices") or {}).get(ask["text"], ask["text"])
        if ask["text"] == "我要投票":
            return {"messages": [said("停车场改不改？", asks="vote")], "expecting": VOTE}
        if expecting.get("kind") == "vote_named" and words in VOTE["choices"].values():
            return {"messages": [said(f"记票：{words}")], "expecting": None}
        if expecting.get("kind") != "follow_up" or not ("修好了" in words or "没修好" in words):
            buttons = [{"title": "东门", "payload": "东门口"}, {"title": "西门", "payload": "西门口"}]
            shown = buttons if "在哪" in ask["text"] else []
            return {"messages": [said("听到：" + ask["text"], buttons=shown)], "retry": False, "registered": False}
        body = {"contact": int(ask["sender"].partition(".")[0]), "fixed": "没修好" not in words, "text": ask["text"]}
        key = {"Idempotency-Key": f"{ask['inbox_id']}:answer"}
        done = internal.post(f"/internal/v1/cases/{expecting['case_no']}/follow-up", json=body, headers=headers | key)
        assert done.status_code == 200, done.text
        told = [said(f"{expecting['case_no']}记下了")]
        return {"messages": told, "retry": False, "registered": False, "expecting": None}

    bot.answer = answer
    return bot


class Speaker:
    """Somebody on one channel; `say` gives all that came back by then."""

    def __init__(self, parts: Parts, channel: str) -> None:
        self.parts, self.channel = parts, channel
        self.client: FlaskClient = create_app(parts).test_client()
        self.client.application.config["WTF_CSRF_ENABLED"] = False
        self.ids = itertools.count(1)
        self.token = self.client.post("/api/v1/chat/sessions").json["token"] if channel == "webchat" else ""
        self.say("你好")
        with parts.db.read() as s:
            newest = sa.select(ContactPoint.id).where(ContactPoint.channel == channel).order_by(ContactPoint.id.desc())
            self.contact = s.scalars(newest.limit(1)).one()

    def say(self, text: str) -> str:
        return {"webchat": self._web, "sms": self._sms, "wechat": self._wechat}[self.channel](text)

    def _web(self, text: str) -> str:
        body = {"text": text, "client_message_id": f"m{next(self.ids)}"}
        answer = self.client.post(
            "/api/v1/chat/messages", json=body, headers={"Authorization": f"Bearer {self.token}"}
        ).json
        return "\n".join(
            message["text"] + "".join(f"[{button['title']}]" for button in message["buttons"])
            for message in answer["messages"]
        )

    def _sms(self, text: str) -> str:
        form = {"From": "+12025550123", "To": "+1", "Body": text, "MessageSid": f"SM{next(self.ids)}", "NumMedia": "0"}
        path = "/sms/twilio/inbound"
        signature = RequestValidator("linli-demo").compute_signature(self.parts.settings.public_url + path, form)
        answer = self.client.post(path, data=form, headers={"X-Twilio-Signature": signature})
        return "\n".join(message.text or "" for message in ElementTree.fromstring(answer.data))

    def _wechat(self, text: str) -> str:
        stamp = str(int(self.parts.clock.now().timestamp()))
        query = {"timestamp": stamp, "nonce": "17", "signature": wechat.signature("linli-demo", stamp, "17")}
        fields = {"ToUserName": "gh_1", "FromUserName": "o-abc", "CreateTime": 1790000000, "MsgType": "text"}
        fields |= {"Content": text, "MsgId": next(self.ids)}
        xml = "<xml>" + "".join(f"<{name}>{value}</{name}>" for name, value in fields.items()) + "</xml>"
        answer = self.client.post("/wechat", query_string=query, data=xml)
        return ElementTree.fromstring(answer.data).findtext("Content") or ""


def deliver(parts: Parts) -> None:
    while deliver_due(parts.db, parts.clock, consumers_of(parts)):
        pass


def resolved(parts: Parts, contact: int, text: str, clock: HandClock) -> str:
    """A case that its body says is mended, and whose reporter was asked."""
    with parts.db.write() as s:
        case = registering.report(s, parts, contact=contact, text=text, draft=draft(text))
        clerk = accounts.active_actor(s, s.scalars(sa.select(Account.id).where(Account.username == "clerk")).one())
        body = accounts.active_actor(s, s.scalars(sa.select(Account.id).where(Account.username == "at-xingfu")).one())
        assert clerk is not None
        assert body is not None
        desk_actions.dispatch(s, parts, case, actors.staff(s, clerk), body="xingfu")
        handler_actions.resolve(s, parts, case, actors.staff(s, body), text="弄好了")
        case_no = str(case.case_no)
    deliver(parts)
    clock.move(minutes=1)
    return case_no


def states(parts: Parts) -> dict[str, str]:
    with parts.db.read() as s:
        return {str(row[0]): str(row[1]) for row in s.execute(sa.select(Case.case_no, Case.state))}


@pytest.fixture(params=["webchat", "wechat", "sms"])
def speaker(request: pytest.FixtureRequest, town: Parts, answering: StandInBot) -> Speaker:
    return Speaker(town, request.param)


def test_one_question_is_answered_with_one_number(speaker: Speaker, town: Parts, clock: HandClock) -> None:
    """As ever: the honest, simple case."""
    case_no = resolved(town, speaker.contact, MATTERS[0], clock)
    speaker.say("1")
    assert states(town)[case_no] == "closed"


def test_two_questions_are_both_answered(speaker: Speaker, town: Parts, clock: HandClock) -> None:
    """A bare 2 asks which is meant; the next number says it, and the other question still waits for its 1."""
    lamp, pipe = (resolved(town, speaker.contact, text, clock) for text in MATTERS[:2])
    asked = speaker.say("2")
    assert "哪一件" in asked
    assert lamp[-4:] in asked
    assert pipe[-4:] in asked
    assert set(states(town).values()) == {"resolved"}
    first = lamp if asked.index(lamp[-4:]) < asked.index(pipe[-4:]) else pipe
    other = pipe if first == lamp else lamp
    speaker.say("1")
    assert states(town)[first] == "dispatched"
    assert states(town)[other] == "resolved"
    speaker.say("1")
    assert states(town)[other] == "closed"


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1), (1, 2, 0)])
def test_three_questions_by_number_of_the_case(
    speaker: Speaker, town: Parts, clock: HandClock, order: tuple[int, ...]
) -> None:
    """Whole or by its last digits, in any order, with a digit or in words: each goes where it says."""
    cases = [resolved(town, speaker.contact, text, clock) for text in MATTERS]
    says = ["{no} 1", "没修好，{tail}", "{tail}修好了"]
    for number, words in zip(order, says, strict=True):
        speaker.say(words.format(no=cases[number], tail=cases[number][-4:]))
    found = states(town)
    assert [found[cases[number]] for number in order] == ["closed", "dispatched", "closed"]


def test_words_that_fit_one_case_only_go_to_it(speaker: Speaker, town: Parts, clock: HandClock) -> None:
    """水管修好了 is about the pipe, though the lamp was asked of last."""
    pipe, lamp = resolved(town, speaker.contact, MATTERS[1], clock), resolved(town, speaker.contact, MATTERS[0], clock)
    speaker.say("水管修好了")
    assert states(town) == {pipe: "closed", lamp: "resolved"}


def test_an_answer_on_the_page_leaves_the_other_question_alone(
    town: Parts, answering: StandInBot, clock: HandClock
) -> None:
    """Answered there, it is no longer asked here: a bare 2 is for the one that is left."""
    speaker = Speaker(town, "webchat")
    lamp, pipe = (resolved(town, speaker.contact, text, clock) for text in MATTERS[:2])
    headers = {"Authorization": f"Bearer {speaker.token}"}
    speaker.client.post(f"/c/{pipe}/follow-up", data={"fixed": "yes"}, headers=headers)
    assert states(town) == {lamp: "resolved", pipe: "closed"}
    speaker.say("2")
    assert states(town) == {lamp: "dispatched", pipe: "closed"}


def test_a_tap_says_which_case_it_is_about(town: Parts, answering: StandInBot, clock: HandClock) -> None:
    """The buttons of the first question still answer the first, after the second came."""
    speaker = Speaker(town, "webchat")
    lamp, pipe = (resolved(town, speaker.contact, text, clock) for text in MATTERS[:2])
    headers = {"Authorization": f"Bearer {speaker.token}"}
    query = {"after": 0, "wait": 0}
    lying = speaker.client.get("/api/v1/chat/messages", query_string=query, headers=headers).json["messages"]
    taps = [message["buttons"] for message in lying if message["buttons"]]
    speaker.say(taps[0][0]["payload"])
    speaker.say(taps[1][1]["payload"])
    assert states(town) == {lamp: "closed", pipe: "dispatched"}


@pytest.mark.parametrize("channel", ["wechat", "sms"])
def test_a_menu_and_a_question_do_not_swallow_each_other(
    town: Parts, answering: StandInBot, clock: HandClock, channel: str
) -> None:
    """The bot offered numbers, then a push came: 1 is asked about. A menu that came after the push has the number."""
    speaker = Speaker(town, channel)
    speaker.say("在哪报事")
    clock.move(minutes=1)
    case_no = resolved(town, speaker.contact, MATTERS[0], clock)
    asked = speaker.say("1")
    assert case_no[-4:] in asked
    assert "东门" in asked
    assert states(town)[case_no] == "resolved"
    speaker.say("1")
    assert states(town)[case_no] == "closed"
    other = resolved(town, speaker.contact, MATTERS[1], clock)
    speaker.say("在哪呢")
    assert "西门口" in speaker.say("2")
    assert states(town)[other] == "resolved"


def test_ordinary_words_are_not_held_up(speaker: Speaker, town: Parts, clock: HandClock) -> None:
    """A new report while two questions wait goes to the bot as it is."""
    for text in MATTERS[:2]:
        resolved(town, speaker.contact, text, clock)
    assert "听到：门口井盖坏了，很危险" in speaker.say("门口井盖坏了，很危险")
    assert set(states(town).values()) == {"resolved"}


def test_a_vote_and_a_follow_up_are_told_apart(speaker: Speaker, town: Parts, clock: HandClock) -> None:
    """The vote was asked first, the follow-up last: 1 is asked about, in words that a resident can read, and both go on."""
    assert "停车场" in speaker.say("我要投票")
    clock.move(minutes=31)
    case_no = resolved(town, speaker.contact, MATTERS[0], clock)
    asked = speaker.say("1")
    assert case_no[-4:] in asked
    assert "停车场" in asked
    assert "vote" not in asked
    assert "（）" not in asked
    assert "记票：同意" in speaker.say("2")
    assert states(town)[case_no] == "resolved"
    speaker.say("2")
    assert states(town)[case_no] == "dispatched"
