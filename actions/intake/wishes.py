"""A wish not to be named, said while a case is open or about one that is registered. What is one, the portal reads. Pure."""

from __future__ import annotations

from dataclasses import replace

from actions.conversation.turn import Turn
from actions.hearing import follow_up_answers
from actions.hearing import short_answers as short
from actions.intake.form import Form, joined
from actions.intake.questions import lacks_a_matter

_ABOUT_A_CASE = ("remind", "ask_status", "answer_follow_up", "withdraw", "add_detail")
_SHORT = 2  # characters beside the wish that say nothing of their own unless they are a report
_ANSWER = 20  # and up to which they are an answer to what is asked


def is_all(turn: Turn) -> bool:
    """Whether the message is hardly more than the wish."""
    if turn.wish is None:
        return False
    rest = turn.wish.rest
    if not short.has_words(rest) or short.is_affirm(rest) or short.is_deny(rest):
        return True
    if turn.surely(*_ABOUT_A_CASE) or follow_up_answers.fixed(rest) is not None:
        return False
    return lacks_a_matter(rest) or (len(short.plain(rest)) <= _SHORT and not turn.surely("report_case"))


def is_beside_an_answer(turn: Turn) -> bool:
    """Whether it stands beside an answer to what the open case waits for, or alone; not in a message about another matter."""
    if turn.wish is None:
        return False
    return len(short.plain(turn.wish.rest)) <= _ANSWER and not short.opens_another(turn.wish.rest)


def noted(form: Form, said: str) -> Form:
    """The case with the wish in its words, and so with those that wait behind it."""
    other = noted(Form.from_json(form.other), said).to_json() if form.other else None
    return replace(form, answers=form.answers | {"detail": joined(form.answers.get("detail"), said)}, other=other)
