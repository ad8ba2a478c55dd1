"""Check that each intent of the domain has training sentences, a rule and a tested conversation."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from portal.kernel.config import PROJECT

_GIVEN = {"nlu_fallback"}  # the fallback for what is not understood: it has no sentences to train or test


def intents(root: Path = PROJECT) -> set[str]:
    """The intents of `domain.yml`."""
    declared = yaml.safe_load((root / "domain.yml").read_text(encoding="utf-8"))["intents"]
    return {next(iter(entry)) if isinstance(entry, dict) else entry for entry in declared}


def lacking(root: Path = PROJECT) -> dict[str, list[str]]:
    """Each intent that lacks something → what; also intents that are used but not declared."""
    known = intents(root)
    trained = {name for document in _documents(root / "data" / "nlu") for name in _trained(document)}
    ruled = {name for part in ("rules", "stories") for d in _documents(root / "data" / part) for name in _in_steps(d)}
    tested = _tested(root)
    found = {
        name: [
            what
            for what, there in (("sentences", trained), ("a rule or story", ruled), ("a conversation test", tested))
            if name not in there and not (name in _GIVEN and what != "a rule or story")
        ]
        for name in known
    }
    found |= {name: ["its line in domain.yml"] for name in (trained | ruled) - known}
    return {name: lacks for name, lacks in found.items() if lacks}


def _documents(folder: Path) -> Iterator[dict[str, Any]]:
    for path in sorted(folder.rglob("*.yml")):
        yield yaml.safe_load(path.read_text(encoding="utf-8")) or {}


def _trained(document: dict[str, Any]) -> Iterator[str]:
    for block in document.get("nlu", []):
        if "intent" in block and str(block.get("examples", "")).strip():
            yield block["intent"].partition("/")[0]


def _in_steps(document: dict[str, Any]) -> Iterator[str]:
    for told in [*document.get("rules", []), *document.get("stories", [])]:
        for step in told.get("steps", []):
            for one in [step, *step.get("or", [])]:
                if "intent" in one:
                    yield one["intent"].partition("/")[0]


def _tested(root: Path) -> set[str]:
    """The intents that occur in the stories of the conversation tests."""
    return {name for document in _documents(root / "tests" / "conversations") for name in _in_steps(document)}
