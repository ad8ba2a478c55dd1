"""The codes of votes by SMS, on their way out and back. None stands in a message that is kept: letters alone carry them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.channels.bot_client import Said
from portal.channels.models import ChatMessage
from portal.consultations.verbs import sms_votes, voting
from portal.consultations.verbs.sms_votes import Heard
from portal.outbox import service as outbox
from portal.outbox.kinds import Kind, Purpose
from portal.residents.models import ContactPoint
from portal.storage.parts import Parts
from portal.wording import templates

_ALONE = re.compile(r"(?:验证码|码)?()[:：\s]*(\d{6})[。.!！]?")
_WITH_A_CHOICE = re.compile(r"(\d{1,2}|[^\d\s]{1,12})[\s,，、+;；。.]*(\d{6})[。.!！]?")
_LONGEST = 40
_TITLE = 30
_OPTIONS = 3  # as many as the question's text with a code has room for
_SAYS = {
    Heard.COUNTED: "vote_counted",
    Heard.WRONG: "vote_code_wrong",
    Heard.NO_CHOICE: "vote_code_alone",
    Heard.CLOSED: "vote_over",
}


@dataclass(frozen=True)
class Brought:
    """What a code brought: the gateway's own answer (`template`, `title`), or else what remains for the bot."""

    template: str = ""
    title: str = ""
    text: str = ""


def heard(s: Session, parts: Parts, point: ContactPoint, text: str, now: datetime) -> Brought | None:
    """Before anything is stored: a code that comes back by SMS. None where the text is something else."""
    if point.channel != "sms" or not sms_votes.waits(s, point.id, now):
        return None
    found = _with_a_code(text)
    if found is None:
        return None
    said, code = found.groups()
    came, title = voting.take_sms_code(s, parts.settings, point.id, code, said=said or "", now=now)
    if said and came in (Heard.WRONG, Heard.NO_CHOICE):
        return Brought(text=said)  # the bot takes it for a new choice, and a new code goes out
    return Brought(template=_SAYS[came], title=title)


def beside_a_code(text: str) -> str:
    """What stands beside a code, where the text is one: it may remain for the bot."""
    found = _with_a_code(text)
    return found.group(1) if found else ""


def _with_a_code(text: str) -> re.Match[str] | None:
    text = unicodedata.normalize("NFKC", text).strip()
    return _ALONE.fullmatch(text) or _WITH_A_CHOICE.fullmatch(text) if len(text) <= _LONGEST else None


def answer(parts: Parts, brought: Brought) -> Said:
    """The gateway's own words."""
    params = {"title": brought.title[:_TITLE]}
    return Said(text=templates.say(parts.settings.community, brought.template, params), response=brought.template)


def go_out(s: Session, parts: Parts, message: ChatMessage, said: Said, expecting: Mapping[str, Any] | None) -> None:
    """Where the bot's message wants a code, an SMS of its own takes its place: with the parked vote, or the question."""
    point, now = s.get_one(ContactPoint, message.contact_point_id), message.at
    if point.channel != "sms" or said.response not in ("utter_vote_code", "utter_ask_vote"):
        return
    found = _parked(s, parts, point, now) if said.response == "utter_vote_code" else None
    if said.response == "utter_ask_vote":
        found = _asked(s, parts, point, said, expecting or {}, now=now)
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
        letter=(point.address, templates.say(parts.settings.community, template, params)),
    )


def _parked(s: Session, parts: Parts, point: ContactPoint, now: datetime) -> tuple[str, dict[str, str]] | None:
    sent = sms_votes.issue(s, parts.settings.secret_key, point.id, now)
    if sent is None:
        return None
    return "vote_code", {"title": sent.title[:_TITLE], "choice": sent.choice, "code": sent.code}


def _asked(
    s: Session, parts: Parts, point: ContactPoint, said: Said, expecting: Mapping[str, Any], *, now: datetime
) -> tuple[str, dict[str, str]] | None:
    """The ballot's last question, where its answers fit: one reply is then the whole vote."""
    given = {*(expecting.get("given") or {}), expecting.get("question")}
    more = [question for question in expecting.get("questions") or [] if question["key"] not in given]
    if expecting.get("kind") != "vote_named" or more or len(said.buttons) != _OPTIONS:
        return None
    consultation = str(expecting.get("consultation", ""))
    if not consultation.isdigit():
        return None
    before = {str(key): list(codes) for key, codes in (expecting.get("given") or {}).items()}
    code = voting.offer_sms_code(
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
    texts = {"title": str(said.params.get("title", ""))[:_TITLE], "question": str(said.params.get("question", ""))}
    return "vote_ask_code", texts | choices | {"code": code}
