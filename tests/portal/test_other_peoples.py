"""Every route with a case's number or a consultation's, called by those whose it is not: refused, and nothing changes."""

from __future__ import annotations

import re
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from portal.cases.models import AccessLook, Case, CaseEvent
from portal.channels.models import ChatMedia, InboxMessage
from portal.consultations.models import Consultation, ConsultationEvent, RollEntry
from portal.http.access import declared_access
from portal.kernel.roles import Role
from portal.residents import service as residents
from portal.staff.models import Account
from portal.staff.sign_in import caller
from portal.storage.parts import Parts
from portal.wiring.app import create_app
from tests.portal.cases.cases_world import account, community, draft, report, reporter  # noqa: F401 (fixtures)
from tests.portal.conftest import HandClock
from tests.portal.consultations.consultations_world import World, world  # noqa: F401 (fixtures)
from tests.portal.signed_in import staff_token

FORM = {
    "text": "好", "note": "好", "reason": "好", "fixed": "no", "body": "lamps", "office": "街道", "phone": "12345", "ground": "other_body",
    "kind": "praise", "urgency": "urgent", "on_charter": "2026-01-01", "record_charter": "好", "notice_on": "2026-11-01",
    "notice_record": "好的", "confirmed": "1", "title": "改", "topic": "public_welfare",
    "roll": "1", "posting": "1", "clause": "1", "agree": "1",
}  # fmt: skip


def ways(app: Flask, parameter: str) -> list[tuple[str, str]]:
    """(method, rule) of every route of the app that takes this parameter."""
    return sorted(
        (method, rule.rule)
        for rule in app.url_map.iter_rules()
        if parameter in rule.arguments
        for method in (rule.methods or set()) & {"GET", "POST", "PUT", "DELETE"}
    )


def call(client: FlaskClient, method: str, rule: str, **values: Any) -> int:
    path = re.sub(r"<(?:[^:<>]+:)?([^<>]+)>", lambda found: str(values.get(found[1], "1")), rule)
    return client.open(path, method=method, data=FORM if method != "GET" else None).status_code


def seated(app: Flask, **session: Any) -> FlaskClient:
    client = app.test_client()
    with client.session_transaction() as kept:
        kept.update(session)
    return client


@pytest.fixture
def app(parts: Parts) -> Flask:
    made = create_app(parts)
    made.config["WTF_CSRF_ENABLED"] = False
    return made


def outsiders(app: Flask, parts: Parts) -> dict[str, FlaskClient]:
    """Another body, another grid's worker, a committee, another resident, another visitor, a passer-by."""
    with parts.db.write() as s:
        accounts = {
            "another body": account(parts, Role.BODY, username="other-body", body="hall"),
            "another grid": account(parts, Role.GRID, username="other-grid", grid="G-02"),
            "a chair": account(parts, Role.CHAIR, username="a-chair"),
            "the operator": account(parts, Role.OPERATOR, username="an-operator"),
            "somebody who left": account(parts, Role.DESK, username="gone", active=False),
        }
        s.add_all(accounts.values())
        _, visitor = residents.add_visitor(s, parts.settings.secret_key, parts.clock.now())
        resident = residents.Resident(created_at=parts.clock.now())
        s.add(resident)
        s.flush()
        token = residents.sign_in(s, parts.settings.secret_key, resident.id, parts.clock.now())
        ids = {who: one.id for who, one in accounts.items()}
    seats = {who: seated(app, **{caller.TOKEN: staff_token(parts, one)}) for who, one in ids.items()}
    return seats | {
        "another visitor": seated(app, chat_token=visitor),
        "another resident": seated(app, resident_token=token),
        "a passer-by": app.test_client(),
    }


def test_a_case_is_for_its_own_people(app: Flask, parts: Parts, reporter: int) -> None:  # noqa: F811
    """Neither read nor changed; nobody's look is recorded for a page that was not shown."""
    with parts.db.write() as s:
        number = report(s, parts, reporter, draft=draft()).case_no
    seats = outsiders(app, parts)
    for method, rule in ways(app, "case_no"):
        for who, client in seats.items():
            status = call(client, method, rule, case_no=number, media_id="a.jpg")
            assert status in (302, 401, 403, 404), (who, method, rule, status)
    with parts.db.read() as s:
        assert s.scalar(sa.select(sa.func.count()).select_from(CaseEvent)) == 1
        assert s.scalar(sa.select(sa.func.count()).select_from(AccessLook)) == 0
        assert s.scalar(sa.select(Case.unread)) is False


def test_a_consultation_is_for_its_own_committee(app: Flask, parts: Parts, world: World) -> None:  # noqa: F811
    """Another committee's chair and scrutineer and a supervisor change nothing; a clerk does not come in.

    Nor do its own scrutineer and the supervisor, but by the buttons that are theirs and not the chair's; its scrutineer
    may look at the roll as its chair may.
    """
    with parts.db.write() as s:
        found = world.noticed(s)
        facts = {"password_hash": "-", "name": "x", "created_at": world.now}
        clerk = Account(username="clerk", role=Role.DESK, **facts)
        elsewhere = world.owners_chair.committee_id
        other = Account(username="other-eyes", role=Role.SCRUTINEER, committee_id=elsewhere, **facts)
        s.add_all([clerk, other])
        s.flush()
        before = _facts(s, found)
    seats = {
        "another chair": world.owners_chair.id, "another scrutineer": other.id, "a scrutineer": world.scrutineer.id,
        "a supervisor": world.supervisor.id, "a clerk": clerk.id,
    }  # fmt: skip
    theirs = {
        rule.rule: declared_access(app.view_functions[rule.endpoint]) or frozenset()
        for rule in app.url_map.iter_rules()
    }
    roles = {"a scrutineer": Role.SCRUTINEER, "a supervisor": Role.SUPERVISOR}
    for method, rule in ways(app, "consultation_id"):
        if not rule.startswith("/committee") or method == "GET":
            continue
        for who, number in seats.items():
            if roles.get(who) in theirs[rule] and (Role.CHAIR not in theirs[rule] or rule.endswith("/roll/look")):
                continue
            status = call(
                seated(app, **{caller.TOKEN: staff_token(parts, number)}),
                method,
                rule,
                consultation_id=found,
                gate="charter",
            )
            assert status in (403, 404), (who, method, rule, status)
    with parts.db.read() as s:
        assert _facts(s, found) == before


def _facts(s: Any, found: int) -> tuple[Any, ...]:
    row = s.get_one(Consultation, found)
    counts = [s.scalar(sa.select(sa.func.count()).select_from(table)) for table in (ConsultationEvent, RollEntry)]
    return (row.title, row.state, row.notice_on, *counts)


def test_a_visitors_photo_is_not_anothers_to_send(client: FlaskClient, parts: Parts, clock: HandClock) -> None:
    """The id alone does not do: 422, and the message is not taken."""
    with parts.db.write() as s:
        owner, _ = residents.add_visitor(s, parts.settings.secret_key, clock.now())
        _, other = residents.add_visitor(s, parts.settings.secret_key, clock.now())
        s.add(ChatMedia(media_id="a.jpg", contact_point_id=owner.id, at=clock.now()))
    said = {"text": "看", "client_message_id": "1", "media": ["a.jpg"]}
    answer = client.post("/api/v1/chat/messages", json=said, headers={"Authorization": f"Bearer {other}"})
    assert answer.status_code == 422
    with parts.db.read() as s:
        assert s.scalar(sa.select(sa.func.count()).select_from(InboxMessage)) == 0
