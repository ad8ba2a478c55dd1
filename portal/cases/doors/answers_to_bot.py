"""What the internal API answers the bot of a reporter's cases."""

from __future__ import annotations

from pydantic import BaseModel


class BodyOut(BaseModel):
    """A body. `RegisteredOut.body`: by duty.csv; null where the desk decides (a guess, conduct, an emergency, a wish)."""

    name: str
    phone: str


class RegisteredOut(BaseModel):
    """The registered case. `grid`: its code; `grid_worker`: their name; `due_at`: null for an emergency.

    `confidential`: no handler learns who reported it; `readers`: who reads a case about a clerk, as told to its reporter; else "".
    """

    case_no: str
    link: str
    body: BodyOut | None
    grid: str | None
    grid_worker: str | None
    due_at: str | None
    emergency: bool
    confidential: bool
    readers: str


class SummaryOut(BaseModel):
    """One of the reporter's cases, in brief. `last`: the newest timeline entry.

    `handler`: the body dispatched to; null before that, for a grid worker, and once conduct was in question; `likely`: until then the body
    that it probably goes to, null where the desk decides; `due_at`: null for an emergency; `reminded_at`: when the reporter last reminded it; `named`: handlers know who they are, as they allowed; `readers`: as in `RegisteredOut`.

    `kept_back`: handlers do not read what the reporter added last, only that there is more. `number`: the contact that they left (numbers, names), so that a last digit can be corrected. `number_covered`: what the reporter added last holds a number, which the desk reads and handlers do not.
    `quiet`: an emergency of somebody who may be in danger at home, and is sent nothing unasked: whoever holds the telephone may be whom they fear.
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
    handler: BodyOut | None
    likely: BodyOut | None
    due_at: str | None
    last: str
    link: str
    reminded_at: str | None
    confidential: bool
    named: bool
    readers: str
    kept_back: bool
    number_covered: bool
    quiet: bool


class AddedOut(SummaryOut):
    """The case, and whether these words `reopened` it: what was dealt with is there again."""

    reopened: bool


class CasesOut(BaseModel):
    """The reporter's cases in whatever state, newest first, at most 10; no erased ones."""

    items: list[SummaryOut]
