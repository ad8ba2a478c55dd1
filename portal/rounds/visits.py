"""Visits (走访): checks and stores what a grid worker enters, once; reads the choices for it."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.cases.records.event_log import Source
from portal.cases.rules.deadlines import shanghai_day
from portal.cases.rules.form_text import clean_text
from portal.kernel.config import PROJECT
from portal.kernel.errors import Invalid
from portal.rounds.models import Visit

FILE = PROJECT / "data" / "visits.csv"  # field,code,text
MOST_MINUTES = 600  # of one visit
MOST_HOUSEHOLD, MOST_NOTE = 60, 500  # characters
OLDEST = timedelta(days=14)  # how long ago a visit may have been; a phone keeps unsent entries as long


@dataclass(frozen=True)
class TypedVisit:
    """A visit as typed. `whom`, `purpose`: codes (`choices`); `household`: which one, in the worker's words."""

    on: date
    whom: str
    purpose: str
    minutes: int
    household: str
    note: str


@lru_cache(maxsize=1)
def choices() -> Mapping[str, Mapping[str, str]]:
    """The choices of each field, "whom" and "purpose": code → Chinese words."""
    found: dict[str, dict[str, str]] = {"whom": {}, "purpose": {}}
    with FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found[row["field"]][row["code"]] = row["text"]
    return found


def enter(s: Session, account_id: int, visit: TypedVisit, *, source: Source, now: datetime) -> Visit:
    """Enter the visit; the same `source` again returns the same visit.

    Raises Invalid for the same key with other contents, an unknown choice, or minutes, a day or text out of bounds.
    """
    known = s.scalar(sa.select(Visit).where(Visit.source_key == source.key))
    if known is not None:
        if known.source_hash != source.hash:
            raise Invalid(_("这一条先前已经收下，后来改的没有收：请另记一条"))
        return known
    _check(visit, now)
    fresh = Visit(
        account_id=account_id,
        on=visit.on,
        entered_at=now,
        whom=visit.whom,
        purpose=visit.purpose,
        minutes=visit.minutes,
        household=clean_text(visit.household, MOST_HOUSEHOLD),
        note=clean_text(visit.note, MOST_NOTE),
        source_key=source.key,
        source_hash=source.hash,
    )
    s.add(fresh)
    s.flush()
    return fresh


def _check(visit: TypedVisit, now: datetime) -> None:
    """Raise Invalid for an unknown choice, or minutes or a day out of bounds."""
    if visit.whom not in choices()["whom"] or visit.purpose not in choices()["purpose"]:
        raise Invalid(_("请选走访了谁、为什么去"))
    if not 1 <= visit.minutes <= MOST_MINUTES:
        raise Invalid(_("用了几分钟，要在 1 到 %(most)s 之间", most=MOST_MINUTES))
    if not shanghai_day(now - OLDEST) <= visit.on <= shanghai_day(now):
        raise Invalid(_("走访的日子，要在最近 %(days)s 天里", days=OLDEST.days))
