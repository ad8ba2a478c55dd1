"""Whoever hardly wakes is asked about."""

from __future__ import annotations

import pytest

from bot.reading.danger.asked_about import asked_about


@pytest.mark.parametrize(
    "said",
    [
        "我爸叫半天才哼一声",
        "老人叫了半天才嗯一下",
        "孩子喊了好久才睁一下眼",
        "我妈推了好几下才动一下",
        "奶奶叫半天就哼哼",
        "宝宝叫他半天只哼一声",
        "我爷爷，叫老半天才哼哼",
    ],
)
def test_who_hardly_wakes_is_asked_about(said: str) -> None:
    assert asked_about(said) == "injury"


@pytest.mark.parametrize(
    "said",
    [
        "我爸叫半天才起床",
        "孩子叫半天才写作业",
        "叫半天没人应门铃",
        "物业叫半天才来",
        "门铃按半天没人应",
        "孩子喊半天就哼歌",
        "叫了半天电梯才动",
        "老人喊半天才有人开门",
    ],
)
def test_what_looks_alike_is_not(said: str) -> None:
    assert asked_about(said) is None
