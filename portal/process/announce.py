"""Waits for `/readyz`, then prints the addresses, what keeps SMS from being sent, and the demo's log-ins and secrets.

Where the bot is still to be trained it prints them as soon as the pages answer, and waits on to say when the bot does.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import click
import httpx

from portal.http import bot_state
from portal.kernel.config import DEMO_SECRET, Settings
from portal.wording import templates

_PATIENCE = 180  # seconds until the first warning that the start is not ready yet, and between warnings
# headlines; `seconds`: how long the processes took to start, after any installing
READY = "邻里已就绪，各进程启动用了 {seconds:.0f} 秒 (ready; its processes took {seconds:.0f} s, after any installing)"
PAGES_OPEN = "网页打开了，用了 {seconds:.0f} 秒 (the pages answer after {seconds:.0f} s)"
BOT_READY = "邻里已就绪，机器人也能答了 (ready; the bot answers)"
_ACCOUNTS = ("desk", "grid", "body", "chair", "scrutineer", "supervisor")  # usernames of the demo


def announce(settings: Settings) -> None:
    """Block until all processes are ready, then print the addresses; where the bot is still to be trained, these first."""
    local = f"http://{_reachable(settings.host)}:{settings.port}"
    begun = time.monotonic()
    if bot_state.no_bot(settings.home) is None:
        _wait_until_ready(settings, local)
        click.echo(announcement(settings, READY.format(seconds=time.monotonic() - begun)))
        return

    def tell_of_pages() -> None:
        click.echo(announcement(settings, PAGES_OPEN.format(seconds=time.monotonic() - begun)))
        click.echo(training_line(settings))

    _wait_until_ready(settings, local, tell_of_pages)
    click.echo(f"{BOT_READY}：{settings.public_url}/")


def _wait_until_ready(settings: Settings, local: str, tell_of_pages: Callable[[], None] | None = None) -> None:
    """Wait until all is ready. Meanwhile tell of a failed training once, and every _PATIENCE seconds what is not ready yet.

    `tell_of_pages` is called once the pages answer, which they do before all is ready.
    """
    warned, told = time.monotonic(), False
    while True:
        if tell_of_pages is not None and _pages_answer(local):
            tell_of_pages()
            tell_of_pages = None
        found = readiness(local, settings.internal_token)
        if tell_of_pages is None and found is not None and all(value == "ok" for value in found.values()):
            return
        failed = bot_state.has_failed(settings.home)
        if failed and not told:
            click.echo(failure_line(settings))
        told = failed
        if time.monotonic() - warned > _PATIENCE:
            warned = time.monotonic()
            waiting = "、".join(
                f"{name} {value}" for name, value in (found or {"portal": "…"}).items() if value != "ok"
            )
            click.echo(f"linli: 还没有就绪：{waiting}，日志在 {settings.home / 'logs'} (not ready yet)")
        time.sleep(0.5)


def _pages_answer(local: str) -> bool:
    try:
        return httpx.get(f"{local}/healthz", timeout=15, trust_env=False).status_code == 200
    except httpx.HTTPError:
        return False


def training_line(settings: Settings) -> str:
    """What is said of the bot once the pages answer: that it is being trained, and how long that takes; else that it is starting."""
    if not bot_state.is_training(settings.home):
        return "linli: 机器人正在启动 (the bot is starting)"
    return (
        "linli: 机器人还在训练，平常三分钟左右，机器忙会更久；居民这时说的话都留着，一好就读"
        " (the bot is being trained, usually about 3 min, longer on a busy machine; what residents write meanwhile is kept and answered then)"
    )


def failure_line(settings: Settings) -> str:
    """That the training failed, why, what happens meanwhile, and what to do."""
    log = settings.home / "logs" / "train.log"
    found = bot_state.no_bot(settings.home)
    reason = found.reason if found is not None else ""
    return (
        f"linli: 模型没有训练成，见 {log}：{reason or '?'}。网页照开，居民的话转给工作人员；修好以后在另一个窗口 make train，或者停下再 make run"
        " (training failed; the pages stay open, people answer; then make train, or start again)"
    )


def readiness(url: str, token: str) -> dict[str, str] | None:
    """Part → "ok" or why it fails, from `/readyz` with the internal `token`. None when there is no answer."""
    headers = {"Authorization": f"Bearer {token}"}
    try:
        found = httpx.get(f"{url}/readyz", headers=headers, timeout=15, trust_env=False).json()["checks"]
    except (httpx.HTTPError, ValueError, KeyError):
        return None
    return {str(name): str(value) for name, value in found.items()}


def announcement(settings: Settings, headline: str) -> str:
    """The text for the terminal: the headline with the address, and what else there is to know."""
    url = settings.public_url
    lines = [
        f"{headline}：{url}/",
        f"  居民  {url}/chat   {url}/consultations   {url}/me",
        f"  工作人员  {url}/login → /desk 受理台   /grid 网格员   /committee 居委会、业委会",
        f"  接口  {url}/api/docs",
    ]
    if settings.demo:
        lines += [
            f"  演示账号 (demo log-ins)  {' '.join(_ACCOUNTS)}，密码 (password) {DEMO_SECRET}",
            f"  发出的短信和验证码 (codes and messages sent)  {url}/demo/outbox",
            f"  微信入口 (WeChat)  {url}/wechat   token={settings.wechat_token}",
            f"  短信入口 (Twilio)  {url}/sms/twilio/inbound   auth token={settings.twilio_auth_token}",
        ]
    lines += [f"  短信 (SMS)  {trouble}" for trouble in templates.sms_troubles(settings)]
    return "\n".join([*lines, "  停下 (stop)：Ctrl-C"])


def _reachable(host: str) -> str:
    """The host by which this machine reaches a server that listens on `host`, as written in a URL."""
    if host in ("0.0.0.0", ""):  # noqa: S104 (it is compared, not bound)
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host
