"""Answer a yes, a no or a stop when the bot asked nothing: if a case is open, it counts as about that case."""

from __future__ import annotations

import re
from dataclasses import replace

from actions.conversation.say import Reply, Say
from actions.conversation.turn import Talk, Turn
from actions.intake.after_report import recent_case
from actions.interpreting import short_answers as short
from actions.interpreting.choosing import not_over
from actions.interpreting.numbers import leaves_none
from actions.portal_client import CaseSummary, PortalClient, PortalRefused
from actions.topics.topic import answers_topic
from actions.topics.tracking import add_detail, tell_status
from actions.topics.withdrawing import withdraw

# A yes or no that may be said of a case, though nothing was asked.
_MEANS_A_CASE = re.compile("是|对|没错|确认|登记|1|不对|不是")
_ASKS_BACK = re.compile("[?？吗呢]|请问|是不是|有没有|能不能|哪|什么时候|几点|几栋")
# Words of giving up that do not say what is given up (as 不用来 does): an older case is perhaps not meant.
_DROPS_ALL = re.compile("(?:还是|那|先)?算了?|取消吧?|放弃|没事了|当我没说")


@answers_topic("affirm")
@answers_topic("deny")
async def answer_yes_or_no(turn: Turn, talk: Talk, portal: PortalClient) -> Reply:
    """Add the message to a case that is not over, if no draft is open and it says more than yes or no, or the newest one's last event asks something.

    再说吧 is neither. Else tell the state of the newest case, over or not, if the word may mean it (是, 不对), or say that nothing was asked.
    """
    if short.puts_off(turn.text):
        return Reply((Say("utter_nothing_asked"),), talk.understood())
    cases = await _cases(turn, portal)
    running = not_over(cases)
    bare = short.is_affirm(turn.text) or short.is_deny(turn.text) or leaves_none(turn.text)
    if running and talk.form is None and (not bare or _ASKS_BACK.search(running[0]["last"])):
        return await add_detail(turn, talk, portal)
    if not cases or not _MEANS_A_CASE.fullmatch(short.plain(turn.text)):
        return Reply((Say("utter_nothing_asked"),), talk.understood())
    return Reply((_nothing_asked_message(cases[0]),), talk.understood())


@answers_topic("stop")
async def answer_stop(turn: Turn, talk: Talk, portal: PortalClient) -> Reply:
    """Ask whether to withdraw a case that is not over.

    If the words do not say what is given up (算了) and none was reported within a day, tell the newest one's state; if all are
    resolved, answer as `tell_status` does. Without such a case, or beside an open draft, say that there is nothing to stop.
    """
    running = not_over(await _cases(turn, portal))
    if not running or talk.form is not None:
        return Reply((Say("utter_nothing_to_stop"),), talk.understood())
    if _DROPS_ALL.fullmatch(short.plain(turn.text)) and recent_case(running, turn.sent_at) is None:
        return Reply((_nothing_asked_message(running[0]),), talk.understood())
    if all(case["state"] == "resolved" for case in running):
        return await tell_status(turn, talk, portal)
    return await withdraw(turn, replace(talk, pending=None), portal)


async def _cases(turn: Turn, portal: PortalClient) -> list[CaseSummary]:
    """The contact's cases, newest first; [] if the portal refuses to list them."""
    try:
        return await portal.shown_cases(turn.contact)
    except PortalRefused:
        return []


def _nothing_asked_message(case: CaseSummary) -> Say:
    """Say that nothing was asked, with the state of this case."""
    params = {"title": case["title"], "case_no": case["case_no"], "state": case["state_label"]}
    return Say("utter_nothing_asked_but", params, link=case["link"])
