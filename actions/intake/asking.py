"""Build the message for each question about an open draft. Pure."""

from __future__ import annotations

from actions.case_draft import category_candidates
from actions.conversation.say import Button, Part, Say
from actions.conversation.wording import quote
from actions.intake.form import Form
from actions.taxonomy import title

OF_THE_CASE = ("place", "time", "detail", "category")
NEITHER = "都不是"
_COUNT = "零一两三四五六七八九"


def question_message(form: Form) -> Say:
    """The message with the question that the open draft waits for."""
    if form.stage == "split":
        return _split(form)
    if form.stage == "category":
        return Say("utter_ask_category", asks="category", buttons=_categories(form))
    if form.stage in OF_THE_CASE:
        return Say(f"utter_ask_{form.stage}", asks=form.stage)
    return Say("utter_still_open", {"quote": quote(form.text, 20)}, asks="confirm")


def repeated_question_message(form: Form) -> Say:
    """The same question in other words, after an answer that was not understood."""
    if form.stage in OF_THE_CASE:
        buttons = _categories(form) if form.stage == "category" else ()
        return Say(f"utter_again_{form.stage}", asks=form.stage, fallback=True, buttons=buttons)
    if form.stage.startswith("wrong"):
        return Say("utter_again_wrong", asks="detail", fallback=True)
    return Say("utter_again_confirm", {"quote": quote(form.text, 20)}, asks="confirm", fallback=True)


def _categories(form: Form) -> tuple[Button, ...]:
    named = [title(guess["code"], guess["path"]) for guess in category_candidates(form.draft)]
    return tuple(Button(name, name) for name in [*named, NEITHER])


def _split(form: Form) -> Say:
    matters = [matter["text"] for matter in form.draft["matters"]]
    lines = tuple(
        Part("utter_part_matter", {"number": str(number), "matter": quote(matter, 30)})
        for number, matter in enumerate(matters, start=1)
    )
    count = _COUNT[len(matters)] if len(matters) < len(_COUNT) else str(len(matters))
    return Say("utter_ask_split", {"count": count}, {"lines": lines}, asks="which_case")
