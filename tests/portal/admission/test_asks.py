"""Asks, as they are entered and decided, and what people then decide of them."""

from __future__ import annotations

import threading
import uuid
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.admission import asks, listing
from portal.admission.fields import ExceptionFields, Faulty
from portal.admission.models import Ask
from portal.admission.rules import Kind, Work
from portal.kernel.errors import Conflict, Forbidden, NotFound
from portal.kernel.roles import Role
from portal.storage.parts import Parts
from tests.portal.admission.admission_world import DAY, TODAY, asked, fields
from tests.portal.cases.cases_world import actor
from tests.portal.conftest import HandClock

WHY = "单位来电，说这件不用办了"
NEXT_YEAR = asked(deadline=TODAY + 60 * DAY)
OFF = asked(code="", what="创建无烟社区台账", work=frozenset({Work.REPORT}))


def enter(s: Session, parts: Parts, ask: Any = None, key: str = "") -> Ask:
    return asks.enter(s, ask or asked(), actor(s, Role.DESK), parts.clock.now(), key or uuid.uuid4().hex)


def admit(s: Session, parts: Parts, ask: Ask, *, seen: int = 1, until: Any = TODAY + 9 * DAY) -> Ask:
    typed = ExceptionFields("防汛期间临时要办，只这一次", "街道派人", until)
    return asks.admit(s, ask.id, typed, actor(s, Role.SUPERVISOR), parts.clock.now(), seen=seen)


def test_an_ask_is_decided_and_kept(s: Session, parts: Parts, listed: None, staff: dict[str, int]) -> None:
    """With its number, the item, who entered it and when."""
    ask = enter(s, parts)
    (decision,) = asks.decisions(s, ask.id)
    assert (ask.number, ask.state, ask.item and ask.item.code) == ("2026-0001", "admitted", "XZ-01")
    assert (decision.act, decision.account_id, decision.at) == ("enter", staff["desk"], parts.clock.now())


def test_a_refusal_names_its_rule(s: Session, parts: Parts, listed: None) -> None:
    """In the row, and with its facts in the decision."""
    ask = enter(s, parts, OFF)
    assert (ask.state, ask.rules, ask.item_id) == ("refused", ["off_list"], None)
    assert asks.decisions(s, ask.id)[0].findings == [{"rule": "off_list", "facts": {}}]


def test_the_same_form_is_one_ask(s: Session, parts: Parts, listed: None) -> None:
    """However often it is sent."""
    key = uuid.uuid4().hex
    assert enter(s, parts, key=key).id == enter(s, parts, key=key).id
    with pytest.raises(Faulty):
        enter(s, parts, key="made up")


def test_the_same_form_with_other_content_is_not_lost(s: Session, parts: Parts, listed: None) -> None:
    """Gone back to and filled in anew, it is refused, with the number of what was entered with it."""
    key = uuid.uuid4().hex
    enter(s, parts, key=key)
    with pytest.raises(Faulty) as refused:
        enter(s, parts, asked(what="发一次消防宣传单"), key=key)
    assert "2026-0001" in refused.value.faults["key"]


def test_numbers_begin_anew_each_year(s: Session, parts: Parts, clock: HandClock, listed: None) -> None:
    """By the year in Shanghai."""
    clock.moment = datetime(2026, 12, 31, 15, 59, tzinfo=UTC)
    numbers = [enter(s, parts, later).number for later in (NEXT_YEAR, NEXT_YEAR)]
    clock.move(minutes=1)
    assert [*numbers, enter(s, parts, NEXT_YEAR).number] == ["2026-0001", "2026-0002", "2027-0001"]


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.BODY])
def test_only_a_clerk_enters(s: Session, parts: Parts, listed: None, role: Role) -> None:
    """Whoever makes exceptions does not enter what they are for."""
    with pytest.raises(Forbidden):
        asks.enter(s, asked(), actor(s, role), parts.clock.now(), uuid.uuid4().hex)


def test_the_second_report_of_a_period_is_refused(s: Session, parts: Parts, listed: None) -> None:
    """By the number of the first."""
    enter(s, parts)
    second = enter(s, parts, asked(what="人员底册", department="公安分局"))
    assert second.rules == ["repeated"]
    assert asks.decisions(s, second.id)[0].findings[0]["facts"]["number"] == "2026-0001"


def test_a_report_is_found_again_behind_many_others(s: Session, parts: Parts, listed: None, monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    """However many asks came in between."""
    monkeypatch.setattr(asks, "MOST_COMPARED", 1)
    enter(s, parts)
    enter(s, parts, OFF)
    assert enter(s, parts, asked(what="人员底册")).rules == ["repeated"]


def test_an_item_that_ended_admits_nothing_the_next_day(s: Session, parts: Parts, clock: HandClock, listed: None, staff: dict[str, int]) -> None:  # fmt: skip
    """What was admitted stays so."""
    first = enter(s, parts)
    listing.end(s, "XZ-01", TODAY, staff["supervisor"], parts.clock.now(), seen=1)
    clock.move(days=1)
    assert enter(s, parts, asked(what="别的事")).rules == ["expired"]
    assert first.state == "admitted"


def test_a_supervisor_admits_an_exception(s: Session, parts: Parts, clock: HandClock, listed: None) -> None:
    """With reason, what comes along and a last day, after which it is over, and may be admitted anew."""
    ask = admit(s, parts, enter(s, parts, OFF))
    assert (ask.state, asks.state_on(ask, TODAY + 9 * DAY), asks.state_on(ask, TODAY + 10 * DAY)) == (
        "exception", "exception", "expired",
    )  # fmt: skip
    with pytest.raises(Conflict):
        admit(s, parts, ask, seen=2)
    clock.move(days=10)
    assert admit(s, parts, ask, seen=2, until=TODAY + 20 * DAY).until == TODAY + 20 * DAY
    assert [one.act for one in asks.decisions(s, ask.id)] == ["enter", "except", "except"]


def test_an_exception_is_for_one_ask(s: Session, parts: Parts, clock: HandClock, listed: None) -> None:
    """The same again is refused, while it runs and after."""
    admit(s, parts, enter(s, parts, OFF))
    assert enter(s, parts, OFF).rules == ["off_list"]
    clock.move(days=12)
    again = asked(code="", what="创建无烟社区台账", work=frozenset({Work.REPORT}), deadline=TODAY + 30 * DAY)
    assert enter(s, parts, again).state == "refused"


def test_what_the_list_bans_is_no_exception(s: Session, parts: Parts, listed: None) -> None:
    """Not a supervisor's to permit."""
    ask = enter(s, parts, asked(what="开无犯罪记录证明", work=frozenset({Work.CERTIFICATE})))
    with pytest.raises(Conflict):
        admit(s, parts, ask)


def test_what_the_list_bans_since_is_no_exception(s: Session, parts: Parts, listed: None, staff: dict[str, int]) -> None:  # fmt: skip
    """The list of the day of the exception decides."""
    ask = enter(s, parts, OFF)
    ban = fields(code="JZ-02", name="无烟社区台账", kind=Kind.BANNED, work=(Work.REPORT,), since=TODAY)
    listing.save(s, ban, staff["supervisor"], parts.clock.now())
    with pytest.raises(Conflict, match="不能例外"):
        admit(s, parts, ask)


def test_what_is_admitted_needs_no_exception(s: Session, parts: Parts, listed: None) -> None:
    """Nor what was withdrawn."""
    with pytest.raises(Conflict):
        admit(s, parts, enter(s, parts))


def test_an_exception_is_ended_early(s: Session, parts: Parts, listed: None) -> None:
    """By a supervisor, once."""
    ask = admit(s, parts, enter(s, parts, OFF))
    supervisor = actor(s, Role.SUPERVISOR)
    asks.end_exception(s, ask.id, WHY, supervisor, parts.clock.now(), seen=2)
    assert ask.state == "ended"
    with pytest.raises(Conflict):
        asks.end_exception(s, ask.id, WHY, supervisor, parts.clock.now(), seen=3)


def test_an_ask_is_withdrawn(s: Session, parts: Parts, listed: None) -> None:
    """It counts no more, so that the right one may be entered."""
    ask, clerk = enter(s, parts), actor(s, Role.DESK)
    asks.withdraw(s, ask.id, WHY, clerk, parts.clock.now(), seen=1)
    assert enter(s, parts).state == "admitted"
    with pytest.raises(Conflict):
        asks.withdraw(s, ask.id, WHY, clerk, parts.clock.now(), seen=2)


def test_only_a_supervisor_withdraws_what_was_refused(s: Session, parts: Parts, listed: None) -> None:
    """Or a refused ask could come again in other words."""
    ask = enter(s, parts, OFF)
    with pytest.raises(Conflict):
        asks.withdraw(s, ask.id, WHY, actor(s, Role.DESK), parts.clock.now(), seen=1)
    assert asks.withdraw(s, ask.id, WHY, actor(s, Role.SUPERVISOR), parts.clock.now(), seen=1).state == "withdrawn"


@pytest.mark.parametrize("role", [Role.DESK, Role.BODY])
def test_only_a_supervisor_makes_exceptions(s: Session, parts: Parts, listed: None, role: Role) -> None:
    """And ends them."""
    ask = enter(s, parts, OFF)
    with pytest.raises(Forbidden):
        asks.admit(s, ask.id, ExceptionFields(WHY, "人", TODAY), actor(s, role), parts.clock.now(), seen=1)
    with pytest.raises(Forbidden):
        asks.end_exception(s, ask.id, WHY, actor(s, role), parts.clock.now(), seen=1)


def test_a_body_withdraws_nothing(s: Session, parts: Parts, listed: None) -> None:
    """Clerks and supervisors do."""
    with pytest.raises(Forbidden):
        asks.withdraw(s, enter(s, parts).id, WHY, actor(s, Role.BODY), parts.clock.now(), seen=1)


def test_the_second_of_two_tabs_decides_nothing(s: Session, parts: Parts, listed: None) -> None:
    """Its page showed another last decision."""
    ask = enter(s, parts, OFF)
    admit(s, parts, ask)
    for act in (asks.end_exception, asks.withdraw):
        with pytest.raises(Conflict):
            act(s, ask.id, WHY, actor(s, Role.SUPERVISOR), parts.clock.now(), seen=1)
    with pytest.raises(NotFound):
        admit(s, parts, Ask(id=999))


def at_once(parts: Parts, work: Any, number: int = 8) -> list[str]:
    """Do this in so many threads; returns what each got, or "refused"."""
    start, got = threading.Barrier(number), []

    def one() -> None:
        start.wait()
        try:
            with parts.db.write() as s:
                got.append(work(s))
        except Conflict:
            got.append("refused")

    threads = [threading.Thread(target=one) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(got)


def test_equal_asks_at_the_same_moment(parts: Parts, listed: None) -> None:
    """One is admitted, the others are repeats; each has its number."""
    got = at_once(parts, lambda s: enter(s, parts).state)
    assert got == ["admitted"] + ["refused"] * 7
    with parts.db.read() as s:
        assert s.scalar(sa.select(sa.func.count(Ask.number.distinct()))) == 8


def test_one_form_at_the_same_moment(parts: Parts, listed: None) -> None:
    """One ask, and everybody is shown it."""
    key = uuid.uuid4().hex
    assert at_once(parts, lambda s: enter(s, parts, key=key).number) == ["2026-0001"] * 8


def test_two_supervisors_at_the_same_moment(parts: Parts, listed: None) -> None:
    """One exception."""
    with parts.db.write() as s:
        number = enter(s, parts, OFF).id
    assert at_once(parts, lambda s: admit(s, parts, s.get_one(Ask, number)).state) == ["exception"] + ["refused"] * 7
