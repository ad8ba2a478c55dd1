"""Composes the texts of an answer for a channel (pure): numbers for buttons, whole links, the channel's limits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from portal.wording.sms_text import chunks, fit

WECHAT_BYTES = 2048  # of one text, by WeChat's rule
REPLY_SEGMENTS = 2  # SMS segments of an answer
MENU_SEGMENTS = 3  # SMS segments of an answer with a menu, or to danger


@dataclass(frozen=True)
class PlainMessage:
    """What a text-only channel shows of one message. `alone`: it becomes an SMS of its own (a notice)."""

    text: str
    buttons: tuple[tuple[str, str], ...] = ()
    link: str | None = None
    alone: bool = False


def menu(lines: Sequence[PlainMessage]) -> dict[str, str]:
    """Number (from "1") → payload, for all buttons of one answer."""
    payloads = [payload for line in lines for _, payload in line.buttons]
    return {str(number): payload for number, payload in enumerate(payloads, start=1)}


def wechat(lines: Sequence[PlainMessage], public_url: str) -> list[str]:
    """Texts of at most 2,048 bytes each (WeChat's rule); the first can be the passive reply."""
    number = 0
    blocks = []
    for line in lines:
        block = [line.text] if line.text else []
        if line.link:
            block.append(absolute(line.link, public_url))
        for title, _ in line.buttons:
            number += 1
            block.append(f"{number}. {title}")
        blocks.append("\n".join(block))
    whole = "\n\n".join(block for block in blocks if block)
    if number:
        whole += "\n回数字选"
    return chunks(whole, WECHAT_BYTES) if whole else []


def sms(lines: Sequence[PlainMessage], public_url: str, sign: str, *, danger: bool = False) -> list[str]:
    """Texts to send as SMS: the text of each notice by itself, the rest in one of at most two segments (three with a menu).

    `danger`: three segments and no link, so that neither the advice nor the question is cut off.
    """
    texts = [_signed(line.text, sign) for line in lines if line.alone]
    rest = [line for line in lines if not line.alone]
    body = "\n".join(line.text for line in rest if line.text)
    links = [absolute(line.link, public_url) for line in rest if line.link and not danger]
    titles = [title for line in rest for title, _ in line.buttons]
    tail = "".join(f"\n{link}" for link in links)
    if titles:
        tail += "\n回" + " ".join(f"{number}{title}" for number, title in enumerate(titles, start=1))
    if body or tail:
        most = MENU_SEGMENTS if titles or danger else REPLY_SEGMENTS
        texts.append(fit(_signed(body, sign), most, tail=tail))
    if rest and lines and not lines[0].alone:  # the notice comes after an answer to danger
        texts = [*texts[-1:], *texts[:-1]]
    return texts


def absolute(link: str, public_url: str) -> str:
    """The link as an absolute URL."""
    return public_url + link if link.startswith("/") else link


def _signed(text: str, sign: str) -> str:
    return text if text.startswith("【") else f"【{sign}】{text}"
