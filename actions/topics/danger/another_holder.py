"""Tell whoever holds somebody else's telephone nothing of what was said, while those on call learn that they do."""

from __future__ import annotations

from dataclasses import replace

from actions.conversation.expecting import raised_emergency
from actions.conversation.say import Reply
from actions.conversation.turn import Talk, Turn
from actions.intake.asking import DANGER
from actions.portal_client import PortalClient
from actions.topics.danger.emergency import add_to_raised
from actions.topics.topic import NOT_TOLD, answers_topic, handler_of


@answers_topic("others")
async def tell_nothing(turn: Turn, talk: Talk, portal: PortalClient) -> Reply:
    """Say that nobody is told of others' words; add the message to the emergency without a word of it. Nothing ends or is deleted.

    While the bot asks whether somebody is in danger the message is taken as an answer, too, of which nothing is said.
    """
    held = replace(talk, misses=0, held=True)
    if talk.form is not None and talk.form.get("stage") == DANGER:
        heard = await handler_of("danger_answer")(turn, talk, portal)
        memory = heard.talk if heard.talk is None else replace(heard.talk, held=True)
        return heard if heard.retry else replace(heard, says=(NOT_TOLD,), talk=memory)
    raised = raised_emergency(turn.expecting)
    if raised is not None:
        await add_to_raised(turn, portal, raised)
    return Reply((NOT_TOLD,), held)
