"""How a report is taken in: each message leads to a question, a correction or the registration of a case. Pure.

Any place is enough, however vague; at most two questions; 不知道 is an answer; the summary quotes the resident.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from actions.case_draft import (
    FAIRLY_SURE,
    category_candidates,
    empty_draft,
    has_place_or_time,
    is_sure,
    place_words,
    time_words,
    with_category,
)
from actions.conversation.say import Say
from actions.conversation.turn import Turn
from actions.conversation.wording import quote
from actions.intake import splitting, wishes
from actions.intake.asking import NEITHER, question_message, repeated_question_message
from actions.intake.corrections import IS, apply_correction, field_called_wrong, is_correction
from actions.intake.form import ANSWER_LIMIT, Form, append_text, photos_of, place_of, summary_of, with_contact
from actions.intake.questions import LETTER, lacks_a_matter, next_question
from actions.interpreting import open_questions
from actions.interpreting import short_answers as short
from actions.interpreting.numbers import is_only_own_phone, own_phone
from actions.interpreting.places import tells_what_happened

OFFERS_A_PERSON, HANDS_OVER = 2, 3  # after so many misunderstandings in a row
FAQ_LIMIT = 60  # characters; a longer message becomes a case, even if it resembles a common question

Effect = Literal["register", "keep", "drop", "nothing", "hand over"]


@dataclass(frozen=True)
class Step:
    """The outcome of one turn of the form: what to remember, what to say, and the effect to carry out in the portal.

    `effect`: register the case, store the draft, drop the draft, do nothing, or hand over to the desk.
    """

    form: Form | None
    says: tuple[Say, ...]
    effect: Effect
    turn_over: bool = False  # a person was offered


def start_report(turn: Turn) -> Step:
    """Open a draft with the first message of a report: split several matters, answer a common question, or ask what is missing."""
    if turn.located:
        return ask_next(
            Form(text="", draft=empty_draft(), answers={"place": turn.text[:ANSWER_LIMIT]}, photos=turn.photos)
        )
    form = with_contact(Form(text=turn.text, draft=turn.draft, photos=turn.photos), turn)
    if splitting.holds_several(turn.draft):
        offered = replace(form, stage="split")
        return Step(offered, (question_message(offered),), "keep")
    if _may_be_answered(turn):
        assert turn.faq is not None
        asked = replace(form, stage="answered")
        return Step(
            asked, (Say("utter_faq_answer", _faq_params(turn)), Say("utter_ask_answered", asks="answered")), "keep"
        )
    return ask_next(form)


def ask_next(form: Form, *, summary: str = "utter_confirm_case") -> Step:
    """Ask the next question, or show the summary (with the wording `summary`) if none is left."""
    name = next_question(form)
    if name is None:
        asking = replace(form, stage="confirm", misses=0, restored=False)
        return Step(asking, (summary_of(asking, summary),), "keep")
    asking = replace(form, stage=name, asked=(*form.asked, name), misses=0, restored=False)
    return Step(asking, (question_message(asking),), "keep")


def continue_report(form: Form, turn: Turn) -> Step:
    """Handle a message while a draft is open. A wish not to be named in it is first added to the draft."""
    if turn.wish is None or not wishes.is_beside_an_answer(turn):
        return _answer(form, turn)
    form, rest = wishes.add_wish(form, turn.wish.said), turn.wish.rest
    if wishes.is_only_the_wish(turn) and not (short.is_affirm(rest) or short.is_deny(rest)):
        return _wish_noted(form, turn)
    return _answer(form, replace(turn, text=rest, wish=None))


def _answer(form: Form, turn: Turn) -> Step:
    text = turn.text.strip()
    if form.stage == "split" and short.is_stop(text):  # drop only the first matter: the others are offered
        form = splitting.open_first_matter(form)
    if short.is_stop(text) or (turn.surely("stop", "withdraw", score=0.8) and len(text) <= 10 and not _has_spans(turn)):
        return Step(_second(form), (Say("utter_dropped"), *_says_of_second(form)), "drop")
    if short.is_wait(text):
        return Step(form, (Say("utter_wait"),), "nothing")
    if form.stage != "detail" and short.asks_what_happens_next(text):
        return Step(form, (Say("utter_what_comes"), question_message(form)), "nothing")
    if not short.has_words(text) and turn.photos:
        return _take_photos(form, turn)
    form = with_contact(replace(form, photos=photos_of(form, turn)), turn)
    if form.stage in ("place", "time", "detail"):
        return _answer_question(form, turn)
    if form.stage.startswith("wrong"):
        return _say_what_is_wrong(form, turn)
    if form.stage == "category":
        return _take_category(form, turn)
    if form.stage == "split":
        return _take_apart(form, turn)
    if form.stage == "choose":
        return _choose(form, turn)
    if form.stage == "answered":
        return _was_it_answered(form, turn)
    return _answer_summary(form, turn)


def _wish_noted(form: Form, turn: Turn) -> Step:
    """Confirm that the wish, and a number left with it, was noted with the case; repeat the open question."""
    noted = with_contact(form, turn)
    if noted.stage == "confirm":
        return ask_next(noted, summary="utter_confirm_added")
    number = (Say("utter_number_noted"),) if noted.answers.get("contact") != form.answers.get("contact") else ()
    return Step(noted, (Say("utter_wish_noted"), *number, question_message(noted)), "keep")


def take_waiting_matter(form: Form) -> Step | None:
    """Go on with the matter waiting behind `form`, once that is registered or dropped. None: nothing waits."""
    waiting = splitting.next_matter(form)
    if waiting is None:
        return None
    step = ask_next(waiting)
    return Step(step.form, (Say("utter_now_the_other"), *step.says), "keep")


def _answer_question(form: Form, turn: Turn) -> Step:
    if form.stage != "detail" and _is_another_matter(turn):
        return _offer_choice(form, turn)
    if not short.has_words(turn.text):
        return _missed(form)
    if is_only_own_phone(turn.draft, turn.text):
        return Step(form, (question_message(form),), "keep")
    if form.stage == "detail":
        return ask_next(_with_matter(form, turn))
    if short.says_unknown(turn.text) or short.cannot_be_a_place(turn.text):
        return ask_next(form)
    if form.stage == "place" and not reads_as_place(turn):
        return ask_next(_with_matter(form, turn) if lacks_a_matter(form.text) else _with_more(form, turn))
    return ask_next(_with_answer(form, form.stage, turn))


def _with_matter(form: Form, turn: Turn) -> Form:
    """Take the answer to "what is it about" as the case's text; keep the place and time of the first message."""
    if short.says_unknown(turn.text) or lacks_a_matter(turn.text):
        return form
    answers = dict(form.answers)
    if place_words(form.draft) and not place_words(turn.draft):
        answers.setdefault("place", "、".join(place_words(form.draft)))
    if time_words(form.draft) and not time_words(turn.draft):
        answers.setdefault("time", "、".join(time_words(form.draft)))
    return replace(form, text=turn.text, draft=turn.draft, answers=answers)


def _with_more(form: Form, turn: Turn) -> Form:
    """Take what was said instead of a place (楼下路灯也不亮) as more words on the matter, and the place in it as the place."""
    answers = dict(form.answers)
    answers["detail"] = append_text(answers.get("detail"), turn.text)
    if place_words(turn.draft):
        answers["place"] = "、".join(place_words(turn.draft))[:ANSWER_LIMIT]
    return replace(form, answers=answers)


def _with_answer(form: Form, field_name: str, turn: Turn) -> Form:
    said = IS.sub("", turn.text.strip())
    spans = place_words(turn.draft) if field_name == "place" else time_words(turn.draft)
    answers = dict(form.answers)
    if field_name == "place" and not spans and len("".join(time_words(turn.draft))) * 2 > len(said):
        field_name, spans = "time", time_words(turn.draft)  # asked where, the resident said when
    is_letter = len(said) > LETTER
    answers[field_name] = ("、".join(spans) if is_letter and spans else said)[:ANSWER_LIMIT]
    if len(said) > ANSWER_LIMIT or (is_letter and spans):
        answers["detail"] = append_text(answers.get("detail"), turn.text)  # keep the rest of what it says
    if field_name == "place" and time_words(turn.draft) and not time_words(form.draft):
        answers.setdefault("time", time_words(turn.draft)[0])
    if field_name == "time" and place_words(turn.draft) and not place_of(form):
        answers.setdefault("place", place_words(turn.draft)[0])
    return replace(form, answers=answers)


def _answer_summary(form: Form, turn: Turn) -> Step:
    text = turn.text.strip()
    if open_questions.confirms_summary(turn):
        return Step(form, (), "register")
    if short.is_deny(text):
        return _ask_what_is_wrong(form)
    if not short.has_words(text):
        return _missed(form)
    if short.plain(text) == short.plain(form.text):  # the same message sent again
        return Step(form, (summary_of(form),), "nothing")
    if short.says_unknown(text) or (
        turn.surely("remind") and len(text) <= 6
    ):  # 不知道, 快点: it waits for a yes, nothing else
        return Step(form, (question_message(form),), "nothing")
    if field_called_wrong(text) is not None:
        return _ask_the_right_one(form, text)
    if is_correction(text):
        return _correct(form, text, turn)
    if _is_another_matter(turn) or _is_clearly_another(form, turn):
        return _offer_choice(form, turn)
    correction = short.after_deny(text) or _correction(turn)
    if correction:
        return _correct(form, correction, turn)
    if turn.surely("deny", score=0.7) and len(text) <= 8 and not _has_spans(turn):
        return _ask_what_is_wrong(form)
    if turn.located or is_bare_place(turn):
        return _correct(form, text, turn)
    return _add(form, turn)


def _add(form: Form, turn: Turn) -> Step:
    """Add more words about the same matter, or a phone number, and show the summary again."""
    text = turn.text.strip()
    if own_phone(turn.draft, turn.text) and len(text) <= 30:
        return ask_next(form, summary="utter_confirm_again")
    if len(short.plain(text)) >= (4 if turn.score >= 0.3 else 8):
        detail = append_text(form.answers.get("detail"), text)
        return ask_next(replace(form, answers=form.answers | {"detail": detail}), summary="utter_confirm_added")
    return _missed(form)


def reads_as_place(turn: Turn) -> bool:
    """Whether an answer to "where?" may be a place; not so if it surely tells a matter (楼下路灯不亮)."""
    if turn.located or is_bare_place(turn) or not tells_what_happened(turn.text):
        return True
    return not (turn.surely("report_case", score=0.6) and turn.draft["category"]["score"] >= FAIRLY_SURE)


def is_bare_place(turn: Turn) -> bool:
    """Whether a message is hardly more than a place: places are at least three fifths of its characters."""
    return len("".join(place_words(turn.draft))) * 5 >= len(short.plain(turn.text)) * 3


def _ask_what_is_wrong(form: Form) -> Step:
    if "wrong" in form.asked:
        return _missed(form)
    return Step(
        replace(form, stage="wrong", asked=(*form.asked, "wrong")), (Say("utter_ask_wrong", asks="detail"),), "keep"
    )


def _say_what_is_wrong(form: Form, turn: Turn) -> Step:
    text = turn.text.strip()
    if open_questions.confirms_summary(turn) or short.says_unknown(text):
        return ask_next(replace(form, stage="confirm"), summary="utter_confirm_again")
    if field_called_wrong(text) is not None:
        return _ask_the_right_one(form, text)
    if not short.has_words(text) or short.is_deny(text):
        return _missed(form)
    asked = form.stage.partition(":")[2] or None
    said = text if is_correction(text) else short.after_deny(text) or _correction(turn) or text
    return _correct(form, said, turn, asked=asked)


def _ask_the_right_one(form: Form, text: str) -> Step:
    """Ask for the right value of the field that the resident called wrong ("地址错了")."""
    found = field_called_wrong(text)
    assert found is not None
    name, word = found
    asking = replace(form, stage=f"wrong:{name}", asked=(*form.asked, "wrong"))
    return Step(asking, (Say("utter_ask_right", {"field": word}, asks="detail"),), "keep")


def _correct(form: Form, said: str, turn: Turn, *, asked: str | None = None) -> Step:
    mended = apply_correction(form, said, turn, asked=asked)
    return _ask_what_is_wrong(form) if mended is None else ask_next(mended, summary="utter_confirm_again")


def _missed(form: Form) -> Step:
    missed = replace(form, misses=form.misses + 1)
    if missed.misses >= HANDS_OVER:
        return Step(replace(missed, misses=0), (question_message(form),), "hand over")
    if missed.misses >= OFFERS_A_PERSON:
        return Step(missed, (Say("utter_offer_human", fallback=True),), "nothing", turn_over=True)
    return Step(missed, (repeated_question_message(missed),), "nothing")


def _is_another_matter(turn: Turn) -> bool:
    text = turn.text.strip()
    return short.begins_another_matter(text) and len(text) >= 8 and not lacks_a_matter(text)


def _is_clearly_another(form: Form, turn: Turn) -> bool:
    """Whether a message that should be a yes or a correction is a new report about something else."""
    if short.after_deny(turn.text) is not None or len(turn.text.strip()) < 8 or lacks_a_matter(turn.text):
        return False
    if form.restored:
        return turn.surely("report_case", "faq", score=0.4)
    said = turn.draft["category"]
    other = is_sure(form.draft) and said["score"] >= 0.4 and said["code"][:4] != form.draft["category"]["code"][:4]
    return turn.surely("report_case", score=0.6) and other


def _offer_choice(form: Form, turn: Turn) -> Step:
    another = with_contact(Form(text=turn.text, draft=turn.draft, photos=turn.photos), turn)
    kept = splitting.queue_behind(form, another)
    if form.other is not None:  # ask which of two comes first only once; further ones wait
        return Step(kept, (Say("utter_noted_another"), question_message(kept)), "keep")
    says = Say("utter_two_matters", {"first": quote(form.text, 20), "second": quote(turn.text, 20)}, asks="which_case")
    return Step(replace(kept, stage="choose"), (says,), "keep")


def _choose(form: Form, turn: Turn) -> Step:
    if open_questions.read_first_or_second(turn) == "second":
        return ask_next(_other_first(form))
    return ask_next(replace(form, stage=""))


def _other_first(form: Form) -> Form:
    """Swap: open the waiting matter, and let the open one wait right behind it."""
    assert form.other is not None
    other = Form.from_json(form.other)
    behind = replace(form, other=other.other, stage="")
    return replace(other, other=behind.to_json())


def _take_apart(form: Form, turn: Turn) -> Step:
    """Handle the answer to "先登记第一件，好吗": yes, the second first, or all in one case.

    Anything else is about the first matter.
    """
    first = replace(splitting.open_first_matter(form), stage="confirm", restored=form.restored)
    which = open_questions.read_split_answer(turn)
    if which == "second":
        return ask_next(_other_first(first))
    if which == "all":
        return ask_next(replace(form, stage=""))
    return ask_next(first) if which == "first" else _answer_summary(first, turn)


def _take_category(form: Form, turn: Turn) -> Step:
    """Handle the answer to the category question: one of the two, neither (a clerk decides), or more words."""
    if not short.has_words(turn.text):
        return _missed(form)
    offered = category_candidates(form.draft)
    chosen = open_questions.read_category_choice(turn, [guess["path"][-1] for guess in offered], NEITHER)
    if chosen == "none":
        return ask_next(form)
    if chosen is not None:
        return ask_next(replace(form, draft=with_category(form.draft, offered[chosen])))
    said = [guess for guess in offered if guess["code"] == turn.draft["category"]["code"]]
    if said and is_sure(turn.draft):
        form = replace(form, draft=with_category(form.draft, said[0]))
    return _answer_summary(replace(form, stage="confirm"), turn)


def _second(form: Form) -> Form | None:
    step = take_waiting_matter(form)
    return step.form if step else None


def _says_of_second(form: Form) -> tuple[Say, ...]:
    step = take_waiting_matter(form)
    return step.says if step else ()


def _may_be_answered(turn: Turn) -> bool:
    asks = turn.intent == "faq" or turn.draft["kind"]["code"] == "inquiry"
    calm = turn.draft["urgency"]["level"] == "normal"
    return turn.faq is not None and asks and calm and len(turn.text) <= FAQ_LIMIT


def _faq_params(turn: Turn) -> dict[str, str]:
    assert turn.faq is not None
    return {"answer": turn.faq["answer"], "source": turn.faq["source"]}


def _was_it_answered(form: Form, turn: Turn) -> Step:
    if open_questions.accepts_faq_answer(turn):
        return Step(None, (Say("utter_faq_glad"),), "drop")
    return ask_next(replace(form, stage=""))


def starts_new_message_after_faq(form: Form, turn: Turn) -> bool:
    """Whether a message after the answer to a common question is no reply to "did this help?" but begins anew.

    Replies are yes, no, "don't know", thanks, stop and wait.
    """
    if form.stage != "answered":
        return False
    text = turn.text
    if short.accepts_as_enough(text) or short.is_deny(text) or short.says_unknown(text):
        return False
    if short.is_stop(text) or short.is_wait(text):
        return False
    return not turn.surely("affirm", "deny", "thank", score=0.6) or len(text) > 15


def _take_photos(form: Form, turn: Turn) -> Step:
    kept = replace(form, photos=photos_of(form, turn))
    return Step(kept, (Say("utter_photo_kept"), question_message(kept)), "keep")


def _has_spans(turn: Turn) -> bool:
    return has_place_or_time(turn.draft)


def _correction(turn: Turn) -> str | None:
    found = turn.draft.get("correction")
    return found["text"] if found and turn.surely("deny", score=0.4) else None
