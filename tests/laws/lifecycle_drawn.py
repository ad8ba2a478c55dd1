"""The lifecycle's table as docs/lifecycle.md shows it. `python -m tests.laws.lifecycle_drawn` prints it, `--write` puts it there."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from portal.cases.rules.lifecycle import TABLE, Actor, State, Verb

PROJECT = Path(__file__).resolve().parents[2]
DOCUMENT = "docs/lifecycle.md"
BEGIN, END = "<!-- lifecycle -->\n", "<!-- /lifecycle -->\n"

Table = Mapping[tuple[State, Verb, Actor], State]


def drawn(table: Table = TABLE) -> str:
    """The moves as a diagram, then who may do what in which state."""
    return "\n".join([*_diagram(table), "", *_grid(table), ""])


def _diagram(table: Table) -> Iterator[str]:
    yield "```mermaid"
    yield "stateDiagram-v2"
    yield from (f"  {state} : {state.label}" for state in State)
    yield f"  [*] --> {State.REPORTED}"
    moves = ((state, verb, table.get((state, verb, actor))) for state in State for verb in Verb for actor in Actor)
    yield from dict.fromkeys(
        f"  {state} --> {to} : {verb.label}" for state, verb, to in moves if to is not None and to is not state
    )
    yield "```"


def _grid(table: Table) -> Iterator[str]:
    yield "| | " + " | ".join(state.label for state in State) + " |"
    yield "|---|" + "---|" * len(State)
    for verb in Verb:
        if verb is not Verb.REPORT:
            yield f"| {verb.label} `{verb}` | " + " | ".join(_cell(table, state, verb) for state in State) + " |"


def _cell(table: Table, state: State, verb: Verb) -> str:
    """Who may do it in this state, and after → the state it leads to, if another."""
    leads = {to for (at, what, _actor), to in table.items() if (at, what) == (state, verb)}
    return "；".join(_who(table, state, verb, to) for to in State if to in leads)


def _who(table: Table, state: State, verb: Verb, to: State) -> str:
    who = "、".join(actor.label for actor in Actor if table.get((state, verb, actor)) is to)
    return f"{who} → {to.label}" if to is not state else who


def shown(root: Path = PROJECT) -> str:
    """What the document shows."""
    return (root / DOCUMENT).read_text(encoding="utf-8").partition(BEGIN)[2].partition(END)[0]


def write(root: Path = PROJECT) -> None:
    """Put the drawing into the document."""
    path = root / DOCUMENT
    before, _, rest = path.read_text(encoding="utf-8").partition(BEGIN)
    path.write_text(before + BEGIN + drawn() + END + rest.partition(END)[2], encoding="utf-8")


if __name__ == "__main__":
    if "--write" in sys.argv:
        write()
    else:
        print(drawn(), end="")
