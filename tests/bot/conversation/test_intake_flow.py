"""How a case is taken."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from actions.case_draft import empty_draft, has_sure_category
from actions.conversation.turn import TEXT_LIMIT
from actions.conversation.wording import ONLY_PHOTOS, ONLY_PLACE
from actions.intake.answers.another_matter import take_waiting_matter
from actions.intake.flow import continue_report, start_report
from actions.intake.form import Form, place_of, to_registration
from actions.intake.step import Step
from tests.bot.conversation.drafts import a_draft, a_turn
from tests.bot.conversation.intake_world import FULL, asks, form_of, full


def test_all_said_is_shown_at_once() -> None:
    """No question, a summary that quotes, and the draft is kept."""
    step = full()
    assert asks(step) == ["confirm"]
    assert step.says[0].params["quote"] == FULL
    assert step.effect == "keep"


@pytest.mark.parametrize("text", ["是", "对的", "嗯", "好的谢谢", "没错", "1", "是的，快点来"])
def test_yes_registers(text: str) -> None:
    """Every plain yes."""
    assert continue_report(form_of(full()), a_turn(text, "affirm")).effect == "register"


@pytest.mark.parametrize("text", ["不对", "等一下", "？？", "嗯…不对吧，是5栋"])
def test_only_a_yes_registers(text: str) -> None:
    """Nothing else does."""
    assert continue_report(form_of(full()), a_turn(text, "affirm", 0.4)).effect != "register"


def test_a_place_is_asked_for_and_taken_as_said() -> None:
    """The answer is kept in the resident's words, whatever the classifier calls it."""
    step = start_report(a_turn("路灯坏了三天"))
    assert asks(step) == ["place"]
    after = continue_report(form_of(step), a_turn("桂花苑那边", "out_of_scope"))
    assert asks(after) == ["confirm"]
    assert place_of(form_of(after)) == "桂花苑那边"


def test_not_knowing_is_an_answer() -> None:
    """不知道 is not asked again."""
    step = continue_report(form_of(start_report(a_turn("路灯坏了"))), a_turn("不知道", "deny"))
    assert asks(step) == ["confirm"]
    assert place_of(form_of(step)) == ""


def test_a_time_where_a_place_was_asked_is_the_time() -> None:
    """It is not put down as the place."""
    step = continue_report(form_of(start_report(a_turn("路灯坏了"))), a_turn("昨天晚上", time=("昨天晚上",)))
    assert form_of(step).answers == {"time": "昨天晚上"}


def test_the_matter_is_asked_for_first() -> None:
    """ "我要投诉" is asked what; its answer is the message; no third question comes."""
    step = start_report(a_turn("我要投诉"))
    assert asks(step) == ["detail"]
    step = continue_report(form_of(step), a_turn("楼下烧烤油烟太大"))
    assert asks(step) == ["place"]
    step = continue_report(form_of(step), a_turn("清河小区5栋", place=("清河小区5栋",)))
    assert asks(step) == ["confirm"]
    assert form_of(step).text == "楼下烧烤油烟太大"


def test_a_correction_is_shown_again() -> None:
    """ "不对，是5栋"."""
    step = continue_report(form_of(full()), a_turn("不对，是5栋", "deny", place=("5栋",)))
    assert step.says[0].response == "utter_confirm_again"
    assert place_of(form_of(step)) == "桂花苑5栋楼下"


def test_a_bare_no_is_asked_once_what_is_wrong() -> None:
    """Then its answer corrects."""
    step = continue_report(form_of(full()), a_turn("不对", "deny"))
    assert asks(step) == ["detail"]
    step = continue_report(form_of(step), a_turn("5栋", place=("5栋",)))
    assert place_of(form_of(step)) == "桂花苑5栋楼下"
    assert asks(step) == ["confirm"]


def test_the_field_that_is_wrong_is_asked_for() -> None:
    """ "地点不对" is asked for the right one."""
    step = continue_report(form_of(full()), a_turn("不对", "deny"))
    step = continue_report(form_of(step), a_turn("地点不对", "deny"))
    assert step.says[0].params == {"field": "地点"}
    step = continue_report(form_of(step), a_turn("菜场后头", "out_of_scope"))
    assert place_of(form_of(step)) == "菜场后头"


@pytest.mark.parametrize("text", ["不知道", "快点"])
def test_what_only_waits_is_told_what_it_waits_for(text: str) -> None:
    """No misunderstanding, nothing added."""
    step = continue_report(form_of(full()), a_turn(text, "remind"))
    assert step.says[0].response == "utter_still_open"
    assert not step.says[0].fallback
    assert form_of(step) == form_of(full())


def test_stop_drops() -> None:
    """算了: the draft goes."""
    step = continue_report(form_of(full()), a_turn("算了", "stop"))
    assert (step.form, step.effect) == (None, "drop")


def test_wait_keeps() -> None:
    """等一下: nothing changes."""
    form = form_of(full())
    assert continue_report(form, a_turn("等一下", "remind")).form == form


def test_more_is_added_to_the_summary() -> None:
    """Words about the same thing join it, and are registered after the first message, whose spans still hold."""
    step = continue_report(form_of(full()), a_turn("天黑了老人都不敢出门"))
    assert step.says[0].response == "utter_confirm_added"
    text, draft, _ = to_registration(form_of(step))
    assert text == f"{FULL}\n天黑了老人都不敢出门"
    assert all(text[span["start"] : span["end"]] == span["text"] for span in draft["places"])


def test_the_same_message_twice_is_one() -> None:
    """An impatient repeat shows the summary again and adds nothing."""
    step = continue_report(form_of(full()), a_turn(FULL, place=("桂花苑3栋楼下",)))
    assert step.effect == "nothing"
    assert form_of(step).answers == {}


ANOTHER = "对了，另外清河小区垃圾没人收"


def another() -> Step:
    said = a_turn(ANOTHER, place=("清河小区",), category=("0601", ["环境保护", "垃圾"], 0.9))
    return continue_report(form_of(full()), said)


def test_another_matter_is_offered_as_such() -> None:
    """The first stays."""
    step = another()
    assert asks(step) == ["which_case"]
    assert form_of(step).text == FULL


@pytest.mark.parametrize(
    ("said", "first"), [("先办前一件", FULL), ("先办新的", ANOTHER), ("1", FULL), ("2", ANOTHER), ("随便", FULL)]
)
def test_either_comes_first_and_the_other_follows(said: str, first: str) -> None:
    """Whichever is chosen; after it is registered the other is shown."""
    step = continue_report(form_of(another()), a_turn(said, "affirm", 0.2))
    assert form_of(step).text == first
    following = take_waiting_matter(form_of(step))
    assert following is not None
    assert form_of(following).text != first
    assert asks(following)[-1] == "confirm"


def test_a_new_report_over_a_draft_of_another_day_is_a_second_matter() -> None:
    """Even of the same category: who begins anew may not be speaking of the old one."""
    kept = Form.from_json({**form_of(full()).to_json(), "restored": True})
    assert asks(continue_report(kept, a_turn("清河小区门口路灯又不亮了", place=("清河小区门口",)))) == ["which_case"]


FAQ: Any = {"question": "居住证怎么办", "answer": "住满半年可以办。", "source": "《居住证暂行条例》", "score": 1.0}


def test_a_common_question_is_answered_with_its_source() -> None:
    """And asked whether that was it."""
    step = start_report(a_turn("居住证怎么办", "faq", kind="inquiry", faq=FAQ))
    assert step.says[0].params == {"answer": FAQ["answer"], "source": FAQ["source"]}
    assert asks(step)[-1] == "answered"
    assert continue_report(form_of(step), a_turn("知道了", "thank", 0.3)).form is None


def test_a_common_question_not_answered_is_registered() -> None:
    """不是: the summary, and 是 registers."""
    step = continue_report(
        form_of(start_report(a_turn("居住证怎么办", "faq", kind="inquiry", faq=FAQ))), a_turn("不是", "deny")
    )
    assert asks(step) == ["confirm"]


def test_a_complaint_is_not_answered_from_the_list() -> None:
    """Whatever it resembles."""
    assert asks(start_report(a_turn("办居住证的窗口没人", faq=FAQ, place=("窗口",)))) == ["confirm"]


def test_a_place_from_the_map_is_asked_what() -> None:
    """The place is kept."""
    step = start_report(a_turn("桂花苑东门", located=True))
    assert asks(step) == ["detail"]
    step = continue_report(form_of(step), a_turn("井盖没了"))
    assert asks(step) == ["confirm"]
    assert place_of(form_of(step)) == "桂花苑东门"


def test_a_place_from_the_map_is_no_time() -> None:
    """Even where the time was asked, and the bot finds no place in its name."""
    step = start_report(a_turn("楼下烧烤摊太吵了", place=("楼下",)))
    form = replace(form_of(step), stage="time", asked=("place", "time"))
    answers = form_of(continue_report(form, a_turn("老邮局", located=True))).answers
    assert "老邮局" in answers["place"]
    assert "time" not in answers


def test_photos_join_the_form() -> None:
    """Each once."""
    first = start_report(a_turn(FULL, place=("桂花苑3栋楼下",), photos=("a.jpg",)))
    step = continue_report(form_of(first), a_turn("", "nlu_fallback", 0.1, photos=("a.jpg", "b.jpg")))
    assert form_of(step).photos == ("a.jpg", "b.jpg")
    assert asks(step)[-1] == "confirm"


def test_a_phone_number_is_kept_as_contact() -> None:
    """So that nobody asks for it again."""
    text = "桂花苑3栋漏水，打13912345678"
    assert form_of(start_report(a_turn(text, place=("桂花苑3栋",), phone=("13912345678",)))).answers == {
        "contact": "13912345678"
    }


def test_the_form_survives_its_json() -> None:
    """What the portal keeps is all of it."""
    form = form_of(another())
    assert Form.from_json(json.loads(json.dumps(form.to_json()))) == form


LIFT = "桂花苑2栋电梯老是坏，物业不管"
OTHERS = {
    "category": ("0903", ["商贸旅游", "特种设备"], 0.6),
    "others": (("0401", ["城乡建设", "物业服务"], 0.3), ("0501", ["环境保护", "噪声"], 0.05)),
}


def unsure(text: str = LIFT, **said: Any) -> Step:
    return start_report(a_turn(text, **({"place": ("桂花苑2栋",)} | OTHERS | said), unsure=True))


def test_a_guessed_category_is_never_asked() -> None:
    """The clerk decides; the resident is told no guess."""
    step = unsure()
    assert asks(step) == ["confirm"]
    assert "utter_part_kind_only" in [part.response for part in step.says[0].parts["lines"]]
    assert form_of(step).draft["missing"] == ["category"]


def test_where_the_place_is_missing_too_only_the_place_is_asked() -> None:
    """One question; the category is the clerk's."""
    step = unsure("电梯老是坏", place=())
    assert asks(step) == ["place"]
    step = continue_report(form_of(step), a_turn("桂花苑2栋", place=("桂花苑2栋",)))
    assert asks(step) == ["confirm"]
    assert form_of(step).draft["missing"] == ["place", "category"]


def test_a_second_opinion_leaves_the_category_a_guess() -> None:
    """It reaches the clerk with the draft."""
    suggestion = {"source": "m", "category": {"code": "0401", "path": ["城乡建设", "物业服务"]}}
    step = unsure(suggestion=suggestion)
    assert asks(step) == ["confirm"]
    assert form_of(step).draft["category"]["code"] == "0903"


@pytest.mark.parametrize("stage", ["place", "time", "wrong:time", "wrong:place"])
def test_the_end_of_a_long_answer_is_kept(stage: str) -> None:
    """A wish that stands behind two hundred characters reaches the portal; a short answer adds nothing to the message."""
    wish = "千万别让物业知道是我说的"
    form = replace(form_of(full()), stage=stage)
    said = "一到下雨天就这样" if "time" in stage else "就在靠垃圾房的那边"
    long = continue_report(form, a_turn(f"{said}，" * 22 + wish))
    short = continue_report(form, a_turn(said))
    assert wish in "".join([to_registration(form_of(long))[0], *to_registration(form_of(long))[2].values()])
    assert to_registration(form_of(short))[0] == to_registration(form)[0]


def test_a_lamp_that_is_told_where_the_report_had_no_words_is_the_matter() -> None:
    """我要投诉, no answer to what, and then the lamp where the place is asked."""
    step = continue_report(form_of(start_report(a_turn("我要投诉"))), a_turn("不知道", "deny"))
    assert asks(step) == ["place"]
    step = continue_report(form_of(step), a_turn("楼下路灯不亮", place=("楼下",)))
    assert (form_of(step).text, place_of(form_of(step))) == ("楼下路灯不亮", "楼下")


@pytest.mark.parametrize(
    "text",
    [
        "桂花苑2栋物业客服骂人，态度特别差",
        "桂花苑2栋的网格员不作为，推诿",
        "桂花苑2栋保安收红包才放行",
        "桂花苑2栋物业的电梯老停",
        "桂花苑2栋楼上邻居骂人",
    ],
)
def test_how_staff_behave_is_asked_no_category(text: str) -> None:
    """Nor is anybody: a clerk weighs conduct, and decides what a lift is about."""
    assert asks(unsure(text)) == ["confirm"]


def test_a_place_alone_is_registered_as_what_it_is() -> None:
    """No photo is claimed, and no category."""
    form = Form(text="", draft=empty_draft(), answers={"place": "桂花苑3栋"})
    assert not has_sure_category(form.draft)
    assert to_registration(form)[0] == ONLY_PLACE
    assert to_registration(replace(form, photos=("m1",)))[0] == ONLY_PHOTOS


def test_a_body_named_late_leaves_the_text_within_its_limit() -> None:
    """The span of a body that is not in the text would be refused, and the report with it."""
    said = "灯" * (TEXT_LIMIT - 3)
    form = Form(text=said, draft=a_draft(said), answers={"body": "幸福物业公司", "detail": "还有"})
    text, draft, _ = to_registration(form)
    assert len(text) == TEXT_LIMIT
    assert draft["bodies"] == []
