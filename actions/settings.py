"""The action server's settings, from the environment. `linli run` sets them (`portal/process/launch.py`)."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from actions.opinion.second_opinion import Endpoint


class SettingError(Exception):
    """A setting is missing or invalid; the message names it."""


@dataclass(frozen=True)
class Settings:
    """The action server's settings. `portal_url`: the internal API, on loopback. `portal_token`: we send it there. `token`: Rasa must send it to us.

    `second_opinion`: the operator's language model; None if none is to be asked.
    """

    port: int
    portal_url: str
    portal_token: str
    token: str
    second_opinion: Endpoint | None = None


def load(environ: dict[str, str] | None = None) -> Settings:
    """Read the settings from `environ` (the process's own if None). Raises SettingError."""
    env = dict(os.environ) if environ is None else environ
    url = env.get("LINLI_INTERNAL_URL") or f"http://127.0.0.1:{env.get('LINLI_INTERNAL_PORT', '8001')}"
    return Settings(
        port=_port(env.get("LINLI_ACTIONS_PORT") or "8055"),
        portal_url=url.rstrip("/"),
        portal_token=_token(env, "internal_token"),
        token=_token(env, "actions_token"),
        second_opinion=_second_opinion(env),
    )


def _port(typed: str) -> int:
    """Parse a port number. Raises SettingError."""
    if not (typed.isascii() and typed.isdigit() and len(typed) <= 5 and 0 < int(typed) < 65536):
        raise SettingError("LINLI_ACTIONS_PORT: expected a port number")
    return int(typed)


def _second_opinion(env: dict[str, str]) -> Endpoint | None:
    """The language model's endpoint; None if no URL is set. Raises SettingError."""
    url = env.get("LINLI_SECOND_OPINION_URL", "").strip().rstrip("/")
    if not url:
        return None
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
        raise SettingError("LINLI_SECOND_OPINION_URL: expected http://host:port/v1 or https://…, no password in it")
    model = env.get("LINLI_SECOND_OPINION_MODEL", "").strip()
    if not model:
        raise SettingError("LINLI_SECOND_OPINION_MODEL: missing, and LINLI_SECOND_OPINION_URL is set")
    whole = url if url.endswith("/chat/completions") else f"{url}/chat/completions"
    return Endpoint(whole, model, env.get("LINLI_SECOND_OPINION_KEY", "").strip())


def _token(env: dict[str, str], name: str) -> str:
    """The secret in the variable LINLI_NAME, else in the file `name` under LINLI_HOME/secrets. Raises SettingError."""
    variable = f"LINLI_{name.upper()}"
    given = env.get(variable, "").strip()
    if given:
        return given
    kept = Path(env.get("LINLI_HOME", "var")) / "secrets" / name
    if not kept.exists():
        raise SettingError(f"{variable}: missing, and there is none under LINLI_HOME/secrets")
    secret = kept.read_text(encoding="ascii").strip()
    if not secret:
        raise SettingError(f"{kept}: empty. Remove it, and the next start makes a new one")
    return secret
