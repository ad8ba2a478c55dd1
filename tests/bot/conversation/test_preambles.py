"""Words before a report: a kind word, and nothing is recorded; words about people want nobody."""

from __future__ import annotations

import pytest

from actions.conversation.turn import Talk
from actions.interpreting import short_answers as short
from actions.routing import asks_for_a_person, topic_of
from tests.bot.conversation.conftest import Resident, asked, texts
from tests.bot.conversation.drafts import a_turn
from tests.bot.conversation.portal_stand_in import Portal

PREAMBLES = [
    "我手写比较慢啊", "您稍等我戴眼镜", "跟你说个事", "想请教一个问题", "先不留名字了", "我是头一次用这个", "话有点长", "是这样的", "让我先理一理",
    "你别急，等我打完", "老年人打字慢", "我慢慢讲", "有件事想问问你们", "不好意思，我普通话不好",
]  # fmt: skip
REPORTS = [
    "路灯不亮", "垃圾没人收", "等了三天没人来修电梯", "电梯很慢", "有个事情要讲 三栋门口的灯坏了", "他打字骂我", "眼睛不好看不清台阶", "问一下三栋什么时候来水", "楼上有人说话吵",
]  # fmt: skip


@pytest.mark.parametrize("text", PREAMBLES)
def test_a_preamble_gets_a_kind_word(text: str) -> None:
    """Whatever the intent that was read."""
    assert short.is_preamble(text)
    assert topic_of(a_turn(text, "report_case", 0.6), Talk(), "intake") == "preamble"


@pytest.mark.parametrize(
    "text",
    ["我说话不利索了", "老人说话不利索了", "说话不利索", "老人说话不行了", "我说话费劲", "老人不会说了", "眼睛花了"],
)
def test_what_may_tell_of_a_stroke_is_no_preamble(text: str) -> None:
    """It is kept."""
    assert not short.is_preamble(text)


@pytest.mark.parametrize("text", ["我要找居委会的人", "我想跟居委会的同志说", "帮我联系一下社区的人", "找街道的同志"])
def test_somebody_of_the_committee_is_asked_for(text: str) -> None:
    """Whatever the act, if it is surely read as that."""
    assert topic_of(a_turn(text, "human", 0.9), Talk(), "person") == "person"


@pytest.mark.parametrize("text", ["我跟社区的人说过了", "社区的人多", "和社区的人都讲了", "居委会的人来过了"])
def test_words_about_the_committee_ask_for_nobody(text: str) -> None:
    """They tell what happened."""
    assert topic_of(a_turn(text, "human", 0.9), Talk(), "person") != "person"


@pytest.mark.parametrize("text", REPORTS)
def test_a_report_is_no_preamble(text: str) -> None:
    """Nothing that is told is lost."""
    assert not short.is_preamble(text)


def test_what_follows_a_preamble_is_the_report(resident: Resident, portal: Portal) -> None:
    """The preamble is no part of it, and no place was asked for."""
    for text in ("您稍等，我打字慢", "跟你说个事"):
        answer = resident.says(text)
        assert "慢慢说" in texts(answer)
        assert asked(answer) is None
    resident.says("桂花苑3栋楼下路灯不亮了")
    resident.says("是")
    assert portal.cases[0]["text"] == "桂花苑3栋楼下路灯不亮了"


def test_a_preamble_is_no_place(resident: Resident, portal: Portal) -> None:
    """Asked where, somebody who types slowly is asked once more, and not written down."""
    resident.says("路灯不亮了")
    answer = resident.says("您等等，我不太会打字")
    assert "慢慢说" in texts(answer)
    assert asked(answer) == "place"
    resident.says("桂花苑3栋")
    resident.says("是")
    assert portal.cases[0]["text"] == "路灯不亮了"


@pytest.mark.parametrize(
    "text",
    [
        "楼里三个人",
        "我们一家五口人",
        "有个人老在门口",
        "都是老人在住",
        "里面是个女人",
        "有两个人看见的",
        "有人说是物业弄的",
        "好几个人都摔过",
    ],
)
def test_words_about_people_want_nobody(text: str) -> None:
    """Though the intent says so."""
    assert not asks_for_a_person(a_turn(text, "human", 0.95))
    assert topic_of(a_turn(text, "human", 0.95), Talk(), "person") != "person"


@pytest.mark.parametrize(
    "text",
    [
        "找个真人来",
        "我要跟你们主任说",
        "换个人跟我讲",
        "有没有人工",
        "给我转社区工作人员",
        "叫个能管事的人",
        "我不跟机器讲",
        "打个电话给我",
    ],
)
def test_a_wish_for_a_person_is_heard(text: str) -> None:
    """In words."""
    assert asks_for_a_person(a_turn(text, "human", 0.95))


def test_an_act_wants_a_person() -> None:
    """Where the words are not known."""
    assert asks_for_a_person(a_turn("能不能来个人谈", "human", 0.95, act="human", act_score=0.9))


@pytest.mark.parametrize("text", ["小邻啊", "哎", "师傅", "阿姨问你", "大爷想问一下"])
def test_who_only_calls_has_told_nothing_yet(resident: Resident, portal: Portal, text: str) -> None:
    """No report begins with it, and it is not said to be unintelligible."""
    told = resident.says(text)
    assert [message["response"] for message in told["messages"]] == ["utter_take_your_time"]
    assert portal.drafts.get(17) is None


@pytest.mark.parametrize("text", ["小区", "师傅打人", "喂猫", "那个灯", "救命"])
def test_what_names_something_is_no_call(text: str) -> None:
    assert not short.only_calls(text)


def test_praise_told_in_pieces_is_praise(resident: Resident, portal: Portal) -> None:
    """Whatever the pieces look like one by one."""
    for text in ("小邻啊", "阿姨要夸人", "三号岗亭", "小李", "下雨天", "给我送伞", "送到家"):
        resident.says(text)
    kept = portal.drafts[17]
    assert kept["draft"]["kind"]["code"] == "praise"
    assert "小李" in kept["text"]


def test_a_tip_off_announced_before_the_matter_is_one(resident: Resident, portal: Portal) -> None:
    """Its kind stays when the matter follows; told in the same clause, it is the matter."""
    resident.says("我要匿名举报", said="我要匿名举报")
    resident.says("杏花村25幢后面")
    resident.says("车库里住了六七个人")
    assert portal.drafts[17]["draft"]["kind"]["code"] == "tip_off"


@pytest.mark.parametrize(
    ("text", "tells"),
    [
        ("我想要匿名举报有人把车库改成出租房", True),
        ("我要匿名举报3栋有人养鸡", True),
        ("我想匿名举报", False),
        ("匿名举报怎么弄啊", False),
        ("匿名投诉会不会查到我", False),
        ("匿名举报不要让物业知道", False),
    ],
)
def test_a_matter_in_the_clause_of_the_wish_is_not_asked_again(
    resident: Resident, portal: Portal, text: str, tells: bool
) -> None:
    resident.says(text, said=text)
    kept = portal.drafts.get(17) or {"text": ""}
    assert (kept["text"] == text) is tells
