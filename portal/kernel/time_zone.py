"""Pure: the residents' time zone. Times are stored in UTC."""

from __future__ import annotations

from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
