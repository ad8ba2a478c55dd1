"""Common questions that staff write, beside those of faq.csv: checks, adds, lists and takes them back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.grids.fault_words import sentence
from portal.grids.lookup import gazetteer
from portal.grids.models import Faq, FaqRemoval
from portal.kernel.errors import Invalid, NotFound
from portal.kernel.phones import holds_a_persons_number

QUESTION, ANSWER, SOURCE = (2, 60), (4, 300), (2, 60)  # the fewest and the most characters
REASON = (6, 200)  # the fewest and the most characters of the reason for taking one back
MOST = 200  # common questions by staff at a time
MOST_TAKEN_BACK = 20  # taken-back questions that are listed
MOST_VARIANTS = 5  # of one question, each within the length of a QUESTION


@dataclass(frozen=True)
class TypedQuestion:
    """A common question as typed by staff. `source`: the law or paper behind the answer; `until`: its last day (ISO)."""

    question: str
    answer: str
    source: str
    until: str


def add(s: Session, typed: TypedQuestion, variants: Sequence[str], *, by: int, today: date) -> Faq:
    """Add a common question, which the bot answers once the snapshot is written.

    `variants`: other ways to ask it; `by`: the account's id. Raises Invalid, also for a person's number that the town does not
    publish, since everybody gets the answer.
    """
    for name, limits in (("question", QUESTION), ("answer", ANSWER), ("source", SOURCE)):
        if not limits[0] <= len(getattr(typed, name)) <= limits[1] or "|" in getattr(typed, name):
            raise Invalid(sentence(f"faq.{name}", least=limits[0], most=limits[1]))
    if len(variants) > MOST_VARIANTS or any(not _is_wording(one) for one in variants):
        raise Invalid(sentence("faq.variants", count=MOST_VARIANTS, least=QUESTION[0], most=QUESTION[1]))
    published = gazetteer.of(s).published
    texts = (typed.question, typed.answer, typed.source, *variants)
    if any(holds_a_persons_number(one, published) for one in texts):
        raise Invalid(sentence("faq.number"))
    if not _is_to_come(typed.until, today):
        raise Invalid(sentence("faq.until"))
    if s.scalar(sa.select(Faq.id).where(Faq.question == typed.question)) is not None:
        raise Invalid(sentence("faq.known"))
    if (s.scalar(sa.select(sa.func.count()).where(Faq.written_by.is_not(None))) or 0) >= MOST:
        raise Invalid(sentence("faq.most", most=MOST))
    made = Faq(
        question=typed.question,
        variants=list(variants),
        answer=typed.answer,
        source=typed.source,
        area="",
        valid_until=typed.until,
        written_by=by,
    )
    s.add(made)
    s.flush()
    return made


def _is_wording(text: str) -> bool:
    return QUESTION[0] <= len(text) <= QUESTION[1] and "|" not in text and "*" not in text


def _is_to_come(text: str, today: date) -> bool:
    """Whether the text is a date (ISO), today or later."""
    try:
        return date.fromisoformat(text) >= today
    except ValueError:
        return False


def written_by_staff(s: Session) -> list[Faq]:
    """The common questions that staff wrote, the latest first."""
    return list(s.scalars(sa.select(Faq).where(Faq.written_by.is_not(None)).order_by(Faq.id.desc())))


def take_back(s: Session, faq_id: int, reason: str, *, by: int, now: datetime) -> None:
    """Delete a common question that staff wrote, but keep it (not its variants) and the reason as a `FaqRemoval`.

    `by`: an account's id. Raises NotFound for a question of faq.csv or none, and Invalid for a reason that is too short,
    too long or holds a person's number.
    """
    found, said = s.get(Faq, faq_id, with_for_update=True), reason.strip()
    if found is None or found.written_by is None:
        raise NotFound()
    if not REASON[0] <= len(said) <= REASON[1]:
        raise Invalid(sentence("faq.reason", least=REASON[0], most=REASON[1]))
    if holds_a_persons_number(said):
        raise Invalid(sentence("faq.number"))
    kept = {name: getattr(found, name) for name in ("question", "answer", "source", "written_by")}
    s.add(FaqRemoval(removed_by=by, removed_at=now, reason=said, **kept))
    s.delete(found)
    s.flush()


def taken_back(s: Session) -> list[FaqRemoval]:
    """The last MOST_TAKEN_BACK questions that were taken back, the latest first."""
    return list(s.scalars(sa.select(FaqRemoval).order_by(FaqRemoval.id.desc()).limit(MOST_TAKEN_BACK)))
