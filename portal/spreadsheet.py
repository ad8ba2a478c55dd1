"""Cells of a file that somebody will open in a spreadsheet program. Pure."""

from __future__ import annotations

_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def cell(value: str) -> str:
    """The value as text: what would be run as a formula (OWASP, CSV injection) gets an apostrophe in front."""
    return f"'{value}" if value.lstrip(" \n").startswith(_BEGINS_A_FORMULA) else value
