"""Send 20,000 mutated requests, over every route of both apps: `python -m bench.mutated [COUNT [SEED]]`.

The requests and the checks are those of `tests/portal/test_no_route_breaks.py`; another seed makes other requests.
Prints how many were sent and how long the slowest took; fails if a route broke or took two seconds or more.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
COUNT = 20_000
SLOWEST = 2.0  # seconds


def main(arguments: Sequence[str]) -> int:
    """Run the test with COUNT requests; returns 0 if it passed, as many were sent, and none was too slow."""
    count = int(arguments[0]) if arguments else COUNT
    seed = arguments[1] if len(arguments) > 1 else str(random.randrange(1_000_000))
    print(f"seed {seed}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        spent_file = Path(folder, "spent.json")
        settings = {"LINLI_REQUESTS": str(count), "LINLI_REQUESTS_SEED": seed, "LINLI_REQUESTS_SPENT": str(spent_file)}
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:cacheprovider",
            "tests/portal/test_no_route_breaks.py",
        ]
        code = subprocess.run(command, cwd=PROJECT, env=os.environ | settings, check=False).returncode
        spent = sorted(json.loads(spent_file.read_text(encoding="utf-8")), reverse=True) if spent_file.exists() else []
    for seconds, door in spent[:5]:
        print(f"  {seconds:6.3f} s  {door}")
    print(f"RESULT mutated_requests {len(spent)}")
    print(f"RESULT mutated_slowest_seconds {spent[0][0] if spent else 0:.3f}", flush=True)
    return 0 if code == 0 and len(spent) >= count and spent[0][0] < SLOWEST else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
