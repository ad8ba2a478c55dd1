"""Train and measure `portal.channels.text.stance`: whether a message states how somebody votes.

`python -m bench.choices` holds out each writer of `data/votes/sentences.csv` in turn, sets the threshold at which a
share `FALSE_SHARE` of the held-out ordinary messages is caught (half of them are about the very vote, so that the share is far
smaller in reality), prints what is caught, and writes `data/votes/weights.json`. With -v it also prints each choice that is missed
and each ordinary message that is caught. It never reads the test sets of `tests/attacks`.

Long messages mix what the held-out writer says of other votes with ordinary messages that no model has seen, and one sentence
about the vote or none. With them the thresholds of `stance` for a sentence and for a clause were chosen.
"""

from __future__ import annotations

import csv
import json
import random
import re
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from portal.bot_model.training import BOT_PYTHON
from portal.channels.text import stance, vote_features
from portal.channels.text.stance import FOLDER
from portal.channels.text.vote_slots import VoteTexts
from portal.kernel.config import PROJECT

SENTENCES = FOLDER / "sentences.csv"
TRAINED_ORDINARY = 1500  # ordinary messages trained on, each paired with an unrelated vote; the rest fill long messages
FALSE_SHARE = 0.017  # of ordinary messages that may be caught
SIZES = (100, 300, 600, 1500)  # characters of a long message
LONG = 60  # long messages for each writer, size and kind
ENDS = ("。", "。", "。", "\n", "", "", " ", "，")  # how each sentence of a message ends; "": mixed
# intents whose training sentences are ordinary messages
ORDINARY_INTENTS = (
    "report_case", "ask_status", "add_detail", "remind", "answer_follow_up", "withdraw", "faq", "list_consultations", "thank",
    "greet", "human", "out_of_scope", "ask_capability",
)  # fmt: skip


@dataclass(frozen=True)
class Said:
    """A message paired with a vote. `choice`: it states how its writer votes. `weight`: how much it counts in training.

    `writer`: by the name in the file without its number, which tells apart the people as whom one writer wrote (a1, a2 … are a).
    """

    vote: VoteTexts
    text: str
    choice: bool
    weight: float = 1.0
    writer: str = ""


def own_sentences() -> list[Said]:
    """Read the sentences written for this: `writer,choice,title,options,text`, options separated by |."""
    with SENTENCES.open(encoding="utf-8", newline="") as lines:
        return [
            Said(_vote(row), row["text"], row["choice"] == "1", writer=row["writer"].rstrip("0123456789"))
            for row in csv.DictReader(lines)
        ]


def _vote(row: dict[str, str]) -> VoteTexts:
    return VoteTexts(row["title"], (), tuple(row["options"].split("|")))


def ordinary_messages(votes: Sequence[VoteTexts], chance: random.Random) -> list[Said]:
    """The bot's training sentences as ordinary messages of half weight, each paired with an unrelated vote."""
    found: list[str] = []
    for path in sorted((PROJECT / "data" / "nlu").glob("*.yml")):
        intent = ""
        for line in path.read_text(encoding="utf-8").splitlines():
            named = re.match(r"- intent: (\w+)", line)
            intent = named.group(1) if named else intent
            if intent in ORDINARY_INTENTS and line.startswith("    - "):
                found.append(re.sub(r"\[([^\]]*)\](?:\([^)]*\)|\{[^}]*\})", r"\1", line[6:]).strip())
    chance.shuffle(found)
    return [Said(chance.choice(votes), text, choice=False, weight=0.5) for text in found]


def train(sayings: Sequence[Said]) -> dict[str, float]:
    """Feature → weight, by logistic regression in the bot's environment, which has scikit-learn."""
    rows = [[vote_features.features(one.text, one.vote), int(one.choice), one.weight] for one in sayings]
    command = [str(BOT_PYTHON), "-m", "bench.fit"]
    done = subprocess.run(command, cwd=PROJECT, input=json.dumps(rows), capture_output=True, text=True, check=True)
    return dict(json.loads(done.stdout))


def without_each(sayings: Sequence[Said], extra: Sequence[Said]) -> dict[str, dict[str, float]]:
    """Writer → weights trained without that writer's messages."""
    writers = dict.fromkeys(one.writer for one in sayings)
    return {writer: train([*(one for one in sayings if one.writer != writer), *extra]) for writer in writers}


def long_message(ordinary: Sequence[str], size: int, chance: random.Random, own: str = "") -> str:
    """Join ordinary sentences until they have `size` characters; put `own`, if given, at a random place among them."""
    told: list[str] = []
    for one in chance.sample(ordinary, len(ordinary)):
        if sum(map(len, told)) + len(told) >= size:
            break
        told.append(one.strip().rstrip("。"))
    if own:
        told.insert(chance.randint(0, len(told)), own.rstrip("。"))
    end = chance.choice(ENDS)
    return "".join(one + (end or chance.choice("。！\n。")) for one in told)


@dataclass(frozen=True)
class Long:
    """A long message: ordinary sentences and among them `said`. `kind`: choice, about (the vote, but no choice), or ordinary.

    An ordinary one leaves `said` out, and is only measured against its vote.
    """

    kind: str
    size: int
    said: Said
    text: str


def long_messages(theirs: Sequence[Said], ordinary: Sequence[str], chance: random.Random) -> list[Long]:
    """LONG long messages per size and kind, with sentences of one writer (`theirs`) among `ordinary` ones.

    Of 300 sentences, at most, from which those around are drawn, up to 30 are the writer's own, about other votes.
    """
    choices = [one for one in theirs if one.choice]
    others = [one for one in theirs if not one.choice]
    found: list[Long] = []
    for size in SIZES:
        for _ in range(LONG):
            for kind, said in (
                ("choice", chance.choice(choices)),
                *((k, chance.choice(others)) for k in ("about", "ordinary")),
            ):
                beside = [one.text for one in others if one.vote.title != said.vote.title]
                around = [*chance.sample(beside, min(30, len(beside))), *chance.sample(ordinary, 270)]
                text = long_message(around, size, chance, "" if kind == "ordinary" else said.text)
                found.append(Long(kind, size, said, text))
    return found


def print_long(found: Sequence[tuple[Long, stance.Model]]) -> None:
    """Print by length how many choices are caught (also of those caught when alone) and how many other messages are."""
    hits = [(one, stance.states_choice(one.text, [one.said.vote], model=model), model) for one, model in found]
    for size in SIZES:
        here = [(one, hit, model) for one, hit, model in hits if one.size == size]
        by_kind = {
            kind: _share(hit for one, hit, _ in here if one.kind == kind) for kind in ("choice", "about", "ordinary")
        }
        plain = _share(
            hit
            for one, hit, model in here
            if one.kind == "choice" and stance.states_choice(one.said.text, [one.said.vote], model=model)
        )
        print(
            f"inside {size} characters: {by_kind['choice']:.1%} of the choices ({plain:.1%} of those recognised alone), "
            f"{by_kind['about']:.2%} of what speaks of the vote, {by_kind['ordinary']:.2%} of ordinary messages"
        )
        print(f"RESULT choices.caught_in_{size} {by_kind['choice']:.4f}")


def _share(hits: Iterable[bool]) -> float:
    hits = list(hits)
    return sum(hits) / max(len(hits), 1)


def threshold(found: Sequence[tuple[Said, float]]) -> float:
    """The score that a share `FALSE_SHARE` of the ordinary messages exceeds."""
    ordinary = sorted((score for one, score in found if not one.choice), reverse=True)
    return ordinary[int(FALSE_SHARE * len(ordinary))]


def shares(found: Iterable[tuple[Said, bool]]) -> tuple[float, float]:
    """(share of choices caught, share of ordinary messages caught)."""
    found = list(found)
    caught = [hit for said, hit in found if said.choice]
    wrong = [hit for said, hit in found if not said.choice]
    return sum(caught) / max(len(caught), 1), sum(wrong) / max(len(wrong), 1)


def main() -> None:
    """Measure, then train on everything and write the weights."""
    sayings = own_sentences()
    votes = list(dict.fromkeys(said.vote for said in sayings))
    everything = ordinary_messages(votes, random.Random(3))
    extra, unseen = everything[:TRAINED_ORDINARY], [one.text for one in everything[TRAINED_ORDINARY:]]
    models = without_each(sayings, extra)
    found = [(one, stance.score(one.text, one.vote, models[one.writer])) for one in sayings]
    at = threshold(found)
    for writer in dict.fromkeys(one.writer for one in sayings):
        theirs = [(one, score > at) for one, score in found if one.writer == writer]
        print("writer {} left out: {:.1%} of the choices, {:.2%} of ordinary messages".format(writer, *shares(theirs)))
    everybody = shares((one, score > at) for one, score in found)
    print(f"RESULT choices.caught_of_unseen_writers {everybody[0]:.4f}")
    print(f"RESULT choices.ordinary_caught_of_unseen_writers {everybody[1]:.4f}")
    for model in models.values():
        model["bias"] = model.get("bias", 0.0) - at
    chance = random.Random(7)
    theirs_of = {writer: [one for one in sayings if one.writer == writer] for writer in models}
    print_long([(one, models[w]) for w, theirs in theirs_of.items() for one in long_messages(theirs, unseen, chance)])
    if "-v" in sys.argv:
        for one, score in found:
            if one.choice != (score > at):
                print("missed" if one.choice else "caught", one.text, f"[{one.vote.title}]")
    model = train([*sayings, *extra])
    model["bias"] = model.get("bias", 0.0) - at
    kept = {name: round(value, 4) for name, value in sorted(model.items()) if abs(value) > 0.0005}
    (FOLDER / "weights.json").write_text(json.dumps(kept, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    print(f"{len(kept)} weights")


if __name__ == "__main__":
    main()
