"""After a danger was recognised: what was written here and how to clear it, who is still inside, what to drink, and where it is after all."""

from __future__ import annotations

from typing import Any

import pytest

from actions.interpreting.after_danger import asks_only_and_then
from actions.interpreting.aid.aftercare import asks_of_care, has_swallowed, skin_is_off
from actions.interpreting.aid.another_holder import shows_another
from actions.interpreting.aid.inside import says_somebody_is_inside
from actions.interpreting.aid.lifeless import has_fainted
from actions.interpreting.aid.traces import asks_of_traces
from actions.interpreting.aid.untold import blows_told_beside
from actions.interpreting.all_clear import read_all_clear
from actions.interpreting.scenes import danger_after
from actions.topics.danger.emergency import says_that_we_stay
from tests.bot.conversation.conftest import Resident, asked, texts
from tests.bot.conversation.danger_chat import Chat, doubt, fire, names, raise_as
from tests.bot.conversation.portal_stand_in import Portal

TRACES = (
    "我刚才说了什么|怎么把这里的话删掉|怎么删|怎么删除聊天记录|怎么删掉|能清空吗|把这些删了吧|怎么不留记录|这个聊天能删吗|他翻我手机怎么办|我说过什么|我之前跟你说什么了|记录在哪里|她刚才跟你说什么了|我老婆说了什么"
    "|你记了什么|怎么清空聊天|帮我删了|我想把刚才说的删掉|会不会留下记录|手机上有记录吗|他回来会查我手机|老公天天翻我手机|怎么抹掉|聊天怎么清|我发的东西怎么删|刚才聊了啥|聊天记录给我看看|清空|短信怎么删|发过的怎么删啊"
    "|我老婆报警了吗|她是不是报警了|不想让他看到这些|别让他看到聊天|怎么退出|怎么关掉这个页面|怕他看到我写的|怎么删掉我说他打我的话|他回来了会看我手机|怎么才能让他看不到这些"
)
OTHERS = (
    "他把我手机里的证据删了|别删|怎么清理现场的血|他删了我微信|我电话删掉|怎么删掉我的号码|取消报警怎么弄|他在看我|我看不清|怎么清洗伤口|我该说什么|跟警察说什么|他说什么都不听|没事了|他拿刀了|他让我删掉照片|监控能删吗|怎么办"
    "|他要我把录音删了|那我说什么|警察来了说什么|他又动手了，怎么删聊天|他打我还翻我手机|怕他发现我躲在这|别让他看到我|怎么关门|怎么离开家|邻居报警了吗|他拿刀了，我说了什么|怎么退出小区|他又打我|不要把我的信息给他|报警要说什么"
)
INSIDE = "没人出来|我奶奶腿脚不好还在三楼|有两个小孩被困在里面|我爸瘫痪在床还在里面|邻居家的孩子还在里面|孩子还在里面|我妈没出来|里面有个老人|我儿子还在屋里|我孩子在里面|隔壁老太太还在家里|楼上还有人|三楼还有个孩子|我爸出不来|还有人没出来|里面困着两个人|他还在里面|奶奶睡在里面|屋里还有个瘫痪的老人|我弟弟没跑出来"
NOT_INSIDE = "里面没人|里面没有人|我的猫还在里面|钱包还在里面|我们都出来了|人都出来了|里面有人吗|消防员在里面|孩子出来了|我妈出来了|手机没拿出来|我在里面|家里没人|孩子在我身边|我妈不在家里|楼上也着了|火从里面出来|我在三楼"
CARE = "能喝水吗|现在要注意什么|能给他喝水吗|要不要去医院|可以睡觉吗|要注意点啥|怎么照顾|他能喝点水吗|可以喂奶吗|要送医院吗|能动吗|然后呢|能不能喝水|那要去医院不"
NO_CARE = "能修吗|楼道灯能修吗|他不能喝水|喝水了|垃圾能不能清走|要不要交物业费|谢谢|能办老年证吗|可以停车吗|要多久|能回去吗|他走了"


def responses(answer: dict[str, Any]) -> list[str]:
    return [message["response"] for message in answer["messages"]]


@pytest.mark.parametrize("script", ["home_violence", "violence", "self_harm"])
@pytest.mark.parametrize("text", TRACES.split("|"))
def test_whoever_asks_what_was_written_hears_no_number(chat: Chat, script: str, text: str) -> None:
    """Whoever struck may hold the telephone by now; a message that shows it gets the sentence for others."""
    raise_as(chat, script)
    (said,) = names(chat.says(text, "out_of_scope", rule="out_of_scope"))
    by_another = said == "utter_not_told_to_others" and shows_another(text, near=True)
    assert said in ("utter_clear_this_phone", "utter_hide_this_chat") or by_another


@pytest.mark.parametrize("text", OTHERS.split("|"))
def test_other_words_ask_nothing_of_that(text: str) -> None:
    assert not asks_of_traces(text, alone=True)


def test_in_a_fire_to_delete_may_be_of_the_alarm(chat: Chat) -> None:
    """Only what names the chat is of that."""
    raise_as(chat, "fire")
    assert names(chat.says("怎么删除聊天记录", "faq", rule="faq")) == ["utter_clear_this_phone"]
    assert "utter_clear_this_phone" not in names(chat.says("删了吧", "withdraw", rule="withdraw"))


@pytest.mark.parametrize("text", ["怎么删", "怎么删除聊天记录", "我刚才说了什么"])
def test_before_anything_is_raised_it_is_asked_on(resident: Resident, portal: Portal, text: str) -> None:
    assert asked(resident.says("我儿子动不动就扇我，桂花苑3栋")) == "danger"
    answer = resident.says(text)
    assert responses(answer)[0] == "utter_clear_this_phone"
    assert asked(answer) == "danger"
    assert "110" not in texts(answer)
    assert "清空" in texts(answer)
    assert portal.made("report") == []


def test_after_a_denial_too(resident: Resident) -> None:
    assert resident.says("我老公打我，桂花苑3栋")["registered"]
    resident.new_epoch()
    resident.says("没事了")
    assert responses(resident.says("怎么删")) == ["utter_clear_this_phone"]


def test_that_he_looks_through_it_stands_in_the_case(chat: Chat, portal: Portal) -> None:
    """Without a word of it on the screen."""
    raise_as(chat, "home_violence")
    assert names(chat.says("他在翻我手机")) == ["utter_clear_this_phone"]
    assert portal.details[-1][1] == "他在翻我手机"


def test_who_can_read_it_is_told_how_to_clear_it_and_blows_beside_it_are_heard(resident: Resident) -> None:
    answer = resident.says("老公家暴，他会看见我写的字吗")
    assert responses(answer)[:3] == ["utter_danger_home_violence", "utter_who_is_told", "utter_clear_this_phone"]
    assert asked(answer) == "danger"


@pytest.mark.parametrize(
    "text", ["他会看见我写的字吗", "我电话打不通，他看得到吗", "没打我，他会知道吗", "谁看得到我的投诉"]
)
def test_without_blows_none_are_heard(text: str) -> None:
    assert blows_told_beside(text) is None


@pytest.mark.parametrize("script", ["fire", "gas", "collapse"])
def test_of_whoever_is_inside_the_firemen_are_to_be_told(chat: Chat, portal: Portal, script: str) -> None:
    """And nobody goes back in; people are paged anew."""
    raise_as(chat, script)
    for text in INSIDE.split("|"):
        assert names(chat.says(text))[0] == "utter_still_inside", text
        assert chat.raised().get("danger") == script
        assert portal.made("detail")[-1]["danger"]


@pytest.mark.parametrize("text", NOT_INSIDE.split("|"))
def test_nobody_things_or_the_sender_are_not_inside(text: str) -> None:
    assert not says_somebody_is_inside(text, "fire")


@pytest.mark.parametrize("script", ["smoke", "lift", "water", "violence"])
def test_elsewhere_inside_is_no_news(script: str) -> None:
    """Whoever is in the smoke themselves shuts the door; a lift holds people anyway."""
    assert not says_somebody_is_inside("孩子还在里面", script)


@pytest.mark.parametrize("script", ["choking", "shock", "water"])
def test_after_the_end_what_to_drink_is_no_common_question(chat: Chat, script: str) -> None:
    raise_as(chat, script)
    chat.was_told_its_end()
    for text in CARE.split("|"):
        assert names(chat.says(text, "faq", rule="faq")) == ["utter_after_care", "utter_danger_added"], text


@pytest.mark.parametrize("text", NO_CARE.split("|"))
def test_other_questions_are_not_of_that(text: str) -> None:
    assert not asks_of_care(text, "choking")


@pytest.mark.parametrize("script", ["lift", "fire", "violence"])
def test_nobody_was_hurt_there(script: str) -> None:
    assert not asks_of_care("能喝水吗", script)


@pytest.mark.parametrize("text", ["皮掉了", "皮都掉下来了", "掉皮了", "脱了一层皮", "露出红肉了", "手上皮粘在衣服上了"])
def test_skin_that_comes_off_is_a_deep_burn(chat: Chat, portal: Portal, text: str) -> None:
    raise_as(chat, "burn")
    assert names(chat.says(text))[0] == "utter_skin_is_off"
    assert portal.made("detail")[-1]["danger"] == "injury"


@pytest.mark.parametrize("text", ["皮没掉", "没掉皮", "会不会掉皮", "皮有点红", "起泡了", "怕掉皮"])
def test_skin_that_stays_is_none(text: str) -> None:
    assert not skin_is_off(text)


def test_a_deep_burn_is_more_than_the_burn_that_was_raised(resident: Resident) -> None:
    assert responses(resident.says("孩子被开水烫了，桂花苑3栋"))[:2] == ["utter_danger_burn", "utter_danger_raised"]
    assert responses(resident.says("皮掉了"))[0] == "utter_skin_is_off"


@pytest.mark.parametrize("text", ["然后呢", "接下来呢", "那呢", "那然后呢？", "之后呢", "然后"])
def test_and_then_is_no_yes(chat: Chat, portal: Portal, text: str) -> None:
    """Nothing is raised; what an answer leads to is said again."""
    doubt(chat)
    said = chat.says(text, "out_of_scope", rule="out_of_scope")
    assert names(said) == ["utter_danger_gas_seen", "utter_not_told_yet", "utter_ask_danger"]
    assert portal.made("report") == []


@pytest.mark.parametrize("text", ["然后他打我", "怎么办", "然后呢 他晕了", "有", "还有呢有人晕了", "快来啊"])
def test_more_than_and_then_is_heard(text: str) -> None:
    assert not asks_only_and_then(text)


@pytest.mark.parametrize("text", ["120把她拉走了", "救护车接走了", "已经送医院了"])
def test_whoever_was_taken_to_hospital_is_in_no_danger_here(resident: Resident, portal: Portal, text: str) -> None:
    """No first aid any more, and no 人平安就好."""
    resident.says("我奶奶摔了胯骨断了，桂花苑3栋")
    answer = resident.says(text)
    assert responses(answer)[0] == "utter_in_hospital"
    assert "平安" not in texts(answer)
    assert "没事就好" not in texts(answer)
    assert portal.made("report") == []


@pytest.mark.parametrize("text", ["打了120", "120来了，人不行了", "还没拉走"])
def test_help_that_was_only_called_raises_all_the_same(resident: Resident, text: str) -> None:
    resident.says("我奶奶摔了胯骨断了，桂花苑3栋")
    assert "utter_in_hospital" not in responses(resident.says(text))


def test_a_yes_to_another_question_is_no_cry(resident: Resident, portal: Portal) -> None:
    """Nor is a no: whoever is asked of the lamp neither raises nor ends the alarm by it. 有, the button's word, still does."""
    for word, expected in (
        ("是", "utter_registered"),
        ("没有", "utter_still_open"),
        ("有", "utter_danger_unconscious"),
    ):
        resident.expecting = None
        resident.new_epoch()
        assert resident.says("我爸晕倒了，桂花苑3栋")["registered"]
        resident.new_epoch()
        assert asked(resident.says("好像没事了")) == "danger"
        assert asked(resident.says("另外楼道灯坏了，桂花苑5栋")) == "confirm"
        assert responses(resident.says(word))[0] == expected
        assert portal.cleared == []


@pytest.mark.parametrize(
    ("text", "danger"),
    [("救醒了没事了", "injury"), ("叫醒了，没事了", "injury"), ("甩掉了，没事了", "violence"), ("没跟了，没事了", "violence"), ("他自己爬回来了", "trapped")],
)  # fmt: skip
def test_plain_words_end_it(text: str, danger: str) -> None:
    assert read_all_clear(text, danger) == "safe"


@pytest.mark.parametrize(
    ("text", "danger"),
    [("叫不醒", "injury"), ("甩不掉", "violence"), ("没跟丢", "violence"), ("还跟着", "violence"), ("叫醒了又睡过去了", "injury"), ("爬回来一半", "trapped")],
)  # fmt: skip
def test_their_contrary_does_not(text: str, danger: str) -> None:
    assert read_all_clear(text, danger) != "safe"


@pytest.mark.parametrize("text", ["别告诉我老师", "不要跟我老师说", "别让学校知道"])
def test_whoever_fears_the_school_hears_of_the_school(resident: Resident, text: str) -> None:
    resident.says("我不想活了，桂花苑3栋")
    resident.new_epoch()
    answer = resident.says(text)
    assert responses(answer)[0] == "utter_school_not_told"
    assert "老师" in texts(answer)


@pytest.mark.parametrize(
    ("text", "place"),
    [("不对，是幸福路的红绿灯那儿", "幸福路的红绿灯"), ("不是公园路，是幸福路的红绿灯", "幸福路的红绿灯"), ("错了，是幸福路红绿灯旁边", "幸福路红绿灯旁边"), ("不对，是建设路的报刊亭", "建设路的报刊亭"), ("不对，是建设路的天桥下面", "建设路的天桥下面"), ("不对，是桂花苑的5栋", "桂花苑的5栋"), ("说错了，是人民路", "人民路"), ("不对，是幸福路路灯坏了那儿", "幸福路")],
)  # fmt: skip
def test_what_stands_on_the_road_is_kept(resident: Resident, portal: Portal, text: str, place: str) -> None:
    resident.says("有人晕倒了，公园路")
    resident.new_epoch()
    resident.says(text)
    assert portal.made("detail")[-1]["changes"]["place"] == place


@pytest.mark.parametrize("text", ["不对，他醒了", "不对，不是公园路", "不对，救护车去人民医院", "不对，是心脏病", "不对，是我爸", "不对，是在路上摔的"])  # fmt: skip
def test_what_is_no_place_moves_nothing(resident: Resident, portal: Portal, text: str) -> None:
    resident.says("有人晕倒了，公园路")
    resident.new_epoch()
    resident.says(text)
    assert not (portal.made("detail")[-1].get("changes") or {}).get("place")


def test_whoever_wants_to_die_and_does_not_know_is_listened_to(chat: Chat) -> None:
    """They were asked nothing: 不知道 ends no question."""
    raise_as(chat, "self_harm")
    assert says_that_we_stay(chat.says("不知道", "out_of_scope", rule="out_of_scope").says)


def test_a_fire_told_of_with_somebody_inside(chat: Chat) -> None:
    """Where it is not known where, that is asked, too."""
    fire(chat, "着火了", place=())
    assert names(chat.says("我孩子在里面"))[-1] == "utter_ask_danger_place"


@pytest.mark.parametrize(
    "text",
    ["路灯坏了，另外有人要跳楼，桂花苑3栋", "我赞成拆旧楼，另外有人要跳楼，桂花苑3栋", "路灯坏了，另外我奶奶摔了，桂花苑3栋", "楼道灯坏了，另外隔壁打起来了，桂花苑3栋"],
)  # fmt: skip
def test_a_danger_beside_another_matter_is_raised_or_asked_about(resident: Resident, text: str) -> None:
    answer = resident.says(text)
    assert asked(answer) == "danger" or answer["registered"]
    assert answer["messages"][0]["response"].startswith("utter_danger_")


@pytest.mark.parametrize("text", ["路灯坏了，另外垃圾没人收，桂花苑3栋", "电梯坏了，还有楼道堆杂物怕着火，桂花苑3栋"])
def test_two_ordinary_matters_are_told_apart(resident: Resident, text: str) -> None:
    assert asked(resident.says(text)) != "danger"


@pytest.mark.parametrize(
    ("text", "response"),
    [("怎么退出，他在点煤气", "utter_danger_"), ("怎么删聊天记录，我肚子痛流产了", "utter_danger_"), ("怎么删聊天记录，他进来了", "utter_danger_home_violence"), ("他进来了怎么删", "utter_danger_home_violence"), ("他又动手了，怎么删聊天", "utter_danger_home_violence"), ("怎么不让他看到，我在5栋", "utter_danger_added")],
)  # fmt: skip
def test_what_is_told_beside_the_question_is_heard_first(
    resident: Resident, portal: Portal, text: str, response: str
) -> None:
    """It stands in the case; then it is said how to clear the telephone."""
    assert resident.says("我老公打我，清河小区3栋")["registered"]
    resident.new_epoch()
    said = responses(resident.says(text))
    assert said[0].startswith(response)
    assert said[-1] == "utter_clear_this_phone"
    assert portal.details


def test_a_place_told_beside_the_question_is_kept(resident: Resident, portal: Portal) -> None:
    resident.says("老公打我")
    resident.new_epoch()
    resident.says("怎么不让他看到，我在清河小区5栋")
    assert portal.made("detail")[-1]["changes"] == {"place": "清河小区5栋"}


@pytest.mark.parametrize("text", ["快点，怎么删，谢谢", "我刚才说的话怎么删", "求求你，怎么删聊天记录"])
def test_a_courtesy_beside_it_is_no_news(chat: Chat, portal: Portal, text: str) -> None:
    raise_as(chat, "home_violence")
    assert names(chat.says(text, "out_of_scope", rule="out_of_scope")) == ["utter_clear_this_phone"]
    assert portal.details == []


@pytest.mark.parametrize(
    "text", ["我和孩子还在屋里", "我跟我妈还在里面", "妈妈和我还在里面出不去", "我们一家还在楼上", "我带着孩子困在三楼"]
)
def test_whoever_is_inside_themselves_is_not_told_to_wait_outside(chat: Chat, text: str) -> None:
    raise_as(chat, "fire")
    assert names(chat.says(text))[0] == "utter_danger_smoke"


@pytest.mark.parametrize("text", ["我家孩子还在屋里", "我们家老人还在楼上", "我孩子在里面，我在外面"])
def test_their_family_is(chat: Chat, text: str) -> None:
    raise_as(chat, "fire")
    assert names(chat.says(text))[0] == "utter_still_inside"


@pytest.mark.parametrize("text", ["火灭了但人晕了", "火灭了，孩子晕了", "人被烟熏晕了"])
def test_whoever_fainted_is_not_over_with_the_fire(chat: Chat, text: str) -> None:
    raise_as(chat, "fire")
    assert names(chat.says(text))[0] == "utter_danger_unconscious"


@pytest.mark.parametrize("text", ["火灭了，没人晕", "人没晕", "有点头晕了"])
def test_nobody_fainted(text: str) -> None:
    assert not has_fainted(text)


@pytest.mark.parametrize("text", ["我吃药了", "我把药都吃了", "吃了一瓶药", "刚吃了三十片", "喝农药了"])
@pytest.mark.parametrize("script", ["self_harm", "self_harm_edge"])
def test_whoever_wants_to_die_and_has_swallowed_something_gets_an_ambulance(chat: Chat, script: str, text: str) -> None:
    raise_as(chat, script)
    assert names(chat.says(text, "out_of_scope", rule="out_of_scope"))[0] == "utter_danger_swallowed"


@pytest.mark.parametrize("text", ["没吃药", "想吃药", "吃饭了", "药在哪", "要吃药吗", "吃了药就好了吗"])
def test_who_has_not_swallowed_any_is_heard_as_before(text: str) -> None:
    assert not has_swallowed(text, "self_harm")


def test_a_danger_without_a_name_does_not_replace_a_fire() -> None:
    """我和孩子还在屋里 confirms the fire that was in doubt."""
    assert danger_after("fire", "other") == "fire"
    assert danger_after("fire", "injury") == "injury"
    assert danger_after(None, "other") == "other"
