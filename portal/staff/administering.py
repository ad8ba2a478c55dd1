"""What the operator may do to an account, from the command line or from the pages; each change is recorded.

Every change but that of the phone signs the account out everywhere. `by` is the account id of the operator who acts from
a page, None on the command line. From a page (`refuse_from_page`) operators may change neither their own accounts nor
those of the committee's roles (`COMMITTEE_ROLES`).
"""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.kernel.errors import Conflict
from portal.kernel.roles import Role
from portal.staff import bulk_import, service
from portal.staff.bulk_import import NewAccount
from portal.staff.models import Account
from portal.staff.navigation import COMMITTEE_ROLES
from portal.staff.service import AccountAct
from portal.staff.sign_in import passwords, second_factor, sessions


def refuse_from_page(s: Session, by: int, account: Account | None = None, role: Role | None = None) -> None:
    """Raise Conflict if the operator `by` may not change this account from a page, or give this role to an account.

    Operators cannot change their own accounts, so that one operator always remains; somebody who is no longer an active
    operator can change nothing. The roles that prepare, watch or count votes are given and taken only on the command
    line. The supervisor's, who reads consultations and can declare votes void, can be given from a page too.
    Locks the row of `by`.
    """
    acting = s.get(Account, by, with_for_update=True)
    if acting is None or not acting.active or acting.role != Role.OPERATOR:
        raise Conflict(_("您的账号刚刚被改了，请重新登录"))
    if account is not None and account.id == by:
        raise Conflict(_("自己的账号不能在这里改：请另一位运维来改，或者用命令行"))
    if role in COMMITTEE_ROLES or (account is not None and account.role in COMMITTEE_ROLES):
        raise Conflict(_("主任、委员、监票人管表决，他们的账号只能在命令行里开和改（linli staff）"))


def open_account(s: Session, one: NewAccount, now: datetime, *, by: int | None = None) -> tuple[Account, str]:
    """Open an account with a start password, which is returned once and must be replaced at the first sign-in."""
    start = passwords.start_password()
    account = service.add(s, password=start, now=now, must_change=True, **vars(one))
    service.record_event(s, account, AccountAct.ADDED, now, by="operator", operator_id=by)
    return account, start


def stop(s: Session, account: Account, now: datetime, *, by: int | None = None) -> None:
    """Stop the account: it is signed out at once and cannot sign in."""
    account.active = False
    _sign_out_and_record(s, account, AccountAct.STOPPED, now, by)


def reactivate(s: Session, account: Account, now: datetime, *, by: int | None = None) -> None:
    """Let a stopped account sign in again. Raises ValueError if it is not stopped."""
    if account.active:
        raise ValueError(f"{account.username} 没有停用")
    account.active = True
    _sign_out_and_record(s, account, AccountAct.REACTIVATED, now, by)


def move(
    s: Session, account: Account, role: Role, where: tuple[str | None, str | None, str | None], now: datetime,
    *, by: int | None = None,
) -> None:  # fmt: skip
    """Give the account another role. `where`: codes of body and grid, and the committee, as typed. Raises ValueError."""
    account.body, account.grid, account.committee_id = bulk_import.check_affiliation(s, role, *where)
    account.role = role
    _sign_out_and_record(s, account, AccountAct.MOVED, now, by)


def reset_factor(s: Session, account: Account, now: datetime, *, by: int | None = None) -> None:
    """Remove the second factor: the next sign-in must enrol again."""
    second_factor.remove(s, account)
    _sign_out_and_record(s, account, AccountAct.FACTOR_RESET, now, by)


def set_password(s: Session, account: Account, password: str, now: datetime, *, once: bool) -> None:
    """Set another password, unchecked; `once`: it must be replaced at the next sign-in."""
    account.password_hash, account.must_change = service.hashed(password), once
    _sign_out_and_record(s, account, AccountAct.PASSWORD, now, None)


def set_phone(s: Session, account: Account, typed: str, now: datetime, *, by: int | None = None) -> None:
    """Set the mobile number for alarms and news of cases; "" removes it. Raises ValueError if it is no mobile number."""
    account.phone = bulk_import.phone_of(typed)
    service.record_event(s, account, AccountAct.PHONE, now, by="operator", operator_id=by)


def _sign_out_and_record(s: Session, account: Account, what: AccountAct, now: datetime, by: int | None) -> None:
    """Sign the account out everywhere, and record what was done."""
    sessions.end_all(s, account.id, now)
    service.record_event(s, account, what, now, by="operator", operator_id=by)
