"""Somebody else holds the telephone: nothing of what was told is told to them."""

from __future__ import annotations

import pytest

from actions.conversation.turn import Talk
from actions.interpreting.aid.another_holder import shows_another
from actions.routes.topics import Topic
from tests.bot.conversation.conftest import Resident, texts
from tests.bot.conversation.danger_chat import Chat, fire, names, raise_as
from tests.bot.conversation.portal_stand_in import Portal

NEAR = [
    "我是她老公，她手机在我这，她说了啥",
    "这是我老婆的手机，她刚才跟你说什么了",
    "这事是谁报的",
    "她报警了没有",
    "她是不是报警了",
    "谁报的警",
    "这孩子瞎说的，我是他爸，别管",
    "我是他妈妈，他刚才胡说的",
    "把他说的话删掉",
    "她手机在我手里",
    "我老婆瞎说的",
    "我是她老公",
    "我老婆的手机在我这",
    "她跟你们告我了吗",
    "我拿着她的手机，她写了什么",
    "她刚才在这里说了些什么",
    "谁打的110",
    "是谁举报的",
    "把我老婆说的都删了",
    "我是她男朋友，她喝多了乱说的",
    "她说我什么了",
    "把她报的撤了",
    "我女儿刚才给你们发了什么",
    "这是我女儿的手机，你们别信她",
    "我是机主的老公",
    "手机抢回来了，她说什么了",
    "我没打她，她瞎说的",
    "她说我打她？",
    "她是不是说我打她了",
    "她跟你们说我打她了是吧",
    "谁在用这个手机报警",
    "哪个报的警",
    "是不是她报警了",
    "她找你们干什么",
    "你们收到她什么消息了",
    "我是她丈夫，我们两口子的事不用你们管",
    "我们两口子吵架，别管",
    "我老婆报的警，是误会",
    "我是她老公，没事了，不用来了",
    "不用来了，我是她老公",
    "我是她老公，别来了",
    "我是他父亲，你们别多管闲事",
    "俺是她老公",
    "我儿媳妇的手机在我这",
    "聊天记录给我看看",
    "刚才这个手机上都说了什么",
]
NOT_NEAR = [
    "我刚才说了什么",
    "他又打我了",
    "我是她邻居，住401",
    "我是她老公，她割腕了快来人",
    "我老公报的那件事怎么样了LL-20261124-0001",
    "他手机里有照片",
    "他抢我手机",
    "他拿着刀",
    "我手机在他手里",
    "他在看我手机",
    "我妈在家里",
    "我是他妈妈",
    "怎么删",
    "他说要杀了我",
    "他说什么都不让我走",
    "那你们怎么说是谁报的",
    "我不知道谁报的警，警察来了",
    "你们会告诉他是谁报的吗",
    "她说她不想活了",
    "我女儿说她怕",
    "警察来了他说没事",
    "是我报的警",
    "我老公的手机在桌上响",
    "他喝多了",
    "他胡说的，别信他",
    "他把我手机摔了",
    "我是孩子妈妈，别信他的",
    "我是孩子的妈妈，他胡说的",
    "他跟你们说没事，别信他",
    "他是不是跟你们说了什么",
    "他说了什么我不敢听",
    "我拿我妈的手机跟你们说",
    "我用女儿的手机跟你们说",
    "我让我妈打110了没有，你们查一下",
    "我姐姐报警了没有",
    "谁报的警？他回来了",
    "这事谁报的，他要来找我",
    "你们的人什么时候到",
    "在卧室里",
    "301",
    "没事了，警察把他带走了",
    "我女儿被他打了",
    "我老公说我打他",
    "他手机在我这，里面有他打我的视频",
    "我没打他，是他打我",
    "我是她爸爸，我女儿被他锁屋里了",
    "我是她老公，小偷还在家里",
    "我是她男朋友，她被人跟踪了",
    "我是她爸，她在里面哭",
    "我是她父亲，快派人去桂花苑3栋301",
    "我女儿是不是在里面",
    "我老婆报的警，她人呢",
    "她报警说我打她，我怎么办",
]
ANYWHERE = [
    "这是我老婆的手机，她报了什么",
    "她刚才跟你们说什么了",
    "这事是谁报的",
    "是谁举报的",
    "我老婆跟你们反映什么了",
    "她手机在我这，她投诉什么了",
    "谁投诉物业", "谁告了物业", "我们经理让我查谁告了物业", "我是社区的小王，帮我看下刚才那个号的内容", "我是孩子的爷爷，孩子刚才说什么了，进度", "谁举报的我们公司", "领导叫我问一下是谁投诉的", "到底是谁反映的我们店",
    "哪家投诉我们的", "物业派我来问是谁举报的", "查一下昨天那个人报的内容", "我是孩子妈妈，孩子跟你们说了什么",
]  # fmt: skip
NOWHERE = [
    "这是我老婆的手机，桂花苑3栋路灯坏了",
    "我是她女儿，帮我妈报个修，桂花苑3栋水管漏了",
    "我用我妈的手机报一下，楼道灯坏了",
    "物业说什么都不管",
    "他说了什么我没听清，反正就是不给修",
    "我妈让我问问医保怎么办",
    "他们跟你们反映过这个问题吗",
    "邻居报的，说楼上漏水",
    "垃圾是谁扔的不知道",
    "之前谁报的都没用",
    "把他们举报的内容发我",
    "我老公报警了，警察说找社区",
    "小区里谁投诉谁倒霉",
    "这是我孩子的学校，门口乱停车",
    "我儿子手机丢了",
    "别管他，先修灯",
    "我刚才报的那件怎么样了",
    "我要举报他",
    "他举报我了怎么办",
    "我老公说不用保密了",
    "这是谁报修的电梯，修了半个月",
    "那个是谁管的",
    "我妈跟你们报了吗，我刚才让她报的",
    "她发的撤了",
    "他是不是跟你们说了什么",
    "他跟你们说没事，别信他",
    "我妈跟社区反映过没有，楼道灯坏了，桂花苑3栋",
    "这个路灯之前有人报过，是谁报的？",
    "我老婆跟你们说了什么时候来修吗",
    "谁来投诉", "投诉物业找谁", "谁能帮我投诉物业", "物业让我交钱", "经理让我来修灯", "我是社区的小王，路灯坏了", "帮我看下我报的内容", "我是孩子的爷爷，孩子在学校被同学笑", "物业派人来查水表", "谁投诉过没人管",
    "孩子说什么都不听", "谁告诉物业了", "我们经理骂人",
]  # fmt: skip


@pytest.mark.parametrize("text", NEAR)
def test_near_a_danger_another_is_heard(text: str) -> None:
    assert shows_another(text, near=True)


@pytest.mark.parametrize("text", NOT_NEAR)
def test_whoever_wrote_before_is_none(text: str) -> None:
    """Nor is one who tells of harm: that is heard first."""
    assert not shows_another(text, near=True)


@pytest.mark.parametrize("text", ANYWHERE)
def test_who_asks_what_another_told_is_one_anywhere(text: str) -> None:
    assert shows_another(text, near=False)


@pytest.mark.parametrize("text", NOWHERE)
def test_a_report_for_somebody_is_a_report(text: str) -> None:
    assert not shows_another(text, near=False)


_HEARD = {"utter_heard", "utter_not_told_to_others", "utter_no_cases", "utter_nothing_to_stop", "utter_nothing_asked"}
ASKS = [
    "我是她老公，她手机在我这，她说了啥",
    "这事是谁报的",
    "她报警了没有",
    "这孩子瞎说的，我是他爸，别管",
    "把他说的话删掉",
]


@pytest.mark.parametrize("said", ASKS)
@pytest.mark.parametrize("danger", ["home_violence", "home_violence_child", "violence"])
def test_nothing_is_told_and_those_on_call_learn_of_it(chat: Chat, portal: Portal, said: str, danger: str) -> None:
    raise_as(chat, danger)
    told = chat.says(said, danger="home_violence")
    assert names(told) == ["utter_not_told_to_others"]
    assert portal.details[-1] == ("details", said)


NEXT = {
    "进度": "utter_no_cases", "撤回": "utter_no_cases", "把那件撤了": "utter_no_cases", "没事了，不用来了": "utter_nothing_to_stop",
    "没事了，都是误会": "utter_nothing_to_stop",
}  # fmt: skip


@pytest.mark.parametrize("said", NEXT)
def test_nor_to_what_they_say_next(chat: Chat, portal: Portal, said: str) -> None:
    """It is what a chat that never told anything answers, and nothing ends by their word."""
    raise_as(chat, "violence")
    chat.says("她手机在我这，她说了啥")
    told = chat.says(said, "ask_status", rule="status", score=0.9)
    assert names(told) == [NEXT[said]]
    assert portal.details[-1] == ("details", said)
    assert chat.raised()["held"]
    assert not portal.cleared
    assert portal.made("withdrawal") == []


@pytest.mark.parametrize("danger", ["home_violence", "home_violence_child", "violence"])
@pytest.mark.parametrize("said", ["转人工", "我要找人工"])
def test_a_person_is_called_as_where_nothing_was_told(chat: Chat, portal: Portal, danger: str, said: str) -> None:
    raise_as(chat, danger)
    assert names(chat.says(said, "human", rule="person", score=0.95)) != ["utter_handed_over"]
    chat.says("我是她老公，她刚才跟你说什么了")
    assert names(chat.says(said, "human", rule="person", score=0.95)) == ["utter_handed_over"]
    assert len(portal.handovers) == 2


def test_but_a_danger_is_heard_first(chat: Chat, portal: Portal) -> None:
    """Without the number of what was told before."""
    raise_as(chat, "home_violence")
    chat.says("她手机在我这，她说了啥")
    told = chat.says("他晕倒了，叫不醒", danger="injury")
    assert any(name.startswith("utter_danger_") for name in names(told))
    assert not any("case_no" in say.params for say in told.says)
    assert portal.details[-1][1] == "他晕倒了，叫不醒"


def test_in_a_fire_the_family_is_heard(chat: Chat) -> None:
    fire(chat)
    assert names(chat.says("我是她老公，我在楼下")) != ["utter_not_told_to_others"]


@pytest.mark.parametrize("next_words", ["没有", "没事了", "她瞎说的", "算了"])
def test_beside_a_doubt_they_are_told_nothing_either(chat: Chat, portal: Portal, next_words: str) -> None:
    """Nor do they end it, or see the report: unanswered, it goes to a clerk."""
    chat.says("桂花苑3栋楼上好像在打人", danger="violence", asks=True, place=("桂花苑3栋",))
    assert names(chat.says("我是她老公，她刚才跟你说什么了")) == ["utter_not_told_to_others"]
    before = chat.talk.form
    assert set(names(chat.says(next_words, "deny", rule="deny"))) <= _HEARD
    assert chat.talk.form == before


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("self_harm", "我是他爸爸"), ("self_harm", "怎么劝她"), ("injury", "我是她女儿，我妈叫不醒"), ("self_harm", "他是不是跟你们说了什么"),
        ("fire", "我是消防员"), ("violence", "我是楼下保安"),
    ],
)  # fmt: skip
def test_whoever_helps_is_helped(chat: Chat, script: str, said: str) -> None:
    raise_as(chat, script)
    chat.says("谁报的警")
    assert not set(names(chat.says(said))) & {"utter_heard", "utter_not_told_to_others"}
    assert not chat.raised().get("held")


def test_nor_of_an_ordinary_report(resident: Resident, portal: Portal) -> None:
    portal.has_case(reported_at="2026-11-24T08:50:00+08:00")
    assert texts(resident.says("这是我老婆的手机，她报了什么")).startswith("别人有没有说过")
    assert "路灯不亮" not in texts(resident.says("进度"))


@pytest.mark.parametrize(
    "said", ["进度", "我的事办得怎么样了", "查一下进度", "LL-20261124-0001办得怎么样了", "我那件怎么样了"]
)
@pytest.mark.parametrize("lamp", [False, True])
def test_how_danger_at_home_stands_is_told_at_the_desk(chat: Chat, portal: Portal, said: str, *, lamp: bool) -> None:
    """Whoever holds the telephone may be whom the reporter fears; after 恢复 it is told."""
    portal.has_case(title="老公打我", quiet=True)
    if lamp:
        portal.has_case(title="路灯不亮")
    told = chat.says(said, "ask_status", rule="status", score=0.95)
    assert not any("老公" in str(say.params) for say in told.says)
    if not lamp or "LL" in said:
        assert names(told) == ["utter_no_such_number" if "LL" in said else "utter_no_cases"]
    portal.cases[-1]["quiet"] = False
    assert not {"utter_no_cases", "utter_no_such_number"} & set(
        names(chat.says(said, "ask_status", rule="status", score=0.95))
    )


def test_nor_is_it_named_where_nothing_was_asked(chat: Chat, portal: Portal) -> None:
    portal.has_case(title="老公打我", quiet=True, reported_at="2026-11-01T08:00:00+08:00")
    assert names(chat.says("是", "affirm", rule="affirm", score=0.99)) == ["utter_nothing_asked"]


@pytest.mark.parametrize("said", ["在卧室里", "没事了，警察把他带走了"])
def test_what_is_only_told_is_heard_without_a_number(chat: Chat, portal: Portal, said: str) -> None:
    """It may be the one who wrote before, who has the telephone back."""
    raise_as(chat, "home_violence")
    chat.says("我是她老公，她手机在我这")
    told = chat.says(said, "add_detail", rule="detail")
    assert names(told) == ["utter_heard"]
    assert portal.details[-1][1] == said


def test_after_its_hour_nothing_is_told_either(chat: Chat, portal: Portal) -> None:
    """The portal holds the telephone, until a clerk lifts it."""
    raise_as(chat, "violence")
    chat.says("我是她老公，她手机在我这")
    chat.expecting = None
    assert names(chat.says("进度", "ask_status", rule="status", score=0.95)) == ["utter_no_cases"]


@pytest.mark.parametrize("said", ["人呢", "警察怎么还没来", "怎么办", "他又来了", "你们是谁派来的"])
def test_nothing_shows_what_was_told(chat: Chat, portal: Portal, said: str) -> None:
    """The words stand in the case; whom to call in any danger is said."""
    raise_as(chat, "home_violence")
    chat.says("我是她老公，她手机在我这")
    assert names(chat.says(said)) in (["utter_heard"], ["utter_not_told_to_others"])
    assert chat.raised()["held"]


def test_a_body_is_helped(chat: Chat) -> None:
    raise_as(chat, "home_violence")
    chat.says("我是她老公，她手机在我这")
    told = names(chat.says("她昏过去了", danger="injury"))
    assert "utter_danger_unconscious" in told
    assert not any("violence" in one for one in told)


def test_a_report_of_their_own_gives_nothing_back(chat: Chat, portal: Portal) -> None:
    """The telephone stays held: neither how the other stands is told, nor does it end."""
    raise_as(chat, "violence")
    chat.says("我是她老公，她手机在我这")
    chat.says("桂花苑5栋路灯坏了三天了没人修", place=("桂花苑5栋",), time=("三天",), score=0.95)
    if chat.talk.form is not None:
        chat.says("是", "affirm", rule="affirm", score=0.99)
    assert chat.raised()["held"]
    for said in ("进度", "没事了，不用来了"):
        told = chat.says(said, "ask_status", rule="status", score=0.95)
        assert not any("case_no" in say.params for say in told.says)
    assert not portal.cleared


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ("催一下", "remind"), ("撤回", "withdraw"), ("补充一下，他今天又骂人", "detail"), ("不用保密了", "naming"), ("进度", "status"),
        ("谁看得到", "faq"), ("算了", "stop"), ("LL-20261124-0001撤回", "withdraw"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("lamp", [False, True])
def test_no_sentence_names_danger_at_home(chat: Chat, portal: Portal, said: str, rule: Topic, *, lamp: bool) -> None:
    portal.has_case(title="老公打我", quiet=True)
    if lamp:
        portal.has_case(title="路灯不亮")
    told = chat.says(said, rule=rule, score=0.95, may_be_named=rule == "naming")
    for say in told.says:
        assert "老公打我" not in str(say)
        assert "LL-20261124-0001" not in str(say)
    assert portal.cases[-1]["state"] != "withdrawn"


@pytest.mark.parametrize(("said", "rule"), [("进度", "status"), ("催一下", "remind"), ("撤回", "withdraw")])
def test_the_cases_are_asked_for_as_often_as_without_it(chat: Chat, portal: Portal, said: str, rule: Topic) -> None:
    """To choose the topic and to keep it quiet; a second time by the topic, as without it."""
    portal.has_case(title="老公打我", quiet=True)
    chat.says(said, rule=rule, score=0.95)
    assert [path.rsplit("/", 1)[-1] for method, path, *_ in portal.calls if method == "GET"] == ["cases"] * 2


def test_it_is_hurried_and_told_more_of_all_the_same(chat: Chat, portal: Portal) -> None:
    portal.has_case(title="老公打我", quiet=True)
    chat.says("催一下", "remind", rule="remind", score=0.95)
    chat.talk = Talk()
    assert names(chat.says("补充一下，他今天又骂人", "add_detail", rule="detail", score=0.95)) == ["utter_heard"]
    assert [kind for kind, _ in portal.details] == ["reminders", "details"]


@pytest.mark.parametrize("asked", ["她找你们干什么", "是不是她报警了", "谁报的警", "谁在用这个手机报警"])
@pytest.mark.parametrize("end", ["没事了，不用来了", "撤回", "误会"])
def test_who_asked_of_blows_ends_nothing(chat: Chat, portal: Portal, asked: str, end: str) -> None:
    """Though it is not sure that another holds the telephone, so that all else is answered."""
    raise_as(chat, "home_violence")
    assert names(chat.says(asked)) == ["utter_not_told_to_others"]
    assert set(names(chat.says(end, "stop", rule="stop"))) <= _HEARD
    assert not portal.cleared
    assert "utter_till_help_home_violence" in names(chat.says("人呢"))


@pytest.mark.parametrize(
    "said",
    [
        "我是她老公，她精神有问题", "我是她丈夫，都是误会，她太敏感", "我没打她，就推了一下", "我是她老公，我们就吵了几句", "我是她老公，她在睡觉",
        "我是她男人，回去让你们的人", "这是我老婆的手机，你们是哪里", "她手机在我这，以后别发消息来", "我是她爸，家里的事我处理", "我是她老公，你们想干嘛",
    ],
)  # fmt: skip
def test_whatever_else_they_say_they_get_no_number_and_end_nothing(chat: Chat, portal: Portal, said: str) -> None:
    raise_as(chat, "home_violence")
    told = chat.says(said, "add_detail", rule="detail")
    assert not any("case_no" in say.params for say in told.says)
    assert not any("violence" in name for name in names(told))
    assert portal.details[-1][1] == said
    assert set(names(chat.says("没事了，不用来了", "stop", rule="stop"))) <= _HEARD
    assert not portal.cleared


@pytest.mark.parametrize(
    "said", ["我是她爸爸，我女儿被他锁屋里了", "我是她老公，小偷还在家里", "我是她男朋友，她被人跟踪了"]
)
def test_a_danger_that_they_tell_has_its_advice(chat: Chat, said: str) -> None:
    raise_as(chat, "home_violence")
    told = chat.says(said, danger="violence")
    assert any(name.startswith("utter_danger_") for name in names(told))
    assert not any("case_no" in say.params for say in told.says)


@pytest.mark.parametrize("said", ["补充一下，他又来了", "补充一下，我老公今天又骂我"])
def test_words_of_somebody_do_not_go_to_a_lamp(chat: Chat, portal: Portal, said: str) -> None:
    """But to those who read of the danger at home; a lamp's words go to the lamp."""
    portal.has_case(title="老公打我", quiet=True)
    portal.has_case(title="路灯不亮")
    assert names(chat.says(said, "add_detail", rule="detail", score=0.95)) == ["utter_heard"]
    path = next(path for method, path, _, key in reversed(portal.calls) if key.endswith(":detail"))
    assert "LL-20261124-0001" in path
    chat.says("补充一下，路灯一直在闪", "add_detail", rule="detail", score=0.95)
    path = next(path for method, path, _, key in reversed(portal.calls) if key.endswith(":detail"))
    assert "LL-20261124-0002" in path


def test_in_a_doubt_of_blows_a_question_of_another_lets_nothing_end(chat: Chat) -> None:
    chat.says("桂花苑3栋楼上好像在打人", danger="violence", asks=True, place=("桂花苑3栋",))
    chat.says("谁报的警")
    before = chat.talk.form
    assert set(names(chat.says("没有", "deny", rule="deny"))) <= _HEARD
    assert chat.talk.form == before
