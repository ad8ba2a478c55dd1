"""Close a consultation, and kill this process (SIGKILL) at a named point. For the faults test.

usage: closing_child.py POINT CONSULTATION ACCOUNT, with the settings in the environment.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from typing import Any

from portal.consultations.ballots import count_record, keys, tally, urn
from portal.consultations.verbs import acting, closing
from portal.staff import service as accounts
from portal.wiring.app import build_parts

NEVER = "never"
POINTS = (
    "opened", "written", "counted", "noted", "committed", "settled", "log_cut", "burning", "overwritten", "unlinked",
    "destroyed",
)  # fmt: skip


def die(*_args: Any, **_more: Any) -> Any:
    os.kill(os.getpid(), signal.SIGKILL)


def then_die(before: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that calls `before`, then kills the process."""

    def both(*args: Any, **more: Any) -> Any:
        before(*args, **more)
        die()

    return both


def arm(point: str) -> None:
    """Patch the code to kill the process at this point."""
    if point == "opened":  # the envelopes are open in memory, nothing is written
        urn.stored_contents = then_die(urn.stored_contents)
    elif point == "written":  # ballots written and envelopes emptied, not committed
        tally.count = die
    elif point == "counted":  # all of the transaction but its commit
        acting.log_event = then_die(acting.log_event)
    elif point == "noted":  # the hashes of the count are written beside the key, the count is not committed
        count_record.record_count = then_die(count_record.record_count)
    elif point == "committed":
        count_record.confirm_count = die
    elif point == "settled":
        closing._empty_wal = die
    elif point == "log_cut":
        keys.KeyRing.destroy = die  # type: ignore[method-assign]
    elif point == "burning":  # what will overwrite the key is noted, the key is not touched
        keys.overwrite = die
    elif point == "overwritten":
        keys.overwrite = then_die(keys.overwrite)
    elif point == "unlinked":
        keys.KeyRing.remove_keys = die  # type: ignore[method-assign]
    elif point == "destroyed":  # the key is gone, the note of it is not committed
        noted = acting.log_event

        def note(s: Any, found: Any, verb: str, *rest: Any, **more: Any) -> None:
            noted(s, found, verb, *rest, **more)
            if verb == "key_destroyed":
                die()

        acting.log_event = note


def main() -> None:
    point, found_id, account_id = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    parts = build_parts()
    with parts.db.read() as s:
        actor = accounts.active_actor(s, account_id)
    assert actor is not None
    arm(point)
    print("closing", flush=True)
    closing.close(parts, actor, found_id)
    print("closed", flush=True)


if __name__ == "__main__":
    main()
