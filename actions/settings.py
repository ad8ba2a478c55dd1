"""The action server's settings, from the environment. The portal's own process sets them (`portal/launch.py`)."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path


class SettingMissing(Exception):
    """A setting is missing; the message names it."""


@dataclass(frozen=True)
class Settings:
    """`portal_url`: the internal API, loopback only."""

    port: int
    portal_url: str
    portal_token: str


def load(environ: dict[str, str] | None = None) -> Settings:
    """Read the settings. Raises SettingMissing."""
    env = dict(os.environ) if environ is None else environ
    url = env.get("LINLI_INTERNAL_URL") or f"http://127.0.0.1:{env.get('LINLI_INTERNAL_PORT', '8001')}"
    return Settings(
        port=int(env.get("LINLI_ACTIONS_PORT", "8055")),
        portal_url=url.rstrip("/"),
        portal_token=_token(env),
    )


def _token(env: dict[str, str]) -> str:
    given = env.get("LINLI_INTERNAL_TOKEN", "").strip()
    if given:
        return given
    kept = Path(env.get("LINLI_HOME", "var")) / "secrets" / "internal_token"
    if not kept.exists():
        raise SettingMissing("LINLI_INTERNAL_TOKEN: missing, and there is none under LINLI_HOME/secrets")
    return kept.read_text(encoding="ascii").strip()
