"""Answer greetings, thanks, "what can you do?", what only goes before a report, is out of scope or was not understood."""

from __future__ import annotations

from dataclasses import replace

from actions.conversation.say import Reply, Say
from actions.conversation.turn import Talk, Turn
from actions.intake.common_questions import LONGEST_UNANSWERABLE
from actions.intake.questions import asks
from actions.intake.step import HANDS_OVER, OFFERS_A_PERSON
from actions.interpreting import short_answers as short
from actions.portal_client import PortalClient
from actions.routes.signs import is_for_fun
from actions.routes.topics import Topic
from actions.topics.handover import note_question, start_handover
from actions.topics.topic import TopicHandler, answers_topic

LEAST_QUESTION = 4  # characters; fewer (怎么办) ask nothing by themselves
# A topic → the one response that answers it.
_LINES: dict[Topic, str] = {
    "preamble": "utter_take_your_time",
    "capability": "utter_capability",
    "greet": "utter_greet",
    "thank": "utter_thank",
}


def _always_say(response: str) -> TopicHandler:
    """A handler that only says this response of the domain."""

    async def say(_turn: Turn, talk: Talk, _portal: PortalClient) -> Reply:
        return Reply((Say(response),), talk.understood())

    return say


for _topic, _response in _LINES.items():
    answers_topic(_topic)(_always_say(_response))


@answers_topic("out_of_scope")
async def answer_out_of_scope(turn: Turn, talk: Talk, portal: PortalClient) -> Reply:
    """Say what the bot is for; after several misses in a row, offer a person, then hand over. A question goes on the committee's list."""
    if is_a_question(turn):
        await note_question(turn, portal)
    chatting = {"asked": "chat", "topic": "out_of_scope"}
    return await _missed(turn, replace(talk, pending=chatting), portal, Say("utter_out_of_scope"))


@answers_topic("not_understood")
async def answer_not_understood(turn: Turn, talk: Talk, portal: PortalClient) -> Reply:
    """Say that the message was not understood; after several in a row, offer a person, then hand over. A question goes on the committee's list."""
    if is_a_question(turn):
        await note_question(turn, portal)
    name = "utter_not_understood" if short.has_words(turn.text) else "utter_no_words"
    return await _missed(turn, talk, portal, Say(name, fallback=True))


def is_a_question(turn: Turn) -> bool:
    """Whether a message that was not understood, or is out of scope, is a short question that somebody may answer for all."""
    said = short.plain(turn.text)
    return (
        LEAST_QUESTION <= len(said) <= LONGEST_UNANSWERABLE
        and turn.wish is None
        and asks(turn.text)
        and not is_for_fun(turn.text)
    )


async def _missed(turn: Turn, talk: Talk, portal: PortalClient, say: Say) -> Reply:
    """Count a message not understood or out of scope, and say `say`; at the second in a row offer a person, at the third hand over."""
    misses = talk.misses + 1
    if misses >= HANDS_OVER:
        return Reply((await start_handover(turn, portal, "misunderstood"),), talk.understood())
    if misses >= OFFERS_A_PERSON:
        pending = {"asked": "person", "topic": "person"}
        return Reply((Say("utter_offer_human", fallback=True),), replace(talk, pending=pending, misses=misses))
    return Reply((say,), replace(talk, misses=misses))
