"""A reporter rates attitude and result, once a case, changes it, and nobody else does; supervisors read counts only."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.cases.models import Case
from portal.cases.ratings import counting, giving
from portal.cases.ratings.models import Rating
from portal.cases.records import actors
from portal.cases.records.actors import Who
from portal.cases.verbs.desk import desk_actions
from portal.cases.verbs.handler import handler_actions
from portal.cases.verbs.reporter import attesting, reporter_actions
from portal.kernel.errors import Conflict, Invalid
from portal.kernel.roles import Role
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import PICTURES, Find, actor, report, resolved
from tests.portal.conftest import HandClock
from tests.portal.signed_in import sit_down


@pytest.fixture
def me(reporter: int) -> Who:
    """The reporter as an actor."""
    return actors.resident(reporter)


def said(s: Session, case: Case) -> tuple[str | None, str | None]:
    """What the case's rating says of attitude and result."""
    rating = s.get_one(Rating, case.id)
    return rating.attitude, rating.result


def test_each_tap_keeps_the_other_and_the_last_counts(
    parts: Parts, reporter: int, me: Who, s: Session, who: Find
) -> None:
    """One row a case."""
    case = resolved(s, parts, reporter, who)
    giving.give(s, parts, case, me, attitude="good")
    assert said(s, case) == ("good", None)
    giving.give(s, parts, case, me, result="bad")
    giving.give(s, parts, case, me, attitude="fair")
    assert said(s, case) == ("fair", "bad")


@pytest.mark.parametrize("wrong", [{}, {"attitude": "great"}, {"attitude": "good", "result": "x"}])
def test_what_is_no_choice_is_refused(
    parts: Parts, reporter: int, me: Who, s: Session, who: Find, wrong: dict[str, str]
) -> None:
    """As forms can be written by hand."""
    case = resolved(s, parts, reporter, who)
    with pytest.raises(Invalid):
        giving.give(s, parts, case, me, **wrong)
    assert s.get(Rating, case.id) is None


@pytest.mark.parametrize("role", [Role.DESK, Role.GRID, Role.BODY, Role.SUPERVISOR])
def test_no_staff_rates(parts: Parts, reporter: int, s: Session, who: Find, role: Role) -> None:
    """Only the reporter does, whoever asks for it."""
    case = resolved(s, parts, reporter, who)
    with pytest.raises(Conflict):
        giving.give(s, parts, case, who(s, role), attitude="good")


def test_it_is_given_from_the_resolution_until_some_days_after_the_close(
    parts: Parts, clock: HandClock, reporter: int, me: Who, s: Session, who: Find
) -> None:
    """Not before, nor later."""
    with pytest.raises(Conflict):
        giving.give(s, parts, report(s, parts, reporter), me, attitude="good")
    case = resolved(s, parts, reporter, who)
    reporter_actions.answer(s, parts, case, me, fixed=True)
    clock.move(days=giving.RATE_DAYS)
    giving.give(s, parts, case, me, attitude="good")
    clock.move(seconds=1)
    with pytest.raises(Conflict, match="15 天"):
        giving.give(s, parts, case, me, attitude="bad")
    assert said(s, case) == ("good", None)


def test_praise_is_not_rated(parts: Parts, reporter: int, me: Who, s: Session, who: Find) -> None:
    """Nobody is asked whether they are content with having been content."""
    case = resolved(s, parts, reporter, who)
    case.kind = "praise"
    assert not giving.can_rate(case, parts.clock.now())


def test_it_counts_for_whose_work_it_was(parts: Parts, reporter: int, me: Who, s: Session, who: Find) -> None:
    """The body that had the case; what a grid worker did on the spot is theirs, though a body had it."""
    first, second = resolved(s, parts, reporter, who), report(s, parts, reporter)
    desk_actions.dispatch(s, parts, second, who(s, Role.DESK), body="lamps")
    handler_actions.resolve(s, parts, second, who(s, Role.GRID), text="拧紧了灯泡", on_spot=True, **PICTURES)
    giving.give(s, parts, first, me, attitude="good", result="bad")
    giving.give(s, parts, second, me, result="fair")
    found = counting.by_body(s, parts.clock.now() - timedelta(days=1))
    assert {code: (one.attitude.given, one.result.bad, one.result.fair) for code, one in found.items()} == {
        "lamps": (1, 1, 0),
        "": (0, 0, 1),
    }
    assert found["lamps"].result.rate == 0
    assert found[""].attitude.rate is None


def test_the_supervisors_table_counts_them(
    client: FlaskClient, parts: Parts, reporter: int, me: Who, who: Find
) -> None:
    """By body and with how many said so, on the page and in the table to download."""
    with parts.db.write() as s:
        giving.give(s, parts, resolved(s, parts, reporter, who), me, attitude="fair", result="bad")
        number = actor(s, Role.SUPERVISOR).id
    supervisor = sit_down(client, parts, number)
    assert "1位评过：满意0，基本满意1，不满意0" in supervisor.get("/desk/truth").text
    rows = list(csv.DictReader(io.StringIO(supervisor.get("/desk/truth.csv").text.removeprefix("\ufeff"))))
    columns = ("单位代码", "对态度：评过的", "对态度：满意的比例", "对结果：不满意")
    assert [tuple(row[one] for one in columns) for row in rows] == [("lamps", "1", "1.0000", "1")]


@pytest.mark.parametrize("role", [Role.BODY, Role.DESK, Role.SUPERVISOR])
def test_no_page_of_the_case_tells_staff_what_was_said(
    client: FlaskClient, parts: Parts, reporter: int, me: Who, who: Find, role: Role
) -> None:
    """Nor whether anything was."""
    with parts.db.write() as s:
        case = resolved(s, parts, reporter, who)
        case_no, number = case.case_no, actor(s, role).id
    sit_down(client, parts, number)
    before = client.get(f"/desk/cases/{case_no}").text.count("满意")
    with parts.db.write() as s:
        giving.give(s, parts, s.get_one(Case, 1), me, attitude="bad", result="bad")
    assert client.get(f"/desk/cases/{case_no}").text.count("满意") == before == 0


def test_a_rating_goes_to_the_body_that_fixed_it(parts: Parts, reporter: int, me: Who, s: Session, who: Find) -> None:
    """A denied call reopened it, and another body has it since, which did nothing yet."""
    case = report(s, parts, reporter)
    desk_actions.dispatch(s, parts, case, who(s, Role.DESK), body="lamps")
    handler_actions.resolve(s, parts, case, who(s, Role.BODY), text="已电话联系居民，换了灯头")
    attesting.attest(s, parts, case, me, 1, took_place=False)
    desk_actions.dispatch(s, parts, case, who(s, Role.DESK), body="hall")
    giving.give(s, parts, case, me, attitude="bad")
    assert (case.body, s.get_one(Rating, case.id).body) == ("hall", "lamps")
