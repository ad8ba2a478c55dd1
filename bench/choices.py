"""Train and measure `portal.channels.text.stance`: whether a message states how somebody votes.

`python -m bench.choices` leaves each writer of `data/votes/sentences.csv` out once, takes the threshold at which `FALSE` of
those writers' ordinary messages would be caught (half of them speak of the very matter, so it is far less in a natural mix),
prints what is caught, and writes `data/votes/weights.json`. The held-out set of `tests/attacks` is not looked at here.
"""

from __future__ import annotations

import csv
import json
import random
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from portal.channels.text import stance
from portal.channels.text.stance import FOLDER, Ballot
from portal.kernel.config import PROJECT
from portal.model.training import BOT_PYTHON

SENTENCES = FOLDER / "sentences.csv"
LETTERS = 1500  # messages to the bot, each beside a vote that it has nothing to do with
FALSE = 0.017
NLU = ("report_case", "ask_status", "add_detail", "remind", "answer_follow_up", "withdraw", "faq", "list_consultations",
       "thank", "greet", "human", "out_of_scope", "ask_capability")  # fmt: skip


@dataclass(frozen=True)
class Said:
    """One message beside a vote. `weight`: how much it counts in training. `writer`: who wrote it, `a` of voice `a3`."""

    ballot: Ballot
    text: str
    choice: bool
    weight: float = 1.0
    writer: str = ""


def own() -> list[Said]:
    """What was written for this: `writer,choice,title,options,text`, options separated by |."""
    with SENTENCES.open(encoding="utf-8", newline="") as lines:
        return [
            Said(_ballot(row), row["text"], row["choice"] == "1", writer=row["writer"].rstrip("0123456789"))
            for row in csv.DictReader(lines)
        ]


def _ballot(row: dict[str, str]) -> Ballot:
    return Ballot(row["title"], (), tuple(row["options"].split("|")))


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


def train(sayings: Sequence[Said]) -> dict[str, float]:
    """Weights by feature: logistic regression by scikit-learn, which stands in the bot's environment."""
    rows = [[stance.features(one.text, one.ballot), int(one.choice), one.weight] for one in sayings]
    command = [str(BOT_PYTHON), "-m", "bench.fit"]
    done = subprocess.run(command, cwd=PROJECT, input=json.dumps(rows), capture_output=True, text=True, check=True)
    return dict(json.loads(done.stdout))


def left_out(sayings: Sequence[Said], extra: Sequence[Said]) -> list[tuple[Said, float]]:
    """The score of each message by a model that has seen nothing of its writer."""
    by_writer: dict[str, list[Said]] = defaultdict(list)
    for one in sayings:
        by_writer[one.writer].append(one)
    found: list[tuple[Said, float]] = []
    for writer, theirs in by_writer.items():
        model = train([*(one for one in sayings if one.writer != writer), *extra])
        found += [(one, stance.score(one.text, one.ballot, model)) for one in theirs]
    return found


def threshold(found: Sequence[tuple[Said, float]]) -> float:
    """The score above which `FALSE` of the ordinary messages lie."""
    ordinary = sorted((score for one, score in found if not one.choice), reverse=True)
    return ordinary[int(FALSE * len(ordinary))]


def shares(found: Iterable[tuple[Said, bool]]) -> tuple[float, float]:
    """(share of choices caught, share of ordinary messages caught)."""
    found = list(found)
    caught = [hit for said, hit in found if said.choice]
    wrong = [hit for said, hit in found if not said.choice]
    return sum(caught) / max(len(caught), 1), sum(wrong) / max(len(wrong), 1)


def main() -> None:
    """Measure, then train on everything and write the weights."""
    sayings = own()
    ballots = list(dict.fromkeys(said.ballot for said in sayings))
    extra = letters(ballots, random.Random(3), LETTERS)
    found = left_out(sayings, extra)
    at = threshold(found)
    for writer in dict.fromkeys(one.writer for one in sayings):
        theirs = [(one, score > at) for one, score in found if one.writer == writer]
        print("writer {} left out: {:.1%} of the choices, {:.2%} of ordinary messages".format(writer, *shares(theirs)))
    everybody = shares((one, score > at) for one, score in found)
    print(f"RESULT choices.caught_of_unseen_writers {everybody[0]:.4f}")
    print(f"RESULT choices.ordinary_caught_of_unseen_writers {everybody[1]:.4f}")
    if "-v" in sys.argv:
        for one, score in found:
            if one.choice != (score > at):
                print("missed" if one.choice else "caught", one.text, f"[{one.ballot.title}]")
    model = train([*sayings, *extra])
    model["bias"] = model.get("bias", 0.0) - at
    kept = {name: round(value, 4) for name, value in sorted(model.items()) if abs(value) > 0.0005}
    (FOLDER / "weights.json").write_text(json.dumps(kept, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    print(f"{len(kept)} weights")


if __name__ == "__main__":
    main()
