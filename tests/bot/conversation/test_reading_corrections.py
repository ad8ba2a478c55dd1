"""What a message changes of what was said before."""

from __future__ import annotations

import pytest

from actions.intake.flow import continue_report
from actions.intake.form import Form, place_of, time_of
from actions.intake.reading_corrections import Known, contradicts, deletes_number, read_changes, restarts
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
        "号码撤掉", "我的手机号码麻烦删一下", "别记我电话", "我不愿意留号码",
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
