"""Run one step of `bench.documented` in its own process, so that its time and memory are measured alone.

    python -m bench.documented_run (train|parse) (ours|intents|categories) FOLDER STARTED

FOLDER receives the model and the measurements; STARTED: the parent's monotonic clock at the start of this process.
"""

from __future__ import annotations

import asyncio
import json
import os
import resource
import sys
import time
from pathlib import Path
from typing import Any

import bot.quiet  # (first: Rasa reads the environment while it is imported)

if "ours" in sys.argv:
    import bot.lean  # noqa: F401 (as the bot is served and trained; the documented pipeline needs TensorFlow)

# isort: split
import yaml
from rasa.core.agent import Agent
from rasa.model_training import train_nlu

from bench.processes import processor_seconds
from bench.results import PROJECT, letters, own_test
from bot.reading.classifying import taxonomy
from bot.reading.learning import training

FALLBACK = "nlu_fallback"
EPOCHS = int(os.environ.get("EPOCHS", "100"))
PIPELINE: list[dict[str, Any]] = [
    {"name": "JiebaTokenizer"},
    {"name": "RegexFeaturizer"},
    {"name": "LexicalSyntacticFeaturizer"},
    {"name": "CountVectorsFeaturizer"},
    {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
    {"name": "DIETClassifier", "epochs": EPOCHS, "random_seed": 1},
    {"name": "EntitySynonymMapper"},
    {"name": "FallbackClassifier", "threshold": 0.3, "ambiguity_threshold": 0.1},
]
"""Rasa's documented pipeline for Chinese, without ResponseSelector, as we have no responses to select."""


def pairs(question: str) -> list[tuple[str, str]]:
    """(text, label) pairs from the sentences of our heads. `question`: categories; else intents, with a quarter of the reports."""
    if question == "categories":
        return [(one.text, one.code[:2]) for one in training.sentences()]
    reports = [(one.text, "report_case") for one in training.sentences()[::4]]
    return [*training.intent_examples(), *reports]


def write_documented(question: str, folder: Path) -> tuple[Path, Path]:
    """Write the documented pipeline's configuration and sentences for Rasa; return the two paths."""
    by_label: dict[str, list[str]] = {}
    for text, label in pairs(question):
        plain = " ".join(text.split()).translate(str.maketrans("[]{}", "（）（）"))
        by_label.setdefault(label, []).append(f"- {plain}\n")
    nlu = [{"intent": f"i{label}", "examples": "".join(lines)} for label, lines in by_label.items()]
    data, config = folder / f"{question}.yml", folder / f"{question}_config.yml"
    data.write_text(yaml.safe_dump({"version": "3.1", "nlu": nlu}, allow_unicode=True), encoding="utf-8")
    made = {"recipe": "default.v1", "language": "zh", "assistant_id": "documented", "pipeline": PIPELINE}
    config.write_text(yaml.safe_dump(made), encoding="utf-8")
    return config, data


def train(side: str, folder: Path, _started: float) -> dict[str, Any]:
    """Train the model of `side` (ours, intents, categories) into `folder`; returns seconds, processor seconds, epochs."""
    config, data = PROJECT / "config.yml", PROJECT / "data" / "nlu"
    if side != "ours":
        config, data = write_documented(side, folder)
    began, idle = time.perf_counter(), time.process_time() + processor_seconds()
    made = train_nlu(str(config), str(data), str(folder), fixed_model_name=side)
    if made is None:
        raise SystemExit(f"{side} could not be trained")
    spent, busy = time.perf_counter() - began, time.process_time() + processor_seconds() - idle
    return {"seconds": spent, "busy": busy, "epochs": EPOCHS}


def parse(side: str, folder: Path, started: float) -> dict[str, Any]:
    """Load the model of `side` and parse the tests; returns the answers and times. `started`: as in the module's text."""
    agent = Agent.load(str(folder / f"{side}.tar.gz"))
    asyncio.run(agent.parse_message("路灯坏了"))
    ready = time.monotonic() - started
    return {"start": ready, **asyncio.run(_parse_tests(agent, side))}


async def _parse_tests(agent: Agent, side: str) -> dict[str, Any]:
    """Parse the letters, with the time of each, and, unless the model is of categories, the intents' test; return its answers."""
    names = taxonomy.load()
    spent, categories, intents, fell = [], [], [], []
    for row in letters():
        began = time.perf_counter()
        told = await agent.parse_message(row["letter"])
        spent.append((time.perf_counter() - began) * 1000)
        if side == "ours":
            categories.append(told["case"]["category"]["path"][0])
        if side == "categories":
            categories.append(names[_best(told)][0])
    for row in own_test("intents_test") if side != "categories" else ():
        told = await agent.parse_message(row["text"])
        fell.append(told["intent"]["name"] == FALLBACK)
        intents.append(told["intent"]["name"] if side == "ours" else _best(told))
    return {"spent": spent, "categories": categories, "intents": intents, "fell": fell}


def _best(told: dict[str, Any]) -> str:
    """The likeliest label of the documented pipeline, even where it would fall back."""
    ranking = [one["name"] for one in told["intent_ranking"] if one["name"] != FALLBACK]
    return ranking[0].removeprefix("i") if ranking else FALLBACK


def main(step: str, side: str, folder: Path, started: float) -> None:
    measured = {"train": train, "parse": parse}[step](side, folder, started)
    peaks = [resource.getrusage(whose).ru_maxrss for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    measured["memory"] = sum(peaks) / 1024  # in MB; what both have in common counts twice
    beside = folder / f"{side}_{step}.part"
    beside.write_text(json.dumps(measured), encoding="utf-8")
    beside.replace(folder / f"{side}_{step}.json")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], Path(sys.argv[3]), float(sys.argv[4]))
