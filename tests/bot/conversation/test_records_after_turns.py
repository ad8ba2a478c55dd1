"""What a turn leaves of the place, the time and the number that are written down."""

from __future__ import annotations

from dataclasses import replace

import pytest

from actions.conversation.turn import Whole
from actions.intake.answers.filling import revise
from actions.intake.corrections.changes import Changes, Known
from actions.intake.corrections.likeness.reading import changes_by_likeness
from actions.intake.corrections.reading import read_changes
from actions.intake.corrections.taking_back import adds, contradicts
from actions.intake.draft_corrections import apply_correction
from actions.intake.form import Form, place_of, time_of, with_more_words
from actions.interpreting.places import is_coarse
from tests.bot.conversation.drafts import a_draft, a_turn

KNOWN = Known("幸福家园5栋", "昨天", "13700006621", "complaint")


def changed(text: str, known: Known = KNOWN, **said: tuple[str, ...]) -> Changes:
    draft = a_draft(text, **said)
    return changes_by_likeness(text, draft, known, read_changes(text, draft, known))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("等一下我那个号码是6612 手快打反了", "13700006612"),
        ("号码错了一位，最后是9", "13700006629"),
        ("联系电话报错了最后一位，是八", "13700006628"),
        ("号码倒数第二位不是2是3", "13700006631"),
        ("打错咧 电话后头那个2跟1反了，是6612", "13700006612"),
        ("不是6621，是6612，我说电话", "13700006612"),
        ("俺那电话末了是33，不是21", "13700006633"),
    ],
)
def test_the_last_digits_of_a_number_are_corrected(text: str, number: str) -> None:
    """However they are named."""
    assert changed(text).contact == number


@pytest.mark.parametrize(
    "text",
    [
        "那辆车尾号6612 停了一个月", "门口那辆浙A尾号6612的车天天堵路", "卡号末四位3407扣了我两次钱", "快递柜取件码6612打不开",
        "最后是3个人抬出去的", "物业电话打不通，最后是9点多才有人接",
    ],
)  # fmt: skip
def test_the_digits_of_something_else_are_no_number(text: str) -> None:
    assert changed(text).contact is None


def test_a_number_that_is_only_called_wrong_stays() -> None:
    """The words are kept, and are no number to call."""
    form = Form("路灯不亮", a_draft("路灯不亮"), answers={"contact": "13700006621"})
    told = apply_correction(form, "电话错了一位", a_turn("电话错了一位", "deny"), asked="contact")
    assert told is not None
    assert told.answers == {"contact": "13700006621", "detail": "电话错了一位"}


def test_the_last_digits_answer_what_the_right_number_is() -> None:
    form = Form("路灯不亮", a_draft("路灯不亮"), answers={"contact": "13700006621"})
    told = apply_correction(form, "6612", a_turn("6612", "deny"), asked="contact")
    assert told is not None
    assert told.answers["contact"] == "13700006612"


def test_when_the_last_message_was_sent_is_no_time() -> None:
    """刚才号码写错了 tells nothing of the matter's time."""
    assert changed("刚才号码写错了，应该是13700006612", time=("刚才",)).as_dict() == {"contact": "13700006612"}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("等等，还是2栋吧", "幸福家园2栋"),
        ("嗯…2栋才对", "幸福家园2栋"),
        ("那个不好意思，应该写9栋", "幸福家园9栋"),
        ("抱歉啊，是8栋来着", "幸福家园8栋"),
        ("等下等下 是11栋 我看错楼牌了", "幸福家园11栋"),
        ("我记岔了，7栋", "幸福家园7栋"),
    ],
)
def test_a_building_said_hesitantly_replaces_the_known_one(text: str, place: str) -> None:
    assert changed(text).place == place


@pytest.mark.parametrize(
    "text", ["还是5栋那个灯", "等等，还是先不报了吧", "2栋也有一盏不亮", "其实2栋那边早就修好了，就我们这没人管"]
)
def test_a_building_beside_the_matter_replaces_nothing(text: str) -> None:
    place = ("5栋",) if "5栋" in text else ("2栋",) if "2栋" in text else ()
    assert changed(text, place=place).place in (None, "幸福家园5栋")


def test_a_gate_of_the_estate_replaces_the_building() -> None:
    known = replace(KNOWN, place="桂花苑3栋")
    assert changed("地址改一下，桂花苑后门那里", known, place=("桂花苑后门",)).place == "桂花苑后门"


@pytest.mark.parametrize(
    "text", ["不是解放路那个站，我记混了，是公园路上的，也是靠驿站", "我讲错了 4栋 4栋楼下也有个花坛", "说错了，是5栋，也是一楼那家"]
)  # fmt: skip
def test_what_right_and_wrong_have_in_common_adds_nothing(text: str) -> None:
    """也 compares the two places."""
    assert contradicts(text)
    assert not adds(text)


@pytest.mark.parametrize("text", ["5栋也是这样", "不光3栋，5栋也没水", "说错了？没有啊，5栋也是坏的"])
def test_another_place_with_the_same_trouble_is_added(text: str) -> None:
    assert adds(text)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("不是两盏 四盏 我数过了 从豆腐摊数到修鞋的", "豆腐摊"),
        ("数错了 其实七盏 从理发店开始数", "理发店"),
        ("树不是柳树，是香樟，园林的人跟我讲的", "香樟"),
    ],
)
def test_a_name_in_another_correction_is_no_place(text: str, read: str) -> None:
    """From where lamps were counted; what the thing is."""
    assert changed(text, replace(KNOWN, place="老菜场"), place=(read,)).place is None


def test_a_place_is_taken_to_the_end_of_its_clause() -> None:
    known = replace(KNOWN, place="文晖夜市")
    assert changed("夜市里面有人管,占道的是夜市外头桥底下", known).place == "文晖夜市外头桥底下"


def test_a_side_that_is_only_told_beside_it_changes_nothing() -> None:
    known = replace(KNOWN, place="急诊楼东侧")
    assert changed("方位错啦，急诊楼西侧，东侧是污物通道", known, place=("楼西侧",)).place == "急诊楼西侧"
    known = replace(KNOWN, place="金桥路与科技路口东南角")
    assert changed("东北角。我站在东南角拍照", known, place=()).place == "金桥路与科技路口东北角"


@pytest.mark.parametrize(
    ("known", "text", "said", "time"),
    [
        ("天天4点", "低年级3点半就放了 时间改成3点半 别4点来 4点人都走光了", ("3点半", "4点来 4点人"), "天天3点半"),
        ("每晚七时到九时", "最近拖到了九点三刻！", (), "每天九点三刻"),
        ("上月开始", "从正月十六就这么收了", (), "正月十六"),
        ("天天早上", "不是天天，礼拜一三五有", (), "礼拜一三五早上"),
        ("三号", "日期写错，是五号", (), "五号"),
    ],
)
def test_a_time_is_corrected(known: str, text: str, said: tuple[str, ...], time: str) -> None:
    assert changed(text, replace(KNOWN, time=known), time=said).time == time


@pytest.mark.parametrize("text", ["五点半 稍微晚一点 别讲我夸张", "不止五点，中午也吵"])
def test_how_much_later_and_when_besides_is_no_time_instead(text: str) -> None:
    known = replace(KNOWN, time="早上五点")
    assert changed(text, known, time=("晚一点",) if "晚一点" in text else ()).time in (None, "早上五点半")


def test_a_place_that_was_read_stays_when_the_whole_is_read_otherwise() -> None:
    """And so does a time; a vague place does not take the place of one."""
    begun, whole = "我这边解放路，昨天", "我这边解放路，昨天，门口往外冒"
    form = Form(begun, a_draft(begun, place=("解放路",), time=("昨天",)))
    for read in ((), ("门口",)):
        turn = a_turn("门口往外冒", whole=Whole(whole, a_draft(whole, place=read)))
        more = with_more_words(form, turn)
        assert (place_of(more), time_of(more), more.draft["missing"]) == ("解放路", "昨天", [])


def test_a_roof_names_no_estate() -> None:
    assert is_coarse("天台")


def test_a_denial_that_holds_no_value_leaves_the_record() -> None:
    form = Form("公园路灯灭了", a_draft("公园路灯灭了", place=("公园路",)))
    told = revise(form, a_turn("不对，就那个老地方", "deny"))
    assert told is not None
    assert place_of(told) == "公园路"
