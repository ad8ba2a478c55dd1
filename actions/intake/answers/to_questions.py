"""Take the answers to "what is it about?", "where?" and "when?"; ask for the place again if none was told. Pure."""

from __future__ import annotations

import re
from dataclasses import replace

from actions.case_draft import (
    CaseDraft,
    has_place_or_time,
    names_matter_or_place,
    place_words,
    time_words,
    with_kind,
)
from actions.conversation.say import Say
from actions.conversation.turn import SURE_OF_ACT, Turn
from actions.intake.answers.another_matter import announces_another_matter, is_unrelated, let_wait, offer_choice
from actions.intake.answers.filling import (
    answer_without_a_time,
    is_bare_place,
    reads_as_place,
    revise,
    with_answer,
    with_matter,
    with_matter_or_more,
)
from actions.intake.answers.pieces import begins_a_request, wait_for_more
from actions.intake.asking import question_message
from actions.intake.draft_corrections import LEADING_WORDS
from actions.intake.estates import with_chosen_estate
from actions.intake.form import ANSWER_LIMIT, Form, place_of, with_more_words
from actions.intake.further.asked_too import asks_what_others_decide
from actions.intake.questions import MOST_TIMES_ASKED_WHAT, asks, lacks_a_matter, needs_place, only_chats
from actions.intake.step import HANDS_OVER, OFFERS_A_PERSON, Step, ask_next, misunderstood
from actions.interpreting import short_answers as short
from actions.interpreting.numbers import is_only_own_phone
from actions.interpreting.places import is_coarse, may_be_a_place

MOST_PLACE_QUESTIONS = 2  # each in other words; then the report is taken without an exact place
MOST_FRAGMENTS = 4  # short messages that go on telling (没绳子) instead of saying where; each asks "where?" again, not counted in MOST_PLACE_QUESTIONS
LONGEST_FRAGMENT = 14  # characters
_FRAGMENT = "piece"  # in `Form.asked`, under its older name: "where?" was asked again after a fragment
_TO_THE_BOT = re.compile("[你您]|说过|不是说|问我|自己看|[那这]里|就是|老地方")


def answer_question(form: Form, turn: Turn) -> Step:
    """Handle the answer to "what is it about?", "where?" or "when?"."""
    if form.stage != "detail" and announces_another_matter(turn):
        return offer_choice(form, turn)
    if form.stage != "detail" and is_unrelated(form, turn):
        return let_wait(form, turn)
    if not short.has_words(turn.text):
        return misunderstood(form)
    if is_only_own_phone(turn.draft, turn.text):
        return Step(form, (question_message(form),), "keep")
    if form.stage == "detail":
        return _hear_the_matter(form, turn)
    if short.says_unknown(turn.text):
        return ask_next(form)
    revised = revise(form, turn)
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
        return ask_next(answer_without_a_time(form, turn))
    answered = with_answer(form, form.stage, turn)
    if form.stage == "place" and needs_place(answered) and _may_ask_place(form):
        asking = replace(answered, asked=(*answered.asked, "place"), misses=0)
        in_other_words = Say("utter_again_place", asks="place") if place_of(form) else question_message(asking)
        return Step(asking, (in_other_words,), "keep")
    return ask_next(answered)


def _hear_the_matter(form: Form, turn: Turn) -> Step:
    """Handle the answer to "what is it about?"; a preamble (我打字慢) and small talk are none, and after "don't know" it is not asked again."""
    if begins_a_request(turn.text):
        return wait_for_more(with_more_words(form, turn))
    if only_chats(turn):
        return Step(form, (Say("utter_take_your_time"),), "nothing")
    if short.says_unknown(turn.text):
        return ask_next(replace(form, asked=(*form.asked, *("detail",) * MOST_TIMES_ASKED_WHAT)))
    return ask_next(with_matter(form, turn))


def take_estate(form: Form, turn: Turn) -> Step | None:
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


def _says_where(turn: Turn) -> bool:
    """Whether the answer to "where?" is taken as a place: one is found in it or was sent from the map, or it has the shape of one.

    Not if it rather tells the matter (桂花苑3栋楼下的灯不亮), or names only a spot of any estate among other words (楼道太黑).
    """
    if short.cannot_be_a_place(turn.text) or short.answers_nothing(turn.text):
        return False
    places = place_words(turn.draft)
    if turn.located or any(not is_coarse(place) for place in places) or is_bare_place(turn):
        return reads_as_place(turn)
    if places:
        return False
    said = LEADING_WORDS.sub("", turn.text.strip())
    return may_be_a_place(said) and not turn.draft["times"]


def _keep_the_question(form: Form, turn: Turn) -> Step | None:
    """Keep a question that is asked instead of saying where (那谁来罚), say so, and ask where in other words, or show the summary; None of anything else."""
    asked = asks(turn.text) and turn.acts("question", score=SURE_OF_ACT) and not short.answers_nothing(turn.text)
    if not (asked or asks_what_others_decide(turn.text)) or _TO_THE_BOT.search(turn.text) or lacks_a_matter(form.text):
        return None
    if has_place_or_time(turn.draft) or short.asks_what_happens_next(turn.text) or turn.photos:
        return None
    kept = with_more_words(form, turn)
    kept = replace(kept, draft=with_kind(kept.draft, form.draft["kind"]["code"]))
    if not needs_place(kept) or not _may_ask_place(kept):
        step = ask_next(kept)
        return replace(step, says=(Say("utter_question_kept"), *step.says))
    asking = replace(kept, asked=(*kept.asked, "place"), stage="place", misses=0)
    return Step(asking, (Say("utter_question_kept"), Say("utter_still_place", asks="place")), "keep")


def _ask_place_again(form: Form, turn: Turn) -> Step:
    """Keep what was said instead of a place, if it says anything, and ask once more.

    No more often than MOST_PLACE_QUESTIONS; after fragments MOST_FRAGMENTS times besides.
    """
    if (step := _keep_the_question(form, turn)) is not None:
        return step
    when = time_words(turn.draft)
    if when and len("".join(when)) * 2 > len(turn.text.strip()):  # asked where, the sender said when
        form = replace(form, answers=form.answers | {"time": LEADING_WORDS.sub("", turn.text.strip())[:ANSWER_LIMIT]})
        if not _may_ask_place(form):
            return ask_next(form)
        asking = replace(form, asked=(*form.asked, "place"))
        return Step(asking, (Say("utter_again_place", asks="place"),), "keep")
    if _names_nothing(form.draft) and _names_nothing(turn.draft):
        return _heard_nothing(form, turn)
    if short.is_preamble(turn.text):
        return Step(form, (Say("utter_take_your_time"), question_message(form)), "nothing")
    says_nothing = short.cannot_be_a_place(turn.text) or short.answers_nothing(turn.text) or only_chats(turn)
    kept = replace(form, misses=form.misses + 1) if says_nothing else with_matter_or_more(form, turn)
    goes_on = not says_nothing and _is_fragment(turn) and kept.asked.count(_FRAGMENT) < MOST_FRAGMENTS
    if not needs_place(kept) or not (goes_on or _may_ask_place(kept)):
        return ask_next(kept)
    asking = replace(kept, asked=(*kept.asked, _FRAGMENT if goes_on else "place"), stage="place")
    return Step(asking, (Say("utter_again_place", asks="place", fallback=says_nothing),), "keep")


def _is_fragment(turn: Turn) -> bool:
    """Whether a few words without a time go on telling of the matter (没绳子, 小孩吓哭了), rather than talk to the bot (你自己看) or tell nothing."""
    if len(turn.text.strip()) > LONGEST_FRAGMENT or turn.draft["times"] or _names_nothing(turn.draft):
        return False
    return _TO_THE_BOT.search(turn.text) is None


def _names_nothing(draft: CaseDraft) -> bool:
    """Whether nothing in a message was understood: no matter, place, time, body, number or name, and no intent but out_of_scope (阿巴阿巴)."""
    if draft["intent"]["code"] != "out_of_scope" or names_matter_or_place(draft):
        return False
    return not (has_place_or_time(draft) or draft["bodies"] or draft["personal"])


def _heard_nothing(form: Form, turn: Turn) -> Step:
    """Keep words of which nothing was understood, after others like them: ask once more, then offer a person, then hand over."""
    heard = replace(with_more_words(form, turn), draft=form.draft, misses=form.misses + 1, asked=(*form.asked, "place"))
    if heard.misses >= HANDS_OVER:
        return Step(replace(heard, misses=0), (), "hand over")
    if heard.misses >= OFFERS_A_PERSON:
        return Step(heard, (Say("utter_offer_human", fallback=True),), "keep", offers_person=True)
    return Step(heard, (Say("utter_again_place", asks="place", fallback=True),), "keep")
