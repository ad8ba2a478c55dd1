"""What a message wants, by the words that tell it."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot.reading.classifying.heads import Reading
from bot.reading.classifying.kind import features
from bot.reading.reader import Reader
from bot.reading.text.moment import SHANGHAI

NOW = datetime(2026, 11, 24, 9, tzinfo=SHANGHAI)


def features_of(text: str) -> set[str]:
    return set(features(Reading(text, ())))


@pytest.mark.parametrize(
    ("wish", "aim", "others"),
    [
        ("希望尽快整治。", "demands", ("repairs", "improves")),
        ("希望派人来修。", "repairs", ("demands", "improves")),
        ("希望增设一个站。", "improves", ("demands", "repairs")),
    ],
)
def test_what_follows_the_wish_tells_the_aim(wish: str, aim: str, others: tuple[str, ...]) -> None:
    """希望 stands before a demand, a repair and an improvement alike."""
    found = features_of(f"村口的路。下雨天全是泥水。走起来一脚深一脚浅。{wish}")
    assert f"#ending:{aim}" in found
    assert not found & {f"#ending:{other}" for other in others}


def test_the_title_and_the_last_two_sentences_count_for_themselves() -> None:
    """A question in the title is told from one later; an aim in the middle is in neither."""
    asked, told = "这条路何时能修好？大家都在等。", "这条路的事。大家都在问？"
    assert "#title:question" in features_of(asked)
    assert "#title:question" not in features_of(told)
    middle = features_of("村口的路。希望派人来修。第二句说别的事情。最后一句也是别的。")
    assert "#repairs" in middle
    assert not {"#title:repairs", "#ending:repairs"} & middle


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("我要投诉网格员小陈", {"complaint"}),
        ("我要投诉网格员小吴", {"complaint"}),
        ("我想投诉社区的小王", {"complaint"}),
        ("我要举报网格员小李", {"tip_off", "complaint"}),
        ("要匿名投诉社区书记", {"tip_off", "complaint"}),
        ("我要表扬网格员小陈，人很好", {"praise"}),
        ("感谢网格员小陈，帮我把路灯修好了", {"praise"}),
        ("我要投诉怎么投诉", {"inquiry", "complaint"}),
    ],
)
def test_whoever_says_that_they_complain_does_not_praise(reader: Reader, text: str, kinds: set[str]) -> None:
    """However seldom such people are complained of."""
    assert reader.read(text, NOW)["kind"]["code"] in kinds
