"""Limits on trying passwords and codes. A try is counted before it is checked, so parallel tries count as well.

No account is ever locked: wrong tries count against the device or address that they come from. Tries from devices and
addresses that are not known (`sessions.known_device_and_address`) also share one budget per account.
"""

from __future__ import annotations

from dataclasses import dataclass

from portal.http.current import parts
from portal.http.throttle import throttle
from portal.staff.sign_in import caller, sessions

SAME_NAME = "5 per 5 minutes"  # for one account or unknown name, from one address
SAME_ADDRESS = "60 per 5 minutes"  # from one address, whatever the username (an office shares one)
SAME_DEVICE = "10 per 5 minutes"  # for one account, from a known device (the other budgets then do not count)
STRANGERS = "1000 per 1 hour"  # for one account, from all places that are not known
FACTOR_STRANGERS = "30 per 1 hour"  # as STRANGERS, for codes: six digits are easier to guess than a password
OWN_PASSWORD = "5 per 5 minutes"  # noqa: S105 (a limit: the current password, asked again after sign-in)


@dataclass(frozen=True)
class Try:
    """A counted try. `known`: it comes from a known device or address, or from a person who is signed in."""

    known: bool
    spent: tuple[tuple[str, ...], ...]  # (limit, *key) of each budget it counted in, for `give_back`


def count_password_try(name: str, account_id: int | None) -> Try:
    """Count a try of a password at sign-in; `account_id` None: no such account, counted by `name`. Raises TooMany."""
    return _spend("login", name if account_id is None else f"#{account_id}", account_id, STRANGERS)


def count_code_try(account_id: int) -> Try:
    """Count a try of a second factor. Raises TooMany."""
    return _spend("factor", f"#{account_id}", account_id, FACTOR_STRANGERS)


def count_own_password_try(account_id: int) -> Try:
    """Count a try by a signed-in person who must give their password again. Raises TooMany."""
    return _counted((OWN_PASSWORD, "own-password", str(account_id)), known=True)


def give_back(one: Try) -> None:
    """Give the try back to its budgets, because it was right."""
    for limit, *key in one.spent:
        throttle().give_back(limit, *key)


def _spend(what: str, name: str, account_id: int | None, strangers: str) -> Try:
    """Count a try of `what` for `name` in its budgets; `strangers`: the limit for places not known to the account."""
    by_device, by_address = _known(account_id)
    if by_device:
        return _counted((SAME_DEVICE, f"{what}-device", caller.request_origin().device_key, name), known=True)
    here = ((SAME_NAME, what, caller.address(), name), (SAME_ADDRESS, f"{what}-address", caller.address()))
    return _counted(*here, *([] if by_address else [(strangers, f"{what}-strangers", name)]), known=by_address)


def _counted(*budgets: tuple[str, ...], known: bool) -> Try:
    for limit, *key in budgets:
        throttle().spend(limit, *key)
    return Try(known, budgets)


def _known(account_id: int | None) -> tuple[bool, bool]:
    """(whether the request's device is known to the account, whether its address is); neither without an account."""
    if account_id is None:
        return False, False
    with parts().db.read() as s:
        return sessions.known_device_and_address(s, account_id, caller.request_origin(), parts().clock.now())
