"""What the columns of the hotline's file mean, and what each line says. Pure.

A *field* is what a column holds (number, text, due_at …). FILE has the known headings of each; in a heading, spaces, *,
colons, case and width, and what stands in brackets do not matter.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any

from portal.kernel.config import PROJECT
from portal.kernel.time_zone import SHANGHAI

FILE = PROJECT / "data" / "hotline_columns.csv"  # field,headings
NEEDED = ("number", "text")  # fields without which a file cannot be read
HEADINGS_WITHIN = 10  # rows: above the headings there may be a title
MOST_TEXT = 5000  # characters of what the caller wants, more is a fault; any other cell is cut to it
_MOST_FIELD = 2000  # characters to which an order's name, phone, kind, place and body are cut
# what does not matter in a heading: brackets with what they hold, blanks, * and colons
_IGNORED = re.compile(r"[（(\u3010\[][^（()）\[\]\u3010\u3011]{0,60}[）)\u3011\]]|[\s*＊:：]")
_OR = re.compile("[/／、或]")  # 办结时限/处置时限
_ORDER_NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{3,59}")
_DAY_AND_TIME = re.compile(
    r"(?P<year>\d{4})[-/.年](?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})日?"
    r"(?:[ T]*(?P<hour>\d{1,2})[:时点](?:(?P<minute>\d{1,2})分?)?(?::(?P<second>\d{1,2}))?(?:\.\d+)?)?"
)
_PLAIN_DAY = re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})")  # 20261128
_MOST_EXACT = 10**15  # a number with more digits has lost some in the spreadsheet program
# in the column `secret`: the caller wishes not to be named
_YES = re.compile("是|需?保密|要保密|匿名|1|y|yes|true")
FIRST_YEAR, LAST_YEAR = 2015, 2100  # a moment outside them is taken for a mistake


@dataclass(frozen=True)
class Layout:
    """Which column of a file holds which field. `at`: field → index of its column; `row`: the index of the row of headings."""

    headings: tuple[str, ...]
    at: Mapping[str, int]
    row: int


@dataclass(frozen=True)
class Order:
    """One order. `text`: what the caller wants; `name`, `phone`: the caller's; `secret`: they wish not to be named.

    `kind`, `place`, `body`: in the hotline's words, "" where it says none; `due_at`: its deadline, None if it set none.
    `cells`: all of its row as text, in the file's order.
    """

    number: str
    text: str
    name: str
    phone: str
    kind: str
    place: str
    body: str
    secret: bool
    due_at: datetime | None
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Line:
    """One line of the file: its `order`, or `faults`, the codes of what is wrong with it (`hotline.fault.…`).

    `row`: its number in the sheet, from 1; `cells`: its texts, one for each heading.
    """

    row: int
    cells: tuple[str, ...]
    order: Order | None = None
    faults: tuple[str, ...] = field(default=())


def find_layout(rows: Sequence[Sequence[Any]]) -> Layout | None:
    """The layout by the first row with headings for all NEEDED fields; None if no such row is among the first HEADINGS_WITHIN."""
    for index, row in enumerate(rows[:HEADINGS_WITHIN]):
        headings = tuple(as_text(value) for value in row)
        at = columns_of(headings)
        if all(name in at for name in NEEDED):
            last = max(number for number, heading in enumerate(headings) if heading)
            return Layout(headings[: last + 1], at, index)
    return None


def columns_of(headings: Sequence[str]) -> dict[str, int]:
    """Field → index of its column. If several columns have headings of the field, the one whose heading comes first in FILE."""
    at = {_plain(part): index for index, heading in reversed([*enumerate(headings)]) for part in _OR.split(heading)}
    known = _known_headings().items()
    return {name: at[one] for name, ones in known for one in reversed(ones) if one in at}


@lru_cache(maxsize=1)
def _known_headings() -> Mapping[str, tuple[str, ...]]:
    """Field → its known headings (`_plain`), from FILE."""
    with FILE.open(encoding="utf-8-sig", newline="") as file:
        return {row["field"]: tuple(map(_plain, row["headings"].split())) for row in csv.DictReader(file)}


def usual_headings() -> list[str]:
    """The heading that FILE lists first for each field, in the order of FILE."""
    with FILE.open(encoding="utf-8-sig", newline="") as file:
        return [row["headings"].split()[0] for row in csv.DictReader(file)]


def _plain(heading: str) -> str:
    """The heading in half width and lower case, without what _IGNORED matches."""
    return _IGNORED.sub("", unicodedata.normalize("NFKC", heading)).lower()


def lines(rows: Sequence[Sequence[Any]], layout: Layout) -> list[Line]:
    """The lines below the headings, without empty ones. A second line with the number of an earlier good one is faulty."""
    found: list[Line] = []
    seen: set[str] = set()
    for index, row in enumerate(rows[layout.row + 1 :], start=layout.row + 2):
        if any(as_text(value) for value in row):
            found.append(_line(index, row, layout, seen))
    return found


def _line(index: int, row: Sequence[Any], layout: Layout, seen: set[str]) -> Line:
    """One line, the `index`th of the sheet. `seen`: the numbers of the good lines before it, to which its own is added."""
    width = len(layout.headings)
    values = {name: row[at] if at < len(row) else None for name, at in layout.at.items()}
    cells = tuple(as_text(value)[:MOST_TEXT] for value in (*row, *[None] * width)[:width])
    due_at = moment(values.get("due_at"))
    faults = tuple(_faults(values, due_at, seen))
    if faults:
        return Line(index, cells, None, faults)
    seen.add(as_text(values["number"]))
    return Line(index, cells, _order(values, cells))


def order_of(headings: Sequence[str], cells: Sequence[str]) -> Order:
    """The order in a stored line. Checks nothing: `lines` did, when the file was read."""
    values = {name: cells[at] for name, at in columns_of(headings).items() if at < len(cells)}
    return _order(values, tuple(cells))


def _order(values: Mapping[str, Any], cells: tuple[str, ...]) -> Order:
    """The order of a line without faults. `values`: field → cell."""
    told = {name: as_text(values.get(name))[:_MOST_FIELD] for name in ("name", "phone", "kind", "place", "body")}
    return Order(
        number=as_text(values["number"]),
        text=as_text(values["text"]),
        secret=_YES.fullmatch(as_text(values.get("secret")).lower()) is not None,
        due_at=moment(values.get("due_at")),
        cells=cells,
        **told,
    )


def _faults(values: Mapping[str, Any], due_at: datetime | None, seen: set[str]) -> list[str]:
    """The codes of what is wrong with a line. `values`: field → cell; `due_at`: its deadline as a moment, if it is one."""
    number, text = as_text(values.get("number")), as_text(values.get("text"))
    faults = []
    if _is_inexact(values.get("number")):
        faults.append("inexact_number")
    elif not _ORDER_NUMBER.fullmatch(number):
        faults.append("no_number" if not number else "bad_number")
    elif number in seen:
        faults.append("twice")
    if not text:
        faults.append("no_text")
    if len(text) > MOST_TEXT:
        faults.append("long_text")
    if as_text(values.get("due_at")) and due_at is None:
        faults.append("bad_due_at")
    return faults


def _is_inexact(value: Any) -> bool:
    """Whether the cell is a number so long that the spreadsheet program has lost digits."""
    return isinstance(value, (int, float)) and abs(value) >= _MOST_EXACT


def as_text(value: Any) -> str:
    """A cell as text: a whole number without a point, a moment as 2026-11-28 17:00:00, at midnight the day alone; "" for nothing."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d" if value.time() == time() else "%Y-%m-%d %H:%M:%S")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def moment(value: Any) -> datetime | None:
    """A cell as an aware moment, in Shanghai time; a day alone, or a date cell at midnight, is the end of that day.

    A datetime keeps its zone, if it has one. None if it is no moment, a text with a zone (…+08:00), or not from FIRST_YEAR to LAST_YEAR.
    """
    naive = _naive_moment(value)
    if naive is None or not FIRST_YEAR <= naive.year <= LAST_YEAR:
        return None
    return naive.replace(tzinfo=SHANGHAI) if naive.tzinfo is None else naive


def _naive_moment(value: Any) -> datetime | None:
    """`moment` of a cell of any type; without a zone unless the cell has one, and of any year."""
    if isinstance(value, datetime):
        return _end_of_day(value) if value.time() == time() else value
    if isinstance(value, date):
        return datetime.combine(value, time(23, 59, 59))
    if isinstance(value, (int, float)) and 30_000 <= value <= 80_000:
        return _of_serial(float(value))
    return _of_words(as_text(value))


def _of_serial(days: float) -> datetime:
    """The moment that Excel keeps as days since 1899-12-30, to the second; a whole number is the end of its day."""
    whole = datetime.fromordinal(date(1899, 12, 30).toordinal() + int(days))
    seconds = round((days - int(days)) * 86_400)
    hour, rest = divmod(min(seconds, 86_399), 3600)
    return _end_of_day(whole) if seconds == 0 else whole.replace(hour=hour, minute=rest // 60, second=rest % 60)


def _of_words(text: str) -> datetime | None:
    """A moment written out (2026年11月28日 17:00, 20261128), or Excel's number as text; None if it is neither."""
    text = unicodedata.normalize("NFKC", text).strip()
    if re.fullmatch(r"\d{5}(\.\d+)?", text):
        return _naive_moment(float(text))
    found = _DAY_AND_TIME.fullmatch(text) or _PLAIN_DAY.fullmatch(text)
    if found is None:
        return None
    said = {name: int(number) for name, number in found.groupdict().items() if number}
    try:
        made = datetime(**said)  # type: ignore[arg-type]  # noqa: DTZ001 (its zone is set by `moment`)
    except ValueError:
        return None
    return made if "hour" in said else _end_of_day(made)


def _end_of_day(moment: datetime) -> datetime:
    return moment.replace(hour=23, minute=59, second=59, microsecond=0)
