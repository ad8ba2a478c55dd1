"""Common questions that staff write beside those of faq.csv: checked, added, taken back."""

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

QUESTION, ANSWER, SOURCE = (2, 60), (4, 300), (2, 60)  # characters, at least and at most
REASON = (6, 200)  # characters of why one is taken back
MOST = 200  # written by staff
MOST_TAKEN_BACK = 20  # shown
MOST_VARIANTS = 5  # of one question; each as long as a question


@dataclass(frozen=True)
class Written:
    """A common question as staff write it. `source`: what the answer rests on; `until`: its last day (ISO)."""

    question: str
    answer: str
    source: str
    until: str


def add(s: Session, written: Written, variants: Sequence[str], *, by: int, today: date) -> Faq:
    """Add a common question; the bot answers it once the snapshot is written. Raises Invalid,
    also for a person's number that is not the town's own: the answer is everybody's.

    `variants`: other wordings; `by`: the account that writes it.
    """
    for name, limits in (("question", QUESTION), ("answer", ANSWER), ("source", SOURCE)):
        if not limits[0] <= len(getattr(written, name)) <= limits[1] or "|" in getattr(written, name):
            raise Invalid(sentence(f"faq.{name}", least=limits[0], most=limits[1]))
    if len(variants) > MOST_VARIANTS or any(not _is_wording(one) for one in variants):
        raise Invalid(sentence("faq.variants", count=MOST_VARIANTS, least=QUESTION[0], most=QUESTION[1]))
    published = gazetteer.of(s).published
    texts = (written.question, written.answer, written.source, *variants)
    if any(holds_a_persons_number(one, published) for one in texts):
        raise Invalid(sentence("faq.number"))
    if not _is_to_come(written.until, today):
        raise Invalid(sentence("faq.until"))
    if s.scalar(sa.select(Faq.id).where(Faq.question == written.question)) is not None:
        raise Invalid(sentence("faq.known"))
    if (s.scalar(sa.select(sa.func.count()).where(Faq.written_by.is_not(None))) or 0) >= MOST:
        raise Invalid(sentence("faq.most", most=MOST))
    made = Faq(
        question=written.question,
        variants=list(variants),
        answer=written.answer,
        source=written.source,
        area="",
        valid_until=written.until,
        written_by=by,
    )
    s.add(made)
    s.flush()
    return made


def _is_wording(text: str) -> bool:
    return QUESTION[0] <= len(text) <= QUESTION[1] and "|" not in text and "*" not in text


def _is_to_come(text: str, today: date) -> bool:
    try:
        return date.fromisoformat(text) >= today
    except ValueError:
        return False


def written(s: Session) -> list[Faq]:
    """The common questions that staff wrote, the latest first."""
    return list(s.scalars(sa.select(Faq).where(Faq.written_by.is_not(None)).order_by(Faq.id.desc())))


def take_back(s: Session, faq_id: int, reason: str, *, by: int, now: datetime) -> None:
    """Delete a common question that staff wrote, and keep what it said, and why it went.

    `by`: an account's id. Raises NotFound for any other, Invalid without a reason or with a person's number in it.
    """
    found = s.get(Faq, faq_id, with_for_update=True)
    if found is None or found.written_by is None:
        raise NotFound()
    said = reason.strip()
    if not REASON[0] <= len(said) <= REASON[1]:
        raise Invalid(sentence("faq.reason", least=REASON[0], most=REASON[1]))
    if holds_a_persons_number(said):
        raise Invalid(sentence("faq.number"))
    kept = {name: getattr(found, name) for name in ("question", "answer", "source", "written_by")}
    s.add(FaqRemoval(removed_by=by, removed_at=now, reason=said, **kept))
    s.delete(found)
    s.flush()


def taken_back(s: Session) -> list[FaqRemoval]:
    """What was taken back lately, the latest first."""
    return list(s.scalars(sa.select(FaqRemoval).order_by(FaqRemoval.id.desc()).limit(MOST_TAKEN_BACK)))
