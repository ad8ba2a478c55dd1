"""What only seems to say that a danger is over, or is denied under force, ends nothing; whoever is paged is told truly of it."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from portal.cases.models import Case
from portal.cases.records import presentation, queries
from portal.cases.records.actors import resident
from portal.cases.verbs.alarms import paging
from portal.cases.verbs.reporter import reporter_actions
from portal.storage.parts import Parts
from tests.attacks.all_clear_world import _keys, all_clear, case_of
from tests.attacks.paging_world import (
    FIRST,
    SECOND,
    Danger,
    Desk,
    Vendor,
    by_sms,
    code_in,
    danger,
    line,
    minutes,
    vendor,
    work,
)
from tests.portal.cases.cases_world import community
from tests.portal.conftest import HandClock

__all__ = ["community", "danger", "line", "vendor"]


def test_a_no_to_the_question_is_told_and_paging_goes_on(
    line: Parts, danger: Danger, vendor: Vendor, internal: FlaskClient, clock: HandClock
) -> None:
    """Everybody is out and it burns: that nobody is in danger puts no fire out. The bot ends nothing by such an answer."""
    case_no = danger("着火了")
    work(line)
    assert all_clear(line, internal, case_no, "没有", false_alarm=False, ends=False).status_code == 200
    minutes(line, clock, 6)
    assert case_of(line, case_no) == ("reported", "emergency", True)
    assert any(case_no in text and "没有危险了" in text for text in vendor.to(FIRST))
    assert any(case_no in text for text in vendor.to(SECOND))


def test_a_page_after_the_all_clear_says_that_the_reporter_denies_it(
    line: Parts, danger: Danger, vendor: Vendor, internal: FlaskClient, clock: HandClock
) -> None:
    """Where it does not end, the next is paged all the same, but not as if nothing had been said."""
    case_no = danger("着火了")
    work(line)
    all_clear(line, internal, case_no, "没有", false_alarm=False, ends=False)
    minutes(line, clock, 6)
    page = next(text for text in vendor.to(SECOND) if case_no in text)
    assert "居民后来说没有危险了" in page
    assert "请马上处理" not in page
    assert code_in(page)


def withdraw(line: Parts, internal: FlaskClient, case_no: str) -> None:
    """The reporter takes the case back in the chat."""
    with line.db.read() as s:
        reporter = s.scalars(sa.select(Case.contact_point_id).where(Case.case_no == case_no)).one()
    headers = {"Authorization": f"Bearer {line.settings.internal_token}", "Idempotency-Key": f"{next(_keys)}:withdraw"}
    answer = internal.post(
        f"/internal/v1/cases/{case_no}/withdrawal", json={"contact": reporter, "text": "撤回"}, headers=headers
    )
    assert answer.status_code == 200


@pytest.mark.parametrize("clears_first", [False, True])
def test_a_page_after_a_withdrawal_says_that_the_reporter_took_it_back(
    line: Parts, danger: Danger, vendor: Vendor, internal: FlaskClient, clock: HandClock, clears_first: bool
) -> None:
    """It is still to be checked, but not as if nothing had been said."""
    case_no = danger("着火了")
    work(line)
    if clears_first:
        all_clear(line, internal, case_no, "没有", false_alarm=False, ends=False)
    withdraw(line, internal, case_no)
    minutes(line, clock, 6)
    page = next(text for text in vendor.to(SECOND) if case_no in text)
    assert ("居民后来撤回了" in page, "请马上处理" in page, bool(code_in(page))) == (True, False, True)


def test_a_withdrawal_that_may_be_forced_changes_no_page(
    line: Parts, danger: Danger, vendor: Vendor, internal: FlaskClient, clock: HandClock
) -> None:
    """As with an all-clear."""
    case_no = danger("他在打我", kind="home_violence")
    work(line)
    withdraw(line, internal, case_no)
    minutes(line, clock, 6)
    assert any(case_no in text and "请马上处理" in text for text in vendor.to(SECOND))


def test_the_reporter_reads_whether_somebody_takes_it_on(
    line: Parts, danger: Danger, vendor: Vendor, internal: FlaskClient, clock: HandClock
) -> None:
    """Not that it waits for somebody to look, as a broken lamp does."""
    case_no = danger("着火了")
    work(line)

    def told() -> str:
        with line.db.read() as s:
            return presentation.state_in_words(
                s, s.scalars(sa.select(Case).where(Case.case_no == case_no)).one(), clock.now()
            )

    assert "正在叫值班的人" in told()
    by_sms(line, FIRST, code_in(next(text for text in vendor.to(FIRST) if case_no in text)), "SM1")
    work(line)
    assert "值班的人接下了" in told()


def test_a_page_of_several_says_which_of_them_is_denied(
    line: Parts, danger: Danger, vendor: Vendor, internal: FlaskClient, clock: HandClock
) -> None:
    """The other is none the less to be dealt with at once."""
    danger("着火了")
    work(line)
    clock.move(seconds=20)
    denied, other = danger("又着火了"), danger("还有一处着火了")
    all_clear(line, internal, denied, "没有", false_alarm=False, ends=False)
    clock.move(seconds=41)
    work(line)
    page = next(text for text in vendor.to(FIRST) if denied in text and other in text)
    assert f"火情，居民说没危险了（{denied}）" in page
    assert f"火情（{other}）" in page
    assert "请马上处理" in page


@pytest.mark.parametrize("kind", ["home_violence", "self_harm"])
def test_a_page_of_a_danger_that_may_be_denied_under_force_stays_as_it_was(
    line: Parts, danger: Danger, vendor: Vendor, internal: FlaskClient, clock: HandClock, kind: str
) -> None:
    """Whoever is beaten may be made to say that there is no danger."""
    case_no = danger("他在打我", kind=kind)
    work(line)
    all_clear(line, internal, case_no, "没有", false_alarm=False, ends=False)
    minutes(line, clock, 6)
    assert any(case_no in text and "请马上处理" in text for text in vendor.to(SECOND))


def test_a_page_after_more_words_is_as_urgent_as_before(
    line: Parts, danger: Danger, vendor: Vendor, internal: FlaskClient, clock: HandClock
) -> None:
    """有 after 没有: it goes on."""
    case_no = danger("着火了")
    work(line)
    all_clear(line, internal, case_no, "没有", false_alarm=False, ends=False)
    adds(line, internal, case_no, "又烧起来了")
    minutes(line, clock, 6)
    assert any(case_no in text and "请马上处理" in text for text in vendor.to(SECOND))


def test_an_alarm_that_ended_pages_nobody_again(
    line: Parts, danger: Danger, vendor: Vendor, internal: FlaskClient, clock: HandClock
) -> None:
    """Whatever is said of the case afterwards, however long it waits."""
    case_no = danger("着火了")
    work(line)
    all_clear(line, internal, case_no, "看错了", false_alarm=True, ends=True)
    adds(line, internal, case_no, "就是烧烤，值班的人对我态度不好")
    with line.db.write() as s:
        case = queries.get(s, case_no, to_change=True)
        paging.page_instead_of_accused(s, line, case)
        paging.page_grid_worker(s, line, case)
    minutes(line, clock, 12)
    assert not any(case_no in text and "险情：" in text for text in vendor.to(FIRST)[1:] + vendor.to(SECOND))


def test_the_desk_says_whom_it_called_only_where_a_message_left(
    line: Parts, danger: Danger, vendor: Vendor, internal: FlaskClient, clock: HandClock
) -> None:
    """A page that still waits, or that joined another of the same alarm, was sent to nobody."""
    first = danger("着火了")
    work(line)
    clock.move(seconds=20)
    second = danger("又着火了")
    work(line)
    assert "已经叫了" not in item_of(line, second)
    adds(line, internal, first, "三楼")
    clock.move(minutes=2)
    work(line)
    named = [text for text in vendor.to(FIRST) if first in text]
    assert item_of(line, first).count("已经叫了") == 1
    assert item_of(line, first).split("已经叫了")[1].split("</p>")[0].count("（") == len(named)
    assert "已经叫了" in item_of(line, second)


def item_of(line: Parts, case_no: str) -> str:
    """What the panel shows of this case."""
    items = Desk(line, "c1").client.get("/desk/alarms").text.split('<li class="list__item')
    return next(one for one in items if case_no in one)


def test_the_desk_shows_a_denial_as_one(line: Parts, danger: Danger, internal: FlaskClient) -> None:
    """没有 alone says nothing: beside it stands what it answers; a false alarm is called one, in list and figure alike."""
    denied, false = danger("着火了"), danger("又着火了")
    danger("还有一处着火了")
    all_clear(line, internal, denied, "没有", false_alarm=False, ends=False)
    all_clear(line, internal, false, "看错了", false_alarm=True, ends=True)
    page, panel = (Desk(line, "c1").client.get(path).text for path in ("/desk", "/desk/alarms"))
    assert "居民说没有危险了：<strong>没有</strong>" in panel
    assert "居民说是虚惊一场：<strong>看错了</strong>" in panel
    assert "居民又说" not in panel
    assert panel.count("list__item") == 3
    assert '<span class="figure__number">3</span><span class="figure__label">险情</span>' in page


def adds(line: Parts, internal: FlaskClient, case_no: str, text: str) -> None:
    """The reporter says more."""
    with line.db.read() as s:
        reporter = s.scalars(sa.select(Case.contact_point_id).where(Case.case_no == case_no)).one()
    headers = {"Authorization": f"Bearer {line.settings.internal_token}", "Idempotency-Key": f"{next(_keys)}:detail"}
    answer = internal.post(
        f"/internal/v1/cases/{case_no}/details", json={"contact": reporter, "text": text}, headers=headers
    )
    assert answer.status_code == 200


@pytest.mark.parametrize(("more", "words"), [({"places": []}, "居民说了在哪里"), ({}, "居民说地点先前说错了")])
def test_whoever_was_paged_is_told_truly_of_a_place(
    line: Parts, danger: Danger, vendor: Vendor, clock: HandClock, more: dict[str, Any], words: str
) -> None:
    """The first is no correction."""
    case_no = danger("着火了", **more)
    work(line)
    clock.move(minutes=2)
    with line.db.write() as s:
        case = queries.get(s, case_no, to_change=True)
        reporter = resident(case.contact_point_id)
        reporter_actions.add_detail(s, line, case, reporter, text="在北门那边", changes={"place": "北门那边"})
    work(line)
    assert words in vendor.to(FIRST)[-1]
