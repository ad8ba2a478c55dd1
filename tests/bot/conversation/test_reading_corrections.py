"""What a message changes of what was said before."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from actions.intake.corrections import turn_changes
from actions.intake.corrections.changes import Known
from actions.intake.corrections.reading import deletes_number, read_changes
from actions.intake.corrections.rooms import leaves_room_out
from actions.intake.corrections.starting_over import restarts
from actions.intake.corrections.taking_back import contradicts
from actions.intake.flow import continue_report
from actions.intake.form import Form, place_of, time_of
from tests.bot.conversation.drafts import a_draft, a_turn

GATE = Known("金桂花园北门", "昨天下午", "13800000001", "complaint")


@pytest.mark.parametrize(
    ("text", "said", "changes"),
    [
        ("写错啦，在8栋", {"place": ("8栋",)}, {"place": "幸福家园8栋楼下"}),
        ("不在车库，在充电棚那边", {"place": ("车库", "充电棚")}, {"place": "充电棚"}),
        ("是充电棚不是车库", {"place": ("充电棚", "车库")}, {"place": "充电棚"}),
        ("没五天，前天才开始", {"time": ("五天", "前天")}, {"time": "前天"}),
        ("五天夸张了，三天吧", {}, {"time": "三天"}),
        ("没那么久", {}, {"time": ""}),
        ("不是投诉，就是提个建议", {}, {"kind": "suggestion"}),
        ("弄错了号码，13800000002", {"phone": ("13800000002",)}, {"contact": "13800000002"}),
        ("电话就别留了吧", {}, {"contact": ""}),
        ("我的手机号麻烦删掉", {}, {"contact": ""}),
    ],
)
def test_one_thing_is_denied_and_another_said(
    text: str, said: dict[str, tuple[str, ...]], changes: dict[str, str]
) -> None:
    """The field changes; a denial alone deletes it."""
    known = Known("幸福家园3栋楼下", "五天了", "13800000001", "complaint")
    assert read_changes(text, a_draft(text, **said), known).as_dict() == changes


@pytest.mark.parametrize(
    "text", ["不光3栋，5栋也是", "昨天也来过", "天天这样", "你们快点来", "电话别给物业", "别打我电话，发短信"]
)
def test_more_of_the_same_changes_nothing(text: str) -> None:
    """Nor does a wish about the number delete it."""
    assert not read_changes(text, a_draft(text), GATE)


@pytest.mark.parametrize(
    ("text", "takes_back"),
    [
        ("上面的楼号要改，6栋的", True),
        ("地址得改，东门", True),
        ("路灯要改，6栋的", False),
        ("小区要改造，6栋的", False),
    ],
)
def test_what_must_be_changed_is_taken_back(text: str, takes_back: bool) -> None:
    """A number or an address that must be; a thing that must be is a matter."""
    assert contradicts(text) is takes_back


def test_another_gate_replaces_the_gate() -> None:
    """The estate stays."""
    text = "我讲错了，是东门"
    assert read_changes(text, a_draft(text, place=("东门",)), GATE).place == "金桂花园东门"


def test_a_floor_in_passing_is_no_new_place() -> None:
    """Only what is said in the place of another."""
    text = "说错了，不是响，是抖，一到六楼就抖"
    assert read_changes(text, a_draft(text), GATE).place is None
    assert contradicts(text)


@pytest.mark.parametrize(("text", "anew"), [("算了我重新写", True), ("重新来一遍", True), ("你们重新修一下", False)])
def test_whoever_begins_anew(text: str, anew: bool) -> None:
    """Throws away what was said; a demand to mend it again does not."""
    assert restarts(text) is anew


def test_a_contradiction_is_never_called_an_addition() -> None:
    """改好了, not 加上了, and the words stand with the case."""
    said = "桂花苑3栋楼下路灯坏了两盏"
    form = Form(text=said, draft=a_draft(said, place=("桂花苑3栋楼下",)), stage="confirm")
    step = continue_report(form, a_turn("数错了，是三盏"))
    assert [say.response for say in step.says] == ["utter_confirm_again"]
    assert step.form is not None
    assert "三盏" in step.form.answers["detail"]


@pytest.mark.parametrize(
    "text",
    [
        "号码不想留了，删掉", "号码删了吧", "删除号码", "我的号码不想留了", "电话别留了", "把我电话删掉", "不想留电话了", "请删除我的手机号", "电话去掉",
        "号码撤掉", "号码不留了", "我的手机号码麻烦删一下", "别记我电话", "我不愿意留号码",
    ],
)  # fmt: skip
def test_a_number_is_to_be_deleted(text: str) -> None:
    assert deletes_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "号码牌掉了", "房号删掉", "房号不要留", "门牌号别写", "室号去掉", "把车牌号码删了", "门牌号码掉了，不要了", "电梯里的电话坏了，删掉旧的", "删掉这件事", "别给我打电话", "把我的信息都删掉", "电话费不要乱收",
        "我的号码是13800138000", "留了电话没人打",
    ],
)  # fmt: skip
def test_what_deletes_something_else_deletes_no_number(text: str) -> None:
    assert not deletes_number(text)


def test_a_deleted_number_is_covered_in_the_words() -> None:
    """As many signs as digits, so that the spans stay valid."""
    said = "桂花苑3栋楼下路灯不亮，电话13800000001"
    draft = a_draft(said, place=("桂花苑3栋楼下",), phone=("13800000001",))
    form = Form(text=said, draft=draft, stage="confirm", answers={"contact": "13800000001"})
    assert deletes_number("号码还是不要记了")
    step = continue_report(form, a_turn("号码还是不要记了"))
    assert step.form is not None
    assert "contact" not in step.form.answers
    assert "13800000001" not in step.form.text
    assert len(step.form.text) == len(said)


def test_a_correction_leaves_what_it_does_not_name() -> None:
    """The time stays where the place is corrected."""
    said = "桂花苑3栋楼下昨晚放炮"
    form = Form(text=said, draft=a_draft(said, place=("桂花苑3栋楼下",), time=("昨晚",)), stage="confirm")
    step = continue_report(form, a_turn("打错字了，5栋", place=("5栋",)))
    assert step.form is not None
    assert (place_of(step.form), time_of(step.form)) == ("桂花苑5栋楼下", "昨晚")


@pytest.mark.parametrize("said", ["602别写", "602这个门牌号就不要写上去了", "602室不要写出来，我怕邻居知道是我说的"])
def test_a_room_left_out_is_masked_everywhere_and_nothing_else_is(said: str) -> None:
    """In the words of the correction, too; not in the number to call, nor in a longer number."""
    first = "桂花苑3栋602门口堆垃圾，1602也是，电话13860212345"
    draft = a_draft(first, place=("桂花苑3栋602",), phone=("13860212345",))
    form = Form(text=first, draft=draft, stage="confirm", answers={"contact": "13860212345"})
    step = continue_report(form, a_turn(said))
    assert step.form is not None
    assert place_of(step.form) == "桂花苑3栋"
    assert step.form.answers["contact"] == "13860212345"
    assert step.form.draft["personal"]
    assert "1602" in step.form.text
    assert "602" not in (step.form.text + step.form.answers.get("detail", "")).replace("1602", "").replace(
        "13860212345", ""
    )


def test_a_longer_room_number_is_not_cut() -> None:
    known = Known("桂花苑3栋1602", "", "", "complaint")
    assert read_changes("602别写", a_draft("602别写"), known).place is None


@pytest.mark.parametrize(
    "text",
    [
        "别写门牌", "把402去掉", "201别给人看", "门牌号删了吧", "别把我家门牌写上去", "302别写", "302室不要写", "不要写门牌号", "门牌号不要写", "房号去掉", "把门牌号去掉", "删掉门牌号", "别写302", "别写几零几",
        "不要把房号写出来", "门牌就不写了", "门牌号麻烦删一下", "把我家302删了", "三零二别写", "302不要露出来", "别让人看到门牌", "门牌号别给物业看", "不想写门牌", "房间号不要公开", "把302抹掉",
        "302去掉吧，我怕他报复", "请把我的门牌号隐藏", "别登我家门牌", "几楼就不用写了", "602别写，写到2栋就行", "能不能把门牌去掉", "门牌号遮一下", "我家门牌别记", "302这户别写上", "302就别提了", "别留房号",
        "门牌号码别写出来", "302给我删了", "地址别写302", "不要写302室，谢谢",
    ],
)  # fmt: skip
def test_a_room_is_to_be_left_out(text: str) -> None:
    known = Known("翠竹公寓2栋、302", "", "", "complaint")
    changes = read_changes(text, a_draft(text), known)
    assert changes.room is not None
    assert changes.place in (None, "翠竹公寓2栋")


@pytest.mark.parametrize(
    "text",
    [
        "门牌掉了", "门牌号写错了，是303", "302别放音乐了", "302的人别再吵了", "402去掉隔墙", "把402的承重墙去掉", "402把墙删了", "门牌号别写错", "门牌坏了，没人换", "302路公交站牌去掉", "别写小广告", "202别打了",
        "房号牌子拿掉了", "要写门牌吗", "门牌号要不要写", "请写上门牌号", "302不要停车", "把300块去掉", "402不用修了", "302也漏水", "楼层高不要装", "不写门牌你们怎么找", "别把垃圾放302门口", "302别看热闹",
        "去掉302门口的鞋柜", "302没人看", "201的灯别修了", "写门牌，别写电话",
    ],
)  # fmt: skip
def test_what_speaks_of_a_room_otherwise_leaves_none_out(text: str) -> None:
    """A matter at its door, a mistake in it, a plate that fell off."""
    assert not leaves_room_out(text)


@pytest.mark.parametrize(
    ("place", "left"),
    [
        ("翠竹公寓2栋、302", "翠竹公寓2栋"), ("翠竹公寓2栋302", "翠竹公寓2栋"), ("302、翠竹公寓2栋", "翠竹公寓2栋"), ("翠竹公寓2-302", "翠竹公寓2"), ("翠竹公寓2栋1单元302室", "翠竹公寓2栋1单元"),
        ("翠竹公寓2栋三零二", "翠竹公寓2栋"),
    ],
)  # fmt: skip
def test_what_is_left_of_a_place_ends_well(place: str, left: str) -> None:
    """No comma stays behind a room."""
    text = "302别写"
    assert read_changes(text, a_draft(text), Known(place, "", "", "complaint")).place == left


@pytest.mark.parametrize(
    ("place", "text", "parts", "corrected"),
    [
        ("幸福家园12栋3单元", "不是12栋，是13栋2单元", ("13栋2单元",), "幸福家园13栋2单元"),
        ("幸福家园12栋2单元", "不是12栋，是13栋2单元", ("13栋2单元",), "幸福家园13栋2单元"),
        ("幸福家园12栋", "不是12栋，是13栋2单元", ("13栋2单元",), "幸福家园13栋2单元"),
        ("幸福家园12栋3单元", "是13栋2单元，不是12栋", ("13栋2单元", "12栋"), "幸福家园13栋2单元"),
        ("阳光城二期3栋", "不是二期，是一期", ("一期",), "阳光城一期3栋"),
        ("阳光城3栋", "说错了，是一期", ("一期",), "阳光城一期3栋"),
        ("阳光城3栋", "不对，是一期的3栋", ("一期",), "阳光城一期3栋"),
        ("阳光城3栋楼下", "搞错了，2单元", ("2单元",), "阳光城3栋2单元楼下"),
        ("阳光城3栋", "搞错了，是5栋1单元502室", ("5栋1单元502室",), "阳光城5栋1单元502室"),
    ],
)
def test_a_part_is_put_where_it_belongs(place: str, text: str, parts: tuple[str, ...], corrected: str) -> None:
    """In an open report and in a registered case alike; nothing stands twice, and nothing coarser is lost."""
    draft = a_draft(text, place=parts)
    assert read_changes(text, draft, Known(place, "", "", "complaint")).place == corrected
    first = f"{place}灯坏了"
    form = Form(text=first, draft=a_draft(first, place=(place,)), stage="confirm")
    step = continue_report(form, a_turn(text, place=parts))
    assert step.form is not None
    assert place_of(step.form) == corrected


@pytest.mark.parametrize(
    ("known", "said", "place"),
    [
        ("桂花苑5栋楼道", "说错了，是幸福家园，是3栋", "幸福家园3栋楼道"),
        ("桂花苑", "说错了，是幸福家园，是3栋", "幸福家园3栋"),
    ],
)
def test_an_estate_and_its_part_said_one_after_the_other_are_one_place(known: str, said: str, place: str) -> None:
    """Not the part alone, in the estate that was wrong."""
    draft = a_draft(said, place=("幸福家园", "3栋"))
    assert read_changes(said, draft, Known(known)).place == place
    turn = a_turn(said, place=("幸福家园", "3栋"), act="correct", act_score=0.95)
    assert turn_changes.changes_of(turn, Known(known)).place == place


@pytest.mark.parametrize(
    ("known", "said", "times", "time"),
    [
        ("昨天晚上", "不是昨天，是一直都这样", ("昨天",), "一直"),
        ("上周三", "不是上周三，是发大水那天", ("上周三",), "发大水那天"),
        ("上周三", "不是上周三，是搬来以后就这样", ("上周三",), "搬来以后"),
        ("上周三", "不是昨天下雨，是水管漏", ("昨天",), None),
        ("上周三", "不是上周三，是我记错了", ("上周三",), ""),
    ],
)
def test_only_the_known_time_is_deleted(known: str, said: str, times: tuple[str, ...], time: str | None) -> None:
    """Not where another is denied, nor where the right one is said in words that were not read as a time."""
    assert read_changes(said, a_draft(said, time=times), Known(time=known)).time == time


@pytest.mark.parametrize("said", ["反话反话，我这是表扬他", "我说的是反话，是表扬那个保安"])
def test_irony_is_praise(said: str) -> None:
    assert read_changes(said, a_draft(said), Known(kind="complaint")).kind == "praise"


def test_a_turn_is_read_once_for_what_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """The choice of its topic and the topic both ask; another known case, or another turn, is read anew."""
    read: list[str] = []
    whole = turn_changes.read_changes

    def counted(text: str, *more: Any) -> Any:
        read.append(text)
        return whole(text, *more)

    monkeypatch.setattr(turn_changes, "read_changes", counted)
    turn, known = a_turn("不对，是5栋", place=("5栋",)), Known("桂花苑3栋")
    assert turn_changes.changes_of(turn, known) == turn_changes.changes_of(replace(turn), Known("桂花苑3栋"))
    assert len(read) == 1
    turn_changes.changes_of(turn, Known("翠竹公寓3栋"))
    turn_changes.changes_of(a_turn("不对，是5栋", place=("5栋",)), known)
    assert len(read) == 3


def test_a_digit_of_the_number_is_no_buildings() -> None:
    turn = a_turn("号码最后一位是3", act="correct", act_score=0.95)
    changes = turn_changes.changes_of(turn, Known("河畔人家1栋", contact="13900001112"))
    assert (changes.place, changes.contact) == (None, "13900001113")


@pytest.mark.parametrize(
    ("known", "text", "kind"),
    [
        ("inquiry", "不是问，我是正式申请哈，麻烦当成诉求登记", "request"),
        ("inquiry", "当成诉求吧", "request"),
        ("inquiry", "我这是申请", "request"),
        ("inquiry", "不是问，是投诉", "complaint"),
        ("inquiry", "按诉求登记", "request"),
        ("complaint", "阿姨要夸人", "praise"),
        ("complaint", "我是来表扬人家的", "praise"),
        ("complaint", "我们想夸夸人", "praise"),
        ("inquiry", "我是申请过了的", None),
        ("inquiry", "我是申请人", None),
        ("inquiry", "我的诉求是什么时候能批", None),
        ("inquiry", "不是问", None),
        ("complaint", "我要表扬物业没门", None),
        ("complaint", "要点赞才给修", None),
        ("complaint", "不是问，是正式申请", None),
    ],
)
def test_the_kind_is_corrected_in_peoples_own_words(known: str, text: str, kind: str | None) -> None:
    """诉求 and 申请 want somebody to act; they do not soften a complaint."""
    assert read_changes(text, a_draft(text), Known(kind=known)).kind == kind
