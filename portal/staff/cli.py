"""`linli staff …`: the operator's commands for committees and accounts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.kernel.roles import Role
from portal.staff import administering, bulk_import, service
from portal.staff.models import Account, Committee
from portal.staff.service import AccountAct
from portal.staff.sign_in import passwords
from portal.storage.shell import Shell, transaction

_KINDS = {"居委会": "residents_committee", "村委会": "villagers_committee", "业委会": "owners_committee"}
ROLE = click.option("--role", required=True, type=click.Choice([role.value for role in Role]), help="角色")
BODY = click.option("--body", help="承办单位的代码（bodies.csv），role=body 时要写")
GRID = click.option("--grid", help="网格号，role=grid 时要写")
ONCE = click.option("--once", is_flag=True, help="这是初始密码，第一次登录就要换；不写 --password 就现做一个，打印一次")
PASSWORD = click.option("--password", help="不写就会问（有 --once 不问）；至少 10 个字符")
COMMITTEE = click.option("--committee", help="委员会的编号（linli staff list），主任、委员、监票人要写")


@click.group(name="staff")
def group() -> None:
    """工作人员、委员会的账号。"""


@group.command("list")
def list_all() -> None:
    """列出委员会和账号 (committees and accounts)。"""
    with transaction() as shell:
        for committee in shell.s.scalars(sa.select(Committee).order_by(Committee.id)):
            click.echo(f"委员会 {committee.id}  {committee.name}  {committee.kind}  {committee.area}")
        for account in shell.s.scalars(sa.select(Account).order_by(Account.id)):
            where = account.body or account.grid or (f"委员会 {account.committee_id}" if account.committee_id else "")
            stopped = "" if account.active else "  （已停用）"
            stopped += "  （已绑定第二道验证）" if account.totp_sealed else ""
            click.echo(f"{account.username:<24} {Role(account.role).label}  {account.name}  {where}{stopped}")


@group.command()
@click.argument("kind", type=click.Choice(list(_KINDS)))
@click.argument("name")
@click.option("--area", default="", help="代表哪里，如 幸福家园")
def committee(kind: str, name: str, area: str) -> None:
    """登记一个委员会 (add a committee)，如：linli staff committee 居委会 某某社区居民委员会。"""
    name = name.strip()
    if not 2 <= len(name) <= 100 or len(area) > 100:
        raise click.ClickException("名字要写 2 到 100 个字，代表哪里不超过 100 个字")
    with transaction() as shell:
        if shell.s.scalar(sa.select(Committee.id).where(Committee.name == name)):
            raise click.ClickException(f"已经有 {name} 了")
        made = Committee(kind=_KINDS[kind], name=name, area=area.strip())
        shell.s.add(made)
        shell.s.flush()
        click.echo(f"委员会 {made.id}  {made.name}")


@group.command()
@click.argument("username")
@click.option("--name", required=True, help="姓名")
@ROLE
@BODY
@GRID
@COMMITTEE
@click.option("--phone", default="", help="险情时发短信的手机，11 位；境外的写 + 和国家号")
@ONCE
@PASSWORD
def add(*, username: str, once: bool, password: str | None, **cells: str | None) -> None:
    """开一个账号 (add an account)。"""
    said = {"username": username.strip()} | {name: (cell or "").strip() for name, cell in cells.items()}
    with transaction() as shell:  # before the password is asked for, which nobody types with the database locked
        _new_account(shell.s, said)
    username, chosen = said["username"], _chosen_password(said["username"], password, once=once)
    with transaction() as shell:
        one = _new_account(shell.s, said)
        account = service.add(shell.s, password=chosen, now=shell.now, must_change=once, **vars(one))
        service.record_event(shell.s, account, AccountAct.ADDED, shell.now, by="operator")
    click.echo(f"已开账号 {username}（{one.role.label}）")
    _print_start_password(chosen if password is None and once else "")


@group.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--yes", is_flag=True, help="不再问，直接开")
def import_all(file: Path, yes: bool) -> None:
    """从 CSV 成批开账号 (accounts from a CSV)：先给看一遍；初始密码只在屏幕上打印这一次，第一次登录要换。

    表头：账号,姓名,角色,手机,单位,网格,委员会。UTF-8 或 GBK。有一行不对就一个也不开，每一行都说出来。
    """
    with transaction() as shell:
        try:
            found = bulk_import.read_accounts(shell.s, file.read_bytes())
        except bulk_import.BadAccounts as bad:
            raise click.ClickException("一个也没有开：\n" + "\n".join(bad.lines)) from bad
        for one in found:
            where = one.body or one.grid or (f"委员会 {one.committee_id}" if one.committee_id else "")
            click.echo(f"{one.username:<24} {one.role.label}  {one.name}  {where}  {one.phone}".rstrip())
        if not yes and not click.confirm(f"开这 {len(found)} 个账号？"):
            raise click.ClickException("一个也没有开")
        made = [(one, administering.open_account(shell.s, one, shell.now)[1]) for one in found]
    click.echo("\n初始密码（只打印这一次，分头交给本人，第一次登录要换）：")
    for one, start in made:
        click.echo(f"{one.username:<24} {start}")


@group.command()
@click.argument("username")
@ONCE
@PASSWORD
def password(username: str, password: str | None, once: bool) -> None:
    """换密码 (new password)，登录着的地方全部退出。"""
    with transaction() as shell:
        _known(shell.s, username)
    chosen = _chosen_password(username, password, once=once)
    with _changing(username) as (shell, account):
        administering.set_password(shell.s, account, chosen, shell.now, once=once)
    click.echo(f"{username} 的密码已换，登录着的地方都退出了")
    _print_start_password(chosen if password is None and once else "")


@group.command()
@click.argument("username")
def stop(username: str) -> None:
    """停用一个账号，马上不能再用 (disable)。"""
    with _changing(username) as (shell, account):
        administering.stop(shell.s, account, shell.now)
    click.echo(f"{username} 已停用")


@group.command()
@click.argument("username")
def reactivate(username: str) -> None:
    """重新启用停用的账号 (enable again)；要重新登录。"""
    with _changing(username) as (shell, account):
        administering.reactivate(shell.s, account, shell.now)
    click.echo(f"{username} 又可以用了")


@group.command()
@click.argument("username")
@ROLE
@BODY
@GRID
@COMMITTEE
def move(username: str, role: str, body: str | None, grid: str | None, committee: str | None) -> None:
    """换角色、单位、网格或委员会 (move)，登录着的地方全部退出。"""
    with _changing(username) as (shell, account):
        administering.move(shell.s, account, Role(role), (body, grid, committee), shell.now)
    click.echo(f"{username} 现在是{Role(role).label}")


@group.command()
@click.argument("username")
@click.argument("number", default="")
def phone(username: str, number: str) -> None:
    """换险情短信的手机 (new number for alarms)；不写号码就是去掉。"""
    with _changing(username) as (shell, account):
        administering.set_phone(shell.s, account, number, shell.now)
        click.echo(f"{username} 的手机：{account.phone or '没有'}")


@group.command("reset-factor")
@click.argument("username")
def reset_factor(username: str) -> None:
    """手机和备用码都丢了：解除第二道验证，下次登录重新绑定 (reset a lost factor)。先当面确认是本人。"""
    with _changing(username) as (shell, account):
        administering.reset_factor(shell.s, account, shell.now)
    click.echo(f"{username} 的第二道验证已解除，登录着的地方都退出了；下次登录时重新绑定")


@group.command()
@click.argument("username")
def log(username: str) -> None:
    """这个账号上发生过的 (what was done to an account)。"""
    with transaction() as shell:
        for event in service.events(shell.s, _known(shell.s, username).id, most=200):
            by = Role.OPERATOR.label if event.by == "operator" else "本人"
            by += f" {shell.s.get_one(Account, event.operator_id).username}" if event.operator_id else ""
            click.echo(f"{event.at.astimezone():%Y-%m-%d %H:%M}  {AccountAct(event.verb).label}（{by}）")


@contextmanager
def _changing(username: str) -> Iterator[tuple[Shell, Account]]:
    """The account to change, in a transaction. Raises ClickException, also for a ValueError of the block."""
    with transaction() as shell, _faults_as_click_errors():
        yield shell, _known(shell.s, username)


@contextmanager
def _faults_as_click_errors() -> Iterator[None]:
    """Turn a ValueError of the block into a ClickException with the same words."""
    try:
        yield
    except ValueError as error:
        raise click.ClickException(str(error)) from error


def _known(s: Session, username: str) -> Account:
    """The account of a username, active or not. Raises ClickException."""
    account = service.account_named(s, username)
    if account is None:
        raise click.ClickException(f"没有账号 {username}")
    return account


def _print_start_password(start: str) -> None:
    if start:
        click.echo(f"初始密码（只打印这一次，交给本人，第一次登录要换）：{start}")


def _new_account(s: Session, said: dict[str, str]) -> bulk_import.NewAccount:
    """The account that these cells describe. Raises ClickException for a wrong cell or a name that is taken."""
    with _faults_as_click_errors():
        one = bulk_import.parse_account(s, said)
    if service.account_named(s, said["username"]) is not None:
        raise click.ClickException(f"已经有账号 {said['username']} 了")
    return one


def _chosen_password(username: str, password: str | None, *, once: bool) -> str:
    """The password given, or with `once` a start password, or the one typed now. Raises ClickException."""
    if password is None and once:
        return passwords.start_password()
    chosen = (
        password if password is not None else str(click.prompt("Password", hide_input=True, confirmation_prompt=True))
    )
    fault = passwords.password_fault(username, chosen)
    if fault:
        raise click.ClickException(fault)
    return chosen
