"""A photo that came with words is with the case that the words went to; nobody else's ever is."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from PIL import Image

from portal.cases.models import Case, CaseEvent
from portal.cases.records import actors, queries
from portal.cases.verbs.desk import desk_actions
from portal.cases.verbs.handler import handler_actions
from portal.channels.models import InboxMessage
from portal.residents.models import ContactPoint
from portal.staff import service as accounts
from portal.staff.models import Account
from portal.storage.parts import Parts
from portal.wiring.app import create_app, create_internal_app
from tests.portal.cases.cases_world import community, draft, report
from tests.vendors.bot import TOKEN, StandInBot

__all__ = ["community"]


@pytest.fixture
def line(parts: Parts, community: None) -> Iterator[Parts]:
    stand_in = StandInBot()
    yield replace(parts, settings=replace(parts.settings, rasa_port=stand_in.port, bot_token=TOKEN))
    stand_in.down()


class Desk:
    """A browser in which the clerk is signed in."""

    def __init__(self, parts: Parts) -> None:
        app = create_app(parts)
        app.config["WTF_CSRF_ENABLED"] = False
        app.extensions["linli_identify"] = self
        self.parts, self.client = parts, app.test_client()

    def staff(self) -> Any:
        with self.parts.db.read() as s:
            return accounts.active_actor(s, s.scalars(sa.select(Account.id).where(Account.username == "desk")).one())

    def contact_point_id(self) -> None:
        return None

    def resident_id(self) -> None:
        return None

    def is_bot(self) -> bool:
        return False


@dataclass
class Visitor:
    """Somebody at the web chat, and what the bot does for them."""

    parts: Parts
    client: FlaskClient
    headers: dict[str, str]
    contact: int
    sent: int = 0

    def photo(self) -> str:
        out = io.BytesIO()
        Image.new("RGB", (64, 48), "green").save(out, "JPEG")
        data = {"file": (io.BytesIO(out.getvalue()), "lamp.jpg")}
        answer = self.client.post("/api/v1/chat/media", data=data, headers=self.headers)
        assert answer.status_code == 201
        return str(answer.json["media_id"])

    def say(self, text: str, *media: str) -> int:
        """The inbox row."""
        self.sent += 1
        body = {"text": text, "client_message_id": f"m{self.sent}", "media": list(media)}
        answer = self.client.post("/api/v1/chat/messages", json=body, headers=self.headers)
        assert answer.status_code == 200, answer.text
        with self.parts.db.read() as s:
            return (
                s.scalars(
                    sa.select(InboxMessage.id)
                    .where(InboxMessage.contact_point_id == self.contact)
                    .order_by(InboxMessage.id.desc())
                ).first()
                or 0
            )

    def bot(self, path: str, key: str, **body: Any) -> Any:
        """The bot calls the internal API for this contact."""
        headers = {"Authorization": f"Bearer {self.parts.settings.internal_token}", "Idempotency-Key": key}
        client = create_internal_app(self.parts).test_client()
        return client.post(f"/internal/v1{path}", json={"contact": self.contact} | body, headers=headers)

    def case(self) -> str:
        with self.parts.db.write() as s:
            return report(s, self.parts, self.contact, draft=draft()).case_no


def visitor(parts: Parts) -> Visitor:
    app = create_app(parts)
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    headers = {"Authorization": f"Bearer {client.post('/api/v1/chat/sessions').json['token']}"}
    with parts.db.read() as s:
        contact = s.scalars(sa.select(sa.func.max(ContactPoint.id))).one()
    return Visitor(parts, client, headers, contact or 0)


def photos_of(parts: Parts, case_no: str) -> list[str]:
    """What the case's events show."""
    with parts.db.read() as s:
        events = s.scalars(sa.select(CaseEvent).join(Case).where(Case.case_no == case_no).order_by(CaseEvent.serial))
        return [photo for event in events for photo in event.data.get("photos") or ()]


WAYS: dict[str, tuple[str, dict[str, Any]]] = {
    "detail": ("details", {}),
    "remind": ("reminders", {}),
    "answer": ("follow-up", {"fixed": False}),
}


@pytest.mark.parametrize("verb", WAYS)
def test_a_photo_before_the_words_is_with_the_case(line: Parts, verb: str) -> None:
    """A photo alone, then words: the clerk sees it, and so does the reporter's page; the same call again adds nothing."""
    mine = visitor(line)
    case_no = mine.case()
    if verb == "answer":
        resolved(line, case_no)
    media_id = mine.photo()
    mine.say("", media_id)
    row = mine.say("就是刚才那盏路灯的照片")
    path, more = WAYS[verb]
    body = {"text": "就是刚才那盏路灯的照片"} | more
    for _ in range(2):
        assert mine.bot(f"/cases/{case_no}/{path}", f"{row}:{verb}", **body).status_code == 200
    assert photos_of(line, case_no) == [media_id]
    desk = Desk(line).client
    assert media_id in desk.get(f"/desk/cases/{case_no}").text
    assert desk.get(f"/desk/cases/{case_no}/photos/{media_id}").status_code == 200


def resolved(parts: Parts, case_no: str) -> None:
    with parts.db.write() as s:
        account = accounts.active_actor(s, s.scalars(sa.select(Account.id).where(Account.username == "desk")).one())
        assert account is not None
        who, case = actors.staff(s, account), queries.get(s, case_no, to_change=True)
        desk_actions.accept(s, parts, case, who)
        handler_actions.resolve(s, parts, case, who, text="灯泡换好了")


def test_the_photo_is_found_when_the_case_had_to_be_asked_for(line: Parts) -> None:
    """Photo and words first, then which case: the bot adds the first words under the second message's key."""
    mine = visitor(line)
    case_no, other = mine.case(), mine.case()
    media_id = mine.photo()
    mine.say("就是这盏灯，照片在这里", media_id)
    row = mine.say(case_no)
    assert mine.bot(f"/cases/{case_no}/details", f"{row}:detail", text="就是这盏灯，照片在这里").status_code == 200
    assert photos_of(line, case_no) == [media_id]
    row = mine.say("另外一件还没有人来")
    assert mine.bot(f"/cases/{other}/details", f"{row}:detail", text="另外一件还没有人来").status_code == 200
    assert photos_of(line, other) == []


def test_nobody_elses_photo_is_taken_along(line: Parts) -> None:
    """The row of another contact point, a row that is not there, a key that names none: the words alone."""
    mine, other = visitor(line), visitor(line)
    case_no = mine.case()
    theirs = other.say("我家门口", other.photo())
    for number, key in enumerate((f"{theirs}:detail", "999999:detail", "odd", f"{2**70}:detail", "²:detail")):
        answer = mine.bot(f"/cases/{case_no}/details", key, text=f"第{number}句补充")
        assert answer.status_code == 200, answer.text
    assert photos_of(line, case_no) == []
    row = mine.say("我家门口的灯", own := mine.photo())
    assert mine.bot(f"/cases/{case_no}/details", f"{row}:detail", text="我家门口的灯").status_code == 200
    assert photos_of(line, case_no) == [own]
