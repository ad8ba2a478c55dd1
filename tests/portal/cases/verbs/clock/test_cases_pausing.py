"""等居民回话: the clock stops for a question that was really put, goes on with the rest, and hides no lateness."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.cases.models import Case
from portal.cases.records import actors, event_log, presentation
from portal.cases.rules.deadlines import is_overdue, shanghai_day, working_days_between
from portal.cases.rules.lifecycle import PAUSE_DAYS, PAUSES, Verb
from portal.cases.rules.regimes import Regime
from portal.cases.verbs.clock import pausing
from portal.cases.verbs.desk import desk_actions, desk_corrections
from portal.cases.verbs.handler import handler_actions
from portal.cases.verbs.reporter import reporter_actions
from portal.kernel.errors import Conflict, Invalid
from portal.kernel.roles import Role
from portal.outbox.models import Letter, OutboxRow, OutboxState
from portal.residents.models import ContactPoint
from portal.staff.models import Account
from portal.storage.parts import Parts
from tests.portal.cases.cases_page_world import as_reporter
from tests.portal.cases.cases_world import Find, SignIn, pushes, report, ring
from tests.portal.conftest import HandClock

ASKS = "是楼道里的灯，还是门口的灯？"


def given(s: Session, parts: Parts, contact: int, who: Find) -> Case:
    """A case that the lamps have taken, reported on Tuesday 24 November, due on Tuesday 1 December."""
    case = report(s, parts, contact)
    desk_actions.dispatch(s, parts, case, who(s, Role.DESK), body="lamps")
    handler_actions.acknowledge(s, parts, case, who(s, Role.BODY))
    return case


def asked(s: Session, parts: Parts, contact: int, who: Find) -> Case:
    case = given(s, parts, contact, who)
    pausing.ask(s, parts, case, who(s, Role.BODY), question=ASKS)
    return case


@pytest.mark.parametrize(
    ("days", "due"),
    [(0, "2026-12-01"), (1, "2026-12-02"), (3, "2026-12-04"), (4, "2026-12-04"), (6, "2026-12-07")],
)
def test_the_answer_gives_the_rest_of_the_days(
    parts: Parts, reporter: int, s: Session, who: Find, clock: HandClock, days: int, due: str
) -> None:
    """Five working days were left: five are left after the answer, whenever it comes; a weekend counts for nobody."""
    case = asked(s, parts, reporter, who)
    clock.move(days=days)
    reporter_actions.add_detail(s, parts, case, actors.resident(reporter), text="门口的")
    assert shanghai_day(case.due_at) == date.fromisoformat(due)
    assert (case.paused_until, case.pauses) == (None, 1)
    assert event_log.replayed(case) == event_log.projection(case)


def test_it_is_not_late_while_it_waits(parts: Parts, reporter: int, s: Session, who: Find, clock: HandClock) -> None:
    """On the day on which it would have been due, and until the pause has ended by itself."""
    case = asked(s, parts, reporter, who)
    assert case.paused_until == clock.now() + timedelta(days=PAUSE_DAYS)
    clock.move(days=PAUSE_DAYS)
    assert not is_overdue(case.state, case.due_at, clock.now())


def test_the_resident_reads_that_we_wait_for_them(parts: Parts, reporter: int, s: Session, who: Find) -> None:
    """The question as it was written, by push and on the timeline; the bot says so, too."""
    case = asked(s, parts, reporter, who)
    push = pushes(s)[-1]
    assert (push["template"], push["expecting"]["kind"]) == ("case_question", "question")
    assert pausing.question(case) == ASKS
    assert presentation.timeline(s, case)[-1]["text"] == f"问您一句，等您回话，先不算日子：{ASKS}"
    assert presentation.summary(s, parts.settings, case, parts.clock.now())["state_label"] == "等您回话"


def test_silence_ends_it_with_a_word_to_both(parts: Parts, reporter: int, who: Find, clock: HandClock) -> None:
    """After seven days; the timer does nothing more."""
    with parts.db.write() as s:
        s.execute(sa.update(Account).where(Account.role == Role.BODY).values(phone="+8613900000008"))
        asked(s, parts, reporter, who)
    ring(parts, clock, days=PAUSE_DAYS - 0.1)
    with parts.db.read() as s:
        assert s.get_one(Case, 1).paused_until is not None
    ring(parts, clock, days=0.2)
    with parts.db.read() as s:
        case = s.get_one(Case, 1)
        assert (case.paused_until, shanghai_day(case.due_at)) == (None, date(2026, 12, 2))
        assert pushes(s)[-1]["template"] == "case_resumed"
        texts = s.scalars(sa.select(Letter.text).where(Letter.address == "+8613900000008")).all()
        assert [text for text in texts if "没等到居民回话" in text] != []
        assert presentation.timeline(s, case)[-1]["text"] == "没等到您的回话，先接着办"
    ring(parts, clock, days=30)
    with parts.db.read() as s:
        assert s.get_one(Case, 1).events[-1].verb == "resume"


def test_an_earlier_timer_leaves_a_later_pause_alone(parts: Parts, reporter: int, who: Find, clock: HandClock) -> None:
    """Answered, asked again: the first question's seven days do not end the second's."""
    with parts.db.write() as s:
        case = asked(s, parts, reporter, who)
        clock.move(days=5)
        reporter_actions.add_detail(s, parts, case, actors.resident(reporter), text="门口的")
        pausing.ask(s, parts, case, who(s, Role.BODY), question="门口左边的，还是右边的？")
    ring(parts, clock, days=3)
    with parts.db.read() as s:
        assert s.get_one(Case, 1).paused_until is not None


def test_a_question_that_did_not_arrive_stops_nothing_for_long(
    parts: Parts, reporter: int, who: Find, clock: HandClock
) -> None:
    """The push failed: a day later the clock goes on, and the resident is not told that they kept silent."""
    with parts.db.write() as s:
        asked(s, parts, reporter, who)
        s.execute(
            sa.update(OutboxRow)
            .where(OutboxRow.dedupe_key.startswith("push_resident:1:"))
            .values(state=OutboxState.DEAD)
        )
    ring(parts, clock, days=1.1)
    with parts.db.read() as s:
        case = s.get_one(Case, 1)
        assert case.paused_until is None
        assert case.events[-1].data["unreached"] is True
        assert "case_resumed" not in [push["template"] for push in pushes(s)]


def test_twice_at_most(parts: Parts, reporter: int, s: Session, who: Find) -> None:
    """Whoever has the case; and not while it waits already."""
    case = asked(s, parts, reporter, who)
    with pytest.raises(Conflict, match="正在等回话"):
        pausing.ask(s, parts, case, who(s, Role.BODY), question=ASKS)
    for _ in range(PAUSES - 1):
        reporter_actions.add_detail(s, parts, case, actors.resident(reporter), text="门口的")
        pausing.ask(s, parts, case, who(s, Role.DESK), question="门口左边的，还是右边的？")
    pausing.go_on(s, parts, case, actors.resident(reporter))
    assert case.pauses == PAUSES
    with pytest.raises(Conflict, match="停过两次"):
        pausing.ask(s, parts, case, who(s, Role.BODY), question=ASKS)


def test_a_late_body_cannot_hide_behind_a_question(
    parts: Parts, reporter: int, s: Session, who: Find, clock: HandClock
) -> None:
    """After the deadline the clock does not stop any more."""
    case = given(s, parts, reporter, who)
    clock.move(days=8)
    with pytest.raises(Conflict, match="已经过了时限"):
        pausing.ask(s, parts, case, who(s, Role.BODY), question=ASKS)
    assert is_overdue(case.state, case.due_at, clock.now())


UNREACHABLE: dict[str, Callable[[ContactPoint, datetime], None]] = {
    "no push": lambda point, _now: setattr(point, "no_push", True),
    "opted out": lambda point, now: setattr(point, "opted_out_at", now),
    "no such number": lambda point, now: setattr(point, "unreachable_at", now),
}


@pytest.mark.parametrize("why", UNREACHABLE)
def test_nobody_asked_nothing_stops(parts: Parts, reporter: int, s: Session, who: Find, why: str) -> None:
    """A resident who cannot be written to was not asked: refused as a whole."""
    case = given(s, parts, reporter, who)
    UNREACHABLE[why](s.get_one(ContactPoint, reporter), parts.clock.now())
    with pytest.raises(Conflict, match="问不到"), s.begin_nested():
        pausing.ask(s, parts, case, who(s, Role.BODY), question=ASKS)
    s.expire_all()
    assert (case.paused_until, case.pauses) == (None, 0)


def test_petitions_and_emergencies_do_not_stop(parts: Parts, reporter: int, s: Session, who: Find) -> None:
    """信访工作条例 34 knows no pause; an emergency's clock is minutes, and one that begins ends the pause."""
    case = given(s, parts, reporter, who)
    case.regime = Regime.PETITION
    with pytest.raises(Conflict, match="不能停"):
        pausing.ask(s, parts, case, who(s, Role.BODY), question=ASKS)
    case.regime = Regime.COMMUNITY
    pausing.ask(s, parts, case, who(s, Role.BODY), question=ASKS)
    desk_corrections.correct(s, parts, case, who(s, Role.DESK), {"urgency": "emergency"})
    assert case.paused_until is None
    with pytest.raises(Conflict, match="不能停"):
        pausing.ask(s, parts, case, who(s, Role.BODY), question=ASKS)


def test_done_is_done(parts: Parts, reporter: int, s: Session, who: Find) -> None:
    """A handler who resolves it meanwhile waits for nothing more, and nothing can be resumed."""
    case = asked(s, parts, reporter, who)
    handler_actions.resolve(s, parts, case, who(s, Role.BODY), text="都换了")
    assert case.paused_until is None
    assert Verb.RESUME not in event_log.allowed_verbs(case, actors.resident(reporter))


def test_the_page_asks_and_takes_the_answer(client: FlaskClient, parts: Parts, reporter: int, who: Find) -> None:
    """等您回话, the question, a field; and a tap for who cannot say."""
    with parts.db.write() as s:
        case_no = asked(s, parts, reporter, who).case_no
    as_reporter(client, parts)
    page = client.get(f"/c/{case_no}").text
    assert "等您回话" in page
    assert ASKS in page
    client.post(f"/c/{case_no}/details", data={"text": "门口的"})
    with parts.db.write() as s:
        case = s.get_one(Case, 1)
        assert case.paused_until is None
        pausing.ask(s, parts, case, who(s, Role.BODY), question="那一盏是哪个门口的？")
    client.post(f"/c/{case_no}/resumption")
    again = client.post(f"/c/{case_no}/resumption", follow_redirects=True)
    assert "没有在等居民回话" in again.text
    with parts.db.read() as s:
        assert presentation.timeline(s, s.get_one(Case, 1))[-1]["text"] == "您说说不上来，接着办"


def test_a_stranger_with_the_link_does_not_answer(client: FlaskClient, parts: Parts, reporter: int, who: Find) -> None:
    """Not even by a tap."""
    with parts.db.write() as s:
        case_no = asked(s, parts, reporter, who).case_no
    assert client.post(f"/c/{case_no}/resumption").status_code == 404


def test_days_left_are_counted_without_the_first() -> None:
    """From a Friday to the Tuesday after: Monday and Tuesday."""
    friday = datetime(2026, 11, 27, 1, tzinfo=UTC)
    assert working_days_between(friday, friday + timedelta(days=4)) == 2
    assert working_days_between(friday, friday) == 0


@pytest.mark.parametrize("said", ["？", "？？", "在吗", "请问。", ASKS.replace("，", " ")])
def test_what_is_no_new_question_does_not_stop_the_clock(
    parts: Parts, reporter: int, s: Session, who: Find, said: str
) -> None:
    """A mark, two words, or what was asked before."""
    case = asked(s, parts, reporter, who)
    reporter_actions.add_detail(s, parts, case, actors.resident(reporter), text="不知道")
    due = case.due_at
    with pytest.raises(Invalid):
        pausing.ask(s, parts, case, who(s, Role.BODY), question=said)
    assert (case.due_at, case.paused_until) == (due, None)


def test_nobody_asks_before_they_take_the_case(parts: Parts, reporter: int, s: Session, who: Find) -> None:
    """签收 comes first; the desk may ask at any time."""
    case = report(s, parts, reporter)
    desk_actions.dispatch(s, parts, case, who(s, Role.DESK), body="lamps")
    assert Verb.ASK_RESIDENT not in event_log.allowed_verbs(case, who(s, Role.BODY))
    with pytest.raises(Conflict):
        pausing.ask(s, parts, case, who(s, Role.BODY), question=ASKS)
    pausing.ask(s, parts, case, who(s, Role.DESK), question=ASKS)
    assert case.paused_until


def test_a_supervised_case_does_not_stand_still(parts: Parts, reporter: int, s: Session, who: Find) -> None:
    """督办: the question goes into the progress."""
    case = given(s, parts, reporter, who)
    desk_actions.supervise(s, parts, case, who(s, Role.SUPERVISOR), text="请三天内办好")
    with pytest.raises(Conflict):
        pausing.ask(s, parts, case, who(s, Role.BODY), question=ASKS)


def test_the_reporter_is_told_the_latest_day(
    parts: Parts, reporter: int, s: Session, who: Find, clock: HandClock
) -> None:
    """The one as it was asked, to which theirs until the answer are added: in the question, by the bot, and on every page."""
    case = asked(s, parts, reporter, who)
    push = next(one for one in pushes(s) if one["template"] == "case_question")
    assert push["params"]["day"] == "12月1日"
    told = presentation.summary(s, parts.settings, case, parts.clock.now())["due_at"]
    assert told.startswith("2026-12-01")
    clock.move(days=1)
    reporter_actions.add_detail(s, parts, case, actors.resident(reporter), text="门口的")
    assert presentation.shown_due_date(case).startswith("2026-12-02")


@pytest.mark.parametrize("role", [Role.BODY, Role.DESK])
def test_both_pages_say_one_day_while_the_clock_stands_still(
    client: FlaskClient, sign_in: SignIn, parts: Parts, reporter: int, who: Find, role: Role
) -> None:
    """Whoever asked, and whenever the deadline would follow without an answer."""
    with parts.db.write() as s:
        case = given(s, parts, reporter, who)
        pausing.ask(s, parts, case, who(s, role), question=ASKS)
        case_no = case.case_no
    as_reporter(client, parts)
    assert "2026年12月1日，您回了话，等的那几天往后顺" in client.get(f"/c/{case_no}").text
    assert "2026年12月1日，居民回了话，等的那几天往后顺" in sign_in(Role.DESK).get(f"/desk/cases/{case_no}").text


@pytest.mark.parametrize(("role", "due"), [(Role.BODY, date(2026, 12, 2)), (Role.DESK, date(2026, 12, 8))])
def test_a_handlers_question_that_nobody_answers_gains_no_days(
    parts: Parts, reporter: int, who: Find, clock: HandClock, role: Role, due: date
) -> None:
    """Due on 1 December, it is due on the working day after the pause; the desk, which grants extensions, may stop the clock."""
    with parts.db.write() as s:
        case = given(s, parts, reporter, who)
        pausing.ask(s, parts, case, who(s, role), question=ASKS)
        assert shanghai_day(case.due_at) == due
    ring(parts, clock, days=PAUSE_DAYS + 0.1)
    with parts.db.read() as s:
        case = s.get_one(Case, 1)
        assert (case.paused_until, shanghai_day(case.due_at)) == (None, due)
        assert event_log.replayed(case) == event_log.projection(case)


def test_a_question_that_did_not_arrive_gains_no_day(parts: Parts, reporter: int, who: Find, clock: HandClock) -> None:
    """Nobody was asked."""
    with parts.db.write() as s:
        asked(s, parts, reporter, who)
        dead = sa.update(OutboxRow).where(OutboxRow.dedupe_key.startswith("push_resident:1:"))
        s.execute(dead.values(state=OutboxState.DEAD))
    ring(parts, clock, days=1.1)
    with parts.db.read() as s:
        assert shanghai_day(s.get_one(Case, 1).due_at) == date(2026, 12, 1)
