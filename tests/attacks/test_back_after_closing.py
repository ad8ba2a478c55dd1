"""A danger that is there again after its case was closed is an emergency again, people are paged, and the reporter's status says so."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from portal.cases.models import Case
from portal.cases.records.actors import resident
from portal.cases.rules import lifecycle
from portal.cases.verbs.desk import desk_actions, desk_corrections
from portal.cases.verbs.handler import handler_actions
from portal.cases.verbs.reporter import danger_on_page, reporter_actions
from portal.desk import queue
from portal.storage.parts import Parts
from tests.attacks.all_clear_world import all_clear, case_of
from tests.attacks.paging_world import FIRST, Danger, Vendor, danger, line, vendor, who, work
from tests.attacks.test_alarms_taken_on import taken
from tests.attacks.test_seems_over import adds
from tests.portal.cases.cases_world import community
from tests.portal.conftest import HandClock

__all__ = ["community", "danger", "line", "vendor"]


def dealt_with(line: Parts, case_no: str, *, confirmed: bool = True, found: bool = False) -> None:
    """A clerk has the alarm, a body mends it, and its reporter thanks. `found`: the clerk found that it is no emergency."""
    taken(line, "c1", case_no)
    with line.db.write() as s:
        case = s.scalars(sa.select(Case).where(Case.case_no == case_no)).one()
        if found:
            desk_corrections.correct(
                s, line, case, who(s, "c1"), {"urgency": "normal"}, why_calm="到现场看过，没有危险"
            )
        desk_actions.dispatch(s, line, case, who(s, "c1"), body="lamps")
        handler_actions.resolve(s, line, case, who(s, "body"), text="井盖盖好了")
        if confirmed:
            reporter_actions.answer(s, line, case, resident(case.contact_point_id), fixed=True, text="谢谢，好了")


@pytest.mark.parametrize("confirmed", [True, False])
@pytest.mark.parametrize("said", ["过了一天又翘了", "又翘起来了，快来", "井盖又松了", "又冒烟了", "又漏了"])
def test_it_is_raised_again(
    line: Parts, danger: Danger, vendor: Vendor, internal: FlaskClient, clock: HandClock, said: str, confirmed: bool
) -> None:
    """Whether or not the reporter had confirmed that it is done."""
    case_no = danger("公园路20号门口的井盖翘起来了", kind="open_hole")
    work(line)
    dealt_with(line, case_no, confirmed=confirmed)
    clock.move(days=1)
    before = len(vendor.to(FIRST))
    adds(line, internal, case_no, said)
    work(line)
    state, urgency, agrees = case_of(line, case_no)
    assert state in lifecycle.UNRESOLVED
    assert (urgency, agrees) == ("emergency", True)
    assert any(case_no in text for text in vendor.to(FIRST)[before:])


@pytest.mark.parametrize(
    "said", ["谢谢，辛苦了", "又麻烦你们了", "会不会又翘起来", "又来人看过了", "盖得跟原来一样平", "又松了一口气"]
)
def test_other_words_raise_nothing_but_are_listed_as_new(
    line: Parts, danger: Danger, vendor: Vendor, internal: FlaskClient, clock: HandClock, said: str
) -> None:
    """A clerk finds what was said of a closed case among the new words."""
    case_no = danger("公园路20号门口的井盖翘起来了", kind="open_hole")
    work(line)
    dealt_with(line, case_no)
    adds(line, internal, case_no, said)
    assert case_of(line, case_no)[0] == "closed"
    with line.db.read() as s:
        assert queue.counts(s, who(s, "c1"), line.clock.now()).unread == 1


def test_what_staff_found_to_be_no_emergency_stays_closed(
    line: Parts, danger: Danger, internal: FlaskClient, vendor: Vendor
) -> None:
    """The same words of a thing that is no danger are news for the desk, no alarm."""
    case_no = danger("公园路20号门口的井盖响", kind="open_hole")
    work(line)
    dealt_with(line, case_no, found=True)
    adds(line, internal, case_no, "又响了")
    assert case_of(line, case_no)[0] == "closed"


def test_after_an_all_clear_it_is_raised_again(
    line: Parts, danger: Danger, internal: FlaskClient, vendor: Vendor
) -> None:
    """Its reporter had said that it is over."""
    case_no = danger("公园路20号门口的井盖翘起来了", kind="open_hole")
    work(line)
    all_clear(line, internal, case_no, "盖好了", false_alarm=False, ends=True)
    dealt_with(line, case_no)
    adds(line, internal, case_no, "又翘起来了")
    assert case_of(line, case_no)[1:] == ("emergency", True)


def test_its_page_raises_it_again_too(line: Parts, danger: Danger, vendor: Vendor) -> None:
    """Where no bot reads what is written."""
    case_no = danger("公园路20号门口的井盖翘起来了", kind="open_hole")
    work(line)
    dealt_with(line, case_no)
    with line.db.write() as s:
        case = s.scalars(sa.select(Case).where(Case.case_no == case_no)).one()
        danger_on_page.add(s, line, case, resident(case.contact_point_id), text="又翘起来了", photos=())
    assert case_of(line, case_no)[1:] == ("emergency", True)


def test_its_page_raises_it_again_after_an_all_clear(
    line: Parts, danger: Danger, internal: FlaskClient, vendor: Vendor
) -> None:
    """Its urgency is normal then, but it was one until its reporter said that it is over."""
    case_no = danger("公园路20号门口的井盖翘起来了", kind="open_hole")
    work(line)
    all_clear(line, internal, case_no, "盖好了", false_alarm=False, ends=True)
    dealt_with(line, case_no)
    with line.db.write() as s:
        case = s.scalars(sa.select(Case).where(Case.case_no == case_no)).one()
        danger_on_page.add(s, line, case, resident(case.contact_point_id), text="又翘起来了", photos=())
    assert case_of(line, case_no)[1:] == ("emergency", True)
