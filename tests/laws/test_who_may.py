"""Everybody at every route, with cases of their own area and another's, sealed or not: as the table says, and no case more."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from portal.http.access import PUBLIC, access
from portal.storage.parts import Parts
from portal.wiring.app import create_app, create_internal_app
from tests.laws.who_may import CALLERS, Everybody, Way, differences, set_up_everybody, table, try_all

CASE_PAGE = Way("public", "GET", "/desk/cases/<case_no>")


@pytest.fixture
def app(parts: Parts) -> Flask:
    made = create_app(parts)
    made.config["WTF_CSRF_ENABLED"] = False
    return made


@pytest.fixture
def everybody(parts: Parts, app: Flask, tmp_path: Path) -> Everybody:
    return set_up_everybody(parts, app, tmp_path / "community")


def test_every_route_has_its_row(parts: Parts, app: Flask) -> None:
    """A new route fails here until the table says who may call it, and how it lets into a case."""
    assert differences({"public": app, "internal": create_internal_app(parts)}, table()) == []


def test_a_route_without_a_row_is_named(parts: Parts, app: Flask) -> None:
    """So is one that lets others in than its row says."""
    apps = {"public": app, "internal": create_internal_app(parts)}
    app.add_url_rule("/desk/cases/<case_no>/secret", "secret", access(PUBLIC)(lambda case_no: case_no))
    app.view_functions["desk.keys"] = access(PUBLIC)(lambda: "")
    assert [one.partition(":")[0] for one in differences(apps, table())] == [
        "no row in who_may.csv",
        "@access says otherwise",
    ]


@pytest.mark.slow
def test_everybody_everywhere(everybody: Everybody) -> None:
    """All combinations; `pytest -s` prints how many."""
    tried = try_all(everybody, table())
    print(f"\n{tried.number} combinations: {len(CALLERS)} callers × {len(table())} routes × area × sealed")
    assert tried.wrong == []


def _forget(monkeypatch: pytest.MonkeyPatch, name: str, answer: Any) -> None:
    monkeypatch.setattr(f"portal.desk.case_page.access.{name}", lambda *_args, **_more: answer)


def test_a_page_that_asks_nobody_whose_case_it_is_is_caught(
    everybody: Everybody, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The broken twin: the check taken out, its row finds each of those who come in, and none with the check."""
    rows = {CASE_PAGE: table()[CASE_PAGE]}
    assert try_all(everybody, rows).wrong == []
    _forget(monkeypatch, "in_scope", True)
    wrong = try_all(everybody, rows).wrong
    assert "desk: GET /desk/cases/<case_no> own sealed: let in (200), not hidden" in wrong
    assert "body: GET /desk/cases/<case_no> other: let in (200), not hidden" in wrong


def test_a_door_that_stands_open_is_caught(everybody: Everybody) -> None:
    """The other broken twin: the view's own roles are not asked."""
    way = Way("public", "GET", "/desk/board")
    everybody.app.view_functions["board.page"] = access(PUBLIC)(lambda: "everything")
    wrong = try_all(everybody, {way: table()[way]}).wrong
    assert "nobody: GET /desk/board: let in (200), not refused" in wrong
