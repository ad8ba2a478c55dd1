"""The kept models: what each was trained on, its figures, and how the operator goes back to an earlier one.

Files under LINLI_HOME:

- `models/NAME.tar.gz`: a model; `models/NAME.json`: what it was trained on and measured.
- `corpus/HASH.csv`: an export of the operator's own cases; `corpus/HASH.json`: the figures with it.
- `corpus/current`: the hash of the export that is used in training, if any.
- `models/chosen`: the name of the model that the operator went back to, if any.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

KEPT = 3  # how many of the newest models are kept
_HASH = re.compile(r"[0-9a-f]{16}")


class CannotUseModel(LookupError):
    """The model is not there, is of other code, or its export is gone; the message, in Chinese and English, says which."""


@dataclass(frozen=True)
class Version:
    """A kept model. `facts`: the content of its `NAME.json` (`record_version`); {} if that cannot be read.

    `corpus`: the hash of the export it was also trained on, or None; `code`: `training.bot_code_hash` when it was trained.
    """

    name: str
    path: Path
    facts: dict[str, Any]

    @property
    def corpus(self) -> str | None:
        return self.facts.get("corpus")

    @property
    def code(self) -> str:
        return str(self.facts.get("code", ""))


def current_corpus(home: Path) -> str | None:
    """The hash of the export that is used in training; None if there is none, or its file is missing."""
    value = _line(home / "corpus" / "current")
    return value if _HASH.fullmatch(value) and corpus_file(home, value).exists() else None


def corpus_file(home: Path, corpus: str) -> Path:
    """The path of the export with the hash `corpus`."""
    return home / "corpus" / f"{corpus}.csv"


def store_corpus(home: Path, made: Path) -> str:
    """Keep the export that `bot.evaluate_export --keep` wrote into `made`; returns its hash. `set_model_and_corpus` puts it to use."""
    text = (made / "corpus.csv").read_bytes()
    corpus = hashlib.sha256(text).hexdigest()[:16]
    figures = (made / "figures.json").read_bytes()
    _write(home / "corpus" / f"{corpus}.json", figures)
    _write(corpus_file(home, corpus), text)
    return corpus


def set_model_and_corpus(home: Path, corpus: str | None, chosen: str | None = None) -> None:
    """Set what holds from the next start on: the hash of the export to train with (None: none), and the model to serve by its name.

    `chosen` None: the model of the present data.
    """
    for place, value in ((home / "models" / "chosen", chosen), (home / "corpus" / "current", corpus)):
        if value is None:
            place.unlink(missing_ok=True)
        else:
            _write(place, value.encode())


def chosen_model(home: Path, code: str) -> Version | None:
    """The model that the operator went back to; None if there is none, it is gone, or it is of other code.

    `code`: the present `training.bot_code_hash`; other code cannot read the model.
    """
    name = _line(home / "models" / "chosen")
    return next((one for one in versions(home) if one.name == name and one.code == code), None)


def versions(home: Path) -> list[Version]:
    """The kept models, newest first."""
    paths = sorted((home / "models").glob("linli-*.tar.gz"), key=lambda path: path.stat().st_mtime, reverse=True)
    return [Version(_name(path), path, _facts(path)) for path in paths]


def record_version(home: Path, path: Path, code: str, data: str, corpus: str | None) -> None:
    """Write `NAME.json` for a new model: what it was trained on, and the figures of its export, if any.

    `code`, `data`, `corpus`: the hashes of the code, of the shipped data and of the export (`training`).
    """
    facts = {
        "name": _name(path),
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "code": code,
        "data": data,
        "corpus": corpus,
        "figures": _read(home / "corpus" / f"{corpus}.json") if corpus else {},
    }
    _write(path.parent / f"{_name(path)}.json", json.dumps(facts, ensure_ascii=False, indent=1).encode())


def roll_back(home: Path, name: str, code: str) -> Version:
    """From the next start on, serve that model and train with its export. `code`: the present `bot_code_hash`. Raises CannotUseModel."""
    found = next((one for one in versions(home) if one.name == name), None)
    if found is None:
        raise CannotUseModel(f"没有这个模型：{name}；linli nlu models 列出有的 (no such model)")
    if found.code != code:
        raise CannotUseModel(f"{name} 是别的版本的程序做的，现在的程序读不了 (made by other code)")
    if found.corpus and not corpus_file(home, found.corpus).exists():
        raise CannotUseModel(f"{name} 用的语料已经不在了 (its corpus is gone)")
    set_model_and_corpus(home, found.corpus, found.name)
    return found


def delete_old(home: Path) -> None:
    """Delete all but the KEPT newest models and the chosen one, and all exports but theirs and the one in use.

    What a killed training left in `models` goes, too.
    Exports hold residents' words, so they are kept no longer than needed.
    """
    wanted = _line(home / "models" / "chosen")
    kept = {_line(home / "corpus" / "current")}
    for number, one in enumerate(versions(home)):
        if number < KEPT or one.name == wanted:
            kept.add(one.corpus or "")
            continue
        one.path.unlink(missing_ok=True)
        (one.path.parent / f"{one.name}.json").unlink(missing_ok=True)
    for path in _unused_files(home, kept):
        path.unlink(missing_ok=True)


def _unused_files(home: Path, kept: set[str]) -> Iterator[Path]:
    yield from (path for path in (home / "corpus").glob("*.*") if path.stem not in kept)
    yield from (home / "models").glob(".linli-*.tar.gz")  # left by a training that was killed


def _name(path: Path) -> str:
    return path.name.removesuffix(".tar.gz")


def _facts(path: Path) -> dict[str, Any]:
    return _read(path.parent / f"{_name(path)}.json")


def _read(path: Path) -> dict[str, Any]:
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return value if isinstance(value, dict) else {}


def _line(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        return ""


def _write(path: Path, content: bytes) -> None:
    """Write to a temporary file, then move it: a kill leaves the old file or the new one. Mode 0600."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
