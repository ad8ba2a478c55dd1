"""The English catalogue: complete for what every page shows, and fitting."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask.testing import FlaskClient

from portal.translations.words import catalogues, source, updated

OWN = (
    "portal/pages/",
    "portal/home/",
    "portal/consultations/doors/views.py",
    "portal/consultations/templates/consultations/list.html",
    "portal/consultations/templates/consultations/one.html",
    "portal/staff/",
    "portal/templates/",
    "portal/kernel/roles.py",
    "portal/kernel/errors.py",
)


def catalogue(po: Path) -> Catalog:
    return read_po(io.BytesIO(po.read_bytes()), locale=po.parents[1].name)


def messages(po: Path) -> list[Message]:
    return [message for message in catalogue(po) if message.id]


@pytest.mark.parametrize("po", catalogues(), ids=lambda po: po.parents[1].name)
def test_what_every_page_shows_is_translated(po: Path) -> None:
    """No word of the frame, home, chat, about, /me, the votes and the sign-in is left in Chinese."""
    known = {message.id for message in messages(po) if message.string}
    own = {m.id for m in source() if m.id and any(place.startswith(OWN) for place, _line in m.locations)}
    assert own - known == set()


@pytest.mark.parametrize("po", catalogues(), ids=lambda po: po.parents[1].name)
def test_a_translation_keeps_the_parameters(po: Path) -> None:
    """`%(name)s` stands in both, so that no page fails for a word."""
    for message in messages(po):
        if message.string and isinstance(message.id, str):
            assert set(re.findall(r"%\(\w+\)s", message.id)) == set(re.findall(r"%\(\w+\)s", str(message.string)))


@pytest.mark.parametrize("po", catalogues(), ids=lambda po: po.parents[1].name)
def test_the_compiled_file_is_that_of_the_words(po: Path) -> None:
    """The committed `.mo` is what the `.po` compiles to."""
    compiled = io.BytesIO()
    write_mo(compiled, catalogue(po))
    assert po.with_suffix(".mo").read_bytes() == compiled.getvalue()


@pytest.mark.parametrize("po", catalogues(), ids=lambda po: po.parents[1].name)
def test_reading_the_words_again_changes_nothing(po: Path) -> None:
    """The command gives the same files twice: no dates, no line numbers in them."""
    once, compiled = updated(po, source())
    assert updated(po, source()) == (once, compiled)


def test_the_language_is_the_readers_choice(client: FlaskClient) -> None:
    """After EN the pages are English and say so; a reader's browser alone does not decide."""
    assert "说一件事" in client.get("/", headers={"Accept-Language": "en"}).text
    client.post("/preferences", data={"lang": "en", "next": "/"})
    page = client.get("/").text
    assert '<html lang="en"' in page
    assert "Report something" in page
