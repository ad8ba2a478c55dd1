"""导出我的 (PIPL 45): a copy of what we hold of a resident, as a ZIP of one JSON file and their photos.

Bounded: the newest messages and cases, and photos up to PHOTO_BYTES in all. The file says how many messages and cases it holds at
most, and which photos and unproven cases were left out. It never holds the staff's notes among themselves (they may be about
others) or a choice in a secret vote.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.cases.drafts.models import OpenDraft
from portal.cases.models import Case, Kind
from portal.cases.records import presentation
from portal.cases.rules import case_draft
from portal.cases.rules.lifecycle import State
from portal.channels.models import ChatMedia, ChatMessage, Handover, InboxMessage, UnansweredQuestion
from portal.consultations.law.template import Secrecy
from portal.consultations.models import Consultation, Envelope, NamedBallot, RollEntry
from portal.kernel.ports import MediaStore
from portal.kernel.roles import Role
from portal.kernel.time_zone import SHANGHAI
from portal.registers import people as register_people
from portal.registers.models import RegisterLook
from portal.registers.words import sentence
from portal.residents import service as residents
from portal.residents.models import Consent, ContactPoint, Resident, ResidentSession

CASES = 500  # the newest
MESSAGES = 5000  # the newest of each side
PHOTO_BYTES = 40 * 1024 * 1024  # of all photos together
NOT_IN_IT = (  # what a copy does not hold, as the copy itself says
    "无记名的表决投了什么",
    "工作人员之间的备注",
)
# And that of somebody who proved a number.
_UNPROVEN_NOT_IN_IT = "没有证实过手机号的网页聊天和在里面报的事（导出时在那台设备上勾了的，在里面）"
# Why this copy leaves out some cases of 我的事.
LEFT_OUT = "是在当时这台设备的聊天里说的，没有用您的手机号证实过，也可能是别人说的"
_CHANNELS = {"webchat": "网页聊天", "wechat": "微信", "sms": "短信"}
_CONSENTS = {"told": "已告知", "consent": "同意", "withdrawn": "撤回"}


def build_copy(
    s: Session,
    media: MediaStore,
    resident_id: int | None,
    now: datetime,
    *,
    ids: Collection[int],
    left_out: Sequence[str] = (),
) -> bytes:
    """The bytes of the ZIP. `ids`: the resident's contact points; `left_out`: numbers of cases not in it.

    `resident_id`: None for a reporter who proved no number: then it has no sign-ins, votes or registers, which go by one.
    Left out are cases that 我的事 lists but that are not proven to be the resident's.
    """
    contents = copy_facts(s, resident_id, sorted(ids), now)
    if left_out:
        contents["没有放进来的事"] = {"编号": list(left_out), "为什么": LEFT_OUT}
    kept, contents["没有放进来的照片"] = _photos(media, contents["照片"])
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("我的信息.json", json.dumps(contents, ensure_ascii=False, indent=2))
        for name, data in kept:
            archive.writestr(f"照片/{name}", data, zipfile.ZIP_STORED)
    return out.getvalue()


def copy_facts(s: Session, resident_id: int | None, ids: Sequence[int], now: datetime) -> dict[str, Any]:
    """The contents of the JSON file, by Chinese name.

    The person, their contact points, consents, sessions, cases, conversation, open drafts, handovers, unanswered questions, roll entries with
    votes, what the registers hold of them, and photos (ids); and what is not in it.
    """
    points = list(s.scalars(sa.select(ContactPoint).where(ContactPoint.id.in_(ids)).order_by(ContactPoint.id)))
    cases = list(s.scalars(sa.select(Case).where(Case.contact_point_id.in_(ids)).order_by(Case.id.desc()).limit(CASES)))
    person = s.get_one(Resident, resident_id) if resident_id is not None else None
    phones = residents.proven_phones(s, resident_id) if resident_id is not None else []
    said, heard = _messages(s, ids)
    return {
        "导出时间": _time(now),
        "姓名": person.name if person is not None else "",
        "联系方式": [_point(point) for point in points],
        "同意和撤回": _consents(s, ids),
        "登录": _sessions(s, resident_id) if resident_id is not None else [],
        "我的事": [_case(s, case) for case in cases],
        "我说的": said,
        "回给我的": heard,
        "没报完的草稿": [
            json.loads(one) for one in _values(s, OpenDraft.state, OpenDraft.contact_point_id, ids) if one
        ],
        "转人工": _handovers(s, ids),
        "机器人答不上来的": _questions(s, ids),
        "表决": _votes(s, phones),
        "登记册": [_registered(one) for one in register_people.held_of(s, phones)],
        "照片": sorted({*_photo_ids(cases), *_values(s, ChatMedia.media_id, ChatMedia.contact_point_id, ids)}),
        "不在里面的": [*NOT_IN_IT, *([_UNPROVEN_NOT_IN_IT] if person is not None else ())],
        "最多": {"工单": CASES, "每一边的消息": MESSAGES},
    }


def _values(s: Session, what: Any, where: Any, ids: Sequence[int]) -> list[Any]:
    """The column `what` of all rows whose column `where` holds one of the ids."""
    return list(s.scalars(sa.select(what).where(where.in_(ids))))


def _point(point: ContactPoint) -> dict[str, Any]:
    return {
        "渠道": _CHANNELS.get(point.channel, point.channel),
        "地址": point.address,
        "开始": _time(point.created_at),
        "退订": _time(point.opted_out_at),
    }


def _consents(s: Session, ids: Sequence[int]) -> list[dict[str, Any]]:
    rows = sa.select(Consent).where(Consent.contact_point_id.in_(ids)).order_by(Consent.id)
    return [
        {"时间": _time(one.at), "是": _CONSENTS.get(one.basis, one.basis), "事项": one.purpose}
        for one in s.scalars(rows)
    ]


def _sessions(s: Session, resident_id: int) -> list[dict[str, Any]]:
    rows = sa.select(ResidentSession).where(ResidentSession.resident_id == resident_id).order_by(ResidentSession.id)
    return [{"开始": _time(one.created_at), "到": _time(one.expires_at)} for one in s.scalars(rows)]


def _case(s: Session, case: Case) -> dict[str, Any]:
    return {
        "编号": case.case_no,
        "登记": _time(case.created_at),
        "状态": State(case.state).plain,
        "类型": Kind(case.kind).label,
        "类别": case.category,
        "原话": case.words.text,
        "地点": case.words.place,
        "时间": case.words.time,
        "单位": case.words.bodies,
        "联系": case.words.contact,
        "机器人读出的": case_draft.parsed(case.words.draft),
        "经过": presentation.timeline(s, case),
        "照片": list(_photo_ids([case])),
    }


def _photo_ids(cases: Iterable[Case]) -> Iterable[str]:
    """The photos of these cases and of their events."""
    for case in cases:
        yield from case.photos
        for event in case.events:
            yield from event.data.get("photos") or ()


def _messages(s: Session, ids: Sequence[int]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """(what the person wrote, what was written to them): the newest MESSAGES of each, oldest first."""
    mine = sa.select(InboxMessage).where(InboxMessage.contact_point_id.in_(ids))
    theirs = sa.select(ChatMessage).where(ChatMessage.contact_point_id.in_(ids))
    said = [
        {"时间": _time(one.received_at), "话": one.text, "地点": one.place, "照片": one.media}
        for one in s.scalars(mine.order_by(InboxMessage.id.desc()).limit(MESSAGES))
    ]
    heard = [
        {"时间": _time(one.at), "谁": "机器人" if one.sender == "bot" else "工作人员", "话": one.text}
        for one in s.scalars(theirs.order_by(ChatMessage.id.desc()).limit(MESSAGES))
    ]
    return said[::-1], heard[::-1]


def _handovers(s: Session, ids: Sequence[int]) -> list[dict[str, Any]]:
    rows = sa.select(Handover).where(Handover.contact_point_id.in_(ids)).order_by(Handover.id)
    return [{"时间": _time(one.at), "话": one.text, "办好": _time(one.done_at)} for one in s.scalars(rows)]


def _questions(s: Session, ids: Sequence[int]) -> list[dict[str, Any]]:
    rows = sa.select(UnansweredQuestion).where(UnansweredQuestion.contact_point_id.in_(ids))
    return [{"时间": _time(one.at), "话": one.words} for one in s.scalars(rows.order_by(UnansweredQuestion.id))]


def _votes(s: Session, phones: Sequence[str]) -> list[dict[str, Any]]:
    """The roll entries with these phone numbers, whether each voted and, if the vote was by name, for what."""
    rows = (
        sa.select(RollEntry, Consultation)
        .join(Consultation, Consultation.id == RollEntry.consultation_id)
        .where(RollEntry.phone.in_(phones), RollEntry.phone != "")
        .order_by(RollEntry.id)
    )
    return [_vote(s, entry, found) for entry, found in s.execute(rows)]


def _vote(s: Session, entry: RollEntry, found: Consultation) -> dict[str, Any]:
    contents = {
        "议题": found.title,
        "名册上": {"姓名": entry.name, "户": entry.household, "房号": entry.unit, "面积": str(entry.area or "")},
    }
    if found.secrecy == Secrecy.SECRET:
        cast = s.scalar(sa.select(Envelope.roll_entry_id).where(Envelope.roll_entry_id == entry.id)) is not None
        return contents | {"投了": cast, "投了什么": "无记名，不在导出里"}
    ballot = s.get(NamedBallot, entry.id)
    return contents | {"投了": ballot is not None, "投了什么": ballot.choices if ballot else None}


def _registered(held: register_people.Held) -> dict[str, Any]:
    """What an entry of the registers holds of the person, why, and who looked at it or exported it."""
    entry, purposes = held.entry, dict.fromkeys(code for one, _value in held.values for code in one.purposes)
    told = {
        "kind": sentence(f"kind.{entry.kind}"),
        "place": entry.place,
        "entered": _time(entry.entered_at),
        "ended": _time(entry.ended_at),
        "held": {one.label: one.shown(value) for one, value in held.values},
        "why": [f"{sentence(f'purpose.{one}')}：{sentence(f'basis.{one}')}" for one in purposes],
        "looks": [_look(look, role, recipient) for look, role, recipient in held.looks],
    }
    return {sentence(f"copy.{name}"): one for name, one in told.items()}


def _look(look: RegisterLook, role: str, recipient: str) -> dict[str, Any]:
    """A look at the entry: when, in which role, for which purpose and, if it went into a file, for whom."""
    purpose = sentence(f"purpose.{look.purpose}")
    told = {"at": _time(look.at), "who": Role(role).label, "why": purpose, "recipient": recipient or None}
    return {sentence(f"copy.{name}"): one for name, one in told.items()}


def _photos(media: MediaStore, ids: Iterable[str]) -> tuple[list[tuple[str, bytes]], list[str]]:
    """((id, bytes) of the photos that fit into PHOTO_BYTES, ids of those that do not); not those that are gone."""
    kept: list[tuple[str, bytes]] = []
    left_out: list[str] = []
    left = PHOTO_BYTES
    for media_id in ids:
        try:
            data, _ = media.get(media_id)
        except KeyError:  # not fetched from the vendor, or gone
            continue
        if len(data) > left:
            left_out.append(media_id)
            continue
        left -= len(data)
        kept.append((media_id, data))
    return kept, left_out


def _time(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(SHANGHAI).isoformat(timespec="seconds")
