"""A case that is being taken, message by message."""

from __future__ import annotations

from actions.intake.flow import start_report
from actions.intake.form import Form
from actions.intake.step import Step
from tests.bot.conversation.drafts import a_turn

FULL = "桂花苑3栋楼下路灯坏了三天"


def full() -> Step:
    return start_report(a_turn(FULL, place=("桂花苑3栋楼下",), time=("三天",)))


def asks(step: Step) -> list[str | None]:
    return [say.asks for say in step.says]


def form_of(step: Step) -> Form:
    assert step.form is not None
    return step.form
