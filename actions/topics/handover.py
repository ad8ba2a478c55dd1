"""Hand the conversation over to the desk (转人工), or note for the committee what the bot could not answer."""

from __future__ import annotations

import contextlib
from dataclasses import replace

from actions.conversation.expecting import danger_going_on, raised_emergency
from actions.conversation.say import Reply, Say
from actions.conversation.turn import Talk, Turn
from actions.interpreting import open_questions, scenes
from actions.portal_client import PortalClient, PortalRefused
from actions.topics.topic import answers_topic


@answers_topic("person")
async def answer_wish_for_person(turn: Turn, talk: Talk, portal: PortalClient) -> Reply:
    """Hand the conversation over to the desk, unless the sender declines the offer. After an offer the desk is sent the message that led to it, if that was kept."""
    offered = (talk.pending or {}).get("asked") == "person"
    if offered and open_questions.declines_offer(turn):
        return Reply((Say("utter_no_human_then"),), talk.understood())
    reason = "misunderstood" if offered else "asked"
    about = str((talk.pending or {}).get("text") or turn.text) if offered else turn.text
    return Reply((await start_handover(replace(turn, text=about), portal, reason),), talk.understood())


async def start_handover(turn: Turn, portal: PortalClient, reason: str) -> Say:
    """Hand the conversation over to the desk; return the message that says whom to phone, in a danger first of all the number to call.

    Whoever was told that nothing is sent to them unasked, after blows at home, is told so again. `reason`: as in `PortalClient.start_handover`.
    """
    office = await portal.start_handover(turn.inbox_id, turn.contact, reason, turn.text)
    params = {"office": office["office"], "phone": office["phone"], "hours": office["hours"]}
    script = danger_going_on(turn.expecting)
    if not script:
        return Say("utter_handed_over", params)
    at_home = scenes.danger_of_script(script) == "home_violence" and raised_emergency(turn.expecting) is not None
    name = "utter_handed_over_quietly" if at_home else "utter_handed_over_in_danger"
    return Say(name, params | {"number": scenes.number_to_call(script)})


async def note_question(turn: Turn, portal: PortalClient) -> None:
    """Put the message on the committee's list of questions that the bot could not answer; a refusal changes nothing for the sender."""
    with contextlib.suppress(PortalRefused):
        await portal.note_question(turn.inbox_id, turn.contact, turn.text)
