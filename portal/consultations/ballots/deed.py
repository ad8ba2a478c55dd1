"""The deed: hashes of what was fixed when a vote opened, in `LINLI_KEYS`, out of reach for whoever writes the database.

Taking a ballot, showing the questions, closing and publishing all compare the consultation's row with the deed. While
a public key, a roll hash, a time or a question differs, no vote is taken and none is counted.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from portal.consultations.ballots.board import canonical
from portal.consultations.models import Consultation

# column of Consultation → its name in the report: all that the notice or the page states, or that decides the count
FIELDS: Mapping[str, str] = {
    "committee_id": "召集的委员会",
    "template": "模板",
    "template_version": "模板的版本",
    "template_text": "法定规则",
    "topic": "事项",
    "title": "标题",
    "text": "说明",
    "questions": "问题和选项",
    "basis": "按什么计票",
    "secrecy": "记名还是无记名",
    "opens_at": "开始时间",
    "closes_at": "结束时间",
    "notice_on": "通知的日子",
    "notice_recorded_at": "登记通知的时刻",
    "notice_record": "通知的记录",
    "counted_from": "通知的日子从哪天算",
    "scrutinised_at": "监票人确认的时刻",
    "special_circumstances": "特殊情况",
    "mended": "通知以后名册改了几处",
    "opened_at": "开始投票的时刻",
    "roll_count": "名册的人数（户数）",
    "roll_area": "名册的面积",
    "roll_hash": "名册的指纹",
    "roll_salt": "名册指纹的盐",
    "public_key": "票箱的公钥",
    "padded_length": "信封的长度",
}


def field_hashes(consultation: Consultation) -> dict[str, str]:
    """Column name → hash of its value, for every column in FIELDS."""
    return {name: hash_value(getattr(consultation, name)) for name in FIELDS}


def changed_fields(deed: Mapping[str, Any], consultation: Consultation) -> list[str]:
    """The columns of FIELDS whose values differ from the deed (as `read_deed` gives it); not those that it lacks."""
    fixed = deed.get("fields", {})
    return [
        name for name, value in fixed.items() if name in FIELDS and hash_value(getattr(consultation, name)) != value
    ]


def hash_value(value: object) -> str:
    """SHA-256 (hex) of a value, the same on SQLite and PostgreSQL."""
    return hashlib.sha256(canonical(_plain(value))).hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    if isinstance(value, Decimal):
        return str(value)
    return value
