"""Who reads a complaint about a clerk, and that its reporter is told just that."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.cases.disclosure import discretion
from portal.cases.disclosure.readers import Readers, readers_of
from portal.cases.models import Case
from portal.cases.records import actors, presentation
from portal.cases.records.actors import resident
from portal.cases.rules.lifecycle import Seal
from portal.cases.verbs.desk import desk_actions
from portal.cases.verbs.handler import handler_actions
from portal.cases.verbs.notifying.notifications import tell_desk
from portal.cases.verbs.reporter import reporter_actions
from portal.kernel.roles import Role, StaffActor
from portal.outbox.models import OutboxRow
from portal.staff import administering, service
from portal.staff.models import Account
from portal.storage.parts import Parts
from tests.attacks.town import call, contact, draft, report, seat, town
from tests.portal.cases.cases_world import account

__all__ = ["call", "report", "seat", "town"]

Call = Callable[..., Any]
SAID = "受理台的林受理骂我，别让她看到"


def registered(parts: Parts, call: Call, text: str) -> dict[str, Any]:
    made: dict[str, Any] = call("/cases", contact=contact(parts), text=text, draft=draft(text), answers={})
    return made


def readers(parts: Parts, case_no: str) -> Readers:
    with parts.db.read() as s:
        return readers_of(s, s.scalars(sa.select(Case).where(Case.case_no == case_no)).one())


def leave_only_the_accused(parts: Parts, *roles: Role) -> None:
    with parts.db.write() as s:
        others = sa.update(Account).where(Account.role.in_(roles), Account.name != "林受理")
        s.execute(others.values(active=False))


@pytest.mark.parametrize(
    ("gone", "expected", "told"),
    [
        ((), Readers.SOME_CLERKS, "说到的人看不到；受理台别的人和督查看得到"),
        ((Role.DESK,), Readers.SUPERVISORS, "受理台看不到，由督查看"),
        ((Role.DESK, Role.SUPERVISOR), Readers.NOBODY, "12345"),
    ],
)
def test_the_reporter_is_told_who_reads_it(
    town: Parts, call: Call, seat: Callable[[str], FlaskClient], gone: tuple[Role, ...], expected: Readers, told: str
) -> None:
    """Whoever is said not to read it does not find it, and whoever is said to does."""
    leave_only_the_accused(town, *gone)
    made = registered(town, call, SAID)
    assert readers(town, made["case_no"]) is expected
    assert told in made["readers"]
    assert "看不到您的名字" in made["readers"]
    assert made["body"] is None
    assert SAID not in seat("clerk").get(f"/desk/cases/{made['case_no']}", follow_redirects=True).text
    if expected is not Readers.NOBODY:
        assert "骂我" in seat("boss").get(f"/desk/cases/{made['case_no']}").text
    if expected is Readers.SOME_CLERKS:
        assert "骂我" in seat("clerk2").get(f"/desk/cases/{made['case_no']}").text


@pytest.mark.parametrize(
    ("gone", "expected", "told", "untold"),
    [
        ((Role.SUPERVISOR,), Readers.CLERKS_ALONE, "受理台别的人看得到", "督查"),
        ((Role.DESK, Role.SUPERVISOR), Readers.NOBODY, "没有别人看得到", "说到了受理台和督查的人"),
    ],
)
def test_nobody_is_said_to_read_it_who_is_not_there(
    town: Parts, call: Call, gone: tuple[Role, ...], expected: Readers, told: str, untold: str
) -> None:
    """Without a supervisor none is named, neither as reading it nor as accused."""
    leave_only_the_accused(town, *gone)
    made = registered(town, call, SAID)
    assert readers(town, made["case_no"]) is expected
    assert told in made["readers"]
    assert untold not in made["readers"]


def test_of_a_sealed_case_only_those_named_for_it_are_said_to_read_it(town: Parts, call: Call) -> None:
    """The other clerks do not find it."""
    registered(town, call, SAID)
    with town.db.write() as s:
        case = s.scalars(sa.select(Case)).one()
        case.seal = str(next(iter(Seal)))
        assert "专门指定的人" in presentation.who_reads(s, case)
        assert "别的人" not in presentation.who_reads(s, case)
        s.rollback()


def test_a_second_account_of_the_same_person_does_not_read_it_either(town: Parts, call: Call) -> None:
    """The reporter was told so; an account of another name does."""
    case_no = registered(town, call, SAID)["case_no"]
    with town.db.write() as s:
        for username, name in (("lin2", "林受理"), ("other", "吴新来")):
            _opened(s, town, username, name)
    with town.db.read() as s:
        case = s.scalars(sa.select(Case).where(Case.case_no == case_no)).one()
        hidden = {
            one.username for one in s.scalars(sa.select(Account)) if discretion.is_hidden_from(case, None, one.id)
        }
        assert {"lin2", "other"} & hidden == {"lin2"}


@pytest.mark.parametrize("change", ["reactivated", "renamed"])
def test_an_account_that_is_let_in_again_or_renamed_does_not_either(town: Parts, call: Call, change: str) -> None:
    """It has her name now, whatever it was as the case was told."""
    with town.db.write() as s:
        second = _opened(s, town, "lin2", "林受理" if change == "reactivated" else "林小姐")
        second.active = change != "reactivated"
    case_no = registered(town, call, SAID)["case_no"]
    with town.db.write() as s:
        second = s.scalars(sa.select(Account).where(Account.username == "lin2")).one()
        if change == "reactivated":
            administering.reactivate(s, second, town.clock.now())
        second.name = "林受理"
    with town.db.read() as s:
        case = s.scalars(sa.select(Case).where(Case.case_no == case_no)).one()
        assert discretion.is_hidden_from(case, None, second.id)


def _opened(s: Session, parts: Parts, username: str, name: str) -> Account:
    return service.add(
        s, username=username, password="not a real one 1", name=name, role=Role.DESK, now=parts.clock.now()
    )


def test_the_whole_desk_is_meant_by_its_post(town: Parts, call: Call) -> None:
    """Without a name it may be any of them."""
    made = registered(town, call, "受理台的人态度恶劣，还骂人")
    assert readers(town, made["case_no"]) is Readers.SUPERVISORS
    assert "您的名字" not in made["readers"]


@pytest.mark.parametrize("text", ["幸福家园3栋路灯坏了三天", "幸福家园3栋路灯坏了，别让物业知道是我说的"])
def test_of_any_other_case_nothing_is_said(town: Parts, call: Call, text: str) -> None:
    """Every clerk reads it."""
    made = registered(town, call, text)
    assert made["readers"] == ""
    assert readers(town, made["case_no"]) is Readers.DESK


def test_of_a_complaint_about_a_body_it_is_said_that_the_body_does_not_see_it(town: Parts, call: Call) -> None:
    """Every clerk reads it, and the body cannot be given it as it is."""
    made = registered(town, call, "物业保安骂人推人")
    assert "看不到这件事" in made["readers"]
    assert readers(town, made["case_no"]) is Readers.DESK


def test_the_page_and_what_is_added_say_the_same(town: Parts, call: Call) -> None:
    """To the bot, and on the case's own page."""
    leave_only_the_accused(town, Role.DESK)
    who = contact(town)
    made = call("/cases", contact=who, text=SAID, draft=draft(SAID), answers={})
    added = call(f"/cases/{made['case_no']}/details", contact=who, text="当时还有别人在")
    assert added["readers"] == made["readers"]
    with town.db.read() as s:
        case = s.scalars(sa.select(Case)).one()
        assert presentation.who_reads(s, case) == made["readers"]


def press(seat: Callable[[str], FlaskClient], who: str, case_no: str, what: str, **form: str) -> int:
    return seat(who).post(f"/desk/cases/{case_no}/{what}", data=form).status_code


def test_a_supervisor_who_alone_reads_it_handles_it(
    town: Parts, call: Call, seat: Callable[[str], FlaskClient]
) -> None:
    """Accepts it and says what was done; the reporter is asked, and until then nothing is closed."""
    leave_only_the_accused(town, Role.DESK)
    case_no = registered(town, call, SAID)["case_no"]
    page = seat("boss").get(f"/desk/cases/{case_no}").text
    assert 'action="/desk/cases/' + case_no + '/acceptance"' in page
    assert press(seat, "boss", case_no, "acceptance") == 303
    done = "11月24日督查听了录音，林受理认了错，写了检查，以后这个窗口换人值班"
    assert press(seat, "boss", case_no, "resolution", text=done, despite="照实写") == 303
    with town.db.read() as s:
        case = s.scalars(sa.select(Case)).one()
        assert (case.state, case.worker_id, case.body) == ("resolved", None, None)


def test_a_supervisor_who_alone_reads_it_asks_its_reporter(
    town: Parts, call: Call, seat: Callable[[str], FlaskClient]
) -> None:
    """Nobody else can; the answer clears its mark when they read it, and they get an SMS."""
    leave_only_the_accused(town, Role.DESK)
    with_a_phone(town)
    made = registered(town, call, SAID)
    case_no = made["case_no"]
    assert press(seat, "boss", case_no, "acceptance") == 303
    page = seat("boss").get(f"/desk/cases/{case_no}").text
    assert f"/desk/cases/{case_no}/question" in page
    assert press(seat, "boss", case_no, "question", question="是哪天上午的事，还有谁在？") == 303
    with town.db.write() as s:
        case = s.scalars(sa.select(Case)).one()
        reporter_actions.add_detail(s, town, case, resident(case.contact_point_id), text="周三上午，就我一个人")
        assert case.unread
        told = [row.payload.get("template") for row in s.scalars(sa.select(OutboxRow))]
        assert told.count("staff_answered") == 1
    seat("boss").get(f"/desk/cases/{case_no}")
    with town.db.read() as s:
        assert not s.scalars(sa.select(Case)).one().unread


def test_a_supervisor_who_alone_reads_it_says_where_it_belongs(
    town: Parts, call: Call, seat: Callable[[str], FlaskClient]
) -> None:
    leave_only_the_accused(town, Role.DESK)
    case_no = registered(town, call, SAID)["case_no"]
    where = {"ground": "other_body", "office": "街道办事处", "phone": "0571-88880000"}
    assert press(seat, "boss", case_no, "rejection", **where) == 303


def test_it_may_be_given_to_somebody_else(town: Parts, call: Call, seat: Callable[[str], FlaskClient]) -> None:
    """To a body that it is not about; none is suggested by what the words sound like."""
    leave_only_the_accused(town, Role.DESK)
    case_no = registered(town, call, SAID)["case_no"]
    with town.db.read() as s:
        assert s.scalars(sa.select(Case.body)).one() is None
    assert press(seat, "boss", case_no, "dispatch", body="street") == 303


@pytest.mark.parametrize("text", ["幸福家园3栋路灯坏了三天", SAID])
def test_what_a_clerk_may_read_is_the_desks_to_do(
    town: Parts, call: Call, seat: Callable[[str], FlaskClient], text: str
) -> None:
    """A supervisor watches over it; of a complaint about one clerk another has it."""
    case_no = registered(town, call, text)["case_no"]
    assert "/acceptance" not in seat("boss").get(f"/desk/cases/{case_no}").text
    asked = {"question": "是哪天上午的事，还有谁在？"}
    for what, form in (("acceptance", {}), ("dispatch", {"body": "street"}), ("question", asked)):
        assert press(seat, "boss", case_no, what, **form) == 409
    assert press(seat, "clerk2", case_no, "acceptance") == 303


def test_supervisors_are_told_of_a_case_that_only_they_read(town: Parts, call: Call) -> None:
    """Nobody else would see that it is there."""
    with town.db.write() as s:
        s.execute(sa.update(Account).where(Account.role == Role.SUPERVISOR).values(phone="13800000001"))
    registered(town, call, "幸福家园3栋路灯坏了三天")
    with town.db.read() as s:
        assert _staff_sms(s) == 0
    registered(town, call, "受理台的人态度恶劣，还骂人")
    with town.db.read() as s:
        assert _staff_sms(s) == 1


def with_a_phone(parts: Parts) -> None:
    with parts.db.write() as s:
        s.execute(sa.update(Account).where(Account.role == Role.SUPERVISOR).values(phone="13800000001"))


def test_supervisors_are_told_once_of_a_case_that_becomes_theirs(town: Parts, call: Call) -> None:
    """By what its reporter adds; not again by what they add after it."""
    with_a_phone(town)
    who = contact(town)
    made = call(
        "/cases", contact=who, text="幸福家园3栋路灯坏了三天", draft=draft("幸福家园3栋路灯坏了三天"), answers={}
    )
    for text in ("受理台的人态度恶劣，还骂人，收了我的钱", "当时还有别人在", "受理台的人骂人"):
        call(f"/cases/{made['case_no']}/details", contact=who, text=text)
        assert readers(town, made["case_no"]) is Readers.SUPERVISORS
        with town.db.read() as s:
            assert _staff_sms(s) == 1


def test_where_no_clerk_may_read_it_supervisors_are_warned_and_hear_that_it_is_back(town: Parts, call: Call) -> None:
    """Its clock is theirs; so is a result that is not accepted, the first time, too."""
    with_a_phone(town)
    registered(town, call, "受理台的人态度恶劣，还骂人")
    with town.db.write() as s:
        case = s.scalars(sa.select(Case)).one()
        tell_desk(s, town, case, "staff_half")
        their_id = s.scalars(sa.select(Account.id).where(Account.role == Role.SUPERVISOR)).first()
        boss = actors.staff(s, StaffActor(their_id or 0, "boss", "督查", Role.SUPERVISOR))
        desk_actions.accept(s, town, case, boss)
        handler_actions.resolve(s, town, case, boss, text="听了录音，是接话的人不对，已经批评，换人值班")
        reporter_actions.answer(s, town, case, resident(case.contact_point_id), fixed=False, text="不认可")
        assert (case.state, case.dispatched) == ("accepted", False)
        told = [row.payload.get("template") for row in s.scalars(sa.select(OutboxRow))]
        assert told.count("staff_half") == 1
        assert told.count("staff_reopened") == 1


def _staff_sms(s: Session) -> int:
    rows = s.scalars(sa.select(OutboxRow))
    return sum(row.payload.get("template") == "staff_dispatched" for row in rows)


@pytest.mark.parametrize("gone", [(), (Role.DESK,)])
def test_no_conduct_after_all_keeps_what_was_promised(
    town: Parts, call: Call, seat: Callable[[str], FlaskClient], gone: tuple[Role, ...]
) -> None:
    """The clerk who was named does not read it, and the form says so."""
    leave_only_the_accused(town, *gone)
    made = registered(town, call, SAID)
    address, before = f"/desk/cases/{made['case_no']}", readers(town, made["case_no"])
    boss = seat("boss")
    assert "林受理也看不到这件事" in boss.get(address).text
    form = {"conduct": "no", "reason": "居民说的是小事，算不上行为"}
    assert boss.post(f"{address}/conduct", data=form).status_code == 303
    assert readers(town, made["case_no"]) is before
    assert SAID not in seat("clerk").get(address, follow_redirects=True).text
    assert boss.post(f"{address}/conduct", data=form | {"agreed": "1"}).status_code == 303
    assert readers(town, made["case_no"]) is before  # no tick of anybody's lets them in
    assert SAID not in seat("clerk").get(address, follow_redirects=True).text


def who_reads(parts: Parts, case_no: str) -> str:
    with parts.db.read() as s:
        return presentation.who_reads(s, s.scalars(sa.select(Case).where(Case.case_no == case_no)).one())


def test_clerks_who_join_read_none_that_the_desk_was_not_to_read(town: Parts, call: Call) -> None:
    """Several at once, too; and where a colleague reads it, who was there before or has another name, it stays so."""
    open_one = registered(town, call, SAID)["case_no"]
    with town.db.write() as s:
        colleague = s.scalars(sa.select(Account).where(Account.role == Role.DESK, Account.name != "林受理")).first()
        assert colleague is not None
        colleague.name = "改过名字"
        s.add(account(town, Role.DESK, username="early", name="早来的"))
    assert readers(town, open_one) is Readers.SOME_CLERKS
    leave_only_the_accused(town, Role.DESK)
    case_no = registered(town, call, SAID)["case_no"]
    with town.db.write() as s:
        s.add_all(account(town, Role.DESK, username=one, name=one) for one in ("amei", "alan"))
    assert readers(town, case_no) is Readers.SUPERVISORS
    assert "受理台看不到" in who_reads(town, case_no)


def test_no_conduct_after_all_keeps_a_grid_worker_out_too(
    town: Parts, call: Call, seat: Callable[[str], FlaskClient]
) -> None:
    """Named by the reporter; and nothing is dispatched to whoever would not see it."""
    said = "幸福家园3栋路灯坏了，网格员孙走访骂我是神经病"
    made = registered(town, call, said)
    address = f"/desk/cases/{made['case_no']}"
    with town.db.read() as s:
        worker = s.scalars(sa.select(Account.id).where(Account.name == "孙走访")).one()
    form = {"conduct": "no", "reason": "居民说的是小事，算不上行为"}
    assert "孙走访也看不到这件事" in seat("boss").get(address).text
    assert seat("boss").post(f"{address}/conduct", data=form).status_code == 303
    refused = seat("clerk").post(f"{address}/dispatch", data={"worker": str(worker)})
    assert (refused.status_code, "那边没有别人能办" in refused.text) == (409, True)
