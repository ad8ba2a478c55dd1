"""重点: a place that comes back is listed by the timer, grows, is struck off, and returns for new cases only."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa

from portal.cases.key_places import listing
from portal.cases.key_places.models import KeyPlace, KeyPlaceCase
from portal.cases.models import Case
from portal.cases.records import actors
from portal.cases.verbs.desk import desk_actions, merging
from portal.cases.verbs.disclosure import confidentiality
from portal.cases.verbs.reporter import reporter_actions
from portal.kernel.errors import Forbidden, Invalid
from portal.kernel.roles import Role
from portal.privacy import blanking
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import Find, draft, report
from tests.portal.conftest import HandClock

FIRE_LANE = {"code": "0416", "path": ["城乡建设", "消防通道与安全隐患"], "score": 0.9, "alternatives": []}
REASON = "装了桩子，两个月没有再堆过车"


def reported(parts: Parts, contact: int, count: int = 1, text: str = "柳树里3栋的灯坏了", **more: object) -> list[int]:
    """Report so many cases; their ids."""
    read = draft(text, times=[], **more)
    with parts.db.write() as s:
        return [report(s, parts, contact, text, draft=read).id for _number in range(count)]


def hazards(parts: Parts, contact: int, count: int) -> list[int]:
    return reported(parts, contact, count, "柳树里3栋的消防通道堆了电动车", category=FIRE_LANE)


def places(parts: Parts) -> list[tuple[str, bool, list[int]]]:
    """(name, whether on the list, ids of its cases) of each key place."""
    with parts.db.read() as s:
        linked = list(
            s.execute(sa.select(KeyPlaceCase.key_place_id, KeyPlaceCase.case_id).order_by(KeyPlaceCase.case_id))
        )
        found = s.scalars(sa.select(KeyPlace).order_by(KeyPlace.id))
        return [
            (one.place, one.struck_at is None, [case for place, case in linked if place == one.id]) for one in found
        ]


def strike(parts: Parts, who: Find) -> None:
    with parts.db.write() as s:
        by = who(s, Role.SUPERVISOR)
        place = s.scalars(sa.select(KeyPlace).where(KeyPlace.struck_at.is_(None))).one()
        listing.strike_off(s, parts.clock.now(), listing.of_id(s, place.id, by), by, reason=REASON)


def test_three_hazards_at_one_place_list_it(parts: Parts, reporter: int) -> None:
    """Two do not; the first visit is due after a week; a second run changes nothing."""
    hazards(parts, reporter, 2)
    assert (listing.refresh(parts), places(parts)) == (0, [])
    hazards(parts, reporter, 1)
    assert (listing.refresh(parts), places(parts)) == (1, [("柳树里3栋", True, [1, 2, 3])])
    assert listing.refresh(parts) == 0
    with parts.db.read() as s:
        assert s.scalars(sa.select(KeyPlace.next_on)).one() == date(2026, 12, 1)


def test_five_cases_of_any_trouble_list_it(parts: Parts, reporter: int) -> None:
    """Whether their reporters confirmed anything or not."""
    reported(parts, reporter, 5)
    assert (listing.refresh(parts), len(places(parts)[0][2])) == (1, 5)


def test_what_is_no_trouble_or_was_taken_back_does_not_count(parts: Parts, reporter: int, who: Find) -> None:
    """An inquiry, a case about conduct, one that was withdrawn, one that was rejected."""
    kept = reported(parts, reporter, 4)
    inquiry = {"code": "inquiry", "label": "咨询", "score": 0.9}
    reported(parts, reporter, kind=inquiry)
    with parts.db.write() as s:
        rejected, withdrawn, conduct = (report(s, parts, reporter) for _number in range(3))
        desk_actions.reject(s, parts, rejected, who(s, Role.DESK), ground="other_body", office="水务", phone="96390")
        reporter_actions.withdraw(s, parts, withdrawn, actors.resident(reporter))
        conduct.conduct = "conduct"
    assert (listing.refresh(parts), len(kept), places(parts)) == (0, 4, [])


def test_old_cases_do_not_count(parts: Parts, clock: HandClock, reporter: int) -> None:
    """Only those of the last ninety days."""
    hazards(parts, reporter, 2)
    clock.move(days=100)
    hazards(parts, reporter, 1)
    assert listing.refresh(parts) == 0


def test_a_whole_estate_is_no_place(parts: Parts, reporter: int) -> None:
    """Its name alone tells nothing; what else is said there is compared."""
    reported(
        parts,
        reporter,
        5,
        "柳树里乱停车",
        places=[{"text": "柳树里", "start": 0, "end": 3, "grid": "G-01", "score": 0.9}],
    )
    with parts.db.write() as s:
        s.execute(sa.update(Case).values(grid="G-01"))
    assert listing.refresh(parts) == 0
    with parts.db.write() as s:
        for case in s.scalars(sa.select(Case)):
            case.words.place = "柳树里垃圾房"
    assert (listing.refresh(parts), places(parts)[0][0]) == (1, "")


def test_a_merged_cluster_counts_each_of_its_cases(parts: Parts, reporter: int, who: Find) -> None:
    """Where the main case is, though another says less."""
    ids = hazards(parts, reporter, 3)
    with parts.db.write() as s:
        main, other = s.get_one(Case, ids[0]), s.get_one(Case, ids[1])
        other.words.place = ""
        merging.merge(s, parts, other, main, who(s, Role.DESK))
    assert (listing.refresh(parts), places(parts)[0][2]) == (1, ids)


def test_a_place_on_the_list_takes_in_new_cases(parts: Parts, reporter: int) -> None:
    """Whatever their number."""
    hazards(parts, reporter, 3)
    listing.refresh(parts)
    reported(parts, reporter, 1)
    assert (listing.refresh(parts), places(parts)) == (1, [("柳树里3栋", True, [1, 2, 3, 4])])


def test_struck_off_it_returns_only_for_cases_after_that(
    parts: Parts, clock: HandClock, reporter: int, who: Find
) -> None:
    """Neither the old ones nor two new ones bring it back; three new ones do, with themselves alone."""
    hazards(parts, reporter, 3)
    listing.refresh(parts)
    clock.move(days=1)
    strike(parts, who)
    assert listing.refresh(parts) == 0
    clock.move(days=1)
    hazards(parts, reporter, 2)
    assert listing.refresh(parts) == 0
    hazards(parts, reporter, 1)
    assert listing.refresh(parts) == 1
    assert places(parts) == [("柳树里3栋", False, [1, 2, 3]), ("柳树里3栋", True, [4, 5, 6])]


def test_an_unnamed_place_is_known_again_by_its_cases(parts: Parts, clock: HandClock, reporter: int, who: Find) -> None:
    """Struck off, its old cases do not list it anew."""
    ids = hazards(parts, reporter, 3)
    with parts.db.write() as s:
        for number in ids:
            s.get_one(Case, number).words.place = "垃圾房旁边"
    assert listing.refresh(parts) == 1
    clock.move(days=1)
    strike(parts, who)
    assert listing.refresh(parts) == 0
    clock.move(days=1)
    for number in hazards(parts, reporter, 3):
        with parts.db.write() as s:
            s.get_one(Case, number).words.place = "垃圾房旁"
    assert (listing.refresh(parts), places(parts)[1]) == (1, ("", True, [4, 5, 6]))


def test_only_a_supervisor_strikes_off_and_says_why(parts: Parts, reporter: int, who: Find) -> None:
    """In a sentence."""
    hazards(parts, reporter, 3)
    listing.refresh(parts)
    with parts.db.write() as s:
        place, now = s.scalars(sa.select(KeyPlace)).one(), parts.clock.now()
        with pytest.raises(Forbidden):
            listing.strike_off(s, now, place, who(s, Role.GRID), reason=REASON)
        with pytest.raises(Invalid, match="划掉的理由"):
            listing.strike_off(s, now, place, who(s, Role.SUPERVISOR), reason="好了")
    assert places(parts)[0][1]


def test_a_confidential_case_never_counts_for_its_reporters_home(parts: Parts, reporter: int, who: Find) -> None:
    """It is where its handlers read that it is."""
    ids = hazards(parts, reporter, 3)
    with parts.db.write() as s:
        for number in ids:
            case = s.get_one(Case, number)
            case.words.text = "我家住柳树里3栋，门口的消防通道堆了车，别说是我"
            confidentiality.make_confidential(s, parts, case, who(s, Role.DESK))
    listing.refresh(parts)
    assert "柳树里3栋" not in {name for name, _listed, _cases in places(parts)}


def test_an_erased_case_leaves_the_place(parts: Parts, clock: HandClock, reporter: int) -> None:
    """The place's name is the case's; what is left is the list's."""
    ids = hazards(parts, reporter, 3)
    listing.refresh(parts)
    with parts.db.write() as s:
        blanking.blank_cases(s, ids[:1], clock.now())
    assert places(parts)[0][2] == ids[1:]
    assert listing.refresh(parts) == 0
