"""`linli cases duty`: show or replace the on-call list, which says who is paged for an emergency and in which order.

`linli cases import-12345`: take in a file of the hotline's orders.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import click
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.cases.hotline import orders
from portal.cases.hotline.models import HotlineImport, HotlineRow
from portal.cases.models import Case, OnCall
from portal.cases.records import alarms
from portal.cases.records.event_wording import sentence
from portal.cases.verbs.alarms import on_call
from portal.kernel import workbook
from portal.kernel.errors import Invalid
from portal.kernel.roles import Role
from portal.staff.models import Account
from portal.storage.parts import Parts
from portal.storage.shell import Shell, transaction


@click.group(name="cases")
def group() -> None:
    """工单：险情叫谁，收 12345 的表。"""


@group.command(name="duty")
@click.argument("usernames", nargs=-1)
@click.option("--everybody", is_flag=True, help="不要单子了：受理台有手机的账号都算，按开账号的先后")
def on_call_list(usernames: tuple[str, ...], *, everybody: bool) -> None:
    """险情先叫谁、再叫谁 (the duty list)。不写账号只列出；写了就换成这个次序，如：linli cases duty zhang wang。"""
    with transaction() as shell:
        if everybody:
            _arrange(shell, [])
        elif usernames:
            _arrange(shell, [_account(shell.s, name) for name in dict.fromkeys(usernames)])
        if shell.s.scalar(sa.select(OnCall.position).limit(1)) is None:
            click.echo("还没有写单子：受理台有手机的账号都算")
        people = alarms.on_call(shell.s, shell.now)
        for number, account in enumerate(people, start=1):
            click.echo(f"{number}. {account.username:<24} {Role(account.role).label}  {account.name}")
        only = alarms.only_pageable_account(shell.s, shell.now)
        if only is not None:
            click.echo(
                f"{only.username}：险情只叫得到这一个人，没接下就没有下一个，说到本人的也只能叫本人；请再给一个账号留手机"
            )
        for account in alarms.out_of_reach(shell.s):
            click.echo(f"没有留手机，叫不到：{account.username}  {Role(account.role).label}  {account.name}")
        if not people:
            click.echo("没有一个账号留了手机：险情短信没有人收 (nobody has a phone)")


def _account(s: Session, username: str) -> Account:
    """The active account of this name; else raise ClickException."""
    account = s.scalar(sa.select(Account).where(Account.username == username, Account.active))
    if account is None:
        raise click.ClickException(f"没有账号 {username}，什么也没有改")
    return account


def _arrange(shell: Shell, people: Sequence[Account]) -> None:
    """Replace the on-call list by these accounts (`on_call.arrange`). Raises ClickException for one that may not be on it."""
    try:
        on_call.arrange(shell.s, people, shell.now)
    except Invalid as refused:
        raise click.ClickException(refused.title) from None


@group.command(name="import-12345")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--check", is_flag=True, help=sentence("hotline.check"))
@click.pass_obj
def import_12345(make_parts: Callable[[], Parts], file: Path, *, check: bool) -> None:
    """收一天的 12345 工单 (an XLSX file of the hotline's orders)。断了就再运行一次，不会重。"""
    parts = make_parts()
    number = _stored(parts, file)
    if not check:
        with parts.db.write() as s:
            orders.accept(s, parts, s.get_one(HotlineImport, number))
        for at in orders.take_in(parts, number, workbook.MOST_ROWS):
            click.echo(sentence("hotline.taken_in", row=str(at)))
    with parts.db.read() as s:
        for row in orders.rows_of(s, s.get_one(HotlineImport, number)):
            click.echo(_report_line(s, row))


def _stored(parts: Parts, file: Path) -> int:
    """Store the lines of the file, unless this file was stored before; return the import's id. Raises ClickException."""
    with file.open("rb") as opened:
        data = opened.read(workbook.MOST_BYTES + 1)
    try:
        read = orders.read(data, parts)
    except Invalid as problem:
        raise click.ClickException(problem.title) from None
    with parts.db.write() as s:
        return orders.store(s, parts, read, None).id


def _report_line(s: Session, row: HotlineRow) -> str:
    """A line of the command's report on one order: its row, number, state, and case or faults; no words of the order."""
    case = s.get(Case, row.case_id) if row.case_id else None
    why = "；".join(sentence(f"hotline.fault.{fault}") for fault in row.faults if row.state == "bad")
    return f"{row.row:>5}  {row.number:<24} {sentence(f'hotline.row.{row.state}')}  {case.case_no if case else why}"
