"""A summary in which nothing changed is not called mended."""

from __future__ import annotations

from actions.intake.flow import continue_report
from actions.intake.form import Form
from actions.intake.step import Step, ask_next
from tests.bot.conversation.drafts import a_draft, a_turn


def _said(step: Step) -> list[str]:
    return [one.response for one in step.says]


def _summary() -> Form:
    form = Form(text="桂花苑3栋路灯坏了", draft=a_draft("桂花苑3栋路灯坏了", place=("桂花苑3栋",)))
    shown = ask_next(form).form
    assert shown is not None
    assert shown.stage == "confirm"
    return shown


def test_the_place_that_stands_there_already_changes_nothing() -> None:
    step = continue_report(_summary(), a_turn("不对，是桂花苑3栋", place=("桂花苑3栋",)))
    assert "utter_confirm_again" not in _said(step)
    assert "utter_confirm_unchanged" in _said(step)


def test_another_place_is_a_change() -> None:
    step = continue_report(_summary(), a_turn("不对，是桂花苑5栋", place=("桂花苑5栋",)))
    assert _said(step) == ["utter_confirm_again"]
