"""Stands in for the bot's Python where it trains: writes an archive of one byte and waits for `go` in its home, then finishes it.

Like the real one it has a second process, which does not notice the end of the first. `pids` in the home names both.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path


def main() -> None:
    """Take the arguments of `bot.lean train`."""
    home, out = Path(os.environ["LINLI_HOME"]), Path(sys.argv[sys.argv.index("--out") + 1])
    archive = out / f"{sys.argv[sys.argv.index('--fixed-model-name') + 1]}.tar.gz"
    archive.write_bytes(b"a")
    beside = os.fork()
    if not beside:
        time.sleep(3600)
    with (home / "pids").open("a") as file:
        file.write(f"{os.getpid()} {beside}\n")
    while not (home / "go").exists():
        time.sleep(0.05)
    archive.write_bytes(b"a whole model")
    os.kill(beside, 9)


if __name__ == "__main__":
    main()
