"""Put what a message says into the open draft: the matter, a place, a time, more words, or a correction. Pure."""

from __future__ import annotations

import re
from dataclasses import replace

from actions.case_draft import place_words, time_words, with_kind
from actions.conversation.turn import Turn
from actions.intake.corrections.changes import Changes
from actions.intake.corrections.likeness.places import join_place
from actions.intake.corrections.phones import changes_number
from actions.intake.corrections.reading import read_changes, says_more
from actions.intake.corrections.taking_back import adds, contradicts
from actions.intake.corrections.turn_changes import changes_of
from actions.intake.draft_corrections import LEADING_WORDS, apply_correction, keep_as_detail, states_right_value
from actions.intake.estates import after_place_answer
from actions.intake.form import ANSWER_LIMIT, Form, append_text, place_of, with_more_words
from actions.intake.questions import lacks_a_matter
from actions.interpreting import short_answers as short
from actions.interpreting.matters.introductions import only_introduces
from actions.interpreting.numbers import own_phone, says_only_a_number
from actions.interpreting.places import (
    completes,
    contradicts_part,
    is_coarse,
    merge_place,
    tells_beside,
    tells_what_happened,
)

_CLAUSE_ENDS = re.compile(r"[，,。；;\s]+")
# Characters. If an answer is longer, and its places (or times) make up less than half of it, only they become the value.
LONGEST_PLAIN_ANSWER = 14


def answer_without_a_time(form: Form, turn: Turn) -> Form:
    """Take an answer to "when?" in which no time was found: a place, a vague time (下雨天就这样), or more of the matter."""
    if place_words(turn.draft) and is_bare_place(turn):
        return with_another_place(form, turn)
    if turn.located:
        return with_answer(form, "place", turn)
    if short.may_be_a_time(turn.text):
        return with_answer(form, "time", turn)
    return with_more_words(form, turn)


def with_matter_or_more(form: Form, turn: Turn) -> Form:
    """Take the message as the matter if the report names none yet, else as more words about it."""
    return with_matter(form, turn) if lacks_a_matter(form.text) else with_more_words(form, turn)


def with_matter(form: Form, turn: Turn) -> Form:
    """Take the answer to "what is it about?" as the report's text, or join it to that if the bot read both as one text (`turn.whole`).

    A place and a time that were named before are kept, each unless it names another. "Don't know", or words that name no matter, change nothing.
    """
    if only_introduces(form.text, place_words(form.draft)) and not lacks_a_matter(turn.text):
        return _before_the_introduction(form, turn)
    if turn.whole is not None:
        return with_more_words(form, turn)
    if short.says_unknown(turn.text) or lacks_a_matter(turn.text):
        return form
    answers = dict(form.answers)
    if place_words(form.draft) and not place_words(turn.draft):
        answers.setdefault("place", "、".join(place_words(form.draft)))
    if time_words(form.draft) and not time_words(turn.draft):
        answers.setdefault("time", "、".join(time_words(form.draft)))
    named = form.draft["kind"]["score"] == 1.0  # by the sender, before the matter: 我要匿名举报
    draft = with_kind(turn.draft, form.draft["kind"]["code"]) if named else turn.draft
    return replace(form, text=turn.text, draft=draft, answers=answers, was="")


_NAMES_A_PLACE = re.compile("[\u4e00-\u9fff]")


def _before_the_introduction(form: Form, turn: Turn) -> Form:
    """The form with the matter as its text, and the words by which the sender introduced themselves beside it; where they live, if the matter names no place."""
    answers = form.answers | {"detail": append_text(form.answers.get("detail"), form.text)}
    home = "、".join(one for one in place_words(form.draft) if _NAMES_A_PLACE.search(one))
    told = "、".join(place_words(turn.draft))
    if home and (not told or is_coarse(told)):
        answers.setdefault("place", (merge_place(told, home) if told else home)[:ANSWER_LIMIT])
    return replace(form, text=turn.text, draft=turn.draft, answers=answers, was="")


def with_answer(form: Form, field_name: str, turn: Turn) -> Form:
    """The form with the message as its place or time (`field_name`); of a longer message only what was found, and the message as detail.

    A place is merged with the one that the form has (楼道, then 桂花苑3栋: 桂花苑3栋楼道). A time that is named with the place, or a place with
    the time, is taken, too, if the form has none.
    """
    said = LEADING_WORDS.sub("", turn.text.strip())
    spans = place_words(turn.draft) if field_name == "place" else time_words(turn.draft)
    answers = dict(form.answers)
    more = len("".join(spans)) * 2 < len(said) and len(said) > LONGEST_PLAIN_ANSWER and bool(spans)
    more = more or (field_name == "place" and tells_beside(said, spans))
    value = "、".join(spans) if more else said
    if field_name == "place":
        value, when = (value, "") if more else _apart_from_when(said, turn)
        if when and when not in time_words(turn.draft):
            answers["detail"] = append_text(answers.get("detail"), when)
        joined = join_place(place_of(form), turn.text, turn.draft) if place_of(form) else None
        said_before, value = answers.get("place", ""), joined or merge_place(place_of(form), value)
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


def _apart_from_when(said: str, turn: Turn) -> tuple[str, str]:
    """A place answer without its clauses that only tell when (幸福家园 上个月通知的), and these; "" if it has none beside a place."""
    times, places = time_words(turn.draft), place_words(turn.draft)
    clauses = [one for one in _CLAUSE_ENDS.split(said) if one]
    when = [
        one
        for one in clauses
        if any(word in one for word in times) and not any(word in one or one in word for word in places)
    ]
    where = [one for one in clauses if one not in when]
    if not (when and where and places):
        return said, ""
    return " ".join(where), " ".join(when)


def revise(form: Form, turn: Turn) -> Form | None:
    """The form with what the message corrects or deletes; one that only contradicts (数了一下，没那么多), or says more than its new
    number, is kept as detail.

    None: it changes no field, and contradicts nothing, is a bare no, or comes before the report has words.
    """
    text = turn.text.strip()
    changes = changes_of(turn, form.known())
    if changes:
        changed = form.changed(changes, text)
        by_likeness_only = not read_changes(text, turn.draft, form.known())
        kept = by_likeness_only and text not in changed.answers.get("detail", "")
        return keep_as_detail(changed, turn) if kept else changed
    if changes_number(text) and (number := own_phone(turn.draft, turn.text)):  # the form has it by now
        only = says_only_a_number(text) or not says_more(text, Changes(contact=number))
        return form if only else _with_detail(form, text)
    if not contradicts(text) or short.is_deny(text) or not form.text:
        return None
    said = text if states_right_value(text) else short.after_deny(text) or corrected_words(turn)
    return (apply_correction(form, said, turn) if said else None) or keep_as_detail(form, turn)


def _with_detail(form: Form, text: str) -> Form:
    """The form with the text as detail; unlike `keep_as_detail`, its category stays."""
    return replace(form, answers=form.answers | {"detail": append_text(form.answers.get("detail"), text)})


def with_another_place(form: Form, turn: Turn) -> Form:
    """Add a place said after another one: it makes a coarse one exact, completes one (桂花苑, 2栋), corrects it (桂花苑3栋, 2栋), or stands beside it (安居街, 菜场门口)."""
    old, new = place_of(form), "、".join(place_words(turn.draft))
    if (joined := join_place(old, turn.text, turn.draft)) is not None:
        return replace(form, answers=form.answers | {"place": joined[:ANSWER_LIMIT]})
    if not new or new in old:
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


def corrected_words(turn: Turn) -> str | None:
    """What is right, as the bot read it in a denial (5栋 in 不对，是5栋); or None."""
    found = turn.draft.get("correction")
    return found["text"] if found and turn.surely("deny", score=0.4) else None
