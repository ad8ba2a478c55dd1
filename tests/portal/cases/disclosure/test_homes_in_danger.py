"""The reporter's home as the place of a danger that is told in confidence."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy.orm import Session

from portal.cases.models import Case
from portal.cases.records import actors, handler_view
from portal.cases.verbs.reporter import reporter_actions
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import draft, report

_DANGER = {"level": "emergency", "reasons": [], "danger": "gas"}
_CALM = {"level": "normal", "reasons": [], "danger": None}


def _reported(s: Session, parts: Parts, reporter: int, text: str, *places: str, urgency: Any = _DANGER) -> Case:
    found = [
        {"text": one, "start": text.index(one), "end": text.index(one) + len(one), "grid": None, "score": 0.9}
        for one in places
    ]
    return report(s, parts, reporter, text, draft=draft(text, places=found, times=[], urgency=urgency))


@pytest.mark.parametrize(
    "text",
    [
        "我是柳树里3栋的，隔壁煤气味好大，敲门没人应，别跟物业说是我讲的",
        "我住柳树里3栋，楼道里一股糊味，不要透露我的名字",
        "我家在柳树里3栋1单元502，对门在冒烟，别说是我讲的",
        "我是柳树里3栋的，我们楼下井盖没了，匿名反映",
        "我就是柳树里3栋的张秀英，隔壁漏气，别让他家知道是我报的",
    ],
)
def test_a_danger_at_home_finds_its_grid_and_goes_to_its_handler(
    parts: Parts, reporter: int, s: Session, text: str
) -> None:
    """Up to the building, also where the wish keeps the rest of the words from handlers."""
    case = _reported(s, parts, reporter, text, "柳树里3栋")
    assert (case.confidential, case.grid) == (True, "G-01")
    read = handler_view.matter(s, case)
    assert read.place == "柳树里3栋"
    assert "502" not in read.text
    assert "张秀英" not in read.text


def test_no_home_is_read_where_the_danger_is_elsewhere(parts: Parts, reporter: int, s: Session) -> None:
    """Another place that the town knows is the place."""
    text = "我是柳树里3栋的，柳树里13栋煤气味好大，别说是我讲的"
    case = _reported(s, parts, reporter, text, "柳树里3栋", "柳树里13栋")
    assert (case.grid, handler_view.matter(s, case).place) == ("G-02", "柳树里13栋")


@pytest.mark.parametrize(
    ("text", "places", "kept"),
    [
        (
            "柳树里13栋二楼赌博，别说是我，我住柳树里3栋1单元602",
            ("柳树里13栋二楼", "柳树里3栋1单元602"),
            "柳树里13栋二楼",
        ),
        ("别说是我，我住柳树里3栋，柳树里13栋天天赌", ("柳树里3栋", "柳树里13栋"), "柳树里13栋"),
        ("我是柳树里3栋的，棋牌室赌博，别说是我", ("柳树里3栋", "棋牌室"), "柳树里3栋、棋牌室"),
        ("柳树里13栋和柳树里3栋赌博，别说是我", ("柳树里13栋", "柳树里3栋"), "柳树里13栋、柳树里3栋"),
    ],
)
def test_a_home_beside_the_place_of_the_matter_is_not_its_place(
    parts: Parts, reporter: int, s: Session, text: str, places: tuple[str, ...], kept: str
) -> None:
    """Told in confidence; a home alone, or beside a place that nobody knows, stays."""
    case = _reported(s, parts, reporter, text, *places, urgency=_CALM)
    assert case.words.place == kept
    reporter_actions.add_detail(
        s, parts, case, actors.resident(reporter), text="更正地点", changes={"place": "、".join(places)}
    )
    assert case.words.place == kept


@pytest.mark.parametrize(
    "text",
    ["我是柳树里3栋的，隔壁天天打麻将，别说是我讲的", "我住柳树里3栋，楼上遛狗不拴绳，不要透露我的名字"],
)
def test_without_danger_the_home_stays_at_the_desk(parts: Parts, reporter: int, s: Session, text: str) -> None:
    """It places the case in no grid, and no handler reads it."""
    case = _reported(s, parts, reporter, text, "柳树里3栋", urgency=_CALM)
    assert (case.grid, handler_view.matter(s, case).place) == (None, "")


@pytest.mark.parametrize("later", ["现在闻到煤气味了，敲门没人应", "隔壁冒烟了"])
def test_a_danger_told_later_finds_the_home(parts: Parts, reporter: int, s: Session, later: str) -> None:
    """Of a case that had no grid because its place is the reporter's home."""
    text = "我是柳树里3栋的，隔壁天天打麻将，别说是我讲的"
    case = _reported(s, parts, reporter, text, "柳树里3栋", urgency=_CALM)
    reporter_actions.add_detail(s, parts, case, actors.resident(reporter), text=later, again=True)
    assert (case.grid, handler_view.matter(s, case).place) == ("G-01", "柳树里3栋")


def test_a_place_told_later_as_the_home_finds_the_danger(parts: Parts, reporter: int, s: Session) -> None:
    """Answered to the bot's question where it is."""
    case = _reported(s, parts, reporter, "隔壁煤气味好大，别说是我讲的")
    reporter_actions.add_detail(s, parts, case, actors.resident(reporter), text="我是柳树里3栋的")
    assert (case.grid, handler_view.matter(s, case).place) == ("G-01", "柳树里3栋")
