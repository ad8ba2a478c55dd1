"""What a grid worker reads of a case in confidence that nobody gave to them, and what they may do with it."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy.orm import Session

from portal.cases.models import Case
from portal.cases.records import handler_view
from portal.cases.records.actors import is_bystander, resident
from portal.cases.records.event_log import allowed_verbs
from portal.cases.rules.lifecycle import Verb
from portal.cases.verbs.desk import desk_actions, merging, recalling
from portal.cases.verbs.handler import handler_actions
from portal.cases.verbs.reporter import reporter_actions
from portal.kernel.roles import Role
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import Find, SignIn, draft, report

TOLD = "柳树里3栋904半夜装修敲墙，别让物业知道是我说的"
WRITTEN = "九零四半夜装修敲墙，请上门劝止"
DONE = "已经劝过，答应夜里不再敲墙"


def in_confidence(
    s: Session, parts: Parts, reporter: int, who: Find, *, body: str | None = "lamps", **more: Any
) -> Case:
    """A case in confidence, restated by a clerk, with this body or (None) the grid worker."""
    case = report(s, parts, reporter, TOLD, **more)
    worker = None if body else who(s, Role.GRID).id
    desk_actions.dispatch(s, parts, case, who(s, Role.DESK), body=body, worker_id=worker, matter=WRITTEN)
    return case


def pages(sign_in: SignIn, case_no: str) -> str:
    """All that a grid worker's pages say: the list, the case, the phone's cards, a search for the clerk's words."""
    client = sign_in(Role.GRID)
    asked = ("/grid", f"/desk/cases/{case_no}", "/grid/rounds/today.json", "/desk/search?q=劝止")
    found = [client.get(one) for one in asked]
    return "".join(one.get_data(as_text=True) if not one.is_json else str(one.json) for one in found)


def test_whom_it_was_not_given_reads_kind_and_place(parts: Parts, reporter: int, who: Find, sign_in: SignIn) -> None:
    """Neither what the clerk wrote for the body, nor what the body did."""
    with parts.db.write() as s:
        case = in_confidence(s, parts, reporter, who)
        handler_actions.acknowledge(s, parts, case, who(s, Role.BODY))
        handler_actions.progress(s, parts, case, who(s, Role.BODY), text=DONE)
        case_no = case.case_no
    said = pages(sign_in, case_no)
    assert "柳树里3栋" in said
    assert "市政公用" in said
    assert "敲墙" not in said
    assert "九零四" not in said
    assert "handle_on_spot" not in said


def test_taken_back_it_is_still_nobodys(parts: Parts, reporter: int, who: Find, sign_in: SignIn) -> None:
    """Until a clerk gives it to the grid worker there is nothing to handle on the spot either."""
    with parts.db.write() as s:
        case = in_confidence(s, parts, reporter, who)
        recalling.recall(s, parts, case, who(s, Role.DESK))
        case_no = case.case_no
        assert Verb.HANDLE_ON_SPOT not in allowed_verbs(case, who(s, Role.GRID))
    assert "敲墙" not in pages(sign_in, case_no)


def test_what_the_desk_resolved_itself_is_not_theirs(parts: Parts, reporter: int, who: Find, sign_in: SignIn) -> None:
    """Nor what it told the reporter; reopened it is the grid worker's."""
    with parts.db.write() as s:
        case = report(s, parts, reporter, TOLD)
        case_no = case.case_no
        desk_actions.accept(s, parts, case, who(s, Role.DESK))
        handler_actions.resolve(s, parts, case, who(s, Role.DESK), text=DONE)
    assert "敲墙" not in pages(sign_in, case_no)
    with parts.db.write() as s:
        case = s.get_one(Case, 1)
        reporter_actions.answer(s, parts, case, resident(reporter), fixed=False)
        assert not is_bystander(case, who(s, Role.GRID))


def test_whoever_has_it_reads_what_was_written_for_them(
    parts: Parts, reporter: int, who: Find, sign_in: SignIn
) -> None:
    """And may handle it on the spot."""
    with parts.db.write() as s:
        case = in_confidence(s, parts, reporter, who, body=None)
        case_no = case.case_no
        assert Verb.HANDLE_ON_SPOT in allowed_verbs(case, who(s, Role.GRID))
    assert WRITTEN in pages(sign_in, case_no)


def test_of_an_emergency_they_read_what_to_do(parts: Parts, reporter: int, who: Find) -> None:
    """Whoever is near may have to run there."""
    with parts.db.write() as s:
        urgent = {"level": "emergency", "reasons": ["有人受伤"]}
        case = in_confidence(s, parts, reporter, who, draft=draft(TOLD, urgency=urgent))
        worker = who(s, Role.GRID)
        assert handler_view.matter(s, case, worker).text == WRITTEN
        assert Verb.HANDLE_ON_SPOT in allowed_verbs(case, worker)


@pytest.mark.parametrize("told", ["柳树里3栋的路灯坏了三天了", "柳树里3栋楼道堆了纸箱"])
def test_an_ordinary_case_is_everybodys_in_the_grid(
    parts: Parts, reporter: int, who: Find, sign_in: SignIn, told: str
) -> None:
    """They read it and may handle it on the spot, whoever has it."""
    with parts.db.write() as s:
        case = report(s, parts, reporter, told)
        desk_actions.dispatch(s, parts, case, who(s, Role.DESK), body="lamps")
        case_no = case.case_no
        assert Verb.HANDLE_ON_SPOT in allowed_verbs(case, who(s, Role.GRID))
    assert told in pages(sign_in, case_no)


@pytest.mark.parametrize(("body", "reads"), [("lamps", False), (None, True)])
def test_of_a_merged_one_as_of_its_main_case(
    parts: Parts, reporter: int, who: Find, sign_in: SignIn, body: str | None, reads: bool
) -> None:
    """What the clerk wrote of a report in confidence is for whoever has the case that it was merged into."""
    with parts.db.write() as s:
        main, other = report(s, parts, reporter, "柳树里3栋的路灯坏了三天了"), report(s, parts, reporter, TOLD)
        other.words.matter = WRITTEN
        merging.merge(s, parts, other, main, who(s, Role.DESK))
        worker = None if body else who(s, Role.GRID).id
        desk_actions.dispatch(s, parts, main, who(s, Role.DESK), body=body, worker_id=worker)
        case_no = main.case_no
    assert ("请上门劝止" in sign_in(Role.GRID).get(f"/desk/cases/{case_no}").text) is reads
    with parts.db.read() as s:
        other_no = s.get_one(Case, 2).case_no
    assert "请上门劝止" not in pages(sign_in, other_no).replace("q=劝止", "")
