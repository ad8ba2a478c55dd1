"""Choose the topic that answers a message: the rules map intents to topics; what is open, and what the words plainly say, outranks them. Pure."""

from __future__ import annotations

import re

from actions.case_draft import phones
from actions.conversation.expecting import case_asked_about, raised_emergency
from actions.conversation.turn import Talk, Turn
from actions.intake import after_answer, after_report, wishes
from actions.intake.answers.pieces import begins_a_number, begins_a_request
from actions.intake.corrections.reading import deletes_number
from actions.intake.form import Form
from actions.interpreting import ballots, choosing, danger_signs, follow_up_answers, open_questions, withdrawals
from actions.interpreting import short_answers as short
from actions.interpreting.aid.this_chat import asks_if_it_is_safe_here
from actions.interpreting.numbers import announces_number, leaves_none, piece_of_number
from actions.interpreting.places import tells_what_happened
from actions.portal_client import CaseSummary
from actions.routes.after_report import corrects_recent_case, gives_number_in_pieces, topic_after_report
from actions.routes.asked_of_case import asked_of_case
from actions.routes.beside_draft import topic_beside_form
from actions.routes.danger import topic_about_danger
from actions.routes.in_emergency import asks_in_emergency, asks_what_helps_at_home, speaks_to_who_listens
from actions.routes.new_message import topic_of_new_message
from actions.routes.other_matters import is_about_the_emergency, tells_another_matter
from actions.routes.signs import (
    SHORT_MESSAGE,
    SURE_OF_OTHER,
    asks_alike,
    awaits_a_place,
    is_refused_another,
    names_matter_or_place,
    speaks_as_another,
)
from actions.routes.topics import OTHER_THAN_REPORTING, Topic
from actions.routes.two_parts import read_two_parts
from actions.routes.who_sees import asks_of_a_body, asks_who_sees

LEAST_INTENT = 0.3  # below this score the classifier's intent is ignored, but for most reports (`has_unsure_intent`)
_NAMES_A_PERSON = re.compile(  # words for people or calls, which count only if the message is also read as wishing for a person
    r"人工|真人|活人|客服|接线|工作人员|专员|领导|主任|书记|社工|同志|电话|转|人(?:说|聊|讲|来|接|谈|回|听)|[找要个有是]人"
)
_WISHES_A_PERSON = re.compile(  # words that wish for a person by themselves
    r"人工|真人|活人|客服|接线|[转换叫喊派](?:[个一位]{0,2}|你们的?|社区的?)(?:人|领导|主任|书记|社工|工作人员|专员|管事的|负责的|懂的)(?!多|家|行)"
    r"|(?:找|要|有没有|有|想|请|让|叫)(?:一?[个位])?(?:能|会|懂|管|负责|说)[^，,。]{0,6}(?:的人|人(?=$|[吗么呢？?]))|(?:找|想找|要找|能找)(?:你们|社区|一?[个位]){0,2}(?:人|领导|主任|书记|社工|工作人员|专员)(?!家|行)"
    r"|(?:找|跟|和|同|与|联系|[转要见叫])(?:一?下|一?[个位])?(?:你们)?(?:居委会?|社区|街道)的?(?:人|同志)(?![家行多口员少都来])(?![^，,。]{0,4}[过了])"
    r"|(?:跟|和|同|与|给我?)(?:一?[个位]|你们的?|社区的?|居委会?的?){0,2}(?:人|领导|主任|书记|社工|工作人员|专员|谁)(?:说|讲|聊|谈|通话|打电话|沟通)(?!过)|不(?:想|要|愿意?)?(?:跟|和|同|与)(?:你|机器)|不是机器|有(?:没有)?人(?:吗|在吗|接|听|回)|(?:打|来|回)(?:个|一个)?电话给我|给我(?:打|来|回)(?:个|一个)?电话|电话(?:联系|沟通)"
)
_WANTS_NOBODY = re.compile(  # 不想跟人说 is no wish for a person; 不想跟机器说 and 不想跟人工智能说 are
    r"(?:不(?:想|要|愿意?|敢|用)|别|没人|没有人)(?:再|去|给我|让我)?(?:(?:跟|和|同|与|找|对)(?:别人|人(?!工智能)|谁|你们的?人|工作人员)(?:家)?(?:说|讲|聊|谈|见面)?|转(?:给)?(?:人工?|工作人员))"
    r"|(?:不(?:想|要|愿意?|用)|别)(?:再|去|给我|让我)?(?:人工(?!智能)|打电话|接电话)"
)
_VOTES = re.compile("投(?!诉)")
_CLAUSE_ENDS = re.compile(r"[，,。；;！!？?\s]+")
_NOBODY_ANSWERS = re.compile(r"(?:不|没人?|没有人|无人)接|打不通|占线|不回(?:我|信息|消息|电话)")
_WANTS_A_PERSON = re.compile(
    r"人工|真人|活人|[找要转]个?人"
)  # the plainest words, which count though nobody answers (电话打不通，转人工)


def topic_of(
    turn: Turn, talk: Talk, topic_by_rule: Topic, recent: CaseSummary | None = None, *, at_home: bool = False
) -> Topic:
    """The topic that answers the turn. `topic_by_rule`: chosen by intent; `recent`: what `after_report.recent_case` found; `at_home`: as in `asks_alike`.

    Whoever shows that they are not who wrote before is told nothing of that, be it in answer to what they ask next.
    """
    if speaks_as_another(turn, talk):
        return "others"
    topic = asks_alike(turn, talk, at_home=at_home) or _topic_of(turn, talk, topic_by_rule, recent)
    return "others" if is_refused_another(turn, talk, topic) else topic


def _topic_of(turn: Turn, talk: Talk, topic_by_rule: Topic, recent: CaseSummary | None) -> Topic:
    """As `topic_of`, of whoever wrote before."""
    talk = after_answer.without_answered_question(talk, turn)
    if has_unsure_intent(turn) or (topic_by_rule == "person" and not _wishes_a_person(turn)):
        topic_by_rule = "not_understood"
    topic_by_rule = _unless_it_complains(turn, talk, topic_by_rule)
    # whatever is read in what the portal raised, people are paged already
    of_danger: Topic | None = "danger" if turn.raised else topic_about_danger(turn, talk, topic_by_rule, recent)
    if of_danger is not None:
        return of_danger
    if not short.has_words(turn.text) and not short.is_affirm(turn.text):
        return _topic_without_words(turn, talk)
    if _asks_when_a_vote_closes(turn, talk):
        return "consultations"
    if (found := _topic_of_two_parts_or_correction(turn, talk, recent)) is not None:
        return found
    form = Form.from_json(talk.form) if talk.form else None
    if form is not None and (_is_of_the_answer(form, turn) or _gives_a_number_in_pieces(form, turn)):
        return "intake"
    if asks_for_a_person(turn) and (turn.faq is None or short.is_request_for_person(turn.text)):
        return "person"
    if (about_raised := _topic_about_raised(turn, talk, topic_by_rule)) is not None:
        return about_raised
    expected = open_questions.topic_of_expected(turn, form_is_open=form is not None)
    if expected is not None:
        return expected
    if form is None and (about_withdrawal := _topic_about_withdrawal(turn, talk, recent)) is not None:
        return about_withdrawal
    if ballots.only_casts_a_vote(turn.text):
        return "vote"
    if form is not None:
        return topic_beside_form(form, turn, topic_by_rule)
    return _topic_without_a_draft(turn, talk, topic_by_rule, recent)


def _topic_without_words(turn: Turn, talk: Talk) -> Topic:
    """The topic of a message without a word, which is no yes: pictures of a fire or of help are asked about while no emergency is raised."""
    if danger_signs.cries_in_pictures(turn.text) and raised_emergency(turn.expecting) is None:
        return "doubt"
    return "intake" if talk.form or turn.photos else "not_understood"


def _asks_when_a_vote_closes(turn: Turn, talk: Talk) -> bool:
    """Whether a message asks until when people may vote, and says so (投票), or a vote was offered or answered about just before; else 截止是哪天 is asked of a case."""
    if not ballots.asks_when_it_closes(turn.text):
        return False
    form = talk.form or {}
    answered = str((form.get("faq") or {}).get("question") or "") if form.get("stage") == "answered" else ""
    of_a_vote = any(ballots.speaks_of_voting(one) or _VOTES.search(one) for one in (turn.text, answered))
    asked = turn.expecting
    offered = asked is not None and asked["kind"] in ("vote_named", "vote_secret", "vote_linked")
    return of_a_vote or (offered and not (talk.form and not answered))


def _unless_it_complains(turn: Turn, talk: Talk, topic_by_rule: Topic) -> Topic:
    """The topic by rule, unless the message complains of what others do, of how its case was dealt with (不认可), or speaks of secrecy, which withdraws nothing, or of who comes to stay, which votes for nothing."""
    if _is_of_others_acts(turn, topic_by_rule):
        return "intake"
    if topic_by_rule in ("vote", "consultations") and ballots.goes_to_stay(turn.text):
        return "not_understood"
    gives_up = topic_by_rule in ("withdraw", "stop", "deny")
    if gives_up and talk.form is None and wishes.speaks_of_secrecy(turn.text) and not withdrawals.withdraws(turn.text):
        return "detail"
    return "follow_up" if gives_up and follow_up_answers.disputes_a_result(turn.text) else topic_by_rule


def _lets_itself_be_named(turn: Turn, talk: Talk) -> bool:
    """Whether a message lets handlers know of its sender (不用保密了), and tells no matter beside it; not in an emergency, nor where it answers another open question."""
    beside = tells_what_happened(turn.text) or short.begins_another_matter(turn.text)
    beside = beside or raised_emergency(turn.expecting) is not None
    asked = talk.pending or {}
    if asked.get("asked") == "withdraw" and open_questions.answers_pending(asked, turn):
        return False
    return turn.may_be_named and turn.wish is None and not beside


def _asks_who_sees(turn: Turn, talk: Talk, recent: CaseSummary | None) -> bool:
    """Whether a message asks who sees the open report or the recent case; without either it is a common question, and in an emergency another answers it."""
    in_danger = raised_emergency(turn.expecting) is not None
    if not in_danger and (talk.form or {}).get("stage") == "confirm" and asks_of_a_body(turn.text):
        return True
    about = str((talk.form or {}).get("text") or "") + (recent["title"] if recent is not None else "")
    if in_danger or not asks_who_sees(turn, about):
        return False
    if recent is not None or (talk.pending or {}).get("asked") == "naming":
        return True
    return talk.form is not None and Form.from_json(talk.form).stage != "answered"


def _is_of_others_acts(turn: Turn, topic_by_rule: Topic) -> bool:
    """Whether a message that seems to vote or to withdraw complains about a vote, or wants somebody else's act revoked: both are to be told, not voted or dropped."""
    if topic_by_rule in ("withdraw", "stop", "deny"):
        return withdrawals.revokes_anothers_act(turn.text)
    return topic_by_rule in ("consultations", "vote") and ballots.complains_of_a_vote(turn.text)


def _topic_without_a_draft(turn: Turn, talk: Talk, topic_by_rule: Topic, recent: CaseSummary | None) -> Topic:
    """The topic of a message while no draft is open: of what was asked, of the recent case, or of its own; words that name no matter are more of that case, and the first words of anything more of an open emergency."""
    answering = _topic_of_answer(turn, talk, topic_by_rule)
    if answering is None and recent is not None and not recent["number"] and leaves_none(turn.text):
        return "deny"
    if answering is None and recent is not None:
        answering = topic_after_report(turn, topic_by_rule, recent)
    if answering is not None:
        return answering
    begins = begins_a_request(turn.text) and turn.wish is None and not (turn.photos or turn.located)
    raised = raised_emergency(turn.expecting)
    if begins and raised is not None and not raised.get("over"):
        return "detail"
    topic: Topic = "intake" if begins else topic_of_new_message(turn, topic_by_rule)
    opens = topic in ("intake", "not_understood") and turn.faq is None and not turn.located
    if opens and recent is not None and after_report.is_fragment_of_case(turn, recent):
        return "addition"
    return topic


def _topic_about_raised(turn: Turn, talk: Talk, topic_by_rule: Topic) -> Topic | None:
    """The topic of a message, after an emergency was raised, that surely tells of another matter, or where the place is awaited is about it; else None."""
    if talk.form is None and raised_emergency(turn.expecting) is not None and tells_another_matter(turn):
        return "intake"
    answers = topic_by_rule == "affirm" and talk.pending is not None
    if talk.form is None and not answers and speaks_to_who_listens(turn, topic_by_rule):
        return "detail"
    return _topic_of_emergency(turn, topic_by_rule) if awaits_a_place(turn) else None


def _topic_of_emergency(turn: Turn, topic_by_rule: Topic) -> Topic | None:
    """The topic of a message about the emergency just raised, which no rule before has answered: advice if it asks or begs for any, else more of its case; None of another matter."""
    if asks_what_helps_at_home(turn) or asks_in_emergency(turn, topic_by_rule):
        return "advice"
    return "detail" if is_about_the_emergency(turn, topic_by_rule) else None


def _topic_of_two_parts_or_correction(turn: Turn, talk: Talk, recent: CaseSummary | None) -> Topic | None:
    """The topic of a message that is about a case and reports another matter, withdraws the recent case and deletes the number, gives the number to call
    in pieces, asks who handles the case or which number it has, or corrects it.

    None of any other, and beside an open draft; there, too, its sender may let themselves be named, or ask who sees it. Before any report it may ask whether one may speak here.
    """
    if _lets_itself_be_named(turn, talk):
        return "naming"
    if _asks_who_sees(turn, talk, recent):
        return "who_sees"
    if talk.form is None and not _answers_whether_to_withdraw(turn, talk) and read_two_parts(turn) is not None:
        return "both"
    if asks_if_it_is_safe_here(turn.text):
        return "who_is_told" if talk.form is None else "who_sees"
    if talk.form is None and short.disowns_what_came_before(turn.text):
        return "preamble"
    if recent is None:
        return None
    if gives_number_in_pieces(turn, talk):
        return "number"
    if talk.form is None and asked_of_case(turn) is not None and not deletes_number(turn.text):
        return "status"
    if talk.form is None and after_report.withdraws_and_deletes_number(turn):
        return "withdraw"
    return "correction" if corrects_recent_case(turn, talk, recent) else None


def _answers_whether_to_withdraw(turn: Turn, talk: Talk) -> bool:
    """Whether a message answers "shall I really withdraw the case?"."""
    asked = talk.pending or {}
    return asked.get("asked") == "withdraw" and open_questions.answers_pending(asked, turn)


def _is_of_the_answer(form: Form, turn: Turn) -> bool:
    """Whether a message asks more about the common question just answered, or wants that to be reported."""
    return after_answer.asks_more(form, turn) or after_answer.reports_it(form, turn)


def _gives_a_number_in_pieces(form: Form, turn: Turn) -> bool:
    """Whether a message announces the sender's number (我电话), which asks for nobody's call, begins it or is a piece of it."""
    goes_on = form.number is not None and piece_of_number(turn.text) is not None
    return announces_number(turn.text) or goes_on or begins_a_number(form, turn)


def _topic_about_withdrawal(turn: Turn, talk: Talk, recent: CaseSummary | None) -> Topic | None:
    """The topic of a message that puts off what was spoken of (再说吧), wants a dropped draft after all, keeps a case (不撤回) or, if none that is open was reported within a
    day, says that a withdrawn matter is wanted after all or broken again. None of any other, and if it answers a topic's question."""
    if withdrawals.read_swap(turn.text) is not None:
        return "withdraw"
    asked = (talk.pending or {}).get("asked")
    if short.puts_off(turn.text) and asked != "naming":
        return "withdraw" if asked == "withdraw" else "deny"
    if talk.pending is not None and open_questions.answers_pending(talk.pending, turn):
        return None
    if open_questions.takes_up_dropped(talk, turn):
        return "intake"
    if withdrawals.keeps_case(turn.text, "" if recent is None else after_report.words_of(recent)):
        return "withdraw"
    if recent is not None:
        return None
    again = follow_up_answers.wants_it_after_all(turn.text) or follow_up_answers.is_broken_again(turn.text)
    return "follow_up" if again else None


def _topic_of_answer(turn: Turn, talk: Talk, topic_by_rule: Topic) -> Topic | None:
    """The topic of a message that is only a wish, answers a topic's or the staff's question, or is about the emergency just raised; else None."""
    if wishes.is_only_the_wish(turn):
        return "confidentiality"
    asked = talk.pending
    answering = _topic_of_pending(asked) if asked is not None and open_questions.answers_pending(asked, turn) else None
    if answering is None and case_asked_about(turn.expecting) and not _asks_for_something_else(turn, topic_by_rule):
        return "detail"
    if answering is None and raised_emergency(turn.expecting):
        return _topic_of_emergency(turn, topic_by_rule)
    return answering


def _asks_for_something_else(turn: Turn, topic_by_rule: Topic) -> bool:
    """Whether a message surely wants something else than to answer what staff asked."""
    if after_report.tells_another_matter(turn.text) or choosing.gives_number(turn.text):
        return True
    return topic_by_rule in OTHER_THAN_REPORTING and turn.score >= SURE_OF_OTHER


def has_unsure_intent(turn: Turn) -> bool:
    """Whether the intent's score is too low to use it; an intent to report is used all the same if the message has six characters or more, or names a matter or place."""
    if turn.score >= LEAST_INTENT:
        return False
    return turn.intent != "report_case" or (len(short.plain(turn.text)) < 6 and not names_matter_or_place(turn))


def asks_for_a_person(turn: Turn) -> bool:
    """Whether the message asks for a person: nothing but 转人工 and the like, or a short message with that intent and a word of it.

    The short message does not count if it gives a telephone number, if it says that nobody answers
    (电话打不通) without such a wish, or if the place of an emergency is awaited.
    """
    if short.is_request_for_person(turn.text):
        return True
    if _wants_nobody(turn.text):
        return False
    if len(turn.text) > SHORT_MESSAGE or phones(turn.draft) or awaits_a_place(turn):
        return False
    if _NOBODY_ANSWERS.search(turn.text) and not _WANTS_A_PERSON.search(turn.text):
        return False
    named = _NAMES_A_PERSON.search(turn.text) is not None or _WISHES_A_PERSON.search(turn.text) is not None
    return named and turn.surely("human", score=0.7) and _wishes_a_person(turn)


def _wants_nobody(text: str) -> bool:
    """Whether a text wants to speak to nobody, and in no other clause wishes for a person (不用打电话，转人工客服)."""
    clauses = _CLAUSE_ENDS.split(text)
    others = [one for one in clauses if _WANTS_NOBODY.search(one) is None]
    wishes = any(_WANTS_A_PERSON.search(one) or _WISHES_A_PERSON.search(one) for one in others)
    return len(others) < len(clauses) and not wishes


def _wishes_a_person(turn: Turn) -> bool:
    """Whether a message wishes for a person in words, or is read as doing that; words about people (两个人, 我们七个人) are no wish."""
    if _wants_nobody(turn.text):
        return False
    return (
        turn.acts("human") or short.is_request_for_person(turn.text) or _WISHES_A_PERSON.search(turn.text) is not None
    )


def _topic_of_pending(pending: dict[str, object]) -> Topic:
    """The topic that takes the answer to a pending question (`Talk.pending`)."""
    found: Topic = pending["topic"]  # type: ignore[assignment]  # written by our own topics
    return found
