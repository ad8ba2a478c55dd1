"""Sign in as a staff member without a password: make the session that a sign-in makes."""

from __future__ import annotations

from flask.testing import FlaskClient

from portal.staff.models import Account
from portal.staff.sign_in import caller, sessions
from portal.staff.sign_in.sessions import Origin
from portal.storage.parts import Parts


def staff_token(parts: Parts, account_id: int) -> str:
    """The token of a new session, with password and second factor given."""
    secret, now = parts.settings.secret_key, parts.clock.now()
    with parts.db.write() as s:
        number, _half = sessions.begin(s, secret, s.get_one(Account, account_id), device="测试", now=now)
        return sessions.renew(s, secret, number, Origin("device", "address"), factor=True, now=now)


def sit_down(client: FlaskClient, parts: Parts, account_id: int) -> FlaskClient:
    """Sign the client in as this account; returns the client."""
    token = staff_token(parts, account_id)
    with client.session_transaction() as cookie:
        cookie[caller.TOKEN] = token
    return client
