"""What the desk keeps for itself: texts for replies, saved views, who has a case open, whom it is with; and the form on paper."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from portal.cases.models import AccessLook, Case, EventWords
from portal.cases.records import actors, queries
from portal.cases.verbs.disclosure import confidentiality
from portal.desk.kept import texts
from portal.desk.models import CaseClerk, CaseOpen, ReplyText, SavedView
from portal.kernel.roles import Role
from portal.staff.models import Account
from portal.storage.parts import Parts
from tests.kept_apps import KeptApp
from tests.portal.cases.cases_world import account, actor, report
from tests.portal.conftest import HandClock
from tests.portal.signed_in import sit_down

PHONE = "13800001234"


@pytest.fixture
def case_no(parts: Parts, reporter: int) -> str:
    """A reported case, with a telephone number."""
    with parts.db.write() as s:
        s.add(account(parts, Role.DESK, username="second", name="李晓"))
        return report(s, parts, reporter, answers={"contact": PHONE}).case_no


def seated(kept_apps: dict[str, KeptApp], parts: Parts, username: str) -> FlaskClient:
    """A client signed in as this account."""
    with parts.db.read() as s:
        number = actor(s, Role.DESK).id if username == "desk" else _id_of(parts, username)
    app = kept_apps["public"].of(parts)
    app.config["WTF_CSRF_ENABLED"] = False
    return sit_down(app.test_client(), parts, number)


def _id_of(parts: Parts, username: str) -> int:
    with parts.db.read() as s:
        return s.scalars(sa.select(Account.id).where(Account.username == username)).one()


@pytest.fixture
def desk(kept_apps: dict[str, KeptApp], parts: Parts, case_no: str) -> FlaskClient:
    return seated(kept_apps, parts, "desk")


@pytest.fixture
def second(kept_apps: dict[str, KeptApp], parts: Parts, case_no: str) -> FlaskClient:
    return seated(kept_apps, parts, "second")


# --- the form on paper


def test_the_form_is_masked_and_has_lines_to_sign(desk: FlaskClient, parts: Parts, case_no: str) -> None:
    """Whole only after a recorded look."""
    page = desk.get(f"/desk/cases/{case_no}/print").text
    for said in (case_no, "受理人", "承办人", "签名", "路灯坏了"):
        assert said in page
    assert PHONE not in page
    whole = desk.post(f"/desk/cases/{case_no}/print").text
    assert PHONE in whole
    with parts.db.read() as s:
        assert [look.what for look in s.scalars(sa.select(AccessLook))] == ["print"]


def test_the_sheet_for_the_handler_names_nobody(desk: FlaskClient, parts: Parts, reporter: int) -> None:
    """Printed at the desk: of a confidential case no words, of any other none of the reporter's name; all is the desk's own."""
    said = "我叫张伟，柳树里3栋的路灯坏了三天"
    with parts.db.write() as s:
        plain = report(s, parts, reporter, said, answers={"contact": f"张伟 {PHONE}"}).case_no
        secret = report(s, parts, reporter, said, answers={"contact": f"张伟 {PHONE}"})
        confidentiality.make_confidential(s, parts, secret, actors.staff(s, actor(s, Role.DESK)))
        secret_no = secret.case_no
    for case_no, words_told in ((plain, True), (secret_no, False)):
        page = desk.get(f"/desk/cases/{case_no}/print").text
        assert ("路灯坏了三天" in page, "张伟" in page, PHONE in page) == (words_told, False, False)
        assert "承办单位负责人" in page
        assert "名字和号码不在这张单子上" in page
    whole = desk.post(f"/desk/cases/{secret_no}/print").text
    for told in (said, PHONE, "保密", "只供受理台留存"):
        assert told in whole
    for left_out in ("承办单位负责人", "不在这张单子上"):
        assert left_out not in whole


def test_the_reporter_signs_only_where_whoever_handles_may_know_them(
    desk: FlaskClient, parts: Parts, reporter: int, case_no: str
) -> None:
    """A name signed below the handlers' tells who reported: there is no line for it until they agreed, and none in confidence."""
    line, address = '<th scope="row">居民</th>', f"/desk/cases/{case_no}/print"
    assert line not in desk.get(address).text
    with parts.db.write() as s:
        queries.get(s, case_no, to_change=True).may_be_named = True
    assert line in desk.get(address).text
    with parts.db.write() as s:
        queries.get(s, case_no, to_change=True).confidential = True
    for sheet in (desk.get(address), desk.post(address)):
        assert line not in sheet.text


def test_a_handler_prints_what_they_read(kept_apps: dict[str, KeptApp], parts: Parts, case_no: str) -> None:
    """A grid worker: no contact, and none to be had."""
    other = seated(kept_apps, parts, "grid")
    assert PHONE not in other.get(f"/desk/cases/{case_no}/print").text
    assert other.post(f"/desk/cases/{case_no}/print").status_code == 403


def test_a_look_is_offered_only_where_it_shows_more(desk: FlaskClient, parts: Parts, reporter: int) -> None:
    """Neither contact nor anything masked: no button that records a look at nothing."""
    with parts.db.write() as s:
        bare = report(s, parts, reporter, "柳树里3栋的路灯坏了", answers={}).case_no
        numbered = report(s, parts, reporter, f"柳树里3栋的路灯坏了，打{PHONE}", answers={}).case_no
    assert "显示全部" not in desk.get(f"/desk/cases/{bare}").text
    assert "显示全部" in desk.get(f"/desk/cases/{numbered}").text


# --- texts


def add(desk: FlaskClient, text: str, title: str = "修好", category: str = "") -> int:
    return desk.post("/desk/texts", data={"title": title, "text": text, "category": category}).status_code


def test_a_text_is_offered_with_the_cases_facts(
    desk: FlaskClient, kept_apps: dict[str, KeptApp], parts: Parts, case_no: str
) -> None:
    """Those of the category first; one that needs a fact which the case lacks is not."""
    assert add(desk, "{编号}请{社区}（{电话}）回访，{期限}前办好。", "回访") == 303
    assert add(desk, "{单位}已经派人", "派人") == 303
    assert add(desk, "路灯按编号报修", "路灯", "0403") == 303
    assert add(desk, "垃圾当天清", "垃圾", "02") == 303
    with parts.db.read() as s:
        found = texts.offered(s, s.scalars(sa.select(Case)).one())
    assert [one.title for one in found] == ["路灯", "回访"]
    assert found[1].text == f"{case_no}请测试社区（0571-00000001）回访，12月1日前办好。"
    desk.post(f"/desk/cases/{case_no}/dispatch", data={"body": "lamps"})
    page = seated(kept_apps, parts, "body").get(f"/desk/cases/{case_no}").text
    assert "路灯按编号报修" in page
    assert "路灯队已经派人" in page


@pytest.mark.parametrize("text", ["{姓名}您好", "{case.words.contact}", "{0}", "", "x" * 501])
def test_a_text_with_another_placeholder_is_refused(desk: FlaskClient, parts: Parts, text: str) -> None:
    """Above all one for the reporter; and one that is empty or too long."""
    assert add(desk, text) == 422
    with parts.db.read() as s:
        assert s.scalars(sa.select(ReplyText.id)).all() == []


def test_a_text_is_changed_and_deleted(desk: FlaskClient, parts: Parts) -> None:
    """By whoever sits at the desk."""
    add(desk, "灯修好了")
    with parts.db.read() as s:
        number = s.scalars(sa.select(ReplyText.id)).one()
    desk.post("/desk/texts", data={"id": str(number), "title": "灯", "text": "灯换过了"})
    with parts.db.read() as s:
        assert s.scalars(sa.select(ReplyText.text)).one() == "灯换过了"
    desk.post(f"/desk/texts/{number}/drop")
    desk.post(f"/desk/texts/{number}/drop")
    with parts.db.read() as s:
        assert s.scalars(sa.select(ReplyText.id)).all() == []


# --- saved views


def test_a_view_is_saved_and_shared(desk: FlaskClient, second: FlaskClient, parts: Parts, case_no: str) -> None:
    """One's own is one's own; a shared one is all the desk's, and only its owner drops it."""
    desk.post("/desk/views", data={"name": "一号网格", "query": "tab=open&grid=G-01&evil=1"})
    desk.post("/desk/views", data={"name": "超期的", "query": "tab=open&overdue=1", "shared": "1"})
    with parts.db.read() as s:
        kept = {view.name: (view.query, view.shared, view.id) for view in s.scalars(sa.select(SavedView))}
    assert kept["一号网格"][:2] == ("tab=open&grid=G-01", False)
    assert "一号网格" in desk.get("/desk").text
    page = second.get("/desk").text
    assert "超期的" in page
    assert "一号网格" not in page
    assert second.post(f"/desk/views/{kept['超期的'][2]}/drop").status_code == 403
    assert second.post(f"/desk/views/{kept['一号网格'][2]}/drop").status_code == 404
    assert desk.post(f"/desk/views/{kept['超期的'][2]}/drop").status_code == 303
    assert "超期的" not in second.get("/desk").text


def test_a_view_of_the_same_name_is_replaced(desk: FlaskClient, parts: Parts) -> None:
    """Not doubled; a double press is one."""
    for grid in ("G-01", "G-02", "G-02"):
        desk.post("/desk/views", data={"name": "网格", "query": f"tab=open&grid={grid}"})
    with parts.db.read() as s:
        assert s.scalars(sa.select(SavedView.query)).all() == ["tab=open&grid=G-02"]


def test_a_shared_view_stays_with_its_role(
    desk: FlaskClient, kept_apps: dict[str, KeptApp], parts: Parts, case_no: str
) -> None:
    """A body's people do not see the desk's."""
    desk.post("/desk/views", data={"name": "受理台的", "query": "tab=open", "shared": "1"})
    assert "受理台的" not in seated(kept_apps, parts, "body").get("/desk").text


# --- side by side


def test_a_colleague_sees_who_has_the_case_open(
    desk: FlaskClient, second: FlaskClient, clock: HandClock, case_no: str
) -> None:
    """And since when; nobody is kept out; it passes when the page is left."""
    assert "也开着" not in desk.get(f"/desk/cases/{case_no}").text
    page = second.get(f"/desk/cases/{case_no}")
    assert page.status_code == 200
    assert "张受理台从" in page.text
    assert "李晓从" in desk.get(f"/desk/cases/{case_no}/others").text
    clock.move(seconds=60)
    desk.get(f"/desk/cases/{case_no}/others")
    clock.move(seconds=60)
    assert "09:00" in second.get(f"/desk/cases/{case_no}/others").text
    clock.move(seconds=91)
    assert "也开着" not in second.get(f"/desk/cases/{case_no}/others").text


def test_what_is_known_of_open_pages_is_forgotten(
    desk: FlaskClient, second: FlaskClient, clock: HandClock, parts: Parts, case_no: str
) -> None:
    """After a day, when the next page is opened."""
    desk.get(f"/desk/cases/{case_no}")
    clock.move(days=2)
    second.get(f"/desk/cases/{case_no}")
    with parts.db.read() as s:
        assert len(s.scalars(sa.select(CaseOpen)).all()) == 1


def test_a_case_is_handed_on_with_a_word(desk: FlaskClient, second: FlaskClient, parts: Parts, case_no: str) -> None:
    """It stands in the case and in the clerk's own list; twice is once; the reporter reads nothing of it."""
    to = str(_id_of(parts, "second"))
    for _ in range(2):
        desk.post(f"/desk/cases/{case_no}/hand-on", data={"clerk": to, "word": "他认得这家"})
    with parts.db.read() as s:
        said = s.scalars(sa.select(EventWords)).all()
        assert [(one.text, one.public) for one in said] == [("交给李晓办：他认得这家", False)]
        assert s.scalars(sa.select(CaseClerk.account_id)).one() == int(to)
    assert "在李晓手里" in desk.get(f"/desk/cases/{case_no}").text
    assert case_no in second.get("/desk?tab=open&mine=1").text
    assert case_no not in desk.get("/desk?tab=open&mine=1").text


def test_a_case_goes_to_clerks_only(desk: FlaskClient, parts: Parts, case_no: str) -> None:
    """Not to a body's account, nor to nobody."""
    for clerk in (str(_id_of(parts, "body")), "", "999"):
        page = desk.post(f"/desk/cases/{case_no}/hand-on", data={"clerk": clerk}, follow_redirects=True).text
        assert "请选一位受理员" in page
    with parts.db.read() as s:
        assert s.scalars(sa.select(CaseClerk.case_id)).all() == []
