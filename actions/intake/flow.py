"""How a report is taken in: each message leads to a question, a correction, the case or the end of the draft. Pure.

Any place is enough, however vague; at most two things are asked; 不知道 is an answer; the summary quotes the sender.
"""

from __future__ import annotations

import re
from dataclasses import replace

from actions.case_draft import empty_draft, from_position, has_place_or_time, place_words, with_kind
from actions.conversation.say import Say
from actions.conversation.turn import SURE_OF_ACT, Turn
from actions.intake import splitting, wishes
from actions.intake.answers.another_matter import choose_first, next_form, next_says, other_first
from actions.intake.answers.filling import is_bare_place
from actions.intake.answers.pieces import begins_a_request, hear_number, wait_for_more, without_pieces
from actions.intake.answers.to_questions import answer_question, take_estate
from actions.intake.answers.to_summary import answer_summary, hear_what_is_wrong
from actions.intake.asking import question_message, repeated_question_message
from actions.intake.common_questions import (
    cannot_be_answered,
    faq_answer,
    faq_params,
    hear_whether_answered,
    may_be_answered,
)
from actions.intake.corrections.reading import deletes_number, wants_praise
from actions.intake.corrections.rooms import leaves_room_out
from actions.intake.corrections.starting_over import restarts, written_anew
from actions.intake.form import (
    ANSWER_LIMIT,
    NEEDS_PLACE,
    Form,
    append_text,
    as_opened,
    photos_of,
    with_contact,
)
from actions.intake.further.asked_too import question_kept, reports_and_asks
from actions.intake.questions import serves_nobody
from actions.intake.step import Step, ask_next
from actions.intake.thought_aloud import settle_time, with_settled_time
from actions.interpreting import follow_up_answers, open_questions, withdrawals
from actions.interpreting import short_answers as short
from actions.interpreting.aid.this_chat import wishes_it_deleted
from actions.interpreting.matters import one_of_several
from actions.interpreting.numbers import own_phone
from actions.interpreting.places import is_coarse

_CLAUSE_ENDS = re.compile("[，,。；;！! ]+")
_WANTS_IT = re.compile(
    "一定|[要得]修|还是[要来帮给派去]|[派叫]人|(?:让|叫|劝|喊)(?:我|我们|大家)(?!讲|说|报)|他们不|这[次回]|(?<!当我)(?:没有?|不是|谁)说|上[次回]|以前|偏|快[登报来]|继续|报上去|帮我报"
    "|你们(?:还是|快点?|赶紧|一定|再)?(?:来|管)(?!了|过|也)|不行$|[吗？?]$"
    # 不要投诉，改成建议; 别投诉，就反映一下; 不需要上报，你们社区自己处理; 不说了，反正就在5栋
    "|改[成为]|[就只](?:是|想|要|算)?(?:提|反映|建议|说一|求助|咨询|表扬)|(?:社区|你们|你们?这边)自己(?:来|去)?(?:处理|解决|办|管|修)|反正(?:就|是|都)?在"
)
_MAY_BE_GIVEN_UP = ("confirm", "place", "time", "detail", "wrong")  # stages
PLAINLY_FITS = 0.9  # `Faq.score` from which the question beside a trouble at a place is answered, too
_NAMES_REPORTING = re.compile("报|登|投诉|反映|求助")


def start_report(turn: Turn) -> Step:
    """Open a draft with the first message of a report: offer to split several matters, answer a common question, or ask what is missing (if nothing is, show the summary).

    A short question that only a person can answer opens no draft; the first words of a request wait for more.
    """
    if turn.located:
        return ask_next(
            Form(text="", draft=empty_draft(), answers={"place": turn.text[:ANSWER_LIMIT]}, photos=turn.photos)
        )
    wish = turn.wish.said if turn.wish is not None else ""
    draft = with_kind(turn.draft, "praise") if wants_praise(turn.text) else turn.draft
    if serves_nobody(turn.text) and draft["kind"]["code"] in ("inquiry", "request"):
        draft = with_kind(draft, "complaint")
    form = settle_time(as_opened(Form(text=turn.text, draft=draft, photos=turn.photos, wish=wish), turn), turn)
    understood = turn.wish is not None and turn.wish.understood
    if understood:
        form = replace(form, answers={**form.answers, "detail": wish})
    if begins_a_request(turn.text):
        return wait_for_more(form)
    if splitting.holds_several(turn.draft):
        offered = replace(form, stage="split")
        return Step(offered, (question_message(offered),), "keep")
    answerable = may_be_answered(turn)
    if reports_and_asks(turn):
        step = _report_that_asks(form, turn, answered=answerable)
    elif answerable:
        assert turn.faq is not None
        asked = replace(form, stage="answered", faq=faq_params(turn.faq))
        return Step(asked, (faq_answer(turn), Say("utter_ask_answered", asks="answered")), "keep")
    elif cannot_be_answered(turn):
        return Step(None, (Say("utter_cannot_answer"),), "note question", offers_person=True)
    else:
        step = _with_question(ask_next(form), turn)
    noted = wishes.names_a_person(turn) or understood
    return replace(step, says=(wishes.noted(turn), *step.says)) if noted else step


def _report_that_asks(form: Form, turn: Turn, *, answered: bool) -> Step:
    """Take a message in that tells of a trouble at a place and asks something about it: the answer that plainly fits, else that its question is kept, goes before what is asked next."""
    kind = form.draft["kind"]["code"]
    form = form if kind in NEEDS_PLACE else replace(form, draft=with_kind(form.draft, "request"))
    step = ask_next(form)
    if answered and turn.faq is not None and turn.faq["score"] >= PLAINLY_FITS:
        return replace(step, says=(faq_answer(turn), *step.says))
    return _with_question(step, turn)


def _with_question(step: Step, turn: Turn) -> Step:
    """The step; that a question of the message is kept, which nobody here can answer, is said first."""
    return replace(step, says=(*question_kept(turn), *step.says))


def take_up_again(form: Form) -> Step:
    """Open a draft that was dropped by the message before: ask what was asked, or show the summary."""
    if form.stage == "confirm":
        return ask_next(form)
    return Step(form, (question_message(form),), "keep")


def continue_report(form: Form, turn: Turn) -> Step:
    """Handle a message while a draft is open; first delete the number or add the wish not to be named, if the message asks for that.

    A message that deletes the number is read no further unless it has the wish, too, and the report has words.
    """
    if form.answers.get("contact") and deletes_number(turn.text) and own_phone(turn.draft, turn.text) is None:
        form = form.without_contact()
        if not form.text or turn.wish is None:
            return ask_next(form, summary="utter_confirm_again")
    step = _unless_unchanged(form, with_settled_time(_answer_and_wish(form, turn), turn))
    if step.form is None or step.form.stage != "place":
        return step
    return replace(step, form=replace(step.form, offers=any(one.buttons for one in step.says)))


def _unless_unchanged(form: Form, step: Step) -> Step:
    """The step; where a summary is as it was before the message, it is not said that it was changed."""
    if form.stage != "confirm" or step.form is None or step.form.answers.get("contact") != form.answers.get("contact"):
        return step
    shown = [(one.params, one.parts) for one in ask_next(form).says]
    says = tuple(
        replace(one, response="utter_confirm_unchanged")
        if one.response == "utter_confirm_again" and (one.params, one.parts) in shown
        else one
        for one in step.says
    )
    return replace(step, says=says)


def _answer_and_wish(form: Form, turn: Turn) -> Step:
    """Handle a message as an answer; a wish not to be named beside it is added to the draft."""
    if turn.wish is None or not wishes.is_beside_an_answer(turn):
        return _answer(form, turn)
    form, rest = wishes.add_wish(form, turn.wish.said), turn.wish.rest
    if wishes.is_only_the_wish(turn) and not (short.is_affirm(rest) or short.is_deny(rest)):
        return _note_wish(form, turn)
    return _answer(form, replace(turn, text=rest, wish=None))


def _answer(form: Form, turn: Turn) -> Step:
    """Handle a message as the answer to the question that the draft waits for."""
    text = turn.text.strip()
    if (begun := _start_over(form, turn) or hear_number(form, turn)) is not None:
        return begun
    form = without_pieces(form)
    if short.is_wait(text) or (short.is_list_mark(text) and not turn.typed):
        return Step(form, (Say("utter_wait"),), "nothing")
    if form.stage in ("place", "time", "detail") and short.goes_ahead(text):
        return Step(form, (question_message(form),), "nothing")
    if (given_up := _drop_if_given_up(form, turn)) is not None:
        return given_up
    if form.stage not in ("detail", "answered") and short.asks_what_happens_next(text):
        return Step(form, (Say("utter_what_comes"), question_message(form)), "nothing")
    if not short.has_words(text) and turn.photos:
        return _take_photos(form, turn)
    form = with_contact(replace(form, photos=photos_of(form, turn)), turn)
    if form.stage in ("place", "time", "detail"):
        return _say_what_is_missing(form, text) or take_estate(form, turn) or answer_question(form, turn)
    if form.stage.startswith("wrong"):
        return hear_what_is_wrong(form, turn)
    if form.stage == "split":
        return _hear_which_first(form, turn)
    if form.stage == "choose":
        return choose_first(form, turn)
    if form.stage == "answered":
        return hear_whether_answered(form, turn)
    return answer_summary(form, turn)


def _drop_if_given_up(form: Form, turn: Turn) -> Step | None:
    """Drop the report, or the one of several matters that it names, if the message gives it up; what waits behind it is taken up, and so is a matter after which the next was only announced. None: it does not."""
    text = turn.text.strip()
    if form.next_announced and short.is_stop(text):
        return ask_next(form)
    if (rest := _drop_only_one(form, text)) is not None:
        return rest
    if form.stage == "split" and short.is_stop(text):  # drop only the first matter: the others are offered
        form = splitting.open_first_matter(form)
    if _drops(form, turn):
        # of an answered question nothing was to be reported: 这件先不报了 would be taken for the case before
        said = Say("utter_nothing_asked" if form.stage == "answered" else "utter_dropped")
        deleted = (Say("utter_what_is_deleted"),) if wishes_it_deleted(text) else ()
        return Step(next_form(form), (said, *deleted, *next_says(form)), "drop")
    return None


def _drop_only_one(form: Form, text: str) -> Step | None:
    """Give up only the one of several matters that a message names: a waiting one goes; told in one report with others, the words are added to it, so that nothing else is lost.

    None if it names none of several.
    """
    if form.stage.partition(":")[0] not in (*_MAY_BE_GIVEN_UP, "split"):
        return None
    if form.stage == "split":
        form = replace(splitting.open_first_matter(form), stage="confirm", restored=form.restored)
    if one_of_several.drops_only_one(text, form.text):
        said = form.answers | {"detail": append_text(form.answers.get("detail"), text)}
        return ask_next(replace(form, answers=said), summary="utter_confirm_added")
    if one_of_several.gives_up_all_of(text, form.text):
        return None if form.other is None else Step(next_form(form), (Say("utter_dropped"), *next_says(form)), "drop")
    waiting = splitting.without_waiting(form, lambda told: one_of_several.gives_up_all_of(text, told))
    if waiting == form:
        return None
    left = ask_next(waiting)
    return replace(left, says=(Say("utter_dropped"), *left.says))


def _drops(form: Form, turn: Turn) -> bool:
    """Whether a message gives the report up; not by what wants somebody else's act revoked (撤销业委会的决定)."""
    text = turn.text.strip()
    if withdrawals.revokes_anothers_act(text):
        return False
    if wishes_it_deleted(text):
        return True
    return short.is_stop(text) or _surely_stops(turn) or follow_up_answers.gives_up(text) or _gives_up(form, turn)


def _say_what_is_missing(form: Form, text: str) -> Step | None:
    """Say what a report lacks whose matter is not told yet, after a yes, which can register nothing; None after anything else."""
    if form.stage != "detail" or not form.text or not short.is_affirm(text):
        return None
    return Step(form, (replace(repeated_question_message(form), fallback=False),), "nothing")


_FOUND_OUT = re.compile("破案了|水落石出|真相大白|虚惊一场")


def _gives_up(form: Form, turn: Turn) -> bool:
    """Whether a message gives the report up, perhaps with a reason (算了不报了，公告说月底完工): one of its clauses says just that, and the bot reads the whole so.

    A riddle that is solved (破案了 是野猫，不用查了) needs no such reading. Words that name the report (不登记了) need only that it reads nothing else in them.
    Somebody else's words (让我算了) and a wish beside it (这次一定要修好, 算了，你们还是来看看吧) leave the report open.
    """
    if form.stage.partition(":")[0] not in _MAY_BE_GIVEN_UP or _WANTS_IT.search(turn.text):
        return False
    drops = [one for one in _CLAUSE_ENDS.split(turn.text) if follow_up_answers.drops_it(one)]
    if any(_NAMES_REPORTING.search(one) for one in drops):
        return not turn.acts("report", "add", "correct", "another")
    return bool(drops) and (turn.acts("stop", score=SURE_OF_ACT) or _FOUND_OUT.search(turn.text) is not None)


def _surely_stops(turn: Turn) -> bool:
    """Whether the bot reads a short message as giving up, and it has a word of giving up (停了, an answer to "what is it?", has none).

    Not if it names a place or time, or asks for the room to be left out.
    """
    if len(turn.text.strip()) > 10 or has_place_or_time(turn.draft) or leaves_room_out(turn.text):
        return False
    stops = turn.surely("stop", "withdraw", score=0.8) and short.has_word_of_stopping(turn.text)
    return stops and _WANTS_IT.search(turn.text) is None


def _note_wish(form: Form, turn: Turn) -> Step:
    """Confirm that the wish, and a number left with it, was noted with the report; repeat the open question or the summary."""
    noted = with_contact(form, turn)
    if noted.stage == "confirm":
        return ask_next(noted, summary="utter_confirm_added")
    number = (Say("utter_number_kept"),) if noted.answers.get("contact") != form.answers.get("contact") else ()
    return Step(noted, (wishes.noted(turn), *number, question_message(noted)), "keep")


def _start_over(form: Form, turn: Turn) -> Step | None:
    """Drop what was said, if the message asks for that, and ask for the matter or take the new words; None if it does not."""
    begins = written_anew(turn.text)
    if begins is not None:
        return _write_anew(form, turn, begins)
    return _restart(form) if restarts(turn.text) else None


def _restart(form: Form) -> Step:
    """Drop what was said, photos too, except what `_what_stays` names and the matters that wait, and start over."""
    anew = Form("", empty_draft(), stage="detail", answers=_what_stays(form), asked=("detail",), other=form.other)
    anew = replace(anew, wish=form.wish)
    return Step(anew, (Say("utter_restart", asks="detail"),), "keep")


def _write_anew(form: Form, turn: Turn, begins: int) -> Step:
    """Take the message's words from position `begins` on instead of all that was said, except what `_what_stays` names, photos and the matters that wait."""
    draft = from_position(turn.draft, begins)
    anew = Form(turn.text[begins:], draft, answers=_what_stays(form), photos=photos_of(form, turn), other=form.other)
    return ask_next(with_contact(replace(anew, wish=form.wish), turn), summary="utter_confirm_again")


def _what_stays(form: Form) -> dict[str, str]:
    """The answers that stay when a report is written anew: the number to call, and a wish not to be named."""
    kept = {"contact": form.answers.get("contact", ""), "detail": form.wish}
    return {name: value for name, value in kept.items() if value}


def _hear_which_first(form: Form, turn: Turn) -> Step:
    """Handle the answer to "先登记第一件，好吗": yes, the second first, or all in one case.

    Anything else is about the first matter.
    """
    first = replace(splitting.open_first_matter(form), stage="confirm", restored=form.restored)
    if is_bare_place(turn) and not all(map(is_coarse, place_words(turn.draft))):  # 老菜场路口: no "the old one"
        return ask_next(splitting.with_place_of_all(first, "、".join(place_words(turn.draft))))
    which = open_questions.read_split_answer(turn)
    if which == "second":
        return ask_next(other_first(first))
    if which == "undivided":
        return ask_next(replace(form, stage=""))
    return ask_next(first) if which == "first" else answer_summary(first, turn)


def _take_photos(form: Form, turn: Turn) -> Step:
    """Keep photos that came without words, and ask the open question again."""
    kept = replace(form, photos=photos_of(form, turn))
    return Step(kept, (Say("utter_photo_kept"), question_message(kept)), "keep")
