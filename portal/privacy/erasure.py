"""删掉我的: erase all data of one person, in every store. Once begun it is finished, even if a process is killed.

1. One transaction blanks the tables and writes the `Erasure` row; the ledger gets its entry before the commit.
2. Then photos that nothing else shows and the bot's memory are removed and, on SQLite, the file is rewritten and the
   write-ahead log emptied (`secure_delete` alone leaves copies of moved cells in free pages).
3. After LOOK_AGAIN cases, conversation and letters are blanked once more, and step 2 follows again, because the bot may
   still have been answering a message.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.cases.models import Case
from portal.cases.records import ownership
from portal.consultations.models import RollEntry
from portal.kernel.errors import NotFound
from portal.kernel.sealing import keyed
from portal.privacy import blanking, vacuum
from portal.privacy.ledger import Entry, Ledger
from portal.privacy.models import Erasure, ErasureState
from portal.registers import people as register_people
from portal.residents.models import ContactPoint
from portal.storage.parts import Parts

log = logging.getLogger(__name__)

LOOK_AGAIN = timedelta(minutes=3)  # the bot never takes so long to answer a message
TRY_AGAIN = timedelta(seconds=30)  # after a step of an erasure failed
AT_ONCE = 256 * 1024 * 1024  # bytes: a SQLite file up to this size is rewritten while the resident waits


def erase(parts: Parts, resident_id: int, *, chat: int | None = None, claimed: bool = False) -> bool:
    """Erase a resident, in transactions of its own. Raises NotFound if nothing of them is left to erase.

    `chat`: a web chat that the caller holds, erased too if it counts as theirs; `claimed`: the caller says that it is
    theirs (`ownership.points_of`).
    Returns whether steps 1 and 2 of the module's docstring are done; False: the tables are blank, the worker does the rest.
    """
    return _erase(parts, lambda s: ownership.points_of(s, resident_id, chat, claimed=claimed))


def erase_point(parts: Parts, contact_point_id: int) -> bool:
    """Erase one contact point whose person proved no number (an operator's command). Like `erase` otherwise."""
    return _erase(parts, lambda _s: {contact_point_id})


def _erase(parts: Parts, find: Callable[[Session], set[int]]) -> bool:
    """Erase the contact points (ids) that `find` returns; returns as `erase`. Raises NotFound if none is left."""
    now = parts.clock.now()
    with parts.db.write() as s:
        theirs = sa.select(ContactPoint).where(ContactPoint.id.in_(find(s)), ContactPoint.erased_at.is_(None))
        found = list(s.scalars(theirs.order_by(ContactPoint.id).with_for_update(of=ContactPoint)))
        if not found:
            raise NotFound("这里已经没有您的信息了")
        entry = _entry(found, secrets.token_hex(16), now)
        erasure_id = _blank_tables(s, parts, found, entry, now).id
        Ledger(parts.settings.erasures).add(entry)  # last, and before the commit: a restored backup must find it
    return parts.db.size() <= AT_ONCE and finish_erasures(parts, [erasure_id])


def _entry(found: Sequence[ContactPoint], name: str, now: datetime) -> Entry:
    """The ledger's entry for an erasure of these contact points; `name`: its random id."""
    points = tuple((point.id, point.created_at.isoformat()) for point in found)
    return Entry(name, now, points, tuple(point.address_key for point in found))


def _blank_tables(s: Session, parts: Parts, found: Sequence[ContactPoint], entry: Entry, now: datetime) -> Erasure:
    """Blank the tables of these contact points, and write the `Erasure` row with what is left to do."""
    ids = [point.id for point in found]
    people = {point.resident_id for point in found if point.resident_id is not None}
    media = _blank_cases_and_chats(s, ids, now)
    addresses = [point.address for point in found if point.address]
    blanking.blank_letters(s, ids, addresses, now)
    blanking.delete_stored_answers(s, parts.settings.secret_key, people, ids)
    blanking.delete_codes_and_sessions(s, _with_no_other_point(s, people, ids), entry.keys)
    blanking.blank_contact_points(s, found, now)
    _blank_roll_numbers(s, parts, entry.keys)
    register_people.blank_people(s, parts.settings.secret_key, dict.fromkeys(entry.keys, entry.at))
    row = s.scalar(sa.select(Erasure).where(Erasure.entry == entry.entry)) or Erasure(entry=entry.entry, at=entry.at)
    row.state, row.due_at, row.done_at = ErasureState.BEGUN, now, None
    row.points, row.keys = [list(one) for one in entry.points], list(entry.keys)
    row.media = sorted({*(row.media or ()), *media})
    s.add(row)
    s.flush()
    return row


def _blank_cases_and_chats(s: Session, points: Sequence[int], now: datetime) -> set[str]:
    """Blank the cases and delete the conversations of these contact points (ids); returns the ids of their photos."""
    own = list(s.scalars(sa.select(Case.id).where(Case.contact_point_id.in_(points))))
    return blanking.blank_cases(s, own, now) | blanking.delete_conversation(s, points, now)


def _with_no_other_point(s: Session, people: set[int], points: Sequence[int]) -> set[int]:
    """The residents who have no contact point besides these."""
    others = sa.select(ContactPoint.resident_id).where(
        ContactPoint.resident_id.in_(people), ContactPoint.id.not_in(points)
    )
    return people - {found for found in s.scalars(others) if found is not None}


def _blank_roll_numbers(s: Session, parts: Parts, keys: Iterable[str]) -> int:
    """Blank phone numbers of erased people on rolls of published or void consultations; returns how many.

    `keys`: keyed hashes of their addresses. Until the result is out, the law keeps the roll as it is.
    """
    wanted = set(keys)
    rows = sa.select(RollEntry.id, RollEntry.phone).where(
        RollEntry.phone != "", RollEntry.consultation_id.in_(blanking.finished_consultations())
    )
    secret = parts.settings.secret_key
    theirs = [entry for entry, phone in s.execute(rows) if keyed(secret, "sms", phone) in wanted]
    if theirs:
        blanking.blank_roll_numbers(s, theirs)
    return len(theirs)


# --- beyond the tables: photos, the bot's memory, free pages


def finish_erasures(parts: Parts, ids: Sequence[int]) -> bool:
    """Remove photos and the bot's memory of these erasures (ids), rewrite the database file, and note how far each is.

    Returns whether all of it succeeded; if not, the worker tries again.
    """
    try:
        done = [_sweep(parts, erasure_id) for erasure_id in ids]
        whole = all(done) and parts.db.rewrite_file()
    except Exception:  # the tables are blank and the rows remain: the worker tries again until all is done
        log.exception("erasures %s", ids)
        whole = False
    if not whole:
        log.warning("erasures %s: not finished, the worker tries again", ids)
    now = parts.clock.now()
    with parts.db.write() as s:
        for row in s.scalars(sa.select(Erasure).where(Erasure.id.in_(ids))):
            row.due_at = now + (LOOK_AGAIN if whole else TRY_AGAIN)
            if whole and row.state == ErasureState.SWEPT and row.done_at is not None:
                row.state, row.media = ErasureState.DONE, []
            elif whole:
                row.state = ErasureState.SWEPT
    return whole


def _sweep(parts: Parts, erasure_id: int) -> bool:
    """Add the erasure to the ledger if it is not there, then remove its photos and the bot's memory.

    Returns whether the latter succeeded.
    """
    with parts.db.read() as s:
        row = s.get_one(Erasure, erasure_id)
        entry = ledger_entry_of(row)
        gone = blanking.unreferenced_photos(s, row.media)
    Ledger(parts.settings.erasures).add(entry)
    for media_id in gone:
        parts.media.remove(media_id)
    return parts.trackers.forget([one for one, _ in entry.points])


def ledger_entry_of(row: Erasure) -> Entry:
    """The row as an entry of the ledger."""
    return Entry(row.entry, row.at, tuple((int(one), str(made)) for one, made in row.points), tuple(row.keys))


def _look_again(parts: Parts, erasure_id: int) -> None:
    """Blank again, for what was written while the erasure ran."""
    now = parts.clock.now()
    with parts.db.write() as s:
        row = s.get_one(Erasure, erasure_id, with_for_update=True)
        ids = [int(one) for one, _ in row.points]
        row.media = sorted({*row.media, *_blank_cases_and_chats(s, ids, now)})
        row.done_at = now
        blanking.blank_letters(s, ids, (), now)


def continue_erasures(parts: Parts) -> int:
    """The worker's job: go on with erasures that are due (at most 50), rewriting the database file once for all.

    Returns how many were due; 0 if something failed.
    """
    due = sa.select(Erasure.id, Erasure.state).where(
        Erasure.state != ErasureState.DONE, Erasure.due_at <= parts.clock.now()
    )
    with parts.db.read() as s:
        waiting = s.execute(due.order_by(Erasure.id).limit(50)).all()
    if not waiting:
        return 0
    for erasure_id, state in waiting:
        if state == ErasureState.SWEPT:
            _look_again(parts, erasure_id)
    return len(waiting) if finish_erasures(parts, [erasure_id for erasure_id, _ in waiting]) else 0


def blank_erased_roll_numbers(parts: Parts) -> int:
    """The worker's job: blank erased people's numbers on rolls of votes that are published or void now; returns how many."""
    with parts.db.write() as s:
        keys = {key for some in s.scalars(sa.select(Erasure.keys)) for key in some}
        count = _blank_roll_numbers(s, parts, keys) if keys else 0
    if count:
        vacuum.request_rewrite(parts)
    return count


# --- erasing again after a restore


def replay_ledger(parts: Parts) -> int:
    """Erase again everybody in the ledger whose data the database holds again; returns for how many entries it did.

    An entry of which only a register holds something is blanked there, and not counted.

    Runs at every start, before anybody is served: a backup, a snapshot of the disk or a file put back by hand may have
    brought data back. Erasures that only the tables record are added to the ledger. Raises BrokenLedger, OSError.
    """
    ledger = Ledger(parts.settings.erasures)
    with parts.db.read() as s:
        known = [ledger_entry_of(row) for row in s.scalars(sa.select(Erasure).order_by(Erasure.id))]
    if known:
        ledger.add(*known)
    begun: list[int] = []
    for entry in _in_use_again(parts, ledger.entries()):
        with parts.db.write() as s:
            found = _restored_points(s, entry)
            if found:
                begun.append(_blank_tables(s, parts, found, entry, parts.clock.now()).id)
    _blank_registers(parts, ledger.entries())
    if begun:
        finish_erasures(parts, begun)
    return len(begun)


def _blank_registers(parts: Parts, entries: Sequence[Entry]) -> None:
    """Empty again what a restored register holds of the people of these entries, also of those who have no contact point in it."""
    erased = {key: entry.at for entry in sorted(entries, key=lambda one: one.at) for key in entry.keys}
    with parts.db.write() as s:
        count = register_people.blank_people(s, parts.settings.secret_key, erased) if erased else 0
    if count:
        vacuum.request_rewrite(parts)


def _in_use_again(parts: Parts, entries: Sequence[Entry]) -> list[Entry]:
    """The entries with an id or address that is in use again. Reads the contact points once for all entries."""
    live = sa.select(ContactPoint.id, ContactPoint.address_key).where(ContactPoint.erased_at.is_(None))
    ids = {one for entry in entries for one, _ in entry.points}
    keys = {key for entry in entries for key in entry.keys}
    with parts.db.read() as s:
        used = [row for row in s.execute(live.execution_options(yield_per=1000)) if row[0] in ids or row[1] in keys]
    known = {row[0] for row in used}, {row[1] for row in used}
    return [
        entry
        for entry in entries
        if any(one in known[0] for one, _ in entry.points) or any(key in known[1] for key in entry.keys)
    ]


def _restored_points(s: Session, entry: Entry) -> list[ContactPoint]:
    """The entry's contact points that are not erased now: its own rows, and older ones with one of its addresses."""
    same = [
        sa.and_(ContactPoint.id == one, ContactPoint.created_at == datetime.fromisoformat(made))
        for one, made in entry.points
    ]
    before = sa.and_(ContactPoint.address_key.in_(entry.keys), ContactPoint.created_at <= entry.at)
    found = sa.select(ContactPoint).where(ContactPoint.erased_at.is_(None), sa.or_(before, *same))
    return list(s.scalars(found.order_by(ContactPoint.id).with_for_update(of=ContactPoint)))
