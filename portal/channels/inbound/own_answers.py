"""What the gateway answers itself: keywords (退订), a withheld choice, a photo alone, voice, what cannot be read, a new follower."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from portal.cases.verbs.disclosure import confidentiality
from portal.channels.bot_client import Outgoing
from portal.channels.handover import at_once, holders
from portal.channels.models import Conversation, InboxKind, InboxMessage, InboxState
from portal.channels.outbound import answers
from portal.channels.text import keywords
from portal.channels.text.keywords import Keyword
from portal.outbox.kinds import Purpose
from portal.residents import service as residents
from portal.residents.models import ContactPoint
from portal.storage.parts import Parts

ERASE_PAGE = "/me/erase"
SUBSCRIBED = "subscribe"  # the event of a new follower
NOT_A_VOTE, NOT_A_VOTE_AND_MORE = "not_a_vote", "not_a_vote_and_more"  # ids of templates
HOW_TO_ERASE = "how_to_erase"
_OWN_TEMPLATES = {
    InboxKind.WITHHELD: NOT_A_VOTE,
    InboxKind.PHOTO: "photo_received",
    InboxKind.VOICE: "voice_received",
    InboxKind.OTHER: "cannot_read",
}

_ONLY_TOLD = {
    Keyword.ASKS_TO_WITHDRAW: "how_to_withdraw",
    Keyword.CANNOT_ERASE: "erased_by_staff",
    Keyword.OFF_THE_ROLL: "off_the_roll",
}


def answer_directly(s: Session, parts: Parts, talk: Conversation, row: InboxMessage) -> None:
    """Settle the row with the gateway's own answer, if it has one: a follower who leaves and a second 退订 by SMS get none.

    What a keyword asks for is done, too (`_act_on_keyword`), but for erasing: the answer only leads to ERASE_PAGE.
    """
    now = row.received_at
    point = s.get_one(ContactPoint, row.contact_point_id)
    row.state, row.answered_at = InboxState.ANSWERED, now
    said = _own_answer(s, parts, point, row, now)
    if row.kind == InboxKind.EVENT and row.text == SUBSCRIBED:
        talk.notice_at = None  # a follower who comes back gets the notice again
        said = answers.with_notice(s, parts, talk, [], now)
    elif said and row.kind != InboxKind.KEYWORD:
        said = answers.with_notice(s, parts, talk, said, now)
    messages = [answers.write(s, point, one, now, inbox_id=row.id) for one in said]
    if row.reply_by is None:
        purpose = Purpose.KEYWORD if row.kind == InboxKind.KEYWORD else Purpose.ANSWER
        answers.send(s, parts, point, messages, purpose=purpose, now=now)


def _own_answer(s: Session, parts: Parts, point: ContactPoint, row: InboxMessage, now: datetime) -> list[Outgoing]:
    keyword = _keyword_of(row)
    if keyword is Keyword.ERASE:
        return [replace(answers.from_template(parts, HOW_TO_ERASE), link=ERASE_PAGE)]
    if keyword is Keyword.CANNOT_ERASE:
        at_once.hand_over(s, row, at_once.ERASE, now)
    if keyword is Keyword.NEW_HOLDER:
        _take_in_new_holder(s, point, row, now)
    if keyword is Keyword.OPT_OUT and keywords.says_who_reads_it(row.text):
        residents.keep_quiet(point)  # nor does a handler call them
    template = (
        _act_on_keyword(s, parts, point, keyword, now)
        if keyword is not None
        else _OWN_TEMPLATES.get(InboxKind(row.kind), "")
    )
    if template == NOT_A_VOTE and row.choice_cut:
        template = NOT_A_VOTE_AND_MORE
    return [answers.from_template(parts, template)] if template else []


def _keyword_of(row: InboxMessage) -> Keyword | None:
    """The keyword that the row was classified as; None of another row."""
    if row.kind != InboxKind.KEYWORD:
        return None
    return keywords.keyword(row.text) or (
        Keyword.NEW_HOLDER if holders.says_so(row.text, is_answer=False) else Keyword.CANNOT_ERASE
    )


def _take_in_new_holder(s: Session, point: ContactPoint, row: InboxMessage, now: datetime) -> None:
    """Hold a number that is somebody else's now; a web chat knows of no number, so that staff are only told."""
    if point.channel == "webchat":
        at_once.hand_over(s, row, at_once.NEW_HOLDER, now)
    else:
        holders.hold(s, point, at_once.NEW_HOLDER, now, key=f"{row.id}:{at_once.NEW_HOLDER}", text=row.text)


def _act_on_keyword(s: Session, parts: Parts, point: ContactPoint, word: Keyword | None, now: datetime) -> str:
    """Do what the keyword says; returns the id of the template that answers it, or "" for no answer.

    After consent is withdrawn, the next message gets the notice of purpose and retention again (PIPL 17).
    """
    if word in _ONLY_TOLD:
        return _ONLY_TOLD[word]
    talk = answers.lock_conversation(s, point.id)
    if word is Keyword.OPT_IN:
        gave = residents.opt_in(s, point, now)
        talk.notice_at = talk.notice_at or (now if gave else None)
        return "consent_restored" if gave else "opted_in"
    if word is Keyword.WITHDRAW_CONSENT:
        residents.withdraw_consent(s, point, now)
        confidentiality.withdraw_naming_consent(s, parts, point.id)
        talk.notice_at = None
        return "consent_withdrawn"
    if word is Keyword.NEW_HOLDER and point.channel == "webchat":
        return "number_not_known"
    first = residents.opt_out(s, point, now)
    if word is Keyword.NEW_HOLDER:
        return "number_changed_hands"
    if point.channel == "sms":
        return "opted_out" if first else ""  # confirmed only once
    return "opted_out_chat"
