"""Words after a report that are worded as a question and yet belong to the case: who was hurt, what help is needed, whether money comes back."""

from __future__ import annotations

import pytest

from actions.interpreting.matters.of_the_case import asks_for_a_hand, asks_for_money_back, tells_of_somebody_hurt
from tests.bot.conversation.conftest import Resident, texts
from tests.bot.conversation.portal_stand_in import Portal

HURT = (
    "昨天有人摔伤了 你们赔吗", "多久修 别再有孩子受伤了", "老人摔了一跤，找谁", "前天绊倒了一个大爷", "小孩被砸到了怎么办",
    "骑车的都摔了好几个了", "我妈上次崴到脚了", "摔了好几个人了还不修吗",
)  # fmt: skip
NOBODY_HURT = (
    "我上班摔伤了算工伤吗",
    "工地上有人受伤了怎么赔",
    "老人摔伤了医保能报吗",
    "多久能修好",
    "手机摔坏了",
    "人怎么还没来",
    "有人来修吗",
)
HELP = (
    "有没有人能帮我买点菜送上来", "有没有人能把我轮椅抬下去 明天要去医院", "能不能帮我送点菜上来", "谁能帮我拎桶水上来",
    "可以找个志愿者帮我取下药吗", "能不能派个人把老人背下去", "麻烦找人帮我家把米搬上来",
)  # fmt: skip
NO_HELP = (
    "能帮我催一下吗",
    "能帮我撤回吗",
    "有没有人管",
    "能不能帮我登记上去",
    "你能帮我查一下吗",
    "快递谁送",
    "帮我取消吧",
    "帮我把照片送上去",
)
MONEY = ("能要回来不", "钱能拿回来吗", "押金能退回来吗", "工资还要得回来吗", "能讨回来吗", "这钱可以追回来伐")
NO_MONEY = ("这个还能撤回来吗", "人什么时候回来", "号码能要回来吗", "押金不退给我", "能退吗", "他要回来了")


@pytest.mark.parametrize(("said", "hurt"), [*((one, True) for one in HURT), *((one, False) for one in NOBODY_HURT)])
def test_somebody_was_hurt(said: str, hurt: bool) -> None:
    """But an accident at work is a matter of its own."""
    assert tells_of_somebody_hurt(said) is hurt


@pytest.mark.parametrize(("said", "helps"), [*((one, True) for one in HELP), *((one, False) for one in NO_HELP)])
def test_a_hand_is_needed(said: str, helps: bool) -> None:
    """But the bot's own work (催, 撤回, 登记) is none."""
    assert asks_for_a_hand(said) is helps


@pytest.mark.parametrize(("said", "money"), [*((one, True) for one in MONEY), *((one, False) for one in NO_MONEY)])
def test_money_is_to_come_back(said: str, money: bool) -> None:
    """But not the report."""
    assert asks_for_money_back(said) is money


@pytest.mark.parametrize(
    ("report", "said"),
    [
        ("公园路井盖松了", "昨天有人摔伤了 你们赔吗"),
        ("公园路井盖松了", "多久修 别再有孩子受伤了"),
        ("幸福家园7栋电梯坏了", "有没有人能帮我买点菜送上来"),
        ("幸福家园7栋电梯坏了", "可以找个志愿者帮我取下药吗"),
        ("工地欠薪三个月 公园路", "能要回来不"),
    ],
)
def test_the_words_are_added_to_the_case(report: str, said: str, resident: Resident, portal: Portal) -> None:
    """Neither a law nor the state of the case answers them, and nothing is withdrawn."""
    resident.says(report)
    resident.says("是")
    resident.new_epoch()
    resident.says(said)
    assert portal.details == [("details", said)]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("谁能看到", "看不到您的名字和电话"),
        ("谁看得到我的电话", "看不到您的名字和电话"),
        ("你们会告诉他吗", "看不到您的名字和电话"),
        ("要我写名字伐", "号码平时遮着"),
    ],
)
def test_who_learns_of_it_is_no_question_of_its_state(said: str, told: str, resident: Resident, portal: Portal) -> None:
    """Of the case itself, or else the common question is answered."""
    resident.says("楼上天天吵 翠竹公寓3栋")
    resident.says("是")
    resident.new_epoch()
    assert told in texts(resident.says(said))


def test_how_long_it_takes_is_still_its_state(resident: Resident, portal: Portal) -> None:
    """多久能修好 adds nothing."""
    resident.says("公园路井盖松了")
    resident.says("是")
    resident.new_epoch()
    assert "12月1日" in texts(resident.says("多久能修好"))
    assert portal.details == []


@pytest.mark.parametrize(
    "said", ["完了怎么把聊天删掉", "我不是机主 怎么删聊天记录", "借别人手机发的 怎么清空聊天", "我借的手机，怎么清空"]
)
def test_how_to_clear_a_borrowed_telephone(said: str, resident: Resident) -> None:
    """The menu of the chat does it; nobody's code is needed."""
    assert "清空这台手机上的聊天记录" in texts(resident.says(said))
