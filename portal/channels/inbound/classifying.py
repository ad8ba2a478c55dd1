"""Decides a message's kind, and what of it is cut or withheld, so that no choice for a secret vote is stored."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from portal.cases.records import queries
from portal.channels import questions
from portal.channels.handover import holders
from portal.channels.inbound import secret
from portal.channels.inbound.incoming import Incoming
from portal.channels.inbound.own_answers import HOW_TO_ERASE, NOT_A_VOTE, NOT_A_VOTE_AND_MORE
from portal.channels.inbound.secret import ChoiceReading
from portal.channels.models import Conversation, InboxKind
from portal.channels.outbound import answers
from portal.channels.text import apart, danger_words, keywords, open_questions, other_choices
from portal.channels.text.keywords import Keyword
from portal.residents import service as residents
from portal.residents.models import ContactPoint

_MARKS = re.compile(r"[\s,，。.、:：;；!！?？~～…]+")
_COUNTED = frozenset(("utter_vote_counted", "vote_counted"))  # responses saying that a vote was counted
_CHANGES = re.compile(r"改[成为投选主]|换成|重新投|重投")  # words that ask to change that vote
_OF_THE_ALARM = re.compile(r"险情|警报|报警|误报|演习")
_PLACE, _CONTACT, _DANGER = "place", "contact", "danger"
_ORDINAL = re.compile("(?:第[一二两三四五1-5]|头一|最后一)(?:[个件桩样条点码])?(?:事情?|问题|情况)?").pattern
# 第一个, 先说第一件事, 第二个是: as whoever tells several matters counts them
_COUNTS_MATTERS = re.compile(rf"(?:先|再|那|我|就|来|然后|还有|另外|说|讲|报){{0,3}}{_ORDINAL}(?:就是|是|嘛|吧)?")
_ASKS_OF_ONE = re.compile(rf"(?:那|还有|我的?|那个){{0,2}}{_ORDINAL}呢")
_LISTENS = frozenset(("utter_take_your_time", "utter_go_on"))  # said to whoever is about to tell something
_NOT_ANSWERED_BY_A_STANCE = frozenset((_PLACE, "time", "detail"))  # codes of questions that 同意 or 反对 cannot answer
_TOLD_WITHIN = timedelta(days=30)  # what we told of a vote, which 1 or 👍 may answer
_NOT_OF_A_CASE = frozenset(
    ("vote_named", "detail", "danger_check")
)  # while one of these kinds of question is open, 同意 is not taken to be about a case


def cut_beside_danger(s: Session, incoming: Incoming) -> Incoming:
    """A message about danger, without the choice for a vote beside it; any other message unchanged."""
    alone = (secret.only_the_alarm if incoming.alarm else secret.without_choice_if_danger)(s, incoming.text)
    if alone == incoming.text:
        return incoming
    found = danger_words.plain_danger(alone)
    return replace(incoming, text=alone, choice_cut=True, alarm=found.danger if found else incoming.alarm)


def classified(s: Session, talk: Conversation, incoming: Incoming, reading: ChoiceReading, now: datetime) -> Incoming:
    """The message with its kind, set before it is stored; a choice for a secret vote loses its text (WITHHELD).

    Where words of danger, the answer to an emergency's question, or a place that was asked for stand beside the choice, only
    the choice is cut (`choice_cut`).
    """
    if incoming.kind is InboxKind.PLACE and reading.is_explicit:
        return _withheld(incoming)
    if incoming.kind is not InboxKind.TEXT:
        return incoming
    if not incoming.text:
        return replace(incoming, kind=InboxKind.PHOTO if incoming.media else InboxKind.OTHER)
    asks = answers.asked_last(s, talk)
    keyword = _keyword_of(s, talk, incoming.text, now)
    keyword = None if keyword is Keyword.NEW_HOLDER and incoming.alarm else keyword
    if keyword is not None and _is_of_their_case(s, talk, keyword, incoming.text, now):
        return incoming
    if keyword is not None and _may_be_of_a_vote(s, talk, keyword, reading, now):
        return _withhold_or_cut(incoming, reading)
    if keyword is not None and not _answers_a_question(keyword, asks, incoming.text):
        return replace(incoming, kind=InboxKind.KEYWORD)
    asked = questions.latest(s, talk.contact_point_id, now)
    expecting = asked.facts if asked is not None else None
    if asks == _DANGER and expecting is not None and expecting.get("kind") in open_questions.OF_AN_EMERGENCY:
        asks = None  # what answers about the emergency is told from the choice below
    busy = asks is not None or bool(incoming.alarm)  # when in doubt, a call for help is not withheld
    if _is_of_the_alarm(expecting, incoming.text) and not reading.is_explicit:
        return incoming
    if _is_for_no_secret_vote(s, talk, reading, expecting, now):
        return incoming
    if _awaits_place_time_or_detail(s, talk, expecting):
        return _cut_beside_answer(incoming, reading, expecting)
    withholds = reading.must_be_withheld(None if busy else expecting, asked=busy)
    if not busy and withholds != reading.is_explicit and _is_of_a_case(s, talk, expecting, incoming.text, now):
        withholds = reading.is_explicit
    return _withhold_or_cut(incoming, reading, expecting) if withholds else incoming


def _keyword_of(s: Session, talk: Conversation, text: str, now: datetime) -> Keyword | None:
    """The keyword that the message is; also 我不会 right after how to erase was told. In an emergency 怎么删我的聊天记录, and where somebody near may read it 别发短信, are the bot's: what people who may be watched need is neither a stop of all that is sent nor a page of ours."""
    keyword = keywords.keyword(text)
    if keyword is None and _is_of_a_new_holder(s, talk, text):
        keyword = Keyword.NEW_HOLDER
    if keyword is None and keywords.says_it_cannot(text) and answers.last_template(s, talk, now) == HOW_TO_ERASE:
        return Keyword.CANNOT_ERASE
    own_words = keyword is Keyword.OPT_OUT and keywords.opts_out_in_own_words(text)
    clears = keyword in (Keyword.ERASE, Keyword.CANNOT_ERASE) and keywords.asks_to_clear_the_chat(text)
    if own_words:
        return None if questions.may_be_watched(s, talk.contact_point_id, now) else keyword
    if clears or keyword is Keyword.NEW_HOLDER:
        return None if questions.is_in_emergency(s, talk.contact_point_id, now) else keyword
    return keyword


def _is_of_a_new_holder(s: Session, talk: Conversation, text: str) -> bool:
    """Whether a message says only that its number is somebody else's now (这号码我昨天刚买的，谁报的)."""
    if not holders.says_only_so(text):
        return False
    point, is_answer = s.get_one(ContactPoint, talk.contact_point_id), answers.asked_last(s, talk) is not None
    return holders.may_be_another(s, point, text, is_answer=is_answer)


def _answers_a_question(keyword: Keyword, asks: str | None, text: str) -> bool:
    """Whether the words answer what the bot asked last: 删掉我的电话 any question; 别记我的信息, whether they leave a number."""
    if keyword is Keyword.ERASE:
        return asks is not None and not keywords.asks_to_erase_all(text)
    return keyword is Keyword.ASKS_TO_WITHDRAW and asks == _CONTACT


def _may_be_of_a_vote(s: Session, talk: Conversation, keyword: Keyword, reading: ChoiceReading, now: datetime) -> bool:
    """Whether words about consent may be a choice: in a vote about data (我不同意收集我的信息), or, a vote having been talked about, what one's ballot was (我要收回同意)."""
    if keyword is Keyword.ASKS_TO_WITHDRAW and reading.is_explicit:
        return True
    own_words = keyword is Keyword.WITHDRAW_CONSENT and not keywords.withdraws_in_so_many_words(reading.text)
    return own_words and reading.chooses and answers.told_of_a_vote_lately(s, talk, now)


def _is_of_their_case(s: Session, talk: Conversation, keyword: Keyword, text: str, now: datetime) -> bool:
    """Whether a keyword is about the sender's case instead: 恢复 restores one withdrawn lately, 把我电话删了 deletes the number of an open one."""
    if keyword is Keyword.OPT_IN and keywords.only_restores(text):
        return _restores_a_case(s, talk, now)
    deletes = keyword is Keyword.ERASE and keywords.asks_to_erase_number(text)
    return deletes and queries.has_open(s, talk.contact_point_id)


def _restores_a_case(s: Session, talk: Conversation, now: datetime) -> bool:
    """Whether 恢复 means a case that was withdrawn lately, rather than the messages: nothing of those was stopped.

    Where no carrier has a rule for the word (not by SMS), it means the case, too, if that was withdrawn after 退订.
    """
    point = s.get_one(ContactPoint, talk.contact_point_id)
    withdrawn_at = queries.withdrawn_last(s, point.id, now)
    if withdrawn_at is None or point.no_push or residents.has_withdrawn(s, point.id):
        return False
    if point.opted_out_at is None:
        return True
    return point.channel != "sms" and withdrawn_at > point.opted_out_at


def _is_of_the_alarm(expecting: Mapping[str, Any] | None, text: str) -> bool:
    """Whether the question asked last is an emergency's, and the text is a bare number or speaks of the alarm.

    What the number means is decided by `text/open_questions.py`.
    """
    after_alarm = expecting is not None and expecting.get("kind") in open_questions.OF_AN_EMERGENCY
    return after_alarm and (open_questions.is_bare_number(text) or _OF_THE_ALARM.search(text) is not None)


def _is_of_a_case(
    s: Session, talk: Conversation, expecting: Mapping[str, Any] | None, text: str, now: datetime
) -> bool:
    """Whether the talk is about a case (不用修了), or the message only assents to something that is no vote (好的同意)."""
    if expecting is None and keywords.assents(text) and answers.spoke_of_other_matter(s, talk, now):
        return True
    other = expecting is not None and expecting.get("kind") in _NOT_OF_A_CASE
    return not other and answers.spoke_of_a_case(s, talk, now)


def _is_for_no_secret_vote(
    s: Session, talk: Conversation, reading: ChoiceReading, expecting: Mapping[str, Any] | None, now: datetime
) -> bool:
    """Whether it reports by a mark, names no vote though none was told to its sender, is a mere yes or no to what the bot said, is for a vote by name, or counts the sender's own matters."""
    if _reports_by_a_mark(s, talk, reading, expecting, now):
        return True
    if expecting is None and not (reading.says_a_vote or reading.is_explicit):
        return not answers.told_of_a_vote_lately(s, talk, now, within=_TOLD_WITHIN)
    if expecting is None and keywords.says_only_yes_or_no(reading.text) and answers.spoke_of_other_matter(s, talk, now):
        return True
    return not reading.has_vote_words and (
        _is_for_a_vote_by_name(s, talk, reading.text, expecting, now)
        or _counts_matters(s, talk, reading.text, expecting, now)
    )


def _reports_by_a_mark(
    s: Session, talk: Conversation, reading: ChoiceReading, expecting: Mapping[str, Any] | None, now: datetime
) -> bool:
    """Whether a mark stands beside a house while no vote is talked about.

    Beside a thing of that house (灯❌): in the open question or our last message; beside none: in any message of ours within a day.
    """
    asked = expecting is not None and str(expecting.get("kind")).startswith("vote")
    if asked or not reading.marks_a_house:
        return False
    of_a_thing = other_choices.names_a_thing(reading.text)
    spoke = answers.spoke_of_a_vote if of_a_thing else answers.told_of_a_vote_lately
    return not spoke(s, talk, now)


def _is_for_a_vote_by_name(
    s: Session, talk: Conversation, text: str, expecting: Mapping[str, Any] | None, now: datetime
) -> bool:
    """Whether a vote by name is meant: its question is open, or a vote was just counted and is to be changed."""
    if expecting is not None:
        return expecting.get("kind") == "vote_named"
    return _CHANGES.search(text) is not None and answers.last_template(s, talk, now) in _COUNTED


def _counts_matters(
    s: Session, talk: Conversation, text: str, expecting: Mapping[str, Any] | None, now: datetime
) -> bool:
    """Whether a mere 第一个 counts what its sender tells or has told: after 有两个事, of a report or a case, or asked (第一个呢).

    Never where a vote was talked about within a day, nor out of the blue: then it may be an option.
    """
    said = _MARKS.sub("", text)
    asks = _ASKS_OF_ONE.fullmatch(said) is not None
    if not asks and _COUNTS_MATTERS.fullmatch(said) is None:
        return False
    if str((expecting or {}).get("kind", "")).startswith("vote_") or answers.told_of_a_vote_lately(s, talk, now):
        return False
    return asks or answers.last_template(s, talk, now) in _LISTENS or answers.spoke_of_a_case(s, talk, now)


def _withhold_or_cut(
    incoming: Incoming, reading: ChoiceReading, expecting: Mapping[str, Any] | None = None
) -> Incoming:
    """The message with only what it says beside its choice, if that may tell of danger or answers a question of an emergency.

    Otherwise nothing of the message is kept (WITHHELD).
    """
    emergency_answer = (
        reading.emergency_answer
        if expecting is not None and expecting.get("kind") in open_questions.OF_AN_EMERGENCY
        else ""
    )
    if emergency_answer and len(emergency_answer) > len(reading.urgent):
        found = danger_words.plain_danger(emergency_answer)
        return replace(
            incoming, text=emergency_answer, choice_cut=True, alarm=found.danger if found else incoming.alarm
        )
    if not reading.urgent:
        return replace(_withheld(incoming), choice_cut=reading.says_more)
    found = danger_words.plain_danger(reading.urgent)
    return replace(incoming, text=reading.urgent, choice_cut=True, alarm=found.danger if found else incoming.alarm)


def _awaits_place_time_or_detail(s: Session, talk: Conversation, expecting: Mapping[str, Any] | None) -> bool:
    """Whether the bot waits for a place, a time or details, even if a choice was refused in between."""
    open_place = expecting is not None and expecting.get("asks") == _PLACE
    return (
        open_place or answers.asked_last(s, talk, beside=(NOT_A_VOTE, NOT_A_VOTE_AND_MORE)) in _NOT_ANSWERED_BY_A_STANCE
    )


def _cut_beside_answer(incoming: Incoming, reading: ChoiceReading, expecting: Mapping[str, Any] | None) -> Incoming:
    """The answer to a question about place, time or details, without the choice for a vote in it.

    Only if a place is left; otherwise as `_withhold_or_cut`, and a sender who said more is asked to say it again. A message
    without words that can be cut is unchanged, unless it is an explicit choice.
    """
    if reading.without_choice == incoming.text:
        return _withhold_or_cut(incoming, reading, expecting) if reading.is_explicit else incoming
    if not apart.tells_where(reading.without_choice):
        return _withhold_or_cut(incoming, reading, expecting)
    return replace(incoming, text=reading.without_choice, choice_cut=True)


def _withheld(incoming: Incoming) -> Incoming:
    return replace(incoming, kind=InboxKind.WITHHELD, text="", media=(), place={}, sent_at=None)
