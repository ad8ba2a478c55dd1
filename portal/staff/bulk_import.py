"""Reads and checks new accounts, one as typed or many from a CSV; stores none. A CSV with a bad row is refused whole.

Header 账号,姓名,角色,手机,单位,网格,委员会 (or username,name,role,phone,body,grid,committee), in any order; columns that no
role in the file needs may be missing. UTF-8 or GBK. Every bad row is reported.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.grids.models import Body, Grid
from portal.kernel.phones import mobile
from portal.kernel.roles import Role
from portal.kernel.spreadsheet import decoded
from portal.staff import service
from portal.staff.models import Committee
from portal.staff.navigation import COMMITTEE_ROLES

MAX_BYTES = 1024 * 1024  # of the CSV file
MAX_LINES = 2000  # rows of the CSV file below its header, blank ones too
COLUMNS = {  # heading → column
    "账号": "username",
    "姓名": "name",
    "角色": "role",
    "手机": "phone",
    "单位": "body",
    "网格": "grid",
    "委员会": "committee",
}
_NEEDED = ("username", "name", "role")  # columns that every file must have
_USERNAME = re.compile(r"[^\s\x00-\x1f\x7f]{2,60}")


class BadAccounts(Exception):
    """The file has faults, in `lines` (one Chinese sentence each)."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


@dataclass(frozen=True)
class NewAccount:
    """One account to be made. `phone`: E.164 or ""."""

    username: str
    name: str
    role: Role
    phone: str = ""
    body: str | None = None
    grid: str | None = None
    committee_id: int | None = None


def _at_line(line: int, what: str) -> str:
    """A fault, with the number of its line."""
    return f"第 {line} 行：{what}"


def read_accounts(s: Session, data: bytes) -> list[NewAccount]:
    """The accounts of a file, checked, also against the accounts that exist. Raises BadAccounts."""
    bad: list[str] = []
    found: list[NewAccount] = []
    seen: set[str] = set()
    for line, cells in _rows(data):
        if cells is None:
            bad.append(_at_line(line, "格数和表头不一样"))
            continue
        try:
            one = parse_account(s, cells)
        except ValueError as error:
            bad.append(_at_line(line, str(error)))
            continue
        if one.username in seen:
            bad.append(_at_line(line, f"账号 {one.username} 在这个文件里重复了"))
        elif service.account_named(s, one.username) is not None:
            bad.append(_at_line(line, f"已经有账号 {one.username} 了"))
        seen.add(one.username)
        found.append(one)
    if bad or not found:
        raise BadAccounts(bad or ["文件里一个账号也没有"])
    return found


def parse_account(s: Session, cells: dict[str, str]) -> NewAccount:
    """One account from its cells (column name → value); the username may be taken. Raises ValueError, with the fault in Chinese."""
    username, name = cells.get("username", ""), cells.get("name", "")
    if not _USERNAME.fullmatch(username) or not 1 <= len(name) <= 60 or not name.isprintable():
        raise ValueError("账号要写 2 到 60 个字符、中间没有空格，姓名 1 到 60 个字")
    role = role_of(cells.get("role", ""))
    body, grid, committee_id = check_affiliation(s, role, cells.get("body"), cells.get("grid"), cells.get("committee"))
    return NewAccount(username, name, role, phone_of(cells.get("phone", "")), body, grid, committee_id)


def role_of(word: str) -> Role:
    """A role by its code or its Chinese name. Raises ValueError."""
    found = next((role for role in Role if word in (role.value, role.label)), None)
    if found is None:
        raise ValueError(f"没有角色 {word}，可以写：{'、'.join(role.label for role in Role)}")
    return found


def phone_of(typed: str) -> str:
    """A typed mobile number as E.164, "" if none is given. Raises ValueError."""
    if not typed.strip():
        return ""
    number = mobile(typed)
    if number is None:
        raise ValueError(f"手机号 {typed.strip()[:30]} 收不到短信：请写 11 位手机号，境外的写 + 和国家号")
    return number


def check_affiliation(
    s: Session, role: Role, body: str | None, grid: str | None, committee: str | None
) -> tuple[str | None, str | None, int | None]:
    """(body code, grid code, committee id): the one that the role acts for, the others None; all None for other roles.

    `committee`: an id or a name, as typed. Raises ValueError if the one that the role needs is missing or unknown.
    """
    if role is Role.BODY:
        if not body or s.get(Body, body) is None:
            raise ValueError("承办单位的账号要写 --body（单位），代码在 bodies.csv 里")
        return body, None, None
    if role is Role.GRID:
        if not grid or s.get(Grid, grid) is None:
            raise ValueError("网格员的账号要写 --grid（网格），网格号在 grids.geojson 里")
        return None, grid, None
    if role in COMMITTEE_ROLES:
        found = _committee(s, committee or "")
        if found is None:
            raise ValueError("主任、委员、监票人要写 --committee（委员会），编号见 linli staff list")
        return None, None, found.id
    return None, None, None


def _committee(s: Session, typed: str) -> Committee | None:
    """The committee with this id or name, or None."""
    if typed.isascii() and typed.isdigit() and len(typed) < 10:
        return s.get(Committee, int(typed))
    return s.scalar(sa.select(Committee).where(Committee.name == typed))


def _rows(data: bytes) -> Iterator[tuple[int, dict[str, str] | None]]:
    """(line number, its cells by column name); None if their number is not the header's. Raises BadAccounts."""
    text = decoded(data) if len(data) <= MAX_BYTES else None
    if text is None:
        raise BadAccounts(["读不了：要 1 MB 以内的 CSV，UTF-8 或 GBK；表格软件里选“另存为 CSV”"])
    reader = csv.reader(io.StringIO(text))
    header = [COLUMNS.get(cell.strip(), cell.strip()) for cell in next(_cells(reader), [])]
    unknown = [name for name in header if name not in COLUMNS.values()]
    if unknown or len(set(header)) != len(header) or not set(_NEEDED) <= set(header):
        raise BadAccounts([f"第 1 行：表头应当是 {','.join(COLUMNS)}（账号、姓名、角色必须有）"])
    for number, cells in enumerate(_cells(reader)):
        if number >= MAX_LINES:
            raise BadAccounts([f"超过 {MAX_LINES} 行，请分几个文件"])
        if not any(cell.strip() for cell in cells):
            continue
        whole = len(cells) == len(header)
        yield reader.line_num, dict(zip(header, map(str.strip, cells), strict=True)) if whole else None


def _cells(reader: Iterator[list[str]]) -> Iterator[list[str]]:
    """The rows of the CSV. Raises BadAccounts where it is broken."""
    try:
        yield from reader
    except csv.Error as error:
        raise BadAccounts([f"读不了：{error}"]) from error
