"""Handle a wish not to be named, about an open draft or a registered case. The portal recognises the wish. Pure."""

from __future__ import annotations

import re
from dataclasses import replace

from actions.conversation.turn import Turn
from actions.intake.form import Form, append_text
from actions.intake.questions import asks, lacks_a_matter
from actions.interpreting import follow_up_answers
from actions.interpreting import short_answers as short
from actions.interpreting.numbers import is_only_own_phone

# Intents of messages about a registered case.
_ABOUT_A_CASE = ("remind", "ask_status", "answer_follow_up", "withdraw", "add_detail")
_LONGEST_IGNORED = 2  # characters beside the wish that are ignored, unless they are a report
_TOLD_ANONYMOUSLY = re.compile(
    r"匿名(?:地|来)?(?:举报|投诉|反映|上报)(?:一?下|一?[个件])?(?!者|人|信|电话|不|别|让|请|但|要|的|给|会|能|可|行|保密|名)(?P<matter>[^，,。]{5,})"
)
_LONGEST_ANSWER = 20  # characters beside the wish that may be an answer to the open question


def is_only_the_wish(turn: Turn) -> bool:
    """Whether a message is hardly more than the wish: beside it at most a yes, a no, the sender's number, fillers or two characters."""
    if turn.wish is None or tells_within_the_wish(turn.wish.said):
        return False
    rest = turn.wish.rest
    if not short.has_words(rest) or short.is_affirm(rest) or short.is_deny(rest):
        return True
    if is_only_own_phone(turn.draft, rest):
        return True
    if turn.surely(*_ABOUT_A_CASE) or follow_up_answers.read_fixed(rest) is not None:
        return False
    return lacks_a_matter(rest) or (len(short.plain(rest)) <= _LONGEST_IGNORED and not turn.surely("report_case"))


_A_PERSON = re.compile(
    r"[她他](?!们?妈)|那[个位]人|小[\u4e00-\u9fff](?=知|看|晓|发|$|[，,。])|受理|前台|窗口|接线|工作人员|办事员|社区|居委|村委|网格员|你们"
)


def names_a_person(turn: Turn) -> bool:
    """Whether a wish keeps a person, or our own people, from seeing a report (别让她看到): who reads it is not known before the portal has read of whom it tells."""
    return turn.wish is not None and _A_PERSON.search(turn.wish.said) is not None


def tells_within_the_wish(wish: str) -> bool:
    """Whether the clause with the wish goes on to tell the matter (我要匿名举报有人在车库住人), and asks nothing."""
    found = _TOLD_ANONYMOUSLY.search(wish)
    return found is not None and not lacks_a_matter(found["matter"]) and not asks(wish)


def is_beside_an_answer(turn: Turn) -> bool:
    """Whether the message holds the wish and at most an answer to the open question, not another matter."""
    if turn.wish is None or tells_within_the_wish(turn.wish.said):
        return False
    if is_only_own_phone(turn.draft, turn.wish.rest):
        return True
    return len(short.plain(turn.wish.rest)) <= _LONGEST_ANSWER and not short.begins_another_matter(turn.wish.rest)


def add_wish(form: Form, words: str) -> Form:
    """Add the words of the wish to the open draft and to each that waits behind it."""
    other = add_wish(Form.from_json(form.other), words).to_json() if form.other else None
    answers = form.answers | {"detail": append_text(form.answers.get("detail"), words)}
    return replace(form, answers=answers, other=other, wish=append_text(form.wish, words))


_OF_SECRECY = re.compile("保密|匿名|瞒着|实名")


def speaks_of_secrecy(text: str) -> bool:
    """Whether a text has a word of secrecy: whatever else it says, it withdraws nothing by 不用 alone (我老公说不用保密了)."""
    return _OF_SECRECY.search(text) is not None
