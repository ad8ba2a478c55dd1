"""One-time codes and residents' sessions."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from portal.kernel.errors import Invalid
from portal.outbox.models import Letter, OutboxRow
from portal.residents import proving, service
from portal.residents.models import ContactPoint, OneTimeCode, Resident, ResidentSession
from portal.storage.parts import Parts
from tests.portal.conftest import HandClock

PHONE = "13800000001"


def ask(client: FlaskClient, phone: str = PHONE) -> Any:
    return client.post("/api/v1/otp", json={"phone": phone})


def code(parts: Parts) -> str:
    """The last code that was sent."""
    with parts.db.read() as s:
        text = s.scalars(sa.select(Letter.text).order_by(Letter.outbox_id.desc())).first() or ""
    found = re.search(r"\d{6}", text)
    assert found
    return found.group()


def verify(client: FlaskClient, digits: str, phone: str = PHONE, **headers: str) -> Any:
    return client.post("/api/v1/otp/verify", json={"phone": phone, "code": digits}, headers=headers)


def test_the_code_comes_by_sms_and_opens_a_session(client: FlaskClient, parts: Parts) -> None:
    """A letter to the number with the code; the token that comes back is the resident's; a cookie comes along."""
    assert ask(client).status_code == 200
    answer = verify(client, code(parts))
    assert answer.status_code == 200
    with parts.db.read() as s:
        resident = service.resident_by_token(s, parts.settings.secret_key, answer.json["token"], parts.clock.now())
        assert resident is not None
        assert service.proven_phones(s, resident) == ["+8613800000001"]
        row = s.scalars(sa.select(OutboxRow)).one()
        assert row.kind == "send_sms"
        assert row.letter is not None
        assert row.letter.address == "+8613800000001"
        assert code_free(row.payload)
    assert "HttpOnly" in answer.headers["Set-Cookie"]


def code_free(payload: dict[str, Any]) -> bool:
    return not re.search(r"\b\d{6}\b", str(payload))


def test_the_code_is_kept_only_as_a_hash_and_logged_nowhere(
    client: FlaskClient, parts: Parts, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither table nor log has digits or number."""
    caplog.set_level(0)
    ask(client)
    digits = code(parts)
    verify(client, digits)
    with parts.db.read() as s:
        kept = s.connection().exec_driver_sql("SELECT phone_key, code_hash FROM one_time_code").one()
    assert digits not in str(kept)
    assert PHONE not in str(kept)
    assert digits not in caplog.text
    assert PHONE not in caplog.text


def test_a_code_is_good_once(client: FlaskClient, parts: Parts) -> None:
    """The same digits again: refused."""
    ask(client)
    digits = code(parts)
    assert verify(client, digits).status_code == 200
    assert verify(client, digits).status_code == 422


def test_a_code_is_good_for_five_minutes(client: FlaskClient, parts: Parts, clock: HandClock) -> None:
    """A second less passes, five minutes do not."""
    ask(client)
    clock.move(seconds=299)
    assert verify(client, code(parts)).status_code == 200
    ask(client)
    clock.move(seconds=300)
    assert verify(client, code(parts)).status_code == 422


def test_five_wrong_tries_end_it(client: FlaskClient, parts: Parts) -> None:
    """The right digits come too late then; the words say to ask anew."""
    ask(client)
    digits = code(parts)
    wrong = str((int(digits) + 1) % 1_000_000).zfill(6)
    titles = [verify(client, wrong).json["title"] for _ in range(5)]
    assert titles[0] == "验证码不对，请再看看"
    late = verify(client, digits)
    assert late.status_code == 422
    assert "重新获取" in late.json["title"]


def test_four_wrong_tries_do_not(client: FlaskClient, parts: Parts) -> None:
    """The fifth may be right."""
    ask(client)
    digits = code(parts)
    wrong = str((int(digits) + 1) % 1_000_000).zfill(6)
    for _ in range(4):
        verify(client, wrong)
    assert verify(client, digits).status_code == 200


def test_one_minute_between_two_codes(client: FlaskClient, parts: Parts, clock: HandClock) -> None:
    """429 with the seconds to wait; another number may have one."""
    ask(client)
    clock.move(seconds=20)
    refused = ask(client)
    assert refused.status_code == 429
    assert refused.headers["Retry-After"] == "41"
    assert ask(client, "13800000002").status_code == 200
    clock.move(seconds=40)
    assert ask(client).status_code == 200


def test_an_earlier_code_stays_good_until_its_end(client: FlaskClient, parts: Parts, clock: HandClock) -> None:
    """SMS overtake one another: whichever is typed counts. A proof uses up the session's others."""
    ask(client)
    old = code(parts)
    clock.move(minutes=1)
    ask(client)
    new = code(parts)
    assert verify(client, old).status_code == 200
    if old != new:
        assert verify(client, new).status_code == 422


def test_a_session_that_did_not_ask_cannot_show_the_code(client: FlaskClient, parts: Parts) -> None:
    """Without the cookie of the asking session the right digits are wrong ones, and the asker's tries stay."""
    ask(client)
    digits, stranger = code(parts), client.application.test_client()
    for _ in range(20):
        refused = verify(stranger, digits)
        assert (refused.status_code, refused.json["type"]) == (422, "urn:linli:problem:wrong-code")
    assert verify(client, digits).status_code == 200


def test_a_code_is_for_its_number(client: FlaskClient, parts: Parts) -> None:
    """Another number's digits open nothing."""
    ask(client)
    digits = code(parts)
    assert verify(client, digits, "13800000002").status_code == 422


@pytest.mark.parametrize(
    "phone", ["", "12345", "1380000000", "02188888888", "abc", "+86 138 0000 00011", "1" * 31, "😀"]
)
def test_what_is_no_mobile_number_is_refused_in_chinese(client: FlaskClient, phone: str) -> None:
    """422 with words."""
    answer = ask(client, phone)
    assert answer.status_code == 422
    assert re.search("[一-鿿]", answer.json["title"])


@pytest.mark.parametrize(
    "phone", ["13800000001", "+8613800000001", "138 0000 0001", "86-13800000001", "１３８０００００００１"]
)
def test_a_number_is_read_however_it_is_written(phone: str) -> None:
    """E.164, mainland unless it says otherwise."""
    assert service.e164(phone) == "+8613800000001"


def test_a_number_of_another_country_keeps_it() -> None:
    """Hong Kong has a code of its own, and is not mainland."""
    assert service.e164("+852 5123 4567") == "+85251234567"
    assert not service.is_mainland("+85251234567")
    with pytest.raises(Invalid):
        service.e164("51234567")


def chat(client: FlaskClient) -> dict[str, str]:
    return {"Authorization": f"Bearer {client.post('/api/v1/chat/sessions').json['token']}"}


def ask_in(client: FlaskClient, bearer: dict[str, str], phone: str = PHONE) -> Any:
    return client.post("/api/v1/otp", json={"phone": phone}, headers=bearer)


def bound(parts: Parts) -> list[int | None]:
    """Whose ballot each chat may put in."""
    with parts.db.read() as s:
        chats = s.scalars(sa.select(ContactPoint.id).where(ContactPoint.channel == "webchat").order_by(ContactPoint.id))
        return [service.voter_in_chat(s, one, parts.clock.now()) for one in chats.all()]


def test_the_chat_that_asks_and_shows_is_bound_while_the_session_lasts(
    client: FlaskClient, parts: Parts, clock: HandClock
) -> None:
    """Its bearer in both requests; it needs no cookie. The session ends, and the binding with it."""
    bearer, cookieless = chat(client), client.application.test_client(use_cookies=False)
    ask_in(cookieless, bearer)
    assert verify(cookieless, code(parts), **bearer).status_code == 200
    assert bound(parts) != [None]
    clock.move(days=8)
    assert bound(parts) == [None]


def test_a_bearer_in_one_of_the_two_binds_nothing(client: FlaskClient, parts: Parts, clock: HandClock) -> None:
    """By the cookie the code is shown all the same."""
    bearer = chat(client)
    ask(client)
    assert verify(client, code(parts), **bearer).status_code == 200
    clock.move(minutes=1)
    ask_in(client, bearer)
    assert verify(client, code(parts)).status_code == 200
    assert bound(parts) == [None]


def test_a_chat_in_which_two_people_proved_a_phone_is_nobodys(client: FlaskClient, parts: Parts) -> None:
    """The second gets a session of their own, and the chat loses the first one's ballot."""
    bearer = chat(client)
    ask_in(client, bearer)
    first = verify(client, code(parts), **bearer).json["token"]
    ask_in(client, bearer, "13800000002")
    second = verify(client, code(parts), "13800000002", **bearer).json["token"]
    assert bound(parts) == [None]
    with parts.db.read() as s:
        secret, now = parts.settings.secret_key, parts.clock.now()
        assert service.resident_by_token(s, secret, first, now) != service.resident_by_token(s, secret, second, now)


def test_a_chats_token_ends(client: FlaskClient, parts: Parts, clock: HandClock) -> None:
    """Ninety days without use, or a year; used, it goes on."""
    used, idle = chat(client), chat(client)
    for _ in range(4):
        clock.move(days=80)
        assert client.get("/api/v1/chat/messages?wait=0", headers=used).status_code == 200
    assert client.get("/api/v1/chat/messages?wait=0", headers=idle).status_code == 401
    clock.move(days=50)
    assert client.get("/api/v1/chat/messages?wait=0", headers=used).status_code == 401


def test_a_session_that_is_not_used_ends(client: FlaskClient, parts: Parts, clock: HandClock) -> None:
    """A day without use; used, a week."""
    ask(client)
    verify(client, code(parts))
    for _ in range(6):
        clock.move(hours=23)
        assert "退出" in client.get("/me").text
    clock.move(hours=25)
    assert "退出" not in client.get("/me").text


def test_a_bearer_ends_its_own_session(client: FlaskClient, parts: Parts) -> None:
    """Without a browser, too."""
    ask(client)
    token = verify(client, code(parts)).json["token"]
    bearer, other = {"Authorization": f"Bearer {token}"}, client.application.test_client()
    assert other.delete("/api/v1/otp/session", headers=bearer).status_code == 204
    assert other.delete("/api/v1/otp/session", headers=bearer).status_code == 401


def test_the_same_number_twice_is_one_resident(client: FlaskClient, parts: Parts, clock: HandClock) -> None:
    """Proving it again makes no second person."""
    for _ in range(2):
        ask(client)
        verify(client, code(parts))
        clock.move(minutes=2)
    with parts.db.read() as s:
        assert len(s.scalars(sa.select(Resident)).all()) == 1


def test_a_session_ends_after_a_week_or_when_signed_out(client: FlaskClient, parts: Parts, clock: HandClock) -> None:
    """Then the token opens nothing."""
    secret = parts.settings.secret_key
    ask(client)
    token = verify(client, code(parts)).json["token"]
    with parts.db.read() as s:
        assert service.resident_by_token(s, secret, token, clock.now()) is not None
        assert service.resident_by_token(s, secret, token + "x", clock.now()) is None
    with parts.db.write() as s:
        service.sign_out(s, secret, token, clock.now())
    with parts.db.read() as s:
        assert service.resident_by_token(s, secret, token, clock.now()) is None


def test_old_codes_are_forgotten(client: FlaskClient, parts: Parts, clock: HandClock) -> None:
    """After an hour the letter is blank, after two days the code's row is gone."""
    ask(client)
    clock.move(minutes=61)
    with parts.db.write() as s:
        assert service.forget_codes(s, clock.now()) == 1
    with parts.db.read() as s:
        assert s.scalars(sa.select(Letter.text)).all() == [""]
        assert len(s.scalars(sa.select(OneTimeCode)).all()) == 1
    clock.move(days=2)
    with parts.db.write() as s:
        service.forget_codes(s, clock.now())
    with parts.db.read() as s:
        assert s.scalars(sa.select(OneTimeCode)).all() == []


@pytest.mark.parametrize(("idle", "life"), [({"hours": 1}, {"days": 7}), ({"days": 7}, {"hours": 1})])
def test_a_session_is_deleted_a_day_after_it_ended(
    parts: Parts, clock: HandClock, idle: dict[str, int], life: dict[str, int]
) -> None:
    """Whether nobody used it or its time was over; one that ended less than a day ago stays."""
    with parts.db.write() as s:
        who = Resident(created_at=clock.now())
        s.add(who)
        s.flush()
        spans = {"idle": timedelta(**idle), "life": timedelta(**life)}
        service.sign_in(s, parts.settings.secret_key, who.id, clock.now(), **spans)
    for hours, left in ((24, 1), (2, 0)):
        clock.move(hours=hours)
        with parts.db.write() as s:
            service.forget_codes(s, clock.now())
            assert s.scalar(sa.select(sa.func.count()).select_from(ResidentSession)) == left


def test_a_foreign_page_cannot_sign_anybody_in(client: FlaskClient, parts: Parts) -> None:
    """The browser says where it came from; the answer sets a cookie."""
    ask(client)
    assert verify(client, code(parts), **{"Sec-Fetch-Site": "cross-site"}).status_code == 403


def test_callers_over_ipv4_do_not_share_the_limit_of_an_address(client: FlaskClient) -> None:
    """A listener for both protocols shows them as ::ffff:1.2.3.4; a /64 of those would be all of IPv4."""
    seen = []
    for address in ("::ffff:192.0.2.1", "::ffff:198.51.100.7", "192.0.2.1"):
        with client.application.test_request_context(environ_base={"REMOTE_ADDR": address}):
            seen.append(proving._asker("+8613800000001").address)
    first, second, plain = seen
    assert first != second
    assert first == plain
