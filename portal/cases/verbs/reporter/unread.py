"""What a reporter says of a danger while there is no bot: it makes a case, or joins one, before the bot has read it.

The events that are made so carry the message's own key, with UNREAD in place of the hash of a request. When the bot reads
the message at last, what it asks for joins them: no second case, and no words twice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.cases.disclosure import discretion, reporter_words, whereabouts
from portal.cases.disclosure.parties import BodiesAndStaff
from portal.cases.disclosure.readers import readers_of
from portal.cases.drafts import draft_reader, open_drafts
from portal.cases.models import Case, CaseEvent, CaseWords, Urgency
from portal.cases.reading import lexicon, partial_places
from portal.cases.reading.of_reporters import blows, danger_news
from portal.cases.records import alarms, presentation, queries
from portal.cases.records.actors import SYSTEM, resident
from portal.cases.records.event_log import Source, act
from portal.cases.rules import case_draft
from portal.cases.rules.case_draft import CaseDraft
from portal.cases.rules.form_text import MAX_PHOTOS, checked_photo_ids
from portal.cases.rules.lifecycle import ENDED, UNRESOLVED, State, Verb
from portal.cases.verbs.alarms import paging
from portal.cases.verbs.intake import registering, resident_words
from portal.cases.verbs.notifying.notifications import tell_who_alone_reads
from portal.cases.verbs.reporter import danger_again, reporter_actions
from portal.cases.verbs.suggesting import worker_of_new_grid
from portal.grids import service as grids
from portal.storage.parts import Parts

UNREAD = "unread"  # `Source.hash` of an event that was made of a message before the bot had read it
# What a message may have done to a case, as the keys of its events have it: `{message}:{verb}`; "words": before the bot read it.
_KEYS = ("report", "words", "detail", "remind", "answer", "withdraw", "restore", "all_clear")
SHOWN_FOR = timedelta(days=1)  # for so long the desk is reminded of a case that the bot has not read
HELP = "help"  # a cry for help: an emergency whose danger nobody knows


def report(
    s: Session,
    parts: Parts,
    *,
    contact: int,
    message: int | None,
    text: str,
    danger: str,
    photos: Sequence[str],
    place: str = "",
    unnamed: bool = False,
) -> Case:
    """Register the emergency that the message plainly tells of, and page people.

    `message`: its id in the inbox, None of words that were written on a page, which no bot reads; `danger`: a code of
    `Parts.danger_in`; `place`: where it is if the words do not say; `unnamed`: a wish not to be named was told elsewhere. After
    blows (`is_silent`) nothing is sent to the reporter later until they allow it. Raises Invalid, also if the words hold a choice
    in a secret vote, and NotFound for an erased reporter.
    """
    resident_words.refuse_ballot_choice(s, parts, text)
    return registering.report(
        s,
        parts,
        contact=contact,
        text=text,
        draft=_plain_draft(danger),
        answers={"place": place_in(s, text, place)},
        photos=photos,
        no_push=is_silent(danger, text),
        unnamed=unnamed,
        source=None if message is None else Source(f"{message}:report", UNREAD),
    )


def is_silent(danger: str, text: str) -> bool:
    """Whether somebody else may hold the reporter's phone: the danger is violence, or blows are told by what they did (打得昏过去了)."""
    return danger in blows.DANGERS or blows.tells_of_blows(text)


def is_silent_case(s: Session, message: int) -> bool:
    """Whether the case that this message made or joined before the bot had read it began or goes on with blows (`is_silent`)."""
    found = sa.select(Case).join(CaseEvent, CaseEvent.case_id == Case.id)
    case = s.scalar(found.where(CaseEvent.source_key.in_(_keys(message))).limit(1))
    if case is None:
        return False
    said = (case.words.text, *reporter_words.later_texts(case))
    return not alarms.dangers_told(case).isdisjoint(blows.DANGERS) or any(map(blows.tells_of_blows, said))


def _keys(message: int) -> tuple[str, str]:
    """The keys of the events by which a message makes, or joins, a case before the bot has read it."""
    return f"{message}:report", f"{message}:words"


def _plain_draft(danger: str) -> CaseDraft:
    """The draft of words of which only the danger is known."""
    known = None if danger == HELP else danger
    return {**case_draft.empty(), "urgency": {"level": Urgency.EMERGENCY, "reasons": [], "danger": known}}


def place_in(s: Session, text: str, known: str = "") -> str:
    """The places of the town's list that the words name, joined by 、; else the address that they tell, of which `known` is the rest."""
    grid = grids.grid_for(s, text)
    named = whereabouts.known_names_in(s, [text], grid) if grid else "、".join(grids.places_in(s, text))
    told = named or partial_places.address_told_in(lexicon.simplified(text))
    if known and (not told or partial_places.says_only_a_part(told)):
        return partial_places.joined(told, known) if told else known
    return told


def add(
    s: Session,
    parts: Parts,
    case: Case,
    *,
    message: int | None,
    text: str,
    danger: str,
    photos: Sequence[str] = (),
) -> None:
    """Add the words to their sender's emergency; whoever is paged for it is told.

    `message`: as in `report`. `danger`: the code, if they plainly tell of danger, for which people may be paged anew
    (`danger_again`); else "", and then they are if the words say that it is back or worse. Raises Invalid, TooMany or Conflict.
    """
    who, source = resident(case.contact_point_id), None if message is None else Source(f"{message}:words", UNREAD)
    if is_silent(danger, text):
        danger_again.keep_quiet(s, case)
    news = "" if danger else danger_again.danger_of_news(s, case, text, is_unread=True)
    known = case.danger if danger == HELP else danger or news
    if danger or known:
        danger_again.tell_of_danger(s, parts, case, who, danger=known, text=text, photos=photos, source=source)
    else:
        reporter_actions.add_detail(s, parts, case, who, text=text, photos=photos, source=source)


def case_of(s: Session, message: int) -> Case | None:
    """The case that this message made or joined before the bot had read it; None if it did neither, or once it is erased."""
    found = sa.select(Case).join(CaseEvent, CaseEvent.case_id == Case.id)
    found = found.where(
        CaseEvent.source_key.in_(_keys(message)), CaseEvent.source_hash == UNREAD, Case.forgotten_at.is_(None)
    )
    return s.scalar(found.limit(1))


def case_made_by(s: Session, message: int) -> Case | None:
    """The case that this message made, whether the bot has read it by now or not; None if it made none, or once that is erased."""
    found = sa.select(Case).join(CaseEvent, CaseEvent.case_id == Case.id)
    return s.scalar(found.where(CaseEvent.source_key == f"{message}:report", Case.forgotten_at.is_(None)))


def was_taken(message: sa.SQLColumnExpression[int]) -> sa.ColumnElement[bool]:
    """The condition that this message made a case already or was added to one, by the bot or before the bot had read it."""
    number = sa.cast(message, sa.String)
    return sa.exists().where(CaseEvent.source_key.in_([number + f":{verb}" for verb in _KEYS]))


def danger_reported(s: Session, message: int) -> str:
    """The danger of the case that this message made unread ("other" without a name of its own); "" if it made none."""
    event = _report_of(s, message)
    return (s.get_one(Case, event.case_id).danger or "other") if event is not None else ""


def waiting_for_the_bot(s: Session, now: datetime) -> tuple[int, datetime | None]:
    """(how many cases of the last SHOWN_FOR wait for the bot to read the message that made them and for a clerk, since when)."""
    made = sa.select(sa.func.count(), sa.func.min(Case.created_at)).join(CaseEvent, CaseEvent.case_id == Case.id)
    unread = (CaseEvent.verb == Verb.REPORT, CaseEvent.source_hash == UNREAD, Case.state == State.REPORTED)
    count, since = s.execute(made.where(*unread, Case.created_at > now - SHOWN_FOR)).one()
    return count, since


def _report_of(s: Session, message: int) -> CaseEvent | None:
    """The event by which this message made a case, while the bot has not read it."""
    found = sa.select(CaseEvent).where(CaseEvent.source_key == f"{message}:report", CaseEvent.source_hash == UNREAD)
    return s.scalar(found)


def made_by(case: Case) -> int:
    """The id of the message that made the case; 0 if none did."""
    return Source(next((event.source_key or "" for event in case.events), ""), "").message


def words_of(s: Session, case: Case, message: int) -> CaseEvent | None:
    """The event with which the words of this message were added to the case before the bot had read them; None if they were not."""
    found = sa.select(CaseEvent).where(CaseEvent.source_key == f"{message}:words", CaseEvent.case_id == case.id)
    return s.scalar(found)


def said_since(case: Case, message: int) -> list[str]:
    """What the reporter said after this message that stands on the case, though the bot had not read it then."""
    return [presentation.public_words(event) for event in _added_since(case, message)]


def _added_since(case: Case, message: int) -> list[CaseEvent]:
    """The events with which words said after this message were added to the case before the bot had read them."""
    return [event for event in case.events if _is_unread(event) and _message_of(event) > message]


def tells_danger_since(parts: Parts, case: Case, message: int) -> bool:
    """Whether words said after this message, put on the case before the bot had read them, tell of danger."""
    return any(_tells_danger(parts, case, event) for event in _added_since(case, message))


def danger_after_clear(s: Session, case: Case, written: CaseEvent) -> str:
    """The danger of the case if the words of the event `written`, which raised nothing then, tell of it and were said after its
    all-clear; else "".
    """
    clears = [event for event in case.events if event.verb == Verb.ALL_CLEAR]
    if not clears or _message_of(clears[-1]) >= _message_of(written) or "urgency" in written.data:
        return ""
    if alarms.PAGED_ANEW in written.data:
        return ""
    return danger_again.danger_of_news(s, case, presentation.public_words(written), is_unread=True)


def _tells_danger(parts: Parts, case: Case, event: CaseEvent) -> bool:
    """Whether the reporter told of danger by this event: its words, or what was read in them at once, say so."""
    text, told = presentation.public_words(event), alarms.dangers_told(case)
    if not event.data.keys().isdisjoint((alarms.DANGER_TOLD, alarms.PAGED_ANEW)):
        return True
    if danger_news.is_relief(text, told):
        return False
    return danger_news.tells_danger(text, told) or bool(parts.danger_in(text))


def _is_unread(event: CaseEvent) -> bool:
    """Whether the event holds words that the bot had not read when they were added."""
    return event.source_hash == UNREAD and (event.source_key or "").endswith(":words")


def _message_of(event: CaseEvent) -> int:
    return Source(event.source_key or "", "").message


def take_reading(
    s: Session,
    parts: Parts,
    source: Source,
    *,
    text: str,
    draft: CaseDraft,
    answers: Mapping[str, str],
    photos: Sequence[str],
    no_push: bool,
) -> Case | None:
    """The bot has read the message and reports it: add what it found to the case that the message made; None if it made none.

    An emergency that was told just before the one that made the case, and stands on that case already, is the same (`without_bot`).
    The arguments are those of `registering.report`. From then on the same report again finds that case.
    """
    event = _report_of(s, source.message) or _joined_as_emergency(s, source.message, draft)
    if event is None:
        return None
    case = s.get_one(Case, event.case_id, with_for_update={"of": Case})
    queries.refuse_erased(s, case)
    now = parts.clock.now()
    if event.source_key == source.key:
        event.source_hash = source.hash
    said = draft_reader.case_words_of(text, draft, answers)
    read, about = registering.first_facts(s, said, draft, now)
    known = {case.words.text, presentation.public_words(event)}
    added = said.text if said.text not in known else ""
    made = event.verb == Verb.REPORT
    facts = _new_facts(s, case, read, about) | (_new_danger(case, draft) if made else _danger_beside(case, draft))
    _complete_words(case.words, said, whole=made)
    case.photos = list(dict.fromkeys([*case.photos, *checked_photo_ids(photos)]))[:MAX_PHOTOS]
    _record_with_accused(s, parts, case, facts, added, about=about)
    if no_push:
        danger_again.keep_quiet(s, case)
    open_drafts.drop_draft(s, case.contact_point_id, source.message, now)
    return case


def _joined_as_emergency(s: Session, message: int, draft: CaseDraft) -> CaseEvent | None:
    """The event by which a message that the bot reads as an emergency joined one of its sender's; None for any other."""
    if draft_reader.urgency(draft)[0] != Urgency.EMERGENCY:
        return None
    found = sa.select(CaseEvent).join(Case, Case.id == CaseEvent.case_id).where(Case.state.in_(UNRESOLVED))
    return s.scalar(found.where(CaseEvent.source_key == f"{message}:words", CaseEvent.source_hash == UNREAD))


def _record_with_accused(
    s: Session, parts: Parts, case: Case, facts: Mapping[str, Any], added: str, *, about: BodiesAndStaff
) -> None:
    """Record whom the case is about, if it is about conduct, and write what was found (`_record`); supervisors hear if it is theirs now."""
    before = readers_of(s, case)
    if facts.get("conduct"):
        discretion.record_accused(case, about)
    _record(s, parts, case, facts, added)
    tell_who_alone_reads(s, parts, case, before=before)


def _record(s: Session, parts: Parts, case: Case, facts: Mapping[str, Any], added: str) -> None:
    """Write what was found as an event: the reporter's, if there are words that the case does not hold; nothing on an ended case."""
    if State(case.state) in ENDED or not (facts or added):
        return
    now = parts.clock.now()
    if added:
        act(s, now, case, Verb.ADD_DETAIL, resident(case.contact_point_id), data=facts, public=added)
        case.unread = True
    elif case.state in UNRESOLVED:
        act(s, now, case, Verb.CORRECT, SYSTEM, data={**facts, "read": True})
    if not paging.page_instead_of_accused(s, parts, case):
        paging.page_grid_worker(s, parts, case)


def _new_facts(s: Session, case: Case, read: Mapping[str, Any], about: BodiesAndStaff) -> dict[str, Any]:
    """Of the facts that the bot's reading gives, those that the case lacks, as event data; what staff decided stays. `about`: whom the reading accuses."""
    facts: dict[str, Any] = {}
    if case.state == State.REPORTED:
        facts |= {name: read[name] for name in ("kind", "category") if read[name] and read[name] != getattr(case, name)}
    if case.grid is None and read["grid"] and not case.dispatched:
        worker_id = worker_of_new_grid(s, case, read["grid"], also=about.accounts)
        facts |= {"grid": read["grid"], "worker_id": worker_id}
    if read["conduct"] and not case.conduct:
        facts |= {"conduct": read["conduct"]}
    return facts | ({"confidential": True} if read["confidential"] and not case.confidential else {})


def _new_danger(case: Case, draft: CaseDraft) -> dict[str, Any]:
    """Set the danger that the bot read, if it differs; the event data that hold it and the one before."""
    danger = draft_reader.urgency(draft)[1]
    if not danger or danger == case.danger:
        return {}
    facts = {"danger": danger, alarms.DANGER_BEFORE: case.danger}
    case.danger = danger
    return facts


def _danger_beside(case: Case, draft: CaseDraft) -> dict[str, Any]:
    """The event data for a danger that was told beside the case's own; {} if it was told already."""
    danger = draft_reader.urgency(draft)[1]
    return {} if danger in {"", "other"} | alarms.dangers_told(case) else {alarms.DANGER_TOLD: danger}


def _complete_words(words: CaseWords, said: CaseWords, *, whole: bool) -> None:
    """Write the place, time and contact that the bot found, where the case has none; a place is completed.

    `whole`: the bot read the message that made the case, so that its draft and bodies are the case's.
    """
    words.place = partial_places.joined(words.place, said.place)
    words.time, words.contact = words.time or said.time, words.contact or said.contact
    if whole:
        words.bodies, words.draft = said.bodies, said.draft
