"""Danger now, and what only sounds like it."""

from __future__ import annotations

import csv
import json
from datetime import datetime
from pathlib import Path

import pytest

from actions.interpreting.scenes import script_of
from bot.reading.classifying.danger import SignError, dangers_with_sign, sign_patterns
from bot.reading.danger.urgency import LONG_FOR_URGENCY, Urgency, read_urgency
from bot.reading.learning.training import SentenceError, read_danger_file, reading_of, sentences
from bot.reading.reader import Reader
from bot.reading.trained import Heads

with (Path(__file__).parent / "danger.csv").open(encoding="utf-8") as file:
    CASES = [(row["text"], row["danger"] or None) for row in csv.DictReader(line for line in file if line[0] != "#")]


def written(name: str) -> list[dict[str, str]]:
    with (Path(__file__).parent / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(line for line in file if line[0] != "#"))


CALM = [row["text"] for row in written("danger_calm.csv")]
TOLD = [(row["text"], row["scripts"].split(), row["sure"]) for row in written("danger_told.csv")]


def read(heads: Heads, text: str) -> Urgency:
    reading = reading_of(text)
    return read_urgency(heads.danger, reading, reading.text)


@pytest.mark.parametrize(("text", "danger"), CASES)
def test_danger_now_is_told_from_the_rest(heads: Heads, text: str, danger: str | None) -> None:
    """The danger decides the number to call, also where it is asked; past, feared and told-of danger is never raised."""
    found = read(heads, text)
    assert danger is None or found.danger == danger
    assert (found.level == "emergency" or found.asks) if danger else found.level != "emergency"


def test_few_are_asked(heads: Heads) -> None:
    """Most real dangers are raised at once, and of most of what only sounds like one nothing is asked."""
    found = [(danger, read(heads, text)) for text, danger in CASES]
    real = [one.level == "emergency" for danger, one in found if danger]
    calm = [one.asks for danger, one in found if not danger]
    assert sum(real) >= 0.8 * len(real)
    assert sum(calm) <= 0.2 * len(calm)


@pytest.mark.parametrize("text", CALM)
def test_words_that_say_only_where_or_who_are_never_asked_about(heads: Heads, text: str) -> None:
    """Nor a correction, nor keys locked in, nor a guard asleep: the learned score of such words means nothing."""
    assert read(heads, text) == Urgency()


@pytest.mark.parametrize(("text", "scripts", "sure"), TOLD)
def test_a_danger_gets_the_number_that_is_right_for_it(heads: Heads, text: str, scripts: list[str], sure: str) -> None:
    """Poison swallowed is 120 first, a child locked in 119, a pressure on the chest no fallen wall."""
    found = read(heads, text)
    assert found.level == "emergency" or (found.asks and not sure)
    assert script_of(found.danger or "other", text) in scripts


@pytest.mark.parametrize(
    "text",
    [
        "保安喝了敌敌畏", "门卫在值班室睡着了 煤气味很大", "保安喝醉了追我", "保安在岗亭睡着了叫不醒", "孩子在里面", "我在水里",
        "他在门口", "我妈不见了", "妈妈救我", "救命 6栋",
    ],
)  # fmt: skip
def test_words_near_the_calm_ones_are_still_heard(heads: Heads, text: str) -> None:
    """One word more, and somebody may be in danger."""
    found = read(heads, text)
    assert found.level == "emergency" or found.asks


@pytest.mark.parametrize(
    "text",
    [
        "我妈还在里头 门打不开 都是烟", "我间铺头着火", "栏杆断了 孩子掉下去了", "步道栏杆断了一截 有人掉河里了",
        "桥栏杆外面坐着个人 像要跳", "他晓得是我讲的 现在在砸我门", "马桶返水 她滑倒了起不来", "顶楼有人要往下跳",
        "车库积水到胸口 人出不来", "盲道上电瓶车倒下来压住一个盲人", "有人往下水口倒水泥 下面还有工人", "电线垂下来电到人了",
        "烟全飘我屋里 隔壁着火了", "烟全从门缝进来 我们出不去", "他在打我妈 13500009876", "我爸在打我妈的头", "有人打我妈 快来",
        "老公又打我 手机都砸了", "有人往天台边上走 叫不回来", "树断了一截 压住人了", "电梯断了一根钢丝 里面有人", "水到我妈脖子了",
    ],
)  # fmt: skip
def test_the_same_words_of_somebody_hurt_are_heard(heads: Heads, text: str) -> None:
    """Beside a broken railing, water on the floor, a number to ring."""
    found = read(heads, text)
    assert found.level == "emergency" or found.asks


def test_ordinary_turns_are_not_asked_about(heads: Heads) -> None:
    """None of the messages is raised, and at most three of a hundred are asked about."""
    found = [(text, read(heads, text)) for text in (row["text"] for row in written("ordinary_turns.csv"))]
    assert [text for text, one in found if one.level == "emergency"] == []
    assert len([text for text, one in found if one.asks]) <= 0.03 * len(found)


@pytest.mark.parametrize("text", [row["text"] for row in written("danger_beside_ordinary.csv")])
def test_an_ordinary_word_hides_no_danger_beside_it(heads: Heads, text: str) -> None:
    """打麻将 is no blow, but 打麻将的打起来了 is."""
    found = read(heads, text)
    assert found.level == "emergency" or found.asks


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("绿化喷头关不掉，一直在淌水", "gas"), ("轮椅上不去那个坡", "trapped"), ("我妈瘫在床上，能代办吗", "fire"),
        ("铁门关不上，风吹得砰砰响", "gas"), ("我老头子瘫了出不来门怎么办呢", "trapped"), ("滑梯铁皮翘起来 我儿子手割开了在流血", "self_harm"),
    ],
)  # fmt: skip
def test_advice_is_not_given_on_a_danger_without_a_word_of_it(heads: Heads, text: str, wrong: str) -> None:
    """No gas without gas, nobody trapped by a ramp."""
    assert read(heads, text).danger != wrong


@pytest.mark.parametrize("text", [text for text, danger in CASES if not danger] + CALM)
def test_nothing_is_raised_without_an_explicit_sign(heads: Heads, text: str) -> None:
    """At most it is asked."""
    assert dangers_with_sign(reading_of(text).text) or read(heads, text).level != "emergency"


@pytest.mark.parametrize(
    ("text", "dangers"),
    [
        ("滨河步道栏杆断了一截", set()), ("我间铺头门口", set()), ("车库积水到脚踝", set()), ("盲道压住了", set()),
        ("压住一个人", {"trapped"}), ("水到我妈脖子了", {"trapped"}), ("有人要跳楼", {"self_harm"}), ("三楼着火了", {"fire"}),
        ("阳台栏杆松了", set()), ("电线松了", set()), ("刀具店门口", set()),
    ],
)  # fmt: skip
def test_a_thing_has_no_sign_of_danger_without_a_person(text: str, dangers: set[str]) -> None:
    """The same words of a person are a sign."""
    assert dangers_with_sign(text) == dangers


@pytest.mark.parametrize(
    ("text", "danger"),
    [
        ("电梯里有人被困 已经晕倒叫不醒", {"trapped", "injury"}), ("他把农药喝了", {"injury", "self_harm"}), ("有人落水了", {"trapped"}),
        ("煤气泄漏 一股煤气味", {"gas"}), ("高压线断了在冒火花", {"live_wire"}), ("老公拿刀追着我打", {"home_violence", "violence"}),
        ("孩子走失了", {"missing"}), ("浓烟滚滚 起火了", {"fire"}),
    ],
)  # fmt: skip
def test_an_explicit_sign_decides_which_danger_it_is(heads: Heads, text: str, danger: set[str]) -> None:
    """And so the number that is given."""
    assert read(heads, text).danger in danger


@pytest.mark.parametrize(
    "text",
    [
        "女儿把书包落车里了", "如果孩子锁车里了怎么办", "昨天孩子锁车里了 后来砸窗救出来了", "菜打了农药能吃吗", "药都吃完了 社区医院能开吗",
        "喝了酒精饮料", "保安打电话叫我下楼", "吃了84个饺子", "城管打掉了违建",
    ],
)  # fmt: skip
def test_what_only_shares_the_plain_words_is_not_asked_about(heads: Heads, text: str) -> None:
    """A bag in a car, poison on the field, a guard on the telephone."""
    found = read(heads, text)
    assert found.level != "emergency"
    assert not found.asks


NEW = [
    ("小孩走丢了", "missing"),
    ("我孙子不见了，刚才还在滑梯那里", "missing"),
    ("高压线断了掉在路上", "live_wire"),
    ("门口电线掉下来冒火花", "live_wire"),
    ("独居的大爷敲门没人应", "no_answer"),
    ("奶奶反锁在屋里喊不应", "no_answer"),
]


@pytest.mark.parametrize(("text", "danger"), NEW)
def test_a_missing_child_a_live_wire_and_a_silent_door_are_dangers(heads: Heads, text: str, danger: str) -> None:
    """Each of its own kind."""
    found = read(heads, text)
    assert found.danger == danger
    assert found.level == "emergency" or found.asks


@pytest.mark.parametrize("text", ["2单元有人晕倒了", "保安打人", "门口保安在打人", "三楼着火了快来人"])
def test_a_danger_is_no_tip_off(reader: Reader, moment: datetime, text: str) -> None:
    """Blows in the street are an alarm; whoever reports one needs help."""
    draft = reader.read(text, moment)
    assert draft["urgency"]["level"] == "emergency"
    assert draft["kind"]["code"] != "tip_off"


def test_a_joke_about_ones_own_life_is_asked(heads: Heads) -> None:
    """Words of one's own death are never overlooked."""
    found = read(heads, "不想活了这破班")
    assert found.danger == "self_harm"
    assert found.level == "emergency" or found.asks


def test_the_reason_is_the_words_that_show_it(heads: Heads) -> None:
    """The clerk sees why."""
    text = "三楼着火了快来人"
    assert [reason.within(text) for reason in read(heads, text).reasons] == ["着火"]


@pytest.mark.parametrize("text", [text for text, danger in CASES if danger])
def test_an_emergency_always_shows_a_reason(heads: Heads, text: str) -> None:
    """Whatever decided, some words of the message stand as the reason."""
    reasons = read(heads, text).reasons
    assert reasons
    assert all(reason.within(reading_of(text).text) for reason in reasons)


def test_a_threat_inside_a_long_letter_counts(heads: Heads) -> None:
    """Who says it at the end of a page is in danger all the same."""
    letter = "我在工地干了两年，工钱一直没有结清，找了很多部门都没有结果。" * 60 + "再不解决我就从楼上跳下去。"
    assert read(heads, letter).danger == "self_harm"


def test_a_threat_told_of_another_time_is_not_a_threat(heads: Heads) -> None:
    """A letter that speaks of what somebody once said is no emergency."""
    letter = (
        "想了解一下你们的互助小组怎么报名，几点开始，要不要带证件。" * 6
        + "我以前想过自杀，现在好了，想谢谢社区的姑娘。"
    )
    assert read(heads, letter).level == "normal"


@pytest.mark.slow
def test_letters_are_hardly_ever_an_emergency(heads: Heads) -> None:
    """Of the long letters written for the categories not one in a hundred is called."""
    letters = [one.text for one in sentences() if len(one.text) > LONG_FOR_URGENCY]
    called = [text for text in letters if read(heads, text).level == "emergency"]
    assert len(called) <= len(letters) / 100


@pytest.mark.parametrize("text", ["", "😂😂", "？？？"])
def test_a_message_without_a_word_is_no_danger(heads: Heads, text: str) -> None:
    """Nothing is said, so nothing is called."""
    assert read(heads, text) == Urgency()


def test_what_cannot_wait_is_urgent(heads: Heads) -> None:
    """No danger to life now, but not for the queue's end."""
    assert read(heads, "井盖没了").level == "urgent"


def test_a_sign_without_words_is_named(tmp_path: Path) -> None:
    """Who edits the file learns which line is wrong."""
    file = tmp_path / "danger.csv"
    file.write_text("sign,note,words\nfire_sign,火,\n", encoding="utf-8")
    with pytest.raises(SignError, match=r"danger\.csv line 2"):
        sign_patterns(file)


def test_an_unknown_danger_is_named(tmp_path: Path) -> None:
    """A slip in the training data stops the training, and says where."""
    file = tmp_path / "more.csv"
    file.write_text("# Topic: x\ntext,danger\n着火了,fier\n", encoding="utf-8")
    with pytest.raises(SentenceError, match=r"more\.csv"):
        list(read_danger_file(file))


@pytest.mark.parametrize("text", ["三楼着火了快来人", "楼道里好像有点煤气味", "路灯不亮了"])
def test_a_draft_can_be_sent(reader: Reader, moment: datetime, text: str) -> None:
    """As JSON, in every band."""
    assert json.loads(json.dumps(reader.read(text, moment)))["urgency"]


@pytest.mark.parametrize("text", ["他有事没事打我", "我老公天天打我", "她喝多了就打我", "我爸昨天又打我了"])
def test_who_says_that_one_of_the_family_beats_them_is_asked_at_least(
    reader: Reader, moment: datetime, text: str
) -> None:
    """Whatever the score."""
    urgency = reader.read(text, moment)["urgency"]
    assert urgency["level"] == "emergency" or urgency["ask"]


@pytest.mark.parametrize("text", ["他没打我，是打电话", "有事让他打我电话", "老公在外地，有事打我手机"])
def test_a_call_or_a_denial_is_not_asked_about(reader: Reader, moment: datetime, text: str) -> None:
    """The honest user beside."""
    urgency = reader.read(text, moment)["urgency"]
    assert urgency["level"] != "emergency"
    assert not urgency.get("ask", False)


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("火已经灭了", "normal"),
        ("火已经扑灭了", "normal"),
        ("火已经很大了", "emergency"),
        ("火已经烧到三楼", "emergency"),
        ("桂花苑4栋楼顶有人违建", "normal"),
        ("楼顶上站着个人", "emergency"),
        ("不解决我就从楼上跳下去", "emergency"),
    ],
)
def test_what_is_over_or_built_is_told_from_what_is_happening(
    reader: Reader, moment: datetime, text: str, level: str
) -> None:
    urgency = reader.read(text, moment)["urgency"]
    assert urgency["level"] == level
    assert not urgency.get("ask", False)


@pytest.mark.parametrize(
    "text",
    [
        "电线掉下来了", "高压线断了垂在路中间", "电缆垂下来拖在地上", "电线落在车顶上了",
        "电梯把人夹了", "电梯夹人了", "扶梯夹住小孩的脚了", "卷帘门把老人夹住了",
        "小偷进我家了", "有人闯进我家了", "陌生人翻进我家", "有个贼溜进了邻居家",
        "屋里有烟，邻居不在家", "楼道里全是黑烟", "窗户里冒烟", "厨房里好多烟",
        "呼吸机停了", "制氧机没电了", "我爸的呼吸机坏了怎么办",
    ],
)  # fmt: skip
def test_some_words_are_asked_about_whatever_the_score(reader: Reader, moment: datetime, text: str) -> None:
    """At least; the score alone knew nothing of them."""
    urgency = reader.read(text, moment)["urgency"]
    assert urgency["level"] == "emergency" or urgency["ask"]


@pytest.mark.parametrize(
    "text",
    [
        "电线杆歪了", "电线拉得像蜘蛛网", "网线掉下来了", "停电了，电线老化", "电线断电以后没人管",
        "电梯夹层里有垃圾", "电梯按钮不亮", "怕卷帘门夹到小孩，装个感应", "道闸太快了",
        "楼道里都是烟头", "家里都是烟味", "厨房油烟倒灌", "楼道里有人抽烟", "要装烟感报警器吗",
        "有人进小区发传单", "快递员进不了我家单元", "去年小偷进过我家", "没人进我家",
        "呼吸机怎么申请补贴",
    ],
)  # fmt: skip
def test_what_only_shares_these_words_is_not_asked_about(reader: Reader, moment: datetime, text: str) -> None:
    """The honest user beside."""
    urgency = reader.read(text, moment)["urgency"]
    assert urgency["level"] != "emergency"
    assert not urgency["ask"]


@pytest.mark.parametrize(
    "text",
    [
        "着火了",
        "楼下着火了",
        "家里好大煤气味",
        "煤气罐在漏气",
        "有人被车撞了",
        "老人摔倒了起不来",
        "我爸突然说不出话",
        "我老婆要生了",
        "孩子掉井里了",
        "有人掉河里了",
        "有人要跳楼",
        "有人在砍人",
        "我老公打我",
        "隔壁在打小孩 哭得很惨",
        "小孩找不到了",
        "老人走丢了",
        "我妈没呼吸了",
        "邻居独居老人两天没开门，敲门没人应",
        "有人抢劫",
        "有人跟踪我",
        "孩子吃了老鼠药",
        "触电了",
        "墙塌了压着人",
        "工地脚手架倒了有人埋在下面",
        "电瓶车爆炸了",
        "厨房油锅起火",
        "小孩被反锁在车里",
        "手被机器卷进去了",
        "狗咬人了 血流不止",
        "我不想活了",
        "楼上阳台有个人站在外面",
        "被困电梯里了",
        "大出血",
        "胸口好痛喘不上气",
        "水里有个人",
        "煤气中毒了",
        "有人拿着刀在小区里转",
        "孩子从楼上掉下来了",
        "桥上有人要跳下去",
        "树倒下来压到人了",
        "燃气管被挖断了",
        "井盖没了有人掉下去了",
        "电线掉地上了",
        "路边电线断了，小孩在旁边玩",
        "电梯夹住我孙子的脚了",
    ],
)
def test_the_plainest_dangers_are_never_passed_over(reader: Reader, moment: datetime, text: str) -> None:
    """Raised or at least asked about: a stricter line for what is ordinary must not cost one of these."""
    urgency = reader.read(text, moment)["urgency"]
    assert urgency["level"] == "emergency" or urgency["ask"]


@pytest.mark.parametrize(
    "text",
    [
        "楼下新开的火锅店，油烟直往楼上冲，呛死人，芳菲里2幢", "楼下烧烤摊的烟熏死人了", "酒楼的油烟机对着我家阳台猛冲，熏死人",
        "夜宵摊吵死人了，天天到两点", "垃圾站臭死人", "没空调热死人", "我们村那座桥叫杀牛桥，桥栏杆断了一根", "火烧桥的桥栏杆断了一根", "杀猪弄的路灯坏了", "我家住炸药库路8号，垃圾没人收",
        "阿拉屋里头水龙头弗出水哉，烧饭也烧弗来", "停水了，饭都烧不成", "没气了烧不了饭", "假山石头松了一块，晃来晃去", "公园的健身器材松了，晃来晃去", "水泥罐车压坏了村道，路面裂开", "大货车把路压裂了", "沙发塌了",
    ],
)  # fmt: skip
def test_a_figure_of_speech_a_name_and_a_crack_are_not_asked_about(heads: Heads, text: str) -> None:
    """呛死人 kills nobody, nobody is killed on 杀牛桥, and a road may crack."""
    found = read(heads, text)
    assert (found.level == "emergency", found.asks) == (False, False)


@pytest.mark.parametrize(
    "text",
    [
        "煤气味呛死人了", "浓烟呛死人了，楼道里都是烟", "楼下着火了，烟呛死人", "满屋子烟，呛死人", "热死了一个人，在工地上", "冻死人了，桥洞下有个老人不动了", "气死我了，他拿刀追我", "有人被烟呛死了",
        "杀牛桥上有人要跳", "杀牛桥上有人拿刀砍人", "火炬路着火了", "火烧桥那边着火了", "有人在桥上被杀了", "楼下火锅店着火了", "火锅店煤气味很大", "楼下饭店在冒黑烟", "隔壁饭店油锅烧起来了", "饭店里有人晕倒了",
        "地面裂开一个大口子，车掉下去了", "墙裂开了，楼要倒", "假山石头掉下来砸到小孩了", "水泥罐车压到人了",
    ],
)  # fmt: skip
def test_a_danger_in_the_same_words_is_heard(heads: Heads, text: str) -> None:
    """The figure, the name or the kitchen beside it hides none."""
    found = read(heads, text)
    assert found.level == "emergency" or found.asks


@pytest.mark.parametrize("text", ["在烧", "隔壁在烧", "对面在烧东西", "有人在烧"])
def test_what_burns_is_asked_where_nothing_else_is_said(heads: Heads, text: str) -> None:
    """It may be straw; 房子在烧 is raised."""
    assert read(heads, text).asks


@pytest.mark.parametrize("text", ["房子在烧", "在烧，快来", "烧起来了"])
def test_what_burns_plainly_is_raised(heads: Heads, text: str) -> None:
    """A house, or somebody who calls for help."""
    assert read(heads, text).level == "emergency"


@pytest.mark.parametrize(
    "where", ["桂花苑8栋2单元301", "幸福家园8栋2单元301", "阳光花园12号楼3单元1203室", "柳树里三栋二单元502室"]
)
@pytest.mark.parametrize("what", ["着火了", "厨房着火了", "起火了"])
def test_a_whole_address_makes_no_fire_doubtful(heads: Heads, where: str, what: str) -> None:
    """Its numbers say only where; so much the less do they make a danger of a hob that does not light."""
    found = read(heads, where + what)
    assert (found.level, found.danger, found.asks) == ("emergency", "fire", False)
    assert read(heads, f"{where}煤气灶打不着火了").level != "emergency"


def test_what_fell_beside_somebody_shuts_nobody_in(heads: Heads) -> None:
    """No advice for people trapped where a railing nearly struck one."""
    assert read(heads, "阳台栏杆掉下去差点砸到人").danger != "trapped"
    assert read(heads, "脚手架倒了，差点砸到我，里面还有人困着").danger == "trapped"
