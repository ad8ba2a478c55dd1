"""Encoding and cells of files that come from, or go to, a spreadsheet program. Pure."""

from __future__ import annotations

import re

_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def cell(value: str) -> str:
    """The value as text. An apostrophe is put before one that would run as a formula (OWASP: CSV injection)."""
    return f"'{value}" if value.lstrip(" \n").startswith(_BEGINS_A_FORMULA) else value


_CHINESE = re.compile(r"[\u3400-\u9fff]")
_NOBODY_WROTE = re.compile(r"[\ue000-\uf8ff\ufffd\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")  # private use, control characters


def decoded(data: bytes) -> str | None:
    """The text of a file in UTF-8 (with or without BOM) or in GBK, which spreadsheet programs write; None if neither.

    A UTF-8 file with a few broken bytes would also decode as GBK, but to nonsense: that gives None.
    """
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    nearly = data.decode("utf-8", "replace")
    if len(_CHINESE.findall(nearly)) > nearly.count("\ufffd"):
        return None
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return None
    return None if _NOBODY_WROTE.search(text) else text
