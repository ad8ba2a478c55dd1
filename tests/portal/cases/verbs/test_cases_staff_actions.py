"""What desk, handlers and supervisor do with a case; what is refused; the record of looks."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.cases.models import AccessLook
from portal.cases.records import actors, event_log, presentation
from portal.cases.rules.lifecycle import Verb
from portal.cases.verbs.desk import desk_actions
from portal.cases.verbs.disclosure import access_log
from portal.cases.verbs.handler import handler_actions, returning
from portal.kernel.errors import Conflict, Forbidden, Invalid
from portal.kernel.roles import Role
from portal.storage.parts import Parts
from portal.wording.templates import render
from tests.portal.cases.cases_world import PICTURES, Find, account, actor, pushes, report


def test_dispatching_from_reported_accepts_first_and_tells_once(
    parts: Parts, reporter: int, s: Session, who: Find
) -> None:
    """Two events, one push: the resident is not told twice in a minute."""
    case = report(s, parts, reporter)
    desk_actions.dispatch(s, parts, case, who(s, Role.DESK), body="lamps")
    assert [event.verb for event in case.events] == ["report", "accept", "dispatch"]
    assert [push["template"] for push in pushes(s)] == ["case_dispatched"]
    assert pushes(s)[0]["params"]["body"] == "路灯队"


def test_a_body_sees_only_what_was_dispatched_to_it(parts: Parts, reporter: int, s: Session, who: Find) -> None:
    """The body that duty.csv suggests is not yet theirs; after sending back it no longer is."""
    case, body = report(s, parts, reporter), who(s, Role.BODY)
    assert case.body == "lamps"
    assert not actors.in_scope(case, body)
    desk_actions.dispatch(s, parts, case, who(s, Role.DESK), body="lamps")
    assert actors.in_scope(case, body)
    returning.send_back(s, parts, case, body, reason="不归我们")
    assert not actors.in_scope(case, body)
    assert (case.state, case.body, case.sent_back) == ("accepted", None, 1)


def test_a_grid_worker_does_not_sign_for_a_body(parts: Parts, reporter: int, s: Session, who: Find) -> None:
    """A case given to a body is not acknowledged or resolved by the grid worker, who may mend it on the spot."""
    case, worker = report(s, parts, reporter), who(s, Role.GRID)
    desk_actions.dispatch(s, parts, case, who(s, Role.DESK), body="lamps")
    with pytest.raises(Conflict, match="承办单位"):
        handler_actions.acknowledge(s, parts, case, worker)
    assert Verb.ACKNOWLEDGE not in event_log.allowed_verbs(case, worker)
    handler_actions.resolve(s, parts, case, worker, text="拧紧了灯泡", on_spot=True, **PICTURES)
    assert case.state == "resolved"


def test_one_picture_is_not_before_and_after(parts: Parts, reporter: int, s: Session, who: Find) -> None:
    """Who reads it must see what changed; one of several that is the same is enough to refuse."""
    case = report(s, parts, reporter)
    with pytest.raises(Invalid, match="同一张"):
        handler_actions.resolve(
            s,
            parts,
            case,
            who(s, Role.GRID),
            text="拧紧了灯泡",
            on_spot=True,
            before=["a.jpg"],
            photos=["b.jpg", "a.jpg"],
        )
    assert case.state == "reported"


def test_a_grid_worker_does_what_is_dispatched_to_them(parts: Parts, reporter: int, s: Session, who: Find) -> None:
    """body empty, worker named: theirs to sign and to resolve."""
    case, worker = report(s, parts, reporter), who(s, Role.GRID)
    desk_actions.dispatch(s, parts, case, who(s, Role.DESK), body=None, worker_id=worker.id)
    handler_actions.acknowledge(s, parts, case, worker)
    handler_actions.resolve(s, parts, case, worker, text="好了")
    assert (case.state, case.body, case.worker_id) == ("resolved", None, worker.id)


def test_a_rejection_names_where_to_go(parts: Parts, reporter: int, s: Session, who: Find) -> None:
    """Ground, office and phone; the push says where, never that it was refused."""
    case = report(s, parts, reporter)
    desk_actions.reject(s, parts, case, who(s, Role.DESK), ground="out_of_area", office="区法院", phone="12368")
    assert case.state == "rejected"
    push = pushes(s)[0]
    text = render(parts.settings.community, push["template"], push["params"])
    assert "归区法院管，电话12368" in text
    assert "不予" not in text


@pytest.mark.parametrize("phone", ["123", "1234", "-----", "139"])
def test_a_number_that_is_none_is_refused(parts: Parts, reporter: int, s: Session, who: Find, phone: str) -> None:
    """The reporter would read it and call it."""
    case = report(s, parts, reporter)
    with pytest.raises(Invalid, match="电话要写全"):
        desk_actions.reject(s, parts, case, who(s, Role.DESK), ground="out_of_area", office="区法院", phone=phone)


def test_a_way_out_tells_what_the_list_has_of_its_office(parts: Parts, reporter: int, s: Session, who: Find) -> None:
    """信访工作条例 31: way, office, phone and hours; kept in the event, so that a later list changes nothing told."""
    case = report(s, parts, reporter)
    desk_actions.divert(s, parts, case, who(s, Role.DESK), office="court")
    push = pushes(s)[0]
    text = render(parts.settings.community, push["template"], push["params"])
    assert "要走法院的诉讼，请找区法院窗口，电话0571-00000031，周一至周五" in text
    assert case.events[-1].data["ground"] == "litigation"
    told = presentation.sentence_for_reporter(s, case.events[-1])
    assert told == "这件事要走法院的诉讼：区法院窗口，一号路1号，电话0571-00000031，周一至周五"


@pytest.mark.parametrize("office", ["", "litigation", "nowhere"])
def test_no_way_out_but_those_of_the_list(parts: Parts, reporter: int, s: Session, who: Find, office: str) -> None:
    """An office that is not in the list is told to nobody."""
    case = report(s, parts, reporter)
    with pytest.raises(Invalid, match="没有这个去处"):
        desk_actions.divert(s, parts, case, who(s, Role.DESK), office=office)
    assert case.state == "reported"


@pytest.mark.parametrize(
    "wrong",
    [
        {"ground": "none"},
        {"ground": "litigation"},
        {"office": " "},
        {"phone": ""},
        {"phone": "<b>"},
        {"office": "长" * 51},
    ],
)
def test_a_rejection_without_a_way_out_is_refused(
    parts: Parts, reporter: int, s: Session, who: Find, wrong: dict[str, str]
) -> None:
    """Ground, office and phone are all needed."""
    what = {"ground": "other_body", "office": "水务", "phone": "0571-00000009"} | wrong
    with pytest.raises(Invalid):
        desk_actions.reject(s, parts, report(s, parts, reporter), who(s, Role.DESK), **what)


def test_a_chair_has_no_part_in_cases(parts: Parts, community: None, s: Session) -> None:
    """Committee roles are refused."""
    s.add(account(parts, Role.CHAIR))
    s.flush()
    with pytest.raises(Forbidden):
        actors.staff(s, actor(s, Role.CHAIR))


def test_a_look_is_recorded(parts: Parts, reporter: int, s: Session) -> None:
    """Who had the contact shown."""
    case, clerk = report(s, parts, reporter), actor(s, Role.DESK)
    access_log.record_look(s, parts, case, clerk, "contact")
    assert [look.account_id for look in s.scalars(sa.select(AccessLook))] == [clerk.id]
