"""`linli …`: the operator's command. A room adds its own in `portal/<room>/cli.py`, as a click group named `group`."""

from __future__ import annotations

import dataclasses
import importlib
import os
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click
from sqlalchemy.exc import SQLAlchemyError

from portal.kernel.config import SettingError, environment, home_of, load

if TYPE_CHECKING:
    from portal.storage.parts import Parts

# a setting with one of these in its name is printed only as set or not; but of `keys` the folder
_SECRET_WORDS = ("secret", "token", "key", "password")
_ROOMS = Path(__file__).resolve().parent


class _Rooms(click.Group):
    """The commands of this file, and the rooms' own, which are imported only when they are called or listed in the help."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted([*super().list_commands(ctx), *(path.parent.name for path in _ROOMS.glob("*/cli.py"))])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        own = super().get_command(ctx, cmd_name)
        if own is not None or not cmd_name.isidentifier() or not (_ROOMS / cmd_name / "cli.py").exists():
            return own
        found = importlib.import_module(f"portal.{cmd_name}.cli").group
        return found if isinstance(found, click.Command) else None


def _parts() -> Parts:
    """The parts, built from the settings. Raises SettingError."""
    from portal.wiring.app import build_parts

    return build_parts()


@click.group(cls=_Rooms)
@click.pass_context
def linli(context: click.Context) -> None:
    """邻里的管理命令。设置来自环境变量或 .env，见 .env.example。"""
    context.obj = _parts  # for the rooms' commands, which may not import portal.wiring.app


@linli.command()
def run() -> None:
    """在前台启动整套系统，Ctrl-C 停下 (start the whole system)。"""
    from portal.process import launch

    launch.run()


@linli.command("timers")
@click.pass_obj
def show_timers(make: Callable[[], Parts]) -> None:
    """按钟点做的事：归谁，多久一次，上次什么时候做的 (what runs by the clock, and when it last ran)。"""
    from portal.timers.timer import last_runs
    from portal.wiring.rooms import timers

    runs = last_runs(make().settings.home)
    for timer in timers():
        ran = runs.get(timer.name)
        when = f"{ran.at.astimezone():%Y-%m-%d %H:%M:%S}" if ran else "还没有做过"
        every = f"{timer.seconds:g} 秒" if timer.seconds else "不停地看"
        fault = f"  出错：{ran.fault}" if ran and ran.fault else ""
        click.echo(f"{timer.name:22} {timer.room:14} {timer.lane:9} {every:8} {when}{fault}")


@linli.group()
def serve() -> None:
    """只启动一个网页进程（一般由 linli run 启动）。"""


@serve.command("public")
def serve_public() -> None:
    """对外的网站和接口，监听 HOST:PORT。"""
    from portal.process import serve as servers

    servers.serve_public()


@serve.command("internal")
def serve_internal() -> None:
    """给对话动作用的内部接口，只监听本机。"""
    from portal.process import serve as servers

    servers.serve_internal()


@linli.command()
def worker() -> None:
    """发件、定时任务。"""
    from portal.process import serve as servers
    from portal.process import worker as work
    from portal.wiring.app import build_parts

    servers.log_to_stderr()
    work.run(build_parts())


@linli.command()
def migrate() -> None:
    """把数据库升到最新结构 (upgrade the tables)。"""
    from portal.storage import migrate as migrations
    from portal.storage.db import Database

    db = Database(load().database_url)
    migrations.upgrade(db)
    click.echo("数据库已是最新结构 (up to date)")


@linli.command(hidden=True)
@click.argument("name")
def migration(name: str) -> None:
    """开发用：由模型写出下一个迁移文件 (write the next migration)。"""
    import tempfile

    from portal.storage import migrate as migrations
    from portal.storage.db import Database

    with tempfile.TemporaryDirectory() as folder:
        db = Database(f"sqlite:///{folder}/empty.db")
        migrations.upgrade(db)
        migrations.write_migration(db, name)
        db.engine.dispose()


@linli.command("backup")
@click.option(
    "--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="写到哪个文件（不能已经有）"
)
def make_backup(out: Path) -> None:
    """不停机备份成一个文件：数据库、照片、密钥、删除登记；不含 LINLI_KEYS (back up while running)。"""
    from portal.backups import backup
    from portal.kernel.clock import clock_from
    from portal.privacy.ledger import BrokenLedger

    settings = load()
    try:
        made = backup.write_backup(settings, out, clock_from(settings.now, settings.home / "run").now())
    except FileExistsError as error:
        raise click.ClickException(f"{out} 已经有了，换个名字 (exists)") from error
    except backup.TargetInsideHome as error:
        raise click.ClickException(str(error)) from error
    except (OSError, BrokenLedger, sqlite3.Error, SQLAlchemyError) as error:
        raise click.ClickException(f"没有备份成 (not backed up): {error}") from error
    click.echo(f"{len(made.files)} 个文件，{made.counts.get('case', 0)} 件工单 → {out}")
    for name in made.skipped:
        click.echo(f"没有放进去：{name}（不是邻里存的文件，恢复用不到；要留请自己另存）")
    click.echo("里面有居民的话、号码和密钥：加密后另存，限人，到期删。LINLI_KEYS 不在里面，也别放到一起。")


@linli.command("restore")
@click.argument("source", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--erasures", multiple=True, type=click.Path(exists=True, dir_okay=False, path_type=Path), help="最新的删除登记"
)
@click.option("--erasures-lost", is_flag=True, help="删除登记确实找不到了")
def put_back(source: Path, erasures: tuple[Path, ...], erasures_lost: bool) -> None:
    """把备份恢复到空的 LINLI_HOME；备份以后要求删过的人会再删一遍 (restore into an empty home)。"""
    from portal.backups import restore
    from portal.kernel.clock import clock_from
    from portal.process import launch

    home = home_of(environment())
    with launch.locked_home(home):
        try:
            done = restore.restore(
                source, erasures, ledger_lost=erasures_lost, now=clock_from(None, home / "run").now()
            )
        except restore.CannotRestore as error:
            raise click.ClickException(str(error)) from error
        except (OSError, SQLAlchemyError) as error:
            raise click.ClickException(
                f"恢复到一半停下了，排除原因以后再运行同一条命令 (broken off, run it again): {error}"
            ) from error
    click.echo(
        f"恢复好了：{done.made_at} 的备份，{done.counts.get('case', 0)} 件工单；再删了 {done.erased_again} 个人的信息。"
    )
    click.echo(
        "所有居民和工作人员要重新登录，发出去的投票链接作废。那以后收到的消息和投的票不在里面，请照各渠道后台补。"
    )
    for vote in done.votes_under_way:
        click.echo(
            f"注意：表决 {vote} 备份时还没有公布，那以后投的票已经丢了。经过已记在这次表决里，请监票人决定重来还是作废。"
        )


@linli.group("retention", invoke_without_command=True)
@click.option("--dry-run", is_flag=True, help="只数，不删")
@click.pass_context
def retention(context: click.Context, dry_run: bool) -> None:
    """到期的内容：数一数，或现在就清 (what has come to its end)。"""
    if context.invoked_subcommand is None and not dry_run:
        click.echo(context.get_help())
    elif dry_run:
        _retain(dry_run=True)
        context.exit()


@retention.command("run")
@click.option("--dry-run", is_flag=True, help="只数，不删")
def retention_run(dry_run: bool) -> None:
    """现在就清（工人每小时也清一次）。"""
    _retain(dry_run=dry_run)


def _retain(*, dry_run: bool) -> None:
    """Print for each kind of data how many items are past retention; unless `dry_run`, delete them."""
    from portal.privacy import retention as rules

    for store, count in (rules.count_expired if dry_run else rules.erase_all_expired)(_parts()):
        click.echo(f"{count:>8}  {store}")


@linli.group()
def search() -> None:
    """按字找工单：目录。"""


@search.command("rebuild")
def search_rebuild() -> None:
    """把查找的目录重做一遍；不用停机，平时用不着 (index every case anew)。"""
    from portal.cases.records.search import search_index

    done = 0
    for done in search_index.rebuild(_parts()):
        click.echo(f"{done:>8} 件", err=True)
    click.echo(f"目录重做好了：{done} 件 (search is rebuilt)")


@linli.group()
def demo() -> None:
    """演示社区。"""


@demo.command("fill")
def demo_fill() -> None:
    """在空的 LINLI_HOME 里建立演示社区 (fill an empty home)。"""
    from portal.demo import demo_home
    from portal.process import launch

    settings = load(environment() | {"DEMO": "1"})
    with launch.locked_home(settings.home):
        demo_home.mark_as_demo(settings.home)
        if not demo_home.is_unfilled(settings.home):
            raise click.ClickException(f"{settings.home} 不是空的，演示社区只建在空的地方 (not empty)")
        launch.make_folders(settings)
        launch.prepare_data(settings)


@demo.command("reset")
def demo_reset() -> None:
    """清空演示数据，重新建立 (the demo anew)。只对演示用的 LINLI_HOME 有效。"""
    from portal.demo import demo_home
    from portal.process import launch

    settings = load(environment() | {"DEMO": "1"})
    if not demo_home.mark_path(settings.home).exists() and not demo_home.is_empty(settings.home):
        raise click.ClickException(f"{settings.home} 里是真实数据，不能重置 (not a demo; nothing was touched)")
    with launch.locked_home(settings.home):
        launch.make_folders(settings)
        demo_home.mark_as_demo(settings.home)
        demo_home.erase(settings)
        launch.prepare_data(settings)
    click.echo("演示社区已重新建立 (the demo is new)")


@linli.command()
@click.option("--corpus", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="text,category 的 CSV")
@click.option("--anyway", is_flag=True, help="有一类变差也换上")
def train(corpus: Path | None, anyway: bool) -> None:
    """训练对话模型；数据没有变就什么也不做 (train if the data changed)。"""
    from portal.bot_model import model_versions
    from portal.process import launch

    settings = load()
    launch.make_folders(settings)
    if corpus is not None:
        path = launch.retrain_with_export(settings, corpus, anyway=anyway)
    else:
        path = launch.retrain(settings, model_versions.current_corpus(settings.home))
    click.echo(str(path))


@linli.command()
@click.option("--in", "source", required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--out", "target", required=True, type=click.Path(dir_okay=False, path_type=Path))
def parse(source: Path, target: Path) -> None:
    """成批理解留言：每行一个 JSON，写出同样多行草稿 (parse a batch)。"""
    from portal.bot_model import training
    from portal.process import launch

    settings = load()
    launch.make_folders(settings)
    model = launch.train(settings)
    command = [
        str(training.BOT_PYTHON),
        "-m",
        "bot.parse",
        str(source.resolve()),
        str(target.resolve()),
    ]
    environ = os.environ | training.bot_environment() | {"LINLI_MODEL": str(model)}
    os.execve(command[0], command, environ)  # noqa: S606 (our own command)


@linli.command(hidden=True)
def announce() -> None:
    """就绪后打印地址（由 linli run 启动）。"""
    import signal

    from portal.process.announce import announce as wait_and_say

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the supervisor; this process ends with it
    wait_and_say(load())


@linli.group()
def nlu() -> None:
    """理解居民的话：模型的版本、工作中学到的。"""


@nlu.command("models")
def nlu_models() -> None:
    """列出留着的模型和它们的数字，* 是正在用的 (kept models)。"""
    from portal.bot_model import model_versions, training

    home = load().home
    serving = training.model_path(home)
    for one in model_versions.versions(home):
        figures = one.facts.get("figures") or {}
        told = "没有加自己的语料"
        if one.corpus and figures:
            before, after = figures["before"], figures["after"]
            told = f"语料 {figures['rows']} 行，macro-F1 {before['macro_f1']:.3f} → {after['macro_f1']:.3f}"
            told += f"，准确率 {before['accuracy']:.3f} → {after['accuracy']:.3f}"
        mark = "*" if one.path == serving else " "
        click.echo(f"{mark} {one.name}  {one.facts.get('made_at', '')}  数据 {one.facts.get('data', '?')}  {told}")


@nlu.command("rollback")
@click.argument("name")
def nlu_rollback(name: str) -> None:
    """换回 NAME（见 linli nlu models）；NAME 为 shipped 时不再加自己的语料。下次启动起用。"""
    from portal.bot_model import model_versions, training
    from portal.process import launch

    settings = load()
    if name == "shipped":
        click.echo(str(launch.retrain(settings, None)))
        return
    try:
        click.echo(str(model_versions.roll_back(settings.home, name, training.bot_code_hash()).path))
    except model_versions.CannotUseModel as error:
        raise click.ClickException(str(error)) from error


@nlu.command("export")
@click.option("--out", "target", required=True, type=click.Path(dir_okay=False, path_type=Path))
def nlu_export(target: Path) -> None:
    """把工作人员改过、确认过的类别写成语料，电话、证件号、姓名已遮 (a masked corpus)。"""
    from portal.cases.records import corpus
    from portal.wiring.app import build_parts

    parts = build_parts()
    with parts.db.read() as s:
        count = corpus.write(s, target)
    click.echo(f"{count} 条 → {target}")


@linli.group()
def settings() -> None:
    """设置。"""


@settings.command("check")
def settings_check() -> None:
    """读出启动时会用的全部设置，什么也不写；启动会拒绝的，这里也拒绝 (a wrong one is named; nothing is written)。"""
    from portal.process import launch

    for name, value in dataclasses.asdict(launch.checked_settings(environment())).items():
        is_text = isinstance(value, str)  # CHAT_TOKEN_DAYS is a number, and LINLI_KEYS a path
        secret = value and is_text and any(word in name for word in _SECRET_WORDS)
        click.echo(f"{name.upper():<26} {'（已设）' if secret else '（未设）' if value is None else value}")


def _home_shown() -> str:
    """LINLI_HOME, for an error that names no file, such as that of a full disk."""
    return str(home_of(environment()))


def main() -> None:
    """Run the command. Files it makes are readable by the owner only.

    A wrong setting, or a file that cannot be read or written, prints one line, exit code 1.
    """
    os.umask(0o077)
    try:
        linli(prog_name="linli")
    except SettingError as error:
        click.echo(f"linli: 设置有误 (setting): {error}", err=True)
        sys.exit(1)
    except OSError as error:
        where = "" if error.filename else f"，在 {_home_shown()} 或命令里写的地方"
        click.echo(f"linli: 读写不了 (file): {error}{where}", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
