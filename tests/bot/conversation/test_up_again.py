"""没事了 with how it ended (他自己站起来了) is an all-clear after a fall; any word more, or no 没事, is none."""

from __future__ import annotations

import pytest

from actions.interpreting.all_clear import read_all_clear
from tests.bot.conversation.danger_chat import Chat, names
from tests.bot.conversation.portal_stand_in import Portal


@pytest.mark.parametrize(
    "said",
    [
        "没事了，他自己站起来了",
        "不用了已经好了，没事",
        "没事了他站起来了",
        "不用了，没事了",
        "他自己爬起来了，没事",
        "没事，我妈自己起来了，能走路",
        "没事了，血止住了",
        "不用了，他已经站起来了，没事了",
        "没事没事，老人自己坐起来了",
        "好了好了没事了",
        "没事了，能走动了，谢谢你们",
        "我爸站起来了，没事了",
        "没事了，他可以走路了",
        "没事了，孩子自己爬起来了",
        "不用了，没事，已经好了",
    ],
)
def test_whoever_stands_again_and_is_fine_is_safe(said: str) -> None:
    assert read_all_clear(said, "injury") == "safe"


@pytest.mark.parametrize(
    "said",
    [
        "没事了，但他还晕",
        "他站起来了又倒了",
        "没事了，他站起来就吐了",
        "没事了，他起不来",
        "他站起来了",
        "已经好了",
        "不用了",
        "没事了，就是头疼",
        "他自己站起来了，头上有血",
        "没事了，站不起来",
        "没事了吗",
        "没事了，叫不醒",
        "没事，他说腿没知觉",
        "站起来走了两步又摔了",
        "不用了，人没了",
        "没事了，他不动了",
        "血止不住",
    ],
)
def test_any_word_more_or_less_is_no_all_clear(said: str) -> None:
    assert read_all_clear(said, "injury") is None


@pytest.mark.parametrize("danger", ["home_violence", "violence", "self_harm", "missing", "gas"])
def test_after_another_danger_it_says_nothing_new(danger: str) -> None:
    assert read_all_clear("不用了，没事了，他站起来了", danger) is None


@pytest.mark.parametrize("said", ["没事了，他自己站起来了", "不用了已经好了，没事"])
def test_it_is_heard_after_the_alarm_and_paging_goes_on(chat: Chat, portal: Portal, said: str) -> None:
    """A person on call still looks: who fell may be hurt inside."""
    chat.says("桂花苑3栋我爸摔了动不了", danger="injury", place=("桂花苑3栋",), rule="danger")
    told = chat.says(said, "deny")
    assert names(told) == ["utter_all_clear_doctor"]
    assert portal.made("all_clear")[0]["ends"] is False
