"""The internal API of this room: the bot hands a conversation over to a person, and notes what it cannot answer."""

from __future__ import annotations

from typing import Annotated, Any

from apiflask import APIBlueprint
from pydantic import BaseModel, Field

from portal.cases.disclosure import parties
from portal.cases.reading import introductions, masking
from portal.cases.reading.conduct import Conduct
from portal.channels.handover import at_once, holders
from portal.channels.models import Handover
from portal.channels.text import keywords
from portal.channels.unanswered import asked
from portal.grids import service as grids
from portal.http.access import INTERNAL, access
from portal.http.current import idempotency_key, parts
from portal.kernel.errors import NotFound
from portal.residents.models import ContactPoint
from portal.storage.db import MAX_ID, add_if_new
from portal.wording.community import community

internal = APIBlueprint("channels_internal", __name__, url_prefix="/internal/v1", tag="channels")


class HandoverIn(BaseModel):
    """Who wants a person, why (a code), and their last words."""

    contact: Annotated[int, Field(strict=True, ge=1, le=MAX_ID)]
    reason: Annotated[str, Field(min_length=1, max_length=40)]
    text: Annotated[str, Field(max_length=keywords.MOST_CHARACTERS)] = ""


class OfficeOut(BaseModel):
    """The office where a person can be reached."""

    office: str
    phone: str
    hours: str


@internal.post("/handovers")
@access(INTERNAL)
@internal.input(HandoverIn, location="json")
@internal.output(OfficeOut, status_code=201)
def hand_over(json_data: HandoverIn) -> Any:
    """Put the contact on the desk's list of handovers, once per Idempotency-Key, and once for the same reason of a message.

    If the words hold a choice in a secret vote, none of them is kept. Raises NotFound for an unknown or erased contact.
    """
    key = idempotency_key()
    text = keywords.clean(json_data.text)
    with parts().db.read() as s:
        text = "" if parts().names_a_choice(s, text) else text  # not stored; the handover is made all the same
    with parts().db.write() as s:
        point = s.get(ContactPoint, json_data.contact)
        if point is None or point.erased_at is not None:
            raise NotFound()
        if not at_once.was_handed_over(s, key, json_data.reason):
            add_if_new(
                s,
                Handover(
                    contact_point_id=json_data.contact,
                    source_key=key,
                    reason=json_data.reason,
                    text=text,
                    at=parts().clock.now(),
                ),
            )
    known = community(parts().settings.community)
    return {"office": known.name, "phone": known.phone, "hours": known.hours}


class HolderIn(BaseModel):
    """The last words of whoever said that they hold the contact's telephone."""

    text: Annotated[str, Field(max_length=keywords.MOST_CHARACTERS)] = ""


@internal.post("/contacts/<int:contact>/holder")
@access(INTERNAL)
@internal.input(HolderIn, location="json")
@internal.output({}, status_code=204)
def note_holder(contact: int, json_data: HolderIn) -> Any:
    """Note that somebody else said that they hold this contact's telephone: nothing told before is read out or changed there, and the desk is told.

    Raises NotFound for an unknown or erased contact.
    """
    key = idempotency_key()
    text = keywords.clean(json_data.text)
    with parts().db.read() as s:
        text = "" if parts().names_a_choice(s, text) else text
    with parts().db.write() as s:
        point = s.get(ContactPoint, contact)
        if point is None or point.erased_at is not None:
            raise NotFound()
        holders.hold(s, point, at_once.OTHER_HOLDER, parts().clock.now(), key=key, text=text)
    return "", 204


class QuestionIn(BaseModel):
    """A question that the bot could not answer, and who asked it."""

    contact: Annotated[int, Field(strict=True, ge=1, le=MAX_ID)]
    text: Annotated[str, Field(min_length=1, max_length=keywords.MOST_CHARACTERS)]


@internal.post("/questions")
@access(INTERNAL)
@internal.input(QuestionIn, location="json")
@internal.output({}, status_code=204)
def note_question(json_data: QuestionIn) -> Any:
    """Note a question, masked, for the committee's list, once per Idempotency-Key, within the bounds of `asked.note`.

    One that holds a choice for a secret vote or is about conduct is left out.
    """
    key = idempotency_key()
    text = keywords.clean(json_data.text)
    with parts().db.read() as s:
        keep = not parts().names_a_choice(s, text) and parties.weigh(s, text, "", None)[0] is Conduct.NONE
        names = [*introductions.own_names(text), *introductions.names(text)]
        words = masking.masked(text, names, grids.published_numbers(s)) if keep else ""
    with parts().db.write() as s:
        asked.note(s, json_data.contact, key, words, parts().clock.now())
    return "", 204
