"""Extracts the strings to translate from code, templates and data files, then updates and compiles the message catalogues.

Run: `python -m portal.translations.words`.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from portal.admission import words as admission_words
from portal.cases.doors.views import STEPS
from portal.cases.inspections.models import Finding
from portal.cases.models import Ground, Kind, Urgency
from portal.cases.ratings.models import Satisfaction
from portal.cases.records import contact_claims, event_wording, follow_up_wording
from portal.cases.rules.lifecycle import Actor, CloseReason, Seal, State, Verb, name_of, way_in_words
from portal.cases.rules.regimes import Regime
from portal.grids.offices import Way
from portal.kernel import workbook
from portal.kernel.errors import Problem
from portal.kernel.roles import Role, StaffActor
from portal.outbox.outcome import Fate
from portal.staff.navigation import links_of

HERE = Path(__file__).resolve().parent
PORTAL = HERE.parent
# functions that mark a string → which of their arguments to extract (None: the first)
KEYWORDS: dict[str, tuple[int, int] | None] = {"_": None, "gettext": None, "later": None, "ngettext": (1, 2)}
_NO_DATE = datetime(2026, 1, 1, tzinfo=UTC)  # today's date would change the files at every run
_METHODS = [("**/templates/**.html", "jinja2"), ("templates/**.html", "jinja2"), ("**.py", "python")]


def source() -> Catalog:
    """A catalogue of every string to translate: those in `_()`, and the labels of `_labels_in_code`."""
    catalog = Catalog(charset="utf-8")
    found = extract_from_dir(str(PORTAL), method_map=_METHODS, keywords=KEYWORDS, options_map={})
    for name, _line, message, _comments, _context in found:
        if message:
            catalog.add(message, locations=[(f"portal/{name}", None)])  # type: ignore[list-item]  # no line: they move
    for where, message in _labels_in_code():
        catalog.add(message, locations=[(where, None)])  # type: ignore[list-item]
    return catalog


def _labels_in_code() -> Iterator[tuple[str, str]]:
    """(file, string) of texts that templates translate but no `_()` marks: labels, links, states, titles of errors."""
    yield from (("portal/kernel/roles.py", role.label) for role in Role)
    for role in Role:
        actor = StaffActor(id=0, username="", name="", role=role)
        yield from (("portal/staff/navigation.py", words) for _address, words in links_of(actor))
    yield from (("portal/cases/rules/lifecycle.py", words) for state in State for words in (state.label, state.plain))
    yield from (("portal/cases/models.py", one.label) for named in (Kind, Urgency, Ground) for one in named)
    yield from (
        ("portal/cases/rules/lifecycle.py", one.label)
        for named in (Verb, Actor, CloseReason, Regime, Seal)
        for one in named
    )
    yield from (("data/lifecycle.csv", words) for way in Way for words in (name_of("ground", way), way_in_words(way)))
    yield from (("data/lifecycle.csv", one.label) for named in (Satisfaction, Finding) for one in named)
    yield from (("data/case_events.csv", words) for words in event_wording.texts().values())
    yield from (("data/admission.csv", words) for words in admission_words.texts().values())
    yield from (("data/follow_up.csv", words) for words in follow_up_wording.sentences())
    yield from (("data/contact_claims.csv", words) for words in contact_claims.sentences())
    yield from (("portal/outbox/outcome.py", one.label) for one in Fate)
    yield from (("portal/cases/doors/views.py", step) for step in STEPS)
    problems: tuple[type[Problem], ...] = (Problem, *Problem.__subclasses__())
    yield from (("portal/kernel/errors.py", problem.title) for problem in problems)
    yield from (("portal/kernel/workbook.py", words) for words in workbook.FAULTS)


def updated(po: Path, strings: Catalog) -> tuple[bytes, bytes]:
    """The new contents (po, mo) of a catalogue, with the present strings. Keeps exact translations, guesses none."""
    catalog = read_po(io.BytesIO(po.read_bytes()), locale=po.parents[1].name)
    catalog.update(strings, no_fuzzy_matching=True)
    catalog.obsolete.clear()
    catalog.creation_date = catalog.revision_date = _NO_DATE
    words, compiled = io.BytesIO(), io.BytesIO()
    write_po(words, catalog, sort_output=True, width=0, include_lineno=False)
    write_mo(compiled, catalog)
    return words.getvalue(), compiled.getvalue()


def catalogues() -> list[Path]:
    """Every language's `messages.po`."""
    return sorted(HERE.glob("*/LC_MESSAGES/messages.po"))


def main() -> None:
    strings = source()
    for po in catalogues():
        words, compiled = updated(po, strings)
        po.write_bytes(words)
        po.with_suffix(".mo").write_bytes(compiled)


if __name__ == "__main__":
    main()
