"""What a backend says of a case that it has: done by the ordinary verbs, or refused with a reason and kept."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.backends.models import Backend, BackendDelivery, BackendNews, DeliveryState
from portal.backends.verbs import endpoints
from portal.cases.models import Case
from portal.cases.records import queries
from portal.cases.records.actors import resident
from portal.cases.verbs.desk import desk_actions
from portal.cases.verbs.reporter import reporter_actions
from portal.kernel.roles import Role
from portal.kernel.signatures import signed
from portal.privacy import blanking
from portal.storage.parts import Parts
from tests.portal.backends.deliveries_world import KEY, delivered, dispatched, serve, set_up, work
from tests.portal.backends.test_deliveries import change
from tests.portal.cases.cases_world import Find, pushes
from tests.portal.conftest import HandClock
from tests.vendors.backends import StandInReceiver

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
