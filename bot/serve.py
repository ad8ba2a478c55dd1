"""Serve Rasa on loopback, with only the gateway's channel: `python -m bot.serve`.

No HTTP API, no `rest:`, no telemetry. Answers and actions time out in seconds, not after Rasa's defaults of an hour
(answers) and five minutes (actions).
"""

from __future__ import annotations

import gc
import logging
import os
import sqlite3
from pathlib import Path

import bot.lean  # noqa: F401 (first: it replaces parts of Rasa before Rasa is imported)

# isort: split
import rasa.core.run
from rasa.core.utils import AvailableEndpoints
from rasa.utils.endpoints import EndpointConfig
from rasa.utils.log_utils import configure_structlog
from sanic import Sanic

from bot.reading.reader import warm_up
from bot.server import rasa_patches
from bot.server.actions_endpoint import ActionsEndpoint
from bot.server.log_lines import OneLineFormatter
from bot.server.settings import ROOT, Settings, load
from bot.server.tracker_store import LeanTrackerStore


def main() -> None:
    """Serve until stopped by a signal. Raises SettingError."""
    settings = load(dict(os.environ))
    os.environ["LINLI_BOT_TOKEN"] = settings.token  # read by credentials.yml
    handler = logging.StreamHandler()
    handler.setFormatter(OneLineFormatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    configure_structlog(logging.WARNING)  # at DEBUG Rasa prints what people wrote
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
        server_listeners=[(_get_ready, "after_server_start")],
    )


async def _get_ready(app: Sanic, *_: object) -> None:
    """Parse one message, which takes 0.7 s the first time and 0.01 s afterwards; then freeze the heap.

    What is frozen is left out of later garbage collections: walking the models' objects would stop all turns for 0.4 s.
    """
    await app.ctx.agent.parse_message("您好")
    gc.collect()
    gc.freeze()


def endpoints(settings: Settings) -> AvailableEndpoints:
    """Rasa's endpoints: the action server, the tracker store (its SQLite file made ready) and the lock store."""
    if settings.tracker_url.startswith("sqlite:///"):
        prepare_sqlite(Path(settings.tracker_url.removeprefix("sqlite:///")))
    lock_store = EndpointConfig(type="redis", **settings.redis) if settings.redis else None
    return AvailableEndpoints(
        action=ActionsEndpoint(settings.actions_url, token=settings.actions_token),
        tracker_store=LeanTrackerStore(host=settings.tracker_url),
        lock_store=lock_store,
    )


def prepare_sqlite(path: Path) -> None:
    """Set the tracker database, made if missing, to a write-ahead log: one sync per turn, and readers do not wait."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with sqlite3.connect(path, timeout=30) as connection:
        connection.execute("PRAGMA journal_mode=WAL")


if __name__ == "__main__":
    main()
