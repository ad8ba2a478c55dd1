"""A resident's whole life, then 删掉我的: every file is searched for what they said and are; the neighbour stays whole.

The words, name and number are looked for as raw bytes in several spellings and encodings, in the database (log and free pages
too), the bot's memory, photos, logs and snapshots; on PostgreSQL in every row of every table.
"""

from __future__ import annotations

import io
import json
import os
import re
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from PIL import Image
from twilio.request_validator import RequestValidator

from portal.channels import jobs
from portal.channels.bot_client import BotClient
from portal.channels.inbound.conversation import drain
from portal.channels.models import Handover
from portal.kernel.ports import DeliveryFailed
from portal.kernel.roles import Role
from portal.outbox.delivery import deliver_due
from portal.process import launch
from portal.staff.models import Account, UnsentForm
from portal.storage import migrate
from portal.storage.parts import Parts
from portal.wiring.app import create_app
from portal.wiring.rooms import consumers_of
from tests.portal.cases.cases_world import account, draft
from tests.portal.conftest import HandClock, bearer
from tests.portal.consultations.consultations_world import World, phone, world
from tests.portal.signed_in import sit_down
from tests.portal.timed import due
from tests.vendors.bot import TOKEN, StandInBot

__all__ = ["world"]
ROOT = Path(__file__).resolve().parents[2]


class PickySms:
    """Takes every letter but those that hold a word that it cannot send."""

    def send(self, to: str, text: str, *, template: str = "", params: dict[str, str] | None = None) -> str:
        if "发不出去" in text:
            raise DeliveryFailed("landline", code="30006", retry=False)
        return f"SM{abs(hash((to, text))):x}"


@pytest.fixture
def bot() -> Iterator[StandInBot]:
    stand_in = StandInBot()
    yield stand_in
    stand_in.down()


@pytest.fixture
def parts(parts: Parts, bot: StandInBot) -> Parts:
    settings = replace(parts.settings, rasa_port=bot.port, bot_token=TOKEN)
    return replace(parts, settings=settings, sms=PickySms())


@dataclass
class Person:
    """Somebody with a browser; `number` stands on the roll of the votes."""

    number: int
    name: str
    words: str  # a run of signs that nobody else says
    client: FlaskClient
    token: str = ""  # of the chat
    session: str = ""  # of the proven phone
    contact: int = 0
    case_no: str = ""
    photo: str = ""
    told: list[str] = field(default_factory=list)

    @property
    def phone(self) -> str:
        return phone(self.number)

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def marks(self) -> list[str]:
        """What must not be found of them, in the spellings that people use."""
        national = self.phone.removeprefix("+86")
        split = f"{national[:3]} {national[3:7]} {national[7:]}"
        return [national, split, split.replace(" ", "-"), self.name, self.words]


class Street:
    """The portal with a stand-in bot, and what happens on it."""

    def __init__(self, parts: Parts, world: World, internal: FlaskClient) -> None:
        self.parts, self.world, self.internal = parts, world, internal
        self.keys = 0

    @property
    def tracker(self) -> Path:
        return self.parts.settings.home / "bot" / "tracker.db"

    def person(self, number: int, name: str, words: str) -> Person:
        app = create_app(self.parts)
        app.config["WTF_CSRF_ENABLED"] = False
        return Person(number, name, words, app.test_client())

    def work(self) -> None:
        """The worker until nothing is due."""
        client = BotClient(self.parts.settings.bot_url, self.parts.settings.bot_token)
        for _ in range(20):
            with self.parts.db.read() as s:
                senders = jobs.waiting_senders(s, self.parts.clock.now(), set(), 10)
            for sender in senders:
                drain(self.parts, client, sender, seconds=10, call_seconds=5)
            if not deliver_due(self.parts.db, self.parts.clock, consumers_of(self.parts)) and not senders:
                return

    def hourly(self) -> None:
        """Every timed job of privacy, now."""
        for name in ("erase", "retain", "off_rolls", "orphans", "rewrite"):
            due()[name](self.parts)

    def call(self, path: str, body: Any, verb: str, method: str = "POST") -> Any:
        self.keys += 1
        headers = bearer(self.parts) | {"Idempotency-Key": f"9{self.keys:04}:{verb}"}
        answer = self.internal.open("/internal/v1" + path, method=method, json=body, headers=headers)
        assert answer.status_code < 300, answer.text
        return answer.json if answer.data else None

    def code(self, phone: str) -> str:
        with self.parts.db.read() as s:
            letters = sa.text(
                "SELECT letter.text FROM letter JOIN outbox ON outbox.id = letter.outbox_id"
                " WHERE letter.address = :phone AND outbox.kind = 'send_sms' ORDER BY outbox.id DESC"
            )
            found = [re.search(r"(?<!\d)\d{6}(?!\d)", text) for text in s.scalars(letters, {"phone": phone})]
        return next(one.group() for one in found if one)

    # --- a life

    def live(self, person: Person, vote: int) -> None:
        """Report, photo, chat, SMS, a proven phone, a vote by name, a draft, a handover, a dead letter, trackers."""
        person.token = person.client.post("/api/v1/chat/sessions").json["token"]
        file = (io.BytesIO(self.picture(person.number)), "a.jpg")
        brought = person.client.post("/api/v1/chat/media", data={"file": file}, headers=person.headers)
        person.photo = brought.json["media_id"]
        said = f"我是{person.name}，电话{person.marks()[1]}，{person.words}"
        self.say(person, said, media=[person.photo])
        with self.parts.db.read() as s:
            person.contact = s.scalar(sa.text("SELECT max(id) FROM contact_point WHERE channel = 'webchat'")) or 0
        self.prove(person)
        spans = [{"text": person.name, "start": 2, "end": 2 + len(person.name), "type": "name"}]
        report = {
            "contact": person.contact,
            "text": said,
            "draft": draft() | {"personal": spans},
            "answers": {"contact": f"{person.name} {person.marks()[0]}", "place": f"{person.words}楼下"},
            "photos": [person.photo],
        }
        person.case_no = self.call("/cases", report, "report")["case_no"]
        detail = {"contact": person.contact, "text": f"再说一句：{person.words}"}
        self.call(f"/cases/{person.case_no}/details", detail, "detail")
        state = {"inbox_id": 90000, "state": {"text": f"还有：{person.words}，{person.name}"}}
        self.call(f"/contacts/{person.contact}/draft", state, "draft", "PUT")
        handover = {"contact": person.contact, "reason": "asked", "text": f"找人：{person.words}"}
        self.call("/handovers", handover, "handover")
        self.run_out(person)
        self.text(person, f"短信也说：{person.words}")
        self.text(person, f"这条发不出去：{person.words}")
        self.work()
        self.vote(person, vote)
        self.track(person)

    def run_out(self, person: Person) -> None:
        """A clerk's answer that came when the session had run out."""
        with self.parts.db.write() as s:
            asked = s.scalars(sa.select(Handover.id).where(Handover.contact_point_id == person.contact)).one()
            clerk, now = s.scalars(sa.select(Account.id).limit(1)).one(), self.parts.clock.now()
            fields = json.dumps([["text", f"{person.name}您好：{person.words}"]])
            s.add(UnsentForm(account_id=clerk, path=f"/desk/handovers/{asked}/answer", fields=fields, at=now))

    def picture(self, number: int) -> bytes:
        out = io.BytesIO()
        Image.frombytes("RGB", (64, 64), bytes((number * 37 + n * n) % 256 for n in range(64 * 64 * 3))).save(
            out, "JPEG"
        )
        return out.getvalue()

    def say(self, person: Person, text: str, **more: Any) -> None:
        body = {"text": text, "client_message_id": f"m{len(person.told)}"} | more
        person.told.append(text)
        answer = person.client.post("/api/v1/chat/messages", json=body, headers=person.headers)
        assert answer.status_code == 200, answer.text

    def prove(self, person: Person) -> None:
        """A code in the chat; whatever credential comes of it is the person's from now on."""
        asked = person.client.post("/api/v1/otp", json={"phone": person.phone}, headers=person.headers)
        assert asked.status_code == 200, asked.text
        shown = {"phone": person.phone, "code": self.code(person.phone)}
        proven = person.client.post("/api/v1/otp/verify", json=shown, headers=person.headers)
        assert proven.status_code == 200, proven.text
        person.session = proven.json["token"]

    def text(self, person: Person, body: str) -> None:
        self.keys += 1
        form = {"From": person.phone, "Body": body, "MessageSid": f"SM{self.keys:032x}", "NumMedia": "0"}
        url = self.parts.settings.public_url + "/sms/twilio/inbound"
        signed = {"X-Twilio-Signature": RequestValidator("linli-demo").compute_signature(url, form)}
        assert person.client.post("/sms/twilio/inbound", data=form, headers=signed).status_code == 200

    def vote(self, person: Person, vote: int) -> None:
        cast = person.client.post(
            f"/api/v1/consultations/{vote}/ballots",
            json={"answers": {"q1": ["yes"], "q2": ["a"]}},
            headers={"Authorization": f"Bearer {person.session}"},
        )
        assert cast.status_code == 201, cast.text

    def track(self, person: Person) -> None:
        """What Rasa writes, in its own table: a file of its own, on PostgreSQL a schema of its own."""
        moment = self.parts.clock.now().timestamp()
        told = [json.dumps({"text": f"{number} {person.words}", "name": person.name}) for number in range(60)]
        rows = [{"sender": f"{person.contact}.1", "moment": moment, "data": data} for data in told]
        if self.parts.db.is_sqlite:
            self.tracker.parent.mkdir(parents=True, exist_ok=True)
            engine, table = sa.create_engine(f"sqlite:///{self.tracker}"), "events"
        else:
            engine, table = sa.create_engine(self.parts.db.url), "bot.events"
        key = "INTEGER NOT NULL PRIMARY KEY" if self.parts.db.is_sqlite else "SERIAL PRIMARY KEY"
        with engine.begin() as connection:
            begin = "PRAGMA journal_mode=WAL" if self.parts.db.is_sqlite else "CREATE SCHEMA IF NOT EXISTS bot"
            connection.exec_driver_sql(begin)
            connection.exec_driver_sql(
                f"CREATE TABLE IF NOT EXISTS {table} (id {key}, sender_id VARCHAR(255) NOT NULL, type_name VARCHAR(255)"
                " NOT NULL, timestamp FLOAT, intent_name VARCHAR(255), action_name VARCHAR(255), data TEXT)"
            )
            insert = (
                f"INSERT INTO {table} (sender_id, type_name, timestamp, data) VALUES (:sender, 'user', :moment, :data)"
            )
            connection.execute(sa.text(insert), rows)
        engine.dispose()

    # --- 删掉我的

    def erase(self, person: Person) -> None:
        """As a person does it: from /me by its link, with the code that comes to the phone."""
        browser = person.client
        page = browser.get("/me")
        link = re.search(r'href="([^"]+)"[^>]*>\s*删掉我的', page.text)
        assert link, "/me has no 删掉我的"
        self.again(person, link.group(1))
        assert "依法" in browser.get(link.group(1)).text
        done = browser.post(link.group(1), data={"sure": "yes"})
        assert done.status_code == 200, done.text
        assert "已经删掉了" in done.text

    def again(self, person: Person, page: str) -> None:
        """The fresh code that the page asks for."""
        self.parts.clock.move(minutes=11)  # type: ignore[attr-defined]  # the hand clock
        what = page.rpartition("/")[2]
        assert person.client.post(f"/me/again/{what}").status_code == 200
        shown = person.client.post(f"/me/again/{what}/code", data={"code": self.code(person.phone)})
        assert shown.status_code == 303, shown.text

    # --- the search

    def publish(self, vote: int) -> None:
        with self.parts.db.write() as s:
            s.execute(
                sa.text("UPDATE consultation SET state = 'published', published_at = :now WHERE id = :id").bindparams(
                    sa.bindparam("now", self.parts.clock.now(), sa.DateTime(timezone=True)), id=vote
                )
            )

    def traces(self, person: Person, home: Path | None = None) -> list[str]:
        """Where something of the person stands."""
        found = []
        for name, data in self.stores(home or self.parts.settings.home):
            found += [f"{name}: {mark}" for mark in person.marks() for form in forms(mark) if form in data]
        return sorted(set(found))

    def stores(self, home: Path) -> Iterator[tuple[str, bytes]]:
        for path in sorted(home.parent.rglob("*")):
            if path.is_file() and path.suffix != ".backup":
                yield str(path.relative_to(home.parent)), path.read_bytes()
        if not self.parts.db.is_sqlite:
            with self.parts.db.read() as s:
                for schema in ("public", "bot"):
                    for name in sa.inspect(s.connection()).get_table_names(schema=schema):
                        rows = s.scalars(sa.text(f'SELECT row_to_json(t)::text FROM {schema}."{name}" t')).all()
                        yield f"table {schema}.{name}", "\n".join(rows).encode()


def forms(mark: str) -> list[bytes]:
    """The mark in UTF-8, as JSON escapes it, doubly escaped, in UTF-16."""
    once = json.dumps(mark)[1:-1]
    return [mark.encode(), once.encode(), json.dumps(once)[1:-1].encode(), mark.encode("utf-16-le")]


@pytest.fixture
def street(parts: Parts, world: World, internal: FlaskClient) -> Street:
    return Street(parts, world, internal)


@pytest.fixture
def two(street: Street) -> tuple[Person, Person, int]:
    """One who will be erased, the neighbour with the same kind of life, and the vote in which both took part."""
    vote = street.world.open(street.world.owners_plan(), street.world.owners_chair, roll=3)
    one = street.person(1, "欧阳翠花", "紫薇路口的井盖翘得像只蛤蟆")
    other = street.person(2, "司徒大山", "枇杷巷尾的晾衣绳挂着别人的鱼")
    street.live(one, vote)
    street.live(other, vote)
    return one, other, vote


def test_nothing_is_found_of_who_was_erased(street: Street, two: tuple[Person, Person, int]) -> None:
    """Every file, raw: no number, no name, no word; a vote by name keeps the name on its roll, as the law wants it."""
    one, other, vote = two
    street.publish(vote)
    assert street.traces(one), "the search finds what is there"
    street.erase(one)
    street.hourly()
    assert street.traces(one) == []
    with street.parts.db.read() as s:
        kept = s.execute(
            sa.text(
                "SELECT r.name, r.phone, b.channel FROM roll_entry r JOIN named_ballot b ON b.roll_entry_id = r.id"
                " WHERE r.consultation_id = :vote ORDER BY r.line"
            ),
            {"vote": vote},
        ).all()
    assert [row[0] for row in kept] == ["居民1", "居民2"]
    assert [row[1] for row in kept] == ["", other.phone]
    # the honest neighbour: their number, words, photo, case and messages are all there
    assert {trace.rpartition(": ")[2] for trace in street.traces(other)} >= {other.marks()[0], other.name, other.words}
    assert street.parts.media.get(other.photo)
    with pytest.raises(KeyError):
        street.parts.media.get(one.photo)
    assert other.words in other.client.get(f"/c/{other.case_no}").text
    assert other.case_no in other.client.get("/me").text
    street.say(other, "我还在")


def test_an_open_vote_keeps_the_roll_until_its_result(street: Street, two: tuple[Person, Person, int]) -> None:
    """While a vote runs the roll is the law's: the number stands there and nowhere else, and goes with the result."""
    one, _, vote = two
    street.erase(one)
    street.hourly()
    with street.parts.db.read() as s:
        numbers = sa.text("SELECT phone FROM roll_entry WHERE consultation_id = :vote ORDER BY line")
        assert s.scalars(numbers, {"vote": vote}).first() == one.phone
        ballots = sa.text("SELECT count(*) FROM named_ballot WHERE consultation_id = :vote")
        assert s.scalar(ballots, {"vote": vote}) == 2
    street.publish(vote)
    street.hourly()
    assert street.traces(one) == []


def test_the_case_goes_on_without_its_reporter(street: Street, two: tuple[Person, Person, int]) -> None:
    """An open case keeps number, category, grid and state; its link, its chat and its pushes are dead."""
    one, _, _ = two
    old_chat = dict(one.headers)
    street.erase(one)
    with street.parts.db.read() as s:
        row = s.execute(
            sa.text('SELECT state, category, kind FROM "case" WHERE case_no = :no'), {"no": one.case_no}
        ).one()
    assert row[0] == "reported"
    assert row[1]
    assert one.client.get(f"/c/{one.case_no}").status_code == 404
    assert one.client.get("/api/v1/chat/messages?wait=0", headers=old_chat).status_code == 401
    late = {"contact": one.contact, "text": one.words, "draft": draft(), "answers": {}, "photos": []}
    headers = bearer(street.parts) | {"Idempotency-Key": "99999:report"}
    assert street.internal.post("/internal/v1/cases", json=late, headers=headers).status_code == 404
    street.text(one, "我又来了")  # the same number is a new person to us
    street.work()
    with street.parts.db.read() as s:
        fresh = sa.text("SELECT id FROM contact_point WHERE address = :phone")
        assert s.scalars(fresh, {"phone": one.phone}).one() not in (one.contact,)


def opened_elsewhere(street: Street, person: Person) -> FlaskClient:
    """Another browser that has the case's link, and was shown a code that came to the reporter's phone."""
    found = street.internal.get(f"/internal/v1/contacts/{person.contact}/cases", headers=bearer(street.parts))
    link = next(item["link"] for item in found.json["items"] if item["case_no"] == person.case_no)
    browser, case = street.person(0, "", "").client, f"/c/{person.case_no}"
    assert browser.get(link.removeprefix(street.parts.settings.public_url)).status_code == 302
    assert browser.get(f"/api/v1/cases/{person.case_no}").status_code == 200
    assert browser.post(f"{case}/proof").status_code == 200
    assert browser.post(f"{case}/proof/code", data={"code": street.code(person.phone)}).status_code == 303
    return browser


def doors_of(browser: FlaskClient, person: Person, words: str) -> dict[str, int]:
    """What each door of a case answers to this browser."""
    case = f"/c/{person.case_no}"
    reads = (case, f"{case}/proof", f"{case}/photos/{person.photo}", f"/api/v1/cases/{person.case_no}")
    writes: dict[str, dict[str, Any]] = {
        "details": {"text": words, "photos": (io.BytesIO(b"no picture"), "a.jpg")},
        "reminders": {"text": words},
        "follow-up": {"fixed": "no", "text": words},
        "reopening": {"text": words},
        "naming": {"agree": "yes"},
        "withdrawal": {"text": words},
        "proof": {},
        "proof/code": {"code": "000000"},
    }
    found = {path: browser.get(path).status_code for path in reads}
    for name, form in writes.items():
        found[name] = browser.post(f"{case}/{name}", data=form).status_code
    return found


def test_a_browser_that_opened_the_case_before_opens_it_no_more(
    street: Street, two: tuple[Person, Person, int]
) -> None:
    """Link and code were kept in its cookie: after the erasure every door is 404 and no word gets in; the neighbour's opens."""
    one, other, _ = two
    street.parts.clock.move(minutes=2)  # type: ignore[attr-defined]  # the hand clock
    browsers = opened_elsewhere(street, one), opened_elsewhere(street, other)
    key = bearer(street.parts) | {"Idempotency-Key": "88888:detail"}
    said = {"contact": one.contact, "text": "刚说的"}
    inside = f"/internal/v1/cases/{one.case_no}"
    assert street.internal.post(f"{inside}/details", json=said, headers=key).status_code == 200
    street.erase(one)
    late = "抹掉以后才写的话"
    assert set(doors_of(browsers[0], one, late).values()) == {404}
    assert set(doors_of(one.client, one, late).values()) == {404}
    for number, door in enumerate(("details", "reminders", "withdrawal", "follow-up")):
        body = {"contact": one.contact, "text": late} | ({"fixed": False} if door == "follow-up" else {})
        headers = bearer(street.parts) | {"Idempotency-Key": f"8888{number}:{door}"}
        assert street.internal.post(f"{inside}/{door}", json=body, headers=headers).status_code == 404
    assert street.internal.post(f"{inside}/details", json=said, headers=key).status_code == 404  # a repeat of before
    kept = street.internal.get(f"/internal/v1/contacts/{one.contact}/cases", headers=bearer(street.parts))
    assert kept.status_code == 404
    assert not [name for name, data in street.stores(street.parts.settings.home) if late.encode() in data]
    with street.parts.db.read() as s:
        states = dict(s.execute(sa.text('SELECT case_no, state FROM "case"')).all())
    assert states[one.case_no] == "reported"
    assert other.words in browsers[1].get(f"/c/{other.case_no}").text
    assert browsers[1].post(f"/c/{other.case_no}/details", data={"text": "邻居补一句"}).status_code == 303
    assert "邻居补一句" in browsers[1].get(f"/c/{other.case_no}").text
    assert browsers[1].post(f"/c/{other.case_no}/withdrawal").status_code == 303


def test_a_case_whose_time_is_over_is_nobodys_but_the_staffs(street: Street, two: tuple[Person, Person, int]) -> None:
    """Forgotten without anybody's asking (`forgotten_at` alone): its own chat finds it no more either."""
    one, other, _ = two
    street.parts.clock.move(minutes=2)  # type: ignore[attr-defined]  # the hand clock
    elsewhere = opened_elsewhere(street, one)
    with street.parts.db.write() as s:
        gone = sa.text('UPDATE "case" SET forgotten_at = :now WHERE case_no = :no')
        gone = gone.bindparams(sa.bindparam("now", street.parts.clock.now(), sa.DateTime(timezone=True)))
        s.execute(gone, {"no": one.case_no})
    for browser in (elsewhere, one.client):
        assert browser.get(f"/c/{one.case_no}").status_code == 404
        assert browser.get(f"/api/v1/cases/{one.case_no}").status_code == 404
    assert one.case_no not in one.client.get("/me").text
    kept = street.internal.get(f"/internal/v1/contacts/{one.contact}/cases", headers=bearer(street.parts))
    assert kept.json["items"] == []
    assert other.case_no in other.client.get("/me").text
    clerk = sit_down(street.person(0, "", "").client, street.parts, a_clerk(street.parts))
    assert clerk.get(f"/desk/cases/{one.case_no}").status_code == 200


def a_clerk(parts: Parts) -> int:
    with parts.db.write() as s:
        clerk = account(parts, Role.DESK, username="another-clerk")
        s.add(clerk)
        s.flush()
        return clerk.id


def test_without_a_fresh_code_nothing_is_erased_or_copied(street: Street, two: tuple[Person, Person, int]) -> None:
    """An old session, an old chat token or a stranger at the device gets neither; the owner of the phone gets both."""
    one, _, _ = two
    assert "删掉我的" in one.client.get("/me").text
    for path in ("/me/erase", "/me/copy"):
        assert "十分钟以内不用再收验证码" in one.client.get(path).text
    street.parts.clock.move(minutes=11)  # type: ignore[attr-defined]  # the hand clock
    for path in ("/me/erase", "/me/copy"):
        answer = one.client.post(path, data={"sure": "yes"})
        assert answer.status_code == 303
        assert answer.location == path
        assert "过了十分钟，要再核对一次" in one.client.get(path).text
    stranger = street.person(9, "", "").client
    assert stranger.post("/me/erase", data={"sure": "yes"}).status_code in (302, 303, 401)
    assert stranger.post("/me/erase", data={"sure": "yes"}, headers=one.headers).status_code in (302, 303, 401)
    assert street.traces(one)
    street.again(one, "/me/copy")
    found = one.client.post("/me/copy")
    with zipfile.ZipFile(io.BytesIO(found.data)) as archive:
        told = archive.read("我的信息.json").decode()
        assert f"照片/{one.photo}" in archive.namelist()
    assert all(mark in told for mark in (one.phone, one.name, one.words, one.case_no))
    assert two[1].words not in told
    assert "no-store" in found.headers["Cache-Control"]


def test_a_photo_that_two_people_show_stays_for_the_other(street: Street) -> None:
    """The same file is kept once; the one who is erased does not take it from the neighbour."""
    vote = street.world.open(street.world.owners_plan(), street.world.owners_chair, roll=3)
    street.picture = lambda _number: Street.picture(street, 7)  # type: ignore[method-assign]
    one, other = street.person(1, "欧阳翠花", "紫薇路口的井盖"), street.person(2, "司徒大山", "枇杷巷尾的绳子")
    street.live(one, vote)
    street.live(other, vote)
    assert one.photo == other.photo
    street.erase(one)
    assert street.parts.media.get(other.photo)
    street.erase(other)
    with pytest.raises(KeyError):
        street.parts.media.get(other.photo)


def test_a_kill_in_the_middle_is_finished(street: Street, two: tuple[Person, Person, int], monkeypatch: Any) -> None:
    """Tables blank, then the process is gone before files and tracker: the worker finishes."""
    one, other, vote = two
    street.publish(vote)
    with monkeypatch.context() as killed:
        killed.setattr(
            type(street.parts.media), "remove", lambda *_: (_ for _ in ()).throw(OSError("killed")), raising=False
        )
        street.erase(one)
    assert street.traces(one), "the photo's bytes are gone, the tracker's are not"
    street.parts.clock.move(minutes=1)  # type: ignore[attr-defined]  # the hand clock
    street.hourly()
    assert street.traces(one) == []
    street.parts.clock.move(minutes=5)  # type: ignore[attr-defined]  # the hand clock
    street.track(one)  # a turn of the bot that was under way
    street.hourly()
    assert street.traces(one) == []
    assert street.traces(other)


KILLED = """
import os, signal, sys
from datetime import UTC, datetime, timedelta
import portal.adapters.media_folder, portal.adapters.rasa_trackers, portal.storage.db, portal.privacy.ledger
from portal.wiring.app import build_parts
from portal.privacy import erasure
from portal.residents.models import ContactPoint
import sqlalchemy as sa

def killed(after):
    def instead(*args, **more):
        after(*args, **more)
        os.kill(os.getpid(), signal.SIGKILL)
    return instead

where, name = sys.argv[1].rsplit(".", 1)
holder = eval(where)
setattr(holder, name, killed(getattr(holder, name)))
parts = build_parts()
with parts.db.read() as s:
    found = s.scalar(sa.select(ContactPoint.resident_id).where(ContactPoint.address == sys.argv[2]))
erasure.erase(parts, found)
"""


@pytest.mark.usefixtures("on_sqlite")
@pytest.mark.parametrize(
    "at",
    [
        "portal.privacy.ledger.Ledger.add",
        "portal.adapters.media_folder.MediaFolder.remove",
        "portal.adapters.rasa_trackers.RasaTrackers.forget",
        "portal.storage.db.Database.rewrite_file",
    ],
)
def test_kill_9_at_any_point(street: Street, two: tuple[Person, Person, int], at: str) -> None:
    """SIGKILL after the ledger's line, a photo, the tracker, the new file: asked again or gone on with, nothing is left."""
    one, other, vote = two
    street.publish(vote)
    home = street.parts.settings.home
    assert "删掉我的" in one.client.get("/me").text
    environ = {
        "LINLI_HOME": str(home),
        "SECRET_KEY": "test",
        "DEMO": "1",
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, "-c", KILLED, at, one.phone]
    killed = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, check=False, timeout=120)
    assert killed.returncode == -9, killed.stderr
    if at.endswith("Ledger.add"):  # before the commit: nothing has changed, and the resident asks again
        street.erase(one)
    street.parts.clock.moment = max(street.parts.clock.now(), datetime.now(UTC)) + timedelta(minutes=5)  # type: ignore[attr-defined]
    street.hourly()
    assert street.traces(one) == []
    assert street.parts.media.get(other.photo)
    assert other.words in " ".join(street.traces(other))


def visit(street: Street, person: Person, contact: str) -> None:
    """A report in the chat by somebody who proves nothing there; `contact` is what they leave to be reached by."""
    person.token = person.client.post("/api/v1/chat/sessions").json["token"]
    street.say(person, f"{person.words}，{person.name}")
    with street.parts.db.read() as s:
        person.contact = s.scalar(sa.text("SELECT max(id) FROM contact_point WHERE channel = 'webchat'")) or 0
    report = {
        "contact": person.contact, "text": person.words, "draft": draft(), "answers": {"contact": contact}, "photos": [],
    }  # fmt: skip
    person.case_no = street.call("/cases", report, "report")["case_no"]


def sign_in(street: Street, person: Person, browser: FlaskClient) -> None:
    browser.post("/me/code", data={"phone": person.phone})
    assert browser.post("/me/sign-in", data={"code": street.code(person.phone)}).status_code == 302


def test_on_a_shared_device_only_ones_own_goes(street: Street) -> None:
    """One browser, two people: who signs in and erases takes neither the other's chat nor their cases with them."""
    mother, daughter = street.person(1, "欧阳翠花", "紫薇路口的井盖"), street.person(2, "司徒大山", "枇杷巷尾的绳子")
    daughter.client = mother.client
    visit(street, mother, mother.phone)
    sign_in(street, daughter, mother.client)
    street.text(daughter, f"{daughter.words}，{daughter.name}")
    street.work()
    street.again(daughter, "/me/erase")
    refused_to_take = mother.client.post("/me/erase", data={"sure": "yes", "chat": "yes"})  # even when it is asked for
    assert refused_to_take.status_code == 200
    assert street.traces(daughter) == []
    assert {mark.rpartition(": ")[2] for mark in street.traces(mother)} >= {mother.name, mother.words}
    assert mother.client.get("/api/v1/chat/messages?wait=0", headers=mother.headers).json["messages"]


def test_a_chat_without_a_number_goes_when_they_say_so(street: Street) -> None:
    """The page asks about the chat of this device; unticked it stays, ticked it goes."""
    one = street.person(1, "欧阳翠花", "紫薇路口的井盖")
    visit(street, one, "")
    sign_in(street, one, one.client)
    assert 'name="chat"' in one.client.get("/me/erase").text
    assert one.client.post("/me/erase", data={"sure": "yes"}).status_code == 200
    assert one.words in " ".join(street.traces(one))
    other_browser = street.person(1, "", "").client
    with one.client.session_transaction() as cookie:
        cookie["chat_token"] = one.token
    street.parts.clock.move(minutes=2)  # type: ignore[attr-defined]  # the hand clock
    sign_in(street, one, one.client)
    assert one.client.post("/me/erase", data={"sure": "yes", "chat": "yes"}).status_code == 200
    assert street.traces(one) == []
    assert other_browser.get("/me").status_code == 200


WHOLLY = "还有手机号和登录，都删掉了"


def test_what_stays_is_named_before_and_after(street: Street) -> None:
    """A listed case in this browser's chat: offered with its number, unticked; who leaves it so reads that it was kept."""
    one, two = street.person(1, "欧阳翠花", "紫薇路口的井盖"), street.person(2, "司徒大山", "枇杷巷尾的绳子")
    pages = {}
    for person, tick in ((one, {}), (two, {"chat": "yes"})):
        visit(street, person, "")
        sign_in(street, person, person.client)
        assert person.case_no in person.client.get("/me").text
        before = person.client.get("/me/erase").text
        assert re.search(r'<input[^>]*name="chat"', before)
        assert not re.search(r'<input[^>]*name="chat"[^>]*checked', before)  # nobody's word is given for them
        assert person.case_no in before
        pages[person.number] = person.client.post("/me/erase", data={"sure": "yes", **tick}).text
    assert one.words in " ".join(street.traces(one))
    assert WHOLLY not in pages[1]
    assert "这 1 件没有删" in pages[1]
    assert one.case_no in pages[1]
    assert "没有勾" in pages[1]
    assert street.traces(two) == []
    assert WHOLLY in pages[2]
    assert two.case_no not in pages[2]
    assert "这台设备上的网页聊天也删掉了" in pages[2]
    assert "这台设备上的网页聊天也删掉了" not in pages[1]


def test_anothers_case_on_this_device_is_named_as_kept(street: Street) -> None:
    """It is listed, and cannot be claimed: the page says so beforehand, and again when the rest is gone."""
    mother, daughter = street.person(1, "欧阳翠花", "紫薇路口的井盖"), street.person(2, "司徒大山", "枇杷巷尾的绳子")
    visit(street, mother, mother.phone)
    sign_in(street, daughter, mother.client)
    before = mother.client.get("/me/erase").text
    assert "这几件留着" in before
    assert mother.case_no in before
    done = mother.client.post("/me/erase", data={"sure": "yes"}).text
    assert WHOLLY not in done
    assert mother.case_no in done
    assert "别的手机号" in done


def test_who_only_opened_the_chat_keeps_nothing(street: Street) -> None:
    """Nothing was said in it: all of theirs is gone, and the page says so."""
    one = street.person(1, "欧阳翠花", "紫薇路口的井盖")
    street.text(one, one.words)
    one.client.post("/api/v1/chat/sessions")
    sign_in(street, one, one.client)
    assert WHOLLY in one.client.post("/me/erase", data={"sure": "yes"}).text


def test_the_names_of_a_named_vote_are_not_said_to_be_published(street: Street) -> None:
    """They stand in the committee's details; the public record has none."""
    one = street.person(1, "欧阳翠花", "紫薇路口的井盖")
    sign_in(street, one, one.client)
    page = one.client.get("/me/erase").text
    assert "名字和选择留在委员会的表决明细里，不公布" in page
    assert "留在公布的结果里" not in page


# --- backups


def linli(parts: Parts, *args: str, home: Path | None = None, **more: str) -> subprocess.CompletedProcess[str]:
    home = home or parts.settings.home
    environ = {
        "LINLI_HOME": str(home), "SECRET_KEY": "test", "DEMO": "1", "PATH": os.environ["PATH"], "HOME": str(home.parent),
    }  # fmt: skip
    command = [sys.executable, "-m", "portal.cli", *args]
    return subprocess.run(
        command, cwd=ROOT, env=environ | more, capture_output=True, text=True, check=False, timeout=120
    )


@pytest.fixture
def on_sqlite(parts: Parts) -> None:
    """The tables as `linli migrate` leaves them."""
    if not parts.db.is_sqlite:
        pytest.skip("files; tests/portal/test_backup.py has PostgreSQL's")
    with parts.db.write() as s:
        s.execute(sa.text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"))
        s.execute(sa.text("INSERT INTO alembic_version VALUES (:head)"), {"head": migrate.heads()[0]})


@pytest.mark.usefixtures("on_sqlite")
def test_a_restored_backup_erases_again(street: Street, two: tuple[Person, Person, int], tmp_path: Path) -> None:
    """A backup of before, restored elsewhere: who was erased since is erased there too, the neighbour is whole."""
    one, other, vote = two
    street.publish(vote)
    out = tmp_path / "before.backup"
    made = linli(street.parts, "backup", "--out", str(out))
    assert made.returncode == 0, made.stderr
    assert out.stat().st_mode & 0o077 == 0
    street.erase(one)
    home = tmp_path / "elsewhere" / "home"
    home.parent.mkdir()
    back = linli(street.parts, "restore", str(out), home=home)
    assert back.returncode == 0, back.stderr
    assert street.traces(one, home) == []
    assert {trace.rpartition(": ")[2] for trace in street.traces(other, home)} >= {other.marks()[0], other.words}
    assert (home / "media" / other.photo).exists()
    assert not (home / "media" / one.photo).exists()


@pytest.mark.usefixtures("on_sqlite")
def test_without_the_ledger_a_restore_is_refused(
    street: Street, two: tuple[Person, Person, int], tmp_path: Path
) -> None:
    """On another machine, without the ledger: refused, with what to do; with its copy: done, and erased again."""
    one, _, vote = two
    street.publish(vote)
    out = tmp_path / "before.backup"
    assert linli(street.parts, "backup", "--out", str(out)).returncode == 0
    ledger = street.parts.settings.erasures
    street.erase(one)
    carried = tmp_path / "carried.jsonl"
    ledger.rename(carried)
    home = tmp_path / "elsewhere" / "home"
    home.parent.mkdir()
    refused = linli(street.parts, "restore", str(out), home=home)
    assert refused.returncode == 1
    assert "--erasures" in refused.stderr
    assert not (home / "linli.db").exists()
    back = linli(street.parts, "restore", str(out), "--erasures", str(carried), home=home)
    assert back.returncode == 0, back.stderr
    assert street.traces(one, home) == []


@pytest.mark.usefixtures("on_sqlite")
def test_an_old_file_put_back_by_hand_is_erased_at_the_start(
    street: Street, two: tuple[Person, Person, int], tmp_path: Path, clock: HandClock
) -> None:
    """A copy of the database from before, put back without `linli restore`: the start erases again before it serves."""
    one, other, vote = two
    street.publish(vote)
    with (
        sqlite3.connect(street.parts.settings.home / "linli.db") as source,
        sqlite3.connect(tmp_path / "old.db") as target,
    ):
        source.backup(target)
    street.erase(one)
    street.parts.db.engine.dispose()
    home = street.parts.settings.home
    for beside in ("linli.db-wal", "linli.db-shm"):
        (home / beside).unlink(missing_ok=True)
    (tmp_path / "old.db").replace(home / "linli.db")
    launch.prepare_data(replace(street.parts.settings, demo=False))
    assert street.traces(one) == []
    assert street.traces(other)
