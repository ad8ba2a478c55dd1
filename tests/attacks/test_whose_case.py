"""Whose a case is: one answer for the list, the copy and erasing, and nothing that a number in somebody's words decides.

The tests go over the pages as people do: /me, the link of a case, codes to the phone.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from portal.cases.models import Case
from portal.grids.models import Body
from portal.kernel.roles import Role
from tests.attacks.erasure_world import Person, Street, bot, parts, street
from tests.attacks.test_erasure_told import sign_in, visit
from tests.portal.cases.cases_world import account, draft
from tests.portal.conftest import bearer
from tests.portal.consultations.consultations_world import world
from tests.portal.signed_in import sit_down

__all__ = ["bot", "parts", "street", "world"]


@pytest.fixture
def one(street: Street) -> Person:
    return street.person(1, "欧阳翠花", "紫薇路口的井盖翘得像只蛤蟆")


@pytest.fixture
def other(street: Street) -> Person:
    return street.person(2, "司徒大山", "枇杷巷尾的晾衣绳挂着别人的鱼")


def later(street: Street) -> None:
    """Long enough that another code is sent to the same number."""
    street.parts.clock.move(minutes=2)  # type: ignore[attr-defined]  # the hand clock


def sign_out(browser: FlaskClient) -> None:
    assert browser.post("/me/sign-out").status_code == 302


def erase(browser: FlaskClient, **ticked: str) -> str:
    return browser.post("/me/erase", data={"sure": "yes", **ticked}).text


def words_left(street: Street, person: Person) -> bool:
    return any(mark.endswith(person.words) for mark in street.traces(person))


def link_of(street: Street, person: Person) -> str:
    found = street.internal.get(f"/internal/v1/contacts/{person.contact}/cases", headers=bearer(street.parts))
    link: str = next(item["link"] for item in found.json["items"] if item["case_no"] == person.case_no)
    return link.removeprefix(street.parts.settings.public_url)


@pytest.fixture(params=[{}, {"confidential": True}, {"conduct": "conduct"}, {"conduct": "ask"}], ids=str)
def guarded(request: pytest.FixtureRequest) -> dict[str, Any]:
    return dict(request.param)


def test_whose_number_stands_in_a_report_is_not_its_reporter(
    street: Street, one: Person, other: Person, guarded: dict[str, Any]
) -> None:
    """`one` proves their own number, which `other` left in a report: not listed, not named, not erased; the reporter's way works."""
    visit(street, other, f"{one.name} {one.marks()[1]}")
    if guarded:
        with street.parts.db.write() as s:
            s.execute(sa.update(Case).values(**guarded))
    sign_in(street, one, one.client)
    for page in ("/me", "/me/erase", "/me/copy"):
        assert other.case_no not in one.client.get(page).text
    erase(one.client)
    assert words_left(street, other)
    assert other.case_no in other.client.get("/me").text


def test_who_holds_the_chat_and_proves_the_number_has_it_wherever_they_sign_in(street: Street, one: Person) -> None:
    """Signed out, signed in again in another browser: listed, opened, erased."""
    visit(street, one, one.marks()[0])
    sign_in(street, one, one.client)
    sign_out(one.client)
    assert one.case_no not in one.client.get("/me").text
    later(street)
    elsewhere = street.person(1, "", "").client
    sign_in(street, one, elsewhere)
    assert one.case_no in elsewhere.get("/me").text
    assert elsewhere.get(f"/c/{one.case_no}").status_code == 200
    erase(elsewhere)
    assert not words_left(street, one)


def test_a_case_reported_after_signing_in_stays_theirs_after_signing_out(street: Street, one: Person) -> None:
    sign_in(street, one, one.client)
    visit(street, one, one.marks()[0])
    sign_out(one.client)
    later(street)
    sign_in(street, one, one.client)
    assert one.case_no in one.client.get("/me").text
    erase(one.client)
    assert not words_left(street, one)


def test_the_link_and_a_code_to_the_number_left_make_it_theirs(street: Street, one: Person, other: Person) -> None:
    """Without the chat: from the case's link. The neighbour's case with the same number, whose link they lack, is not."""
    visit(street, one, one.marks()[0])
    visit(street, other, one.marks()[0])
    browser = street.person(1, "", "").client
    assert browser.get(link_of(street, one)).status_code == 302
    assert browser.post(f"/c/{one.case_no}/proof").status_code == 200
    shown = browser.post(f"/c/{one.case_no}/proof/code", data={"code": street.code(one.phone)})
    assert shown.status_code == 303
    later(street)
    sign_in(street, one, browser)
    page = browser.get("/me").text
    assert one.case_no in page
    assert other.case_no not in page
    erase(browser)
    assert not words_left(street, one)
    assert words_left(street, other)


def test_without_a_number_it_is_theirs_at_their_word_while_they_hold_the_chat(street: Street, one: Person) -> None:
    """The page says that it is seen here only, and one tap keeps it."""
    visit(street, one, "")
    sign_in(street, one, one.client)
    assert "只在这台设备上看得到" in one.client.get("/me").text
    assert one.client.post("/me/chat").status_code == 303
    assert "只在这台设备上看得到" not in one.client.get("/me").text
    sign_out(one.client)
    later(street)
    sign_in(street, one, one.client)
    assert one.case_no in one.client.get("/me").text
    erase(one.client)
    assert not words_left(street, one)


def test_what_nobody_claimed_is_not_said_to_be_erased(street: Street, one: Person) -> None:
    visit(street, one, "")
    sign_in(street, one, one.client)
    sign_out(one.client)
    later(street)
    sign_in(street, one, one.client)
    before = one.client.get("/me/erase").text
    done = erase(one.client)
    assert words_left(street, one)
    assert "没有核对过手机号的网页聊天" in before
    assert "没有核对过手机号的网页聊天" in done


def test_nobody_claims_a_chat_with_anothers_number(street: Street, one: Person, other: Person) -> None:
    """A shared phone: the later visitor neither by signing in, nor by the button; the first one's stays theirs."""
    visit(street, one, one.marks()[0])
    sign_in(street, other, one.client)
    assert one.client.post("/me/chat").status_code == 303
    erase(one.client, chat="yes")
    assert words_left(street, one)
    own = street.person(1, "", "").client
    assert own.get(link_of(street, one)).status_code == 302
    assert own.post(f"/c/{one.case_no}/proof").status_code == 200
    assert own.post(f"/c/{one.case_no}/proof/code", data={"code": street.code(one.phone)}).status_code == 303
    later(street)
    sign_in(street, one, own)
    assert one.case_no in own.get("/me").text


def test_who_claims_a_chat_casts_no_vote_in_it(street: Street, one: Person, other: Person) -> None:
    """A stranger's claim of an empty chat neither gives them a vote there nor takes the owner's."""
    vote = street.world.open(street.world.owners_plan(), street.world.owners_chair, roll=3)
    visit(street, one, "")
    sign_in(street, other, one.client)
    one.client.post("/me/chat")
    casting = {"json": {"answers": {"q1": ["yes"], "q2": ["a"]}}, "headers": one.headers}
    own = street.person(1, "", "").client  # the chat's bearer token, without the stranger's cookie
    assert own.post(f"/api/v1/consultations/{vote}/ballots", **casting).status_code in (401, 403)
    one.client = own
    street.prove(one)
    assert own.post(f"/api/v1/consultations/{vote}/ballots", **casting).status_code == 201


def test_a_copied_cookie_ends_with_the_sign_out(street: Street, one: Person, other: Person) -> None:
    """What a link, a code or the chat opened: the copy reads and changes nothing after it; another browser's link goes on."""
    visit(street, one, one.marks()[0])
    visit(street, other, other.marks()[0])
    neighbour = street.person(2, "", "").client
    assert neighbour.get(link_of(street, other)).status_code == 302
    browser = one.client
    assert browser.get(link_of(street, other)).status_code == 302
    sign_in(street, one, browser)
    with browser.session_transaction() as cookie:
        copied = dict(cookie)
    thief = street.person(3, "", "").client
    with thief.session_transaction() as cookie:
        cookie.update(copied)
    assert thief.get(f"/c/{one.case_no}").status_code == 200
    assert thief.get(f"/c/{other.case_no}").status_code == 200
    sign_out(browser)
    assert thief.get(f"/c/{one.case_no}").status_code == 404
    assert thief.get(f"/c/{other.case_no}").status_code == 404
    assert thief.post(f"/c/{one.case_no}/withdrawal").status_code == 404
    assert one.case_no not in thief.get("/me").text
    assert thief.get("/api/v1/chat/messages?wait=0", headers=one.headers).status_code in (401, 403)
    assert neighbour.get(f"/c/{other.case_no}").status_code == 200


def test_a_code_shown_before_changes_nothing_after_the_sign_out(street: Street, one: Person) -> None:
    visit(street, one, one.marks()[0])
    browser = street.person(1, "", "").client
    assert browser.get(link_of(street, one)).status_code == 302
    assert browser.post(f"/c/{one.case_no}/proof").status_code == 200
    browser.post(f"/c/{one.case_no}/proof/code", data={"code": street.code(one.phone)})
    later(street)
    sign_in(street, one, browser)
    with browser.session_transaction() as cookie:
        copied = dict(cookie)
    sign_out(browser)
    thief = street.person(3, "", "").client
    with thief.session_transaction() as cookie:
        cookie.update(copied)
    assert thief.post(f"/c/{one.case_no}/withdrawal").status_code == 404
    assert one.client.post(f"/c/{one.case_no}/withdrawal").status_code == 303  # by the chat in which it was reported


# --- an emergency whose reporter was erased


def emergency(street: Street, person: Person) -> None:
    person.token = person.client.post("/api/v1/chat/sessions").json["token"]
    street.prove(person)
    with street.parts.db.read() as s:
        person.contact = s.scalar(sa.text("SELECT max(id) FROM contact_point WHERE channel = 'webchat'")) or 0
    alarm = draft("楼道着火了") | {"urgency": {"level": "emergency", "reasons": [], "danger": "fire"}}
    report = {
        "contact": person.contact,
        "text": f"楼道着火了，{person.words}",
        "draft": alarm,
        "answers": {"place": "柳树里9栋顶楼", "contact": person.marks()[0]},
        "photos": [],
    }
    person.case_no = street.call("/cases", report, "report")["case_no"]


def test_where_it_burns_stays_until_it_is_over(street: Street, one: Person) -> None:
    """Erased a minute after the report: the desk still reads where to go, nothing else, and the hourly job ends it."""
    emergency(street, one)
    later(street)
    sign_in(street, one, one.client)
    assert "地点留到处理完" in one.client.get("/me/erase").text
    assert "地点留到处理完" in erase(one.client)
    with street.parts.db.write() as s:
        clerk = account(street.parts, Role.DESK, username="another-clerk")
        s.add(clerk)
        s.flush()
        clerk_id = clerk.id
    desk = sit_down(street.person(0, "", "").client, street.parts, clerk_id)
    panel = desk.get("/desk").text
    assert "柳树里9栋顶楼" in panel
    assert "柳树里9栋顶楼" in desk.get(f"/desk/cases/{one.case_no}").text
    assert not words_left(street, one)
    street.hourly()
    assert "柳树里9栋顶楼" in desk.get("/desk").text
    with street.parts.db.write() as s:
        s.execute(sa.update(Case).values(state="resolved"))
    street.hourly()
    assert place_of(street) == ""


def test_where_it_burned_goes_after_a_week_at_the_latest(street: Street, one: Person) -> None:
    emergency(street, one)
    later(street)
    sign_in(street, one, one.client)
    erase(one.client)
    assert place_of(street) == "柳树里9栋顶楼"
    street.parts.clock.move(minutes=8 * 24 * 60)  # type: ignore[attr-defined]  # the hand clock
    street.hourly()
    assert place_of(street) == ""


def place_of(street: Street) -> str:
    with street.parts.db.read() as s:
        return re.sub(r"\s", "", str(s.scalar(sa.text("SELECT place FROM case_words"))))


def staff_of(street: Street, role: Role, **more: Any) -> FlaskClient:
    with street.parts.db.write() as s:
        person = account(street.parts, role, username=f"another-{role.value}", **more)
        s.add(person)
        s.flush()
        person_id = person.id
    return sit_down(street.person(0, "", "").client, street.parts, person_id)


def desk_of(street: Street) -> FlaskClient:
    return staff_of(street, Role.DESK)


def state_of(street: Street, person: Person) -> str:
    with street.parts.db.read() as s:
        return str(s.scalar(sa.select(Case.state).where(Case.case_no == person.case_no)))


@pytest.mark.parametrize("erased", [True, False])
@pytest.mark.parametrize("urgent", [True, False])
def test_an_erased_persons_case_is_dispatched_resolved_and_closed(
    street: Street, one: Person, *, erased: bool, urgent: bool
) -> None:
    """What is under way goes on without its reporter, to its end; an emergency too. Beside it one that was not erased."""
    if urgent:
        emergency(street, one)
    else:
        visit(street, one, one.marks()[0])
    later(street)
    sign_in(street, one, one.client)
    if erased:
        erase(one.client)
    with street.parts.db.write() as s:
        s.add(Body(code="works", name="市政养护所", aliases=[]))
    desk, body = desk_of(street), staff_of(street, Role.BODY, body="works")
    case = f"/desk/cases/{one.case_no}"
    given = desk.post(f"{case}/dispatch", data={"body": "works", "worker": "", "note": "", "matter": "路灯坏了"})
    assert given.status_code == 303
    assert state_of(street, one) == "dispatched"
    for verb, words in (
        ("acknowledgement", ""),
        ("progress", "师傅已经到现场"),
        ("resolution", "已经处理好，现场恢复了原样"),
    ):
        assert body.post(f"{case}/{verb}", data={"text": words, "despite": "保密的事，写不细"}).status_code == 303
    assert state_of(street, one) == "resolved"
    for _ in range(4):
        street.parts.clock.move(minutes=8 * 24 * 60)  # type: ignore[attr-defined]  # the hand clock
        street.work()
    assert state_of(street, one) == "closed"


def test_a_code_for_a_case_signs_nobody_in(street: Street, one: Person, other: Person) -> None:
    """Asked for on the page of a case, it changes that case and is no session; a code for signing in changes no case."""
    visit(street, one, one.marks()[0])
    browser = street.person(1, "", "").client
    assert browser.get(link_of(street, one)).status_code == 302
    assert browser.post(f"/c/{one.case_no}/proof").status_code == 200
    digits = street.code(one.phone)
    assert browser.post("/api/v1/otp/verify", json={"phone": one.phone, "code": digits}).status_code == 422
    assert browser.post(f"/c/{one.case_no}/proof/code", data={"code": digits}).status_code == 303
    stranger = street.person(2, "", "").client
    assert stranger.get(link_of(street, one)).status_code == 302
    later(street)
    assert stranger.post("/api/v1/otp", json={"phone": one.phone}).status_code == 200
    assert stranger.post(f"/c/{one.case_no}/proof/code", data={"code": street.code(one.phone)}).status_code == 422


def test_withdrawing_consent_hides_the_reporter_again(street: Street, one: Person, other: Person) -> None:
    """撤回同意 (PIPL 15): a yes to being named ends with it, and the desk reads that they want no messages."""
    people = (one, other)
    for person in people:
        visit(street, person, person.marks()[0])
        assert person.client.post(f"/c/{person.case_no}/naming", data={"agree": "yes"}).status_code == 303
    street.say(one, "撤回同意")
    street.work()
    with street.parts.db.read() as s:
        named = dict(s.execute(sa.select(Case.case_no, Case.may_be_named)).all())
    assert [named[person.case_no] for person in people] == [False, True]
    desk = desk_of(street)
    pages = [desk.get(f"/desk/cases/{person.case_no}").text for person in people]
    assert ["不收我们主动发的消息" in page for page in pages] == [True, False]
    assert ["居民同意让承办的人知道是谁" in page.split("<blockquote")[0] for page in pages] == [False, True]


def test_other_words_under_the_same_id_are_refused(street: Street, one: Person) -> None:
    """A repeat is one message; other words with its id are not acknowledged as if they were stored."""
    one.token = one.client.post("/api/v1/chat/sessions").json["token"]
    said = {"text": "你好", "client_message_id": "same"}
    answers = [
        one.client.post("/api/v1/chat/messages", json=body, headers=one.headers).status_code
        for body in (said, said, said | {"text": "着火了！老菜场东门起火了，救命"})
    ]
    assert answers == [200, 200, 422]
