"""Waits for `/readyz`, then prints the addresses, what keeps SMS from being sent, and the demo's log-ins and secrets."""

from __future__ import annotations

import time

import click
import httpx

from portal.kernel.config import DEMO_SECRET, Settings
from portal.wording import templates

_PATIENCE = 180  # seconds until the first warning that the start is not ready yet, and between warnings
_ACCOUNTS = ("desk", "grid", "body", "chair", "scrutineer", "supervisor")  # usernames of the demo


def announce(settings: Settings) -> None:
    """Block until all processes are ready, then print the addresses."""
    local = f"http://{_reachable(settings.host)}:{settings.port}"
    begun = warned = time.monotonic()
    while True:
        found = readiness(local, settings.internal_token)
        if found is not None and all(value == "ok" for value in found.values()):
            break
        if time.monotonic() - warned > _PATIENCE:
            warned = time.monotonic()
            waiting = "、".join(name for name, value in (found or {"portal": "…"}).items() if value != "ok")
            click.echo(f"linli: 还没有就绪：{waiting}，日志在 {settings.home / 'logs'} (not ready yet)")
        time.sleep(0.5)
    click.echo(announcement(settings, time.monotonic() - begun))


def readiness(url: str, token: str) -> dict[str, str] | None:
    """Part → "ok" or why it fails, from `/readyz` with the internal `token`. None when there is no answer."""
    headers = {"Authorization": f"Bearer {token}"}
    try:
        found = httpx.get(f"{url}/readyz", headers=headers, timeout=15, trust_env=False).json()["checks"]
    except (httpx.HTTPError, ValueError, KeyError):
        return None
    return {str(name): str(value) for name, value in found.items()}


def announcement(settings: Settings, seconds: float) -> str:
    """The text for the terminal once all is ready; `seconds`: how long the processes took to start, after any installing."""
    url = settings.public_url
    lines = [
        f"邻里已就绪，各进程启动用了 {seconds:.0f} 秒 (ready; its processes took {seconds:.0f} s, after any installing)：{url}/",
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
    if host in ("0.0.0.0", ""):  # noqa: S104 (it is compared, not bound)
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host
