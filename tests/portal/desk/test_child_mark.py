"""The mark of a case whose reporter is probably a child: who sees it, where it comes from, what becomes of it."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from portal.cases.models import Case
from portal.cases.records import actors, queries
from portal.cases.verbs.desk import desk_actions
from portal.cases.verbs.reporter import reporter_actions
from portal.kernel.roles import Role
from portal.privacy import blanking
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import actor, draft, report
from tests.portal.signed_in import sit_down

MARK = "像是孩子说的"
FIRE = {"level": "emergency", "reasons": [], "danger": "fire"}


def reported(parts: Parts, reporter: int, text: str) -> str:
    """An emergency in these words; its number."""
    with parts.db.write() as s:
        return report(s, parts, reporter, text, draft=draft(text, urgency=FIRE)).case_no


def page(client: FlaskClient, parts: Parts, role: Role, path: str) -> str:
    with parts.db.read() as s:
        number = actor(s, role).id
    return sit_down(client, parts, number).get(path).text


@pytest.mark.parametrize("path", ["/desk", "/desk/alarms", "/desk/cases/{}"])
def test_clerks_see_that_a_child_seems_to_report(client: FlaskClient, parts: Parts, reporter: int, path: str) -> None:
    """In lists, in the red box and on the case's page; not of an adult's case."""
    adult, child = reported(parts, reporter, "我孩子8岁，家里着火了"), reported(parts, reporter, "我8岁，家里着火了")
    assert MARK in page(client, parts, Role.DESK, path.format(child))
    if "{}" in path:
        assert MARK not in page(client, parts, Role.DESK, path.format(adult))


def test_later_words_set_it_too_and_it_stays(parts: Parts, reporter: int) -> None:
    """Further words of other things do not take it back."""
    case_no = reported(parts, reporter, "家里着火了")
    for text, marked in (("在三楼", None), ("我上小学", True), ("快来", True)):
        with parts.db.write() as s:
            case = queries.get(s, case_no, to_change=True)
            reporter_actions.add_detail(s, parts, case, actors.resident(reporter), text=text)
            assert case.perhaps_minor is marked


def test_handlers_do_not_see_it(client: FlaskClient, parts: Parts, reporter: int) -> None:
    """Not even if they may learn who reported the case."""
    with parts.db.write() as s:
        case = report(s, parts, reporter, "我8岁，楼道的路灯坏了")
        desk_actions.dispatch(s, parts, case, actors.staff(s, actor(s, Role.DESK)), body="hall")
        case.may_be_named = True
        number = case.case_no
    assert MARK not in page(client, parts, Role.BODY, f"/desk/cases/{number}")
    assert MARK not in page(client, parts, Role.BODY, "/desk")


def test_a_list_says_nothing_of_it_once_the_case_is_sealed(client: FlaskClient, parts: Parts, reporter: int) -> None:
    """A sealed case's page says it to those who may open it."""
    case_no = reported(parts, reporter, "我8岁，家里着火了")
    with parts.db.write() as s:
        queries.get(s, case_no, to_change=True).seal = "minor"
    assert MARK not in page(client, parts, Role.DESK, "/desk/alarms")


def test_erasing_the_words_erases_it(parts: Parts, reporter: int) -> None:
    """It was read from them."""
    case_no = reported(parts, reporter, "我8岁，家里着火了")
    with parts.db.write() as s:
        case = queries.get(s, case_no, to_change=True)
        blanking.blank_cases(s, [case.id], parts.clock.now())
        assert s.get_one(Case, case.id).perhaps_minor is None
