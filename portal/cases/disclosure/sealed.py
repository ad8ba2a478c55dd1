"""Who sees a sealed case (限看): the people assigned to it, and the handler that has it; to all others it does not exist.

This only adds to what `discretion` keeps from somebody: whoever a case is about does not see it, assigned or not.
"""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa

from portal.cases.models import Assigned, Case


def is_sealed_from(case: Case, account_id: int | None, body: str | None, workers: Collection[int] = ()) -> bool:
    """Whether the case is sealed, and this person neither assigned to it nor its handler.

    `body`: the person's, a code; `workers`: ids of the accounts whose cases they handle as a grid worker.
    """
    if not case.seal or any(one.account_id == account_id for one in case.assigned):
        return False
    if not case.dispatched:
        return True
    return case.body != body if case.body is not None else case.worker_id not in workers


def sealed_from(account_id: int | None, body: str | None, workers: Collection[int] = ()) -> sa.ColumnElement[bool]:
    """`is_sealed_from` as a condition for a query on `Case`."""
    theirs = sa.select(Assigned.case_id).where(Assigned.account_id == account_id)
    as_body = sa.and_(Case.dispatched, Case.body == (body or ""))
    as_worker = sa.and_(Case.dispatched, Case.body.is_(None), Case.worker_id.in_(workers))
    handles = sa.or_(sa.func.coalesce(as_body, sa.false()), sa.func.coalesce(as_worker, sa.false()))
    return sa.and_(Case.seal != "", Case.id.not_in(theirs), sa.not_(handles))


def unsealed() -> sa.ColumnElement[bool]:
    """The condition for a case that is not sealed: for what leaves the pages (a file, another system, a phone's list), where no look is recorded."""
    return Case.seal == ""
