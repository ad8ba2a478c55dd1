"""Rasa's settings, from the environment (set by `portal/process/launch.py`)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from sqlalchemy.engine import make_url

ROOT = Path(__file__).resolve().parents[2]


class SettingError(Exception):
    """A setting is missing or invalid; the message names it."""


@dataclass(frozen=True)
class Settings:
    """Rasa's settings. `model`: an archive or a folder of them. `token`, `actions_token`: the secrets of Rasa's door and the action server's.

    `tracker_url`: for SQLAlchemy 1.4. `redis`: the lock store's arguments; None keeps locks in memory.
    """

    port: int
    token: str
    model: Path
    actions_url: str
    actions_token: str
    tracker_url: str
    redis: dict[str, Any] | None


def load(env: dict[str, str]) -> Settings:
    """Read the settings. Raises SettingError; ValueError for a port that is no number; what `tracker_url` raises."""
    home = Path(env.get("LINLI_HOME") or ROOT / "var").absolute()
    actions = f"http://127.0.0.1:{env.get('LINLI_ACTIONS_PORT') or '8055'}/webhook"
    return Settings(
        port=int(env.get("LINLI_RASA_PORT") or "8005"),
        token=_token(env, home, "bot_token"),
        model=Path(env.get("LINLI_MODEL") or home / "models"),
        actions_url=env.get("LINLI_ACTIONS_URL") or actions,
        actions_token=_token(env, home, "actions_token"),
        tracker_url=tracker_url(env, home),
        redis=redis_of(env["REDIS_URL"]) if env.get("REDIS_URL") else None,
    )


def tracker_url(env: dict[str, str], home: Path) -> str:
    """The tracker store's URL: LINLI_TRACKER_URL, else SQLite under LINLI_HOME/bot; never the portal's DATABASE_URL.

    Drops the driver from `postgresql+psycopg://`, which SQLAlchemy 1.4 does not know. Raises SettingError for another
    database, ArgumentError for what is no URL.
    """
    given = env.get("LINLI_TRACKER_URL") or ""
    if not given:
        return f"sqlite:///{home / 'bot' / 'tracker.db'}"
    if given.startswith("sqlite"):
        return given
    url = make_url(given)
    if url.get_backend_name() not in ("postgresql", "postgres"):
        raise SettingError("LINLI_TRACKER_URL: expected sqlite:/// or postgresql://")
    return str(url.set(drivername="postgresql").render_as_string(hide_password=False))


def redis_of(url: str) -> dict[str, Any]:
    """Parse redis://user:password@host:port/db into arguments of Rasa's lock store. A db that is no number is taken for 0.

    Raises SettingError; ValueError for a wrong port.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("redis", "rediss") or not parts.hostname:
        raise SettingError("REDIS_URL: expected redis://host:port/db")
    found: dict[str, Any] = {"url": parts.hostname, "port": parts.port or 6379, "key_prefix": "linli"}
    number = parts.path.strip("/")
    found["db"] = int(number) if number.isdigit() else 0
    if parts.username:
        found["username"] = unquote(parts.username)
    if parts.password:
        found["password"] = unquote(parts.password)
    if parts.scheme == "rediss":
        found["use_ssl"] = True
    return found


def _token(env: dict[str, str], home: Path, name: str) -> str:
    """The secret in the variable LINLI_NAME, else in the file `name` under `home`/secrets. Raises SettingError."""
    variable = f"LINLI_{name.upper()}"
    given = env.get(variable, "").strip()
    if given:
        return given
    kept = home / "secrets" / name
    if not kept.exists():
        raise SettingError(f"{variable}: missing, and there is none under LINLI_HOME/secrets")
    secret = kept.read_text(encoding="ascii").strip()
    if not secret:
        raise SettingError(f"{kept}: empty. Remove it, and the next start makes a new one")
    return secret
