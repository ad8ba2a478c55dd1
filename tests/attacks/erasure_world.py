"""A street where two residents have done all that leaves something of them, and what is looked for once one of them is erased."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
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
from portal.outbox.delivery import deliver_due
from portal.staff.models import Account, UnsentForm
from portal.storage import migrate
from portal.storage.parts import Parts
from portal.wiring.app import create_app
from portal.wiring.rooms import consumers_of
from tests.portal.cases.cases_world import draft
from tests.portal.conftest import bearer
from tests.portal.consultations.consultations_world import World, phone
from tests.portal.timed import due
from tests.vendors.bot import TOKEN, StandInBot

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


@pytest.fixture
def on_sqlite(parts: Parts) -> None:
    """The tables as `linli migrate` leaves them."""
    if not parts.db.is_sqlite:
        pytest.skip("files; tests/portal/test_backup.py has PostgreSQL's")
    with parts.db.write() as s:
        s.execute(sa.text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"))
        s.execute(sa.text("INSERT INTO alembic_version VALUES (:head)"), {"head": migrate.heads()[0]})
