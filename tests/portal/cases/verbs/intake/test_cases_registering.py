"""Registering a case: its number, grid, urgency; what is refused, and who finds it."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.cases.models import Case, CaseDay
from portal.cases.records import numbers, queries
from portal.cases.verbs.desk import desk_actions
from portal.cases.verbs.handler import handler_actions
from portal.kernel.errors import Invalid, NotFound
from portal.kernel.roles import Role
from portal.outbox.models import OutboxRow
from portal.residents.models import ContactPoint
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import Find, account, draft, pushes, report
from tests.portal.conftest import HandClock


def test_a_report_is_numbered_by_the_shanghai_day(parts: Parts, reporter: int, s: Session, clock: HandClock) -> None:
    """Dated, sequential within the day, four digits or more."""
    numbers_given = [report(s, parts, reporter).case_no for _ in range(2)]
    clock.move(hours=15)  # midnight in Shanghai
    numbers_given.append(report(s, parts, reporter).case_no)
    s.get_one(CaseDay, clock.now().date().replace(day=25)).last = 9999
    numbers_given.append(report(s, parts, reporter).case_no)
    assert numbers_given == ["LL-20261124-0001", "LL-20261124-0002", "LL-20261125-0001", "LL-20261125-10000"]


def test_the_access_code_is_not_stored(parts: Parts, reporter: int, s: Session) -> None:
    """Only its hash: the code stands in no column, has 13 characters and differs from case to case."""
    first, second = report(s, parts, reporter), report(s, parts, reporter)
    codes = [numbers.link(parts.settings, case).partition("access=")[2] for case in (first, second)]
    assert codes[0] != codes[1]
    assert {len(code) for code in codes} == {13}
    now = parts.clock.now()
    assert numbers.link_expiry(parts.settings, first, codes[0], now) == now + timedelta(days=90)
    assert numbers.link_expiry(parts.settings, first, codes[1], now) is None
    columns = {str(getattr(first, column.name)) for column in Case.__table__.columns}
    assert codes[0] not in columns


def test_a_place_outside_the_area_stays_with_the_desk(parts: Parts, reporter: int, s: Session) -> None:
    """No grid, no worker; registered all the same."""
    place = [{"text": "天边", "start": 0, "end": 2, "grid": "X-99", "score": 0.9}]
    case = report(s, parts, reporter, "天边的路灯坏了", draft=draft(places=place))
    assert (case.state, case.grid, case.worker_id) == ("reported", None, None)


def test_an_answer_about_the_place_comes_before_the_draft(parts: Parts, reporter: int, s: Session) -> None:
    """What was asked for is what counts; 不知道 is no answer."""
    told = report(s, parts, reporter, answers={"place": "柳树里13栋"})
    unknown = report(s, parts, reporter, answers={"place": "不知道"})
    assert (told.grid, told.words.place) == ("G-02", "柳树里13栋")
    assert (unknown.grid, unknown.words.place) == ("G-01", "柳树里3栋")


def test_an_emergency_is_first_and_alerts_the_staff(parts: Parts, reporter: int, s: Session) -> None:
    """Rank 0, due the next working day, an SMS to each clerk with a phone; its text holds no words of the resident."""
    s.add(account(parts, Role.DESK, username="c2", phone="+8613900000000"))
    s.flush()
    danger = {"level": "emergency", "reasons": [], "danger": "gas"}
    case = report(s, parts, reporter, draft=draft(urgency=danger))
    assert (case.rank, case.danger, case.due_at.day) == (0, "gas", 25)
    row = s.scalars(sa.select(OutboxRow).where(OutboxRow.kind == "send_sms")).one()
    assert row.letter is not None
    assert row.letter.address == "+8613900000000"
    assert case.case_no in row.letter.text
    assert "路灯" not in row.letter.text


def test_no_later_push_where_it_could_hurt(parts: Parts, reporter: int, s: Session, who: Find) -> None:
    """Violence at home: nothing is pushed, and the contact point remembers."""
    case = report(s, parts, reporter, no_push=True)
    desk_actions.dispatch(s, parts, case, who(s, Role.DESK), body="lamps")
    handler_actions.resolve(s, parts, case, who(s, Role.BODY), text="到了")
    assert pushes(s) == []
    assert s.get_one(ContactPoint, reporter).no_push


def test_control_signs_are_taken_out_and_lengths_bounded(parts: Parts, reporter: int, s: Session) -> None:
    """Zero bytes and signs that turn text round do not reach the row; 5,001 characters are refused."""
    case = report(s, parts, reporter, "路灯\x00坏了\u202e")
    assert case.words.text == "路灯坏了"
    with pytest.raises(Invalid, match="最多 5000 个字"):
        report(s, parts, reporter, "长" * 5001)


def test_a_failed_report_leaves_nothing(parts: Parts, reporter: int) -> None:
    """The number, the words and the outbox row go back with the transaction."""
    with pytest.raises(Invalid), parts.db.write() as s:
        report(s, parts, reporter, photos=["../x"])
    with parts.db.read() as s:
        assert s.scalar(sa.select(sa.func.count()).select_from(Case)) == 0
        assert s.scalar(sa.select(sa.func.count()).select_from(OutboxRow)) == 0


def test_a_photo_that_is_still_at_the_vendor_does_not_stop_a_report(parts: Parts, reporter: int, s: Session) -> None:
    """WeChat's pictures come as ids of WeChat's (`metadata.photos`): they stand on the case beside our own."""
    both = ["wechat:Ab_1-c.D", "0123456789abcdef0123456789abcdef.jpg"]
    assert report(s, parts, reporter, photos=both).photos == both


def test_an_unknown_number_is_not_found(parts: Parts, reporter: int, s: Session) -> None:
    """NotFound for a number that was never given, and for somebody else's."""
    with pytest.raises(NotFound):
        queries.get(s, "LL-20261124-0001")
    other = s.get_one(ContactPoint, reporter)
    case = report(s, parts, other.id)
    stranger = ContactPoint(channel="sms", address_key="x", created_at=parts.clock.now(), no_push=False)
    s.add(stranger)
    s.flush()
    with pytest.raises(NotFound):
        queries.get_of_reporter(s, case.case_no, stranger.id)
