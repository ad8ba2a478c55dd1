"""The moment a message was sent, in the town's time zone."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")


def parse_sent_at(stated: object) -> datetime:
    """Parse an RFC 3339 moment (or "2020-01-31 08:00", in Shanghai time) into Shanghai time.

    Returns now if it is absent or invalid, or its second has a fraction that is not of three or six digits.
    """
    if isinstance(stated, str):
        try:
            moment = datetime.fromisoformat(stated.strip().replace("Z", "+00:00").replace("/", "-"))
        except ValueError:
            return datetime.now(SHANGHAI)
        return moment.astimezone(SHANGHAI) if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)
    return datetime.now(SHANGHAI)
