"""Classify the act of a message: what it does in the conversation, given what the bot said last.

| act | the message |
|---|---|
| report | tells of a matter, where no case was registered before |
| correct | replaces something that was written down: place, time, phone, number, who |
| add | says more about the same matter |
| another | is about a different matter |
| confirm | says that the summary is right |
| deny | only says that it is not |
| stop | gives the report up, or withdraws it |
| status | asks how far the case is, who handles it, when |
| ask_number | asks for the number of the case |
| ask_record | asks what was written down, or how many cases |
| question | asks about law or procedure, or further after an answer |
| satisfied | says after an answer that this helped |
| human | wants a person |
| chat | says nothing of the matter: a name, thanks, an apology, a complaint about the bot |
| all_clear | says that the danger never was or is over, and nobody is hurt |
| not_clear | says that there still is danger, that it is worse or uncertain, or that somebody is hurt |
| place | tells where |
| unknown | does not know where or when, or will not say |
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.reading.classifying import intent
from bot.reading.classifying.heads import Head, Reading, fit_calibrated, opening_embeddings

ACTS = (
    "report", "correct", "add", "another", "confirm", "deny", "stop", "status", "ask_number", "ask_record", "question",
    "satisfied", "human", "chat", "all_clear", "not_clear", "place", "unknown",
)  # fmt: skip
OPEN = "open"
STATES = (OPEN, "summary", "answered", "ask_place", "ask_danger", "emergency")
"""What the bot said last: the summary of a report, an answer to a common question, a question about the matter (where, when,
what), whether anybody is in danger, whom to call in an emergency; `open`: anything else, as the number of a case.

The reading does not know that an emergency was raised (the portal does): the training takes `emergency` for `open`, too.
"""
_STATE_OF_STAGE = {
    "confirm": "summary",
    "wrong": "summary",
    "answered": "answered",
    "place": "ask_place",
    "time": "ask_place",
    "detail": "ask_place",
    "danger": "ask_danger",
}
"""The stage of the open draft (`actions.intake.form.Form`) → the state; any other stage is OPEN."""
_STATE_COUNTS = 3
"""How often the state is counted as a feature, beside the hundreds of the text."""


@dataclass(frozen=True)
class TurnReading(Reading):
    """A reading of a message in a conversation. `state`: one of STATES."""

    state: str


def state_at(stage: str) -> str:
    """The state of a conversation. `stage`: of the open draft (`wrong:FIELD` with its field), "" without one: then OPEN."""
    return _STATE_OF_STAGE.get(stage.partition(":")[0], OPEN)


def features(reading: Reading) -> list[str]:
    """Features: those of the intent, and the state; a reading without a state is in the state `open`."""
    state = reading.state if isinstance(reading, TurnReading) else OPEN
    return [*intent.features(reading), *[f"@{state}"] * _STATE_COUNTS]


def fit(turns: Sequence[TurnReading], acts: Sequence[str]) -> Head:
    """Train the act head on messages of conversations and what each does."""
    return fit_calibrated(lambda: Head(features, min_readings=2, embed=opening_embeddings), turns, acts)


def read_act(head: Head, reading: Reading, state: str) -> tuple[str, float]:
    """Return (act, score) of the likeliest act of a message in the state."""
    scores = head.scores([TurnReading(reading.text, reading.words, state)])[0]
    best = int(scores.argmax())
    return head.classes[best], float(scores[best])
