"""Whoever sends a form without a session goes on, once signed in, at the page on which the form stood."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient


@pytest.mark.parametrize(
    ("path", "page"),
    [
        ("/desk/cases/LL-20261124-0042/note", "/desk/cases/LL-20261124-0042"),
        ("/desk/cases/LL-20261124-0042/resolution", "/desk/cases/LL-20261124-0042"),
        ("/desk/new", "/desk/new"),
        ("/desk/dispatch", "/desk"),
    ],
)
def test_signing_in_leads_back_to_the_page_of_the_form(client: FlaskClient, path: str, page: str) -> None:
    """What was typed may still stand there."""
    answer = client.post(path, data={"text": "换了灯头，亮了"})
    assert answer.headers["Location"] == f"/login?lost=1&next={page}"
    shown = client.get(answer.headers["Location"]).text
    assert f'name="next" value="{page}"' in shown
    assert "没有交上去" in shown


def test_a_form_without_words_leads_back_without_a_warning(client: FlaskClient) -> None:
    """Nothing was lost."""
    assert client.post("/desk/cases/LL-20261124-0042/note").headers["Location"] == (
        "/login?next=/desk/cases/LL-20261124-0042"
    )
