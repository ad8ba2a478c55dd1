"""One running system for all tests that only talk to it (browser, doors); the fault tests start their own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.running_system import RunningSystem, running


@pytest.fixture(scope="session")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSystem]:
    """The whole system with the demo community, as `make run` starts it."""
    with running(tmp_path_factory.mktemp("system") / "home", CHAT_SESSIONS_PER_HOUR="5000") as started:
        yield started
