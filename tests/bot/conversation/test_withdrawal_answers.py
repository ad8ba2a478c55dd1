"""The answer to "shall I really withdraw it?" in more words than yes or no, and words that deny a withdrawal before anybody asked."""

from __future__ import annotations

import pytest

from actions.interpreting import withdrawals
from tests.bot.conversation.conftest import Resident, texts
from tests.bot.conversation.portal_stand_in import JUST_NOW, Portal

WANTS_IT_DONE = [
    "好的，麻烦尽快修", "要，灯没亮", "好的，请派人来", "好，你们快点", "行，麻烦你们尽快处理", "是的，漏得更厉害了", "要，必须修好", "对，越来越严重了", "好，留着吧", "行，保留", "好的，我反悔了",
    "对，漏电了", "是的，孩子差点摔了", "好，我在家", "没错，就是这个灯", "确定，这灯得修", "嗯，辛苦师傅跑一趟", "好，撤什么撤", "对，要你们来修了", "对，门口不亮了", "是的，师傅不来了", "好，等修好了",
    "嗯，凭什么我自己修", "好，他说已经修好了", "对，没人来过了",
]  # fmt: skip
YES = [
    "是的撤了吧，灯泡已经换过了", "撤啊，还能怎样", "嗯撤吧，谢谢你们", "对对对，撤掉撤掉，不麻烦你们了", "好，撤，我儿子自己弄好了", "可以撤了，麻烦你", "是滴撤回，邻居自己修",
    "是啊，不用管了，好了", "要撤的，谢谢同志", "没错，撤回", "对，我们自己解决了", "好的，麻烦你们了", "对，不用来了", "嗯，没事了", "是的，邻居自己修",
]  # fmt: skip
NO_YES = [
    "不撤，谁说要撤了", "撤了还能恢复吗", "是的，但是灯还是不亮", "对，又没人来", "好吧我再想想", "嗯，先别撤", "6栋垃圾也没人收", "是啊，还没修好呢",
]  # fmt: skip


@pytest.fixture
def asked(resident: Resident, portal: Portal) -> Resident:
    """Somebody whom the bot has asked whether to withdraw their case of two matters."""
    portal.has_case(reported_at=JUST_NOW, state="reported", title="路灯不亮，门口垃圾没人收", place="桂花苑3栋")
    assert resident.says("我要撤回")["messages"][0]["response"] == "utter_ask_withdraw"
    return resident


@pytest.mark.parametrize("text", YES)
def test_a_yes_may_have_more_words(asked: Resident, portal: Portal, text: str) -> None:
    """The case is withdrawn, not kept."""
    asked.says(text)
    assert portal.cases[0]["state"] == "withdrawn"


@pytest.mark.parametrize("text", NO_YES)
def test_what_takes_the_yes_back_is_none(text: str) -> None:
    """A doubt, a question, a report, or a trouble that goes on."""
    assert not withdrawals.confirms(text)


@pytest.mark.parametrize("text", WANTS_IT_DONE)
def test_a_yes_that_goes_on_with_the_trouble_withdraws_nothing(asked: Resident, portal: Portal, text: str) -> None:
    """Only thanks, a nod, or why nobody is needed any more may follow a yes."""
    asked.says(text)
    assert portal.cases[0]["state"] == "reported"


@pytest.mark.parametrize("text", ["不用，已经修好了", "不要，别来了", "不用，没事了"])
def test_a_no_to_whoever_would_come_keeps_nothing_going(asked: Resident, portal: Portal, text: str) -> None:
    """Nobody is needed: the words stand on the case, and the bot does not say that it goes on."""
    assert asked.says(text)["messages"][0]["response"] == "utter_not_resolved_yet"
    assert portal.details[-1][1].endswith(text)


@pytest.mark.parametrize("text", ["不要，还没修好呢", "不撤不撤，我按错了", "别，你们照常来", "是还没修，别给我撤了"])
def test_a_no_may_have_more_words(asked: Resident, portal: Portal, text: str) -> None:
    """The bot says that the case goes on."""
    assert asked.says(text)["messages"][0]["response"] == "utter_not_withdrawn"
    assert portal.cases[0]["state"] == "reported"


@pytest.mark.parametrize(
    "text", ["对，就撤路灯那件，垃圾还要办", "是的只撤垃圾的，路灯你们要来修", "嗯，灯的撤掉，垃圾的别撤"]
)
def test_one_of_two_matters_is_not_withdrawn_alone(asked: Resident, portal: Portal, text: str) -> None:
    """Nothing is withdrawn, the bot says so, and the words stand on the case; nothing is reported apart."""
    told = asked.says(text)
    assert told["messages"][0]["response"] == "utter_not_withdrawn"
    assert portal.cases[0]["state"] == "reported"
    assert portal.details == [("details", f"我要撤回，{text}")]
    assert len(portal.cases) == 1


@pytest.mark.parametrize("text", ["就撤灯这件", "对，就撤这件"])
def test_a_case_of_one_matter_is_withdrawn_whole(resident: Resident, portal: Portal, text: str) -> None:
    """就 leaves nothing out where there is nothing else."""
    portal.has_case(reported_at=JUST_NOW, state="reported", title="楼道灯不亮了")
    resident.says("我要撤回")
    resident.says(text)
    assert portal.cases[0]["state"] == "withdrawn"


DENIALS = [
    "我可没说不办啊，我就问问。你们接着弄",
    "我没有说不报了，继续处理",
    "谁说我不报了？要办的",
    "我又没让你们撤，请继续办",
]


@pytest.mark.parametrize("text", DENIALS)
def test_who_denies_a_withdrawal_is_not_asked_about_one(resident: Resident, portal: Portal, text: str) -> None:
    """The bot says that it goes on."""
    portal.has_case(reported_at=JUST_NOW, state="reported")
    told = resident.says(text)
    assert "utter_ask_withdraw" not in [one["response"] for one in told["messages"]]
    assert "继续办" in texts(told)
    assert portal.cases[0]["state"] == "reported"


@pytest.mark.parametrize("text", ["我不想报了，帮我撤了", "撤了吧我说不办了", "不用办了，我自己弄好了"])
def test_who_gives_up_is_asked(resident: Resident, portal: Portal, text: str) -> None:
    """A denial of a denial is none."""
    portal.has_case(reported_at=JUST_NOW, state="reported")
    assert [one["response"] for one in resident.says(text)["messages"]] == ["utter_ask_withdraw"]
