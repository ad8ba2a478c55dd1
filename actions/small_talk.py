"""What Linli can do, good day, thanks, what it cannot do, and what it did not understand."""

from __future__ import annotations

from actions import short_answers as short
from actions.intake_flow import MISSES_BEFORE_A_PERSON
from actions.portal_client import PortalClient
from actions.routing import Topic
from actions.say import Reply, Say
from actions.topic import Answer, answers
from actions.turn import Talk, Turn

_LINES: dict[Topic, str] = {
    "capability": "utter_capability",
    "greet": "utter_greet",
    "thank": "utter_thank",
    "out_of_scope": "utter_out_of_scope",
}


def _always(response: str) -> Answer:
    async def say(_turn: Turn, talk: Talk, _portal: PortalClient) -> Reply:
        return Reply((Say(response),), talk.understood())

    return say


for _topic, _response in _LINES.items():
    answers(_topic)(_always(_response))


@answers("not_understood")
async def not_understood(turn: Turn, talk: Talk, _portal: PortalClient) -> Reply:
    """Three in a row, and a person is offered."""
    misses = talk.misses + 1
    if misses >= MISSES_BEFORE_A_PERSON:
        pending = {"asked": "person", "topic": "person"}
        return Reply((Say("utter_offer_human", fallback=True),), Talk(form=talk.form, pending=pending))
    name = "utter_not_understood" if short.has_words(turn.text) else "utter_no_words"
    return Reply((Say(name, fallback=True),), Talk(form=talk.form, pending=talk.pending, misses=misses))
