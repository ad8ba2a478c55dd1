"""The list's items in their versions."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.admission import listing, rules
from portal.admission.fields import Faulty
from portal.admission.models import AdmissionItem
from portal.kernel.errors import Conflict, NotFound
from portal.storage.parts import Parts
from tests.portal.admission.admission_world import DAY, TODAY, fields
from tests.portal.conftest import HandClock


@pytest.fixture
def listed(staff: dict[str, int]) -> None:
    """Nothing is on the list yet."""


@pytest.fixture
def by(staff: dict[str, int]) -> int:
    return staff["supervisor"]


def in_force(s: Session, day: Any = TODAY) -> list[str]:
    return [one.name for one in rules.in_force(listing.versions(s), day)]


def test_a_later_version_ends_the_earlier(by: int, s: Session, parts: Parts) -> None:
    """On the day before it begins; what held before still stands there, with who ended it."""
    now = parts.clock.now()
    listing.save(s, fields(), by, now)
    listing.save(s, fields(name="新的名称", since=TODAY + DAY), by, now, seen=1)
    assert (in_force(s), in_force(s, TODAY + DAY)) == (["流动人口登记"], ["新的名称"])
    assert listing.history(s, "XZ-01")[1].ended_by == by


def test_a_mistake_is_mended_on_the_same_day(by: int, s: Session, parts: Parts) -> None:
    """The replaced version never holds, nor does one that was to begin later."""
    now = parts.clock.now()
    for name, since in (("错字", TODAY), ("以后", TODAY + 9 * DAY), ("对的", TODAY)):
        listing.save(s, fields(name=name, since=since), by, now)
    assert [in_force(s, TODAY + days * DAY) for days in (0, 9, 99)] == [["对的"]] * 3


def test_the_past_is_not_changed(by: int, s: Session, parts: Parts) -> None:
    """A first list may begin long ago, another version not, nor an item that is added on a form or by another file."""
    now = parts.clock.now()
    listing.take_in(s, [fields()], by, now)
    for change in (
        lambda: listing.save(s, fields(since=TODAY - DAY), by, now),
        lambda: listing.save(s, fields(code="XZ-08", since=TODAY - DAY), by, now, seen=0),
        lambda: listing.take_in(s, [fields(code="XZ-08", since=TODAY - DAY)], by, now),
    ):
        with pytest.raises(Faulty) as caught:
            change()
        assert "从今天或以后起" in next(iter(caught.value.faults.values()))
    assert in_force(s, TODAY - DAY) == ["流动人口登记"]


def test_a_code_that_is_taken_is_said(by: int, s: Session, parts: Parts) -> None:
    """With the item that has it, also one that is off the list: to look again and press again would never help."""
    listing.save(s, fields(), by, parts.clock.now())
    with pytest.raises(Faulty) as caught:
        listing.save(s, fields(since=TODAY), by, parts.clock.now(), seen=0)
    assert caught.value.faults["code"].startswith("这个编号已经有了（流动人口登记）")


def test_the_second_of_two_tabs_is_told(by: int, s: Session, parts: Parts) -> None:
    """Its page showed another latest version."""
    listing.save(s, fields(since=TODAY), by, parts.clock.now(), seen=0)
    with pytest.raises(Conflict):
        listing.save(s, fields(since=TODAY), by, parts.clock.now(), seen=2)


def test_an_item_ends(by: int, s: Session, parts: Parts) -> None:
    """After its last day; yesterday ends it now; what was to begin later never does."""
    now = parts.clock.now()
    listing.save(s, fields(), by, now)
    listing.save(s, fields(since=TODAY + 9 * DAY), by, now)
    listing.end(s, "XZ-01", TODAY - DAY, by, now, seen=2)
    assert in_force(s) == in_force(s, TODAY + 9 * DAY) == []
    with pytest.raises(Conflict):
        listing.end(s, "XZ-01", TODAY, by, now, seen=2)


def test_an_end_is_refused_for_another_day_or_item(by: int, s: Session, parts: Parts) -> None:
    """None that is past, none of a version not seen, none of an item that is not there."""
    now = parts.clock.now()
    listing.save(s, fields(until=TODAY + DAY), by, now)
    with pytest.raises(Faulty):
        listing.end(s, "XZ-01", TODAY - 2 * DAY, by, now, seen=1)
    with pytest.raises(Conflict):
        listing.end(s, "XZ-01", TODAY, by, now, seen=2)
    with pytest.raises(Conflict):  # it ends before that day anyway
        listing.end(s, "XZ-01", TODAY + 2 * DAY, by, now, seen=1)
    with pytest.raises(NotFound):
        listing.end(s, "XZ-77", TODAY, by, now, seen=1)


def test_a_file_changes_what_differs(by: int, s: Session, parts: Parts, clock: HandClock) -> None:
    """What stands so already gets no other version."""
    listing.take_in(s, [fields(), fields(code="XZ-02")], by, parts.clock.now())
    clock.move(days=1)
    later = TODAY + timedelta(days=1)
    assert listing.take_in(s, [fields(), fields(code="XZ-02", name="别的", since=later)], by, clock.now()) == (1, 1)
    with pytest.raises(Faulty) as caught:
        listing.take_in(s, [fields(name="过去的")], by, clock.now())
    assert set(caught.value.faults) == {"XZ-01"}


def test_two_enter_one_item_at_the_same_moment(parts: Parts, by: int) -> None:
    """One version, and the other is told."""
    start = threading.Barrier(8)
    told: list[Exception] = []

    def enter() -> None:
        start.wait()
        try:
            with parts.db.write() as s:
                listing.save(s, fields(since=TODAY), by, parts.clock.now(), seen=0)
        except (Conflict, Faulty) as refused:
            told.append(refused)

    threads = [threading.Thread(target=enter) for _ in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    with parts.db.read() as s:
        assert s.scalar(sa.select(sa.func.count()).select_from(AdmissionItem)) == 1
    assert len(told) == 7
