"""What bodies claimed against what residents said: by body, with its interval, silence apart; the page and the export."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.cases.models import Case, ContactClaim
from portal.cases.records import actors, truth
from portal.cases.rules.truth import ClaimCounts, wilson
from portal.cases.verbs.desk import desk_actions, desk_corrections, merging
from portal.cases.verbs.handler import handler_actions
from portal.cases.verbs.notifying import following_up
from portal.cases.verbs.reporter import attesting, reporter_actions
from portal.desk import queue
from portal.desk.queue import Filters, Tab
from portal.kernel.errors import Conflict
from portal.kernel.roles import Role
from portal.residents.models import ContactPoint
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import PICTURES, Find, SignIn, report
from tests.portal.conftest import HandClock


def claimed(s: Session, parts: Parts, contact: int, who: Find, text: str = "已电话联系，换了灯头") -> Case:
    """A case that the body says is done, having called."""
    case = report(s, parts, contact)
    desk_actions.dispatch(s, parts, case, who(s, Role.DESK), body="lamps")
    handler_actions.resolve(s, parts, case, who(s, Role.BODY), text=text)
    return case


@pytest.mark.parametrize(
    ("successes", "total", "low", "high"), [(0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (8, 10, 0.4902, 0.9433)]
)
def test_the_interval_is_wilsons(successes: int, total: int, low: float, high: float) -> None:
    """Figures of Newcombe 1998 and of R's prop.test without correction."""
    assert wilson(successes, total) == pytest.approx((low, high), abs=1e-4)


def test_no_answer_gives_no_rate() -> None:
    """Not nought of nought."""
    assert (ClaimCounts(silent=5).rate, ClaimCounts(silent=5).interval) == (None, None)


def test_each_claim_counts_by_the_residents_last_word(parts: Parts, reporter: int, s: Session, who: Find) -> None:
    """One confirmed, one denied and then confirmed anew, one silent, one taken back after it was closed."""
    resident = actors.resident(reporter)
    yes, no, silent, taken_back = (claimed(s, parts, reporter, who) for _ in range(4))
    reporter_actions.answer(s, parts, yes, resident, fixed=True)
    reporter_actions.answer(s, parts, no, resident, fixed=False)
    handler_actions.resolve(s, parts, no, who(s, Role.BODY), text="已转相关部门处理")
    reporter_actions.answer(s, parts, no, resident, fixed=True)
    following_up.close_unconfirmed(s, parts, silent)
    reporter_actions.answer(s, parts, taken_back, resident, fixed=True)
    reporter_actions.reopen(s, parts, taken_back, resident)
    attesting.attest(s, parts, yes, resident, 1, took_place=True)
    found = truth.by_body(s, parts.clock.now())["lamps"]
    assert (found.fixes.confirmed, found.fixes.denied, found.fixes.silent) == (2, 2, 1)
    assert (found.contacts.confirmed, found.contacts.denied, found.contacts.unasked) == (1, 0, 3)
    assert found.despite == 1


def test_who_was_never_asked_is_not_silent(parts: Parts, reporter: int, s: Session, who: Find) -> None:
    """Of two calls that were claimed one was asked about; both count as claimed."""
    asked, _ = (claimed(s, parts, reporter, who) for _ in range(2))
    claim = s.scalars(sa.select(ContactClaim).where(ContactClaim.case_id == asked.id)).one()
    claim.asked_at = parts.clock.now()
    s.flush()
    found = truth.by_body(s, parts.clock.now())["lamps"].contacts
    assert (found.silent, found.unasked, found.claimed, found.rate) == (1, 1, 2, None)


def test_a_fix_that_nobody_could_be_asked_about_is_not_silent(
    parts: Parts, reporter: int, s: Session, who: Find
) -> None:
    """A reporter who is sent nothing; their own answer, on the page, counts all the same."""
    point = s.get_one(ContactPoint, reporter)
    point.no_push = True
    unasked, answered = (claimed(s, parts, reporter, who) for _ in range(2))
    reporter_actions.answer(s, parts, answered, actors.resident(reporter), fixed=True)
    point.no_push = False
    claimed(s, parts, reporter, who)
    found = truth.by_body(s, parts.clock.now())["lamps"].fixes
    assert (found.confirmed, found.silent, found.unasked, found.claimed) == (1, 1, 1, 3)
    assert unasked.state == "resolved"


def test_a_case_reopened_because_nobody_called_says_nothing_of_the_fix(
    parts: Parts, reporter: int, s: Session, who: Find
) -> None:
    """The resident had said that it is done; that stays."""
    case = claimed(s, parts, reporter, who)
    reporter_actions.answer(s, parts, case, actors.resident(reporter), fixed=True)
    attesting.attest(s, parts, case, actors.resident(reporter), 1, took_place=False)
    found = truth.by_body(s, parts.clock.now())["lamps"]
    assert (found.fixes.confirmed, found.contacts.denied) == (1, 1)


def test_who_was_not_called_still_says_whether_it_is_done(parts: Parts, reporter: int, s: Session, who: Find) -> None:
    """After a denial has reopened the case; the last word counts, for that fix alone, and the case goes on."""
    case, resident = claimed(s, parts, reporter, who), actors.resident(reporter)
    attesting.attest(s, parts, case, resident, 1, took_place=False)
    for fixed in (False, True, True):
        attesting.say_whether_fixed(s, parts, case, resident, fixed=fixed)
    assert [one.data["fixed"] for one in case.events if "fixed" in one.data] == [False, True]
    assert case.state == "dispatched"
    handler_actions.resolve(s, parts, case, who(s, Role.BODY), text="去看过，灯亮着")
    with pytest.raises(Conflict):
        attesting.say_whether_fixed(s, parts, case, resident, fixed=True)
    found = truth.by_body(s, parts.clock.now())["lamps"].fixes
    assert (found.confirmed, found.denied, found.claimed) == (1, 0, 2)


def test_only_the_reporter_says_whether_it_is_done(parts: Parts, reporter: int, s: Session, who: Find) -> None:
    """And only once a denial has reopened the case."""
    case = claimed(s, parts, reporter, who)
    with pytest.raises(Conflict):
        attesting.say_whether_fixed(s, parts, case, actors.resident(reporter), fixed=True)
    attesting.attest(s, parts, case, actors.resident(reporter), 1, took_place=False)
    for role in (Role.DESK, Role.BODY, Role.SUPERVISOR):
        with pytest.raises(Conflict):
            attesting.say_whether_fixed(s, parts, case, who(s, role), fixed=True)


def test_what_a_grid_worker_claims_is_not_the_bodys(parts: Parts, reporter: int, s: Session, who: Find) -> None:
    """A fix on the spot and the call before it, though a body had the case: as with its ratings."""
    case = report(s, parts, reporter)
    desk_actions.dispatch(s, parts, case, who(s, Role.DESK), body="lamps")
    text = "已电话联系，拧紧了灯泡"
    handler_actions.resolve(s, parts, case, who(s, Role.GRID), text=text, on_spot=True, **PICTURES)
    found = truth.by_body(s, parts.clock.now())
    assert {body: (one.fixes.claimed, one.contacts.claimed) for body, one in found.items()} == {"": (1, 1)}


@pytest.mark.parametrize("on_spot", [False, True])
def test_the_fix_of_a_merged_case_is_its_main_cases(
    parts: Parts, reporter: int, s: Session, who: Find, on_spot: bool
) -> None:
    """Not that of the body suggested for it, which had no part in it: as with its ratings."""
    main, case = report(s, parts, reporter), report(s, parts, reporter)
    desk_corrections.correct(s, parts, case, who(s, Role.DESK), {"category": "0101"})
    assert case.body == "hall"
    merging.merge(s, parts, case, main, who(s, Role.DESK))
    desk_actions.dispatch(s, parts, main, who(s, Role.DESK), body="lamps")
    does_it = who(s, Role.GRID if on_spot else Role.BODY)
    pictures: dict[str, Any] = PICTURES if on_spot else {}
    handler_actions.resolve(s, parts, main, does_it, text="换了灯头", on_spot=on_spot, **pictures)
    reporter_actions.answer(s, parts, case, actors.resident(reporter), fixed=True)
    found = truth.by_body(s, parts.clock.now())
    whose = "" if on_spot else "lamps"
    assert {body: (one.fixes.claimed, one.fixes.confirmed) for body, one in found.items()} == {whose: (2, 1)}


def test_a_clerks_call_before_the_dispatch_is_not_the_suggested_bodys(
    parts: Parts, reporter: int, s: Session, who: Find
) -> None:
    """Nobody has told that body of the case yet."""
    case = report(s, parts, reporter)
    case.body = "lamps"
    desk_actions.note(s, parts, case, who(s, Role.DESK), text="已电话联系居民")
    found = truth.by_body(s, parts.clock.now())
    assert {body: one.contacts.claimed for body, one in found.items()} == {"": 1}


def test_what_was_claimed_before_does_not_count(parts: Parts, reporter: int, s: Session, who: Find) -> None:
    """The period is that of the claim."""
    claimed(s, parts, reporter, who)
    assert truth.by_body(s, parts.clock.now() + timedelta(days=1)) == {}


def test_what_was_claimed_after_the_period_does_not_count(
    parts: Parts, reporter: int, s: Session, who: Find, clock: HandClock
) -> None:
    """What was answered after it does: the claim of the period is confirmed, the later one of the same case is left out."""
    begin, case = clock.now(), claimed(s, parts, reporter, who)
    clock.move(days=1)
    reporter_actions.answer(s, parts, case, actors.resident(reporter), fixed=False)
    handler_actions.resolve(s, parts, case, who(s, Role.BODY), text="灯头今天换好了，亮了")
    reporter_actions.answer(s, parts, case, actors.resident(reporter), fixed=True)
    found = truth.by_body(s, begin, begin + timedelta(days=1))["lamps"]
    assert (found.fixes.confirmed, found.fixes.denied, found.contacts.claimed) == (0, 1, 1)


def test_a_denied_fix_is_on_the_supervisors_list_until_they_act(
    parts: Parts, reporter: int, s: Session, who: Find
) -> None:
    """As a denied call is."""
    case, supervisor, now = claimed(s, parts, reporter, who), who(s, Role.SUPERVISOR), parts.clock.now()
    assert queue.page(s, supervisor, Filters(Tab.DENIED), now).cases == []
    reporter_actions.answer(s, parts, case, actors.resident(reporter), fixed=False)
    assert queue.page(s, supervisor, Filters(Tab.DENIED), now).cases == [case]
    desk_actions.supervise(s, parts, case, supervisor, text="请说明为什么说办好了")
    assert queue.page(s, supervisor, Filters(Tab.DENIED), now).cases == []


def test_the_page_and_the_export_show_the_same(sign_in: SignIn, parts: Parts, reporter: int, who: Find) -> None:
    """For supervisors, with a bar that needs no script."""
    with parts.db.write() as s:
        case = claimed(s, parts, reporter, who)
        reporter_actions.answer(s, parts, case, actors.resident(reporter), fixed=True)
    client = sign_in(Role.SUPERVISOR)
    page = client.get("/desk/truth").text
    assert "路灯队" in page
    assert "<svg" in page
    assert "说了1次，居民说好了1，说没好0" in page
    lines = list(csv.DictReader(io.StringIO(client.get("/desk/truth.csv?days=30").text.removeprefix("\ufeff"))))
    told = ("单位代码", "说办好了：次数", "说办好了：居民说好了", "说联系过：没问过", "说办好了：比例的下限")
    assert [[one[name] for name in told] for one in lines] == [["lamps", "1", "1", "1", "0.2065"]]
    assert len(lines[0]) == 33


@pytest.mark.parametrize("role", [Role.DESK, Role.BODY, Role.GRID])
def test_only_supervisors_read_it(sign_in: SignIn, reporter: int, role: Role) -> None:
    """A body does not read how others are believed."""
    client = sign_in(role)
    assert [client.get(path).status_code for path in ("/desk/truth", "/desk/truth.csv")] == [403, 403]
