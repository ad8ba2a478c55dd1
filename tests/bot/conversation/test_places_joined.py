"""A place said after another, or for a part of it: laid over the known one level by level; and what is ruled out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from actions.intake.corrections.changes import Changes, Known
from actions.intake.corrections.likeness.places import join_place, read_like_place
from actions.intake.corrections.likeness.reading import changes_by_likeness
from actions.intake.corrections.phones import read_number
from actions.intake.corrections.reading import read_changes
from actions.intake.corrections.turn_changes import changes_of
from actions.intake.flow import continue_report
from actions.intake.form import Form, place_of
from tests.bot.conversation.drafts import a_draft, a_turn


@pytest.mark.parametrize(
    ("known", "text", "said", "place"),
    [
        ("学府路", "学府路十九号", ("学府路",), "学府路十九号"),
        ("听潮名邸", "7栋边上", ("7栋边上",), "听潮名邸7栋边上"),
        ("柳岸新村6幢", "二楼走廊", (), "柳岸新村6幢二楼走廊"),
        ("柳岸新村6幢", "502", (), "柳岸新村6幢502"),
        ("柳岸新村6幢楼道", "502", (), "柳岸新村6幢502楼道"),
        ("上林村村口", "上林村五组", ("上林村五组",), "上林村五组村口"),
        ("石桥弄堂", "36弄5号，别冤枉了4号那家", (), "石桥弄堂36弄5号"),
        ("井边那块空地", "上林村晒场边上", ("上林村",), "上林村晒场边上井边那块空地"),
    ],
)
def test_a_place_said_after_another_joins_it(known: str, text: str, said: tuple[str, ...], place: str) -> None:
    """Finer behind coarser, a village in front; a level that nobody denied stays."""
    assert join_place(known, text, a_draft(text, place=said)) == place


@pytest.mark.parametrize("known", ["桂花苑3栋", "学府路", "河边"])
@pytest.mark.parametrize("text", ["A区", "B座", "2区", "第三组", "地下二层", "第二排"])
def test_a_piece_like_none_of_the_place_stands_behind_it(known: str, text: str) -> None:
    """Whether it was read as a place or not; the name of the place is not lost."""
    for said in ((), (text,)):
        assert join_place(known, text, a_draft(text, place=said)) == known + text


@pytest.mark.parametrize("text", ["602", "旁边"])
def test_the_bank_of_a_river_is_no_spot(text: str) -> None:
    """Nothing is put into its name."""
    assert join_place("河边", text, a_draft(text)) == f"河边{text}"


@pytest.mark.parametrize(
    ("known", "text", "said"),
    [
        ("柳岸新村6幢楼下", "9幢也是", ("9幢",)),
        ("学府路", "菜场门口", ("菜场门口",)),
        ("学府路", "小孩夜里都不敢走，老人也摔过", ()),
        ("学府路", "学府路" * 40, ("学府路",)),
    ],
)
def test_what_is_no_part_of_the_place_does_not_join(known: str, text: str, said: tuple[str, ...]) -> None:
    """Something more, something beside it, no place, an account."""
    assert join_place(known, text, a_draft(text, place=said)) is None


@pytest.mark.parametrize(
    ("known", "text", "said", "place"),
    [
        ("听潮名邸2栋一楼", "非201室，乃202室", (), "听潮名邸2栋一楼202室"),
        ("柳岸新村6幢1单元", "不是我家门口 是楼道里", (), "柳岸新村6幢1单元楼道里"),
        ("学府路和石桥街", "是往西那个方向的灯不亮", ("往西",), "学府路和石桥街往西"),
        ("听潮名邸1栋门口", "不在1栋门口，在2栋和3栋中间那条路", (), "听潮名邸2栋和3栋中间那条路"),
        ("听潮名邸后门", "写错了，是侧门", (), "听潮名邸侧门"),
        ("柳岸新村3洞门口", "5幢才对", (), "柳岸新村5幢"),
        ("柳岸新村3幢门禁", "坏的是单元门", ("单元门",), "柳岸新村3幢单元门"),
        ("上林村二组", "四组那头，晒谷场旁边", ("晒谷场旁边",), "上林村四组晒谷场旁边"),
        ("白沙桥头", "白沙桥头南边那段，北边早修好了", (), "白沙桥头南边"),
        ("学府路宏达五金厂", "招牌上写的宏泰，不是宏达", (), "学府路宏泰五金厂"),
        ("柳岸新村6幢502", "502是楼上那户，我在402", (), "柳岸新村6幢402"),
        ("桂花城南门", "门口应该写后门，靠菜场那一侧", (), "桂花城后门靠菜场那一侧"),
        ("听潮名邸6幢楼道", "是桂花苑9幢", ("桂花苑9幢",), "桂花苑9幢"),
    ],
)
def test_a_part_is_put_for_the_part_that_is_like_it(known: str, text: str, said: tuple[str, ...], place: str) -> None:
    """With what follows it as one place; a denied spot goes, another estate with its building replaces all."""
    assert read_like_place(text, a_draft(text, place=said), known) == place


@pytest.mark.parametrize(
    ("known", "text"),
    [
        ("柳岸新村6幢502", "合同上押金是2800"),
        ("柳岸新村4单元", "现在卡着的是一排旧花盆"),
        ("学府路23号", "9月29号就来过了"),
        ("石桥街隔壁", "黄狗是隔壁的，咬人的是黑的"),
        ("柳岸新村2幢", "昨晚我在汽车东站"),
        ("柳岸新村2幢", "不光2幢 6幢也是 两个门都关不上"),
    ],
)
def test_what_is_told_in_passing_is_no_place(known: str, text: str) -> None:
    """An amount, a count, a day, somebody else's, where the sender was."""
    said = ("汽车东站",) if "汽车东站" in text else ()
    assert read_like_place(text, a_draft(text, place=said), known) is None


@pytest.mark.parametrize(
    ("known", "text"),
    [
        ("桂花苑3栋2单元", "我家在5栋，漏水的在3栋"),
        ("3栋2单元", "我家在5栋，漏水的在3栋"),
        ("桂花苑3栋", "5栋也是"),
        ("桂花苑3栋", "还有5栋"),
        ("3栋", "5栋那边也坏了"),
        ("菜场东门", "孩子在西门读小学"),
        ("桂花苑3栋602", "漏到502了"),
    ],
)
def test_what_stands_beside_the_place_leaves_it(known: str, text: str) -> None:
    """The sender's home, one more building, a school, where the water goes."""
    assert not changes_of(replace(a_turn(text), act="correct", act_score=0.9), Known(known)).place


def test_the_height_of_a_house_is_no_floor() -> None:
    """The floor named beside it is."""
    text = "写错了，16层的高楼，第5层"
    assert read_like_place(text, a_draft(text), "桂花苑3栋3层") == "桂花苑3栋第5层"


def test_ones_home_is_the_place_if_nothing_else_is_named() -> None:
    """A correction says so."""
    text = "写错了，我家在5栋"
    assert changes_of(replace(a_turn(text), act="correct", act_score=0.9), Known("桂花苑3栋")).place == "桂花苑5栋"


@pytest.mark.parametrize(
    ("text", "known", "number"),
    [
        ("号码末尾不是16是18", "13800000016", "13800000018"),
        ("末尾是6不是8", "13800000008", "13800000006"),
        ("电话中间是8024，你写成8204了", "13882040000", "13880240000"),
        ("把手机号里44换做77", "13800000044", "13800000077"),
        ("换个号码 13800000035 那个停机了", "", "13800000035"),
        ("打我老公的13800000035", "13800000016", "13800000035"),
        ("换成科室座机 0576-88000004", "13800000016", "0576-88000004"),
        ("座机号码换了 0576 8800 0004", "13800000016", "0576-88000004"),
        ("电话错一个字，88000014", "0576-88000004", "0576-88000014"),
        ("号码错了，幺三八 零零零零 零零四六", "13800000016", "13800000046"),
    ],
)
def test_a_number_is_corrected_by_words(text: str, known: str, number: str) -> None:
    """In full, by its end, by some digits, a landline with dash or blanks, spoken; whatever the act."""
    assert read_changes(text, a_draft(text), Known("学府路", "昨天", known)).contact == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("座机号码是88213307，不是88213306", "0571-88213307"),
        ("座机号码不是88213306，是88213307", "0571-88213307"),
        ("座机号码不是88213307", None),
    ],
)
def test_a_landline_is_corrected_by_the_number_that_is_not_denied(text: str, number: str | None) -> None:
    """Its area code need not be said."""
    assert read_number(text, "0571-88213306") == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("电话错了，是18", "13800000018"),
        ("尾号不是0046，是0064", "13800000064"),
        ("手机最后四位应该是0064", "13800000064"),
        ("号码末两位写反了，是64不是46，楼改成6栋", "13800000064"),
    ],
)
def test_some_digits_are_corrected_where_the_number_is_spoken_of(text: str, number: str) -> None:
    """In the same clause, or in one that only goes on."""
    assert read_number(text, "13800000046") == number


@pytest.mark.parametrize(
    "text",
    [
        "电话在13:30以后打，不是12:30",
        "联系我是下午15，不是13",
        "我打12345电话了，不是今天，是昨天",
        "不是110，是119电话",
        "电话没错，门牌是12-301",
        "联系不上物业，车位是B037不是B073",
        "打过电话催了二三十次都没人",
        "电话没错，门牌写错了是302",
        "电话写错了，门牌是302",
        "号码没问题，尾号是0064的车挡了路",
    ],
)
def test_digits_of_something_else_are_none_of_the_number(text: str) -> None:
    """A time, a house, a parking space, a count, a number of the authorities; nor where the number is said to be right."""
    assert read_number(text, "13800000046") is None


@pytest.mark.parametrize("text", ["打119要先加区号伐，我用的是座机", "把电话那栏再给我看一眼", "手机录音上是三点五十"])
def test_other_digits_leave_the_number(text: str) -> None:
    """They are no end of it."""
    known = Known("学府路", "昨天", "13800000016")
    assert read_changes(text, a_draft(text), known).contact is None


def test_a_number_is_neither_place_nor_day() -> None:
    """Even if its digits were read as one."""
    text = "号码错了：0579-88000006"
    draft = a_draft(text, place=("0579-88000006",))
    known = Known("文化礼堂", "昨天", "13800000016")
    assert changes_by_likeness(text, draft, known, read_changes(text, draft, known)) == Changes(contact="0579-88000006")


def test_a_corrected_number_leaves_the_place() -> None:
    """No word beside it is taken for a name like the known one (一下 for 地下)."""
    text = "改一下，联系我爱人吧，13800000035"
    known = Known("听潮名邸地下车库", "", "13800000016")
    assert changes_by_likeness(text, a_draft(text), known, read_changes(text, a_draft(text), known)) == Changes(
        contact="13800000035"
    )


def test_a_number_of_somebody_of_the_family_is_deleted() -> None:
    """The wish and the reason in two clauses."""
    text = "那个电话是我儿子的 删掉"
    assert read_changes(text, a_draft(text), Known("学府路", "", "13800000016")).contact == ""


@pytest.mark.parametrize(
    ("known", "text", "said", "time"),
    [
        ("今年五月", "七月才划的线", ("七月",), "今年七月"),
        ("上礼拜三", "应该礼拜四", ("礼拜四",), "上礼拜四"),
        ("每天晚上", "十一点以后才出来", ("十一点以后",), "每天晚上十一点以后"),
        ("从九月起", "严格说是十月起", ("十月起",), "从十月起"),
    ],
)
def test_a_new_time_keeps_what_stands_around_the_known_one(
    known: str, text: str, said: tuple[str, ...], time: str
) -> None:
    """The year, the week, the day."""
    draft = a_draft(text, time=said)
    before = Known("学府路", known)
    assert changes_by_likeness(text, draft, before, read_changes(text, draft, before)).time == time


def test_hearsay_of_an_earlier_day_is_taken() -> None:
    """Whatever the act."""
    text = "我妈说大前天就有了"
    assert read_changes(text, a_draft(text, time=("大前天",)), Known("学府路", "大概前天开始")).time == "大前天"


def test_a_house_is_no_day() -> None:
    """6号 beside a house number."""
    text = "不对，是53号"
    known = Known("学府路35号", "")
    turn = replace(a_turn(text, place=("53号",), time=("53号",)), act="correct", act_score=0.9)
    assert changes_of(turn, known) == Changes(place="学府路53号")


def test_a_part_said_at_the_summary_joins_the_place() -> None:
    """It is no correction, and not put beside it."""
    said = "听潮名邸路灯坏了三天"
    form = Form(text=said, draft=a_draft(said, place=("听潮名邸",)), stage="confirm")
    step = continue_report(form, a_turn("7栋边上", "add_detail", 0.6, place=("7栋边上",)))
    assert step.form is not None
    assert place_of(step.form) == "听潮名邸7栋边上"


def test_another_number_at_the_summary_is_no_other_matter() -> None:
    """The summary is shown once more, with the number."""
    said = "听潮名邸路灯坏了三天"
    form = Form(said, a_draft(said, place=("听潮名邸",)), stage="confirm", answers={"contact": "13800000016"})
    step = continue_report(form, a_turn("换个号吧，那个手机进水了，打13800000035", phone=("13800000035",)))
    assert [one.response for one in step.says] == ["utter_confirm_again"]
    assert step.form is not None
    assert step.form.answers["contact"] == "13800000035"


def test_a_spot_beside_something_joins_the_place_as_it_was() -> None:
    """What it is beside is named once."""
    said = "滨江步道栏杆断了"
    form = Form(text=said, draft=a_draft(said, place=("滨江步道",)), stage="confirm")
    step = continue_report(form, a_turn("靠石拱桥那头", "add_detail", 0.6, place=("石拱桥",)))
    assert step.form is not None
    assert place_of(step.form) == "滨江步道靠石拱桥那头"


@pytest.mark.parametrize(
    ("known", "text", "place"),
    [
        ("老菜场", "二是摊位在老菜场东边第三个", "老菜场东边第三个"),
        ("老菜场", "不对，是东边第三家", "老菜场东边第三家"),
        ("公园路", "说错了，是西头数过去第二家", "公园路西头数过去第二家"),
        ("桂花苑3栋", "东边第三天了", "桂花苑3栋东边"),
    ],
)
def test_what_is_counted_from_a_side_is_part_of_the_place(known: str, text: str, place: str) -> None:
    """东边第三个 is one stall; 东边 are many."""
    assert read_like_place(text, a_draft(text), known) == place
