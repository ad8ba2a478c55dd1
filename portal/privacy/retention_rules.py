"""A rule for each store of the database (`RULES`): which rows are due when, and how a batch of them is blanked or deleted.

The privacy notice (`/about`) and the first-contact notice promise these times.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.admission.models import Ask, Decision
from portal.backends.models import BackendNews
from portal.cases.doors.models import CaseGrant
from portal.cases.drafts.models import OpenDraft
from portal.cases.models import Case, CaseEvent
from portal.cases.rules.lifecycle import State
from portal.channels.models import ChatMessage, Conversation, Handover, InboxMessage, InboxState, UnansweredQuestion
from portal.consultations.law.phases import OVER as VOTES_OVER
from portal.consultations.models import (
    Consultation,
    NamedBallot,
    RollChange,
    RollChangeLine,
    RollEntry,
    RollUpload,
    VotingLink,
)
from portal.outbox.models import Letter, OutboxRow, OutboxState
from portal.privacy import blanking
from portal.registers import people as register_people
from portal.residents import service as residents
from portal.residents.models import ContactPoint, OneTimeCode, ResidentSession
from portal.rounds.models import Visit

# words in chat, letters, open drafts, handovers, unanswered questions, refused news, roll uploads, visits; trackers
WORDS = timedelta(days=30)
ROLL_NUMBERS = timedelta(days=90)  # phone numbers on a roll and its changes, after its vote is published or void
DISPUTES = 3  # years in which an owner or villager may go to court (民法典 188, 280; 村民委员会组织法 36)
EMERGENCY = timedelta(days=7)  # the place of an emergency whose reporter was erased, if nobody resolves the case
CODES = timedelta(days=2)  # one-time codes, after they were sent
LINKS = timedelta(days=7)  # voting links, after they expired


@dataclass(frozen=True)
class ExpiryLimits:
    """The moments before which data is erased, as of `now`. `years`: how long cases are kept."""

    now: datetime
    years: int

    def before(self, age: timedelta) -> datetime:
        """The moment `age` ago."""
        return self.now - age

    def years_ago(self, years: int) -> datetime:
        """The same day `years` ago; the 28th for the 29th of February."""
        try:
            return self.now.replace(year=self.now.year - years)
        except ValueError:  # the 29th of February
            return self.now.replace(year=self.now.year - years, day=28)

    def months_ago(self, months: int) -> datetime:
        """The same day `months` ago; the 28th for a day that its month may lack."""
        years, month = divmod(self.now.year * 12 + self.now.month - 1 - months, 12)
        return self.now.replace(year=years, month=month + 1, day=min(self.now.day, 28))

    @property
    def case_end(self) -> datetime:
        """Cases that ended before this moment are erased."""
        return self.years_ago(self.years)

    @property
    def roll_end(self) -> datetime:
        """Rolls of consultations that ended before this moment are erased: at least DISPUTES years after they ended."""
        return self.years_ago(max(self.years, DISPUTES))


@dataclass(frozen=True)
class RetentionRule:
    """The rule of one store (its Chinese name). `due` selects keys of expired rows; `forget` blanks or deletes a batch of them.

    `forget` returns the ids of the photos that these rows named.
    """

    store: str
    due: Callable[[ExpiryLimits], sa.Select[int]]
    forget: Callable[[Session, ExpiryLimits, Sequence[int]], set[str]]


def _cases(limits: ExpiryLimits) -> sa.Select[int]:
    last = sa.select(sa.func.max(CaseEvent.at)).where(CaseEvent.case_id == Case.id).scalar_subquery()
    ended = sa.func.coalesce(Case.closed_at, last, Case.created_at)
    over = (State.CLOSED, State.WITHDRAWN, State.REJECTED)
    return sa.select(Case.id).where(Case.state.in_(over), Case.forgotten_at.is_(None), ended < limits.case_end)


def _inbox(limits: ExpiryLimits) -> sa.Select[int]:
    return sa.select(InboxMessage.id).where(
        InboxMessage.state.in_((InboxState.ANSWERED, InboxState.DEAD)),
        InboxMessage.received_at < limits.before(WORDS),
        sa.or_(InboxMessage.text != "", InboxMessage.place != "", sa.cast(InboxMessage.media, sa.Text) != "[]"),
    )


def _blank_inbox(s: Session, _limits: ExpiryLimits, ids: Sequence[int]) -> set[str]:
    some = InboxMessage.id.in_(ids)
    media = {one for sent in s.scalars(sa.select(InboxMessage.media).where(some)) for one in sent}
    s.execute(sa.update(InboxMessage).where(some).values(text="", place="", media=[]))
    return media


def _chat_messages(limits: ExpiryLimits) -> sa.Select[int]:
    words = sa.or_(ChatMessage.text != "", ChatMessage.extra != "")
    return sa.select(ChatMessage.id).where(ChatMessage.at < limits.before(WORDS), words)


def _blank_chat_messages(s: Session, _limits: ExpiryLimits, ids: Sequence[int]) -> set[str]:
    s.execute(sa.update(ChatMessage).where(ChatMessage.id.in_(ids)).values(text="", extra=""))
    return set()


def _conversations(limits: ExpiryLimits) -> sa.Select[int]:
    lately = sa.exists().where(
        InboxMessage.contact_point_id == Conversation.contact_point_id,
        InboxMessage.received_at >= limits.before(WORDS),
    )
    held = sa.or_(Conversation.menu != "", sa.cast(Conversation.photos, sa.Text) != "[]")
    return sa.select(Conversation.contact_point_id).where(held, ~lately)


def _blank_conversations(s: Session, _limits: ExpiryLimits, ids: Sequence[int]) -> set[str]:
    some = Conversation.contact_point_id.in_(ids)
    media = {one for held in s.scalars(sa.select(Conversation.photos).where(some)) for one in held}
    s.execute(sa.update(Conversation).where(some).values(menu="", photos=[]))
    return media


def _drafts(limits: ExpiryLimits) -> sa.Select[int]:
    return sa.select(OpenDraft.contact_point_id).where(OpenDraft.updated_at < limits.before(WORDS))


def _drop_drafts(s: Session, _limits: ExpiryLimits, ids: Sequence[int]) -> set[str]:
    s.execute(sa.delete(OpenDraft).where(OpenDraft.contact_point_id.in_(ids)))
    return set()


def _letters(limits: ExpiryLimits) -> sa.Select[int]:
    """Letters delivered or given up more than WORDS ago; until then an operator may retry a given-up one."""
    before = limits.before(WORDS)
    over = sa.or_(
        sa.and_(OutboxRow.state == OutboxState.DONE, OutboxRow.done_at < before),
        sa.and_(OutboxRow.state == OutboxState.DEAD, OutboxRow.due_at < before),
    )
    words = sa.or_(Letter.text != "", Letter.address != "")
    return sa.select(Letter.outbox_id).join(OutboxRow, OutboxRow.id == Letter.outbox_id).where(over, words)


def _blank_letters(s: Session, _limits: ExpiryLimits, ids: Sequence[int]) -> set[str]:
    s.execute(sa.update(Letter).where(Letter.outbox_id.in_(ids)).values(text="", address=""))
    return set()


def _handovers(limits: ExpiryLimits) -> sa.Select[int]:
    over = sa.or_(Handover.done_at < limits.before(WORDS), Handover.at < limits.case_end)
    return sa.select(Handover.id).where(over, Handover.text != "")


def _blank_handovers(s: Session, _limits: ExpiryLimits, ids: Sequence[int]) -> set[str]:
    s.execute(sa.update(Handover).where(Handover.id.in_(ids)).values(text=""))
    return set()


def _questions(limits: ExpiryLimits) -> sa.Select[int]:
    return sa.select(UnansweredQuestion.id).where(UnansweredQuestion.at < limits.before(WORDS))


def _drop_questions(s: Session, _limits: ExpiryLimits, ids: Sequence[int]) -> set[str]:
    s.execute(sa.delete(UnansweredQuestion).where(UnansweredQuestion.id.in_(ids)))
    return set()


def _news(limits: ExpiryLimits) -> sa.Select[int]:
    return sa.select(BackendNews.id).where(BackendNews.received_at < limits.before(WORDS), BackendNews.text != "")


def _blank_news(s: Session, _limits: ExpiryLimits, ids: Sequence[int]) -> set[str]:
    s.execute(sa.update(BackendNews).where(BackendNews.id.in_(ids)).values(text=""))
    return set()


def _visits(limits: ExpiryLimits) -> sa.Select[int]:
    words = sa.or_(Visit.household != "", Visit.note != "")
    return sa.select(Visit.id).where(Visit.entered_at < limits.before(WORDS), words)


def _blank_visits(s: Session, _limits: ExpiryLimits, ids: Sequence[int]) -> set[str]:
    s.execute(sa.update(Visit).where(Visit.id.in_(ids)).values(household="", note=""))
    return set()


def _codes(limits: ExpiryLimits) -> sa.Select[int]:
    return sa.select(OneTimeCode.id).where(OneTimeCode.sent_at < limits.before(CODES))


def _drop_codes(s: Session, _limits: ExpiryLimits, ids: Sequence[int]) -> set[str]:
    s.execute(sa.delete(OneTimeCode).where(OneTimeCode.id.in_(ids)))
    return set()


def _sessions(limits: ExpiryLimits) -> sa.Select[int]:
    return sa.select(ResidentSession.id).where(residents.session_ended_before(limits.before(timedelta(days=1))))


def _drop_sessions(s: Session, _limits: ExpiryLimits, ids: Sequence[int]) -> set[str]:
    s.execute(sa.delete(ResidentSession).where(ResidentSession.id.in_(ids)))
    return set()


def _links(limits: ExpiryLimits) -> sa.Select[int]:
    return sa.select(VotingLink.id).where(VotingLink.expires_at < limits.before(LINKS))


def _drop_links(s: Session, _limits: ExpiryLimits, ids: Sequence[int]) -> set[str]:
    s.execute(sa.delete(VotingLink).where(VotingLink.id.in_(ids)))
    return set()


def _uploads(limits: ExpiryLimits) -> sa.Select[int]:
    return sa.select(RollUpload.consultation_id).where(RollUpload.at < limits.before(WORDS))


def _drop_uploads(s: Session, _limits: ExpiryLimits, ids: Sequence[int]) -> set[str]:
    s.execute(sa.delete(RollUpload).where(RollUpload.consultation_id.in_(ids)))
    return set()


def _ended_at() -> sa.ColumnElement[datetime | None]:
    """When a consultation ended, as an SQL expression."""
    return sa.func.coalesce(Consultation.published_at, Consultation.closed_at, Consultation.closes_at)


def _roll_numbers(limits: ExpiryLimits) -> sa.Select[int]:
    over = blanking.finished_consultations().where(_ended_at() < limits.before(ROLL_NUMBERS))
    return sa.select(RollEntry.id).where(RollEntry.phone != "", RollEntry.consultation_id.in_(over))


def _blank_roll_numbers(s: Session, _limits: ExpiryLimits, ids: Sequence[int]) -> set[str]:
    blanking.blank_roll_numbers(s, ids)
    return set()


def _roll_changes(limits: ExpiryLimits) -> sa.Select[int]:
    over = blanking.finished_consultations().where(_ended_at() < limits.before(ROLL_NUMBERS))
    held = sa.or_(RollChangeLine.before != "", RollChangeLine.after != "")
    changes = sa.select(RollChange.id).where(RollChange.consultation_id.in_(over))
    return sa.select(RollChangeLine.id).where(held, RollChangeLine.change_id.in_(changes))


def _blank_roll_changes(s: Session, _limits: ExpiryLimits, ids: Sequence[int]) -> set[str]:
    blanking.blank_roll_changes(s, ids)
    return set()


def _rolls(limits: ExpiryLimits) -> sa.Select[int]:
    over = sa.select(Consultation.id).where(Consultation.state.in_(VOTES_OVER), _ended_at() < limits.roll_end)
    erasable_name = sa.and_(RollEntry.name != "", RollEntry.id.not_in(sa.select(NamedBallot.roll_entry_id)))
    held = sa.or_(RollEntry.phone != "", RollEntry.household != "", RollEntry.unit != "", erasable_name)
    return sa.select(RollEntry.id).where(RollEntry.consultation_id.in_(over), held)


def _blank_rolls(s: Session, _limits: ExpiryLimits, ids: Sequence[int]) -> set[str]:
    blanking.blank_roll_entries(s, ids)
    return set()


def _contact_points(limits: ExpiryLimits) -> sa.Select[int]:
    """Contact points that nobody used for as long as a case is kept, and that no case with words refers to."""
    same = ContactPoint.id
    needed = sa.exists().where(Case.contact_point_id == same, Case.forgotten_at.is_(None))
    spoke = sa.exists().where(InboxMessage.contact_point_id == same, InboxMessage.received_at >= limits.case_end)
    proved = sa.exists().where(
        ResidentSession.resident_id == ContactPoint.resident_id, ResidentSession.created_at >= limits.case_end
    )
    return sa.select(ContactPoint.id).where(
        ContactPoint.erased_at.is_(None), ContactPoint.created_at < limits.case_end, ~needed, ~spoke, ~proved
    )


def _blank_contact_points(s: Session, limits: ExpiryLimits, ids: Sequence[int]) -> set[str]:
    media = blanking.delete_conversation(s, ids, limits.now)
    found = s.scalars(sa.select(ContactPoint).where(ContactPoint.id.in_(ids)).with_for_update(of=ContactPoint)).all()
    blanking.blank_letters(s, ids, [point.address for point in found], limits.now)
    blanking.blank_contact_points(s, found, limits.now)
    return media


def _forget_cases(s: Session, limits: ExpiryLimits, ids: Sequence[int]) -> set[str]:
    return blanking.blank_cases(s, ids, limits.now)


def _emergencies(limits: ExpiryLimits) -> sa.Select[int]:
    return blanking.ended_emergencies(limits.before(EMERGENCY))


def _blank_places(s: Session, _limits: ExpiryLimits, ids: Sequence[int]) -> set[str]:
    blanking.blank_places(s, ids)
    return set()


def _grants(limits: ExpiryLimits) -> sa.Select[int]:
    return sa.select(CaseGrant.id).where(CaseGrant.until < limits.now)


def _drop_grants(s: Session, _limits: ExpiryLimits, ids: Sequence[int]) -> set[str]:
    s.execute(sa.delete(CaseGrant).where(CaseGrant.id.in_(ids)))
    return set()


def _asks(limits: ExpiryLimits) -> sa.Select[int]:
    """Asks that still hold words and were entered longer ago than cases are kept."""
    return sa.select(Ask.id).where(Ask.entered_at < limits.case_end, Ask.what != "")


def _blank_asks(s: Session, _limits: ExpiryLimits, ids: Sequence[int]) -> set[str]:
    s.execute(sa.update(Ask).where(Ask.id.in_(ids)).values(what="", detail="", basis=""))
    s.execute(sa.update(Decision).where(Decision.ask_id.in_(ids)).values(reason="", comes=""))
    return set()


def _register_values(limits: ExpiryLimits) -> sa.Select[int]:
    """Values of entries that ended longer ago than their field is kept (`data/registers.csv`)."""
    return register_people.expired_values(
        [(months, limits.months_ago(months)) for months in register_people.retention_months()]
    )


def _blank_register_values(s: Session, _limits: ExpiryLimits, ids: Sequence[int]) -> set[str]:
    register_people.blank_values(s, ids)
    return set()


RULES: tuple[RetentionRule, ...] = (
    RetentionRule("工单里的话、照片和联系方式", _cases, _forget_cases),
    RetentionRule("已删的险情的地点", _emergencies, _blank_places),
    RetentionRule("打开过的工单链接", _grants, _drop_grants),
    RetentionRule("收到的消息", _inbox, _blank_inbox),
    RetentionRule("回给居民的话", _chat_messages, _blank_chat_messages),
    RetentionRule("对话的选项和待用照片", _conversations, _blank_conversations),
    RetentionRule("没有报完的草稿", _drafts, _drop_drafts),
    RetentionRule("短信和微信的信件", _letters, _blank_letters),
    RetentionRule("转人工的话", _handovers, _blank_handovers),
    RetentionRule("机器人答不上来的问题", _questions, _drop_questions),
    RetentionRule("别的系统说的、没有照办的话", _news, _blank_news),
    RetentionRule("网格员走访时写的话", _visits, _blank_visits),
    RetentionRule("准入台账里的话", _asks, _blank_asks),
    RetentionRule("结束了的登记", _register_values, _blank_register_values),
    RetentionRule("验证码", _codes, _drop_codes),
    RetentionRule("居民的登录", _sessions, _drop_sessions),
    RetentionRule("投票链接", _links, _drop_links),
    RetentionRule("没有采用的名册文件", _uploads, _drop_uploads),
    RetentionRule("名册上的手机号", _roll_numbers, _blank_roll_numbers),
    RetentionRule("名册改前改后的内容", _roll_changes, _blank_roll_changes),
    RetentionRule("名册上的人", _rolls, _blank_rolls),
    RetentionRule("很久没用的联系方式", _contact_points, _blank_contact_points),
)
