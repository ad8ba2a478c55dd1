"""Corrections and answers in dialect, short or about a part: each field changes, and nothing else is taken for a correction."""

from __future__ import annotations

import pytest

from actions.intake.corrections.changes import Known
from actions.intake.corrections.reading import deletes_number, read_changes
from actions.intake.corrections.taking_back import contradicts
from actions.intake.questions import asks
from actions.interpreting import after_danger, all_clear, follow_up_answers
from actions.interpreting.follow_up_answers import gives_up, gives_up_a_part
from actions.interpreting.short_answers import in_standard_words, only_closes, plain
from tests.bot.conversation.drafts import a_draft

HOME = Known(place="桂花苑3栋2楼走廊", time="三个月了")


@pytest.mark.parametrize(
    ("text", "time", "known", "wanted"),
    [
        ("没那么久，两个星期吧", (), "三个月了", "两个星期"),
        ("哪有半年，个把月", (), "半年", "个把月"),
        ("没得三年，也就几个月", (), "三年", "几个月"),
        ("讲错了，坏了十来天", (), "一个月", "十来天"),
        ("写错了，堆了两年光景", (), "半年", "两年光景"),
        ("不是昨天大前天就坏了", ("昨天大前天",), "昨天", "大前天"),
        ("不是今天前天就有味道了", ("今天前天",), "今天", "前天"),
    ],
)
def test_a_time_is_corrected(text: str, time: tuple[str, ...], known: str, wanted: str) -> None:
    """How long, or the day, in any order."""
    changed = read_changes(text, a_draft(text, time=time), Known(place="桂花苑3栋", time=known))
    assert changed.time == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("是3楼，2楼是我家", "桂花苑3栋3楼走廊"),
        ("是5栋", "桂花苑5栋2楼走廊"),
        ("应该是4楼，走廊那边", "桂花苑3栋4楼走廊"),
        ("哦是6幢", "桂花苑6幢2楼走廊"),
    ],
)
def test_another_part_said_first_is_a_correction(text: str, wanted: str) -> None:
    """Without any word of a mistake."""
    assert read_changes(text, a_draft(text), HOME).place == wanted


@pytest.mark.parametrize("text", ["是3栋", "是3楼的住户说的", "是5个人一起闹的", "3楼也漏", "是2楼", "是1单元"])
def test_what_is_known_or_something_else_is_none(text: str) -> None:
    """The same part, a part that the place does not have, somebody who said it."""
    assert read_changes(text, a_draft(text), HOME).place is None


@pytest.mark.parametrize(
    ("place", "text", "wanted"),
    [
        ("幸福路驿站门口", "不是门口 是后面卸货那块", "幸福路驿站后面卸货那块"),
        ("清河小区门口", "不是门口，是大门对面", "清河小区大门对面"),
        ("桂花苑儿童乐园", "不是滑梯旁边，是沙坑里面", "桂花苑儿童乐园沙坑里面"),
        ("安居街菜场门口", "说错了不是门口哈，是菜场后头", "安居街菜场菜场后头"),
        ("文化礼堂旁边", "不是旁边啊 是礼堂背后", "文化礼堂礼堂背后"),
        ("夜市对面", "勿是对面，是夜市中间", "夜市夜市中间"),
    ],
)
def test_a_spot_is_corrected(place: str, text: str, wanted: str) -> None:
    """The spot that the place ends with, or one that it did not name."""
    assert read_changes(text, a_draft(text), Known(place=place)).place == wanted


def test_both_a_side_and_a_number_are_corrected() -> None:
    """In one message."""
    text = "两个要改 不是北门 是东门。号码是13300007791"
    changed = read_changes(
        text, a_draft(text, phone=("13300007791",)), Known(place="桂花苑北门", contact="13300007719")
    )
    assert (changed.place, changed.contact) == ("桂花苑东门", "13300007791")


@pytest.mark.parametrize(
    "text",
    [
        "电话覅留哉",
        "号码勿要留了",
        "手機號不要留",
        "电话弗要写咯",
        "删掉我的号码",
        "號码删掉",
    ],
)
def test_a_number_is_deleted_in_any_dialect(text: str) -> None:
    """And with traditional characters."""
    assert deletes_number(text)


@pytest.mark.parametrize("text", ["电话给错咯", "号码发错了", "整错了，是8", "输错哉", "收钱那句我收回", "說錯了"])
def test_words_of_a_mistake(text: str) -> None:
    """In the words of more than one region."""
    assert contradicts(text)


@pytest.mark.parametrize("text", ["我发现灯不亮", "给我打电话", "给老人送饭的来了", "发电机太吵", "输液的老人过不去"])
def test_words_that_only_look_like_it(text: str) -> None:
    """They take nothing back."""
    assert not contradicts(text)


def test_dialect_keeps_the_length() -> None:
    """So that spans stay valid."""
    for text in ("覅留哉", "勿对勿对", "說錯了樓號", "侬好"):
        assert len(in_standard_words(text)) == len(text)
    assert plain("勿晓得哉") == "不晓得了"


@pytest.mark.parametrize(
    "text",
    ["okk", "好的好的 谢啦", "算你们还行 谢了啊", "行了不用回了", "谢谢，晚安", "嗯嗯 辛苦了", "没别的了，谢谢", "thx"],
)
def test_words_that_only_close(text: str) -> None:
    """No case keeps them."""
    assert only_closes(text)


@pytest.mark.parametrize(
    "text",
    ["谢谢，记得带梯子", "行了三天还没来", "好的 晚上有人", "不用回电话，发短信", "嗯 还有门也坏了", "还行不行了"],
)
def test_words_that_say_more(text: str) -> None:
    """They are heard."""
    assert not only_closes(text)


@pytest.mark.parametrize(
    "text",
    [
        "算咯 不报咯 我找房东说",
        "算了，我自己找人修",
        "不报了 我跟物业说去",
        "覅报哉 我叫儿子弄",
        "不用了 我去问老板",
        "取消吧 我先找邻居商量",
    ],
)
def test_giving_up_with_a_reason(text: str) -> None:
    """Who deals with it instead."""
    assert gives_up(text)


@pytest.mark.parametrize("text", ["我找房东说了，他不管", "算了 我找你们书记说", "不报了 楼上还在漏", "我找人修了三次"])
def test_a_reason_alone_gives_up_nothing(text: str) -> None:
    """Nor does a threat."""
    assert not gives_up(text)


def test_a_part_is_given_up() -> None:
    """The rest goes on."""
    for text in (
        "柜子不用管了，秋千还是要修的",
        "门不用修了 灯还要换",
        "垃圾桶别管了，就修路灯",
        "水管不用了，电梯照样要修",
        "树不用弄了，只修路",
        "不要管车了，光修灯",
    ):
        assert gives_up_a_part(text)
    for text in ("不用修了", "还是要修", "不用来了 修好了", "路灯还要修吗"):
        assert not gives_up_a_part(text)


@pytest.mark.parametrize(
    "text",
    [
        "没咬到人",
        "没受伤，就碰了一下",
        "没夹伤，吓一跳",
        "没人困里面，就是停着",
        "里面没人",
        "没砸到人",
        "还好没伤到人",
        "呒有，电视机呀",
        "没有着火，就烧烤",
        "没有，已经不响了",
    ],
)
def test_nobody_is_in_danger(text: str) -> None:
    """What people answer to "is somebody in danger?" besides no."""
    assert after_danger.says_no_and_nothing_worse(text)


@pytest.mark.parametrize(
    "text",
    [
        "没有，但是又着了",
        "没受伤吗",
        "没人管",
        "没砸到人，可是还在打",
        "没有反应了",
        "没人救他",
        "没伤到，就是晕过去了",
        "没有，好像还有人",
        "没有着火，是有人拿刀",
        "不是着火，是爆炸了",
        "没打架，他要跳楼",
        "不是打架，是有人倒在地上",
        "没有火，人掉河里了",
        "不是煤气，是有人被砍了",
        "没人受伤，就是电线掉地上了",
        "没伤到人，就是电线冒火花",
    ],
)
def test_who_does_not_say_so(text: str) -> None:
    """Harm beside the no, a question, a reproach."""
    assert not after_danger.says_no_and_nothing_worse(text)


def test_not_joking_is_no_joke() -> None:
    """A denied joke is none."""
    for text in (
        "云栖公寓812 不是开玩笑",
        "没开玩笑，真的",
        "没骗你，快来",
        "不是玩笑",
        "没有开玩笑",
        "别开玩笑了快来",
    ):
        assert after_danger.read_news(text) != "perhaps_over"
    assert after_danger.read_news("开玩笑的") == "perhaps_over"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("the fire is out, everyone is safe", "safe"), ("sorry, false alarm, it was only a barbecue", "false_alarm"), ("it's ok now, nobody hurt", "safe"),
        ("no need to come anymore, thanks", "safe"), ("i was just kidding", "joke"), ("turns out it was just fireworks", "false_alarm"), ("they got out, all good now", "safe"),
        ("the fire is not out", None), ("fire is out but my dad is still inside", None), ("is everyone safe?", None), ("it is not a false alarm", None), ("she is not breathing", None),
        ("he is back with a knife", None), ("everyone is safe but the fire is spreading", None),
    ],
)  # fmt: skip
def test_an_english_all_clear(text: str, wanted: str | None) -> None:
    """All of its clauses say so, or it is none."""
    assert all_clear.read_all_clear(text, "fire") == wanted


def test_who_comes_home_ends_only_a_search() -> None:
    """After a fire it must be asked."""
    assert all_clear.read_all_clear("we found him, he is fine", "missing") == "found"
    assert all_clear.read_all_clear("we found him, he is fine", "fire") == "perhaps"


@pytest.mark.parametrize("text", ["路灯时不时就灭", "水管时不时漏水", "电梯动不动就停", "楼道灯动不动就坏"])
def test_a_complaint_that_comes_again_and_again_is_no_question(text: str) -> None:
    assert not asks(text)


@pytest.mark.parametrize("text", ["恢复了", "恢复正常了", "已经恢复了", "都恢复了"])
def test_what_is_well_again_is_not_taken_up_again(text: str) -> None:
    assert not follow_up_answers.wants_it_after_all(text)
