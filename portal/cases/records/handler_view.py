"""What a handler (a body or a grid worker), or the governance backend, reads of a case: the matter, never who reported it.

If the case is confidential, the reporter's own words stay at the desk: the handler reads the place
(`whereabouts`), the day and hour (`mentioned_times`) and the clerk's words or, without any, kind and category. If the
reporter agreed to be named (`may_be_named`), pages show a handler what the desk reads.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from portal.cases.disclosure import discretion, parties, told_again, whereabouts, wishes
from portal.cases.models import Case, CaseEvent, Kind, Urgency
from portal.cases.reading import lexicon, masking, mentioned_times, moved_words, nicknames
from portal.cases.reading.conduct import Conduct
from portal.cases.reading.of_reporters import quiet_wish, self_told
from portal.cases.records import queries
from portal.cases.records.actors import Who, is_bystander
from portal.cases.records.event_wording import sentence, time_in_words
from portal.cases.rules import taxonomy
from portal.cases.rules.deadlines import shanghai_day
from portal.cases.rules.lifecycle import Actor, Verb
from portal.cases.rules.truth import ASKED, FOR_HANDLERS, LOOKED_THROUGH
from portal.grids import service as grids
from portal.residents.models import ContactPoint
from portal.staff.models import Account

UNCLASSIFIED = "没有分类的事"  # says nothing of what is to be done
TOLD = frozenset(
    {"fire", "gas", "trapped", "live_wire"}
)  # dangers that say what waits there, and nothing of whose they are
FEWEST_LETTERS = 4  # of a matter that a clerk wrote for the handlers
FEWEST_NEW_LETTERS = 2  # of these, beside kind, category, place and time: 灯坏了 of 楼道灯坏了
_LABELS = re.compile("地点|时间|类别|诉求")  # in a matter that was made of these
KEPT_BACK = "（居民另有话，受理台看过再转告）"  # what a handler reads in place of the reporter's words
# not on a handler's timeline
_NOT_SHOWN = frozenset(
    {
        Verb.WEIGH,
        Verb.PERMIT,
        Verb.CONFIDE,
        Verb.DISCLOSE,
        Verb.MERGE,
        Verb.SPLIT,
        Verb.SEAL,
        Verb.ASSIGN,
        Verb.UNSEAL,
    }
)
# What clerks and supervisors write on these may quote the reporter; not a note for the handler, which was looked through (LOOKED_THROUGH).
_QUOTES_WORDS = frozenset({Verb.NOTE, Verb.ACCEPT, Verb.CORRECT, Verb.WEIGH, Verb.PERMIT, Verb.CONFIDE, Verb.INSPECT})
_ADDS = frozenset(
    {Verb.ADD_DETAIL, Verb.REMIND, Verb.REOPEN, Verb.RESTORE, Verb.ALL_CLEAR}
)  # by which the reporter says more
_READ_IT_ALL = frozenset({Actor.DESK, Actor.SUPERVISOR})  # who read the reporter's own words and may quote them
TITLE_LENGTH = 18  # characters


@dataclass(frozen=True)
class Matter:
    """A case as a handler reads it. `restated`: `text` is the clerk's, or made of codes, and not the reporter's.

    `bodies`: those that the message names, in its words; `photos`: ids.
    """

    title: str
    text: str
    place: str
    time: str
    bodies: str
    photos: tuple[str, ...]
    restated: bool


def must_leave_reporter_alone(s: Session, case: Case) -> bool:
    """Whether the case's handler must not contact the reporter unasked: who may be in danger at home (`no_push`), or whose telephone somebody else holds."""
    point = s.get_one(ContactPoint, case.contact_point_id)
    return (point.no_push or queries.is_kept_from_its_telephone(case, point)) and point.erased_at is None


def is_quiet_emergency(s: Session, case: Case) -> bool:
    """Whether it is an emergency of somebody who may be in danger at home (`kept_quiet`), also after 恢复, which anybody may write.

    Whoever else holds their phone must neither learn of it nor end it.
    """
    point = s.get_one(ContactPoint, case.contact_point_id)
    return case.urgency == Urgency.EMERGENCY and point.kept_quiet and point.erased_at is None


def asks_how(case: Case, who: Who) -> bool:
    """Whether a call that this actor claims has to be explained: a body's, which cannot see the reporter's number."""
    return who.actor is Actor.BODY and not case.may_be_named


def matter(s: Session, case: Case, who: Who | None = None) -> Matter:
    """The case as a handler reads it, without whatever would reveal the reporter. `who`: who reads it, if not whoever has the case."""
    names, words = _names_to_cover(s, case), case.words
    confidential = discretion.is_confidential(case)
    when = time_in_words(words.time, words.text)
    if confidential:
        when = mentioned_times.times_in(lexicon.simplified(when), shanghai_day(time_told_at(case)))
    place, time, bodies = (_covered(s, text, names) for text in (_place(s, case), when, words.bodies))
    if confidential:
        aside = who is not None and is_bystander(case, who)
        text, time = ("", "") if aside else (_covered(s, words.matter, names), time)
        text = text or _restated(case, place, time)
        title = masking.brief(text, TITLE_LENGTH, published=grids.published_numbers(s))
        return Matter(title, text, place, time, "", (), restated=True)
    text, shown = (_covered(s, one, names) for one in (words.text, text_at_present(case)))
    title = masking.brief(shown, TITLE_LENGTH, published=grids.published_numbers(s))
    return Matter(title, text, place, time, bodies, tuple(case.photos), restated=False)


def place(s: Session, case: Case) -> str:
    """The case's place as a handler reads it."""
    return _covered(s, _place(s, case), _names_to_cover(s, case))


def _place(s: Session, case: Case) -> str:
    return whereabouts.handlers_place(s, case) if discretion.is_confidential(case) else case.words.place


def text_at_present(case: Case) -> str:
    """The reporter's message, with the present place, time and thing for those that were corrected since."""
    text = case.words.text
    for former in _kept(case, sentence("staff.was_place", was="")):
        text = moved_words.at_present_place(text, former, case.words.place)
    for former in _kept(case, sentence("staff.was_time", was="")):
        text = moved_words.at_present(text, former, case.words.time)
    first, between, _ = sentence("staff.was_thing", was="\n", now="\n").split("\n")
    for was, _, now in (one.partition(between) for one in _kept(case, first)):
        text = moved_words.at_present(text, was, now)
    return text


def _kept(case: Case, kept: str) -> list[str]:
    """What stands behind these words in the words for staff, oldest first: what was corrected after registration."""
    lines = [line for event in case.events for said in event.words if not said.public for line in said.text.split("\n")]
    return [line.removeprefix(kept) for line in lines if line.startswith(kept)]


def time_told_at(case: Case) -> datetime:
    """When the reporter told the time that the case has now, from which 昨天 counts: with the report, or correcting it later."""
    told = (one.at for one in reversed(case.events) if "time" in one.data.get("changed", ()))
    return next(told, case.created_at)


def _restated(case: Case, place: str, time: str) -> str:
    """A sentence made of kind, category, place and time, without the reporter's words; of an emergency also which of some dangers waits there (`TOLD`)."""
    emergency = case.urgency == Urgency.EMERGENCY
    about = " / ".join(taxonomy.path(case.category)) or (Urgency.EMERGENCY.label if emergency else UNCLASSIFIED)
    about += f"，{sentence(f'danger.{case.danger}')}" if emergency and case.danger in TOLD else ""
    return (
        f"{Kind(case.kind).label}：{about}。"
        + (f"地点：{place}。" if place else "")
        + (f"时间：{time}。" if time else "")
    )


def lacks_matter(s: Session, case: Case, *, is_asked: bool = False) -> bool:
    """Whether a handler would read nothing of what a confidential case is about: what a clerk wrote says no more than its codes, or
    nobody wrote anything and it has no category. `is_asked`: the clerk had a field to write it in, so that a category is not enough.

    Never of an emergency, which waits for nobody's words.
    """
    if case.urgency == Urgency.EMERGENCY or not discretion.is_confidential(case):
        return False
    written = restated_words(s, case)
    if UNCLASSIFIED in written:
        return True
    if written or is_asked:
        new = _letters(_beside_the_codes(case, written))
        is_made_of_codes = written.startswith(tuple(f"{one.label}：" for one in Kind))
        fewest = FEWEST_LETTERS if is_made_of_codes else FEWEST_NEW_LETTERS
        return _letters(written) < FEWEST_LETTERS or new < fewest
    return not taxonomy.path(case.category)


def _letters(text: str) -> int:
    return sum(one.isalpha() for one in text)


def _beside_the_codes(case: Case, written: str) -> str:
    """What the clerk's words say beside kind, category, place and time, which a handler reads anyway: "" of a sentence made of these."""
    told = re.split("[，,、]", f"{case.words.place}，{case.words.time}")
    known = (*(one.label for one in Kind), *taxonomy.path(case.category), *told)
    for words in sorted(filter(None, known), key=len, reverse=True):
        written = written.replace(words, "")
    return _LABELS.sub("", written)


def restated_words(s: Session, case: Case) -> str:
    """What a clerk wrote for the handlers as the case's text, names covered; "" if nothing."""
    return _covered(s, case.words.matter, _names_to_cover(s, case)) if case.words.matter else ""


def suggested_restatement(s: Session, case: Case) -> str:
    """What handlers of a confidential emergency read as its text now, for a clerk to start from in restating it.

    "" if it is not confidential, and where a clerk must write what it is about (`lacks_matter`): codes would be sent as they stand.
    """
    found = matter(s, case) if case.urgency == Urgency.EMERGENCY else None
    return found.text if found is not None and found.restated else ""


@dataclass(frozen=True)
class KeptFromHandlers:
    """What is kept from a case's handlers, read once for all its events.

    `confidential`: all of the reporter's own words are; `names`: people's names, to be covered in all other words; `staff`: the
    accounts whose conduct later words may be about.
    """

    confidential: bool
    names: list[str]
    staff: list[Account]

    @classmethod
    def of(cls, s: Session, case: Case, staff: list[Account] | None = None) -> KeptFromHandlers:
        """What is kept from this case's handlers now. `staff`: `parties.active_staff`, to pass when reading many cases."""
        active = parties.active_staff(s) if staff is None else staff
        return cls(discretion.is_confidential(case), _names_to_cover(s, case), active)


def visible_words(
    s: Session, case: Case, event: CaseEvent, *, public: bool, kept: KeptFromHandlers | None = None
) -> str:
    """The words of an event that a handler may read. `public`: those that the reporter reads too, else staff's.

    KEPT_BACK in place of a reporter's words that are kept back, another such sentence in place of what staff wrote before the
    reporter's wish; "" if there are none, if the event is not shown (`is_shown`), if a clerk or supervisor may quote the reporter
    of a confidential case in them (`_may_quote`), or if they are what the report said before it was registered, mostly where its
    reporter lives. `kept`: pass it when reading many events of a case.
    """
    if not is_shown(event):
        return ""
    if event.verb == Verb.REPORT and not public and not case.may_be_named:
        return ""
    text = "\n".join(one.text for one in event.words if one.public is public and one.text)
    if not text:
        return ""
    kept = kept or KeptFromHandlers.of(s, case)
    if event.actor == Actor.RESIDENT:
        return text if case.may_be_named else _reporter_words(s, case, text, kept)
    if kept.confidential and not public and _may_quote(event):
        return ""
    if kept.confidential and _was_written_before_the_wish(case, event):
        return sentence("staff.written_before")
    return text if case.may_be_named else _covered(s, text, kept.names)


def _may_quote(event: CaseEvent) -> bool:
    """Whether its words are among staff and may quote the reporter: a note for the handler, too, that was written before the case was told in confidence."""
    return event.actor in _READ_IT_ALL and event.verb in _QUOTES_WORDS and not event.data.get(LOOKED_THROUGH)


def _was_written_before_the_wish(case: Case, event: CaseEvent) -> bool:
    """Whether a clerk or supervisor wrote it before the reporter wished not to be named: nobody looked through it for what it tells of them.

    Not of an emergency: whoever goes there needs the words with which they were sent.
    """
    if event.actor not in _READ_IT_ALL or event.data.get(LOOKED_THROUGH) or case.urgency == Urgency.EMERGENCY:
        return False
    wished = (one.serial for one in case.events if one.data.get("confidential"))
    return event.serial < max(wished, default=0)


def _reporter_words(s: Session, case: Case, text: str, kept: KeptFromHandlers) -> str:
    """The reporter's later words, without whatever would reveal who they are.

    KEPT_BACK instead if the reporter wishes not to be named or called, or the words are about conduct, or may be and staff have
    not said that the case is not.
    """
    if kept.confidential or wishes.wishes_not_to_be_named(text) or quiet_wish.wants_quiet(text):
        return KEPT_BACK
    weighed = parties.conduct_of_text(s, text, case.kind, kept.staff)
    if weighed is Conduct.CONDUCT or (weighed is Conduct.ASK and case.conduct != Conduct.SERVICE):
        return KEPT_BACK
    return _covered(s, text, kept.names)


def is_for(event: CaseEvent, body: str | None, worker_ids: Collection[int]) -> bool:
    """Whether this body or grid worker may read what staff wrote for handlers with the event.

    Of a case in confidence neither the words with which it went to another, nor those written while another had it from whom a clerk
    took it back: perhaps because of them.
    """
    case = event.case
    if event.actor not in _READ_IT_ALL or not discretion.is_confidential(case):
        return True
    given = [one for one in case.events if one.verb in (Verb.DISPATCH, Verb.TRANSFER)]
    held = next((one for one in reversed(given) if one.serial <= event.serial), None)
    if held is None or _went_to(held, body, worker_ids):
        return True
    after = next((one.serial for one in given if one.serial > held.serial), case.serial + 1)
    taken_back = (one.serial for one in case.events if one.verb == Verb.RECALL and held.serial < one.serial < after)
    return event.serial != held.serial and event.serial > next(taken_back, 0)


def is_for_its_handler(event: CaseEvent) -> bool:
    """As `is_for`, of whoever has the case now."""
    case = event.case
    return is_for(event, case.body, [case.worker_id] if case.worker_id else [])


def _went_to(given: CaseEvent, body: str | None, worker_ids: Collection[int]) -> bool:
    """Whether this dispatch or transfer gave the case to them, or, naming nobody, to whoever the grid's is."""
    if given.data.get("body"):
        return bool(given.data["body"] == body)
    return given.data.get("worker_id") is None or given.data["worker_id"] in worker_ids


def latest_words(s: Session, case: Case, most: int) -> list[tuple[datetime, str]]:
    """(when, words) of the reporter's latest additions, at most `most`, oldest first, as a handler may read them."""
    added = [one for one in case.events if one.actor == Actor.RESIDENT and one.verb in _ADDS]
    kept = KeptFromHandlers.of(s, case) if added else None
    told = [(one.at, visible_words(s, case, one, public=True, kept=kept)) for one in added[-most:]]
    return [(at, text) for at, text in told if text]


def words_for_handlers(s: Session, case: Case, text: str) -> str:
    """What staff wrote for a handler of the case, or for a body that assists, as these read it."""
    return text if case.may_be_named else _covered(s, text, _names_to_cover(s, case))


def words_for_others(s: Session, case: Case, text: str) -> str:
    """What staff wrote for the reporter of this case, as the reporters of cases merged into it may read it.

    "" if the case is confidential, or its reporter agreed to be named: whoever wrote may know more than can be covered.
    """
    if discretion.is_confidential(case) or case.may_be_named:
        return ""
    return _covered(s, text, _names_to_cover(s, case))


def stays_at_the_desk(s: Session, case: Case) -> bool:
    """Whether the words or the photos that the reporter added last are kept from handlers (KEPT_BACK)."""
    added = _added_last(case)
    if added is None:
        return False
    hides_photos = bool(added.data.get("photos")) and not visible_photos(case, added)
    return hides_photos or visible_words(s, case, added, public=True) == KEPT_BACK


def number_stays_at_the_desk(s: Session, case: Case) -> bool:
    """Whether what the reporter added last holds a number (mostly of a telephone), which is covered for handlers."""
    added = _added_last(case)
    if added is None or case.may_be_named:
        return False
    return any(masking.holds_a_number(one.text, grids.published_numbers(s)) for one in added.words if one.public)


def _added_last(case: Case) -> CaseEvent | None:
    """The event by which the reporter last added something to the report; None if none did."""
    return next((one for one in reversed(case.events) if one.actor == Actor.RESIDENT and one.verb in _ADDS), None)


def visible_photos(case: Case, event: CaseEvent) -> tuple[str, ...]:
    """Ids of an event's photos that a handler sees: of a confidential case none that the reporter added."""
    kept_back = event.actor == Actor.RESIDENT and discretion.is_confidential(case)
    return () if kept_back else tuple(event.data.get("photos") or ())


def is_shown(event: CaseEvent) -> bool:
    """Whether the event is on the timeline that a handler reads."""
    return event.verb not in _NOT_SHOWN and not _tells_of_asking(event) and not _is_of_the_desk(event)


def _is_of_the_desk(event: CaseEvent) -> bool:
    """Whether it is a note of a clerk or supervisor that they did not write for the handler: what they note may be of the reporter."""
    is_theirs = event.verb == Verb.NOTE and event.actor in _READ_IT_ALL
    return is_theirs and bool(event.words) and not event.data.get(FOR_HANDLERS)


def _tells_of_asking(event: CaseEvent) -> bool:
    """Whether it notes what the reporter said when staff phoned or visited: whom no message reaches, and perhaps of whose conduct."""
    return event.verb == Verb.NOTE and bool(event.data.get(ASKED))


def _names_to_cover(s: Session, case: Case) -> list[str]:
    """The names in the report and in the contact that was left, and the resident's own; none that is part of a place."""
    point = s.get(ContactPoint, case.contact_point_id)
    known = [point.resident.name] if point is not None and point.resident is not None else []
    left = case.words.contact.replace("，", " ").replace(",", " ").split()
    own = [*left, *known, *self_told.called(told_again.texts_of(case))]
    named = [*discretion.reported_names(case), *discretion.names_outside_places(case, own)]
    called = {
        nick for one in named for nick in nicknames.of_resident(lexicon.simplified(one), lexicon.lists("conduct"))
    }
    return [*named, *sorted(called)]


def _covered(s: Session, text: str, names: list[str]) -> str:
    """The text without wishes not to be named or called, these names covered, and whatever `masking.covered` finds."""
    return masking.covered(wishes.without_wishes(quiet_wish.without(text)), names, grids.published_numbers(s))
