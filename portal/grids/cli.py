"""`linli grids …`: check or load a folder of community files, take in a drawing, lay departments' grids over ours."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click

from portal.kernel.errors import Invalid
from portal.kernel.time_zone import SHANGHAI

FOLDER = click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
DRAWING = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
LAYER = click.option("--layer", default="", help="部门的图层：综治、党建、城管、消防……；不写是统一网格")


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
            service.seed(shell.s, folder, shell.now.astimezone(SHANGHAI).date())
            snapshot.write_snapshot(shell.s, shell.settings.community)
    except files.BadFile as bad:
        sys.exit("\n".join(bad.lines))
    except Invalid as refused:
        sys.exit(refused.title)
    click.echo("装好了")


@group.command("draw")
@DRAWING
@LAYER
@click.option("--from", "day", type=click.DateTime(["%Y-%m-%d"]), help="从哪天起用，不写是今天")
@click.option("--dry-run", is_flag=True, help="只检查，不收进去")
def draw(file: Path, layer: str, day: datetime | None, *, dry_run: bool) -> None:
    """收一份网格图（GeoJSON，整层）：先报重叠、空白和落单的，再从那天起用；以前的工单留在原来的网格。"""
    from portal.grids import drawing_report, snapshot, versions  # noqa: PLC0415 (only this command opens the database)
    from portal.grids.drawings import geojson  # noqa: PLC0415 (only this command opens the database)
    from portal.storage.shell import transaction  # noqa: PLC0415 (only this command opens the database)

    try:
        with transaction() as shell:
            today = shell.now.astimezone(SHANGHAI).date()
            begin = day.date() if day else today
            found = geojson.read(file.read_bytes(), versions.communities(shell.s))
            click.echo("\n".join(drawing_report.lines(drawing_report.report_on(shell.s, found, begin, layer))))
            if not dry_run:
                versions.take_in(shell.s, found, begin, today, layer)
                snapshot.write_snapshot(shell.s, shell.settings.community)
    except geojson.BadDrawing as bad:
        sys.exit("\n".join(bad.lines))
    except Invalid as refused:
        sys.exit(refused.title)


@group.command("overlay")
def overlay() -> None:
    """部门网格落在哪些统一网格里，各占多少（CSV）。"""
    from portal.grids import versions  # noqa: PLC0415 (only this command opens the database)
    from portal.grids.drawings import overlay as laying  # noqa: PLC0415 (only this command opens the database)
    from portal.storage.shell import transaction  # noqa: PLC0415 (only this command opens the database)

    with transaction() as shell:
        today = shell.now.astimezone(SHANGHAI).date()
        layers = {name: versions.drawn_on(shell.s, today, name) for name in versions.layers(shell.s)}
        click.echo(laying.as_csv(laying.lay_over(versions.drawn_on(shell.s, today), layers)), nl=False)
