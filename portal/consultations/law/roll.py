"""Pure: reads a roll from CSV. Bad lines are listed with number and reason; the file is accepted whole or not at all.

Header `name,phone,household,unit,area` or 姓名,手机,户,房号,面积, in any order; UTF-8 (with or without BOM) or GBK.
Refused: duplicates (persons: same name, phone and household; households: also a household named before; owners: a unit
named before), lines that are no person (totals, titles, notes, a second header), several names in one cell, and
landlines, which receive no code; cells that are empty but needed, too long, no number where one is needed, or hold
invisible characters. All kinds of dash in a household or a unit become "-", so that 1—101 equals 1-101.

How many votes a roll has: persons and households, one per line (a household has one representative). Owners, by 业主大会和
业主委员会指导规则 23–25: an owner (same name and phone) with several units counts once, with the areas added up (without
a phone each line counts as another owner); of a unit's co-owners only one is on the roll.
"""

from __future__ import annotations

import csv
import hashlib
import hmac
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from portal.consultations.law.roll_cells import (
    CHINESE,
    COLUMNS,
    holds_invisible,
    plain_cell,
    read_area,
    read_phone,
    why_no_person,
    why_not_one_name,
)
from portal.consultations.law.template import Basis
from portal.kernel.spreadsheet import decoded

MAX_BYTES = 8 * 1024 * 1024  # of the CSV file
MAX_LINES = 60_000  # lines of the CSV file, and entries of a roll
MOST_LISTED = 200  # bad lines that are listed
MAX_UNIT = 500  # characters of all units of one owner, joined
HEADER_HELP = "第一行应当是：姓名,手机,户,房号,面积"
_BETWEEN_UNITS = re.compile(r"\s{0,9}[、，,;；]\s{0,9}")


@dataclass(frozen=True)
class Entry:
    """One entry of the roll, which has one vote. `line`: its (first) line in the file, the header being line 1; `area`: m²."""

    line: int
    name: str
    phone: str  # E.164, or "" where there is none
    household: str
    unit: str
    area: Decimal | None

    @property
    def cells(self) -> tuple[str, ...]:
        """What it says, in the order of COLUMNS; "" for an area that is not given."""
        return self.name, self.phone, self.household, self.unit, "" if self.area is None else str(self.area)


@dataclass(frozen=True)
class BadLine:
    """A line that is refused, and why (Chinese)."""

    line: int
    reason: str


@dataclass(frozen=True)
class ParsedRoll:
    """A roll as read from a file; `good`: it may be accepted. A file with a bad line has no `entries`.

    `problem`: why the file as a whole cannot be read. `bad`: the refused lines, at most MOST_LISTED of `bad_count`.
    `notes`: what the committee should know about a good roll, in Chinese (entries without a phone, shared phones).
    `lines`: the number of lines that are not empty, the header not counted.
    """

    entries: tuple[Entry, ...] = ()
    bad: tuple[BadLine, ...] = ()
    bad_count: int = 0
    problem: str = ""
    notes: tuple[str, ...] = ()
    lines: int = 0

    @property
    def good(self) -> bool:
        return not self.problem and not self.bad_count and bool(self.entries)


def parse_roll(data: bytes, basis: Basis) -> ParsedRoll:
    """Read a whole file for a roll that counts by `basis`. Errors are part of the result; nothing is raised."""
    if len(data) > MAX_BYTES:
        return ParsedRoll(problem=f"文件太大：最多 {MAX_BYTES // 1024 // 1024} MB")
    if b"\x00" in data[:4096] or data[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        return ParsedRoll(problem="这不是 CSV 文件。请在表格软件里“另存为 CSV”再传")
    text = decoded(data)
    if text is None:
        return ParsedRoll(problem="文件的文字编码认不出来。请另存为 UTF-8 编码的 CSV")
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(rows, None)
        if header is None or not any(cell.strip() for cell in header):
            return ParsedRoll(problem="文件是空的。" + HEADER_HELP)
        order = _order(header)
        if isinstance(order, str):
            return ParsedRoll(problem=order)
        return _Reader(basis, order).read(rows)
    except csv.Error:
        return ParsedRoll(problem=f"第 {rows.line_num} 行附近的引号或逗号不对，表格读不下去")


def _order(header: list[str]) -> list[str] | str:
    """The columns in the order of the header; or, as one string, what is wrong with the header."""
    names = [cell.strip().strip("\ufeff").lower() for cell in header]
    while names and not names[-1]:
        names.pop()
    order = [CHINESE.get(name, name) for name in names]
    unknown = [name for name, code in zip(names, order, strict=True) if code not in COLUMNS]
    missing = [code for code in COLUMNS if code not in order]
    if unknown:
        return f"表头不对，不认识：{'、'.join(name[:20] or '（空）' for name in unknown[:5])}。{HEADER_HELP}"
    if missing or len(set(order)) != len(order):
        return f"表头不对，有缺少或重复的列。{HEADER_HELP}"
    return order


class _Reader:
    """Collects the entries and the bad lines of one roll, and on which line each person, household, unit and owner stood."""

    def __init__(self, basis: Basis, order: list[str]) -> None:
        self.basis, self.order = basis, order
        self.entries: dict[int, Entry] = {}
        self.bad: list[BadLine] = []
        self.bad_count = 0
        self.seen: dict[tuple[str, str, str], int] = {}
        self.households: dict[str, int] = {}
        self.units: dict[str, int] = {}
        self.owners: dict[tuple[str, str], int] = {}
        self.as_written: dict[int, Entry] = {}  # line → the entry on that line, before an owner's lines are merged

    def read(self, rows: Iterable[list[str]]) -> ParsedRoll:
        lines = 0
        for number, cells in enumerate(rows, start=2):
            if not any(cell.strip() for cell in cells):
                continue
            lines += 1
            if lines > MAX_LINES:
                return ParsedRoll(problem=f"名册太长：最多 {MAX_LINES} 行")
            if reason := self._take_line(number, cells):
                self.bad_count += 1
                if len(self.bad) < MOST_LISTED:
                    self.bad.append(BadLine(number, reason))
        if not lines:
            return ParsedRoll(problem="名册里一个人也没有")
        if self.bad_count:
            return ParsedRoll(bad=tuple(self.bad), bad_count=self.bad_count, lines=lines)
        return ParsedRoll(entries=tuple(self.entries.values()), notes=tuple(self._notes()), lines=lines)

    def _take_line(self, number: int, cells: list[str]) -> str:
        """Add the line; returns why it is refused, or ""."""
        if len(cells) > len(self.order) and any(cell.strip() for cell in cells[len(self.order) :]):
            return f"多出了列：应当是 {len(self.order)} 列"
        padded = cells + [""] * (len(self.order) - len(cells))
        return self.take_entry(number, dict(zip(self.order, padded, strict=False)))

    def take_entry(self, number: int, cells: Mapping[str, str]) -> str:
        """Add one entry, given as column → text; returns why it is refused, or ""."""
        row = {code: " ".join(plain_cell(cells.get(code, ""), code).split()) for code in COLUMNS}
        if any(holds_invisible(cell) for cell in row.values()):
            return "有看不见的特殊字符"
        trouble = why_no_person(row) or why_not_one_name(row["name"], self.basis)
        if trouble:
            return trouble
        if not 1 <= len(row["name"]) <= 50:
            return "姓名要写 1 到 50 个字"
        if len(row["household"]) > 50 or len(row["unit"]) > MAX_UNIT:
            return f"户最多 50 个字，房号最多 {MAX_UNIT} 个字"
        phone, trouble = read_phone(row["phone"])
        if trouble:
            return trouble
        area = read_area(row["area"])
        if isinstance(area, str):
            return area
        entry = Entry(number, row["name"], phone, row["household"], row["unit"], area)
        return self._add_owner(entry) if self.basis is Basis.OWNERS else self._add_person(entry)

    def add_known(self, entry: Entry) -> None:
        """Record an entry that is on the roll already, so that duplicates of it are refused."""
        self.seen[entry.name, entry.phone, entry.household] = entry.line
        self.households[entry.household] = entry.line
        self.units |= dict.fromkeys(_BETWEEN_UNITS.split(entry.unit), entry.line)
        if entry.phone:
            self.owners[entry.name, entry.phone] = entry.line
        self.entries[entry.line] = self.as_written[entry.line] = entry

    def _add_person(self, entry: Entry) -> str:
        """Add a person or a household; returns why it is refused, or ""."""
        if self.basis is Basis.HOUSEHOLDS and not entry.household:
            return "每户一名代表：户不能空着"
        key = (entry.name, entry.phone, entry.household)
        if key in self.seen:
            return f"和第 {self.seen[key]} 行重复（姓名、手机、户都一样）"
        if self.basis is Basis.HOUSEHOLDS and entry.household in self.households:
            return f"这一户已经在第 {self.households[entry.household]} 行有代表了，每户只能一名"
        self.seen[key] = entry.line
        self.households[entry.household] = entry.line
        self.entries[entry.line] = entry
        return ""

    def _add_owner(self, entry: Entry) -> str:
        """Add an owner, or units to one seen before; returns why it is refused, or ""."""
        if entry.area is None or entry.area <= 0:
            return "业主名册要写专有部分面积（平方米）"
        if not entry.unit:
            return "业主名册要写房号"
        units = [unit for unit in _BETWEEN_UNITS.split(entry.unit) if unit]
        if not units or len(set(units)) < len(units):
            return "房号里有重复的"
        taken = next((unit for unit in units if unit in self.units), None)
        if taken is not None:
            return self._unit_taken(entry, taken)
        self.units |= dict.fromkeys(units, entry.line)
        first = self.owners.get((entry.name, entry.phone)) if entry.phone else None
        self.as_written[entry.line] = entry
        if first is None:
            self.owners[entry.name, entry.phone] = entry.line
            self.entries[entry.line] = replace(entry, unit="、".join(units))
            return ""
        known = self.entries[first]
        assert known.area is not None
        unit = "、".join([known.unit, *units])
        if len(unit) > MAX_UNIT:
            return f"和第 {first} 行合成一位业主，房号加起来超过 {MAX_UNIT} 个字"
        self.entries[first] = replace(known, unit=unit, area=known.area + entry.area)
        return ""

    def _unit_taken(self, entry: Entry, unit: str) -> str:
        line = self.units[unit]
        other = self.as_written[line]
        if (other.name, other.phone) == (entry.name, entry.phone):
            return f"和第 {line} 行重复（姓名、手机、房号 {unit} 都一样）"
        return f"房号 {unit} 已经在第 {line} 行；共有的房子请推选一人登记（指导规则第二十五条）"

    def _notes(self) -> Iterable[str]:
        entries = self.entries.values()
        without = sum(1 for entry in entries if not entry.phone)
        if without:
            yield f"有 {without} 人没有手机号，不能在网上投票"
        phones: dict[str, int] = {}
        for entry in entries:
            if entry.phone:
                phones[entry.phone] = phones.get(entry.phone, 0) + 1
        shared = sum(1 for number in phones.values() if number > 1)
        if shared:
            yield f"有 {shared} 个手机号登记在几个人名下，要在名册里逐个确认才能用它投票"
        names = Counter(same_name(entry.name) for entry in entries)
        if several := sum(1 for count in names.values() if count > 1):
            yield f"有 {several} 个名字登记了不止一行，请核对是不是同一位：一位只有一票，业主有几套房、几个手机号也只算一人"
        if self.basis is Basis.OWNERS:
            merged = sum(1 for entry in entries if "、" in entry.unit)
            if merged:
                yield f"有 {merged} 位业主有几套房，面积合计、人数按一人（指导规则第二十四条）"
            without_phone = [entry.name for entry in entries if not entry.phone]
            if len(set(without_phone)) < len(without_phone):
                yield "有同名又没有手机号的，现在各按一人计；同一位业主（或建设单位未售的房）请填一样的手机号，才合成一人"


def same_name(name: str) -> str:
    """The name by which two entries may be one person's: without spaces and dots, letters as one."""
    return re.sub(r"[\s·•.．]", "", unicodedata.normalize("NFKC", name)).casefold()


def check_entry(basis: Basis, others: Iterable[Entry], line: int, cells: Mapping[str, str]) -> Entry | str:
    """Check one entry as typed on the page (`cells`) against the rest of the roll, for a new or changed line.

    Returns the entry for number `line`; or, as a string in Chinese, why it is refused.
    """
    reader = _Reader(basis, list(COLUMNS))
    for other in others:
        reader.add_known(other)
    trouble = reader.take_entry(line, cells)
    if trouble:
        return trouble
    if line not in reader.entries:  # the same owner as on another line, so it was merged into that one
        same = reader.as_written[line]
        return f"和第 {reader.owners[same.name, same.phone]} 行是同一位业主，请在那一行里加房号和面积"
    return reader.entries[line]


def fingerprint(entries: Iterable[Entry], salt: bytes) -> str:
    """HMAC-SHA256 (hex) of the roll under a salt: shows whether the roll is unchanged, but for its order and line numbers.

    With a secret salt it does not show who is on the roll.
    """
    lines = sorted("\t".join(entry.cells) for entry in entries)
    return hmac.new(salt, "\n".join(lines).encode(), hashlib.sha256).hexdigest()
