"""The lifecycle of a case: state × verb × actor → state. Pure.

The table holds verbs that keep the state, too, so that it alone says who may do what in which state.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import lru_cache

from portal.kernel.config import PROJECT

FILE = PROJECT / "data" / "lifecycle.csv"  # what,code,label,plain: names of codes (`name_of` has the kinds of them)


class State(StrEnum):
    """The states of a case (docs/glossary.md). 办结 (resolved) is the handler's word, 结案 (closed) follows the reporter's.

    If no answer comes, the system closes the case.
    """

    REPORTED = "reported"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    DISPATCHED = "dispatched"
    IN_PROGRESS = "in_progress"
    RESOLVED = "resolved"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """The name that staff read."""
        return name_of("state", self)

    @property
    def plain(self) -> str:
        """The sentence that the reporter reads, which never says 不予受理."""
        return _labels()["state", self][1]


class Verb(StrEnum):
    """What can be done to a case. TABLE says who may do it, and in which state; but for REPORT, by which a case begins."""

    REPORT = "report"
    ACCEPT = "accept"
    REJECT = "reject"
    DISPATCH = "dispatch"
    ACKNOWLEDGE = "acknowledge"
    PROGRESS = "progress"  # 办理进展: words on how it goes, for the reporter
    SEND_BACK = "send_back"
    TRANSFER = "transfer"
    HANDLE_ON_SPOT = "handle_on_spot"
    RESOLVE = "resolve"
    FOLLOW_UP = "follow_up"  # the system asks the reporter whether it is done
    CLOSE = "close"
    REOPEN = "reopen"
    WITHDRAW = "withdraw"
    RESTORE = "restore"  # 恢复: the reporter wants a withdrawn case dealt with after all
    ADD_DETAIL = "add_detail"  # the reporter adds words or photos, or corrects the report
    REMIND = "remind"  # 催办, by the reporter
    SUPERVISE = "supervise"  # 督办: a supervisor's words for staff
    CORRECT = "correct"  # a clerk's, of kind, category, urgency, grid or place; the system's, of a deadline or by a late reading
    # among staff; also the system's: a case was merged into this one or split off, or this one reports a hazard anew
    NOTE = "note"
    WEIGH = "weigh"  # staff answer whether the case is about conduct, and whose (认定)
    PERMIT = "permit"  # a supervisor permits a dispatch to a body that the case is about
    CONFIDE = "confide"  # a clerk makes the case confidential, at the reporter's word
    DISCLOSE = "disclose"  # the reporter says whether handlers may learn who they are
    ALL_CLEAR = "all_clear"  # the reporter says: a false alarm, or the danger is over
    ASK_RETURN = "ask_return"  # the handler asks a supervisor to be allowed to send the case back
    CONFIRM_RETURN = "confirm_return"  # a supervisor lets the handler send the case back
    KEEP = "keep"  # a supervisor orders the handler, who asked to send the case back, to go on
    ASK_EXTENSION = "ask_extension"
    GRANT_EXTENSION = "grant_extension"
    REFUSE_EXTENSION = "refuse_extension"
    ATTEST = "attest"  # the reporter answers whether a claimed call or visit took place
    ASK_RESIDENT = "ask_resident"  # staff put a question to the reporter, and the clock stops
    RESUME = "resume"  # the clock goes on without an answer
    RECALL = "recall"  # the desk takes a wrong dispatch back; the system, a reopened case that nobody handles
    MERGE = "merge"  # 并案: into another case of the same trouble, with which it is handled from then on
    TAKE_BACK = "take_back"  # 收回办结: whoever resolved it wrote that by mistake; the system, of what was merged into that case
    SPLIT = "split"  # 拆开: a merged case is handled on its own again
    SEAL = "seal"  # 限看: from then on only the people assigned to the case see it
    ASSIGN = "assign"  # one person more, or one fewer, may see a sealed case
    UNSEAL = "unseal"
    GIVE_PART = "give_part"  # 联办: staff give another body its part of the case (五联)
    FINISH_PART = "finish_part"
    RETURN_PART = "return_part"  # an assisting body says why its part is not theirs to do
    STRIKE_PART = "strike_part"  # staff strike a part off: the case does not wait for it
    INSPECT = "inspect"  # 复查: staff look again at a hazard that was resolved

    @property
    def label(self) -> str:
        return name_of("verb", self)


class Actor(StrEnum):
    """The kinds of actors that the table distinguishes.

    RESIDENT: the case's reporter, whether or not a phone is proven. BODY: of the body that has the case, in joint handling its
    lead; ASSISTING: of one that has a part of it.
    """

    RESIDENT = "resident"
    SYSTEM = "system"
    DESK = "desk"
    GRID = "grid"
    BODY = "body"
    SUPERVISOR = "supervisor"
    ASSISTING = "assisting"

    @property
    def label(self) -> str:
        return name_of("actor", self)


class Seal(StrEnum):
    """Why a case is sealed (限看): it is about a minor, a mediation or a person in community correction."""

    MINOR = "minor"
    MEDIATION = "mediation"
    CORRECTION = "correction"

    @property
    def label(self) -> str:
        return name_of("seal", self)


class CloseReason(StrEnum):
    """Why a case is closed. UNCONFIRMED: asked twice, the reporter did not answer; statistics count this apart.

    The others record the reporter's yes, by the kind of case: CONFIRMED: the matter is done; ANSWERED: the question is
    answered; RECEIVED: they know that their praise or suggestion has arrived.
    """

    CONFIRMED = "confirmed"
    UNCONFIRMED = "unconfirmed"
    ANSWERED = "answered"
    RECEIVED = "received"

    @property
    def label(self) -> str:
        return name_of("close_reason", self)


@lru_cache(maxsize=1)
def _labels() -> Mapping[tuple[str, str], tuple[str, str]]:
    """(what, code) → (the name that staff read, of a state the reporter's sentence too), from FILE."""
    with FILE.open(encoding="utf-8-sig", newline="") as file:
        return {(row["what"], row["code"]): (row["label"], row["plain"]) for row in csv.DictReader(file)}


def name_of(what: str, code: str) -> str:
    """The name that staff read. Raises KeyError for what FILE does not have.

    `what`: "state", "verb", "actor", "close_reason", "regime", "seal", "channel", "ground", "satisfaction", "joint_kind", "part"
    or "inspection"; `code`: one of its values.
    """
    return _labels()[what, code][0]


def way_in_words(way: str) -> str:
    """The words for a way out (`offices.Way`) in a sentence to the reporter, where they follow 要."""
    return _labels()["ground", way][1]


# not over: at least the reporter's answer is still to come
OPEN = frozenset({State.REPORTED, State.ACCEPTED, State.DISPATCHED, State.IN_PROGRESS, State.RESOLVED})
UNRESOLVED = OPEN - {State.RESOLVED}  # nobody has said that it is done
ENDED = frozenset(State) - OPEN  # closed, withdrawn or rejected
REOPEN_DAYS = 30  # after closing, during which the reporter may reopen; after withdrawing, may restore
ASK_AGAIN_DAYS = 7  # from the first follow-up to the second
GIVE_UP_DAYS = 7  # from the second follow-up to closing as unconfirmed
EXTENSIONS = 1  # how often a case's time may be extended, whoever handles it
PAUSES = 2  # how often the clock of a case may stop for a question to the reporter
PAUSE_DAYS = 7  # after which it goes on without an answer
RECALL_MINUTES = 10  # during which a clerk may take back a dispatch that the handler has not acknowledged, and anybody their resolution
FREE_RETURNS = 2  # how often a case may be sent back before it takes a supervisor

# R as in reported, A accepted, J rejected, D dispatched, P in progress, V resolved, C closed, W withdrawn
_R, _A, _J, _D, _P, _V, _C, _W = (
    State.REPORTED,
    State.ACCEPTED,
    State.REJECTED,
    State.DISPATCHED,
    State.IN_PROGRESS,
    State.RESOLVED,
    State.CLOSED,
    State.WITHDRAWN,
)


def _rows() -> Iterable[tuple[Iterable[State], Verb, Iterable[Actor], State | None]]:
    """(states before, verb, actors, state afterwards); None keeps the state."""
    # a supervisor: only what no clerk may read (`event_log.allowed_verbs`)
    yield (_R,), Verb.ACCEPT, (Actor.DESK, Actor.SUPERVISOR), _A
    yield (_R, _A), Verb.REJECT, (Actor.DESK, Actor.SUPERVISOR), _J
    yield (_R, _A), Verb.DISPATCH, (Actor.DESK, Actor.SUPERVISOR), _D
    yield (_D,), Verb.ACKNOWLEDGE, (Actor.BODY, Actor.GRID, Actor.DESK), _P
    yield (_P,), Verb.PROGRESS, (Actor.BODY, Actor.GRID, Actor.DESK), None
    # the desk: a wrong dispatch, within RECALL_MINUTES; the system: a reopened case that nobody handles
    yield (_D,), Verb.RECALL, (Actor.DESK, Actor.SYSTEM), _A
    yield (_D, _P), Verb.SEND_BACK, (Actor.BODY, Actor.GRID), _A
    yield (_D, _P), Verb.ASK_RETURN, (Actor.BODY, Actor.GRID), None  # late, or for the third time (信访工作条例 23)
    yield (_D, _P), Verb.CONFIRM_RETURN, (Actor.SUPERVISOR,), _A
    yield (_D, _P), Verb.KEEP, (Actor.SUPERVISOR,), None
    yield (_D, _P), Verb.ASK_EXTENSION, (Actor.BODY, Actor.GRID), None
    yield (_D, _P), Verb.GRANT_EXTENSION, (Actor.DESK, Actor.SUPERVISOR), None  # a petition's is the supervisor's alone
    yield (_D, _P), Verb.REFUSE_EXTENSION, (Actor.DESK, Actor.SUPERVISOR), None
    # the clock stops
    yield (_A, _D, _P), Verb.ASK_RESIDENT, (Actor.DESK, Actor.BODY, Actor.GRID, Actor.SUPERVISOR), None
    yield (_A, _D, _P), Verb.RESUME, (Actor.RESIDENT, Actor.SYSTEM), None  # an answer, ADD_DETAIL, resumes it, too
    yield (_D, _P), Verb.TRANSFER, (Actor.DESK, Actor.SUPERVISOR), _D
    yield (_R, _A, _D, _P), Verb.HANDLE_ON_SPOT, (Actor.GRID,), _V
    yield (_D, _P), Verb.RESOLVE, (Actor.BODY, Actor.GRID), _V
    # the desk answered it, or a body phoned in the result
    yield (_A, _D, _P), Verb.RESOLVE, (Actor.DESK, Actor.SUPERVISOR), _V
    # a mistake, within RECALL_MINUTES; the system, on those merged into such a case
    yield (_V,), Verb.TAKE_BACK, (Actor.BODY, Actor.GRID, Actor.DESK, Actor.SUPERVISOR, Actor.SYSTEM), _D
    yield (_R, _A), Verb.MERGE, (Actor.DESK, Actor.RESIDENT), _A  # the reporter, into one that the desk has accepted
    # the system: the main case was withdrawn or cannot be reopened, or one of the two must stay apart by now
    yield (_A, _D, _P), Verb.SPLIT, (Actor.DESK, Actor.RESIDENT, Actor.SYSTEM), _A
    yield (_D, _P), Verb.GIVE_PART, (Actor.DESK, Actor.SUPERVISOR), None
    yield UNRESOLVED, Verb.FINISH_PART, (Actor.ASSISTING,), None
    yield UNRESOLVED, Verb.RETURN_PART, (Actor.ASSISTING,), None
    yield UNRESOLVED, Verb.STRIKE_PART, (Actor.DESK, Actor.SUPERVISOR), None
    yield (_V, _C), Verb.INSPECT, (Actor.GRID, Actor.DESK), None  # a hazard that is back is reopened by the system
    # the system: progress and resolution of a main case, repeated on those merged into it
    yield (_A, _D, _P), Verb.PROGRESS, (Actor.SYSTEM,), None
    yield (_A, _D, _P), Verb.RESOLVE, (Actor.SYSTEM,), _V
    yield (_V,), Verb.FOLLOW_UP, (Actor.SYSTEM,), None
    yield (_V,), Verb.CLOSE, (Actor.RESIDENT, Actor.SYSTEM), _C  # after an answer or none; no clerk closes a case
    yield (_C,), Verb.CLOSE, (Actor.RESIDENT,), _C  # a late "修好了" after it was closed unconfirmed
    # the system: the reporter of a case merged with this one says that it is not done, or an inspection finds the hazard back
    yield (_V, _C), Verb.REOPEN, (Actor.RESIDENT, Actor.SYSTEM), _D
    yield (_J,), Verb.REOPEN, (Actor.RESIDENT, Actor.DESK), _R  # the reporter objects, or the desk was wrong
    yield OPEN, Verb.SUPERVISE, (Actor.SUPERVISOR,), None
    yield from _rows_of_the_reporter()
    # the system: deadlines, provisional or of a main case; what the bot reads late, also of a case that is done by then
    yield UNRESOLVED, Verb.CORRECT, (Actor.DESK, Actor.SYSTEM), None
    yield (_J, _V, _C), Verb.CORRECT, (Actor.SYSTEM,), None
    # the system: that a reporter had theirs merged into it, or split off; that it reports a hazard anew
    yield UNRESOLVED, Verb.NOTE, (Actor.SYSTEM,), None
    yield tuple(State), Verb.NOTE, (Actor.DESK, Actor.GRID, Actor.BODY, Actor.SUPERVISOR), None
    yield UNRESOLVED, Verb.WEIGH, (Actor.DESK, Actor.SUPERVISOR), None
    yield UNRESOLVED, Verb.PERMIT, (Actor.SUPERVISOR,), None
    yield OPEN | {_C}, Verb.CONFIDE, (Actor.DESK,), None
    yield tuple(State), Verb.SEAL, (Actor.DESK, Actor.SUPERVISOR), None
    # the system: whoever takes an alarm on by the code sent to their phone; after a change of an account, each supervisor
    yield tuple(State), Verb.ASSIGN, (Actor.DESK, Actor.SUPERVISOR, Actor.SYSTEM), None
    yield tuple(State), Verb.UNSEAL, (Actor.SUPERVISOR,), None  # never whoever handles the case


def _rows_of_the_reporter() -> Iterable[tuple[Iterable[State], Verb, Iterable[Actor], State | None]]:
    """The rows, as in `_rows`, of what the reporter alone may do."""
    yield UNRESOLVED | {_V}, Verb.WITHDRAW, (Actor.RESIDENT,), _W
    yield (_W,), Verb.RESTORE, (Actor.RESIDENT,), _R  # whatever was decided before, the desk looks at it anew
    yield OPEN | {_J, _C}, Verb.ADD_DETAIL, (Actor.RESIDENT,), None
    yield OPEN, Verb.ALL_CLEAR, (Actor.RESIDENT,), None  # a false alarm, or the danger is over
    yield UNRESOLVED, Verb.REMIND, (Actor.RESIDENT,), None
    yield tuple(State), Verb.ATTEST, (Actor.RESIDENT,), None  # nobody else says whether they were phoned or visited
    yield OPEN | {_C}, Verb.DISCLOSE, (Actor.RESIDENT,), None  # only the reporter can agree to be named


def _table() -> Mapping[tuple[State, Verb, Actor], State]:
    """(state, verb, actor) → the state afterwards, from `_rows`."""
    table: dict[tuple[State, Verb, Actor], State] = {}
    for states, verb, actors, to in _rows():
        for state in states:
            for actor in actors:
                table[state, verb, actor] = to or state
    return table


TABLE: Mapping[tuple[State, Verb, Actor], State] = _table()  # who may do what in which state → the state afterwards


class Illegal(Exception):
    """The table does not allow the verb; the message says so in Chinese, for whoever tried."""


def step(state: State, verb: Verb, actor: Actor) -> State:
    """The state after `verb`. Raises Illegal."""
    to = TABLE.get((state, verb, actor))
    if to is not None:
        return to
    if any(key[1] is verb and key[2] is actor for key in TABLE):
        where = state.plain if actor is Actor.RESIDENT else state.label
        raise Illegal(f"这件事现在是“{where}”，不能{verb.label}")
    raise Illegal(f"{actor.label}不能{verb.label}")


def allowed(state: State, actor: Actor) -> tuple[Verb, ...]:
    """What the table allows this actor in this state, in the order of `Verb`."""
    return tuple(verb for verb in Verb if (state, verb, actor) in TABLE)
