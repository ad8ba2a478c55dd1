"""Answer what a sender in danger asks or tells beside the danger itself: whether to go back in, a number, a visit, a child nearby, that people are out; and what to do if one came."""

from __future__ import annotations

from actions.conversation.expecting import raised_emergency, script_of_raised, without_question
from actions.conversation.say import Reply, Say
from actions.conversation.turn import Talk, Turn
from actions.interpreting import scenes
from actions.interpreting.aid import eased
from actions.interpreting.aid.asked import Aid, answer_to, read_aid, what_if
from actions.interpreting.situations.taken_away import ENDED_BY_DOCTORS, doctors_are_here
from actions.portal_client import PortalClient
from actions.topics.danger.emergency import ASK_PLACE, STAYS, add_to_raised, not_noted
from actions.topics.danger.whereabouts import says_where
from actions.topics.topic import answers_topic

_OF_GAS = frozenset({"gas", "gas_seen", "co"})
_ANSWERS: dict[Aid, str] = {
    "visit": "utter_visit_asked",
    "no_visit": "utter_no_visit",
    "keep_away": "utter_keep_them_away",
    "animal_near": "utter_keep_off_the_dog",
    "shots": "utter_rabies_shots",
    "power": "utter_number_power",
    "gas_company": "utter_number_gas",
    "hospital": "utter_number_hospital",
    "property": "utter_number_property",
    "awake": "utter_awake_again",
    "care": "utter_after_care",
}


@answers_topic("aid")
async def answer_in_danger(turn: Turn, talk: Talk, portal: PortalClient) -> Reply:
    """Answer what a row of situations, or else `read_aid`, finds in a message after an emergency was raised, and add the message to its case; nothing of it ends the danger, but who is ashore or has coughed it up needs other advice from then on."""
    raised = raised_emergency(turn.expecting)
    assert raised is not None
    script = script_of_raised(raised)
    over = raised.get("over", False)
    answer = answer_to(turn.text, script, over=over)
    aid = None if answer else read_aid(turn.text, script, over=over)
    assert answer or aid is not None
    said = Say("utter_situation_answer", {"answer": answer}) if aid is None else _answer(aid, script, turn.text)
    danger = scenes.danger_of_script(script) if turn.danger and answer and not over else ""
    if (added := await add_to_raised(turn, portal, raised, danger=danger)) is None:
        return Reply((said, *not_noted(talk, raised).says), talk.understood(), expecting=None)
    added = tuple(one for one in added if one not in STAYS)  # the answer says more
    if aid == "awake" and script in eased.NOT_ANY_MORE:
        raised = raised.copy()
        raised["danger"] = eased.AFTER
    if answer and doctors_are_here(turn.text) and scenes.danger_of_script(script) in ENDED_BY_DOCTORS:
        about = without_question(raised)
        about["over"] = True  # they say what to do from now on; whoever is on call goes on to be paged
        return Reply((said, *added), talk.understood(), expecting=about)
    if raised.get("asks") != "place":
        return Reply((said, *added), talk.understood(), expecting=raised)
    if says_where(turn):
        return Reply((said, *added), talk.understood(), expecting=without_question(raised))
    again = () if scenes.wants_to_die(script) else (ASK_PLACE,)  # who wants to die is not pressed for it
    return Reply((said, *added, *again), talk.understood(), expecting=raised)


def _answer(aid: Aid, script: str, text: str) -> Say:
    """What answers this, asked in these words, in an emergency with this script."""
    if aid == "back":
        return Say("utter_not_back_into_gas" if script in _OF_GAS else "utter_not_back_yet")
    if aid == "out":
        return Say("utter_out_of_gas" if scenes.danger_of_script(script) == "gas" else "utter_out_of_fire")
    if aid == "whether_to_call":
        number = scenes.number_to_call(script)
        number = number if number == "120" or "120" not in text else f"{number}、120"
        return Say("utter_call_all_the_same", {"number": number})
    return Say(_ANSWERS[aid])


@answers_topic("what_if")
async def say_what_to_do_if(turn: Turn, talk: Talk, _portal: PortalClient) -> Reply:
    """Say whom to call and what to do if a danger came (要是真着火怎么办); nothing is raised."""
    return Reply((Say(what_if(turn.text)),), talk.understood())
