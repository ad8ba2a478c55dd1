"""Find in what staff write what the reporters of a case in confidence told of themselves, which no handler may learn (信访工作条例 30)."""

from __future__ import annotations

import itertools

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.cases.disclosure import discretion, reporter_words, whereabouts
from portal.cases.models import Case, Urgency
from portal.cases.reading import lexicon
from portal.cases.reading.of_reporters import self_hints, self_told
from portal.cases.reading.staff_words import tellers, vantage
from portal.cases.rules import taxonomy
from portal.cases.rules.lifecycle import Verb
from portal.grids import service as grids


def passages(s: Session, case: Case, said: str) -> list[str]:
    """What in the words `said` the reporter told of themselves, if the case is in confidence, or those of such cases merged into it.

    Each once, simplified, as it is written there.
    """
    if not said.strip():
        return []
    plain = lexicon.simplified(said)
    found = (self_told.found_again(_own(s, one), plain) for one in in_confidence(s, case))
    return list(dict.fromkeys(itertools.chain.from_iterable(found)))


def telling(s: Session, case: Case, said: str) -> list[str]:
    """What `surely_telling` finds, and what may tell of whoever reported such a case (`_hints`), each once.

    Of an emergency only what keeps words back (`kept_back_in_danger`): somebody in danger waits for no doubt.
    """
    if case.urgency == Urgency.EMERGENCY:
        return kept_back_in_danger(s, case, said)
    sure, more = surely_telling(s, case, said), _hints(s, case, said)
    return [*sure, *(one for one in more if not any(one in other or other in one for other in sure))]


def surely_telling(s: Session, case: Case, said: str) -> list[str]:
    """The `passages`, and of a case that is in confidence itself the words on its reporter as such (报的人在…, `tellers.plain`)."""
    plain = tellers.plain(lexicon.simplified(said)) if discretion.is_confidential(case) else []
    return [*passages(s, case, said), *plain]


def kept_back_in_danger(s: Session, case: Case, said: str) -> list[str]:
    """Of `surely_telling` what keeps a note on danger from whoever goes there: no bare floor or building, where the danger may be."""
    return [one for one in surely_telling(s, case, said) if not self_told.is_bare_place(one)]


def _hints(s: Session, case: Case, said: str) -> list[str]:
    """What in the words `said` may tell who reported, and may as well be of others: who saw it or from where, kin, colleagues."""
    if not said.strip():
        return []
    plain = lexicon.simplified(said)
    found = vantage.found(plain) if discretion.is_confidential(case) else []
    for one in in_confidence(s, case):
        found += self_hints.found_again(_hints_of(s, one), plain)
    return list(dict.fromkeys(found))


def in_confidence(s: Session, case: Case) -> list[Case]:
    """Of the case and those merged into it the ones in confidence."""
    merged = s.scalars(sa.select(Case).where(Case.merged_into == case.id).order_by(Case.id))
    return [one for one in (case, *merged) if discretion.is_confidential(one)]


def _own(s: Session, case: Case) -> self_told.SelfTold:
    """What the case's reporter told of themselves; without what its handlers read anyway."""
    return self_told.SelfTold.of(
        texts_of(case),
        place=lexicon.simplified(case.words.place),
        of_others=_known(s, case),
        numbers=discretion.left_contacts(s, case),
    )


def _hints_of(s: Session, case: Case) -> self_hints.Hints:
    """What may tell of the case's reporter; without what its handlers read anyway."""
    texts = texts_of(case)
    return self_hints.Hints.of(texts, places=grids.places_in(s, *texts), of_others=_known(s, case))


def _known(s: Session, case: Case) -> list[str]:
    """The place and the category as handlers read them, simplified."""
    return list(map(lexicon.simplified, (whereabouts.handlers_place(s, case), *taxonomy.path(case.category))))


def texts_of(case: Case) -> list[str]:
    """All that the reporter wrote, simplified: the message, their answers but the place, what came before it was registered, and later."""
    before = [one.text for event in case.events if event.verb == Verb.REPORT for one in event.words if not one.public]
    texts = (reporter_words.all_but_place(case.words), *before, *reporter_words.later_texts(case))
    return [lexicon.simplified(one) for one in texts]
