"""How a case is shown to its reporter: on the case's page, by the public API and by the bot."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.cases.disclosure import discretion
from portal.cases.models import Case, CaseEvent, Kind, Urgency
from portal.cases.records import follow_up_wording, numbers
from portal.cases.rules import case_draft, masking, taxonomy
from portal.cases.rules.conduct import Conduct
from portal.cases.rules.lifecycle import State, Verb
from portal.grids import service as grids
from portal.kernel.config import Settings
from portal.kernel.time_zone import SHANGHAI
from portal.staff.models import Account

HIDDEN = frozenset(
    {Verb.NOTE, Verb.CORRECT, Verb.SUPERVISE, Verb.TRANSFER, Verb.WEIGH, Verb.PERMIT, Verb.CONFIDE}
)  # not on the reporter's timeline
TITLE_LENGTH = 18


def shown_time(moment: datetime) -> str:
    """RFC 3339 in Shanghai time, to the second."""
    return moment.astimezone(SHANGHAI).isoformat(timespec="seconds")


def title(case: Case) -> str:
    """The first TITLE_LENGTH characters of the reporter's words, masked before they are cut."""
    return masking.brief(case.words.text, TITLE_LENGTH, discretion.reported_names(case))


def sentence(s: Session, event: CaseEvent) -> str:
    """One event as a Chinese sentence for the reporter, without the words that go with it."""
    verb = Verb(event.verb)
    if verb is Verb.DISPATCH:
        body = grids.body(s, event.data.get("body"))
        return f"派给{body.name if body else '网格员'}办"
    if verb is Verb.REJECT:
        office, phone = event.data.get("office", ""), event.data.get("phone", "")
        return f"这件事归{office}管，电话{phone}，我们可以代转"
    if verb is Verb.FOLLOW_UP:
        told = follow_up_wording.wording_for(event.case).told
        return f"再问您一次：{told}" if event.data.get("again") else told
    if verb is Verb.RESOLVE:
        return follow_up_wording.wording_for(event.case).resolved
    if verb is Verb.CLOSE:
        return _closed(event)
    if verb is Verb.DISCLOSE:
        agreed = event.data.get("may_be_named")
        return "您同意办事的单位知道是您、直接联系您" if agreed else "您不让办事的单位知道是谁反映的"
    if verb is Verb.REOPEN:
        return (
            "请社区代转，重新看这件事"
            if event.from_state == State.REJECTED
            else follow_up_wording.wording_for(event.case).reopened
        )
    return _SENTENCES.get(verb, verb.label)


def _closed(event: CaseEvent) -> str:
    if event.data.get("close_reason") == "unconfirmed":
        no = follow_up_wording.wording_for(event.case).no
        return f"问过两次没等到您的回音，先结了；30 天里说一声“{no}”就接着办"
    return follow_up_wording.wording_for(event.case).closed


_SENTENCES = {
    Verb.REPORT: "收到您说的事，已经登记",
    Verb.ACCEPT: "已经受理",
    Verb.ACKNOWLEDGE: "已经签收，开始办",
    Verb.PROGRESS: "办理有了进展",
    Verb.SEND_BACK: "换一家来办，正在重新安排",
    Verb.HANDLE_ON_SPOT: "网格员当场办了",
    Verb.WITHDRAW: "您撤回了这件事",
    Verb.ADD_DETAIL: "您补充了",
    Verb.REMIND: "您催了一次",
}


def public_words(event: CaseEvent) -> str:
    """The words of an event that the reporter reads, one per line."""
    return "\n".join(one.text for one in event.words if one.public and one.text)


@dataclass(frozen=True)
class TimelineEntry:
    """One timeline entry: `by` a role or body, `what` as a sentence, `words` that somebody wrote, `photos` as ids."""

    at: datetime
    verb: Verb
    by: str
    what: str
    words: str
    photos: tuple[str, ...]


def timeline_entries(s: Session, case: Case) -> list[TimelineEntry]:
    """The reporter's timeline, oldest first, without the verbs in HIDDEN."""
    return [
        TimelineEntry(
            event.at,
            Verb(event.verb),
            event.actor_label,
            sentence(s, event),
            public_words(event),
            tuple(event.data.get("photos") or ()),
        )
        for event in case.events
        if event.verb not in HIDDEN
    ]


def timeline(s: Session, case: Case) -> list[dict[str, Any]]:
    """The reporter's timeline as `[{"at","verb","by","text"}]`, oldest first."""
    return [
        {
            "at": shown_time(one.at),
            "verb": str(one.verb),
            "by": one.by,
            "text": f"{one.what}：{one.words}" if one.words else one.what,
        }
        for one in timeline_entries(s, case)
    ]


def for_reporter(s: Session, case: Case) -> dict[str, Any]:
    """The case as the public API returns it (docs/interfaces.md)."""
    draft = case_draft.read(case.words.draft)
    path = case_draft.path_of(draft, case.category) or taxonomy.path(case.category)
    return {
        "case_no": case.case_no,
        "state": case.state,
        "kind": {"code": case.kind, "label": Kind(case.kind).label},
        "category": {"code": case.category, "path": list(path)},
        "places": draft["places"],
        "times": draft["times"],
        "bodies": draft["bodies"],
        "urgency": {**draft["urgency"], "level": case.urgency},
        "grid": case.grid,
        "due_at": shown_time(case.due_at),
        "close_reason": case.close_reason,
        "timeline": timeline(s, case),
    }


def shown_due_date(case: Case) -> str | None:
    """The deadline that the reporter is told, RFC 3339; None for an emergency, because nobody should wait for one."""
    return None if case.urgency == Urgency.EMERGENCY else shown_time(case.due_at)


def summary(s: Session, settings: Settings, case: Case, now: datetime) -> dict[str, Any]:
    """What the bot tells a reporter about one of their cases, with a link given `now`."""
    lines = timeline(s, case)
    return {
        "case_no": case.case_no,
        "state": case.state,
        "state_label": State(case.state).plain,
        "title": title(case),
        "place": case.words.place,
        "due_at": shown_due_date(case),
        "last": lines[-1]["text"] if lines else "",
        "link": numbers.link(settings, case, now),
        "reminded_at": shown_time(case.reminded_at) if case.reminded_at else None,
        "confidential": _keeps_back(case),
    }


def registered(s: Session, settings: Settings, case: Case) -> dict[str, Any]:
    """The internal API's answer to `POST /cases`."""

    body = grids.body(s, case.body)
    worker = s.get(Account, case.worker_id) if case.worker_id else None
    return {
        "case_no": case.case_no,
        "link": numbers.link(settings, case),
        "body": {"name": body.name, "phone": body.phone} if body and _is_sure(case) else None,
        "grid": case.grid,
        "grid_worker": worker.name if worker else None,
        "due_at": shown_due_date(case),
        "emergency": case.urgency == "emergency",
        "confidential": _keeps_back(case),
    }


def _keeps_back(case: Case) -> bool:
    """Whether the reporter may be told that no handler learns who they are or reads their words."""
    return discretion.is_confidential(case) and not case.may_be_named


def _is_sure(case: Case) -> bool:
    """Whether to tell the reporter the body that duty.csv names: not if the category is a guess or it is conduct."""
    return Conduct(case.conduct) is Conduct.NONE and case_draft.is_sure(case_draft.read(case.words.draft))
