"""The community's places, bodies and common questions, read from the files that the portal writes."""

from __future__ import annotations

import csv
import logging
import os
import re
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

log = logging.getLogger(__name__)

ROOT = Path(__file__).resolve().parents[2]
CHECK_EVERY_SECONDS = 2.0
OWN_OFFICE = "community"
"""The code of the community's own office in bodies.csv."""
_SEPARATORS = re.compile(r"[;；|、,，/]")


@dataclass(frozen=True)
class KnownPlace:
    """A place in the community's files. `kind`: estate, building, gate …; `grid`: the code of its grid, None if unknown;
    `full_name`: its name with the whole address, or ""."""

    name: str
    kind: str
    grid: str | None
    full_name: str


@dataclass(frozen=True)
class KnownBody:
    """A body in the community's files. `handles`: what it is there for, in words."""

    name: str
    code: str
    phone: str = ""
    hours: str = ""
    handles: str = ""


@dataclass(frozen=True)
class Question:
    """A common question with its answer. `variants`: other wordings; `source`: where the answer stands; `area`: where it
    holds, in words; `valid_until`: a date (2027-12-31), or ""."""

    question: str
    variants: tuple[str, ...]
    answer: str
    source: str
    area: str
    valid_until: str


@dataclass
class Community:
    """The contents of the files. `places` and `bodies`: each name, full name and alias of two characters or more → its entry."""

    places: dict[str, KnownPlace] = field(default_factory=dict)
    bodies: dict[str, KnownBody] = field(default_factory=dict)
    questions: tuple[Question, ...] = ()

    @property
    def own_office(self) -> KnownBody | None:
        """The community's own office; None if the list of bodies lacks it."""
        return next((body for body in self.bodies.values() if body.code == OWN_OFFICE), None)

    @cached_property
    def place_names(self) -> NameFinder:
        """Finds the places' names in a text."""
        return NameFinder(self.places)

    @cached_property
    def body_names(self) -> NameFinder:
        """Finds the bodies' names in a text."""
        return NameFinder(self.bodies)

    @cached_property
    def by_canonical(self) -> dict[str, KnownPlace]:
        """Each place's name in canonical spelling → the place; the first, if several names are spelt so."""
        found: dict[str, KnownPlace] = {}
        for name, place in self.places.items():
            found.setdefault(canonical_name(name), place)
        return found


class NameFinder:
    """Finds many names (of two characters or more) in a text at once, the longest at each position."""

    def __init__(self, names: Iterable[str]) -> None:
        self._by_start: dict[str, list[str]] = defaultdict(list)
        for name in sorted(names, key=len, reverse=True):
            self._by_start[name[:2]].append(name)
        starts = "|".join(re.escape(start) for start in self._by_start if len(start) == 2)
        self._start = re.compile(f"(?={starts})" if starts else "(?!)")

    def find(self, text: str) -> Iterator[tuple[int, str]]:
        """Yield (position, name) in order, not overlapping."""
        end = 0
        for found in self._start.finditer(text):
            at = found.start()
            name = next((one for one in self._by_start[text[at : at + 2]] if text.startswith(one, at)), None)
            if name and at >= end:
                yield at, name
                end = at + len(name)


_DIGITS = str.maketrans("一二三四五六七八九", "123456789")
_BUILDING = re.compile(r"(?<!\d)(\d+)(?:号楼|幢|栋|#楼|#)")
_COUNTED = re.compile(r"([一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九])(号楼|幢|栋|单元)")


def canonical_name(name: str) -> str:
    """Write buildings and units in one spelling: 三幢, 3号楼 and 3# become 3栋, 三单元 becomes 3单元."""

    def digits(match: re.Match[str]) -> str:
        said = match.group(1)
        if "十" not in said:
            return said.translate(_DIGITS) + match.group(2)
        tens, _, ones = said.partition("十")
        return f"{int(tens.translate(_DIGITS) or 1) * 10 + int(ones.translate(_DIGITS) or 0)}{match.group(2)}"

    return _BUILDING.sub(r"\1栋", _COUNTED.sub(digits, name))


def folder() -> Path:
    """The folder of the community's files: LINLI_COMMUNITY, or that shipped with the project."""
    return Path(os.environ.get("LINLI_COMMUNITY") or ROOT / "data" / "community")


def _rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file, values stripped, without comment lines (#); [] if it is missing. Bad lines are logged and skipped."""
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
    """The name, full name and aliases of a row, those of two characters or more."""
    spoken = [row.get("name", ""), row.get("full_name", ""), *_SEPARATORS.split(row.get("aliases", ""))]
    return [name.strip() for name in spoken if len(name.strip()) >= 2]


def load(path: Path) -> Community:
    """Read the folder's files; a missing file counts as empty. Of several rows with one name the first counts;
    a name of places in different grids has no grid.
    """
    places: dict[str, KnownPlace] = {}
    for row in _rows(path / "places.csv"):
        place = KnownPlace(row.get("name", ""), row.get("kind", ""), row.get("grid") or None, row.get("full_name", ""))
        for name in _names(row):
            before = places.setdefault(name, place)
            if before.grid != place.grid:
                places[name] = replace(before, grid=None)
    bodies: dict[str, KnownBody] = {}
    for row in _rows(path / "bodies.csv"):
        facts = (row.get(name, "") for name in ("name", "code", "phone", "hours", "handles"))
        body = KnownBody(*facts)
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
    """The community as its files are now; rereads changed files, checking at most every two seconds."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._looked = 0.0
        self._stamp: tuple[object, ...] = ()
        self._community = Community()
        self.version = 0
        """0 before the first reading; one more after each, also one that failed."""

    def now(self) -> Community:
        """The community; what was read last (at first an empty one) if its files cannot be read."""
        moment = time.monotonic()
        if self.version and moment - self._looked < CHECK_EVERY_SECONDS:
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
        """The file's time of change and size; (0, 0) if it is missing."""
        try:
            status = path.stat()
        except OSError:
            return (0, 0)
        return (status.st_mtime_ns, status.st_size)
