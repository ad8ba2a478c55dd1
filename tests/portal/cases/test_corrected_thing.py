"""A thing and a time that the reporter corrected stand in the case's title, and the thing decides its category anew until it is dispatched."""

from __future__ import annotations

import pytest

from portal.cases.reading import moved_words
from portal.cases.records import presentation
from portal.cases.records.actors import resident
from portal.cases.verbs.reporter import reporter_actions
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import draft, report

TEXT = "柳树里广场的健身器材坏了，上周五开始"


@pytest.mark.parametrize(
    ("text", "was", "now", "shown"),
    [
        ("健身器材坏了", "健身器材", "长椅", "长椅坏了"), ("健身器材坏了", "健身器材", "长椅坏了", "长椅坏了"), ("路灯不亮", "路灯", "门禁", "门禁不亮"), ("上周五开始不亮", "上周五", "上周四", "上周四开始不亮"),
        ("上周五开始", "上周五开始", "上周四开始", "上周四开始"), ("楼道灯坏了", "楼道灯", "声控开关", "声控开关坏了"), ("水管漏水", "水管", "暖气片", "暖气片漏水"), ("垃圾桶倒了", "垃圾桶", "指示牌倒了", "指示牌倒了"),
        ("昨晚八点吵", "昨晚", "前晚", "前晚八点吵"), ("单元门关不上", "单元门", "地库门", "地库门关不上"),
    ],
)  # fmt: skip
def test_the_present_words_stand_for_the_former(text: str, was: str, now: str, shown: str) -> None:
    assert moved_words.at_present(text, was, now) == shown


@pytest.mark.parametrize(
    ("text", "was", "now"),
    [
        ("长椅坏了", "健身器材", "长椅"), ("路灯旁边的路灯坏了", "路灯", "门禁"), ("健身器材和长椅都坏了", "健身器材", "长椅"), ("13点吵", "3点", "5点"), ("路灯坏了", "", "门禁"), ("路灯坏了", "路灯", ""),
        ("上周五、上周四都停水", "上周五", "上周四"), ("天天吵", "天", "夜"), ("12日停水", "2日", "3日"), ("灯坏了，灯罩也碎了", "灯", "门"),
    ],
)  # fmt: skip
def test_in_doubt_they_stay(text: str, was: str, now: str) -> None:
    """Said twice, not at all, as the end of a number, or beside the present ones."""
    assert moved_words.at_present(text, was, now) == text


def _title_after(parts: Parts, reporter: int, said: str, changes: dict[str, str]) -> tuple[str, str | None, str]:
    with parts.db.write() as s:
        case = report(s, parts, reporter, TEXT, draft=draft(TEXT))
        reporter_actions.add_detail(s, parts, case, resident(reporter), text=said, changes=changes)
        private = "\n".join(one.text for one in case.events[-1].words if not one.public)
        assert case.words.text == TEXT
        return presentation.title(case), case.category, private


def test_the_title_has_the_corrected_thing(parts: Parts, community: None, reporter: int) -> None:
    """Staff read what was said before; what the reporter said first stays."""
    changes = {"was_thing": "健身器材", "thing": "长椅", "category": ""}
    title, category, private = _title_after(parts, reporter, "不是健身器材，是长椅", changes)
    assert title.startswith("柳树里广场的长椅坏了")
    assert category is None
    assert "健身器材" in private


def test_a_surely_read_category_is_the_cases(parts: Parts, community: None, reporter: int) -> None:
    changes = {"was_thing": "健身器材", "thing": "井盖", "category": "0403"}
    assert _title_after(parts, reporter, "不是健身器材，是井盖", changes)[1] == "0403"


def test_a_thing_of_which_nothing_was_said_corrects_nothing(parts: Parts, community: None, reporter: int) -> None:
    changes = {"was_thing": "路灯", "thing": "长椅", "category": ""}
    title, category, private = _title_after(parts, reporter, "不是路灯，是长椅", changes)
    assert "健身器材" in title
    assert category is not None
    assert private == ""


def test_the_title_has_the_corrected_time(parts: Parts, community: None, reporter: int) -> None:
    with parts.db.write() as s:
        case = report(s, parts, reporter, "路灯不亮，上周五开始", draft=draft("路灯不亮，上周五开始"))
        case.words.time = "上周五开始"
        reporter_actions.add_detail(s, parts, case, resident(reporter), text="是上周四", changes={"time": "上周四开始"})
        assert presentation.title(case) == "路灯不亮，上周四开始"
