"""Refuses what a clerk or supervisor writes for handlers of a case in confidence, if its reporter told it of themselves."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.cases.disclosure import discretion, told_again, whereabouts
from portal.cases.models import Case, Kind, Urgency
from portal.cases.reading import introductions, lexicon
from portal.cases.reading.conduct import CONDUCT_OR_DOUBT
from portal.cases.reading.staff_words import of_reporter
from portal.cases.records import handler_view
from portal.cases.records.actors import Who, oversees
from portal.cases.records.event_log import act
from portal.cases.records.event_wording import sentence
from portal.cases.rules.form_text import clean_text, require_sentence
from portal.cases.rules.lifecycle import Verb
from portal.cases.rules.truth import FOR_HANDLERS, TOLD_DESPITE
from portal.kernel.errors import Invalid
from portal.storage.parts import Parts

_GIVES = frozenset({Verb.DISPATCH, Verb.TRANSFER})


class TellsOfReporter(Invalid):
    """The words for handlers hold what the reporter told of themselves (422). `may_explain`: a written reason lets them through."""

    def __init__(self, title: str, *, may_explain: bool) -> None:
        super().__init__(title)
        self.may_explain = may_explain


def refuse_telling(s: Session, p: Parts, case: Case, who: Who, *, since: int, form: Mapping[str, str]) -> None:
    """Raise TellsOfReporter if what this actor wrote in the events after the serial `since` lets a handler know who reported.

    Not with a reason (the form's `why_told`), which is recorded for clerks and supervisors; the caller's transaction is rolled back.
    """
    found = _found(s, case, since, form) if oversees(who) else []
    if not found:
        return
    may_explain = _may_explain(s, case) or _may_be_of_others(s, case, found)
    if not (may_explain and form.get("why_told", "").strip()):
        raise TellsOfReporter(_why_refused(found, may_explain=may_explain), may_explain=may_explain)
    try:
        why = _reason(case, form["why_told"])
    except Invalid as short:
        raise TellsOfReporter(short.title, may_explain=True) from short
    note = sentence("staff.told_despite", what="”“".join(found), why=why)
    act(s, p.clock.now(), case, Verb.NOTE, who, data={TOLD_DESPITE: True}, private=note)


def _reason(case: Case, typed: str) -> str:
    """The reason, a whole sentence; in danger any word, since somebody waits. Raises Invalid."""
    needed = str(_("理由"))
    return clean_text(typed, needed=needed) if case.urgency == Urgency.EMERGENCY else require_sentence(typed, needed)


def _found(s: Session, case: Case, since: int, form: Mapping[str, str]) -> list[str]:
    """The passages of the new words that tell of the reporter (what they told, or 报的人在…): of the text for handlers, too, where the case is given to one.

    Words by which somebody may be the reporter (502反映) count where the form does not ask about them itself (`dispatching`).
    """
    new = [one for one in case.events if one.serial > since]
    gives = "matter" in form or any(one.verb in _GIVES for one in new)
    if not (gives or any(one.words for one in new)) or not told_again.in_confidence(s, case):
        return []
    kept = handler_view.KeptFromHandlers.of(s, case)
    staffs = [handler_view.visible_words(s, case, one, public=False, kept=kept) for one in new]
    reporters = [handler_view.visible_words(s, case, one, public=True, kept=kept) for one in new]
    matter = handler_view.restated_words(s, case) if gives else ""
    written = "\n".join((matter, *staffs, *reporters))
    found = told_again.telling(s, case, written)
    asks_itself = gives or any(one.data.get(FOR_HANDLERS) for one in new)
    if not asks_itself and kept.confidential:
        found += of_reporter.told("\n".join(staffs))
    return list(dict.fromkeys(found))


def _may_explain(s: Session, case: Case) -> bool:
    """Whether a reason is enough: of a tip-off, or where people's conduct is concerned, only in danger (信访工作条例 30)."""
    is_of_people = case.kind == Kind.TIP_OFF or discretion.conduct_of(s, case) in CONDUCT_OR_DOUBT
    return case.urgency == Urgency.EMERGENCY or not is_of_people


def _may_be_of_others(s: Session, case: Case, found: list[str]) -> bool:
    """Whether no passage is what the reporter told of themselves, but of whoever tells, which may be the accused, or of a place left out.

    Such a place, down to the building, may be where it happened: without it nobody could be sent there.
    """
    places = [introductions.cut_to_building(lexicon.simplified(one)) for one in whereabouts.left_out(s, case)]
    own = told_again.passages(s, case, "\n".join(found))
    return all(any(one in place for place in places) for one in own)


def _why_refused(found: list[str], *, may_explain: bool) -> str:
    """Why the words are refused, with the passages, in words."""
    what = "”“".join(found)
    if may_explain:
        return str(
            _(
                "这件要保密，办的人看得到的话里有“%(what)s”：是报事的人的事，一看就知道是谁。请删掉或者换个说法；非写不可的，在表里写明理由。",
                what=what,
            )
        )
    return str(
        _(
            "这件要保密，办的人看得到的话里有“%(what)s”：是报事的人的事，一看就知道是谁。举报和说人的事，不能让办的人知道是谁说的，请删掉或者换个说法。",
            what=what,
        )
    )
