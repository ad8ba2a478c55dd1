"""The API by which the bot reads and writes cases (docs/architecture.md, "The internal API").

Loopback only, with a token; each write carries an Idempotency-Key.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Annotated, Any, TypedDict

from apiflask import APIBlueprint
from pydantic import BaseModel, Field
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.cases.doors.answers_to_bot import AddedOut, CasesOut, RegisteredOut, SummaryOut
from portal.cases.drafts import draft_schema, open_drafts
from portal.cases.models import Case, CaseEvent
from portal.cases.records import actors, event_log, presentation, queries
from portal.cases.records.actors import Who
from portal.cases.records.event_log import Source
from portal.cases.rules import form_text
from portal.cases.rules.case_draft import CaseDraft
from portal.cases.rules.lifecycle import Verb
from portal.cases.verbs.disclosure import confidentiality
from portal.cases.verbs.intake import registering, resident_words
from portal.cases.verbs.reporter import attesting, danger_again, reporter_actions, unread
from portal.http.access import INTERNAL, access
from portal.http.current import idempotency_key, parts, row_id
from portal.storage.db import MAX_ID

internal = APIBlueprint("cases_internal", __name__, url_prefix="/internal/v1", tag="cases")

Id = Annotated[int, Field(strict=True, ge=1, le=MAX_ID)]
Text = Annotated[str, Field(max_length=form_text.MAX_TEXT)]


class ReportIn(BaseModel):
    """A report that its sender confirmed, or one of an emergency, which is registered at once.

    `no_push`: the reporter could be in danger at home, so nothing is sent to them unasked until they allow it.
    """

    contact: Id
    text: Annotated[str, Field(min_length=1, max_length=form_text.MAX_TEXT)]
    draft: dict[str, Any] = Field(description="contract/case_draft.schema.json")
    answers: dict[str, str | None] = Field(default_factory=dict, description="place, time, contact …: what was asked")
    photos: list[str] = Field(default_factory=list, max_length=form_text.MAX_PHOTOS)
    no_push: bool = Field(default=False, description="violence at home: no later push until the reporter allows it")


class _Reading(TypedDict):
    """What the bot read of a report, as `registering.report` takes it."""

    text: str
    draft: CaseDraft
    answers: dict[str, str]
    photos: list[str]
    no_push: bool


class WordsIn(BaseModel):
    """What the reporter says about a case."""

    contact: Id
    text: Text = ""


class ChangesIn(BaseModel):
    """The fields that the words correct, with new values; "" deletes, null leaves it. An unknown kind is ignored.

    `room`: the number alone (602) of a room to be covered wherever it was said; "" for every room.
    `thing`: what is broken instead of `was_thing`, in the reporter's words; `category`: its code, "" if that is unsure.
    """

    place: Annotated[str, Field(max_length=200)] | None = None
    time: Annotated[str, Field(max_length=200)] | None = None
    contact: Annotated[str, Field(max_length=200)] | None = None
    kind: Annotated[str, Field(max_length=20)] | None = None
    room: Annotated[str, Field(max_length=10)] | None = None
    was_thing: Annotated[str, Field(max_length=40)] | None = None
    thing: Annotated[str, Field(max_length=40)] | None = None
    category: Annotated[str, Field(max_length=10)] | None = None


class DetailIn(WordsIn):
    """What the reporter adds to a case; `changes`: the fields of the report that it corrects.

    `danger`: its code, if the words tell of danger in a case that is or was an emergency (`danger_again.tell_of_danger`). "": they do not.
    `no_push`: as in a report, if they tell of violence at home.
    """

    changes: ChangesIn = Field(default_factory=ChangesIn)
    danger: Annotated[str, Field(max_length=30, pattern="^[a-z_]*$")] = ""
    no_push: bool = Field(default=False, description="violence at home: no later push until the reporter allows it")


class FollowUpIn(BaseModel):
    """The reporter's answer to the follow-up question: `fixed` closes the case, else it is reopened."""

    contact: Id
    fixed: bool
    text: Text = ""


class AllClearIn(BaseModel):
    """What the reporter of an emergency says: a false alarm, or the danger is over. `ends`: no emergency any more."""

    contact: Id
    text: Text = ""
    false_alarm: bool
    ends: bool


class DraftIn(BaseModel):
    """The open draft after the message `inbox_id`; `state`: what the bot goes on with, null to drop it."""

    inbox_id: Annotated[int, Field(strict=True, ge=0, le=MAX_ID)]
    state: dict[str, Any] | None


@internal.post("/cases")
@access(INTERNAL)
@internal.input(ReportIn, location="json")
@internal.output(RegisteredOut, status_code=201)
def report(json_data: ReportIn) -> Any:
    """Register a case, or complete the one that this message made before the bot had read it."""
    source = _source("report", json_data)
    read: _Reading = {
        "text": json_data.text,
        "draft": draft_schema.checked(json_data.draft),
        "answers": {name: value for name, value in json_data.answers.items() if value},
        "photos": json_data.photos,
        "no_push": json_data.no_push,
    }

    def write() -> dict[str, Any]:
        with parts().db.write() as s:
            case = unread.take_reading(s, parts(), source, **read)
            case = case or registering.report(s, parts(), contact=json_data.contact, source=source, **read)
            return presentation.registered(s, parts().settings, case)

    return _once(write)


@internal.get("/contacts/<int:contact>/cases")
@access(INTERNAL)
@internal.output(CasesOut)
def cases(contact: int) -> Any:
    """The reporter's cases."""
    with parts().db.read() as s:
        found = queries.cases_of(s, contact)
        return {"items": [presentation.summary(s, parts().settings, case, parts().clock.now()) for case in found]}


@internal.post("/cases/<case_no>/details")
@access(INTERNAL)
@internal.input(DetailIn, location="json")
@internal.output(AddedOut)
def detail(case_no: str, json_data: DetailIn) -> Any:
    """Add words to a case, and correct the fields of the report that `changes` names; or tell of `danger` in an emergency, or after its all-clear."""
    return _change("detail", case_no, json_data, partial(_add_detail, json_data))


def _add_detail(added: DetailIn, s: Session, case: Case, who: Who, source: Source) -> object:
    """Add what the reporter says; where it tells of danger, or that it gets worse, people may be paged anew. Words that stand on the case already only correct it."""
    if added.no_push:
        danger_again.keep_quiet(s, case)
    photos, changes = _photos_of_message(s, added), added.changes.model_dump(exclude_none=True)
    changes = {} if queries.is_held(s, case) else changes  # what another says is kept, and corrects nothing
    written = unread.words_of(s, case, source.message)
    danger = added.danger or _danger_unread(s, case, added.text, written)
    if danger:
        return danger_again.tell_of_danger(
            s, parts(), case, who, danger=danger, text=added.text, photos=photos,
            changes=changes or None, written=written, source=source,
        )  # fmt: skip
    if written is not None and not (changes or photos):
        return None
    return reporter_actions.add_detail(
        s, parts(), case, who, text=added.text, photos=photos, changes=changes,
        on_the_case=written is not None, source=source,
    )  # fmt: skip


def _danger_unread(s: Session, case: Case, text: str, written: CaseEvent | None) -> str:
    """The danger of words in which the bot read none: another one that they surely tell of, or the case's, if they tell of it anew, or, `written` on the case before, were said after its all-clear."""
    if written is None:
        return danger_again.another_surely_told(parts(), case, text) or danger_again.danger_of_news(s, case, text)
    return unread.danger_after_clear(s, case, written)


@internal.post("/cases/<case_no>/reminders")
@access(INTERNAL)
@internal.input(WordsIn, location="json")
@internal.output(SummaryOut)
def remind(case_no: str, json_data: WordsIn) -> Any:
    """Remind the desk and the handler of a case (催办)."""
    return _change("remind", case_no, json_data, partial(_remind, json_data))


def _remind(words: WordsIn, s: Session, case: Case, who: Who, source: Source) -> None:
    photos = _photos_of_message(s, words)
    reporter_actions.remind(s, parts(), case, who, text=words.text, photos=photos, source=source)


@internal.post("/cases/<case_no>/follow-up")
@access(INTERNAL)
@internal.input(FollowUpIn, location="json")
@internal.output(SummaryOut)
def follow_up(case_no: str, json_data: FollowUpIn) -> Any:
    """Answer the follow-up: close the case if it is fixed, else reopen it; noted if a denied call reopened it already."""
    return _change("answer", case_no, json_data, partial(_answer, json_data))


def _answer(said: FollowUpIn, s: Session, case: Case, who: Who, source: Source) -> None:
    photos = _photos_of_message(s, said)
    attesting.answer(s, parts(), case, who, fixed=said.fixed, text=said.text, photos=photos, source=source)


@internal.post("/cases/<case_no>/withdrawal")
@access(INTERNAL)
@internal.input(WordsIn, location="json")
@internal.output(SummaryOut)
def withdraw(case_no: str, json_data: WordsIn) -> Any:
    """Withdraw a case."""
    return _change("withdraw", case_no, json_data, partial(_withdraw, json_data))


def _withdraw(words: WordsIn, s: Session, case: Case, who: Who, source: Source) -> object:
    return reporter_actions.withdraw(s, parts(), case, who, text=words.text, source=source)


@internal.post("/cases/<case_no>/restoration")
@access(INTERNAL)
@internal.input(WordsIn, location="json")
@internal.output(SummaryOut)
def restore(case_no: str, json_data: WordsIn) -> Any:
    """Restore a withdrawn case."""
    return _change("restore", case_no, json_data, partial(_restore, json_data))


def _restore(words: WordsIn, s: Session, case: Case, who: Who, source: Source) -> object:
    photos = _photos_of_message(s, words)
    return reporter_actions.restore(s, parts(), case, who, text=words.text, photos=photos, source=source)


@internal.post("/cases/<case_no>/naming")
@access(INTERNAL)
@internal.input(WordsIn, location="json")
@internal.output(SummaryOut)
def naming(case_no: str, json_data: WordsIn) -> Any:
    """Let handlers know who reported the case, which its reporter was asked about and confirmed."""
    return _change("name", case_no, json_data, partial(_let_be_named, json_data))


def _let_be_named(words: WordsIn, s: Session, case: Case, who: Who, source: Source) -> None:
    said = resident_words.storable_words(s, parts(), who, words.text)
    confidentiality.record_naming_consent(s, parts(), case, who, agreed=True, text=said, source=source)


@internal.post("/cases/<case_no>/all-clear")
@access(INTERNAL)
@internal.input(AllClearIn, location="json")
@internal.output(SummaryOut)
def all_clear(case_no: str, json_data: AllClearIn) -> Any:
    """Record that the reporter of an emergency calls it a false alarm, or says that its danger is over.

    Not if the bot reads it late, and danger was told since: then its words stand on the case as they were said.
    """
    return _change("all_clear", case_no, json_data, partial(_clear, json_data))


def _clear(said: AllClearIn, s: Session, case: Case, who: Who, source: Source) -> object:
    """Record the all-clear, unless words on the case that were said after it tell of danger."""
    if unread.tells_danger_since(parts(), case, source.message):
        return None
    return reporter_actions.all_clear(
        s, parts(), case, who, text=said.text, false_alarm=said.false_alarm, ends=said.ends, source=source
    )


@internal.put("/contacts/<int:contact>/draft")
@access(INTERNAL)
@internal.input(DraftIn, location="json")
@internal.output({}, status_code=204)
def draft(contact: int, json_data: DraftIn) -> Any:
    """Keep or drop the open draft."""
    with parts().db.write() as s:
        open_drafts.keep_draft(s, parts(), contact, json_data.inbox_id, json_data.state)
    return "", 204


# what a request of the bot does with the case; what it returns is not used
Change = Callable[[Session, Case, Who, Source], object]


def _change(verb: str, case_no: str, body: WordsIn | FollowUpIn | AllClearIn, change: Change) -> dict[str, Any]:
    """Make the reporter's change, once per Idempotency-Key, and return the case's summary. `verb`: that of the key.

    Words that the message left on the case before the bot had read it are not written there again.
    """
    source = _source(f"{verb}:{case_no}", body)

    def write() -> dict[str, Any]:
        with resident_words.transaction_for_words(parts(), body.text) as s:
            if (case := event_log.case_of_source(s, source)) is None:
                case = queries.get_of_reporter(s, case_no, body.contact, to_change=True, to_add=verb == "detail")
                if verb != "detail" and unread.words_of(s, case, source.message) is not None:
                    body.text = ""
                change(s, case, actors.resident(body.contact), source)
            told = presentation.summary(s, parts().settings, case, parts().clock.now())
            return told | ({"reopened": _reopened(case, source)} if verb == "detail" else {})

    return _once(write)


def _reopened(case: Case, source: Source) -> bool:
    """Whether the case was reopened by this request."""
    return any(event.source_key == source.key and event.verb == Verb.REOPEN for event in case.events)


def _photos_of_message(s: Session, body: WordsIn | FollowUpIn | AllClearIn) -> Sequence[str]:
    """The photos of the message with these words; the Idempotency-Key, `{inbox_id}:{verb}`, names that message."""
    number = row_id(idempotency_key().partition(":")[0])
    return parts().photos_with(s, body.contact, number, body.text) if number else ()


def _once(write: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Write, and again if another process wrote the same key first: the second try finds that case."""
    try:
        return write()
    except IntegrityError:
        return write()


def _source(what: str, body: BaseModel) -> Source:
    """The source of this request: its Idempotency-Key, and the hash of `what` it asks and of its body."""
    return Source.of(idempotency_key(), {"what": what, "body": body.model_dump(mode="json")})
