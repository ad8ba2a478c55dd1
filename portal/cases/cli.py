"""`linli cases duty`: show or write the on-call list, which says who is paged for an emergency and in which order."""

from __future__ import annotations

import click
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.cases.models import OnCall
from portal.cases.records import alarms
from portal.kernel.roles import Role
from portal.staff.models import Account
from portal.storage.shell import transaction

# roles that may be on the on-call list
_MAY = (Role.DESK, Role.GRID, Role.SUPERVISOR)


@click.group(name="cases")
def group() -> None:
    """工单：险情叫谁。"""


@group.command()
@click.argument("usernames", nargs=-1)
@click.option("--everybody", is_flag=True, help="不要单子了：受理台有手机的账号都算，按开账号的先后")
def duty(usernames: tuple[str, ...], *, everybody: bool) -> None:
    """险情先叫谁、再叫谁 (the duty list)。不写账号只列出；写了就换成这个次序，如：linli cases duty zhang wang。"""
    with transaction() as shell:
        if everybody:
            alarms.set_on_call_list(shell.s, [])
        elif usernames:
            alarms.set_on_call_list(shell.s, [_account(shell.s, name) for name in dict.fromkeys(usernames)])
        if shell.s.scalar(sa.select(OnCall.position).limit(1)) is None:
            click.echo("还没有写单子：受理台有手机的账号都算")
        people = alarms.on_call(shell.s)
        for number, account in enumerate(people, start=1):
            click.echo(f"{number}. {account.username:<24} {Role(account.role).label}  {account.name}")
        only = alarms.only_pageable_account(shell.s)
        if only is not None:
            click.echo(
                f"{only.username}：险情只叫得到这一个人，没接下就没有下一个，说到本人的也只能叫本人；请再给一个账号留手机"
            )
        for account in alarms.out_of_reach(shell.s):
            click.echo(f"没有留手机，叫不到：{account.username}  {Role(account.role).label}  {account.name}")
        if not people:
            click.echo("没有一个账号留了手机：险情短信没有人收 (nobody has a phone)")


def _account(s: Session, username: str) -> Account:
    """The active account of this name, if it may be on the on-call list and has a phone; else raise ClickException."""
    account = s.scalar(sa.select(Account).where(Account.username == username, Account.active))
    if account is None:
        raise click.ClickException(f"没有账号 {username}，什么也没有改")
    if account.role not in _MAY or not account.phone:
        raise click.ClickException(f"{username} 不能值班：要受理台、网格员或督查的账号，而且留了手机；什么也没有改")
    return account
