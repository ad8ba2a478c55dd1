"""Pure: the fields of each register, as the table `data/registers.csv` defines them, and reading a form of them."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from portal.cases.rules.form_text import clean_text
from portal.kernel.config import PROJECT
from portal.kernel.errors import Invalid
from portal.kernel.phones import in_digits, mobile
from portal.kernel.roles import Role
from portal.registers.words import sentence

FILE = PROJECT / "data" / "registers.csv"
HOME = "home"  # value of `Field.person`: the field is about a home, not about one person in it
UNIT = "unit"  # the field that tells entries of one place apart; every register has it
OLDEST = timedelta(days=366 * 60)  # how long ago a day in a form may be
# a mobile or identity number, which no text field may hold
_A_PERSONS = re.compile(r"(?<!\d)(?:1\d{10}|\d{17}[\dXx])(?!\d)")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


class Kind(StrEnum):
    """The registers."""

    HOME = "home"
    SHOP = "shop"
    ORGANISATION = "organisation"


class Type(StrEnum):
    """What a field holds: text, a mobile number, a whole number, a day, or one of its choices."""

    TEXT = "text"
    PHONE = "phone"
    WHOLE = "whole"
    DAY = "day"
    CHOICE = "choice"


@dataclass(frozen=True)
class Field:
    """A line of the table: one field of the register `kind`.

    `most`: the most characters of a text; `least`, `most`: the bounds of a whole number; `choices`: (code, Chinese words).
    `person`: whose personal data it is ("landlord" …, or HOME), "" if nobody's. `purposes`: codes of what it is collected
    for; `roles`: who may see it; `months`: how long it is kept once the entry has ended.
    """

    kind: Kind
    code: str
    label: str
    type: Type
    least: int
    most: int
    choices: tuple[tuple[str, str], ...]
    needed: bool
    person: str
    purposes: tuple[str, ...]
    roles: frozenset[Role]
    months: int

    @property
    def is_masked(self) -> bool:
        """Whether pages show it masked until a look is recorded: it is about a person, not only about a home."""
        return self.person not in ("", HOME)

    def shown(self, value: str) -> str:
        """The value in words, not masked: a choice's words, a phone without +86, else as stored."""
        if self.type is Type.CHOICE:
            return dict(self.choices).get(value, value)
        return value.removeprefix("+86") if self.type is Type.PHONE else value


@lru_cache(maxsize=1)
def table() -> tuple[Field, ...]:
    """All lines of the table. Raises ValueError or KeyError for a wrong line."""
    with FILE.open(encoding="utf-8", newline="") as file:
        lines = (line for line in file if not line.startswith("#"))
        return tuple(_field(row) for row in csv.DictReader(lines))


def _field(row: Mapping[str, str]) -> Field:
    """The field of a line; `bound`: a text's most characters, a number's "least-most", or choices as "code:words|…"."""
    kind, bound = Type(row["type"]), row["bound"]
    least, most = 0, 0
    if kind is Type.TEXT:
        most = int(bound)
    if kind is Type.WHOLE:
        least, most = (int(one) for one in bound.split("-"))
    pairs = [one.partition(":") for one in bound.split("|")] if kind is Type.CHOICE else []
    return Field(
        kind=Kind(row["kind"]),
        code=row["field"],
        label=row["label"],
        type=kind,
        least=least,
        most=most,
        choices=tuple((code, words) for code, _colon, words in pairs),
        needed=row["needed"] == "yes",
        person=row["person"],
        purposes=tuple(row["purposes"].split()),
        roles=frozenset(map(Role, row["roles"].split())),
        months=int(row["months"]),
    )


def fields_of(kind: Kind) -> tuple[Field, ...]:
    """All fields of a register, in the table's order."""
    return tuple(one for one in table() if one.kind is kind)


def fields_seen_by(kind: Kind, role: Role) -> tuple[Field, ...]:
    """The fields of a register that this role may see."""
    return tuple(one for one in fields_of(kind) if role in one.roles)


def kinds_seen_by(role: Role) -> tuple[Kind, ...]:
    """The registers of which this role may see any field."""
    return tuple(one for one in Kind if fields_seen_by(one, role))


def purposes_of(kind: Kind, role: Role) -> tuple[str, ...]:
    """The purposes (codes) of the fields that this role may see, in the table's order."""
    return tuple(dict.fromkeys(purpose for one in fields_seen_by(kind, role) for purpose in one.purposes))


class Faulty(Exception):
    """Some fields are wrong. `faults`: name of the field → what is wrong, in a Chinese sentence."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__(", ".join(faults))
        self.faults = faults


def read_values(kind: Kind, values: Mapping[str, str], today: date) -> dict[str, str]:
    """Field → value to be stored ("": none), from the form for a new entry. Raises Faulty with every fault at once."""
    read, faults = _read(fields_of(kind), values, today)
    faults = {
        one.code: sentence("fault.choose" if one.type is Type.CHOICE else "fault.missing")
        for one in fields_of(kind)
        if one.needed and not read.get(one.code) and one.code not in faults
    } | faults
    if faults:
        raise Faulty(faults)
    return read


def read_corrections(kind: Kind, values: Mapping[str, str], drop: Sequence[str], today: date) -> dict[str, str]:
    """Field → new value, from the form for corrections. An empty field is left out, but "" for one in `drop`. Raises Faulty."""
    known = fields_of(kind)
    read, faults = _read(known, values, today)
    for one in known:
        if one.code in drop and read.get(one.code):
            faults.setdefault(one.code, sentence("fault.drop"))
        if one.code in drop and one.needed:
            faults.setdefault(one.code, sentence("fault.missing"))
    if faults:
        raise Faulty(faults)
    return {one.code: read[one.code] for one in known if read[one.code] or one.code in drop}


def _read(known: Sequence[Field], values: Mapping[str, str], today: date) -> tuple[dict[str, str], dict[str, str]]:
    """(field → value, field → fault) of what was typed; no field is needed yet."""
    read: dict[str, str] = {}
    faults: dict[str, str] = {}
    for one in known:
        typed = values.get(one.code, "")[:2000].strip()
        try:
            read[one.code] = _value(one, typed, today) if typed else ""
        except Invalid as refused:
            faults[one.code] = refused.title
    return read, faults


def _value(one: Field, typed: str, today: date) -> str:
    """The typed text as the value to be stored. Raises Invalid."""
    if one.type is Type.TEXT:
        return _text(one, typed)
    if one.type is Type.PHONE:
        return _phone(typed)
    if one.type is Type.WHOLE:
        return _whole(one, typed)
    if one.type is Type.DAY:
        return _day(typed, today)
    if typed not in dict(one.choices):
        raise Invalid(sentence("fault.choose"))
    return typed


def _text(one: Field, typed: str) -> str:
    found = " ".join(clean_text(typed, 2000).split())
    if len(found) > one.most:
        raise Invalid(sentence("fault.long", most=str(one.most)))
    if _A_PERSONS.search(in_digits(found)):
        raise Invalid(sentence("fault.number"))
    return found


def _phone(typed: str) -> str:
    found = mobile(in_digits(typed))
    if found is None:
        raise Invalid(sentence("fault.phone"))
    return found


def _whole(one: Field, typed: str) -> str:
    if not (typed.isascii() and typed.isdigit() and len(typed) <= 6 and one.least <= int(typed) <= one.most):
        raise Invalid(sentence("fault.whole", least=str(one.least), most=str(one.most)))
    return str(int(typed))


def _day(typed: str, today: date) -> str:
    try:
        day = date.fromisoformat(typed) if _DAY.fullmatch(typed) else None
    except ValueError:
        day = None
    if day is None or not today - OLDEST <= day <= today:
        raise Invalid(sentence("fault.day"))
    return day.isoformat()


_BETWEEN = re.compile(r"[\s\-—_·.,，、#＃号室间幢栋楼单元]+")  # what separates the parts of a unit


# a Chinese numeral below a hundred that counts a building, a unit or a storey (二单元, 十二栋)
_COUNTS = re.compile(r"([一二两三四五六七八九]?)(十?)([一二三四五六七八九]?)(?=[号幢栋楼层]|单元)")


def plain_unit(unit: str) -> str:
    """The unit in a form for comparing: 2单元301室, ２-301, 二单元301 and 2单元 301 give the same."""
    said = _COUNTS.sub(_in_digits, unicodedata.normalize("NFKC", unit).casefold())
    return "-".join(filter(None, _BETWEEN.split(said)))


def _in_digits(found: re.Match[str]) -> str:
    """A numeral in digits; what is none as it is."""
    first, ten, last = found.groups()
    if ten:
        return str(10 * (_digit(first) or 1) + _digit(last))
    return str(_digit(first)) if first and not last else found.group()


def _digit(character: str) -> int:
    """The value of a Chinese digit; 0 for none."""
    return int(unicodedata.numeric(character)) if character else 0
