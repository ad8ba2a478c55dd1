"""Whose address counts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from waitress.proxy_headers import proxy_headers_middleware

from portal.kernel.config import load
from portal.process.serve import proxy_settings

PUBLIC = {"PUBLIC_URL": "https://linli.example.cn"}


@pytest.mark.parametrize(
    ("environ", "peer", "header", "counts"),
    [
        (PUBLIC, "127.0.0.1", "203.0.113.9", "203.0.113.9"),
        (PUBLIC, "127.0.0.1", "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        (PUBLIC, "127.0.0.1", "", "127.0.0.1"),
        (PUBLIC | {"HOST": "0.0.0.0"}, "203.0.113.5", "198.51.100.1", "203.0.113.5"),
        ({}, "127.0.0.1", "198.51.100.1", "127.0.0.1"),
    ],
    ids=[
        "the proxy says who",
        "what the caller made up does not count",
        "no header",
        "no proxy here",
        "no proxy at all",
    ],
)
def test_the_address_that_the_limits_count(
    tmp_path: Path, environ: dict[str, str], peer: str, header: str, counts: str
) -> None:
    """Behind a proxy on this machine the caller's own, as the proxy wrote it; else that of the connection."""
    seen: list[str] = []

    def app(environ: dict[str, Any], _start: object) -> list[bytes]:
        seen.append(environ["REMOTE_ADDR"])
        return []

    believed = proxy_settings(
        load({"LINLI_HOME": str(tmp_path), "SECRET_KEY": "a-secret-key-for-tests-0123456789"} | environ)
    )
    believed["clear_untrusted"] = believed.pop("clear_untrusted_proxy_headers")
    call = {"REMOTE_ADDR": peer, "REMOTE_HOST": peer, "HTTP_X_FORWARDED_FOR": header, "wsgi.url_scheme": "http"}
    if not header:
        del call["HTTP_X_FORWARDED_FOR"]
    proxy_headers_middleware(app, **believed)(call, lambda *_: None)
    assert seen == [counts]
