"""What an answer that is none leads to while a case is taken: a number, a matter, gibberish or small talk where a place was asked."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from actions.conversation.turn import Turn
from actions.intake.flow import continue_report, start_report
from actions.intake.form import place_of, to_registration
from tests.bot.conversation.drafts import a_turn
from tests.bot.conversation.intake_world import asks, form_of, full


def test_the_second_misunderstanding_offers_a_person() -> None:
    """Not the first; the case stays open."""
    step = continue_report(form_of(full()), a_turn("嘞", "nlu_fallback", 0.1))
    assert not step.offers_person
    assert step.says[0].fallback
    step = continue_report(form_of(step), a_turn("嘞", "nlu_fallback", 0.1))
    assert step.offers_person
    assert step.says[0].response == "utter_offer_human"
    assert step.form is not None


def test_whoever_cannot_take_the_offer_is_handed_over() -> None:
    """The third in a row; the case still waits for its yes."""
    form = replace(form_of(full()), misses=2)
    step = continue_report(form, a_turn("嘞", "nlu_fallback", 0.1))
    assert step.effect == "hand over"
    assert asks(step) == ["confirm"]


@pytest.mark.parametrize("text", ["……", "😀"])
def test_signs_alone_add_nothing_to_the_case(text: str) -> None:
    """They are not understood."""
    step = continue_report(form_of(full()), a_turn(text, "out_of_scope"))
    assert step.says[0].fallback
    assert form_of(step).answers == {}


def test_what_was_understood_begins_the_count_anew() -> None:
    """Misunderstandings in a row, not in all."""
    form = replace(form_of(full()), misses=1)
    assert form_of(continue_report(form, a_turn("天黑了老人都不敢出门"))).misses == 0


@pytest.mark.parametrize("text", ["什么时候能修好", "谁来修啊", "大概要多久？", "会不会有人来看"])
def test_what_comes_next_is_answered_and_is_no_part_of_the_case(text: str) -> None:
    """Not added, no correction; the summary waits on."""
    step = continue_report(form_of(full()), a_turn(text, "ask_status", 0.6))
    assert [say.response for say in step.says] == ["utter_what_comes", "utter_still_open"]
    assert form_of(step) == form_of(full())


def test_what_comes_next_is_no_place_either() -> None:
    """Asked where, somebody asks back: the question is put again."""
    step = continue_report(form_of(start_report(a_turn("路灯坏了三天"))), a_turn("什么时候能修好", "ask_status", 0.6))
    assert asks(step)[-1] == "place"
    assert form_of(step).answers == {}


NUMBER = "有事打我13812340013"


def test_a_number_left_first_is_asked_what_about_and_the_matter_becomes_no_place() -> None:
    """The number is the contact; the lamp is the matter, and its place is the place."""
    step = start_report(a_turn(NUMBER, phone=("13812340013",)))
    assert asks(step) == ["detail"]
    step = continue_report(form_of(step), a_turn("楼下路灯不亮", place=("楼下",)))
    text, _draft, answers = to_registration(form_of(step))
    assert (text, answers["contact"]) == ("楼下路灯不亮", "13812340013")
    assert place_of(form_of(step)) == "楼下"


@pytest.mark.parametrize(
    ("said", "places", "place", "detail"),
    [
        ("楼下路灯也不亮", ("楼下",), "楼下", "楼下路灯也不亮"),
        ("灯坏了好几天了没人修", (), "", "灯坏了好几天了没人修"),
        ("桂花苑6栋", ("桂花苑6栋",), "桂花苑6栋", ""),
        ("菜场后头", (), "菜场后头", ""),
    ],
)
def test_only_what_reads_as_a_place_is_the_place(said: str, places: tuple[str, ...], place: str, detail: str) -> None:
    """What tells a matter instead is added to the words, and only its place is the place."""
    step = continue_report(form_of(start_report(a_turn("电梯坏了"))), a_turn(said, place=places))
    assert place_of(form_of(step)) == place
    assert form_of(step).answers.get("detail", "") == detail


def test_a_number_instead_of_a_place_is_the_contact_and_the_place_is_asked_again() -> None:
    """Then the place is taken."""
    step = continue_report(form_of(start_report(a_turn("路灯不亮"))), a_turn(NUMBER, phone=("13812340013",)))
    assert asks(step) == ["place"]
    step = continue_report(form_of(step), a_turn("桂花苑6栋", place=("桂花苑6栋",)))
    assert asks(step) == ["confirm"]
    assert (place_of(form_of(step)), form_of(step).answers["contact"]) == ("桂花苑6栋", "13812340013")


def places_asked(*answers: Turn) -> list[str]:
    """The responses that asked for the place of 路灯不亮, answered so, and the step after."""
    step, said = start_report(a_turn("路灯不亮")), []
    for answer in answers:
        said += [say.response for say in step.says]
        step = continue_report(form_of(step), answer)
    return [*said, *(say.response for say in step.says)]


@pytest.mark.parametrize(
    "answers",
    [
        ("就那个", "你猜"),
        ("嗯", "是的"),
        ("就是那里", "我家门口那里"),
        ("昨天晚上", "前天开始的"),
        ("你自己看", "我不是说过了"),
        ("那里", "你猜"),
    ],
)
def test_the_place_is_asked_twice_at_most(answers: tuple[str, str]) -> None:
    """In different words; then the report is shown without it, and says that it is not known."""
    times = {"昨天晚上": ("昨天晚上",), "前天开始的": ("前天",)}
    said = places_asked(*(a_turn(answer, "affirm", 0.5, time=times.get(answer, ())) for answer in answers))
    asked_for_it = [one for one in said if "place" in one]
    assert len(asked_for_it) == len(set(asked_for_it)) == 2
    assert said[-1] in ("utter_confirm_case", "utter_confirm_again")


def test_pieces_of_the_matter_are_heard_before_the_place_is_said() -> None:
    """As people type in a chat; each is kept, and the place that comes at last is taken."""
    step = start_report(a_turn("路灯不亮"))
    for piece in ("灯杆歪了", "晚上看不见", "线都露出来了", "小孩要走"):
        step = continue_report(form_of(step), a_turn(piece, "report_case", 0.7))
        assert asks(step) == ["place"]
    step = continue_report(form_of(step), a_turn("桂花苑3栋", place=("桂花苑3栋",)))
    assert asks(step) == ["confirm"]
    assert place_of(form_of(step)) == "桂花苑3栋"
    assert "小孩要走" in form_of(step).answers["detail"]


def nothing(text: str) -> Turn:
    """A turn in which nothing is understood."""
    turn = a_turn(text, "out_of_scope", 0.7, category=("0403", ["城乡建设", "市政公用"], 0.14))
    return replace(turn, draft={**turn.draft, "intent": {"code": "out_of_scope", "score": 0.7}})


def test_three_turns_of_gibberish_are_offered_a_person_and_the_fourth_is_handed_over() -> None:
    """The place is asked twice meanwhile; what was said is kept, and a place told then is taken."""
    step = start_report(nothing("阿巴阿巴"))
    assert [say.response for say in step.says] == ["utter_ask_place"]
    step = continue_report(form_of(step), nothing("呜啦呜啦"))
    assert [say.response for say in step.says] == ["utter_again_place"]
    step = continue_report(form_of(step), nothing("嘀嘀咕咕"))
    assert [say.response for say in step.says] == ["utter_offer_human"]
    assert step.offers_person
    last = continue_report(form_of(step), nothing("咕噜咕噜"))
    assert (last.effect, last.says) == ("hand over", ())
    kept = json.dumps(form_of(last).to_json(), ensure_ascii=False)
    assert all(text in kept for text in ("阿巴阿巴", "呜啦呜啦", "嘀嘀咕咕", "咕噜咕噜"))
    assert asks(continue_report(form_of(step), a_turn("桂花苑3栋", place=("桂花苑3栋",)))) == ["confirm"]


def test_a_matter_that_is_known_is_not_handed_over_for_an_answer_that_is_not() -> None:
    """Its report is taken without the place."""
    step = start_report(a_turn("路灯不亮"))
    for text in ("阿巴阿巴", "呜啦呜啦"):
        step = continue_report(form_of(step), nothing(text))
    assert asks(step) == ["confirm"]
