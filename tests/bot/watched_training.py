"""`python -m tests.bot.watched_training train …` is `python -m bot.lean train …`, which fails if it read a file that is no ingredient.

So a file that training begins to read cannot be forgotten in contract/model_ingredients.txt. Code is not watched:
tests/bot/nlu/test_ingredients.py follows the imports.
"""

from __future__ import annotations

import os
import runpy
import sys
from pathlib import Path
from tempfile import TemporaryFile

from bot.reading.learning.ingredients import LIST, ingredients

ROOT = Path(__file__).resolve().parents[2]
WATCHED = ("config.yml", "domain.yml", "endpoints.yml", "credentials.yml", "data", "contract", "lock", "portal")
NOT_LEARNED = ("data/community/", LIST, "credentials.yml", "endpoints.yml")
"""Read as training runs, but nothing of the model is made from it."""


def unlisted(read: set[str], root: Path = ROOT) -> list[str]:
    """The files among these paths, relative to the root, that are watched but no ingredients."""
    known = {path.relative_to(root).as_posix() for path in ingredients(root)}
    watched = {path for path in read if path.split("/")[0] in WATCHED and not path.startswith(NOT_LEARNED)}
    return sorted(path for path in watched - known if (root / path).is_file())


def main() -> None:
    read: set[str] = set()
    with TemporaryFile() as told:  # a file, so that a process that the training forks tells, too

        def watch(event: str, given: tuple[object, ...]) -> None:
            if event != "open" or not isinstance(given[0], str) or told.closed:
                return
            path = os.path.abspath(given[0])
            if path.startswith(f"{ROOT}/") and path not in read:
                read.add(path)
                os.write(told.fileno(), path[len(f"{ROOT}/") :].encode() + b"\0")

        sys.addaudithook(watch)
        try:
            runpy.run_module("bot.lean", run_name="__main__")
        finally:
            told.seek(0)
            if missing := unlisted(set(told.read().decode().split("\0"))):
                raise SystemExit(f"training read what {LIST} does not list: {', '.join(missing)}")


if __name__ == "__main__":
    main()
