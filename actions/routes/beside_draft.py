"""Choose the topic of a message while a draft is open: the intake, a side question, or a registered case. Pure."""

from __future__ import annotations

import re

from actions import case_draft
from actions.case_draft import phones, place_words
from actions.conversation.turn import SURE_OF_ACT, Turn
from actions.intake import after_answer
from actions.intake.asking import MATTER_STAGES
from actions.intake.common_questions import FAQ_LIMIT
from actions.intake.form import Form
from actions.intake.further.asking_on import OTHER_QUESTION
from actions.intake.further.left_open import leaves_it_open, says_it_only_asks
from actions.intake.further.words import own_words
from actions.intake.questions import asks, asks_about_a_report
from actions.interpreting import choosing, open_questions
from actions.interpreting import short_answers as short
from actions.routes.signs import ASKS_OR_REQUESTS, FOR_FUN
from actions.routes.topics import Topic

PLAINLY_ANOTHER = 0.9  # `Faq.score` from which a question beside the summary is no part of the report
RATHER_ASKS = 0.5  # score of the act `question` that is enough for that
# Intents that may be a side question while a draft is open.
_ASIDES = ("ask_capability", "greet", "thank", "list_consultations", "ask_status", "out_of_scope", "faq")


def topic_beside_form(form: Form, turn: Turn, topic_by_rule: Topic) -> Topic:
    """The topic of a message while a draft is open: intake, unless it asks about a registered case or is a side question."""
    if form.stage in MATTER_STAGES and short.asks_for_progress(turn.text):
        return "status"
    if form.stage in MATTER_STAGES and _asks_another_question(turn):
        return "faq"
    if choosing.gives_only_number(turn.text) or (choosing.gives_number(turn.text) and asks(turn.text)):
        return "status"  # LL-…, or LL-…办得怎么样了, is no answer to "where?"
    if asks_about_a_report(turn.text) and not (place_words(turn.draft) or after_answer.asks_more(form, turn)):
        return "status"
    if turn.wish is not None or not is_aside(form, turn):
        return "intake"
    if turn.faq is not None:
        return "faq"
    return "capability" if short.asks_what_bot_can_do(turn.text) else topic_by_rule


def _asks_another_question(turn: Turn) -> bool:
    """Whether a message that should say what, where or when plainly asks a common question, and nothing else: it is no part of the report."""
    if turn.faq is None or turn.faq["score"] < OTHER_QUESTION or turn.wish is not None or turn.photos:
        return False
    asked = turn.acts("question", score=SURE_OF_ACT) and asks(turn.text)
    named = any(len(word) > 1 for word in own_words(short.plain(turn.text)))  # 我能剪吗 is of the report
    return (
        asked
        and named
        and not (place_words(turn.draft) or phones(turn.draft))
        and turn.draft["urgency"]["level"] == "normal"
    )


def is_aside(form: Form, turn: Turn) -> bool:
    """Whether a short message is a side question, to be answered before the draft goes on; a longer one only beside the summary, if it plainly asks a common question.

    Only while the summary or "did this help?" waits for an answer.
    """
    if short.is_list_mark(turn.text):
        return False
    if form.stage == "confirm" and _asks_a_common_question_beside(turn):
        return True
    if form.stage not in ("confirm", "answered") or len(turn.text) > 30 or short.begins_another_matter(turn.text):
        return False
    if short.is_affirm(turn.text) or short.is_deny(turn.text) or short.after_deny(turn.text) is not None:
        return False
    if after_answer.asks_more(form, turn) or after_answer.goes_on(form, turn):
        return False
    if form.stage == "answered" and _is_of_what_was_answered(turn):
        return False
    if short.asks_what_bot_can_do(turn.text):
        return True
    if short.asks_what_happens_next(turn.text):  # about the open case, not an earlier one
        return False
    if case_draft.has_place_or_time(turn.draft) or phones(turn.draft):
        return False
    if turn.intent == "out_of_scope" and not (ASKS_OR_REQUESTS.search(turn.text) or FOR_FUN.search(turn.text)):
        return False
    if turn.faq is not None and ASKS_OR_REQUESTS.search(turn.text):
        return True
    if turn.intent in ("greet", "thank") and _tells_of_the_sender(form, turn):
        return False
    return turn.surely(*_ASIDES, score=0.75) and (turn.intent != "faq" or turn.faq is not None)


def _is_of_what_was_answered(turn: Turn) -> bool:
    """Whether a message takes an answer as enough, says that its sender only asks, or asks what that answer leaves open."""
    return open_questions.accepts_faq_answer(turn) or says_it_only_asks(turn.text) or leaves_it_open(turn)


_OF_ONESELF = re.compile("我|俺|阿拉|家里|老人|孩子|小孩")


def _tells_of_the_sender(form: Form, turn: Turn) -> bool:
    """Whether thanks or a greeting beside the summary says something of its sender, too (谢谢你们，我是这栋的志愿者)."""
    told = _OF_ONESELF.search(turn.text) is not None and not asks(turn.text)
    return form.stage == "confirm" and told and short.says_beside_courtesies(turn.text)


_COMES_BACK = re.compile(
    "^(?:算了|不对|不是|哦|那|其实|[，, ]){0,3}还是"
)  # 算了还是漏水: of the report, as it was told first


def _asks_a_common_question_beside(turn: Turn) -> bool:
    """Whether a message plainly asks a common question (顺便问一声，几分贝算扰民): what it names is then no part of the report."""
    if turn.faq is None or turn.faq["score"] < PLAINLY_ANOTHER or len(turn.text) > FAQ_LIMIT:
        return False
    if _COMES_BACK.search(turn.text) and not asks(turn.text):
        return False
    return turn.acts("question", score=RATHER_ASKS) and not (turn.photos or phones(turn.draft))
