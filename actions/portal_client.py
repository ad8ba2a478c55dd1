"""Call the portal's internal API over loopback (docs/architecture.md): the action server's only way to read or write.

A write carries `Idempotency-Key: {inbox_id}:{verb}` (a further one for the same message `{inbox_id}:{verb}:{number}`), so that a retry, here or of the whole turn, has one effect.
Connecting may take 1 s, an answer 3 s; a failure that may pass is tried twice more.
"""

from __future__ import annotations

import asyncio
import copy
import logging
import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, TypedDict, cast

import httpx

from actions.case_draft import CaseDraft
from actions.conversation.expecting import Question

log = logging.getLogger(__name__)

TIMEOUT = httpx.Timeout(3.0, connect=1.0)  # seconds
PAUSES = (0.15, 0.5)  # seconds to wait before the second and the third try
LONGEST_RETRY_AFTER = 1.0  # seconds; a 429 that asks for a longer wait is not tried again
_TOO_MANY = 429  # HTTP status


class PortalError(Exception):
    """The portal did not do what was asked of it."""


class PortalUnreachable(PortalError):
    """The portal was unreachable, kept failing or sent an unreadable answer; the same call may succeed later."""


class PortalRefused(PortalError):
    """The portal refused the call and would again. Holds `status`, the stable problem `type`, a Chinese `title`."""

    def __init__(self, status: int, type_: str, title: str) -> None:
        super().__init__(f"{status} {type_}")
        self.status, self.type, self.title = status, type_, title


class PortalTooMany(PortalError):
    """The portal accepts no more of the same from this person for now (429), e.g. a fourth reminder in a day.

    It is no outage, and trying again soon is of no use. Holds `title`, the portal's Chinese words for the person.
    """

    def __init__(self, title: str) -> None:
        super().__init__("429 too-many")
        self.title = title


class Body(TypedDict):
    """A body as the reporter is shown it."""

    name: str
    phone: str


class Registered(TypedDict):
    """A registered case, with what its reporter is shown. `body`: None if the desk decides. `grid`: its code.

    `grid_worker`: a name. `due_at`: RFC 3339; None for an emergency. `readers`: the portal's sentence on who reads a case about a clerk; else "".
    """

    case_no: str
    link: str
    body: Body | None
    grid: str | None
    grid_worker: str | None
    due_at: str | None
    emergency: bool
    confidential: bool
    readers: str


class CaseSummary(TypedDict):
    """A case in its reporter's list. `state`: reported, accepted … (portal/cases/rules/lifecycle.py). `kind`, `category`: codes. `last`: the latest
    event, in Chinese. `number`: the contact that the reporter left (numbers, names, accounts); "" if none. `handler`: the body that
    a clerk dispatched it to; None before that, of a grid worker, once conduct was in question. `likely`: until then the body that it
    probably goes to; None where the desk decides. `due_at`: RFC 3339; None for an emergency. `confidential`: no handler learns who
    reported it or reads the reporter's own words; `named`: handlers know both, as the reporter allowed. `readers`: as in `Registered`.
    `kept_back`, `number_covered`: the desk alone reads what they added last, a number in it. `quiet`: an emergency of danger at home,
    whose reporter has not said 恢复: how it stands is not told here, since whoever holds the telephone may be whom they fear.
    """

    case_no: str
    state: str
    state_label: str
    title: str
    place: str
    time: str
    number: str
    kind: str
    category: str | None
    reported_at: str
    handler: Body | None
    likely: Body | None
    due_at: str | None
    last: str
    link: str
    confidential: bool
    named: bool
    readers: str
    kept_back: bool
    number_covered: bool
    quiet: bool


class AddedTo(CaseSummary):
    """The case to which words were added. `reopened`: by them, since what was dealt with is there again."""

    reopened: bool


def shown(cases: Sequence[CaseSummary]) -> list[CaseSummary]:
    """Those of these cases that may be told of here: none of danger at home (`CaseSummary.quiet`)."""
    return [case for case in cases if not case["quiet"]]


def is_unnamed(case: Registered | CaseSummary) -> bool:
    """Whether its reporter may be told that nobody who handles a case learns of them; of one about a clerk, `readers` says more."""
    return case["confidential"] and not case["readers"]


class Consultation(TypedDict):
    """An open consultation. `can_answer_here`: a named vote that this contact may answer in the chat.

    `secrecy`: secret or named. `closes_at`: RFC 3339.
    """

    id: str
    title: str
    secrecy: str
    closes_at: str
    questions: list[Question]
    can_answer_here: bool


class HaltedVote(TypedDict):
    """A vote that a supervisor halted lately. `halted_at`: RFC 3339. The portal's words: `who` halted it and why, and what became of its
    `ballots`, each "" if there is nothing to tell; `source`: where that is public.
    """

    id: str
    title: str
    halted_at: str
    who: str
    ballots: str
    source: str


class Votes(NamedTuple):
    """The consultations that are open now and agree with their deeds, and the votes that were halted in the last 30 days, newest first."""

    open: list[Consultation]
    halted: list[HaltedVote]


class Office(TypedDict):
    """Whom to phone after a handover: the name, number and hours of the community's office."""

    office: str
    phone: str
    hours: str


class PortalClient:
    """The client of the internal API. Make one per process: it keeps its connections. Each method may raise PortalUnreachable, PortalRefused or
    PortalTooMany. `contact`: the contact point's id; `inbox_id`: the message's, with which the idempotency keys begin."""

    def __init__(self, url: str, token: str, *, timeout: httpx.Timeout = TIMEOUT) -> None:
        self._client = httpx.AsyncClient(
            base_url=f"{url}/internal/v1",
            headers={"Authorization": f"Bearer {token}"},
            timeout=timeout,
            limits=httpx.Limits(max_connections=64, max_keepalive_connections=16),
            trust_env=False,  # loopback: no proxy
        )
        self._further = ""

    def of_write(self, number: int) -> PortalClient:
        """The same client for further writes for one message (1, 2 …; 0: the first), which have keys of their own: what asks for two cases writes to both."""
        further = copy.copy(self)
        further._further = f":{number}" if number else ""
        return further

    async def close(self) -> None:
        await self._client.aclose()

    async def report(
        self,
        inbox_id: int,
        contact: int,
        *,
        text: str,
        draft: CaseDraft,
        answers: Mapping[str, str],
        photos: list[str],
        no_push: bool = False,
    ) -> Registered:
        """Register a case. `no_push` (violence at home): send the reporter nothing later until they allow it."""
        body: dict[str, Any] = {
            "contact": contact,
            "text": text,
            "draft": draft,
            "answers": dict(answers),
            "photos": photos,
        }
        if no_push:
            body["no_push"] = True
        found = await self._write("POST", "/cases", inbox_id, "report", body)
        return _registered(found)

    async def cases(self, contact: int) -> list[CaseSummary]:
        """The contact's cases in whatever state, but not erased ones, newest first, at most 10."""
        return [_summary(item) for item in _items(await self._call("GET", f"/contacts/{contact}/cases"))]

    async def shown_cases(self, contact: int) -> list[CaseSummary]:
        """Those of `cases` that may be told of here."""
        return shown(await self.cases(contact))

    async def add_detail(
        self,
        inbox_id: int,
        contact: int,
        case_no: str,
        text: str,
        *,
        changes: Mapping[str, str] | None = None,
        danger: str = "",
        no_push: bool = False,
    ) -> AddedTo:
        """Add the text to a case. `changes`: a field (place, time, contact or kind) → its corrected value, "" to delete it;
        or `room` → the room number to be covered in all words of the case, "" for every room number. `danger`: fire, gas …, if the
        text tells of danger in a case that is or was an emergency: one that was called off or is over becomes one again (refused if
        it was withdrawn); in an open one people are paged anew only for news (`danger_again.py`). `no_push`: as in `report`.
        """
        body: dict[str, Any] = {"contact": contact, "text": text}
        if changes:
            body["changes"] = dict(changes)
        body |= ({"danger": danger} if danger else {}) | ({"no_push": True} if no_push else {})
        found = await self._write("POST", f"/cases/{case_no}/details", inbox_id, "detail", body)
        return {**_summary(found), "reopened": found.get("reopened") is True}

    async def remind(self, inbox_id: int, contact: int, case_no: str, text: str) -> CaseSummary:
        """Remind (催办) the desk and the handler of the case."""
        return await self._write_about_case(inbox_id, contact, case_no, text, what="reminders", verb="remind")

    async def answer(self, inbox_id: int, contact: int, case_no: str, *, fixed: bool, text: str) -> CaseSummary:
        """Answer whether a resolved or closed case is really fixed: the portal closes it, or reopens it."""
        body = {"contact": contact, "fixed": fixed, "text": text}
        return _summary(await self._write("POST", f"/cases/{case_no}/follow-up", inbox_id, "answer", body))

    async def withdraw(self, inbox_id: int, contact: int, case_no: str, text: str) -> CaseSummary:
        """Withdraw a case. `text`: the words that ask for it."""
        return await self._write_about_case(inbox_id, contact, case_no, text, what="withdrawal", verb="withdraw")

    async def restore(self, inbox_id: int, contact: int, case_no: str, text: str) -> CaseSummary:
        """Restore a case that was withdrawn at most 30 days ago: the desk has it again, as it was reported."""
        return await self._write_about_case(inbox_id, contact, case_no, text, what="restoration", verb="restore")

    async def allow_naming(self, inbox_id: int, contact: int, case_no: str, text: str) -> CaseSummary:
        """Let handlers know who reported a case, which its reporter was asked about and confirmed. `text`: their words."""
        return await self._write_about_case(inbox_id, contact, case_no, text, what="naming", verb="name")

    async def all_clear(
        self, inbox_id: int, contact: int, case_no: str, text: str, *, false_alarm: bool, ends: bool
    ) -> CaseSummary:
        """Record that an emergency was a false alarm, or that the danger is over. `ends`: it is no longer an emergency."""
        body = {"contact": contact, "text": text, "false_alarm": false_alarm, "ends": ends}
        return _summary(await self._write("POST", f"/cases/{case_no}/all-clear", inbox_id, "all_clear", body))

    async def keep_draft(self, inbox_id: int, contact: int, state: Mapping[str, Any] | None) -> None:
        """Store the open draft (`Form.to_json`) in the portal; None deletes the stored one."""
        body = {"inbox_id": inbox_id, "state": state}
        await self._write("PUT", f"/contacts/{contact}/draft", inbox_id, "draft", body)

    async def hold(self, inbox_id: int, contact: int, text: str) -> None:
        """Note that somebody else said that they hold the contact's telephone: from then on the portal shows and changes nothing told before there, and tells the desk."""
        await self._write("POST", f"/contacts/{contact}/holder", inbox_id, "hold", {"text": text})

    async def votes(self, contact: int) -> Votes:
        """What is open, each with whether this contact may answer it in the chat, and what was halted lately."""
        found = await self._call("GET", "/consultations", params={"contact": str(contact)})
        return Votes(
            [_consultation(item) for item in _items(found)], [_halted_vote(one) for one in found.get("halted", [])]
        )

    async def voting_link(self, inbox_id: int, contact: int, consultation: str) -> str:
        """Make a single-use link to the voting page; returns its URL."""
        found = await self._write(
            "POST", f"/consultations/{consultation}/links", inbox_id, "link", {"contact": contact}
        )
        return str(_required(found, "url"))

    async def vote(self, inbox_id: int, contact: int, consultation: str, answers: Mapping[str, list[str]]) -> str:
        """Answer a named vote. Returns "counted" (taken), or "code_needed" if a code sent by SMS must confirm it.

        `answers`: each question's key → the codes of the options. Refused with the type secret-not-here (a secret vote) or entry-unproven
        (no proven entry of the roll, or more than one; by SMS also too many votes in a day).
        """
        body = {"contact": contact, "answers": dict(answers)}
        found = await self._write("POST", f"/consultations/{consultation}/answers", inbox_id, "vote", body)
        return str(_required(found, "status"))

    async def start_handover(self, inbox_id: int, contact: int, reason: str, text: str) -> Office:
        """Hand the conversation over to the desk; returns whom to phone.

        `reason`: a code, with its words for the clerk in data/case_events.csv (`handover.…`): asked, misunderstood,
        danger_unsure, or the danger (self_harm).
        """
        body = {"contact": contact, "reason": reason, "text": text}
        found = await self._write("POST", "/handovers", inbox_id, "handover", body)
        return {
            "office": str(_required(found, "office")),
            "phone": str(_required(found, "phone")),
            "hours": str(_required(found, "hours")),
        }

    async def note_question(self, inbox_id: int, contact: int, text: str) -> None:
        """Put a question that the bot could not answer on the committee's list; the portal leaves out one about conduct, a repeated one and the like."""
        await self._write("POST", "/questions", inbox_id, "question", {"contact": contact, "text": text})

    async def _write_about_case(
        self, inbox_id: int, contact: int, case_no: str, text: str, *, what: str, verb: str
    ) -> CaseSummary:
        """A write whose body is only the contact and the text. `what`: the end of its path."""
        body = {"contact": contact, "text": text}
        return _summary(await self._write("POST", f"/cases/{case_no}/{what}", inbox_id, verb, body))

    async def _write(self, method: str, path: str, inbox_id: int, verb: str, body: Mapping[str, Any]) -> Any:
        """Call with the idempotency key of this message, verb and write (`of_write`)."""
        key = f"{inbox_id}:{verb}{self._further}"
        return await self._call(method, path, json=body, headers={"Idempotency-Key": key})

    async def _call(self, method: str, path: str, **kwargs: Any) -> Any:
        """Call, with two more tries after a failure that may pass; returns the JSON of the answer. Raises PortalUnreachable, PortalRefused or PortalTooMany."""
        for pause in (*PAUSES, None):
            try:
                answer = await self._client.request(method, path, **kwargs)
            except httpx.HTTPError as error:
                trouble = type(error).__name__
            else:
                if answer.status_code < 400:
                    return _json(answer)
                if answer.status_code == _TOO_MANY and _seconds_to_wait(answer) > LONGEST_RETRY_AFTER:
                    raise PortalTooMany(_refusal(answer).title)
                if not _may_pass(answer.status_code):
                    raise _refusal(answer)
                trouble = str(answer.status_code)
            if pause is not None:
                await asyncio.sleep(pause)
        log.warning("the portal cannot be reached (%s)", trouble)
        raise PortalUnreachable(trouble)


def _may_pass(status: int) -> bool:
    """Whether a failure with this status may pass by itself."""
    return status >= 500 or status in (401, 408, 425, 429)  # 401: while the token is being changed


def _seconds_to_wait(answer: httpx.Response) -> float:
    """The Retry-After of an answer; infinite if it names none, as at a daily limit."""
    try:
        return float(answer.headers["Retry-After"])
    except (KeyError, ValueError):
        return math.inf


def _json(answer: httpx.Response) -> Any:
    """The JSON of an answer; None if the body is empty. Raises PortalUnreachable if it is not JSON."""
    if answer.status_code == 204 or not answer.content:
        return None
    try:
        return answer.json()
    except ValueError as error:
        raise PortalUnreachable("an answer that is not JSON") from error


def _refusal(answer: httpx.Response) -> PortalRefused:
    """The refusal that an answer with problem+json states; type and title are "" if it states none."""
    try:
        problem = answer.json()
    except ValueError:
        problem = {}
    kind = str(problem.get("type", "")) if isinstance(problem, dict) else ""
    title = str(problem.get("title", "")) if isinstance(problem, dict) else ""
    return PortalRefused(answer.status_code, kind.rpartition("/")[2].rpartition(":")[2], title)


def _required(found: Any, name: str) -> Any:
    """A field of an answer. Raises PortalUnreachable if it is missing."""
    if not isinstance(found, dict) or name not in found:
        raise PortalUnreachable(f"an answer without {name}")
    return found[name]


def _items(found: Any) -> list[Any]:
    """The `items` of an answer. Raises PortalUnreachable if it has no list of that name; an empty one is fine."""
    items = _required(found, "items")
    if not isinstance(items, list):
        raise PortalUnreachable("an answer whose items are no list")
    return items


def _text_or_none(value: Any) -> str | None:
    """A value as text, of an object its name; None for "" or null."""
    if isinstance(value, dict):
        value = value.get("name")
    return None if value in (None, "") else str(value)


def _body(found: Any) -> Body | None:
    return {"name": str(_required(found, "name")), "phone": str(found.get("phone") or "")} if found else None


def _registered(found: Any) -> Registered:
    return {
        "case_no": str(_required(found, "case_no")),
        "link": str(_required(found, "link")),
        "body": _body(_required(found, "body")),
        "grid": _text_or_none(found.get("grid")),
        "grid_worker": _text_or_none(found.get("grid_worker")),
        "due_at": _text_or_none(found.get("due_at")),
        "emergency": bool(found.get("emergency", False)),
        "confidential": bool(found.get("confidential", False)),
        "readers": str(found.get("readers") or ""),
    }


def _summary(found: Any) -> CaseSummary:
    return {
        "case_no": str(_required(found, "case_no")),
        "state": str(_required(found, "state")),
        "state_label": str(found.get("state_label") or ""),
        "title": str(found.get("title") or ""),
        "place": str(found.get("place") or ""),
        "time": str(found.get("time") or ""),
        "number": str(found.get("number") or ""),
        "kind": str(found.get("kind") or ""),
        "category": _text_or_none(found.get("category")),
        "reported_at": str(found.get("reported_at") or ""),
        "handler": _body(found.get("handler")),
        "likely": _body(found.get("likely")),
        "due_at": _text_or_none(found.get("due_at")),
        "last": str(found.get("last") or ""),
        "link": str(found.get("link") or ""),
        "confidential": bool(found.get("confidential", False)),
        "named": bool(found.get("named", False)),
        "readers": str(found.get("readers") or ""),
        "kept_back": bool(found.get("kept_back", False)),
        "number_covered": bool(found.get("number_covered", False)),
        "quiet": bool(found.get("quiet", False)),
    }


def _halted_vote(one: Mapping[str, Any]) -> HaltedVote:
    return {
        "id": str(_required(one, "id")),
        "title": str(_required(one, "title")),
        "halted_at": str(_required(one, "halted_at")),
        "who": str(one.get("who") or ""),
        "ballots": str(one.get("ballots") or ""),
        "source": str(one.get("source") or ""),
    }


def _consultation(found: Any) -> Consultation:
    questions = _required(found, "questions")
    return {
        "id": str(_required(found, "id")),
        "title": str(_required(found, "title")),
        "secrecy": str(found.get("secrecy") or "secret"),
        "closes_at": str(found.get("closes_at") or ""),
        "questions": cast(list[Question], questions),
        "can_answer_here": bool(found.get("can_answer_here", False)),
    }
