"""The codes of votes by SMS, sent and received. They are only in letters of the outbox, never in a stored message."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.channels.bot_client import Outgoing
from portal.channels.models import ChatMessage
from portal.consultations.ballots.board import RECEIPT_BEGINNING
from portal.consultations.verbs import chat_voting, sms_votes
from portal.consultations.verbs.sms_votes import CodeOutcome
from portal.outbox import service as outbox
from portal.outbox.kinds import Kind, Purpose
from portal.residents.models import ContactPoint
from portal.storage.parts import Parts
from portal.wording import templates

_AROUND = r"(?:我的?|收到的?|投票的?|短信|验证码|确认码|校验码|数字|号码|码|就是|是|为|的|了|给你们?|发你|你好|您好|这个|回复|回|好的?|嗯|来了|[\s:：,，。.!！~])"
# Groups of these two patterns: the choice beside the code (always empty in _ALONE), the code.
_ALONE = re.compile(rf"{_AROUND}{{0,8}}()(\d{{6}}){_AROUND}{{0,8}}")
_WITH_A_CHOICE = re.compile(r"(\d{1,2}|[^\d\s]{1,12}?)[\s,，、+;；。.]*(\d{6})[。.!！]?")
_SIX = re.compile(r"(?<!\d)\d{6}(?!\d)")
_CALLED_A_CODE = re.compile(r"(?<=码)[是为:：\s]{0,3}\d{6}(?!\d)")
_LONGEST = 40  # characters of a text that may be just a code; in a longer one only a number called a code may be it
_LONGEST_TITLE = 30  # characters
_OPTIONS = 3  # options that the template of a question with a code has
_TEMPLATE_OF = {
    CodeOutcome.COUNTED: "vote_counted",
    CodeOutcome.WRONG: "vote_code_wrong",
    CodeOutcome.NO_CHOICE: "vote_code_alone",
    CodeOutcome.CLOSED: "vote_over",
    CodeOutcome.HALTED: "vote_halted",
    CodeOutcome.UNPROVEN: "vote_unproven",
}


@dataclass(frozen=True)
class CodeReply:
    """What follows from a code: the gateway's own answer (`template` and its parameters), or else the `text` left for the bot.

    `receipt`: the number of the receipt of a vote by name that was counted; its beginning is enough to look it up.
    """

    template: str = ""
    title: str = ""
    receipt: str = ""
    text: str = ""


def vote_by_code(s: Session, parts: Parts, point: ContactPoint, text: str, now: datetime) -> CodeReply | None:
    """Cast a vote by the code in an SMS, before its text is stored; None if there is no code, or none is awaited from the sender.

    A code among other words is not used, only taken out of the text. A choice beside a code that is wrong, or
    to whose question it is no answer, is left for the bot (`CodeReply.text`).
    """
    if point.channel != "sms" or not sms_votes.has_valid_code(s, point.id, now):
        return None
    found = _with_a_code(text)
    if found is None:
        rest = without_a_code(text)
        return CodeReply(text=rest) if rest and rest != text else None
    said, code = found.groups()
    counted = chat_voting.count_sms_vote(s, parts.settings, point.id, code, said=said or "", now=now)
    if said and counted.outcome in (CodeOutcome.WRONG, CodeOutcome.NO_CHOICE):
        return CodeReply(text=said)  # the bot takes it as a new choice, for which a new code is sent
    return CodeReply(template=_TEMPLATE_OF[counted.outcome], title=counted.title, receipt=counted.receipt)


def beside_a_code(text: str) -> str:
    """The choice beside a code, if the text is just these two; else ""."""
    found = _with_a_code(text)
    return found.group(1) if found else ""


def without_a_code(text: str) -> str:
    """The text as it may be stored while a code is awaited: six digits that may be the code are replaced by ……"""
    plain = unicodedata.normalize("NFKC", text)
    marked = _SIX if len(plain) <= _LONGEST else _CALLED_A_CODE
    return marked.sub("……", plain) if marked.search(plain) else text


def _with_a_code(text: str) -> re.Match[str] | None:
    text = unicodedata.normalize("NFKC", text).strip()
    return _ALONE.fullmatch(text) or _WITH_A_CHOICE.fullmatch(text) if len(text) <= _LONGEST else None


def answer(parts: Parts, reply: CodeReply) -> Outgoing:
    """The gateway's own answer to a code. `reply`: one with a template."""
    params = {"title": reply.title[:_LONGEST_TITLE], "receipt": reply.receipt[:RECEIPT_BEGINNING]}
    return Outgoing(text=templates.render(parts.settings.community, reply.template, params), response=reply.template)


def replace_with_code(
    s: Session, parts: Parts, message: ChatMessage, said: Outgoing, expecting: Mapping[str, Any] | None
) -> None:
    """If the bot's message needs a code, queue an SMS with a code instead.

    It needs one if it answers a complete vote, which is parked until the code comes back (`sms_votes`), or asks a vote's last
    question.
    """
    point, now = s.get_one(ContactPoint, message.contact_point_id), message.at
    if point.channel != "sms" or said.response not in ("utter_vote_code", "utter_ask_vote"):
        return
    found = _code_for_parked_vote(s, parts, point, now) if said.response == "utter_vote_code" else None
    if said.response == "utter_ask_vote":
        found = _code_with_question(s, parts, point, said, expecting or {}, now=now)
    if found is None:
        return
    template, params = found
    message.via = "send"
    until = (now + sms_votes.LIFE).isoformat()
    payload = {"purpose": Purpose.OTP, "template": template, "contact_point_id": point.id, "expires_at": until}
    outbox.put(
        s,
        kind=Kind.SEND_SMS,
        payload=payload | {"chat_message_id": message.id},
        now=now,
        dedupe_key=f"vote_code:{message.id}",
        letter=(point.address, templates.render(parts.settings.community, template, params)),
    )


def _code_for_parked_vote(
    s: Session, parts: Parts, point: ContactPoint, now: datetime
) -> tuple[str, dict[str, str]] | None:
    sent = sms_votes.issue_code(s, parts.settings.secret_key, point.id, now)
    if sent is None:
        return None
    return "vote_code", {"title": sent.title[:_LONGEST_TITLE], "choice": sent.choice, "code": sent.code}


def _code_with_question(
    s: Session, parts: Parts, point: ContactPoint, said: Outgoing, expecting: Mapping[str, Any], *, now: datetime
) -> tuple[str, dict[str, str]] | None:
    """(template, parameters) of the vote's last question with a code, so that one reply completes the vote.

    None if it is not the last question, does not have _OPTIONS options, or the number gets no code (`offer_sms_code`).
    """
    given = {*(expecting.get("given") or {}), expecting.get("question")}
    more = [question for question in expecting.get("questions") or [] if question["key"] not in given]
    if expecting.get("kind") != "vote_named" or more or len(said.buttons) != _OPTIONS:
        return None
    consultation = str(expecting.get("consultation", ""))
    if not consultation.isdigit():
        return None
    before = {str(key): list(codes) for key, codes in (expecting.get("given") or {}).items()}
    code = chat_voting.offer_sms_code(
        s,
        parts.settings.secret_key,
        int(consultation),
        point.id,
        question=str(expecting["question"]),
        given=before,
        now=now,
    )
    if code is None:
        return None
    choices = {f"choice{number}": title for number, (title, _) in enumerate(said.buttons, start=1)}
    texts = {
        "title": str(said.params.get("title", ""))[:_LONGEST_TITLE],
        "question": str(said.params.get("question", "")),
    }
    return "vote_ask_code", texts | choices | {"code": code}
