"""The scenes of a danger, each with its script of advice, as rows of words (data/danger_scenes.csv, data/situations.csv). Pure, but for its files."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from actions.interpreting.situations.rows import situations
from actions.tables import read_table

FILE = Path(__file__).resolve().parents[3] / "data" / "danger_scenes.csv"
# The columns of the file. `of`: the dangers in which the scene may occur, first the one to which it belongs.
_HEADER = ["script", "of", "words", "unless"]
_MATCHES_NOTHING = re.compile(r"(?!)")
_NEAR, _FARTHER = r"[^，。！？；\n]{0,6}?", r"[^。！？\n]{0,20}?"


class SceneError(ValueError):
    """A line of the file cannot be read; the message names it."""


@dataclass(frozen=True)
class Scene:
    """A scene: its script, the dangers that it may occur in (first the one it belongs to), words that show it, words that rule it out."""

    script: str
    dangers: tuple[str, ...]
    words: re.Pattern[str]
    unless: re.Pattern[str]


def load(path: Path = FILE) -> tuple[Scene, ...]:
    """Read the file; a scene further up goes before those below. Raises SceneError with the number of the bad line."""
    rows = read_table(path, _HEADER, SceneError, filled=3)
    return tuple(
        Scene(script, tuple(of.split()), any_of(words), any_of(unless)) for (script, of, words, unless), _ in rows
    )


def any_of(words: str) -> re.Pattern[str]:
    """A pattern for any of the words, which blanks separate. Without words it matches nothing.

    In one, … stands for up to six characters of one clause, / for "or", ~ for up to twenty characters of one sentence between two
    such choices (砸门/踹…门~躲在/锁在).
    """
    chosen = sorted(words.split(), key=lambda word: (-len(word), word))
    if not chosen:
        return _MATCHES_NOTHING
    return re.compile("|".join(_FARTHER.join(_any_way(part) for part in one.split("~")) for one in chosen))


def _any_way(part: str) -> str:
    """The expression for a choice between words."""
    ways = [re.escape(way).replace("…", _NEAR) for way in part.split("/")]
    return ways[0] if len(ways) == 1 else f"(?:{'|'.join(ways)})"


@lru_cache(maxsize=1)
def scenes() -> tuple[Scene, ...]:
    """The shipped scenes; before them the situations that tell of an emergency by themselves, but for blows at home, whose scenes tell who strikes and whether one hides."""
    told = tuple(
        Scene(one.named, one.of, one.words, one.unless) for one in situations() if one.named != "home_violence"
    )
    return (*told, *load())


def dangers_of(script: str) -> frozenset[str]:
    """The dangers in which a script of advice may be given."""
    return _dangers_of_scripts().get(script, frozenset({script}))


@lru_cache(maxsize=1)
def _dangers_of_scripts() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for scene in scenes():
        found[scene.script] = found.get(scene.script, frozenset()).union(scene.dangers)
    return found | {scene.dangers[0]: frozenset({scene.dangers[0]}) for scene in scenes()}
