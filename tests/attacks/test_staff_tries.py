"""Guessing a password: every try is counted before it is checked, and no stranger keeps the owner out."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.kernel.roles import Role
from portal.staff import service
from portal.storage.parts import Parts
from portal.wiring.app import create_app

PASSWORD = "right-and-long"
Door = Callable[..., int]


@pytest.fixture
def app(parts: Parts) -> Flask:
    made = create_app(parts)
    made.config["WTF_CSRF_ENABLED"] = False
    with parts.db.write() as s:
        for name in ("wang", "li"):
            service.add(s, username=name, password=PASSWORD, name=name, role=Role.DESK, now=parts.clock.now())
    return made


@pytest.fixture
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hash that costs nothing, for the tests with hundreds of tries."""
    monkeypatch.setattr("portal.staff.service.check_password_hash", lambda known, given: given == PASSWORD)


def at(app: Flask, address: str) -> FlaskClient:
    client = app.test_client()
    client.environ_base["REMOTE_ADDR"] = address
    return client


def sign_in(client: FlaskClient, password: str = PASSWORD, username: str = "wang") -> int:
    return client.post("/login", data={"username": username, "password": password}).status_code


def test_forty_at_once_are_no_more_tries_than_forty_in_a_row(app: Flask) -> None:
    """Of forty guesses in the same moment at most five wrong ones are looked at, as in a row; the owner gets in.

    A right one gives its try back, so where it is among the first five one more wrong one is looked at, never a sixth.
    """
    start = threading.Barrier(40)

    def guess(number: int) -> int:
        client = at(app, "203.0.113.9")
        start.wait()
        return sign_in(client, PASSWORD if number == 39 else f"guess-number-{number}")

    with ThreadPoolExecutor(40) as pool:
        answers = Counter(pool.map(guess, range(40)))
    assert answers[422] <= 5, answers
    assert answers[422] + answers[302] + answers[429] == 40, answers
    assert answers[429] >= 34, answers
    assert sign_in(at(app, "198.51.100.7")) == 302


@pytest.mark.parametrize("places", [1, 3, 110])
def test_a_hundred_and_ten_wrong_tries_of_strangers_leave_the_owner_in(app: Flask, cheap: None, places: int) -> None:
    """From one address, a few or as many as tries: the owner signs in from an address of their own, even after a slip."""
    for number in range(110):
        sign_in(at(app, f"203.0.113.{number % places + 1}"), f"guess-number-{number}")
    owner = at(app, "198.51.100.7")
    assert sign_in(owner, "a-slip-of-the-finger") == 422
    assert sign_in(owner) == 302
    assert owner.get("/desk").status_code == 200
    assert sign_in(at(app, "198.51.100.8"), username="li") == 302


def test_the_attacker_beside_the_owner_on_one_address_is_stopped_alone(app: Flask, cheap: None) -> None:
    """In the office's own network the computer that was signed in on before still gets in; the guesser does not."""
    owner, guesser = at(app, "10.0.0.5"), at(app, "10.0.0.5")
    assert sign_in(owner) == 302
    owner.post("/logout")
    for number in range(110):
        sign_in(guesser, f"guess-number-{number}", "wang" if number % 2 else f"nobody{number}")
    assert sign_in(guesser) == 429
    assert sign_in(owner) == 302
    assert owner.get("/desk").status_code == 200


def test_a_guesser_with_many_addresses_comes_to_an_end(app: Flask, cheap: None) -> None:
    """A thousand strangers' tries an hour, and no more; an address and a device that are known still work."""
    at_home, computer = at(app, "198.51.100.7"), at(app, "198.51.100.8")
    assert sign_in(at_home) == 302
    assert sign_in(computer) == 302
    answers = Counter(
        sign_in(at(app, f"203.{number // 250}.113.{number % 250}"), f"guess-number-{number}") for number in range(1100)
    )
    assert answers[422] <= 1000
    assert answers[429] >= 100
    assert sign_in(at(app, "198.51.100.7")) == 302
    computer.environ_base["REMOTE_ADDR"] = "192.0.2.77"
    assert sign_in(computer) == 302


def test_an_ipv6_network_is_one_guesser(app: Flask, cheap: None) -> None:
    """Whoever has one address of a /64 has all of them; the neighbour's network is not theirs."""
    answers = Counter(sign_in(at(app, f"2001:db8:1:1::{number:x}"), f"guess-number-{number}") for number in range(40))
    assert answers[422] == 5
    assert sign_in(at(app, "2001:db8:1:2::1")) == 302


def test_signing_in_with_an_account_of_ones_own_buys_no_tries(app: Flask, cheap: None) -> None:
    """A colleague's right password between the guesses changes nothing for the name that is guessed."""
    colleague = at(app, "10.0.0.5")
    answers: Counter[int] = Counter()
    for number in range(20):
        answers[sign_in(colleague, f"guess-number-{number}")] += 1
        assert sign_in(colleague, username="li") == 302
    assert answers[422] <= 5


def test_a_flood_of_tries_leaves_room_for_who_is_known(app: Flask) -> None:
    """Hashing is dear: strangers queue for it among themselves, and whoever is known has a queue of their own."""
    known = at(app, "198.51.100.7")
    assert sign_in(known) == 302
    start = threading.Barrier(61)

    def guess(number: int) -> int:
        client = at(app, f"203.0.113.{number + 1}")
        start.wait()
        return sign_in(client, f"guess-number-{number}", f"nobody{number}")

    with ThreadPoolExecutor(60) as pool:
        guesses = [pool.submit(guess, number) for number in range(60)]
        start.wait()
        assert sign_in(known) == 302
        answers = Counter(one.result() for one in guesses)
    assert set(answers) <= {422, 429}
