"""Danger at home, told before, whose reporter has not said 恢复 (`CaseSummary.quiet`): what they say of it is done, and every answer is the one without it.

Whoever holds the telephone may be whom they fear: a sentence that is said only where such a case exists would tell him of it.
"""

from __future__ import annotations

import re

from actions.conversation.expecting import raised_emergency, script_of_raised
from actions.conversation.say import Reply, Say
from actions.conversation.turn import Talk, Turn
from actions.interpreting import choosing, scenes
from actions.interpreting.aid import this_chat
from actions.interpreting.matters.things import case_named
from actions.portal_client import CaseSummary, PortalClient, PortalRefused, shown
from actions.routes.signs import asks_alike, is_only_of_a_report
from actions.routes.topics import Topic

HEARD = Say("utter_heard")
_OF_SOMEBODY = re.compile("[他她]|老[公婆]|丈夫|男人|[爸妈爹娘]|孩子|我怕|害怕|又来|[打骂]我|动手")
_OF_QUIET = 8  # number of the write (`PortalClient.of_write`) beside which the message may add to another case
_ADDS: frozenset[Topic] = frozenset(("detail", "addition", "confidentiality", "correction"))


async def answer_of_quiet(
    topic: Topic, turn: Turn, talk: Talk, portal: PortalClient, known: list[CaseSummary] | None
) -> Reply | None:
    """Hurry a case of danger at home, or add the words to it (撤回, too, in its emergency), if no other case is open or its number is given; None: the answer is the one without it.

    Only words of somebody (他又来了) are answered here, lest they join a lamp's case. It is neither shown, withdrawn nor named in the chat.
    `known`: the contact's cases, if they were asked for in this turn.
    """
    raised = raised_emergency(turn.expecting)
    more = raised is not None and topic == "status" and not is_only_of_a_report(turn.text.strip())
    fears = this_chat.fears_a_reader(turn.text)
    adds = topic in _ADDS if raised is None else more or topic == "withdraw"
    adds = adds or (fears and topic == ("who_is_told" if raised is None else "confidentiality"))
    if not (adds or topic == "remind") or talk.form is not None:
        return None
    cases = await portal.cases(turn.contact) if known is None else known
    case = _quiet_one(cases, turn.text, adds=adds)
    if case is None:
        return None
    try:
        await _write(case, turn, portal.of_write(_OF_QUIET) if fears else portal, adds=adds)
    except PortalRefused:
        return None
    is_heard = not fears and (
        (topic in _ADDS and _OF_SOMEBODY.search(turn.text)) or (more and not choosing.not_over(shown(cases)))
    )
    return Reply((HEARD,), talk.understood()) if is_heard else None


_MAY_BE_AT_HOME = frozenset({*scenes.BLOWS, "self_harm"})


async def is_raised_at_home(turn: Turn, talk: Talk, portal: PortalClient) -> bool:
    """Whether the emergency just raised is kept quiet, though its script changed since with what more was told (他手里有刀).

    The portal is asked only where the topic depends on it (`asks_alike`); False elsewhere.
    """
    raised = raised_emergency(turn.expecting)
    if raised is None or asks_alike(turn, talk, at_home=True) == asks_alike(turn, talk, at_home=False):
        return False
    if scenes.danger_of_script(script_of_raised(raised)) not in _MAY_BE_AT_HOME:
        return False
    try:
        cases = await portal.cases(turn.contact)
    except PortalRefused:
        return False
    return any(case["quiet"] and case["case_no"] == raised["case_no"] for case in cases)


def _quiet_one(cases: list[CaseSummary], text: str, *, adds: bool) -> CaseSummary | None:
    """The case of danger at home that a text is about: of its number, else the newest if no other case is open, or what it adds is of somebody, and of no other case's thing."""
    quiet = [case for case in cases if case["quiet"]]
    meant = choosing.find_by_number(cases, text)
    if meant is not None:
        return meant if meant["quiet"] else None
    others = choosing.not_over(shown(cases))
    of_somebody = adds and _OF_SOMEBODY.search(text) is not None and case_named(others, text) is None
    return None if others and not of_somebody else next(iter(choosing.not_over(quiet)), None)


async def _write(case: CaseSummary, turn: Turn, portal: PortalClient, *, adds: bool) -> None:
    """Add the words to the case, or send the reminder; raises PortalRefused."""
    do = portal.add_detail if adds else portal.remind
    await do(turn.inbox_id, turn.contact, case["case_no"], turn.text)
