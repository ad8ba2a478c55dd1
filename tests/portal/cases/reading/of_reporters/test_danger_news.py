"""What further words of an emergency say is new."""

from __future__ import annotations

import pytest

from portal.cases.reading.of_reporters import danger_news
from portal.cases.records import event_wording

NEW = [
    ("又没呼吸了", ["我爸晕倒了没呼吸"], "no_breath"),
    ("没有呼吸了", ["我爸摔了一跤"], "no_breath"),
    ("又着起来了", ["着火了"], "fire"),
    ("他又拿刀来了", ["有人拿刀砍人"], "knife"),
    ("他掏刀了", ["有人打架"], "knife"),
    ("他又来了", ["有人打我"], "again"),
    ("火更大了", ["着火了"], "worse"),
    ("又打起来了", ["有人打架"], "blows"),
    ("叫不醒了", ["老人摔倒"], "unconscious"),
    ("又爆炸了", ["着火了"], "explosion"),
]


@pytest.mark.parametrize(("text", "before", "sign"), NEW)
def test_what_is_back_worse_or_not_told_before_is_new(text: str, before: list[str], sign: str) -> None:
    """The gravest sign is told."""
    assert danger_news.news_in(text, before) == sign


@pytest.mark.parametrize(
    ("text", "before"),
    [("着火了快来", ["着火了"]), ("没呼吸了", ["没有呼吸"]), ("在3栋", ["着火了"]), ("他打我", ["他打我，快来"])],
)
def test_what_was_told_before_is_not_new(text: str, before: list[str]) -> None:
    """Nor is where it is."""
    assert danger_news.news_in(text, before) == ""


def test_each_sign_has_words_for_an_sms() -> None:
    """Short ones, so that the danger, they and a case's number fit a provider's longest parameter."""
    signs = {sign for sign, _ in danger_news._SIGNS} | {danger_news.AGAIN, danger_news.WORSE}
    for sign in signs:
        group = "danger" if f"danger.{sign}" in event_wording.texts() else "danger_sign"
        assert 0 < len(event_wording.sentence(f"{group}.{sign}")) <= 6
