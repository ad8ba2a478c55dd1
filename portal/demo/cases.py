"""The demo's cases, made by the real verbs with the clock set back: timelines, deadlines and timers are real."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from PIL import Image
from sqlalchemy.orm import Session

from portal.cases.models import Case, Kind
from portal.cases.records import actors
from portal.cases.rules import taxonomy
from portal.cases.rules.case_draft import CaseDraft, Place, Span
from portal.cases.verbs import tasks
from portal.cases.verbs.desk import desk_actions
from portal.cases.verbs.handler import handler_actions, returning
from portal.cases.verbs.intake import registering
from portal.cases.verbs.reporter import reporter_actions
from portal.demo.people import DemoPeople, contact_point
from portal.demo.stories import Step, Story, stories
from portal.kernel.ports import Clock
from portal.kernel.time_zone import SHANGHAI
from portal.outbox import service as outbox
from portal.outbox.kinds import Kind as OutboxKind
from portal.outbox.models import OutboxRow, OutboxState
from portal.storage.parts import Parts

BEFORE, AFTER = "#8a7f72", "#7fae92"  # the colours that stand for the demo's pictures


class DemoClock(Clock):
    """A clock that shows `moment` until the demo moves it on."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self) -> datetime:
        return self.moment


@dataclass
class _PlayedStory:
    """A story being played; its case and contact point once it is reported."""

    story: Story
    case: Case | None = None
    contact: int = 0


def play_stories(s: Session, parts: Parts, clock: DemoClock, people: DemoPeople) -> None:
    """Play the steps of all stories in order of time, running timers in between. `parts.clock` must be `clock`."""
    now = clock.moment
    today = now.astimezone(SHANGHAI).date()
    scenes: list[tuple[datetime, int, _PlayedStory, Step | None]] = []
    for played in (_PlayedStory(story) for story in stories()):
        steps: tuple[Step | None, ...] = (None, *played.story.steps)
        scenes += [
            (played.story.moment(today, step), len(scenes) + number, played, step) for number, step in enumerate(steps)
        ]
    for moment, _, played, step in sorted(scenes, key=lambda scene: scene[:2]):
        _run_timers_until(s, parts, clock, moment)
        clock.moment = moment
        if step is None:
            _report(s, parts, people, played)
        else:
            _play_step(s, parts, people, played, step)
    _run_timers_until(s, parts, clock, now)
    clock.moment = now


def _report(s: Session, parts: Parts, people: DemoPeople, played: _PlayedStory) -> None:
    story = played.story
    played.contact = contact_point(s, parts, people, story.who, story.channel)
    played.case = registering.report(s, parts, contact=played.contact, text=story.text, draft=draft_of(story))


def draft_of(story: Story) -> CaseDraft:
    """The draft that the bot would have made of the story (contract/case_draft.schema.json)."""
    level_one = taxonomy.path(story.category)[0]
    other = next(code for code, path in taxonomy.names().items() if len(code) == 2 and path[0] != level_one)
    return {
        "kind": {"code": story.kind, "label": Kind(story.kind).label, "score": 0.95},
        "category": {
            "code": story.category,
            "path": list(taxonomy.path(story.category)),
            "score": 0.9,
            "alternatives": [{"code": other, "path": list(taxonomy.path(other)), "score": 0.03}],
        },
        "places": [_place(story.text, story.place)] if story.place else [],
        "times": [{**_span(story.text, story.time), "from": None, "to": None, "repeats": False, "role": "matter"}]
        if story.time
        else [],
        "bodies": [{**_span(story.text, story.body), "code": None}] if story.body else [],
        "urgency": {"level": story.urgency, "reasons": []},
        "personal": [],
        "missing": [],
        "intent": {"code": "report_case", "score": 0.98},
    }


def _place(text: str, said: str) -> Place:
    found = _span(text, said)
    return {"text": said, "start": found["start"], "end": found["end"], "grid": None, "score": 0.9, "role": "matter"}


def _span(text: str, said: str) -> Span:
    start = text.index(said)
    return {"text": said, "start": start, "end": start + len(said)}


PlayStep = Callable[[Session, Parts, Case, actors.Who, Step], object]
"""Plays a step of a story: (session, parts, case, who acts, step)."""
_PLAY: Mapping[str, PlayStep] = {  # `Step.verb` → what plays it
    "accept": lambda s, parts, case, who, step: desk_actions.accept(s, parts, case, who, note=step.words),
    "reject": lambda s, parts, case, who, step: desk_actions.reject(
        s, parts, case, who, ground=step.what, office=step.more[0], phone=step.more[1], reason=step.words
    ),
    "dispatch": lambda s, parts, case, who, step: desk_actions.dispatch(
        s, parts, case, who, body=step.what, note=step.words
    ),
    "acknowledge": lambda s, parts, case, who, _step: handler_actions.acknowledge(s, parts, case, who),
    "progress": lambda s, parts, case, who, step: handler_actions.progress(s, parts, case, who, text=step.words),
    "send_back": lambda s, parts, case, who, step: returning.send_back(s, parts, case, who, reason=step.words),
    "resolve": lambda s, parts, case, who, step: handler_actions.resolve(s, parts, case, who, text=step.words),
    "handle_on_spot": lambda s, parts, case, who, step: handler_actions.resolve(
        s,
        parts,
        case,
        who,
        text=step.words,
        on_spot=True,
        before=[_picture(parts, BEFORE)],
        photos=[_picture(parts, AFTER)],
    ),
    "supervise": lambda s, parts, case, who, step: desk_actions.supervise(s, parts, case, who, text=step.words),
    "fixed": lambda s, parts, case, who, step: reporter_actions.answer(
        s, parts, case, who, fixed=True, text=step.words
    ),
    "not_fixed": lambda s, parts, case, who, step: reporter_actions.answer(
        s, parts, case, who, fixed=False, text=step.words
    ),
    "remind": lambda s, parts, case, who, step: reporter_actions.remind(s, parts, case, who, text=step.words),
    "withdraw": lambda s, parts, case, who, step: reporter_actions.withdraw(s, parts, case, who, text=step.words),
}


def _picture(parts: Parts, colour: str) -> str:
    """The id of a stored picture of one colour, as an invented case has nothing to photograph."""
    out = io.BytesIO()
    Image.new("RGB", (480, 360), colour).save(out, "JPEG")
    return parts.media.put(out.getvalue(), "image/jpeg")


def _play_step(s: Session, parts: Parts, people: DemoPeople, played: _PlayedStory, step: Step) -> None:
    assert played.case is not None  # a step comes after its report
    who = _actor(s, people, played, step)
    _PLAY[step.verb](s, parts, played.case, who, step)
    if step.actor in ("desk", "grid", "body"):
        desk_actions.mark_read(s, played.case, who)


def _actor(s: Session, people: DemoPeople, played: _PlayedStory, step: Step) -> actors.Who:
    """Who does the step: the reporter, the account of the case's body or grid, or the one with that username."""
    assert played.case is not None
    if step.actor == "resident":
        return actors.resident(played.contact)
    if step.actor == "body":
        return actors.staff(s, people.by_body[played.case.body or ""])
    if step.actor == "grid":
        return actors.staff(s, people.by_grid[played.case.grid or ""])
    return actors.staff(s, people.by_username[step.actor])


def _run_timers_until(s: Session, parts: Parts, clock: DemoClock, moment: datetime) -> None:
    """Run the timers that were due by `moment`, each at its own time."""
    while True:
        due = s.scalar(
            sa.select(OutboxRow)
            .where(
                OutboxRow.kind == OutboxKind.CASE_TIMER,
                OutboxRow.state == OutboxState.QUEUED,
                OutboxRow.due_at <= moment,
            )
            .order_by(OutboxRow.due_at, OutboxRow.id)
            .limit(1)
        )
        if due is None:
            return
        clock.moment = due.due_at
        result = tasks.run_timer(s, parts, due.payload)
        outbox.mark_delivered(s, due.id, due.due_at, result)
        s.flush()


def mark_past_sent(s: Session, now: datetime) -> None:
    """Mark queued pushes, SMS and submissions that are due by now as done, so that no worker sends what was only played.

    A case that was to be submitted gets the desk as its backend.
    """
    said = sa.select(OutboxRow).where(
        OutboxRow.kind.in_((OutboxKind.PUSH_RESIDENT, OutboxKind.SEND_SMS, OutboxKind.SUBMIT_CASE)),
        OutboxRow.state == OutboxState.QUEUED,
        OutboxRow.due_at <= now,
    )
    for row in s.scalars(said):
        if row.kind == OutboxKind.SUBMIT_CASE:
            case = s.get_one(Case, row.payload["case_id"])
            case.backend, case.backend_reference = "desk", case.case_no
        outbox.mark_delivered(s, row.id, row.due_at, "demo")
    s.flush()
