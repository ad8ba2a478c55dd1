"""A room that its reporter wants left out stands nowhere, and takes no other number with it."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from portal.cases.models import Case
from portal.storage.parts import Parts
from tests.portal.cases.test_cases_internal_api import body
from tests.portal.cases.verbs.reporter.corrections_world import call, case_no, correct

__all__ = ["call", "case_no"]


@pytest.mark.parametrize(
    ("text", "said", "place", "room"),
    [
        ("柳树里3栋302漏水三天了，302的顶上全湿了", "别写门牌", "柳树里3栋", ""),
        ("柳树里3栋302漏水", "把302去掉", "柳树里3栋", "302"),
        ("柳树里3栋，我是三零二的，楼上漏水", "302别给人看", "柳树里3栋", "302"),
        ("柳树里3-302漏水，302室地板都泡了", "门牌号删了吧", "柳树里3栋", ""),
    ],
)
def test_a_room_left_out_stands_nowhere(
    call: Any, reporter: int, parts: Parts, text: str, said: str, place: str, room: str
) -> None:
    """Neither in the report, nor in what the bot read, nor in the note of the earlier place, nor in the search index."""
    answers = {"place": "柳树里3栋302"}
    told = call("/cases", body(reporter, text=text, answers=answers), key="1:report").json
    assert correct(call, told["case_no"], reporter, said, place=place, room=room).status_code == 200
    with parts.db.read() as s:
        case = s.scalars(sa.select(Case)).one()
        noted = [words.text for event in case.events for words in event.words]
        found = s.execute(sa.text("SELECT * FROM case_search")).all()
        everything = "\n".join([case.words.text, case.words.draft, case.words.place, *noted, str(found)])
        assert "302" not in everything
        assert "三零二" not in everything
        assert case.words.place == place
        assert len(case.words.text) == len(text)


def test_a_room_that_was_told_later_is_left_out_too(call: Any, case_no: str, reporter: int, parts: Parts) -> None:
    """门牌别写 names no number: it means whichever was said."""
    added = {"contact": reporter, "text": "补充一下，我住3栋302室"}
    assert call(f"/cases/{case_no}/details", added, key="3:detail").status_code == 200
    assert correct(call, case_no, reporter, "门牌别写", room="").status_code == 200
    with parts.db.read() as s:
        case = s.scalars(sa.select(Case)).one()
        assert "302" not in "\n".join(words.text for event in case.events for words in event.words)


def test_a_room_left_out_takes_no_other_number_with_it(call: Any, reporter: int, parts: Parts) -> None:
    text = "柳树里3栋302漏水，1302也是，302路公交边上，电话13830212345，302元修的"
    told = call("/cases", body(reporter, text=text), key="1:report").json
    correct(call, told["case_no"], reporter, "302别写", room="302")
    with parts.db.read() as s:
        words = s.scalars(sa.select(Case)).one().words
        assert words.text == "柳树里3栋***漏水，1302也是，302路公交边上，电话13830212345，302元修的"


def test_a_room_that_was_never_said_covers_nothing(call: Any, case_no: str, reporter: int, parts: Parts) -> None:
    """Whoever asks for it twice is not refused."""
    assert correct(call, case_no, reporter, "门牌别写", room="").status_code == 200
    with parts.db.read() as s:
        assert s.scalars(sa.select(Case)).one().words.text == "柳树里3栋的路灯坏了三天了，电话13800000001"
