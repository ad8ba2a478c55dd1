"""Hear whether a danger is over: an all-clear, what may be one, a joke, or that it goes on."""

from __future__ import annotations

import re
from dataclasses import replace

from actions.case_draft import place_words
from actions.conversation.expecting import Detail, raised_emergency, script_of_raised, without_question
from actions.conversation.say import Reply, Say
from actions.conversation.turn import Talk, Turn
from actions.interpreting import after_danger, all_clear, said_over, scenes
from actions.interpreting import short_answers as short
from actions.interpreting.doing.at_work import explains_by_work
from actions.interpreting.places import is_coarse, leads_nowhere
from actions.interpreting.situations.rows import answer_in
from actions.interpreting.situations.taken_away import ENDED_BY_DOCTORS, is_with_doctors
from actions.portal_client import PortalClient, PortalRefused
from actions.topics.danger.emergency import (
    ASK_DANGER,
    ASK_DANGER_PLAINLY,
    ASK_PLACE,
    add_to_raised,
    hand_over_to_desk,
    not_noted,
    place_of_raised,
)
from actions.topics.danger.quiet import HEARD
from actions.topics.danger.whereabouts import says_where
from actions.topics.topic import answers_topic

DENIAL_NOT_BELIEVED = frozenset(
    {
        "self_harm",
        scenes.EDGE,
        "postnatal",
        "swallowed",
        "poison",
        "assault",
        "child_touched",
        "groped",
        "held_by_others",
        "home_violence",
        *scenes.AT_HOME_WITH_THEM,
    }
)  # scripts in which a denial ends nothing: the person may be forced to it, or may hide the danger
_SAID_UNDER_THREAT = DENIAL_NOT_BELIEVED | {"violence", "followed", "stalked", "bullied"}
"""Scripts and dangers in which no explanation makes a false alarm of the emergency: whoever is beaten may be made to give it."""
_MOST_ASKED = 2  # how often an emergency's reporter is asked whether somebody is in danger
_SEES_A_DOCTOR = frozenset({"trapped", "injury"})
"""Dangers after which to see a doctor even when all is over (not after a lift or a locked car)."""
_LOOKED = re.compile("公司|119|消防|师傅|抢修|检修|维修|查过|修好")
_TAKEN_AWAY = re.compile(r"(?:送|拉|接|抬)(?:到|去|往|进|上|了){0,3}(?:走|医院|急诊|救护车|抢救|ICU)|[在上]了?救护车")
_IS_WELL = re.compile("没(?:什么)?(?:大)?(?:事|碍)|平安|醒|好[了多转]|稳定|能(?:说|走)|脱(?:险|离)|安全")
_PUT_OUT = re.compile("火|烟|灭")
_OF_PEOPLE = re.compile("人|大家|都好|我们|孩子|老|[爸妈爷奶]")
_WET = frozenset({"water", "drowned", "flood", "pit", "body_seen"})  # scripts after which to put on dry clothes, too


@answers_topic("all_clear")
async def hear_all_clear(turn: Turn, talk: Talk, portal: PortalClient) -> Reply:
    """Record an all-clear and tell whoever is on call; after one, hear whether anything is left to do.

    Paging stops when the missing person is found and, except in the scripts of `DENIAL_NOT_BELIEVED`, for a false alarm, a
    joke, or an end with the help called off (散了，不用管了). A mere 撤回 says nothing of the danger (`ask_whether_over`).
    The case stays for a person to verify, also after a joke: somebody else may have the phone.
    """
    raised = raised_emergency(turn.expecting)
    assert raised is not None
    if raised.get("over") and raised.get("asks") != "danger":
        return await _still_wanted(turn, talk, portal, raised)
    script, case_no = script_of_raised(raised), raised["case_no"]
    end = all_clear.read_all_clear(turn.text, scenes.danger_of_script(script))
    is_false = end in ("false_alarm", "joke") or (
        raised.get("mistaken", False) and said_over.denies_and_nothing_worse(turn)
    )
    off = end == "called_off"
    ends = end == "found" or (script not in DENIAL_NOT_BELIEVED and (is_false or off))
    try:
        await portal.all_clear(turn.inbox_id, turn.contact, case_no, turn.text, false_alarm=is_false, ends=ends)
    except PortalRefused:
        return not_noted(talk, raised)
    if script in DENIAL_NOT_BELIEVED and not ends:  # whoever is beaten may be made to say it
        said = (
            HEARD
            if scenes.danger_of_script(script) == "home_violence"
            else Say("utter_denied_danger", {"case_no": case_no})
        )
        return Reply((said,), talk.understood(), expecting=without_question(raised))
    reply = _say_it_is_over(raised, talk, turn.text, is_false=is_false, called_off=off)
    return reply if is_false else _not_back_into_gas(reply, script, turn.text)


def _say_it_is_over(raised: Detail, talk: Talk, text: str, *, is_false: bool, called_off: bool) -> Reply:
    """The reply to an all-clear; after a false alarm or a joke, or with the help called off, ask whether anything is left to do; where only the fire is out, whether anybody is in danger."""
    script, case_no = script_of_raised(raised), raised["case_no"]
    params = {"case_no": case_no}
    over: Detail = {"kind": "detail", "case_no": case_no, "danger": script, "over": True}
    if "until" in raised:
        over["until"] = raised["until"]
    if is_false or called_off:
        over["asks"] = "still"
        said = Say("utter_false_alarm" if is_false else "utter_all_clear", params)
        return Reply((said, Say("utter_ask_still", asks="still")), talk.understood(), expecting=over)
    if scenes.danger_of_script(script) in ENDED_BY_DOCTORS and is_with_doctors(text):
        return Reply((Say("utter_taken_to_hospital", params),), talk.understood(), expecting=over)
    of_the_fire = _tells_only_of_the_fire(raised, text)
    response = "utter_danger_added" if of_the_fire or tells_only_the_way(text) else _all_clear_of(script)
    asked = raised.get("asked", 0)
    if of_the_fire and asked < _MOST_ASKED:
        over["asks"], over["asked"] = "danger", asked + 1
        return Reply((Say(response, params), ASK_DANGER), talk.understood(), expecting=over)
    return Reply((Say(response, params),), talk.understood(), expecting=over)


def tells_only_the_way(text: str) -> bool:
    """Whether an all-clear only says that they were taken to hospital (救护车拉走了), and not that they are well: no news to be glad of."""
    return _TAKEN_AWAY.search(text) is not None and _IS_WELL.search(text) is None


def _tells_only_of_the_fire(raised: Detail, text: str) -> bool:
    """Whether an all-clear only says that the fire is out (火灭了), and neither that whoever was there is well nor no to whether anybody is in danger (没有，火灭了)."""
    if raised.get("asks") == "danger" and after_danger.says_no_first(text):
        return False
    of_fire = scenes.danger_of_script(script_of_raised(raised)) == "fire" and _PUT_OUT.search(text) is not None
    return of_fire and _IS_WELL.search(text) is None and _OF_PEOPLE.search(text) is None


def _not_back_into_gas(reply: Reply, script: str, text: str) -> Reply:
    """The reply; after gas also not to go back in, unless the words say that somebody whose work it is looked: no smell is no proof."""
    if scenes.danger_of_script(script) != "gas" or _LOOKED.search(text):
        return reply
    first, *others = reply.says
    return replace(reply, says=(first, Say("utter_not_back_into_gas"), *others))


def _all_clear_of(script: str) -> str:
    """The response to an all-clear in this script: with dry clothes after water, with a doctor after wounds, else with neither."""
    if script in _WET:
        return "utter_all_clear_wet"
    if script == "well":
        return "utter_all_clear_well"
    doctor = scenes.danger_of_script(script) in _SEES_A_DOCTOR and script not in ("lift", "car")
    return "utter_all_clear_doctor" if doctor else "utter_all_clear"


@answers_topic("perhaps_over")
async def ask_whether_over(turn: Turn, talk: Talk, portal: PortalClient) -> Reply:
    """Add a message that may be an all-clear to the case, and ask whether somebody is in danger; until answered, paging goes on.

    It is not asked while that question is open, unless the answer explains what looked like a danger by somebody's work, but once more,
    plainly, of whoever only takes the report back (`_ask_plainly`); nor more than _MOST_ASKED times in one emergency; nor of whoever wants
    to die, who is told that somebody listens (`add_to_raised`).
    """
    raised = raised_emergency(turn.expecting)
    assert raised is not None
    if (added := await add_to_raised(turn, portal, raised)) is None:
        return not_noted(talk, raised)
    about = raised.copy()
    if _says_it_was_a_mistake(turn, raised):
        about["mistaken"] = True
    asked = raised.get("asked", 0)
    is_open = raised.get("asks") == "danger" and not explains_by_work(turn.text)
    if scenes.wants_to_die(script_of_raised(raised)):
        return Reply(added, talk.understood(), expecting=about)
    if raised.get("asks") == "danger" and after_danger.takes_back(turn.text):
        return await _ask_plainly(about, added, turn, talk, portal)
    if is_open or asked >= _MOST_ASKED:
        return Reply(added, talk.understood(), expecting=about)
    about["asks"], about["asked"] = "danger", asked + 1
    return Reply((*_cannot_be_taken_back(turn, raised), *added, ASK_DANGER), talk.understood(), expecting=about)


def _cannot_be_taken_back(turn: Turn, raised: Detail) -> tuple[Say, ...]:
    """That an emergency is not taken back here, and how to call it off, if that is asked; () of blows, since whoever strikes may ask it."""
    blows = scenes.danger_of_script(script_of_raised(raised)) in scenes.BLOWS
    answer = "" if blows else answer_in("taken_back", turn.text)
    return (Say("utter_situation_answer", {"answer": answer}),) if answer else ()


async def _ask_plainly(about: Detail, added: tuple[Say, ...], turn: Turn, talk: Talk, portal: PortalClient) -> Reply:
    """Ask once more, for a plain yes or no, whether somebody is in danger: to take the report back denies none. After that a clerk is called, once.

    `about`: the emergency. `added`: what says that the message was added to it.
    """
    asked = about.get("asked", 0)
    about["asked"] = asked + 1
    if asked < _MOST_ASKED:
        return Reply((ASK_DANGER_PLAINLY,), talk.understood(), expecting=about)
    if asked > _MOST_ASKED:
        return Reply(added, talk.understood(), expecting=about)
    await hand_over_to_desk(turn, "danger_unsure", portal)
    return Reply((*added, Say("utter_danger_unsure")), talk.understood(), expecting=about)


def _says_it_was_a_mistake(turn: Turn, raised: Detail) -> bool:
    """Whether a message calls the emergency a mistake or, naming at most a coarse place (楼道没着火), denies the danger or explains it away.

    What calls it a mistake names no place, unless all its words do so; an explanation does not count in `_SAID_UNDER_THREAT`.

    A no to the question that follows is then a false alarm rather than an end of the danger.
    """
    script = script_of_raised(raised)
    end = all_clear.read_all_clear(turn.text, scenes.danger_of_script(script))
    if end == "false_alarm" or (after_danger.calls_it_a_mistake(turn.text) and not place_words(turn.draft)):
        return True
    nowhere = all(is_coarse(place) for place in place_words(turn.draft))
    threatened = {script, scenes.danger_of_script(script)} & _SAID_UNDER_THREAT
    explained = not threatened and said_over.explains_away(turn)
    return nowhere and (explained or after_danger.denies_danger(turn.text))


@answers_topic("still_danger")
async def hear_that_danger_goes_on(turn: Turn, talk: Talk, portal: PortalClient) -> Reply:
    """Say again whom to call, add the message to the case, for whoever is on call, and ask where it is if that is not known yet."""
    raised = raised_emergency(turn.expecting)
    assert raised is not None
    script = script_of_raised(raised)
    first = Say(f"utter_danger_{script}")
    about = without_question(raised)
    danger = scenes.danger_of_script(script)
    added = await add_to_raised(turn, portal, raised, danger=danger)
    if added is None:
        return Reply((first,), talk.understood(), expecting=about)
    if says_where(turn) or not leads_nowhere(await place_of_raised(raised, turn, portal)):
        return Reply((first, *added), talk.understood(), expecting=about)
    about["asks"] = "place"
    return Reply((first, *added, ASK_PLACE), talk.understood(), expecting=about)


async def _still_wanted(turn: Turn, talk: Talk, portal: PortalClient, raised: Detail) -> Reply:
    """Handle the answer to "is there anything left to do?": go on with the case at a yes or "don't know", else withdraw it."""
    case_no = raised["case_no"]
    if short.is_affirm(turn.text) or (short.says_unknown(turn.text) and not after_danger.is_no(turn.text)):
        said = Say("utter_still_wanted", {"case_no": case_no})
        return Reply((said,), talk.understood(), expecting=without_question(raised))
    try:
        case = await portal.withdraw(turn.inbox_id, turn.contact, case_no, turn.text)
    except PortalRefused:
        return Reply((Say("utter_cannot_withdraw", {"case_no": case_no}),), talk.understood(), expecting=None)
    params = {"title": case["title"], "case_no": case_no}
    return Reply((Say("utter_withdrawn", params),), talk.understood(), expecting=None)
