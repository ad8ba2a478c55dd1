"""Send the SMS by which people are paged: a person's waiting pages go out together, each alarm named.

Each SMS has a code of its own, which acknowledges the alarms that it names and no others.

No SMS has the reporter's name or words. It says where to go by the name of the grid, so that several can be told apart, too; only where a place
is in no single grid by the place as the reporter gave it, numbers starred out; of a case in confidence as its handlers read it. Of a
sealed case neither.
"""

from __future__ import annotations

import secrets
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.cases.disclosure import discretion, whereabouts
from portal.cases.models import Alarm, AlarmPage, Case
from portal.cases.reading.masking import brief
from portal.cases.records import alarms, event_wording
from portal.cases.records.event_wording import sentence
from portal.grids import service as grids
from portal.outbox import service as outbox
from portal.outbox.kinds import Kind, Purpose
from portal.staff.models import Account
from portal.storage.parts import Parts
from portal.wording import templates

SMS_GAP = timedelta(seconds=60)  # after SMS (up to SMS_AT_ONCE) to one person, until the next go to them, at least
ALARMS_PER_SMS = 4  # alarms that one SMS names, at most
LONGEST_ENTRY = 35  # characters in which an SMS about several names one; a provider's longest parameter
LONGEST_PLACE = 18  # characters of a place in an SMS
LONGEST_DANGER = (
    LONGEST_ENTRY - LONGEST_PLACE - 1
)  # likewise of what the danger is called, beside the place or the case's number
LONGEST_WAIT = timedelta(minutes=5)  # of a page, until it goes before those that came later
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
CALLED_OFF_TEMPLATE = "staff_emergency_called_off"  # an all-clear called it a false alarm before anybody was told
_DENIALS = (DENIED_TEMPLATE, WITHDRAWN_TEMPLATE, CALLED_OFF_TEMPLATE)
_SPECIAL = (MORE_TEMPLATE, *_DENIALS)
BESIDE_STEP = 0  # the first `AlarmPage.step` of a page beside the on-call list, two less each further time
ADDITION_STEP = -1  # likewise of one about words added (mostly the place) before anybody acknowledged


def is_paging(alarm: Alarm) -> bool:
    """Whether people are still paged about the alarm: nobody has acknowledged it, and no all-clear has ended it."""
    return alarm.ended_at is None and _may_be_told(alarm)


def _may_be_told(alarm: Alarm) -> bool:
    """Whether pages about the alarm that wait are sent: nobody has acknowledged it, and paging has not stopped.

    After an all-clear it stops only once somebody was told (`paging.tell_of_all_clear`).
    """
    return alarm.acked_at is None and alarm.next_at is not None


def pages_of(alarm: Alarm) -> sa.Select[AlarmPage]:
    """Select the alarm's pages, in order."""
    return sa.select(AlarmPage).where(AlarmPage.alarm_id == alarm.id).order_by(AlarmPage.id)


def is_about_addition(page: AlarmPage) -> bool:
    """Whether the page is about words that the reporter added."""
    return page.step < 0 and page.step % 2 == 1


def free_step(s: Session, alarm: Alarm, account: Account, first: int) -> int:
    """The next `AlarmPage.step` for this person that no page has. `first`: BESIDE_STEP or ADDITION_STEP."""
    steps = set(
        s.scalars(sa.select(AlarmPage.step).where(AlarmPage.alarm_id == alarm.id, AlarmPage.account_id == account.id))
    )
    while first in steps:
        first -= 2
    return first


def send_waiting(s: Session, parts: Parts, account: Account, now: datetime) -> int:
    """Queue this person's waiting pages in as few SMS as possible, at most SMS_AT_ONCE, unless the last is less than SMS_GAP ago.

    Returns how many pages waited, or 0 if the last SMS was that recent. Pages that another transaction holds (an all-clear's)
    are left for the next run of the job. What waits longest goes first, then of each sender and each grid the first, so that
    somebody who floods hides nobody else's alarm (`_turn_of_each`).
    """
    if got_sms_lately(s, account.id, now):
        return 0
    waiting = sa.select(AlarmPage).where(AlarmPage.account_id == account.id, AlarmPage.sent_at.is_(None))
    found = list(s.scalars(waiting.order_by(AlarmPage.id).with_for_update(skip_locked=True)))
    open_ones = [page for page in found if _may_be_told(page.alarm) and _may_be_sent(s, page, account, now)]
    for page in found:
        if page not in open_ones or not account.active or not account.phone:
            page.sent_at = now  # not needed: acknowledged or ended meanwhile, about this person, or no phone
    if not account.active or not account.phone:
        s.flush()
        return len(found)
    distinct = list({page.alarm_id: page for page in reversed(open_ones)}.values())[::-1]
    to_send = _turn_of_each(distinct, now)[: ALARMS_PER_SMS * SMS_AT_ONCE]
    if to_send:
        batch = _SmsBatch(account, len(distinct), now)
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


def _turn_of_each(pages: list[AlarmPage], now: datetime) -> list[AlarmPage]:
    """The pages in the order in which they are sent: those that wait longer than LONGEST_WAIT, then the others; of each of the
    two last the alarms that an all-clear ended.

    Of the others each sender's first, then each one's second, and among these each grid's first.
    """
    senders: Counter[int] = Counter()
    grids_told: Counter[str] = Counter()
    turns: dict[int, tuple[bool, bool, int, int]] = {}
    for page in pages:
        case = page.alarm.case
        overdue = now - page.at > LONGEST_WAIT
        turn = (0, 0) if overdue else (senders[case.contact_point_id], grids_told[case.grid or ""])
        turns[page.id] = (not overdue, page.alarm.ended_at is not None, *turn)
        senders[case.contact_point_id] += 1
        grids_told[case.grid or ""] += 1
    return sorted(pages, key=lambda page: (turns[page.id], page.id))


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
    """What the SMS that go to one person together share: `count` is how many alarms wait for them."""

    account: Account
    count: int
    now: datetime


def _send_sms(s: Session, parts: Parts, batch: _SmsBatch, pages: list[AlarmPage]) -> None:
    """Queue one SMS about these pages, and mark them as sent. A text template that cannot go by SMS is replaced by one that can."""
    now, account, code = batch.now, batch.account, _fresh_code(s, parts, batch.now)
    template, params = _sms_words(s, parts, pages, code, in_all=batch.count)
    if template in _SPECIAL and not templates.can_go_by_sms(parts.settings, template):
        params["danger"], template = _danger_as_told(pages[0].alarm), "staff_emergency"
    alone = ALONE.get(template, template)
    if not any(_is_followed(s, page.alarm, now) for page in pages) and templates.can_go_by_sms(parts.settings, alone):
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
            alarms.code_hash(parts.settings.secret_key, code),
            row.id,
        )
    s.flush()  # so that the next SMS gets another code


def _is_followed(s: Session, alarm: Alarm, now: datetime) -> bool:
    """Whether the next person is paged if nobody acknowledges: there is one, and no all-clear has ended the alarm."""
    return alarm.ended_at is None and len(alarms.on_call_for(s, alarm.case, now)) > 1


def _sms_words(
    s: Session, parts: Parts, pages: list[AlarmPage], code: str, *, in_all: int
) -> tuple[str, dict[str, str]]:
    """(text template, params) of an SMS about these pages: each alarm's danger, and whether the reporter denied or withdrew it.

    An SMS about one alarm says where it is. One about several names each one's grid, cut as far as the text's length demands, and says how many more wait for
    this person (`in_all` less those that it names).
    """
    if len(pages) == 1:
        alarm = pages[0].alarm
        template = MORE_TEMPLATE if is_about_addition(pages[0]) else "staff_emergency"
        template = _template_of_denial(alarm) or template
        return template, {
            "danger": _kinds(alarm.case, LONGEST_DANGER) if template in _DENIALS else _danger_and_place(s, alarm.case),
            "case_no": alarm.case.case_no,
            "code": code,
        }
    more_open = in_all - len(pages)
    count = f"{len(pages)}起（另有{more_open}起）" if more_open else f"{len(pages)}起"
    template, entries = _LISTING[len(pages)], [_entry(s, page.alarm) for page in pages]
    for longest in range(LONGEST_ENTRY, 0, -1):
        named = dict(zip(_SLOTS, (entry.within(longest) for entry in entries), strict=False))
        params = {"count": count, "code": code} | named
        if templates.fits(parts.settings.community, template, params):
            break
    return template, params


def _where(s: Session, case: Case) -> str:
    """The name of the case's grid, or without one the place as the reporter gave it, cut and with numbers starred out; "" where the case is sealed.

    Of a case in confidence the place that its handlers read: the reporter's own may be their home.
    """
    if case.seal:
        return ""
    if case.grid:
        return grids.grid_named(s, case.grid)
    is_kept = discretion.is_confidential(case)
    return brief(whereabouts.handlers_place(s, case) if is_kept else case.words.place, LONGEST_PLACE)


def _kinds(case: Case, longest: int, *, but: str = "") -> str:
    """The kinds of danger told, without `but`: the case's own, and of the others those that this many characters hold."""
    own, *others = alarms.danger_labels(case, but=but)
    said = own
    for one in others:
        said = more if len(more := f"{said}、{one}") <= longest else said
    return said


def _danger_and_news(case: Case) -> str:
    """What an SMS calls the danger: its kinds, and for what people were paged anew since: 有人受伤，又报没呼吸.

    In LONGEST_DANGER characters, so that no danger told drives out the place, or makes the SMS one that the provider refuses.

    Of a sealed case it adds no sign.
    """
    found = next((event for event in reversed(case.events) if alarms.opens_alarm(event)), None)
    told = str(found.data.get(alarms.PAGED_ANEW, "")) if found is not None else ""
    if not told:
        return _kinds(case, LONGEST_DANGER)
    group = "danger_sign" if case.seal or f"danger.{told}" not in event_wording.texts() else "danger"
    sign = event_wording.sentence_in_group(group, "again" if case.seal else told, "again")
    news = sentence("alarm.anew", sign=sign)
    return _kinds(case, LONGEST_DANGER - len(news), but=told) + news


def _danger_and_place(s: Session, case: Case) -> str:
    """The danger in Chinese, the news for which people are paged anew, and where it is, in a parameter's length."""
    said = _danger_and_news(case)
    place = _where(s, case)[: max(0, LONGEST_ENTRY - len(said) - 1)]
    return f"{said}，{place}" if place else said


@dataclass(frozen=True)
class _Entry:
    """An alarm as an SMS about several names it: in `grid` where it is (`_where`), and in `named` its danger, what was said since, its case's number."""

    grid: str
    named: str

    def within(self, longest: int) -> str:
        """The entry in at most this many characters; of one that is longer the grid is cut, never the number."""
        return self.grid[: max(0, longest - len(self.named))] + self.named


def _entry(s: Session, alarm: Alarm) -> _Entry:
    """The alarm's entry."""
    case = alarm.case
    return _Entry(_where(s, case), f"{_danger_as_told(alarm)}（{case.case_no}）")


def _template_of_denial(alarm: Alarm) -> str:
    """The text template of a page about an alarm that was ended, denied or withdrawn; "" where it was not."""
    if alarm.ended_at is not None:
        return CALLED_OFF_TEMPLATE if alarms.was_called_false(alarm.case) else DENIED_TEMPLATE
    if alarms.is_denied(alarm.case):
        return DENIED_TEMPLATE
    return WITHDRAWN_TEMPLATE if alarms.is_taken_back(alarm.case) else ""


_SAID_SINCE = {
    CALLED_OFF_TEMPLATE: "alarm.called_off",
    DENIED_TEMPLATE: "alarm.denied",
    WITHDRAWN_TEMPLATE: "alarm.withdrawn",
}  # the text template of a page about one alarm → the sentence that says the same behind the danger, where it is not used


def _danger_as_told(alarm: Alarm) -> str:
    """The danger in Chinese, and what was said since: that the reporter denied or withdrew it, or the news for which people are paged anew."""
    said = _SAID_SINCE.get(_template_of_denial(alarm), "")
    if said:
        return _kinds(alarm.case, LONGEST_DANGER - len(sentence(said))) + sentence(said)
    return _danger_and_news(alarm.case)


def _fresh_code(s: Session, parts: Parts, now: datetime) -> str:
    """Six random digits that no page sent within CODE_LIFE has."""
    while True:
        code = f"{secrets.randbelow(1_000_000):06d}"
        known = sa.select(AlarmPage.id).where(
            AlarmPage.code_hash == alarms.code_hash(parts.settings.secret_key, code),
            AlarmPage.sent_at > now - alarms.CODE_LIFE,
        )
        if s.scalar(known.limit(1)) is None:
            return code
