"""The conversations of this folder, by Rasa's own test command; and the law that no intent is without one."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import ruamel.yaml

from tests.bot.model import ROOT, model_of_the_present_data, quiet_environment

HERE = Path(__file__).parent
NO_DATA = {"nlu_fallback"}  # what Rasa calls a message of which no intent is sure: nobody writes sentences for it


def load(path: Path) -> Any:
    return ruamel.yaml.YAML(typ="safe").load(path.read_text(encoding="utf-8"))


def intents_of(steps: list[dict[str, Any]]) -> set[str]:
    return {step["intent"] for step in steps if "intent" in step}


def test_every_conversation_goes_as_written(tmp_path: Path) -> None:
    """Each message is heard as its intent and answered by its action, with `--e2e` (without it nothing is checked)."""
    command = [sys.executable, "-m", "bot.lean", "test", "core", "--model", str(model_of_the_present_data())]
    command += ["--stories", str(HERE), "--e2e", "--no-plot", "--fail-on-prediction-errors", "--out", str(tmp_path)]
    done = subprocess.run(
        command, cwd=ROOT, env=quiet_environment(), capture_output=True, text=True, timeout=300, check=False
    )
    said = done.stdout + done.stderr
    assert done.returncode == 0, said[-1500:]
    counted = re.search(r"Evaluating (\d+) stories", said)
    assert counted is not None
    stories = sum(len(load(path)["stories"]) for path in HERE.glob("test_*.yml"))
    assert int(counted.group(1)) == stories > 0


def test_every_intent_has_sentences_a_rule_and_a_conversation() -> None:
    """An intent of the domain stands in data/nlu, in data/rules and in a conversation of this folder."""
    domain = set(load(ROOT / "domain.yml")["intents"])
    sentences = {
        block["intent"]
        for path in (ROOT / "data/nlu").rglob("*.yml")
        for block in load(path)["nlu"]
        if "intent" in block
    }
    rules = {
        intent
        for path in (ROOT / "data/rules").rglob("*.yml")
        for rule in load(path)["rules"]
        for intent in intents_of(rule["steps"])
    }
    told = {
        intent
        for path in HERE.glob("test_*.yml")
        for story in load(path)["stories"]
        for intent in intents_of(story["steps"])
    }
    assert rules == domain
    assert sentences == domain - NO_DATA
    assert told == domain - NO_DATA
