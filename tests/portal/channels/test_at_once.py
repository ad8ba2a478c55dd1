"""What the desk is shown of danger at once, while the bot cannot read it."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from portal.cases.rules.lifecycle import Seal
from portal.cases.verbs.disclosure import sealing
from portal.channels import jobs
from portal.channels.handover import readers
from portal.channels.inbound import without_bot
from portal.channels.models import Handover
from portal.http import bot_state
from portal.http.bot_state import BotState
from portal.kernel.roles import Role
from portal.staff import service as accounts
from portal.staff.models import Account
from portal.storage.parts import Parts
from tests.portal.cases import cases_world
from tests.portal.cases.cases_world import Find
from tests.portal.channels.conftest import Visitor
from tests.portal.channels.without_bot_world import Work, cases, messages, paged, stored
from tests.portal.conftest import HandClock

pytestmark = pytest.mark.usefixtures("on_call")


def handovers(parts: Parts) -> list[Handover]:
    with parts.db.read() as s:
        found = list(s.scalars(sa.select(Handover).order_by(Handover.id)))
        s.expunge_all()
        return found


def close(parts: Parts, clock: HandClock) -> None:
    """A clerk hands every conversation back to the bot, a minute later."""
    clock.move(minutes=1)
    with parts.db.write() as s:
        s.execute(sa.update(Handover).where(Handover.done_at.is_(None)).values(done_at=clock.now()))


@pytest.mark.usefixtures("training")
@pytest.mark.parametrize("text", ["老公经常打我", "孩子到现在没回家", "着火了怎么办"])
def test_the_desk_sees_doubtful_words_at_once(visitor: Visitor, parts: Parts, text: str) -> None:
    """One handover holds what else the sender says."""
    visitor.say(text)
    visitor.say("煤气")
    (handed,) = handovers(parts)
    assert (handed.source_key, handed.reason) == (f"{messages(parts)[0].id}:unsure", "danger_unsure")
    assert (cases(parts), paged(parts), jobs.take_in_danger(parts)) == ([], 0, 0)


@pytest.mark.usefixtures("training")
def test_the_worker_shows_doubtful_words_to_the_desk(parts: Parts) -> None:
    """After a kill between storing and taking in; once."""
    stored(parts, "老公经常打我")
    assert [jobs.take_in_danger(parts) for _ in range(2)] == [1, 0]
    assert [one.reason for one in handovers(parts)] == ["danger_unsure"]


@pytest.mark.usefixtures("training")
@pytest.mark.parametrize("text", ["楼道有烟味", "燃气费怎么交"])
def test_words_that_are_often_of_no_danger_are_shown_with_a_reason_of_their_own(
    visitor: Visitor, parts: Parts, text: str
) -> None:
    """They wait with such a handover; what is in more doubt is a handover besides."""
    for said in (text, "楼下有烟味", "老公经常打我"):
        visitor.say(said)
    assert [(one.reason, one.text) for one in handovers(parts)] == [
        ("danger_perhaps", text),
        ("danger_unsure", "老公经常打我"),
    ]


@pytest.mark.usefixtures("training")
def test_a_common_question_opens_no_sealed_conversation(visitor: Visitor, parts: Parts, who: Find) -> None:
    """The reporter of a child's sealed case asks for the price of gas: those assigned read it, and no colleague."""
    visitor.say("您好")
    sender = messages(parts)[0].contact_point_id
    with parts.db.write() as s:
        s.add(cases_world.account(parts, Role.DESK, username="second"))
        case, boss = cases_world.report(s, parts, sender), who(s, Role.SUPERVISOR).id
        sealing.seal(
            s,
            parts,
            case,
            who(s, Role.DESK),
            kind=Seal.MINOR,
            supervisor=boss,
            reason="说的是没成年的孩子，不能让旁人知道",
        )
    visitor.say("燃气费怎么交")
    assert len(handovers(parts)) == 1
    with parts.db.read() as s:
        staff = [accounts.as_actor(one) for one in s.scalars(sa.select(Account).where(Account.username == "second"))]
        assert not readers.may_read(s, staff[0], sender)


@pytest.mark.usefixtures("training")
def test_what_a_clerk_has_seen_and_closed_does_not_come_back(parts: Parts, visitor: Visitor, clock: HandClock) -> None:
    """Though the bot has not read it."""
    for text in ("隔壁一直打孩子", "打老婆了", "他发酒疯", "隔壁又打孩子"):
        visitor.say(text)
    close(parts, clock)
    assert [jobs.DangerTaker()(parts) for _ in range(2)] == [0, 0]
    assert len(handovers(parts)) == 1


@pytest.mark.usefixtures("training")
def test_what_is_said_after_a_clerk_closed_it_is_shown_anew(parts: Parts, visitor: Visitor, clock: HandClock) -> None:
    visitor.say("隔壁一直打孩子")
    close(parts, clock)
    clock.move(seconds=1)
    visitor.say("隔壁又打孩子")
    assert [one.done_at is None for one in handovers(parts)] == [False, True]


@pytest.mark.usefixtures("training")
def test_what_was_said_just_before_a_clerk_closed_it_is_shown_anew(
    parts: Parts, visitor: Visitor, clock: HandClock
) -> None:
    """It was not on the clerk's page yet."""
    visitor.say("隔壁一直打孩子")
    clock.move(seconds=50)
    visitor.say("隔壁又打孩子")
    clock.move(seconds=-50)
    close(parts, clock)
    assert jobs.DangerTaker()(parts) == 1
    assert [one.text for one in handovers(parts)] == ["隔壁一直打孩子", "隔壁又打孩子"]


@pytest.mark.usefixtures("training")
@pytest.mark.parametrize(("reason", "made"), [("asked", 2), ("danger_unsure", 1)])
def test_a_person_whom_the_bot_promises_is_there(
    visitor: Visitor, parts: Parts, clock: HandClock, call: Any, reason: str, made: int
) -> None:
    """Though a clerk closed what was shown of the same message; what the bot makes of it for the same reason is no second."""
    visitor.say("隔壁一直打孩子，我要找人工")
    close(parts, clock)
    (row,) = messages(parts)
    body = {"contact": row.contact_point_id, "reason": reason, "text": row.text}
    assert [call("/handovers", row.id, "handover", body).status_code for _ in range(2)] == [201, 201]
    assert len(handovers(parts)) == made


@pytest.mark.usefixtures("training")
def test_whoever_wants_to_die_is_handed_over_to_a_person(visitor: Visitor, parts: Parts) -> None:
    """With the key that the bot uses, so that it makes no second handover."""
    visitor.say("我不想活了")
    (row,) = messages(parts)
    (handed,) = handovers(parts)
    assert (handed.source_key, handed.reason, handed.text) == (f"{row.id}:handover", "self_harm", "我不想活了")


@pytest.mark.usefixtures("training")
def test_the_worker_hands_over_whoever_wishes_to_die(parts: Parts) -> None:
    """After a kill, once."""
    stored(parts, "楼上天天吵，我都不想活了")
    assert [jobs.take_in_danger(parts) for _ in range(2)] == [1, 0]
    assert len(handovers(parts)) == 1


@pytest.mark.usefixtures("no_bot")
@pytest.mark.parametrize(("closed", "reasons"), [(False, ["danger_unsure"]), (True, ["danger_unsure", "gave_up"])])
def test_what_the_bot_never_reads_is_with_a_person(
    visitor: Visitor, parts: Parts, work: Work, clock: HandClock, closed: bool, reasons: list[str]
) -> None:
    """Handed over besides only if what was shown of it is closed."""
    bot_state.record(parts.settings.home, BotState.TRAINING)
    visitor.say("老公经常打我")
    if closed:
        close(parts, clock)
    bot_state.record(parts.settings.home, BotState.FAILED)
    work()
    assert [one.reason for one in handovers(parts)] == reasons


@pytest.mark.usefixtures("training")
def test_the_worker_asks_the_database_as_often_for_many_as_for_one(parts: Parts) -> None:
    """Messages in doubt wait as long as the bot is trained."""

    def queries() -> int:
        asked: list[str] = []
        with parts.db.read() as s:
            listen = (s.get_bind(), "before_cursor_execute", lambda *more: asked.append(more[2]))
            event.listen(*listen)
            without_bot.senders_in_danger(s, parts.clock.now())
            event.remove(*listen)
        return len(asked)

    stored(parts, "老公经常打我")
    few = queries()
    for _ in range(10):
        stored(parts, "老公经常打我")
    assert queries() == few
