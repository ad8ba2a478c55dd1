"""The page on which a receipt's number is looked up in the published record, for whoever cannot compute the chain.

It tells only what the record tells everybody: that a ballot with this number was taken. Not whether it was
replaced later, nor by whom or in which order it came: a number may be shown to somebody who wants to know how one voted.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from flask import Blueprint, render_template, request
from sqlalchemy.orm import Session

from portal.consultations.ballots import board, count_record
from portal.consultations.ballots.count_record import CountStatus
from portal.consultations.ballots.keys import KeyRing
from portal.consultations.ballots.opening_record import DataMismatch
from portal.consultations.doors import presentation
from portal.consultations.doors.views import for_template, uncached
from portal.consultations.law.phases import State
from portal.consultations.models import Consultation
from portal.consultations.verbs import queries
from portal.http.access import PUBLIC, access
from portal.http.current import parts

public = Blueprint("receipts", __name__, template_folder="../templates")

_NUMBER = re.compile(rf"[0-9a-f]{{{board.RECEIPT_BEGINNING},64}}")
_MOST_TYPED = 200


@public.get("/consultations/<int:consultation_id>/receipt")
@access(PUBLIC)
def page(consultation_id: int) -> Any:
    with parts().db.read() as s:
        return _page(s, queries.public_get(s, consultation_id))


@public.post("/consultations/<int:consultation_id>/receipt")
@access(PUBLIC)
def look_up(consultation_id: int) -> Any:
    """Say whether the number stands in the record; 409 if the vote differs from what was counted. It is not kept or logged."""
    typed = unicodedata.normalize("NFKC", request.form.get("number", "")[:_MOST_TYPED])
    number = _number_in(typed)
    with parts().db.read() as s:
        consultation = queries.public_get(s, consultation_id)
        if consultation.state != State.PUBLISHED:
            return _page(s, consultation), 409
        if not _NUMBER.fullmatch(number):
            return _page(s, consultation, number=number, outcome="unreadable"), 422
        if count_record.counted_vote_status(s, KeyRing(parts().settings.keys), consultation) is CountStatus.DIFFERS:
            raise DataMismatch()
        stands = any(head.startswith(number) for head in _heads(s, consultation))
        return _page(s, consultation, number=number, outcome="found" if stands else "missing")


def _number_in(typed: str) -> str:
    """What was typed as a number: without blanks, capitals, the label that the receipt prints before it, and a full stop."""
    return re.sub(r"\s", "", typed).lower().rpartition(":")[2].rstrip("。.")


def _heads(s: Session, consultation: Consultation) -> Iterator[str]:
    """The receipts' numbers, computed as docs/record.md says from what the record gives everybody."""
    published = presentation.board_of(s, consultation)
    head = published["root"]
    for digest in published["chain"]:
        head = board.next_head(head, digest)
        yield head


def _page(s: Session, consultation: Consultation, *, number: str = "", outcome: str = "") -> Any:
    return uncached(
        render_template(
            "consultations/receipt.html", found=for_template(s, consultation), number=number, outcome=outcome
        )
    )
