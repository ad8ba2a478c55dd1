"""The open questions that pass between gateway and bot (`expecting`, `contract/bot_door.schema.json`). Pure."""

from __future__ import annotations

from typing import Any, Literal, cast

from typing_extensions import NotRequired, TypedDict


class FollowUp(TypedDict):
    """Has it been fixed? Asked by the portal. `choices`: number → the words that it stands for."""

    kind: Literal["follow_up"]
    case_no: str
    choices: dict[str, str]


class StaffQuestion(TypedDict):
    """What staff ask about a case, whose clock stands still until the answer, or `until` (RFC 3339). `supervisor`: a supervisor asks."""

    kind: Literal["question"]
    case_no: str
    until: str
    supervisor: NotRequired[bool]


class Detail(TypedDict):
    """The emergency just raised; `detail` in the contract, since messages until `until` (RFC 3339) join its case as detail.

    `danger`: the script of advice (`interpreting.scenes`) for the danger last spoken of. `called`: help was called.
    `over`: the reporter said that there is no danger, or none any more. `asks`: the bot's open question, if any: where
    it is (place), whether anything is left for us to do (still), or whether somebody is in danger, after words that
    may be an all-clear or, beside `over`, only say that the fire is out (danger). `mistaken`: with `asks` danger: those words called the emergency a mistake.
    `asked`: how often the bot has asked whether somebody is in danger. `held`: somebody else holds the telephone than who told
    of it (`interpreting/aid/another_holder.py`).
    """

    kind: Literal["detail"]
    case_no: str
    danger: NotRequired[str]
    until: NotRequired[str]
    asks: NotRequired[Literal["place", "still", "danger"]]
    called: NotRequired[bool]
    mistaken: NotRequired[bool]
    asked: NotRequired[int]
    over: NotRequired[bool]
    held: NotRequired[bool]


class DangerCheck(TypedDict):
    """Is somebody in danger? Nothing is raised until the answer; unanswered, it goes on the desk's list of handovers
    (`portal/channels/jobs.py`). `danger`: the doubtful danger itself (`Urgency.danger`), not a script as in `Detail`. `choices`: as in `FollowUp`.
    `until`: the moment (RFC 3339) after which a message is no longer taken for the answer.
    """

    kind: Literal["danger_check"]
    danger: str
    choices: dict[str, str]
    until: NotRequired[str]


class Option(TypedDict):
    """An option of a question of a consultation: its code, and the words that people read."""

    code: str
    label: str


class Question(TypedDict):
    """A question of a consultation. `key`: names it in the answers."""

    key: str
    text: str
    options: list[Option]


class VoteNamed(TypedDict):
    """A question of a named vote. `question`: the key of the one that is open; `options`: that question's.

    `questions`: all of the consultation. `given`: the codes chosen so far, by the question's key. `choices`: as in `FollowUp`.
    """

    kind: Literal["vote_named"]
    consultation: str
    title: str
    question: str
    options: list[Option]
    questions: list[Question]
    given: dict[str, list[str]]
    choices: dict[str, str]


class VoteSecret(TypedDict):
    """A link to a secret vote was handed out: a choice typed here is no vote. `choices`: what a number would mean."""

    kind: Literal["vote_secret"]
    consultation: str
    choices: NotRequired[dict[str, str]]


class VoteLinked(TypedDict):
    """A link to a named vote was handed out, since the contact may not vote here (mostly: its phone is not proven).

    A choice typed here does not count.
    """

    kind: Literal["vote_linked"]
    consultation: str
    title: str


Expecting = FollowUp | StaffQuestion | Detail | DangerCheck | VoteNamed | VoteSecret | VoteLinked
KINDS = ("follow_up", "question", "detail", "danger_check", "vote_named", "vote_secret", "vote_linked")


def read_expecting(found: Any) -> Expecting | None:
    """The open question that came with a message; None if it is absent or of no kind that is known here."""
    known = isinstance(found, dict) and found.get("kind") in KINDS
    return cast(Expecting, found) if known else None


def asked_by_supervisor(expecting: Expecting | None) -> bool:
    """Whether the message answers what a supervisor asks about a case."""
    return expecting is not None and expecting["kind"] == "question" and expecting.get("supervisor", False)


def raised_emergency(expecting: Expecting | None) -> Detail | None:
    """The emergency just raised that the message may be about, also after its all-clear (`over`); or None."""
    return expecting if expecting is not None and expecting["kind"] == "detail" else None


def danger_going_on(expecting: Expecting | None) -> str:
    """The script of the emergency that is not over, or the danger that is asked about; "" if there is neither."""
    if expecting is not None and expecting["kind"] == "danger_check":
        return expecting["danger"]
    raised = raised_emergency(expecting)
    return "" if raised is None or raised.get("over") else script_of_raised(raised)


def script_of_raised(raised: Detail) -> str:
    """The script of advice of an emergency; "other" if none is told."""
    return raised.get("danger") or "other"


def case_asked_about(expecting: Expecting | None) -> str:
    """The number of the case that staff ask about, whose answer the message may be; "" if they ask nothing."""
    return expecting["case_no"] if expecting is not None and expecting["kind"] == "question" else ""


def without_question(expecting: Detail) -> Detail:
    """The emergency without its open question (`asks`, and `mistaken` with it); until `until` messages still count as being about it."""
    return cast(Detail, {name: value for name, value in expecting.items() if name not in ("asks", "mistaken")})
