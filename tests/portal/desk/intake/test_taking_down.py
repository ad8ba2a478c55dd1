"""代录: what a clerk types becomes a case by the bot's reading, once, and the caller gets its number if they agreed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from portal.cases.drafts.models import OpenDraft
from portal.cases.models import AccessLook, Case, CaseEvent, Correction
from portal.kernel.roles import Role
from portal.outbox.models import OutboxRow, OutboxState
from portal.residents.models import ContactPoint
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import actor, draft, report
from tests.portal.desk.intake.taking_down_world import WORDS, desk
from tests.portal.draft_reader import Reader
from tests.portal.signed_in import sit_down

__all__ = ["desk"]

KEY = "k" * 20
PHONE = "13800001234"
Send = Callable[..., Any]


@pytest.fixture
def send(desk: FlaskClient) -> Send:
    """Send the form as the page's script does, with these fields."""

    def sent(**fields: str) -> Any:
        form = {"key": KEY, "channel": "desk_call", "text": WORDS, "touched": ""} | fields
        return desk.post("/desk/new", data=form)

    return sent


def only_case(parts: Parts) -> Case:
    with parts.db.read() as s:
        case = s.scalars(sa.select(Case)).one()
        assert case.words.text
        return case


def count(parts: Parts, what: type[Any]) -> int:
    with parts.db.read() as s:
        return s.scalar(sa.select(sa.func.count()).select_from(what)) or 0


def letters_to_reporters(parts: Parts) -> list[OutboxRow]:
    with parts.db.read() as s:
        return list(s.scalars(sa.select(OutboxRow).where(OutboxRow.kind == "push_resident")))


def test_the_words_alone_make_a_case(send: Send, parts: Parts) -> None:
    """Place, grid, category and body as the bot reads them; how it came and who typed it are kept."""
    answer = send()
    case = only_case(parts)
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/desk/cases/{case.case_no}?registered=1"
    assert (case.channel, case.category, case.grid, case.body) == ("desk_call", "0403", "G-01", "lamps")
    assert (case.words.text, case.words.place) == (WORDS, "柳树里3栋")
    with parts.db.read() as s:
        event = s.scalars(sa.select(CaseEvent)).one()
        assert event.data["taken_down_by"] == actor(s, Role.DESK).id
        assert (
            s.scalars(sa.select(ContactPoint.channel).where(ContactPoint.id == case.contact_point_id)).one() == "desk"
        )


@pytest.mark.parametrize("channel", ["walk_in", "letter"])
def test_how_it_came_is_kept(send: Send, parts: Parts, channel: str) -> None:
    """A walk-in, a letter."""
    send(channel=channel)
    assert only_case(parts).channel == channel


@pytest.mark.parametrize(("channel", "told"), [("desk_call", "电话已经挂了"), ("walk_in", "等他再来问")])
def test_without_a_number_nobody_is_said_to_be_answered_there(
    send: Send, desk: FlaskClient, channel: str, told: str
) -> None:
    """The call is over; only a chat goes on where it began."""
    page = desk.get(send(channel=channel).headers["Location"]).text
    assert told in page
    assert "只能在原来的渠道里回" not in page


def test_the_same_form_twice_is_one_case(send: Send, desk: FlaskClient, parts: Parts) -> None:
    """A double press; the SMS too is queued once. Words changed since are told not to have been taken."""
    first = send(phone=PHONE, agreed="1").headers["Location"]
    assert send(phone=PHONE, agreed="1").headers["Location"] == first
    assert count(parts, Case) == 1
    assert len(letters_to_reporters(parts)) == 1
    send(phone=PHONE, agreed="1", text="还有，5栋的也不亮")
    assert count(parts, Case) == 1
    assert "后来改的字没有收下" in desk.get(first).text


def test_the_same_words_in_a_new_form_are_asked_about(send: Send, parts: Parts) -> None:
    """The clerk went back and pressed again: refused with the number, until they say that it is another matter."""
    send(phone=PHONE)
    case_no = only_case(parts).case_no
    refused = send(key="m" * 20, text=f" {WORDS}")
    assert refused.status_code == 422
    assert case_no in refused.text
    assert "是另一件" in refused.text
    assert count(parts, Case) == 1
    send(key="n" * 20, again="1")
    assert count(parts, Case) == 2


@pytest.mark.parametrize("text", ["\u200b", "\u2060\ufeff", "\u200d"])
def test_words_that_nobody_sees_are_none(send: Send, parts: Parts, text: str) -> None:
    """A character without a width is no report."""
    assert send(text=text).status_code == 422
    assert count(parts, Case) == 0


@pytest.mark.parametrize("phone", ["abc<script>", "1381234", "138000012345", "没有", "12345", "<b>13800001234"])
def test_what_is_no_number_is_refused(send: Send, parts: Parts, phone: str) -> None:
    """In words; nothing is registered."""
    refused = send(phone=phone)
    assert "电话看不懂" in refused.text
    assert count(parts, Case) == 0


@pytest.mark.parametrize(
    "phone",
    [
        "138-0000-1234",
        "+86 138 0000 1234",
        "一三八零零零零一二三四",
        "0571-88001122转801",
        "88001122",
        "（0571）88001122",
    ],
)
def test_a_number_is_taken_as_it_is_written(send: Send, parts: Parts, phone: str) -> None:
    """Mobile or landline, with an area code and an extension."""
    assert send(phone=phone).status_code == 303
    assert count(parts, Case) == 1


def test_what_the_clerk_settled_stands(send: Send, parts: Parts) -> None:
    """Against the bot; what differs is kept to train on, by whoever settled it."""
    send(
        touched="category,urgency,grid,body,kind,place",
        category="02",
        urgency="urgent",
        grid="G-02",
        body="hall",
        kind="complaint",
        place="小区东门",
    )
    case = only_case(parts)
    assert (case.category, case.urgency, case.rank, case.grid, case.body) == ("02", "urgent", 1, "G-02", "hall")
    assert case.words.place == "小区东门"
    with parts.db.read() as s:
        kept = {one.field: (one.was, one.now) for one in s.scalars(sa.select(Correction))}
    assert kept == {
        "kind": ("request", "complaint"),
        "category": ("0403", "02"),
        "urgency": ("normal", "urgent"),
    }


def test_what_was_only_shown_follows_the_last_words(send: Send, parts: Parts) -> None:
    """Sent half a second after the last key: fields that the clerk left alone are read anew."""
    send(category="02", urgency="normal", grid="none")
    case = only_case(parts)
    assert (case.category, case.grid) == ("0403", "G-01")


def test_without_a_script_what_is_filled_in_stands(desk: FlaskClient, parts: Parts) -> None:
    """No `touched`: the rest is read."""
    desk.post("/desk/new", data={"key": KEY, "text": WORDS, "category": "02", "urgency": "", "grid": ""})
    case = only_case(parts)
    assert (case.category, case.urgency, case.grid) == ("02", "normal", "G-01")


def test_without_the_bot_what_the_page_shows_stands(send: Send, bot: Reader, parts: Parts) -> None:
    """Read before it went down, or filled in by hand; no correction is made of what was not read."""
    bot.found = None
    send(category="0403", place="柳树里13栋", urgency="normal", kind="request", grid="G-02")
    case = only_case(parts)
    assert (case.category, case.grid, case.body, case.words.place) == ("0403", "G-02", "lamps", "柳树里13栋")
    assert count(parts, Correction) == 0


def test_a_place_that_the_clerk_took_out_stays_out(send: Send, parts: Parts) -> None:
    """The bot's reading does not bring it back."""
    send(touched="place", place="", grid="")
    assert only_case(parts).words.place == ""


def test_a_caller_who_agreed_gets_the_number(send: Send, desk: FlaskClient, parts: Parts) -> None:
    """The case is theirs by SMS; the page says what became of it, and "sent" only then."""
    page = send(phone="138 0000 1234", name="李阿姨", agreed="1").headers["Location"]
    case = only_case(parts)
    with parts.db.read() as s:
        point = s.get_one(ContactPoint, case.contact_point_id)
        assert (point.channel, point.address) == ("sms", "+8613800001234")
    assert [row.payload["template"] for row in letters_to_reporters(parts)] == ["case_registered"]
    assert "正在发" in desk.get(page).text
    with parts.db.write() as s:
        row = s.scalars(sa.select(OutboxRow).where(OutboxRow.kind == "push_resident")).one()
        row.state, row.code = OutboxState.DEAD, "gone"
    assert "正在发" not in desk.get(page).text
    assert "没送到" in desk.get(page).text


def test_without_consent_nothing_is_sent(send: Send, parts: Parts) -> None:
    """The number is kept with the case, and reaches nobody."""
    send(phone=PHONE)
    case = only_case(parts)
    assert case.words.contact == PHONE
    assert letters_to_reporters(parts) == []


def test_an_sms_needs_a_mobile_number(send: Send, parts: Parts) -> None:
    """Refused in words, with everything still in the form."""
    answer = send(phone="0571-88001122", agreed="1")
    assert answer.status_code == 422
    assert "11位的手机号" in answer.text
    assert WORDS in answer.text
    assert count(parts, Case) == 0


def test_violence_at_home_sends_nothing(send: Send, bot: Reader, parts: Parts) -> None:
    """Whoever holds the phone may be the one who hits."""
    bot.found = draft(urgency={"level": "emergency", "reasons": [], "danger": "home_violence"})
    send(phone=PHONE, agreed="1")
    assert letters_to_reporters(parts) == []


@pytest.mark.parametrize("is_read", [True, False])
@pytest.mark.parametrize("text", ["我老公又在打我", "我老公打我，掐我脖子", "爸爸打妈妈", "有人打我"])
def test_plain_words_of_violence_send_nothing(
    send: Send, desk: FlaskClient, bot: Reader, parts: Parts, is_read: bool, text: str
) -> None:
    """At home or elsewhere, whatever the bot makes of them, or if it is down; no later push either; the clerk reads why."""
    bot.found = draft() if is_read else None
    page = send(text=text, phone=PHONE, agreed="1").headers["Location"]
    assert letters_to_reporters(parts) == []
    with parts.db.read() as s:
        assert s.get_one(ContactPoint, only_case(parts).contact_point_id).no_push
    assert "没有发短信，以后也不主动发：有人动手" in desk.get(page).text


def test_an_emergency_that_the_bot_did_not_read_sends_nothing(
    send: Send, desk: FlaskClient, bot: Reader, parts: Parts
) -> None:
    """Which danger it is nobody knows; what is no emergency is sent as ever."""
    bot.found = None
    page = send(text="他又来了，快来人", phone=PHONE, agreed="1", touched="urgency", urgency="emergency")
    assert letters_to_reporters(parts) == []
    assert "机器人没有回应" in desk.get(page.headers["Location"]).text
    send(phone="13900001234", agreed="1", key="m" * 20)
    assert [row.payload["template"] for row in letters_to_reporters(parts)] == ["case_registered"]


@pytest.mark.parametrize(
    ("text", "watched"),
    [
        ("有个老人在清河小区门口摔倒起不来了，头上流血", False),
        ("我家厨房着火了", False),
        ("孩子掉河里了", False),
        ("我爸晕倒了叫不醒", False),
        ("他把我妈推倒了，我妈晕倒了，他还在打她", True),
        ("儿子动手，老人晕倒了", True),
        ("她说老公在打她", True),
        ("救命啊救救我", True),
    ],
)
def test_only_whoever_may_be_watched_is_left_alone(
    send: Send, desk: FlaskClient, bot: Reader, parts: Parts, text: str, *, watched: bool
) -> None:
    """While the bot is down a fall, a fire, a fainting is plain: the clerk may call back. Blows, and what nobody knows, are not."""
    bot.found = None
    page = send(text=text).headers["Location"]
    assert only_case(parts).urgency == "emergency"
    with parts.db.read() as s:
        assert s.get_one(ContactPoint, only_case(parts).contact_point_id).no_push is watched
    assert ("不要主动联系" in desk.get(page).text) is watched


def test_whoever_wishes_it_is_not_named(send: Send, parts: Parts) -> None:
    """By a tick; the number that they left stays with the desk."""
    send(unnamed="1", phone=PHONE)
    case = only_case(parts)
    assert (case.confidential, case.words.contact) == (True, PHONE)


def test_the_open_report_of_that_number_stays(send: Send, parts: Parts) -> None:
    """They were telling the bot of something else by SMS."""
    send(phone=PHONE, agreed="1")
    with parts.db.write() as s:
        point = s.scalars(sa.select(ContactPoint.id).where(ContactPoint.channel == "sms")).one()
        s.add(OpenDraft(contact_point_id=point, inbox_id=7, state="{}", updated_at=parts.clock.now()))
    send(phone=PHONE, agreed="1", key="m" * 20)
    with parts.db.read() as s:
        assert s.scalars(sa.select(OpenDraft.state)).one() == "{}"


def test_an_emergency_raises_the_alarm(send: Send, bot: Reader, parts: Parts) -> None:
    """As in the chat; its SMS says whom to call."""
    bot.found = draft(urgency={"level": "emergency", "reasons": [], "danger": "fire"})
    send(phone=PHONE, agreed="1")
    assert only_case(parts).urgency == "emergency"
    assert "case_registered_emergency" in {row.payload["template"] for row in letters_to_reporters(parts)}


@pytest.mark.parametrize(
    "fields", [{"text": " "}, {"key": "short"}, {"text": "x" * 5001}, {"touched": "category", "category": "99999"}]
)
def test_what_cannot_be_registered_is_refused(send: Send, parts: Parts, fields: dict[str, str]) -> None:
    """With a reason, and nothing written."""
    assert send(**fields).status_code == 422
    assert count(parts, Case) == 0


# --- as they type


def test_earlier_cases_of_the_number_are_shown_and_recorded(desk: FlaskClient, parts: Parts, reporter: int) -> None:
    """The whole number only; masked as in the lists."""
    with parts.db.write() as s:
        case_no = report(s, parts, reporter, answers={"contact": PHONE}).case_no
    page = desk.post("/desk/new/earlier", data={"phone": "138-0000-1234"}).text
    assert case_no in page
    assert PHONE not in page
    assert count(parts, AccessLook) == 1
    assert case_no not in desk.post("/desk/new/earlier", data={"phone": "1234"}).text
    assert "没有报过事" in desk.post("/desk/new/earlier", data={"phone": "13900001234"}).text
    assert count(parts, AccessLook) == 1


@pytest.mark.parametrize("path", ["/desk/new", "/desk/new/reading.json", "/desk/new/earlier"])
def test_only_the_desk_takes_down(client: FlaskClient, parts: Parts, reporter: int, path: str) -> None:
    """Not a body."""
    with parts.db.read() as s:
        number = actor(s, Role.BODY).id
    assert sit_down(client, parts, number).post(path, data={"text": WORDS}).status_code == 403


@pytest.mark.parametrize(
    "words",
    ["受理台的人挂我电话，态度很差", "社区受理员接电话骂人", "窗口的人骂人"],
)
def test_a_complaint_about_the_desk_is_registered_though_its_clerk_does_not_see_it(
    send: Send, desk: FlaskClient, parts: Parts, words: str
) -> None:
    """The clerk gets its number and what to tell the caller; sent again, nothing is registered twice."""
    for _time in range(2):
        assert send(text=words).status_code == 303
        case = only_case(parts)
        page = desk.get("/desk/new").text
        assert f"登记好了，编号 {case.case_no}" in page
        assert "您这里看不到" in page
        assert "由督查看" in page or "督查看得到" in page or "由上级来办" in page
    assert desk.get(f"/desk/cases/{case.case_no}").status_code == 404
