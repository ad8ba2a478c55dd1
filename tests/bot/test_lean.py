"""What stands in for Rasa's neural components: it keeps TensorFlow out, has their names, and is never trained by mistake."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bot import quiet
from tests.bot.model import ROOT, quiet_environment

pytestmark = pytest.mark.slow  # (each test starts Rasa)


def python(*lines: str) -> Any:
    """What the last line prints, as JSON, in a process that has imported nothing yet."""
    kept = {name: value for name, value in quiet_environment().items() if name not in quiet.QUIET}
    code = "\n".join(["import importlib, json, os, sys", *lines])
    command = [sys.executable, "-W", "ignore", "-c", code]
    done = subprocess.run(command, cwd=ROOT, env=kept, capture_output=True, text=True, timeout=120, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def test_the_bot_is_served_without_tensorflow_and_with_our_limits() -> None:
    told = python(
        "import bot.serve, rasa.engine.recipes.default_components",
        "print(json.dumps(['tensorflow' in sys.modules, dict(os.environ)]))",
    )
    assert not told[0]
    assert quiet.QUIET.items() <= told[1].items()


def test_rasa_by_itself_loads_tensorflow_and_has_what_the_stand_ins_are_named_after() -> None:
    """The twin that shows what the test above would catch."""
    told = python(
        "import rasa.engine.recipes.default_components",
        "loaded = 'tensorflow' in sys.modules",
        "from bot.lean import NEURAL",
        "strange = {name for name, classes in NEURAL.items() if not set(classes) <= set(dir(sys.modules[name]))}",
        "print(json.dumps([loaded, len(NEURAL), sorted(strange)]))",
    )
    assert told[0]
    assert told[1:] == [8, []]


def test_who_names_a_neural_component_is_told(tmp_path: Path) -> None:
    config, sentences = tmp_path / "config.yml", tmp_path / "nlu.yml"
    config.write_text("recipe: default.v1\nassistant_id: a\nlanguage: zh\npipeline:\n- name: DIETClassifier\n")
    sentences.write_text("version: '3.1'\nnlu:\n- intent: a\n  examples: |\n    - 好\n", encoding="utf-8")
    command = [sys.executable, "-m", "bot.lean", "train", "nlu", "--config", str(config), "--nlu", str(sentences)]
    done = subprocess.run(
        [*command, "--out", str(tmp_path)],
        cwd=ROOT, env=quiet_environment(), capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode != 0
    assert "Can't load class for name 'DIETClassifier'" in done.stdout + done.stderr
