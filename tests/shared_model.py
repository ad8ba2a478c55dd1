"""`python -m tests.shared_model`: train the bot's model once, for every test that needs one.

Tests of the bot take it by the hash of its ingredients, running systems by the product's own name for it. Trained side by
side, each by the test that came first, on two cores, they took longer than a start waits for.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

from portal.bot_model.training import BOT_PYTHON, model_name
from tests.running_system import MODELS, ROOT, link_or_copy


def main() -> None:
    done = subprocess.run(
        [BOT_PYTHON, "-m", "tests.bot.model"], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True
    )
    MODELS.mkdir(parents=True, exist_ok=True)
    link_or_copy(Path(done.stdout.split()[-1]), MODELS / f"{model_name()}.tar.gz")


if __name__ == "__main__":
    main()
