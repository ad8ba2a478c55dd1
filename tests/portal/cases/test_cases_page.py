"""The resident's page of a case, and the public API of one."""

from __future__ import annotations

import io
import re

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from PIL import Image

from portal.cases.models import Case
from portal.cases.records import actors, numbers, queries
from portal.cases.verbs.desk import desk_actions, desk_corrections
from portal.cases.verbs.handler import handler_actions, returning
from portal.cases.verbs.reporter import reporter_actions
from portal.kernel.roles import Role
from portal.outbox.models import Letter
from portal.residents import service as residents
from portal.residents.models import ContactPoint, Resident
from portal.storage.parts import Parts
from tests.portal.cases.cases_page_world import as_reporter, bare, change, link, picture, reported
from tests.portal.cases.cases_world import actor, add_contact, report
from tests.portal.conftest import HandClock, bearer

__all__ = ["link"]


def opened(client: FlaskClient, parts: Parts, reporter: int, *text: str) -> str:
    """As `reported`; returns the address of its page, which this browser opens as the reporter."""
    link = reported(parts, reporter, *text)
    as_reporter(client, parts)
    return bare(link)


def test_the_page_opens_by_the_link_and_then_without_the_code(client: FlaskClient, link: str) -> None:
    """The first visit with the code is kept in the session, and leads on to the clean address."""
    opened = client.get(link)
    assert (opened.status_code, opened.location) == (302, bare(link))
    page = client.get(bare(link))
    assert page.status_code == 200
    assert "柳树里3栋的路灯坏了三天了" in page.text
    assert "已经收到，等工作人员看" in page.text


def test_a_category_that_nobody_has_looked_at_is_not_shown(client: FlaskClient, parts: Parts, link: str) -> None:
    """The bot's guess may hurt; a clerk who takes the case up decides."""
    client.get(link)
    guessed = client.get(bare(link)).text
    assert "归哪一类由工作人员定" in guessed
    assert "市政公用" not in guessed
    change(parts, Role.DESK, desk_actions.dispatch, body="lamps")
    decided = client.get(bare(link)).text
    assert "归哪一类由工作人员定" not in decided
    assert "城乡建设 / 市政公用" in decided


def test_a_withdrawn_case_shows_no_guessed_category(client: FlaskClient, parts: Parts, link: str) -> None:
    client.get(link)
    with parts.db.write() as s:
        s.get_one(Case, 1).state = "withdrawn"
    assert "市政公用" not in client.get(bare(link)).text


def test_whoever_takes_on_an_emergency_decides_no_category(client: FlaskClient, parts: Parts, link: str) -> None:
    """They look at the danger first; a clerk who corrects the category decides it."""
    client.get(link)
    with parts.db.write() as s:
        s.get_one(Case, 1).urgency = "emergency"
    change(parts, Role.DESK, desk_actions.dispatch, body="lamps")
    assert "市政公用" not in client.get(bare(link)).text
    change(parts, Role.DESK, desk_corrections.correct, changes={"category": "0402"})
    assert "城乡建设" in client.get(bare(link)).text


def test_a_link_that_is_given_later_is_good_from_then(
    client: FlaskClient, internal: FlaskClient, parts: Parts, link: str, clock: HandClock
) -> None:
    """Asked in the chat on day 60, the link reads on day 149, when the registration's has long ended."""
    clock.move(days=60)
    listed = internal.get("/internal/v1/contacts/1/cases", headers=bearer(parts)).get_json()["items"]
    later = listed[0]["link"].removeprefix(parts.settings.public_url)
    assert later != link
    clock.move(days=89)
    assert client.get(link).status_code == 404
    assert "柳树里3栋的路灯坏了三天了" in client.get(later, follow_redirects=True).text
    clock.move(days=3)
    assert client.get(bare(later)).status_code == 404


def test_the_cookie_has_room_for_all_that_is_kept(client: FlaskClient, parts: Parts, reporter: int) -> None:
    """Browsers drop a cookie of more than 4,096 characters: thirty links and a dozen codes stay within."""
    for number in range(30):
        with parts.db.write() as s:
            address = numbers.link(parts.settings, report(s, parts, reporter, f"第{number}盏灯"))
        assert client.get(address.removeprefix(parts.settings.public_url)).status_code == 302
    client.post("/api/v1/chat/sessions")
    for number in range(12):
        client.post("/api/v1/otp", json={"phone": f"138000000{number:02d}"})
        with parts.db.read() as s:
            code = re.findall(
                r"\d{6}", s.scalars(sa.select(Letter.text).order_by(Letter.outbox_id.desc())).first() or ""
            )
        assert client.post("/me/code", data={"phone": f"138000000{number:02d}"}).status_code == 429
        body = {"phone": f"138000000{number:02d}", "code": code[0]}
        kept = client.post("/api/v1/otp/verify", json=body)
        assert kept.status_code == 200
        assert len(kept.headers["Set-Cookie"]) < 4000


def test_signing_out_closes_the_page_on_this_device(client: FlaskClient, link: str) -> None:
    """Who comes after at a shared browser does not read what was opened by a link before."""
    client.get(link)
    client.post("/me/sign-out")
    assert client.get(bare(link)).status_code == 404


@pytest.mark.parametrize("code", ["", "?access=", "?access=wrong", "?access=" + "a" * 5000])
def test_others_do_not_learn_that_the_case_exists(client: FlaskClient, link: str, code: str) -> None:
    """404, and the same page as for a number that was never given."""
    address = bare(link)
    assert client.get(address + code).status_code == 404
    assert client.get("/api/v1" + address.replace("/c/", "/cases/") + code[:60]).status_code == 404
    unknown = client.get(address[:-1] + "9").text.replace(address[:-1] + "9", address)
    assert _without_token(unknown) == _without_token(client.get(address).text)


def _without_token(page: str) -> str:
    """The page without the form's token, which holds the second in which it was made."""
    made = re.subn(r'(name="csrf_token"[^>]*value=)"[^"]+"', r"\1", page)
    assert made[1] == 1
    return made[0]


def test_forms_of_others_change_nothing(client: FlaskClient, link: str, parts: Parts) -> None:
    """404 without the code, whatever the form says."""
    address = bare(link)
    for door in ("details", "reminders", "follow-up", "rating", "reopening", "withdrawal"):
        assert client.post(f"{address}/{door}", data={"text": "x", "fixed": "yes"}).status_code == 404
    with parts.db.read() as s:
        assert s.get_one(Case, 1).serial == 1


def test_the_api_tells_the_case_to_its_code(client: FlaskClient, link: str) -> None:
    """The shape of interfaces.md."""
    answer = client.get("/api/v1" + link.replace("/c/", "/cases/"))
    assert answer.status_code == 200
    told = answer.json
    assert told is not None
    assert set(told) == {
        "case_no", "state", "kind", "category", "places", "times", "bodies", "urgency", "grid", "due_at",
        "close_reason", "timeline",
    }  # fmt: skip
    assert re.fullmatch(r"LL-\d{8}-\d{4,}", told["case_no"])
    assert told["category"] == {"code": "0403", "path": ["城乡建设", "市政公用"]}
    assert told["places"][0]["text"] == "柳树里3栋"
    assert told["timeline"][0]["verb"] == "report"


def test_the_chat_token_opens_the_case_of_its_visitor_only(client: FlaskClient, parts: Parts, link: str) -> None:
    """The reporter's bearer sees it without the code; another visitor's does not."""
    with parts.db.write() as s:
        point, token = residents.add_visitor(s, parts.settings.secret_key, parts.clock.now())
        _other, strange = residents.add_visitor(s, parts.settings.secret_key, parts.clock.now())
        s.get_one(Case, 1).contact_point_id = point.id
    address = "/api/v1" + bare(link).replace("/c/", "/cases/")
    assert client.get(address, headers={"Authorization": f"Bearer {token}"}).status_code == 200
    assert client.get(address, headers={"Authorization": f"Bearer {strange}"}).status_code == 404


def test_hurrying_is_bounded(client: FlaskClient, link: str, parts: Parts) -> None:
    """Three a day; the fourth is told so, and nothing breaks."""
    as_reporter(client, parts)
    address = bare(link)
    for _ in range(3):
        assert "催过了" in client.post(f"{address}/reminders", follow_redirects=True).text
    assert "今天已经催过 3 次了" in client.post(f"{address}/reminders", follow_redirects=True).text


def test_a_photo_is_kept_without_where_it_was_taken(client: FlaskClient, link: str, parts: Parts) -> None:
    """EXIF is dropped; the reporter sees the photo on the page."""
    as_reporter(client, parts)
    address = bare(link)
    exif = Image.Exif()
    exif[0x010F] = "Camera of Wang"
    data = {"text": "拍了一张", "photos": (io.BytesIO(picture(exif=exif)), "a.jpg")}
    assert "补上了" in client.post(f"{address}/details", data=data, follow_redirects=True).text
    with parts.db.read() as s:
        kept = s.get_one(Case, 1).events[-1].data["photos"][0]
    answer = client.get(f"{address}/photos/{kept}")
    assert answer.status_code == 200
    assert b"Camera of Wang" not in answer.data
    assert client.get(f"{address}/photos/other.jpg").status_code == 404


@pytest.mark.parametrize(
    ("name", "data"), [("a.jpg", b"MZ\x90\x00 this program"), ("b.jpg", b""), ("c.png", b"<svg/>")]
)
def test_what_is_no_photo_is_refused_with_words(
    client: FlaskClient, link: str, parts: Parts, name: str, data: bytes
) -> None:
    """An executable named .jpg, nothing, an SVG: said so, nothing kept."""
    as_reporter(client, parts)
    address = bare(link)
    page = client.post(f"{address}/details", data={"photos": (io.BytesIO(data), name)}, follow_redirects=True)
    assert "请换一张" in page.text or "不是能打开的照片" in page.text
    with parts.db.read() as s:
        assert s.get_one(Case, 1).serial == 1


def test_a_case_with_a_way_of_its_own_says_which_and_where(client: FlaskClient, link: str, parts: Parts) -> None:
    """Way, office, address, phone and hours; the community promises to pass nothing on, but looks again when asked."""
    change(parts, Role.DESK, desk_actions.divert, office="court")
    as_reporter(client, parts)
    page = client.get(link, follow_redirects=True).text
    for told in ("这件事要走法院的诉讼", "区法院窗口", "一号路1号", "0571-00000031", "周一至周五", "请社区再看看"):
        assert told in page
    assert "代转" not in page
    client.post(f"{bare(link)}/reopening")
    assert "您请社区重新看这件事" in client.get(bare(link)).text


def test_a_case_sent_elsewhere_says_where(client: FlaskClient, link: str, parts: Parts) -> None:
    """Residents read where to go instead, never 不予受理; one tap asks us to pass it on."""
    change(parts, Role.DESK, desk_actions.reject, ground="other_body", office="区供电局", phone="95598")
    as_reporter(client, parts)
    page = client.get(link, follow_redirects=True).text
    assert "这件事归区供电局管，电话" in page
    assert "我们可以代转" in page
    assert "不予受理" not in page
    client.post(f"{bare(link)}/reopening")
    with parts.db.read() as s:
        assert s.get_one(Case, 1).state == "reported"


def test_what_staff_say_among_themselves_stays_there(client: FlaskClient, link: str, parts: Parts) -> None:
    """Notes, reasons of sending back, supervision and corrections are not on the resident's page or in the API."""
    change(parts, Role.DESK, desk_actions.note, text="内部一句")
    change(parts, Role.DESK, desk_corrections.correct, changes={"kind": "complaint"})
    change(parts, Role.SUPERVISOR, desk_actions.supervise, text="盯紧")
    change(parts, Role.DESK, desk_actions.dispatch, body="lamps", note="派单的话")
    change(parts, Role.BODY, returning.send_back, reason="不归我们")
    said = client.get(link, follow_redirects=True).text + client.get("/api/v1" + link.replace("/c/", "/cases/")).text
    for hidden in ("内部一句", "盯紧", "派单的话", "不归我们", "张承办单位"):
        assert hidden not in said


def test_markup_in_words_is_shown_as_words(client: FlaskClient, parts: Parts, reporter: int) -> None:
    """HTML in a report is escaped."""
    with parts.db.write() as s:
        link = numbers.link(parts.settings, report(s, parts, reporter, "<script>alert(1)</script>路灯坏了"))
    page = client.get(link.removeprefix(parts.settings.public_url), follow_redirects=True).text
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_shared_phone_opens_the_case(client: FlaskClient, parts: Parts, link: str) -> None:
    """Contact points that the same resident proved share their cases."""
    with parts.db.write() as s:
        resident = Resident(created_at=parts.clock.now(), name="")
        s.add(resident)
        s.flush()
        reporter = s.get_one(ContactPoint, 1)
        reporter.channel, reporter.resident_id = "wechat", resident.id
        number = resident.id
    other = add_contact(parts, "phone", "sms", resident_id=number)
    with parts.db.read() as s:
        assert [case.id for case in queries.cases_of(s, other)] == [1]


LATER = "我电话是13800138000"


def test_a_number_given_later_is_masked_on_the_page_and_in_the_api(
    client: FlaskClient, parts: Parts, link: str, reporter: int
) -> None:
    """Whoever opens the link, the reporter too, reads its ends only: in what they added, and where staff repeat it."""
    with parts.db.write() as s:
        case = s.get_one(Case, 1)
        reporter_actions.add_detail(s, parts, case, actors.resident(reporter), text=LATER)
        desk, body = (actors.staff(s, actor(s, role)) for role in (Role.DESK, Role.BODY))
        desk_actions.dispatch(s, parts, case, desk, body="lamps")
        handler_actions.acknowledge(s, parts, case, body)
        handler_actions.progress(s, parts, case, body, text="打138 0013 8000没人接，师傅电话13911112222")
    page = client.get(link, follow_redirects=True).text
    told = str(client.get("/api/v1" + link.replace("/c/", "/cases/")).json)
    for shown in (page, told):
        assert "我电话是138****8000" in shown
        assert "0013" not in shown.replace("138****8000", "")
        assert "师傅电话13911112222" in shown
    with parts.db.write() as s:
        s.get_one(Case, 1).words.text = f"柳树里3栋的路灯坏了，{LATER}，居委会0571-00000001"
    page = client.get(bare(link)).text
    assert "我电话是138****8000" in page
    assert "0571-00000001" in page


def test_an_emergency_has_no_promised_day_in_the_api(client: FlaskClient, parts: Parts, link: str) -> None:
    """It has minutes; any other case has its day."""
    address = "/api/v1" + link.replace("/c/", "/cases/")
    assert client.get(address).get_json()["due_at"].startswith("2026-12-01")
    change(parts, Role.DESK, desk_corrections.correct, changes={"urgency": "emergency"})
    assert client.get(address).get_json()["due_at"] is None


def test_the_box_says_where_to_correct_or_report_anew(client: FlaskClient, link: str, parts: Parts) -> None:
    """No bot reads what is written here: it corrects no place and makes no other case."""
    as_reporter(client, parts)
    assert "要说另一件事，请在您说这件事的聊天里说" in client.get(bare(link)).text
