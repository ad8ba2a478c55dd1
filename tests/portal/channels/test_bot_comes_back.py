"""The bot comes and reads what made a case, or joined one, without it: no second case, no words twice, and what it reads counts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from portal.cases.models import Alarm
from portal.cases.records import queries
from portal.cases.verbs.desk import desk_actions, desk_corrections
from portal.cases.verbs.reporter import unread
from portal.channels import jobs
from portal.channels.inbound import without_bot
from portal.channels.models import InboxMessage
from portal.kernel.roles import Role
from portal.residents.models import ContactPoint
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import draft
from tests.portal.channels.conftest import Visitor
from tests.portal.channels.test_sms import text as by_sms
from tests.portal.channels.without_bot_world import (
    Work,
    acknowledge,
    cases,
    comes,
    messages,
    on_the_case,
    paged,
    report,
    stored,
    tell,
    texts,
)
from tests.portal.conftest import HandClock
from tests.vendors.bot import StandInBot, said

pytestmark = pytest.mark.usefixtures("on_call")


@pytest.mark.usefixtures("training")
def test_the_bot_is_told_that_the_message_made_a_case(
    visitor: Visitor, parts: Parts, bot: StandInBot, work: Work
) -> None:
    """With its danger and no open question; the next message is about that emergency, until the bot says otherwise."""
    visitor.say("着火了")
    visitor.say("扑灭了")
    (case,) = cases(parts)
    comes(parts, bot)
    work()
    first, second = (ask["metadata"] for ask in bot.asked)
    assert (first["raised"], first["expecting"]) == ("fire", None)
    assert "raised" not in second
    assert second["expecting"]["case_no"] == case.case_no


@pytest.mark.usefixtures("training")
def test_what_the_bot_reads_completes_the_case(visitor: Visitor, parts: Parts, call: Any) -> None:
    """Its category, time and place; no second case, nobody paged anew, however often it is repeated."""
    visitor.say("柳树里3栋着火了")
    (row,), before = messages(parts), paged(parts)
    answers = [report(call, row) for _ in range(2)]
    (case,) = cases(parts)
    assert [answer.status_code for answer in answers] == [201, 201]
    assert {answer.json["case_no"] for answer in answers} == {case.case_no}
    assert (case.category, case.words.time, case.words.place) == ("0403", "三天了", "柳树里3栋")
    assert on_the_case(parts) == ["柳树里3栋着火了"]
    assert [event.verb for event in case.events] == ["report", "correct"]
    assert paged(parts) == before


@pytest.mark.usefixtures("training")
def test_another_danger_that_the_bot_reads_counts(visitor: Visitor, parts: Parts, call: Any) -> None:
    """Violence that is violence at home: a denial of it may be forced; the one before stays in the event."""
    visitor.say("有人拿刀砍人")
    urgency = {"level": "emergency", "reasons": [], "danger": "home_violence"}
    report(call, messages(parts)[0], draft=draft(urgency=urgency), no_push=True)
    (case,) = cases(parts)
    assert case.danger == "home_violence"
    assert case.events[-1].data["danger_before"] == "violence"


@pytest.mark.usefixtures("training")
def test_more_words_than_the_messages_own_are_added(visitor: Visitor, parts: Parts, call: Any) -> None:
    """Of a draft that was open before: 我儿子, 掉井里了."""
    visitor.say("有人掉井里了")
    report(call, messages(parts)[0], text="我儿子\n有人掉井里了")
    assert on_the_case(parts) == ["有人掉井里了", "我儿子\n有人掉井里了"]


@pytest.mark.usefixtures("training")
def test_what_staff_decided_stays(visitor: Visitor, parts: Parts, call: Any, who: Any) -> None:
    """A clerk accepted it meanwhile, with another category."""
    visitor.say("着火了")
    with parts.db.write() as s:
        case = queries.get(s, cases(parts)[0].case_no, to_change=True)
        desk_corrections.correct(s, parts, case, who(s, Role.DESK), {"category": "0101"})
        desk_actions.accept(s, parts, case, who(s, Role.DESK))
    report(call, messages(parts)[0])
    assert cases(parts)[0].category == "0101"


@pytest.mark.usefixtures("training")
def test_words_on_the_case_are_not_written_twice(visitor: Visitor, parts: Parts, call: Any) -> None:
    """What they correct is; the all-clear is recorded as one, and calls off whoever was paged."""
    visitor.say("着火了")
    visitor.say("柳树里3栋")
    visitor.say("扑灭了")
    case_no, rows = cases(parts)[0].case_no, messages(parts)
    report(call, rows[0], draft=draft(places=[], urgency={"level": "emergency", "reasons": [], "danger": "fire"}))
    body: dict[str, Any] = {"contact": rows[1].contact_point_id, "text": "柳树里3栋"}
    assert call(f"/cases/{case_no}/details", rows[1].id, "detail", body).status_code == 200
    clear = {"contact": rows[2].contact_point_id, "text": "扑灭了", "false_alarm": False, "ends": True}
    assert call(f"/cases/{case_no}/all-clear", rows[2].id, "all_clear", clear).status_code == 200
    assert on_the_case(parts) == ["着火了", "柳树里3栋", "扑灭了"]
    (case,) = cases(parts)
    assert case.events[-1].verb == "all_clear"
    with parts.db.read() as s:
        assert s.scalars(sa.select(Alarm)).one().ended_at is not None


@pytest.mark.usefixtures("training")
def test_a_correction_in_words_on_the_case_is_made(visitor: Visitor, parts: Parts, call: Any) -> None:
    """不对，是柳树里13栋: the place moves once, and the words stand there once."""
    visitor.say("柳树里3栋着火了")
    visitor.say("不对，是柳树里13栋")
    case_no, row = cases(parts)[0].case_no, messages(parts)[1]
    body = {"contact": row.contact_point_id, "text": row.text, "changes": {"place": "柳树里13栋"}}
    assert call(f"/cases/{case_no}/details", row.id, "detail", body).status_code == 200
    (case,) = cases(parts)
    assert (case.words.place, case.grid) == ("柳树里13栋", "G-02")
    assert on_the_case(parts) == ["柳树里3栋着火了", "不对，是柳树里13栋"]


def test_the_bot_and_the_worker_at_the_same_moment_make_one_case(parts: Parts, call: Any, clock: HandClock) -> None:
    """The bot was first: the worker finds its case."""
    sender = stored(parts, "着火了")
    (row,) = messages(parts)
    assert report(call, row).status_code == 201
    clock.move(seconds=60)
    assert jobs.take_in_danger(parts) == 0
    without_bot.take_in(parts, sender)
    assert len(cases(parts)) == 1


@pytest.mark.usefixtures("training")
def test_a_danger_after_the_bots_all_clear_pages_anew(
    visitor: Visitor, parts: Parts, bot: StandInBot, work: Work, call: Any, clock: HandClock
) -> None:
    """The bot heard the end and is gone again: 又着火了 is the same case, and an emergency again."""
    visitor.say("柳树里3栋着火了")
    (row,) = messages(parts)
    case_no = cases(parts)[0].case_no
    over = {"kind": "detail", "case_no": case_no, "danger": "fire", "over": True}
    bot.answer = lambda _ask: {"messages": [said("好")], "expecting": over}
    report(call, row)
    comes(parts, bot)
    work()
    clear = {"contact": row.contact_point_id, "text": "没事了", "false_alarm": False, "ends": True}
    call(f"/cases/{case_no}/all-clear", 9999, "all_clear", clear)
    bot.down()
    clock.move(minutes=2)
    before = paged(parts)
    assert "记到这件事里了" in texts(visitor.say("又着火了"))[-1]
    (case,) = cases(parts)
    assert case.urgency == "emergency"
    assert paged(parts) > before


@pytest.mark.usefixtures("training")
def test_a_late_answer_goes_to_no_phone_that_somebody_else_may_hold(
    client: FlaskClient, parts: Parts, bot: StandInBot, work: Work, letters: Callable[[str], list[str]]
) -> None:
    """In violence, by SMS: they were told that nothing comes unasked."""
    by_sms(client, parts, "有人拿刀砍人", "SM1")
    before = letters("send_sms")
    comes(parts, bot)
    work()
    assert [ask["text"] for ask in bot.asked] == ["有人拿刀砍人"]
    assert [one for one in letters("send_sms") if one not in before] == []


@pytest.mark.usefixtures("training")
def test_a_late_answer_to_another_danger_is_sent(
    client: FlaskClient, parts: Parts, bot: StandInBot, work: Work, letters: Callable[[str], list[str]]
) -> None:
    """Silence that stems from an earlier case does not take what to do in a fire away."""
    by_sms(client, parts, "柳树里3栋着火了", "SM1")
    with parts.db.write() as s:
        s.get_one(ContactPoint, cases(parts)[0].contact_point_id).no_push = True
    before = letters("send_sms")
    comes(parts, bot)
    work()
    assert [one for one in letters("send_sms") if one not in before] != []


@pytest.mark.usefixtures("training")
def test_the_bot_makes_no_second_case_of_what_was_said_just_before(visitor: Visitor, parts: Parts, call: Any) -> None:
    """However often it reports; the words stand there once."""
    visitor.say("我爸胸口疼，柳树里3栋")
    visitor.say("没呼吸了")
    urgency = {"level": "emergency", "reasons": [], "danger": "injury"}
    before = messages(parts)
    for row in (before[0], before[0], before[1]):
        assert report(call, row, draft=draft(urgency=urgency)).status_code == 201
    assert on_the_case(parts) == ["没呼吸了", "我爸胸口疼，柳树里3栋"]
    assert cases(parts)[0].danger == "injury"


@pytest.mark.usefixtures("training")
def test_another_matter_told_just_before_is_another_case(visitor: Visitor, parts: Parts, call: Any) -> None:
    """The bot reads no emergency in it."""
    visitor.say("楼道灯坏了，怕有人摔")
    visitor.say("没呼吸了")
    assert report(call, messages(parts)[0], draft=draft()).status_code == 201
    assert len(cases(parts)) == 2


@pytest.mark.usefixtures("training")
def test_what_is_new_of_an_acknowledged_danger_pages_anew(visitor: Visitor, parts: Parts, call: Any) -> None:
    """没心跳了 is graver than 晕倒了: at once, and not again when the bot reads it."""
    visitor.say("柳树里3栋有人晕倒了")
    acknowledge(parts)
    before = paged(parts)
    visitor.say("没心跳了")
    anew = paged(parts)
    assert anew > before
    acknowledge(parts)
    assert tell(call, parts, 1).status_code == 200
    assert paged(parts) == anew
    assert on_the_case(parts) == ["柳树里3栋有人晕倒了", "没心跳了"]


@pytest.mark.usefixtures("training")
def test_danger_that_only_the_bot_reads_in_words_on_the_case_pages_anew(
    visitor: Visitor, parts: Parts, call: Any
) -> None:
    """The words are not written twice, however often the bot tells them."""
    visitor.say("柳树里3栋有人晕倒了")
    acknowledge(parts)
    visitor.say("救护车到了，地上的线一直响")
    before = paged(parts)
    assert [tell(call, parts, 1, "live_wire").status_code for _ in range(2)] == [200, 200]
    assert paged(parts) > before
    assert on_the_case(parts) == ["柳树里3栋有人晕倒了", "救护车到了，地上的线一直响"]


@pytest.mark.usefixtures("training")
def test_a_message_that_the_bot_put_on_a_case_is_taken(visitor: Visitor, parts: Parts, call: Any) -> None:
    """Though it waits still, as where the bot was killed before it answered: nobody adds its words again."""
    visitor.say("您好，我来补充一句")
    visitor.say("柳树里3栋着火了")
    row, case_no = messages(parts)[0], cases(parts)[0].case_no
    taken = sa.select(InboxMessage.id).where(unread.was_taken(InboxMessage.id))
    with parts.db.read() as s:
        assert row.id not in s.scalars(taken).all()
    assert (
        call(
            f"/cases/{case_no}/details", row.id, "detail", {"contact": row.contact_point_id, "text": row.text}
        ).status_code
        == 200
    )
    with parts.db.read() as s:
        assert row.id in s.scalars(taken).all()


@pytest.mark.usefixtures("training")
def test_an_all_clear_that_is_read_after_danger_was_told_again_is_none(
    visitor: Visitor, parts: Parts, call: Any
) -> None:
    """All of it was told before the bot came: 着火了, 扑灭了, 又着了. Nobody is told that there is no danger."""
    for text in ("柳树里3栋着火了", "扑灭了", "又着了"):
        visitor.say(text)
    rows, case_no = messages(parts), cases(parts)[0].case_no
    report(call, rows[0])
    clear = {"contact": rows[1].contact_point_id, "text": "扑灭了", "false_alarm": False, "ends": True}
    assert call(f"/cases/{case_no}/all-clear", rows[1].id, "all_clear", clear).status_code == 200
    assert tell(call, parts, 2).status_code == 200
    (case,) = cases(parts)
    assert case.urgency == "emergency"
    assert "all_clear" not in [event.verb for event in case.events]
    assert on_the_case(parts) == ["柳树里3栋着火了", "扑灭了", "又着了"]
