"""Decide what a message after the answer to a common question is: a question for more, more of its matter, a reply to "did this help?", or a message of its own. Pure.

It asks for more if each of its words occurs in the question or its answer, or is a general one (when, where, how much, for
whom): other words would be lost if the bot only repeated the answer. It also asks for more if the bot takes it for the same
question, or it is worded 那…呢; or if, read with the question's subject before it
(居住证 + 到期了呢), it means a common question more surely than by itself. If it gives a place, a time or more about the
trouble that was asked about (楼上漏水怎么办), it goes on with the matter: the question's words are then a report.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import cast

from actions.case_draft import has_place_or_time, names_exact_place, phones, place_words, time_words
from actions.conversation.expecting import raised_emergency
from actions.conversation.turn import SURE_OF_ACT, Faq, Talk, Turn
from actions.intake import aspects
from actions.intake.corrections.taking_back import contradicts
from actions.intake.form import Form
from actions.intake.further import words as further_words
from actions.intake.further.asides import SHORTEST_MORE, tells_briefly, tells_of_no_matter
from actions.intake.further.asking_on import (
    OTHER_QUESTION,
    PLAINLY_ASKS,
    PLAINLY_OTHER,
    SURELY_ANOTHER,
    SURELY_REPORTS,
    asks_on,
    asks_when_else,
    is_that,
    tells_how_things_stand,
    tells_of_a_situation,
    tells_of_another_trouble,
    with_named_questions,
    without_far_places,
)
from actions.intake.further.left_open import (
    asks_hours_of_another,
    asks_nothing_more,
    is_about_case_or_vote,
    leaves_it_open,
    says_it_only_asks,
)
from actions.intake.further.reporting_it import says_it_was_left_out, says_it_was_not_clear, wants_it_reported
from actions.intake.further.words import (
    are_close,
    are_in,
    asks_of_a_part,
    has_only_its_words,
    is_worded_like,
    names_a_subject,
    own_words,
    touches,
)
from actions.intake.questions import asks, asks_about_a_report
from actions.interpreting import short_answers as short
from actions.interpreting.places import tells_what_happened

LONGEST_FURTHER_QUESTION = 24  # characters; a longer message asks for no more
_LONGEST_REPLY = 15  # characters of a yes, a no or thanks

_WHAT_OF = re.compile(r"那么?.{1,8}呢|\S{1,8}[ ，,]?\S{1,8}呢")
# Cut off at both ends of a message before it is matched with `_WHAT_OF`.
_MARKS = " ，,。！!？?"
_OF_THE_OFFICE = re.compile("社区|居委|你们")
_TOLD = (
    (re.compile("几点|[上下]班|[开关]门|有人"), re.compile(r"\d:\d\d|24 小时")),
    (re.compile("电话|号码|联系"), re.compile(r"(?<!\d)(?:\d{4}-\d{8}|\d{5})(?!\d)")),
    (re.compile("钱|收费|费用|免费|贵"), re.compile(r"免费|不收|收费|工本费|\d ?元")),
)
"""Pairs (words that ask for something, what an answer that tells it contains): the hours, a telephone number, the cost."""
_OF_THE_OFFICE_TOO = _TOLD[:2]  # hours and a number: if the answer does not tell them, the community's are meant
_AROUND_WHERE_AND_WHEN = re.compile(  # words that may stand around a place or a time and tell nothing more
    "(?:我们?|咱们?|自己|家里?|是|在|住|这里|这边|这儿|地址|位置|地方|就|的|了|开始|起|从|那|里|呢|哦|啊|呀|嗯|对|好)+"
)
# Intents of messages that tell nothing more about the matter.
_TELLS_NO_MORE = (
    "ask_status", "remind", "withdraw", "vote", "list_consultations", "human", "greet", "thank", "ask_capability", "affirm", "deny",
)  # fmt: skip
# Words that only ask, though `tells_what_happened` takes some of them for a trouble.
_ONLY_ASKS = re.compile("怎么|什么时候|有没有")
_MAY_ASK = 0.4  # `Turn.act_score` of a question from which a message may ask of a part of what was answered


def further_question(form: Form, turn: Turn) -> Faq | None:
    """The common question to answer, if a message asks more about the one just answered (那周末呢, 要带什么, 那到期了呢).

    Mostly that one again; or one that the message means when read with its subject. None: it does not ask for more.
    """
    if not _may_ask_more(form, turn) or reports_it(form, turn) or turn.draft["urgency"]["level"] != "normal":
        return None
    if tells_of_another_trouble(_answered(form), _words_of(form), turn):
        return None
    if asks_when_else(_words_of(form), turn):
        return turn.faq_more if _plainly_means_another(form, turn) else None
    answered = _answered(form)
    if says_it_was_left_out(turn.text, _words_of(form)) or _argues(turn):
        return answered
    turn = with_named_questions(answered, _words_of(form), turn)
    if turn.faq is None and not _reports_what_was_asked(form, turn) and asks_on(answered, _words_of(form), turn):
        return turn.faq_more or answered
    if is_that(turn.faq, answered) and asks(turn.text) and not tells_what_happened(_ONLY_ASKS.sub("", turn.text)):
        return answered
    if tells_of_a_situation(_words_of(form), turn) or goes_on(form, turn):
        return None
    return _question_by_words(form, turn, answered)


def _argues(turn: Turn) -> bool:
    """Whether a message holds against the answer that it would be for a little while (我就充半小时，有人看着)."""
    aspect = aspects.aspect_of(turn.text)
    return aspect is not None and aspect.code == "just_once" and not tells_what_happened(_ONLY_ASKS.sub("", turn.text))


def _answered(form: Form) -> Faq:
    """The question that was answered."""
    assert form.faq is not None
    return cast(Faq, {**form.faq, "score": 1.0})


def _plainly_means_another(form: Form, turn: Turn) -> bool:
    """Whether a message that means no common question by itself plainly means another when read with the subject of the one answered (几点到几点能敲)."""
    more = turn.faq_more
    return (
        turn.faq is None and more is not None and not is_that(more, _answered(form)) and more["score"] >= PLAINLY_OTHER
    )


def _reports_what_was_asked(form: Form, turn: Turn) -> bool:
    """Whether a message surely reports, in no words of a question, after one that tells of a trouble (楼上漏水怎么办)."""
    return _tells_of_trouble(form) and turn.surely("report_case", score=SURELY_REPORTS) and not asks(turn.text)


def _question_by_words(form: Form, turn: Turn, answered: Faq) -> Faq | None:
    """The question that a message asks more of by its words, which may be another that it names; None if it asks no more."""
    text = short.plain(turn.text)
    if _tells_own_situation(form, turn):
        return answered
    plainly_other = turn.faq is not None and not is_that(turn.faq, answered) and turn.faq["score"] >= PLAINLY_OTHER
    if asks_hours_of_another(answered, turn) and not any(len(word) > 1 for word in own_words(text)):
        return answered
    aspect = aspects.aspect_of(turn.text) if plainly_other else None
    if (aspect is None or aspect.code in aspects.OF_WHOM) and (part := _of_a_part(answered, turn)) is not None:
        return part
    words = without_far_places(text, turn)
    other = None if is_that(turn.faq, answered) else turn.faq
    more = turn.faq_more
    if more is not None and other is not None and more["score"] < other["score"]:
        more = None
    asks_here = asks(turn.text) or _WHAT_OF.fullmatch(turn.text.strip(_MARKS)) is not None or surely_asks(turn)
    of_its_own = own_words(words)
    follows = _FOLLOWS_ON.match(text) is not None and _WHAT_OF.fullmatch(turn.text.strip(_MARKS)) is None
    if follows and asks(turn.text) and are_close(of_its_own, _words_of(form)):
        return answered
    if of_its_own and are_in(of_its_own, _words_of(form)) and (other is None or other["score"] < PLAINLY_OTHER):
        return answered
    if asks_here and not of_its_own and _tells_what_is_asked(answered, turn):
        return answered
    if asks_here and more is not None and not is_that(more, answered) and more["score"] >= OTHER_QUESTION:
        return more
    if other is not None and other["score"] >= PLAINLY_OTHER and not _belongs_to_answered(answered, turn):
        return None
    if (turn.faq is not None and other is None and asks_here) or has_only_its_words(words, _words_of(form)):
        return answered
    asks_of_it = (surely_asks(turn) and other is None) or _asks_of_answered(form, turn, words, other, more)
    asks_of_it = asks_of_it or (not _tells_of_trouble(form) and tells_how_things_stand(answered, turn))
    return answered if asks_of_it else None


def _of_a_part(answered: Faq, turn: Turn) -> Faq | None:
    """The question, mostly the one answered, of which a message asks a part: a fee, a paper, a person; None if it asks a full question of its own or none.

    It may do so in the words of a question on that part (残疾证有用吗, 要请律师吗). Of the office's hours and number, other rules decide.
    """
    text = short.plain(turn.text)
    asked = any(asked.search(text) for asked, _ in _OF_THE_OFFICE_TOO) or _OF_THE_OFFICE.search(text)
    if asked or not turn.acts("question", score=_MAY_ASK) or has_place_or_time(turn.draft):
        return None
    if asks_of_a_part(turn.text):
        return answered
    if any(len(word) > 1 for word in own_words(text)):
        return None
    more = turn.faq_more
    return more if more is not None and not is_that(more, answered) and more["score"] >= OTHER_QUESTION else answered


def surely_asks(turn: Turn) -> bool:
    """Whether the bot is sure that a message asks something, and it is worded or read as a question (or plainly one, however worded: 电池扔哪), not about the sender's own case."""
    plainly = turn.acts("question", score=PLAINLY_ASKS) and not turn.surely("report_case", score=SURELY_REPORTS)
    asked = plainly or asks(turn.text) or turn.draft["kind"]["code"] == "inquiry"
    return asked and turn.acts("question", score=SURE_OF_ACT) and not asks_about_a_report(turn.text)


def _asks_of_answered(form: Form, turn: Turn, words: str, other: Faq | None, more: Faq | None) -> bool:
    """Whether a message with words of its own asks about the answered question all the same.

    It can only if it is worded …呢 and tells of nothing that happened, or if it means a common question (`more`) when it is read with
    that question's subject.
    """
    if short.asks_what_happens_next(turn.text):
        return False
    if _WHAT_OF.fullmatch(turn.text.strip(_MARKS)) is not None:
        alone = other is None or other["score"] < OTHER_QUESTION or more is not None
        return alone and not tells_what_happened(words)
    if more is None:
        return False
    if (other is None or other["score"] < OTHER_QUESTION) and not touches(words, _words_of(form)):
        return _may_only_be_about_it(turn, more)
    return asks(turn.text) or (more["score"] >= PLAINLY_OTHER and not turn.surely("report_case", score=SURELY_REPORTS))


_OWN_SITUATION = (
    "age",
    "who",
)  # aspects of which a message may tell how the sender stands (我69 差两个月, 我是外地户口)
_REPORTS = re.compile("投诉|举报|反映|反应|报修")


def _tells_own_situation(form: Form, turn: Turn) -> bool:
    """Whether a message after a question that tells of no trouble says how old the sender is, where from, or the like: the question is then whether that will do."""
    aspect = aspects.aspect_of(turn.text)
    if aspect is None or aspect.code not in _OWN_SITUATION or asks(turn.text) or _tells_of_trouble(form):
        return False
    exact = names_exact_place(turn.draft)
    told = tells_what_happened(_ONLY_ASKS.sub("", turn.text)) or _REPORTS.search(turn.text) is not None
    return not (exact or told or turn.faq is not None)


def _may_only_be_about_it(turn: Turn, more: Faq) -> bool:
    """Whether a question in words of its own (我做孙女的能替她办吗) has nothing else that it could be about.

    It is worded or surely read as one, names no place or time, tells of no trouble and reports nothing surely; read with the subject of the
    one answered, it is plainly a common question.
    """
    worded = asks(turn.text) or turn.acts("question", score=SURE_OF_ACT)
    if not worded or has_place_or_time(turn.draft) or turn.surely("report_case", score=SURELY_REPORTS):
        return False
    return more["score"] >= PLAINLY_OTHER and not tells_what_happened(_ONLY_ASKS.sub("", turn.text))


def _may_ask_more(form: Form, turn: Turn) -> bool:
    """Whether a message may ask for more at all: short, after an answer, and neither a reply, a wish, a place from the map, a photo nor a number.

    Nor does it ask for a person, announce another matter, name a subject of its own, concern the sender's case or a vote, or tell where an emergency is.
    """
    text = short.plain(turn.text)
    if (
        form.stage != "answered"
        or form.faq is None
        or len(text) > LONGEST_FURTHER_QUESTION
        or not short.has_words(text)
    ):
        return False
    if _replies(turn.text) or short.is_request_for_person(text) or short.begins_another_matter(turn.text):
        return False
    if asks_nothing_more(turn) or names_a_subject(turn.text, _words_of(form)):
        return False
    if is_about_case_or_vote(turn) and not says_it_was_left_out(turn.text, _words_of(form)):
        return False
    return turn.wish is None and not (
        turn.located or turn.photos or phones(turn.draft) or _emergency_awaits_place(turn)
    )


def _emergency_awaits_place(turn: Turn) -> bool:
    """Whether the bot asked where an emergency is: what is said next is about that."""
    raised = raised_emergency(turn.expecting)
    return raised is not None and raised.get("asks") == "place"


def _belongs_to_answered(answered: Faq, turn: Turn) -> bool:
    """Whether a message is about the question answered before, though by itself it plainly asks another (几点关门, 收钱吗).

    Not if it names the community or says 你们: that asks for the community's own hours and number. Hours or a number that are
    asked for must be in the answer.
    """
    if _OF_THE_OFFICE.search(turn.text) or (turn.faq is not None and is_worded_like(turn.faq, turn.text)):
        return False
    if any(asked.search(turn.text) for asked, _ in _OF_THE_OFFICE_TOO):
        return _tells_what_is_asked(answered, turn)
    more = turn.faq_more
    return more is not None and is_that(more, answered) and more["score"] >= OTHER_QUESTION


def _tells_what_is_asked(answered: Faq, turn: Turn) -> bool:
    """Whether a message asks for hours, a number or what it costs, and not the community's own (你们), and the answer before has all of these."""
    wanted = [told.search(answered["answer"]) is not None for asked, told in _TOLD if asked.search(turn.text)]
    return bool(wanted) and all(wanted) and _OF_THE_OFFICE.search(turn.text) is None


def _words_of(form: Form) -> str:
    """The words of the message that asked, of the question, of its answer and of what there is to tell besides."""
    assert form.faq is not None
    question = form.faq["question"]
    return f"{form.text} {question} {form.faq['answer']} {aspects.details_of(question).text}"


def reports_it(form: Form, turn: Turn) -> bool:
    """Whether a message wants what was asked about to be reported (我要投诉, 登记吧)."""
    if form.stage != "answered" or form.faq is None or turn.wish is not None:
        return False
    return wants_it_reported(form, turn, _words_of(form), of_trouble=_tells_of_trouble(form))


def asks_more(form: Form, turn: Turn) -> bool:
    """Whether a message asks more about the common question just answered."""
    return further_question(form, turn) is not None


def goes_on(form: Form, turn: Turn) -> bool:
    """Whether a message goes on with the matter that was asked about: it says where or when that is, or tells more about it."""
    if form.stage != "answered" or turn.wish is not None or short.begins_another_matter(turn.text):
        return False
    if _emergency_awaits_place(turn):
        return False
    if reports_it(form, turn):
        return True
    refers = further_words.refers_back(turn.text) and not asks(form.text)
    if not refers and turn.faq is not None and form.faq is not None and turn.faq["question"] != form.faq["question"]:
        return False
    if turn.located:
        return True
    asks_it = asks(turn.text) or surely_asks(turn)
    if phones(turn.draft) or contradicts(turn.text) or asks_it or short.is_deny(turn.text):
        return False
    trouble = _tells_of_trouble(form)
    if not refers and has_place_or_time(turn.draft) and not _without_where_and_when(turn):
        return trouble or names_exact_place(turn.draft)
    return refers or (trouble and _tells_more(form, turn))


def _tells_of_trouble(form: Form) -> bool:
    """Whether what was said first tells of something broken or disturbing, which somebody may have to see to, or is no question."""
    if not asks(form.text):
        return True
    asked = f"{form.text} {form.faq['question'] if form.faq else ''}"
    return tells_what_happened(_ONLY_ASKS.sub("", asked))


def _without_where_and_when(turn: Turn) -> str:
    """What a message says besides its places and times of the matter, and besides words that may stand around them."""
    rest = turn.text
    for words in sorted([*place_words(turn.draft), *time_words(turn.draft)], key=len, reverse=True):
        rest = rest.replace(words, "")
    return _AROUND_WHERE_AND_WHEN.sub("", short.plain(rest))


def _tells_more(form: Form, turn: Turn) -> bool:
    """Whether a message tells more about the same matter: it is not too short, not surely of another category, and no mere reply.

    Nor is its intent one of `_TELLS_NO_MORE`, unless it goes on after a yes.
    """
    said = turn.draft["category"]
    same = said["code"][:4] == form.draft["category"]["code"][:4] or said["score"] < SURELY_ANOTHER
    told = not turn.surely(*_TELLS_NO_MORE) or short.after_affirm(turn.text) is not None
    words = short.plain(turn.text)
    enough = len(words) >= SHORTEST_MORE or tells_briefly(turn) or further_words.is_piece_of_report(form, words)
    return same and told and enough and not _replies(_after_yes(turn.text))


def _after_yes(text: str) -> str:
    """The text without an opening yes."""
    return short.after_affirm(text) or text


def starts_anew(form: Form, turn: Turn) -> bool:
    """Whether a message after the answer to a common question is a message of its own.

    It is not if it asks for more, goes on with the matter, tells of no matter (贝壳), or replies to "did this help?": yes, no,
    "don't know", thanks, stop, wait or "not clear". Nor is any message where no such answer was given.
    """
    if form.stage != "answered" or goes_on(form, turn) or asks_more(form, turn) or _replies(turn.text):
        return False
    if tells_of_no_matter(turn) or says_it_only_asks(turn.text) or leaves_it_open(turn):
        return False
    if turn.wish is not None or has_place_or_time(turn.draft) or phones(turn.draft):
        return True
    return not turn.surely("affirm", "deny", "thank", score=0.6) or len(turn.text) > _LONGEST_REPLY


def without_answered_question(talk: Talk, turn: Turn) -> Talk:
    """Return `talk`, without its open draft if that waits for "did this help?" and the message starts anew."""
    if talk.form is None or not starts_anew(Form.from_json(talk.form), turn):
        return talk
    return replace(talk, form=None)


def _replies(text: str) -> bool:
    """Whether a text is a yes, a no, "don't know", a stop, a request to wait, or says that the answer was not clear (没说清楚)."""
    if short.accepts_as_enough(text) or short.is_deny(text) or short.says_unknown(text):
        return True
    if says_it_was_not_clear(text):
        return True
    return short.is_stop(text) or short.is_wait(text)


# Opening words of a question that follows the one before.
_FOLLOWS_ON = re.compile("那(?!年|天|次|些人)|要是|如果|万一")
