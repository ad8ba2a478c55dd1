"""Answers to "is somebody in danger?" that are neither a plain yes nor a plain no."""

from __future__ import annotations

import pytest

from actions.interpreting import after_danger
from actions.interpreting.aid import doubt_answers
from tests.bot.conversation.danger_chat import Chat, doubt, names
from tests.bot.conversation.portal_stand_in import Portal


@pytest.mark.parametrize(
    "yes", ["是", "是的", "对", "嗯", "嗯呐", "当然有", "肯定有", "真的有危险", "我有危险", "现在有", "家里有人", "他很危险", "系", "是额", "yes"]
)  # fmt: skip
@pytest.mark.parametrize("act", ["all_clear", "affirm"])
def test_a_yes_is_danger_whatever_act_is_read_in_it(chat: Chat, portal: Portal, yes: str, act: str) -> None:
    """是 is the word that the bot itself taught everybody for yes."""
    doubt(chat)
    assert chat.says(yes, "affirm", act=act, act_score=0.99).registered
    assert len(portal.cases) == 1


@pytest.mark.parametrize("said", ["好", "好的", "行"])
def test_a_word_of_agreement_is_asked_again(chat: Chat, said: str) -> None:
    """It may answer the advice; it ends nothing."""
    doubt(chat)
    assert names(chat.says(said, "affirm", act="all_clear", act_score=0.99)) == ["utter_ask_danger"]


@pytest.mark.parametrize("no", ["没有", "没人有危险", "没事", "我没有危险", "没有人", "不是"])
def test_a_no_is_none(chat: Chat, portal: Portal, no: str) -> None:
    """The honest user beside."""
    assert not after_danger.is_yes(no)
    doubt(chat)
    assert not chat.says(no, "deny").registered
    assert portal.cases == []


@pytest.mark.parametrize(
    ("said", "danger"),
    [
        ("我在天台", "self_harm"), ("我在幸福家园3栋天台", "self_harm"), ("我坐在窗台上", "self_harm"), ("楼顶", "self_harm"),
        ("我站在桥上", "self_harm"), ("我怕", "home_violence"), ("我好害怕", "home_violence"), ("不敢回家", "home_violence"),
        ("躲在厕所", "violence"), ("我怕得要死", "violence"),
    ],
)  # fmt: skip
def test_what_tells_of_that_very_danger_raises_it(chat: Chat, portal: Portal, said: str, danger: str) -> None:
    """A child on a roof need not find the word yes."""
    doubt(chat, "没意思" if danger == "self_harm" else "他们又吵起来了", danger=danger, place=())
    assert chat.says(said, place=(said,) if "在" in said else ()).registered
    assert len(portal.cases) == 1


@pytest.mark.parametrize(
    ("said", "danger"),
    [("不怕", "home_violence"), ("我不在天台", "self_harm"), ("已经下来了", "self_harm"), ("我怕", "gas"), ("我在天台", "gas")],
)  # fmt: skip
def test_what_denies_it_or_is_of_another_danger_does_not(chat: Chat, portal: Portal, said: str, danger: str) -> None:
    assert not doubt_answers.tells_of_danger(said, danger)


def test_a_woman_who_cannot_say_yes_is_no_ordinary_complaint(chat: Chat, portal: Portal) -> None:
    """She gives the address, then asks for silence: the second answer that is no no raises it."""
    doubt(chat, "他又动手", danger="home_violence", place=())
    assert names(chat.says("幸福家园1栋101", place=("幸福家园1栋101",))) == ["utter_ask_danger"]
    assert chat.says("别发消息").registered
    report = portal.made("report")[0]
    assert (report["draft"]["urgency"]["danger"], report["answers"]["place"]) == ("home_violence", "幸福家园1栋101")
    assert report["no_push"]


@pytest.mark.parametrize("said", ["楼道灯坏了", "不知道", "说不准", "家里没有", "他们和好了", "看电视呢", "问一下法律"])
def test_but_doubt_or_another_matter_goes_to_the_desk(chat: Chat, portal: Portal, said: str) -> None:
    doubt(chat, "他又动手", danger="home_violence", place=())
    chat.says("嗯嗯啊", place=())
    assert not chat.says(said).registered
    assert [one["reason"] for one in portal.handovers] == ["danger_unsure"]


@pytest.mark.parametrize(
    "said", ["不是现在 昨天打的", "不是今天，是昨天的事", "没有现在打 是上个月", "都过去了 是以前"]
)
def test_that_it_was_another_time_is_an_answer(chat: Chat, portal: Portal, said: str) -> None:
    """It is not asked again; of blows at home somebody at the desk looks."""
    doubt(chat, "他打过我", danger="home_violence", place=())
    told = chat.says(said)
    assert names(told)[0] == "utter_danger_unsure"
    assert [one["reason"] for one in portal.handovers] == ["danger_unsure"]


@pytest.mark.parametrize(
    "said", ["没出血", "没出血 就一个牙印", "没破皮，有点红", "还好没流血", "没咬破 隔着裤子", "没受伤"]
)
def test_a_bite_that_does_not_bleed_is_no_emergency(chat: Chat, portal: Portal, said: str) -> None:
    """The advice was given; the report goes on."""
    doubt(chat, "我儿子被狗咬了一口", danger="injury", place=())
    assert names(chat.says(said, danger="injury"))[0] == "utter_no_danger"
    assert portal.cases == []


@pytest.mark.parametrize("said", ["没出血", "没流血"])
def test_of_a_fall_that_is_asked_on(chat: Chat, portal: Portal, said: str) -> None:
    """Somebody who fell may bleed inside."""
    doubt(chat, "我爸滑了一下", danger="injury", place=())
    assert names(chat.says(said)) == ["utter_ask_danger"]


@pytest.mark.parametrize("said", ["没出血 但是发烧了", "没出血，叫不醒", "没破皮 喘不上气"])
def test_worse_beside_it_is_heard(said: str) -> None:
    assert not doubt_answers.denies_blood(said)


def test_the_first_question_says_that_nobody_was_told_yet(chat: Chat, portal: Portal) -> None:
    """Whoever is told to call 119 would take it for a report."""
    assert names(doubt(chat)) == ["utter_danger_gas_seen", "utter_not_told_yet", "utter_ask_danger"]
    assert portal.cases == []
    assert names(chat.says("好的")) == ["utter_ask_danger"]


@pytest.mark.parametrize("no", ["没有", "没人有危险", "没事", "没有人", "暂时没有"])
def test_nobody_hurt_is_not_no_leak(chat: Chat, no: str) -> None:
    doubt(chat)
    told = chat.says(no, "deny")
    assert names(told)[0] == "utter_no_danger_gas"
    assert chat.talk.form is not None
    assert chat.talk.form["draft"]["urgency"]["level"] == "urgent"


@pytest.mark.parametrize(
    "no", ["没有，是隔壁油漆味", "没有，是下水道的味", "没有，阀门关好了味也散了", "没有，是邻居烧菜"]
)
def test_a_smell_that_is_explained_is_ordinary(chat: Chat, no: str) -> None:
    doubt(chat)
    assert "utter_no_danger_gas" not in names(chat.says(no, "deny"))


def test_after_another_doubt_a_no_is_ordinary(chat: Chat) -> None:
    doubt(chat, "楼上有人吵架砸东西", danger="violence", place=())
    assert names(chat.says("没有", "deny"))[0] == "utter_no_danger"


@pytest.mark.parametrize(
    "said",
    ["我已经跑出来了", "我们都跑出来了", "跑到楼下了", "我带着孩子逃出来了", "已经撤到外面了", "大家都跑下楼了", "我先跑出来了", "人都逃出来了"],
)  # fmt: skip
@pytest.mark.parametrize("danger", ["gas", "fire"])
def test_whoever_ran_out_was_in_danger(chat: Chat, portal: Portal, said: str, danger: str) -> None:
    doubt(chat, danger=danger)
    assert chat.says(said).registered
    assert len(portal.cases) == 1


@pytest.mark.parametrize(
    "said", ["狗跑出来了", "水跑出来了", "我跑步去了", "没有，我没跑出来", "老鼠跑出来了", "我下楼倒垃圾"]
)
def test_other_running_raises_nothing(chat: Chat, portal: Portal, said: str) -> None:
    doubt(chat)
    chat.says(said)
    assert portal.cases == []


@pytest.mark.parametrize(("text", "danger"), [("桂花苑3栋电瓶鼓包了", "fire"), ("桂花苑3栋井盖没了", None)])
@pytest.mark.parametrize("no", ["没有", "没人有危险"])
def test_what_hurt_nobody_yet_is_still_there(chat: Chat, text: str, danger: str | None, no: str) -> None:
    doubt(chat, text, danger=danger)
    assert names(chat.says(no, "deny"))[0] == "utter_no_danger_there"
    assert chat.talk.form is not None
    assert chat.talk.form["draft"]["urgency"]["level"] == "urgent"


def test_what_was_minded_meanwhile_is_ordinary(chat: Chat) -> None:
    doubt(chat, "桂花苑3栋井盖没了", danger=None)
    assert names(chat.says("没有，物业刚盖上了", "deny"))[0] == "utter_no_danger"
