"""Measure the reading on messages of people who had seen neither the code nor the training data.

    python -m bench.unseen [spans|danger|everyday|advice|left_out]

None of `bench/unseen/*.csv` is trained on:

- a file a writer (WRITERS): letters and chat messages, with places, times and bodies marked as `[原文](label)` (`_FIELDS`).
  Those of MAILBOXES wrote letters only, in the mix of a town's public mailbox: half of them name no body;
- the conversations of `bench/talk` but those of danger (`_TALKS_OF_DANGER`, and the class false_alarm): each message by itself;
- `chat.csv`, `chat_2.csv` (CHATS): ordinary messages of five writers who did not think of danger (empty `danger`), and
  real dangers by two others, one of whom (`_MISLEADING`) also wrote doubtful ones and messages that only sound like it.
  `chat_3.csv`: ordinary turns with words of danger, real and doubtful dangers by a sixth (`_MISLEADING`, too); five more who
  wrote alike are trained on (data/nlu/danger/turns_*.csv);
- `everyday.csv`, `everyday_2.csv` (EVERYDAY): dangers in the words of every day, what only sounds like them (empty `danger`) and
  hazards that hurt nobody yet, by three more; of the third (`night`) only sixty, as the others are trained on (data/nlu/danger/everyday_3.csv).
- `advice.csv` (ADVICE): dangers, two to four for every script of advice, each with the one that a fireman, nurse or policewoman would
  give first, and messages that only sound like danger (`none`), by a ninth; eight more who wrote alike are trained on;

- `also_right.csv` (_ALSO): dangers of CHATS for which another one's advice is right, too (a fall into water that its writer called
  other, a current that struck somebody). Decided without the labels and without what the reading says: 64 dangers, half of them wrongly
  named, were labelled twice, in two orders, and what was allowed both times stands there. The strict figure knows nothing of it.

`left_out` (only if named, as it takes long): each writer, also of data/training/spans, is left out of the tagger's
training once, and read. Prints figures (PRINTED: named by EVAL's scorer) and line numbers, no sentence.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import ruamel.yaml
from scipy.stats import binomtest

from actions.interpreting import scenes
from bench.letters import Letter, counted
from bench.letters import figures as letter_figures
from bench.results import EVAL, PROJECT, must_skip, result, rows
from bot.reading.learning.span_training import WRITTEN, train_spans
from bot.reading.learning.training import train_all
from bot.reading.reader import Reader
from bot.reading.tagging.marked import read_marked, unmarked
from bot.reading.text.moment import SHANGHAI

FOLDER = PROJECT / "bench" / "unseen"
CHATS = ("chat.csv", "chat_2.csv", "chat_3.csv")
EVERYDAY = ("everyday.csv", "everyday_2.csv")
ADVICE = "advice.csv"
_ALSO = "also_right.csv"
_MISLEADING = ("hunter", "market")  # writers who also wrote messages that only sound like danger
TALKS = PROJECT / "bench" / "talk"
_TALKS_OF_DANGER = frozenset(
    {"b-035", "b-076", "c-053", "c-063", "d-007", "d-008", "d-048", "d-071", "d-077"}
)  # somebody is hurt, a blow or a fire is told of, or 救命 is cried in jest
MAILBOXES = ("capital", "delta", "examinee", "mother", "river", "schoolmaster", "south")
WRITERS = ("farmer", "nurse", "teacher", *MAILBOXES)
MANNERS = ("chat", "letter")
PRINTED = ("place_strict_P", "place_strict_R", "place_strict_F1", "place_half", "when_strict_F1", "when_half", "body_acc",
         "kind4_macroF1", "kind_lenient")  # fmt: skip
_FIELDS: dict[str, tuple[str, ...]] = {
    "place": ("place", "place_body"),
    "place_other": ("place_other",),
    "when": ("when",),
    "when_other": ("when_other",),
    "body_alt": ("body_alt", "body", "place_body"),
}


def letters(writer: str) -> list[Letter]:
    """A writer's messages in the shape of the annotated letters."""
    path = next(folder / f"{writer}.csv" for folder in (FOLDER, WRITTEN) if (folder / f"{writer}.csv").exists())
    return [_letter(f"{writer}:{line}", row) for line, row in enumerate(rows(path), start=2)]


def _letter(name: str, row: dict[str, str]) -> Letter:
    marked: dict[str, list[str]] = {label: [] for label in ("body", *_FIELDS, "place_body")}
    text, marks = unmarked(row["text"])
    for mark in marks:
        marked[mark.label].append(text[mark.start : mark.end])
    found: dict[str, Any] = {
        field: list(dict.fromkeys(text for label in labels for text in marked[label]))
        for field, labels in _FIELDS.items()
    }
    body = [*marked["body"], *marked["place_body"]]
    return {
        **found,
        "id": name,
        "manner": row["manner"],
        "text": text,
        "kind": row["kind"],
        "kind_alt": [row["kind_alt"]] if row["kind_alt"] else [],
        "body": body[0] if body else None,
    }


def spans(reader: Reader) -> None:
    """Print the scorer's figures for each writer, and their mean, for chat messages and for letters."""
    found = [_figures_of(writer, reader) for writer in WRITERS]
    for manner in MANNERS:
        of_manner = [one[manner] for one in found if manner in one]
        for name in PRINTED:
            result(f"unseen writers {manner} {name}", sum(one[name] for one in of_manner) / len(of_manner))


def _figures_of(writer: str, reader: Reader) -> dict[str, dict[str, float]]:
    """Print and return the scorer's figures for a writer's messages, by manner (those of MANNERS in which they wrote)."""
    moment = datetime(2020, 1, 1, tzinfo=SHANGHAI)
    found = {}
    written = letters(writer)
    for manner in (one for one in MANNERS if any(letter["manner"] == one for letter in written)):
        asked = [letter for letter in written if letter["manner"] == manner]
        found[manner] = letter_figures(counted(asked, [reader.read(letter["text"], moment) for letter in asked]))
        figures = ", ".join(f"{name} {found[manner][name]:.3f}" for name in PRINTED)
        print(f"{writer} {manner} ({len(asked)}): {figures}", flush=True)
    return found


def left_out(reader: Reader) -> None:
    """For each writer print the figures of a tagger that learned from all others; then their means for places, times and bodies."""
    paths = {path.stem: path for path in (*WRITTEN.glob("*.csv"), *(FOLDER / f"{name}.csv" for name in WRITERS))}
    found = []
    for writer in sorted(paths):
        tagger = train_spans([list(read_marked(paths[other])) for other in sorted(paths) if other != writer])
        found.append(_figures_of(writer, reader.with_spans(tagger)))
    for manner in MANNERS:
        of_manner = [one[manner] for one in found if manner in one]
        for name in PRINTED[:-2]:
            result(f"writers left out {manner} {name}", sum(one[name] for one in of_manner) / len(of_manner))


RIGHT_DANGERS: dict[str, tuple[str | None, ...]] = {
    "medical": ("injury",),
    "poisoning": ("injury", "gas"),
    "crash": ("injury", "trapped"),
    "lift": ("trapped",),
    "flood": ("trapped",),
    "collapse": ("trapped", None),
    "locked_in": ("no_answer", "trapped"),
    "electric": ("live_wire", "injury"),
    "violence": ("violence", "home_violence"),
    "other": (None, "missing", "live_wire", "no_answer"),
}
"""A danger as its writer called it → the dangers whose number and advice are right for it; any other has the same name in both."""


def danger(reader: Reader) -> None:
    """Print how many ordinary unseen messages are raised or asked about as danger, and how many real dangers are missed or named
    wrongly; how many ordinary turns in talks are raised or asked about, and which published letters if EVAL is there.
    """
    moment = datetime(2020, 1, 1, tzinfo=SHANGHAI)
    asked = [{**row, "line": f"{name}:{line}"} for name in CHATS for line, row in enumerate(rows(FOLDER / name), 2)]
    found = [reader.read(row["text"], moment)["urgency"] for row in asked]
    asked = [{**row, "script": _script(one, row["text"])} for row, one in zip(asked, found, strict=True)]
    bands = [_band(one) for one in found]
    both = list(zip(asked, bands, strict=True))
    for writer in sorted({row["writer"] for row in asked}):
        own = [(row, band) for row, band in both if row["writer"] == writer]
        calm = [band for row, (band, _) in own if not row["danger"]]
        hot = [band for row, (band, _) in own if row["danger"] not in ("", "doubtful")]
        print(f"{writer}: ordinary {_counts(calm)}; dangers {_counts(hot)}")
    ordinary = [(row, band) for row, (band, _) in both if not row["danger"] and row["writer"] not in _MISLEADING]
    real = [(row, band, named) for row, (band, named) in both if row["danger"] not in ("", "doubtful")]
    _figure("ordinary messages raised as danger", [row["line"] for row, band in ordinary if band == "raised"], ordinary)
    _figure(
        "ordinary messages asked about danger", [row["line"] for row, band in ordinary if band == "asked"], ordinary
    )
    _figure("dangers neither raised nor asked", [row["line"] for row, band, _ in real if band == "none"], real)
    seen = [(row, named) for row, band, named in real if band != "none"]
    wrong = [row["line"] for row, named in seen if named not in RIGHT_DANGERS.get(row["danger"], (row["danger"],))]
    _figure("dangers with another script", wrong, seen)
    _script_figures(seen)
    doubtful = [row["line"] for row, (band, _) in both if row["danger"] == "doubtful" and band == "none"]
    _figure(
        "doubtful dangers of which nothing is asked", doubtful, [row for row, _ in both if row["danger"] == "doubtful"]
    )
    talked = ordinary_talk()
    heard = [(name, _band(reader.read(text, moment)["urgency"])[0]) for name, text in talked]
    for band in ("raised", "asked"):
        _figure(f"ordinary turns {band}", [name for name, found in heard if found == band], heard)
    if not must_skip():
        _print_hot_letters(reader, moment)


def _script_figures(seen: Sequence[tuple[dict[str, str], str | None]]) -> None:
    """Print which dangers are named as none that is right, be it only by `also_right.csv`; and of which the advice names no right number to call.

    `seen`: (row with the `script` that is said, the danger that is named) of each danger that is raised or asked about. Which number is right says the advice on any right danger.
    """
    also = {row["text"]: row["danger"].split() for row in rows(FOLDER / _ALSO)}
    first = _first_advice()
    wrong, number = [], []
    for row, named in seen:
        right = [one or "other" for one in RIGHT_DANGERS.get(row["danger"], (row["danger"],))]
        right += also.get(row["text"], [])
        if (named or "other") not in right:
            wrong.append(row["line"])
        wanted = {scenes.number_to_call(scenes.script_of(one, row["text"])) for one in right}
        if not any(one in first[row["script"]] for one in wanted):
            number.append(row["line"])
    _figure("dangers with a script that is not right either", wrong, seen)
    _figure("dangers with another number to call", number, seen)


def _first_advice() -> dict[str, str]:
    """Script of advice → what is said first in such a danger."""
    domain = ruamel.yaml.YAML(typ="safe").load((PROJECT / "domain.yml").read_text(encoding="utf-8"))
    begins = "utter_danger_"
    said = domain["responses"].items()
    return {name.removeprefix(begins): ways[0]["text"] for name, ways in said if name.startswith(begins)}


def _script(urgency: dict[str, Any], text: str) -> str:
    """The script of advice that is said first."""
    return scenes.script_of(urgency["danger"] or "other", text, urgency["advice"])


def advice(reader: Reader) -> None:
    """Print of how many dangers of ADVICE nothing is heard, how many get another script than their writer's, and what else is raised or asked about."""
    moment = datetime(2020, 1, 1, tzinfo=SHANGHAI)
    read = [
        (line, row, reader.read(row["text"], moment)["urgency"])
        for line, row in enumerate(rows(FOLDER / ADVICE), start=2)
    ]
    real = [(line, row, found, _band(found)[0]) for line, row, found in read if row["danger"] != "none"]
    seen = [(line, row["script"], row["text"], found) for line, row, found, band in real if band != "none"]
    calm = [(line, _band(found)[0]) for line, row, found in read if row["danger"] == "none"]
    _figure("advice: dangers neither raised nor asked", [f"{line}" for line, *_, band in real if band == "none"], real)
    other = [f"{line}" for line, script, text, found in seen if _script(found, text) != script]
    _figure("advice: dangers with other advice", other, seen)
    by_words = [f"{line}" for line, script, text, found in seen if _words_alone(found, text) != script]
    _figure("advice: the same by words alone", by_words, seen)
    for band in ("raised", "asked"):
        _figure(f"advice: other messages {band}", [f"{line}" for line, one in calm if one == band], calm)


def _words_alone(urgency: dict[str, Any], text: str) -> str:
    """The script of advice that the lists of words alone would give."""
    return scenes.script_of(urgency["danger"] or "other", text)


def everyday(reader: Reader) -> None:
    """Print, for each writer of EVERYDAY, which dangers are neither raised nor asked about or named wrongly, what else is raised, and which hazards are."""
    moment = datetime(2020, 1, 1, tzinfo=SHANGHAI)
    read = [
        (row, *_band(reader.read(row["text"], moment)["urgency"]), f"{name}:{line}")
        for name in EVERYDAY
        for line, row in enumerate(rows(FOLDER / name), start=2)
    ]
    for writer in sorted({row["writer"] for row, *_ in read}):
        own = [(row["danger"], band, line) for row, band, _, line in read if row["writer"] == writer]
        seen = [
            (row["danger"], named or "other", line)
            for row, band, named, line in read
            if row["writer"] == writer and row["danger"] not in ("", "hazard") and band != "none"
        ]
        _figure(f"{writer}: dangers with another script", [line for right, said, line in seen if right != said], seen)
        calm = [(band, line) for danger, band, line in own if not danger]
        hazards = [(band, line) for danger, band, line in own if danger == "hazard"]
        real = [(band, line) for danger, band, line in own if danger not in ("", "hazard")]
        print(f"{writer}: dangers {_counts([band for band, _ in real])}")
        _figure(f"{writer}: dangers neither raised nor asked", [line for band, line in real if band == "none"], real)
        for band in ("raised", "asked"):
            _figure(f"{writer}: other messages {band}", [line for found, line in calm if found == band], calm)
        _figure(f"{writer}: hazards raised", [line for band, line in hazards if band == "raised"], hazards)


def _print_hot_letters(reader: Reader, moment: datetime) -> None:
    """Print which published letters of hot.csv, none of them a danger now, are raised or asked about, by line."""
    found = rows(EVAL / "complaints" / "hot.csv")
    letters_of = [f"{row.get('title', '')}。{row.get('text', '')}".strip("。") for row in found]
    bands = [(_band(reader.read(text, moment)["urgency"])[0], line) for line, text in enumerate(letters_of, start=2)]
    _figure("hot letters raised", [f"hot.csv:{line}" for band, line in bands if band == "raised"], bands)
    _figure("hot letters asked", [f"hot.csv:{line}" for band, line in bands if band == "asked"], bands)


def ordinary_talk() -> list[tuple[str, str]]:
    """(id of the conversation and number of the turn, what the resident says) of the conversations in which nobody is in danger."""
    talks = [
        json.loads(line) for path in sorted(TALKS.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()
    ]
    calm = [one for one in talks if one["class"] != "false_alarm" and one["id"] not in _TALKS_OF_DANGER]
    return [
        (f"{one['id']}:{at}", text)
        for one in calm
        for at, text in enumerate([*one["turns"], *(one.get("after") or [])])
    ]


def _band(urgency: dict[str, Any]) -> tuple[str, str | None]:
    """(raised, asked or none; the danger that is named)."""
    band = "raised" if urgency["level"] == "emergency" else "asked" if urgency.get("ask") else "none"
    return band, urgency["danger"]


def _counts(bands: Sequence[str]) -> str:
    return ", ".join(f"{name} {bands.count(name)}" for name in ("raised", "asked", "none")) if bands else "none written"


def _figure(name: str, hits: Sequence[str], of: Sequence[Any]) -> None:
    """Print a share with its 95% interval (Wilson's), and the first forty lines that make it."""
    count = max(1, len(of))
    bounds = binomtest(len(hits), count).proportion_ci(method="wilson")
    print(f"{name}: {len(hits)} of {len(of)}, 95% {bounds.low:.3f}–{bounds.high:.3f}; lines {_shown(hits)}")
    result(f"unseen {name}", len(hits) / count)


def _shown(lines: Sequence[str]) -> str:
    return ", ".join(lines[:40]) or "none"


def _asked(names: Sequence[str]) -> Iterator[str]:
    """What to measure: what the command names, else all but `left_out`."""
    yield from names or ("spans", "danger", "everyday")


def main() -> None:
    reader = Reader(train_all())
    for name in _asked(sys.argv[1:]):
        if name == "danger":
            danger(reader)
        elif name == "everyday":
            everyday(reader)
        elif name == "advice":
            advice(reader)
        elif must_skip():  # the scorer lies with the evaluation files
            continue
        elif name == "left_out":
            left_out(reader)
        else:
            spans(reader)


if __name__ == "__main__":
    main()
