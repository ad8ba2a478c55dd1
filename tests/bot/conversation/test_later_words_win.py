"""Corrections whose last words count: a place with an excuse behind it, hearsay, a day that is remembered, a text written anew."""

from __future__ import annotations

import pytest

from actions.case_draft import from_position
from actions.intake.corrections.changes import Known
from actions.intake.corrections.reading import read_changes
from actions.intake.corrections.starting_over import written_anew
from actions.intake.corrections.taking_back import contradicts
from actions.intake.flow import continue_report
from actions.intake.form import Form, place_of, quoted, time_of
from actions.interpreting.places import contradicts_part
from tests.bot.conversation.conftest import Resident, asked, texts
from tests.bot.conversation.drafts import a_draft, a_turn
from tests.bot.conversation.portal_stand_in import Portal
from tests.bot.conversation.test_after_report import registered

AT_3 = Known("桂花苑3栋楼道", "每天早上", "13800000001", "request")


@pytest.mark.parametrize(
    ("text", "places", "place"),
    [
        ("讲错了，是清河小区3栋，我女儿以前住桂花苑，叫顺口了", ("清河小区3栋", "桂花苑"), "清河小区3栋"),
        ("搞错了，是河畔人家3栋，我以前住桂花苑", ("河畔人家3栋", "桂花苑"), "河畔人家3栋"),
        ("我从前一直住桂花苑，说错了，是河畔人家3栋", ("桂花苑", "河畔人家3栋"), "河畔人家3栋"),
        ("说错了，是清河小区3栋，原来租在桂花苑的，老改不过来", ("清河小区3栋", "桂花苑"), "清河小区3栋"),
        ("写错了，应该是清河小区3栋，跟桂花苑弄混了", ("清河小区3栋", "桂花苑"), "清河小区3栋"),
        ("说错了，是翠竹公寓3栋，我妈之前住桂花苑3栋", ("翠竹公寓3栋", "桂花苑3栋"), "翠竹公寓3栋"),
        ("不对，是翠竹公寓3栋，小时候住桂花苑", ("翠竹公寓3栋", "桂花苑"), "翠竹公寓3栋"),
    ],
)
def test_the_place_in_an_excuse_is_not_the_new_one(text: str, places: tuple[str, ...], place: str) -> None:
    """Where somebody used to live; the other estate may have a building of the same number."""
    assert read_changes(text, a_draft(text, place=places), AT_3).place == place


@pytest.mark.parametrize(
    ("text", "said", "place"),
    [
        ("两样都写错了，是6栋，电话13900001112", "6栋", "桂花苑6栋楼道"),
        ("楼号和电话都填错了，应该是6栋，手机13900001112", "6栋", "桂花苑6栋楼道"),
        ("电话打错了，13900001112，楼也错了，是6栋", "6栋", "桂花苑6栋楼道"),
        ("号码是13900001112，楼改成6栋，前面说错了", "6栋", "桂花苑6栋楼道"),
        ("地方和号码都报错了，是清河小区6栋，13900001112", "清河小区6栋", "清河小区6栋"),
        ("写错了两个，是4幢，我的电话是13900001112", "4幢", "桂花苑4幢楼道"),
    ],
)
def test_a_place_and_a_number_are_corrected_at_once(text: str, said: str, place: str) -> None:
    """Both fields change."""
    changes = read_changes(text, a_draft(text, place=(said,), phone=("13900001112",)), AT_3)
    assert changes.as_dict() == {"place": place, "contact": "13900001112"}


@pytest.mark.parametrize("text", ["电话错了，是13900001112，我是6栋的", "号码打错了，13900001112，我住6栋"])
def test_who_gives_a_number_corrects_no_place(text: str) -> None:
    """Where the sender lives says whose number it is."""
    changes = read_changes(text, a_draft(text, place=("6栋",), phone=("13900001112",)), AT_3)
    assert changes.as_dict() == {"contact": "13900001112"}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("写6栋，3栋是我家", "桂花苑6栋楼道"),
        ("改6栋", "桂花苑6栋楼道"),
        ("就写6栋吧，3栋是我家", "桂花苑6栋楼道"),
        ("麻烦改成6栋，我住3栋", "桂花苑6栋楼道"),
        ("我老公讲是6栋", "桂花苑6栋楼道"),
        ("我儿子说应该是6栋", "桂花苑6栋楼道"),
        ("物业说是6栋的", "桂花苑6栋楼道"),
        ("我又去看了，确实是6栋", "桂花苑6栋楼道"),
        ("问了邻居，其实是6栋", "桂花苑6栋楼道"),
        ("保安说是6栋，我妈说还是3栋", None),
        ("他又去看了一趟，还是3栋", None),
        ("我老公讲6栋也是这样", None),
        ("物业说是6栋3单元", None),
    ],
)
def test_the_building_said_last_replaces_the_known_one(text: str, place: str | None) -> None:
    """Whoever says so; what is known changes nothing, and 也 adds."""
    assert read_changes(text, a_draft(text), AT_3).place == place


@pytest.mark.parametrize(
    ("texts_said", "place"),
    [
        (("我老公讲是6栋",), "桂花苑6栋楼道"),
        (("我老公讲是6栋", "他又去看了一趟，还是3栋"), "桂花苑3栋楼道"),
        (("6栋",), "桂花苑6栋楼道"),
        (("我妈说是2栋", "我爸说是6栋"), "桂花苑6栋楼道"),
        (("6栋", "3栋"), "桂花苑3栋楼道"),
        (("还有6栋2栋",), "桂花苑3栋楼道、6栋2栋"),
    ],
)
def test_no_building_stands_beside_one_that_it_contradicts(texts_said: tuple[str, ...], place: str) -> None:
    """The summary names one building, unless the words add another."""
    first = "桂花苑3栋楼道的灯不亮"
    form = Form(first, a_draft(first, place=("桂花苑3栋楼道",)), stage="confirm")
    for said in texts_said:
        named = tuple(one for one in ("6栋2栋", "3栋", "6栋") if one in said)[:1]
        step = continue_report(form, a_turn(said, "add_detail", 0.4, place=named))
        assert step.form is not None
        form = step.form
    assert place_of(form) == place


@pytest.mark.parametrize(
    ("old", "new", "contradicted"),
    [
        ("桂花苑3栋", "2栋", True),
        ("桂花苑3栋", "2单元", False),
        ("桂花苑", "2栋", False),
        ("桂花苑3栋、5栋", "2栋", False),
    ],
)
def test_only_the_same_unit_contradicts(old: str, new: str, contradicted: bool) -> None:
    """A finer part completes; of two buildings it is not clear which."""
    assert contradicts_part(old, new) is contradicted


@pytest.mark.parametrize(
    ("known", "text", "time"),
    [
        ("每天晚上七点", "也不是每天，就周五周六", "周五周六晚上七点"),
        ("每天早上", "也不是天天，就礼拜六礼拜天", "礼拜六礼拜天早上"),
        ("天天", "不是天天，周末两天，星期六星期天", None),
        ("每天早上", "不是每天，是周三", "周三早上"),
        ("每天早上", "没有每天，就星期五和星期六", "星期五和星期六早上"),
        ("天天半夜", "不是天天，就周五", "周五半夜"),
        ("每晚", "也不是每晚，是周六", "周六"),
    ],
)
def test_some_days_replace_every_day(known: str, text: str, time: str | None) -> None:
    """The hour stays."""
    changed = read_changes(text, a_draft(text), Known("桂花广场", known, "", "complaint")).time
    if time is not None:
        assert changed == time
    assert "天天" not in (changed or "")


@pytest.mark.parametrize(
    ("known", "text", "time"),
    [
        ("大概上上个星期", "想起来了，就是这个星期一", "这个星期一"),
        ("前天", "我记起来了，是上周五", "上周五"),
        ("昨天", "查了下监控，是前天开始的", "前天"),
        ("好像上个月", "翻了聊天记录，是上上个月", "上上个月"),
        ("昨天晚上八点", "想起来了，就是前天", "前天晚上八点"),
        ("前天", "问了邻居，是昨天晚上", "昨天晚上"),
        ("昨天", "想起来了，那天还下着雨，前天也下了", None),
        ("昨天", "想起来了，是晚上八点", None),
        ("昨天", "昨天早上也这样", None),
    ],
)
def test_a_day_that_is_remembered_replaces_the_one_before(known: str, text: str, time: str | None) -> None:
    """Not an hour, which makes the day more exact, nor a day told beside it."""
    draft = a_draft(text, kind="request")
    changes = read_changes(text, draft, Known("桂花苑3栋", known, "", "request"))
    assert changes.time == time


@pytest.mark.parametrize(
    "text",
    [
        "我乱猜的，没有死老鼠那回事",
        "瞎说的，没这回事",
        "我是随便猜的，是三号楼在刷墙",
        "没有漏水这回事，是拖地的水",
        "胡说的，当我没讲过那回事",
        "前面是我瞎猜，问了是在消毒",
    ],
)
def test_a_guess_is_taken_back(text: str) -> None:
    """猜的 and 没那回事 contradict what was said."""
    assert contradicts(text)


@pytest.mark.parametrize("text", ["我猜是风吹的", "物业不当回事", "猜不出是谁倒的"])
def test_a_guess_that_is_made_takes_nothing_back(text: str) -> None:
    """It tells something new."""
    assert not contradicts(text)


ANEW = [
    ("前面的不要了，重新写：", "桂花苑3栋电梯按钮坏了两个"),
    ("重写，我不会说话：", "桂花苑3栋电梯按钮坏了两个"),
    ("刚才说的不算，重新说一遍，", "桂花苑3栋电梯按钮坏了两个"),
    ("算了我重新报：", "桂花苑3栋电梯按钮坏了两个"),
    ("从头说。", "桂花苑3栋电梯按钮坏了两个"),
    ("上面作废，重说：", "桂花苑3栋电梯按钮坏了两个"),
    ("那段删掉，我重新组织一下：", "桂花苑3栋电梯按钮坏了两个"),
]


@pytest.mark.parametrize(("opening", "new"), ANEW)
def test_a_text_written_anew_replaces_the_old_one(opening: str, new: str) -> None:
    """No word of the old text stands in the report, nor its place and time."""
    old = "楼道里天天吵死了"
    form = Form(old, a_draft(old, place=("楼道里",), time=("天天",)), stage="place", asked=("place",))
    step = continue_report(form, a_turn(opening + new, place=("桂花苑3栋",), body=()))
    assert step.form is not None
    assert (step.form.text, place_of(step.form), time_of(step.form)) == (new, "桂花苑3栋", "")
    assert step.form.answers == {}
    assert all(new[one["start"] : one["end"]] == one["text"] for one in step.form.draft["places"])


@pytest.mark.parametrize(
    "text",
    [
        "重新装修的声音很大",
        "物业说要重新写申请：材料在门卫",
        "算了我重新写",
        "重新说",
        "桂花苑3栋重新报修过三次",
        "重新写一下吧",
    ],
)
def test_other_words_write_nothing_anew(text: str) -> None:
    """A restart without a new text is a question for it; else nothing is dropped."""
    assert written_anew(text) is None


def test_the_number_the_wish_and_what_waits_stay_when_the_rest_is_written_anew() -> None:
    """They are no part of the text."""
    waiting = Form("桂花苑5栋漏水", a_draft("桂花苑5栋漏水", place=("桂花苑5栋",)))
    old = "楼道里吵死了"
    form = Form(old, a_draft(old), stage="confirm", answers={"contact": "13900001112", "time": "昨天"})
    form = Form.from_json(form.to_json() | {"other": waiting.to_json(), "photos": ["p1"], "wish": "别说是我报的"})
    step = continue_report(form, a_turn("重新写：桂花苑3栋电梯坏了", place=("桂花苑3栋",)))
    assert step.form is not None
    assert step.form.answers == {"contact": "13900001112", "detail": "别说是我报的"}
    assert step.form.photos == ("p1",)
    assert step.form.other == waiting.to_json()


@pytest.mark.parametrize("restarts", ["算了我重新写", "重新说", "重新写：桂花苑3栋电梯坏了"])
def test_a_wish_not_to_be_named_outlives_a_new_beginning(resident: Resident, portal: Portal, restarts: str) -> None:
    """Whoever asked not to be named is not named because the words changed."""
    resident.says("桂花苑3栋有人打麻将，别说是我报的", wish="桂花苑3栋有人打麻将")
    answer = resident.says(restarts)
    if asked(answer) == "detail":
        answer = resident.says("桂花苑3栋电梯坏了")
    resident.says("是")
    assert "别说是我报的" in portal.made("report")[0]["text"]
    assert "麻将" not in portal.made("report")[0]["text"]


def test_spans_before_the_new_text_are_dropped_and_the_others_moved() -> None:
    """Each span is the words at its position."""
    text = "上周说的不算，重新写：桂花苑3栋昨天停水，电话13900001112"
    draft = a_draft(text, place=("桂花苑3栋",), time=("上周", "昨天"), phone=("13900001112",))
    start = text.index("桂花苑")
    moved, rest = from_position(draft, start), text[start:]
    assert [one["text"] for one in moved["times"]] == ["昨天"]
    for one in (*moved["places"], *moved["times"], *moved["personal"]):
        assert rest[one["start"] : one["end"]] == one["text"]


@pytest.mark.parametrize(
    "text",
    [
        "名字别写，电话也不要留",
        "号码不要留了",
        "我想了想电话就不留了",
        "把我号码删掉",
        "电话别记了，怕他知道",
        "别留我的电话了",
    ],
)
def test_the_number_is_deleted_though_danger_is_asked_about(resident: Resident, portal: Portal, text: str) -> None:
    """It stands in no words of the case."""
    assert asked(resident.says("清河小区车棚里有股烧焦的味道，我电话13900001112")) == "danger"
    resident.says(text)
    answer = resident.says("没有危险")
    for _ in range(3):
        if asked(answer) != "confirm":
            answer = resident.says("不知道")
    assert resident.says("是")["registered"], texts(answer)
    reported = portal.made("report")[0]
    assert "contact" not in reported["answers"]
    assert "13900001112" not in reported["text"]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("是桂花苑的", "桂花苑"),
        ("桂花苑3栋", "桂花苑"),
        ("在清河小区", "清河小区"),
        ("清河小区3栋这里", "清河小区"),
        ("我们这里是河畔人家", "河畔人家"),
        ("河畔人家的3栋", "河畔人家"),
    ],
)
def test_where_it_is_said_while_danger_is_asked_about_is_kept(
    resident: Resident, portal: Portal, text: str, place: str
) -> None:
    """The estate completes a building that was named alone."""
    assert asked(resident.says("3栋楼道有点糊味")) == "danger"
    resident.says(text)
    answer = resident.says("没有危险")
    assert asked(answer) != "place", texts(answer)
    if asked(answer) != "confirm":
        resident.says("不知道")
    resident.says("是")
    assert place in portal.made("report")[0]["answers"]["place"]


@pytest.mark.parametrize("text", ["我女儿讲是5栋", "想起来了，是前天", "讲错了，是清河小区3栋，我以前住桂花苑"])
def test_they_correct_a_registered_case_too(resident: Resident, portal: Portal, text: str) -> None:
    """The same reading, within the day."""
    registered(resident, portal)
    portal.cases[0] |= {"time": "大概上周"}
    resident.says(text)
    assert portal.made("detail")[0]["changes"]


@pytest.mark.parametrize(
    ("corrections", "place"),
    [
        (("5栋",), "桂花苑5栋楼道"),
        (("5栋", "不对，是6栋"), "桂花苑6栋楼道"),
        (("地址是翠竹公寓5栋",), "翠竹公寓5栋"),
        (("不是桂花，在老菜场那头",), "老菜场"),
    ],
)
def test_the_summary_quotes_the_report_as_it_was_said(
    resident: Resident, portal: Portal, corrections: tuple[str, ...], place: str
) -> None:
    """What stands behind 您说 was said; the present place has a line of its own, and the one that the words name is registered beside it."""
    first = "桂花苑3栋楼道的灯坏了三天了"
    resident.says(first)
    for said in corrections:
        answer = resident.says(said)
    assert f"您说：“{first}”\n地点：{place}\n" in texts(answer)
    resident.says("是")
    report = portal.made("report")[0]
    assert report["text"].startswith(first)
    assert report["answers"]["was_place"] == "桂花苑3栋楼道"


def test_an_address_of_another_estate_is_not_put_into_the_words(resident: Resident, portal: Portal) -> None:
    """Behind 您说."""
    resident.says("翠竹公寓2栋漏水")
    assert "您说：“翠竹公寓2栋漏水”" in texts(resident.says("银杏家园8栋404"))


def test_a_report_that_is_still_open_is_named_by_its_present_place(resident: Resident, portal: Portal) -> None:
    """Where it does not say that the sender said it so."""
    resident.says("桂花苑3栋楼道的灯坏了三天了")
    resident.says("不对，是6栋")
    assert quoted(Form.from_json(portal.drafts[17])) == "桂花苑6栋楼道的灯坏了三天了"


@pytest.mark.parametrize("more", ["幸福家园", "幸福家园3栋"])
def test_a_place_that_only_says_more_was_none_before(resident: Resident, portal: Portal, more: str) -> None:
    resident.says("3栋楼道的灯坏了")
    resident.says(more)
    resident.says("是")
    assert "was_place" not in portal.made("report")[0]["answers"]
