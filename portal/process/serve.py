"""The two web servers. Waitress buffers slow clients, so that few threads serve many people."""

from __future__ import annotations

import gc
import logging
import resource
import signal
import sys
from types import FrameType
from typing import Any
from urllib.parse import urlsplit

import waitress
from flask import Flask

from portal.http.lanes import Lanes
from portal.kernel.config import Settings, bracketed, is_loopback, load
from portal.kernel.log_lines import OneLine
from portal.wiring.app import MAX_BODY, build_parts, create_app, create_internal_app

THREADS = 32  # of the public app: at most a quarter hold long polls, a quarter wait for the bot (`channels/inbound/gateway.py`)
# In addition, for long texts, and as many for vendors' long texts. Few, since short requests need the processor; two
# may wait for the bot.
LONG_THREADS = 4
HUGE_THREADS = 8  # in addition, for photos and other uploads; at most six wait with a photo
SWITCH_INTERVAL = 0.001  # seconds until a busy thread yields to another: many threads, each with little to do
INTERNAL_THREADS = 16  # of the internal API
CONNECTIONS = 4000  # slow ones included; each costs a descriptor and little else
_SPARE_DESCRIPTORS = 200  # database, media, logs


def serve_public() -> None:
    """Serve what the internet may reach, at HOST:PORT, until SIGTERM or SIGINT."""
    settings = load()
    app = create_app(build_parts(settings))
    _serve(app, settings, listen=(settings.host, settings.port), threads=THREADS, connections=CONNECTIONS)


def serve_internal() -> None:
    """Serve the internal API for the bot's action server, on loopback only, until SIGTERM or SIGINT."""
    settings = load()
    app = create_internal_app(build_parts(settings))
    _serve(app, settings, listen=("127.0.0.1", settings.internal_port), threads=INTERNAL_THREADS, connections=200)


def log_to_stderr() -> None:
    """Log one line per event to stderr, with local time; the supervisor keeps and rotates the files."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(OneLine("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    for chatty in ("waitress", "waitress.queue", "httpx", "httpcore"):
        logging.getLogger(chatty).setLevel(logging.ERROR)


def _serve(app: Flask, settings: Settings, *, listen: tuple[str, int], threads: int, connections: int) -> None:
    log_to_stderr()
    sys.setswitchinterval(SWITCH_INTERVAL)
    signal.signal(signal.SIGTERM, _exit)
    signal.signal(signal.SIGINT, _exit)
    gc.collect()
    gc.freeze()  # a full collection would walk the whole application, and stop every thread meanwhile
    waitress.serve(
        app,
        host=listen[0],
        port=listen[1],
        _dispatcher=Lanes(threads, LONG_THREADS, HUGE_THREADS),
        connection_limit=min(connections, _raise_descriptor_limit() - _SPARE_DESCRIPTORS),
        asyncore_use_poll=True,
        backlog=2048,
        channel_timeout=120,
        cleanup_interval=10,
        max_request_header_size=32 * 1024,
        max_request_body_size=MAX_BODY + 1024 * 1024,  # waitress's default would buffer 1 GB on the disk
        log_socket_errors=False,  # clients that hang up are no news, and the tracebacks would fill the disk
        ident=None,
        url_scheme=urlsplit(settings.public_url).scheme,
        _quiet=True,
        **proxy_settings(settings),
    )


def proxy_settings(settings: Settings) -> dict[str, Any]:
    """Waitress's settings that give each client's own address behind a proxy, so that rate limits count people apart.

    From a proxy on this machine the last entry of X-Forwarded-For is taken, which that proxy wrote; without a proxy the
    header is dropped.
    """
    if not is_loopback(f"//{bracketed(settings.host)}") or is_loopback(settings.public_url):
        return {"clear_untrusted_proxy_headers": True}
    return {
        "trusted_proxy": "127.0.0.1",
        "trusted_proxy_count": 1,
        "trusted_proxy_headers": {"x-forwarded-for"},
        "clear_untrusted_proxy_headers": True,
    }


def _raise_descriptor_limit() -> int:
    """Raise the soft limit of open files as far as needed and allowed; returns how many of those needed may be used."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = CONNECTIONS + 2 * _SPARE_DESCRIPTORS
    if soft == resource.RLIM_INFINITY or soft >= wanted:
        return wanted
    most = wanted if hard == resource.RLIM_INFINITY else min(hard, wanted)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    return most


def _exit(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)
