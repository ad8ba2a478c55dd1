"""Links of cases: what their holder may do without a code and with one."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from portal.cases.models import CaseEvent
from portal.outbox.models import Letter
from portal.residents.models import ContactPoint
from portal.storage.parts import Parts
from tests.attacks.who_someone_is_world import OWNER, app, bearer, last_code, open_chat, prove_on_the_page, wrong
from tests.portal.cases.cases_world import draft
from tests.portal.conftest import HandClock
from tests.portal.consultations.consultations_world import world

__all__ = ["app", "world"]


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
