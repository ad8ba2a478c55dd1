"""找人工 reaches a person: what the clerk sees, the answer in the resident's own channel, the bot quiet, nothing lost."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa
from twilio.request_validator import RequestValidator

from portal.channels import jobs
from portal.channels.bot_client import BotClient
from portal.channels.inbound.conversation import drain
from portal.kernel.ports import DeliveryFailed
from portal.kernel.roles import Role
from portal.outbox.delivery import deliver_due
from portal.residents.models import ContactPoint
from portal.storage.parts import Parts
from portal.wiring.app import create_app
from portal.wiring.rooms import consumers_of
from tests.attacks.handover_world import Clerk, Ports, Visitor, bot, contact_of, line, ports, visitor, wants_a_person
from tests.portal.cases.cases_world import account, community, draft, report
from tests.portal.conftest import HandClock
from tests.portal.signed_in import sit_down
from tests.vendors.bot import StandInBot

__all__ = ["bot", "community", "line", "ports", "visitor"]

PHONE = "+8613800000001"


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
