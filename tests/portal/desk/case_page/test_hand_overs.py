"""The desk sees how far a case is with another system, and does something about it."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from portal.backends.models import Backend, BackendDelivery, BackendNews, DeliveryState
from portal.backends.verbs import deliveries, endpoints
from portal.cases.models import Case
from portal.kernel.roles import Role
from portal.outbox.models import OutboxRow, OutboxState
from portal.staff.models import Account
from portal.storage.parts import Parts
from tests.portal.backends.deliveries_world import dispatched
from tests.portal.cases.cases_world import Find, community, reporter, who  # noqa: F401 (fixtures)
from tests.portal.conftest import HandClock
from tests.portal.signed_in import sit_down


@pytest.fixture
def number(parts: Parts, reporter: int, who: Find) -> str:  # noqa: F811
    """A case that was handed over, and of which it is not known whether it arrived."""
    deliveries.set_default_backend(parts.db, "webhook")
    made = dispatched(parts, reporter, who)
    with parts.db.write() as s:
        s.execute(sa.update(BackendDelivery).values(state=DeliveryState.IN_DOUBT, tries=1, code="no-answer"))
        s.execute(sa.update(OutboxRow).where(OutboxRow.kind == "hand_over").values(state=OutboxState.DONE))
    return made


def seated(client: FlaskClient, parts: Parts, role: Role) -> FlaskClient:
    with parts.db.read() as s:
        return sit_down(client, parts, s.scalars(sa.select(Account.id).where(Account.role == role)).one())


def only(parts: Parts) -> BackendDelivery:
    with parts.db.read() as s:
        return s.scalars(sa.select(BackendDelivery)).one()


def waiting(parts: Parts) -> int:
    with parts.db.read() as s:
        queued = sa.select(sa.func.count()).where(OutboxRow.kind == "hand_over", OutboxRow.state == OutboxState.QUEUED)
        return s.scalar(queued) or 0


def press(client: FlaskClient, number: str, what: str, parts: Parts, **form: Any) -> int:
    return client.post(f"/desk/cases/{number}/hand-overs/{only(parts).id}/{what}", data=form).status_code


def test_a_clerk_sees_it_and_a_body_does_not(client: FlaskClient, parts: Parts, number: str) -> None:
    """In plain words, with what to do first; the handler's page says nothing of it."""
    shown = seated(client, parts, Role.DESK).get(f"/desk/cases/{number}").text
    for words in ("不知道对方收到没有", "先打电话问对方收到没有，再按。", "对方没有收到，再交一次", "对方已经收到"):
        assert words in shown
    assert "不知道对方收到没有" not in seated(client, parts, Role.BODY).get(f"/desk/cases/{number}").text


def test_a_clerk_heard_that_it_is_there(client: FlaskClient, parts: Parts, number: str) -> None:
    """Nothing is sent again, and there is nothing left to press."""
    clerk = seated(client, parts, Role.DESK)
    assert press(clerk, number, "arrived", parts) == 303
    assert (only(parts).state, waiting(parts)) == ("accepted", 0)
    assert "对方收下了" in clerk.get(f"/desk/cases/{number}").text
    assert press(clerk, number, "again", parts) == 409


def test_a_clerk_heard_that_it_is_not_there(client: FlaskClient, parts: Parts, number: str) -> None:
    """It is sent again at once, with the same key; a second tab sends nothing more."""
    clerk, key = seated(client, parts, Role.DESK), only(parts).key
    assert press(clerk, number, "again", parts) == 303
    assert (only(parts).state, only(parts).key, waiting(parts)) == ("pending", key, 1)
    assert press(clerk, number, "again", parts) == 409
    assert waiting(parts) == 1


def test_it_is_not_handed_over_again_once_the_case_moved_on(client: FlaskClient, parts: Parts, number: str) -> None:
    """Taken away meanwhile: refused."""
    with parts.db.write() as s:
        s.execute(sa.update(BackendDelivery).values(ended_at=parts.clock.now()))
    assert press(seated(client, parts, Role.DESK), number, "again", parts) == 409


@pytest.mark.parametrize("role", [Role.BODY, Role.GRID])
def test_handlers_press_nothing(client: FlaskClient, parts: Parts, number: str, role: Role) -> None:
    """Clerks and supervisors only."""
    assert press(seated(client, parts, role), number, "again", parts) == 403
    assert only(parts).state == "in_doubt"


def test_another_cases_hand_over_is_not_this_ones(
    client: FlaskClient,
    parts: Parts,
    number: str,
    reporter: int,  # noqa: F811
    who: Find,  # noqa: F811
) -> None:
    """404, nothing sent."""
    mine = only(parts).id
    other = dispatched(parts, reporter, who)
    clerk = seated(client, parts, Role.DESK)
    assert clerk.post(f"/desk/cases/{other}/hand-overs/{mine}/again").status_code == 404


def test_it_stands_on_the_desks_list_after_a_quarter_of_an_hour(
    client: FlaskClient, parts: Parts, number: str, clock: HandClock
) -> None:
    """Until somebody has seen to it."""
    clerk = seated(client, parts, Role.DESK)
    assert number not in clerk.get("/desk/dead").text
    clock.move(minutes=15)
    assert number in clerk.get("/desk/dead").text
    press(clerk, number, "arrived", parts)
    assert number not in clerk.get("/desk/dead").text


def test_a_clerk_reads_what_was_not_done(client: FlaskClient, parts: Parts, number: str) -> None:
    """The other system's words, and why."""
    with parts.db.write() as s:
        endpoints.set_up(
            s, parts.settings.secret_key, "webhook", parts.clock.now(), kind="webhook", url="https://x.cn/", key="k"
        )
        facts = {
            "backend": s.get_one(Backend, "webhook").name,
            "at": parts.clock.now(),
            "received_at": parts.clock.now(),
        }
        s.add(
            BackendNews(
                news_id="1",
                case_id=s.scalars(sa.select(Case.id)).one(),
                status="progress",
                reason="stale",
                text="配件到了",
                **facts,
            )
        )
    shown = seated(client, parts, Role.DESK).get(f"/desk/cases/{number}").text
    assert "配件到了" in shown
    assert "是重办、再交以前的，或者来晚了" in shown
    assert "配件到了" not in seated(client, parts, Role.BODY).get(f"/desk/cases/{number}").text
