"""What a backend says of a case that it has: done by the ordinary verbs, or refused with a reason and kept."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from portal.backends import tasks
from portal.backends.models import Backend, BackendDelivery, BackendNews, DeliveryState
from portal.backends.verbs import endpoints, news
from portal.backends.verbs.news import Said
from portal.cases.models import Case
from portal.cases.records import queries
from portal.cases.records.actors import resident
from portal.cases.verbs.desk import desk_actions
from portal.cases.verbs.reporter import reporter_actions
from portal.kernel.roles import Role
from portal.kernel.signatures import signed
from portal.privacy import blanking
from portal.storage.parts import Parts
from tests.portal.backends.test_deliveries import (
    KEY,
    change,
    delivered,
    dispatched,
    patient,
    serve,
    set_up,
    work,
)
from tests.portal.cases.cases_world import Find, pushes
from tests.portal.conftest import HandClock
from tests.vendors.backends import StandInOpen311, StandInReceiver

__all__ = ["serve"]


@dataclass
class There:
    """The other system, with a case that it was handed."""

    parts: Parts
    client: FlaskClient
    number: str
    handover: str
    key: str = KEY

    def __post_init__(self) -> None:
        self._ids = count(1)

    def post(self, said: dict[str, Any], *, header: str | None = None, ago: float = 0) -> TestResponse:
        body = json.dumps(said).encode()
        at = self.parts.clock.now() - timedelta(seconds=ago)
        headers = {"Linli-Signature": header if header is not None else signed([self.key], body, at)}
        return self.client.post("/api/v1/backend/updates", data=body, headers=headers)

    def say(self, status: str, text: str = "", **more: Any) -> TestResponse:
        said = {"id": f"n{next(self._ids)}", "status": status, "text": text, "handover": self.handover}
        return self.post(said | more)

    def state(self) -> str:
        with self.parts.db.read() as s:
            return queries.get(s, self.number).state

    def kept(self) -> list[tuple[str, str, str]]:
        with self.parts.db.read() as s:
            rows = s.scalars(sa.select(BackendNews).order_by(BackendNews.id))
            return [(row.status, row.reason, row.text) for row in rows]


@pytest.fixture
def there(
    parts: Parts, reporter: int, who: Find, serve: Callable[[Any], str], clock: HandClock, client: FlaskClient
) -> There:
    set_up(parts, "webhook", serve(StandInReceiver([KEY])))
    number = dispatched(parts, reporter, who)
    work(parts, clock, 1)
    with parts.db.read() as s:
        return There(parts, client, number, s.scalars(sa.select(BackendDelivery.key)).one())


def test_from_hand_over_to_the_residents_word(there: There, parts: Parts, reporter: int) -> None:
    """Acknowledged, progress, resolved: the resident is told of each and asked at the end; only they close it."""
    for status, text, state in (
        ("acknowledged", "", "in_progress"),
        ("progress", "配件明天到", "in_progress"),
        ("resolved", "换了灯头", "resolved"),
    ):
        assert there.say(status, text).json == {"status": "done"}
        assert there.state() == state
    with parts.db.read() as s:
        templates = [one["template"] for one in pushes(s)]
        event = queries.get(s, there.number).events[-2]
        assert (event.verb, event.actor, event.actor_id, event.actor_label) == ("resolve", "body", None, "路灯队")
    assert templates[-2] == "case_progress"
    assert len(templates) == 3
    change(parts, there.number, lambda s, case: reporter_actions.answer(s, parts, case, resident(reporter), fixed=True))
    assert there.state() == "closed"


def test_sent_back_comes_to_the_desk_and_is_not_told_back(there: There, parts: Parts) -> None:
    """It knows that it sent it back: no withdrawal follows."""
    assert there.say("sent_back", "这条路不归我们管").status_code == 200
    assert there.state() == "accepted"
    assert delivered(parts) == [("dispatch", "accepted")]
    refused = there.say("resolved", "办好了")
    assert (refused.status_code, refused.json["reason"]) == (409, "not-theirs")


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"status": "progress", "text": "配件明天到"}, "illegal"),
        ({"status": "resolved", "text": "x", "handover": "nobody"}, "unknown"),
        ({"status": "resolved", "text": "x", "handover": "", "case_no": "LL-20000101-0001"}, "unknown"),
        ({"status": "sent_back", "text": ""}, "illegal"),
        ({"status": "closed", "text": "结案"}, "status"),
    ],
)
def test_what_does_not_fit_is_refused_and_kept(there: There, said: dict[str, str], reason: str) -> None:
    """409, a reason by name and in Chinese; the clerk reads what was said."""
    answer = there.say(**said)
    assert (answer.status_code, answer.json["reason"]) == (409, reason)
    assert there.state() == "dispatched"
    assert there.kept() == [(said["status"], reason, said["text"])]


def test_words_that_ask_who_reported_in_confidence_are_refused(there: There, parts: Parts) -> None:
    """As a body's own people may not write them; the clerk reads them, and what is about the matter is told."""
    assert there.say("acknowledged").status_code == 200
    with parts.db.write() as s:
        queries.get(s, there.number).confidential = True
    for status in ("progress", "resolved"):
        refused = there.say(status, "请问您是几栋几室的？电话多少")
        assert (refused.status_code, refused.json["reason"]) == (409, "asks-who")
    assert there.state() == "in_progress"
    assert there.kept()[-1] == ("resolved", "asks-who", "请问您是几栋几室的？电话多少")
    assert there.say("progress", "配件明天到").status_code == 200
    with parts.db.write() as s:
        queries.get(s, there.number).confidential = False
    assert there.say("progress", "方便留个电话吗？").status_code == 200


def test_news_out_of_order(there: There, clock: HandClock) -> None:
    """What happened before something that is done already is refused; the case goes on from where it is."""
    early = clock.now().isoformat()
    clock.move(minutes=5)
    assert there.say("acknowledged", at=clock.now().isoformat()).status_code == 200
    late = there.say("progress", "刚到现场", at=early)
    assert (late.status_code, late.json["reason"]) == (409, "stale")
    assert there.say("resolved", "换了灯头").status_code == 200
    assert there.say("acknowledged").json["reason"] == "illegal"
    assert there.state() == "resolved"


def test_a_clock_that_is_ahead_does_not_shut_out_what_comes_later(there: There, clock: HandClock) -> None:
    """A time to come counts as now."""
    assert there.say("acknowledged", at=(clock.now() + timedelta(days=400)).isoformat()).status_code == 200
    clock.move(minutes=1)
    assert there.say("resolved", "换了灯头", at=clock.now().isoformat()).status_code == 200


def test_an_old_resolved_does_not_end_a_reopened_case(
    there: There, parts: Parts, reporter: int, clock: HandClock
) -> None:
    """The resident said that it is not mended: what names the first hand-over, or is older, is of the last round."""
    assert there.say("resolved", "换了灯头").status_code == 200
    before = clock.now().isoformat()
    clock.move(hours=1)
    change(parts, there.number, lambda s, case: reporter_actions.reopen(s, parts, case, resident(reporter)))
    assert there.say("resolved", "换过了").json["reason"] == "stale"
    assert there.say("resolved", "换过了", handover="", case_no=there.number, at=before).json["reason"] == "stale"
    with parts.db.read() as s:
        there.handover = s.scalars(sa.select(BackendDelivery.key).where(BackendDelivery.operation == "reopening")).one()
    assert there.say("resolved", "又换了一个").status_code == 200


def test_the_same_news_twice_is_once(there: There) -> None:
    """Signed anew with the same id: the same answer, nothing done twice; the same signature: refused."""
    there.say("acknowledged")
    said = {"id": "p1", "status": "progress", "text": "配件明天到", "handover": there.handover}
    assert [there.post(said, ago=ago).status_code for ago in (2, 1, 0)] == [200, 200, 200]
    body = json.dumps(said).encode()
    again = there.post(said, header=signed([KEY], body, there.parts.clock.now()))
    assert (again.status_code, again.json["type"]) == (409, "urn:linli:problem:replay")
    with there.parts.db.read() as s:
        verbs = [event.verb for event in queries.get(s, there.number).events]
    assert verbs.count("progress") == 1


@pytest.mark.parametrize("ago", [301, -301, 86400])
def test_an_old_signature_is_refused(there: There, ago: float) -> None:
    """Five minutes either way."""
    said = {"id": "1", "status": "acknowledged", "handover": there.handover}
    assert there.post(said, ago=ago).status_code == 401
    assert there.state() == "dispatched"


@pytest.mark.parametrize("header", ["", "t=1,v1=abc", "v1=abc", "t=１,v1=", "x" * 5000])
def test_an_unsigned_word_is_nobodys(there: There, header: str) -> None:
    """401, nothing kept."""
    assert there.post({"id": "1", "status": "resolved", "text": "x"}, header=header).status_code == 401
    assert there.kept() == []


def test_another_backend_cannot_speak_of_it(there: There, parts: Parts) -> None:
    """Its own key signs well, and its words are refused all the same, by every name of the case."""
    set_up(parts, "webhook", "https://other.example.cn/", body="hall", name="other")
    with parts.db.write() as s:
        there.key = endpoints.rotate(s, parts.settings.secret_key, s.get_one(Backend, "other"))
    for name in ({}, {"handover": "", "case_no": there.number}, {"handover": "", "reference": "R-1"}):
        assert there.say("resolved", "办好了", **name).json["reason"] == "unknown"
    assert there.state() == "dispatched"


def test_a_case_taken_away_is_not_theirs(there: There, parts: Parts, who: Find) -> None:
    """转办: whoever had it before speaks of it no more."""
    change(parts, there.number, lambda s, case: desk_actions.dispatch(s, parts, case, who(s, Role.DESK), body="hall"))
    assert there.say("resolved", "办好了").json["reason"] == "not-theirs"
    assert there.state() == "dispatched"


def test_news_proves_that_it_arrived(there: There, parts: Parts) -> None:
    """Its receipt was lost; whoever speaks of a hand-over has it."""
    with parts.db.write() as s:
        s.execute(sa.update(BackendDelivery).values(state=DeliveryState.IN_DOUBT, reference=""))
    assert there.say("acknowledged").status_code == 200
    assert delivered(parts) == [("dispatch", "accepted")]


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"status": "resolved"}, 422),
        ({"id": "1", "status": "x" * 21}, 422),
        ({"id": "1", "status": "resolved", "text": "x" * 2001}, 422),
        ({"id": "1", "status": "resolved", "at": "2026-11-24T09:00:00"}, 422),
        ({"id": "1", "status": "resolved", "text": ["x"]}, 422),
        ([1], 422),
    ],
)
def test_what_cannot_be_read(there: There, said: Any, status: int) -> None:
    """Which field, never its value; nothing kept."""
    assert there.post(said).status_code == status
    assert there.kept() == []


def test_too_much_is_cut_off(there: There) -> None:
    """64 KB."""
    assert there.post({"id": "x" * 70_000}).status_code == 413


def test_words_that_were_refused_go_with_the_case(there: There, parts: Parts) -> None:
    """Erasing reaches them."""
    there.say("progress", "王小明家的灯")
    with parts.db.write() as s:
        blanking.blank_cases(s, list(s.scalars(sa.select(Case.id))), parts.clock.now())
    assert there.kept() == [("progress", "illegal", "")]


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
