"""Pure: reads the fields of the list's and the ledger's forms and of the list's files, cleans them, names what is wrong."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from portal.admission.rules import Asked, Kind, Work
from portal.admission.words import sentence
from portal.cases.rules.form_text import SHORTEST_SENTENCE, clean_text
from portal.kernel.errors import Invalid
from portal.kernel.phones import holds_a_persons_number

MOST = {
    "name": 60,
    "basis": 200,
    "departments": 200,
    "funds": 100,
    "people": 100,
    "aliases": 200,
    "department": 40,
    "what": 80,
    "detail": 1000,
    "reason": 500,
    "comes": 200,
}
"""Field → the most characters."""

MOST_DAYS = 3660  # the most for `every_days`
FURTHEST_DEADLINE = timedelta(days=3 * 366)  # from today
LONGEST_EXCEPTION = timedelta(days=366)  # from today
_CODE = re.compile(r"[A-Za-z0-9-]{1,20}")
_OTHER_CENTURY = re.compile(r"(?!20)\d{4}-\d\d-\d\d")
_DAY = re.compile(r"(20\d\d)-(\d\d)-(\d\d)")
_BETWEEN = re.compile(r"[、,，;；|\n]+")


class Faulty(Exception):
    """Some fields are wrong. `faults`: name of the field → what is wrong, in a Chinese sentence."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__(", ".join(faults))
        self.faults = faults


@dataclass(frozen=True)
class ItemFields:
    """A version of an item as typed or imported, checked; the fields are those of `AdmissionItem`."""

    code: str
    name: str
    kind: Kind
    basis: str
    departments: str
    work: tuple[Work, ...]
    every_days: int | None
    funds: str
    people: str
    aliases: str
    since: date
    until: date | None


@dataclass(frozen=True)
class ExceptionFields:
    """What a supervisor writes to make an exception: why, what funds and people come along (`comes`), the last day."""

    reason: str
    comes: str
    until: date


class _Reader:
    """Reads fields one by one and gathers the faults, so that a form shows all of them at once."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = values
        self.faults: dict[str, str] = {}

    def text(self, name: str, *, needed: bool = False) -> str:
        """The cleaned text; "" and a fault if it is missing but needed, too long, or holds a person's number."""
        most = MOST[name]
        try:
            found = clean_text(self._values.get(name, "")[: most * 20], most)
        except Invalid:
            return self.fault(name, sentence("fault.long", most=str(most)))
        if needed and not found:
            return self.fault(name, sentence("fault.missing"))
        if holds_a_persons_number(found):
            return self.fault(name, sentence("fault.number"))
        return found

    def listed(self, name: str) -> str:
        """The names in the field, as `split_names` separates them, joined by 、, each once."""
        return "、".join(dict.fromkeys(filter(None, (one.strip() for one in _BETWEEN.split(self.text(name))))))

    def code(self) -> str:
        """The item's code, in capitals; "" and a fault if it is none."""
        found = self._values.get("code", "").strip()
        if _CODE.fullmatch(found):
            return found.upper()
        return self.fault("code", sentence("fault.code"))

    def day(self, name: str, *, needed: bool = True) -> date | None:
        """The day in the field; None if it is empty or no day (`day_of`), with a fault unless it is empty and not needed."""
        typed = self._values.get(name, "").strip()
        found = day_of(typed)
        if found is None and (needed or typed):
            self.fault(name, fault_of_day(typed))
        return found

    def fault(self, name: str, said: str) -> str:
        """Note the first fault of a field; returns ""."""
        self.faults.setdefault(name, said)
        return ""

    def finish(self) -> None:
        """Raise Faulty if there are faults."""
        if self.faults:
            raise Faulty(self.faults)


def day_of(text: str) -> date | None:
    """The day written as 2026-11-24, from 2000 to 2099; None for anything else."""
    found = _DAY.fullmatch(text)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def fault_of_day(typed: str) -> str:
    """The sentence for a text that `day_of` does not read: a day of another century, or no day."""
    return sentence("fault.day_range" if _OTHER_CENTURY.fullmatch(typed) else "fault.date")


def read_item(values: Mapping[str, str], work: Collection[str]) -> ItemFields:
    """A version of an item from its form or line; `work`: codes of the kinds of work. Raises Faulty."""
    reader = _Reader(values)
    code, name, basis = reader.code(), reader.text("name", needed=True), reader.text("basis", needed=True)
    kind = values.get("kind", "")
    if kind not in set(Kind):
        reader.fault("kind", sentence("fault.choose"))
    works = _works(reader, work)
    every = _every_days(reader, values.get("every_days", "").strip())
    if Work.REPORT in works and kind == Kind.ASSISTING and every is None:
        reader.fault("every_days", sentence("fault.every_days_report"))
    departments, aliases = reader.listed("departments"), reader.listed("aliases")
    funds, people = reader.text("funds"), reader.text("people")
    since, until = reader.day("since"), reader.day("until", needed=False)
    if since and until and until < since:
        reader.fault("until", sentence("fault.date_order"))
    reader.finish()
    assert since is not None
    return ItemFields(code, name, Kind(kind), basis, departments, works, every, funds, people, aliases, since, until)


def read_asked(values: Mapping[str, str], work: Collection[str], today: date) -> Asked:
    """What a department asks, from its form; `code` "none": of no item; `work`: codes. Raises Faulty."""
    reader = _Reader(values)
    department, what = reader.text("department", needed=True), reader.text("what", needed=True)
    chosen = values.get("code", "").strip()
    if not chosen:
        reader.fault("code", sentence("fault.choose"))
    code = "" if chosen in ("", "none") else reader.code()
    comes = values.get("comes_with", "")
    if comes not in ("yes", "no"):
        reader.fault("comes_with", sentence("fault.choose"))
    works = _works(reader, work)
    deadline = reader.day("deadline")
    if deadline and deadline < today:
        reader.fault("deadline", sentence("fault.deadline_past"))
    if deadline and deadline > today + FURTHEST_DEADLINE:
        reader.fault("deadline", sentence("fault.deadline_far"))
    detail, basis = reader.text("detail"), reader.text("basis")
    reader.finish()
    assert deadline is not None
    return Asked(department, what, detail, code, frozenset(works), basis, deadline, comes == "yes")


def read_exception(values: Mapping[str, str], today: date) -> ExceptionFields:
    """What a supervisor typed to make an exception. Raises Faulty."""
    reader = _Reader(values)
    reason, comes = _reason(reader), reader.text("comes", needed=True)
    until = reader.day("until")
    if until and until < today:
        reader.fault("until", sentence("fault.until_past"))
    if until and until > today + LONGEST_EXCEPTION:
        reader.fault("until", sentence("fault.until_far"))
    reader.finish()
    assert until is not None
    return ExceptionFields(reason, comes, until)


def read_reason(values: Mapping[str, str]) -> str:
    """The reason for ending an exception or withdrawing an ask. Raises Faulty."""
    reader = _Reader(values)
    reason = _reason(reader)
    reader.finish()
    return reason


def _reason(reader: _Reader) -> str:
    """The text of the field `reason`; a fault if it is hardly a sentence."""
    reason = reader.text("reason")
    if len(reason) < SHORTEST_SENTENCE or len({one for one in reason if one.isalpha()}) < SHORTEST_SENTENCE // 2:
        reader.fault("reason", sentence("fault.reason"))
    return reason


def _works(reader: _Reader, chosen: Collection[str]) -> tuple[Work, ...]:
    """The kinds of work, in the order of `Work`; with a fault if none was chosen, or one that does not exist."""
    found = tuple(one for one in Work if one in chosen)
    if not found or set(chosen) - set(Work):
        reader.fault("work", sentence("fault.work"))
    return found


def _every_days(reader: _Reader, typed: str) -> int | None:
    """The number of days; None if nothing was typed or, with a fault, if it is not 1 to MOST_DAYS."""
    if not typed:
        return None
    if typed.isascii() and typed.isdigit() and len(typed) <= 4 and 1 <= int(typed) <= MOST_DAYS:
        return int(typed)
    reader.fault("every_days", sentence("fault.every_days"))
    return None


def split_names(text: str) -> Sequence[str]:
    """The names in a cell, separated by 、, a comma, a semicolon, | or a line break; a space separates none."""
    return [one.strip() for one in _BETWEEN.split(text) if one.strip()]
