"""The texts of `data/sms_templates.csv`: every push and every word that the gateway says itself.

A provider on the mainland sends only registered templates, so none stands anywhere else (a test). `units` is the most
UTF-16 units that the rendered text may take, signature included: 70 is one SMS, 134 two, 201 three.
"""

from __future__ import annotations

import csv
import string
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from portal.config import PROJECT
from portal.pages.community import community
from portal.sms_text import units

TEMPLATES = PROJECT / "data" / "sms_templates.csv"
_HEADER = ["id", "text", "units"]
_MOST_UNITS = 201


class TemplateError(Exception):
    """A line of the file is wrong (the message names it), or a text is asked for that is not there."""


@dataclass(frozen=True)
class Template:
    """One registered text; `{name}` are its parameters."""

    id: str
    text: str
    units: int

    @property
    def parameters(self) -> frozenset[str]:
        return frozenset(name for _, name, _, _ in string.Formatter().parse(self.text) if name)


def load(path: Path = TEMPLATES) -> dict[str, Template]:
    """Read the file. Raises TemplateError with the number of the bad line."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file)
        if next(reader, None) != _HEADER:
            raise TemplateError(f"{path.name} line 1: the header must be {','.join(_HEADER)}")
        found: dict[str, Template] = {}
        for row in reader:
            if not row:
                continue
            template = _template(row, f"{path.name} line {reader.line_num}")
            if template.id in found:
                raise TemplateError(f"{path.name} line {reader.line_num}: {template.id} stands there twice")
            found[template.id] = template
    return found


def _template(row: list[str], where: str) -> Template:
    if len(row) != len(_HEADER):
        raise TemplateError(f"{where}: expected {len(_HEADER)} fields, got {len(row)}")
    name, text, most = (field.strip() for field in row)
    if not name.isidentifier() or not text:
        raise TemplateError(f"{where}: id or text is missing")
    if not most.isdigit() or not 0 < int(most) <= _MOST_UNITS:
        raise TemplateError(f"{where}: units must be a number from 1 to {_MOST_UNITS}, got {most!r}")
    template = Template(name, text, int(most))
    try:
        fixed = text.format_map(dict.fromkeys(template.parameters, ""))
    except (ValueError, KeyError, IndexError, AttributeError) as error:
        raise TemplateError(f"{where}: a {{parameter}} is written wrongly") from error
    if units(fixed) > template.units:
        raise TemplateError(f"{where}: {units(fixed)} units without its parameters, more than {template.units}")
    return template


@lru_cache(maxsize=1)
def _shipped() -> dict[str, Template]:
    return load()


def template(template_id: str) -> Template:
    """One of the shipped templates. Raises TemplateError."""
    try:
        return _shipped()[template_id]
    except KeyError:
        raise TemplateError(f"{TEMPLATES.name} has no {template_id!r}") from None


def say(snapshot: Path, template_id: str, params: Mapping[str, str] | None = None) -> str:
    """The text with its parameters, within its units: the longest parameter is shortened where it must be.

    `snapshot` is LINLI_HOME/community; `sign`, `phone` and `years` come from there unless given. Raises TemplateError.
    """
    chosen = template(template_id)
    known = community(snapshot)
    values = {"sign": known.name, "phone": known.phone, "years": _years(known.retention_years)}
    values |= {name: str(value) for name, value in (params or {}).items()}
    missing = chosen.parameters - values.keys()
    if missing:
        raise TemplateError(f"{template_id} needs {', '.join(sorted(missing))}")
    values = {name: value for name, value in values.items() if name in chosen.parameters}
    return _within(chosen, values)


def _within(chosen: Template, values: dict[str, str]) -> str:
    text = chosen.text.format_map(values)
    while units(text) > chosen.units and values:
        longest = max(values, key=lambda name: len(values[name]))
        if len(values[longest]) <= 1:
            break
        over = units(text) - chosen.units
        values[longest] = values[longest][: max(0, len(values[longest]) - over - 1)] + "…"
        text = chosen.text.format_map(values)
    return text


def _years(count: int) -> str:
    return {1: "一年", 2: "两年", 3: "三年", 5: "五年", 10: "十年"}.get(count, f"{count}年")
