"""The public API of consultations: list, one, ballots, record (interfaces.md).

A ballot needs the bearer token of a resident, or of the chat in which the phone was proven. A cookie does not count,
since this API is exempt from the CSRF check; the pages post their own forms. For a secret ballot neither the response
nor the Idempotency-Key is stored or logged: a repeated request just replaces the roll entry's envelope.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Annotated, Any

from apiflask import APIBlueprint
from flask import Response, request, stream_with_context
from flask_babel import gettext as _
from pydantic import BaseModel, ConfigDict, Field

from portal.consultations.ballots import count_record
from portal.consultations.ballots.count_record import CountStatus
from portal.consultations.ballots.keys import KeyRing
from portal.consultations.ballots.opening_record import DataMismatch
from portal.consultations.doors import presentation
from portal.consultations.law.phases import State
from portal.consultations.law.template import Secrecy
from portal.consultations.verbs import queries, voting
from portal.http.access import PUBLIC, VOTER, access, caller_voter, without_csrf
from portal.http.current import parts
from portal.kernel.errors import Conflict, Invalid
from portal.storage.db import MAX_ID

public = APIBlueprint("consultations_api", __name__, url_prefix="/api/v1/consultations", tag="consultations")

PAGE = 20  # consultations in one answer
Code = Annotated[str, Field(max_length=32)]


# Exactly one of `answers` and `envelope` is required.
class BallotIn(BaseModel):
    """`{"answers"}`, or `{"envelope"}`: a ballot that the client sealed to `seal.public_key` (our pages do not seal).

    `entry`: for which roll entry, if the phone is on several.
    """

    model_config = ConfigDict(extra="forbid")

    answers: dict[Annotated[str, Field(max_length=8)], Annotated[list[Code], Field(max_length=40)]] | None = None
    envelope: Annotated[str, Field(max_length=64_000)] | None = None
    entry: Annotated[int, Field(strict=True, ge=1, le=MAX_ID)] | None = None


class PageIn(BaseModel):
    """Where a page begins. `cursor`: the `next` of the page before; without it, at the newest."""

    cursor: Annotated[str, Field(pattern=r"^[0-9]{1,15}$")] | None = None


# `status` is "counted" for a ballot that was taken; the tally is made at closing.
class CountedOut(BaseModel):
    """The ballot was taken. `board_head`: the new head of the board; the published record has the whole chain."""

    status: str
    board_head: str | None


@public.get("")
@access(PUBLIC)
@public.input(PageIn, location="query")
def listed(query_data: PageIn) -> Any:
    """What residents may read, newest first. `next` is the cursor of the next page, or null."""
    before = int(query_data.cursor) if query_data.cursor else None
    with parts().db.read() as s:
        found = queries.public_list(s, before, PAGE + 1)
        page = found[:PAGE]
        following = str(page[-1].id) if len(found) > PAGE else None
        return {"items": [presentation.list_item(one) for one in page], "next": following}


@public.get("/<int:consultation_id>")
@access(PUBLIC)
def one(consultation_id: int) -> Any:
    """One consultation; `result` only once it is published, `halted` if a supervisor halted it."""
    with parts().db.read() as s:
        return presentation.detail(s, queries.public_get(s, consultation_id), _ring())


@public.post("/<int:consultation_id>/ballots")
@without_csrf
@access(VOTER)
@public.input(BallotIn, location="json")
@public.output(CountedOut, status_code=201)
def ballot(consultation_id: int, json_data: BallotIn) -> Any:
    """Vote, or vote again until closing (the last one counts)."""
    resident, now = caller_voter(), parts().clock.now()
    if (json_data.answers is None) == (json_data.envelope is None):
        raise Invalid("answers 和 envelope 要有一个，也只能有一个")
    with parts().db.write() as s:
        consultation = voting.lock_for_voting(s, consultation_id, now)
        entry = voting.entry_to_vote_for(s, consultation, resident, json_data.entry)
        if json_data.envelope is not None:
            if consultation.secrecy != Secrecy.SECRET:
                raise Invalid("记名投票不用信封", field="envelope")
            head: str | None = voting.cast_envelope(s, _ring(), consultation, entry, json_data.envelope)
        else:
            key = _source_key(resident)
            head = voting.cast(
                s, _ring(), consultation, entry, json_data.answers, channel="web", now=now, source_key=key
            )
    return {"status": "counted", "board_head": head}


@public.get("/<int:consultation_id>/record.json")
@access(PUBLIC)
def record(consultation_id: int) -> Any:
    """The public record, streamed, one ballot per line; 409 before publication, or if it differs from the count.

    Header `Linli-Record`: `agrees`, or `unknown` if LINLI_KEYS holds nothing of this vote any more. The record itself
    does not tell, so that a copy of the database on another machine gives the same bytes.
    """
    with parts().db.read() as s:
        consultation = queries.public_get(s, consultation_id)
        if consultation.state == State.HALTED:
            raise Conflict(_("这次表决停止了，没有结果，也没有公开记录；谁停的、为什么，在议题里"))
        if consultation.state != State.PUBLISHED:
            raise Conflict("结果公布以后才有公开记录")
        status = count_record.counted_vote_status(s, _ring(), consultation)
    if status is CountStatus.DIFFERS:
        raise DataMismatch("公开记录和计票时留下的凭据对不上，先不给出来。请告诉监票人和督查")
    lines = stream_with_context(_record(consultation_id))
    return Response(lines, mimetype="application/json", headers={"Linli-Record": str(status)})


def _record(consultation_id: int) -> Iterator[str]:
    with parts().db.read() as s:
        yield from presentation.record_lines(s, queries.public_get(s, consultation_id), _ring())


def _ring() -> KeyRing:
    return KeyRing(parts().settings.keys)


def _source_key(resident: int | None) -> str | None:
    """The Idempotency-Key, made unique to the resident, or None without one; only named votes store it (`voting.cast`)."""
    key = request.headers.get("Idempotency-Key", "").strip()
    if len(key) > 200:
        raise Invalid("Idempotency-Key 最多 200 个字符", field="Idempotency-Key")
    return f"api:{resident}:{hashlib.sha256(key.encode()).hexdigest()}" if key else None
