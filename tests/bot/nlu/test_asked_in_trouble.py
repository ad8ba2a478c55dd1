"""Questions of people in grief, beaten at home, bullied at school or before a vote, each answered in its own words; and what is a report all the same."""

from __future__ import annotations

from datetime import date

import pytest

from bot.reading.classifying.bereaved import tells_of_loneliness
from bot.reading.classifying.bodies_asked import question_about_body
from bot.reading.classifying.faq import Questions
from bot.reading.community import CommunityFiles, folder

TODAY = date(2026, 11, 24)
SHIPPED = CommunityFiles(folder())
STAY, EXAMINED, TAKE, WOMEN = "被家里人打了去哪里住", "被打了去哪里验伤", "被家暴要离开家带什么", "妇联在哪怎么找"
ON_PAPER, FOR_OTHERS = "能到居委会投票或者投纸票吗", "能替家里人投票吗"
BULLIED = "在学校被同学欺负怎么办"


@pytest.fixture(scope="module")
def shipped() -> Questions:
    """The shipped community's questions, indexed once."""
    return Questions(SHIPPED.now().questions)


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("哪里能借住几天", STAY),
        ("我想知道能去哪里住", STAY),
        ("去哪验伤", EXAMINED),
        ("我可以自己去验伤吗", EXAMINED),
        ("要带孩子走，带什么东西", TAKE),
        ("我就想问问妇联在哪", WOMEN),
        ("那我到居委会投可以不", ON_PAPER),
        ("能投纸票吗", ON_PAPER),
        ("我老伴的能一起投吗", FOR_OTHERS),
        ("儿子帮我点行不行", FOR_OTHERS),
        ("我初二，有人在群里造谣说我偷东西，我不想上学了", BULLIED),
        ("我初一，班里人老欺负我，拍我视频发群里", BULLIED),
        ("网上有人骂我，我初二，不想上学", BULLIED),
        ("孩子上学划片问谁", "学区划片问谁"),
        ("钥匙丢了找谁开锁", "钥匙丢了找谁开锁"),
        ("居委会换届我在外地怎么投", "居委会换届怎么选"),
        ("租房子去哪里住便宜", "租公租房怎么申请"),
    ],
)
def test_each_gets_the_answer_to_what_was_asked(shipped: Questions, text: str, question: str) -> None:
    """An election's rules answer only whoever names one."""
    match = shipped.closest(text, TODAY)
    assert match is not None
    assert match.question.question == question


@pytest.mark.parametrize(
    "text",
    ["同学打我", "班里人老打我，要我的钱", "我妈被护工打了怎么办", "老伴不见了", "一个人过年没意思，日子过不下去了"],
)
def test_blows_and_whoever_is_gone_are_no_common_question(shipped: Questions, text: str) -> None:
    assert shipped.closest(text, TODAY) is None


def test_a_page_without_a_vote_is_no_question_of_votes(shipped: Questions) -> None:
    match = shipped.closest("我不会弄网页", TODAY)
    assert match is None or "投票" not in match.question.question


@pytest.mark.parametrize(
    "text",
    [
        "没事就是闷，一个人",
        "我老伴走了三年了",
        "儿子一年没回来了",
        "女儿好久没来看我了",
        "老伴没了，一个人吃饭没味道",
        "一个人在家好冷清",
        "老头子走了，天天一个人",
        "孩子都不在身边，没人说话",
        "心里空落落的",
        "我就是想老伴",
    ],
)
def test_loneliness_is_heard(text: str) -> None:
    assert tells_of_loneliness(text)


@pytest.mark.parametrize(
    "text",
    [
        "活着也没啥意思",
        "一个人过年没意思，日子过不下去了",
        "楼上吵得我睡不着",
        "我怕",
        "他一个人来了我怕",
        "晚上一个人走好怕",
        "孩子一个人在家哭",
        "有个老人一个人在哭",
        "孩子没回来",
        "女儿走了一年没回来了",
        "老伴晚上走了没回来",
        "老伴不见了",
        "我妈走了",
        "老伴没了，抚恤金怎么领",
        "老伴昨天夜里没了",
        "一个人在家停电了好怕",
        "一个人在家好怕",
        "一个人在家难受",
        "一个人想死",
    ],
)
def test_a_danger_a_trouble_or_a_question_is_not_taken_for_it(text: str) -> None:
    """我怕 and 儿子没回来 may be the first words of a danger."""
    assert not tells_of_loneliness(text)


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("街道办事处在哪", "文新街道办事处"),
        ("派出所怎么走", "文新派出所"),
        ("请问物业在哪里", "幸福物业"),
    ],
)
def test_where_a_body_is_is_told_with_its_number(text: str, body: str) -> None:
    found = question_about_body(text, SHIPPED.now())
    assert found is not None
    assert found.question.startswith(body)


@pytest.mark.parametrize("text", ["物业说垃圾去哪里扔", "派出所门口的路灯在哪里报修", "城管没来，摊子还在"])
def test_what_only_names_a_body_asks_for_none(text: str) -> None:
    assert question_about_body(text, SHIPPED.now()) is None
