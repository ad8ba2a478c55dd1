"""Train and measure `portal.channels.stance`: whether a message states how somebody votes.

`python -m bench.choices` trains on `data/votes/*.csv` (and on what residents write to the bot, `data/nlu/`), leaves each
vote out once, prints what is caught of the choices and of ordinary messages, and writes `data/votes/weights.json`.
"""

from __future__ import annotations

import csv
import json
import math
import random
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from portal.channels import stance
from portal.channels.stance import FOLDER, Ballot
from portal.config import PROJECT

ROUNDS, RATE, SHRINK = 15, 0.2, 2e-3
LETTERS = 1500  # messages to the bot, each beside a vote that it has nothing to do with
FOLDS = 5
NLU = ("report_case", "ask_status", "add_detail", "remind", "answer_follow_up", "withdraw", "faq", "list_consultations",
       "thank", "greet", "human", "out_of_scope", "ask_capability")  # fmt: skip


@dataclass(frozen=True)
class Said:
    """One message beside a vote. `weight`: how much it counts in training."""

    ballot: Ballot
    text: str
    choice: bool
    weight: float = 1.0


def read(path: Path, *, choice: bool) -> list[Said]:
    """`title,options,text`, options separated by |."""
    with path.open(encoding="utf-8", newline="") as lines:
        return [
            Said(Ballot(row["title"], (), tuple(row["options"].split("|"))), row["text"], choice)
            for row in csv.DictReader(lines)
        ]


def own() -> list[Said]:
    """What was written for this."""
    return [
        *(said for path in sorted(FOLDER.glob("choices*.csv")) for said in read(path, choice=True)),
        *(said for path in sorted(FOLDER.glob("ordinary*.csv")) for said in read(path, choice=False)),
    ]


def letters(ballots: Sequence[Ballot], chance: random.Random, most: int) -> list[Said]:
    """What residents write to the bot, each beside a vote that it has nothing to do with."""
    found: list[str] = []
    for path in sorted((PROJECT / "data" / "nlu").glob("*.yml")):
        intent = ""
        for line in path.read_text(encoding="utf-8").splitlines():
            named = re.match(r"- intent: (\w+)", line)
            intent = named.group(1) if named else intent
            if intent in NLU and line.startswith("    - "):
                found.append(re.sub(r"\[([^\]]*)\](?:\([^)]*\)|\{[^}]*\})", r"\1", line[6:]).strip())
    chance.shuffle(found)
    return [Said(chance.choice(ballots), text, choice=False, weight=0.5) for text in found[:most]]


def train(sayings: Sequence[Said], seed: int = 7) -> dict[str, float]:
    """Logistic regression by AdaGrad, weights shrunk a little at each step."""
    chance = random.Random(seed)
    lines = []
    for said in sayings:
        found = stance.features(said.text, said.ballot)
        lines.append(([(name, value) for name, value in found.items() if value], said.choice, said.weight))
    counts: dict[str, int] = defaultdict(int)
    for found, _choice, _weight in lines:
        for name, _value in found:
            counts[name] += 1
    lines = [([pair for pair in found if counts[pair[0]] > 2], choice, weight) for found, choice, weight in lines]
    model: dict[str, float] = defaultdict(float)
    seen: dict[str, float] = defaultdict(float)
    for _round in range(ROUNDS):
        chance.shuffle(lines)
        for found, choice, weight in lines:
            z = sum(model[name] * value for name, value in found)
            error = weight * (1 / (1 + math.exp(-max(min(z, 30), -30))) - choice)
            for name, value in found:
                slope = error * value + SHRINK * model[name]
                seen[name] += slope * slope
                model[name] -= RATE * slope / math.sqrt(seen[name] + 1e-8)
    return {name: round(value, 4) for name, value in model.items() if abs(value) > 0.002}


def folds(sayings: Sequence[Said]) -> list[list[str]]:
    """The titles in groups of four."""
    titles = list(dict.fromkeys(said.ballot.title for said in sayings))
    return [titles[at::FOLDS] for at in range(FOLDS)]


def left_out(sayings: Sequence[Said], extra: Sequence[Said]) -> list[tuple[Said, bool]]:
    """Whether each message is caught by a model that has seen nothing of its vote."""
    found: list[tuple[Said, bool]] = []
    for titles in folds(sayings):
        model = train([said for said in [*sayings, *extra] if said.ballot.title not in titles])
        found += [
            (said, stance.is_choice(said.text, [said.ballot], model=model))
            for said in sayings
            if said.ballot.title in titles
        ]
    return found


def shares(found: Iterable[tuple[Said, bool]]) -> tuple[float, float]:
    """(share of choices caught, share of ordinary messages caught)."""
    found = list(found)
    caught = [hit for said, hit in found if said.choice]
    wrong = [hit for said, hit in found if not said.choice]
    return sum(caught) / max(len(caught), 1), sum(wrong) / max(len(wrong), 1)


def measured() -> list[tuple[Said, bool]]:
    """All that was written for this, each with whole votes left out."""
    sayings = own()
    ballots = list(dict.fromkeys(said.ballot for said in sayings))
    return left_out(sayings, letters(ballots, random.Random(3), LETTERS))


def main() -> None:
    """Measure, then train on everything and write the weights."""
    found = measured()
    print("{:.1%} of the choices, {:.2%} of ordinary messages, whole votes left out".format(*shares(found)))
    if "-v" in sys.argv:
        for said, hit in found:
            if said.choice != hit:
                print("missed" if said.choice else "caught", said.text, f"[{said.ballot.title}]")
    sayings = own()
    ballots = list(dict.fromkeys(said.ballot for said in sayings))
    model = train([*sayings, *letters(ballots, random.Random(3), LETTERS)])
    text = json.dumps(dict(sorted(model.items())), ensure_ascii=False, indent=0)
    (FOLDER / "weights.json").write_text(text + "\n", encoding="utf-8")
    print(f"{len(model)} weights")


if __name__ == "__main__":
    main()
