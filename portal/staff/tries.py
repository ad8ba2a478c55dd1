"""How often a password or a code may be tried. A try is counted before it is checked: none is free, however many at once.

Nobody is locked: wrong tries count against where they come from. Only whoever comes from a device or an address that
the account never was signed in from shares a (large) budget with other strangers.
"""

from __future__ import annotations

from portal.staff import caller, sessions
from portal.throttle import throttle
from portal.web import parts

SAME_NAME = "5 per 5 minutes"  # for one name, from one address
SAME_ADDRESS = "60 per 5 minutes"  # from one address, whatever the name (an office shares one)
SAME_DEVICE = "10 per 5 minutes"  # for one name, from a device that it was signed in on
STRANGERS = "1000 per 1 hour"  # for one name, from all the places that it was never signed in from
FACTOR_STRANGERS = "30 per 1 hour"  # six digits are fewer than the passwords, and the password was right
OWN_PASSWORD = "5 per 5 minutes"  # noqa: S105 (a limit: the current password, asked of who is signed in)


def spend(name: str, account_id: int | None) -> bool:
    """Count a try of a password; whether the device or the address is known. Raises TooMany."""
    return _spend("login", name, account_id, STRANGERS)


def spend_code(account_id: int) -> None:
    """Count a try of a second factor. Raises TooMany."""
    _spend("factor", str(account_id), account_id, FACTOR_STRANGERS)


def spend_own(account_id: int) -> None:
    """Count a try of somebody signed in who has to say the password again. Raises TooMany."""
    throttle().spend(OWN_PASSWORD, "own-password", str(account_id))


def forgive(what: str, name: str) -> None:
    """It was right: what was tried for this name from here counts no more."""
    throttle().clear(SAME_NAME, what, caller.address(), name)
    throttle().clear(SAME_DEVICE, f"{what}-device", caller.whence().device_key, name)


def _spend(what: str, name: str, account_id: int | None, strangers: str) -> bool:
    by_device, by_address = _known(account_id)
    if by_device:
        throttle().spend(SAME_DEVICE, f"{what}-device", caller.whence().device_key, name)
        return True
    throttle().spend(SAME_NAME, what, caller.address(), name)
    throttle().spend(SAME_ADDRESS, f"{what}-address", caller.address())
    if not by_address:
        throttle().spend(strangers, f"{what}-strangers", name)
    return by_address


def _known(account_id: int | None) -> tuple[bool, bool]:
    if account_id is None:
        return False, False
    with parts().db.read() as s:
        return sessions.is_known(s, account_id, caller.whence(), parts().clock.now())
