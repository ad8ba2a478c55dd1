"""The search index: written by this module alone, in the transaction that writes a case's words.

Whatever changes a case's documents is noted when the session flushes; before it commits, the noted cases are indexed anew.
Bulk statements bypass the session, so `privacy.blanking` calls `index_cases` itself. Who may read a case is checked when
somebody searches (`desk.queue.scope`), not here.
Cases without an entry, or with one by other rules, are added by the worker (`index_missing`).
"""

from __future__ import annotations

import logging
import re
from collections.abc import Collection, Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal.cases.disclosure import reporter_words
from portal.cases.models import Case, CaseWords, EventWords
from portal.cases.reading import shingles
from portal.cases.records import handler_view
from portal.cases.records.actors import Who, is_bystander
from portal.cases.records.search.models import CaseSearch
from portal.residents.models import ContactPoint
from portal.storage.db import MAX_ID
from portal.storage.parts import Parts

log = logging.getLogger(__name__)

# the latest events of a case whose words handlers find, at most; to cover the words of each takes milliseconds
MOST_EVENTS = 40
FAILED = 0  # in place of `shingles.VERSION`: the case could be indexed by its number only
BATCH = 20  # cases that the worker indexes in one transaction
_STALE = "search_stale"  # in `Session.info`: ids of the cases to index before the commit
_WATCHED = (  # columns of a case that decide what its documents hold, mostly which words a handler reads
    "case_no",
    "kind",
    "category",
    "conduct",
    "confidential",
    "may_be_named",
    "contact_point_id",
    "body",
    "worker_id",
    "forgotten_at",
    "hotline_no",
)


def documents(s: Session, case: Case) -> tuple[str, str, str]:
    """(the desk's document, the handlers', the digits of all long numbers, one a line).

    Of an erased case nothing but its number, and at the desk the place if `privacy.blanking` kept it.
    """
    if case.forgotten_at is not None:
        place = s.scalar(sa.select(CaseWords.place).where(CaseWords.case_id == case.id)) or ""
        return shingles.document(case.case_no, [place]), shingles.document(case.case_no, []), ""
    texts, numbers = desk_texts(case), _numbers(s, case)
    desk = shingles.document(case.case_no, texts, numbers, case.hotline_no)
    if case.may_be_named:
        return desk, desk, "".join(f"{number}\n" for number in numbers)
    handlers = shingles.document(case.case_no, handler_texts(s, case), hotline_no=case.hotline_no)
    return desk, handlers, "".join(f"{number}\n" for number in numbers)


def desk_texts(case: Case) -> list[str]:
    """All that was said: the report, the clerk's words for handlers, the words of every event."""
    said = [getattr(case.words, name) for name in (*reporter_words.COLUMNS, "matter")]
    return [*filter(None, said), *(one.text for event in case.events for one in event.words)]


def handler_texts(s: Session, case: Case, who: Who | None = None) -> list[str]:
    """What a handler's pages show of a case whose reporter they must not learn; of events the last MOST_EVENTS. `who`: as of `handler_view.matter`."""
    aside = who is not None and is_bystander(case, who)
    matter, kept = handler_view.matter(s, case, who), handler_view.KeptFromHandlers.of(s, case)
    told = [
        handler_view.visible_words(s, case, event, public=public, kept=kept)
        for event in ([] if aside else case.events[-MOST_EVENTS:])
        if handler_view.is_shown(event) and event.words
        for public in (True, False)
        if public or handler_view.is_for_its_handler(event)
    ]
    return [one for one in (matter.text, matter.place, matter.time, matter.bodies, *told) if one]


def _numbers(s: Session, case: Case) -> list[str]:
    """The digits of every long number in the case's words, and of the telephone number that it was reported from."""
    point = s.get_one(ContactPoint, case.contact_point_id)
    own = [re.sub(r"\D", "", point.address)] if point.channel == "sms" else []
    return [
        one
        for one in dict.fromkeys([*own, *(n for text in desk_texts(case) for n in shingles.numbers_in(text))])
        if one
    ]


# --- writing it


def index_cases(s: Session, ids: Collection[int]) -> None:
    """Write the documents of these cases (ids) from what the tables hold now."""
    s.flush()
    for case_id in sorted(ids):
        case = s.get(Case, case_id)
        if case is not None:
            version, (desk, handlers, numbers) = _documents_or_number(s, case)
            _upsert(s, case_id, {"version": version, "desk": desk, "handlers": handlers, "numbers": numbers})


def _documents_or_number(s: Session, case: Case) -> tuple[int, tuple[str, str, str]]:
    """(VERSION, `documents`); (FAILED, only the case's number) if they cannot be made: no report is lost over search."""
    try:
        with s.begin_nested():  # an error of the database must not end the transaction that takes a report
            return shingles.VERSION, documents(s, case)
    except Exception:
        log.exception("case %s cannot be indexed but by its number", case.id)
        return FAILED, (shingles.document(case.case_no, []), shingles.document(case.case_no, []), "")


def _upsert(s: Session, case_id: int, row: dict[str, Any]) -> None:
    """Write the case's row of the index, whether or not it has one."""
    insert: Any = sqlite.insert if s.connection().dialect.name == "sqlite" else postgresql.insert
    written = insert(CaseSearch).values(case_id=case_id, **row)
    s.execute(written.on_conflict_do_update(index_elements=[CaseSearch.case_id], set_=row))


class MissingIndexer:
    """The worker's job: index a batch of cases that have no entry of the present VERSION; returns how many.

    Batch by batch it goes from the newest case to the oldest, then begins anew: what cannot be indexed is tried again
    then, and keeps nothing else from its turn.
    """

    def __init__(self) -> None:
        self._below = MAX_ID

    def __call__(self, parts: Parts) -> int:
        of_case = CaseSearch.case_id == Case.id
        indexed = sa.select(CaseSearch.case_id).where(of_case, CaseSearch.version == shingles.VERSION)
        ids = _index_batch(parts, Case.id < self._below, ~indexed.exists())
        self._below = ids[-1] if len(ids) == BATCH else MAX_ID
        return len(ids)


index_missing = MissingIndexer()


def rebuild(parts: Parts) -> Iterator[int]:
    """Index every case anew, the newest first, a batch a transaction; yields how many so far."""
    done, last = 0, MAX_ID
    while ids := _index_batch(parts, Case.id < last):
        done, last = done + len(ids), ids[-1]
        yield done


def _index_batch(parts: Parts, *which: sa.ColumnElement[bool]) -> list[int]:
    """Index the newest BATCH of the cases that meet these conditions; returns their ids, the newest first."""
    newest = sa.select(Case.id).where(*which).order_by(Case.id.desc()).limit(BATCH)
    with parts.db.read() as s:  # the search for them, over all cases, holds up no writer
        if not list(s.scalars(newest)):
            return []
    with parts.db.write() as s:
        ids = list(s.scalars(newest.with_for_update(of=Case)))
        index_cases(s, ids)
    return ids


@sa.event.listens_for(Session, "after_flush")
def _note(s: Session, _context: object) -> None:
    """Note the cases whose words, or other facts that their documents depend on (_WATCHED), this flush changes."""
    stale: set[int] = set()
    for one in (*s.new, *s.dirty, *s.deleted):
        if isinstance(one, CaseWords):
            stale.add(one.case_id)
        elif isinstance(one, EventWords) and one.event is not None:
            stale.add(one.event.case_id)
        elif isinstance(one, Case) and _changed(one):
            stale.add(one.id)
    if stale:
        s.info.setdefault(_STALE, set()).update(stale)


def _changed(case: Case) -> bool:
    """Whether the session changed one of the columns that are _WATCHED."""
    state = sa.inspect(case)
    return any(state.attrs[name].history.has_changes() for name in _WATCHED)


@sa.event.listens_for(Session, "before_commit")
def _index_noted(s: Session) -> None:
    """Index the noted cases before the transaction commits."""
    if s.in_nested_transaction():  # a savepoint: the words are indexed once, before the commit
        return
    s.flush()
    stale = s.info.pop(_STALE, set())
    if stale:
        index_cases(s, stale)
