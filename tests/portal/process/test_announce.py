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


def in_state(parts: Parts, state: BotState, said: str) -> Callable[[], str]:
    """A step at which the bot comes into this state."""

    def happen() -> str:
        bot_state.record(parts.settings.home, state)
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
    """Then that the bot is being trained, and how long; when it answers, a line that all is ready."""
    bot_state.record(parts.settings.home, BotState.TRAINING)
    early: list[str] = []

    def look() -> str:
        early.append(capsys.readouterr().out)
        return "training" if len(early) == 1 else "ok"

    probes([look, look])
    announce.announce(parts.settings)
    assert early[0].startswith("网页打开了")
    assert "/chat" in early[0]
    assert "机器人还在训练，大约 3 分钟" in early[0]
    assert "就绪" not in early[0]
    assert capsys.readouterr().out.startswith("邻里已就绪")


def test_a_failed_training_is_told_once_with_its_reason_and_the_way_on(
    parts: Parts, probes: Callable[[list[Callable[[], str]]], None], capsys: pytest.CaptureFixture[str]
) -> None:
    """The terminal goes on waiting: after `make train` it says that all is ready."""
    home = parts.settings.home
    bot_state.record(home, BotState.TRAINING)
    (home / "logs").mkdir(exist_ok=True)
    (home / "logs" / "train.log").write_text("epoch 1\nOSError: no space left\n\n", encoding="utf-8")
    fails = in_state(parts, BotState.FAILED, "failed")
    probes([fails, fails, fails, in_state(parts, BotState.TRAINING, "training"), lambda: "ok"])
    announce.announce(parts.settings)
    said = capsys.readouterr().out
    assert said.count("模型没有训练成") == 1
    for word in ("train.log", "OSError: no space left", "网页照开", "转给工作人员", "make train"):
        assert word in said
    assert said.rstrip().splitlines()[-1].startswith("邻里已就绪")
