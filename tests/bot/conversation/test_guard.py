"""The action server acts in whatever sender's name it is told: it answers Rasa only."""

from __future__ import annotations

import http.client
import json
import subprocess
import sys
import time
from collections.abc import Iterator

import httpx
import pytest

from tests.bot.conversation.conftest import TOKEN
from tests.bot.conversation.test_serve import free_port
from tests.bot.model import ROOT, quiet_environment

VOTE = {
    "next_action": "action_consultations",
    "tracker": {"sender_id": "17.1", "slots": {}, "latest_message": {}, "events": []},
}
SHOWN = "the-token-of-the-action-server"


@pytest.fixture(scope="module")
def actions(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    home = tmp_path_factory.mktemp("guarded")
    port = free_port()
    environ = {
        **quiet_environment(),
        "LINLI_HOME": str(home),
        "LINLI_INTERNAL_TOKEN": TOKEN,
        "LINLI_ACTIONS_TOKEN": SHOWN,
        "LINLI_ACTIONS_PORT": str(port),
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "actions.serve"], cwd=ROOT, env=environ | {"PYTHONPATH": str(ROOT)}
    )
    url = f"http://127.0.0.1:{port}"
    for _ in range(300):
        try:
            httpx.get(f"{url}/health", timeout=1, trust_env=False)
            break
        except httpx.HTTPError:
            time.sleep(0.1)
    yield url
    process.terminate()
    process.wait(timeout=20)


@pytest.mark.parametrize("shown", [None, "", "Bearer wrong", f"Basic {SHOWN}", f"Bearer {SHOWN}x", f"Bearer {TOKEN}"])
def test_another_user_of_the_machine_acts_for_nobody(actions: str, shown: str | None) -> None:
    """Any process on the machine reaches the port; without the token nothing runs, whatever the path."""
    headers = {} if shown is None else {"Authorization": shown}
    for method, path in (("POST", "/webhook"), ("GET", "/actions"), ("GET", "/health"), ("POST", "/webhook/")):
        body = json.dumps(VOTE).encode() if method == "POST" else None
        answer = httpx.request(method, f"{actions}{path}", headers=headers, content=body, timeout=10, trust_env=False)
        assert answer.status_code == 401, (method, path)


def test_rasa_is_answered(actions: str) -> None:
    """With the token: the actions are there."""
    answer = httpx.get(f"{actions}/actions", headers={"Authorization": f"Bearer {SHOWN}"}, timeout=10, trust_env=False)
    assert answer.status_code == 200
    assert "action_report" in answer.text or len(answer.json()) > 3


def test_an_idle_connection_is_not_closed_after_five_seconds(actions: str) -> None:
    """Rasa's client keeps one for 15 s: a server that closes first, as Sanic does, fails the turn that comes just then."""
    line = http.client.HTTPConnection("127.0.0.1", int(actions.rpartition(":")[2]), timeout=10)
    line.connect()
    line.auto_open = 0  # a closed connection fails instead of being opened again
    for pause in (0, 6):
        time.sleep(pause)
        line.request("GET", "/actions", headers={"Authorization": f"Bearer {SHOWN}"})
        assert line.getresponse().read()
