"""What a clerk takes down while the bot does not answer: plain danger is an emergency, the rest is read when the bot is there."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from portal.cases.models import Alarm, Case, Correction
from portal.cases.records import actors, event_log
from portal.cases.verbs.desk import desk_actions, desk_corrections, late_reading
from portal.cases.verbs.handler import handler_actions
from portal.desk.case_page.timeline import handler_timeline
from portal.kernel.roles import Role
from portal.outbox.models import OutboxRow
from portal.storage.parts import Parts
from tests.kept_apps import KeptApp
from tests.portal.cases.cases_world import Find, actor, draft, who
from tests.portal.draft_reader import Reader, bot, seat

__all__ = ["bot", "who"]

GAS = "隔壁闻到很浓的煤气味"
WHY = "对方说是昨天的事，已经请燃气公司修好了"


@pytest.fixture
def plain(parts: Parts) -> Parts:
    """The parts of a portal that finds 煤气 and 打架 plainly dangerous."""
    found = {"煤气": "gas", "打架": "violence"}
    return replace(parts, danger_in=lambda text: next((code for word, code in found.items() if word in text), ""))


@pytest.fixture
def desk(plain: Parts, reporter: int, kept_apps: dict[str, KeptApp], bot: Reader) -> FlaskClient:
    """A clerk, while the bot does not answer."""
    bot.found = None
    return seat(kept_apps, plain, bot, Role.DESK)


def send(desk: FlaskClient, text: str, **fields: str) -> Any:
    form = {"key": "k" * 20, "channel": "desk_call", "text": text, "touched": ""} | fields
    return desk.post("/desk/new", data=form)


def only_case(parts: Parts) -> Case:
    with parts.db.read() as s:
        case = s.scalars(sa.select(Case)).unique().one()
        assert case.words.text
        assert case.events
        return case


def late(parts: Parts, bot: Reader) -> int:
    """Let the worker read what waits."""
    return late_reading.read_waiting(replace(parts, read_draft=bot))


@pytest.mark.parametrize("shown", ["normal", "urgent", ""])
def test_plain_danger_is_an_emergency_and_raises_the_alarm(desk: FlaskClient, parts: Parts, shown: str) -> None:
    """Whatever stood in the field, as nobody chose it; also as they type."""
    fields = desk.post("/desk/new/reading.json", data={"text": GAS, "touched": "", "urgency": shown}).get_json()
    assert fields["fields"]["urgency"] == "emergency"
    send(desk, GAS, urgency=shown)
    assert (only_case(parts).urgency, only_case(parts).danger) == ("emergency", "gas")
    with parts.db.read() as s:
        assert s.scalars(sa.select(Alarm)).one()


@pytest.mark.parametrize("read", [None, draft(), draft(urgency={"level": "emergency", "reasons": [], "danger": "gas"})])
def test_no_emergency_by_hand_needs_a_reason(desk: FlaskClient, bot: Reader, parts: Parts, read: Any) -> None:
    """It stands on the case; the supervisors are told."""
    bot.found = read
    refused = send(desk, GAS, touched="urgency", urgency="normal")
    assert refused.status_code == 422
    assert "为什么不算险情" in refused.text
    assert 'name="why_calm"' in refused.text
    with parts.db.write() as s:
        s.execute(sa.text("UPDATE account SET phone='+8613900000009' WHERE role='supervisor'"))
    assert send(desk, GAS, touched="urgency", urgency="normal", why_calm="不用").status_code == 422
    send(desk, GAS, touched="urgency", urgency="normal", why_calm=WHY)
    case = only_case(parts)
    assert case.urgency == "normal"
    assert any(WHY in one.text and not one.public for one in case.events[0].words)
    with parts.db.read() as s:
        assert "staff_calmed" in {row.payload.get("template") for row in s.scalars(sa.select(OutboxRow))}


@pytest.mark.parametrize(
    "why",
    [GAS, "很浓的煤气味，隔壁闻到", f"{GAS}啊啊", "隔壁闻到了很浓的煤气的味", "闻到隔壁有很浓的煤气味"],
)
def test_a_reason_that_only_says_the_danger_again_is_none(desk: FlaskClient, parts: Parts, why: str) -> None:
    """In whatever order; the clerk reads what is wanted."""
    refused = send(desk, GAS, touched="urgency", urgency="normal", why_calm=why)
    assert refused.status_code == 422
    assert "又说了一遍" in refused.text
    with parts.db.read() as s:
        assert s.scalars(sa.select(Case)).unique().all() == []


@pytest.mark.parametrize(
    "why",
    ["对方说煤气味是上午的，阀门已经关了", "已经问过了，是隔壁在刷油漆，不是煤气", "燃气公司的人在那里，说没有漏"],
)
def test_a_reason_may_name_the_danger(desk: FlaskClient, why: str) -> None:
    """Beside what was found out."""
    assert send(desk, GAS, touched="urgency", urgency="normal", why_calm=why).status_code == 303


def test_danger_read_later_in_what_was_calmed_comes_before_somebody_elses_eyes(
    desk: FlaskClient, bot: Reader, parts: Parts
) -> None:
    """The desk and the supervisors are told; the case stays what the clerk made of it until one of them changes it."""
    with parts.db.write() as s:
        s.execute(sa.text("UPDATE account SET phone='+861390000000'||id WHERE role IN ('supervisor','desk')"))
    send(desk, GAS, touched="urgency", urgency="normal", why_calm=WHY)
    bot.found = draft(urgency={"level": "emergency", "reasons": [], "danger": "gas"})
    late(parts, bot)
    case = only_case(parts)
    assert (case.urgency, case.unread) == ("normal", True)
    with parts.db.read() as s:
        told = [row.payload for row in s.scalars(sa.select(OutboxRow)) if row.payload.get("template")]
        assert len([one for one in told if one["template"] == "staff_read_danger"]) >= 2
    assert "请核实" in desk.get(f"/desk/cases/{case.case_no}").text


def test_what_is_no_danger_needs_none(desk: FlaskClient, parts: Parts) -> None:
    """Ordinary words are registered as ever."""
    assert send(desk, "路灯不亮", touched="urgency", urgency="normal").status_code == 303


def test_the_bot_reads_later_what_nobody_chose(desk: FlaskClient, bot: Reader, parts: Parts) -> None:
    """Category, place, grid and body; once, and nothing is kept to train on. Until then the page says so."""
    send(desk, "柳树里3栋的路灯坏了三天了", kind="request", urgency="normal", grid="none")
    case = only_case(parts)
    assert (case.category, case.grid) == (None, None)
    page = f"/desk/cases/{case.case_no}"
    assert "机器人还没读过" in desk.get(page).text
    assert late(parts, bot) == 0
    bot.found = draft()
    assert late(parts, bot) == 1
    case = only_case(parts)
    assert (case.category, case.grid, case.body, case.words.place) == ("0403", "G-01", "lamps", "柳树里3栋")
    assert event_log.replayed(case) == event_log.projection(case)
    assert "机器人还没读过" not in desk.get(page).text
    assert late(parts, bot) == 0
    with parts.db.read() as s:
        assert s.scalars(sa.select(Correction)).all() == []


def test_what_was_chosen_stays(desk: FlaskClient, bot: Reader, parts: Parts) -> None:
    """By the clerk as they took it down, or by a correction since; a place that they emptied stays empty."""
    send(desk, "3栋的灯坏了", touched="category,place,body", category="02", place="", body="hall")
    with parts.db.write() as s:
        case = s.scalars(sa.select(Case)).unique().one()
        desk_corrections.correct(s, parts, case, actors.staff(s, actor(s, Role.DESK)), {"kind": "complaint"})
    bot.found = draft()
    late(parts, bot)
    case = only_case(parts)
    assert (case.category, case.kind, case.words.place, case.body) == ("02", "complaint", "", "hall")


def test_danger_that_the_bot_reads_later_raises_the_alarm(desk: FlaskClient, bot: Reader, parts: Parts) -> None:
    """Also after the case was accepted; nothing is sent to somebody who may be struck at home."""
    send(desk, "楼上天天半夜打孩子", phone="13800001234", agreed="1", urgency="normal")
    bot.found = draft(urgency={"level": "emergency", "reasons": [], "danger": "home_violence"})
    late(parts, bot)
    case = only_case(parts)
    assert (case.urgency, case.danger) == ("emergency", "home_violence")
    with parts.db.read() as s:
        assert s.scalars(sa.select(Alarm)).one()
        assert s.execute(sa.text("SELECT no_push FROM contact_point WHERE channel='sms'")).scalar()


def test_plain_danger_stays_what_the_bot_reads_as_nothing(desk: FlaskClient, bot: Reader, parts: Parts) -> None:
    """The reading never makes a case less urgent, nor one whose urgency was chosen more."""
    send(desk, GAS)
    bot.found = draft()
    late(parts, bot)
    assert only_case(parts).urgency == "emergency"


def test_an_urgency_by_hand_stays(desk: FlaskClient, bot: Reader, parts: Parts) -> None:
    """But the desk is told at once that the bot read danger in it."""
    with parts.db.write() as s:
        s.execute(sa.text("UPDATE account SET phone='+8613900000009' WHERE role='desk'"))
    send(desk, "楼道里有人在吵", touched="urgency", urgency="normal")
    bot.found = draft(urgency={"level": "emergency", "reasons": [], "danger": "violence"})
    late(parts, bot)
    assert only_case(parts).urgency == "normal"
    with parts.db.read() as s:
        assert "staff_read_danger" in {row.payload.get("template") for row in s.scalars(sa.select(OutboxRow))}
    assert "请核实" in desk.get(f"/desk/cases/{only_case(parts).case_no}").text


def test_an_urgency_by_hand_sends_nothing_to_who_may_be_struck(desk: FlaskClient, bot: Reader, parts: Parts) -> None:
    """As where the alarm is raised: the phone may be read at home."""
    send(desk, "楼上天天半夜有动静", phone="13800001234", agreed="1", touched="urgency", urgency="normal")
    bot.found = draft(urgency={"level": "emergency", "reasons": [], "danger": "home_violence"})
    late(parts, bot)
    assert only_case(parts).urgency == "normal"
    with parts.db.read() as s:
        assert s.execute(sa.text("SELECT no_push FROM contact_point WHERE channel='sms'")).scalar()


def test_words_that_the_bot_cannot_get_through_keep_no_others_waiting(
    desk: FlaskClient, bot: Reader, parts: Parts
) -> None:
    """Nor does a case that was settled wholly since wait for ever."""
    send(desk, "第一件", urgency="normal")
    send(desk, "第二件，楼上天天半夜打孩子", key="l" * 20, urgency="normal")
    emergency = draft(urgency={"level": "emergency", "reasons": [], "danger": "home_violence"})
    reads = replace(parts, read_draft=lambda text, _at: {"broken": 1} if text == "第一件" else emergency)
    assert late_reading.read_waiting(reads) == 1
    with parts.db.read() as s:
        assert s.scalars(sa.select(Alarm)).one()


def test_what_a_clerk_settled_wholly_is_still_read_for_danger_once(
    desk: FlaskClient, bot: Reader, parts: Parts
) -> None:
    """The desk is told; the bot is not asked of it again and again."""
    send(desk, "楼上吵", touched="kind,category,urgency,place,time,body", kind="request", urgency="normal")
    with parts.db.write() as s:
        s.execute(sa.text("UPDATE account SET phone='+8613900000009' WHERE role='desk'"))
        case = s.scalars(sa.select(Case)).unique().one()
        desk_corrections.correct(s, parts, case, actors.staff(s, actor(s, Role.DESK)), {"grid": "G-01"})
    bot.found = draft(urgency={"level": "emergency", "reasons": [], "danger": "gas"})
    assert late(parts, bot) == 1
    assert late(parts, bot) == 0
    assert only_case(parts).urgency == "normal"
    with parts.db.read() as s:
        assert "staff_read_danger" in {row.payload.get("template") for row in s.scalars(sa.select(OutboxRow))}


def given(parts: Parts, who: Find, body: str = "lamps") -> None:
    """Dispatch the only case to this body."""
    with parts.db.write() as s:
        case = s.scalars(sa.select(Case)).unique().one()
        desk_actions.dispatch(s, parts, case, who(s, Role.DESK), body=body, matter="3栋的灯，请看看")


def texts_sent(parts: Parts) -> set[str]:
    with parts.db.read() as s:
        return {str(row.payload.get("template")) for row in s.scalars(sa.select(OutboxRow))}


def test_a_case_that_was_dispatched_meanwhile_is_read_too(
    desk: FlaskClient, bot: Reader, parts: Parts, who: Find
) -> None:
    """What it is and where is filled in; whoever has it keeps it, and nobody is alarmed."""
    send(desk, "柳树里3栋的路灯坏了三天了", urgency="normal", kind="request", grid="none")
    given(parts, who, "hall")
    bot.found = draft()
    assert late(parts, bot) == 1
    case = only_case(parts)
    assert (case.category, case.grid, case.body, case.words.place) == ("0403", "G-01", "hall", "柳树里3栋")
    assert event_log.replayed(case) == event_log.projection(case)
    assert "staff_with_accused" not in texts_sent(parts)


def test_a_case_that_was_resolved_meanwhile_is_read_too(
    desk: FlaskClient, bot: Reader, parts: Parts, who: Find
) -> None:
    """Danger in it is told to the desk: nobody is paged for what is said to be done."""
    with parts.db.write() as s:
        s.execute(sa.text("UPDATE account SET phone='+8613900000009' WHERE role='desk'"))
    send(desk, "柳树里3栋的路灯坏了三天了", urgency="normal", kind="request")
    given(parts, who)
    with parts.db.write() as s:
        case = s.scalars(sa.select(Case)).unique().one()
        handler_actions.resolve(s, parts, case, who(s, Role.BODY), text="换了灯头")
    bot.found = draft(urgency={"level": "emergency", "reasons": [], "danger": "gas"})
    assert late(parts, bot) == 1
    case = only_case(parts)
    assert (case.state, case.category, case.grid, case.urgency) == ("resolved", "0403", "G-01", "normal")
    assert event_log.replayed(case) == event_log.projection(case)
    assert "staff_read_danger" in texts_sent(parts)
    assert "机器人还没读过" not in desk.get(f"/desk/cases/{case.case_no}").text
    assert late(parts, bot) == 0


@pytest.mark.parametrize("resolves", [False, True])
@pytest.mark.parametrize("text", ["投诉路灯队，灯修了三次还不亮", "别让路灯队知道是我说的，3栋的灯又灭了"])
def test_the_desk_is_told_of_a_case_that_lies_with_whom_it_is_about(
    desk: FlaskClient, bot: Reader, parts: Parts, who: Find, text: str, resolves: bool
) -> None:
    """And the supervisors; the body itself reads nothing of it."""
    with parts.db.write() as s:
        s.execute(sa.text("UPDATE account SET phone='+8613900000009' WHERE role IN ('desk', 'supervisor')"))
    send(desk, text, urgency="normal")
    given(parts, who)
    with parts.db.write() as s:
        case = s.scalars(sa.select(Case)).unique().one()
        if resolves:
            handler_actions.resolve(s, parts, case, who(s, Role.BODY), text="换了灯头")
    assert "staff_with_accused" not in texts_sent(parts)
    bot.found = draft(kind={"code": "complaint", "label": "投诉", "score": 0.9})
    assert late(parts, bot) == 1
    assert "staff_with_accused" in texts_sent(parts)
    case = only_case(parts)
    assert case.unread
    assert "说到的就是承办的这一家" in desk.get(f"/desk/cases/{case.case_no}").text
    with parts.db.read() as s:
        shown = handler_timeline(s, s.get_one(Case, case.id), who(s, Role.BODY), str)
    assert not any("说到的" in one.what for one in shown)


def test_a_refused_form_settles_nothing_that_the_page_filled_in(desk: FlaskClient, bot: Reader, parts: Parts) -> None:
    """The page says what the clerk chose; sent again, the bot still reads the rest later."""
    filled = {"touched": "urgency", "urgency": "normal", "kind": "request", "grid": "none", "body": "hall"}
    refused = send(desk, GAS, **filled)
    assert refused.status_code == 422
    assert 'data-touched="urgency"' in refused.text
    assert "data-touched" not in desk.get("/desk/new").text
    send(desk, GAS, why_calm=WHY, **filled)
    bot.found = draft(kind={"code": "complaint", "label": "投诉", "score": 0.9})
    assert late(parts, bot) == 1
    case = only_case(parts)
    assert (case.kind, case.grid, case.category) == ("complaint", "G-01", "0403")
