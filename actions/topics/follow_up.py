"""Take the answer to "has it really been fixed?": a yes closes the case, a no reopens it, if it was resolved or closed.

A withdrawn case that was reported within a day is restored, if its reporter wants it dealt with after all.
"""

from __future__ import annotations

import contextlib
import re
from dataclasses import replace

from actions.conversation.say import Part, Reply, Say
from actions.conversation.turn import Talk, Turn
from actions.conversation.wording import format_day
from actions.intake import after_report
from actions.interpreting import choosing, follow_up_answers
from actions.interpreting.matters import things
from actions.portal_client import CaseSummary, PortalClient, PortalRefused
from actions.topics.topic import answers_topic
from actions.topics.tracking import (
    add_to,
    added_message,
    ask_of_unknown,
    send_reminder,
    status_message,
    without_a_case,
)
from actions.topics.withdrawing import add_before_it_is_resolved, restore_case

_CLAUSES = re.compile(r"[，,。.！!；;\s]+")
_ANSWERABLE = ("resolved", "closed")  # a closed case can be reopened for 30 days


@answers_topic("follow_up")
async def follow_up(turn: Turn, talk: Talk, portal: PortalClient) -> Reply:
    """Take the answer for the case whose number it gives, whose thing it names, or that was asked about; else the newest, if it was withdrawn and is wanted back;
    else the newest resolved one, or closed, or any. After an answer in doubt it is asked again,
    and which case is meant, if none has the thing; clauses that each name another case (门禁好了 下水道没好) are taken apart."""
    cases = await portal.shown_cases(turn.contact)
    if (several := _answers_apart(cases, turn)) is not None:
        return await _answer_several(several, turn, talk, portal)
    open_cases = choosing.not_over(cases)
    if open_cases and talk.form is None and things.names_none(open_cases, turn.text):
        return await ask_of_unknown(turn, talk, portal, open_cases, topic="detail")
    case = _asked_about(cases, turn, talk)
    if case is None:
        return await without_a_case(turn, talk, portal)
    return await _take(turn, talk, portal, case)


def _answers_apart(cases: list[CaseSummary], turn: Turn) -> list[tuple[str, CaseSummary]] | None:
    """The clauses of a message that each say of another case whether it is fixed (门禁好了 下水道没好); None if it is not so."""
    open_cases = choosing.not_over(cases)
    said = [one for one in _CLAUSES.split(turn.text) if follow_up_answers.read_fixed(one) is not None]
    meant = [(one, things.case_named(open_cases, one)) for one in said]
    found = [(one, case) for one, case in meant if case is not None]
    numbers = {case["case_no"] for _, case in found}
    return found if len(found) > 1 and len(found) == len(said) == len(numbers) else None


async def _answer_several(
    several: list[tuple[str, CaseSummary]], turn: Turn, talk: Talk, portal: PortalClient
) -> Reply:
    """Take each clause as the answer for its own case."""
    says: tuple[Say, ...] = ()
    for number, (clause, case) in enumerate(several):
        reply = await _take(replace(turn, text=clause), talk, portal.of_write(number), case)
        says = (*says, *reply.says)
    return Reply(says, talk.understood())


async def _take(turn: Turn, talk: Talk, portal: PortalClient, case: CaseSummary) -> Reply:
    """Take the answer for a case already found."""
    if after_report.may_be_taken_up_again(turn, case):
        return await restore_case(turn, talk, portal, case)
    fixed = follow_up_answers.read_fixed(turn.text)
    if case["state"] not in _ANSWERABLE:
        return await _unresolved(turn, talk, portal, case, fixed)
    if fixed is None and (talk.pending or {}).get("asked") == "fixed" and follow_up_answers.is_nod(turn.text):
        fixed = True
    if fixed is None:
        return await _ask_again(turn, talk, portal, case)
    return await _answer(turn, talk, portal, case, fixed)


async def _ask_again(turn: Turn, talk: Talk, portal: PortalClient, case: CaseSummary) -> Reply:
    """Ask again, with buttons, after a doubtful answer; a half yes is added to the case at once, for what else it tells."""
    pending = {"asked": "fixed", "topic": "follow_up", "case_no": case["case_no"]}
    says: tuple[Say, ...] = (Say("utter_ask_fixed", {"title": case["title"]}, asks="fixed"),)
    if follow_up_answers.is_half_yes(turn.text):
        with contextlib.suppress(PortalRefused):
            updated = await portal.add_detail(turn.inbox_id, turn.contact, case["case_no"], turn.text)
            says = (added_message(updated, turn), *says)
    return Reply(says, talk.understood(pending=pending))


def _asked_about(cases: list[CaseSummary], turn: Turn, talk: Talk) -> CaseSummary | None:
    """The case that the answer is for (see `follow_up`); None if there is no case."""
    pending = talk.pending or {}
    asked = turn.expecting["case_no"] if turn.expecting and turn.expecting["kind"] == "follow_up" else ""
    case_no = asked or str(pending.get("case_no") or "")
    found = choosing.find_by_number(cases, turn.text) or choosing.find_by_number(cases, case_no)
    named = things.case_named(choosing.not_over(cases), turn.text)
    if named is not None and (found is None or things.names_another_thing(turn.text, found)):
        return named
    if found is not None:
        return found
    if cases and after_report.may_be_taken_up_again(turn, cases[0]):
        return cases[0]
    resolved = [case for case in cases if case["state"] == "resolved"]
    closed = [case for case in cases if case["state"] == "closed"]
    return next(iter(resolved + closed + cases), None)


async def _unresolved(turn: Turn, talk: Talk, portal: PortalClient, case: CaseSummary, fixed: bool | None) -> Reply:
    """Handle an answer for a case that is neither resolved nor closed (not yet, or rejected or withdrawn).

    An answer to the question is noted, if a denied call or visit reopened the case before it. Otherwise impatience is a reminder, all else is added as detail; where the portal refuses, and to impatience once the case is over, its
    state is told.
    """
    if fixed is not None and (noted := await _noted(turn, talk, portal, case, fixed)):
        return noted
    disputed = follow_up_answers.disputes_a_result(turn.text)
    if fixed is False and not disputed and not follow_up_answers.is_still_broken(turn.text):
        return await send_reminder(turn, talk, portal, case)
    if (fixed is False and not disputed) or case["state"] in choosing.OVER:
        return await add_to(turn, talk, portal, case)
    refused = Reply((status_message(case),), talk.understood())
    return await add_before_it_is_resolved(turn, talk, portal, case["case_no"]) or refused


async def _noted(turn: Turn, talk: Talk, portal: PortalClient, case: CaseSummary, fixed: bool) -> Reply | None:
    """Hand in the answer to a question that is open about an unresolved case; None if none is, or the portal refuses it."""
    asked = turn.expecting is not None and turn.expecting["kind"] == "follow_up"
    if case["state"] in choosing.OVER or not (asked or (talk.pending or {}).get("asked") == "fixed"):
        return None
    try:
        updated = await portal.answer(turn.inbox_id, turn.contact, case["case_no"], fixed=fixed, text=turn.text)
    except PortalRefused:
        return None
    return Reply((added_message(updated, turn),), talk.understood(), expecting=None)


async def _answer(turn: Turn, talk: Talk, portal: PortalClient, case: CaseSummary, fixed: bool) -> Reply:
    """Hand the answer in: the case is closed or reopened; if the portal refuses, tell its state."""
    try:
        updated = await portal.answer(turn.inbox_id, turn.contact, case["case_no"], fixed=fixed, text=turn.text)
    except PortalRefused:
        return Reply((status_message(case),), talk.understood(), expecting=None)
    params = {"title": updated["title"], "case_no": updated["case_no"]}
    if fixed:
        return Reply((Say("utter_closed_thanks", params),), talk.understood(), expecting=None)
    lines = (Part("utter_part_due", {"due": format_day(updated["due_at"])}),) if updated["due_at"] else ()
    say = Say("utter_reopened", params, {"lines": lines}, link=updated["link"] or None)
    return Reply((say,), talk.understood(), expecting=None)
