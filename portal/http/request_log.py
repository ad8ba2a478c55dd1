"""One log line per request: method, path, status, milliseconds; of the health probes only failures.

Never a query string, a token or a code.
"""

from __future__ import annotations

import logging
import re
import time

from flask import Flask, Response, g, request

log = logging.getLogger("linli.access")

_SHOWN = {"case_no": re.compile(r"LL-\d{8}-\d{4,9}")}  # path parameters that may be logged, besides integers
_METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))
# a parameter in the rule of a route: its converter and its name
_PARAMETER = re.compile(r"<(?:(?P<kind>[^:<>]+):)?(?P<name>[^<>]+)>")
MOST_QUEUED = 60.0  # seconds of waiting for a thread that are counted
_QUIET = ("/healthz", "/readyz", "/internal/v1/health")  # probes: logged only when they fail


def install(app: Flask) -> None:
    """Log every request of this app."""
    app.before_request(_begin)
    app.after_request(_end)


def shown_method() -> str:
    """The request's method for a log, or "?" if it is none of `_METHODS`."""
    return request.method if request.method in _METHODS else "?"


def shown_path() -> str:
    """The request's path for a log: parameters that may be secret are `*`, an unknown path is `/*`."""
    if request.url_rule is None:
        return "/*"
    values = request.view_args or {}

    def shown(found: re.Match[str]) -> str:
        value = str(values.get(found["name"], "*"))
        if (found["kind"] or "").startswith("int"):
            return value
        form = _SHOWN.get(found["name"])
        return value if form and form.fullmatch(value) else "*"

    return _PARAMETER.sub(shown, request.url_rule.rule)


def elapsed() -> float:
    """Seconds since this request arrived, the wait for a thread included."""
    return time.perf_counter() - float(g.get("linli_begun", time.perf_counter()))


def _begin() -> None:
    g.linli_begun = time.perf_counter() - _queued()


def _queued() -> float:
    """Seconds that the request waited for a thread; at most MOST_QUEUED, and 0 without waitress."""
    channel = getattr(request.environ.get("waitress.client_disconnected"), "__self__", None)
    received_at = getattr(channel, "last_activity", None)
    return min(max(0.0, time.time() - received_at), MOST_QUEUED) if isinstance(received_at, float) else 0.0


def _end(response: Response) -> Response:
    if request.path in _QUIET and response.status_code < 400:
        return response
    log.info("%s %s %s %.0f ms", shown_method(), shown_path(), response.status_code, elapsed() * 1000)
    return response
