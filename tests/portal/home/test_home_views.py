"""`/` and `/me`: signing in by a code, one's own cases, one's own votes."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from portal.cases.models import Case, CaseWords
from portal.consultations.models import Consultation, Envelope, NamedBallot, RollEntry
from portal.home.views import masked
from portal.outbox.models import OutboxRow
from portal.residents import service as residents
from portal.residents.models import ContactPoint
from portal.staff.models import Committee
from portal.storage.parts import Parts

PHONE = "13800138000"
PROVEN = "+8613800138000"


def last_code(parts: Parts) -> str:
    with parts.db.read() as s:
        row = s.scalars(sa.select(OutboxRow).where(OutboxRow.kind == "send_sms").order_by(OutboxRow.id.desc())).first()
        assert row is not None
        assert row.letter is not None
        return re.findall(r"\d{6}", row.letter.text)[0]


def sign_in(client: FlaskClient, parts: Parts, phone: str = PHONE) -> None:
    client.post("/me/code", data={"phone": phone})
    assert client.post("/me/sign-in", data={"code": last_code(parts)}).location == "/me"


def a_case(parts: Parts, contact_point_id: int, text: str, case_no: str = "LL-20261124-0001") -> None:
    now = parts.clock.now()
    with parts.db.write() as s:
        s.add(
            Case(
                case_no=case_no, created_at=now, state="reported", kind="complaint", urgency="normal", rank=2,
                channel="webchat", due_at=now + timedelta(days=5), contact_point_id=contact_point_id,
                access_salt="s", access_hash="h", photos=[], words=CaseWords(text=text),
            )
        )  # fmt: skip


def a_vote(parts: Parts, *phones: str, state: str = "open", title: str = "要不要装充电桩") -> int:
    now = parts.clock.now()
    with parts.db.write() as s:
        committee = s.scalar(sa.select(Committee)) or Committee(kind="residents_committee", name="居委会")
        s.add(committee)
        s.flush()
        found = Consultation(
            committee_id=committee.id, template="residents_assembly", template_text="", topic="public_welfare",
            title=title, text="", template_version=1, basis="persons", secrecy="secret", state=state, questions=[],
            opens_at=now, closes_at=now + timedelta(days=3), created_at=now,
        )  # fmt: skip
        s.add(found)
        s.flush()
        for line, phone in enumerate(phones, start=2):
            s.add(RollEntry(consultation_id=found.id, line=line, name=f"住户{line}", phone=phone))
        return found.id


def text_of(client: FlaskClient, path: str = "/me") -> str:
    return re.sub(r"\s+", " ", client.get(path).text)


def test_a_code_signs_in(client: FlaskClient, parts: Parts) -> None:
    """Number, code from the letter, and the page says whose it is, masked."""
    sign_in(client, parts)
    page = text_of(client)
    assert "138****8000" in page
    assert PHONE not in page


def test_the_code_page_never_shows_the_whole_number(client: FlaskClient) -> None:
    """Somebody who looks over the shoulder learns seven digits of it."""
    client.post("/me/code", data={"phone": PHONE})
    page = text_of(client, "/me/code")
    assert "138****8000" in page
    assert PHONE not in page


@pytest.mark.parametrize("typed", ["", "12345", "057100000100", "x" * 5000, "<b>", "１３８００１３８"])
def test_what_is_no_mobile_number_is_told(client: FlaskClient, typed: str) -> None:
    """A clear sentence at the field, nothing sent."""
    answer = client.post("/me/code", data={"phone": typed})
    assert answer.status_code == 422
    assert "请填11位手机号" in answer.text


def test_a_wrong_code_leaves_room_to_look_again(client: FlaskClient, parts: Parts) -> None:
    """Four more tries; the fifth wrong one voids the code, and the right one comes too late."""
    client.post("/me/code", data={"phone": PHONE})
    right = last_code(parts)
    wrong = "000000" if right != "000000" else "111111"
    for _ in range(4):
        assert "请再看看短信" in client.post("/me/sign-in", data={"code": wrong}).text
    assert "请重新要一个" in client.post("/me/sign-in", data={"code": wrong}).text
    assert client.post("/me/sign-in", data={"code": right}).status_code == 422


def test_spaces_in_a_code_are_forgiven(client: FlaskClient, parts: Parts) -> None:
    """A keyboard that groups digits does no harm."""
    client.post("/me/code", data={"phone": PHONE})
    code = last_code(parts)
    assert client.post("/me/sign-in", data={"code": f" {code[:3]} {code[3:]} "}).status_code == 302


def test_a_second_code_within_a_minute_is_refused_in_words(client: FlaskClient) -> None:
    """The page of the code stays, and says to wait."""
    client.post("/me/code", data={"phone": PHONE})
    answer = client.post("/me/code", data={})
    assert answer.status_code == 429
    assert "请等一分钟再要" in answer.text
    assert "输入验证码" in answer.text


def test_signing_in_leads_on_to_what_was_wanted(client: FlaskClient, parts: Parts) -> None:
    """From a voting page through number and code back to it; never to another host."""
    sent = client.post("/me/code", data={"phone": PHONE, "next": "/consultations/3"})
    assert sent.location == "/me/code?next=/consultations/3"
    data = {"code": last_code(parts), "next": "/consultations/3"}
    assert client.post("/me/sign-in", data=data).location == "/consultations/3"
    assert client.post("/me/code", data={"phone": "13800138001", "next": "//evil.example"}).location == "/me/code"


def test_a_code_without_a_number_asked_for_begins_anew(client: FlaskClient) -> None:
    """The address of the second step alone opens nothing."""
    assert client.get("/me/code").location == "/me"
    assert client.post("/me/sign-in", data={"code": "123456"}).location == "/me"


def visit(client: FlaskClient, parts: Parts) -> int:
    token = client.post("/api/v1/chat/sessions", json={}).get_json()["token"]
    with parts.db.read() as s:
        found = residents.visitor(s, parts.settings.secret_key, token, parts.clock.now())
        assert found is not None
        return found.id


def test_a_visitor_sees_what_was_said_on_this_device(client: FlaskClient, parts: Parts) -> None:
    """Without a phone, the cases of this chat are listed, and nobody else's."""
    a_case(parts, visit(client, parts), "楼道灯不亮")
    with parts.db.write() as s:
        other, _token = residents.add_visitor(s, parts.settings.secret_key, parts.clock.now())
    a_case(parts, other.id, "别人家的事", "LL-20261124-0002")
    page = text_of(client)
    assert "楼道灯不亮" in page
    assert "/c/LL-20261124-0001" in page
    assert "别人家的事" not in page


def test_who_signs_in_sees_this_chats_cases_and_the_numbers(client: FlaskClient, parts: Parts) -> None:
    """What was said in this browser's chat and what was sent by SMS from the number stand in one list."""
    a_case(parts, visit(client, parts), "网页上说的事")
    with parts.db.write() as s:
        sms = residents.ensure_contact_point(s, parts.settings.secret_key, "sms", PROVEN, parts.clock.now())
    a_case(parts, sms.id, "短信里说的事", "LL-20261124-0002")
    sign_in(client, parts)
    page = text_of(client)
    assert "网页上说的事" in page
    assert "短信里说的事" in page


def test_signing_out_leaves_nothing_on_a_shared_device(client: FlaskClient, parts: Parts) -> None:
    """Neither the phone nor the chat of this browser opens anything any more, and the token is void."""
    a_case(parts, visit(client, parts), "我家的私事")
    sign_in(client, parts)
    with client.session_transaction() as session:
        token = session["resident_token"]
    client.post("/me/sign-out")
    assert "我家的私事" not in text_of(client)
    with parts.db.read() as s:
        assert residents.resident_by_token(s, parts.settings.secret_key, token, parts.clock.now()) is None


def test_clearing_the_chat_leaves_nothing_of_it_on_a_shared_device(client: FlaskClient, parts: Parts) -> None:
    """Not signed in: neither /me nor a case that was opened by its link shows it, and the token is void, also in old tabs."""
    token = client.post("/api/v1/chat/sessions", json={}).get_json()["token"]
    with parts.db.read() as s:
        chat = residents.visitor(s, parts.settings.secret_key, token, parts.clock.now())
    assert chat is not None
    a_case(parts, chat.id, "我家的私事")
    bearer = {"Authorization": f"Bearer {token}"}
    assert client.delete("/api/v1/chat/session", headers=bearer).get_json() == {"signed_in": False}
    assert "我家的私事" not in text_of(client)
    assert client.get("/c/LL-20261124-0001").status_code == 404
    said = {"text": "还是这台手机", "client_message_id": "m-1"}
    assert client.post("/api/v1/chat/messages", json=said, headers=bearer).status_code == 401
    assert client.delete("/api/v1/chat/session", headers=bearer).status_code == 200  # a second tab's


def test_clearing_ends_the_cookies_chat_where_the_page_has_no_token(client: FlaskClient, parts: Parts) -> None:
    """But not the chat that the next person began while an old tab was clearing."""
    old = client.post("/api/v1/chat/sessions", json={}).get_json()["token"]
    a_case(parts, visit(client, parts), "下一个人的事")
    client.delete("/api/v1/chat/session", headers={"Authorization": f"Bearer {old}"})
    assert "下一个人的事" in text_of(client)
    client.delete("/api/v1/chat/session")
    assert "下一个人的事" not in text_of(client)


def test_clearing_while_signed_in_says_that_somebody_is(client: FlaskClient, parts: Parts) -> None:
    """`/me` still lists what is the resident's: that is for 退出 to end."""
    a_case(parts, visit(client, parts), "网页上说的事")
    sign_in(client, parts)
    assert client.delete("/api/v1/chat/session").get_json() == {"signed_in": True}
    assert "网页上说的事" not in text_of(client)
    foreign = {"Sec-Fetch-Site": "cross-site"}
    assert client.delete("/api/v1/chat/session", headers=foreign).status_code == 403


def votes_on(client: FlaskClient) -> str:
    return text_of(client).partition("我的票")[2]


def test_an_open_vote_says_that_it_is_waited_for(client: FlaskClient, parts: Parts) -> None:
    """Who is on the roll sees the vote, and for whom a ballot is missing."""
    found = a_vote(parts, PROVEN)
    sign_in(client, parts)
    page = votes_on(client)
    assert "要不要装充电桩" in page
    assert f"/consultations/{found}" in page
    assert "还没投：住户2" in page


def test_a_ballot_that_is_in_is_told_as_such_only(client: FlaskClient, parts: Parts) -> None:
    """已投, and not a word of what."""
    found = a_vote(parts, PROVEN)
    with parts.db.write() as s:
        entry = s.scalars(sa.select(RollEntry)).one()
        s.add(Envelope(roll_entry_id=entry.id, consultation_id=found, sealed=b"x"))
    sign_in(client, parts)
    assert "已投" in votes_on(client)
    assert "还没投" not in votes_on(client)


def test_a_ballot_of_a_halted_vote_is_not_told_as_counted(client: FlaskClient, parts: Parts) -> None:
    """Neither 已投 nor 已经结束, nor that somebody will see what was chosen."""
    found = a_vote(parts, PROVEN)
    with parts.db.write() as s:
        entry = s.scalars(sa.select(RollEntry)).one()
        cast = {"choices": {}, "channel": "web", "cast_at": parts.clock.now()}
        s.add(NamedBallot(roll_entry_id=entry.id, consultation_id=found, **cast))
        s.execute(sa.text("UPDATE consultation SET state = 'halted', secrecy = 'named'"))
    sign_in(client, parts)
    page = votes_on(client)
    assert "已停止，不计票 · 您投过，票不算" in page
    assert "选的是什么已经删掉，谁也看不到" in page
    assert "已经结束" not in page
    assert "委员会和监票人看得到" not in page


def test_a_number_on_several_entries_is_sent_to_the_committee(client: FlaskClient, parts: Parts) -> None:
    """A code opens none of them, and the page says what to do."""
    a_vote(parts, PROVEN, PROVEN)
    sign_in(client, parts)
    assert "请联系社区确认" in votes_on(client)


def test_a_vote_of_others_is_not_listed_as_mine(client: FlaskClient, parts: Parts) -> None:
    """Who is not on the roll is told so."""
    a_vote(parts, "+8613800138009")
    sign_in(client, parts)
    assert "这个手机号不在现有的名册上" in votes_on(client)


def test_a_vote_is_listed_however_many_others_came_after_it(client: FlaskClient, parts: Parts) -> None:
    """The votes of other committees do not push it off the page."""
    a_vote(parts, PROVEN)
    for number in range(25):
        a_vote(parts, "+8613800138009", title=f"别处的第{number}件")
    sign_in(client, parts)
    assert "还没投：住户2" in votes_on(client)


def test_the_home_page_names_what_is_open(client: FlaskClient, parts: Parts) -> None:
    """Open votes stand on the home page; drafts and noticed ones do not."""
    a_vote(parts, title="正在投的")
    a_vote(parts, state="draft", title="还在拟的")
    a_vote(parts, state="noticed", title="刚公告的")
    page = text_of(client, "/")
    assert "正在投的" in page
    assert "还在拟的" not in page
    assert "刚公告的" not in page


@pytest.mark.parametrize(
    ("phone", "said"),
    [("+8613800138000", "138****8000"), ("+85291234567", "+85****4567"), ("+16505550100", "+16****0100")],
)
def test_a_number_is_masked(phone: str, said: str) -> None:
    """The middle of it is nobody's to read."""
    assert masked(phone) == said


def test_a_point_without_a_case_is_an_empty_list(client: FlaskClient, parts: Parts) -> None:
    """A fresh visitor is shown the way to say something."""
    visit(client, parts)
    with parts.db.read() as s:
        assert s.scalar(sa.select(sa.func.count()).select_from(ContactPoint)) == 1
    answer: Any = text_of(client)
    assert "这里还没有您的事" in answer


def test_a_number_on_two_names_does_not_say_that_one_may_vote(client: FlaskClient, parts: Parts) -> None:
    """The badge waits for the community as the words do; once confirmed, or alone on the roll, it says 可以投票."""
    found = a_vote(parts, PROVEN, PROVEN)
    sign_in(client, parts)
    page = text_of(client)
    assert "请联系社区确认" in page
    assert "待社区确认" in page
    assert "可以投票" not in page
    with parts.db.write() as s:
        s.execute(sa.update(RollEntry).where(RollEntry.consultation_id == found).values(confirmed=True))
    assert "可以投票" in text_of(client)
    assert "待社区确认" not in text_of(client)
