"""Pure: the time zone of China, in which times are shown. They are stored in UTC."""

from __future__ import annotations

from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
