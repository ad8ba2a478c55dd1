"""Tell whoever holds somebody else's telephone nothing of what was said, while those on call learn that they do."""

from __future__ import annotations

from dataclasses import replace

from actions.conversation.expecting import raised_emergency
from actions.conversation.say import Reply, Say
from actions.conversation.turn import Talk, Turn
from actions.intake.questions import asks
from actions.interpreting import all_clear, withdrawals
from actions.interpreting.aid.another_holder import holds_the_telephone
from actions.portal_client import PortalClient
from actions.routes.signs import is_of_a_child, is_of_blows, speaks_as_another
from actions.topics.danger.emergency import add_to_raised
from actions.topics.danger.quiet import HEARD
from actions.topics.topic import answers_topic

_NOT_TOLD = Say("utter_not_told_to_others")


_AS_IF_NOTHING_WAS_TOLD = {
    "ask_status": "utter_no_cases", "remind": "utter_no_cases", "withdraw": "utter_no_cases", "stop": "utter_nothing_to_stop", "affirm": "utter_nothing_asked",
    "deny": "utter_nothing_asked",
}  # fmt: skip
"""What each intent gets in a chat from which nothing was ever told."""


def _as_where_nothing_was_told(turn: Turn) -> Say:
    """The answer to what is of a report, which is the one of a chat that has none: another would show that there is one."""
    if withdrawals.only_withdraws(turn.text):
        return Say("utter_no_cases")
    if all_clear.read_all_clear(turn.text) is not None:
        return Say("utter_nothing_to_stop")
    response = next((said for intent, said in _AS_IF_NOTHING_WAS_TOLD.items() if turn.surely(intent)), None)
    if response is not None:
        return Say(response)
    return _NOT_TOLD if asks(turn.text) else HEARD


@answers_topic("others")
async def tell_nothing(turn: Turn, talk: Talk, portal: PortalClient) -> Reply:
    """Say that nobody is told of others' words, or where nothing is asked only whom to call; add the message to the emergency without a word of it.

    Nothing ends or is deleted; "is somebody in danger?" stays open, until a clerk is called. Whoever holds the telephone is answered so
    in all that is of what was told, while that danger is.
    """
    shows = speaks_as_another(turn, talk)
    said = _NOT_TOLD if shows else _as_where_nothing_was_told(turn)
    raised = raised_emergency(turn.expecting)
    if raised is not None:
        await add_to_raised(turn, portal, raised)
    near = shows and is_of_blows(turn, talk)
    memory = replace(talk, misses=0, held=talk.held or near)
    if raised is None or not (near and holds_the_telephone(turn.text, child=is_of_a_child(turn))):
        return Reply((said,), memory)
    about = raised.copy()
    about["held"] = True
    return Reply((said,), memory, expecting=about)
