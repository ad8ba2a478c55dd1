"""Plain speech changes the right field."""

from __future__ import annotations

from dataclasses import replace

import pytest

from actions.intake.draft_corrections import apply_correction, states_right_value
from actions.intake.flow import continue_report
from actions.intake.form import Form, body_of, place_of, time_of
from actions.intake.step import Step
from actions.interpreting.places import is_coarse, merge_place
from tests.bot.conversation.drafts import a_draft, a_turn

TEXT = "桂花苑3栋楼下昨天晚上有人放鞭炮"


@pytest.fixture
def form() -> Form:
    return Form(text=TEXT, draft=a_draft(TEXT, place=("桂花苑3栋楼下",), time=("昨天晚上",)))


def form_of(step: Step) -> Form:
    assert step.form is not None
    return step.form


def correct(form: Form, text: str, said: str, **found: object) -> Form:
    changed = apply_correction(form, said, a_turn(text, "deny", **found))
    assert changed is not None
    return changed


@pytest.mark.parametrize(
    ("old", "new", "mended"),
    [
        ("幸福家园3栋楼下", "5栋", "幸福家园5栋楼下"),
        ("幸福家园3栋2单元", "3单元", "幸福家园3栋3单元"),
        ("幸福家园3幢", "5号楼", "幸福家园5号楼"),
        ("幸福家园3栋2单元", "5栋1单元", "幸福家园5栋1单元"),
        ("幸福家园", "5栋", "幸福家园5栋"),
        ("幸福家园3栋", "桂花苑5栋", "桂花苑5栋"),
        ("", "5栋", "5栋"),
        ("幸福家园3栋", "东门口", "东门口"),
        ("楼道", "桂花苑3栋", "桂花苑3栋楼道"),
        ("我家楼上", "桂花苑3栋", "桂花苑3栋楼上"),
        ("楼道", "楼下", "楼下"),
        ("桂花苑2栋楼道", "幸福家园", "幸福家园2栋楼道"),
        ("桂花苑楼道", "幸福家园", "幸福家园楼道"),
        ("桂花苑东门", "幸福家园", "幸福家园东门"),
        ("东门", "西门保安亭", "西门保安亭"),
        ("东门", "南门那边", "南门那边"),
        ("西门", "文华路", "文华路"),
        ("西门", "老邮局", "老邮局"),
        ("北门", "清河中学", "清河中学"),
        ("东门", "桂花苑西门", "桂花苑西门"),
        ("西门", "人民公园", "人民公园"),
        ("东门", "垃圾房", "垃圾房"),
        ("东门", "西门", "西门"),
        ("西门", "幸福家园", "幸福家园西门"),
        ("西门口", "清河小区", "清河小区西门口"),
        ("桂花苑3栋2单元", "翠竹公寓", "翠竹公寓3栋2单元"),
        ("桂花苑北区3栋楼道", "桂花苑南区", "桂花苑南区3栋楼道"),
        ("梧桐里1栋楼下", "柳树里", "柳树里1栋楼下"),
        ("幸福家园一期3栋", "桂花苑", "桂花苑3栋"),
        ("2栋楼道", "桂花苑", "桂花苑2栋楼道"),
        ("桂花苑楼道", "2栋", "桂花苑2栋楼道"),
        ("桂花苑楼道", "2栋1单元", "桂花苑2栋1单元楼道"),
        ("桂花苑2栋楼道", "5栋楼道", "桂花苑5栋楼道"),
        ("桂花苑2栋楼道", "5栋门口", "桂花苑5栋门口"),
        ("公园路3号", "幸福家园", "幸福家园"),
        ("桂花苑3栋楼道", "老菜场门口", "老菜场门口"),
        ("桂花苑3栋", "人民公园", "人民公园"),
        ("桂花苑", "幸福家园", "幸福家园"),
        ("充电棚", "幸福家园的", "幸福家园充电棚"),
        ("垃圾亭", "桂花苑", "桂花苑垃圾亭"),
        ("健身角", "老清河", "老清河健身角"),
        ("快递柜旁边", "翠竹公寓", "翠竹公寓快递柜旁边"),
        ("桂花苑3栋", "幸福家园的", "幸福家园3栋"),
    ],
)
def test_a_part_of_a_place_is_mended(old: str, new: str, mended: str) -> None:
    """A building's number replaces the building's number, an estate's name the estate's; another place replaces the place."""
    assert merge_place(old, new) == mended


def test_the_place(form: Form) -> None:
    """ "不对，是5栋" changes the building and leaves the time; the wrong span is gone from the draft."""
    changed = correct(form, "不对，是5栋", "是5栋", place=("5栋",))
    assert (place_of(changed), time_of(changed)) == ("桂花苑5栋楼下", "昨天晚上")
    assert changed.draft["places"] == []


def test_the_time(form: Form) -> None:
    """ "不对，是前天" changes the time."""
    changed = correct(form, "不对，是前天", "是前天", time=("前天",))
    assert (place_of(changed), time_of(changed)) == ("桂花苑3栋楼下", "前天")


def test_a_field_named(form: Form) -> None:
    """ "时间是上周" changes the time though nothing was recognised."""
    assert time_of(correct(form, "时间是上周", "时间是上周")) == "上周"


def test_not_this_but_that(form: Form) -> None:
    """ "不是3栋，是8栋" replaces just that."""
    assert place_of(correct(form, "不是3栋，是8栋", "8栋", place=("3栋", "8栋"))) == "桂花苑8栋楼下"


def test_the_kind(form: Form) -> None:
    """ "不是投诉，是咨询" changes the kind."""
    assert correct(form, "是咨询", "是咨询").draft["kind"]["code"] == "inquiry"


def test_the_contact(form: Form) -> None:
    """A number is a number to call."""
    changed = correct(form, "电话是13912345678", "电话是13912345678", phone=("13912345678",))
    assert changed.answers["contact"] == "13912345678"


def test_the_matter(form: Form) -> None:
    """What is neither place nor time corrects the matter: kept in words, and the category follows where it is sure."""
    changed = correct(form, "不对，是漏水", "是漏水", category=("0501", ["城乡建设", "房屋漏水"], 0.8))
    assert changed.answers["detail"] == "漏水"
    assert changed.draft["category"]["code"] == "0501"


KINDS = ["不是投诉，是咨询", "我不是投诉，我是想咨询一下", "这是咨询不是投诉", "不对，是咨询"]


@pytest.mark.parametrize("text", KINDS)
def test_the_kind_that_it_is_not(form: Form, text: str) -> None:
    """Named first or last, the new one counts; nothing is added to the case."""
    changed = form_of(continue_report(replace(form, stage="confirm"), a_turn(text, "deny", 0.4)))
    assert changed.draft["kind"]["code"] == "inquiry"
    assert changed.answers == {}


def test_the_matter_that_it_is_not(form: Form) -> None:
    """ "不是噪音，是漏水": the category of the leak, read apart; the words stand with the case."""
    leak, noise = ("0406", ["城乡建设", "房屋质量与漏水"], 0.99), ("0501", ["环境保护", "噪声"], 0.6)
    turn = a_turn("不是噪音，是漏水", "deny", category=noise, correction=("漏水", leak))
    changed = form_of(continue_report(replace(form, stage="confirm"), turn))
    assert changed.draft["category"]["code"] == "0406"
    assert changed.answers["detail"] == "不是噪音，是漏水"
    assert (place_of(changed), time_of(changed)) == ("桂花苑3栋楼下", "昨天晚上")


def test_a_matter_whose_category_nobody_knows_is_the_clerks(form: Form) -> None:
    """The old one is known to be wrong."""
    unknown = ("0501", ["环境保护", "噪声"], 0.2)
    turn = a_turn("不是鞭炮，是别的", "deny", category=unknown, correction=("别的", unknown))
    assert form_of(continue_report(replace(form, stage="confirm"), turn)).draft["missing"] == ["category"]


@pytest.mark.parametrize(
    ("text", "place", "time", "body"),
    [
        ("时间不对，是今天早上", "桂花苑3栋楼下", "今天早上", "城管"),
        ("时间不是昨天晚上，是今天早上", "桂花苑3栋楼下", "今天早上", "城管"),
        ("不是昨天晚上，是今天早上", "桂花苑3栋楼下", "今天早上", "城管"),
        ("地址不对，应该是清河小区5栋", "清河小区5栋", "昨天晚上", "城管"),
        ("地点错了，是5栋", "桂花苑5栋楼下", "昨天晚上", "城管"),
        ("是5栋不是3栋", "桂花苑5栋楼下", "昨天晚上", "城管"),
        ("单位不对，是物业", "桂花苑3栋楼下", "昨天晚上", "物业"),
        ("说的不是城管，是物业", "桂花苑3栋楼下", "昨天晚上", "物业"),
    ],
)
def test_plain_speech_changes_just_the_field_that_it_means(text: str, place: str, time: str, body: str) -> None:
    """Whatever the classifier makes of it, and though nothing was recognised in it."""
    said = TEXT + "，城管不来"
    form = Form(
        text=said,
        draft=a_draft(said, place=("桂花苑3栋楼下",), time=("昨天晚上",), body=("城管",)),
        stage="confirm",
    )
    step = continue_report(form, a_turn(text, "report_case", 0.3))
    assert [say.asks for say in step.says] == ["confirm"]
    changed = form_of(step)
    assert (place_of(changed), time_of(changed), body_of(changed)) == (place, time, body)
    assert "detail" not in changed.answers


def test_more_words_correct_nothing(form: Form) -> None:
    """ "事情是这样的…" tells more."""
    assert not states_right_value("事情是这样的，他们每天都放")
    assert not states_right_value("地方上也没人管")


def test_nothing_named(form: Form) -> None:
    """A correction without content corrects nothing."""
    assert apply_correction(form, "是", a_turn("不对，是", "deny")) is None


@pytest.mark.parametrize(
    ("place", "coarse"),
    [
        ("楼道", True),
        ("我家楼上", True),
        ("地下车库", True),
        ("3栋楼道", False),
        ("幸福路口", False),
        ("菜场", False),
        ("", False),
    ],
)
def test_a_place_that_names_nothing(place: str, coarse: bool) -> None:
    """No estate, no road, no number: enough to register, worth a word more."""
    assert is_coarse(place) is coarse


def test_the_field_that_was_asked_for(form: Form) -> None:
    """Is the one that is meant, whatever the answer looks like."""
    changed = apply_correction(form, "我住清河小区", a_turn("我住清河小区"), asked="place")
    assert changed is not None
    assert place_of(changed) == "清河小区3栋楼下"
