"""Lanes of threads: what is long never stands before what is short."""

from __future__ import annotations

import threading
from types import SimpleNamespace
from typing import Any

import pytest

from portal.http.lanes import HUGE_BODY, LONG_BODY, Lanes


class Task:
    """A channel with one request that has come whole; served while `gate` is open."""

    def __init__(self, size: int, gate: threading.Event | None = None, path: str = "/api/v1/chat/messages") -> None:
        self.requests = [SimpleNamespace(body_bytes_received=size, path=path)]
        self.gate, self.served, self.cancelled = gate, threading.Event(), False

    def service(self) -> None:
        if self.gate is not None:
            self.gate.wait(20)
        self.served.set()

    def cancel(self) -> None:
        self.cancelled = True


@pytest.fixture
def lanes() -> Any:
    made = Lanes(1, 1, 1)
    yield made
    made.shutdown()


def test_long_ones_hold_no_short_one_up(lanes: Lanes) -> None:
    """Twenty long bodies wait for one thread; a sentence is served at once, and the long ones in their turn."""
    gate = threading.Event()
    long = [Task(LONG_BODY + 1, gate) for _ in range(20)]
    for task in long:
        lanes.add_task(task)  # type: ignore[arg-type]  # a stand-in
    short = Task(LONG_BODY)
    lanes.add_task(short)  # type: ignore[arg-type]  # a stand-in
    assert short.served.wait(10)
    assert not any(task.served.is_set() for task in long)
    gate.set()
    assert all(task.served.wait(10) for task in long)


def test_photos_hold_no_long_text_up(lanes: Lanes) -> None:
    """A letter is served while photos wait for their thread."""
    gate = threading.Event()
    photos = [Task(HUGE_BODY + 1, gate) for _ in range(5)]
    for task in photos:
        lanes.add_task(task)  # type: ignore[arg-type]  # a stand-in
    letter = Task(HUGE_BODY)
    lanes.add_task(letter)  # type: ignore[arg-type]  # a stand-in
    assert letter.served.wait(10)
    assert not any(task.served.is_set() for task in photos)
    gate.set()
    assert all(task.served.wait(10) for task in photos)


def test_a_vendor_does_not_wait_behind_the_web(lanes: Lanes) -> None:
    """A long text by WeChat is served while long ones of the web chat wait."""
    gate = threading.Event()
    web = [Task(HUGE_BODY, gate) for _ in range(5)]
    for task in web:
        lanes.add_task(task)  # type: ignore[arg-type]  # a stand-in
    by_wechat = Task(HUGE_BODY, path="/wechat")
    lanes.add_task(by_wechat)  # type: ignore[arg-type]  # a stand-in
    assert by_wechat.served.wait(10)
    assert not any(task.served.is_set() for task in web)
    gate.set()
    assert all(task.served.wait(10) for task in web)


def test_a_channel_without_a_request_is_short(lanes: Lanes) -> None:
    """One that went away before it was served."""
    task = Task(0)
    task.requests = []
    lanes.add_task(task)  # type: ignore[arg-type]  # a stand-in
    assert task.served.wait(10)
