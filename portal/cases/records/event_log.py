"""Change a case's facts (`Projection`): ask the lifecycle's table, write the event, update the row. There is no other way."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, object_session

from portal.cases.disclosure import discretion, namesakes
from portal.cases.disclosure.readers import Readers, readers_of
from portal.cases.models import Case, CaseEvent, EventWords, Kind, Urgency
from portal.cases.reading.conduct import CONDUCT_OR_DOUBT
from portal.cases.records import alarms, contact_claims, warnings
from portal.cases.records.actors import Who, is_bystander
from portal.cases.records.event_wording import sentence
from portal.cases.records.queries import refuse_erased
from portal.cases.records.search import search_index
from portal.cases.rules import lifecycle
from portal.cases.rules.lifecycle import Actor, State, Verb
from portal.cases.rules.projection import PastEvent, Projection, apply, replay
from portal.cases.rules.regimes import Regime
from portal.kernel.errors import Conflict, Invalid

INDEX = search_index  # listens to the session: it must be loaded wherever cases are written
NAMESAKES = namesakes  # listens, too, wherever accounts are
# by which a case comes to a handler, or comes back to one
_GIVES_TO_HANDLER = (Verb.DISPATCH, Verb.TRANSFER, Verb.REOPEN)
# the desk's work that is a supervisor's where no clerk may read the case
_OF_THE_DESK = (Verb.ACCEPT, Verb.DISPATCH, Verb.RESOLVE, Verb.TAKE_BACK, Verb.REJECT, Verb.ASK_RESIDENT)
# keys of event data that, with `due_at`, describe a clock in working days
CLOCK = ("half_at", "most_at", "provisional", "due_from", "working_days", "used_days", "due_given")


@dataclass(frozen=True)
class Source:
    """The key of a request that may write one event only, and the SHA-256 of that request ("" for a line of the hotline's file).

    The key is the bot's Idempotency-Key or a staff form's own key; or it names an app's report, a message that the gateway itself
    understood, an inspection, or an order or a line of the hotline's file.
    """

    key: str
    hash: str

    @classmethod
    def of(cls, key: str, body: object) -> Source:
        """The source of a request, from its key and its body, which can be written as JSON."""
        plain = json.dumps(body, ensure_ascii=False, sort_keys=True, default=str)
        return cls(key, hashlib.sha256(plain.encode()).hexdigest())

    @property
    def message(self) -> int:
        """The id of the inbox message that the key names (`{inbox_id}:{verb}`); 0 if it names none."""
        number = self.key.partition(":")[0]
        return int(number) if number.isascii() and number.isdigit() else 0


def case_of_source(s: Session, source: Source | None) -> Case | None:
    """The case for which this key wrote an event before; None if the key is new, or there is no source.

    Raises Invalid if the same key comes with another body, NotFound if the case or its reporter was erased since.
    """
    if source is None:
        return None
    event = s.scalar(sa.select(CaseEvent).where(CaseEvent.source_key == source.key))
    if event is None:
        return None
    if event.source_hash != source.hash:
        raise Invalid("同一个 Idempotency-Key 带来了不同的内容", reason="idempotency-key-reused")
    case = s.get_one(Case, event.case_id)
    refuse_erased(s, case)
    return case


def allowed_verbs(case: Case, who: Who) -> tuple[Verb, ...]:
    """The verbs that this actor may use on the case now, by the table and `_refusal`; pages offer only these."""
    verbs = lifecycle.allowed(State(case.state), who.actor)
    return tuple(verb for verb in verbs if not _refusal(case, verb, who))


def _refusal(case: Case, verb: Verb, who: Who) -> str | None:
    """Why this actor may not do it although the table allows it, in Chinese; None if they may.

    If a body has the case, a grid worker may not use the handler's verbs (`handlers_verbs`), but may handle the case on the
    spot: a tip-off, or a case in confidence or that is or may be about conduct, only if a clerk gave it to them; praise once it is dispatched.
    What a supervisor may do for the desk, merges, parts, returns, extensions, pauses and seals have rules of their own, below.
    """
    handlers_verbs = (
        Verb.ACKNOWLEDGE, Verb.PROGRESS, Verb.SEND_BACK, Verb.ASK_RETURN, Verb.ASK_EXTENSION, Verb.ASK_RESIDENT,
        Verb.RESOLVE,
    )  # fmt: skip
    if who.actor is Actor.GRID and verb in handlers_verbs and case.body is not None and case.dispatched:
        return "这件事派给了承办单位，由他们签收和办结；您当场办好的，请用“自办自结”"
    is_theirs = case.dispatched and case.body is None
    if who.actor is Actor.GRID and verb is Verb.HANDLE_ON_SPOT and is_delicate(case) and not is_theirs:
        return "举报和反映人的事，要先由受理台看过再派，不能当场办结"
    if verb is Verb.HANDLE_ON_SPOT and is_bystander(case, who):
        return sentence("refused.bystander")
    if who.actor is Actor.GRID and verb is Verb.HANDLE_ON_SPOT and case.kind == Kind.PRAISE and not case.dispatched:
        return sentence("refused.praise")
    return (
        _refused_supervisor(case, verb, who)
        or _refused_merge(case, verb, who)
        or _refused_joint(case, verb)
        or _refused_taking_back(case, verb, who)
        or _refused_return(case, verb)
        or _refused_extension(case, verb, who)
        or _refused_pause(case, verb, who)
        or _refused_seal(case, verb)
    )


def _refused_supervisor(case: Case, verb: Verb, who: Who) -> str | None:
    """Why a supervisor may not do the desk's work with the case: a clerk may read it; None if none may, and for every other verb."""
    if who.actor is not Actor.SUPERVISOR or verb not in _OF_THE_DESK:
        return None
    s = object_session(case)
    return None if s is not None and readers_of(s, case) is Readers.SUPERVISORS else sentence("refused.of_the_desk")


def _refused_seal(case: Case, verb: Verb) -> str | None:
    """Why the case cannot be sealed, unsealed or given to one person more; None if it can, and for every other verb."""
    if verb is Verb.SEAL and case.seal:
        return sentence("refused.sealed")
    return sentence("refused.not_sealed") if verb in (Verb.UNSEAL, Verb.ASSIGN) and not case.seal else None


_ON_A_MERGED_CASE = (
    Verb.SPLIT,
    Verb.NOTE,
    Verb.WEIGH,
    Verb.CONFIDE,
    Verb.SEAL,
    Verb.ASSIGN,
    Verb.UNSEAL,
)  # what staff may still do with a merged case


def _refused_merge(case: Case, verb: Verb, who: Who) -> str | None:
    """Why the case cannot be merged or split, or why staff must act on the one that it was merged into; else None.

    The system's own progress and resolution are for merged cases only: they follow the case that these were merged into. An
    emergency's minutes, a petition's written answer, a tip-off and what may be about conduct stay on their own.
    """
    merged = case.merged_into is not None
    if verb is Verb.SPLIT or (verb in (Verb.RESOLVE, Verb.PROGRESS, Verb.TAKE_BACK) and who.actor is Actor.SYSTEM):
        return None if merged else sentence("refused.not_merged")
    if merged and who.actor not in (Actor.RESIDENT, Actor.SYSTEM) and verb not in _ON_A_MERGED_CASE:
        return sentence("refused.merged")
    if verb is not Verb.MERGE:
        return None
    if case.parts_open:
        return sentence("refused.joint_merge")
    return sentence("refused.own_way") if must_stay_apart(case) else None


def _refused_joint(case: Case, verb: Verb) -> str | None:
    """Why no part can be given or ended, or the case not be resolved or rejected while one is open; None if it can, and for other verbs."""
    if verb in (Verb.RESOLVE, Verb.HANDLE_ON_SPOT, Verb.REJECT) and case.parts_open:
        return sentence("refused.parts_open")
    if verb is Verb.GIVE_PART and case.seal:
        return sentence("refused.sealed_part")
    if verb is Verb.GIVE_PART and not (case.dispatched and case.body):
        return sentence("refused.no_lead")
    ends = verb in (Verb.FINISH_PART, Verb.RETURN_PART, Verb.STRIKE_PART)
    return sentence("refused.no_part") if ends and not case.parts_open else None


def fix_of(case: Case) -> CaseEvent | None:
    """The event that resolved the case, while it waits for its reporter's answer; else None."""
    return next((one for one in case.events if one.serial == case.state_serial and case.state == State.RESOLVED), None)


def _refused_taking_back(case: Case, verb: Verb, who: Who) -> str | None:
    """Why this actor cannot take the resolution back: another wrote it, or another system told of it; None if they can, and for other verbs."""
    fix = fix_of(case) if verb is Verb.TAKE_BACK and who.actor is not Actor.SYSTEM else None
    if fix is None or (fix.actor == who.actor and fix.actor_id is not None and who.actor is not Actor.GRID):
        return None
    return None if who.actor is Actor.GRID and fix.actor_id == who.id else sentence("refused.others_fix")


def last_deadline(case: Case, *, before: int | None = None) -> CaseEvent | None:
    """The last event that set the case's deadline, of those before the serial `before` if it is given; None without one."""
    earlier = (event for event in reversed(case.events) if before is None or event.serial < before)
    return next((event for event in earlier if "due_at" in event.data), None)


def clock_before(case: Case, serial: int) -> dict[str, Any]:
    """The case's deadline and how it was counted (CLOCK), as event data, as they were before the event `serial`; {} if no event before set a deadline."""
    last = last_deadline(case, before=serial)
    return {name: last.data[name] for name in ("due_at", *CLOCK) if name in last.data} if last is not None else {}


def clock_lost(case: Case, taken_by: CaseEvent | None) -> dict[str, Any]:
    """The case's clock before this event, which merged it or another into it, as event data; {} unless it was the longer one."""
    before = clock_before(case, taken_by.serial) if taken_by is not None else {}
    if not before or datetime.fromisoformat(before["due_at"]) <= case.due_at:
        return {}
    return before


def must_stay_apart(case: Case) -> bool:
    """Whether the case is never merged or counted with others by its words: an emergency, a petition, `is_delicate`, sealed."""
    apart = case.urgency == Urgency.EMERGENCY or case.regime == Regime.PETITION or case.seal != ""
    return apart or is_delicate(case)


def is_delicate(case: Case) -> bool:
    """Whether the case is a tip-off, or is or may be about conduct: it is never handled or shown together with other cases."""
    return case.kind == Kind.TIP_OFF or case.conduct in CONDUCT_OR_DOUBT


def _refused_return(case: Case, verb: Verb) -> str | None:
    """Why a return cannot be made, asked for or decided now; None if it can, and for every other verb."""
    if verb is Verb.SEND_BACK and case.sent_back >= lifecycle.FREE_RETURNS:
        return sentence("refused.third_return")
    if verb is Verb.ASK_RETURN and case.return_asked_at is not None:
        return sentence("refused.return_asked")
    if verb is Verb.ASK_RETURN and kept_by_order(case):
        return sentence("refused.kept")
    if verb in (Verb.CONFIRM_RETURN, Verb.KEEP) and case.return_asked_at is None:
        return sentence("refused.no_return_asked")
    return None


def _refused_extension(case: Case, verb: Verb, who: Who) -> str | None:
    """Why no extension can be asked for, or decided by this actor; None if it can, and for every other verb."""
    if verb is Verb.ASK_EXTENSION:
        return _no_extension_to_ask(case)
    if verb not in (Verb.GRANT_EXTENSION, Verb.REFUSE_EXTENSION):
        return None
    if case.extension_asked_at is None:
        return sentence("refused.no_extension_asked")
    petition = case.regime == Regime.PETITION and who.actor is not Actor.SUPERVISOR
    return sentence("refused.petition_extension") if petition else None


def _no_extension_to_ask(case: Case) -> str | None:
    """Why no extension can be asked for, in Chinese; None if one can."""
    if case.urgency == Urgency.EMERGENCY:
        return sentence("refused.emergency_extension")
    if case.extended >= lifecycle.EXTENSIONS:
        return sentence("refused.extended")
    return sentence("refused.extension_asked") if case.extension_asked_at is not None else None


def _refused_pause(case: Case, verb: Verb, who: Who) -> str | None:
    """Why the clock cannot stop for a question, or cannot go on because it runs; None if it can, and for every other verb.

    信访工作条例 34 knows no pause, an emergency's clock is minutes, and whoever is supervised (督办) is to be quick. A handler takes the
    case first (签收).
    """
    if verb is Verb.RESUME and case.paused_until is None:
        return sentence("refused.not_paused")
    if verb is not Verb.ASK_RESIDENT:
        return None
    if case.urgency == Urgency.EMERGENCY or case.regime == Regime.PETITION:
        return sentence("refused.no_pause")
    if case.supervised_at is not None:
        return sentence("refused.supervised_pause")
    if case.state == State.DISPATCHED and who.actor in (Actor.BODY, Actor.GRID):
        return sentence("refused.pause_before_taking")
    if case.paused_until is not None:
        return sentence("refused.paused")
    return sentence("refused.pauses") if case.pauses >= lifecycle.PAUSES else None


def last_dispatch(case: Case) -> CaseEvent | None:
    """The event that last gave the case to a handler: a dispatch, a transfer or a reopening; None before any.

    A reopening counts even where it gave the case to nobody: it had been rejected, or nobody handled it.
    """
    return next((event for event in reversed(case.events) if event.verb in _GIVES_TO_HANDLER), None)


def kept_by_order(case: Case) -> bool:
    """Whether a supervisor ordered the handler who has the case now to keep it."""
    given = last_dispatch(case)
    return given is not None and any(event.verb == Verb.KEEP and event.serial > given.serial for event in case.events)


LAPSED = "extension_lapsed"  # in an event's data: the event ended a request for more time that nobody had answered


def act(
    s: Session,
    now: datetime,
    case: Case,
    verb: Verb,
    who: Who,
    *,
    data: Mapping[str, Any] | None = None,
    public: str = "",
    private: str = "",
    source: Source | None = None,
) -> CaseEvent:
    """Do `verb`: write its event and update the row. Raises Conflict if the table or `_refusal` forbids it.

    `data`: what the event holds beside its words: the facts it changes, ids of photos …; `public`: words that the reporter
    reads too; `private`: words for staff only.
    Staff who act may acknowledge the case's alarm by it (`alarms.acknowledge_by_acting`), and whatever they write is read
    for claims that they reached the reporter (`contact_claims.keep_claims`).
    """
    refusal = _refusal(case, verb, who)
    if refusal:
        raise Conflict(refusal)
    try:
        to_state = lifecycle.step(State(case.state), verb, who.actor)
    except lifecycle.Illegal as illegal:
        raise Conflict(str(illegal)) from illegal
    asked = case.extension_asked_at is not None and verb not in (Verb.GRANT_EXTENSION, Verb.REFUSE_EXTENSION)
    data = _kept_from_accused(s, case, data or {}, public)
    event = record_event(
        s, now, case, verb, who, to_state=to_state, data=data, public=public, private=private, source=source
    )
    if asked and case.extension_asked_at is None:
        event.data = {**event.data, LAPSED: True}
    alarms.acknowledge_by_acting(s, now, case, verb, who)
    contact_claims.keep_claims(s, now, event, who)
    return event


def _kept_from_accused(s: Session, case: Case, data: Mapping[str, Any], said: str) -> Mapping[str, Any]:
    """The event data; with a new grid none of its workers whom the case accuses, also only by this event's words (`said`), has it."""
    if "grid" not in data:
        return data
    discretion.keep_from_new_grid(s, case, data["grid"], conduct=data.get("conduct") or "", said=said)
    if not discretion.is_recorded_as_about(case, account_id=data.get("worker_id", case.worker_id)):
        return data
    body = data.get("body", case.body)
    return {**data, "worker_id": None} | ({"dispatched": False} if body is None else {})


def record_event(
    s: Session,
    now: datetime,
    case: Case,
    verb: Verb,
    who: Who,
    *,
    to_state: State,
    data: Mapping[str, Any],
    public: str = "",
    private: str = "",
    source: Source | None = None,
) -> CaseEvent:
    """Write the event, update the row from it and set the timers of a clock that it began. Does not ask the table.

    Only registering calls this; every other verb goes through `act`.
    """
    event = CaseEvent(
        case=case,
        serial=case.serial + 1,
        at=now,
        verb=verb,
        actor=who.actor,
        actor_id=who.id,
        actor_label=who.label,
        from_state=None if verb is Verb.REPORT else case.state,
        to_state=to_state,
        data=dict(data),
        source_key=source.key if source else None,
        source_hash=source.hash if source else "",
    )
    event.words = [EventWords(public=shown, text=text) for shown, text in ((True, public), (False, private)) if text]
    s.add(event)
    facts = apply(projection(case), event.serial, PastEvent(verb, now, event.data, to_state))
    for name, value in asdict(facts).items():
        setattr(case, name, value)
    case.serial = event.serial
    case.rank = alarms.queue_rank(case)
    s.flush()
    warnings.set_timers(s, now, event)
    return event


def projection(case: Case) -> Projection:
    """The facts in the case's row, as its events last set them."""
    facts = {name: getattr(case, name) for name in Projection.__dataclass_fields__}
    return Projection(**{**facts, "state": State(case.state)})


def replayed(case: Case, *, until: int | None = None) -> Projection:
    """The facts computed from all the case's events, with which `projection` must agree.

    `until`: from the events before this serial only.
    """
    return replay(
        PastEvent(Verb(event.verb), event.at, event.data, State(event.to_state))
        for event in case.events
        if until is None or event.serial < until
    )
