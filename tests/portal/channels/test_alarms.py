"""The plain words of danger that the gateway knows itself."""

from __future__ import annotations

import csv
import re
import time
from pathlib import Path

import pytest
import yaml

from portal.channels.text import danger_words
from portal.channels.text.danger_words import MOST_CHARACTERS, TEMPLATES, DangerWordError, load, plain_danger
from portal.kernel.config import PROJECT
from portal.wording import templates
from tests import long_runs

PLAIN = {
    "119": "着火了|我家着火了|厨房起火了快来|3栋着火啦！！|楼下电瓶车着火了|漏煤气了|闻到好重的煤气味，头晕|我被困在电梯里了|电梯困人了|孩子掉河里了|"
    "有人溺水了|家里起火了！|快来救火|小孩落水了|地下室进水人被困住了|燃气泄漏了好大味道|着火了！没有人受伤|楼道里都是浓烟|救命着火了|隔壁煤气爆炸了|"
    "车着火了|着火了，不是演习|学校着火了|我们单位电梯困人了|烟都冒出来了，着火了|家裡著火了|起火|漏煤气|溺水|被困|着火了怎么办",
    "120": "有人触电了|老人晕倒了|我爸晕倒了没呼吸|我妈昏倒了叫不醒|有人坠楼|有人被车撞了|老人没反应了|没呼吸了",
    "110": "救命|救命啊！！|救命！快来人|有人拿刀砍人|有人持刀|楼上有人喊救命|老公拿刀要砍我|有人要跳楼|我不想活了|有人割腕了|砍人了|"
    "有人打人了|保安打人了|桂花苑北门保安打人了，快来|城管正在打人|楼下有人打人|几个人把他按在地上打|打人了打人了",
}
ORDINARY = (
    "没着火|没有着火|消防演习|WiFi救命|被困在手续里|着火了怎么办演练|昨天着火了|上次起火了赔了吗|救命，WiFi又断了|救命恩人|跳楼价|如果着火了怎么办|"
    "担心着火了跑不出去|听说隔壁着火了|电视里说着火了|着火的事怎么赔|防溺水宣传|煤气费怎么交|想问消防培训几点|心都着火了|被困在会议里|火锅店开了|着火了吗|"
    "是不是着火了？|消防演习着火了怎么跑|没有人被困|火已经灭了|去年掉河里|打游戏救命|触电的感觉|路灯不亮|晚饭烧糊了，不是着火|救命钱被骗了|手机没反应了|"
    "手机掉河里了|猫掉井里了|前天晚上着火了|着过火|着火了，后来灭了|"
    "上周保安打了人，要求处理|昨天保安打人了|保安打人了，要求道歉|举报城管打人|保安没打人|打人的事查了吗|有人打人的话找谁|打人了的那个被抓了|"
    "楼道电线漏电打人了|幼儿园里小朋友打人了|投诉物业打人"
)


@pytest.mark.parametrize("number", PLAIN)
def test_plain_words_have_their_number(number: str) -> None:
    """Short cries as people send them."""
    told = {text: found.number if (found := plain_danger(text)) else None for text in PLAIN[number].split("|")}
    assert set(told.values()) == {number}, told


def test_what_only_sounds_like_danger_is_left_to_the_bot() -> None:
    """Past, feared, told of others, a drill, a figure of speech, a question."""
    assert [text for text in ORDINARY.split("|") if plain_danger(text)] == []


def test_a_long_letter_is_left_to_the_bot() -> None:
    """Who is in danger writes short; a flood of digits before the words hides them not."""
    assert plain_danger("1" * 4000 + "着火了") is not None
    assert plain_danger("我们小区的事情说来话长，" * MOST_CHARACTERS + "着火了") is None


def test_of_the_written_scenes_few_cry_wolf() -> None:
    """Of 4,300 sentences that were written to sound like danger and are none: unmistakable at most one in two hundred, doubtful one in sixty."""
    harmless = [
        row["text"]
        for path in sorted((PROJECT / "data" / "nlu" / "danger").glob("*.csv"))
        for row in csv.DictReader(line for line in path.open(encoding="utf-8") if not line.startswith("#"))
        if row["danger"] == "none"
    ]
    assert len(harmless) > 3000
    found = [told for text in harmless if (told := plain_danger(text)) is not None]
    assert sum(not one.doubtful for one in found) <= len(harmless) / 200
    assert sum(one.doubtful for one in found) <= len(harmless) / 60


def test_the_number_is_the_one_that_the_bot_names() -> None:
    """The first line of each text names the number of data/alarms.csv; the bot's script of that danger names the same."""
    responses = yaml.safe_load((PROJECT / "domain.yml").read_text(encoding="utf-8"))["responses"]
    numbers = {signs.alarm.danger: signs.alarm.number for signs in load()}
    assert numbers.keys() == TEMPLATES.keys()
    for danger, number in numbers.items():
        ours = templates.template(TEMPLATES[danger]).text.split("\n")[0]
        bots = responses[f"utter_danger_{'other' if danger == 'help' else danger}"][0]["text"].split("\n")[0]
        assert re.findall(r"1\d\d(?!\d)", ours)[0] == re.findall(r"1\d\d(?!\d)", bots)[0] == number


def test_it_takes_time_that_grows_with_the_text() -> None:
    """Four times the text, less than nine times the time, whatever it is made of."""
    for run in long_runs.RUNS:
        spent = []
        for size in (5_000, 20_000):
            text = (run * size)[:size]
            begun = time.process_time()
            plain_danger(text)
            spent.append(time.process_time() - begun)
        assert spent[1] < max(long_runs.MOST_RATIO * spent[0], 0.05), run


@pytest.mark.parametrize(
    "line",
    [
        "fire,119,着火了,b",
        "flood,119,a,b,",
        "fire,911,a,b,",
        "fire,119,,b,",
        "fire,119,a,,",
        "a,b,c,d,e,f",
        "fire,119,=着火,不,",
        "fire,119,?着火,不,",
        "fire,119,a,b,maybe",
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, line: str) -> None:
    """The message says which."""
    path = tmp_path / "alarms.csv"
    path.write_text(f"# 说明\ndanger,number,words,unless,otherwise\n{line}\n", encoding="utf-8")
    with pytest.raises(DangerWordError, match="line 3"):
        load(path)


SURE = (
    "老公打我|我老公打我流血了|爸爸喝醉了拿刀|我爸打我|他掐我脖子|家暴|叔叔摸我|爷爷从楼梯上摔下来了起不来|孩子不见了|我站在楼顶了|我要跳了|爸爸打我，我害怕|我被老公打了|"
    "继父打我妈|儿子打我，流血了|奶奶摔了一跤，起不来了|我妈摔倒了，站不起来|老人走丢了|女儿被陌生人带走了|舅舅总摸我下面|老师摸我女儿|爷爷倒在卫生间了|老公又打我了怎么办|前夫拿刀来了|"
    "孩子在超市不见了|我女儿被性侵了|老公勒我脖子|妈妈不小心从楼梯摔下去了，起不来|孫子不見了|我被家暴了|外公不见了，老年痴呆|孩子丢了|邻居打我|厨房着火了，我好怕"
)
DOUBTFUL = "老公经常打我|昨天老公打我了|爸爸每次喝酒都打我|打我|家庭暴力|奶奶摔倒了|孩子到现在没回家|找不到我妈了|不想活|邻居家打老婆|女儿联系不上|我怕老公打我|叔叔经常摸我|他昨天掐我脖子|听说孩子不见了|老公打我，打什么电话"
NEIGHBOURS = (
    "家暴怎么申请保护令|反家暴宣传几点|孩子不见了一只鞋|孩子的书包不见了|预防老人走失手环|小区的猫不见了|邻居摸我家的狗|爸爸摸我的头|摸我口袋|老公打我电话|他打我手机|我妈打我电话没接到|老公打我小报告|"
    "妈妈拿刀切菜|爸爸拿刀在削苹果|老公打麻将|哥哥打我游戏号|跳绳比赛我要跳了|广场舞我要跳了|电闸要跳了|手机摔了开不了机|奶奶摔了个碗|爷爷倒垃圾摔了个瓶子|有人把垃圾倒在门口|打我老公的电话|他打我妈的"
)


@pytest.mark.parametrize("text", SURE.split("|"))
def test_harm_to_a_person_in_everyday_words_is_sure(text: str) -> None:
    """Blows at home, a knife, hands on a child, a fall, somebody lost, the edge of a roof."""
    assert danger_words.sure_danger(text) is not None


@pytest.mark.parametrize("text", DOUBTFUL.split("|"))
def test_harm_that_may_be_over_or_is_only_named_has_its_number_and_is_not_sure(text: str) -> None:
    """However often, whenever, or of whomever: nothing of it is dropped, and the desk is to see it."""
    found = plain_danger(text)
    assert found is not None
    assert found.doubtful
    assert danger_words.sure_danger(text) is None
    assert danger_words.is_doubtful(text)


def test_the_everyday_neighbours_of_these_words_stay_ordinary() -> None:
    """A law, a shoe, a dog, a telephone, a kitchen, a rope, a dance."""
    assert [text for text in NEIGHBOURS.split("|") if plain_danger(text)] == []


CALLED = "他在打我电话|你们又在打我手机啊|正在打我的电话，没接到|没有人正在打我，是打电话|没人在打我妈"
BEATEN = (
    "他在打我 电话13900001234|他在打我，快打我电话|他又在打我，打我手机就行|正在打我电话13900001234|他在打我手机都砸了"
)


def test_a_telephone_call_is_no_beating() -> None:
    """Beside it, somebody who is beaten and says how to be called."""
    assert {text: plain_danger(text) for text in CALLED.split("|")} == dict.fromkeys(CALLED.split("|"))
    told = {text: found.number if (found := plain_danger(text)) else None for text in BEATEN.split("|")}
    assert set(told.values()) == {"110"}, told


@pytest.mark.parametrize(
    "text",
    [
        "差点着火了",
        "油锅差点起火了",
        "差点被车撞晕倒了",
        "着火了怎么办",
        "隔壁装修，煤气漏了怎么办",
        "楼上天天吵，我都不想活了",
    ],
)
def test_near_misses_questions_and_complaints_are_not_sure(text: str) -> None:
    """They have their number, and page nobody before the bot has read them."""
    assert danger_words.plain_danger(text) is not None
    assert danger_words.sure_danger(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "我家着火了怎么办", "着火了！怎么办", "隔壁着火了怎么办", "有人触电了怎么办", "刚才差点出事，现在厨房着火了", "差点没命，着火了",
        "我不想活了", "我老公天天打我，我不想活了", "天天吵，我不想活了，我在楼顶",
    ],
)  # fmt: skip
def test_a_danger_beside_them_is_sure(text: str) -> None:
    """With a place or a person, in another clause, or in earnest."""
    assert danger_words.sure_danger(text) is not None


MENDED = {
    "sure": "我老公打我，掐我脖子|爸爸打妈妈|楼上漏水没人管，我要跳楼|楼上漏水三年没人管，我不想活了，我站在楼顶|跳闸没人修，我想自杀|公证不给办，我要跳河|我奶奶在晒台上要跳楼|"
    "他站在楼顶晾衣架旁边要跳楼|从楼上跳下来了，砸到晾衣杆|广场舞吵得我想自杀|我在晒台上，我要跳了|爷爷遛狗摔倒了起不来|奶奶摔倒了起不来，没带手机|老人走丢了，身上没有身份证|他又打我 这次拿的是扁担|"
    "我儿子不见了 四岁|有人进我家了|陌生人闯进我家|丈夫把我打趴下了|邻居爷爷把手伸进我裤子|我吞了一把药|孩子把头卡住了，头卡在栏杆|有人被车轧了|小偷在我家里|我爸脸发紫，喘不了气|女儿被一个男的拉走了|"
    "电梯卡住了，我在里面|煤气味道好大|挖破燃气管了|救救我|孩子丢了怎么办|我老公打我爷爷|几个人围着我打|有人倒在路边一动不动",
    "number": "老师排练的时候摸我下面|体检的时候医生摸我下面|乒乓球教练摸我屁股|看完电影孩子不见了|孩子从培训班出来就不见了|儿子打完游戏就失踪了|看电视剧的时候他掐我脖子|"
    "前夫来要抚养费把我头往墙上撞|有保护令他还是打我|我起诉离婚，老公打我|爸爸因为我玩游戏用皮带打我|遗书写好了，我走了|加班加得我想自杀|隔壁冒黑烟|我爸嘴歪了",
    "": "楼上漏水，水进我家了|污水倒灌进我家了|老鼠进我家了|物业不打招呼进我家了|让我老公打我这个号码|儿子每个月打我一千块钱生活费|老公每月打我三千|我爸把钱打我卡上|快递小哥打我(电话)|"
    "你看我下面发的照片|我妈丢了社保卡怎么补|爷爷丢了500块钱|孩子在学校不见了书包|小孩围着球场打篮球太吵|几个老头围着打太极|物业掐我家电|邻居砍我种的树|看孩子的屁股起疹子|有人倒在路边一车垃圾|"
    "开了煤气做饭|外卖小哥打我两个电话|妈妈打我五百块买菜|孩子的学籍卡不见了|狗一直跟着我|孩子把自己锁在厕所玩|我想死了这份心|人倒在沙发上看电视",
}


@pytest.mark.parametrize("wanted", MENDED)
def test_everyday_words_beside_a_danger_do_not_drop_it_and_alone_make_none(wanted: str) -> None:
    """A rehearsal, a film, a leak, a lawsuit beside harm leave at least its number; money, telephones, cards and games are ordinary."""
    told = {text: _weight(text) for text in MENDED[wanted].split("|")}
    assert {text: weight for text, weight in told.items() if weight != wanted} == {}


def _weight(text: str) -> str:
    """How the words count: "sure", "number" if only the number is told, or "" for no danger."""
    if danger_words.sure_danger(text) is not None:
        return "sure"
    return "number" if plain_danger(text) is not None else ""


def test_blows_are_told_from_money_by_what_is_counted() -> None:
    """打我三千 is a transfer; 打我三拳 is none."""
    assert plain_danger("老公打我一百块") is None
    assert danger_words.sure_danger("老公打我三拳") is not None
    assert plain_danger("老公打我一百下") is not None


def test_a_flood_between_the_words_does_not_hide_them_and_costs_nothing() -> None:
    """Neither before nor between them; four thousand digits are read in a few milliseconds."""
    assert plain_danger("1" * 3000 + "。我家着火了" + "?" * 3000) is not None
    assert plain_danger("x" * 500 + "电梯" + "7" * 500 + "着火了") is not None
    spent = []
    for _ in range(5):
        begun = time.process_time()
        plain_danger("1" * 4000)
        spent.append(time.process_time() - begun)
    assert min(spent) < 0.01


def test_a_word_of_a_clause_end_needs_one(tmp_path: Path) -> None:
    """$ is the end of the text or a mark; each "!" forbids what follows; a "!" of `unless` cancels, the rest only lessens."""
    path = tmp_path / "alarms.csv"
    path.write_text(
        "# 说明\ndanger,number,words,unless,otherwise\nviolence,110,打我+$/了 丢了!一!…卡 ?推我,排练 !电话,number\n",
        encoding="utf-8",
    )
    (row,) = load(path)
    read = {text: row.found_in(text) for text in ("打我", "打我,疼", "打我了", "丢了人", "推我")}
    assert None not in read.values()
    assert [
        text for text in ("打我卡上", "丢了一个", "丢了医保卡", "电话里打我", "排练推我") if row.found_in(text)
    ] == []
    lessened = row.found_in("排练打我")
    assert lessened is not None
    assert lessened.doubtful


@pytest.mark.parametrize(
    "text",
    ["家里有股煤气味", "厨房里有煤气味", "屋里有一股燃气味", "我家闻到煤气味", "一进门全是煤气味", "客厅突然有股天然气味"],
)  # fmt: skip
def test_a_smell_of_gas_at_home_is_sure_without_a_bot(text: str) -> None:
    assert danger_words.sure_danger(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        "家里没有煤气味", "家里没煤气味了", "怕家里有煤气味", "昨天家里有股煤气味", "煤气灶打不着", "家里要换煤气表", "楼道有股臭味", "家里有股油漆味", "家里有股霉味", "煤气费怎么交", "家里煤气罐放哪", "上次家里有股煤气味",
        "家里有煤气灶", "厨房里有煤气炉", "如果家里有煤气味怎么办", "以为家里有煤气味 原来是榴莲", "家里燃气安检什么时候", "家里有股烟味",
    ],
)  # fmt: skip
def test_other_words_of_gas_and_smells_at_home_are_not(text: str) -> None:
    assert danger_words.sure_danger(text) is None


@pytest.mark.parametrize("text", ["绳子准备好了", "绳子都准备好了 想上吊"])
def test_the_rope_that_is_ready_is_no_all_clear(text: str) -> None:
    assert plain_danger(text) is not None


@pytest.mark.parametrize("text", ["猫从阳台跳下来了", "我家狗从窗户跳下去了", "小偷从二楼窗户跳下去了"])
def test_a_cat_or_a_thief_that_jumps_is_not_surely_somebody_who_wants_to_die(text: str) -> None:
    assert danger_words.sure_danger(text) is None


def test_somebody_who_jumped_is_in_danger_for_sure() -> None:
    assert danger_words.sure_danger("有人从楼上跳下来了") is not None


CAUGHT = [
    "清河小区3栋电梯里困着一个老太太，按铃没人应", "电梯里困着一个", "电梯里困了两个人", "电梯困着人呢",
    "3号楼电梯里还困着个孩子", "我和我妈困在电梯轿厢里了", "电梯里困了好几个人，快来", "地下室困着一个老人，水还在涨",
    "2栋电梯停了，里面困着人", "电梯里困着俩小孩", "有个老太太困电梯里半小时了", "井里困着一个工人",
    "电梯里困着我妈", "翠竹公寓2栋电梯里困着一个老太太，按铃没人应", "电梯里困住一个快递员", "电梯不动了 我们四个人困着",
    "车里困着个小孩，玻璃打不开", "屋里困着老人，门打不开", "电梯夹层里困了个师傅",
]  # fmt: skip
NOT_CAUGHT = [
    "我困了想睡觉", "孩子犯困了一天", "昨天电梯里困了两个人，后来救出来了", "电梯里没困着人吧",
    "电梯老是困人，什么时候修", "上次电梯里困着一个老太太，你们怎么处理的", "电梯困人怎么办的宣传贴一张", "我困着呢，明天再说",
    "春困着凉了", "猫困在树上了", "电梯经常关人，希望换一部", "困难补助怎么申请",
    "我家经济困难，困着几年了", "这个问题困了我好几天", "电梯坏了，上下楼不方便", "电梯里困着的人救出来了",
    "困了一个晚上没睡好", "电梯里有人吐痰", "老人困了就在电梯口坐着", "困扰了大家很久",
]  # fmt: skip


@pytest.mark.parametrize("text", CAUGHT)
def test_that_somebody_is_caught_is_plain_in_whatever_words(text: str) -> None:
    """电梯里困着一个老太太 as much as 被困在电梯里: without a bot people are called for it."""
    found = danger_words.sure_danger(text)
    assert found is not None
    assert found.number == "119"


@pytest.mark.parametrize("text", NOT_CAUGHT)
def test_what_only_sounds_like_it_calls_nobody(text: str) -> None:
    """Sleep, what is over, what happens now and then, a rule."""
    assert danger_words.sure_danger(text) is None


def test_what_may_be_that_is_shown_to_the_desk() -> None:
    """Where other words leave it in doubt."""
    assert danger_words.is_doubtful("楼里困着三个人，烟上来了")
