"""The pages of the ledger and of the list."""

from __future__ import annotations

import io
import re

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.admission import asks, listing
from portal.admission.models import AdmissionItem, Ask, LedgerDownload
from portal.kernel.roles import Role
from portal.storage.parts import Parts
from tests.portal.admission.admission_world import EXCEPTION, form, item_form
from tests.portal.admission.conftest import Sit
from tests.portal.admission.test_asks import OFF, WHY, admit, enter


@pytest.fixture
def refused(parts: Parts, listed: None) -> int:
    """An ask that is off the list."""
    with parts.db.write() as s:
        return enter(s, parts, OFF).id


def post_list(client: FlaskClient, data: bytes, do: str) -> TestResponse:
    file = {"do": do, "file": (io.BytesIO(data), "list.csv")}
    return client.post("/admission/list/import", data=file, content_type="multipart/form-data")


def test_a_clerk_enters_what_the_list_admits(sit: Sit, listed: None) -> None:
    """The page names the item and its basis."""
    page = sit(Role.DESK).post("/admission/asks", data=form(), follow_redirects=True).text
    assert "清单里的“流动人口登记”（XZ-01）" in page


def test_a_refusal_stands_by_its_rule(sit: Sit, listed: None) -> None:
    """With a plain sentence, and the items that may have been meant."""
    page = sit(Role.DESK).post("/admission/asks", data=form(code="none"), follow_redirects=True).text
    assert "<strong>清单以外不进社区</strong>" in page
    assert "准入清单里没有这件事" in page
    assert "清单里像的：流动人口登记（XZ-01）" in page


def test_a_wrong_form_keeps_what_was_typed(sit: Sit, listed: None) -> None:
    """Each fault beside its field; the same form mended is one ask."""
    typed = form(deadline="2020-01-01")
    answer = sit(Role.DESK).post("/admission/asks", data=typed)
    assert answer.status_code == 422
    assert "要办的日子已经过了" in answer.text
    assert typed["key"] in answer.text
    assert 'value="登记流动人口"' in answer.text


def test_the_form_offers_the_list(sit: Sit, listed: None, parts: Parts, staff: dict[str, int]) -> None:
    """What is over, too, since a department may still cite it; and none of them."""
    with parts.db.write() as s:
        listing.end(s, "XZ-02", asks.shanghai_day(parts.clock.now()) - listing.A_DAY, staff["operator"], parts.clock.now(), seen=1)  # fmt: skip
    page = sit(Role.DESK).get("/admission/new").text
    assert "流动人口登记（XZ-01，依法协助）" in page
    assert "出租房屋信息采集（XZ-02，现在不在清单上）" in page
    assert "清单里没有" in page


def test_the_letter_of_refusal(sit: Sit, refused: int, parts: Parts) -> None:
    """Rules, sentences, what to do instead, lines to sign; none for what is not refused."""
    clerk = sit(Role.DESK)
    page = clerk.get(f"/admission/asks/{refused}/letter").text
    assert "不予准入告知" in page
    assert "清单以外不进社区" in page
    assert "form-sheet__line" in page
    with parts.db.write() as s:
        admit(s, parts, s.get_one(Ask, refused))
    assert clerk.get(f"/admission/asks/{refused}/letter").status_code == 409


def test_a_supervisor_admits_an_exception(sit: Sit, refused: int) -> None:
    """Its reason and what comes along stand on the page; the second tab is told."""
    supervisor = sit(Role.SUPERVISOR)
    path = f"/admission/asks/{refused}/exception"
    page = supervisor.post(path, data=EXCEPTION | {"version": "1"}, follow_redirects=True).text
    assert "防汛期间临时要办" in page
    assert "街道派两名人员" in page
    again = supervisor.post(path, data=EXCEPTION | {"version": "1"})
    assert (again.status_code, "有了变化" in again.text) == (409, True)
    ended = supervisor.post(
        f"/admission/asks/{refused}/end", data={"version": "2", "reason": WHY}, follow_redirects=True
    )
    assert "例外已停止" in ended.text


def test_an_exception_without_a_reason_is_not_made(sit: Sit, refused: int) -> None:
    """What was typed stays, with the fault."""
    answer = sit(Role.SUPERVISOR).post(
        f"/admission/asks/{refused}/exception", data=EXCEPTION | {"version": "1", "reason": "急"}
    )
    assert (answer.status_code, "理由要写成一句话" in answer.text) == (422, True)


@pytest.mark.parametrize("version", ["", "x", "9" * 30, "0"])
def test_a_form_without_its_version_decides_nothing(sit: Sit, refused: int, version: str) -> None:
    """As one of an old page."""
    answer = sit(Role.SUPERVISOR).post(f"/admission/asks/{refused}/exception", data=EXCEPTION | {"version": version})
    assert answer.status_code == 409


def test_what_is_banned_shows_no_exception(sit: Sit, listed: None) -> None:
    """To a supervisor either."""
    answer = sit(Role.DESK).post("/admission/asks", data=form(what="开无犯罪记录证明", work=["certificate"]))
    page = sit(Role.SUPERVISOR).get(answer.location).text
    assert "督查也不能例外" in page
    assert "/exception" not in page


def test_a_page_gone_back_to_enters_another_ask_at_the_second_try(sit: Sit, listed: None) -> None:
    """The first says that something else was entered with it, keeps what was typed, and brings a key of its own."""
    clerk, sent = sit(Role.DESK), form()
    clerk.post("/admission/asks", data=sent)
    other = sent | {"what": "发一次消防宣传单"}
    page = clerk.post("/admission/asks", data=other)
    assert (page.status_code, "2026-0001），和现在写的不一样" in page.text, "发一次消防宣传单" in page.text) == (
        422,
        True,
        True,
    )
    found = re.search(r'name="key" value="([0-9a-f]{32})"', page.text)
    assert found is not None
    assert clerk.post("/admission/asks", data=other | {"key": found[1]}).status_code == 303
    assert "2026-0002" in clerk.get("/admission").text


def test_an_ask_is_withdrawn(sit: Sit, listed: None) -> None:
    """By the clerk; it stays on the ledger."""
    clerk = sit(Role.DESK)
    where = clerk.post("/admission/asks", data=form()).location
    assert "撤回了" in clerk.post(f"{where}/withdraw", data={"version": "1", "reason": WHY}, follow_redirects=True).text
    assert "2026-0001" in clerk.get("/admission").text


@pytest.mark.parametrize("path", ["", "/letter"])
@pytest.mark.parametrize("number", [999, 2**40])
def test_no_such_ask(sit: Sit, listed: None, number: int, path: str) -> None:
    """Also of a number that no database holds."""
    assert sit(Role.DESK).get(f"/admission/asks/{number}{path}").status_code == 404
    assert sit(Role.SUPERVISOR).post(f"/admission/asks/{number}/end", data={"reason": WHY}).status_code == 404


def test_the_ledger_is_a_file_and_who_took_it_is_kept(sit: Sit, refused: int, parts: Parts) -> None:
    """The chair of the committee may take it, too."""
    chair = sit(Role.CHAIR)
    answer = chair.post("/admission/ledger.xlsx", data={"state": "refused"})
    assert answer.data[:2] == b"PK"
    with parts.db.read() as s:
        assert s.scalar(sa.select(sa.func.count()).select_from(LedgerDownload)) == 1
    assert "最近下载" in chair.get("/admission").text


def test_filters_stay_with_the_next_page(sit: Sit, refused: int, monkeypatch: pytest.MonkeyPatch, parts: Parts) -> None:
    """Its address carries them."""
    monkeypatch.setattr("portal.admission.ledger.A_PAGE", 1)
    with parts.db.write() as s:
        enter(s, parts, OFF)
    page = sit(Role.DESK).get("/admission?state=refused&words=台账").text
    assert re.search(r'href="/admission\?state=refused&amp;words=[^"]+&amp;before=2"', page)


# --- the list


def test_an_operator_enters_an_item(sit: Sit, staff: dict[str, int]) -> None:
    """Another version follows, from today; the one before stands below, with who wrote it."""
    operator = sit(Role.OPERATOR)
    page = operator.post("/admission/list", data=item_form(), follow_redirects=True).text
    assert "老年人体检通知" in page
    page = operator.post("/admission/list", data=item_form(version="1", name="新名称"), follow_redirects=True).text
    assert "没有起用就换了" in page
    stale = operator.post("/admission/list", data=item_form(version="1", name="旧页"))
    assert (stale.status_code, "有了变化" in stale.text) == (409, True)


def test_a_code_that_is_taken_is_told(sit: Sit, listed: None) -> None:
    """A new item does not become a version of another."""
    assert sit(Role.OPERATOR).post("/admission/list", data=item_form(code="xz-01")).status_code == 422


def test_a_wrong_item_keeps_what_was_typed(sit: Sit, listed: None) -> None:
    """Each fault beside its field."""
    answer = sit(Role.SUPERVISOR).post("/admission/list", data=item_form(name="", basis="某某文件"))
    assert (answer.status_code, "请写上" in answer.text, "某某文件" in answer.text) == (422, True, True)


def test_an_item_is_taken_off_the_list(sit: Sit, listed: None) -> None:
    """The list of tomorrow has it no more."""
    supervisor = sit(Role.SUPERVISOR)
    answer = supervisor.post(
        "/admission/list/XZ-01/end", data={"version": "1", "until": "2026-11-24"}, follow_redirects=True
    )
    assert "2026-11-24 以后不再准入" in answer.text
    assert "流动人口登记" in supervisor.get("/admission/list").text
    assert "流动人口登记" not in supervisor.get("/admission/list?on=2026-11-25").text
    wrong = supervisor.post("/admission/list/XZ-02/end", data={"version": "1", "until": "明天"})
    assert (wrong.status_code, "日期要像" in wrong.text) == (422, True)


def test_a_list_is_checked_then_taken_in(sit: Sit, listed: None, parts: Parts) -> None:
    """What was downloaded changes nothing; a wrong line stops all of it."""
    operator = sit(Role.OPERATOR)
    data = operator.get("/admission/list/list.csv").data
    assert "4 项都读得懂" in post_list(operator, data, "check").text
    answer = post_list(operator, data, "take")
    assert answer.status_code == 303
    assert "本来就一样的 4 项" in operator.get(answer.location).text
    more = (
        data + "XZ-77,新的,依法协助,某文〔2026〕1号,,入户走访,,,,,2026-11-24,\r\nXZ-78,坏的,什么,,,,,,,,,\r\n".encode()
    )
    assert "一项也没有改" in post_list(operator, more, "take").text
    changed = data.replace("流动人口登记".encode(), "流动人口".encode())
    assert "XZ-01：改清单要从今天或以后起" in post_list(operator, changed, "take").text
    with parts.db.read() as s:
        assert s.scalar(sa.select(sa.func.count()).select_from(AdmissionItem)) == 4


@pytest.mark.parametrize("role", [Role.DESK, Role.CHAIR])
def test_readers_of_the_list_change_nothing(sit: Sit, listed: None, role: Role) -> None:
    """They see it, without forms."""
    reader = sit(role)
    page = reader.get("/admission/list").text
    assert "流动人口登记" in page
    assert 'method="post" action="/admission/list' not in page
    assert reader.get("/admission/list/XZ-01").status_code == 403


def test_no_such_item(sit: Sit, listed: None) -> None:
    """Its page is none, nor can it be ended."""
    operator = sit(Role.OPERATOR)
    assert operator.get("/admission/list/XZ-99").status_code == 404
    assert operator.post("/admission/list/XZ-99/end", data={"version": "1", "until": "2026-11-24"}).status_code == 404


@pytest.mark.parametrize("day", ["1900-01-01", "9999-12-31", "昨天"])
def test_a_day_that_cannot_be_shown_is_said(sit: Sit, listed: None, day: str) -> None:
    """Today's list stands there, and is called so."""
    page = sit(Role.DESK).get(f"/admission/list?on={day}").text
    assert ("下面是今天的清单" in page, "日期要像" in page) == (True, day == "昨天")


def test_days_in_the_wrong_order_are_said(sit: Sit, listed: None) -> None:
    """Not that there is no such ask."""
    page = sit(Role.DESK).get("/admission?begin=2026-11-24&end=2026-11-01").text
    assert ("晚于" in page, "没有这样的来件" in page) == (True, False)


def test_an_exception_that_ends_too_early_is_pointed_out(sit: Sit, refused: int) -> None:
    """Its task goes on for longer."""
    sit(Role.SUPERVISOR).post(
        f"/admission/asks/{refused}/exception", data=EXCEPTION | {"version": "1", "until": "2026-11-25"}
    )
    assert "例外到" in (page := sit(Role.DESK).get(f"/admission/asks/{refused}").text)
    assert "停了以后不用再办" in page


def test_a_refused_page_leads_back_to_the_desk(sit: Sit, listed: None) -> None:
    """Staff are not sent to the residents' chat."""
    page = sit(Role.DESK).get("/admission/asks/999").text
    assert ("回工作台" in page, "去说一件事" in page) == (True, False)


def test_what_the_second_wrote_is_still_there(sit: Sit, parts: Parts, refused: int) -> None:
    """After a withdrawal in another tab the form is gone, but not the reason."""
    supervisor = sit(Role.SUPERVISOR)
    supervisor.post(f"/admission/asks/{refused}/withdraw", data={"reason": "录错了一件，重新再录一次", "version": "1"})
    page = supervisor.post(f"/admission/asks/{refused}/exception", data=EXCEPTION | {"version": "1"})
    assert (page.status_code, "您写的还在" in page.text, EXCEPTION["reason"] in page.text) == (409, True, True)
