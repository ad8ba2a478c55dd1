"""A case's timeline as staff read it: every event, who acted, and what was said among staff."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.cases.models import Case, CaseEvent, Ground, Kind, Urgency
from portal.cases.records import handler_view
from portal.cases.rules import taxonomy
from portal.cases.rules.conduct import Conduct
from portal.cases.rules.lifecycle import Actor, CloseReason, Verb
from portal.grids import service as grids
from portal.outbox import outcome
from portal.outbox.models import OutboxRow
from portal.staff.models import Account

_FOR_HANDLERS = "反映的人在进度里看得到"  # of a progress; whether and how a message went would tell who it is


@dataclass(frozen=True)
class StaffEntry:
    """One timeline entry: the reporter reads `public` too, only staff read `private`."""

    serial: int
    at: datetime
    by: str
    what: str
    public: str
    private: str
    photos: tuple[str, ...]
    fate: str = ""  # of a progress: whether the reporter was told, in Chinese


def staff_timeline(s: Session, case: Case, shown: Callable[[str], str]) -> list[StaffEntry]:
    """All events, oldest first; their words pass through `shown`, which masks personal data."""
    return [_told(s, event, shown) for event in case.events]


def handler_timeline(s: Session, case: Case, shown: Callable[[str], str]) -> list[StaffEntry]:
    """The events that a body or a grid worker may read, without whatever would tell them who reported it."""
    return [
        StaffEntry(
            serial=event.serial,
            at=event.at,
            by=_by(s, event),
            what=_what(s, event),
            public=shown(handler_view.visible_words(s, case, event, public=True)),
            private=shown(handler_view.visible_words(s, case, event, public=False)),
            photos=handler_view.visible_photos(case, event),
            fate=_FOR_HANDLERS if event.verb == Verb.PROGRESS else "",
        )
        for event in case.events
        if handler_view.is_shown(event)
    ]


def _told(s: Session, event: CaseEvent, shown: Callable[[str], str]) -> StaffEntry:
    return StaffEntry(
        serial=event.serial,
        at=event.at,
        by=_by(s, event),
        what=_what(s, event),
        public=shown("\n".join(one.text for one in event.words if one.public and one.text)),
        private=shown("\n".join(one.text for one in event.words if not one.public and one.text)),
        photos=tuple(event.data.get("photos") or ()),
        fate=_fate(s, event),
    )


def _fate(s: Session, event: CaseEvent) -> str:
    """Whether the push about a progress reached the resident, in Chinese, as far as is known; "" for other events."""
    if event.verb != Verb.PROGRESS:
        return ""
    begins = f"push_resident:{event.case_id}:{event.serial}:"
    if s.scalar(sa.select(OutboxRow.id).where(OutboxRow.dedupe_key == f"{begins}case_progress")) is None:
        return "没有发消息，居民打开进度才看得到"
    became = outcome.fate_of_last_push(s, begins)
    return f"告诉居民：{became.label}" if became is not None else "放进居民的聊天里了"


def _by(s: Session, event: CaseEvent) -> str:
    if event.actor in (Actor.RESIDENT, Actor.SYSTEM) or event.actor_id is None:
        return event.actor_label
    account = s.get(Account, event.actor_id)
    return f"{event.actor_label} {account.name}" if account else event.actor_label


def _what(s: Session, event: CaseEvent) -> str:
    verb, data = Verb(event.verb), event.data
    if verb in (Verb.DISPATCH, Verb.TRANSFER):
        return f"{verb.label}给{_handler(s, data)}"
    if verb is Verb.REJECT:
        ground = Ground(data["ground"]).label if data.get("ground") in set(Ground) else ""
        return f"{verb.label}：{data.get('office', '')} {data.get('phone', '')}（{ground}）"
    if verb is Verb.WEIGH:
        return f"{verb.label}：{_weighed(s, data)}"
    if verb is Verb.PERMIT:
        return f"{verb.label}：{_handler(s, {'body': data.get('permitted')})}"
    if verb is Verb.DISCLOSE:
        return "居民同意让承办的人知道是谁、怎么联系" if data.get("may_be_named") else "居民不让承办的人知道是谁"
    if verb is Verb.CORRECT and event.actor == Actor.SYSTEM:
        return "放假安排公布了，时限重新算过"
    if verb is Verb.CORRECT:
        return f"{verb.label}：{'；'.join(_corrections(data))}"
    if verb is Verb.CLOSE and data.get("close_reason") in set(CloseReason):
        return f"{verb.label}：{CloseReason(data['close_reason']).label}"
    if verb is Verb.FOLLOW_UP and data.get("again"):
        return "第二次回访"
    return verb.label


def _handler(s: Session, data: dict[str, Any]) -> str:
    body = grids.body(s, data.get("body"))
    if body:
        return body.name
    worker = s.get(Account, data["worker_id"]) if data.get("worker_id") else None
    return f"网格员{worker.name}" if worker else "网格员"


def _weighed(s: Session, data: dict[str, Any]) -> str:
    if data.get("conduct") != Conduct.CONDUCT:
        return "不是"
    return "是" + "".join(f"，{_handler(s, {'body': code})}" for code in data.get("about") or ())


def _corrections(data: dict[str, Any]) -> list[str]:
    said = []
    if data.get("kind") in set(Kind):
        said.append(f"诉求改为{Kind(data['kind']).label}")
    if "category" in data:
        said.append(f"类别改为{taxonomy.label(data['category'])}")
    if data.get("urgency") in set(Urgency):
        said.append(f"改为{Urgency(data['urgency']).label}")
    if "grid" in data:
        said.append(f"网格改为{data['grid'] or '社区外'}")
    return said
