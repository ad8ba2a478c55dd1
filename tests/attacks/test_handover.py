"""找人工 reaches a person: what the clerk sees, the answer in the resident's own channel, the bot quiet, nothing lost."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from twilio.request_validator import RequestValidator

from portal.cases.disclosure import parties
from portal.channels import jobs
from portal.channels.bot_client import BotClient
from portal.channels.handover import readers
from portal.channels.inbound.conversation import drain
from portal.channels.models import Handover, InboxMessage
from portal.grids.lookup import gazetteer
from portal.kernel.ports import DeliveryFailed
from portal.kernel.roles import Role
from portal.outbox.delivery import deliver_due
from portal.residents import service as residents
from portal.residents.models import ContactPoint
from portal.staff import service as accounts
from portal.staff.models import Account
from portal.storage.parts import Parts
from portal.wiring.app import create_app, create_internal_app
from portal.wiring.rooms import consumers_of
from tests.portal.cases.cases_world import account, community, draft, report
from tests.portal.conftest import HandClock
from tests.portal.signed_in import sit_down
from tests.vendors.bot import TOKEN, StandInBot

__all__ = ["community"]

PHONE = "+8613800000001"


@dataclass
class Ports:
    """SMS and WeChat that remember; `refuse`: an error for all."""

    sent: list[tuple[str, str]] = field(default_factory=list)
    refuse: DeliveryFailed | None = None

    def send(self, to: str, text: str, *, template: str = "", params: dict[str, str] | None = None) -> str:
        if self.refuse is not None:
            raise self.refuse
        self.sent.append((to, text))
        return f"SM{len(self.sent)}"

    notify = send


@pytest.fixture
def bot() -> Iterator[StandInBot]:
    stand_in = StandInBot()
    yield stand_in
    stand_in.down()


@pytest.fixture
def ports() -> Ports:
    return Ports()


@pytest.fixture
def line(parts: Parts, community: None, bot: StandInBot, ports: Ports) -> Parts:
    settings = replace(parts.settings, rasa_port=bot.port, bot_token=TOKEN)
    made = replace(parts, settings=settings, sms=ports, notifiers={"wechat": ports})
    with made.db.write() as s:
        s.add(account(made, Role.DESK, username="c2", name="王二"))
    return made


@dataclass
class Visitor:
    """Somebody at the web chat."""

    client: FlaskClient
    token: str
    sent: int = 0

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def say(self, text: str) -> list[dict[str, Any]]:
        self.sent += 1
        body = {"text": text, "client_message_id": f"m{self.sent}"}
        answer = self.client.post("/api/v1/chat/messages", json=body, headers=self.headers)
        assert answer.status_code == 200, answer.text
        assert not answer.json["pending"]
        return list(answer.json["messages"])

    def heard(self) -> list[tuple[str, str]]:
        answer = self.client.get("/api/v1/chat/messages?wait=0", headers=self.headers)
        return [(message["from"], message["text"]) for message in answer.json["messages"]]


@pytest.fixture
def visitor(line: Parts) -> Visitor:
    client = create_app(line).test_client()
    return Visitor(client, client.post("/api/v1/chat/sessions").json["token"])


class Clerk:
    """A browser in which an account is signed in."""

    def __init__(self, parts: Parts, username: str = "desk") -> None:
        app = create_app(parts)
        app.config["WTF_CSRF_ENABLED"] = False
        app.extensions["linli_identify"] = self
        self.parts, self.username, self.client = parts, username, app.test_client()

    def staff(self) -> Any:
        with self.parts.db.read() as s:
            return accounts.active_actor(
                s, s.scalars(sa.select(Account.id).where(Account.username == self.username)).one()
            )

    def contact_point_id(self) -> None:
        return None

    def resident_id(self) -> None:
        return None

    def is_bot(self) -> bool:
        return False

    def page(self, number: int = 1) -> str:
        answer = self.client.get(f"/desk/handovers/{number}")
        assert answer.status_code == 200
        return answer.text

    def answer(self, text: str, number: int = 1, **more: str) -> Any:
        seen = re.search(r'name="seen" value="(\d+)"', self.page(number))
        form = {"text": text, "seen": seen[1] if seen else ""} | more
        return self.client.post(f"/desk/handovers/{number}/answer", data=form)


def wants_a_person(
    parts: Parts, contact: int, text: str = "我要找人", key: str = "1:handover", reason: str = "asked"
) -> None:
    """As the bot says it."""
    headers = {"Authorization": f"Bearer {parts.settings.internal_token}", "Idempotency-Key": key}
    body = {"contact": contact, "reason": reason, "text": text}
    assert create_internal_app(parts).test_client().post("/internal/v1/handovers", json=body, headers=headers).status_code == 201  # fmt: skip


def contact_of(parts: Parts) -> int:
    with parts.db.read() as s:
        return int(s.scalars(sa.select(ContactPoint.id).order_by(ContactPoint.id.desc())).first() or 0)


def work(parts: Parts) -> None:
    """The worker: drains who waits, delivers."""
    client = BotClient(parts.settings.bot_url, parts.settings.bot_token)
    for _ in range(5):
        with parts.db.read() as s:
            senders = jobs.waiting_senders(s, parts.clock.now(), set(), 10)
        for sender in senders:
            drain(parts, client, sender, seconds=10, call_seconds=5)
        while deliver_due(parts.db, parts.clock, consumers_of(parts)):
            pass


def by_sms(parts: Parts, body: str, sid: str, sender: str = PHONE) -> None:
    form = {"From": sender, "To": "+10000000000", "Body": body, "MessageSid": sid, "NumMedia": "0"}
    url = parts.settings.public_url + "/sms/twilio/inbound"
    signature = RequestValidator("linli-demo").compute_signature(url, form)
    answer = (
        create_app(parts)
        .test_client()
        .post("/sms/twilio/inbound", data=form, headers={"X-Twilio-Signature": signature})
    )
    assert answer.status_code == 200
    work(parts)


# --- what the clerk sees


def test_the_page_shows_contact_cases_and_the_conversation_masked(line: Parts, visitor: Visitor) -> None:
    """Both sides in order; telephones masked until looked at, and each look is kept and shown."""
    visitor.say("路灯坏了，我电话13812345678")
    with line.db.write() as s:
        case_no = report(s, line, contact_of(line)).case_no
    wants_a_person(line, contact_of(line))
    clerk = Clerk(line)
    page = clerk.page()
    assert page.index("路灯坏了") < page.index("听到：路灯坏了")
    assert case_no in page
    assert "13812345678" not in page
    shown = clerk.client.post("/desk/handovers/1/look").text
    assert "13812345678" in shown
    assert "13812345678" not in clerk.page()
    with line.db.read() as s:
        assert s.scalar(sa.text("SELECT count(*) FROM handover_look")) == 1
    assert "谁看过（1）" in clerk.page()


def test_a_texters_number_is_masked_until_looked_at(line: Parts) -> None:
    """The contact itself."""
    by_sms(line, "我要找人", "SM1")
    wants_a_person(line, contact_of(line))
    clerk = Clerk(line)
    assert PHONE not in clerk.page()
    assert PHONE in clerk.client.post("/desk/handovers/1/look").text


@pytest.mark.parametrize(
    ("username", "refused"),
    [("body", 403), ("grid", 403), ("member", 403), ("scrutineer", 403), ("supervisor", 404), ("operator", 404), ("chair", 404)],
)  # fmt: skip
def test_nobody_but_a_clerk_reads_or_answers(line: Parts, visitor: Visitor, username: str, refused: int) -> None:
    """Refused on each page, on the list and in the count; a stranger is sent to sign in; a clerk may."""
    with line.db.write() as s:
        s.add_all(account(line, role) for role in (Role.MEMBER, Role.SCRUTINEER, Role.OPERATOR, Role.CHAIR))
    visitor.say("你好")
    wants_a_person(line, contact_of(line))
    other = Clerk(line, username)
    for way in ("", "/talk"):
        assert other.client.get(f"/desk/handovers/1{way}").status_code == refused
    for way in ("look", "answer", "done"):
        assert other.client.post(f"/desk/handovers/1/{way}", data={"text": "好"}).status_code == refused
    assert "/desk/handovers/1" not in other.client.get("/desk/handovers").text
    assert "/desk/handovers" not in other.client.get("/account").text
    assert create_app(line).test_client().get("/desk/handovers/1").status_code == 302
    assert visitor.heard()[-1] == ("bot", "听到：你好")
    assert Clerk(line).answer("您好").status_code == 303


# --- the answer, and the bot quiet


def test_the_answer_comes_through_the_web_chat_and_the_bot_is_quiet(
    line: Parts, visitor: Visitor, bot: StandInBot, clock: HandClock
) -> None:
    """From staff; what the visitor says then is for the clerk and kept; handed back, the bot speaks again."""
    visitor.say("你好")
    wants_a_person(line, contact_of(line))
    assert visitor.say("人呢")[-1]["from"] == "bot"  # nobody has taken it yet: the bot goes on
    clerk = Clerk(line)
    assert clerk.answer("您好，我是小王，请说").status_code == 303
    assert visitor.heard()[-1] == ("staff", "您好，我是小王，请说")
    asked = len(bot.asked)
    clock.move(seconds=5)
    assert visitor.say("我家门口的井盖没了") == []
    assert visitor.say("昨天还在的") == []
    work(line)
    assert len(bot.asked) == asked
    page = clerk.page()
    assert page.index("请说") < page.index("井盖没了") < page.index("昨天还在的")
    assert "有新话" in clerk.client.get("/desk/handovers").text
    assert clerk.client.post("/desk/handovers/1/done").status_code == 303
    assert visitor.say("谢谢")[-1]["text"] == "听到：谢谢"
    assert "没有人在等" in clerk.client.get("/desk/handovers").text


def test_after_half_an_hour_of_the_clerks_silence_the_bot_speaks_again(
    line: Parts, visitor: Visitor, bot: StandInBot, clock: HandClock
) -> None:
    """Counted from the clerk's last word; what was said meanwhile stays on the clerk's list, unread."""
    visitor.say("你好")
    wants_a_person(line, contact_of(line))
    clerk = Clerk(line)
    clerk.answer("一")
    clock.move(minutes=20)
    clerk.answer("二")
    clock.move(minutes=29)
    assert visitor.say("还在吗") == []
    clock.move(minutes=1, seconds=1)
    assert visitor.say("喂")[-1]["text"] == "听到：喂"
    page = clerk.client.get("/desk/handovers").text
    assert "有新话" in page
    assert "还在吗" in clerk.page()


def test_two_clerks_at_once_do_not_talk_past_each_other(line: Parts, visitor: Visitor) -> None:
    """Who has not seen the other's word is told and keeps what they typed; having seen it, they may speak."""
    visitor.say("你好")
    wants_a_person(line, contact_of(line))
    one, two = Clerk(line), Clerk(line, "c2")
    seen = re.search(r'name="seen" value="(\d+)"', two.page())
    assert seen
    assert one.answer("我来").status_code == 303
    late = two.client.post("/desk/handovers/1/answer", data={"text": "我这就去", "seen": seen[1]})
    assert late.status_code == 409
    assert "我这就去" in late.text
    assert visitor.heard()[-1] == ("staff", "我来")
    assert two.answer("我这就去").status_code == 303
    assert [text for who, text in visitor.heard() if who == "staff"] == ["我来", "我这就去"]
    assert "王二在回" in one.page()


def test_a_danger_during_the_talk_still_gets_the_number(line: Parts, visitor: Visitor, bot: StandInBot) -> None:
    """It goes to the bot, which says it and raises the alarm; the clerk reads it too; plain words stay with the clerk."""
    visitor.say("你好")
    wants_a_person(line, contact_of(line))
    clerk = Clerk(line)
    clerk.answer("您好")
    assert visitor.say("路灯的事") == []
    assert visitor.say("楼道着火了")[-1]["text"] == "听到：楼道着火了"
    assert "楼道着火了" in clerk.page()


def test_the_answer_goes_by_sms_and_by_wechat(line: Parts, ports: Ports) -> None:
    """To the number, and as a customer-service message; a failure is shown beside the words."""
    by_sms(line, "我要找人", "SM1")
    wants_a_person(line, contact_of(line))
    clerk = Clerk(line)
    assert clerk.answer("明天上午给您去看").status_code == 303
    work(line)
    assert ports.sent[-1][0] == PHONE
    assert "明天上午给您去看" in ports.sent[-1][1]
    ports.refuse = DeliveryFailed("no such phone", code="30005", retry=False)
    assert clerk.answer("您在家吗").status_code == 303
    work(line)
    assert "没送到" in clerk.page()
    ports.refuse = None
    with line.db.write() as s:
        point = ContactPoint(channel="wechat", address_key="k", address="o-1", created_at=line.clock.now())
        s.add(point)
    wants_a_person(line, contact_of(line), key="2:handover")
    assert clerk.answer("您好", 2).status_code == 303
    work(line)
    assert ports.sent[-1] == ("o-1", "您好")


def test_after_opting_out_a_person_who_was_asked_for_may_answer(line: Parts, ports: Ports) -> None:
    """退订 stops pushes and the bot, not the answer to one's own wish for a person."""
    by_sms(line, "退订", "SM1")
    wants_a_person(line, contact_of(line))
    sent = len(ports.sent)
    assert Clerk(line).answer("您好，有什么事").status_code == 303
    work(line)
    assert len(ports.sent) == sent + 1


def test_who_must_not_be_pushed_to_is_answered_only_when_it_is_safe(line: Parts, visitor: Visitor) -> None:
    """Violence at home: the clerk says that it is safe now, or nothing is sent and the words stay in the form."""
    visitor.say("他打我")
    with line.db.write() as s:
        s.execute(sa.update(ContactPoint).values(no_push=True))
    wants_a_person(line, contact_of(line), reason="home_violence")
    clerk = Clerk(line)
    refused = clerk.answer("您现在安全吗")
    assert refused.status_code == 422
    assert "您现在安全吗" in refused.text
    assert all(who != "staff" for who, _ in visitor.heard())
    assert clerk.answer("您现在安全吗", safe="1").status_code == 303
    assert visitor.heard()[-1] == ("staff", "您现在安全吗")


@pytest.mark.parametrize("text", ["", "  \n ", "长" * 1001], ids=["empty", "blank", "too long"])
def test_what_cannot_be_sent_stays_in_the_form(line: Parts, visitor: Visitor, text: str) -> None:
    """422 and the words still there."""
    visitor.say("你好")
    wants_a_person(line, contact_of(line))
    answer = Clerk(line).answer(text)
    assert answer.status_code == 422
    assert text.strip() in answer.text


def test_markup_of_either_side_is_shown_as_text(line: Parts, visitor: Visitor) -> None:
    """Nothing that a resident types runs in the clerk's browser."""
    visitor.say("<script>alert(1)</script>")
    wants_a_person(line, contact_of(line), text="<img src=x onerror=alert(1)>")
    clerk = Clerk(line)
    for page in (clerk.page(), clerk.client.get("/desk/handovers").text):
        assert "<script>alert" not in page
        assert "<img src=x" not in page


def test_a_photo_of_another_conversation_is_not_shown(line: Parts, visitor: Visitor) -> None:
    """404 for what was not sent in this one."""
    visitor.say("你好")
    wants_a_person(line, contact_of(line))
    assert Clerk(line).client.get(f"/desk/handovers/1/photos/{'a' * 32}.jpg").status_code == 404
    assert Clerk(line).client.get("/desk/handovers/99").status_code == 404


def test_words_to_the_gateway_and_secret_choices_are_still_its_own(line: Parts, visitor: Visitor) -> None:
    """退订 during the talk is heeded at once."""
    visitor.say("你好")
    wants_a_person(line, contact_of(line))
    Clerk(line).answer("您好")
    assert "不再主动给您发消息" in visitor.say("退订")[-1]["text"]


# --- what the desk sees of it elsewhere


def tab(parts: Parts) -> str:
    clerk = Clerk(parts)
    page = sit_down(create_app(parts).test_client(), parts, clerk.staff().id).get("/desk").text
    found = re.search(r'<a href="/desk/handovers"[^>]*>(.*?)</a>', page, re.S)
    assert found
    return found[1]


@pytest.mark.parametrize(
    ("text", "reason"),
    [("我不想活了，让我跟人说说", "asked"), ("求求你们", "self_harm"), ("家里着火了快来人", "gave_up")],
)
def test_the_tab_counts_who_waits_and_is_red_for_a_life(line: Parts, visitor: Visitor, text: str, reason: str) -> None:
    """A number; red with words of danger, or by the reason; plain for an ordinary wish; none when all is done."""
    assert "badge" not in tab(line)
    wants_a_person(line, contact_of(line))
    assert re.search(r">\s*1\s*<", tab(line))
    assert "badge--bad" not in tab(line)
    wants_a_person(line, contact_of(line), text, key="2:handover", reason=reason)
    assert re.search(r">\s*2\b.*有危险", tab(line))
    assert "badge--bad" in tab(line)
    clerk = Clerk(line).client
    assert clerk.post("/desk/handovers/1/done").status_code == 422
    assert "badge" in tab(line)
    clerk.post("/desk/handovers/1/done", data={"reached": "phone"})
    assert "badge" not in tab(line)


def test_nobody_is_said_to_be_reached_whom_nobody_answered(line: Parts, visitor: Visitor) -> None:
    """One press is not enough: how they were reached, or that no answer is needed; what is said afterwards is what was chosen."""
    wants_a_person(line, contact_of(line))
    clerk = Clerk(line).client
    refused = clerk.post("/desk/handovers/1/done", data={"reached": "maybe"})
    assert refused.status_code == 422
    assert "这里还没有人回过" in refused.text
    assert "/desk/handovers/1" in clerk.get("/desk/handovers").text
    told = clerk.post("/desk/handovers/1/done", data={"reached": "none"}, follow_redirects=True).text
    assert "不用回话，对话交还给机器人" in told
    assert "已经联系" not in told


def test_nothing_is_handed_back_while_an_emergency_waits(line: Parts, visitor: Visitor) -> None:
    """Whatever the clerk ticks: somebody takes it on first."""
    urgency = {"level": "emergency", "reasons": [], "danger": "self_harm"}
    with line.db.write() as s:
        report(s, line, contact_of(line), "我吃了一瓶安眠药", draft=draft("我吃了一瓶安眠药", urgency=urgency))
    wants_a_person(line, contact_of(line))
    clerk = Clerk(line).client
    refused = clerk.post("/desk/handovers/1/done", data={"reached": "phone"})
    assert refused.status_code == 409
    assert "还没有人接下" in refused.text
    way = re.search(r'action="(/desk/alarms/\d+/taken)"', refused.text)
    assert way
    clerk.post(way[1])
    assert clerk.post("/desk/handovers/1/done", data={"reached": "phone"}).status_code == 303


def test_the_conversation_shows_the_open_alarm_and_the_case_leads_to_the_conversation(
    line: Parts, visitor: Visitor
) -> None:
    """Who talks with somebody in danger takes the alarm on from there; a case of one never handed over leads nowhere."""
    contact = contact_of(line)
    urgency = {"level": "emergency", "reasons": [], "danger": "self_harm"}
    with line.db.write() as s:
        case_no = report(s, line, contact, "我不想活了", draft=draft("我不想活了", urgency=urgency)).case_no
    assert "/desk/handovers/1" not in Clerk(line).client.get(f"/desk/cases/{case_no}").text
    wants_a_person(line, contact, "我不想活了", reason="self_harm")
    assert 'href="/desk/handovers/1"' in Clerk(line).client.get(f"/desk/cases/{case_no}").text
    assert "/desk/handovers/1" not in Clerk(line, "supervisor").client.get(f"/desk/cases/{case_no}").text
    way = re.search(r'action="(/desk/alarms/\d+/taken)"', Clerk(line).page())
    assert way
    assert Clerk(line).client.post(way[1]).status_code == 303
    assert "/taken" not in Clerk(line).page()


# --- a conversation about a clerk


def wrote(contact: int, key: str, text: str, now: datetime) -> InboxMessage:
    """A message at the web chat that was answered at once."""
    return InboxMessage(
        channel="webchat", vendor_id=key, contact_point_id=contact, kind="text", text=text, media=[], received_at=now,
        due_at=now, state="answered",
    )  # fmt: skip


def ask_for_a_person(parts: Parts, count: int, text: str, first: int = 0) -> None:
    """So many residents at the web chat, each of whom wrote the text and then asked for a person."""
    with parts.db.write() as s:
        now = parts.clock.now()
        for number in range(first, first + count):
            point, _ = residents.add_visitor(s, parts.settings.secret_key, now)
            key = f"many:{number}"
            s.add(wrote(point.id, key, text, now))
            s.add(Handover(contact_point_id=point.id, source_key=key, reason="asked", text="我要找人", at=now))


@contextmanager
def queries_of(parts: Parts) -> Iterator[list[str]]:
    """What the database is asked in the block."""
    asked: list[str] = []

    def ask(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        asked.append(statement)

    sa.event.listen(parts.db.engine, "before_cursor_execute", ask)
    try:
        yield asked
    finally:
        sa.event.remove(parts.db.engine, "before_cursor_execute", ask)


def person(parts: Parts, role: Role, username: str, name: str) -> None:
    with parts.db.write() as s:
        s.add(account(parts, role, username=username, name=name))


def only(parts: Parts, *usernames: str) -> None:
    """Stop all other accounts."""
    with parts.db.write() as s:
        s.execute(sa.update(Account).where(Account.username.not_in(usernames)).values(active=False))


def counted(parts: Parts, username: str) -> int:
    """How many waiting residents the account is told of: a clerk by the desk's tab, others at the head of each page."""
    actor = Clerk(parts, username).staff()
    path = "/desk" if actor.role is Role.DESK else "/account"
    pages = sit_down(create_app(parts).test_client(), parts, actor.id).get(path).text
    found = re.search(r'<a href="/desk/handovers"[^>]*>[^<]*<span class="badge[^"]*">(\d+)', pages)
    return int(found[1]) if found else 0


def complains(parts: Parts, visitor: Visitor, text: str = "受理台的叶小青骂人，态度恶劣") -> None:
    visitor.say(text)
    wants_a_person(parts, contact_of(parts))


@pytest.mark.parametrize("reader", ["supervisor", "operator", "chair"])
def test_a_talk_about_the_only_clerk_comes_to_whoever_stands_next(line: Parts, visitor: Visitor, reader: str) -> None:
    """Told by a number on every page, it is read, looked at, answered and closed there; her list and number leave it out."""
    person(line, Role.DESK, "ye", "叶小青")
    person(line, Role.OPERATOR, "operator", "运维")
    person(line, Role.CHAIR, "chair", "主任")
    above = {"supervisor": ("supervisor", "operator", "chair"), "operator": ("operator", "chair"), "chair": ("chair",)}
    only(line, "ye", *above[reader])
    complains(line, visitor)
    assert counted(line, "ye") == 0
    assert "/desk/handovers/1" not in Clerk(line, "ye").client.get("/desk/handovers").text
    assert Clerk(line, "ye").client.get("/desk/handovers/1").status_code == 404
    assert counted(line, reader) == 1
    boss = Clerk(line, reader)
    head = sit_down(create_app(line).test_client(), line, boss.staff().id).get("/account").text
    assert re.search(r'href="/desk/handovers"[^>]*>[^<]*<span class="badge', head)
    assert 'href="/desk/handovers/1"' in boss.client.get("/desk/handovers").text
    assert "骂人" in boss.page()
    assert boss.client.post("/desk/handovers/1/look").status_code == 200
    assert boss.answer("我是社区的，我来办").status_code == 303
    assert visitor.heard()[-1] == ("staff", "我是社区的，我来办")
    for other in above[reader][1:]:
        assert Clerk(line, other).client.get("/desk/handovers/1").status_code == 404
    assert boss.client.post("/desk/handovers/1/done").status_code == 303
    assert counted(line, reader) == 0


def test_a_talk_about_a_clerk_is_the_colleagues_and_the_supervisors(line: Parts, visitor: Visitor) -> None:
    """Not the operator's; and an ordinary one, though it thanks her by name, is the clerks' alone."""
    person(line, Role.DESK, "ye", "叶小青")
    person(line, Role.OPERATOR, "operator", "运维")
    complains(line, visitor)
    assert [counted(line, one) for one in ("ye", "c2", "supervisor", "operator")] == [0, 1, 1, 0]
    client = create_app(line).test_client()
    other = Visitor(client, client.post("/api/v1/chat/sessions").json["token"])
    other.say("谢谢叶小青，路灯还没修好")
    wants_a_person(line, contact_of(line), key="2:handover")
    assert [counted(line, one) for one in ("ye", "c2", "supervisor", "operator")] == [1, 2, 1, 0]
    assert Clerk(line, "supervisor").client.get("/desk/handovers/2").status_code == 404


def test_a_talk_about_the_supervisor_too_is_neithers(line: Parts, visitor: Visitor) -> None:
    """It comes to the operator."""
    person(line, Role.DESK, "ye", "叶小青")
    person(line, Role.SUPERVISOR, "zhou", "周督明")
    person(line, Role.OPERATOR, "operator", "运维")
    only(line, "ye", "zhou", "operator")
    complains(line, visitor, "叶小青骂人，周督明也骂人")
    assert [counted(line, one) for one in ("ye", "zhou", "operator")] == [0, 0, 1]


def test_the_case_leads_the_supervisor_to_the_talk_about_a_clerk(line: Parts, visitor: Visitor) -> None:
    """To an ordinary one it does not."""
    person(line, Role.DESK, "ye", "叶小青")
    visitor.say("路灯坏了")
    contact = contact_of(line)
    with line.db.write() as s:
        case_no = report(s, line, contact).case_no
    wants_a_person(line, contact)
    boss = Clerk(line, "supervisor")
    assert "/desk/handovers/1" not in boss.client.get(f"/desk/cases/{case_no}").text
    visitor.say("受理台的叶小青骂人")
    assert 'href="/desk/handovers/1"' in boss.client.get(f"/desk/cases/{case_no}").text


def test_the_first_talk_that_is_hers_is_seen_behind_any_number_that_are_not(line: Parts) -> None:
    """Two hundred residents accuse her, older than the one who waits for her; they are the supervisor's, to the last."""
    person(line, Role.DESK, "ye", "叶小青")
    ask_for_a_person(line, 200, "叶小青骂人")
    assert counted(line, "ye") == 0
    ask_for_a_person(line, 1, "路灯还没修好", first=200)
    ask_for_a_person(line, 1, "叶小青骂人，家里着火了", first=201)
    assert counted(line, "ye") == 1
    page = Clerk(line, "ye").client.get("/desk/handovers").text
    assert re.findall(r'href="/desk/handovers/(\d+)"', page) == ["201"]
    assert counted(line, "supervisor") == 201
    page = Clerk(line, "supervisor").client.get("/desk/handovers?after=199").text
    assert re.findall(r'href="/desk/handovers/(\d+)"', page) == ["200", "202"]


@pytest.mark.parametrize(
    ("reader", "path"), [("ye", "/desk"), ("supervisor", "/account"), ("operator", "/account"), ("chair", "/account")]
)
def test_a_page_asks_no_more_of_the_database_where_more_people_wait(
    line: Parts, monkeypatch: pytest.MonkeyPatch, reader: str, path: str
) -> None:
    """Whether they accuse her or not."""
    monkeypatch.setattr(gazetteer, "FRESH", math.inf)  # else it asks once a second whether the lists are new
    person(line, Role.DESK, "ye", "叶小青")
    person(line, Role.OPERATOR, "operator", "运维")
    person(line, Role.CHAIR, "chair", "主任")
    client = sit_down(create_app(line).test_client(), line, Clerk(line, reader).staff().id)
    asked = []
    for first, count in ((0, 1), (2, 1), (4, 20)):
        ask_for_a_person(line, count, "叶小青骂人", first=first)
        ask_for_a_person(line, count, "路灯还没修好", first=first + count)
        with queries_of(line) as found:
            assert client.get(path).status_code == 200
        asked.append(found)
    assert len(asked[1]) == len(asked[2]), set(asked[2]) - set(asked[1])


AGAINST_HER = ["叶小青态度太差，骂我", "你这个小叶收我红包", "受理台那个骂我的就是刚才回我话的"]


@pytest.mark.parametrize("text", AGAINST_HER)
def test_who_complains_of_the_clerk_in_the_talk_is_not_left_in_silence(
    line: Parts, visitor: Visitor, clock: HandClock, text: str
) -> None:
    """It is taken from her and unread for who may read it; the resident is told so once, and the bot answers till then."""
    person(line, Role.DESK, "ye", "叶小青")
    visitor.say("你好")
    wants_a_person(line, contact_of(line))
    ye = Clerk(line, "ye")
    assert ye.answer("请说").status_code == 303
    clock.move(seconds=5)
    told = [message["text"] for message in visitor.say(text)]
    assert [("改给别的工作人员看" in one, "机器人先答" in one) for one in told] == [(True, True), (False, False)]
    assert told[-1] == f"听到：{text}"
    assert visitor.say("在吗，有人吗")[-1]["text"] == "听到：在吗，有人吗"
    assert ye.client.get("/desk/handovers/1").status_code == 404
    assert counted(line, "supervisor") == 1
    boss = Clerk(line, "supervisor")
    assert "有新话" in boss.client.get("/desk/handovers").text
    assert boss.answer("我是督查，您请说").status_code == 303
    clock.move(seconds=5)
    assert visitor.say("她昨天也骂我") == []  # the quiet time of somebody whom it is not about


def test_words_to_a_clerk_are_read_before_anybody_has_to_wait_for_them(
    line: Parts, visitor: Visitor, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No writer reads them, for whom others would wait; also where more was said than is read."""
    person(line, Role.DESK, "ye", "叶小青")
    visitor.say("你好")
    contact = contact_of(line)
    with line.db.write() as s:
        s.add_all(
            wrote(contact, f"before:{number}", f"你好{number}", clock.now()) for number in range(readers.MESSAGES_READ)
        )
    wants_a_person(line, contact)
    Clerk(line, "ye").answer("请说")
    clock.move(seconds=5)
    read, writers = parties.accused_in, []

    def look(s: Session, *more: Any) -> Any:
        writers.append(s.connection().get_execution_options().get("linli_write", False))
        return read(s, *more)

    monkeypatch.setattr(parties, "accused_in", look)
    assert visitor.say("路灯坏了") == []
    assert visitor.say("在桂花苑8栋") == []
    assert "改给别的工作人员看" in visitor.say("叶小青骂人")[0]["text"]
    assert writers == [False, False, False]


@pytest.mark.parametrize("meanwhile", ["叶小青骂我", "谢谢叶小青"])
def test_what_was_said_while_it_was_read_is_not_overlooked(
    line: Parts, visitor: Visitor, clock: HandClock, monkeypatch: pytest.MonkeyPatch, meanwhile: str
) -> None:
    """Her talk ends if it accuses her, even if the message that was read does not; thanks do not end it."""
    person(line, Role.DESK, "ye", "叶小青")
    visitor.say("你好")
    contact = contact_of(line)
    wants_a_person(line, contact)
    Clerk(line, "ye").answer("请说")
    clock.move(seconds=5)
    read = readers.read_ahead

    def be_overtaken(*given: Any) -> Any:
        found = read(*given)
        with line.db.write() as s:
            s.add(wrote(contact, "meanwhile", meanwhile, clock.now()))
        return found

    monkeypatch.setattr(readers, "read_ahead", be_overtaken)
    heard = visitor.say("在吗")
    assert bool(heard) is ("骂" in meanwhile)
    assert (Clerk(line, "ye").client.get("/desk/handovers/1").status_code == 404) is ("骂" in meanwhile)


def test_words_about_somebody_else_leave_the_talk_with_its_clerk(
    line: Parts, visitor: Visitor, clock: HandClock
) -> None:
    """Thanks, a guard's abuse, a colleague's."""
    person(line, Role.DESK, "ye", "叶小青")
    visitor.say("你好")
    wants_a_person(line, contact_of(line))
    ye = Clerk(line, "ye")
    ye.answer("请说")
    clock.move(seconds=5)
    for text in ("谢谢小叶", "我家楼下的保安骂我", "那个王二也骂人"):
        assert visitor.say(text) == []
    assert ye.client.get("/desk/handovers/1").status_code == 200


def test_with_nobody_else_to_read_it_no_colleague_is_promised(line: Parts, visitor: Visitor, clock: HandClock) -> None:
    """The bot answers, and says no more than that."""
    person(line, Role.DESK, "ye", "叶小青")
    only(line, "ye")
    visitor.say("你好")
    wants_a_person(line, contact_of(line))
    Clerk(line, "ye").answer("请说")
    clock.move(seconds=5)
    told = [message["text"] for message in visitor.say("叶小青骂我")]
    assert "现在又是机器人在回您了" in told[0]
    assert told[-1] == "听到：叶小青骂我"
