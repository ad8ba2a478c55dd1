"""What the rooms ask to be said, and the letters that leave."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa
import yaml
from flask.testing import FlaskClient

from portal.channels.models import ChatMessage
from portal.channels.outbound import alarm_advice
from portal.channels.outbound.push import push_resident, send_sms, send_wechat
from portal.kernel.config import PROJECT
from portal.kernel.ports import DeliveryFailed
from portal.outbox import service as outbox
from portal.outbox.delivery import Item, deliver_due
from portal.outbox.models import OutboxRow
from portal.residents import service as residents
from portal.residents.models import ContactPoint
from portal.storage.parts import Parts
from portal.wiring.rooms import consumers_of
from portal.wording import templates
from tests.portal.channels.conftest import Visitor
from tests.vendors.bot import StandInBot

FOLLOW_UP = {"kind": "follow_up", "case_no": "LL-20261124-0042", "choices": {"1": "修好了", "2": "没修好"}}


def point(parts: Parts, channel: str, address: str) -> int:
    with parts.db.write() as s:
        return residents.ensure_contact_point(s, parts.settings.secret_key, channel, address, parts.clock.now()).id


def ask_for(parts: Parts, contact: int, **more: Any) -> int:
    payload = {
        "contact_point_id": contact,
        "template": "follow_up",
        "params": {"case_no": "LL-20261124-0042"},
        "expecting": FOLLOW_UP,
    } | more
    with parts.db.write() as s:
        return outbox.put(s, kind="push_resident", payload=payload, now=parts.clock.now()).id


def references(parts: Parts, kind: str) -> list[str]:
    with parts.db.read() as s:
        return list(s.scalars(sa.select(OutboxRow.reference).where(OutboxRow.kind == kind).order_by(OutboxRow.id)))


def change(parts: Parts, contact_point_id: int, **values: Any) -> None:
    with parts.db.write() as s:
        s.execute(sa.update(ContactPoint).where(ContactPoint.id == contact_point_id).values(**values))


class Recorder:
    """An SMS and WeChat port that remembers, and looks whether a session is open meanwhile."""

    def __init__(self, parts: Parts) -> None:
        self.sent: list[tuple[str, str]] = []
        self.parts = parts
        self.failure: DeliveryFailed | None = None

    def send(self, to: str, text: str, *, template: str = "", params: Any = None) -> str:
        with self.parts.db.write() as s:  # would wait for ever if the caller held the writers' lock
            s.execute(sa.text("SELECT 1"))
        if self.failure:
            raise self.failure
        self.sent.append((to, text))
        return "SM1"

    notify = send


@pytest.fixture
def recorder(parts: Parts) -> Recorder:
    return Recorder(parts)


@pytest.fixture
def recorded(parts: Parts, recorder: Recorder) -> Parts:
    return replace(parts, sms=recorder, notifiers={"wechat": recorder})


def deliver(parts: Parts) -> None:
    while deliver_due(parts.db, parts.clock, consumers_of(parts)):
        pass


def test_a_web_visitor_finds_the_push_with_its_choices(
    parts: Parts, visitor: Visitor, bot: StandInBot, work: Callable[[], None]
) -> None:
    """It lies there to be fetched, and the next message may answer it."""
    visitor.say("你好")
    ask_for(parts, 1)
    work()
    message = visitor.since()["messages"][-1]
    assert message["text"].startswith("【幸福社区】您报的事")
    assert [button["title"] for button in message["buttons"]] == ["修好了", "没修好"]
    payloads = [button["payload"] for button in message["buttons"]]
    assert payloads == ["修好了（LL-20261124-0042）", "没修好（LL-20261124-0042）"]
    visitor.say("1")
    assert bot.asked[-1]["metadata"]["expecting"] == FOLLOW_UP


def test_a_push_leaves_by_its_channel_once(recorded: Parts, recorder: Recorder) -> None:
    """SMS and WeChat by their ports; a second delivery of the same row says nothing again."""
    for channel, address in (("sms", "+8613800000001"), ("wechat", "o-1")):
        row = ask_for(recorded, point(recorded, channel, address))
        with recorded.db.read() as s:
            item = Item(row, "push_resident", dict(s.get_one(OutboxRow, row).payload), "", "", 1)
        deliver(recorded)
        assert push_resident(recorded)(item).startswith("chat:")
        deliver(recorded)
    assert [to for to, _ in recorder.sent] == ["+8613800000001", "o-1"]
    with recorded.db.read() as s:
        assert len(s.scalars(sa.select(ChatMessage)).all()) == 2


def test_nobody_is_pushed_to_who_opted_out_or_must_not_be(recorded: Parts, recorder: Recorder) -> None:
    """退订, and violence at home until the reporter allows it: no message, no words written."""
    one, other = point(recorded, "sms", "+8613800000001"), point(recorded, "sms", "+8613800000002")
    change(recorded, one, opted_out_at=recorded.clock.now())
    change(recorded, other, no_push=True)
    ask_for(recorded, one)
    ask_for(recorded, other)
    deliver(recorded)
    assert recorder.sent == []
    assert references(recorded, "push_resident") == ["not sent: opted out", "not sent: no push"]


def test_opting_out_counts_up_to_the_last_moment(recorded: Parts, recorder: Recorder) -> None:
    """A letter that was written before 退订 does not leave after it; an asked-for code does."""
    contact = point(recorded, "sms", "+8613800000001")
    with recorded.db.write() as s:
        for purpose in ("push", "answer", "otp", "word"):
            outbox.put(
                s,
                kind="send_sms",
                payload={"purpose": purpose},
                now=recorded.clock.now(),
                letter=("+8613800000001", purpose),
            )
    change(recorded, contact, opted_out_at=recorded.clock.now())
    deliver(recorded)
    assert [text for _, text in recorder.sent] == ["otp", "word"]


def test_a_void_code_does_not_leave(recorded: Parts, recorder: Recorder) -> None:
    """After five minutes in the queue nobody wants it."""
    item = Item(1, "send_sms", {"purpose": "otp", "expires_at": recorded.clock.now().isoformat()}, "+86138", "x", 1)
    assert "void" in send_sms(recorded)(item)
    assert recorder.sent == []


def test_a_vendors_opt_out_marks_the_number(recorded: Parts, recorder: Recorder) -> None:
    """21610: dead, and nothing is tried again for that number."""
    contact = point(recorded, "sms", "+12025550123")
    recorder.failure = DeliveryFailed("opted out", code="21610", retry=False)
    item = Item(1, "send_sms", {"purpose": "answer"}, "+12025550123", "x", 1)
    with pytest.raises(DeliveryFailed):
        send_sms(recorded)(item)
    with recorded.db.read() as s:
        assert s.get_one(ContactPoint, contact).opted_out_at is not None


def test_a_wrong_template_is_dead_in_the_open(recorded: Parts) -> None:
    """Missing parameters and unknown ids end where an operator sees them."""
    contact = point(recorded, "sms", "+8613800000001")
    for payload in ({"template": "nowhere"}, {"params": {}}, {"contact_point_id": 999}):
        row = ask_for(recorded, contact, **payload)
        deliver(recorded)
        with recorded.db.read() as s:
            assert s.get_one(OutboxRow, row).state == "dead"


def test_a_blanked_letter_is_not_sent(recorded: Parts) -> None:
    """Erased words leave for nobody."""
    for consumer in (send_sms(recorded), send_wechat(recorded)):
        with pytest.raises(DeliveryFailed):
            consumer(Item(1, "send_sms", {}, "", "", 1))


def test_no_push_text_stands_outside_the_file() -> None:
    """Ids that the code hands on stand in sms_templates.csv, each of its ids is used by the code, answers the scene of an alarm
    or is a response of the bot, and no signed text is in the code."""
    known = set(templates.load())
    scenes = {scene.template for scene in alarm_advice.load()}
    responses = set(yaml.safe_load((PROJECT / "domain.yml").read_text(encoding="utf-8"))["responses"])
    trees = [(path, ast.parse(path.read_text(encoding="utf-8"))) for path in (PROJECT / "portal").rglob("*.py")]
    named = {name for _, tree in trees for name in _handed_on(tree)}
    strings = {(path.name, text) for path, tree in trees for text in _constants(tree)}
    assert {"otp", "case_accepted", "gave_up"} <= named
    assert named <= known
    assert known - responses - scenes <= {text for _, text in strings}
    assert {name for name in known if name.startswith("utter_")} <= responses
    assert {name for name, text in strings if re.search("【.+】", text)} == set()


def _handed_on(tree: ast.AST) -> set[str]:
    """Constants given as a template to push(…), from_template(…), templates.render(…)."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            function = ast.unparse(node.func)
            place = {
                "push": 3,
                "tell_reporter": 3,
                "answers.from_template": 1,
                "from_template": 1,
                "templates.render": 1,
            }.get(function)
            if place is not None and len(node.args) > place and isinstance(node.args[place], ast.Constant):
                found |= _constants(node.args[place])
    return found


def _constants(tree: ast.AST) -> set[str]:
    return {one.value for one in ast.walk(tree) if isinstance(one, ast.Constant) and isinstance(one.value, str)}


def test_the_person_list_takes_a_handover_once(internal: FlaskClient, parts: Parts) -> None:
    """POST /internal/v1/handovers: the office back, one row a key; an unknown contact is 404."""
    contact = point(parts, "sms", "+8613800000001")
    headers = {"Authorization": f"Bearer {parts.settings.internal_token}", "Idempotency-Key": "7:handover"}
    body = {"contact": contact, "reason": "asked", "text": "要人工"}
    answers = [internal.post("/internal/v1/handovers", json=body, headers=headers) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json["office"] == "幸福社区"
    assert set(answers[0].json) == {"office", "phone", "hours"}
    with parts.db.read() as s:
        assert s.scalar(sa.text("SELECT count(*) FROM handover")) == 1
    missing = internal.post("/internal/v1/handovers", json=body | {"contact": 999}, headers=headers)
    assert missing.status_code == 404
    assert internal.post("/internal/v1/handovers", json=body).status_code == 401
