"""An answer with an explicit sign that there is no danger is heard, whatever it tells beside; one with a word of harm never is."""

from __future__ import annotations

import pytest

from actions.interpreting.aid.plain_ends import may_only_sleep, says_there_is_none
from actions.interpreting.all_clear import read_all_clear
from tests.bot.conversation.danger_chat import Chat, doubt, names, raise_as
from tests.bot.conversation.portal_stand_in import Portal

NONE = [
    ("fire", "哦找到了，302阿婆锅子烧糊了，她已经关火开窗了，没着火"),
    ("fire", "看了一圈没着火，是隔壁煮粥烧干了"),
    ("fire", "我敲门问了，他家炖肉炖糊了，火已经关了，没起火"),
    ("fire", "没有着火哈，楼下大姐在烧菜"),
    ("gas", "燃气公司来测过了，说不漏，是楼下刷墙的味道"),
    ("gas", "物业上门看了没漏气，垃圾桶的味"),
    ("live_wire", "电工师傅来验过了，说不漏电，是镇流器坏，麻烦报修"),
    ("live_wire", "供电所的人说是网线，不带电的"),
    ("missing", "找着了找着了，在小店吃冰棍，吓死我了，没事了啊"),
    ("missing", "没有了，孩子在我身边"),
    ("missing", "找到了，跟小伙伴在楼下打球呢"),
    ("missing", "我妈自己回来了，去买菜没带手机"),
    ("missing", "接到了，老师带他在门卫室写作业"),
]
GOES_ON = [
    ("fire", "没着火，但是烟越来越大"), ("fire", "厨房没着火，阳台着火了"), ("fire", "还没着火，烟很大"), ("fire", "没着火吗"), ("fire", "好像没着火"), ("fire", "火灭了又着了"), ("fire", "没着火，是爆炸了"),
    ("fire", "没着火，有人被烫了"), ("fire", "灯亮着，人不应"), ("gas", "不漏了，人晕了"), ("gas", "是不是漏气了"), ("live_wire", "不带电，可是掉下来砸到人了"), ("live_wire", "刚才麻了一下"),
    ("missing", "找到了他的书包"), ("missing", "还没找到"), ("missing", "找着了一个，还有一个没找到"), ("missing", "找到了，腿摔断了"), ("missing", "刚才还在我身边"), ("missing", "在我身边一转身就不见了"),
    ("missing", "找到了吗"), ("missing", "找到了，在河里"), ("missing", "同学都到家了，就他没到"), ("missing", "找到了，在医院抢救"), ("missing", "别人都回来了，她没有"), ("missing", "找着了，在天台上坐着"), ("missing", "他没回来"), ("missing", "快找到了"), ("missing", "找到了，躺在河边不动"), ("missing", "回来了，身上都是血"), ("fire", "没着火，就是闻到煤气"), ("fire", "没着火，漏电了"), ("gas", "没漏气，烧炭取暖呢，头有点胀"), ("gas", "没漏气，大家都难受"), ("missing", "找到了，人已经硬了"), ("missing", "找到了，脸都青了"), ("missing", "找到了，上吊了"), ("missing", "找到了，人没了"), ("violence", "没打人了"), ("self_harm", "我没想跳"),
]  # fmt: skip

UNKNOWN_BESIDE = [  # a clause that tells something else, an end of somebody else's, or no explanation
    ("fire", "没着火，一股焦糊味"), ("fire", "没着火，插座烧糊了"), ("fire", "火灭了，我爸没出来"), ("fire", "我家没着火，对面那栋着了"), ("fire", "没着火，是煤气泄了"), ("fire", "没着火，孩子一个人在里面"), ("fire", "刚才没着火，现在着了"), ("fire", "没着火，楼道里呛得慌"), ("fire", "火灭了，我妈胸闷"), ("fire", "没着火，锅烧糊了，她心口闷"), ("fire", "火灭了一半"), ("fire", "隔壁没着火"),
    ("gas", "没漏气，是CO报警器响"), ("gas", "不是煤气，是一氧化碳"), ("gas", "不漏了，我妈恶心"), ("gas", "物业说不漏，我闻着味道很大"), ("gas", "不是煤气，是汽油味"), ("gas", "昨天没漏"), ("live_wire", "没带电话"), ("live_wire", "灯杆不漏电，旁边的箱子有电"),
    ("missing", "找到人了，没气了"), ("missing", "人找到了，没呼吸"), ("missing", "人找到了，已经凉了"), ("missing", "找着了，在阳台外面"), ("missing", "找到了，被人关着"), ("missing", "孩子在我身边，老人丢了"), ("missing", "接到了勒索电话"), ("missing", "接到了，说要钱"), ("missing", "警察回来了"), ("missing", "保安回来了，没看见"), ("missing", "我回来了，孩子不在家"), ("missing", "我回家了，家里没人"), ("missing", "孩子手机找到了"),
    ("missing", "找到了，喝了药"), ("missing", "找到了，手腕划了"), ("missing", "找到了在窗台上"), ("missing", "找到了，在车里睡着了"), ("missing", "老公回来了"), ("missing", "狗回来了"),
]  # fmt: skip


@pytest.mark.parametrize(("danger", "said"), NONE)
def test_an_explicit_sign_of_none_is_heard(danger: str, said: str) -> None:
    assert says_there_is_none(said, danger)


@pytest.mark.parametrize(("danger", "said"), GOES_ON + UNKNOWN_BESIDE)
def test_a_word_of_harm_or_doubt_spoils_it(danger: str, said: str) -> None:
    """And of violence, or of whoever wants to die, no such word is believed."""
    assert not says_there_is_none(said, danger)


@pytest.mark.parametrize(("danger", "said"), [one for one in NONE if one[0] == "fire"])
def test_the_answer_raises_nothing(chat: Chat, portal: Portal, danger: str, said: str) -> None:
    """Though the bot reads the danger that was asked about in it."""
    doubt(chat, "楼道里有焦味，我吓一跳", danger=danger, place=())
    assert names(chat.says(said, danger=danger))[0] == "utter_no_danger"
    assert portal.cases == []


@pytest.mark.parametrize("said", ["没着火，但是烟越来越大", "厨房没着火，阳台着火了"])
def test_what_goes_on_is_raised(chat: Chat, portal: Portal, said: str) -> None:
    doubt(chat, "楼道里有焦味，我吓一跳", danger="fire", place=())
    assert chat.says(said, danger="fire").registered


def test_another_danger_in_the_answer_is_raised(chat: Chat) -> None:
    """Whatever was denied of the one that was asked about."""
    doubt(chat, "楼道里有焦味，我吓一跳", danger="fire", place=())
    assert chat.says("没着火，是有人动手", danger="violence").registered


@pytest.mark.parametrize("said", ["找到人了，没气了", "我回来了，孩子不在家", "接到了勒索电话", "找到了，喝了药"])
def test_who_is_not_safely_back_is_still_looked_for(chat: Chat, portal: Portal, said: str) -> None:
    raise_as(chat, "missing")
    chat.says(said, rule="detail")
    assert portal.cleared == []
    assert not chat.raised().get("over")


@pytest.mark.parametrize("said", [one for danger, one in NONE if danger == "missing"])
def test_whoever_was_missing_is_found(chat: Chat, portal: Portal, said: str) -> None:
    """At once, and whoever is on call is told."""
    raise_as(chat, "missing")
    chat.says(said, rule="detail")
    assert len(portal.cleared) == 1
    assert chat.raised()["over"]


SLEEPS = ["哎呀睡着了 呼噜我都听到了 耳背 钓鱼的", "是睡觉呢，耳朵不好", "大爷在打盹"]
FAINTS = ["睡着了叫不醒", "打呼噜 嘴歪了", "呼噜声好大 喊不应", "睡着了吗", "呼噜呼噜喘不上气"]


@pytest.mark.parametrize("said", SLEEPS)
def test_whoever_may_only_sleep_is_asked_about(chat: Chat, portal: Portal, said: str) -> None:
    """Who faints may snore, too."""
    raise_as(chat, "unconscious")
    assert names(chat.says(said, rule="detail"))[-1] == "utter_ask_danger"
    assert portal.cleared == []
    assert may_only_sleep(said)


@pytest.mark.parametrize("said", FAINTS)
def test_who_faints_is_not_asleep(said: str) -> None:
    assert not may_only_sleep(said)


@pytest.mark.parametrize("said", ["白叫你们了 撤单", "白跑一趟", "不好意思 让你们白跑一趟", "白着急了 撤案吧"])
def test_that_help_was_called_for_nothing_is_an_end(said: str) -> None:
    assert read_all_clear(said, "injury") == "false_alarm"


@pytest.mark.parametrize(
    "said", ["白叫了半天没人来", "白打了120 没人接", "撤单", "白叫了", "白喊了", "白忙一场", "没了，不用来了"]
)
def test_that_nobody_came_is_none(said: str) -> None:
    """Nor is a mere call-off an end of the danger."""
    assert read_all_clear(said, "injury") is None
