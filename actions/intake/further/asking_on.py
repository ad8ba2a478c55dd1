"""Decide whether a message after the answer to a common question surely asks on about it, or tells of something else. Pure."""

from __future__ import annotations

import re
from dataclasses import replace

from actions.case_draft import has_place_or_time, names_exact_place, time_words
from actions.conversation.turn import SURE_OF_ACT, Faq, Turn
from actions.intake import aspects
from actions.intake.further.words import (
    are_close,
    are_in,
    asks_how_to,
    asks_of_a_part,
    distinct_pairs,
    is_worded_like,
    names_another,
    names_only_others,
    own_words,
    own_words_asked_of,
    shares_a_word,
    shares_own_words,
    telling_pairs,
    touches,
)
from actions.intake.questions import asks_about_a_report
from actions.interpreting import short_answers as short
from actions.interpreting.places import tells_what_happened

PLAINLY_ASKS = 0.9  # `Turn.act_score` of a question from which a message after an answer asks, however it is worded
PLAINLY_OTHER = 0.95  # `Faq.score` from which a message surely asks a common question, be it in general words
_MEANS_IT = (
    0.85  # `Faq.score` from which a message, read with the subject of the question answered, means that question
)
OTHER_QUESTION = 0.72  # the same, from which it means another than the one answered, or a 那…呢 asks one at all
SURELY_ANOTHER = 0.6  # score of a category from which a message may tell of another matter
SURELY_REPORTS = 0.8  # score of the intent `report_case` from which a message reports
_SHORTEST_OWN = 6  # characters up to which a question that hardly is another's (几月报名) is of what was answered
_WHAT_TO_DO = re.compile("[怎咋]么?办|如何是好")
_OFFICE_HOURS = re.compile("社区|居委|你们")
_OF_HOURS = ("hours", "days", "phone")


def with_named_questions(answered: Faq, words: str, turn: Turn) -> Turn:
    """The turn without a common question, other than the one answered, of which it names nothing (不登记会罚款不 means no 驾照扣分怎么查)."""
    faq = turn.faq if is_that(turn.faq, answered) else _named(turn.faq, answered, words, turn)
    more = turn.faq_more if is_that(turn.faq_more, answered) else _named_further(turn.faq_more, answered, words, turn)
    return replace(turn, faq=faq, faq_more=more)


def is_that(one: Faq | None, answered: Faq) -> bool:
    """Whether a question is the one answered."""
    return one is not None and one["question"] == answered["question"]


def _named(other: Faq | None, answered: Faq, words: str, turn: Turn) -> Faq | None:
    """A question other than the one answered that a message may mean (`Turn.faq`), if the message names what that is about, or asks for it in full; else None.

    `words`: of the question answered and its answer. A fine, a fee or a proxy is asked of whatever was answered.
    """
    if other is None:
        return None
    if other["score"] < OTHER_QUESTION and len(short.plain(turn.text)) <= _SHORTEST_OWN:
        return None
    aspect = aspects.aspect_of(turn.text)
    if names_another(other, turn.text, words) or (aspect is not None and aspect.code in _OF_HOURS):
        return other
    if other["score"] >= PLAINLY_OTHER and is_worded_like(other, turn.text):
        return other
    stays = is_that(turn.faq_more, answered) and turn.faq_more is not None and turn.faq_more["score"] >= PLAINLY_OTHER
    if not stays and shares_own_words(other, turn.text, words):
        return other
    in_full = asks_how_to(turn.text) and any(pair in other["question"] for pair in telling_pairs(turn.text))
    return other if in_full and other["score"] >= PLAINLY_OTHER else None


def _named_further(more: Faq | None, answered: Faq, words: str, turn: Turn) -> Faq | None:
    """The same of the question that a message means when read with the subject of the one answered (`Turn.faq_more`): it may name it in a general word (那过期了呢)."""
    found = _named(more, answered, words, turn)
    if found is not None or more is None or asks_of_a_part(turn.text):
        return found
    return more if more["score"] >= OTHER_QUESTION and shares_a_word(more, turn.text, words) else None


def tells_of_another_trouble(answered: Faq, words: str, turn: Turn) -> bool:
    """Whether a message surely reports a trouble of which neither the question answered nor its answer (`words`) speaks (路灯坏了找谁修)."""
    if _means_it(answered, turn):
        return False
    if turn.draft["category"]["score"] < SURELY_ANOTHER or not turn.surely("report_case"):
        return False
    return tells_what_happened(turn.text) and not touches(turn.text, words)


def asks_on(answered: Faq, words: str, turn: Turn) -> bool:
    """Whether the bot is sure that a message asks, and it asks nothing but of what was answered, in whatever words (女儿替她办成不，老太太腿脚不行).

    Not at an exact place, of the sender's own report, of the office's hours, nor what to do in a situation of which the answer does not speak.
    """
    if turn.act != "question" or names_exact_place(turn.draft) or asks_about_a_report(turn.text):
        return False
    aspect = aspects.aspect_of(turn.text)
    if aspect is not None and aspect.code in _OF_HOURS and _OFFICE_HOURS.search(turn.text):
        return False
    sure, close = turn.acts("question", score=PLAINLY_ASKS), are_close(own_words_asked_of(turn.text), words)
    if aspect is not None and close:
        return sure or turn.acts("question", score=SURE_OF_ACT) or not turn.surely("report_case", score=SURELY_REPORTS)
    refused = aspect is not None and aspect.code == "refused"
    if _WHAT_TO_DO.search(turn.text) and not (close or refused or _touches(turn.text, words)):
        return False
    return sure and (close or _means_it(answered, turn))


def _touches(text: str, words: str) -> bool:
    """Whether one of the pairs of characters that tell what a text asks is in `words`."""
    return any(pair in words for pair in distinct_pairs(text))


def _means_it(answered: Faq, turn: Turn) -> bool:
    """Whether a message, read with the subject of the question answered, means that question."""
    more = turn.faq_more
    return more is not None and is_that(more, answered) and more["score"] >= _MEANS_IT


def tells_how_things_stand(answered: Faq, turn: Turn) -> bool:
    """Whether a message tells only how things stand with its sender (我一个月八百块, of 低保怎么申请).

    Read with the subject of the question answered it is plainly that question, and by itself it is none, nor a report: no place, time or trouble, surely of no category.
    """
    more = turn.faq_more
    if turn.faq is not None or more is None or not is_that(more, answered) or more["score"] < PLAINLY_OTHER:
        return False
    if has_place_or_time(turn.draft) or tells_what_happened(turn.text):
        return False
    reports = turn.surely("report_case") or turn.acts("report", "another")
    return not reports and turn.draft["category"]["score"] < SURELY_ANOTHER


def tells_of_a_situation(words: str, turn: Turn) -> bool:
    """Whether a message asks what to do in a situation that neither question nor answer speaks of (呼吸机停了怎么办).

    Read with the subject of the question before, it would mean that question again, whatever it tells.
    """
    own = [word for word in own_words(without_far_places(short.plain(turn.text), turn)) if len(word) > 1]
    if _WHAT_TO_DO.search(turn.text) is None or not own:
        return False
    aspect = aspects.aspect_of(turn.text)
    refused = aspect is not None and aspect.code == "refused" and touches(" ".join(own), words)
    return not (refused or are_in(own, words))


def asks_when_else(words: str, turn: Turn) -> bool:
    """Whether a message asks when something is open (公园几点关门) of which neither the question before nor its answer speaks."""
    aspect = aspects.aspect_of(turn.text)
    return aspect is not None and aspect.code in _OF_HOURS[:2] and names_only_others(turn.text, words)


def without_far_places(text: str, turn: Turn) -> str:
    """The text without its times of the matter, and without places that are not the town's and have no number (我们户口不在杭州)."""
    for words in time_words(turn.draft):
        text = text.replace(words, "")
    for place in turn.draft["places"]:
        if not place["grid"] and not re.search("[0-9]", place["text"]):
            text = text.replace(place["text"], "")
    return text
