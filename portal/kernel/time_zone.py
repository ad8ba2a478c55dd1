"""Pure: the one time zone of the residents. Moments are kept in UTC."""

from __future__ import annotations

from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
