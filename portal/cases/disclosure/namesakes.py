"""Keep from an account what is kept from others of the same name, and from new clerks what the desk was not to read.

However the account is opened, renamed or let in again: on a page, by a file, by a command. It listens to the session, so it
must be loaded wherever accounts are written (`records.event_log` loads it).
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.cases.disclosure import discretion
from portal.staff.models import Account

_NOTED = "namesakes"  # in `Session.info`: accounts to look at before the commit
_JOINED = "joined"  # in `Session.info`: accounts that are new, or have another role


@sa.event.listens_for(Session, "after_flush")
def _note(s: Session, _context: object) -> None:
    """Keep the accounts that are new in this flush, have another name, or are let in again."""
    found = [one for one in s.new if isinstance(one, Account)]
    found += [one for one in s.dirty if isinstance(one, Account) and _may_be_somebody_else_now(one)]
    if found:
        s.info.setdefault(_NOTED, []).extend(found)
    joined = [one for one in s.new if isinstance(one, Account)]
    joined += [one for one in s.dirty if isinstance(one, Account) and sa.inspect(one).attrs.role.history.has_changes()]
    if joined:
        s.info.setdefault(_JOINED, []).extend(joined)


def _may_be_somebody_else_now(account: Account) -> bool:
    """Whether its name changes, or it is made active."""
    history = sa.inspect(account).attrs
    return history.name.history.has_changes() or (account.active and history.active.history.has_changes())


@sa.event.listens_for(Session, "before_commit")
def _keep(s: Session) -> None:
    """Record on each case that is about a namesake that it may be about these accounts, too."""
    if s.in_nested_transaction():
        return
    s.flush()
    for account in s.info.pop(_NOTED, []):
        if account in s:  # not one of a savepoint that was rolled back
            discretion.keep_from_namesake(s, account)
    discretion.keep_from_new_clerks(s, [one for one in s.info.pop(_JOINED, []) if one in s])
