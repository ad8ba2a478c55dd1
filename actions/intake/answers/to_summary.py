"""Take the answer to the summary: register on a yes, ask what is wrong on a no, make corrections, add other words. Pure."""

from __future__ import annotations

import re
from dataclasses import replace

from actions.conversation.say import Say
from actions.conversation.turn import ASKS_ABOUT_CASE, SURE_OF_ACT, Turn
from actions.intake.answers.another_matter import (
    announces_another_matter,
    is_clearly_another,
    is_unrelated,
    offer_choice,
    tells_another_beside_number,
)
from actions.intake.answers.filling import corrected_words, is_bare_place, revise, with_another_place, with_answer
from actions.intake.answers.pieces import with_piece_of_place
from actions.intake.asking import question_message, which_place_message
from actions.intake.corrections.likeness.places import join_place
from actions.intake.corrections.places import unclear_places
from actions.intake.corrections.reading import read_changes
from actions.intake.corrections.taking_back import adds
from actions.intake.draft_corrections import apply_correction, field_called_wrong, states_right_value
from actions.intake.form import ANSWER_LIMIT, Form, append_text, place_of, summary_of, with_more_words
from actions.intake.questions import asks, lacks_a_matter, tells_nothing_more
from actions.intake.step import Step, ask_next, misunderstood
from actions.interpreting import follow_up_answers, open_questions
from actions.interpreting import short_answers as short
from actions.interpreting.numbers import is_only_own_phone, own_phone

LEAST_ADDED = 2  # characters; fewer add nothing to a report
_NO_MORE = re.compile(r"(?:就|那|暂时|先|也)*(?:没有?|想不起来?|忘)了?(?:别的|其他的?|第二个|什么)?了?")
_HURRIES = re.compile("[快催急赶速]")


def answer_summary(form: Form, turn: Turn) -> Step:
    """Handle a message while the summary waits: a yes registers, a no asks what is wrong, a field that is called wrong what is right.

    What tells nothing new (the same again, 快点) gets the summary or a reminder of it; anything else corrects the report, adds to it, is
    another matter, or counts as a misunderstanding.
    """
    text = turn.text.strip()
    if open_questions.confirms_summary(turn):
        return Step(form, (), "register")
    if short.is_next_in_order(text):
        return Step(replace(form, next_announced=True), (Say("utter_go_on", asks="detail"),), "keep")
    if form.next_announced:
        return _hear_the_next(form, turn)
    if short.is_deny(text):
        return _ask_what_is_wrong(form)
    if not short.has_words(text):
        return misunderstood(form)
    sent_again = short.plain(text) == short.plain(form.text)
    if sent_again or _only_asks(form, turn):  # nothing new: what was written down, once more
        return Step(form, (summary_of(form),), "nothing")
    if _chats(turn) and read_changes(text, turn.draft, form.known()).kind is None:
        said = form.answers | {"detail": append_text(form.answers.get("detail"), text)}
        return ask_next(replace(form, answers=said), summary="utter_confirm_added")
    hurries = turn.surely("remind") and len(text) <= 6 and _HURRIES.search(text) is not None
    if short.says_unknown(text) or hurries:  # 不知道, 快点: it waits for a yes, nothing else
        return Step(form, (question_message(form),), "nothing")
    if field_called_wrong(text) is not None:
        return _ask_the_right_one(form, text)
    if follow_up_answers.says_fixed(text):
        return _ask_whether_still_wanted(form, text)
    return _take_what_it_tells(form, turn)


def _ask_whether_still_wanted(form: Form, text: str) -> Step:
    """Keep the words that it is mended already (物业刚修好了), and ask whether it is still to be registered: they are no part of the trouble."""
    said = form.answers | {"detail": append_text(form.answers.get("detail"), text)}
    kept = replace(form, answers=said)
    return Step(kept, (question_message(kept),), "keep")


def _hear_the_next(form: Form, turn: Turn) -> Step:
    """Let what follows a mere 第二个 wait as another matter; where it names none (没有了), show the summary again."""
    alone = replace(form, next_announced=False)
    names_none = lacks_a_matter(turn.text) or short.says_unknown(turn.text) or short.says_only_no(turn.text)
    if names_none or short.is_deny(turn.text) or _NO_MORE.fullmatch(short.plain(turn.text)):
        return ask_next(alone)
    return offer_choice(alone, turn)


def _only_asks(form: Form, turn: Turn) -> bool:
    """Whether a message beside the summary asks how the report stands or what was written down, or only chats, and tells nothing that is worth keeping."""
    if read_changes(turn.text.strip(), turn.draft, form.known()).kind is not None:
        return False
    if turn.acts(*ASKS_ABOUT_CASE, score=SURE_OF_ACT) and tells_nothing_more(turn):
        return True
    return _chats(turn) and (asks(turn.text) or not short.says_beside_courtesies(turn.text))


def _chats(turn: Turn) -> bool:
    """Whether the bot is sure that a short message is about nothing of the report (我是视障 用读屏打字的)."""
    return turn.acts("chat", score=SURE_OF_ACT) and tells_nothing_more(turn)


def _take_what_it_tells(form: Form, turn: Turn) -> Step:
    """Handle a message that tells something while the summary waits: it corrects the report, is another matter, or adds to the report."""
    text = turn.text.strip()
    among = unclear_places(text, turn.draft, form.known())
    if among:
        return _ask_which_place(form, turn, among)
    if (pieced := with_piece_of_place(form, turn)) is not None:
        return ask_next(pieced, summary="utter_confirm_added")
    another = tells_another_beside_number(turn)
    revised = None if another else revise(form, turn)
    if revised is not None:
        return _changed(form, revised, turn)
    if states_right_value(text) and not another:
        return _correct(form, text, turn)
    if (
        another
        or announces_another_matter(turn)
        or is_clearly_another(form, turn)
        or is_unrelated(form, turn)
        or turn.acts("another", "report", score=SURE_OF_ACT)
    ):
        return offer_choice(form, turn)
    correction = short.after_deny(text) or corrected_words(turn)
    if correction:
        return _correct(form, correction, turn)
    instead = is_bare_place(turn) and not form.answers.get("place") and not adds(text)
    if turn.located or instead:
        return ask_next(with_answer(form, "place", turn), summary="utter_confirm_again")
    return _add(form, turn)


_ORDERS_A_VALUE = re.compile("改成|改为|换成|号码?(?:写|记|说)?(?:错|不对)")
_WONDERS = re.compile("不是[^，,。；]{1,10}[吧吗么](?=$|[，,。；？? ])")


def _changed(form: Form, revised: Form, turn: Turn) -> Step:
    """Show the summary after a message that takes something back; one that only wonders (不是检修吧), or orders a value that nothing takes (改成5), is called no change, and is none."""
    as_before = _without_detail(revised) == _without_detail(form) and revised.text == form.text
    if as_before and _WONDERS.search(turn.text):
        return ask_next(replace(revised, draft=form.draft), summary="utter_confirm_added")
    ordered = _ORDERS_A_VALUE.search(turn.text) is not None
    return ask_next(revised, summary=_called(form, revised, turn) if ordered else "utter_confirm_again")


def _add(form: Form, turn: Turn) -> Step:
    """Add more words about the same matter, and show the summary again. A phone number alone adds nothing: the form has it by now.

    Words that answer nothing (啥？), or are too short, count as a misunderstanding.
    """
    text = turn.text.strip()
    if is_only_own_phone(turn.draft, turn.text):
        return ask_next(form, summary="utter_confirm_again")
    if short.answers_nothing(text) or len(re.sub(r"\W", "", text)) < LEAST_ADDED:
        return misunderstood(form)
    more = with_more_words(form, turn)
    joined = join_place(place_of(form), turn.text, turn.draft)
    if joined is not None:
        more = replace(more, answers=more.answers | {"place": joined[:ANSWER_LIMIT]})
    elif is_bare_place(turn):
        corrected = place_of(with_another_place(form, turn))
        if place_of(form) in corrected:
            more = with_another_place(more, turn)
        else:  # 银杏家园南门, then 北门那里, which both texts read as one would put side by side
            more = replace(more, answers=more.answers | {"place": corrected})
    return ask_next(more, summary="utter_confirm_added")


def _ask_what_is_wrong(form: Form) -> Step:
    """Ask what is wrong with the summary; count a misunderstanding if that, what is right or which place is meant was asked before."""
    if "wrong" in form.asked:
        return misunderstood(form)
    return Step(
        replace(form, stage="wrong", asked=(*form.asked, "wrong")), (Say("utter_ask_wrong", asks="detail"),), "keep"
    )


def hear_what_is_wrong(form: Form, turn: Turn) -> Step:
    """Handle the answer to "what is wrong?" or to "what is the right one?"; a yes or "don't know" shows the summary again as it is."""
    text = turn.text.strip()
    if open_questions.confirms_summary(turn) or short.says_unknown(text):
        return ask_next(replace(form, stage="confirm"))  # nothing was changed, so no "changed"
    if field_called_wrong(text) is not None:
        return _ask_the_right_one(form, text)
    if not short.has_words(text) or short.is_deny(text):
        return misunderstood(form)
    asked = form.stage.partition(":")[2] or None
    said = text if states_right_value(text) else short.after_deny(text) or corrected_words(turn) or text
    return _correct(form, said, turn, asked=asked)


def _ask_the_right_one(form: Form, text: str) -> Step:
    """Ask for the right value of the field that the sender called wrong ("地址错了")."""
    found = field_called_wrong(text)
    assert found is not None
    name, word = found
    asking = replace(form, stage=f"wrong:{name}", asked=(*form.asked, "wrong"))
    return Step(asking, (Say("utter_ask_right", {"field": word}, asks="detail"),), "keep")


def _ask_which_place(form: Form, turn: Turn, among: tuple[str, ...]) -> Step:
    """Keep as detail the words of a correction that names several places, and ask which one is meant."""
    words = form.answers | {"detail": append_text(form.answers.get("detail"), turn.text)}
    asking = replace(form, answers=words, stage="wrong:place", asked=(*form.asked, "wrong"))
    return Step(asking, (which_place_message(among),), "keep")


def _correct(form: Form, said: str, turn: Turn, *, asked: str | None = None) -> Step:
    """Apply a correction and show the summary again; if it holds no value, `_ask_what_is_wrong`. `asked`: as in `apply_correction`."""
    corrected = apply_correction(form, said, turn, asked=asked)
    if corrected is None:
        return _ask_what_is_wrong(form)
    return ask_next(corrected, summary=_called(form, corrected, turn))


def _called(form: Form, revised: Form, turn: Turn) -> str:
    """The summary after a correction: as changed if anything is (a number that the message tells is in the form by now), else as added."""
    changed = _values(revised) != _values(form) or own_phone(turn.draft, turn.text) is not None
    return "utter_confirm_again" if changed else "utter_confirm_added"


def _values(form: Form) -> tuple[object, ...]:
    """What a report says in all its fields, without the words that were added to it."""
    draft = form.draft
    of_draft = (draft["kind"]["code"], draft["category"]["code"], draft["missing"])
    return (_without_detail(form), of_draft, place_of(form), form.text)


def _without_detail(form: Form) -> dict[str, str]:
    return {name: value for name, value in form.answers.items() if name != "detail"}
