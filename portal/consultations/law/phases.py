"""Pure: the state machine of a consultation: which step is allowed in which state, and the state it leads to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """draft → noticed → open → closed → published; void: declared invalid by a supervisor."""

    DRAFT = "draft"
    NOTICED = "noticed"
    OPEN = "open"
    CLOSED = "closed"
    PUBLISHED = "published"
    VOID = "void"

    @property
    def label(self) -> str:
        return _STATE_LABELS[self]


_STATE_LABELS = {
    State.DRAFT: "起草中",
    State.NOTICED: "已通知",
    State.OPEN: "投票中",
    State.CLOSED: "已结束",
    State.PUBLISHED: "已公布",
    State.VOID: "已作废",
}


class Step(StrEnum):
    """An action on a consultation that depends on its state."""

    EDIT = "edit"
    FILE = "file"  # evidence (for gates before the notice, only until the notice: `noticing.file_evidence`)
    ENROL = "enrol"  # import the roll, or change a line of it
    NOTICE = "notice"
    TAKE_BACK = "take_back"
    CONFIRM = "confirm"  # by the scrutineer
    OBJECT = "object"  # by the scrutineer
    CONFIRM_PHONE = "confirm_phone"  # confirm an entry whose phone is on several entries, or take that back
    OPEN = "open"
    VOTE = "vote"
    CLOSE = "close"
    PUBLISH = "publish"
    VOID = "void"

    @property
    def refused(self) -> str:
        """The Chinese message when the step is not allowed."""
        return _REFUSED.get(self, "不能这样做")


_REFUSED = {Step.OBJECT: "不能提异议", Step.CLOSE: "不能结束投票", Step.VOID: "不能作废"}


@dataclass(frozen=True)
class StepRule:
    """When a step is allowed. `leads_to` None: the state does not change."""

    taken_in: frozenset[State]
    leads_to: State | None = None


_BEFORE = frozenset({State.DRAFT, State.NOTICED})
TABLE: Mapping[Step, StepRule] = {
    Step.EDIT: StepRule(frozenset({State.DRAFT})),
    Step.FILE: StepRule(_BEFORE),
    Step.ENROL: StepRule(_BEFORE),
    Step.NOTICE: StepRule(frozenset({State.DRAFT}), State.NOTICED),
    Step.TAKE_BACK: StepRule(frozenset({State.NOTICED}), State.DRAFT),
    Step.CONFIRM: StepRule(frozenset({State.NOTICED})),
    Step.OBJECT: StepRule(frozenset({State.NOTICED, State.OPEN, State.CLOSED})),
    Step.CONFIRM_PHONE: StepRule(_BEFORE | {State.OPEN}),
    Step.OPEN: StepRule(frozenset({State.NOTICED}), State.OPEN),
    Step.VOTE: StepRule(frozenset({State.OPEN})),
    Step.CLOSE: StepRule(frozenset({State.OPEN}), State.CLOSED),
    Step.PUBLISH: StepRule(frozenset({State.CLOSED}), State.PUBLISHED),
    Step.VOID: StepRule(frozenset({State.OPEN, State.CLOSED}), State.VOID),
}
OVER = frozenset({State.CLOSED, State.PUBLISHED, State.VOID})  # no ballot is taken any more


class NotInThisPhase(ValueError):
    """The step is not allowed in this state. The message is Chinese and shown to people."""


def allows(state: State, step: Step) -> bool:
    """Whether the step is allowed in this state."""
    return state in TABLE[step].taken_in


def next_state(state: State, step: Step) -> State:
    """The state after the step. Raises NotInThisPhase if it is not allowed."""
    if not allows(state, step):
        raise NotInThisPhase(f"这个议题{state.label}，{step.refused}")
    return TABLE[step].leads_to or state
