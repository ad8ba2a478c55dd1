"""Take down (代录) what somebody says on the telephone, at the counter or in a letter, as a case like any other."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from portal.cases.models import Case, Correction, Kind, Urgency
from portal.cases.reading.of_reporters import blows
from portal.cases.reading.staff_words import calm_reason
from portal.cases.records.actors import Who
from portal.cases.records.event_log import Source, case_of_source
from portal.cases.records.event_wording import sentence
from portal.cases.rules import case_draft, taxonomy
from portal.cases.rules.case_draft import CaseDraft
from portal.cases.rules.form_text import clean_text, require_sentence
from portal.cases.rules.lifecycle import name_of
from portal.cases.verbs.intake import registering, resident_words, unread_words
from portal.cases.verbs.intake.registering import Settled
from portal.cases.verbs.notifying import notifications
from portal.grids import service as grids
from portal.grids.models import Grid
from portal.kernel.errors import Invalid
from portal.kernel.phones import could_be_called, mobile
from portal.residents import service as residents
from portal.residents.models import ContactPoint
from portal.storage.parts import Parts

# codes of dangers in which nothing is sent to the number, as somebody else may hold the phone
SILENT_DANGERS = frozenset({"home_violence"})  # as the bot reads them
_ABOUT = re.compile("[她他](?!们|家)")  # as staff write of somebody who would say 我
_HELP = "help"  # code of the danger of mere calls for help
MOST_NAME, MOST_NUMBER, MOST_WHERE = 40, 30, 200  # characters; the last of place and of time


class TakenFrom(StrEnum):
    """By what a clerk or grid worker learned of what they take down; a value of `Case.channel`. SIGHTING: a grid worker saw it."""

    CALL = "desk_call"
    WALK_IN = "walk_in"
    LETTER = "letter"
    SIGHTING = "sighting"

    @property
    def label(self) -> str:
        """The name that staff read."""
        return name_of("channel", self)


class Silence(StrEnum):
    """Why nothing is sent to the number that was left. UNREAD: an emergency whose words the bot has not read."""

    VIOLENCE = "violence"
    UNREAD = "unread"


@dataclass(frozen=True)
class Told:
    """What somebody told the clerk, or what a grid worker saw, and what the clerk or grid worker made of it.

    `name`, `phone`: theirs, as typed, "" if they gave none. `agreed`: they want the number of their case, and what
    becomes of it, by SMS. `unnamed`: they wish not to be named. `place`, `time`: their words for them.
    `category`: a code, "" for none. `grid`: its code, "" if it is outside the area or unclear; `body`: the code of the one to
    suggest, "" for whichever handles the category. `to_read`: the fields that the bot fills in later if it did not answer
    (`unread_words.FIELDS`); `why_calm`: why it is no emergency although the words tell of danger, for staff.
    """

    channel: TakenFrom
    text: str
    place: str
    time: str
    name: str
    phone: str
    agreed: bool
    unnamed: bool
    kind: Kind
    category: str
    urgency: Urgency
    grid: str
    body: str
    to_read: Sequence[str] = ()
    why_calm: str = ""


def take_down(
    s: Session,
    parts: Parts,
    clerk: Who,
    told: Told,
    *,
    draft: CaseDraft | None,
    source: Source,
    photos: Sequence[str] = (),
) -> Case:
    """Register the case; if its reporter agreed, queue an SMS with its number. The same `source` again returns the same case.

    `clerk`: whoever takes it down, of a sighting the grid worker. `draft`: the bot's reading of the text, None if the bot was
    not reached; what the clerk settled differently is kept as a correction of it. No SMS is queued if `silence` gives a reason.
    Raises Invalid, also if the words hold a choice in a secret vote; DangerUnexplained.
    """
    known = case_of_source(s, source)
    if known is not None:
        return known
    resident_words.refuse_ballot_choice(s, parts, told.text)
    is_calmed = tells_of_danger(parts, told.text, draft) and told.urgency is not Urgency.EMERGENCY
    why = _why_calm(parts, told) if is_calmed else ""
    settled = _settled(s, clerk, told, to_read=told.to_read if draft is None else (), why_calm=why)
    number = mobile(told.phone) if told.agreed else None
    if told.agreed and number is None:
        raise Invalid(sentence("refused.no_mobile"), field="phone")
    silent = silence(parts, told, draft) is not None
    draft = draft or unread_words.plain_draft(danger_told(parts, told.text))
    case = registering.report(
        s,
        parts,
        contact=_point(s, parts, number).id,
        text=told.text,
        draft=case_draft.keeping(draft, places=bool(told.place), times=bool(told.time)),
        answers={"place": told.place, "time": told.time, "contact": _contact(told)},
        photos=photos,
        no_push=silent,
        source=source,
        settled=settled,
    )
    now = parts.clock.now()
    s.add_all(_corrections(case, draft, settled, now))
    template = "case_registered_emergency" if case.urgency == Urgency.EMERGENCY else "case_registered"
    notifications.push(s, now, case, template, params={"case_no": case.case_no})
    if is_calmed:
        notifications.tell_supervisors(s, parts, case, "staff_calmed")
    return case


class DangerUnexplained(Invalid):
    """The words tell of danger, the case is to be no emergency, and no whole sentence says why (422)."""


def _why_calm(parts: Parts, told: Told) -> str:
    """Why it is no emergency, for staff. Raises DangerUnexplained."""
    try:
        return reason_for_calm(parts, told.why_calm, told.text, needed="refused.calm")
    except Invalid as short:
        raise DangerUnexplained(short.title, field="why_calm") from short


def reason_for_calm(parts: Parts, reason: str, text: str, *, needed: str) -> str:
    """The reason why words of danger are no emergency, as staff read it. Raises Invalid if it is no sentence, or only says the words again.

    `needed`: the key of the sentence that asks for it.
    """
    try:
        why = require_sentence(reason, sentence(needed))
    except Invalid as short:
        raise Invalid(sentence(needed), field="why_calm") from short
    if not calm_reason.says_more(why, text, names_danger=bool(parts.danger_in(why))):
        raise Invalid(sentence("refused.calm_repeats"), field="why_calm")
    return sentence("staff.why_calm", why=why)


def danger_told(parts: Parts, text: str) -> str:
    """The danger, its code, that plain words of staff tell of, also of somebody whom they write about (她老公在打她); "" for none."""
    return parts.danger_in(text) or parts.danger_in(_ABOUT.sub("我", text))


def plain_danger(parts: Parts, text: str, draft: CaseDraft | None) -> str:
    """The danger, its code, by plain words alone: of others only where the bot, which would know, has not read them; "" for none."""
    return danger_told(parts, text) if draft is None else parts.danger_in(text)


def tells_of_danger(parts: Parts, text: str, draft: CaseDraft | None) -> bool:
    """Whether the words tell of danger: plainly, or by the bot's reading if there is one."""
    is_read = draft is not None and draft["urgency"]["level"] == Urgency.EMERGENCY
    return is_read or bool(plain_danger(parts, text, draft))


def silence(parts: Parts, told: Told, draft: CaseDraft | None) -> Silence | None:
    """Why nothing may be sent to the number: violence, or an emergency of which nobody knows the danger; None if it may.

    `draft` None: the bot was not reached.
    """
    read = draft["urgency"].get("danger") in SILENT_DANGERS if draft is not None else False
    plain = danger_told(parts, told.text)
    if read or plain in blows.DANGERS:  # plain words often do not tell home from elsewhere
        return Silence.VIOLENCE
    is_unknown = plain in ("", _HELP) or blows.tells_of_blows(
        told.text
    )  # a fall or a fire is nobody's who may hold the phone
    return Silence.UNREAD if draft is None and told.urgency is Urgency.EMERGENCY and is_unknown else None


def _point(s: Session, parts: Parts, number: str | None) -> ContactPoint:
    """The contact point of the mobile number; without a number, a new contact point that nothing reaches."""
    now = parts.clock.now()
    if number is not None:
        return residents.ensure_contact_point(s, parts.settings.secret_key, "sms", number, now)
    point = ContactPoint(channel="desk", address_key=secrets.token_hex(32), created_at=now)
    s.add(point)
    s.flush()
    return point


def _contact(told: Told) -> str:
    """The name and the number, as the case keeps them. Raises Invalid for what is no telephone number."""
    name, phone = clean_text(told.name, MOST_NAME), clean_text(told.phone, MOST_NUMBER)
    if phone and not could_be_called(phone):
        raise Invalid(sentence("refused.no_phone"), field="phone")
    return " ".join(filter(None, (name, phone)))


def _settled(s: Session, clerk: Who, told: Told, *, to_read: Sequence[str], why_calm: str) -> Settled:
    """What the clerk settled, checked. Raises Invalid."""
    if told.category and told.category not in taxonomy.names():
        raise Invalid(sentence("refused.no_category"), field="category")
    if told.grid and s.get(Grid, told.grid) is None:
        raise Invalid(sentence("refused.no_grid"), field="grid")
    if told.body and grids.body(s, told.body) is None:
        raise Invalid(sentence("refused.no_body"), field="body")
    return Settled(
        by=clerk.id or 0,
        channel=told.channel,
        kind=told.kind,
        category=told.category or None,
        urgency=told.urgency,
        grid=told.grid or None,
        body=told.body,
        unnamed=told.unnamed,
        to_read=to_read,
        why_calm=why_calm,
    )


def _corrections(case: Case, draft: CaseDraft, settled: Settled, now: datetime) -> Iterator[Correction]:
    """A correction to train on for each field that the clerk settled differently from what the bot read."""
    read = {
        "kind": (draft["kind"]["code"], settled.kind),
        "category": (draft["category"]["code"], settled.category or ""),
        "urgency": (draft["urgency"]["level"], settled.urgency),
    }
    for field, (was, now_is) in read.items():
        if was and was != now_is:
            yield Correction(
                case_id=case.id, account_id=settled.by, at=now, field=field, was=str(was)[:40], now=str(now_is)
            )
