"""`make bench`, `make bench-intake`, `make bench-nlu`: each measuring module in its own environment."""

from __future__ import annotations

import os
import sys

from ground import environments
from ground.processes import PROJECT, Stop, call, main

_IN = {"intake": environments.PORTAL, "nlu": environments.BOT}  # bench/<name>.py, and where it runs


def _work() -> int:
    names = sys.argv[1:] or list(_IN)
    if not (PROJECT / os.environ.get("EVAL", "../shared/data")).is_dir():
        raise Stop("没有找到评测数据，请用 EVAL= 指明 (evaluation files not found; set EVAL=)")
    environments.make(dev=True)
    codes = [call([str(_IN[name].python), "-m", f"bench.{name}"]) for name in names]
    return max(codes)


if __name__ == "__main__":
    main(_work)
