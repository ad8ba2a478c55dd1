"""`linli grids …`: the community's files into the tables, and a check of them without touching anything."""

from __future__ import annotations

from pathlib import Path

import click

from portal.config import PROJECT, load
from portal.grids import files, service, snapshot
from portal.shell import transaction

_SHIPPED = PROJECT / "data" / "community"
_FOLDER = click.argument("folder", default=str(_SHIPPED), type=click.Path(exists=True, file_okay=False, path_type=Path))


@click.group(name="grids")
def group() -> None:
    """社区的资料：网格、地名、承办单位、职责、常见问题。"""


@group.command()
@_FOLDER
def check(folder: Path) -> None:
    """只检查，不改动 (check the files)。"""
    found = _read(folder)
    click.echo(
        f"可以用：{len(found.grids)} 个网格，{len(found.places)} 个地名，{len(found.bodies)} 个承办单位，"
        f"{len(found.duty)} 条职责，{len(found.faq)} 个常见问题"
    )


@group.command("load")
@_FOLDER
def load_files(folder: Path) -> None:
    """装进数据库，并写给机器人 (fill the tables)。在网页里改过的会被文件盖掉。"""
    found = _read(folder)
    settings = load()
    if found.community.get("demo") and not settings.demo:
        raise click.ClickException(f"{folder} 是演示社区的资料，没有装。请先改成您自己的社区")
    with transaction() as shell:
        service.seed(shell.s, folder)
    with transaction() as shell:
        snapshot.write(shell.s, settings.community)
    click.echo(f"已装进数据库：{found.community.get('name')}")


def _read(folder: Path) -> files.Files:
    try:
        return files.read(folder)
    except files.BadFile as bad:
        raise click.ClickException("这些地方要改，什么也没有动：\n" + "\n".join(bad.lines)) from bad
