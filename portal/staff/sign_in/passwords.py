"""Which passwords are accepted; start passwords; how many are verified at a time, since one takes 0.1 s and 32 MB."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from portal.kernel.errors import TooMany

SHORTEST = 10  # characters
LONGEST = 200  # so that nobody makes us hash a megabyte
_LEAST_DISTINCT = 4  # characters that differ from one another
_KNOWN_TO_ALL = ("password", "passw0rd", "qwertyuiop", "abcdefghij", "iloveyou", "administrator", "woaini")
_LEAST_BESIDES_NAME = 7  # characters besides the username
_CHARACTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # no i l o 0 1, which are mistaken for one another


def password_fault(username: str, password: str) -> str:
    """Why this password is not accepted for this account, in Chinese; "" if it is."""
    if len(password) < SHORTEST or password.isdigit():
        return f"密码至少 {SHORTEST} 个字符，不能全是数字"
    if len(password) > LONGEST:
        return f"密码不超过 {LONGEST} 个字符"
    plain = password.casefold()
    if len(set(plain)) < _LEAST_DISTINCT or len(plain.replace(username.casefold(), "")) < _LEAST_BESIDES_NAME:
        return "密码太好猜：不要重复同样的字符，不要只是账号名加几个字"
    if plain.rstrip("0123456789!@#$.-_") in _KNOWN_TO_ALL:
        return "密码太好猜：这样的密码人人都先试"
    return ""


def start_password() -> str:
    """A random password (about 60 bits), to be handed over and changed at the first sign-in."""
    return "-".join("".join(secrets.choice(_CHARACTERS) for _ in range(4)) for _ in range(3))


class CheckQueue:
    """A queue for password checks: `at_once` run, `waiting` more wait up to `patience` seconds, others get TooMany."""

    def __init__(self, at_once: int, waiting: int, patience: float) -> None:
        self._running = threading.BoundedSemaphore(at_once)
        self._places = threading.BoundedSemaphore(at_once + waiting)
        self._patience = patience

    @staticmethod
    def _busy() -> TooMany:
        return TooMany("现在登录的人太多，请过几秒再试", retry_after=5)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Run the block once its turn has come. Raises TooMany if the queue is full or the wait too long."""
        if not self._places.acquire(blocking=False):
            raise self._busy()
        try:
            if not self._running.acquire(timeout=self._patience):
                raise self._busy()
            try:
                yield
            finally:
                self._running.release()
        finally:
            self._places.release()


KNOWN_QUEUE = CheckQueue(at_once=1, waiting=5, patience=8)  # for known devices and addresses, and people signed in
STRANGERS_QUEUE = CheckQueue(at_once=2, waiting=10, patience=8)  # for all others
