"""Handle a message that tells another matter while a draft is open: ask which comes first, let the other wait. Pure."""

from __future__ import annotations

import re
from dataclasses import replace

from actions.case_draft import has_sure_category, place_words
from actions.conversation.say import Say
from actions.conversation.turn import SURE_OF_ACT, Turn
from actions.conversation.wording import quote
from actions.intake import splitting
from actions.intake.answers.filling import is_bare_place
from actions.intake.asking import question_message
from actions.intake.corrections.phones import changes_number
from actions.intake.form import Form, as_opened, place_of, quoted
from actions.intake.questions import lacks_a_matter
from actions.intake.step import Step, ask_next
from actions.interpreting import open_questions
from actions.interpreting import short_answers as short
from actions.interpreting.places import tells_what_happened

_LONGEST_CHOICE = 12  # characters of an answer to "which comes first?"
_SURELY_REPORTS = 0.8
_CLAUSE_ENDS = re.compile("[，,。；;！!\n]+")


def take_waiting_matter(form: Form) -> Step | None:
    """Go on with the matter that waits behind `form`, which is registered or dropped by now. None: nothing waits."""
    waiting = splitting.next_matter(form)
    if waiting is None:
        return None
    step = ask_next(waiting)
    return Step(step.form, (Say("utter_now_the_other"), *step.says), "keep")


def announces_another_matter(turn: Turn) -> bool:
    """Whether a message of 8 characters or more begins with words for another matter, told or only announced (另外还有一件事要反映).

    Not one of nothing but fillers (我还想投诉一个问题).
    """
    text = turn.text.strip()
    return short.begins_another_matter(text) and len(text) >= 8 and not lacks_a_matter(text)


def tells_another_beside_number(turn: Turn) -> bool:
    """Whether a message changes the number to call, and a later clause begins with words for another matter, and tells it (换个号码…，另外楼道灯也坏了)."""
    if not changes_number(turn.text):
        return False
    clauses = _CLAUSE_ENDS.split(turn.text)[1:]
    return any(short.begins_another_matter(one) and tells_what_happened(one) for one in clauses)


def is_clearly_another(form: Form, turn: Turn) -> bool:
    """Whether a message that should be a yes or a correction is a new report about something else, somewhere else.

    Beside a draft from an earlier epoch (`Form.restored`) any likely report or common question is. Never one of fewer than 8
    characters, one that begins with a no, or a mere place.
    """
    if short.after_deny(turn.text) is not None or len(turn.text.strip()) < 8 or lacks_a_matter(turn.text):
        return False
    if place_words(turn.draft) and is_bare_place(turn):  # the place of the same matter, more exactly
        return False
    if form.restored:
        return turn.surely("report_case", "faq", score=0.4)
    said = turn.draft["category"]
    other = (
        has_sure_category(form.draft)
        and said["score"] >= 0.4
        and said["code"][:4] != form.draft["category"]["code"][:4]
    )
    elsewhere = bool(place_of(form)) and any(
        place not in form.text and place not in place_of(form) for place in place_words(turn.draft)
    )
    return turn.surely("report_case", score=0.6) and other and elsewhere


_LEAST_SURE = 0.9  # score of both categories from which two troubles are taken for two matters, though nothing announces the second
_GOES_ON = re.compile(  # first words of what tells more of the trouble told before: its reason, its consequence, who was asked
    "就是|因为|所以|导致|害|弄得|搞得|结果|而且|还|也|又|它|他|她|这|那|里面|上面|下面|旁边|现在|后来|然后|主要|物业|社区|居委|打|报|没|不|一[直到]|每|天天|已经|都|我"
)
_TELLS = re.compile("不了|老是|总是|天天|整天|乱|经常|失[灵效控]|[松歪脱晃锈]")


def is_unrelated(form: Form, turn: Turn) -> bool:
    """Whether a message tells a trouble of its own beside the report's, without a wish not to be named.

    Both are surely of their own categories, and neither the first words of the message (_GOES_ON) nor its act go on with the report.
    """
    said, known = turn.draft["category"], form.draft["category"]
    if min(said["score"], known["score"]) < _LEAST_SURE or said["code"][:4] == known["code"][:4]:
        return False
    named = [word for word in said.get("words") or () if word not in form.text]
    told = all(tells_what_happened(one) or _TELLS.search(one) for one in (form.text, turn.text))
    more = _GOES_ON.match(turn.text.strip()) is not None or turn.acts("add", "correct", score=SURE_OF_ACT)
    return bool(named) and told and not more and turn.wish is None


def let_wait(form: Form, turn: Turn) -> Step:
    """Let another matter wait behind the open one, say that it was noted, and repeat the open question."""
    another = as_opened(Form(text=turn.text, draft=turn.draft, photos=turn.photos), turn)
    kept = splitting.queue_behind(form, another)
    return Step(kept, (Say("utter_noted_another"), question_message(kept)), "keep")


def offer_choice(form: Form, turn: Turn) -> Step:
    """Let another matter wait behind the open one, and ask which comes first; if one waits already, say that it was noted and repeat the open question."""
    another = as_opened(Form(text=turn.text, draft=turn.draft, photos=turn.photos), turn)
    kept = splitting.queue_behind(form, another)
    if form.other is not None:  # ask which of two comes first only once; further ones wait
        return Step(kept, (Say("utter_noted_another"), question_message(kept)), "keep")
    says = Say(
        "utter_two_matters", {"first": quote(quoted(form), 20), "second": quote(turn.text, 20)}, asks="which_case"
    )
    return Step(replace(kept, stage="choose"), (says,), "keep")


def choose_first(form: Form, turn: Turn) -> Step:
    """Handle the answer to "which of the two comes first?"; if it is a third matter, that waits, too, and the first comes first."""
    if len(turn.text.strip()) > _LONGEST_CHOICE and turn.surely("report_case", score=_SURELY_REPORTS):
        another = as_opened(Form(text=turn.text, draft=turn.draft, photos=turn.photos), turn)
        step = ask_next(replace(splitting.queue_behind(form, another), stage=""))
        return replace(step, says=(Say("utter_noted_another"), *step.says))
    if open_questions.read_first_or_second(turn) == "second":
        return ask_next(other_first(form))
    return ask_next(replace(form, stage=""))


def other_first(form: Form) -> Form:
    """Open the matter that waits first, and let the open one wait right behind it."""
    assert form.other is not None
    other = Form.from_json(form.other)
    behind = replace(form, other=other.other, stage="")
    return replace(other, other=behind.to_json())


def next_form(form: Form) -> Form | None:
    """The form of the matter that waits behind `form`, or None."""
    step = take_waiting_matter(form)
    return step.form if step else None


def next_says(form: Form) -> tuple[Say, ...]:
    """The messages that go on with the matter that waits behind `form`; () if none does."""
    step = take_waiting_matter(form)
    return step.says if step else ()
