"""The types of what passes through the bot's door, on the gateway's side (`contract/bot_door.schema.json`). Pure."""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypedDict


class FollowUp(TypedDict):
    """The question whether a case was fixed. `choices`: number → the words that it stands for."""

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
    """An emergency was raised: until `until` (RFC 3339) messages are about it.

    `asks`: `place` (where it is), `danger` (whether anybody is in danger still) or `still` (after a false alarm: whether
    anything is left to do). `danger`: the script of advice for the danger last spoken of. `called`: help was called.
    `mistaken`: the words after which the bot asks whether somebody is in danger called it a mistake.
    `asked`: how often the bot has asked that.
    `over`: the reporter said that there is no danger, or none any more. `held`: somebody else holds the telephone than who told of it.
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
    """Is somebody in danger? Nothing is raised until the answer; without one, the conversation goes to the desk (`jobs.py`).

    `danger`: the script of advice for it; `until`: the moment after which a message is no longer taken for the answer.
    """

    kind: Literal["danger_check"]
    danger: str
    choices: dict[str, str]
    until: NotRequired[str]


class Option(TypedDict):
    code: str
    label: str


class VoteQuestion(TypedDict):
    key: str
    text: str
    options: list[Option]


class VoteNamed(TypedDict):
    """A question of a named vote. `consultation`: its id; `question` and `options`: the key and options of this one.

    `questions`: all of the vote. `given`: question key → codes chosen so far. `choices`: number → words.
    """

    kind: Literal["vote_named"]
    consultation: str
    title: str
    question: str
    options: list[Option]
    questions: list[VoteQuestion]
    given: dict[str, list[str]]
    choices: dict[str, str]


class VoteSecret(TypedDict):
    """A link to a secret vote was sent: a choice typed here is no vote. `choices`: what a number would mean."""

    kind: Literal["vote_secret"]
    consultation: str
    choices: NotRequired[dict[str, str]]


class VoteLinked(TypedDict):
    """A link to a vote by name was sent, since no phone is proven here: a choice typed here does not count."""

    kind: Literal["vote_linked"]
    consultation: str
    title: str


Expecting = FollowUp | StaffQuestion | Detail | DangerCheck | VoteNamed | VoteSecret | VoteLinked


class Wish(TypedDict):
    """A wish not to be named: its words, and what else the message says."""

    said: str
    rest: str


class Location(TypedDict):
    lat: float | None
    lng: float | None
    label: str


class Metadata(TypedDict):
    """What goes to the bot beside the text. `draft`: the open draft, in the bot's own form; the portal only keeps it.

    `first_contact`: the first-contact notice is still to be given (again, after 撤回同意). `photos`: media ids.
    `typed`: the number that was typed, if the text is the words that this number stands for. `raised`: the danger of the emergency
    that this message made before the bot could read it. `may_be_named`: the message lets handlers know of its sender (不用保密了).
    """

    channel: Literal["webchat", "wechat", "sms"]
    first_contact: bool
    photos: list[str]
    sent_at: str
    expecting: Expecting | None
    draft: Any
    typed: NotRequired[str]
    wish: NotRequired[Wish]
    may_be_named: NotRequired[bool]
    location: NotRequired[Location]
    raised: NotRequired[str]


class Request(TypedDict):
    """One message for the bot. `sender`: `{contact_point_id}.{epoch}`; `inbox_id`: the idempotency key."""

    sender: str
    inbox_id: int
    text: str
    metadata: Metadata


class Button(TypedDict):
    title: str
    payload: str


class Message(TypedDict):
    """One message of the answer. `response`: its name in domain.yml, filled with `params`.

    `asks`: the code of what it asks, if anything. `fallback`: it says 没听懂 in some form.
    """

    text: str
    buttons: list[Button]
    link: str | None
    asks: str | None
    fallback: bool
    response: str
    params: dict[str, str]


class Answer(TypedDict):
    """What the bot answers. `expecting`: absent leaves the open question, None marks it as answered, an object is a new one.

    `retry`: an action could not reach the portal, so send the request again later. `registered`: a case was
    registered in this turn.
    """

    messages: list[Message]
    retry: bool
    registered: bool
    expecting: NotRequired[Expecting | None]
