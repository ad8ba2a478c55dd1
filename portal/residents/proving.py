"""Send and verify one-time codes, for the API and the pages alike, and keep in the session cookie what that needs."""

from __future__ import annotations

import secrets
from datetime import timedelta

from flask import request, session
from sqlalchemy.orm import Session

from portal.http.access import bearer, caller_contact_point
from portal.http.current import parts
from portal.http.throttle import address_key
from portal.kernel.sealing import keyed
from portal.outbox import outcome
from portal.outbox.models import OutboxRow
from portal.outbox.outcome import Fate
from portal.residents import codes, service
from portal.residents.codes import Asker, CodeResult, CodeUse
from portal.wording import templates

TOKEN = "resident_token"  # noqa: S105 (a key in the session cookie, like those below)
EARLIER = "resident_tokens"  # earlier tokens of the same resident in this browser, to end them at sign-out
VISITOR = "chat_token"  # the token of this browser's web chat
_ASKED = "codes_asked"  # secrets, one per code, so that an earlier copy of the cookie cannot verify a later code
_SMS = "code_sms"  # [the outbox row's id of the last code, the keyed hash of its number]
_PROVED = "phones_proved"  # marks (`_mark`) of numbers that were proven in this browser
_MOST_ASKED, _MOST_PROVED, _MOST_EARLIER = 6, 5, 4  # a cookie has room for 4,000 characters in all
_MARK = 16  # characters of a hash that mark a number as proven here


def send_code(phone: str, use: CodeUse = CodeUse.SIGN_IN) -> None:
    """Send a code to the E.164 number, valid in this session and for this use only. Raises Invalid, TooMany."""
    settings, now = parts().settings, parts().clock.now()
    codes.check_country(settings, phone)
    code, secret = codes.new_code(), secrets.token_urlsafe(16)
    text = templates.render(settings.community, "otp", {"code": code})
    with parts().db.write() as s:
        row = codes.queue_code(
            s, settings, phone, _asker(phone, use), asked_key=_key("asked", secret), code=code, text=text, now=now
        )
    session[_ASKED] = [*_list_in_cookie(_ASKED), secret][-_MOST_ASKED:]
    session[_SMS] = [row, _key("sms", phone)]


def code_fate(phone: str) -> str:
    """What became of the SMS with the last code of this session: a Fate, or "" if nothing is known.

    FAILED at once if no provider is set up that reaches the number.
    """
    settings = parts().settings
    if not settings.reaches(phone):
        return Fate.FAILED
    kept = session.get(_SMS)
    if not isinstance(kept, list) or len(kept) != 2 or kept[1] != _key("sms", phone):
        return ""
    with parts().db.read() as s:
        row = s.get(OutboxRow, kept[0])
        return outcome.fate_of(s, row) if row is not None else ""


def verify_code(phone: str, digits: str, use: CodeUse) -> CodeResult:
    """Verify the digits of a code that this session asked for, without signing anybody in.

    If they are right, the cookie remembers that the number was proven in this browser.
    """
    with parts().db.write() as s:
        shown = codes.compare_code(
            s, parts().settings.secret_key, phone, digits, _asker(phone, use), now=parts().clock.now()
        )
    if shown.result is CodeResult.RIGHT:
        _remember_as_proven(phone)
    return shown.result


def sign_in(phone: str, digits: str) -> CodeResult:
    """Verify the digits; if right, begin a new session and store its token in the cookie. A new number makes a resident.

    The chat is bound to the session only if its bearer token came with this request and with the one for the code.
    """
    settings, now = parts().settings, parts().clock.now()
    chat = caller_contact_point() if bearer() else None
    with parts().db.write() as s:
        shown = codes.compare_code(s, settings.secret_key, phone, digits, _asker(phone), now=now)
        if shown.result is not CodeResult.RIGHT:
            return shown.result
        resident_id = service.prove(s, settings.secret_key, phone, now)
        chat = chat if shown.by_bearer else None
        if chat is not None:
            service.prove_in_chat(s, chat, resident_id)
        idle = timedelta(minutes=settings.resident_session_idle_minutes)
        life = timedelta(days=settings.resident_session_days)
        token = service.sign_in(s, settings.secret_key, resident_id, now, chat=chat, idle=idle, life=life)
        before = _tokens_of(s, resident_id)
    session[EARLIER] = before[-_MOST_EARLIER:]
    session[TOKEN] = token
    _remember_as_proven(phone)
    return CodeResult.RIGHT


def sign_out() -> None:
    """End this browser's sessions on the server; remove their tokens, the chat's and asked codes from the cookie."""
    _end(*_list_in_cookie(EARLIER), session.get(TOKEN))
    for name in (TOKEN, EARLIER, VISITOR, _ASKED):
        session.pop(name, None)


def end_bearer_session() -> None:
    """End the session of the request's bearer token, if it has one."""
    _end(bearer())


def _end(*tokens: object) -> None:
    """End the sessions of these tokens."""
    secret, now = parts().settings.secret_key, parts().clock.now()
    with parts().db.write() as s:
        for token in tokens:
            if isinstance(token, str) and token:
                service.sign_out(s, secret, token, now)


def _tokens_of(s: Session, resident_id: int) -> list[str]:
    """The valid tokens in the cookie that are this resident's; another person's must not be ended by their sign-out."""
    secret, now = parts().settings.secret_key, parts().clock.now()
    here = [token for token in (*_list_in_cookie(EARLIER), session.get(TOKEN)) if isinstance(token, str)]
    return [token for token in here if service.resident_by_token(s, secret, token, now) == resident_id]


def _asker(phone: str, use: CodeUse = CodeUse.SIGN_IN) -> Asker:
    shown = bearer()
    return Asker(
        asked=tuple(_key("asked", secret) for secret in _list_in_cookie(_ASKED)),
        bearer=_key("asks", shown) if shown else "",
        address=_key("address", address_key(request.remote_addr or "")),
        proved=_mark(phone) in _list_in_cookie(_PROVED),
        use=use,
    )


def _remember_as_proven(phone: str) -> None:
    mark = _mark(phone)
    session[_PROVED] = [*(one for one in _list_in_cookie(_PROVED) if one != mark), mark][-_MOST_PROVED:]


def _mark(phone: str) -> str:
    """By which the cookie knows a number that was proven here, without holding it."""
    return _key("proved", phone)[:_MARK]


def _list_in_cookie(name: str) -> list[str]:
    """The strings of this list in the cookie; [] if there is none."""
    found = session.get(name)
    return [one for one in found if isinstance(one, str)] if isinstance(found, list) else []


def _key(purpose: str, value: str) -> str:
    return keyed(parts().settings.secret_key, purpose, value)
