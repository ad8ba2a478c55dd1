"""`linli staff …`: committees and accounts, for whoever operates the machine."""

from __future__ import annotations

import click
import sqlalchemy as sa
from sqlalchemy.orm import Session
from werkzeug.security import generate_password_hash

from portal.grids.models import Body, Grid
from portal.shell import transaction
from portal.staff import service
from portal.staff.models import Account, Committee
from portal.web import Role

SHORTEST_PASSWORD = 10
_KINDS = {"居委会": "residents_committee", "村委会": "villagers_committee", "业委会": "owners_committee"}
_OF_COMMITTEE = (Role.CHAIR, Role.MEMBER, Role.SCRUTINEER)


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
@click.option("--role", required=True, type=click.Choice([role.value for role in Role]), help="角色")
@click.option("--body", help="承办单位的代码（bodies.csv），role=body 时要写")
@click.option("--grid", help="网格号，role=grid 时要写")
@click.option("--committee", "committee_id", type=int, help="委员会的编号（linli staff list），主任、委员、监票人要写")
@click.option("--phone", default="", help="险情时发短信的手机，如 +8613…")
@click.password_option(help="不写就会问；至少 10 个字符")
def add(
    *,
    username: str,
    name: str,
    role: str,
    body: str | None,
    grid: str | None,
    committee_id: int | None,
    phone: str,
    password: str,
) -> None:
    """开一个账号 (add an account)。"""
    username = username.strip()
    _check_password(password)
    if not 2 <= len(username) <= 60 or not 1 <= len(name.strip()) <= 60:
        raise click.ClickException("账号要写 2 到 60 个字符，姓名 1 到 60 个字")
    where: dict[str, object] = {"body": body, "grid": grid, "committee_id": committee_id, "phone": phone.strip()}
    with transaction() as shell:
        _check_where(shell.s, Role(role), body, grid, committee_id)
        if shell.s.scalar(sa.select(Account.id).where(Account.username == username)):
            raise click.ClickException(f"已经有账号 {username} 了")
        service.add(
            shell.s, username=username, password=password, name=name.strip(), role=Role(role), now=shell.now, **where
        )
    click.echo(f"已开账号 {username}（{Role(role).label}）")


@group.command()
@click.argument("username")
@click.password_option(help="不写就会问；至少 10 个字符")
def password(username: str, password: str) -> None:
    """换密码 (new password)。"""
    _check_password(password)
    with transaction() as shell:
        _known(shell.s, username).password_hash = generate_password_hash(password)
    click.echo(f"{username} 的密码已换")


@group.command()
@click.argument("username")
def stop(username: str) -> None:
    """停用一个账号，马上不能再用 (disable)。"""
    with transaction() as shell:
        _known(shell.s, username).active = False
    click.echo(f"{username} 已停用")


def _known(s: Session, username: str) -> Account:
    account = s.scalar(sa.select(Account).where(Account.username == username))
    if account is None:
        raise click.ClickException(f"没有账号 {username}")
    return account


def _check_password(password: str) -> None:
    if len(password) < SHORTEST_PASSWORD or password.isdigit():
        raise click.ClickException(f"密码至少 {SHORTEST_PASSWORD} 个字符，不能全是数字")


def _check_where(s: Session, role: Role, body: str | None, grid: str | None, committee_id: int | None) -> None:
    if role is Role.BODY and (not body or s.get(Body, body) is None):
        raise click.ClickException("承办单位的账号要写 --body，代码在 bodies.csv 里")
    if role is Role.GRID and (not grid or s.get(Grid, grid) is None):
        raise click.ClickException("网格员的账号要写 --grid，网格号在 grids.geojson 里")
    if role in _OF_COMMITTEE and (committee_id is None or s.get(Committee, committee_id) is None):
        raise click.ClickException("主任、委员、监票人要写 --committee，编号见 linli staff list")
