"""The community's own names: places, bodies and common questions, from the files that the portal writes."""

from __future__ import annotations

import csv
import logging
import os
import re
import time
from dataclasses import dataclass, field
from pathlib import Path

log = logging.getLogger(__name__)

ROOT = Path(__file__).resolve().parents[2]
LOOK_AGAIN_SECONDS = 2.0
_SEPARATORS = re.compile(r"[;；|、,，/]")


@dataclass(frozen=True)
class KnownPlace:
    name: str
    kind: str
    grid: str | None
    full_name: str


@dataclass(frozen=True)
class KnownBody:
    name: str
    code: str


@dataclass(frozen=True)
class Question:
    question: str
    variants: tuple[str, ...]
    answer: str
    source: str
    area: str
    valid_until: str


@dataclass(frozen=True)
class Community:
    """What one reading of the files gave. `places` and `bodies` are keyed by every name and alias."""

    places: dict[str, KnownPlace] = field(default_factory=dict)
    bodies: dict[str, KnownBody] = field(default_factory=dict)
    questions: tuple[Question, ...] = ()


def folder() -> Path:
    """LINLI_COMMUNITY, or the community that ships with the project."""
    return Path(os.environ.get("LINLI_COMMUNITY") or ROOT / "data" / "community")


def _rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file, values stripped; none when it is not there. A bad line is named and passed."""
    if not path.exists():
        return []
    rows: list[dict[str, str]] = []
    with path.open(encoding="utf-8-sig", newline="", errors="replace") as file:
        reader = csv.DictReader(line for line in file if not line.startswith("#"))
        for number, row in enumerate(reader, start=2):
            if None in row or any(value is None for value in row.values()):
                log.warning("%s line %d: not as many fields as the header", path.name, number)
                continue
            rows.append({key: value.strip() for key, value in row.items()})
    return rows


def _names(row: dict[str, str]) -> list[str]:
    spoken = [row.get("name", ""), row.get("full_name", ""), *_SEPARATORS.split(row.get("aliases", ""))]
    return [name.strip() for name in spoken if len(name.strip()) >= 2]


def load(path: Path) -> Community:
    """Read the folder's files. What is missing is empty."""
    places: dict[str, KnownPlace] = {}
    for row in _rows(path / "places.csv"):
        place = KnownPlace(row.get("name", ""), row.get("kind", ""), row.get("grid") or None, row.get("full_name", ""))
        for name in _names(row):
            places.setdefault(name, place)
    bodies: dict[str, KnownBody] = {}
    for row in _rows(path / "bodies.csv"):
        body = KnownBody(row.get("name", ""), row.get("code", ""))
        for name in _names(row):
            bodies.setdefault(name, body)
    questions = tuple(
        Question(
            row["question"],
            tuple(one.strip() for one in re.split(r"[;；|]", row.get("variants", "")) if one.strip()),
            row.get("answer", ""),
            row.get("source", ""),
            row.get("area", ""),
            row.get("valid_until", ""),
        )
        for row in _rows(path / "faq.csv")
        if row.get("question")
    )
    return Community(places, bodies, questions)


class CommunityFiles:
    """The community as its files stand now: looked at again when a file changed, at most every two seconds."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._looked = 0.0
        self._stamp: tuple[object, ...] = ()
        self._community = Community()
        self.version = 0

    def now(self) -> Community:
        moment = time.monotonic()
        if self.version and moment - self._looked < LOOK_AGAIN_SECONDS:
            return self._community
        self._looked = moment
        path = self._path or folder()
        stamp = (path, *(self._file_stamp(path / name) for name in ("places.csv", "bodies.csv", "faq.csv")))
        if stamp != self._stamp or not self.version:
            try:
                self._community = load(path)
                self._stamp = stamp
            except (OSError, csv.Error) as problem:
                log.warning("the community's files could not be read: %s", problem)
            self.version += 1
        return self._community

    @staticmethod
    def _file_stamp(path: Path) -> tuple[int, int]:
        try:
            status = path.stat()
        except OSError:
            return (0, 0)
        return (status.st_mtime_ns, status.st_size)
