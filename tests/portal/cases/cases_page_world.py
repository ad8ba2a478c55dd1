"""A case whose page its reporter opens by the link."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from PIL import Image

from portal.cases.models import Case
from portal.cases.records import actors, numbers
from portal.kernel.roles import Role
from portal.kernel.sealing import keyed
from portal.residents.models import ContactPoint
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import actor, report


@pytest.fixture
def link(parts: Parts, reporter: int) -> str:
    """The reporter's link to a reported case."""
    return reported(parts, reporter)


def reported(parts: Parts, reporter: int, *text: str) -> str:
    """Report a case, in these words if they are given; returns its reporter's link."""
    with parts.db.write() as s:
        return numbers.link(parts.settings, report(s, parts, reporter, *text)).removeprefix(parts.settings.public_url)


def bare(link: str) -> str:
    """The address without the code."""
    return link.partition("?")[0]


def as_reporter(client: FlaskClient, parts: Parts) -> None:
    """This browser holds the token of the chat in which the case was said."""
    with parts.db.write() as s:
        point = s.get_one(ContactPoint, 1)
        point.address_key = keyed(parts.settings.secret_key, "webchat", "the reporter's")
    with client.session_transaction() as session:
        session["chat_token"] = "the reporter's"


def change(parts: Parts, role: Role, verb: Callable[..., object], **what: object) -> None:
    """A verb of the staff on the one case."""
    with parts.db.write() as s:
        verb(s, parts, s.get_one(Case, 1), actors.staff(s, actor(s, role)), **what)


def picture(**more: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "red").save(out, "JPEG", **more)
    return out.getvalue()
