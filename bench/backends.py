"""Deliver 2,000 cases to faulty systems while the worker is killed again and again: `python -m bench.backends [CASES]`.

Three systems, one after another: a signed webhook, an Open311 server without idempotency keys, our own. Prints how many
cases are there exactly once, what the killed workers were doing, and how long it took; exit code 1 if one is not, or if no
worker was killed in mid-work. FAULT_SEED draws the same faults and pauses again; BACKENDS names the systems, e.g. webhook,own.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
from pathlib import Path

from bench.results import leave_tidily, result
from tests.faults import hand_overs

KINDS = ("webhook", "open311", "own")
SHARE = 0.05  # of all writes go wrong


def _work() -> int:
    leave_tidily()
    cases = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    seed = int(os.environ.get("FAULT_SEED", "0")) or random.SystemRandom().randrange(1, 10**6)
    kinds = os.environ.get("BACKENDS", ",".join(KINDS)).split(",")
    print(f"FAULT_SEED={seed}", flush=True)
    return max([_measure(kind, cases, seed) for kind in kinds])


def _measure(kind: str, cases: int, seed: int) -> int:
    """0 if each case is there exactly once and a worker was killed in mid-work, else 1."""
    with tempfile.TemporaryDirectory() as folder:
        found = hand_overs.run(kind, cases, seed, Path(folder), share=SHARE)
    once = cases - len(found.wrong())
    print(
        f"{kind}: {once} of {cases} exactly once; {found.stood.total()} kills, {dict(found.stood)};"
        f" writes {dict(found.faults)}; {dict(found.states)}; {found.seconds:.0f} s",
        flush=True,
    )
    for number, times in list(found.wrong().items())[:20]:
        print(f"  {number}: {times} times")
    result(f"backends_{kind}_once", once / cases)
    result(f"backends_{kind}_seconds", found.seconds)
    return int(once < cases or not found.in_mid_work)


if __name__ == "__main__":
    sys.exit(_work())
