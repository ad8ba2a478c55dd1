"""Choose the topic of a message within a day of a report: it corrects that case, adds to it, or asks about cases. Pure."""

from __future__ import annotations

import re

from actions.case_draft import doubtful_danger_of
from actions.conversation.expecting import case_asked_about
from actions.conversation.turn import ASKS_ABOUT_CASE, SURE_OF_ACT, Talk, Turn
from actions.intake import after_report
from actions.intake.common_questions import asks_a_common_question
from actions.intake.corrections.phones import CALLED
from actions.intake.corrections.reading import deletes_number
from actions.intake.corrections.rooms import leaves_room_out
from actions.intake.corrections.slips import says_only_a_floor
from actions.intake.questions import (
    LONGEST_BARE_WORDS,
    asks,
    asks_about_a_report,
    only_asks,
    only_chats,
    tells_nothing_more,
)
from actions.intake.wishes import speaks_of_secrecy
from actions.interpreting import choosing, follow_up_answers, open_questions, withdrawals
from actions.interpreting import short_answers as short
from actions.interpreting.matters.amounts import is_amount
from actions.interpreting.matters.of_the_case import asks_for_a_hand, asks_for_money_back, tells_of_somebody_hurt
from actions.interpreting.matters.things import has_only_one_of, points_at_a_thing
from actions.interpreting.numbers import LEAST_PIECE, announces_number, piece_of_number
from actions.portal_client import CaseSummary
from actions.routes.signs import PLAINLY_ASKED, SURE_OF_OTHER, asks_who_learns, awaits_a_place
from actions.routes.topics import OTHER_THAN_REPORTING, Topic

_NEARLY_SURE = 0.7  # score of the act `stop` from which the bot asks whether to withdraw the case
# `Talk.pending` that asks nothing, or whether the words added last are another matter
_NO_QUESTIONS = (None, "another", "number", "withdrawn", "listed_cases", "dropped")
_ALLOWS_NAMING = re.compile(  # a change of mind about a wish not to be named, which staff decide on; its like is in bot/reading/classifying/bodies_asked.py
    "(?:可以|能|愿意|同意|尽管)[^，,。？?]{0,4}(?:告诉|让|跟)[^，,。？?]{1,8}(?:我是谁|是我|知道|我的(?:名字|电话|号码))(?![^，,。]{0,3}[吗么？?])"
)
_ANNOUNCES = re.compile(  # of another matter, no word yet
    r"(?:对了|我|我家|我们|这里|这边|[，, ]){0,3}(?:还有|另外还有|另外|再有)(?:一|1|个){0,2}[件个桩](?:别的)?(?:事情?|问题)?(?:要|想)?(?:跟你们?)?(?:说|报|反映|讲)?(?:一?下)?[。！!，,]?"
)
_HURRIES = re.compile(r"[催急赶]|快(?!递)|还[没不]|怎么还|多久|几天|什么时候|抓紧|进[度展]|到现在|没人|不来|没来")


def gives_number_in_pieces(turn: Turn, talk: Talk) -> bool:
    """Whether a message, while no draft is open and a case is recent, has nothing but digits, or announces the sender's number (我电话).

    Such digits are a telephone number's or nothing: no place and no words of the case. Not if they are few, a number of an
    authority or of a case, or may answer: where an emergency is, what staff ask, or a topic's question.
    """
    if talk.form is not None or awaits_a_place(turn) or case_asked_about(turn.expecting) or turn.typed:
        return False
    asked = talk.pending or {}
    if asked.get("asked") == "number":
        return piece_of_number(turn.text) is not None
    if asked and open_questions.answers_pending(asked, turn):
        return False
    piece = piece_of_number(turn.text)
    if piece is None:
        return announces_number(turn.text)
    return len(piece) >= LEAST_PIECE and piece not in CALLED and not choosing.gives_only_number(turn.text)


def corrects_recent_case(turn: Turn, talk: Talk, recent: CaseSummary) -> bool:
    """Whether the message corrects the recent case (`after_report.corrects`), and tells no other matter.

    Not while a draft is open, "where is the emergency?" or a topic's question, other than whether the words added last are another
    matter (`another`) or a number that comes in pieces. With a wish not to be named only if it leaves out the number or the room.
    """
    open_question = (talk.pending or {}).get("asked") not in _NO_QUESTIONS
    if talk.form is not None or open_question or awaits_a_place(turn):
        return False
    leaves_out = deletes_number(turn.text) or leaves_room_out(turn.text)
    if turn.wish is not None and not leaves_out:
        return False
    another = after_report.tells_another_matter(turn.text) or after_report.tells_another_thing(turn, recent)
    another = another or withdrawals.read_swap(turn.text) is not None
    return not another and after_report.corrects(turn, recent)


def topic_after_report(turn: Turn, topic_by_rule: Topic, recent: CaseSummary) -> Topic | None:
    """The topic of a message after a report: about that case, about all cases, another matter, or thanks; None: none is plain."""
    if turn.wish is not None:
        return _topic_with_wish(turn, recent)
    if not turn.text or short.is_affirm(turn.text) or short.is_deny(turn.text):
        return None
    if short.only_closes(turn.text):
        return "thank"
    topic = _topic_of_what_it_tells(turn, recent)
    if topic is not None:
        return topic
    if only_chats(turn):
        return None
    if follow_up_answers.gives_up_a_part(turn.text):
        return "addition"
    if short.is_stop(turn.text) or short.answers_nothing(turn.text):
        return "withdraw" if short.may_withdraw(turn.text) else None
    if follow_up_answers.gives_up(turn.text):
        return "stop"
    if after_report.tells_another_matter(turn.text):
        return "same_again" if after_report.may_be_the_same_matter(turn, recent) else "intake"
    if choosing.wants_all(turn.text):
        return _topic_about_all(turn)
    if (short.asks_what_happens_next(turn.text) and not asks_who_learns(turn)) or asks_about_a_report(turn.text):
        return "status"
    other = topic_by_rule in OTHER_THAN_REPORTING and turn.score >= SURE_OF_OTHER
    other = other and (topic_by_rule != "remind" or _HURRIES.search(turn.text) is not None)
    other = other and not (topic_by_rule in ("status", "follow_up") and follow_up_answers.tells_who_came(turn.text))
    other = other or asks_a_common_question(turn) or short.asks_what_bot_can_do(turn.text)
    found = after_report.read_relation(turn, recent, sure_of_other=other)
    if found == "again":
        return "same_again"
    return "addition" if found == "adds" else None


def _topic_of_what_it_tells(turn: Turn, recent: CaseSummary) -> Topic | None:
    """The topic of a message that disputes how the case was dealt with, announces another matter, belongs to the case, or surely does something; else None."""
    if follow_up_answers.disputes_a_result(turn.text) and not after_report.is_elsewhere(turn, recent):
        return "follow_up"
    if _ANNOUNCES.fullmatch(turn.text.strip()):
        return "preamble"
    if _parts_the_case_from_another(turn.text, recent):
        return "withdraw"
    return "addition" if _belongs_to_the_case(turn, recent) else _topic_of_act(turn, recent)


def _belongs_to_the_case(turn: Turn, recent: CaseSummary) -> bool:
    """Whether a message, though it asks, tells the case's handler something: that somebody was hurt, that its sender needs a hand meanwhile or wants money back.

    Not if it names another place or announces another matter.
    """
    if after_report.is_elsewhere(turn, recent) or after_report.tells_another_matter(turn.text):
        return False
    if tells_of_somebody_hurt(turn.text) or asks_for_money_back(turn.text):
        return True
    return asks_for_a_hand(turn.text) and after_report.is_fresh(turn, recent)


def _parts_the_case_from_another(text: str, recent: CaseSummary) -> bool:
    """Whether a message gives up one matter and wants another dealt with, and the case has only one of them."""
    parting = withdrawals.read_parting(text)
    return parting is not None and has_only_one_of(parting.goes, parting.stays, recent)


def _topic_about_all(turn: Turn) -> Topic:
    """The topic of a message about all cases at once: it withdraws or hurries them (两件都催一下), else asks how they stand."""
    if short.may_withdraw(turn.text) and short.has_word_of_stopping(turn.text):
        return "withdraw"
    return "remind" if turn.surely("remind") and _HURRIES.search(turn.text) and not asks(turn.text) else "status"


def _topic_with_wish(turn: Turn, recent: CaseSummary) -> Topic | None:
    """The topic of a message with a wish not to be named: it withdraws the case, or wants it confidential; else None."""
    if withdrawals.withdraws(turn.text):
        return "withdraw"
    return "confidentiality" if after_report.wish_concerns_case(turn, recent) else None


_WHETHER = re.compile("能不能|可不可以|可以不可以|能否|可否|麻烦|最好|尽量|希望|请")
_WHEN_OR_HOW_FAR = re.compile("什么时候|啥时候|几[点号天时]|多久|哪天|到哪|进[度展]|[修办弄处理解决]{1,2}[好完]")


def wishes_a_time(turn: Turn) -> bool:
    """Whether a short message wishes that somebody comes at a time which it names (能不能下午来): the case's handler is to read it, and no state answers it."""
    names_one = bool(turn.draft["times"]) and len(turn.text) <= LONGEST_BARE_WORDS
    return names_one and _WHETHER.search(turn.text) is not None and not _WHEN_OR_HOW_FAR.search(turn.text)


def _topic_of_act(turn: Turn, recent: CaseSummary) -> Topic | None:
    """The topic of what the bot is sure that a message does: ask about the case, give it up, add to it (an amount or an exclamation does so whatever its act),
    or tell another matter; else None.

    Giving up needs less certainty, because the bot asks before it withdraws anything; so does another matter, which must name another
    place. Words add to the case only within an hour of the report.
    """
    if after_report.tells_another_thing(turn, recent):
        return "intake"
    if choosing.given_up_in_order(turn.text) is not None or withdrawals.gives_up_what_it_points_at(turn.text):
        return "withdraw"
    if _ALLOWS_NAMING.search(turn.text):
        return "addition"
    told = is_amount(turn.text) or short.is_exclamation(turn.text) or wishes_a_time(turn)
    told = told or says_only_a_floor(turn.text)
    if told and after_report.is_fresh(turn, recent):
        return "addition"
    if _asks_of_the_case(turn):
        return "status"
    if turn.acts("stop", score=_NEARLY_SURE) and not _only_tells_it_is_mended(turn):
        only_secrecy = speaks_of_secrecy(turn.text) and not withdrawals.withdraws(turn.text)
        return "addition" if only_secrecy else "withdraw"
    if turn.acts("another", "report") and after_report.is_elsewhere(turn, recent):
        return "intake"
    adds = turn.acts("add", score=SURE_OF_ACT) and after_report.is_fresh(turn, recent)
    adds = adds and not after_report.tells_another_matter(turn.text)
    return "addition" if adds and not after_report.is_elsewhere(turn, recent) else None


_CHASES = re.compile("催")


def _hurries(turn: Turn) -> bool:
    """Whether a message says to hurry whoever handles a case (催一下), and asks nothing, though hurrying sounds like asking how far it is."""
    return turn.surely("remind") and _CHASES.search(turn.text) is not None and not asks(turn.text)


def _asks_of_the_case(turn: Turn) -> bool:
    """Whether a message asks for a case's number or is one, or only asks how far the case is or what was written down: surely, or in
    nothing but questions (要几天, 谁来弄，电话有伐)."""
    if choosing.asks_for_number(turn.text) or choosing.gives_only_number(turn.text):
        return True
    if asks_who_learns(turn) or wishes_a_time(turn) or _tells_it_is_mended(turn) or _hurries(turn):
        return False
    if turn.acts(*ASKS_ABOUT_CASE, score=SURE_OF_ACT):
        return tells_nothing_more(turn) or only_asks(turn)
    plainly_common = turn.faq is not None and turn.faq["score"] >= PLAINLY_ASKED
    return turn.acts(*ASKS_ABOUT_CASE) and only_asks(turn) and not plainly_common


def _tells_it_is_mended(turn: Turn) -> bool:
    """Whether a message says that a thing which it names, or that was reported, is mended."""
    mended = follow_up_answers.read_fixed(turn.text) is True and points_at_a_thing(turn.text)
    return mended or follow_up_answers.says_fixed(turn.text)


def _only_tells_it_is_mended(turn: Turn) -> bool:
    """Whether it says so and nothing of giving the report up (门禁好了，下水道也通了), which is told of the case; who says more (不用来了，好了) withdraws it."""
    return _tells_it_is_mended(turn) and not short.has_word_of_stopping(turn.text)


def goes_on_about_recent_case(recent: CaseSummary, turn: Turn, talk: Talk, topic_by_rule: Topic) -> bool:
    """Whether a message corrects the recent case, or adds to it."""
    return corrects_recent_case(turn, talk, recent) or topic_after_report(turn, topic_by_rule, recent) == "addition"


_STAYS_WITH_THE_CASE: tuple[Topic, ...] = ("correction", "addition", "same_again", "withdraw")


def topic_once_safe(turn: Turn, recent: CaseSummary) -> Topic | None:
    """The topic of words of which the bot asked whether somebody is in danger, once that is settled: what they would have had without the question.

    Within an hour of the report they are more of the recent case, unless they tell a matter of their own (`after_report.tells_a_matter_of_its_own`).
    `turn`: those words, with their draft as it was read at first. None: they begin a report.
    """
    if after_report.tells_a_matter_of_its_own(turn, recent, doubtful_danger_of(turn.draft)):
        return None
    if corrects_recent_case(turn, Talk(), recent):
        return "correction"
    found = topic_after_report(turn, "detail", recent)
    if found in _STAYS_WITH_THE_CASE:
        return found
    return "addition" if after_report.is_fresh(turn, recent) else None
