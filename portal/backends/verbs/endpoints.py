"""Set up the systems that handle cases: their addresses and keys. (`cli.use` says which body's cases go to which.)"""

from __future__ import annotations

import json
import secrets
from datetime import datetime

from sqlalchemy.orm import Session

from portal.backends.models import Backend
from portal.kernel.config import is_loopback
from portal.kernel.ports import Endpoint
from portal.kernel.sealing import seal, unseal

_PURPOSE = "backend"  # for which the keys are sealed (`kernel.sealing`)


class BadEndpoint(ValueError):
    """The address may not be used; the message shows the form of one that may."""


def checked_url(url: str) -> str:
    """The address: https, or http on this machine alone; ASCII, up to 500 characters, no user name or fragment. Raises BadEndpoint."""
    scheme, _, rest = url.partition("://")
    host = rest.partition("/")[0]
    if not host or "@" in host or not url.isascii() or not url.isprintable() or len(url) > 500 or "#" in url:
        raise BadEndpoint("https://…")
    if scheme != "https" and not (scheme == "http" and is_loopback(url)):
        raise BadEndpoint("https://…")
    return url


def set_up(
    s: Session, secret: str, name: str, now: datetime, *, kind: str, url: str, key: str, jurisdiction: str = ""
) -> None:
    """Set up a backend, or change it. `kind`: webhook or open311; `key`: its signing key or api_key, in place of all earlier ones.

    Raises BadEndpoint.
    """
    row = s.get(Backend, name)
    if row is None:
        row = Backend(name=name, created_at=now)
        s.add(row)
    row.kind, row.url, row.jurisdiction = kind, checked_url(url), jurisdiction
    _keep(row, secret, [key])
    s.flush()


def fresh_key() -> str:
    """A new key for signing."""
    return secrets.token_urlsafe(32)


def rotate(s: Session, secret: str, row: Backend) -> str:
    """Add a new signing key beside the last one; both sign and both are accepted until `retire`. Returns the new key."""
    key = fresh_key()
    _keep(row, secret, [key, *keys_of(row, secret)[:1]])
    s.flush()
    return key


def retire(s: Session, secret: str, row: Backend) -> None:
    """Drop all keys but the newest."""
    _keep(row, secret, list(keys_of(row, secret)[:1]))
    s.flush()


def endpoint_of(row: Backend, secret: str) -> Endpoint:
    """Where the backend is reached, with its keys."""
    return Endpoint(row.name, row.kind, row.url, keys_of(row, secret), row.jurisdiction)


def keys_of(row: Backend, secret: str) -> tuple[str, ...]:
    """The keys, the newest first; none if they were sealed by another SECRET_KEY."""
    found = unseal(secret, _PURPOSE, row.secrets_sealed)
    return tuple(json.loads(found)) if found else ()


def _keep(row: Backend, secret: str, keys: list[str]) -> None:
    row.secrets_sealed = seal(secret, _PURPOSE, json.dumps(keys))
