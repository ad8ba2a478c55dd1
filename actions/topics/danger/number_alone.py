"""Answer whoever writes nothing but 119, 120 or 110, as if a call went out from here, and hear what they tell then."""

from __future__ import annotations

from dataclasses import replace

from actions.case_draft import doubtful_danger_of, with_danger
from actions.conversation.say import Reply, Say
from actions.conversation.turn import Talk, Turn
from actions.intake.form import Form
from actions.portal_client import PortalClient
from actions.topics.topic import handler_of

ANSWERS = {"119": "utter_number_fire", "120": "utter_number_ambulance", "110": "utter_number_police"}


async def hear_what_happened(form: Form, turn: Turn, talk: Talk, portal: PortalClient) -> Reply | None:
    """The emergency of what the message after the number tells, be it in doubt; None if the draft (`form`) is more than a number, or no danger is told."""
    danger = turn.danger or doubtful_danger_of(turn.draft)
    if form.text not in ANSWERS or danger is None:
        return None
    told = replace(turn, draft=with_danger(turn.draft, danger))
    return await handler_of("danger")(told, talk.understood(form=form.before), portal)


def drop(form: Form) -> Say:
    """What is said once nobody is in danger: the draft that was open before goes on, of the number nothing is kept."""
    return Say("utter_no_danger" if form.before else "utter_no_danger_dropped")
