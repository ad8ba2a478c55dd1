"""What the start says on the terminal."""

from __future__ import annotations

from collections.abc import Callable

import httpx
import pytest

from portal.http import bot_state
from portal.http.bot_state import BotState
from portal.process import announce
from portal.storage.parts import Parts


@pytest.fixture
def probes(monkeypatch: pytest.MonkeyPatch, parts: Parts) -> Callable[[list[Callable[[], str]]], None]:
    """Returns a function that is given what happens at each look at `/readyz`, and what is then said of the bot."""

    def script(steps: list[Callable[[], str]]) -> None:
        left = list(steps)

        def get(url: str, **_more: object) -> httpx.Response:
            bot = left.pop(0)() if url.endswith("/readyz") else "ok"
            return httpx.Response(200 if bot == "ok" else 503, json={"checks": {"database": "ok", "bot": bot}})

        monkeypatch.setattr(announce.httpx, "get", get)
        monkeypatch.setattr(announce.time, "sleep", lambda _seconds: None)

    return script


def in_state(parts: Parts, state: BotState, said: str, reason: str = "") -> Callable[[], str]:
    """A step at which the bot comes into this state, for this reason."""

    def happen() -> str:
        bot_state.record(parts.settings.home, state, reason)
        return said

    return happen


def test_with_a_model_the_addresses_are_printed_when_all_is_ready(
    parts: Parts, probes: Callable[[list[Callable[[], str]]], None], capsys: pytest.CaptureFixture[str]
) -> None:
    """One block, as ever."""
    probes([lambda: "failed", lambda: "ok"])
    announce.announce(parts.settings)
    said = capsys.readouterr().out
    assert said.startswith("邻里已就绪")
    assert said.count("/chat") == 1
    assert "训练" not in said


def test_at_a_first_start_they_are_printed_as_soon_as_pages_answer(
    parts: Parts, probes: Callable[[list[Callable[[], str]]], None], capsys: pytest.CaptureFixture[str]
) -> None:
    """Then that the bot is being trained, and how long that usually takes; when it answers, a line that all is ready."""
    bot_state.record(parts.settings.home, BotState.TRAINING)
    early: list[str] = []

    def look() -> str:
        early.append(capsys.readouterr().out)
        return "training" if len(early) == 1 else "ok"

    probes([look, look])
    announce.announce(parts.settings)
    assert early[0].startswith("网页打开了")
    assert "/chat" in early[0]
    assert "机器人还在训练，平常三分钟左右" in early[0]
    assert "就绪" not in early[0]
    assert capsys.readouterr().out.startswith("邻里已就绪")


class Stopped(Exception):
    """The start was stopped while it waited."""


def test_pages_that_do_not_come_up_are_told_with_the_logs(
    parts: Parts, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """While the bot is still to be trained: what is not ready, and of a failed training why; no address yet."""
    bot_state.record(parts.settings.home, BotState.FAILED, "no space left")
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        if len(slept) == 3:
            raise Stopped

    checks = {"checks": {"database": "failed (OperationalError)"}}
    monkeypatch.setattr(announce.httpx, "get", lambda *_args, **_more: httpx.Response(503, json=checks))
    monkeypatch.setattr(announce.time, "sleep", sleep)
    monkeypatch.setattr(announce, "_PATIENCE", -1)
    with pytest.raises(Stopped):
        announce.announce(parts.settings)
    said = capsys.readouterr().out
    assert said.count("还没有就绪：database failed (OperationalError)，日志在") == 3
    assert said.count("no space left") == 1
    assert "/chat" not in said


def test_a_failed_training_is_told_once_with_its_reason_and_the_way_on(
    parts: Parts, probes: Callable[[list[Callable[[], str]]], None], capsys: pytest.CaptureFixture[str]
) -> None:
    """The terminal goes on waiting: after `make train` it says that all is ready."""
    bot_state.record(parts.settings.home, BotState.TRAINING)
    fails = in_state(parts, BotState.FAILED, "failed", "OSError: no space left")
    probes([fails, fails, fails, in_state(parts, BotState.TRAINING, "training"), lambda: "ok"])
    announce.announce(parts.settings)
    said = capsys.readouterr().out
    assert said.count("模型没有训练成") == 1
    for word in ("train.log", "OSError: no space left", "网页照开", "转给工作人员", "make train"):
        assert word in said
    assert said.rstrip().splitlines()[-1].startswith("邻里已就绪")
