"""A first start, with real processes: the pages answer before there is a model, and nothing that was said is lost.

The training is the tests' model, given when the test says so (`late_training.py`).
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from portal.kernel.config import PROJECT
from tests.running_system import RunningSystem, Visitor, command, starting

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]
LATE = "tests.doors.late_training"
STAND_IN = PROJECT / "tests" / "devtools" / "stand_in_training.py"
CASES_OF_DANGER = "SELECT case_no FROM \"case\" JOIN case_words ON case_id = id WHERE text = '着火了'"
VERBS = 'SELECT verb FROM case_event JOIN "case" ON "case".id = case_id WHERE case_no = ?'
PAGES = ("/", "/chat", "/consultations", "/me", "/login", "/about", "/api/docs", "/healthz")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One for all starts, so that the demo is filled once."""
    return tmp_path_factory.mktemp("first") / "home"


@contextmanager
def first_start(home: Path) -> Iterator[RunningSystem]:
    """A system without a model whose pages answer."""
    for left in (*home.glob("models/linli-*"), home / "go", home / "fail"):
        left.unlink(missing_ok=True)
    with starting(home, LATE) as system:
        system.wait_for_pages()
        yield system


def wait(found: Callable[[], Any], seconds: float = 120) -> Any:
    until = time.monotonic() + seconds
    while not (value := found()):
        assert time.monotonic() < until, "nothing came"
        time.sleep(0.2)
    return value


def send(visitor: Visitor, text: str) -> dict[str, Any]:
    """Say something, and take what is answered at once."""
    body = {"text": text, "client_message_id": text}
    answer = httpx.post(f"{visitor.url}/api/v1/chat/messages", json=body, headers=visitor.headers, timeout=30)
    answer.raise_for_status()
    visitor._hear(answer.json()["messages"])
    return dict(answer.json())


def said_since(visitor: Visitor) -> list[str]:
    """What came by the time that nothing is pending any more."""

    def all_there() -> bool:
        answer = visitor._call("GET", f"/api/v1/chat/messages?after={visitor.last_id}&wait=1", time.monotonic() + 60, headers=visitor.headers).json()  # fmt: skip
        visitor._hear(answer["messages"])
        return not answer["pending"]

    wait(all_there)
    return [message["text"] for message in visitor.heard]


@pytest.fixture
def own_training(home: Path) -> Iterator[None]:
    """The training is Linli's own, with two processes, of a stand-in that does not end."""
    home.mkdir(exist_ok=True)
    python = home / "python"
    python.write_text(f'#!/bin/sh\nexec {sys.executable} {STAND_IN} "$@"\n', encoding="utf-8")
    python.chmod(0o755)
    yield
    python.unlink()


@pytest.mark.usefixtures("own_training")
def test_a_stop_in_the_middle_of_a_training_leaves_nothing_running(home: Path) -> None:
    """Neither of the training's two processes, and no model. The next start trains again (the tests below)."""
    pids = home / "pids"
    with first_start(home) as system:
        wait(lambda: pids.exists() and pids.read_text().endswith("\n"))
        both = [int(pid) for pid in pids.read_text().split()]
        parts = list(system.pids())
        assert set(both) < set(parts)
        system.stop()
        assert [pid for pid in parts if command(pid)] == []
        assert list((home / "models").glob("linli-*.tar.gz")) == []


def test_pages_answer_before_the_model_exists_and_what_was_said_is_answered_after(home: Path) -> None:
    """In order, each once; of danger the number and a case come at once, which the bot then goes on with; a kill -9 in the middle of
    the training costs nothing."""
    with first_start(home) as system:
        for page in PAGES:
            assert httpx.get(system.url + page, timeout=30).status_code == 200, page
        assert list((home / "models").glob("linli-*.tar.gz")) == []
        assert 'data-no-bot="training"' in httpx.get(f"{system.url}/chat", timeout=30).text
        wait(lambda: httpx.get(f"{system.url}/readyz", timeout=30).json()["checks"]["worker"] == "ok")
        ready = httpx.get(f"{system.url}/readyz", timeout=30)
        assert (ready.status_code, ready.json()["checks"]["bot"]) == (503, "training")
        wait(lambda: "机器人还在训练" in system.tail())
        assert "/login" in system.tail()
        assert "就绪" not in system.tail()
        resident, frightened = Visitor(system.url).arrive(), Visitor(system.url).arrive()
        first = send(resident, "公园路那盏路灯三天不亮了")
        assert first["pending"]
        assert ["还在准备" in message["text"] for message in first["messages"]] == [True]
        assert send(resident, "是")["messages"] == []
        begun = time.monotonic()
        danger = send(frightened, "着火了")
        assert time.monotonic() - begun < 3
        assert "119" in danger["messages"][0]["text"].partition("\n")[0]
        assert "已按紧急情况报给值班的人，编号" in danger["messages"][1]["text"]
        ((case_no,),) = system.sql(CASES_OF_DANGER)
        assert case_no in danger["messages"][1]["text"]
        assert case_no in send(frightened, "幸福家园3栋")["messages"][0]["text"]
        assert case_no in send(frightened, "扑灭了，没事了")["messages"][0]["text"]
        before = system.pid_of("rasa")
        assert before is not None
        os.kill(before, signal.SIGKILL)
        wait(lambda: system.pid_of("rasa") not in (None, before))
        assert httpx.get(f"{system.url}/healthz", timeout=30).json()["notes"]["bot"].startswith("training since")
        (home / "go").touch()
        system.wait_ready()
        heard = said_since(resident)
        assert [text for text in heard if "还在准备" in text] == [heard[0]]
        assert any("登记好了" in text for text in heard)
        heard = said_since(frightened)
        assert [text for text in heard if "已按紧急情况" in text] == [danger["messages"][1]["text"]]
        assert system.sql(CASES_OF_DANGER) == [(case_no,)]
        assert ("all_clear",) in system.sql(VERBS, case_no)
        answered = system.sql("SELECT state, text FROM inbox_message ORDER BY id DESC LIMIT 5")
        assert answered[2:] == [("answered", "着火了"), ("answered", "是"), ("answered", "公园路那盏路灯三天不亮了")]
        assert {state for state, _ in answered} == {"answered"}
        wait(lambda: "邻里已就绪" in system.tail())
        assert "bot" not in httpx.get(f"{system.url}/healthz", timeout=30).json().get("notes", {})
        assert "data-no-bot" not in httpx.get(f"{system.url}/chat", timeout=30).text
        assert "bot.serve" in command(system.pid_of("rasa") or 0)


def test_after_a_failed_training_people_answer_until_there_is_a_model(home: Path) -> None:
    """The console says so, the pages stay, a message is handed over; a model that appears is served without a restart."""
    with first_start(home) as system:
        (home / "fail").touch()
        (home / "go").touch()
        wait(lambda: "模型没有训练成" in system.tail())
        assert "OSError: no space left" in system.tail()
        assert httpx.get(f"{system.url}/chat", timeout=30).status_code == 200
        visitor = Visitor(system.url).arrive()
        told = send(visitor, "路灯坏了")
        assert not told["pending"]
        assert "转给工作人员" in told["messages"][-1]["text"]
        assert system.sql("SELECT reason, text FROM handover ORDER BY id DESC LIMIT 1") == [("gave_up", "路灯坏了")]
        (home / "fail").unlink()
        subprocess.run(
            [sys.executable, "-m", LATE, "train"], cwd=PROJECT, env=os.environ | {"LINLI_HOME": str(home)}, check=True
        )
        system.wait_ready()
        assert Visitor(system.url).arrive().say("你好")
