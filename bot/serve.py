"""Rasa on loopback, behind the gateway's own channel only: `python -m bot.serve`.

No HTTP API, no `rest:`, no telemetry; answers and actions have seconds, not the hour and the five minutes of the defaults.
"""

from __future__ import annotations

import logging
import os
import sqlite3
from pathlib import Path

import bot.lean  # noqa: F401 (first: Rasa is imported the lean way, and reads the environment meanwhile)

# isort: split
import rasa.core.run
from rasa.core.utils import AvailableEndpoints
from rasa.utils.endpoints import EndpointConfig
from rasa.utils.log_utils import configure_structlog

from bot import rasa_patches
from bot.actions_endpoint import ActionsEndpoint
from bot.log_lines import OneLine
from bot.reading.reader import warm_up
from bot.settings import ROOT, Settings, load


def main() -> None:
    """Serve until told to stop. Raises SettingMissing."""
    settings = load(dict(os.environ))
    os.environ["LINLI_BOT_TOKEN"] = settings.token  # credentials.yml names it
    handler = logging.StreamHandler()
    handler.setFormatter(OneLine("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    configure_structlog(logging.WARNING)  # at DEBUG it prints what people wrote
    for chatty in ("rasa", "sanic", "apscheduler"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    rasa_patches.apply()
    warm_up()
    rasa.core.run.serve_application(
        model_path=str(settings.model),
        interface="127.0.0.1",
        port=settings.port,
        credentials=str(ROOT / "credentials.yml"),
        enable_api=False,
        endpoints=endpoints(settings),
    )


def endpoints(settings: Settings) -> AvailableEndpoints:
    """Where Rasa finds the action server, its trackers and its locks."""
    if settings.tracker_url.startswith("sqlite:///"):
        prepare_sqlite(Path(settings.tracker_url.removeprefix("sqlite:///")))
    lock_store = EndpointConfig(type="redis", **settings.redis) if settings.redis else None
    return AvailableEndpoints(
        action=ActionsEndpoint(settings.actions_url, token=settings.actions_token),
        tracker_store=EndpointConfig(settings.tracker_url, type="SQL"),
        lock_store=lock_store,
    )


def prepare_sqlite(path: Path) -> None:
    """A write-ahead log for the trackers: one sync a turn, and readers that do not wait."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with sqlite3.connect(path, timeout=30) as connection:
        connection.execute("PRAGMA journal_mode=WAL")


if __name__ == "__main__":
    main()
