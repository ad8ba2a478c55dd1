"""Build the message for each question about an open draft. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from actions.conversation.say import Button, Part, Say
from actions.conversation.wording import quote
from actions.intake.estates import estates_of, which_estate_message
from actions.intake.form import Form, place_of, quoted

DANGER = "danger"  # the stage while the bot asks whether somebody is in danger (topics/danger/doubt.py)
MATTER_STAGES = ("place", "time", "detail")  # the stages in which the bot asks for something about the matter
_COUNT_WORDS = "零一两三四五六七八九"


def question_message(form: Form) -> Say:
    """The message that asks the question of the form's stage; for a stage without one (confirm, answered, wrong …), a reminder of the report."""
    if form.stage == "split":
        return _split_question(form)
    if form.stage == "place" and estates_of(form):
        return which_estate_message(form)
    if form.stage == "place" and place_of(form):
        return Say("utter_ask_place_more", {"place": quote(place_of(form), 20)}, asks="place")
    if form.stage == "detail" and form.text:
        return Say("utter_go_on", asks="detail")
    if form.stage in MATTER_STAGES or form.stage == DANGER:
        return Say(f"utter_ask_{form.stage}", asks=form.stage)
    return Say("utter_still_open", {"quote": quote(quoted(form), 20)}, asks="confirm")


def repeated_question_message(form: Form) -> Say:
    """The question of the form's stage in other words, after an answer that was not understood; the summary's for a stage without one of its own."""
    if form.stage in MATTER_STAGES:
        return Say(f"utter_again_{form.stage}", asks=form.stage, fallback=True)
    if form.stage.startswith("wrong"):
        return Say("utter_again_wrong", asks="detail", fallback=True)
    return Say("utter_again_confirm", {"quote": quote(quoted(form), 20)}, asks="confirm", fallback=True)


def which_place_message(among: Sequence[str], begins: str = "") -> Say:
    """Ask which of several places is meant, with a button for each. `begins`: sent before the place by a tap, to make it a correction."""
    buttons = tuple(Button(place, begins + place) for place in among)
    return Say("utter_ask_right", {"field": "地点"}, asks="detail", buttons=buttons)


def _split_question(form: Form) -> Say:
    """The message that lists the matters of a message and asks whether to register the first one first."""
    matters = [matter["text"] for matter in form.draft["matters"]]
    lines = tuple(
        Part("utter_part_matter", {"number": str(number), "matter": quote(matter, 30)})
        for number, matter in enumerate(matters, start=1)
    )
    count = _COUNT_WORDS[len(matters)] if len(matters) < len(_COUNT_WORDS) else str(len(matters))
    return Say("utter_ask_split", {"count": count}, {"lines": lines}, asks="which_case")
