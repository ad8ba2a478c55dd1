"""List the files that the model is made from; the portal reads the same list to name the model."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

LIST = "contract/model_ingredients.txt"


def ingredients(root: Path) -> Iterator[Path]:
    """The files under `root` that match the patterns of LIST, in the order of its lines; a line that begins with # is a comment."""
    for line in (root / LIST).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield from sorted(root.glob(line))
