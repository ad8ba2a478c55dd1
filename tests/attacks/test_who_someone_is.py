"""Who someone is: chat tokens, one-time codes, links of cases. Beside each attacker stands somebody honest who gets in."""

from __future__ import annotations

import re
import threading
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from portal.cases.models import Case, CaseEvent, CaseWords
from portal.consultations.models import Envelope, NamedBallot
from portal.outbox.models import Letter
from portal.residents import service as residents
from portal.residents.models import ContactPoint, OneTimeCode
from portal.storage.parts import Parts
from portal.wiring.app import create_app
from tests.portal.cases.cases_world import draft
from tests.portal.conftest import HandClock
from tests.portal.consultations.consultations_world import NO, YES, World, phone, world

__all__ = ["world"]

OWNER = "13800000001"  # line 1 of the roll


@pytest.fixture
def app(parts: Parts) -> Flask:
    made = create_app(parts)
    made.config["WTF_CSRF_ENABLED"] = False
    return made


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def open_chat(browser: FlaskClient) -> str:
    """A visitor of the web chat; the browser's cookie has the token too."""
    return str(browser.post("/api/v1/chat/sessions").get_json()["token"])


def ask(browser: FlaskClient, number: str = OWNER, address: str = "127.0.0.1", **headers: str) -> Any:
    return browser.post("/api/v1/otp", json={"phone": number}, headers=headers, environ_base={"REMOTE_ADDR": address})


def show(browser: FlaskClient, digits: str, number: str = OWNER, address: str = "127.0.0.1", **headers: str) -> Any:
    body = {"phone": number, "code": digits}
    return browser.post("/api/v1/otp/verify", json=body, headers=headers, environ_base={"REMOTE_ADDR": address})


def last_code(parts: Parts, number: str = OWNER) -> str:
    """What the phone's owner reads."""
    with parts.db.read() as s:
        own = sa.select(Letter.text).where(Letter.address == f"+86{number}").order_by(Letter.outbox_id.desc())
        return re.findall(r"\d{6}", s.scalars(own).first() or "")[0]


def wrong(digits: str, times: int = 1) -> str:
    return f"{(int(digits) + times) % 1_000_000:06d}"


def prove(browser: FlaskClient, parts: Parts, number: str = OWNER, **headers: str) -> str:
    """By the JSON doors."""
    assert ask(browser, number, **headers).status_code == 200
    answer = show(browser, last_code(parts, number), number, **headers)
    assert answer.status_code == 200, answer.get_json()
    return str(answer.get_json()["token"])


def prove_on_the_page(browser: FlaskClient, parts: Parts, number: str = OWNER) -> None:
    assert browser.post("/me/code", data={"phone": number}).status_code == 302
    assert browser.post("/me/sign-in", data={"code": last_code(parts, number)}).status_code == 302


def vote(browser: FlaskClient, found: int, given: Any, token: str) -> int:
    url = f"/api/v1/consultations/{found}/ballots"
    return browser.post(url, json={"answers": given}, headers=bearer(token)).status_code


def vote_on_the_page(browser: FlaskClient, found: int, given: dict[str, list[str]]) -> int:
    return browser.post(f"/consultations/{found}/ballot", data=given).status_code


def envelopes(parts: Parts) -> dict[int, bytes | None]:
    with parts.db.read() as s:
        return {row.roll_entry_id: row.sealed for row in s.scalars(sa.select(Envelope))}


# --- a chat's token is nobody's -----------------------------------------------------------------------------------


def by_page(browser: FlaskClient, parts: Parts, token: str) -> None:
    prove_on_the_page(browser, parts)


def by_json(browser: FlaskClient, parts: Parts, token: str) -> None:
    prove(browser, parts)


def with_the_bearer_at_the_end(browser: FlaskClient, parts: Parts, token: str) -> None:
    ask(browser)
    assert show(browser, last_code(parts), **bearer(token)).status_code == 200


def with_the_bearer_at_the_beginning(browser: FlaskClient, parts: Parts, token: str) -> None:
    ask(browser, **bearer(token))
    assert show(browser, last_code(parts)).status_code == 200


@pytest.mark.parametrize("signed_out", [True, False])
@pytest.mark.parametrize("way", [by_page, by_json, with_the_bearer_at_the_end, with_the_bearer_at_the_beginning])
def test_an_earlier_visitors_chat_token_never_votes_for_who_comes_next(
    app: Flask, parts: Parts, world: World, way: Any, signed_out: bool
) -> None:
    """A shared phone: the first visitor copied the chat's token. The next one's envelope stays as it was sealed."""
    found, shared = world.open(), app.test_client()
    copied = open_chat(shared)
    way(shared, parts, copied)
    assert vote_on_the_page(shared, found, YES) == 303
    cast = envelopes(parts)
    assert len(cast) == 1
    if signed_out:
        shared.post("/me/sign-out")
    assert vote(app.test_client(), found, NO, copied) in (401, 403)
    assert envelopes(parts) == cast
    next_one = app.test_client()  # and somebody honest after that, on another chat's bearer
    chat = open_chat(next_one)
    token = prove(next_one, parts, "13800000002", **bearer(chat))
    assert [vote(next_one, found, YES, one) for one in (token, chat)] == [201, 201]
    assert len(envelopes(parts)) == 2


def test_a_chat_token_opens_nothing_else_of_the_person_who_proved_a_phone_in_it(
    app: Flask, parts: Parts, world: World
) -> None:
    """Neither the person's other cases nor their page: its own conversation and its own cases only."""
    browser = app.test_client()
    chat = open_chat(browser)
    with parts.db.write() as s:
        sender = residents.ensure_contact_point(s, parts.settings.secret_key, "sms", phone(1), world.now)
        here = s.scalars(sa.select(ContactPoint.id).where(ContactPoint.channel == "webchat")).one()
        elsewhere = sender.id
    a_case(parts, elsewhere, "短信里说的私事", "LL-20261124-0001")
    a_case(parts, here, "这个聊天里说的事", "LL-20261124-0002")
    token = prove(browser, parts, **bearer(chat))
    holder = app.test_client()
    with holder.session_transaction() as session:
        session["chat_token"] = chat
    assert "短信里说的私事" not in holder.get("/me").text
    assert "这个聊天里说的事" in holder.get("/me").text
    seen = {number: holder.get(f"/api/v1/cases/{number}", headers=bearer(chat)).status_code for number in NUMBERS}
    assert seen == {"LL-20261124-0001": 404, "LL-20261124-0002": 200}
    seen = {number: holder.get(f"/api/v1/cases/{number}", headers=bearer(token)).status_code for number in NUMBERS}
    assert seen == {"LL-20261124-0001": 200, "LL-20261124-0002": 200}


NUMBERS = ("LL-20261124-0001", "LL-20261124-0002")


def a_case(parts: Parts, contact: int, text: str, case_no: str, **words: str) -> None:
    now = parts.clock.now()
    with parts.db.write() as s:
        s.add(
            Case(
                case_no=case_no, created_at=now, state="reported", kind="complaint", urgency="normal", rank=2,
                channel=s.get_one(ContactPoint, contact).channel, due_at=now + timedelta(days=5),
                contact_point_id=contact, access_salt="s", access_hash="h", photos=[],
                words=CaseWords(text=text, **words),
            )
        )  # fmt: skip


def test_signing_out_unbinds_the_chat_and_ends_the_token(app: Flask, parts: Parts, world: World) -> None:
    """What the sign-in gave out is dead on the server; who signs in anew votes."""
    found, browser = world.open(), app.test_client()
    chat = open_chat(browser)
    token = prove(browser, parts, **bearer(chat))
    assert vote(browser, found, YES, chat) == 201
    cast = envelopes(parts)
    browser.post("/me/sign-out")
    assert [vote(app.test_client(), found, NO, one) for one in (token, chat)] == [401, 401]
    assert envelopes(parts) == cast
    prove_on_the_page(browser, parts)
    assert vote_on_the_page(browser, found, NO) == 303
    assert envelopes(parts) != cast


def test_two_people_who_prove_a_phone_in_one_chat_never_get_each_others_ballot(
    app: Flask, parts: Parts, world: World, clock: HandClock
) -> None:
    """The chat opens neither; each votes with the token that their own proof gave them."""
    found, browser = world.open(), app.test_client()
    chat = open_chat(browser)
    first = prove(browser, parts, "13800000001", **bearer(chat))
    clock.move(minutes=2)
    second = prove(browser, parts, "13800000002", **bearer(chat))
    assert vote(browser, found, NO, chat) in (401, 403)
    assert envelopes(parts) == {}
    assert [vote(browser, found, YES, token) for token in (first, second)] == [201, 201]
    assert len(envelopes(parts)) == 2


def test_a_chat_left_by_one_person_is_never_the_next_ones(app: Flask, parts: Parts, world: World) -> None:
    """The first signs out; the second proves a phone in the same chat: the first one's copy of its token stays shut."""
    found, browser = world.open(), app.test_client()
    chat = open_chat(browser)
    prove(browser, parts, "13800000001", **bearer(chat))
    browser.post("/me/sign-out")
    second = prove(browser, parts, "13800000002", **bearer(chat))
    assert vote(browser, found, YES, second) == 201
    cast = envelopes(parts)
    assert vote(app.test_client(), found, NO, chat) in (401, 403)
    assert envelopes(parts) == cast


def test_the_bot_takes_a_named_vote_only_in_the_chat_that_proved_the_phone(
    app: Flask, parts: Parts, world: World, internal: FlaskClient
) -> None:
    """The earlier visitor's chat is told `entry-unproven`; the one in which the phone was proven counts."""
    found, shared = world.open(world.plan(secrecy="named")), app.test_client()
    open_chat(shared)
    prove_on_the_page(shared, parts, "13800000001")
    own = app.test_client()
    prove(own, parts, "13800000002", **bearer(open_chat(own)))
    with parts.db.read() as s:
        left, mine = s.scalars(sa.select(ContactPoint.id).where(ContactPoint.channel == "webchat").order_by("id"))
    answers = {who: say_in_chat(parts, internal, found, who) for who in (left, mine)}
    assert answers == {left: 403, mine: 201}
    with parts.db.read() as s:
        assert len(s.scalars(sa.select(NamedBallot)).all()) == 1


def say_in_chat(parts: Parts, internal: FlaskClient, found: int, contact: int) -> int:
    headers = bearer(parts.settings.internal_token) | {"Idempotency-Key": f"{contact}:vote"}
    body = {"contact": contact, "answers": YES}
    return internal.post(f"/internal/v1/consultations/{found}/answers", json=body, headers=headers).status_code


def test_a_proof_behind_the_chats_link_does_not_bind_the_chat(
    app: Flask, parts: Parts, world: World, internal: FlaskClient
) -> None:
    """The link may have been read by whoever held the phone before; who proves a phone behind it votes on that page."""
    found, shared = world.open(), app.test_client()
    chat = open_chat(shared)
    with parts.db.read() as s:
        contact = s.scalars(sa.select(ContactPoint.id)).one()
    headers = bearer(parts.settings.internal_token) | {"Idempotency-Key": "1:link"}
    link = internal.post(f"/internal/v1/consultations/{found}/links", json={"contact": contact}, headers=headers)
    path = link.get_json()["url"].removeprefix(parts.settings.public_url)
    assert "要定的事" in shared.get(path).text
    prove_on_the_page(shared, parts)
    assert shared.post(path, data=YES).status_code == 303
    cast = envelopes(parts)
    assert len(cast) == 1
    assert vote(app.test_client(), found, NO, chat) in (401, 403)
    assert envelopes(parts) == cast


def test_tokens_end(app: Flask, parts: Parts, world: World, clock: HandClock) -> None:
    """A chat's after a year at the latest and after 90 idle days, a sign-in after a week; until then they serve."""
    browser = app.test_client()
    chat = open_chat(browser)
    token = prove(browser, parts)

    def status() -> int:
        return app.test_client().get("/api/v1/chat/messages?wait=0", headers=bearer(chat)).status_code

    with parts.db.read() as s:
        assert residents.resident_by_token(s, parts.settings.secret_key, token, clock.now()) is not None
    for _ in range(4):
        clock.move(days=80)
        assert status() == 200
    clock.move(days=50)
    assert status() == 401
    with parts.db.read() as s:
        assert residents.resident_by_token(s, parts.settings.secret_key, token, clock.now()) is None
    idle = open_chat(browser)
    clock.move(days=91)
    assert app.test_client().get("/api/v1/chat/messages?wait=0", headers=bearer(idle)).status_code == 401


# --- one-time codes -----------------------------------------------------------------------------------------------


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


# --- links of cases -----------------------------------------------------------------------------------------------


@pytest.fixture
def case(app: Flask, parts: Parts, internal: FlaskClient) -> dict[str, str]:
    """A case that was said in a chat, with a number left to be reached by; what its reporter holds."""
    chat = open_chat(app.test_client())
    return reported(parts, internal, "webchat") | {"chat": chat}


def reported(parts: Parts, internal: FlaskClient, channel: str, contact: str = f"王阿姨 {OWNER}") -> dict[str, str]:
    with parts.db.read() as s:
        number = s.scalars(sa.select(ContactPoint.id).where(ContactPoint.channel == channel)).one()
    body = {
        "contact": number,
        "text": "楼道灯不亮",
        "draft": draft("楼道灯不亮", places=[], times=[]),
        "answers": {"contact": contact},
    }
    headers = bearer(parts.settings.internal_token) | {"Idempotency-Key": "1:report"}
    made = internal.post("/internal/v1/cases", json=body, headers=headers)
    assert made.status_code == 201, made.get_json()
    link = made.get_json()["link"].removeprefix(parts.settings.public_url)
    return {"case_no": made.get_json()["case_no"], "link": link}


CHANGES = {"details": "补一句", "reminders": "", "withdrawal": "", "follow-up": "", "reopening": ""}


def events(parts: Parts) -> int:
    with parts.db.read() as s:
        return s.scalar(sa.select(sa.func.count()).select_from(CaseEvent)) or 0


def test_a_link_reads_for_ninety_days_and_changes_nothing(
    app: Flask, parts: Parts, clock: HandClock, case: dict[str, str]
) -> None:
    """Whoever it was forwarded to reads as often as they like; the reporter's own chat hurries and withdraws."""
    page, holder = f"/c/{case['case_no']}", app.test_client()
    for _ in range(3):
        clock.move(days=29)
        assert "楼道灯不亮" in holder.get(case["link"], follow_redirects=True).text
        for door, text in CHANGES.items():
            refused = holder.post(f"{page}/{door}", data={"text": text, "fixed": "yes"})
            assert refused.status_code == 403
    assert events(parts) == 1
    reporter = app.test_client()
    with reporter.session_transaction() as session:
        session["chat_token"] = case["chat"]
    assert "催过了" in reporter.post(f"{page}/reminders", follow_redirects=True).text
    clock.move(days=4)
    assert holder.get(page).status_code == 404
    assert app.test_client().get(case["link"], follow_redirects=True).status_code == 404
    assert app.test_client().get(f"/api/v1/cases/{case['link'].removeprefix('/c/')}").status_code == 404
    assert "撤回了" in reporter.post(f"{page}/withdrawal", follow_redirects=True).text


def test_the_code_leaves_the_address(app: Flask, case: dict[str, str]) -> None:
    """Opened, the link leads on to the clean address; it is neither referred to nor cached; the JSON door reads with it."""
    browser = app.test_client()
    opened = browser.get(case["link"])
    assert opened.status_code in (302, 303)
    assert opened.location == f"/c/{case['case_no']}"
    page = browser.get(opened.location)
    assert page.status_code == 200
    assert page.headers["Referrer-Policy"] == "no-referrer"
    code = case["link"].partition("=")[2]
    assert code not in page.text
    told = app.test_client().get(f"/api/v1/cases/{case['case_no']}?access={code}")
    assert (told.status_code, told.get_json()["case_no"]) == (200, case["case_no"])


def test_a_code_to_the_reporters_phone_lets_a_links_holder_change(
    app: Flask, parts: Parts, case: dict[str, str], clock: HandClock
) -> None:
    """The number is shown masked; wrong digits and another number's proof do nothing; it lasts half an hour."""
    page, reporter, stranger = f"/c/{case['case_no']}", app.test_client(), app.test_client()
    for browser in (reporter, stranger):
        browser.get(case["link"])
    prove_on_the_page(stranger, parts, "13800000002")
    asked = reporter.post(f"{page}/proof")
    assert asked.status_code == 200
    assert "138****0001" in asked.text
    assert OWNER not in asked.text
    digits = last_code(parts)
    assert reporter.post(f"{page}/proof/code", data={"code": wrong(digits)}).status_code == 422
    assert stranger.post(f"{page}/proof/code", data={"code": digits}).status_code == 422
    assert stranger.post(f"{page}/reminders").status_code == 403
    assert reporter.post(f"{page}/proof/code", data={"code": digits}).status_code == 303
    assert "催过了" in reporter.post(f"{page}/reminders", follow_redirects=True).text
    clock.move(minutes=31)
    assert reporter.post(f"{page}/reminders").status_code == 403


def test_nobody_without_the_link_has_a_code_sent(app: Flask, parts: Parts, case: dict[str, str]) -> None:
    """The number of a case is no secret: 404, and no SMS to its reporter."""
    passer_by = app.test_client()
    for door in ("proof", "proof/code"):
        assert passer_by.post(f"/c/{case['case_no']}/{door}", data={"code": "123456"}).status_code == 404
    with parts.db.read() as s:
        assert s.scalar(sa.select(sa.func.count()).select_from(Letter)) == 0


def test_signing_out_closes_what_a_link_opened(app: Flask, case: dict[str, str]) -> None:
    """The next one at a shared phone does not read it."""
    browser = app.test_client()
    assert browser.get(case["link"], follow_redirects=True).status_code == 200
    browser.post("/me/sign-out")
    assert browser.get(f"/c/{case['case_no']}").status_code == 404
