"""How a report is taken in: each message leads to a question, a correction, the case or the end of the draft. Pure.

Any place is enough, however vague; at most two things are asked; 不知道 is an answer; the summary quotes the sender.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from actions.case_draft import (
    FAIRLY_SURE,
    CaseDraft,
    empty_draft,
    from_position,
    has_place_or_time,
    has_sure_category,
    names_matter_or_place,
    place_words,
    time_words,
    with_kind,
)
from actions.conversation.say import Say
from actions.conversation.turn import Faq, Turn
from actions.conversation.wording import quote
from actions.intake import after_answer, splitting, wishes
from actions.intake.asking import question_message, repeated_question_message, which_place_message
from actions.intake.corrections.places import unclear_places
from actions.intake.corrections.reading import deletes_number, read_changes
from actions.intake.corrections.rooms import leaves_room_out
from actions.intake.corrections.starting_over import restarts, written_anew
from actions.intake.corrections.taking_back import adds, contradicts
from actions.intake.draft_corrections import (
    LEADING_WORDS,
    apply_correction,
    field_called_wrong,
    keep_as_detail,
    states_right_value,
)
from actions.intake.estates import after_place_answer, with_chosen_estate, with_named_estate
from actions.intake.form import (
    ANSWER_LIMIT,
    NEEDS_PLACE,
    Form,
    append_text,
    photos_of,
    place_of,
    summary_of,
    with_contact,
    with_more,
)
from actions.intake.questions import MOST_TIMES_ASKED_WHAT, asks, lacks_a_matter, needs_place, next_question
from actions.interpreting import follow_up_answers, open_questions
from actions.interpreting import short_answers as short
from actions.interpreting.numbers import is_only_own_phone, own_phone
from actions.interpreting.places import (
    completes,
    contradicts_part,
    is_coarse,
    may_be_a_place,
    merge_place,
    tells_beside,
    tells_what_happened,
)

OFFERS_A_PERSON, HANDS_OVER = 2, 3  # after so many misunderstandings in a row
LEAST_ADDED = 2  # characters; fewer add nothing to a report
# Characters; of a longer answer, if its places (or times) are less than half of it, only these are the value.
LONGEST_PLAIN_ANSWER = 14
MOST_PLACE_QUESTIONS = 2  # each in other words; then the report is taken without an exact place
MOST_FRAGMENTS = 4  # short messages that go on telling (没绳子) instead of saying where; each asks "where?" again, not counted in MOST_PLACE_QUESTIONS
LONGEST_FRAGMENT = 14  # characters
_FRAGMENT = "piece"  # in `Form.asked`, under its older name: "where?" was asked again after a fragment
# Characters; a question that only a person can answer is told so, a longer one opens a report.
LONGEST_UNANSWERABLE = 30
HARDLY_MEANT = 0.5  # `Faq.score` below which a sure report is no common question
FAQ_LIMIT = 60  # characters; a longer message opens a report, though the bot matches common questions up to its own LONGEST_QUESTION

_QUESTION_WORDS = re.compile("怎么|什么时候")  # in which no trouble is told
_HURRIES = re.compile("[快催急赶速]")
_TO_THE_BOT = re.compile("[你您]|说过|不是说|问我|自己看|[那这]里|就是|老地方")
Effect = Literal["register", "keep", "drop", "nothing", "hand over", "note question"]


@dataclass(frozen=True)
class Step:
    """The outcome of one turn of the form: what to remember, what to say, and the effect to carry out in the portal.

    `effect`: "register": register `form` as a case. "keep": store `form` in the portal as the open draft, or delete the
    stored one if `form` is None. "drop": the same, after a report was given up, where `form` is the matter that waited behind
    it, or after the answer to a common question helped.
    "nothing": leave the portal as it is. "hand over": hand the conversation over to the desk.
    "note question": put the message on the committee's list of questions that the bot could not answer.
    """

    form: Form | None
    says: tuple[Say, ...]
    effect: Effect
    offers_person: bool = False  # a yes in the next message then hands over


def start_report(turn: Turn) -> Step:
    """Open a draft with the first message of a report: offer to split several matters, answer a common question, or ask what is missing (if nothing is, show the summary).

    A short question that only a person can answer opens no draft.
    """
    if turn.located:
        return ask_next(
            Form(text="", draft=empty_draft(), answers={"place": turn.text[:ANSWER_LIMIT]}, photos=turn.photos)
        )
    wish = turn.wish.said if turn.wish is not None else ""
    form = with_contact(Form(text=turn.text, draft=turn.draft, photos=turn.photos, wish=wish), turn)
    if splitting.holds_several(turn.draft):
        offered = replace(form, stage="split")
        return Step(offered, (question_message(offered),), "keep")
    if _may_be_answered(turn):
        assert turn.faq is not None
        asked = replace(form, stage="answered", faq=_faq_params(turn.faq))
        return Step(asked, (faq_answer(turn), Say("utter_ask_answered", asks="answered")), "keep")
    if _cannot_be_answered(turn):
        return Step(None, (Say("utter_cannot_answer"),), "note question", offers_person=True)
    return ask_next(form)


def _cannot_be_answered(turn: Turn) -> bool:
    """Whether a short question is about no place and no matter that somebody must see to: only a person can answer it."""
    if len(turn.text) > LONGEST_UNANSWERABLE or turn.faq is not None or turn.photos or not asks(turn.text):
        return False
    ours = any(place["grid"] or re.search("[0-9]", place["text"]) for place in turn.draft["places"])
    if ours or (place_words(turn.draft) and tells_what_happened(_QUESTION_WORDS.sub("", turn.text))):
        return False
    return turn.draft["kind"]["code"] == "inquiry" or turn.draft["category"]["score"] < FAIRLY_SURE


def ask_next(form: Form, *, summary: str = "utter_confirm_case") -> Step:
    """Ask the next question, or show the summary (with the response `summary`) if none is left."""
    form = with_named_estate(form)
    name = next_question(form)
    if name is None:
        asking = replace(form, stage="confirm", misses=0, restored=False)
        return Step(asking, (summary_of(asking, summary),), "keep")
    asking = replace(form, stage=name, asked=(*form.asked, name), misses=0, restored=False)
    return Step(asking, (question_message(asking),), "keep")


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
    step = _answer_and_wish(form, turn)
    if step.form is None or step.form.stage != "place":
        return step
    return replace(step, form=replace(step.form, offers=any(one.buttons for one in step.says)))


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
    if (anew := _start_over(form, turn)) is not None:
        return anew
    if short.is_wait(text):
        return Step(form, (Say("utter_wait"),), "nothing")
    if form.stage in ("place", "time", "detail") and short.goes_ahead(text):
        return Step(form, (question_message(form),), "nothing")
    if form.stage == "split" and short.is_stop(text):  # drop only the first matter: the others are offered
        form = splitting.open_first_matter(form)
    if short.is_stop(text) or _surely_stops(turn) or follow_up_answers.gives_up(text):
        return Step(_next_form(form), (Say("utter_dropped"), *_next_says(form)), "drop")
    if form.stage not in ("detail", "answered") and short.asks_what_happens_next(text):
        return Step(form, (Say("utter_what_comes"), question_message(form)), "nothing")
    if not short.has_words(text) and turn.photos:
        return _take_photos(form, turn)
    form = with_contact(replace(form, photos=photos_of(form, turn)), turn)
    if form.stage in ("place", "time", "detail"):
        return _take_estate(form, turn) or _answer_question(form, turn)
    if form.stage.startswith("wrong"):
        return _hear_what_is_wrong(form, turn)
    if form.stage == "split":
        return _hear_which_first(form, turn)
    if form.stage == "choose":
        return _choose(form, turn)
    if form.stage == "answered":
        return _hear_whether_answered(form, turn)
    return _answer_summary(form, turn)


def _surely_stops(turn: Turn) -> bool:
    """Whether the bot reads a short message as giving up, and it has a word of giving up (停了, an answer to "what is it?", has none).

    Not if it names a place or time, or asks for the room to be left out.
    """
    if len(turn.text.strip()) > 10 or has_place_or_time(turn.draft) or leaves_room_out(turn.text):
        return False
    return turn.surely("stop", "withdraw", score=0.8) and short.has_word_of_stopping(turn.text)


def _note_wish(form: Form, turn: Turn) -> Step:
    """Confirm that the wish, and a number left with it, was noted with the report; repeat the open question or the summary."""
    noted = with_contact(form, turn)
    if noted.stage == "confirm":
        return ask_next(noted, summary="utter_confirm_added")
    number = (Say("utter_number_noted"),) if noted.answers.get("contact") != form.answers.get("contact") else ()
    return Step(noted, (Say("utter_wish_noted"), *number, question_message(noted)), "keep")


def take_waiting_matter(form: Form) -> Step | None:
    """Go on with the matter that waits behind `form`, which is registered or dropped by now. None: nothing waits."""
    waiting = splitting.next_matter(form)
    if waiting is None:
        return None
    step = ask_next(waiting)
    return Step(step.form, (Say("utter_now_the_other"), *step.says), "keep")


def _start_over(form: Form, turn: Turn) -> Step | None:
    """Drop what was said, if the message asks for that, and ask for the matter or take the new words; None if it does not."""
    begins = written_anew(turn.text)
    if begins is not None:
        return _write_anew(form, turn, begins)
    return _restart(form) if restarts(turn.text) else None


def _restart(form: Form) -> Step:
    """Drop what was said, except what `_what_stays` names and the matters that wait, and start over."""
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


def _answer_question(form: Form, turn: Turn) -> Step:
    """Handle the answer to "what is it about?", "where?" or "when?"."""
    if form.stage != "detail" and _tells_another_matter(turn):
        return _offer_choice(form, turn)
    if not short.has_words(turn.text):
        return _missed(form)
    if is_only_own_phone(turn.draft, turn.text):
        return Step(form, (question_message(form),), "keep")
    if form.stage == "detail" and short.says_unknown(turn.text):
        return ask_next(replace(form, asked=(*form.asked, *("detail",) * MOST_TIMES_ASKED_WHAT)))
    if form.stage == "detail":
        return ask_next(_with_matter(form, turn))
    if short.says_unknown(turn.text):
        return ask_next(form)
    revised = _revised(form, turn)
    if revised is not None and form.stage == "place" and needs_place(revised) and _may_ask_place(revised):
        asking = replace(revised, asked=(*revised.asked, "place"), stage="place")
        return Step(asking, (question_message(asking),), "keep")
    if revised is not None:
        return ask_next(revised, summary="utter_confirm_again")
    if form.stage == "place" and not _says_where(turn):
        return _ask_place_again(form, turn)
    if short.cannot_be_a_place(turn.text) or short.answers_nothing(turn.text):
        return ask_next(form)
    if form.stage == "time" and not time_words(turn.draft):
        return ask_next(_answer_without_a_time(form, turn))
    answered = _with_answer(form, form.stage, turn)
    if form.stage == "place" and needs_place(answered) and _may_ask_place(form):
        asking = replace(answered, asked=(*answered.asked, "place"), misses=0)
        in_other_words = Say("utter_again_place", asks="place") if place_of(form) else question_message(asking)
        return Step(asking, (in_other_words,), "keep")
    return ask_next(answered)


def _take_estate(form: Form, turn: Turn) -> Step | None:
    """Handle an answer to "which estate?"; after one that takes none of those offered, ask once in free words where it is.

    None: that was not asked, or the message is no such answer.
    """
    chosen = with_chosen_estate(form, turn) if form.stage == "place" else None
    if chosen is None:
        return None
    if not needs_place(chosen) or not _may_ask_place(chosen):
        return ask_next(chosen)
    asking = replace(chosen, asked=(*chosen.asked, "place"), misses=0)
    return Step(asking, (question_message(asking),), "keep")


def _may_ask_place(form: Form) -> bool:
    """Whether "where?" was asked fewer than MOST_PLACE_QUESTIONS times, not counting after fragments."""
    return form.asked.count("place") < MOST_PLACE_QUESTIONS


def _answer_without_a_time(form: Form, turn: Turn) -> Form:
    """Take an answer to "when?" in which no time was found: a place, a vague time (下雨天就这样), or more of the matter."""
    if place_words(turn.draft) and is_bare_place(turn):
        return _with_another_place(form, turn)
    if turn.located or short.may_be_a_time(turn.text):
        return _with_answer(form, "time", turn)
    return with_more(form, turn)


def _says_where(turn: Turn) -> bool:
    """Whether the answer to "where?" gives a place: found in it, sent from the map, or at least of its shape."""
    if short.cannot_be_a_place(turn.text) or short.answers_nothing(turn.text):
        return False
    places = place_words(turn.draft)
    if turn.located or any(not is_coarse(place) for place in places) or is_bare_place(turn):
        return reads_as_place(turn)
    if places:
        return False
    said = LEADING_WORDS.sub("", turn.text.strip())
    return may_be_a_place(said) and not turn.draft["times"]


def _ask_place_again(form: Form, turn: Turn) -> Step:
    """Keep what was said instead of a place, if it says anything, and ask once more.

    No more often than MOST_PLACE_QUESTIONS; after fragments MOST_FRAGMENTS times besides.
    """
    when = time_words(turn.draft)
    if when and len("".join(when)) * 2 > len(turn.text.strip()):  # asked where, the sender said when
        form = replace(form, answers=form.answers | {"time": LEADING_WORDS.sub("", turn.text.strip())[:ANSWER_LIMIT]})
        if not _may_ask_place(form):
            return ask_next(form)
        asking = replace(form, asked=(*form.asked, "place"))
        return Step(asking, (Say("utter_again_place", asks="place"),), "keep")
    if _names_nothing(form.draft) and _names_nothing(turn.draft):
        return _heard_nothing(form, turn)
    says_nothing = short.cannot_be_a_place(turn.text) or short.answers_nothing(turn.text)
    kept = replace(form, misses=form.misses + 1) if says_nothing else _with_words(form, turn)
    goes_on = not says_nothing and _is_fragment(turn) and kept.asked.count(_FRAGMENT) < MOST_FRAGMENTS
    if not needs_place(kept) or not (goes_on or _may_ask_place(kept)):
        return ask_next(kept)
    asking = replace(kept, asked=(*kept.asked, _FRAGMENT if goes_on else "place"), stage="place")
    return Step(asking, (Say("utter_again_place", asks="place", fallback=says_nothing),), "keep")


def _is_fragment(turn: Turn) -> bool:
    """Whether a few words go on telling of the matter (没绳子, 小孩吓哭了), rather than talk to the bot (你自己看) or tell nothing."""
    if len(turn.text.strip()) > LONGEST_FRAGMENT or turn.draft["times"] or _names_nothing(turn.draft):
        return False
    return _TO_THE_BOT.search(turn.text) is None


def _names_nothing(draft: CaseDraft) -> bool:
    """Whether nothing in a message was understood: no matter, place, time, body or number, and no intent but out_of_scope (阿巴阿巴)."""
    if draft["intent"]["code"] != "out_of_scope" or names_matter_or_place(draft):
        return False
    return not (has_place_or_time(draft) or draft["bodies"] or draft["personal"])


def _heard_nothing(form: Form, turn: Turn) -> Step:
    """Keep words of which nothing was understood, after others like them: ask once more, then offer a person, then hand over."""
    heard = replace(with_more(form, turn), draft=form.draft, misses=form.misses + 1, asked=(*form.asked, "place"))
    if heard.misses >= HANDS_OVER:
        return Step(replace(heard, misses=0), (), "hand over")
    if heard.misses >= OFFERS_A_PERSON:
        return Step(heard, (Say("utter_offer_human", fallback=True),), "keep", offers_person=True)
    return Step(heard, (Say("utter_again_place", asks="place", fallback=True),), "keep")


def _with_words(form: Form, turn: Turn) -> Form:
    """Take the message as the matter if the report names none yet, else as more words about it."""
    return _with_matter(form, turn) if lacks_a_matter(form.text) else with_more(form, turn)


def _with_matter(form: Form, turn: Turn) -> Form:
    """Take the answer to "what is it about?" as the report's text, or join it to that if the bot read both as one text (`turn.whole`).

    A place and a time that were named before are kept.
    """
    if turn.whole is not None:
        return with_more(form, turn)
    if short.says_unknown(turn.text) or lacks_a_matter(turn.text):
        return form
    answers = dict(form.answers)
    if place_words(form.draft) and not place_words(turn.draft):
        answers.setdefault("place", "、".join(place_words(form.draft)))
    if time_words(form.draft) and not time_words(turn.draft):
        answers.setdefault("time", "、".join(time_words(form.draft)))
    return replace(form, text=turn.text, draft=turn.draft, answers=answers)


def _with_answer(form: Form, field_name: str, turn: Turn) -> Form:
    """The form with the message as its place or time (`field_name`); of a longer message only what was found, and the message as detail.

    A time that is named with the place, or a place with the time, is taken, too, if the form has none.
    """
    said = LEADING_WORDS.sub("", turn.text.strip())
    spans = place_words(turn.draft) if field_name == "place" else time_words(turn.draft)
    answers = dict(form.answers)
    more = len("".join(spans)) * 2 < len(said) and len(said) > LONGEST_PLAIN_ANSWER and bool(spans)
    more = more or (field_name == "place" and tells_beside(said, spans))
    value = "、".join(spans) if more else said
    if field_name == "place":
        said_before, value = answers.get("place", ""), merge_place(place_of(form), value)
        if said_before and said_before not in value and not is_coarse(said_before) and not more:
            answers["detail"] = append_text(answers.get("detail"), said_before)  # 车位B037, before the garage was named
    estates = after_place_answer(form, value, turn) if field_name == "place" else form.estates
    answers[field_name] = value[:ANSWER_LIMIT]
    if len(said) > ANSWER_LIMIT or more:
        answers["detail"] = append_text(answers.get("detail"), turn.text)  # keep the rest of what it says
    if field_name == "place" and time_words(turn.draft) and not time_words(form.draft):
        answers.setdefault("time", time_words(turn.draft)[0])
    if field_name == "time" and place_words(turn.draft) and not place_of(form):
        answers.setdefault("place", place_words(turn.draft)[0])
    return replace(form, answers=answers, estates=estates)


def _answer_summary(form: Form, turn: Turn) -> Step:
    """Handle a message while the summary waits: a yes registers, a no or a correction changes it, anything else is added or another matter."""
    text = turn.text.strip()
    if open_questions.confirms_summary(turn):
        return Step(form, (), "register")
    if short.is_deny(text):
        return _ask_what_is_wrong(form)
    if not short.has_words(text):
        return _missed(form)
    if short.plain(text) == short.plain(form.text):  # the same message sent again
        return Step(form, (summary_of(form),), "nothing")
    hurries = turn.surely("remind") and len(text) <= 6 and _HURRIES.search(text) is not None
    if short.says_unknown(text) or hurries:  # 不知道, 快点: it waits for a yes, nothing else
        return Step(form, (question_message(form),), "nothing")
    if field_called_wrong(text) is not None:
        return _ask_the_right_one(form, text)
    among = unclear_places(text, turn.draft, form.known())
    if among:
        return _ask_which_place(form, turn, among)
    revised = _revised(form, turn)
    if revised is not None:
        return ask_next(revised, summary="utter_confirm_again")
    if states_right_value(text):
        return _correct(form, text, turn)
    if _tells_another_matter(turn) or _is_clearly_another(form, turn):
        return _offer_choice(form, turn)
    correction = short.after_deny(text) or _corrected_words(turn)
    if correction:
        return _correct(form, correction, turn)
    instead = is_bare_place(turn) and not form.answers.get("place") and not adds(text)
    if turn.located or instead:
        return ask_next(_with_answer(form, "place", turn), summary="utter_confirm_again")
    return _add(form, turn)


def _revised(form: Form, turn: Turn) -> Form | None:
    """The form with what the message corrects or deletes; one that only contradicts (数了一下，没那么多) is kept as detail.

    None: it changes no field, and contradicts nothing, is a bare no, or comes before the report has words.
    """
    text = turn.text.strip()
    changes = read_changes(text, turn.draft, form.known())
    if changes:
        return form.changed(changes, text)
    if not contradicts(text) or short.is_deny(text) or not form.text:
        return None
    said = text if states_right_value(text) else short.after_deny(text) or _corrected_words(turn)
    return (apply_correction(form, said, turn) if said else None) or keep_as_detail(form, turn)


def _add(form: Form, turn: Turn) -> Step:
    """Add more words about the same matter, or a phone number, and show the summary again."""
    text = turn.text.strip()
    if is_only_own_phone(turn.draft, turn.text):
        return ask_next(form, summary="utter_confirm_again")
    if short.answers_nothing(text) or len(re.sub(r"\W", "", text)) < LEAST_ADDED:
        return _missed(form)
    more = with_more(form, turn)
    if place_words(turn.draft) and is_bare_place(turn):
        more = _with_another_place(more, turn)
    return ask_next(more, summary="utter_confirm_added")


def _with_another_place(form: Form, turn: Turn) -> Form:
    """Add a place said after another one: it makes a coarse one exact, completes one (桂花苑, 2栋), corrects it (桂花苑3栋, 2栋), or stands beside it (安居街, 菜场门口)."""
    old, new = place_of(form), "、".join(place_words(turn.draft))
    if new in old:
        return form
    one_place = not old or is_coarse(old) or completes(new, old) or completes(old, new)
    one_place = one_place or (contradicts_part(old, new) and not adds(turn.text))
    place = merge_place(old, new) if one_place else f"{old}、{new}"
    return replace(form, answers=form.answers | {"place": place[:ANSWER_LIMIT]})


def reads_as_place(turn: Turn) -> bool:
    """Whether an answer to "where?" may be a place; not so if it surely tells a matter (楼下路灯不亮)."""
    return turn.located or is_bare_place(turn) or not tells_what_happened(turn.text)


def is_bare_place(turn: Turn) -> bool:
    """Whether a message is hardly more than a place: places are at least three fifths of its characters."""
    return len("".join(place_words(turn.draft))) * 5 >= len(short.plain(turn.text)) * 3


def _ask_what_is_wrong(form: Form) -> Step:
    """Ask what is wrong with the summary; if that was asked before, count a misunderstanding."""
    if "wrong" in form.asked:
        return _missed(form)
    return Step(
        replace(form, stage="wrong", asked=(*form.asked, "wrong")), (Say("utter_ask_wrong", asks="detail"),), "keep"
    )


def _hear_what_is_wrong(form: Form, turn: Turn) -> Step:
    """Handle the answer to "what is wrong?" or to "what is the right one?"."""
    text = turn.text.strip()
    if open_questions.confirms_summary(turn) or short.says_unknown(text):
        return ask_next(replace(form, stage="confirm"), summary="utter_confirm_again")
    if field_called_wrong(text) is not None:
        return _ask_the_right_one(form, text)
    if not short.has_words(text) or short.is_deny(text):
        return _missed(form)
    asked = form.stage.partition(":")[2] or None
    said = text if states_right_value(text) else short.after_deny(text) or _corrected_words(turn) or text
    return _correct(form, said, turn, asked=asked)


def _ask_the_right_one(form: Form, text: str) -> Step:
    """Ask for the right value of the field that the sender called wrong ("地址错了")."""
    found = field_called_wrong(text)
    assert found is not None
    name, word = found
    asking = replace(form, stage=f"wrong:{name}", asked=(*form.asked, "wrong"))
    return Step(asking, (Say("utter_ask_right", {"field": word}, asks="detail"),), "keep")


def _ask_which_place(form: Form, turn: Turn, among: tuple[str, ...]) -> Step:
    """Keep the words of a correction that names several places, and ask which one is meant."""
    words = form.answers | {"detail": append_text(form.answers.get("detail"), turn.text)}
    asking = replace(form, answers=words, stage="wrong:place", asked=(*form.asked, "wrong"))
    return Step(asking, (which_place_message(among),), "keep")


def _correct(form: Form, said: str, turn: Turn, *, asked: str | None = None) -> Step:
    """Apply a correction and show the summary again; if it holds no value, ask what is wrong. `asked`: as in `apply_correction`."""
    corrected = apply_correction(form, said, turn, asked=asked)
    return _ask_what_is_wrong(form) if corrected is None else ask_next(corrected, summary="utter_confirm_again")


def _missed(form: Form) -> Step:
    """Count a misunderstanding: ask again in other words, then offer a person, then hand over."""
    missed = replace(form, misses=form.misses + 1)
    if missed.misses >= HANDS_OVER:
        return Step(replace(missed, misses=0), (question_message(form),), "hand over")
    if missed.misses >= OFFERS_A_PERSON:
        return Step(missed, (Say("utter_offer_human", fallback=True),), "nothing", offers_person=True)
    return Step(missed, (repeated_question_message(missed),), "nothing")


def _tells_another_matter(turn: Turn) -> bool:
    """Whether a message begins with words for another matter (另外, 对了还有), and tells it."""
    text = turn.text.strip()
    return short.begins_another_matter(text) and len(text) >= 8 and not lacks_a_matter(text)


def _is_clearly_another(form: Form, turn: Turn) -> bool:
    """Whether a message that should be a yes or a correction is a new report about something else, somewhere else.

    Beside a draft from an earlier epoch (`Form.restored`) any likely report or common question is.
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


def _offer_choice(form: Form, turn: Turn) -> Step:
    """Let another matter wait behind the open one, and ask which comes first; if one waits already, only say that it was noted."""
    another = with_contact(Form(text=turn.text, draft=turn.draft, photos=turn.photos), turn)
    kept = splitting.queue_behind(form, another)
    if form.other is not None:  # ask which of two comes first only once; further ones wait
        return Step(kept, (Say("utter_noted_another"), question_message(kept)), "keep")
    says = Say("utter_two_matters", {"first": quote(form.text, 20), "second": quote(turn.text, 20)}, asks="which_case")
    return Step(replace(kept, stage="choose"), (says,), "keep")


def _choose(form: Form, turn: Turn) -> Step:
    """Handle the answer to "which of the two comes first?"."""
    if open_questions.read_first_or_second(turn) == "second":
        return ask_next(_other_first(form))
    return ask_next(replace(form, stage=""))


def _other_first(form: Form) -> Form:
    """Open the matter that waits first, and let the open one wait right behind it."""
    assert form.other is not None
    other = Form.from_json(form.other)
    behind = replace(form, other=other.other, stage="")
    return replace(other, other=behind.to_json())


def _hear_which_first(form: Form, turn: Turn) -> Step:
    """Handle the answer to "先登记第一件，好吗": yes, the second first, or all in one case.

    Anything else is about the first matter.
    """
    first = replace(splitting.open_first_matter(form), stage="confirm", restored=form.restored)
    which = open_questions.read_split_answer(turn)
    if which == "second":
        return ask_next(_other_first(first))
    if which == "undivided":
        return ask_next(replace(form, stage=""))
    return ask_next(first) if which == "first" else _answer_summary(first, turn)


def _next_form(form: Form) -> Form | None:
    """The form of the matter that waits behind `form`, or None."""
    step = take_waiting_matter(form)
    return step.form if step else None


def _next_says(form: Form) -> tuple[Say, ...]:
    """The messages that go on with the matter that waits behind `form`; () if none does."""
    step = take_waiting_matter(form)
    return step.says if step else ()


def asks_a_common_question(turn: Turn) -> bool:
    """Whether the bot takes a message for a common question; one that leaves the sender's number must also be worded as a question.

    A question that it hardly resembles does not stand in the way of a sure report (路灯坏了谁来修啊).
    """
    if turn.faq is None or (turn.faq["score"] < HARDLY_MEANT and turn.surely("report_case", score=0.8)):
        return False
    return asks(turn.text) or own_phone(turn.draft, turn.text) is None


def _may_be_answered(turn: Turn) -> bool:
    """Whether a first message gets the answer to a common question instead of opening a report at once."""
    calm = turn.draft["urgency"]["level"] == "normal"
    tells = turn.draft["kind"]["code"] in NEEDS_PLACE and turn.intent == "report_case"
    tells = tells and bool(place_words(turn.draft)) and not asks(turn.text)
    only_place = not asks(turn.text) and is_bare_name(turn)
    return asks_a_common_question(turn) and calm and not (tells or only_place) and len(turn.text) <= FAQ_LIMIT


def is_bare_name(turn: Turn) -> bool:
    """Whether a message is hardly more than the name of a place or a body (社区卫生站)."""
    named = [*turn.draft["places"], *turn.draft["bodies"]]
    return any(len(one["text"]) * 5 >= len(short.plain(turn.text)) * 4 for one in named)


def faq_answer(turn: Turn) -> Say:
    """The answer to the common question that the message asks."""
    assert turn.faq is not None
    return _answer_of(turn.faq)


def _answer_of(faq: Faq) -> Say:
    """The message with the answer to a common question."""
    return Say("utter_faq_answer", {"answer": faq["answer"], "source": faq["source"]})


def _faq_params(faq: Faq) -> dict[str, str]:
    """What the form keeps of a common question (`Form.faq`)."""
    return {"question": faq["question"], "answer": faq["answer"], "source": faq["source"]}


def _hear_whether_answered(form: Form, turn: Turn) -> Step:
    """Handle a message after "did this help?"."""
    further = after_answer.further_question(form, turn)
    if further is not None:
        return _answer_further(form, turn, further)
    if after_answer.goes_on(form, turn):
        return _go_on_with_the_matter(form, turn)
    if open_questions.accepts_faq_answer(turn):
        return Step(None, (Say("utter_faq_glad"),), "drop")
    return ask_next(replace(form, stage=""))


def _answer_further(form: Form, turn: Turn, further: Faq) -> Step:
    """Answer a message that asks more about a common question, and keep its words with those of the question."""
    assert form.faq is not None
    kept = replace(with_more(form, turn), faq=_faq_params(further))
    if further["question"] == form.faq["question"]:
        again = {"answer": further["answer"], "source": further["source"]}
        return Step(kept, (Say("utter_faq_again", again, asks="answered"),), "keep")
    return Step(kept, (_answer_of(further), Say("utter_ask_answered", asks="answered")), "keep")


def _go_on_with_the_matter(form: Form, turn: Turn) -> Step:
    """Make a report of a question about a trouble (楼上漏水怎么办), as the message tells where or when it is, or more of it."""
    if turn.located:
        return ask_next(_with_answer(replace(form, stage=""), "place", turn))
    told = with_more(replace(form, stage=""), turn)
    if told.draft["kind"]["code"] == "inquiry":
        told = replace(told, draft=with_kind(told.draft, "request"))
    return ask_next(told)


def _take_photos(form: Form, turn: Turn) -> Step:
    """Keep photos that came without words, and ask the open question again."""
    kept = replace(form, photos=photos_of(form, turn))
    return Step(kept, (Say("utter_photo_kept"), question_message(kept)), "keep")


def _corrected_words(turn: Turn) -> str | None:
    """What is right, as the bot read it in a denial (5栋 in 不对，是5栋); or None."""
    found = turn.draft.get("correction")
    return found["text"] if found and turn.surely("deny", score=0.4) else None
