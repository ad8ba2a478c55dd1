"""An emergency reaches somebody: who is told, and when; bundled, never dropped; bodies and grid workers learn of theirs."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from portal.cases.models import Alarm, Case
from portal.cases.records import actors, alarms, queries
from portal.cases.verbs.alarms import paging
from portal.cases.verbs.desk import desk_actions
from portal.cases.verbs.handler import handler_actions
from portal.cases.verbs.reporter import reporter_actions
from portal.cli import linli
from portal.kernel.roles import Role
from portal.on_call import schedule
from portal.staff.models import Account
from portal.storage.parts import Parts
from tests.attacks.paging_world import (
    BOSS,
    FIRST,
    SECOND,
    THIRD,
    Danger,
    Desk,
    Vendor,
    acked,
    by_sms,
    code_in,
    danger,
    line,
    minutes,
    vendor,
    who,
    work,
)
from tests.portal.cases.cases_world import account, add_contact, community, report
from tests.portal.conftest import HandClock
from tests.portal.timed import due

__all__ = ["community", "danger", "line", "vendor"]


# --- who is told, and when


def test_the_first_is_told_at_once_and_the_next_after_five_minutes(
    line: Parts, danger: Danger, vendor: Vendor, clock: HandClock
) -> None:
    """Then the supervisor, then the first again: until somebody takes it on. Words and names stand in no SMS."""
    case_no = danger()
    work(line)
    assert [to for to, _ in vendor.sent] == [FIRST]
    minutes(line, clock, 4.5)
    assert [to for to, _ in vendor.sent] == [FIRST]
    minutes(line, clock, 0.5)
    assert [to for to, _ in vendor.sent] == [FIRST, SECOND]
    minutes(line, clock, 10)
    assert [to for to, _ in vendor.sent] == [FIRST, SECOND, BOSS, FIRST]
    for text in vendor.to(FIRST) + vendor.to(SECOND):
        assert case_no in text
        assert not re.search("张三|13812345678|纸板|3栋", text)


@pytest.mark.parametrize(
    "night",
    [datetime(2026, 11, 28, 19, 0, tzinfo=UTC), datetime(2026, 10, 3, 18, 30, tzinfo=UTC)],
    ids=["a Sunday at 3", "National Day at 2:30"],
)
def test_the_clock_is_minutes_at_night_and_on_holidays(
    line: Parts, danger: Danger, vendor: Vendor, clock: HandClock, night: datetime
) -> None:
    """No working days in it."""
    clock.moment = night
    danger()
    minutes(line, clock, 5)
    assert [to for to, _ in vendor.sent] == [FIRST, SECOND]


def test_it_goes_by_the_duty_list_once_one_is_written(
    line: Parts, danger: Danger, vendor: Vendor, clock: HandClock
) -> None:
    """In its order, whatever the category; who has left or has no phone is passed over; the supervisor comes last."""
    with line.db.write() as s:
        s.add(account(line, Role.DESK, username="c3", name="赵三", phone=THIRD))
        s.flush()
        ids = {one.username: one.id for one in s.scalars(sa.select(Account))}
        for position, username in enumerate(("c3", "c1", "desk"), start=1):
            s.execute(
                sa.text("INSERT INTO on_call (position, account_id) VALUES (:p, :a)"),
                {"p": position, "a": ids[username]},
            )
        s.get_one(Account, ids["c1"]).active = False
    danger(kind="gas", category={"code": "0101", "path": ["城乡建设"], "score": 0.9, "alternatives": []})
    minutes(line, clock, 5)
    assert [to for to, _ in vendor.sent] == [THIRD, BOSS]


def test_whom_the_schedule_names_for_the_day_is_told_before_the_others(
    line: Parts, danger: Danger, vendor: Vendor, clock: HandClock
) -> None:
    """Then all as without it; at nine the next morning the next day's are told first."""
    with line.db.write() as s:
        ids = {one.username: one.id for one in s.scalars(sa.select(Account))}
        today = schedule.day_on_call(clock.now())
        wanted = {today: (ids["c2"], None), today + timedelta(days=1): (ids["supervisor"], ids["c2"])}
        seen = schedule.version(schedule.days_between(s, min(wanted), max(wanted)))
        schedule.arrange(s, wanted, seen, by=ids["supervisor"], now=clock.now())
    danger()
    minutes(line, clock, 10)
    assert [to for to, _ in vendor.sent] == [SECOND, FIRST, BOSS]
    clock.move(days=1)
    vendor.sent.clear()
    danger(kind="gas")
    work(line)
    assert BOSS in [to for to, _ in vendor.sent]


def test_a_worker_that_is_killed_or_runs_twice_tells_nobody_twice(
    line: Parts, danger: Danger, vendor: Vendor, clock: HandClock
) -> None:
    """A crash in the middle of the round leaves nothing half done; two workers at one moment tell one person once."""

    class Killed(BaseException):
        pass

    danger()
    clock.move(minutes=5)
    with pytest.raises(Killed), line.db.write() as s:
        _half_done(s, Killed)
    other = replace(line)
    for parts in (line, other, line, other):
        work(parts)
    assert sorted(to for to, _ in vendor.sent) == [FIRST, SECOND]


def _half_done(s: Any, killed: type[BaseException]) -> None:
    s.execute(sa.text("UPDATE alarm SET step = step + 1"))
    raise killed


def test_where_nobody_has_a_phone_the_desk_says_so_and_the_banner_stays(
    line: Parts, danger: Danger, vendor: Vendor, clock: HandClock
) -> None:
    """And as soon as somebody has one, they are told."""
    with line.db.write() as s:
        s.execute(sa.update(Account).values(phone=""))
    case_no = danger()
    minutes(line, clock, 6)
    page = Desk(line, "c1").client.get("/desk/alarms").text
    assert vendor.sent == []
    assert "没有留手机" in page
    assert case_no in page
    with line.db.write() as s:
        s.execute(sa.update(Account).where(Account.username == "c2").values(phone=SECOND))
    minutes(line, clock, 5)
    assert [to for to, _ in vendor.sent] == [SECOND]


def test_a_phone_that_cannot_be_reached_is_not_waited_for(
    line: Parts, danger: Danger, vendor: Vendor, clock: HandClock
) -> None:
    """The vendor gives the first up: the second is told at once. It gives all up: nobody is told faster than by the clock."""
    vendor.dead = {FIRST}
    danger()
    work(line)
    assert [to for to, _ in vendor.sent] == [SECOND]
    vendor.dead = {FIRST, SECOND, BOSS}
    danger()
    for _ in range(10):
        work(line)
        clock.move(seconds=1)
    with line.db.read() as s:
        assert s.scalar(sa.text("SELECT count(*) FROM alarm_page")) <= 5


# --- bundled, never dropped


def test_alarms_to_one_clerk_are_bundled_and_none_is_dropped(
    line: Parts, danger: Danger, vendor: Vendor, clock: HandClock
) -> None:
    """One at once, what comes within the minute together; each is named; one code takes a bundle on."""
    numbers = [danger()]
    work(line)
    numbers += [danger() for _ in range(3)]
    work(line)
    assert len(vendor.to(FIRST)) == 1
    minutes(line, clock, 1)
    first, bundle = vendor.to(FIRST)
    assert numbers[0] in first
    assert all(number in bundle for number in numbers[1:])
    by_sms(line, FIRST, code_in(bundle), "SM1")
    minutes(line, clock, 5)
    assert [numbers[0] in text for text in vendor.to(SECOND)] == [True]
    assert not any(number in text for text in vendor.to(SECOND) for number in numbers[1:])


def test_a_code_takes_on_the_alarms_of_its_own_sms_and_no_others(
    line: Parts, danger: Danger, vendor: Vendor, clock: HandClock
) -> None:
    """Eight wait, so that two SMS go out together: whoever answers one has not read the other."""
    danger()
    work(line)
    numbers = [danger() for _ in range(8)]
    minutes(line, clock, 1)
    _, one, other = vendor.to(FIRST)
    assert code_in(one) != code_in(other)
    by_sms(line, FIRST, code_in(one), "SM1")
    with line.db.read() as s:
        found = sa.select(Case.case_no).join(Alarm, Alarm.case_id == Case.id).where(Alarm.acked_at.is_not(None))
        taken_on = set(s.scalars(found))
    assert taken_on == {number for number in numbers if number in one}


def test_the_code_of_an_sms_of_before_the_alarm_was_raised_again_takes_nothing_on(
    line: Parts, danger: Danger, vendor: Vendor, clock: HandClock
) -> None:
    """Whoever answers it may not know of that: they are told, and are paged with another code."""
    case_no = danger()
    work(line)
    old = code_in(vendor.to(FIRST)[0])
    clock.move(minutes=2)
    with line.db.write() as s:
        case = queries.get(s, case_no, to_change=True)
        alarms.mark_acknowledged(s, s.scalars(sa.select(Alarm)).one(), None, "case", clock.now())
        clock.move(minutes=2)
        paging.raise_alarm(s, line, case)
    work(line)
    by_sms(line, FIRST, old, "SM1")
    work(line)
    assert acked(line) == [None]
    assert "这个码不算" in vendor.to(FIRST)[-1]
    by_sms(line, FIRST, code_in(vendor.to(FIRST)[-2]), "SM2")
    assert acked(line) == ["sms"]


def test_a_flood_of_alarms_is_told_whole(line: Parts, danger: Danger, vendor: Vendor, clock: HandClock) -> None:
    """Forty in a minute: few SMS, each case named to the first clerk before long, all on the banner."""
    numbers = [danger() for _ in range(40)]
    minutes(line, clock, 4)
    texts = vendor.to(FIRST)
    assert all(any(number in text for text in texts) for number in numbers)
    assert len(texts) <= 13
    page = Desk(line, "c1").client.get("/desk/alarms").text
    assert all(number in page for number in numbers)


# --- bodies and grid workers learn of it


def test_a_body_learns_of_a_dispatch_a_supervision_and_a_reopening(line: Parts, vendor: Vendor) -> None:
    """By SMS to its own accounts, once each, without a word of the resident; another body's account hears nothing."""
    with line.db.write() as s:
        lamps = s.scalars(sa.select(Account).where(Account.username == "body")).one()
        lamps.phone = THIRD
        s.add(account(line, Role.BODY, username="b2", body="hall", phone="+8613900000008"))
    contact = add_contact(line, "x")
    with line.db.write() as s:
        clerk, boss, worker = (who(s, name) for name in ("c1", "supervisor", "body"))
        case = report(s, line, contact)
        desk_actions.dispatch(s, line, case, clerk, body="lamps")
        desk_actions.supervise(s, line, case, boss, text="抓紧")
        handler_actions.acknowledge(s, line, case, worker)
        handler_actions.resolve(s, line, case, worker, text="换了灯")
        reporter_actions.answer(s, line, case, actors.resident(contact), fixed=False, text="没亮")
        case_no = case.case_no
    work(line)
    texts = vendor.to(THIRD)
    assert len(texts) == 3
    assert all(case_no in text and "路灯" not in text and "没亮" not in text for text in texts)
    assert ["派给您" in texts[0], "督办" in texts[1], "重办" in texts[2]] == [True, True, True]
    assert vendor.to("+8613900000008") == []


def test_a_grid_worker_learns_of_what_is_given_to_them(line: Parts, vendor: Vendor) -> None:
    """Theirs only, not the next grid's."""
    with line.db.write() as s:
        mine = s.scalars(sa.select(Account).where(Account.username == "grid")).one()
        mine.phone = THIRD
        s.add(account(line, Role.GRID, username="g2", grid="G-02", phone="+8613900000008"))
    contact = add_contact(line, "x")
    with line.db.write() as s:
        by = {one.username: one.id for one in s.scalars(sa.select(Account))}
        clerk = who(s, "c1")
        desk_actions.dispatch(s, line, report(s, line, contact), clerk, body=None, worker_id=by["grid"])
    work(line)
    assert len(vendor.to(THIRD)) == 1
    assert vendor.to("+8613900000008") == []


def test_the_duty_list_is_written_from_the_shell(line: Parts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`linli cases duty c2 c1` gives the order; who has no phone or does not exist is refused and nothing changes."""
    for name, value in (
        ("LINLI_HOME", str(line.settings.home)),
        ("DEMO", "1"),
        ("DATABASE_URL", line.settings.database_url),
    ):
        monkeypatch.setenv(name, value)
    run = CliRunner()
    listed = run.invoke(linli, ["cases", "duty"])
    assert listed.output.index("c1") < listed.output.index("c2")
    changed = run.invoke(linli, ["cases", "duty", "c2", "c1"])
    assert changed.exit_code == 0
    assert changed.output.index("c2") < changed.output.index("c1")
    for wrong in (["nobody"], ["desk"], ["body"]):
        assert run.invoke(linli, ["cases", "duty", *wrong]).exit_code != 0
    assert run.invoke(linli, ["cases", "duty"]).output == changed.output
    assert "还没有写单子" in run.invoke(linli, ["cases", "duty", "--everybody"]).output


def test_open_alarms_are_asked_about_together(line: Parts, danger: Danger) -> None:
    """The job runs each second: what it asks of the database does not grow with the alarms that wait for somebody."""
    seen: list[str] = []

    def asked() -> int:
        seen.clear()
        due()["page_on"](line)
        return len(seen)

    sa.event.listen(line.db.engine, "before_cursor_execute", lambda *given: seen.append(given[2]))
    danger()
    work(line, 3)
    one = asked()
    for number in range(5):
        danger(f"{number}号楼道里着火了")
    work(line, 3)
    assert 0 < asked() <= one + 1
