"""Sightings (自己看见的事): registers a case from what a grid worker saw, with its facts as the bot read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from portal.cases.drafts import draft_reader
from portal.cases.models import Case, CaseWords, Kind, Urgency
from portal.cases.records.actors import Who
from portal.cases.records.event_log import Source
from portal.cases.rules import case_draft
from portal.cases.rules.case_draft import CaseDraft
from portal.cases.rules.form_text import clean_text
from portal.cases.verbs.intake import registering, taking_down, unread_words
from portal.cases.verbs.intake.taking_down import MOST_WHERE, TakenFrom, Told
from portal.rounds.models import Sighting
from portal.storage.parts import Parts


def report(
    s: Session,
    parts: Parts,
    worker: Who,
    *,
    text: str,
    place: str,
    seen: str,
    draft: CaseDraft | None,
    photos: Sequence[str],
    source: Source,
) -> Case:
    """Register a case of what the worker saw. The same `source` again returns the same case. Raises Invalid.

    `place`: the worker's words, "" if the text says it; if neither names a place on the community's list, the case is in
    the worker's own grid. `seen`: when, in words, used if the text does not say it. `draft`: the bot's reading, None if
    the bot could not be reached. `photos`: media ids.
    """
    said = draft_reader.case_words_of(text, draft or case_draft.empty(), {"place": clean_text(place, MOST_WHERE)})
    told = _told(s, parts, worker, said, draft or case_draft.empty())
    case = taking_down.take_down(
        s, parts, worker, replace(told, time=told.time or seen), draft=draft, source=source, photos=photos
    )
    if s.get(Sighting, case.id) is None:
        s.add(Sighting(case_id=case.id, account_id=worker.id, at=parts.clock.now()))
        s.flush()
    return case


def _told(s: Session, parts: Parts, worker: Who, said: CaseWords, draft: CaseDraft) -> Told:
    """The sighting to take down: its words, the rest as the bot read it. Plain words of danger make it an emergency."""
    read, _about = registering.first_facts(s, said, draft, parts.clock.now())
    return Told(
        channel=TakenFrom.SIGHTING,
        text=said.text,
        place=said.place[:MOST_WHERE],
        time=said.time[:MOST_WHERE],
        name="",
        phone="",
        agreed=False,
        unnamed=False,
        kind=Kind(read["kind"]),
        category=read["category"] or "",
        urgency=Urgency.EMERGENCY if parts.danger_in(said.text) else Urgency(read["urgency"]),
        grid=read["grid"] or worker.grid or "",
        body="",
        to_read=[name for name in unread_words.FIELDS if not (name == "place" and said.place)],
    )
