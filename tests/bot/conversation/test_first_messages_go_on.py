"""What follows a first message of danger: a birth that was taken for blows, a newborn without a cry, a place on the stairs, a stalker who comes, a farewell that is answered, an address that is not known."""

from __future__ import annotations

import pytest

from actions.interpreting import after_danger, scenes
from actions.interpreting.aid.gone import has_answered
from actions.interpreting.places import is_coarse, leads_nowhere, may_be_a_place
from actions.routes.danger import topic_about_danger
from actions.topics.danger.whereabouts import _beside
from tests.bot.conversation.danger_chat import Chat, names, raise_as
from tests.bot.conversation.drafts import a_turn
from tests.bot.conversation.portal_stand_in import Portal


@pytest.mark.parametrize(
    ("before", "danger", "text", "script"),
    [
        ("home_violence", "injury", "不是打架，是要生孩子了", "birth"),
        ("home_violence", "injury", "生出来了，没哭声", "newborn"),
        ("birth", "injury", "孩子生下来了，不哭", "newborn"),
        ("lift", "fire", "有烟进来了", "lift_fire"),
        ("stalked", "violence", "他下车走过来了", "stalked"),
        ("stalked", "violence", "看到他在门口了", "stalked"),
        ("followed", "violence", "有人跟上来了", "followed"),
        ("home_violence", "injury", "手上流血了", "home_violence"),
    ],
)
def test_the_advice_after_further_words(before: str, danger: str, text: str, script: str) -> None:
    assert scenes.script_after(before, danger, text) == script


@pytest.mark.parametrize("text", ["没哭声", "不哭，紫的", "孩子没声音", "软塌塌的", "不喘气", "一直没反应"])
def test_a_newborn_without_a_cry_has_advice_of_its_own(text: str) -> None:
    assert scenes.script_if_lifeless("birth", text) == "newborn"


@pytest.mark.parametrize("text", ["老婆没反应了", "她晕过去了", "哭了哭了", "生下来了", "然后怎么办"])
def test_its_mother_and_a_cry_are_no_silent_newborn(text: str) -> None:
    assert scenes.script_if_lifeless("birth", text) != "newborn"


@pytest.mark.parametrize(
    ("text", "harm"),
    [("我家门把手烫得摸不了", ""), ("墙都烫了", ""), ("手烫伤了，起泡", "burn"), ("门把手烫，我手上都是泡", "burn")],
)
def test_a_hot_door_has_burnt_nobody(text: str, harm: str) -> None:
    assert scenes.harm_beside("smoke", text) == harm


@pytest.mark.parametrize(
    ("text", "harm"),
    [
        ("电梯往下坠了两层才停，奶奶说胸口像压了石头", "heart"),
        ("困在电梯里，有人晕倒了", "unconscious"),
        ("电梯里四个人，灯灭了", ""),
    ],
)
def test_whoever_is_ill_in_a_lift_is_told_of_both(text: str, harm: str) -> None:
    assert scenes.harm_beside("lift", text) == harm


@pytest.mark.parametrize("place", ["拐角", "楼梯拐角", "转角处", "楼梯口", "走廊尽头", "门厅", "角落里"])
def test_a_corner_of_the_stairs_leads_nowhere(place: str) -> None:
    assert leads_nowhere(place)


@pytest.mark.parametrize(
    ("known", "told", "place"),
    [
        ("拐角", "桂花苑3栋701", "桂花苑3栋701"),
        ("楼梯口", "桂花苑3栋1单元502室", "桂花苑3栋1单元502室"),
        ("三楼过道", "桂花苑6栋802", "桂花苑6栋802"),
        ("单元门口", "东门便利店", "东门便利店"),
        ("楼下", "工商银行", "工商银行"),
        ("厨房窗口", "桃源新村7栋301", "桃源新村7栋301厨房窗口"),
        ("楼道", "幸福家园2栋", "幸福家园2栋楼道"),
        ("楼顶", "柳岸花园6号楼", "柳岸花园6号楼楼顶"),
        ("单元门口", "桂花苑3栋", "桂花苑3栋单元门口"),
    ],
)
def test_a_flat_or_a_shop_told_later_takes_the_place_of_the_stairs(known: str, told: str, place: str) -> None:
    assert _beside(told, known) == place


ANSWERED = [
    "她刚回我了，说喝多了乱发的",
    "他回家了，虚惊一场",
    "联系上了，说是发错了",
    "电话打通了，没事",
    "弟弟到家了",
    "回我消息了，开玩笑的",
    "找到了，在同学家",
    "他回来了",
    "说是乱发的",
    "接电话了，在外面喝酒",
]
NOT_ANSWERED = [
    "还是没回我",
    "打通了没人接",
    "他说站在桥上",
    "找到了，喝了农药",
    "回我了，说想死",
    "一直不接电话",
    "她关机了",
    "喝多了会跳楼",
    "在江边找到鞋了",
    "没回家",
]


@pytest.mark.parametrize("text", ANSWERED)
def test_a_farewell_that_is_answered_may_be_over(text: str) -> None:
    assert has_answered(text)


@pytest.mark.parametrize("text", NOT_ANSWERED)
def test_one_that_is_not_goes_on(text: str) -> None:
    assert not has_answered(text)


def test_whoever_was_drunk_when_they_wrote_beats_nobody(chat: Chat, portal: Portal) -> None:
    """It is asked about, and nothing turns quiet."""
    raise_as(chat, "self_harm_gone")
    turn = a_turn("她刚回我了，说喝多了乱发的", danger="home_violence", expecting=chat.expecting)
    assert topic_about_danger(turn, chat.talk, "detail", None) == "perhaps_over"
    reply = chat.says("她刚回我了，说喝多了乱发的", danger="home_violence", rule="perhaps_over")
    assert names(reply)[-1] == "utter_ask_danger"


@pytest.mark.parametrize("text", ["我不知道门牌，楼下有个红色的超市", "不知道地址", "我不认识这是哪里", "说不清是哪栋"])
def test_who_knows_no_address_is_told_how_help_finds_them(chat: Chat, text: str) -> None:
    raise_as(chat, "unconscious")
    chat.expecting = {**chat.raised(), "asks": "place"}
    assert "utter_find_the_place" in names(chat.says(text, "inform", rule="detail"))


@pytest.mark.parametrize("text", ["我敲了半天没人应，然后怎么办", "喊了好久没人理，怎么办", "按门铃没人开，怎么办"])
def test_nobody_at_the_door_is_no_call_that_nobody_takes(text: str) -> None:
    assert after_danger.read_news(text) == "what_now"


@pytest.mark.parametrize("text", ["打119没人接", "电话没人应", "没人接怎么办", "打不通"])
def test_a_call_that_nobody_takes_still_is_one(text: str) -> None:
    assert after_danger.read_news(text) == "call_unanswered"


@pytest.mark.parametrize(
    "text",
    [
        "弟弟发消息说他在大桥上，让我别找他",
        "老公发微信说在江边，对不起我们",
        "女儿短信里说在水库边，别找她",
        "他打电话说人在天台，照顾好妈",
    ],
)
def test_a_farewell_from_elsewhere_is_for_nobody_beside_them(text: str) -> None:
    advice = {"code": "self_harm_seen", "score": 0.9}
    assert scenes.script_of("self_harm", text, advice) == scenes.GONE


@pytest.mark.parametrize("place", ["香樟树上", "池子里", "水池边", "大树下", "草丛"])
def test_a_tree_or_a_pool_is_a_spot_of_which_the_estate_is_asked(place: str) -> None:
    assert is_coarse(place)


@pytest.mark.parametrize("place", ["河边路", "柳树湾小区", "青石弄西头那个池塘", "莲花池公园"])
def test_a_name_with_such_words_is_none(place: str) -> None:
    assert not is_coarse(place)


@pytest.mark.parametrize("text", ["虚惊一场", "误会一场", "白忙一场"])
def test_a_false_alarm_is_no_place(text: str) -> None:
    assert not may_be_a_place(text)
