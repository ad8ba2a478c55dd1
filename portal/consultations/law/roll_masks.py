"""Pure: names, phone numbers and units of a roll, masked for lists."""

from __future__ import annotations

import re


def mask_name(name: str) -> str:
    """张三 → 张*, 欧阳小明 → 欧**明."""
    if len(name) <= 2:
        return name[:1] + "*"
    return name[0] + "*" * (len(name) - 2) + name[-1]


def mask_phone(phone: str) -> str:
    """+8613812345678 → 138****5678; one of fewer than 8 digits is starred out whole."""
    local = phone.removeprefix("+86")
    return f"{local[:3]}****{local[-4:]}" if len(local) >= 8 else "*" * len(local)


def mask_unit(unit: str) -> str:
    """3栋2单元1201、5栋101 → 3栋2单元****、5栋***: hides the digits of each unit's last number."""
    return re.sub(r"(?<!\d)\d++(?=[^\d、，,;；]*(?:[、，,;；]|$))", lambda found: "*" * len(found.group()), unit)
