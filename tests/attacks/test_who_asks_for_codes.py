"""One-time codes: strangers who guess, flood or pump lock nobody out. Beside each attacker stands somebody honest who gets in."""

from __future__ import annotations

import re
import threading

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.outbox.models import Letter
from portal.residents.models import OneTimeCode
from portal.storage.parts import Parts
from tests.attacks.who_someone_is_world import OWNER, app, ask, last_code, prove, show, wrong
from tests.portal.conftest import HandClock
from tests.portal.consultations.consultations_world import world

__all__ = ["app", "world"]


@pytest.mark.parametrize("address", ["127.0.0.1", "198.51.100.7"])
def test_a_strangers_wrong_guesses_lock_nobody_out(app: Flask, parts: Parts, address: str) -> None:
    """From the owner's address too: hundreds of guesses in sessions of their own and in none."""
    owner = app.test_client()
    ask(owner)
    digits = last_code(parts)
    for number in range(60):
        stranger = app.test_client()
        if number % 2:
            ask(stranger, address=address)
        for time in range(6):
            assert show(stranger, wrong(digits, 7 + time), address=address).status_code in (422, 429)
    assert show(owner, digits).status_code == 200
    late = app.test_client()
    assert prove(late, parts)


@pytest.mark.parametrize("addresses", [1, 200])
def test_a_strangers_requests_lock_nobody_out(app: Flask, parts: Parts, addresses: int) -> None:
    """Two hundred requests for the owner's number, from one address or from as many; the owner's own still comes."""
    for number in range(200):
        ask(app.test_client(), address=f"10.0.{number % addresses // 250}.{number % addresses % 250 + 1}")
    assert prove(app.test_client(), parts)


def test_a_stranger_never_shows_a_code_that_another_session_asked_for(app: Flask, parts: Parts) -> None:
    """Even the right digits: read over a shoulder they are worth nothing elsewhere."""
    owner, stranger = app.test_client(), app.test_client()
    ask(owner)
    digits = last_code(parts)
    ask(stranger, "13800000002")
    assert show(stranger, digits).status_code == 422
    assert show(app.test_client(use_cookies=False), digits).status_code == 422
    assert show(owner, digits).status_code == 200


def test_a_cookie_copied_before_the_code_was_asked_for_is_another_session(app: Flask, parts: Parts) -> None:
    """The shared phone's earlier visitor cannot use up the tries of who comes next."""
    shared, copy = app.test_client(), app.test_client()
    ask(shared, "13800000003")
    with shared.session_transaction() as theirs, copy.session_transaction() as session:
        session.update(theirs)
    ask(shared)
    digits = last_code(parts)
    for time in range(1, 12):
        assert show(copy, wrong(digits, time)).status_code == 422
    assert show(shared, digits).status_code == 200


def test_guessing_stays_hopeless_with_sessions_and_addresses_without_end(app: Flask, parts: Parts) -> None:
    """How often digits are compared for one number in a day, whoever guesses: under a thousand in a million."""
    compared = 0
    for number in range(500):
        stranger, address = app.test_client(), f"10.{number // 250}.7.{number % 250 + 1}"
        if ask(stranger, address=address).status_code != 200:
            continue
        digits = last_code(parts)
        tries = 0
        while show(stranger, wrong(digits, tries + 1), address=address).get_json()["title"].startswith("验证码不对"):
            tries += 1
        compared += tries + 1
    assert 0 < compared < 1000
    print(f"\n{compared} comparisons in a day for one number: {compared / 1_000_000:.2%} at most")


def test_who_proved_the_number_in_this_browser_still_gets_a_code_in_the_worst_flood(app: Flask, parts: Parts) -> None:
    """The reserve: a flood from a dozen addresses is refused, and the browser that knows the number gets in."""
    owner = app.test_client()
    prove(owner, parts)
    owner.post("/me/sign-out")
    refused = 0
    for number in range(290):
        refused += ask(app.test_client(), address=f"10.{number // 250}.9.{number % 10 + 1}").status_code == 429
    assert refused > 0
    assert prove(owner, parts)


def test_parallel_guesses_are_counted_each(app: Flask, parts: Parts) -> None:
    """Forty at once in one session are five tries, however they overtake one another; a session of one's own gets in."""
    browser = app.test_client()
    ask(browser)
    digits = last_code(parts)
    with browser.session_transaction() as session:
        kept = dict(session)
    answers: list[int] = []

    def guess(at: int) -> None:
        copy = app.test_client()
        with copy.session_transaction() as session:
            session.update(kept)
        answers.append(show(copy, wrong(digits, at)).status_code)

    threads = [threading.Thread(target=guess, args=(at,)) for at in range(1, 41)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(answers) <= {422, 429}
    with parts.db.read() as s:
        assert s.scalars(sa.select(OneTimeCode.tries)).one() == 5
    assert show(browser, digits).status_code == 422
    assert prove(app.test_client(), parts)


def test_an_earlier_code_stays_good_until_its_end(app: Flask, parts: Parts, clock: HandClock) -> None:
    """A second one, of the owner's or of a stranger's asking, ends nothing; five minutes do."""
    owner = app.test_client()
    ask(owner)
    first = last_code(parts)
    clock.move(minutes=2)
    ask(owner)
    ask(app.test_client())
    clock.move(minutes=2, seconds=59)
    assert show(owner, first).status_code == 200
    ask(owner)
    old = last_code(parts)
    clock.move(minutes=5)
    assert show(owner, old).status_code == 422


@pytest.mark.parametrize("number", ["+852 5123 4567", "+1 650 555 0100", "+44 7400 123456", "0033612345678"])
def test_foreign_numbers_get_no_code(app: Flask, parts: Parts, number: str) -> None:
    """422 in Chinese at both doors, nothing sent; a mainland number is served."""
    browser = app.test_client()
    refused = ask(browser, number)
    page = browser.post("/me/code", data={"phone": number})
    assert (refused.status_code, page.status_code) == (422, 422)
    assert re.search("[一-鿿]", refused.get_json()["title"])
    with parts.db.read() as s:
        assert s.scalar(sa.select(sa.func.count()).select_from(Letter)) == 0
    assert ask(browser).status_code == 200


def test_pumping_ends_at_the_budget(app: Flask, parts: Parts, clock: HandClock) -> None:
    """Other numbers from ever other addresses: so many an hour, then one sentence; an hour later codes go out again."""
    sent = 0
    for number in range(1500):
        target = f"139{number:08d}"
        answer = ask(app.test_client(), target, address=f"10.{number // 250}.1.{number % 250 + 1}")
        sent += answer.status_code == 200
    assert sent <= 1000
    refused = ask(app.test_client(), "13700000000", address="203.0.113.9")
    assert refused.status_code == 429
    assert "请过一小时再试" in refused.get_json()["title"]
    clock.move(minutes=61)
    assert prove(app.test_client(), parts, "13700000000")


def test_one_address_does_not_use_up_everybodys_budget(app: Flask, parts: Parts) -> None:
    """Half of the hour's at most; a neighbour elsewhere gets a code, and so does one at the same address who is known."""
    known = "13800000009"
    prove(app.test_client(), parts, known)
    for number in range(700):
        ask(app.test_client(), f"139{number:08d}")
    assert ask(app.test_client(), "13700000001").status_code == 429
    assert ask(app.test_client(), "13700000002", address="203.0.113.9").status_code == 200
    assert prove(app.test_client(), parts, known)


def test_one_session_asks_once_a_minute(app: Flask, parts: Parts, clock: HandClock) -> None:
    """By the JSON door and by the page alike; another session is not held back by it."""
    browser = app.test_client()
    assert ask(browser).status_code == 200
    assert (ask(browser).status_code, browser.post("/me/code", data={"phone": OWNER}).status_code) == (429, 429)
    assert ask(app.test_client()).status_code == 200
    clock.move(minutes=1)
    assert browser.post("/me/code", data={"phone": OWNER}).status_code == 302
    assert browser.post("/me/sign-in", data={"code": last_code(parts)}).status_code == 302
