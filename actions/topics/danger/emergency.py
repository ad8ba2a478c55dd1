"""Add to the emergency that was raised, correct its place, and hand its sender over to the desk."""

from __future__ import annotations

import re
from collections.abc import Sequence

from actions.case_draft import place_words
from actions.conversation.expecting import Detail, without_question
from actions.conversation.say import Reply, Say
from actions.conversation.turn import Talk, Turn
from actions.conversation.wording import quote
from actions.intake import after_report
from actions.intake.answers.filling import reads_as_place
from actions.intake.corrections.likeness.places import is_told_in_passing
from actions.intake.corrections.taking_back import contradicts
from actions.interpreting import short_answers as short
from actions.interpreting.digits import in_digits
from actions.interpreting.doing.forbidden import forbidden_act
from actions.interpreting.numbers import is_only_own_phone
from actions.interpreting.places import completes, is_coarse, is_exact, merge_place, names_an_estate
from actions.portal_client import CaseSummary, PortalClient, PortalError, PortalRefused

ASK_DANGER = Say("utter_ask_danger", asks="danger")
_OF_HELP = re.compile("医院|消防|派出所|公安|急救|卫生院|诊所")
ASK_PLACE = Say("utter_ask_danger_place", asks="place")


async def add_to_emergency(turn: Turn, talk: Talk, portal: PortalClient, raised: Detail) -> Reply:
    """Add to an emergency where it is or what happened since (火已经灭了), for whoever is on call; 不知道 only ends the open question.

    "Where is it?" is asked again after words that cannot be a place; any other open question ends.
    """
    if short.says_unknown(turn.text):
        return Reply((Say("utter_danger_no_place"),), talk.understood(), expecting=without_question(raised))
    added = await add_to_raised(turn, portal, raised)
    if added is None:
        return not_noted(talk, raised)
    elsewhere = is_only_own_phone(turn.draft, turn.text) or not reads_as_place(turn)
    if raised.get("asks") == "place" and elsewhere:
        return Reply((*added, ASK_PLACE), talk.understood(), expecting=raised)
    return Reply(added, talk.understood(), expecting=without_question(raised))


async def place_of_raised(raised: Detail, turn: Turn, portal: PortalClient) -> str:
    """The place of an emergency's case; "" if it has none, or the case cannot be read."""
    case = await _case_of_raised(raised, turn, portal)
    return case["place"] if case is not None else ""


async def _case_of_raised(raised: Detail, turn: Turn, portal: PortalClient) -> CaseSummary | None:
    """The emergency's case; None if it cannot be read."""
    try:
        cases = await portal.cases(turn.contact)
    except PortalRefused:
        return None
    return next((case for case in cases if case["case_no"] == raised["case_no"]), None)


async def add_to_raised(
    turn: Turn, portal: PortalClient, raised: Detail, *, danger: str = ""
) -> tuple[Say, ...] | None:
    """Add the message to the emergency's case, with the place that it tells first or corrects; return what to say to the sender.

    `danger`: the one that the message tells of, if it does: the portal then pages people anew where that is news
    (`portal/cases/verbs/reporter/danger_again.py`). None: the portal refused it.
    """
    known, place = await _place_told(turn, portal, raised)
    changes = {"place": place} if place else None
    try:
        case = await portal.add_detail(
            turn.inbox_id, turn.contact, raised["case_no"], turn.text, changes=changes, danger=danger
        )
    except PortalRefused:
        return None
    params = {"case_no": case["case_no"]}
    said = (
        Say("utter_emergency_moved", params | {"place": quote(place, 40)})
        if place and known
        else Say("utter_danger_added", params)
    )
    wish = (Say("utter_emergency_unnamed"),) if turn.wish is not None and case["confidential"] else ()
    return (said, *wish)


async def _place_told(turn: Turn, portal: PortalClient, raised: Detail) -> tuple[str, str]:
    """The known place of the emergency and where it is by this message: said first, more exactly (幸福家园2栋 after 楼道里), or anew (不对，是老菜场门口).

    "" for what is not known, or not told; both "" if the message names no place and corrects nothing. A place is never only deleted: to look at the wrong one first is better than to know of none.
    """
    corrects, places = contradicts(turn.text), place_words(turn.draft)
    if not corrects and not places:
        return "", ""
    case = await _case_of_raised(raised, turn, portal)
    if case is None:
        return "", ""
    if corrects:
        return case["place"], after_report.changes_of(turn, case).place or ""
    asked = raised.get("asks") == "place"
    if not asked and is_told_in_passing(turn.text):
        return case["place"], ""
    return case["place"], _more_exact(case["place"], [one for one in places if asked or _leads_there(one)])


def _leads_there(place: str) -> bool:
    """Whether a place that nobody asked for is told as where to go: a house or building by its number, or an estate; not where help comes from."""
    if not is_exact(place) or _OF_HELP.search(place):
        return False
    return names_an_estate(place) or re.search(r"\d", in_digits(place)) is not None


def _more_exact(known: str, places: Sequence[str]) -> str:
    """The known place with the first of these that names where to go, if it named none (楼道里) or only a part of it; else ""."""
    told = next((one for one in places if not is_coarse(one)), "")
    if not told or (known and not (is_coarse(known) or completes(known, told) or completes(told, known))):
        return ""
    return merge_place(known, told)


def warning_of(text: str, script: str) -> tuple[Say, ...]:
    """The message that names what the sender means or asks to do though it must not be done in this script of advice; () if nothing."""
    act = forbidden_act(text, script)
    return (Say("utter_forbidden", {"act": act}),) if act else ()


def not_noted(talk: Talk, raised: Detail) -> Reply:
    """The reply if the portal refused to add the words to the emergency; further messages then no longer count as being about it."""
    said = Say("utter_not_noted", {"case_no": raised["case_no"]})
    return Reply((said,), talk.understood(), expecting=None)


async def hand_over_to_desk(turn: Turn, reason: str, portal: PortalClient) -> None:
    """Put the conversation on the desk's list of handovers. `reason`: as in `PortalClient.start_handover`. Raises PortalError, also if refused."""
    try:
        await portal.start_handover(turn.inbox_id, turn.contact, reason, turn.text)
    except PortalRefused as error:
        raise PortalError(str(error)) from error
