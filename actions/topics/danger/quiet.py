"""Danger at home, told before, whose reporter has not said 恢复 (`CaseSummary.quiet`): what they say of it is done, and nothing of it is told here.

Whoever holds the telephone may be whom they fear.
"""

from __future__ import annotations

import re

from actions.conversation.expecting import raised_emergency
from actions.conversation.say import Reply, Say
from actions.conversation.turn import Talk, Turn
from actions.interpreting import choosing
from actions.interpreting.matters.things import case_named
from actions.portal_client import CaseSummary, PortalClient, PortalRefused, shown
from actions.routes.topics import Topic

HEARD = Say("utter_heard")
PROGRESS_NOT_HERE = Say("utter_progress_not_here")
_OF_A_CASE: frozenset[Topic] = frozenset(
    ("status", "remind", "detail", "addition", "withdraw", "naming", "who_sees", "follow_up", "confidentiality", "stop", "correction")
)  # fmt: skip
_OF_SOMEBODY = re.compile("[他她]|老[公婆]|丈夫|男人|[爸妈爹娘]|孩子|我怕|害怕|又来|[打骂]我|动手")
_ADDS: frozenset[Topic] = frozenset(("detail", "addition", "confidentiality", "correction"))


async def answer_of_quiet(
    topic: Topic, turn: Turn, talk: Talk, portal: PortalClient, known: list[CaseSummary] | None
) -> Reply | None:
    """The reply to a message about a case of danger at home, as no other is open or its number is given; None to any other.

    It is hurried, and words are added to it, without its title or number; it is neither shown, withdrawn nor named here. `known`: the
    contact's cases, if they were asked for in this turn.
    """
    raised = raised_emergency(turn.expecting)
    if topic not in _OF_A_CASE or talk.form is not None or (raised is not None and topic not in ("status", "remind")):
        return None
    cases = await portal.cases(turn.contact) if known is None else known
    case = _quiet_one(cases, turn.text, adds=topic in _ADDS)
    if case is None:
        return None
    if topic == "remind" or topic in _ADDS:
        return await _do_quietly(topic, case, turn, talk, portal)
    return Reply((PROGRESS_NOT_HERE,), talk.understood())


def _quiet_one(cases: list[CaseSummary], text: str, *, adds: bool) -> CaseSummary | None:
    """The case of danger at home that a text is about: of its number, else the newest if no other case is open, or what it adds is of somebody (他又来了), and of no other case's thing."""
    quiet = [case for case in cases if case["quiet"]]
    meant = choosing.find_by_number(cases, text)
    if meant is not None:
        return meant if meant["quiet"] else None
    others = choosing.not_over(shown(cases))
    of_somebody = adds and _OF_SOMEBODY.search(text) is not None and case_named(others, text) is None
    return None if others and not of_somebody else next(iter(choosing.not_over(quiet) if adds else quiet), None)


async def _do_quietly(topic: Topic, case: CaseSummary, turn: Turn, talk: Talk, portal: PortalClient) -> Reply:
    """Send the reminder, or add the words."""
    try:
        if topic == "remind":
            await portal.remind(turn.inbox_id, turn.contact, case["case_no"], turn.text)
        else:
            await portal.add_detail(turn.inbox_id, turn.contact, case["case_no"], turn.text)
    except PortalRefused:
        return Reply((PROGRESS_NOT_HERE,), talk.understood())
    return Reply((HEARD,), talk.understood())
