"""`linli outbox …`: count the rows by kind and state, list those given up, and queue them again."""

from __future__ import annotations

from datetime import datetime

import click
import sqlalchemy as sa

from portal.kernel.time_zone import SHANGHAI
from portal.outbox import service
from portal.outbox.models import OutboxRow, OutboxState
from portal.storage.db import MAX_ID
from portal.storage.shell import transaction


@click.group(name="outbox")
def group() -> None:
    """发件箱。"""


@group.command()
def status() -> None:
    """各类有多少在等、已发、没发成 (counts by kind)。"""
    query = sa.select(OutboxRow.kind, OutboxRow.state, sa.func.count(), sa.func.min(OutboxRow.due_at))
    with transaction() as shell:
        for kind, state, count, oldest in shell.s.execute(query.group_by(OutboxRow.kind, OutboxRow.state)):
            since = f"  最早 {_local_minute(oldest)}" if state == OutboxState.QUEUED else ""
            click.echo(f"{kind:<16} {state:<8} {count}{since}")


@group.command()
@click.option("--limit", default=50, type=click.IntRange(1, 1000))
def dead(limit: int) -> None:
    """列出没发成、已放弃的，只列编号和原因，不列内容 (dead letters)。"""
    query = sa.select(OutboxRow).where(OutboxRow.state == OutboxState.DEAD).order_by(OutboxRow.id.desc()).limit(limit)
    with transaction() as shell:
        for row in shell.s.scalars(query):
            why = f"{row.code} {row.reason}".strip()
            click.echo(f"{row.id:<8} {row.kind:<16} {_local_minute(row.created_at)}  试过 {row.attempts} 次  {why}")


@group.command()
@click.argument("ids", nargs=-1, type=int, required=True)
def retry(ids: tuple[int, ...]) -> None:
    """让没发成的再试一次 (try again)，如：linli outbox retry 12 15。"""
    with transaction() as shell:
        for row_id in ids:
            row = shell.s.get(OutboxRow, row_id) if row_id <= MAX_ID else None
            if row is None or row.state != OutboxState.DEAD:
                raise click.ClickException(f"{row_id} 不是没发成的，什么也没有改")
            service.requeue(shell.s, row_id, shell.now)
    click.echo(f"{len(ids)} 件排上队了")


def _local_minute(moment: datetime) -> str:
    return moment.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
