"""A slip that is taken back while the summary stands, and whose number is left to be called."""

from __future__ import annotations

import pytest

from actions.intake.corrections.changes import Known
from actions.intake.corrections.reading import read_changes
from actions.intake.corrections.slips import read_slip
from actions.intake.corrections.turn_changes import changes_of
from actions.intake.form import Form, place_of
from actions.interpreting.numbers import own_phone
from tests.bot.conversation.conftest import Resident
from tests.bot.conversation.drafts import a_draft, a_turn
from tests.bot.conversation.portal_stand_in import Portal


@pytest.mark.parametrize(
    ("text", "said", "place"),
    [
        ("银杏家园南门路灯坏了", "不好意思是北门", "银杏家园北门"),
        ("银杏家园南门路灯坏了", "哦不，桂花苑3栋。我以前住银杏家园的，说顺嘴了", "桂花苑3栋"),
        ("银杏家园2栋门禁坏了", "抱歉，是5栋", "银杏家园5栋"),
        ("银杏家园2栋门禁坏了", "说快了，桂花苑的", "桂花苑2栋"),
        ("银杏家园2栋门禁坏了", "呃，应该说翠竹公寓2栋，银杏家园是我妈家", "翠竹公寓2栋"),
        ("公园路3号井盖松了", "对不起，是5号", "公园路5号"),
    ],
)
def test_a_slip_is_corrected(resident: Resident, portal: Portal, text: str, said: str, place: str) -> None:
    """Why it was made names no place of the report."""
    resident.says(text)
    told = resident.says(said)
    assert told["messages"][-1]["response"] == "utter_confirm_again"
    assert place_of(Form.from_json(portal.drafts[17])) == place


@pytest.mark.parametrize(
    ("said", "named", "known", "place"),
    [
        ("老菜场那边 啊不对 就是桂花苑", ("老菜场", "桂花苑"), "银杏家园3栋", "桂花苑3栋"),
        ("在翠竹公寓 哦不对，是公园路", ("翠竹公寓", "公园路"), "银杏家园", "公园路"),
        ("啊不对 就是5栋", ("5栋",), "桂花苑3栋", "桂花苑5栋"),
    ],
)
def test_a_name_that_the_message_itself_takes_back_is_not_taken(
    said: str, named: tuple[str, ...], known: str, place: str
) -> None:
    assert changes_of(a_turn(said, place=named), Known(known)).place == place


@pytest.mark.parametrize(
    ("said", "place", "time"),
    [
        ("改一下 今天 3栋", "桂花苑3栋", "今天"),
        ("麻烦改下，3栋，今天", "桂花苑3栋", "今天"),
        ("改一下：今天，5栋", None, "今天"),
    ],
)
def test_a_time_and_a_place_that_are_only_listed_both_change(said: str, place: str | None, time: str) -> None:
    named = "3栋" if "3栋" in said else "5栋"
    changes = changes_of(a_turn(said, place=(named,), time=("今天",)), Known("桂花苑5栋", "昨天"))
    assert (changes.place, changes.time) == (place, time)


@pytest.mark.parametrize(
    ("said", "known", "place"),
    [
        ("楼层没说，三楼", "桂花苑3栋", "桂花苑3栋三楼"),
        ("楼层忘说了，是4楼", "桂花苑3栋楼道", "桂花苑3栋4楼楼道"),
        ("忘了说单元，2单元", "桂花苑3栋", "桂花苑3栋2单元"),
        ("楼层没说清楚，三楼的人也投诉", "桂花苑3栋", None),
        ("物业没说，三楼", "桂花苑3栋", None),
    ],
)
def test_a_part_that_was_left_out_completes_the_place(said: str, known: str, place: str | None) -> None:
    assert read_changes(said, a_draft(said), Known(known)).place == place


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("应该是要求你们修，不是投诉", "request"),
        ("不是投诉，我就想让你们来修", "request"),
        ("不是投诉，是报修", "request"),
        ("不是要求你们修，我是投诉", None),
        ("要求你们修，不修就投诉", None),
    ],
)
def test_a_wish_to_have_it_mended_is_no_complaint(said: str, kind: str | None) -> None:
    """Where the sender says that it is none."""
    assert read_changes(said, a_draft(said), Known("桂花苑3栋", "", "", "complaint")).kind == kind


@pytest.mark.parametrize("said", ["不好意思，麻烦快点", "不好意思是我没说清楚，晚上也不亮"])
def test_an_apology_alone_corrects_nothing(resident: Resident, portal: Portal, said: str) -> None:
    resident.says("银杏家园南门路灯坏了")
    resident.says(said)
    assert place_of(Form.from_json(portal.drafts[17])) == "银杏家园南门"


@pytest.mark.parametrize(
    "said",
    [
        "我女儿说留她号码 15712345678", "我儿子讲打他电话13912345678", "联系我老公吧，13812345678", "有事打我妈妈手机13612345678", "电话留13512345678，我爱人的",
    ],
)  # fmt: skip
def test_the_number_of_ones_family_is_the_one_to_call(resident: Resident, portal: Portal, said: str) -> None:
    """The case keeps it, as the bot says."""
    resident.says("桂花苑3栋楼道灯坏了")
    resident.says("是")
    resident.new_epoch()
    resident.says(said)
    assert said[-11:] == portal.cases[0]["number"] or portal.cases[0]["number"] in said
    assert portal.cases[0]["number"]
    assert portal.details[-1][1] == said


@pytest.mark.parametrize(
    "said", ["物业让我打他电话13712345678", "我女儿被他骗了，他的电话13712345678", "邻居说他号码是13712345678"]
)
def test_the_number_of_somebody_else_is_not(said: str) -> None:
    assert own_phone(a_draft(said, phone=("13712345678",)), said) is None


@pytest.mark.parametrize(
    ("known", "text", "place"),
    [
        ("桂花苑五栋门口", "我下楼确认了一遍，是四栋没错，前一句不算", "桂花苑四栋门口"),
        ("银杏家园5栋", "还是3栋对的", "银杏家园3栋"),
        ("银杏家园5栋2单元", "3单元没说错", "银杏家园5栋3单元"),
        ("银杏家园5栋", "5栋没错", None),
        ("银杏家园5栋", "不是3栋没错", None),
        ("银杏家园5栋", "3栋没坏", None),
        ("银杏家园5栋", "我家是3栋，没错", None),
        ("银杏家园5栋", "也有3栋没错", None),
    ],
)
def test_a_part_that_was_right_after_all_is_taken_back(known: str, text: str, place: str | None) -> None:
    """As a day is; the rest of the place stays."""
    assert read_slip(text, Known(place=known)).place == place
