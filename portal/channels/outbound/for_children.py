"""Says what to do in a danger in a child's words (`data/answers_to_children.csv`); pure but for reading that file. To whom: `answers`.

The first line of an answer to danger, the number to call, stays as it is: it is the same for everybody.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from portal.channels.bot_client import Outgoing
from portal.kernel.config import PROJECT

WORDS = PROJECT / "data" / "answers_to_children.csv"
_HEADER = ["id", "text", "source"]
TILL_HELP = "utter_till_help"  # begins the ids of the bot's answers until help comes, which have no number in front


class ChildWordError(ValueError):
    """A line of the file cannot be read; the message names it."""


def in_a_childs_words(said: Sequence[Outgoing]) -> list[Outgoing]:
    """The messages, each with the words for children of its id, if it has some."""
    return [replace(one, text=_for_a_child(one)) for one in said]


def _for_a_child(said: Outgoing) -> str:
    words = load().get(said.response, "")
    if not words:
        return said.text
    number, _, rest = said.text.partition("\n")
    return f"{number}\n{words}" if rest else words


@lru_cache(maxsize=1)
def load(path: Path = WORDS) -> dict[str, str]:
    """Response of the bot, or id of the gateway's own answer → what to do, for a child. Raises ChildWordError naming the line."""
    found: dict[str, str] = {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        if rows.fieldnames != _HEADER:
            raise ChildWordError(f"{path.name}: the header must be {','.join(_HEADER)}")
        for number, row in enumerate(rows, start=2):
            ids = (row["id"] or "").split()
            if not ids or not row["text"] or not row["source"] or any(one in found for one in ids):
                raise ChildWordError(f"{path.name}, line {number}: an id (each once), a text and a source")
            found |= dict.fromkeys(ids, row["text"])
    return found
