"""`linli backends …`: list, add and stop the apps that may report by Open311; set up the systems that handle cases."""

from __future__ import annotations

import re

import click
import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.backends.models import Backend, BodyBackend, ReportingApp
from portal.backends.verbs import apps, deliveries, endpoints
from portal.grids import service as grids
from portal.storage.shell import transaction


@click.group(name="backends")
def group() -> None:
    """别的系统：谁可以用 Open311 报事，工单交给谁办。"""


@group.command("apps")
def list_apps() -> None:
    """列出可以用 Open311 报事的系统 (apps that may report)。"""
    with transaction() as shell:
        for app in shell.s.scalars(sa.select(ReportingApp).order_by(ReportingApp.name)):
            stopped = _("（已停用）") if app.stopped_at else ""
            click.echo(f"{app.name:<30} {app.per_minute:>5}/min  {stopped}")


@group.command("add-app")
@click.argument("name")
@click.option("--per-minute", default=apps.PER_MINUTE, type=click.IntRange(1, 100_000), help=_("每分钟最多几次"))
def add_app(name: str, per_minute: int) -> None:
    """登记一个系统，或给它换一把新钥匙；api_key 只显示这一次 (a new api_key, shown once)。"""
    name = name.strip()
    if not 2 <= len(name) <= 60 or not name.isprintable():
        raise click.ClickException(_("名字要写 2 到 60 个字"))
    with transaction() as shell:
        key = apps.register(shell.s, shell.settings.secret_key, name, shell.now, per_minute=per_minute)
    click.echo(key)


@group.command("stop-app")
@click.argument("name")
def stop_app(name: str) -> None:
    """停用：它的 api_key 马上不能用，报过的事照常办 (its key no longer works)。"""
    with transaction() as shell:
        app = apps.app_named(shell.s, name)
        if app is None:
            raise click.ClickException(_("没有这个系统"))
        apps.stop(app, shell.now)
    click.echo(_("停用了"))


# --- systems that handle cases

NAME = click.argument("name")


@group.command("list")
def list_backends() -> None:
    """列出承办单位的系统，和谁的工单交给谁 (backends, and whose cases go there)。"""
    with transaction() as shell:
        click.echo(f"GOVERNANCE_BACKEND={shell.settings.governance_backend}")
        for row in shell.s.scalars(sa.select(Backend).order_by(Backend.name)):
            keys = len(endpoints.keys_of(row, shell.settings.secret_key))
            click.echo(f"{row.name:<20} {row.kind:<8} {row.url}  keys={keys}")
        for own in shell.s.scalars(sa.select(BodyBackend).order_by(BodyBackend.body)):
            click.echo(f"{own.body:<20} -> {own.backend or deliveries.DESK}")


@group.command("set")
@NAME
@click.option("--kind", type=click.Choice(["webhook", "open311"]), required=True)
@click.option("--url", required=True, help=_("https://…；Open311 写到 /v2"))
@click.option("--jurisdiction", default="", help="jurisdiction_id")
def set_backend(name: str, kind: str, url: str, jurisdiction: str) -> None:
    """登记一个系统；名叫 webhook、open311 的就是 GOVERNANCE_BACKEND 说的那个。Open311 的 api_key 会问，webhook 的签名钥匙打印一次。"""
    if not re.fullmatch(r"[a-z0-9_-]{2,20}", name) or name == deliveries.DESK:
        raise click.ClickException(_("名字用 2 到 20 个小写字母、数字、横线和下划线，不能叫 desk"))
    key = endpoints.fresh_key() if kind == "webhook" else click.prompt("api_key", hide_input=True)
    if not 1 <= len(key) <= 200 or not key.isprintable() or len(jurisdiction) > 100:
        raise click.ClickException(_("api_key 要有 1 到 200 个字符"))
    with transaction() as shell:
        secret = shell.settings.secret_key
        try:
            endpoints.set_up(shell.s, secret, name, shell.now, kind=kind, url=url, key=key, jurisdiction=jurisdiction)
        except endpoints.BadEndpoint:
            raise click.ClickException(_("地址要以 https:// 开头；http:// 只能是本机")) from None
    click.echo(key if kind == "webhook" else _("登记好了"))


@group.command("use")
@click.argument("body")
@NAME
def use(body: str, name: str) -> None:
    """BODY 的工单交给 NAME；desk 是自带的受理台，default 是跟 GOVERNANCE_BACKEND (whose cases go where)。"""
    with transaction() as shell:
        if grids.body(shell.s, body) is None:
            raise click.ClickException(_("没有这个承办单位"))
        if name not in (deliveries.DESK, "default") and shell.s.get(Backend, name) is None:
            raise click.ClickException(_("没有登记过这个系统"))
        own = shell.s.get(BodyBackend, body)
        if name == "default" and own is not None:
            shell.s.delete(own)
        if name != "default":
            shell.s.merge(BodyBackend(body=body, backend=None if name == deliveries.DESK else name))
    click.echo(_("以后派给 %(body)s 的交给 %(name)s", body=body, name=name))


@group.command("rotate")
@NAME
def rotate(name: str) -> None:
    """换签名的钥匙：打印新的，旧的还有效，对方换好后运行 retire (a second key beside the old one)。"""
    with transaction() as shell:
        click.echo(endpoints.rotate(shell.s, shell.settings.secret_key, _webhook(shell.s, name)))


@group.command("retire")
@NAME
def retire(name: str) -> None:
    """旧钥匙作废，只留最新的 (drop the old key)。"""
    with transaction() as shell:
        endpoints.retire(shell.s, shell.settings.secret_key, _webhook(shell.s, name))
    click.echo(_("旧钥匙作废了"))


def _webhook(s: Session, name: str) -> Backend:
    row = s.get(Backend, name)
    if row is None or row.kind != "webhook":
        raise click.ClickException(_("没有登记过这个 webhook"))
    return row
