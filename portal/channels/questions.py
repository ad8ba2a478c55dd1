"""The open questions of a contact point, and which of them a message answers.

Every question to a resident is stored: follow-ups of cases, and the bot's own (a vote, a detail). A question replaces
only one of the same kind about the same case. This module alone decides what "2" means: an answer to the question whose
case the message names; else to the only one that it can answer; else to what the bot asked last; if two are left, the
sender is asked which one is meant.
"""

from __future__ import annotations

import contextlib
import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.cases.models import Case
from portal.cases.records import presentation
from portal.cases.rules.lifecycle import CloseReason, State
from portal.channels.models import Conversation, OpenQuestion
from portal.channels.wire import Expecting

LIFE = timedelta(days=30)  # as long as a closed case can be reopened by one word
MENU_LIFE = timedelta(minutes=30)  # how long a number may still mean the bot's menu after another question was asked
MOST_AMONG = 3
FOLLOW_UP = "follow_up"
_CASE_NO = re.compile(r"LL-?\d{8}-?(\d{4,})", re.IGNORECASE)
_TAIL = re.compile(r"(?<![\d-])(\d{4})(?!\d)")
_AROUND = re.compile(r"[\s，,。.、:：;；!！()（）\[\]【】]+")
_ANSWER = re.compile(  # short ways to say yes or no; the bot understands them in full
    r"^(?:还|都|已经|已|终于|早就|全)?(?:没|不|未|好|修|弄|解决|处理|搞|办好|清楚|知道|明白|认可|满意|可以|行|是|对|嗯)"
    r"|(?:好|解决|修|弄|清楚|知道|明白|正常|通|亮|不漏|不堵|不吵)了|[没未不](?:有)?(?:修|弄|解决|处理|搞|好|清楚|认可|满意)|还(?:在|是|没|有话)"
)
_LONGEST_ANSWER = 12
_SAYS_IT_ITSELF = re.compile(  # clear whoever asked
    r"(?:没|未)(?:有)?(?:修|弄|解决|处理|搞|办|清|通|换)|^还?没好|(?:修|弄|解决|处理|搞|办)(?:好|完)了|^(?:请|麻烦|帮我|再)*催"
)
_PLACE = re.compile(
    r"[0-9一二三四五六七八九十]\s?(?:栋|幢|号楼|单元|室|号|弄|楼|层)|小区|路口|门口|楼[上下道]|隔壁|对面|[东南西北]门|[苑园村路街巷厦]"
)


@dataclass(frozen=True)
class Meant:
    """What a message means: the text for the bot (a number of its menu replaced by the payload), and the question.

    `among`: (title, text) of the questions to choose from, if the sender must be asked; then the bot is not called.
    """

    text: str
    question: OpenQuestion | None = None
    among: tuple[tuple[str, str], ...] = ()


def ask(s: Session, contact_point_id: int, expecting: Expecting, now: datetime) -> None:
    """Store an open question. `expecting` has `kind`, `case_no`, and maybe `until` (RFC 3339; otherwise 30 days).

    It replaces one of the same kind about the same case; a question of the bot's own also replaces the bot's last one.
    """
    kind, case_no = str(expecting.get("kind", ""))[:40], str(expecting.get("case_no", ""))[:30]
    for earlier in _open(s, contact_point_id):
        same = earlier.kind == kind and earlier.case_no == case_no
        if same or FOLLOW_UP not in (kind, earlier.kind):
            earlier.answered_at = now
    s.add(
        OpenQuestion(
            contact_point_id=contact_point_id,
            kind=kind,
            case_no=case_no,
            facts=dict(expecting),
            asked_at=now,
            until=_until(expecting, now),
        )
    )
    s.flush()


def _until(expecting: Expecting, now: datetime) -> datetime:
    with contextlib.suppress(ValueError):
        until = datetime.fromisoformat(str(expecting.get("until", "")))
        return until if until.tzinfo else now + LIFE
    return now + LIFE


def forget(s: Session, contact_point_id: int, question_id: int | None, now: datetime) -> None:
    """Mark a question as answered; without `question_id`, all of the bot's own."""
    for one in _open(s, contact_point_id):
        if one.id == question_id or (question_id is None and one.kind != FOLLOW_UP):
            one.answered_at = now


def latest(s: Session, contact_point_id: int, at: datetime) -> OpenQuestion | None:
    """The last question that a message received at `at` may answer, or None."""
    return next(iter(_live(s, contact_point_id, at)), None)


def meant(s: Session, talk: Conversation, text: str, at: datetime) -> Meant:
    """What a message received at `at` means."""
    live = _live(s, talk.contact_point_id, at)
    named = _named(live, text)
    if named is not None:
        return named
    number, menu = _number(text), json.loads(talk.menu) if talk.menu else {}
    fitting = [one for one in live if _fits(one, text, number)]
    if number in menu:
        later = [one for one in fitting if talk.menu_at is not None and one.asked_at > talk.menu_at]
        if not later:
            return Meant(menu[number], latest(s, talk.contact_point_id, at))
        if talk.menu_at is not None and at - talk.menu_at <= MENU_LIFE:
            return Meant(
                text, among=(*_lines(s, later, text, number)[: MOST_AMONG - 1], (menu[number][:12], menu[number]))
            )
    if len(fitting) < 2 or fitting[0].kind != FOLLOW_UP:
        return Meant(text, next(iter(fitting or sorted(live, key=lambda one: not _asks_where(one))), None))
    told = _by_words(s, fitting, text)
    if told is not None:
        return Meant(text, told)
    return Meant(text, among=_lines(s, fitting, text, number))


def is_answered(s: Session, talk: Conversation, text: str, at: datetime, *, spoke_at: datetime | None) -> bool:
    """Whether a message answers an open question of the system's, while a clerk is talking.

    `spoke_at`: when the clerk last wrote. Since then 好的 and 1 answer the clerk; only words that are clear by themselves
    count as answers to an earlier question.
    """
    return any(_answers(one, text, spoken=spoke_at is not None and spoke_at > one.asked_at) for one in _live(s, talk.contact_point_id, at))  # fmt: skip


def _asks_where(question: OpenQuestion) -> bool:
    """Whether it asks for an emergency's place: text that answers no other question is taken as the place."""
    return question.facts.get("asks") == "place"


def _answers(question: OpenQuestion, text: str, *, spoken: bool) -> bool:
    if _asks_where(question):
        return not spoken or _PLACE.search(text) is not None
    number = _number(text)
    if question.kind == FOLLOW_UP and len(text) <= _LONGEST_ANSWER and _SAYS_IT_ITSELF.search(number):
        return True
    return not spoken and _fits(question, text, number)


def _open(s: Session, contact_point_id: int) -> list[OpenQuestion]:
    """The unanswered questions, latest first."""
    rows = sa.select(OpenQuestion).where(
        OpenQuestion.contact_point_id == contact_point_id, OpenQuestion.answered_at.is_(None)
    )
    return list(s.scalars(rows.order_by(OpenQuestion.asked_at.desc(), OpenQuestion.id.desc())))


def _live(s: Session, contact_point_id: int, at: datetime) -> list[OpenQuestion]:
    return [one for one in _open(s, contact_point_id) if one.asked_at <= at < one.until and _still_asks(s, one)]


def _still_asks(s: Session, question: OpenQuestion) -> bool:
    """False for the follow-up of a case that was answered on its page or is in another state by now."""
    if question.kind != FOLLOW_UP:
        return True
    case = _case(s, question)
    if case is None:
        return True
    return case.state == State.RESOLVED or case.close_reason == CloseReason.UNCONFIRMED


def _case(s: Session, question: OpenQuestion) -> Case | None:
    return s.scalar(sa.select(Case).where(Case.case_no == question.case_no)) if question.case_no else None


def _named(live: Sequence[OpenQuestion], text: str) -> Meant | None:
    """The question whose case the text names, by its number or the number's last four digits."""
    whole, tail = _CASE_NO.search(text), _TAIL.search(text)
    written = whole.group().upper().replace("-", "") if whole else ""
    for one in live:
        plain = one.case_no.replace("-", "")
        hit = whole if whole and plain and plain == written else None
        if hit is None and not whole and tail and plain and one.case_no.endswith(f"-{tail.group(1)}"):
            hit = tail
        if hit is not None:
            rest = _AROUND.sub(" ", text[: hit.start()] + " " + text[hit.end() :]).strip()
            return Meant(rest if rest and _fits(one, rest, _number(rest)) else text, one)
    return None


def _number(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().rstrip(".。、")


def _fits(question: OpenQuestion, text: str, number: str) -> bool:
    """Whether it answers the question: by number or text of a choice, or, for a follow-up, by a short yes or no."""
    if number in question.choices or number in question.choices.values():
        return True
    return question.kind == FOLLOW_UP and len(text) <= _LONGEST_ANSWER and bool(_ANSWER.search(number))


def _by_words(s: Session, fitting: Sequence[OpenQuestion], text: str) -> OpenQuestion | None:
    """The only question whose case the text speaks of (水管修好了), or None."""
    said = _pairs(text)
    scored = [(len(said & _pairs(_about(s, one))), one) for one in fitting]
    best = max(score for score, _ in scored)
    top = [one for score, one in scored if score == best]
    return top[0] if best and len(top) == 1 else None


def _about(s: Session, question: OpenQuestion) -> str:
    case = _case(s, question)
    return f"{presentation.title(case)} {case.words.place}" if case is not None else ""


def _pairs(text: str) -> set[str]:
    return {text[n : n + 2] for n in range(len(text) - 1) if re.fullmatch(r"[\u4e00-\u9fff]{2}", text[n : n + 2])}


def _lines(s: Session, among: Sequence[OpenQuestion], text: str, number: str) -> tuple[tuple[str, str], ...]:
    """(title, text) of each question to choose from: its case in a few words; the given answer with the case number."""
    lines = []
    for one in among[:MOST_AMONG]:
        about = _about(s, one)[:10] or one.kind
        lines.append((f"{about}（{one.case_no[-4:]}）", f"{one.choices.get(number, text)}（{one.case_no}）"))
    return tuple(lines)


def offer(talk: Conversation, numbers: dict[str, str], now: datetime) -> None:
    """Store what the numbers of the last answer stand for: number → payload."""
    talk.menu = json.dumps(numbers, ensure_ascii=False) if numbers else ""
    talk.menu_at = now if numbers else None
