"""One log line a request: method, path, status, milliseconds. Never a query string, a token or a code."""

from __future__ import annotations

import logging
import re
import time

from flask import Flask, Response, g, request

log = logging.getLogger("linli.access")

_SHOWN = {"case_no"}  # beside whole numbers: what a path may show of its parameters
_PARAMETER = re.compile(r"<(?:(?P<kind>[^:<>]+):)?(?P<name>[^<>]+)>")
_QUIET = ("/healthz", "/readyz", "/internal/v1/health")  # probes, unless they fail


def install(app: Flask) -> None:
    """Log every request of this app."""
    app.before_request(_begin)
    app.after_request(_end)


def shown_path() -> str:
    """The path of this request as a log may hold it: parameters that may be secrets are `*`, an unknown path `/*`."""
    if request.url_rule is None:
        return "/*"
    values = request.view_args or {}

    def shown(found: re.Match[str]) -> str:
        plain = (found["kind"] or "").startswith("int") or found["name"] in _SHOWN
        return str(values.get(found["name"], "*")) if plain else "*"

    return _PARAMETER.sub(shown, request.url_rule.rule)


def _begin() -> None:
    g.linli_begun = time.perf_counter()


def _end(response: Response) -> Response:
    if request.path in _QUIET and response.status_code < 400:
        return response
    spent = (time.perf_counter() - g.get("linli_begun", time.perf_counter())) * 1000
    log.info("%s %s %s %.0f ms", request.method, shown_path(), response.status_code, spent)
    return response
