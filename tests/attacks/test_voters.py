"""Fifty honest voters beside fifty attackers, on the same phones, browsers, addresses and machines.

Ten shared browsers at one address; five neighbours vote in each, one after the other, in the ways that there are, and five
attackers share each browser: before a neighbour they open a chat, copy its token, the cookies, the chat's voting link and
guess; while the neighbour is signed in and afterwards they try what they copied. Ten threads run the browsers side by side.
"""

from __future__ import annotations

import random
import re
import threading
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from portal.consultations.models import Envelope, NamedBallot
from portal.consultations.verbs import closing
from portal.kernel.sealing import keyed
from portal.outbox.models import Letter
from portal.residents import service as residents
from portal.storage.parts import Parts
from portal.wiring.app import create_app, create_internal_app
from tests.portal.consultations.consultations_world import World, world

__all__ = ["world"]

SEED, BROWSERS, EACH = 20261124, 10, 5
HONEST: tuple[dict[str, list[str]], ...] = ({"q1": ["yes"], "q2": ["a"]}, {"q1": ["abstain"], "q2": ["a", "b"]})
HOSTILE = {"q1": ["no"], "q2": ["c"]}  # nobody honest chooses this
WAYS = ("page", "json", "chat", "link")


@dataclass
class Street:
    """Everybody, what they cast, and what the attackers tried."""

    app: Flask
    bot: FlaskClient
    parts: Parts
    found: int
    cast: dict[int, Any] = field(default_factory=dict)  # number of the voter → the choices
    refused: list[str] = field(default_factory=list)  # honest ones who did not get through
    tried: Counter[str] = field(default_factory=Counter)
    taken: Counter[str] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def code(self, number: str) -> str:
        """What the phone's owner reads: the last one that came."""
        with self.parts.db.read() as s:
            own = sa.select(Letter.text).where(Letter.address == f"+86{number}").order_by(Letter.outbox_id.desc())
            found = re.findall(r"\d{6}", s.scalars(own).first() or "")
        return found[0] if found else "000000"

    def ballot(self, browser: FlaskClient, token: str, given: Any, **more: Any) -> int:
        url = f"/api/v1/consultations/{self.found}/ballots"
        body = {"answers": given} | more
        return browser.post(url, json=body, headers={"Authorization": f"Bearer {token}"}).status_code

    def page(self, browser: FlaskClient, given: Any, path: str = "") -> int:
        answer = browser.post(path or f"/consultations/{self.found}/ballot", data=given)
        return 201 if answer.status_code == 303 else answer.status_code

    def link(self, contact: int, key: str) -> str:
        headers = {"Authorization": f"Bearer {self.parts.settings.internal_token}", "Idempotency-Key": key}
        url = f"/internal/v1/consultations/{self.found}/links"
        made = self.bot.post(url, json={"contact": contact}, headers=headers)
        return str(made.get_json()["url"]).removeprefix(self.parts.settings.public_url)

    def contact(self, token: str) -> int:
        key = keyed(self.parts.settings.secret_key, "webchat", token)
        with self.parts.db.read() as s:
            return int(s.scalars(sa.select(residents.ContactPoint.id).filter_by(address_key=key)).one())


def number_of(voter: int) -> str:
    return f"138{voter:08d}"


# --- the honest ones ----------------------------------------------------------------------------------------------


def vote(street: Street, shared: FlaskClient, voter: int, way: str, link: str) -> bool:
    """As one does it: prove the phone, vote, sign out on the shared phone."""
    given = HONEST[voter % len(HONEST)]
    number = number_of(voter)
    if way in ("page", "link"):
        status = vote_on_the_page(street, shared, number, given, link if way == "link" else "")
    else:
        status = vote_by_json(street, shared if way == "json" else street.app.test_client(), number, given, way)
    with street.lock:
        street.cast[voter] = given
        if status != 201:
            street.refused.append(f"voter {voter} {way}: {status}")
    return status == 201


def vote_on_the_page(street: Street, shared: FlaskClient, number: str, given: Any, link: str) -> int:
    sent = shared.post("/me/code", data={"phone": number})
    if sent.status_code != 302:
        return sent.status_code
    shown = shared.post("/me/sign-in", data={"code": street.code(number)})
    return street.page(shared, given, link) if shown.status_code == 302 else shown.status_code


def vote_by_json(street: Street, browser: FlaskClient, number: str, given: Any, way: str) -> int:
    chat = browser.post("/api/v1/chat/sessions").get_json()["token"]
    headers = {"Authorization": f"Bearer {chat}"}
    sent = browser.post("/api/v1/otp", json={"phone": number}, headers=headers)
    if sent.status_code != 200:
        return sent.status_code
    body = {"phone": number, "code": street.code(number)}
    shown = browser.post("/api/v1/otp/verify", json=body, headers=headers)
    if shown.status_code != 200:
        return shown.status_code
    return street.ballot(browser, chat if way == "chat" else shown.get_json()["token"], given)


# --- the attackers ------------------------------------------------------------------------------------------------


@dataclass
class Attacker:
    """One of the five at a browser. What they copied, they keep."""

    street: Street
    own: FlaskClient
    tokens: list[str] = field(default_factory=list)
    cookies: list[dict[str, Any]] = field(default_factory=list)
    links: list[str] = field(default_factory=list)

    def note(self, what: str, status: int) -> None:
        with self.street.lock:
            self.street.tried[what] += 1
            self.street.taken[what] += status == 201

    def prepare(self, shared: FlaskClient, key: str) -> str:
        """Be there first: a chat of one's own in the shared browser, its link, its cookies."""
        token = str(shared.post("/api/v1/chat/sessions").get_json()["token"])
        self.tokens.append(token)
        self.links.append(self.street.link(self.street.contact(token), key))
        with shared.session_transaction() as session:
            self.cookies.append(dict(session))
        return self.links[-1]

    def pester(self, victim: int) -> None:
        """Ask for the victim's codes in sessions of one's own, and guess."""
        number = number_of(victim)
        for _ in range(3):
            browser = self.street.app.test_client()
            browser.post("/api/v1/otp", json={"phone": number})
            for guess in ("000000", "123456", "888888", "111111", "654321", "666666"):
                shown = browser.post("/api/v1/otp/verify", json={"phone": number, "code": guess})
                self.note("guessed a code", 201 if shown.status_code == 200 else shown.status_code)

    def strike(self, victim_entry: int) -> None:
        """Try everything that was copied, and a phone of one's own that is on no roll."""
        stranger = self.street.app.test_client()
        for token in self.tokens[-2:]:
            self.note("a chat's token", self.street.ballot(stranger, token, HOSTILE))
            self.note("a chat's token and the entry", self.street.ballot(stranger, token, HOSTILE, entry=victim_entry))
        for kept in self.cookies[-2:]:
            copy = self.street.app.test_client()
            with copy.session_transaction() as session:
                session.update(kept)
            self.note("copied cookies", self.street.page(copy, HOSTILE))
        for link in self.links[-2:]:
            self.note("the chat's link", self.street.page(stranger, HOSTILE, link))

    def come_as_oneself(self, number: str, entry: int) -> None:
        """Proven, and not on the roll: somebody else's entry named in the form."""
        self.own.post("/me/code", data={"phone": number})
        self.own.post("/me/sign-in", data={"code": self.street.code(number)})
        self.note("another's entry", self.street.page(self.own, HOSTILE | {"entry": str(entry)}))


def at_one_browser(street: Street, at: int, entries: dict[str, int], order: random.Random) -> None:
    shared = street.app.test_client()
    attackers = [Attacker(street, street.app.test_client()) for _ in range(EACH)]
    voters = [at * EACH + each + 1 for each in range(EACH)]
    order.shuffle(voters)
    for turn, voter in enumerate(voters):
        entry = entries[f"+86{number_of(voter)}"]
        links = [one.prepare(shared, f"{at}{turn}{who}:link") for who, one in enumerate(attackers)]
        attackers[turn].pester(voter)
        vote(street, shared, voter, WAYS[(voter + at) % len(WAYS)], links[-1])
        for one in attackers:
            one.strike(entry)
        with shared.session_transaction() as session:  # the phone lies there for a moment before it is handed on
            attackers[turn].tokens += [session[name] for name in ("chat_token",) if name in session]
        shared.post("/me/sign-out")
        for one in attackers:
            one.strike(entry)
        attackers[turn].come_as_oneself(f"139{at:04d}{turn:04d}", entry)


def hold(street: Street, entries: dict[str, int]) -> None:
    failed: list[BaseException] = []

    def run(at: int) -> None:
        try:
            at_one_browser(street, at, entries, random.Random(SEED + at))
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=run, args=(at,)) for at in range(BROWSERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []


def a_street(parts: Parts, world: World, secrecy: str) -> tuple[Street, dict[str, int]]:
    app = create_app(parts)
    app.config["WTF_CSRF_ENABLED"] = False
    found = world.open(world.plan(secrecy=secrecy), roll=BROWSERS * EACH)
    with parts.db.read() as s:
        entries = {world.entry(s, found, n).phone: world.entry(s, found, n).id for n in range(1, BROWSERS * EACH + 1)}
    return Street(app, create_internal_app(parts).test_client(), parts, found), entries


def told(street: Street, secrecy: str) -> None:
    print(
        f"\n{secrecy}, seed {SEED}: {BROWSERS * EACH} honest voters, {BROWSERS * EACH} attackers at {BROWSERS} browsers"
    )
    print(f"  honest: {len(street.cast) - len(street.refused)} got through, {len(street.refused)} did not")
    for what in sorted(street.tried):
        print(f"  attackers: {what:30} tried {street.tried[what]:5}  taken {street.taken[what]}")


def counted(street: Street, world: World) -> dict[str, dict[str, int]]:
    """After publishing: question → option → how many, as the public API gives it."""
    closing.close(street.parts, world.chair, street.found)
    closing.publish(street.parts, world.chair, street.found)
    result = street.app.test_client().get(f"/api/v1/consultations/{street.found}").get_json()["result"]
    return {
        question["key"]: {option["code"]: option["count"] for option in question["options"] if option["count"]}
        for question in result["questions"]
    }


def as_cast(street: Street) -> dict[str, dict[str, int]]:
    sums: dict[str, Counter[str]] = {"q1": Counter(), "q2": Counter()}
    for given in street.cast.values():
        for key, codes in given.items():
            sums[key].update(codes)
    return {key: dict(found) for key, found in sums.items()}


@pytest.mark.parametrize("secrecy", ["secret", "named"])
def test_every_honest_vote_counts_as_cast_and_no_attackers(
    parts: Parts, world: World, clock: Any, secrecy: str
) -> None:
    """Must hold 3."""
    street, entries = a_street(parts, world, secrecy)
    hold(street, entries)
    told(street, secrecy)
    assert street.refused == []
    assert sum(street.tried.values()) > 1000
    assert sum(street.taken.values()) == 0
    with parts.db.read() as s:
        ballots = len(s.scalars(sa.select(Envelope if secrecy == "secret" else NamedBallot)).all())
        assert ballots == BROWSERS * EACH
        if secrecy == "named":
            kept = {row.roll_entry_id: row.choices for row in s.scalars(sa.select(NamedBallot))}
            assert kept == {entries[f"+86{number_of(voter)}"]: given for voter, given in street.cast.items()}
    clock.move(days=4)
    sums = counted(street, world)
    print(f"  counted: {sums}")
    assert sums == as_cast(street)


def test_the_same_attackers_win_where_a_chat_is_joined_as_before(
    parts: Parts, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin binds the browser's chat to whoever proves a phone in it, for good: then an attacker's vote gets in."""

    def voter_in_chat(s: Any, contact_point_id: int, _now: Any) -> int | None:
        return joined.get(contact_point_id)

    def sign_in(phone: str, digits: str) -> Any:
        proof = real(phone, digits)
        chat = access.caller_contact_point()
        if proof == "right" and chat is not None:
            with parts.db.read() as s:
                key = keyed(parts.settings.secret_key, "sms", phone)
                joined.setdefault(
                    chat, s.scalars(sa.select(residents.ContactPoint.resident_id).filter_by(address_key=key)).one()
                )
        return proof

    from portal.http import access  # noqa: PLC0415 (beside the other)
    from portal.residents import proving  # noqa: PLC0415 (not at the top: the parent commit has none)

    joined: dict[int, Any] = {}
    real = proving.sign_in
    monkeypatch.setattr(proving, "sign_in", sign_in)
    monkeypatch.setattr(residents, "voter_in_chat", voter_in_chat)
    street, entries = a_street(parts, world, "secret")
    hold(street, entries)
    told(street, "the twin")
    assert sum(street.taken.values()) > 0
