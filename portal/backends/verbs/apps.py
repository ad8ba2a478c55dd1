"""Register, find and stop the apps that may report by Open311."""

from __future__ import annotations

import secrets
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.backends.models import ReportingApp
from portal.kernel.sealing import keyed

PER_MINUTE = 120  # requests that an app may send unless the operator says otherwise


def register(s: Session, secret: str, name: str, now: datetime, *, per_minute: int = PER_MINUTE) -> str:
    """Register an app, or give it a new key and this limit; returns the key, which is kept nowhere. A stopped app works again."""
    key = secrets.token_urlsafe(32)
    app = app_named(s, name)
    if app is None:
        app = ReportingApp(name=name, created_at=now)
        s.add(app)
    app.key_hash, app.per_minute, app.stopped_at = keyed(secret, "open311", key), per_minute, None
    s.flush()
    return key


def stop(app: ReportingApp, now: datetime) -> None:
    """Stop an app: its key no longer works; what it reported is handled as before."""
    app.stopped_at = now


def app_named(s: Session, name: str) -> ReportingApp | None:
    """The app of this name, or None."""
    return s.scalar(sa.select(ReportingApp).where(ReportingApp.name == name))


def app_of_key(s: Session, secret: str, key: str) -> ReportingApp | None:
    """The app with this key; None if there is none, or it was stopped."""
    found = sa.select(ReportingApp).where(ReportingApp.key_hash == keyed(secret, "open311", key))
    return s.scalar(found.where(ReportingApp.stopped_at.is_(None)))
