"""The lean tracker store beside the stock one: the same rows, and the same conversation, whoever wrote last."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, Event, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker, EventVerbosity

from bot.server import tracker_store
from bot.server.tracker_store import LeanTrackerStore
from tests.bot.model import ROOT

SENDER = "17.1"


@pytest.fixture(scope="module")
def domain() -> Domain:
    return Domain.from_file(str(ROOT / "domain.yml"))


def lean(folder: Path, domain: Domain) -> LeanTrackerStore:
    return LeanTrackerStore(domain, host=f"sqlite:///{folder / 'lean.db'}")


def stock(folder: Path, domain: Domain, file: str = "lean.db") -> SQLTrackerStore:
    return SQLTrackerStore(domain, host=f"sqlite:///{folder / file}")


def turn(number: int, new_session: bool = False) -> list[Event]:
    """The events of a turn as Rasa makes them, with a moment each."""
    begun: list[Event] = [ActionExecuted("action_session_start"), SessionStarted()] if new_session else []
    draft = {"intent": {"name": "report"}, "text": f"第{number}句", "case": {"number": number}}
    events = [
        *begun,
        ActionExecuted("action_listen"),
        UserUttered(f"第{number}句", {"name": "report", "confidence": 1.0}, parse_data=draft, message_id=str(number)),
        SlotSet("talk", {"turn": number, "form": {"text": f"第{number}句"}}),
        ActionExecuted("action_turn"),
        BotUttered(f"答{number}", {"buttons": None}, {"utter_action": "utter_wait"}),
    ]
    for at, event in enumerate(events):
        event.timestamp = 1000.0 * number + at
    return events


def tell(store: SQLTrackerStore, events: Iterable[Event], domain: Domain, sender: str = SENDER) -> None:
    """A turn: the tracker is fetched twice (by the channel, by Rasa), changed and saved."""

    async def run() -> None:
        await store.retrieve(sender)
        tracker = await store.get_or_create_tracker(sender, append_action_listen=False)
        for event in events:
            tracker.update(event, domain)
        await store.save(tracker)

    asyncio.run(run())


def told(store: SQLTrackerStore, sender: str = SENDER) -> dict[str, Any] | None:
    tracker = asyncio.run(store.retrieve(sender))
    return None if tracker is None else _state(tracker)


def _state(tracker: DialogueStateTracker) -> dict[str, Any]:
    return dict(tracker.current_state(EventVerbosity.ALL))


def rows(store: SQLTrackerStore) -> list[tuple[Any, ...]]:
    with store.engine.connect() as connection:
        return [
            tuple(row)
            for row in connection.execute(
                sa.text("SELECT id, sender_id, type_name, timestamp, intent_name, action_name, data FROM events")
            )
        ]


def test_rows_and_conversations_are_the_stock_stores(tmp_path: Path, domain: Domain) -> None:
    """After every turn of four people side by side, with sessions that begin anew, for another process too."""
    seed = random.randrange(10_000)
    print("seed", seed)
    chance = random.Random(seed)
    ours, theirs = lean(tmp_path, domain), stock(tmp_path, domain, "stock.db")
    spoken: set[str] = set()
    for number in range(1, 60):
        sender = f"{chance.randrange(4)}.1"
        events = turn(number, new_session=sender not in spoken or chance.random() < 0.2)
        spoken.add(sender)
        tell(ours, events, domain, sender)
        tell(theirs, events, domain, sender)
        assert told(ours, sender) == told(theirs, sender) == told(stock(tmp_path, domain), sender)
    assert rows(ours) == rows(theirs)


def test_a_second_turn_reads_no_event(tmp_path: Path, domain: Domain, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the count of the rows: the session is in memory."""
    store = lean(tmp_path, domain)
    tell(store, turn(1), domain)
    said: list[str] = []
    sa.event.listen(store.engine, "before_cursor_execute", lambda *given: said.append(given[2]))
    tell(store, turn(2), domain)
    assert [one for one in said if "events.data" in one and one.startswith("SELECT")] == []
    assert sum(one.startswith("INSERT") for one in said) == 1


def test_an_erased_conversation_is_forgotten(tmp_path: Path, domain: Domain) -> None:
    """Another process deletes the rows; the neighbour's conversation stays."""
    store = lean(tmp_path, domain)
    tell(store, turn(1), domain)
    tell(store, turn(2), domain, "18.1")
    with stock(tmp_path, domain).engine.begin() as connection:
        connection.execute(sa.text("DELETE FROM events WHERE sender_id = :one"), {"one": SENDER})
    assert told(store) is None
    assert told(store, "18.1") == told(stock(tmp_path, domain), "18.1") is not None


def test_what_another_process_wrote_is_read(tmp_path: Path, domain: Domain) -> None:
    """Also if it wrote as many rows as it deleted."""
    one, other = lean(tmp_path, domain), lean(tmp_path, domain)
    tell(one, turn(1), domain)
    tell(other, turn(2), domain)
    tell(one, turn(3), domain)
    assert told(one) == told(other) == told(stock(tmp_path, domain))
    with one.engine.begin() as connection:
        connection.execute(sa.text("DELETE FROM events"))
    tell(other, [event for number in (4, 5, 6) for event in turn(number)], domain)
    assert told(one) == told(stock(tmp_path, domain))
    assert len(rows(one)) == 15


def test_a_turn_that_broke_off_leaves_nothing(tmp_path: Path, domain: Domain) -> None:
    """Its events are in no later turn, nor in the store."""
    store = lean(tmp_path, domain)
    tell(store, turn(1), domain)

    async def break_off() -> None:
        tracker = await store.retrieve(SENDER)
        assert tracker is not None
        tracker.update(turn(2)[1], domain)

    asyncio.run(break_off())
    tell(store, turn(3), domain)
    state = told(store) or {}
    said = [event["text"] for event in state["events"] if event["event"] == "user"]
    assert said == ["第1句", "第3句"]
    assert told(store) == told(stock(tmp_path, domain))


def test_a_save_that_fails_is_not_kept(tmp_path: Path, domain: Domain, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk: the next turn goes on from what is stored."""
    store = lean(tmp_path, domain)
    tell(store, turn(1), domain)
    with monkeypatch.context() as patch:
        patch.setattr(tracker_store, "_row", lambda *_: {"no_such_column": 1})
        with pytest.raises(sa.exc.SQLAlchemyError):
            tell(store, turn(2), domain)
    assert told(store) == told(stock(tmp_path, domain))
    tell(store, turn(3), domain)
    assert len(rows(store)) == 10


def test_few_conversations_are_in_memory(tmp_path: Path, domain: Domain, monkeypatch: pytest.MonkeyPatch) -> None:
    """The oldest go first, and are read from the store again."""
    monkeypatch.setattr(tracker_store, "MOST_KEPT", 3)
    store = lean(tmp_path, domain)
    for number in range(1, 7):
        tell(store, turn(number), domain, f"{number}.1")
    assert len(store._kept) == 3
    assert all(told(store, f"{number}.1") == told(stock(tmp_path, domain), f"{number}.1") for number in range(1, 7))
    assert len(store._kept) == 3
