"""News of a backend that speaks Open311, which is asked for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.backends import tasks
from portal.backends.models import Backend, BackendDelivery, BackendNews, DeliveryState
from portal.backends.verbs import news
from portal.backends.verbs.news import Said
from portal.cases.records import queries
from portal.cases.verbs.desk import desk_actions
from portal.kernel.roles import Role
from portal.storage.parts import Parts
from tests.portal.backends.deliveries_world import dispatched, patient, serve, set_up, work
from tests.portal.backends.test_deliveries import change
from tests.portal.cases.cases_world import Find
from tests.portal.conftest import HandClock
from tests.vendors.backends import StandInOpen311

__all__ = ["serve"]


def test_news_of_an_open311_backend_is_asked_for(
    parts: Parts, reporter: int, who: Find, serve: Callable[[Any], str], clock: HandClock
) -> None:
    """By servicerequestupdates: in progress, then closed; asked again, nothing is done twice."""
    system = StandInOpen311()
    set_up(parts, "open311", serve(system) + "/v2")
    number = dispatched(parts, reporter, who)
    work(parts, clock, 1)
    reference = system.created[0]["service_request_id"]

    def tells(update: str, status: str, text: str) -> None:
        clock.move(minutes=1)
        told = {"update_id": update, "service_request_id": reference, "status": status, "description": text}
        system.updates.insert(0, told | {"updated_datetime": clock.now().isoformat()})

    ask = patient(parts)
    tells("1", "IN_PROGRESS", "派了人")
    tells("2", "CLOSED", "换了灯头")
    system.updates.append({"update_id": "3", "service_request_id": "another", "status": "CLOSED"})
    assert tasks.ask_for_news(ask) == 2
    assert tasks.ask_for_news(ask) == 0
    with parts.db.read() as s:
        case = queries.get(s, number)
        assert case.state == "resolved"
        verbs = [event.verb for event in case.events]
    assert verbs[-4:] == ["acknowledge", "progress", "resolve", "follow_up"]


def test_updates_without_an_id_are_told_apart(
    parts: Parts, reporter: int, who: Find, serve: Callable[[Any], str], clock: HandClock
) -> None:
    """By number, status and time: none is taken for the other, and neither is done twice."""
    system = StandInOpen311()
    set_up(parts, "open311", serve(system) + "/v2")
    number = dispatched(parts, reporter, who)
    work(parts, clock, 1)
    reference = system.created[0]["service_request_id"]
    for status, text in (("in_progress", "派了人"), ("closed", "换了灯头")):
        clock.move(minutes=1)
        told = {"service_request_id": reference, "status": status, "description": text}
        system.updates.append(told | {"updated_datetime": clock.now().isoformat()})
    assert tasks.ask_for_news(patient(parts)) == 2
    assert tasks.ask_for_news(patient(parts)) == 0
    with parts.db.read() as s:
        assert queries.get(s, number).state == "resolved"


def test_in_progress_without_words_only_acknowledges(
    parts: Parts, reporter: int, who: Find, serve: Callable[[Any], str], clock: HandClock
) -> None:
    """Said again, there is nothing to do, and nothing for the clerk to look at; that it is open says nothing at all."""
    system = StandInOpen311()
    set_up(parts, "open311", serve(system) + "/v2")
    number = dispatched(parts, reporter, who)
    work(parts, clock, 1)
    reference = system.created[0]["service_request_id"]

    def state_after(status: str) -> str:
        clock.move(minutes=1)
        told = {"update_id": str(len(system.updates)), "service_request_id": reference, "status": status}
        system.updates.append(told | {"updated_datetime": clock.now().isoformat()})
        tasks.ask_for_news(patient(parts))
        with parts.db.read() as s:
            return queries.get(s, number).state

    assert [state_after(one) for one in ("open", "in_progress", "in_progress")] == [
        "dispatched",
        "in_progress",
        "in_progress",
    ]
    with parts.db.read() as s:
        assert set(s.scalars(sa.select(BackendNews.reason))) == {""}
        assert [event.verb for event in queries.get(s, number).events].count("acknowledge") == 1


def test_our_own_updates_are_not_the_bodys_news(
    parts: Parts, reporter: int, who: Find, serve: Callable[[Any], str], clock: HandClock
) -> None:
    """A supervisor's words to the body come back in its list; they are no progress that the resident reads."""
    system = StandInOpen311()
    set_up(parts, "open311", serve(system) + "/v2")
    number = dispatched(parts, reporter, who)
    work(parts, clock, 1)
    change(parts, number, lambda s, case: desk_actions.supervise(s, parts, case, who(s, Role.SUPERVISOR), text="抓紧"))
    work(parts, clock, 2)
    assert [one["status"] for one in system.updates] == ["open"]
    assert tasks.ask_for_news(patient(parts)) == 0
    with parts.db.read() as s:
        assert queries.get(s, number).state == "dispatched"


def test_a_backend_without_updates_is_asked_for_its_list(
    parts: Parts, reporter: int, who: Find, serve: Callable[[Any], str], clock: HandClock
) -> None:
    """The state of each request; open says nothing new, closed is its word that it is done."""
    system = StandInOpen311()
    system.tells_updates = False
    set_up(parts, "open311", serve(system) + "/v2")
    number = dispatched(parts, reporter, who)
    work(parts, clock, 1)
    assert tasks.ask_for_news(patient(parts)) == 0
    at = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    system.created[0] |= {"status": "closed", "status_notes": "换了灯头", "updated_datetime": at}
    assert tasks.ask_for_news(patient(parts)) == 1
    with parts.db.read() as s:
        assert queries.get(s, number).state == "resolved"


def test_a_backend_that_does_not_answer_is_asked_again_later(parts: Parts, reporter: int, who: Find) -> None:
    """No news, no fault."""
    set_up(parts, "open311", "http://127.0.0.1:9/v2")
    dispatched(parts, reporter, who)
    with parts.db.write() as s:
        s.execute(sa.update(BackendDelivery).values(state=DeliveryState.ACCEPTED, reference="1"))
    assert tasks.ask_for_news(patient(parts)) == 0


def test_one_bad_item_or_backend_does_not_stop_the_others(
    parts: Parts,
    reporter: int,
    who: Find,
    serve: Callable[[Any], str],
    clock: HandClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The next item is taken in, the next backend asked; and what failed is asked for again."""
    system = StandInOpen311()
    set_up(parts, "open311", "https://bad.example.cn/v2", body="hall", name="bad")
    set_up(parts, "open311", serve(system) + "/v2")
    number = dispatched(parts, reporter, who)
    work(parts, clock, 1)
    reference = system.created[0]["service_request_id"]
    for update, status, text in (("1", "in_progress", "派了人"), ("2", "closed", "换了灯头")):
        clock.move(minutes=1)
        told = {"update_id": update, "service_request_id": reference, "status": status, "description": text}
        system.updates.append(told | {"updated_datetime": clock.now().isoformat()})
    ask, take = tasks._ask, news.take

    def asks(parts: Parts, name: str) -> int:
        if name == "bad":
            raise RuntimeError
        return ask(parts, name)

    def takes(s: Session, parts: Parts, backend: Backend, said: Said) -> BackendNews:
        if said.id == "update:1":
            raise RuntimeError
        return take(s, parts, backend, said)

    monkeypatch.setattr(tasks, "_ask", asks)
    monkeypatch.setattr(news, "take", takes)
    assert tasks.ask_for_news(patient(parts)) == 1
    with parts.db.read() as s:
        assert queries.get(s, number).state == "resolved"
        assert s.get_one(Backend, "there").asked_until is None
