"""Words beside the summary, and behind a question that stays unanswered, are not lost."""

from __future__ import annotations

import pytest

from tests.bot.conversation.conftest import Resident, asked
from tests.bot.conversation.portal_stand_in import JUST_NOW, Portal

OF_THEMSELVES = [
    "我是视障 用读屏打字的 请理解",
    "你们上次说会来的",
    "谢谢你们，辛苦了，我是志愿者",
    "我耳朵背，就靠手机跟你们讲",
]


@pytest.mark.parametrize("text", OF_THEMSELVES)
def test_what_somebody_says_of_themselves_beside_the_summary_is_kept(
    resident: Resident, portal: Portal, text: str
) -> None:
    """It is registered with the report."""
    resident.says("桂花苑5栋门口的盲道被共享单车占了")
    assert asked(resident.says(text)) == "confirm"
    resident.says("是")
    assert text in portal.cases[0]["text"]


@pytest.mark.parametrize("text", ["谢谢", "你好", "好的谢谢师傅", "您辛苦"])
def test_courtesies_beside_the_summary_are_not(resident: Resident, portal: Portal, text: str) -> None:
    """Thanks and greetings add nothing."""
    resident.says("桂花苑5栋门口的盲道被共享单车占了")
    resident.says(text)
    kept = portal.drafts[17]
    assert text not in kept["text"] + "".join(kept["answers"].values())


def test_words_of_which_was_asked_in_vain_are_added_with_the_next(resident: Resident, portal: Portal) -> None:
    """ "Is it the same?" was answered with more of it."""
    portal.has_case(
        reported_at=JUST_NOW, state="reported", title="4号楼电梯门关得太快", place="阳光花园", category="0401"
    )
    assert resident.says("还有就是晃得厉害")["messages"][0]["response"] == "utter_ask_same"
    resident.says("三楼那部电梯最明显")
    assert portal.details == [("details", "还有就是晃得厉害；三楼那部电梯最明显")]
