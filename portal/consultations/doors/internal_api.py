"""The internal API of this room: the bot lists open votes, gets links, casts votes by name (docs/architecture.md)."""

from __future__ import annotations

from typing import Annotated, Any

from apiflask import APIBlueprint
from pydantic import BaseModel, Field

from portal.consultations.ballots import opening_record
from portal.consultations.ballots.keys import KeyRing
from portal.consultations.doors import presentation
from portal.consultations.verbs import chat_voting, queries, voting_links
from portal.consultations.verbs.watching import halting
from portal.http.access import INTERNAL, access
from portal.http.current import idempotency_key, parts
from portal.storage.db import MAX_ID

internal = APIBlueprint("consultations_internal", __name__, url_prefix="/internal/v1", tag="consultations")

Id = Annotated[int, Field(strict=True, ge=1, le=MAX_ID)]
Code = Annotated[str, Field(max_length=32)]


class OptionOut(BaseModel):
    """One answer."""

    code: str
    label: str


class QuestionOut(BaseModel):
    """One question."""

    key: str
    text: str
    options: list[OptionOut]


class OpenOut(BaseModel):
    """A consultation that is open now."""

    id: int
    title: str
    template: str
    secrecy: str
    closes_at: str
    questions: list[QuestionOut]
    can_answer_here: bool


class HaltedOut(BaseModel):
    """A vote that a supervisor halted: it has no result. In Chinese, as its public page says it: `who` halted it and why; what became
    of its `ballots`, "" if voting had not begun; `source`: that page.
    """

    id: int
    title: str
    halted_at: str
    who: str
    ballots: str
    source: str


class OpenListOut(BaseModel):
    """The open consultations, in order of closing, and those that were halted in the last 30 days, newest first."""

    items: list[OpenOut]
    halted: list[HaltedOut]


class ContactIn(BaseModel):
    """The contact point for which the bot asks."""

    contact: Id


class ContactQuery(BaseModel):
    """The contact point for which the bot asks, if known."""

    contact: Annotated[int, Field(ge=1, le=MAX_ID)] | None = None


class LinkOut(BaseModel):
    """A single-use link to the voting page."""

    url: str
    expires_at: str


class AnswersIn(BaseModel):
    """A named vote: question key → codes of the options chosen."""

    contact: Id
    answers: dict[Annotated[str, Field(max_length=8)], Annotated[list[Code], Field(max_length=40)]]


class CountedOut(BaseModel):
    """`status`: `counted`, or by SMS `code_needed`."""

    status: str


@internal.get("/consultations")
@access(INTERNAL)
@internal.input(ContactQuery, location="query")
@internal.output(OpenListOut)
def consultations(query_data: ContactQuery) -> Any:
    """The votes open now that agree with their deeds, and those halted lately. `can_answer_here`: by name, and the contact has one roll entry."""
    with parts().db.read() as s:
        now, ring = parts().clock.now(), KeyRing(parts().settings.keys)
        found = [one for one in queries.open_votes(s, now) if opening_record.matches_deed(ring, one)]
        halted = [
            {"id": one.id, "title": one.title, "halted_at": presentation.rfc3339(at)}
            | presentation.told_of_halt(one, proven)
            for one, at in halting.recent_halts(s, now)
            if (proven := halting.halt_of(s, ring, one)) is not None
        ]
        return {"items": [presentation.for_chat(s, one, query_data.contact, now) for one in found], "halted": halted}


@internal.post("/consultations/<int:consultation_id>/links")
@access(INTERNAL)
@internal.input(ContactIn, location="json")
@internal.output(LinkOut, status_code=201)
def link(consultation_id: int, json_data: ContactIn) -> Any:
    """Make a link to the voting page. It proves no identity: the page asks for a phone code; a ballot uses it up."""
    settings, now, key = parts().settings, parts().clock.now(), idempotency_key()
    with parts().db.write() as s:
        made = voting_links.issue_link(
            s, settings.secret_key, consultation_id, json_data.contact, source_key=key, now=now
        )
    return {"url": f"{settings.public_url}/v/{made.token}", "expires_at": presentation.rfc3339(made.expires_at)}


@internal.post("/consultations/<int:consultation_id>/answers")
@access(INTERNAL)
@internal.input(AnswersIn, location="json")
@internal.output(CountedOut, status_code=201)
def answers(consultation_id: int, json_data: AnswersIn) -> Any:
    """Take a named vote from the chat. For a secret one: 403 `secret-not-here`, and nothing is kept.

    By SMS: `code_needed`; the vote counts once the code, sent in place of the bot's answer, comes back from the number.
    """
    key, now, ring = idempotency_key(), parts().clock.now(), KeyRing(parts().settings.keys)
    with parts().db.write() as s:
        said = chat_voting.answer_in_chat(
            s, ring, consultation_id, json_data.contact, json_data.answers, source_key=key, now=now
        )
    return {"status": said}
