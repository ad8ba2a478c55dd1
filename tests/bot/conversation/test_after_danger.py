"""What comes after a danger, and which advice it gets: pure parts."""

from __future__ import annotations

import re

import pytest

from actions.interpreting import after_danger, scenes
from actions.interpreting.all_clear import read_all_clear
from actions.interpreting.situations import scene_rows
from tests.bot.conversation.test_domain_words import DANGERS, RESPONSES

NEWS = {
    "called": [
        "已经打了", "打过了", "打了119了", "119打了", "已经报警了", "物业打过了", "120叫了", "我打了120了", "消防说在路上", "报过警了",
        "119打了 讲在路上", "打通了",
    ],
    "call_unanswered": ["没人接", "120没人接 占线", "打不通", "物业电话没人接", "燃气公司电话没人接", "一直占线", "打了三遍没人接", "警铃按了没人应"],
    "not_there": ["他们还没到", "怎么还没来", "消防车还没来", "等了二十分钟了", "还要多久到", "救护车怎么还不来", "人呢"],
    "what_now": [
        "然后怎么办", "接下来我该干嘛", "咋整啊", "接下去呢", "然后呢 要做啥子", "那我现在做啥", "我不会水 岸上能做点啥", "我不敢敲门",
        "怎么办怎么办", "我们要不要拉闸", "然后怎么办 我在五楼 下不去", "现在该怎么做", "那我能做什么", "怎么救",
    ],
    "perhaps_over": [
        "搞错了", "不是，没人有危险", "虚惊一场", "没有危险", "没着火，看错了", "原来是在看抗战片 声音开到最大", "哦哦老师群里说是消防演习 搞错了搞错了",
        "啊不好意思 是我自己锅里菜烧焦了", "没危险的 不用来人", "哦保安讲了 消防演习 放的烟饼", "是狗 泰迪 叫豆豆", "没有人打我，我是说打我的电话", "误报",
        "气话气话 我好好的", "没事，闻错了",
        "哈哈开玩笑的 别当真", "开玩笑的啦 不急", "逗你的",
        "人出来了", "火灭了", "火已经灭了", "人已经出来了", "找到了找到了", "拉上来了 人醒着 在发抖", "下来了 警察抱下来了", "没事了", "醒过来了",
        "找到了！！在卖鱼的那里 谢谢谢谢", "警察来了 一个人手上流血", "人出来了 没事了 但是电梯还没修好 别当没事了", "孩子回来了",
    ],
}  # fmt: skip
NONE = [
    "翠竹公寓5栋门口", "桂花苑8栋2单元301", "5栋", "在家", "就在楼下", "3楼走廊", "13900001112", "火越来越大了", "二楼窗口冒烟", "人还没出来",
    "还没找到啊 穿红衣服 扎两个辫子", "桂花苑6栋楼道灯坏了", "是个女的 在哭", "里面还有两个老人", "好的", "谢谢",
]  # fmt: skip


@pytest.mark.parametrize(("text", "news"), [(text, news) for news, texts in NEWS.items() for text in texts])
def test_what_became_of_it_is_heard(text: str, news: str) -> None:
    """In the words that people use after an alarm."""
    assert after_danger.read_news(text) == news


@pytest.mark.parametrize("text", NONE)
def test_a_place_or_more_of_the_danger_is_no_news(text: str) -> None:
    """It goes to the case as it is."""
    assert after_danger.read_news(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "别取消报警", "不要关掉警报", "他让我取消报警", "他逼我撤报警", "警报关了还在漏", "烟雾报警关不掉", "不能取消", "没取消报警", "别把警报关了", "报警取消不了",
        "消防警报停不下来",
    ],
)  # fmt: skip
def test_to_refuse_to_call_it_off_does_not_call_it_off(text: str) -> None:
    """Nor what somebody else wants, nor an alarm that only sounds."""
    assert after_danger.read_news(text) != "perhaps_over"


@pytest.mark.parametrize(
    "text", ["取消报警", "关掉险情", "警报关了吧", "能不能取消报警", "要不要撤销", "把报警撤了", "没有险情取消吧"]
)
def test_to_call_it_off_still_does(text: str) -> None:
    """Also when it is asked for."""
    assert after_danger.read_news(text) == "perhaps_over"


@pytest.mark.parametrize("text", ["有", "有的", "有人", "是的", "有！", "有啊快来", "对"])
def test_yes(text: str) -> None:
    """To "is somebody in danger?"."""
    assert after_danger.is_yes(text) or text == "有啊快来"
    assert not after_danger.is_no(text)


@pytest.mark.parametrize("text", ["没有", "没", "没有人", "不是", "没人有危险", "没事", "没得"])
def test_no(text: str) -> None:
    """To the same question."""
    assert after_danger.is_no(text)
    assert not after_danger.is_yes(text)


SCENES = [
    ("fire", "我家厨房着火了", "fire"),
    ("fire", "着火了！！我家对面楼厨房冒火 幸福家园7栋", "fire"),
    ("fire", "对面楼三楼着火了", "fire_seen"),
    ("fire", "楼道全是烟 我们出不去", "smoke"),
    ("fire", "炒菜油锅烧起来了", "oil"),
    ("trapped", "电梯里关了人", "lift"),
    ("trapped", "有人掉河里了", "water"),
    ("injury", "孩子吃果冻噎住了 脸发紫", "choking"),
    ("injury", "有个大爷倒地上了 不动 叫不应", "unconscious"),
    ("injury", "工人触电了，在屋顶上", "shock"),
    ("gas", "我室友烧炭烤火 现在喊不醒 我也头晕想吐", "co"),
    ("gas", "一屋子煤气味", "gas"),
    ("home_violence", "隔壁男的在打老婆 女的喊救命", "home_violence_seen"),
    ("home_violence", "我老公打我，脸都打肿了", "home_violence"),
    ("self_harm", "有个人站在楼顶要跳", "self_harm_seen"),
    ("self_harm", "我刚喝了半瓶农药", "swallowed"),
    ("self_harm", "我想喝农药", "self_harm"),
    ("self_harm", "他说要喝农药", "self_harm_seen"),
    ("self_harm", "我喝了酒，站在桥上", "self_harm_edge"),
    ("injury", "心口像石头压着，左胳膊麻", "heart"),
    ("trapped", "墙倒了，石头压住一个人", "collapse"),
    ("trapped", "宝宝在车里 钥匙也在里面", "car"),
    ("self_harm", "我不想活了", "self_harm"),
    ("violence", "夜市有两个人打起来了 一个手里有刀！", "violence_seen"),
    ("violence", "有人跟踪我 我一个人", "followed"),
    ("home_violence", "男朋友把我打得昏迷了", "home_violence"),
    ("home_violence", "女朋友拿刀追我", "home_violence"),
    ("home_violence", "我被同学的爸爸打得浑身是血", "home_violence"),
    ("home_violence", "隔壁的人把我打伤了", "home_violence"),
    ("home_violence", "朋友被她男朋友打了", "home_violence_seen"),
    ("home_violence", "邻居把我朋友打了", "home_violence_seen"),
    ("home_violence", "我邻居被她老公打得昏迷了", "home_violence_seen"),
    ("violence", "几个人在路口对我拳打脚踢", "violence"),
    ("violence", "我看到有人被打", "violence_seen"),
    ("missing", "女儿走丢了", "missing"),
    ("missing", "捡到一个走丢的小孩", "missing_found"),
    ("live_wire", "电线掉地上了，还在冒火花", "live_wire"),
    ("live_wire", "家里水龙头带电", "wire_home"),
    ("no_answer", "隔壁大爷两天没出门了 敲门不开", "no_answer"),
]


@pytest.mark.parametrize(("danger", "text", "script"), SCENES)
def test_the_advice_is_for_who_is_there_and_for_what_happens(danger: str, text: str, script: str) -> None:
    """A passer-by is told something else than whoever is in the fire."""
    assert scenes.script_of(danger, text) == script


def test_later_words_make_the_scene_clearer() -> None:
    """They cannot get down: stay in, shut the door; a word of who sees it changes nothing."""
    assert scenes.refine_script("fire", "然后怎么办 我在五楼 下不去") == "smoke"
    assert scenes.refine_script("fire", "对面的人也看到了") == "fire"
    assert scenes.danger_of_script("smoke") == "fire"
    assert scenes.danger_of_script("missing") == "missing"


FURTHER = [
    # who saw the fire, or is in it, and cannot get down
    ("fire", "trapped", "我在五楼 下不去", "smoke"),
    ("fire_seen", "trapped", "我们一家困在六楼", "smoke"),
    ("fire", "trapped", "孩子还在里头 出不来", "smoke"),
    ("smoke", "trapped", "门推不开", "smoke"),
    ("fire", "trapped", "电梯里还关着人", "lift"),
    ("fire", "injury", "我妈晕倒了 叫不醒", "unconscious"),
    ("fire", "injury", "手烫伤了一大片", "burn"),
    ("trapped", "trapped", "我在五楼 下不去", "trapped"),
    # the air
    ("co", "injury", "我爸叫不醒了", "co"),
    ("co", "injury", "他抽搐了 口吐白沫", "co"),
    ("co", "gas", "我头晕想吐", "co"),
    ("co", "injury", "手割了口子 流血", "bleeding"),
    ("gas", "injury", "我妈倒在地上没反应", "co"),
    ("gas_seen", "injury", "里面的人叫不醒", "co"),
    ("unconscious", "gas", "屋里烧着煤炉", "co"),
    ("unconscious", "injury", "屋里烧着炭火取暖的", "co"),
    ("no_answer", "gas", "他屋里烧炭的", "co"),
    ("unconscious", "injury", "还是叫不醒", "unconscious"),
    # who heard blows next door, and fears that they are known for it
    ("home_violence_seen", "home_violence", "我不敢出去 他晓得是我报的咋办", "home_violence_seen"),
    ("home_violence_seen", "violence", "他知道是我说的怎么办", "home_violence_seen"),
    ("violence_seen", "violence", "会不会报复我 我怕", "violence_seen"),
    ("home_violence_seen", "home_violence", "又打起来了 女的在哭", "home_violence_seen"),
    ("home_violence_seen", "home_violence", "他在踹我家门", "violence"),
    ("home_violence_seen", "violence", "他拿着刀站在我门口", "violence"),
    ("violence_seen", "violence", "他们追我了", "violence"),
    ("home_violence_seen", "injury", "女的倒在地上一动不动", "unconscious"),
    ("home_violence", "home_violence", "我不敢出去", "home_violence"),
    ("violence", "violence", "我不敢出去", "violence"),
    ("fire_seen", "violence", "楼下打起来了 我不敢出去", "violence"),
]


@pytest.mark.parametrize(("before", "danger", "text", "script"), FURTHER)
def test_further_words_are_read_with_the_danger_that_was_told(before: str, danger: str, text: str, script: str) -> None:
    """Smoke after a fire, the air after a coal stove, a witness who is afraid; a new danger has its own advice."""
    assert scenes.script_after(before, danger, text) == script


@pytest.mark.parametrize("said", ["然后呢", "然后怎么办 叫不醒", "他没反应 怎么办", "现在要做什么"])
def test_whoever_breathed_gas_is_still_told_to_come_out(said: str) -> None:
    """Whatever else is said of them; the words that are given until help comes say so."""
    assert scenes.refine_script("co", said) == "co"
    text = RESPONSES["utter_till_help_co"][0]["text"]
    assert re.search("屋外|开.?门.?窗", text)
    assert "屋外" in text


@pytest.mark.parametrize(
    ("danger", "text", "script"),
    [
        ("injury", "我妈叫不醒 屋里生着煤炉", "co"), ("other", "屋里烧着炭 两个人都晕了", "co"),
        ("no_answer", "爷爷屋里烧着蜂窝煤 喊不答应", "co"), ("injury", "厨房一股煤气味 奶奶倒在地上", "co"),
        ("fire", "炭火盆把被子点着了", "fire"), ("injury", "煤气罐爆炸 人炸伤了", "injury"), ("gas", "煤气味好重", "gas"),
        ("injury", "送煤气的师傅摔下来了 叫不应", "fallen"), ("self_harm", "他要烧炭自杀", "self_harm_seen"),
    ],
)  # fmt: skip
def test_whoever_lies_beside_a_stove_or_gas_is_told_of_the_air(danger: str, text: str, script: str) -> None:
    """Open doors and windows, bring them out, and only then the rest; a gas bottle that bursts is something else."""
    assert scenes.script_of(danger, text) == script


NUMBERS = {"smoke": "119", "oil": "119", "water": "119", "lift": "119", "choking": "120", "shock": "120", "co": "120", "poison": "120", "swallowed": "120"}  # fmt: skip


@pytest.mark.parametrize("script", sorted({*DANGERS, *(scene.script for scene in scenes.scenes())}))
def test_every_scene_has_its_number_and_its_advice(script: str) -> None:
    """Those of its danger, where nothing else is said."""
    first = RESPONSES[f"utter_danger_{script}"][0]["text"].splitlines()[0]
    found = re.findall("11[09]|120", first)
    assert found
    assert NUMBERS.get(script, found[0]) == found[0]
    assert RESPONSES[f"utter_till_help_{script}"]


def test_a_bad_scene_is_named(tmp_path: object) -> None:
    """The file and the line."""
    file = tmp_path / "danger_scenes.csv"  # type: ignore[operator]
    file.write_text("script,of,words,unless\nsmoke,,烟,\n", encoding="utf-8")
    with pytest.raises(scene_rows.SceneError, match=r"danger_scenes\.csv line 2"):
        scene_rows.load(file)


MISTAKEN_FOR_A_DANGER = [
    "搞错了，是邻居在烧烤，没事", "搞错了 是隔壁烧烤的烟", "看错了，是楼下烤串的", "看错了，是做饭的烟", "弄错了，是油烟", "误会，人家在放鞭炮", "误会了，是放烟花", "不好意思看错了，是放鞭炮的烟", "搞错了，是演习",
    "误会，是拍戏", "看错了，是空调的水", "搞错了，是洗车的水", "看错了，没有着火，是烧烤", "看错了，是炊烟", "误会误会，是邻居在烤肉", "看错了，原来是洒水车", "看错了", "搞错了", "误会", "误会了，不好意思",
    "虚惊一场，邻居在烧烤", "搞错了，是他们在放炮的声音", "看错了是洗车的水", "误报，在烧烤",
]  # fmt: skip
NO_MISTAKE = [
    "搞错了，烧烤把棚子点着了", "看错了，是烧烤，火很大", "误会，是放鞭炮，草堆着了", "搞错了，不是烧烤，是真着火", "搞错了，是5栋烧烤", "看错了楼层", "搞错了，是烧烤，人烫伤了", "是放烟花点着的",
    "搞错了，是他家在烧烤，现在烧到树了", "看错了，是油烟机着了", "是鞭炮炸伤了人", "误会什么，还在烧", "看错了，不是三楼是四楼", "搞错了，是烧烤？", "搞错了，邻居烧烤没人管", "看错了，是空调外机在冒烟",
]  # fmt: skip


@pytest.mark.parametrize("text", MISTAKEN_FOR_A_DANGER)
def test_a_harmless_cause_beside_a_mistake_is_an_all_clear(text: str) -> None:
    """Said with nothing else."""
    for danger in ("fire", "water", "violence"):
        assert read_all_clear(text, danger) == "false_alarm"


@pytest.mark.parametrize("text", NO_MISTAKE)
def test_what_tells_more_than_the_mistake_is_none(text: str) -> None:
    """The rest may be the danger."""
    assert read_all_clear(text, "fire") is None


@pytest.mark.parametrize("text", ["是烧烤", "邻居在烧烤", "其实是放烟花", "隔壁在放鞭炮", "原来是烧烤"])
def test_a_cause_alone_is_asked_about(text: str) -> None:
    """It may be how it began."""
    assert read_all_clear(text, "fire") == "perhaps"


@pytest.mark.parametrize(
    ("text", "cries"),
    [("救命", True), ("救命啊！！", True), ("快来人 救命", True), ("来人修一下", False), ("什么时候来人", False)],
)
def test_a_cry_for_help_is_nothing_else(text: str, cries: bool) -> None:
    """It gets the number and the advice again, not only a note on the case."""
    assert after_danger.cries_for_help(text) is cries


@pytest.mark.parametrize(
    ("script", "harm", "text"),
    [
        ("self_harm", "bleeding", "我割腕了"),
        ("self_harm_seen", "bleeding", "我女儿锁在房里割腕"),
        ("self_harm_seen", "co", "我妈把煤气开了说要一起死"),
        ("self_harm", "co", "我把煤气打开了，不想活了"),
        ("self_harm_seen", "unconscious", "我奶奶上吊了"),
        ("jumped", "", "我老婆跳楼了"),
        ("self_harm_seen", "", "我爸要上吊，绳子都拿好了"),
        ("self_harm_seen", "", "我妈想喝农药"),
        ("self_harm", "", "我想开煤气"),
        ("self_harm_seen", "", "我爸说要烧炭"),
        ("self_harm_seen", "", "我儿子把自己锁在屋里说不想活了"),
        ("self_harm_seen", "", "我儿子反锁在厕所里说不想活了"),
        ("self_harm_seen", "", "隔壁大姐坐在窗台上要跳楼"),
        ("self_harm", "", "我把自己锁在屋里，不想活了"),
        ("self_harm", "", "我老公打我，我不想活了"),
        ("self_harm", "", "老公跟我离婚，不想活了"),
        ("swallowed", "", "邻居老太喝农药了"),
        ("swallowed", "", "我妈想自杀，吃了一瓶安眠药"),
    ],
)
def test_who_wants_to_die_and_what_they_have_done_decide_the_advice(script: str, harm: str, text: str) -> None:
    """Whoever is with them is not spoken to as if they wanted to die, and the ambulance is named beside 110 once something is done."""
    assert scenes.script_of("self_harm", text) == script
    assert scenes.harm_beside(script, text) == harm
