"""What a message wants, by the words that tell it."""

from __future__ import annotations

import pytest

from bot.reading.classifying.heads import Reading
from bot.reading.classifying.kind import features


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
