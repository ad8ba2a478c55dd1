"""What a sender in danger asks or tells beside the danger itself has its own answer, and ends nothing."""

from __future__ import annotations

import pytest

from actions.interpreting import scenes
from actions.interpreting.aid import asked
from actions.interpreting.doing.forbidden import forbidden_act
from actions.routing import asks_for_a_person
from tests.bot.conversation.danger_chat import Chat, names, raise_as
from tests.bot.conversation.drafts import a_turn
from tests.bot.conversation.portal_stand_in import Portal

SAID = [
    ("gas", "能进屋了吗", "back", "utter_not_back_into_gas"),
    ("gas", "可以上楼吗", "back", "utter_not_back_into_gas"),
    ("fire", "能进屋了吗", "back", "utter_not_back_yet"),
    ("gas", "是不是不用打了", "whether_to_call", "utter_call_all_the_same"),
    ("fire", "还要打119吗", "whether_to_call", "utter_call_all_the_same"),
    ("gas", "人出来了", "out", "utter_out_of_gas"),
    ("gas", "我出来了 在楼下", "out", "utter_out_of_gas"),
    ("gas", "关掉了 阀门关了", "out", "utter_out_of_gas"),
    ("fire", "人都出来了", "out", "utter_out_of_fire"),
    ("home_violence", "能不能让社区的人来看看我", "visit", "utter_visit_asked"),
    ("home_violence", "你别告诉他 也别让社区的人上门", "no_visit", "utter_no_visit"),
    ("home_violence", "不要叫人来我家", "no_visit", "utter_no_visit"),
    ("live_wire", "供电局电话多少", "power", "utter_number_power"),
    ("gas", "燃气公司电话是多少", "gas_company", "utter_number_gas"),
    ("poison", "医院电话多少", "hospital", "utter_number_hospital"),
    ("power_box", "物业电话", "property", "utter_number_property"),
    ("live_wire", "小孩还在旁边玩", "keep_away", "utter_keep_them_away"),
    ("falling", "下面有人", "keep_away", "utter_keep_them_away"),
    ("dog_bite", "去哪打针 要钱吗", "shots", "utter_rabies_shots"),
    ("dog_bite", "狗还在那里 会咬小孩", "animal_near", "utter_keep_off_the_dog"),
]
NOTHING = [
    "3栋2单元501", "我在楼下等", "快点来", "他们还没到", "有人来了", "楼上有人喊", "我叫我老公来", "门打不开", "我妈在里面", "孩子不见了", "打了没人接", "打过电话了", "物业来了", "社区的人来了", "请你们快来", "别急",
    "不要紧", "我去拿钥匙", "水越来越大", "能不能快一点", "我打电话给我老公", "我要不要下去",
]  # fmt: skip


@pytest.mark.parametrize(("script", "text", "aid", "response"), SAID)
def test_it_has_its_own_answer_and_goes_onto_the_case(
    chat: Chat, portal: Portal, script: str, text: str, aid: str, response: str
) -> None:
    """The emergency stays as it was: nothing is said to be over."""
    raise_as(chat, script)
    assert asked.read_aid(text, script) == aid
    assert names(chat.says(text, "out_of_scope", rule="out_of_scope"))[0] == response
    assert [one["text"] for one in portal.made("detail")] == [text]
    assert portal.cleared == []
    assert chat.raised()["danger"] == script


@pytest.mark.parametrize("script", ["fire", "live_wire", "home_violence", "injury", "water", "dog_bite"])
@pytest.mark.parametrize("text", NOTHING)
def test_other_words_have_none(script: str, text: str) -> None:
    assert asked.read_aid(text, script) is None


def test_out_of_a_lift_is_the_end_of_it(chat: Chat, portal: Portal) -> None:
    raise_as(chat, "lift")
    chat.says("人出来了")
    assert len(portal.cleared) == 1


def test_after_an_end_only_the_way_back_is_asked(chat: Chat) -> None:
    raise_as(chat, "gas")
    chat.was_told_its_end()
    assert names(chat.says("可以回去了吗"))[0] == "utter_not_back_into_gas"
    assert asked.read_aid("物业电话", "gas", over=True) is None


def test_the_power_company_stands_beside_the_number_of_a_wire(chat: Chat) -> None:
    raise_as(chat, "live_wire")
    (first, *_) = chat.says("然后呢").says
    assert first.response == "utter_call_first"
    assert first.params == {"number": "119、95598"}


@pytest.mark.parametrize(
    ("script", "text", "act"),
    [
        ("live_wire", "我要不要把它挑开", "自己去挑电线"), ("power_box", "要不要拉闸", "自己去拉闸"), ("shock", "要不要拉他", "在没断电时用手碰他"),
        ("poison", "给他喝醋行不行", "喝醋、喝水、喝奶、吃东西"), ("well", "我下去救他行吗", "跟着下去"),
    ],
)  # fmt: skip
def test_what_must_not_be_done_is_named(script: str, text: str, act: str) -> None:
    assert forbidden_act(text, script) == act


@pytest.mark.parametrize(("script", "text"), [("poison", "120说不用去 多喝水"), ("live_wire", "断电了可以挑开吗"), ("wire_home", "要不要拉闸"), ("shock", "用木棍挑开")])  # fmt: skip
def test_what_may_be_right_is_not_forbidden(script: str, text: str) -> None:
    assert not forbidden_act(text, script)


@pytest.mark.parametrize("text", ["他还在", "我怕", "他还在后面", "还跟着我", "我好怕啊", "他还没走"])
def test_whoever_is_still_followed_hears_the_advice_again(chat: Chat, portal: Portal, text: str) -> None:
    raise_as(chat, "followed")
    assert names(chat.says(text))[0] == "utter_danger_followed"
    assert portal.made("detail")[-1]["danger"] == "violence"


@pytest.mark.parametrize(
    "text",
    ["他走了", "我到家了", "他在上班", "我怕麻烦你们", "他还在医院", "我在店里", "怕吵", "他还在睡", "我不怕", "警察来了", "他在楼下等我吃饭吗", "还在下雨", "怕不怕", "我妈来了", "老板还在"],
)  # fmt: skip
def test_other_words_are_no_threat_that_goes_on(text: str) -> None:
    assert not asked.says_they_are_still_there(text)


def test_a_pain_in_a_well_brings_the_ambulance(chat: Chat) -> None:
    raise_as(chat, "well")
    assert names(chat.says("他说腿疼"))[:2] == ["utter_danger_well", "utter_danger_injury"]


def test_an_open_well_is_still_to_be_minded(chat: Chat) -> None:
    raise_as(chat, "well")
    assert names(chat.says("爬出来了")) == ["utter_all_clear_well"]


@pytest.mark.parametrize(
    ("danger", "text", "script"),
    [
        ("injury", "我儿子手碰到插座 不动了", "shock"), ("injury", "被流浪狗咬了 流血", "dog_bite"), ("injury", "狗咬得血止不住", "bleeding"), ("injury", "被蛇咬了", "bite"), ("other", "井盖没了一个大洞 有个老人刚掉进去", "well"),
        ("trapped", "有人掉窨井里了", "well"), ("violence", "有人跟着我", "followed"), ("home_violence", "儿子打我 要我的钱", "home_violence_elder"), ("home_violence", "我同学打我 老师不管", "bullied"),
        ("home_violence", "我老公打我", "home_violence"), ("home_violence", "我爸打我", "home_violence_child"), ("other", "楼上的窗户玻璃要掉下来了", "falling"), ("other", "井盖没了 露个大洞", "hole"),
        ("trapped", "小孩掉进化粪池", "pit"), ("trapped", "掉河里了", "water"),
    ],
)  # fmt: skip
def test_the_advice_fits_whom_it_befalls(danger: str, text: str, script: str) -> None:
    assert scenes.script_of(danger, text) == script


def test_dizziness_after_wrong_pills_is_no_gas() -> None:
    """Nor is a word of danger in general, nor does either change what was advised."""
    assert scenes.script_after("poison", "gas", "有点头昏") == "poison"
    assert scenes.script_after("poison", "gas", "屋里有煤气味") == "co"
    assert scenes.script_after("live_wire", "other", "公园路口，小孩还在旁边玩") == "live_wire"


@pytest.mark.parametrize(
    ("text", "response"),
    [
        ("要是真着火怎么办", "utter_if_fire"), ("如果电瓶车起火了怎么办", "utter_if_fire"), ("万一煤气漏了怎么办", "utter_if_gas"), ("要是困在电梯里打什么电话", "utter_if_lift"), ("如果有人触电了怎么办", "utter_if_shock"),
        ("万一有人晕倒了怎么办", "utter_if_danger"),
    ],
)  # fmt: skip
def test_a_danger_that_might_come_is_answered_and_not_raised(
    chat: Chat, portal: Portal, text: str, response: str
) -> None:
    assert names(chat.says(text, "out_of_scope", rule="out_of_scope")) == [response]
    assert portal.cases == []


@pytest.mark.parametrize(
    "text",
    ["要是下雨怎么办", "如果没人修怎么办", "万一丢了怎么办", "着火了怎么办", "我家着火了怎么办", "真着火了", "要是停电怎么办", "如果不来怎么办", "要是孩子上学怎么办", "万一迟到怎么办", "路灯坏了怎么办", "要是他不赔怎么办",
     "现在着火了怎么办", "电梯坏了怎么办", "如果我不在家怎么办"],
)  # fmt: skip
def test_other_questions_ask_for_no_such_advice(text: str) -> None:
    assert asked.what_if(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "打了三次没人接电话，帮我转人工", "你们没人接电话，我要找人工", "不用打电话，转人工客服", "不敢打电话，能不能找个人帮我", "我不想跟人工智能说话",
    ],
)  # fmt: skip
def test_whom_nobody_answers_may_wish_for_a_person(text: str) -> None:
    """What cannot be done by telephone, or was not, is wished for all the same."""
    assert asks_for_a_person(a_turn(text, "human", 0.9))


@pytest.mark.parametrize("text", ["不要打电话给我", "别给我打电话，发短信", "不用人工"])
def test_who_wants_no_call_wishes_for_nobody(text: str) -> None:
    """Nor has anybody to speak to them."""
    assert not asks_for_a_person(a_turn(text, "human", 0.9))


@pytest.mark.parametrize("text", ["不想跟人说", "不想和别人聊", "别转人工", "不要转人工", "没人跟我说话"])
def test_who_wants_nobody_is_not_handed_over(text: str) -> None:
    assert not asks_for_a_person(a_turn(text, "human", 0.9))


@pytest.mark.parametrize("text", ["我要跟人说", "不想跟机器人说，找个人", "转人工", "我想找人聊聊"])
def test_who_wants_somebody_still_is(text: str) -> None:
    assert asks_for_a_person(a_turn(text, "human", 0.9))


@pytest.mark.parametrize(
    ("before", "text", "danger", "script"),
    [
        ("live_wire", "旁边有人触电倒了", "injury", "shock"), ("home_violence", "别让人来，他说要杀了我", "violence", "violence"), ("fire", "能不能派人来救人，孩子掉水里了", "trapped", "water"),
        ("dog_bite", "狗又咬了我儿子脖子", "injury", "injury"), ("fire", "我爸烧伤了要不要打120", "injury", "burn"), ("hole", "孩子在旁边喊救命", "other", "hole"),
    ],
)  # fmt: skip
def test_a_danger_read_in_the_message_is_raised_again(
    chat: Chat, portal: Portal, before: str, text: str, danger: str, script: str
) -> None:
    """Its words may ask or tell something beside: that is no answer to a danger."""
    raise_as(chat, before)
    assert f"utter_danger_{script}" in names(chat.says(text, danger=danger))
    assert portal.made("detail")[-1]["danger"] == danger


@pytest.mark.parametrize("text", ["能让社区的人来看看吗，煤气味又大了", "小孩还在旁边玩"])
def test_a_danger_that_is_surely_read_goes_before_every_answer(chat: Chat, portal: Portal, text: str) -> None:
    """Without any word of harm, too."""
    raise_as(chat, "gas_seen")
    chat.says(text, danger="gas")
    assert portal.made("detail")[-1]["danger"] == "gas"


@pytest.mark.parametrize(
    ("script", "text"),
    [
        ("falling", "下面有人被砸了"), ("collapse", "下面有人被埋了"), ("pit", "下面有人没动静"), ("self_harm", "不要让人来，我已经吃药了"), ("self_harm_edge", "别让人上来，不然我跳"), ("gas", "他昏过去了要不要打120"),
        ("home_violence", "他拿刀要砍我还要打电话吗"), ("injury", "孩子抽了，急诊电话多少"), ("fire", "请你们来看看，煤气罐要炸了"),
    ],
)  # fmt: skip
def test_words_of_harm_have_no_answer_of_their_own(script: str, text: str) -> None:
    assert asked.read_aid(text, script) is None


def test_another_danger_in_doubt_has_none_either(chat: Chat) -> None:
    raise_as(chat, "live_wire")
    assert "utter_keep_them_away" not in names(chat.says("小孩还在旁边玩", danger="missing", asks=True))


def test_the_same_danger_in_doubt_still_has_it(chat: Chat) -> None:
    raise_as(chat, "live_wire")
    assert names(chat.says("小孩还在旁边玩", danger="live_wire", asks=True))[0] == "utter_keep_them_away"


def test_whoever_asks_for_the_ambulance_hears_its_number_too(chat: Chat) -> None:
    raise_as(chat, "gas")
    (first, *_) = chat.says("还要打120吗").says
    assert first.params == {"number": "119、120"}


@pytest.mark.parametrize("text", ["要是着火怎么办", "如果有人触电了怎么办"])
def test_what_may_be_a_danger_is_asked_about(chat: Chat, text: str) -> None:
    assert names(chat.says(text, danger="fire", asks=True))[-1] == "utter_ask_danger"


@pytest.mark.parametrize("text", ["碰到有人晕倒怎么办", "遇到煤气泄漏怎么办", "真的着火了怎么办", "真漏气了怎么办"])
def test_what_is_met_or_real_is_not_supposed(text: str) -> None:
    assert asked.what_if(text) == ""


def test_a_worse_turn_of_what_was_raised_goes_onto_its_case(chat: Chat, portal: Portal) -> None:
    raise_as(chat, "fire")
    chat.says("要是煤气罐爆炸怎么办", "out_of_scope", rule="out_of_scope")
    assert [one["text"] for one in portal.made("detail")] == ["要是煤气罐爆炸怎么办"]


@pytest.mark.parametrize("text", ["在", "在这里", "在楼下", "就在门口"])
def test_a_spot_alone_is_no_threat_that_goes_on(text: str) -> None:
    """It may be the sender's own."""
    assert not asked.says_they_are_still_there(text)


@pytest.mark.parametrize("text", ["他在楼下", "还在门口", "在跟着我", "在外面"])
def test_whoever_is_named_or_still_there_is_one(text: str) -> None:
    assert asked.says_they_are_still_there(text)


@pytest.mark.parametrize(("script", "text"), [("fire", "在楼下"), ("gas", "窗开了"), ("gas", "就在外面")])
def test_who_did_not_say_that_they_are_out_is_not_told_so(script: str, text: str) -> None:
    assert asked.read_aid(text, script) is None
