"""`linli backends …`: the apps that may report by Open311."""

from __future__ import annotations

import click
import sqlalchemy as sa
from flask_babel import gettext as _

from portal.backends.models import ReportingApp
from portal.backends.verbs import apps
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
        app.stopped_at = shell.now
    click.echo(_("停用了"))
