"""Encoding and cells of files that come from, or go to, a spreadsheet program. Pure."""

from __future__ import annotations

import re

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def cell(value: str) -> str:
    """The value as a text cell: an apostrophe goes before what would run as a formula (OWASP: CSV injection)."""
    return f"'{value}" if value.lstrip(" \n").startswith(_FORMULA_STARTS) else value


_CHINESE = re.compile(r"[\u3400-\u9fff]")
_NEVER_TYPED = re.compile(r"[\ue000-\uf8ff\ufffd\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")  # private use, control characters


def decoded(data: bytes) -> str | None:
    """The text of a file in UTF-8 (with or without BOM) or in GBK, which spreadsheet programs write; None if neither.

    None, too, for UTF-8 with a few broken bytes (nonsense if decoded as GBK), and for GBK with control or private-use characters.
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
    return None if _NEVER_TYPED.search(text) else text
