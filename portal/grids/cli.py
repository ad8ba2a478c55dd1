"""`linli grids …`: check a folder of community files, load it into the tables, write the snapshot for the bot."""

from __future__ import annotations

import sys
from pathlib import Path

import click

FOLDER = click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))


@click.group("grids")
def group() -> None:
    """社区的文件：网格、地名、承办单位、职责清单、常见问题。"""


@group.command("check")
@FOLDER
def check(folder: Path) -> None:
    """只检查，不装进去：每一行错都列出来。"""
    from portal.grids import files  # noqa: PLC0415 (loaded when called, as the other commands)

    try:
        found = files.read_files(folder)
    except files.BadFile as bad:
        sys.exit("\n".join(bad.lines))
    click.echo(
        f"都读得通：网格 {len(found.grids)}，地名 {len(found.places)}，单位 {len(found.bodies)}，职责 {len(found.duty)}"
    )


@group.command("load")
@FOLDER
def load(folder: Path) -> None:
    """装进数据库（有一行错就一行也不装），并写出机器人读的那一份。"""
    from portal.grids import files, service, snapshot  # noqa: PLC0415 (only this command opens the database)
    from portal.storage.shell import transaction  # noqa: PLC0415 (only this command opens the database)

    try:
        is_demo = bool(files.read_files(folder).community.get("demo"))
        with transaction() as shell:
            if is_demo and not shell.settings.demo:
                sys.exit(f"{folder} 是演示社区的资料（community.json 里写着 demo），没有装。请先改成您自己的社区")
            service.seed(shell.s, folder)
            snapshot.write_snapshot(shell.s, shell.settings.community)
    except files.BadFile as bad:
        sys.exit("\n".join(bad.lines))
    click.echo("装好了")
