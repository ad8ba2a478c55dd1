"""One step in taking in a report: its outcome, and the steps that any answer may lead to (the next question, the summary, a misunderstanding). Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from actions.conversation.say import Say
from actions.intake.asking import question_message, repeated_question_message
from actions.intake.estates import with_named_estate
from actions.intake.form import Form, summary_of
from actions.intake.questions import next_question

OFFERS_A_PERSON, HANDS_OVER = 2, 3  # misunderstandings in a row after which the bot offers a person, and hands over
Effect = Literal["register", "keep", "drop", "nothing", "hand over", "note question"]


@dataclass(frozen=True)
class Step:
    """The outcome of one turn of the form: what to remember, what to say, and the effect to carry out in the portal.

    `effect`: "register": register `form` as a case. "keep": store `form` in the portal as the open draft, or delete the
    stored one if `form` is None. "drop": as "keep", because the report was given up (`form` is then the matter that waited
    behind it, or None), or because the answer to a common question helped.
    "nothing": leave the portal as it is. "hand over": hand the conversation over to the desk.
    "note question": put the message on the committee's list of questions that the bot could not answer.
    """

    form: Form | None
    says: tuple[Say, ...]
    effect: Effect
    offers_person: bool = False  # a yes in the next message then hands over


def ask_next(form: Form, *, summary: str = "utter_confirm_case") -> Step:
    """Ask the next question, or show the summary (with the response `summary`) if none is left."""
    form = with_named_estate(form)
    name = next_question(form)
    if name is None:
        asking = replace(form, stage="confirm", misses=0, restored=False, next_announced=False)
        return Step(asking, (summary_of(asking, summary),), "keep")
    asking = replace(form, stage=name, asked=(*form.asked, name), misses=0, restored=False, next_announced=False)
    return Step(asking, (question_message(asking),), "keep")


def misunderstood(form: Form) -> Step:
    """Count a misunderstanding: ask again in other words, then offer a person, then hand over."""
    missed = replace(form, misses=form.misses + 1)
    if missed.misses >= HANDS_OVER:
        return Step(replace(missed, misses=0), (question_message(form),), "hand over")
    if missed.misses >= OFFERS_A_PERSON:
        return Step(missed, (Say("utter_offer_human", fallback=True),), "nothing", offers_person=True)
    return Step(missed, (repeated_question_message(missed),), "nothing")
