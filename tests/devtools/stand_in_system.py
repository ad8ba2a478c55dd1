"""Run `linli run` with stand-ins for the five parts, which start at once."""

from __future__ import annotations

import sys
from pathlib import Path

from portal.process import launch, supervising

PART = str(Path(__file__).with_name("stand_in_part.py"))


def part(name: str, only: tuple[str, ...] = ()) -> supervising.SupervisedProcess:
    return supervising.SupervisedProcess(name, (sys.executable, PART, name), only=only, patience=3)


if __name__ == "__main__":
    launch.prepare_data = lambda _settings: None
    launch.find_model = lambda settings: settings.home / "models" / "none.tar.gz"
    bot = supervising.BOT_PREFIXES
    parts = (part("portal"), part("internal"), part("worker"), part("rasa", bot), part("actions", bot))
    supervising.supervised_processes = lambda: parts
    launch.run()
