"""Measure intents, danger and kinds on tests written apart from the training data: `python -m bench.intents`.

bench/intents_test.csv: 497 utterances. bench/danger_test.csv: 200 sentences, half of them decoys.
bench/danger_test_2.csv: 233 by another writer, who knew neither the training data nor the first test.
bench/kind_test.csv: 520 letters and messages by three writers, worded to mislead about the kind.
data/nlu/acts: each writer's acts are asked of a head that learned from the others. bench/unseen/acts: 420 hard turns of
a writer of whom nothing is learned. Prints counts and line numbers,
never a sentence, so that whoever writes training data may read the output.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from bench.leak_check import plain
from bench.results import PROJECT, accuracy, macro_f1, own_test, result
from bot.reading.classifying import act, intent
from bot.reading.classifying.heads import READ_FOR_CLASSES
from bot.reading.classifying.kind import read_kind
from bot.reading.danger.urgency import Urgency, read_urgency
from bot.reading.learning.training import (
    act_writers,
    intent_examples,
    read_act_file,
    reading_of,
    train_act,
    train_all,
)
from bot.reading.trained import Heads

RUN = 8
DANGER_TESTS = ("danger_test", "danger_test_2")
TESTS = ("intents_test", *DANGER_TESTS)  # of short messages, whose lines are compared with the training data
LEAST_SCORES = (0.5, 0.6, 0.7, 0.8)  # of an act, from which the share and the precision are printed
SURE_ACT = 0.6
"""The score from which the actions go by an act unless they ask for more (`Turn.acts`; more: `SURE_OF_ACT`)."""
REPORTS_ASKED = 4
"""Every fourth of the examples of reports is asked for its act."""
NLU = PROJECT / "data" / "nlu"
UNSEEN_ACTS = PROJECT / "bench" / "unseen" / "acts"


def runs(text: str) -> set[str]:
    """Every run of 8 characters, without spaces and punctuation."""
    line = plain(text)
    return {line[at : at + RUN] for at in range(len(line) - RUN + 1)}


def training_runs() -> dict[str, str]:
    """Each run of the training data in data/nlu → its first place there, as file:line."""
    first_places: dict[str, str] = {}
    files: list[Path] = sorted(path for path in NLU.rglob("*") if path.suffix in (".yml", ".csv"))
    for path in files:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if not line.startswith("#"):
                first_places |= {
                    run: f"{path.relative_to(NLU)}:{number}" for run in runs(line) if run not in first_places
                }
    return first_places


def shared_lines(test: str, first_places: dict[str, str]) -> list[str]:
    """Lines of the test that share a run with the training data, as `test.csv:line ← file:line, …` (the first three, by name)."""
    found = []
    for number, row in enumerate(own_test(test), start=2):
        where = sorted({first_places[run] for run in runs(row["text"]) if run in first_places})
        if where:
            found.append(f"{test}.csv:{number} ← {', '.join(where[:3])}")
    return found


def read_danger(heads: Heads, text: str) -> Urgency:
    """The urgency as the conversation gets it, from the beginning of the text (READ_FOR_CLASSES)."""
    reading = reading_of(text[:READ_FOR_CLASSES])
    return read_urgency(heads.danger, reading, reading.text)


def likeliest_intent(heads: Heads, text: str) -> str:
    """The intent as the conversation gets it: an emergency, and most long messages, are report_case."""
    emergency = read_danger(heads, text).level == "emergency"
    return intent.rank_intents(heads.intent, reading_of(text[:READ_FOR_CLASSES]), emergency)[0][0]


def intents(heads: Heads) -> None:
    """Print accuracy, recall of each intent, and what is confused with what."""
    test = own_test("intents_test")
    right, said = [row["intent"] for row in test], [likeliest_intent(heads, row["text"]) for row in test]
    outside = [name for wanted, name in zip(right, said, strict=True) if wanted == "out_of_scope"]
    result("intents.accuracy", accuracy(right, said))
    result("intents.out_of_scope_recall", outside.count("out_of_scope") / max(1, len(outside)))
    totals, hits = Counter(right), Counter(a for a, b in zip(right, said, strict=True) if a == b)
    print("recall of each:", ", ".join(f"{name} {hits[name]}/{totals[name]}" for name in sorted(totals)))
    confused = Counter((a, b) for a, b in zip(right, said, strict=True) if a != b)
    for (wanted, got), count in confused.most_common():
        print(f"    {count:3} {wanted} read as {got}")


def danger(heads: Heads, name: str) -> None:
    """Print recall and precision of one test of danger; a danger counts as called if it is raised or asked about."""
    test = own_test(name)
    read = [read_danger(heads, row["text"]) for row in test]
    called = [one.level == "emergency" or one.asks for one in read]
    raised = [one.level == "emergency" for one in read]
    real = [row["danger"] != "none" for row in test]
    both = sum(a and b for a, b in zip(called, real, strict=True))
    figure = name.replace("_test", "")
    result(f"{figure}.recall", both / max(1, sum(real)))
    result(f"{figure}.precision", both / max(1, sum(called)))
    sure = sum(a and b for a, b in zip(raised, real, strict=True))
    result(f"{figure}.recall_raised_at_once", sure / max(1, sum(real)))
    result(f"{figure}.precision_raised_at_once", sure / max(1, sum(raised)))
    missed = Counter(row["danger"] for row, one, is_one in zip(test, called, real, strict=True) if is_one and not one)
    false = Counter(one.danger for one, alarm, is_one in zip(read, called, real, strict=True) if alarm and not is_one)
    other = Counter(
        (row["danger"], one.danger)
        for row, one, is_one in zip(test, read, real, strict=True)
        if is_one and one.level == "emergency" and one.danger != row["danger"]
    )
    print("    missed:", dict(missed), " decoys called:", dict(false))
    print("    called by another name:", {f"{wanted} as {got}": count for (wanted, got), count in other.items()})


def kinds(heads: Heads) -> None:
    """Print accuracy and macro-F1 of the kinds on kind_test.csv."""
    test = own_test("kind_test")
    right, said = [row["kind"] for row in test], [read_kind(heads.kind, reading_of(row["text"]))[0] for row in test]
    result("misleading_kinds.accuracy", accuracy(right, said))
    result("misleading_kinds.macro_f1", macro_f1(right, said))


def acts(heads: Heads) -> None:
    """Print accuracy and recall of the acts by writers left out; what share reaches each score, and is right there;
    and what share of ordinary first reports would surely be read as stop or correct."""
    writers = act_writers()
    read: list[tuple[str, str, float]] = []  # (act, act read, score)
    for at, asked in enumerate(writers):
        head = train_act([*writers[:at], *writers[at + 1 :]])
        said = [act.read_act(head, one.turn_reading(), one.turn_reading().state) for one in asked]
        print(f"    writer {at + 1}: {accuracy([one.act for one in asked], [code for code, _ in said]):.3f}")
        read += [(one.act, code, score) for one, (code, score) in zip(asked, said, strict=True)]
    result("acts.accuracy", accuracy([wanted for wanted, _, _ in read], [got for _, got, _ in read]))
    for least in LEAST_SCORES:
        sure = [(wanted, got) for wanted, got, score in read if score >= least]
        result(f"acts.share_from_{least}", len(sure) / max(1, len(read)))
        result(f"acts.precision_from_{least}", sum(wanted == got for wanted, got in sure) / max(1, len(sure)))
    for name, total in Counter(wanted for wanted, _, _ in read).most_common():
        missed = Counter(got for wanted, got, _ in read if wanted == name != got)
        sure = [wanted for wanted, got, score in read if got == name and score >= SURE_ACT]
        hits = sure.count(name)
        print(
            f"    {name}: recall {1 - missed.total() / total:.2f} of {total}, from {SURE_ACT} on {hits / total:.2f}, "
            f"precision {hits / max(1, len(sure)):.2f}; read as {dict(missed.most_common(3))}"
        )
    for path in sorted(UNSEEN_ACTS.glob("*.csv")):  # hard turns of somebody of whom nothing is learned
        asked = list(read_act_file(path))
        said = [act.read_act(heads.act, one.turn_reading(), one.turn_reading().state)[0] for one in asked]
        result(f"acts.unseen_{path.stem}", accuracy([one.act for one in asked], said))
    reports = [text for text, name in intent_examples() if name == "report_case"][::REPORTS_ASKED]
    found = [act.read_act(heads.act, reading_of(text), act.OPEN) for text in reports]
    for name in ("stop", "correct"):
        wrong = sum(code == name and score >= SURE_ACT for code, score in found)
        result(f"acts.first_reports_called_{name}", wrong / max(1, len(reports)))


def main() -> None:
    heads = train_all()
    intents(heads)
    acts(heads)
    kinds(heads)
    for test in DANGER_TESTS:
        danger(heads, test)
    first_places = training_runs()
    for test in TESTS:
        shared = shared_lines(test, first_places)
        result(f"{test}.lines_sharing_{RUN}_characters", len(shared))
        print("\n".join(f"    {line}" for line in shared))


if __name__ == "__main__":
    main()
