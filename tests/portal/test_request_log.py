"""What an access log holds of a request, and what it never does."""

from __future__ import annotations

import logging

import pytest
from flask import Flask

from portal.http import request_log


@pytest.fixture
def app() -> Flask:
    made = Flask("test")
    request_log.install(made)
    for rule in ("/c/<case_no>", "/api/v1/consultations/<int:number>", "/vote/<token>", "/s/<path:code>", "/healthz"):
        made.add_url_rule(rule, rule, lambda **_: "fine")
    return made


@pytest.mark.parametrize(
    ("asked", "logged"),
    [
        ("/c/LL-20261124-0042?access=SECRETSECRET", "GET /c/LL-20261124-0042 200"),
        ("/api/v1/consultations/7", "GET /api/v1/consultations/7 200"),
        ("/vote/SECRETSECRET?phone=SECRET", "GET /vote/* 200"),
        ("/s/SECRET/SECRET", "GET /s/* 200"),
        ("/SECRETSECRET/typed/wrong", "GET /* 404"),
    ],
)
def test_a_line_shows_the_path_without_its_secrets(
    app: Flask, caplog: pytest.LogCaptureFixture, asked: str, logged: str
) -> None:
    """Query strings are left out; tokens and codes are `*`; of an unknown path nothing is kept."""
    with caplog.at_level(logging.INFO, "linli.access"):
        app.test_client().get(asked)
    (line,) = (record.getMessage() for record in caplog.records if record.name == "linli.access")
    assert line.startswith(logged)
    assert "SECRET" not in line


def test_probes_that_succeed_leave_no_line(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    """A probe a second would bury the rest."""
    with caplog.at_level(logging.INFO, "linli.access"):
        app.test_client().get("/healthz")
    assert [record for record in caplog.records if record.name == "linli.access"] == []
