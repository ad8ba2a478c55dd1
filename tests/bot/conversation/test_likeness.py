"""What a correction without a word of taking back replaces; and what a sure act does where words alone decide nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from actions.case_draft import with_kind
from actions.conversation.turn import Turn
from actions.intake.corrections.changes import Changes, Known
from actions.intake.corrections.likeness.reading import changes_by_likeness
from actions.intake.corrections.reading import read_changes
from actions.intake.corrections.turn_changes import changes_of
from actions.intake.flow import continue_report, start_report
from actions.intake.form import Form, place_of, time_of
from actions.intake.step import Step
from tests.bot.conversation.drafts import a_draft, a_turn


def _changes(text: str, known: Known, **said: tuple[str, ...]) -> Changes:
    draft = a_draft(text, **said)
    return changes_by_likeness(text, draft, known, read_changes(text, draft, known))


@pytest.mark.parametrize(
    ("known", "text", "said", "place"),
    [
        ("柳岸新村6幢边上", "九幢那边，六幢住的是我妹妹", (), "柳岸新村九幢边上"),
        ("柳岸新村6幢302", "我家门牌是402，502在漏", (), "柳岸新村6幢402"),
        ("石桥街15号", "15号去年拆了，现在是51号", (), "石桥街51号"),
        ("上林村三组", "三组是我舅舅那里，我在七组", (), "上林村七组"),
        ("桂花苑十三幢", "哎呀三栋", (), "桂花苑三栋"),
        ("柳岸新村6幢1302", "门牌是302", (), "柳岸新村6幢302"),
        ("听潮名邸一期", "哎呀二期，一期还没造好", (), "听潮名邸二期"),
        ("白沙桥河东边", "刚才看反方向了，桥的河西边", (), "白沙桥河西边"),
        ("东方商厦地下车库出口", "入口那根杆子", (), "东方商厦地下车库入口"),
        ("学士路公交站", "站名是学府路", ("学府路",), "学府路公交站"),
        ("上林村文化礼堂", "文化礼堂弗响，响的是老年食堂", ("老年食堂",), "上林村老年食堂"),
        ("望江路", "加油站出口那一段", ("加油站出口",), "望江路加油站出口"),
    ],
)
def test_the_part_that_is_alike_is_replaced(known: str, text: str, said: tuple[str, ...], place: str) -> None:
    """The same unit, the other side, a name of the same end; the name of the area stays."""
    assert _changes(text, Known(known, "昨天"), place=said).place == place


@pytest.mark.parametrize(
    ("known", "text", "time"),
    [
        ("昨天夜里", "不好意思我记混了，前天夜里", "前天夜里"),
        ("今天早上", "监控翻出来是下午一点二十", "今天下午一点二十"),
        ("三天", "快一个礼拜喽", "一个礼拜"),
        ("天天", "周一到周五才放", "周一到周五"),
        ("昨晚", "拦人是中午", "昨天中午"),
    ],
)
def test_a_time_of_the_same_kind_is_replaced(known: str, text: str, time: str) -> None:
    """An hour keeps the day."""
    assert _changes(text, Known("石桥街15号", known)).time == time


@pytest.mark.parametrize(
    ("text", "contact"),
    [
        ("号码记我儿子的 13800000035", "13800000035"),
        ("尾号是0072噢", "13800000072"),
        ("电话末两位71要换成17", "13800000017"),
        ("手机号再念一遍 幺三八 零零零零 零零四六", "13800000046"),
    ],
)
def test_a_number_is_corrected_in_full_or_by_its_end(text: str, contact: str) -> None:
    """Spoken digits count."""
    assert _changes(text, Known("石桥街15号", "昨天", "13800000071")).contact == contact


def test_what_is_known_already_changes_nothing() -> None:
    """A correction that only repeats the place and the time."""
    assert not _changes("石桥街15号，昨天", Known("石桥街15号", "昨天"), place=("石桥街15号",), time=("昨天",))


def test_only_a_sure_correction_goes_by_likeness() -> None:
    """An addition may name a time of its own."""
    known = Known("石桥街15号", "前天夜里")
    turn = replace(a_turn("后来又听见响，昨天夜里", time=("昨天夜里",)), act="add", act_score=0.9)
    assert not changes_of(turn, known)
    assert changes_of(replace(turn, act="correct"), known).time == "昨天夜里"
    assert not changes_of(replace(turn, act="correct", act_score=0.5), known)


# --- the summary waits

FULL = "桂花苑3栋楼下路灯坏了三天"


def _waiting() -> Form:
    form = start_report(a_turn(FULL, place=("桂花苑3栋楼下",), time=("三天",))).form
    assert form is not None
    return form


def _answer(text: str, act: str, score: float = 0.9, **said: tuple[str, ...]) -> Step:
    return continue_report(_waiting(), _turn(text, act, score, **said))


def _turn(text: str, act: str, score: float, **said: tuple[str, ...]) -> Turn:
    return replace(a_turn(text, "out_of_scope", 0.4, **said), act=act, act_score=score)


def test_a_correction_without_its_words_changes_the_summary() -> None:
    """And is shown once more."""
    form = _answer("九栋那边，三栋住的是我妹妹", "correct").form
    assert form is not None
    assert place_of(form) == "桂花苑9栋楼下"
    assert time_of(form) == "三天"


@pytest.mark.parametrize("text", ["村长讲他自己去换，不报了", "算了，免得得罪人"])
def test_giving_up_in_any_words_drops_the_report(text: str) -> None:
    """The words are not added to it."""
    step = _answer(text, "stop")
    assert (step.form, step.effect) == (None, "drop")


@pytest.mark.parametrize("act", ["status", "ask_number", "ask_record", "chat"])
def test_what_tells_nothing_is_not_added(act: str) -> None:
    """What was written down is shown once more."""
    step = _answer("念给我听听好伐", act)
    assert step.effect == "nothing"
    assert step.form == _waiting()


def test_an_unsure_act_is_only_words() -> None:
    """They are added, as nothing else is known of them."""
    step = _answer("村长讲他自己去换，那不麻烦你们", "stop", 0.6)
    assert step.form is not None


ASKED = Form(
    "居住证怎么办",
    a_draft("居住证怎么办"),
    stage="answered",
    faq={"question": "居住证怎么办", "answer": "带身份证去。", "source": ""},
)


def _asks(text: str) -> Step:
    return continue_report(ASKED, replace(_turn(text, "question", 0.9), draft=with_kind(a_draft(text), "inquiry")))


def test_a_further_question_is_answered_once_more() -> None:
    """The answer says that a person may know more."""
    step = _asks("要自己跑去领还是寄到屋里")
    assert [one.response for one in step.says] == ["utter_faq_again"]


def test_a_long_further_question_opens_no_case() -> None:
    """A person is offered; the question is noted."""
    step = _asks("我在外地打工一年只回来两趟，是在老家那边办手续还是就在厂里这边办手续")
    assert step.effect == "note question"
    assert step.offers_person
    assert step.form == ASKED
