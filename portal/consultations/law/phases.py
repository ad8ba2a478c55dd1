"""Pure: the state machine of a consultation: which act is allowed in which state, and the state it leads to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """draft → noticed → open → closed → published; void: declared invalid by a supervisor; halted: stopped by one, as outside the committee's power."""

    DRAFT = "draft"
    NOTICED = "noticed"
    OPEN = "open"
    CLOSED = "closed"
    PUBLISHED = "published"
    VOID = "void"
    HALTED = "halted"

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
    State.HALTED: "已停止",
}


class Act(StrEnum):
    """An action on a consultation that depends on its state."""

    EDIT = "edit"
    FILE = "file"  # evidence (for gates before the notice, only until the notice: `noticing.file_evidence`)
    ENROL = "enrol"  # import the roll, or change a line of it
    NOTICE = "notice"
    TAKE_BACK = "take_back"
    CONFIRM = "confirm"  # by the scrutineer
    OBJECT = "object"  # by the scrutineer
    ANSWER = "answer"  # an objection, by the committee
    CONFIRM_PHONE = "confirm_phone"  # confirm an entry whose phone is on several entries, or take that back
    OPEN = "open"
    VOTE = "vote"
    CLOSE = "close"
    PUBLISH = "publish"
    VOID = "void"
    HALT = "halt"  # by a supervisor, before anybody can know a count

    @property
    def refused(self) -> str:
        """The end of the Chinese message when the act is not allowed: 不能提异议."""
        return _REFUSED.get(self, "不能这样做")


_REFUSED = {Act.OBJECT: "不能提异议", Act.CLOSE: "不能结束投票", Act.VOID: "不能作废", Act.HALT: "不能再停止"}


@dataclass(frozen=True)
class ActRule:
    """When an act is allowed. `leads_to` None: the state does not change."""

    allowed_in: frozenset[State]
    leads_to: State | None = None


_BEFORE = frozenset({State.DRAFT, State.NOTICED})  # before the vote opens
TABLE: Mapping[Act, ActRule] = {
    Act.EDIT: ActRule(frozenset({State.DRAFT})),
    Act.FILE: ActRule(_BEFORE),
    Act.ENROL: ActRule(_BEFORE),
    Act.NOTICE: ActRule(frozenset({State.DRAFT}), State.NOTICED),
    Act.TAKE_BACK: ActRule(frozenset({State.NOTICED}), State.DRAFT),
    Act.CONFIRM: ActRule(frozenset({State.NOTICED})),
    Act.OBJECT: ActRule(frozenset({State.NOTICED, State.OPEN, State.CLOSED})),
    Act.ANSWER: ActRule(frozenset({State.NOTICED, State.OPEN, State.CLOSED})),
    Act.CONFIRM_PHONE: ActRule(_BEFORE | {State.OPEN}),
    Act.OPEN: ActRule(frozenset({State.NOTICED}), State.OPEN),
    Act.VOTE: ActRule(frozenset({State.OPEN})),
    Act.CLOSE: ActRule(frozenset({State.OPEN}), State.CLOSED),
    Act.PUBLISH: ActRule(frozenset({State.CLOSED}), State.PUBLISHED),
    Act.VOID: ActRule(frozenset({State.OPEN, State.CLOSED}), State.VOID),
    Act.HALT: ActRule(frozenset({State.NOTICED, State.OPEN}), State.HALTED),
}
ENDED_WITHOUT_RESULT = frozenset({State.VOID, State.HALTED})
OVER = frozenset({State.CLOSED, State.PUBLISHED}) | ENDED_WITHOUT_RESULT  # no ballot is taken any more


class NotInThisPhase(ValueError):
    """The act is not allowed in this state. The message is Chinese and shown to people."""


def allows(state: State, act: Act) -> bool:
    """Whether the act is allowed in this state."""
    return state in TABLE[act].allowed_in


def next_state(state: State, act: Act) -> State:
    """The state after the act. Raises NotInThisPhase if it is not allowed."""
    if not allows(state, act):
        raise NotInThisPhase(f"这个议题{state.label}，{act.refused}")
    return TABLE[act].leads_to or state
