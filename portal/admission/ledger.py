"""Queries of the admission ledger, for its page and its file: asks by filters, in pages, counted by department and rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from portal.admission.asks import ADMITTED, ENDED, EXCEPTION, REFUSED, WITHDRAWN
from portal.admission.fields import day_of
from portal.admission.models import Ask
from portal.admission.rules import Rule

A_PAGE = 50  # asks on one page
MOST_IN_FILE = 3000  # asks
STATES = (ADMITTED, REFUSED, EXCEPTION, "expired", ENDED, WITHDRAWN)  # as `asks.state_on` gives them


@dataclass(frozen=True)
class Filters:
    """Which asks to show: entered from `begin` to `end`, both included; the other fields restrict nothing if "".

    `department`: a part of its name; `state`: one of STATES; `rule`: one of those by which the ask was refused; `words`: in
    its line, its detail or its number.
    """

    begin: date
    end: date
    department: str = ""
    state: str = ""
    rule: str = ""
    words: str = ""


@dataclass(frozen=True)
class DepartmentCount:
    """How many asks of a department there are, and how many were admitted, admitted as exceptions, and refused.

    Withdrawn ones are not counted; exceptions that are over or were ended are.
    """

    department: str
    asked: int
    admitted: int
    exceptions: int
    refused: int


def read_filters(values: Mapping[str, str], today: date) -> Filters:
    """The filters from a query string; unknown values are ignored. Without days: from 1 January to today."""
    begin, end = day_of(values.get("begin", "")), day_of(values.get("end", ""))
    state, rule = values.get("state", ""), values.get("rule", "")
    return Filters(
        begin or date(today.year, 1, 1),
        end or today,
        values.get("department", "").strip()[:40],
        state if state in STATES else "",
        rule if rule in set(Rule) else "",
        values.get("words", "").strip()[:40],
    )


def filtered_asks(filters: Filters, today: date) -> sa.Select[Ask]:
    """The asks that the filters let through, in no order."""
    found = sa.select(Ask).where(Ask.day >= filters.begin, Ask.day <= filters.end)
    if filters.department:
        found = found.where(Ask.department.contains(filters.department, autoescape=True))
    if filters.state == "expired":
        found = found.where(Ask.state == EXCEPTION, Ask.until < today)
    elif filters.state == EXCEPTION:
        found = found.where(Ask.state == EXCEPTION, Ask.until >= today)
    elif filters.state:
        found = found.where(Ask.state == filters.state)
    if filters.words:
        said = (column.contains(filters.words, autoescape=True) for column in (Ask.what, Ask.detail, Ask.number))
        found = found.where(sa.or_(*said))
    if filters.rule:
        found = found.where(sa.cast(Ask.rules, sa.Text).contains(f'"{filters.rule}"'))
    return found


def page_of(s: Session, filters: Filters, today: date, *, before: int | None) -> tuple[Sequence[Ask], int | None]:
    """(a page of asks, newest first, with ids below `before`; the `before` of the next page, or None)."""
    found = (
        filtered_asks(filters, today).options(selectinload(Ask.account), selectinload(Ask.item)).order_by(Ask.id.desc())
    )
    rows = s.scalars((found.where(Ask.id < before) if before else found).limit(A_PAGE + 1)).all()
    return rows[:A_PAGE], rows[A_PAGE - 1].id if len(rows) > A_PAGE else None


def rows_for_file(s: Session, filters: Filters, today: date) -> Sequence[Ask]:
    """The asks for a file: the newest MOST_IN_FILE, oldest first."""
    found = (
        filtered_asks(filters, today).options(selectinload(Ask.account), selectinload(Ask.item)).order_by(Ask.id.desc())
    )
    return s.scalars(found.limit(MOST_IN_FILE)).all()[::-1]


def by_department(s: Session, filters: Filters, today: date) -> list[DepartmentCount]:
    """A line for each department whose asks the filters let through, those with the most asks first."""
    chosen = filtered_asks(filters, today).where(Ask.state != WITHDRAWN).subquery()
    found = sa.select(chosen.c.department, chosen.c.state, sa.func.count()).group_by(
        chosen.c.department, chosen.c.state
    )
    counts: dict[str, Counter[str]] = {}
    for department, state, number in s.execute(found):
        counts.setdefault(department, Counter())[state] += number
    lines = [
        DepartmentCount(name, one.total(), one[ADMITTED], one[EXCEPTION] + one[ENDED], one[REFUSED])
        for name, one in counts.items()
    ]
    return sorted(lines, key=lambda one: (-one.asked, one.department))


def by_rule(s: Session, filters: Filters, today: date) -> list[tuple[str, int]]:
    """(rule, how many refused asks have it as their first rule), the most frequent first."""
    found = filtered_asks(filters, today).where(Ask.state == REFUSED).with_only_columns(Ask.rules)
    return Counter(rules[0] for rules in s.scalars(found) if rules).most_common()


def departments(s: Session) -> list[str]:
    """At most 200 departments that asked before, by name; suggestions while one is typed."""
    return list(s.scalars(sa.select(Ask.department).distinct().order_by(Ask.department).limit(200)))
