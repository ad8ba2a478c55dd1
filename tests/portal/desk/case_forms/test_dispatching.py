"""Before a case leaves for a body whom its words may be about, whoever dispatches it is asked."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from portal.cases.models import Case
from portal.cases.records import actors
from portal.cases.verbs.disclosure.confidentiality import ConductAnswer, record_conduct
from portal.kernel.roles import Role
from portal.storage.parts import Parts
from tests.kept_apps import KeptApp
from tests.portal.cases.cases_world import actor
from tests.portal.draft_reader import Reader, bot, seat

__all__ = ["bot"]


@pytest.fixture
def desk(parts: Parts, reporter: int, kept_apps: dict[str, KeptApp], bot: Reader) -> FlaskClient:
    """A clerk, while the bot does not answer."""
    bot.found = None
    return seat(kept_apps, replace(parts, danger_in=lambda text: ""), bot, Role.DESK)


def asked_in(page: str) -> str:
    """What the page of a refused form says was asked, as its form sends it back."""
    return unescape(re.findall(r'name="asked" value="([^"]*)"', page)[0])


def take_down(desk: FlaskClient, parts: Parts, text: str, **fields: str) -> str:
    """Take these words down; returns the address of the case's page."""
    form = {"key": "k" * 20, "channel": "desk_call", "text": text, "touched": ""} | fields
    assert desk.post("/desk/new", data=form).status_code == 303
    with parts.db.read() as s:
        return f"/desk/cases/{s.scalars(sa.select(Case.case_no)).one()}"


def dispatch(desk: FlaskClient, page: str, **fields: str) -> Any:
    return desk.post(f"{page}/dispatch", data={"body": "lamps"} | fields)


@pytest.mark.parametrize(
    "text", ["路灯队来了三次都没修好灯", "投诉路灯队乱收费", "别让路灯队知道是我，3栋的灯又灭了", "灯队的车堵着楼门口"]
)
def test_a_body_in_unread_words_is_asked_about(desk: FlaskClient, parts: Parts, text: str) -> None:
    """Once told, whoever dispatches it may send it there."""
    page = take_down(desk, parts, text)
    refused = dispatch(desk, page, matter="3栋的灯不亮")
    assert refused.status_code == 422
    assert 'name="sure"' in refused.text
    assert dispatch(desk, page, matter="3栋的灯不亮", sure="1").status_code == 422
    asked = asked_in(refused.text)
    assert dispatch(desk, page, matter="3栋的灯不亮", sure="1", asked=asked).status_code == 303


@pytest.mark.parametrize("text", ["3栋的灯又灭了", "楼道里堆着纸箱", "请路灯队来看看3栋的灯"])
def test_another_body_is_not_asked_about(desk: FlaskClient, parts: Parts, text: str) -> None:
    """Nothing in the words is about it."""
    assert dispatch(desk, take_down(desk, parts, text)).status_code == 303


def test_no_wish_hides_whom_the_words_accuse(desk: FlaskClient, parts: Parts) -> None:
    """It never goes to them, whatever is ticked."""
    page = take_down(desk, parts, "别让路灯队知道是我说的：路灯队的人收了我的钱不给票，还骂人")
    refused = dispatch(desk, page, matter="收钱的事，请查一查", sure="1")
    assert refused.status_code in (409, 422)
    assert "不能转给被反映的一方" in refused.text


def test_a_body_that_only_a_supervisor_permits_is_never_one_tick_away(desk: FlaskClient, parts: Parts) -> None:
    """The first refusal says so: no box is offered that would be refused in its turn."""
    page = take_down(desk, parts, "投诉路灯队：路灯队的人收了我的钱不给票，还骂人，别让路灯队知道")
    with parts.db.write() as s:
        case = s.scalars(sa.select(Case)).one()
        record_conduct(
            s,
            parts,
            case,
            actors.staff(s, actor(s, Role.DESK)),
            ConductAnswer(True, ["lamps"], reason="说的是路灯队的人"),
        )
    refused = dispatch(desk, page, matter="收钱的事，请查一查")
    assert refused.status_code == 409
    assert "请督查写明理由准许" in refused.text
    assert 'name="sure"' not in refused.text


def test_while_it_is_unread_no_body_is_suggested(desk: FlaskClient, parts: Parts) -> None:
    """Nobody knows what it is; unless the clerk chose the body."""
    page = take_down(desk, parts, "3栋的灯又灭了")
    assert 'name="suggested"' not in desk.get(page).text


def test_a_body_by_hand_is_suggested(desk: FlaskClient, parts: Parts) -> None:
    page = take_down(desk, parts, "3栋的灯又灭了", touched="body", body="lamps")
    assert 'name="suggested"' in desk.get(page).text


def test_the_name_in_the_words_for_a_body_is_covered(desk: FlaskClient, parts: Parts) -> None:
    """Of 周 also 周阿姨; the clerk reads what was taken out, and what they read."""
    page = take_down(desk, parts, "别说是我说的，3栋的灯又灭了", name="周", unnamed="1")
    sent = dispatch(desk, page, matter="周阿姨反映3栋灯不亮，她电话138 0001 0003")
    assert sent.status_code == 303
    told = desk.get(sent.headers["Location"]).text
    assert "名字、号码去掉了，他们看到的是“（姓名略）反映3栋灯不亮，她电话（号码略）”" in told


def test_another_name_for_the_body_of_a_confidential_case_is_asked_about(desk: FlaskClient, parts: Parts) -> None:
    """It may be the reporter's, whose name nobody took down."""
    page = take_down(desk, parts, "别说是我说的，3栋的灯又灭了", unnamed="1")
    refused = dispatch(desk, page, matter="吴阿姨反映3栋灯不亮")
    assert refused.status_code == 422
    assert "吴阿姨" in refused.text
    asked = asked_in(refused.text)
    other = dispatch(desk, page, matter="吴阿姨和郑大爷反映3栋灯不亮", sure="1", asked=asked)
    assert other.status_code == 422
    assert "郑大爷" in other.text
    assert dispatch(desk, page, matter="吴阿姨反映3栋灯不亮", sure="1", asked=asked).status_code == 303


def test_the_body_and_the_name_are_asked_about_at_once(desk: FlaskClient, parts: Parts) -> None:
    """Whoever ticks has read of both."""
    page = take_down(desk, parts, "别说是我说的，路灯队来了三次都没修好灯", unnamed="1")
    asked = asked_in(dispatch(desk, page, matter="吴阿姨反映3栋灯不亮").text)
    assert "路灯" in asked
    assert "吴阿姨" in asked
