"""Read and check the demo's files (`data/community/demo_*`)."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import yaml

from portal.kernel.config import PROJECT
from portal.kernel.time_zone import SHANGHAI

FOLDER = PROJECT / "data" / "community"
_STAFF_VERBS = ("accept", "reject", "dispatch", "acknowledge", "progress", "send_back", "handle_on_spot", "resolve")
# what a step of a story may be: staff's verbs, and the reporter's
VERBS = frozenset((*_STAFF_VERBS, "supervise", "fixed", "not_fixed", "remind", "withdraw"))
ACTORS = frozenset({"desk", "grid", "body", "supervisor", "resident"})
_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")
_SPANS = ("place", "time", "body")  # fields whose value must stand in the story's text


class BadStory(Exception):
    """A file of the demo cannot be used; the message says which story and why."""


@dataclass(frozen=True)
class Neighbour:
    """One person of the demo's roll: a row of `demo_roll.csv`."""

    name: str
    phone: str  # E.164


@dataclass(frozen=True)
class Step:
    """What somebody did to a case, `day` days after the report, at `at`; `verb`: of VERBS, `actor`: of ACTORS.

    `what`: of a dispatch the body's code, of a rejection the ground (`more`: office and phone); `words`: the text.
    """

    day: int
    at: time
    actor: str
    verb: str
    what: str = ""
    words: str = ""
    more: tuple[str, ...] = ()


@dataclass(frozen=True)
class Story:
    """One case: reported `day` days ago by neighbour number `who` (from 1), and its further steps.

    `channel`: sms, wechat or webchat; `kind`, `category`, `urgency`: codes; `place`, `time`, `body`: the words of `text`
    that say so, or "".
    """

    day: int
    at: time
    who: int
    channel: str
    kind: str
    category: str
    urgency: str
    text: str
    place: str
    time: str
    body: str
    steps: tuple[Step, ...]

    def moment(self, today: date, step: Step | None = None) -> datetime:
        """When the report, or with `step` that step, happened, counted back from `today`."""
        after, at = (step.day, step.at) if step else (0, self.at)
        return datetime.combine(today - timedelta(days=self.day - after), at, SHANGHAI)


def neighbours(path: Path = FOLDER / "demo_roll.csv") -> tuple[Neighbour, ...]:
    """Everybody on the demo's roll, in the file's order."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return tuple(Neighbour(row["姓名"], "+86" + row["手机"]) for row in csv.DictReader(lines))


def people(path: Path = FOLDER / "demo_people.yml") -> Mapping[str, Any]:
    """The file's `committees` and `accounts`, lists of rows that are not checked. Raises BadStory if either is missing."""
    found = _yaml(path)
    if not isinstance(found, dict) or not {"committees", "accounts"} <= found.keys():
        raise BadStory(f"{path.name}: committees and accounts are missing")
    return found


def consultations(path: Path = FOLDER / "demo_consultations.yml") -> list[dict[str, Any]]:
    """The file's consultations, whose keys the comment at its head explains; not checked. Raises BadStory without a list."""
    found = _yaml(path)
    listed = found.get("consultations") if isinstance(found, dict) else None
    if not isinstance(listed, list):
        raise BadStory(f"{path.name}: consultations are missing")
    return listed


def stories(path: Path = FOLDER / "demo_cases.yml") -> tuple[Story, ...]:
    """The demo's cases. Raises BadStory."""
    found = _yaml(path)
    listed = found.get("cases") if isinstance(found, dict) else None
    if not isinstance(listed, list):
        raise BadStory(f"{path.name}: cases are missing")
    found_stories = []
    for number, raw in enumerate(listed, start=1):
        try:
            found_stories.append(_story(raw))
        except (KeyError, TypeError, ValueError) as error:
            raise BadStory(f"{path.name}, case {number}: {error}") from error
    return tuple(found_stories)


def _yaml(path: Path) -> Any:
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise BadStory(f"{path.name}: {error}") from error


def _story(raw: Mapping[str, Any]) -> Story:
    text = str(raw["text"])
    spans = {name: str(raw.get(name) or "") for name in _SPANS}
    for name, said in spans.items():
        if said not in text:
            raise ValueError(f"{name} {said!r} is not in the text")
    day = int(raw["day"])
    steps = tuple(_step(step) for step in raw.get("steps") or ())
    if day < 1 or any(step.day >= day for step in steps):
        raise ValueError("the report and its steps must be before today")
    return Story(
        day=day,
        at=_time(raw["at"]),
        who=int(raw["who"]),
        channel=str(raw["channel"]),
        kind=str(raw["kind"]),
        category=str(raw["category"]),
        urgency=str(raw.get("urgency", "normal")),
        text=text,
        steps=steps,
        **spans,
    )


def _step(raw: list[Any]) -> Step:
    """A step from its list in the file: day, time, actor, verb and, as far as given, `what`, `words` and `more`."""
    day, at, actor, verb, *rest = raw
    if verb not in VERBS or actor not in ACTORS:
        raise ValueError(f"unknown actor or verb: {actor} {verb}")
    what, words, *more = [*map(str, rest), "", ""][: max(len(rest), 2)]
    return Step(int(day), _time(at), actor, verb, what, words, tuple(more))


def _time(raw: object) -> time:
    found = _CLOCK.fullmatch(str(raw))
    if not found:
        raise ValueError(f"expected a time like 08:30, got {raw!r}")
    return time(int(found[1]), int(found[2]))
