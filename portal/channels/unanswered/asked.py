"""Questions that the bot could not answer: noted, counted by their words, answered for everybody or left out of the list."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.channels.models import UnansweredQuestion
from portal.grids.added import common_questions
from portal.grids.fault_words import sentence
from portal.grids.models import Faq
from portal.kernel.errors import Forbidden, NotFound
from portal.kernel.roles import Role, StaffActor
from portal.residents.models import ContactPoint
from portal.staff.models import Account, Committee
from portal.storage.db import add_if_new

LONGEST = 60  # characters of a question, once masked; the bot sends shorter ones only (`LONGEST_UNANSWERABLE` in actions/intake/common_questions.py)
MOST_OPEN = 500  # rows of open questions, however many ask the same; the oldest make room
MOST_OF_ONE = 5  # of one sender in a day; further ones are not counted
DAY = timedelta(days=1)
ANSWERED, DISMISSED = "answered", "dismissed"
_NOISE = re.compile(r"[\W_]+|请问|你好|您好|一下")
_ENDING = re.compile(r"[吗呢么啊呀吧]+$")


@dataclass(frozen=True)
class Asked:
    """A question of the list: its words as last asked, by how many senders, when first and last. `id`: its newest row's."""

    id: int
    words: str
    senders: int
    first: datetime
    last: datetime


def plain(text: str) -> str:
    """The words by which two questions are the same: without marks, greetings and the particle at the end."""
    return _ENDING.sub("", _NOISE.sub("", unicodedata.normalize("NFKC", text).casefold()))


def note(s: Session, point_id: int, key: str, words: str, now: datetime) -> None:
    """Note a question with its masked `words`, once per `key`. Raises NotFound for an unknown or erased contact point.

    Not noted: an empty or too long one (LONGEST); more than MOST_OF_ONE in a day; what the sender has on the list already, or
    staff dismissed.
    """
    point = s.get(ContactPoint, point_id, with_for_update=True)
    if point is None or point.erased_at is not None:
        raise NotFound()
    same = plain(words)
    if not same or len(words) > LONGEST or _need_not_be_noted(s, point_id, same) or _asks_much(s, point_id, now):
        return
    row = UnansweredQuestion(contact_point_id=point_id, source_key=key, words=words, plain=same, at=now, outcome="")
    if add_if_new(s, row):
        _make_room(s)


def _need_not_be_noted(s: Session, point_id: int, same: str) -> bool:
    """Whether the sender has this question on the list already, or staff dismissed it, whoever asked."""
    theirs = sa.and_(UnansweredQuestion.contact_point_id == point_id, UnansweredQuestion.outcome == "")
    found = sa.select(UnansweredQuestion.id).where(
        UnansweredQuestion.plain == same, sa.or_(theirs, UnansweredQuestion.outcome == DISMISSED)
    )
    return s.scalar(found.limit(1)) is not None


def _asks_much(s: Session, point_id: int, now: datetime) -> bool:
    own = sa.select(sa.func.count()).where(
        UnansweredQuestion.contact_point_id == point_id, UnansweredQuestion.at > now - DAY
    )
    return (s.scalar(own) or 0) >= MOST_OF_ONE


def _make_room(s: Session) -> None:
    """Delete the oldest open questions beyond MOST_OPEN."""
    newest = (
        sa.select(UnansweredQuestion.id)
        .where(UnansweredQuestion.outcome == "")
        .order_by(UnansweredQuestion.id.desc())
        .offset(MOST_OPEN)
    )
    s.execute(sa.delete(UnansweredQuestion).where(UnansweredQuestion.id.in_(list(s.scalars(newest)))))


def listed(s: Session) -> list[Asked]:
    """The open questions, one for all rows with the same `plain` words; those of most senders first, then the latest."""
    rows = sa.select(UnansweredQuestion).where(UnansweredQuestion.outcome == "").order_by(UnansweredQuestion.id)
    groups: dict[str, list[UnansweredQuestion]] = {}
    for row in s.scalars(rows):
        groups.setdefault(row.plain, []).append(row)
    found = [_of_rows(group) for group in groups.values()]
    return sorted(found, key=lambda one: (-one.senders, -one.id))


def _of_rows(rows: Sequence[UnansweredQuestion]) -> Asked:
    senders = len({row.contact_point_id for row in rows})
    return Asked(rows[-1].id, rows[-1].words, senders, min(row.at for row in rows), max(row.at for row in rows))


def open_question(s: Session, question_id: int) -> Asked:
    """An open question by the id of one of its rows. Raises NotFound if somebody settled it."""
    return _of_rows(_open_rows(s, question_id))


def answer(
    s: Session,
    question_id: int,
    written: common_questions.TypedQuestion,
    wordings: Sequence[str],
    *,
    by: int,
    now: datetime,
    today: date,
) -> Faq:
    """Make a common question of an open one, so that the bot answers it. Raises NotFound, and Invalid for what is written.

    `wordings`: other ways to ask it, as staff sent them. The words that were asked are somebody's, and a common question is
    everybody's and outlives them: they are among `wordings` only if staff looked at them and ticked them. `by`: an account's id.
    """
    rows = _open_rows(s, question_id, lock=True)
    others = [one for one in dict.fromkeys(wordings) if plain(one) != plain(written.question)]
    made = common_questions.add(s, written, others, by=by, today=today)
    _settle(rows, ANSWERED, by, now)
    for row in rows:
        row.faq_id = made.id
    return made


def may_take_back(actor: StaffActor, writer: Account) -> bool:
    """Whether this actor may take back what the writer wrote.

    The writer may, a supervisor, a clerk if the writer is one, and the writer's committee.
    """
    if actor.role is Role.SUPERVISOR or actor.id == writer.id:
        return True
    if actor.role is Role.DESK:
        return writer.role == Role.DESK
    return actor.committee_id is not None and actor.committee_id == writer.committee_id


def take_answer_back(s: Session, faq_id: int, actor: StaffActor, reason: str, now: datetime) -> None:
    """Take back a common question that staff wrote; the question that it answered comes back onto the list.

    Raises Forbidden if the actor may not (`may_take_back`), otherwise as `common_questions.take_back`.
    """
    found = s.get(Faq, faq_id)
    if found is not None and found.written_by and not may_take_back(actor, s.get_one(Account, found.written_by)):
        raise Forbidden(sentence("faq.not_theirs"))
    common_questions.take_back(s, faq_id, reason, by=actor.id, now=now)
    answered = sa.select(UnansweredQuestion).where(
        UnansweredQuestion.faq_id == faq_id, UnansweredQuestion.outcome == ANSWERED
    )
    for row in s.scalars(answered.with_for_update()):
        row.outcome, row.done_by, row.done_at, row.faq_id = "", None, None, None


def may_read(s: Session, actor: StaffActor) -> bool:
    """Whether this actor may read what residents asked: the desk, supervisors and the committee that runs the community may, an owners'
    committee may not.
    """
    if actor.committee_id is None:
        return actor.role in (Role.DESK, Role.SUPERVISOR)
    return s.get_one(Committee, actor.committee_id).kind != "owners_committee"


def words_of(s: Session, question_id: int) -> str:
    """The words of this row of a question, settled or not; "" if it is gone."""
    found = s.get(UnansweredQuestion, question_id)
    return found.words if found is not None else ""


def dismiss(s: Session, question_id: int, *, by: int, now: datetime) -> None:
    """Take an open question off the list, for as long as its row is kept. Raises NotFound. `by`: an account's id."""
    _settle(_open_rows(s, question_id, lock=True), DISMISSED, by, now)


def _open_rows(s: Session, question_id: int, *, lock: bool = False) -> list[UnansweredQuestion]:
    """The open rows of the question to which this row belongs, oldest first. Raises NotFound."""
    found = s.get(UnansweredQuestion, question_id)
    same = sa.select(UnansweredQuestion).where(
        UnansweredQuestion.plain == (found.plain if found else ""), UnansweredQuestion.outcome == ""
    )
    same = same.order_by(UnansweredQuestion.id)
    rows = list(s.scalars(same.with_for_update() if lock else same)) if found else []
    if not rows:
        raise NotFound()
    return rows


def _settle(rows: Sequence[UnansweredQuestion], outcome: str, by: int, now: datetime) -> None:
    for row in rows:
        row.outcome, row.done_by, row.done_at = outcome, by, now
