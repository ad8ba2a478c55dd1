"""What a reporter corrects in a registered case, through the bot's door."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from portal.cases.models import Case
from portal.cases.records import actors, handler_view, presentation
from portal.cases.verbs.clock import pausing
from portal.cases.verbs.desk import desk_actions
from portal.kernel.roles import Role
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import actor, draft
from tests.portal.cases.test_cases_internal_api import body
from tests.portal.cases.verbs.reporter.corrections_world import call, case_no, correct

__all__ = ["call", "case_no"]


def test_place_time_and_kind_are_those_that_were_corrected(
    call: Any, case_no: str, reporter: int, parts: Parts
) -> None:
    """The grid is chosen anew; the reporter's page says so; staff read what stood there."""
    told = correct(call, case_no, reporter, "不是那里，是外地", place="外地某处", time="昨天", kind="suggestion").json
    assert (told["place"], told["time"], told["kind"]) == ("外地某处", "昨天", "suggestion")
    assert told["last"].startswith("您更正了")
    with parts.db.read() as s:
        case = s.scalars(sa.select(Case)).one()
        assert (case.grid, case.kind) == (None, "suggestion")
        staff = [words.text for event in case.events for words in event.words if not words.public]
        assert any("原来记的" in text for text in staff)


def test_a_place_that_is_told_first_corrects_nothing(call: Any, reporter: int) -> None:
    """The reporter's page calls it what was added; told again, it is a correction."""
    case_no = call("/cases", body(reporter, text="我爸晕倒了", draft=draft(places=[], times=[])), key="1:report").json[
        "case_no"
    ]
    assert correct(call, case_no, reporter, "在柳树里5栋", place="柳树里5栋").json["last"].startswith("您补充了")
    content = {"contact": reporter, "text": "不对，是3栋", "changes": {"place": "柳树里3栋"}}
    assert call(f"/cases/{case_no}/details", content, key="3:detail").json["last"].startswith("您更正了")


def test_an_answer_that_moves_the_place_is_an_answer(call: Any, case_no: str, reporter: int, parts: Parts) -> None:
    """Whoever asked has it; the reporter's page says so, and not only that something was corrected."""
    with parts.db.write() as s:
        case = s.scalars(sa.select(Case)).one()
        clerk = actors.staff(s, actor(s, Role.DESK))
        desk_actions.accept(s, parts, case, clerk)
        pausing.ask(s, parts, case, clerk, question="是哪一间？一般几点？")
    last = correct(call, case_no, reporter, "二楼靠楼梯那间，晚上八点以后", place="柳树里3栋二楼").json["last"]
    assert last.startswith("您回话了")


def test_a_gate_of_the_estate_stays_in_the_grid_of_the_building(
    call: Any, case_no: str, reporter: int, parts: Parts
) -> None:
    """An estate that lies in several grids leads to none by itself; another estate has none of the case's."""
    correct(call, case_no, reporter, "地点改成柳树里后门", place="柳树里后门")
    with parts.db.read() as s:
        assert s.scalars(sa.select(Case)).one().grid == "G-01"


def test_the_reporter_s_number_is_told_to_the_bot(call: Any, case_no: str, reporter: int) -> None:
    """So that it can correct the last digits; what was not written down before is no former value."""
    told = correct(call, case_no, reporter, "尾号错了，是0002", contact="13800000002").json
    assert told["number"] == "13800000002"


def test_a_place_told_first_has_no_former_value(call: Any, reporter: int, parts: Parts) -> None:
    """Staff read no line about a place that was not written down."""
    found = body(reporter, text="路灯坏了", draft=draft(places=[]), answers={})
    case_no = str(call("/cases", found, key="1:report").json["case_no"])
    correct(call, case_no, reporter, "在柳树里3栋", place="柳树里3栋")
    with parts.db.read() as s:
        case = s.scalars(sa.select(Case)).one()
        assert case.words.place == "柳树里3栋"
        assert not [words.text for event in case.events for words in event.words if "原来记的" in words.text]


def test_words_without_a_correction_change_nothing(call: Any, case_no: str, reporter: int, parts: Parts) -> None:
    """They are added, as before."""
    told = correct(call, case_no, reporter, "师傅带个梯子").json
    assert told["last"].startswith("您补充了")
    with parts.db.read() as s:
        assert s.scalars(sa.select(Case)).one().words.contact == "13800000001"


def test_a_field_that_there_is_not_is_refused(call: Any, case_no: str, reporter: int) -> None:
    """And a value that is too long."""
    assert correct(call, case_no, reporter, "改一下", place="字" * 201).status_code in (400, 422)


def test_a_corrected_case_is_quoted_by_its_present_place(call: Any, case_no: str, reporter: int, parts: Parts) -> None:
    """3栋 in the words is 5栋 by now; the words themselves stay."""
    told = correct(call, case_no, reporter, "是5栋", place="柳树里5栋").json
    assert told["title"].startswith("柳树里5栋的路灯")
    with parts.db.read() as s:
        assert s.scalars(sa.select(Case)).one().words.text.startswith("柳树里3栋的路灯")


def test_a_case_corrected_before_it_was_registered_is_quoted_so_too(call: Any, reporter: int, parts: Parts) -> None:
    """Staff read the former place; the words stay."""
    answers = {"place": "柳树里5栋", "was_place": "柳树里3栋"}
    text = "柳树里3栋的路灯坏了三天了"
    assert call("/cases", body(reporter, text=text, answers=answers), key="1:report").status_code == 201
    with parts.db.read() as s:
        case = s.scalars(sa.select(Case)).one()
        assert presentation.title(case).startswith("柳树里5栋的路灯")
        assert case.words.text == text
        assert [(one.public, one.text) for one in case.events[0].words] == [(False, "原来记的地点：柳树里3栋")]


def test_no_handler_reads_the_place_that_was_corrected_before_it_was_registered(
    call: Any, reporter: int, parts: Parts
) -> None:
    """It is mostly the reporter's home, which the report's own words cover; unless the reporter agreed to be named."""
    answers = {"place": "柳树里5栋", "was_place": "柳树里3栋502"}
    call("/cases", body(reporter, text="我是柳树里3栋502的王阿姨，楼道灯坏了", answers=answers), key="1:report")
    with parts.db.read() as s:
        case = s.scalars(sa.select(Case)).one()
        read = [handler_view.visible_words(s, case, event, public=False) for event in case.events]
        assert (read, "502" in handler_view.matter(s, case).text) == ([""], False)
        assert presentation.title(case).startswith("我是柳树里3栋502的")
        case.may_be_named = True
        assert "柳树里3栋502" in handler_view.visible_words(s, case, case.events[0], public=False)


def test_no_former_place_is_kept_where_nothing_was_corrected(call: Any, reporter: int, parts: Parts) -> None:
    answers = {"place": "柳树里3栋", "was_place": "柳树里3栋"}
    call("/cases", body(reporter, text="柳树里3栋的路灯坏了", answers=answers), key="1:report")
    with parts.db.read() as s:
        assert s.scalars(sa.select(Case)).one().events[0].words == []


def test_the_likely_body_is_told_until_the_case_is_dispatched(
    call: Any, case_no: str, reporter: int, parts: Parts
) -> None:
    """The same as right after registering; then the handler stands instead."""
    with parts.db.read() as s:
        case = s.scalars(sa.select(Case)).one()
        now = parts.clock.now()
        told = presentation.summary(s, parts.settings, case, now)
        assert told["likely"] == presentation.registered(s, parts.settings, case)["body"]
        assert told["handler"] is None
    with parts.db.write() as s:
        case = s.scalars(sa.select(Case)).one()
        case.dispatched = True
        told = presentation.summary(s, parts.settings, case, now)
        assert told["likely"] is None
