"""A danger that is none, or none any more, is told to whoever was called; a doubtful one that nobody answers reaches a clerk."""

from __future__ import annotations

from itertools import count
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from portal.cases.models import Case
from portal.cases.records import presentation, queries
from portal.cases.records.actors import resident
from portal.cases.records.event_log import projection, replayed
from portal.cases.verbs.alarms import paging
from portal.cases.verbs.desk import desk_corrections
from portal.cases.verbs.reporter import reporter_actions
from portal.channels import questions
from portal.channels.models import InboxKind, InboxMessage, InboxState
from portal.storage.parts import Parts
from tests.attacks.paging_world import (
    BOSS,
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
    who,
    work,
)
from tests.portal.cases.cases_world import add_contact, community
from tests.portal.conftest import HandClock
from tests.portal.timed import due

__all__ = ["community", "danger", "line", "vendor"]
_keys = count(1)


def all_clear(line: Parts, internal: FlaskClient, case_no: str, text: str, *, false_alarm: bool, ends: bool) -> Any:
    """What the bot tells the portal; the answer's status and body."""
    with line.db.read() as s:
        reporter = s.scalars(sa.select(Case.contact_point_id).where(Case.case_no == case_no)).one()
    headers = {"Authorization": f"Bearer {line.settings.internal_token}", "Idempotency-Key": f"{next(_keys)}:all_clear"}
    body = {"contact": reporter, "text": text, "false_alarm": false_alarm, "ends": ends}
    return internal.post(f"/internal/v1/cases/{case_no}/all-clear", json=body, headers=headers)


def case_of(line: Parts, case_no: str) -> tuple[str, str, bool]:
    """State, urgency, and whether its row agrees with its events."""
    with line.db.read() as s:
        case = s.scalars(sa.select(Case).where(Case.case_no == case_no)).one()
        return case.state, case.urgency, replayed(case) == projection(case)


def test_a_false_alarm_stays_and_whoever_was_paged_is_told(
    line: Parts, danger: Danger, vendor: Vendor, internal: FlaskClient, clock: HandClock
) -> None:
    """The case stays, as an ordinary matter with a day; nobody else is paged; the desk still shows it till it is taken on."""
    case_no, other = danger("着火了"), danger("又着火了")
    work(line)
    clock.move(minutes=2)
    answer = all_clear(line, internal, case_no, "搞错了，是我烧菜", false_alarm=True, ends=True)
    assert (answer.status_code, answer.json["due_at"] is not None) == (200, True)
    assert case_of(line, case_no) == ("reported", "normal", True)
    assert case_of(line, other) == ("reported", "emergency", True)
    minutes(line, clock, 12)
    assert any(case_no in text and "误报" in text for text in vendor.to(FIRST))
    assert not any(case_no in text for text in vendor.to(SECOND) + vendor.to(BOSS))
    assert any(other in text for text in vendor.to(SECOND))
    page = Desk(line, "c1").client.get(f"/desk/cases/{case_no}").text
    assert "反映的人说是虚惊一场" in page
    assert "搞错了，是我烧菜" in page
    assert case_no in Desk(line, "c1").client.get("/desk").text


def test_who_took_it_on_hears_that_it_is_over(
    line: Parts, danger: Danger, vendor: Vendor, internal: FlaskClient, clock: HandClock
) -> None:
    """And nobody else; it stays an emergency, since it was one. An addition is told as one."""
    case_no = danger("有人掉水里了")
    work(line)
    by_sms(line, FIRST, code_in(vendor.to(FIRST)[-1]), "SM" + "a" * 32)
    clock.move(minutes=3)
    assert all_clear(line, internal, case_no, "人上来了", false_alarm=False, ends=False).status_code == 200
    minutes(line, clock, 3)
    assert case_of(line, case_no) == ("reported", "emergency", True)
    assert any("没有危险了" in text for text in vendor.to(FIRST))
    assert vendor.to(SECOND) == []


def test_who_may_be_forced_to_deny_it_is_still_looked_for(
    line: Parts, danger: Danger, vendor: Vendor, internal: FlaskClient, clock: HandClock
) -> None:
    """Where it does not end, the next on call is paged all the same."""
    case_no = danger("他在打我", kind="home_violence")
    work(line)
    all_clear(line, internal, case_no, "搞错了，没有人打我", false_alarm=True, ends=False)
    minutes(line, clock, 6)
    assert case_of(line, case_no)[1] == "emergency"
    assert any(case_no in text for text in vendor.to(SECOND))


def test_a_danger_that_a_clerk_finds_to_be_one_after_all_is_paged_anew(
    line: Parts, danger: Danger, vendor: Vendor, internal: FlaskClient, clock: HandClock
) -> None:
    """Whoever said that it was none may have been wrong, or made to say so: the first on call is paged, then the next."""
    case_no = danger("着火了")
    work(line)
    all_clear(line, internal, case_no, "搞错了，是我烧菜", false_alarm=True, ends=True)
    minutes(line, clock, 6)
    before = len(vendor.to(FIRST))
    assert vendor.to(SECOND) == []
    correct(line, case_no, "emergency")
    work(line)
    assert case_no in vendor.to(FIRST)[before]
    assert code_in(vendor.to(FIRST)[before])
    minutes(line, clock, 6)
    assert any(case_no in text for text in vendor.to(SECOND))


def test_an_alarm_that_still_runs_is_not_begun_anew(
    line: Parts, danger: Danger, vendor: Vendor, clock: HandClock
) -> None:
    """However often it is raised while nobody has acknowledged it: nobody is paged sooner, or twice."""
    case_no = danger("着火了")
    work(line)
    clock.move(minutes=2)
    with line.db.write() as s:
        paging.raise_alarm(s, line, queries.get(s, case_no, to_change=True))
    minutes(line, clock, 2.5)
    assert [to for to, _ in vendor.sent] == [FIRST]


def correct(line: Parts, case_no: str, urgency: str) -> None:
    """A clerk corrects how urgent it is."""
    with line.db.write() as s:
        case = queries.get(s, case_no, to_change=True)
        assert desk_corrections.correct(s, line, case, who(s, "c2"), {"urgency": urgency})


def test_a_page_that_waits_for_one_who_was_told_is_not_sent(
    line: Parts, danger: Danger, vendor: Vendor, internal: FlaskClient, clock: HandClock
) -> None:
    """Somebody knows of it, so that the next on call hears nothing; another danger goes on."""
    case_no = danger("着火了")
    work(line)
    clock.move(minutes=4, seconds=50)
    other = danger("还有一处着火了")  # the first again, who was told of it
    vendor.dead = {FIRST}
    work(line)
    vendor.dead = set()
    assert [other in text for text in vendor.to(SECOND)] == [True]
    clock.move(seconds=11)
    work(line)
    assert not any(case_no in text for text in vendor.to(SECOND))  # it waits: the second was paged just now
    all_clear(line, internal, case_no, "搞错了", false_alarm=True, ends=True)
    minutes(line, clock, 6)
    assert not any(case_no in text for text in vendor.to(SECOND))
    assert any(case_no in text and "误报" in text for text in vendor.to(FIRST))


def test_nobody_clears_the_danger_of_somebody_else(line: Parts, danger: Danger, internal: FlaskClient) -> None:
    """The reporter alone; the same call twice is one event."""
    case_no = danger("着火了")
    stranger = add_contact(line, "a stranger")
    headers = {"Authorization": f"Bearer {line.settings.internal_token}", "Idempotency-Key": "9000:all_clear"}
    body = {"contact": stranger, "text": "没事", "false_alarm": True, "ends": True}
    assert internal.post(f"/internal/v1/cases/{case_no}/all-clear", json=body, headers=headers).status_code == 404
    assert case_of(line, case_no)[1] == "emergency"
    with line.db.read() as s:
        body["contact"] = s.scalars(sa.select(Case.contact_point_id).where(Case.case_no == case_no)).one()
    for _ in range(2):
        assert internal.post(f"/internal/v1/cases/{case_no}/all-clear", json=body, headers=headers).status_code == 200
    with line.db.read() as s:
        case = s.scalars(sa.select(Case).where(Case.case_no == case_no)).one()
        assert [event.verb for event in case.events].count("all_clear") == 1


def test_an_emergency_has_no_day_at_the_desk(line: Parts, danger: Danger, clock: HandClock) -> None:
    """Its clock is minutes: neither in the list nor on its page stands the day of an ordinary matter."""
    case_no = danger("着火了")
    with line.db.read() as s:
        due_at = s.scalars(sa.select(Case.due_at).where(Case.case_no == case_no)).one()
    day = f"{due_at.month}月{due_at.day}日"
    desk = Desk(line, "c1").client
    for page in (desk.get("/desk").text, desk.get(f"/desk/cases/{case_no}").text):
        assert case_no in page
        assert day not in page
        assert "马上" in page


# --- a doubtful danger


CHECK: Any = {"kind": "danger_check", "danger": "gas", "choices": {"1": "有", "2": "没有"}}


def asked(line: Parts, name: str, text: str) -> int:
    """Somebody said `text` and was asked whether somebody is in danger; the contact's id."""
    who = add_contact(line, name)
    now = line.clock.now()
    with line.db.write() as s:
        s.add(
            InboxMessage(
                contact_point_id=who,
                channel="webchat",
                vendor_id=f"m-{name}",
                kind=InboxKind.TEXT,
                text=text,
                media=[],
                state=InboxState.ANSWERED,
                received_at=now,
                due_at=now,
                answered_at=now,
            )
        )
        s.flush()
        questions.ask(s, who, CHECK, now)
    return who


@pytest.mark.parametrize("answers", [True, False])
def test_a_clerk_sees_who_did_not_say_whether_somebody_is_in_danger(
    line: Parts, clock: HandClock, answers: bool
) -> None:
    """After five minutes, once, with what they had said, and marked as danger; who answered is not on the list."""
    who = asked(line, "somebody", "楼道里好像有点煤气味")
    clock.move(minutes=4)
    due()["start_handovers_of_unanswered"](line)
    assert "楼道里好像有点煤气味" not in waiting(line)
    if answers:
        with line.db.write() as s:
            questions.mark_answered(s, who, None, line.clock.now())
    clock.move(minutes=1, seconds=1)
    for _ in range(3):
        due()["start_handovers_of_unanswered"](line)
    assert waiting(line).count("楼道里好像有点煤气味") == (0 if answers else 1)
    assert ("五分钟没有回" in waiting(line)) is not answers


def waiting(line: Parts) -> str:
    return str(Desk(line, "c1").client.get("/desk/handovers").text)


# --- what only seems to say that it is over


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
            return presentation.state_in_words(s, s.scalars(sa.select(Case).where(Case.case_no == case_no)).one())

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
