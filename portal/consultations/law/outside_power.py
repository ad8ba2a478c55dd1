"""Pure: on what grounds (`data/procedures/grounds.csv`) a vote is outside a committee's power, so that a supervisor may halt it.

A list of patterns never finds every election that is called something else (`decided_elsewhere`), so people decide: the
scrutineer declares what the matter is, and a supervisor may halt the vote.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from portal.consultations.law import content_checks
from portal.consultations.law.template import Template
from portal.consultations.law.template_loader import FOLDER, TemplateError

FILE = "grounds.csv"
LEAST_REASON, MOST_REASON = 10, 500  # characters


@dataclass(frozen=True)
class Ground:
    """Why a committee may not hold a vote. `citation`: the article, or "" if the supervisor's reason has to name it."""

    code: str
    title: str
    citation: str
    not_for: frozenset[str]  # templates under which it is none


@lru_cache(maxsize=4)
def load_grounds(folder: Path = FOLDER) -> Mapping[str, Ground]:
    """The grounds by code. Raises TemplateError with the line of one that is incomplete or there twice."""
    rows = csv.DictReader(io.StringIO((folder / FILE).read_text(encoding="utf-8")))
    found: dict[str, Ground] = {}
    for row in rows:
        values = {key: (value or "").strip() for key, value in row.items() if key}
        if None in row or len(values) != 4 or not values["code"] or not values["title"] or values["code"] in found:
            raise TemplateError(f"{FILE}:{rows.line_num}: 这一行不完整或者重复")
        found[values["code"]] = Ground(**values | {"not_for": frozenset(values["not_for"].split())})
    return found


def grounds_for(template: Template) -> Sequence[Ground]:
    """The grounds on which a vote under this template can be halted; what owners decide is none against owners."""
    return [ground for ground in load_grounds().values() if template.code not in ground.not_for]


def says_why(reason: str) -> bool:
    """Whether the reason is of a fitting length and not hollow."""
    return LEAST_REASON <= len(reason) <= MOST_REASON and not content_checks.objection_fault(reason)


def lacks_article(ground: Ground, reason: str) -> bool:
    """Whether neither the ground nor the reason names the article of law."""
    return not ground.citation and not content_checks.names_article(reason)
