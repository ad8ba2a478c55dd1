"""Which estate is meant by a building without its name: asked with buttons, and whatever answers is taken."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from actions.case_draft import names_where
from actions.conversation.turn import Talk, Turn
from actions.intake.estates import offered_words
from actions.intake.flow import continue_report, start_report
from actions.intake.form import Form, place_of
from actions.intake.step import Step
from actions.interpreting.open_questions import with_typed_number
from actions.topics.topic import run_topic
from tests.bot.conversation.conftest import Resident, asked, texts
from tests.bot.conversation.danger_chat import Chat
from tests.bot.conversation.drafts import a_turn
from tests.bot.conversation.portal_stand_in import Portal

THREE = ("桂花苑", "清河小区", "河畔人家")


def turn_of(text: str, part: str, **place: Any) -> Turn:
    """A report whose only place is a part of an estate, with what the bot knows of it."""
    turn = a_turn(text, place=(part,))
    known: Any = {**turn.draft["places"][0], **place}
    return replace(turn, draft={**turn.draft, "places": [known]})


def begun(part: str = "3栋", estates: tuple[str, ...] = THREE) -> Step:
    return start_report(turn_of(f"{part}的电梯停了", part, estates=list(estates)))


def form_of(step: Step) -> Form:
    assert step.form is not None
    return step.form


def answered(text: str, *, estates: tuple[str, ...] = THREE, **said: Any) -> Step:
    return continue_report(form_of(begun(estates=estates)), a_turn(text, **said))


def test_the_estates_are_offered() -> None:
    """With a way out; a tap sends the whole place."""
    (says,) = begun().says
    assert (says.response, says.asks, says.params) == ("utter_ask_estate", "place", {"place": "3栋"})
    assert [(one.title, one.payload) for one in says.buttons] == [
        ("桂花苑", "桂花苑3栋"),
        ("清河小区", "清河小区3栋"),
        ("河畔人家", "河畔人家3栋"),
        ("都不是", "都不是"),
    ]


@pytest.mark.parametrize("part", ["3栋楼道", "西门", "4-2-301", "2单元"])
def test_every_part_is_asked_about(part: str) -> None:
    """A gate, dashed numbers, a unit, a spot in a building."""
    assert begun(part).says[0].response == "utter_ask_estate"
    taken = continue_report(form_of(begun(part)), a_turn(f"桂花苑{part}", place=(f"桂花苑{part}",)))
    assert place_of(form_of(taken)) == f"桂花苑{part}"


def test_a_long_report_is_asked_too() -> None:
    """Unless it says loosely where it is."""
    long = "3栋的电梯又停了，老人上不去，这个月已经是第三次了，打电话也没有人来修，大家都很着急，请尽快派人来看一看"
    assert start_report(turn_of(long, "3栋", estates=list(THREE))).says[0].response == "utter_ask_estate"
    named = f"丽景花园的{long}"
    assert start_report(turn_of(named, "3栋", estates=list(THREE))).says[0].asks == "confirm"


def test_a_single_estate_is_proposed_and_not_assumed() -> None:
    """One button for it, one against it."""
    (says,) = begun("20栋", ("幸福家园",)).says
    assert (says.response, says.params) == ("utter_ask_one_estate", {"place": "20栋", "estate": "幸福家园"})
    assert [one.title for one in says.buttons] == ["幸福家园", "不是"]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("清河小区3栋", "清河小区3栋"),
        ("2", "清河小区3栋"),
        ("第二个", "清河小区3栋"),
        ("清河小区", "清河小区3栋"),
        ("清河的", "清河小区3栋"),
        ("是河畔人家这边", "河畔人家3栋"),
        ("老清河", "老清河3栋"),
        ("紫藤花园", "紫藤花园3栋"),
        ("文一路100号", "文一路100号"),
        ("桂花苑5栋", "桂花苑5栋"),
    ],
)
def test_any_answer_is_taken(text: str, place: str) -> None:
    """A tap, its number, a name, a part of it, a nickname, an estate that was not offered, another place."""
    step = answered(text, place=() if text[0] in "2第" else (text,))
    assert place_of(form_of(step)) == place
    assert step.says[0].asks == "confirm"


@pytest.mark.parametrize(
    "text",
    [
        "我们小区",
        "小区",
        "花园",
        "我们公寓",
        "人家",
        "就在我们小区里面",
        "家园",
        "那个小区",
        "花苑",
        "3号",
        "第3号",
        "三号",
    ],
)
def test_what_every_estate_is_called_chooses_none(text: str) -> None:
    """Nor does the number of a building."""
    offered = (*THREE, "丽景花园", "翠竹公寓", "幸福家园")
    for place in ((), (text,)):
        taken = place_of(form_of(answered(text, estates=offered, place=place)))
        assert not any(estate in taken for estate in offered)


@pytest.mark.parametrize("text", ["2", "二", "第二个", "两个", "3", "4"])
def test_a_number_counts_only_beside_the_menu(text: str) -> None:
    """After the question in free words it chooses nothing, not even "none of them"."""
    again = answered("你们看着办")
    assert not again.says[0].buttons
    step = continue_report(form_of(again), a_turn(text))
    assert place_of(form_of(step)) == "3栋"
    assert form_of(step).estates == form_of(again).estates


def test_a_name_counts_after_the_menu_too() -> None:
    """清河的, after the question in free words."""
    step = continue_report(form_of(answered("你们看着办")), a_turn("清河的"))
    assert place_of(form_of(step)) == "清河小区3栋"


@pytest.mark.parametrize("text", ["是", "对的", "1", "幸福家园"])
def test_a_yes_takes_the_only_one(text: str) -> None:
    """So does its name."""
    assert place_of(form_of(answered(text, estates=("幸福家园",)))) == "幸福家园3栋"


@pytest.mark.parametrize(("text", "estates"), [("都不是", THREE), ("不是", THREE), ("4", THREE), ("别的地方", THREE), ("不是", ("桂花苑",)), ("2", ("桂花苑",))])  # fmt: skip
def test_none_of_them_is_asked_in_free_words_once(text: str, estates: tuple[str, ...]) -> None:
    """Never the same question; the third time there is none."""
    step = answered(text, estates=estates, intent="deny")
    assert [one.response for one in step.says] == ["utter_ask_place_more"]
    again = continue_report(form_of(step), a_turn("不晓得", "deny"))
    assert (again.says[0].asks, place_of(form_of(again))) == ("confirm", "3栋")
    named = continue_report(form_of(step), a_turn("紫藤花园", place=("紫藤花园",)))
    assert place_of(form_of(named)) == "紫藤花园3栋"


def test_not_knowing_is_an_answer() -> None:
    """The report goes on with what was said."""
    step = answered("不知道", intent="deny")
    assert (step.says[0].asks, place_of(form_of(step))) == ("confirm", "3栋")


@pytest.mark.parametrize("text", ["你们看着办", "没绳子"])
def test_what_says_no_place_is_asked_in_other_words(text: str) -> None:
    """The buttons do not come twice."""
    assert [one.response for one in answered(text).says] != ["utter_ask_estate"]


def test_a_part_as_the_answer_to_where_is_asked_about() -> None:
    """The second question about the place, and the last."""
    where = start_report(a_turn("电梯停了"))
    step = continue_report(form_of(where), turn_of("3栋", "3栋", estates=list(THREE)))
    assert [one.response for one in step.says] == ["utter_ask_estate"]
    step = continue_report(form_of(step), a_turn("都不是", "deny"))
    assert step.says[0].asks == "confirm"


def test_more_of_the_part_narrows_the_choice() -> None:
    """18栋 after 2单元: of the estates with an 18th building."""
    step = continue_report(form_of(begun("2单元")), turn_of("18栋", "18栋", estates=["幸福家园", "清河小区"]))
    assert form_of(step).estates == ("清河小区",)


def test_an_estate_named_apart_is_joined_and_not_asked() -> None:
    """我住桂花苑，3栋…"""
    turn = a_turn("我住桂花苑，3栋的电梯坏了", place=("桂花苑", "3栋"))
    places: Any = [turn.draft["places"][0], {**turn.draft["places"][1], "estate": "桂花苑", "grid": "G1"}]
    step = start_report(replace(turn, draft={**turn.draft, "places": places}))
    assert (step.says[0].asks, place_of(form_of(step))) == ("confirm", "桂花苑3栋")


def test_only_the_part_that_is_joined_gets_the_estate() -> None:
    """Another part keeps its words."""
    turn = a_turn("桂花苑里面的3栋和那边的5栋都停电", place=("桂花苑", "3栋", "5栋"))
    first, part, other = turn.draft["places"]
    places: Any = [first, {**part, "estate": "桂花苑", "grid": "G1"}, {**other, "estates": ["清河小区"]}]
    assert place_of(form_of(start_report(replace(turn, draft={**turn.draft, "places": places})))) == "桂花苑3栋、5栋"


@pytest.mark.parametrize("part", ["3栋", "我家3栋", "西门", "3栋楼道", "2单元", "3栋门口"])
def test_a_part_that_may_be_of_several_estates_tells_no_helper_where(part: str) -> None:
    """In danger the bot then asks."""
    assert not names_where(turn_of(f"{part}着火了", part, estates=list(THREE)).draft)
    assert names_where(turn_of(f"{part}着火了", part, estate="桂花苑", grid="G1").draft)


def test_a_typed_number_of_the_own_menu_keeps_its_words() -> None:
    """Whatever stands before it in the menu; that of an older menu stays a number."""
    offered = offered_words(form_of(begun()))
    tapped = a_turn("河畔人家3栋", typed="4")
    assert with_typed_number(tapped, form_is_open=True, offered=offered).text == "河畔人家3栋"
    older = a_turn("路灯（0042）", typed="4")
    assert with_typed_number(older, form_is_open=True, offered=offered).text == "4"


def test_the_choice_outlives_the_memory() -> None:
    """Kept with the draft in the portal, too."""
    form = replace(form_of(begun()), answers={"place": "3栋"}, estates=THREE)
    assert Form.from_json(form.to_json()) == form


@pytest.mark.parametrize(
    "text",
    [
        "桂花苑的朋友来了，我们3栋着火了",
        "我妈住桂花苑，我们3栋着火了",
        "不是桂花苑，是我们3栋着火了",
        "从桂花苑搬过来没几天，3栋着火了",
        "隔壁桂花苑的人在喊，我们3栋着火了",
        "我住桂花苑，3栋着火了",
    ],
)
def test_in_danger_where_is_asked(resident: Resident, text: str) -> None:
    """No estate is assumed, be the danger sure or asked about first."""
    shown = resident.says(text)
    if asked(shown) == "danger":
        shown = resident.says("是，着火了")
    assert asked(shown) == "place"


@pytest.mark.parametrize(
    "text",
    [
        "不是桂花苑，是我们3栋的电梯坏了",
        "我妈住桂花苑，我家3栋的电梯坏了",
        "从桂花苑搬过来，3栋的电梯又坏了",
        "路灯坏了跟桂花苑一样，3栋门口",
        "桂花苑的朋友来了，我们3栋的电梯坏了",
        "桂花苑都修好了，我们3栋的电梯还是坏的",
    ],
)
def test_an_estate_only_mentioned_is_not_assumed(resident: Resident, text: str) -> None:
    """The estate is asked, with buttons."""
    shown = resident.says(text)
    assert asked(shown) == "place"
    assert "都不是" in [one["title"] for message in shown["messages"] for one in message.get("buttons") or ()]


@pytest.mark.parametrize("channel", ["wechat", "sms", "webchat"])
def test_the_whole_way(resident: Resident, portal: Portal, channel: str) -> None:
    """From the table's estates to the registered place, on each channel."""
    resident.channel = channel
    shown = resident.says("18栋的电梯停了")
    titles = [one["title"] for message in shown["messages"] for one in message.get("buttons") or ()]
    assert titles == ["幸福家园", "清河小区", "都不是"]
    assert "18栋" in texts(shown)
    summary = resident.says("清河小区18栋")
    assert asked(summary) == "confirm"
    assert resident.says("是")["registered"]
    (registered,) = [
        body for method, path, body, _key in portal.calls if (method, path) == ("POST", "/internal/v1/cases")
    ]
    assert registered["answers"]["place"] == "清河小区18栋"


def test_an_emergency_asks_which_estate_too(chat: Chat, portal: Portal) -> None:
    """Its building is known, so that the bare 在哪里 would ask for what was said; a tap tells it, and 都不是 leaves the question open."""
    turn = turn_of("厨房着火了，6栋302", "6栋302", estates=list(THREE))
    draft = {**turn.draft, "urgency": {"level": "emergency", "reasons": [], "danger": "fire"}}
    told = chat.loop.run_until_complete(run_topic(replace(turn, draft=draft), Talk(), "danger", chat.client))
    question = told.says[-1]
    assert (question.response, question.asks, question.params) == ("utter_ask_estate", "place", {"place": "6栋302"})
    assert [one.payload for one in question.buttons] == [*(f"{name}6栋302" for name in THREE), "都不是"]
    chat.expecting = told.expecting
    nowhere = chat.says("都不是", "out_of_scope", rule="detail")
    assert nowhere.says[-1].asks == "place"
    chat.says("清河小区6栋302", "out_of_scope", rule="detail", place=("清河小区6栋302",))
    assert portal.cases[0]["place"] == "清河小区6栋302"
    assert "asks" not in chat.raised()
