"""Tell whether a LINLI_HOME is a demo, mark it as one, fill it and empty it.

A start on an empty home makes it a demo, unless a setting says that real people are served; a mark file records that.
"""

from __future__ import annotations

import shutil
from importlib import import_module
from pathlib import Path

from portal.grids import snapshot
from portal.kernel.config import DEMO_SECRET, Settings, bracketed, is_loopback
from portal.storage import tracker_role
from portal.storage.db import Database
from portal.storage.models_all import metadata
from portal.storage.parts import Parts

_NOT_DATA = {"run", "logs", "secrets", "models", "demo"}  # names that an empty home may hold
_FILLING, _FILLED = "filling\n", "filled\n"  # what the mark file says
_VENDORS = ("WECHAT_", "TWILIO_", "ALIYUN_")  # prefixes of settings that only a real operation has


def is_demo_wanted(environ: dict[str, str], home: Path) -> bool:
    """Whether to run as a demo: DEMO, if set; else if the home is marked, or empty and serves nobody real."""
    demo = environ.get("DEMO", "").strip()
    if demo:
        return demo == "1"
    return mark_path(home).exists() or (is_empty(home) and not _serves_real_people(environ))


def _serves_real_people(environ: dict[str, str]) -> bool:
    """Whether a setting says that real people are served: a database, an address beyond loopback, a vendor."""
    settings = {name: value.strip() for name, value in environ.items() if value.strip()}
    host = f"//{bracketed(settings.get('HOST', '127.0.0.1'))}"
    outer = not is_loopback(host) or ("PUBLIC_URL" in settings and not is_loopback(settings["PUBLIC_URL"]))
    vendor = any(name.startswith(_VENDORS) and value != DEMO_SECRET for name, value in settings.items())
    return "DATABASE_URL" in settings or outer or vendor or settings.get("SMS_PROVIDER", "console") != "console"


def is_empty(home: Path) -> bool:
    """Whether the home holds no data; neither empty folders nor _NOT_DATA (logs, secrets, models, the mark …) are data."""
    if not home.exists():
        return True
    return not any(
        path.is_file() for name in home.iterdir() if name.name not in _NOT_DATA for path in (name, *name.rglob("*"))
    )


def mark_path(home: Path) -> Path:
    """The path of the file that marks a home as a demo."""
    return home / "demo"


def mark_as_demo(home: Path) -> None:
    """Mark an empty home as a demo, before anything is put into it; leave any other home alone."""
    if is_empty(home) and not mark_path(home).exists():
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        mark_path(home).write_text(_FILLING, encoding="ascii")


def is_unfilled(home: Path) -> bool:
    """Whether the demo must still be filled, for the first time or because filling was interrupted."""
    return mark_path(home).exists() and mark_path(home).read_text(encoding="ascii") != _FILLED


def erase(settings: Settings) -> None:
    """Delete the demo's data: tables, photos, the snapshot, the bot's memory, ballot keys.

    It is then still to be filled. Raises RuntimeError if it is no demo.
    """
    if not mark_path(settings.home).exists():
        raise RuntimeError(f"{settings.home} is not a demo")
    mark_path(settings.home).write_text(_FILLING, encoding="ascii")
    db = Database(settings.database_url)
    if not db.is_sqlite:
        with db.engine.begin() as connection:
            metadata().drop_all(connection)
            connection.exec_driver_sql("DROP TABLE IF EXISTS alembic_version")
            connection.exec_driver_sql(f"DROP SCHEMA IF EXISTS {tracker_role.SCHEMA} CASCADE")
    db.engine.dispose()
    for path in settings.home.iterdir():
        if path.is_file() and path != mark_path(settings.home):
            path.unlink()
    for folder in (settings.media, settings.community, settings.home / "bot", settings.keys):
        for path in folder.iterdir() if folder.exists() else ():
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def fill(parts: Parts) -> None:
    """Fill the demo community, and mark the home as filled."""
    import_module("portal.demo.fill").fill(parts)
    mark_path(parts.settings.home).write_text(_FILLED, encoding="ascii")


def write_snapshot(parts: Parts) -> None:
    """Write the community's files from the tables, for the bot."""
    with parts.db.read() as s:
        snapshot.write_snapshot(s, parts.settings.community)
