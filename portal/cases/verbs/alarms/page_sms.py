"""Send the SMS by which people are paged: a person's waiting pages go out together, each alarm named, under one code."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.cases.models import Alarm, AlarmPage, Case
from portal.cases.records import alarms
from portal.cases.records.event_wording import sentence
from portal.outbox import service as outbox
from portal.outbox.kinds import Kind, Purpose
from portal.staff.models import Account
from portal.storage.parts import Parts
from portal.wording import templates

SMS_GAP = timedelta(seconds=60)  # between two SMS to one person, at least
ALARMS_PER_SMS = 4  # alarms that one SMS names, at most
SMS_AT_ONCE = 4  # SMS to one person at a time, at most; further alarms wait for the next
ALONE = {  # text template → the same without "the next person is paged", for when nobody else is on call
    "staff_emergency": "staff_emergency_alone",
    "staff_emergency_denied": "staff_emergency_denied_alone",
    "staff_emergency_withdrawn": "staff_emergency_withdrawn_alone",
    "staff_alarms": "staff_alarms_alone",
    "staff_alarms_more": "staff_alarms_more_alone",
    "staff_alarms_most": "staff_alarms_most_alone",
}
_LISTING = {
    2: "staff_alarms",
    3: "staff_alarms_more",
    4: "staff_alarms_most",
}  # how many alarms → the text template that lists them
_SLOTS = ("one", "two", "three", "four")  # the parameters of these templates, one for each alarm
# text templates of an SMS about one alarm
MORE_TEMPLATE = "staff_emergency_more"  # the reporter added something
DENIED_TEMPLATE = "staff_emergency_denied"  # the reporter said last that there is no danger (any more)
WITHDRAWN_TEMPLATE = "staff_emergency_withdrawn"  # the reporter withdrew the case
_DENIED = "，居民说没危险了"  # follows the danger in other templates where DENIED_TEMPLATE is not used
ADDITION_STEP = -1  # `AlarmPage.step` of a page about words added (mostly the place) before anybody acknowledged


def is_paging(alarm: Alarm) -> bool:
    """Whether people are still paged about the alarm: nobody has acknowledged it, and no all-clear has ended it."""
    return alarm.acked_at is None and alarm.next_at is not None


def send_waiting(s: Session, parts: Parts, account: Account, now: datetime) -> int:
    """Queue this person's waiting pages in as few SMS as possible, unless the last is less than SMS_GAP ago.

    Returns how many pages waited, or 0 if the last SMS was that recent.
    """
    if got_sms_lately(s, account.id, now):
        return 0
    waiting = sa.select(AlarmPage).where(AlarmPage.account_id == account.id, AlarmPage.sent_at.is_(None))
    found = list(s.scalars(waiting.order_by(AlarmPage.id)))
    open_ones = [page for page in found if is_paging(page.alarm) and _may_be_sent(s, page, account, now)]
    for page in found:
        if page not in open_ones or not account.active or not account.phone:
            page.sent_at = now  # not needed: acknowledged or ended meanwhile, about this person, or no phone
    if not account.active or not account.phone:
        s.flush()
        return len(found)
    distinct = list({page.alarm_id: page for page in reversed(open_ones)}.values())[::-1]
    to_send = distinct[: ALARMS_PER_SMS * SMS_AT_ONCE]
    if to_send:
        batch = _SmsBatch(account, _fresh_code(s, parts, now), len(distinct), now)
        for pages in _in_even_groups(to_send):
            _send_sms(s, parts, batch, pages)
        sent = {page.alarm_id for page in to_send}
        for page in open_ones:
            if page.alarm_id in sent and page.sent_at is None:
                page.sent_at = now  # two pages about one alarm: one SMS is enough
    s.flush()
    return len(found)


def _may_be_sent(s: Session, page: AlarmPage, account: Account, now: datetime) -> bool:
    """Whether the page may go out: the case is not hidden from this person, or nobody else can be paged for it."""
    return not alarms.is_hidden_from(page.alarm.case, account) or account in alarms.on_call_for(s, page.alarm.case, now)


def _in_even_groups(pages: list[AlarmPage]) -> list[list[AlarmPage]]:
    """Split the pages into groups of at most ALARMS_PER_SMS, as few and as equal in size as possible; one SMS each."""
    most = -(-len(pages) // ALARMS_PER_SMS)
    ends = [len(pages) * number // most for number in range(most + 1)]
    return [pages[start:end] for start, end in pairwise(ends)]


def accounts_with_waiting_pages() -> sa.Select[Any]:
    """Select the ids of the accounts that have pages not sent yet."""
    return sa.select(AlarmPage.account_id).where(AlarmPage.sent_at.is_(None)).distinct()


def got_sms_lately(s: Session, account_id: int, now: datetime) -> bool:
    """Whether this person was sent an SMS about alarms less than SMS_GAP ago."""
    went = (AlarmPage.account_id == account_id, AlarmPage.outbox_id.is_not(None))
    last = s.scalar(sa.select(sa.func.max(AlarmPage.sent_at)).where(*went))
    return last is not None and now - SMS_GAP < last <= now


@dataclass(frozen=True)
class _SmsBatch:
    """What the SMS that go to one person together share: the code, and `count`, how many alarms wait for them."""

    account: Account
    code: str
    count: int
    now: datetime


def _send_sms(s: Session, parts: Parts, batch: _SmsBatch, pages: list[AlarmPage]) -> None:
    """Queue one SMS about these pages, and mark them as sent. A text template that cannot go by SMS is replaced by one that can."""
    now, account = batch.now, batch.account
    template, params = _sms_words(pages, batch)
    special = (MORE_TEMPLATE, DENIED_TEMPLATE, WITHDRAWN_TEMPLATE)
    if template in special and not templates.can_go_by_sms(parts.settings, template):
        params["danger"], template = _danger_as_told(pages[0].alarm.case), "staff_emergency"
    alone = ALONE.get(template, template)
    if all(len(alarms.on_call_for(s, page.alarm.case, now)) < 2 for page in pages) and templates.can_go_by_sms(
        parts.settings, alone
    ):
        template = alone
    row = outbox.put(
        s,
        kind=Kind.SEND_SMS,
        payload={"purpose": Purpose.STAFF, "template": template, "alarm_ids": [page.alarm_id for page in pages]},
        now=now,
        dedupe_key=f"alarm_page:{pages[0].id}",
        letter=(account.phone, templates.render(parts.settings.community, template, params)),
    )
    for page in pages:
        page.sent_at, page.code_hash, page.outbox_id = (
            now,
            alarms.code_hash(parts.settings.secret_key, batch.code),
            row.id,
        )


def _sms_words(pages: list[AlarmPage], batch: _SmsBatch) -> tuple[str, dict[str, str]]:
    """(text template, params) of an SMS about these pages: each alarm's danger, and whether the reporter denied or withdrew it.

    An SMS about several alarms also says how many more wait for this person.
    """
    if len(pages) == 1:
        case = pages[0].alarm.case
        template = MORE_TEMPLATE if pages[0].step == ADDITION_STEP else "staff_emergency"
        if alarms.is_denied(case) or alarms.is_taken_back(case):
            template = DENIED_TEMPLATE if alarms.is_denied(case) else WITHDRAWN_TEMPLATE
        return template, {"danger": alarms.danger_label(case), "case_no": case.case_no, "code": batch.code}
    listed = [(_danger_as_told(page.alarm.case), page.alarm.case.case_no) for page in pages]
    more_open = batch.count - len(listed)
    named = {slot: f"{danger}（{case_no}）" for slot, (danger, case_no) in zip(_SLOTS, listed, strict=False)}
    count = f"{len(listed)}起（另有{more_open}起）" if more_open else f"{len(listed)}起"
    return _LISTING[len(listed)], {"count": count, "code": batch.code} | named


def _danger_as_told(case: Case) -> str:
    """The danger in Chinese, and whether the reporter denied or withdrew it."""
    said = _DENIED if alarms.is_denied(case) else sentence("alarm.withdrawn") if alarms.is_taken_back(case) else ""
    return alarms.danger_label(case) + said


def _fresh_code(s: Session, parts: Parts, now: datetime) -> str:
    """Six random digits that no page of the last CODE_LIFE used."""
    while True:
        code = f"{secrets.randbelow(1_000_000):06d}"
        known = sa.select(AlarmPage.id).where(
            AlarmPage.code_hash == alarms.code_hash(parts.settings.secret_key, code),
            AlarmPage.sent_at > now - alarms.CODE_LIFE,
        )
        if s.scalar(known.limit(1)) is None:
            return code
