"""有人报过了，我也遇到: whom a reporter is asked about, what they learn, and what their yes does."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.cases.duplicates import offering
from portal.cases.models import Case
from portal.cases.records import event_log, numbers
from portal.cases.records.actors import resident
from portal.cases.verbs.desk import desk_actions, merging
from portal.grids.lookup import gazetteer
from portal.grids.models import Place
from portal.kernel.errors import Conflict
from portal.kernel.roles import Role
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import Find, add_contact, draft, report

FIRST, SECOND = "公园路口的路灯坏了三天，我是王小梅13912345678", "公园路口路灯不亮了"


@pytest.fixture
def neighbour(parts: Parts, community: None) -> int:
    """A second reporter."""
    return add_contact(parts, "neighbour")


def at_crossing(s: Session, parts: Parts, contact: int, text: str, **more: Any) -> Case:
    """A report about the crossing, which is in the town's list."""
    if s.query(Place).filter_by(name="公园路口").first() is None:
        s.add(Place(name="公园路口", kind="crossing", grid="G-01", full_name="", aliases=[]))
        s.flush()
        gazetteer.reread(s)
    places = [{"text": "公园路口", "start": 0, "end": 4, "grid": None, "score": 0.9}]
    return report(s, parts, contact, text, draft=draft(text, places=places), **more)


def offered(s: Session, parts: Parts, who: Find, reporter: int, neighbour: int) -> tuple[Case, Case]:
    """(an accepted case, another's report of the same lamp)."""
    main = at_crossing(s, parts, reporter, FIRST)
    desk_actions.accept(s, parts, main, who(s, Role.DESK))
    return main, at_crossing(s, parts, neighbour, SECOND)


def test_the_offer_tells_place_category_and_day_alone(
    parts: Parts, who: Find, reporter: int, neighbour: int, s: Session
) -> None:
    """Neither words nor number of whoever reported first."""
    main, other = offered(s, parts, who, reporter, neighbour)
    found = offering.offer(s, other)
    assert found is not None
    assert (found.main_id, found.place, found.category) == (main.id, "公园路口", "城乡建设 / 市政公用")


@pytest.mark.parametrize(
    ("which", "change"),
    [
        ("main", {"kind": "tip_off"}),
        ("main", {"conduct": "ask"}),
        ("main", {"confidential": True}),
        ("main", {"urgency": "emergency"}),
        ("main", {"regime": "petition"}),
        ("main", {"category": "0406"}),
        ("main", {"state": "reported"}),
        ("other", {"confidential": True}),
        ("other", {"kind": "tip_off"}),
        ("other", {"state": "dispatched"}),
    ],
)
def test_nobody_is_asked_about_what_is_not_everybodys(
    parts: Parts, who: Find, reporter: int, neighbour: int, s: Session, which: str, change: dict[str, Any]
) -> None:
    """Tip-offs, doubts, confidence, emergencies, petitions, homes, and what no clerk has seen."""
    main, other = offered(s, parts, who, reporter, neighbour)
    for name, value in change.items():
        setattr(main if which == "main" else other, name, value)
    s.flush()
    assert offering.offer(s, other) is None


def test_a_building_is_no_public_place(parts: Parts, who: Find, reporter: int, neighbour: int, s: Session) -> None:
    """A stranger does not learn what goes on in somebody's house."""
    main = report(s, parts, reporter, "柳树里3栋的路灯坏了三天了")
    desk_actions.accept(s, parts, main, who(s, Role.DESK))
    assert offering.offer(s, report(s, parts, neighbour, "柳树里3栋的路灯不亮了")) is None


def test_ones_own_second_report_is_no_offer(parts: Parts, who: Find, reporter: int, s: Session) -> None:
    """Whoever reports twice is not told of somebody else."""
    _main, other = offered(s, parts, who, reporter, reporter)
    assert offering.offer(s, other) is None


def test_a_yes_joins_and_can_be_taken_back(parts: Parts, who: Find, reporter: int, neighbour: int, s: Session) -> None:
    """The reporter's own case keeps its words and number; both rows follow from their events."""
    main, other = offered(s, parts, who, reporter, neighbour)
    merging.join(s, parts, other, resident(neighbour), main_id=main.id)
    assert (other.merged_into, other.words.text) == (main.id, SECOND)
    merging.split(s, parts, other, resident(neighbour))
    assert (other.merged_into, other.state) == (None, "accepted")
    assert [event.actor for event in main.events[-2:]] == ["system", "system"]
    for case in (main, other):
        assert event_log.replayed(case) == event_log.projection(case)


def test_another_case_cannot_be_named(parts: Parts, who: Find, reporter: int, neighbour: int, s: Session) -> None:
    """An id that was not offered joins nothing, and tells nothing."""
    _main, other = offered(s, parts, who, reporter, neighbour)
    elsewhere = report(s, parts, reporter)
    for number in (elsewhere.id, other.id, 0, 999):
        with pytest.raises(Conflict):
            merging.join(s, parts, other, resident(neighbour), main_id=number)
    assert other.merged_into is None


def test_the_page_asks_the_reporter_and_not_whoever_has_the_link(
    client: FlaskClient, parts: Parts, who: Find, reporter: int, neighbour: int
) -> None:
    """A link only reads: it neither offers nor joins."""
    with parts.db.write() as s:
        main, other = offered(s, parts, who, reporter, neighbour)
        link = numbers.link(parts.settings, other).removeprefix(parts.settings.public_url)
        address, main_id = f"/c/{other.case_no}", main.id
    client.get(link)
    page = client.get(address).text
    assert "有人报过了" not in page
    client.post(f"{address}/joining", data={"main": str(main_id)})
    with parts.db.read() as s:
        assert s.get_one(Case, 2).merged_into is None
