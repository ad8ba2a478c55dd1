"""我去看 from a phone on which it waited: what was told since, what was written behind it, and whose the alarm is."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from portal.cases.models import Alarm
from portal.cases.records import actors, alarms, queries
from portal.cases.verbs.alarms import paging
from portal.cases.verbs.desk import desk_actions
from portal.cases.verbs.handler import handler_actions
from portal.cases.verbs.reporter import danger_again
from portal.kernel.roles import Role
from portal.outbox.models import OutboxRow
from portal.staff.models import Account
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import Find, actor, draft, report
from tests.portal.conftest import HandClock
from tests.portal.rounds.conftest import Send
from tests.portal.rounds.test_rounds_doors import forget_answers, verbs_of, version_of
from tests.portal.rounds.test_rounds_today import emergency, says, today

AGAIN = "又着火了，有人困在里面出不来"
DONE = "11月24日网格员老张到3栋的路灯那里看过，没有火，已经处理"


@pytest.fixture
def fire(parts: Parts, reporter: int, who: Find) -> str:
    """The number of an emergency that a clerk dispatched to the worker, so that the clerk has its alarm."""
    with parts.db.write() as s:
        case = report(s, parts, reporter, draft=draft(urgency={"level": "emergency", "reasons": []}))
        desk_actions.dispatch(s, parts, case, who(s, Role.DESK), body=None, worker_id=actor(s, Role.GRID).id)
        return case.case_no


def alarm_of(parts: Parts, case_no: str) -> Alarm:
    with parts.db.read() as s:
        alarm = alarms.alarm_of(s, queries.get(s, case_no))
        assert alarm is not None
        return alarm


def test_an_old_tap_silences_no_new_alarm(send: Send, parts: Parts, fire: str, clock: HandClock) -> None:
    """People are still paged, the worker is told of it and is noted, and a tap on what they see now takes it on."""
    version = version_of(parts, fire)
    clock.move(hours=2)
    with parts.db.write() as s:
        case = queries.get(s, fire, to_change=True)
        by = actors.resident(case.contact_point_id)
        danger_again.tell_of_danger(s, parts, case, by, danger="fire", text=AGAIN)
    told = send(f"cases/{fire}/go", version=version).json["told"]
    assert "又报了险情" in told
    alarm = alarm_of(parts, fire)
    assert (alarm.acked_by, alarm.next_at is None) == (None, False)
    assert send(f"cases/{fire}/go", key="b" * 20, version=version_of(parts, fire)).status_code == 200
    with parts.db.read() as s:
        worker = actor(s, Role.GRID).id
        said = [event.data for event in queries.get(s, fire).events if alarms.GOES in event.data]
    assert said == [{"goes": False}, {"goes": True}]
    assert alarm_of(parts, fire).acked_by == worker


def test_nobody_goes_to_what_is_over(send: Send, parts: Parts, fire: str, who: Find) -> None:
    """A tap that comes after the case was resolved is refused."""
    version = version_of(parts, fire)
    with parts.db.write() as s:
        handler_actions.resolve(s, parts, queries.get(s, fire, to_change=True), who(s, Role.GRID), text=DONE)
    assert send(f"cases/{fire}/go", version=version).status_code == 409


def test_going_reads_nothing(send: Send, parts: Parts, fire: str) -> None:
    """What was written behind it, on what the phone showed before the reporter said more, is compared with that; also on a repeat."""
    version = version_of(parts, fire)
    says(parts, fire, "又冒烟了，里面还有人")
    assert send(f"cases/{fire}/go", version=version).json["version"] == version
    forget_answers(parts)
    assert send(f"cases/{fire}/go", version=version).json["version"] == version
    assert send(f"cases/{fire}/resolve", key="r" * 20, version=version, text=DONE).status_code == 409


def test_going_on_what_is_the_last_moves_what_is_behind_it(send: Send, parts: Parts, fire: str) -> None:
    """Nothing was said meanwhile: the next act is based on the note of going; also after the answer was lost."""
    version = version_of(parts, fire)
    assert send(f"cases/{fire}/go", version=version).json["version"] == version + 1
    forget_answers(parts)
    again = send(f"cases/{fire}/go", version=version).json
    assert (again["version"], again["told"]) == (version + 1, "先前已经交上去了")


def told_that_worker_goes(parts: Parts) -> list[int]:
    """The accounts to which an SMS is queued that a grid worker goes."""
    with parts.db.read() as s:
        keys = s.scalars(sa.select(OutboxRow.dedupe_key).where(OutboxRow.dedupe_key.startswith("staff_goes:")))
        return [int(key.rpartition(":")[2]) for key in keys]


def test_the_desk_is_told_once_that_only_a_worker_goes(send: Send, parts: Parts, reporter: int) -> None:
    """Whoever was paged, or is the first on call: nobody else is paged, and the worker may not get there."""
    with parts.db.write() as s:
        clerk = actor(s, Role.DESK)
        s.get_one(Account, clerk.id).phone = "+8613800000009"
        case_no = report(s, parts, reporter, draft=draft(urgency={"level": "emergency", "reasons": []})).case_no
    for key in "ab":
        send(f"cases/{case_no}/go", key=key * 20, version=version_of(parts, case_no))
    assert told_that_worker_goes(parts) == [clerk.id]


def test_nobody_is_told_so_of_an_alarm_that_a_clerk_has(send: Send, parts: Parts, fire: str) -> None:
    """The clerk who dispatched it follows it already."""
    with parts.db.write() as s:
        s.get_one(Account, actor(s, Role.DESK).id).phone = "+8613800000009"
    send(f"cases/{fire}/go", version=version_of(parts, fire))
    assert told_that_worker_goes(parts) == []


def test_who_cannot_go_after_all_has_others_paged(
    send: Send, phone: FlaskClient, parts: Parts, reporter: int, clock: HandClock
) -> None:
    """The alarm is nobody's again and the next is due; the card offers 我去看 anew; what was queued behind is based on what they saw."""
    case_no = emergency(parts, reporter)
    send(f"cases/{case_no}/go", version=version_of(parts, case_no))
    opened = alarm_of(parts, case_no).opened_at
    clock.move(minutes=10)
    assert today(phone).json["cases"][0]["may"][-1] == "stay"
    version = version_of(parts, case_no)
    says(parts, case_no, "快来")
    assert send(f"cases/{case_no}/stay", key="s" * 20, version=version).json["version"] == version
    alarm = alarm_of(parts, case_no)
    assert (alarm.acked_by, alarm.next_at is None, alarm.opened_at) == (None, False, opened)
    assert today(phone).json["cases"][0]["may"][0] == "go"
    send(f"cases/{case_no}/stay", key="t" * 20, version=version)
    assert verbs_of(parts, case_no).count("note") == 2


def test_who_cannot_go_leaves_anothers_alarm_alone(send: Send, parts: Parts, fire: str) -> None:
    """The clerk has it still."""
    taken_by = alarm_of(parts, fire).acked_by
    send(f"cases/{fire}/go", version=version_of(parts, fire))
    send(f"cases/{fire}/stay", key="s" * 20, version=version_of(parts, fire))
    assert taken_by is not None
    assert alarm_of(parts, fire).acked_by == taken_by


def test_who_went_beside_another_takes_it_on_once_that_one_cannot(send: Send, parts: Parts, fire: str) -> None:
    """People are paged again by then: a second tap is not answered with what was true before."""
    send(f"cases/{fire}/go", version=version_of(parts, fire))
    with parts.db.write() as s:
        paging.raise_alarm(s, parts, queries.get(s, fire, to_change=True), anew=False)
    send(f"cases/{fire}/go", key="s" * 20, version=version_of(parts, fire))
    alarm = alarm_of(parts, fire)
    assert (alarm.acked_how, alarm.next_at) == ("tap", None)


def test_who_took_it_on_before_is_told_that_it_is_theirs(send: Send, parts: Parts, reporter: int) -> None:
    """By the code of the SMS, then by the tap: nobody else has it."""
    with parts.db.write() as s:
        case = report(s, parts, reporter, draft=draft(urgency={"level": "emergency", "reasons": []}))
        case_no, alarm = case.case_no, alarms.alarm_of(s, case)
        assert alarm is not None
        paging.acknowledge_alarm(s, alarm.id, actor(s, Role.GRID).id, "sms", parts.clock.now())
    assert "不再叫别人" in send(f"cases/{case_no}/go", version=version_of(parts, case_no)).json["told"]
