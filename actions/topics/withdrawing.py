"""Withdraw a registered case, a part of it or none, and restore a withdrawn one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from actions.conversation.say import Button, Reply, Say
from actions.conversation.turn import Talk, Turn
from actions.intake import after_report
from actions.intake.corrections.changes import Changes
from actions.interpreting import choosing, follow_up_answers, open_questions, withdrawals
from actions.interpreting import short_answers as short
from actions.interpreting.choosing import DONE, not_over
from actions.interpreting.matters import things
from actions.portal_client import CaseSummary, PortalClient, PortalRefused
from actions.topics.afterwards import corrected_message
from actions.topics.topic import answers_topic, said_of_readers
from actions.topics.tracking import (
    MOST_SHOWN,
    add_detail,
    add_to,
    added_message,
    contact_change,
    number_noted,
    offer_apart,
    status_message,
    tell_state,
    with_one_of,
)

FIXED = "修好了"  # the button beside "shall I really withdraw it?"


@answers_topic("withdraw")
async def withdraw(turn: Turn, talk: Talk, portal: PortalClient) -> Reply:
    """Ask for confirmation; withdraw the case on a yes, add to it on "fixed", else keep it.

    别撤, 取消撤回 unasked keep the case or restore a withdrawn one, not only one just withdrawn (`_keep_or_restore`).
    """
    pending = talk.pending or {}
    if pending.get("asked") == "withdraw":
        return await _hear_whether_to_withdraw(turn, talk, portal, pending)
    if (swap := withdrawals.read_swap(turn.text)) is not None:
        return await _swap(swap, turn, talk, portal)
    just_withdrawn = pending.get("asked") == "withdrawn" and open_questions.answers_pending(pending, turn)
    cases = await portal.shown_cases(turn.contact)
    if just_withdrawn or withdrawals.keeps_case(turn.text, "".join(map(after_report.words_of, cases))):
        case_no = str(pending["case_no"]) if just_withdrawn else ""
        return await _keep_or_restore(turn, talk, portal, cases, case_no)
    if choosing.acts_on_all(turn.text) and len(several := _withdrawable(cases)) > 1:
        return _ask_whether_to_withdraw_all(several, turn, talk)
    if (told_apart := _case_of_later_matter(cases, turn.text)) is not None:
        return await add_to(turn, talk, portal, told_apart)
    cases = _without_the_kept(cases, turn.text)
    return await with_one_of(cases, turn, talk, portal, topic="withdraw", do=_ask_whether_to_withdraw)


def _case_of_later_matter(cases: list[CaseSummary], text: str) -> CaseSummary | None:
    """The contact's only case that may be withdrawn, if the text gives up a later one of its matters (第二件不用了); None if not: among several cases the order says which is meant."""
    open_cases = not_over(cases)
    if len(open_cases) != 1 or open_cases[0]["state"] == "resolved":
        return None
    return open_cases[0] if after_report.gives_up_a_later_matter_of(text, open_cases[0]) else None


def _without_the_kept(cases: list[CaseSummary], text: str) -> list[CaseSummary]:
    """The cases without the one that the text names as still wanted beside the one that it withdraws (垃圾桶那个撤了，灯的还要修), if any other is open."""
    parting = withdrawals.read_parting(text)
    if parting is None:
        return cases
    kept = things.case_named(not_over(cases), parting.stays)
    if kept is None or not things.has_only_one_of(parting.goes, parting.stays, kept):
        return cases
    others = [case for case in cases if case["case_no"] != kept["case_no"]]
    return others if not_over(others) else cases


async def _hear_whether_to_withdraw(turn: Turn, talk: Talk, portal: PortalClient, asked: dict[str, Any]) -> Reply:
    """Take the answer to "shall I really withdraw the case?"; what is neither a yes nor "fixed" keeps it, as do words that give up only a part of it."""
    if open_questions.keeps_a_part(turn.text, asked):
        return await _keep_the_rest(turn, talk, portal, asked)
    if open_questions.keeps_case(turn.text, asked) or withdrawals.refuses(turn.text):
        return await _keep(turn, talk, portal, str(asked["case_no"]))
    if open_questions.confirms_withdrawal(turn) or open_questions.says_withdraw(turn.text, asked):
        return await _withdraw_confirmed(turn, talk, portal, asked)
    if follow_up_answers.read_fixed(turn.text) is True or withdrawals.needs_nobody(turn.text):
        return await _fixed_meanwhile(turn, talk, portal, asked)
    return await _keep(turn, talk, portal, str(asked["case_no"]))


async def _keep(turn: Turn, talk: Talk, portal: PortalClient, case_no: str) -> Reply:
    """Say that the case is not withdrawn; what the message tells beside (别撤，另外垃圾也没人收) is added to it, and may be reported apart."""
    kept = Reply((Say("utter_not_withdrawn"),), talk.understood())
    if not withdrawals.tells_more(turn.text) or short.puts_off(turn.text):
        return kept
    try:
        changes = contact_change(turn)
        updated = await portal.add_detail(turn.inbox_id, turn.contact, case_no, turn.text, changes=changes)
    except PortalRefused:
        return kept
    offer, pending = offer_apart(turn)
    return Reply((*kept.says, added_message(updated, turn), offer), talk.understood(pending=pending))


async def _keep_the_rest(turn: Turn, talk: Talk, portal: PortalClient, asked: dict[str, Any]) -> Reply:
    """Say that the case is not withdrawn, and add to it what of it is given up, in the words that asked for it and those that answered."""
    said, case_no = str(asked.get("text") or ""), str(asked["case_no"])
    whole = replace(turn, text=f"{said}，{turn.text}" if said and said != turn.text else turn.text)
    kept = Reply((Say("utter_not_withdrawn"),), talk.understood())
    try:
        updated = await portal.add_detail(turn.inbox_id, turn.contact, case_no, whole.text)
    except PortalRefused:
        return kept
    return replace(kept, says=(*kept.says, added_message(updated, whole)))


async def _keep_or_restore(
    turn: Turn, talk: Talk, portal: PortalClient, cases: list[CaseSummary], case_no: str
) -> Reply:
    """Restore the contact's case with the number `case_no`, if given, else the withdrawn one that the text means (`choosing.withdrawn_case`).

    Only if `case_no` is given, the text speaks of a withdrawal that was made, no case is open, or that one may be taken up again. Else say
    that the open cases stay, and add what more the text tells; if none is open, tell the newest one's state.
    """
    withdrawn = choosing.find_by_number(cases, case_no) or choosing.withdrawn_case(cases, turn.text)
    is_open = bool(not_over(cases))
    undoes = case_no or withdrawals.undoes(turn.text)
    if withdrawn is not None and (undoes or not is_open or after_report.may_be_taken_up_again(turn, withdrawn)):
        return await restore_case(turn, talk, portal, withdrawn)
    if not is_open:
        return Reply((status_message(cases[0]) if cases else Say("utter_no_cases"),), talk.understood())
    more = (await add_detail(turn, talk, portal)).says if withdrawals.tells_more(turn.text) else ()
    return Reply((Say("utter_not_withdrawn"), *more), talk.understood())


async def _swap(swap: withdrawals.Swap, turn: Turn, talk: Talk, portal: PortalClient) -> Reply:
    """Restore the withdrawn case that was meant to stay, then ask whether to withdraw the other (撤错了 水表的要办 撤路灯的)."""
    cases = await portal.shown_cases(turn.contact)
    wrongly = choosing.withdrawn_case(cases, swap.stays or turn.text)
    restored = await restore_case(turn, talk, portal, wrongly) if wrongly is not None else Reply(())
    other = replace(turn, text=swap.goes)
    cases = [case for case in cases if wrongly is None or case["case_no"] != wrongly["case_no"]]
    asked = await with_one_of(cases, other, talk, portal, topic="withdraw", do=_ask_whether_to_withdraw)
    return replace(asked, says=(*restored.says[-1:], *asked.says))


async def restore_case(turn: Turn, talk: Talk, portal: PortalClient, case: CaseSummary) -> Reply:
    """Restore a withdrawn case, with the words that ask for it, and tell its state; if the portal refuses, its state and why (withdrawn too long ago)."""
    try:
        restored = await portal.restore(turn.inbox_id, turn.contact, case["case_no"], turn.text)
    except PortalRefused as refused:
        why = refused.title if refused.type == "conflict" and case["state"] == "withdrawn" else ""
        return Reply((status_message(case, why),), talk.understood())
    return Reply((Say("utter_not_withdrawn"), status_message(restored)), talk.understood())


async def _ask_whether_to_withdraw(turn: Turn, talk: Talk, portal: PortalClient, case: CaseSummary) -> Reply:
    """Ask whether to withdraw a case already found; tell its state if it is resolved or over. Words that give up only one of its two things,
    or one that it surely has not beside what goes on, are added to it.

    A number that the message wants deleted is deleted at once, whatever the answer.
    """
    if case["state"] in DONE:
        return await tell_state(turn, talk, portal, case)
    parting = withdrawals.read_parting(turn.text)
    not_this = parting is not None and things.names_another_thing(parting.goes, case)
    if not_this or after_report.gives_up_one_of_two(turn.text, case):
        return await add_to(turn, talk, portal, case)
    says: tuple[Say, ...] = ()
    if after_report.wants_no_number(turn.text):
        says = (await _delete_number(turn, portal, case),)
    params = {"title": case["title"], "case_no": case["case_no"]}
    known = after_report.words_of(case)
    pending = {"asked": "withdraw", "topic": "withdraw", "case_no": case["case_no"], "known": known, "text": turn.text}
    say = Say("utter_ask_withdraw", params, asks="confirm", buttons=(Button(FIXED, FIXED),))
    return Reply((*says, say), talk.understood(pending=pending))


def _withdrawable(cases: list[CaseSummary]) -> list[CaseSummary]:
    """The cases that may still be withdrawn, `MOST_SHOWN` at most."""
    return [case for case in cases if case["state"] not in DONE][:MOST_SHOWN]


def _ask_whether_to_withdraw_all(cases: list[CaseSummary], turn: Turn, talk: Talk) -> Reply:
    """Ask once whether to withdraw several cases (两件都撤了吧)."""
    params = {"title": "”、“".join(case["title"] for case in cases), "case_no": "、".join(_numbers(cases))}
    known = "".join(map(after_report.words_of, cases))
    pending: dict[str, Any] = {"asked": "withdraw", "topic": "withdraw", "case_no": cases[0]["case_no"]}
    pending |= {"known": known, "text": turn.text, "others": _numbers(cases)[1:]}
    say = Say("utter_ask_withdraw", params, asks="confirm", buttons=(Button(FIXED, FIXED),))
    return Reply((say,), talk.understood(pending=pending))


def _numbers(cases: list[CaseSummary]) -> list[str]:
    return [case["case_no"] for case in cases]


async def _delete_number(turn: Turn, portal: PortalClient, case: CaseSummary) -> Say:
    """Add the message to a case, without the number to call from now on, and say so; if the portal refuses, say the case's state."""
    try:
        updated = await portal.add_detail(
            turn.inbox_id, turn.contact, case["case_no"], turn.text, changes={"contact": ""}
        )
    except PortalRefused:
        return status_message(case)
    return corrected_message(updated, Changes(contact=""))


async def _withdraw_confirmed(turn: Turn, talk: Talk, portal: PortalClient, asked: dict[str, Any]) -> Reply:
    """Withdraw the case, with the words that asked for it and what the yes tells beside; say that it cannot be, if the portal refuses."""
    case_no, said = str(asked["case_no"]), str(asked.get("text") or turn.text)
    if said != turn.text and withdrawals.tells_more(turn.text):
        said = f"{said}，{turn.text}"
    try:
        case = await portal.withdraw(turn.inbox_id, turn.contact, case_no, said)
    except PortalRefused:
        return Reply((Say("utter_cannot_withdraw", {"case_no": case_no}),), talk.understood())
    others = [await _withdraw_too(str(one), said, turn, portal.of_write(at)) for at, one in _others(asked)]
    params = {"title": case["title"], "case_no": case["case_no"]}
    done = {"asked": "withdrawn", "topic": "withdraw", "case_no": case_no, "known": after_report.words_of(case)}
    return Reply((Say("utter_withdrawn", params), *others), talk.understood(pending=done, dropped=None))


def _others(asked: dict[str, Any]) -> list[tuple[int, object]]:
    """The numbers of the further cases whose withdrawal was asked about at once, counted from 1."""
    others = asked.get("others")
    return list(enumerate(others, start=1)) if isinstance(others, list) else []


async def _withdraw_too(case_no: str, said: str, turn: Turn, portal: PortalClient) -> Say:
    """Withdraw one more case; say that it was, or that it cannot be."""
    try:
        case = await portal.withdraw(turn.inbox_id, turn.contact, case_no, said)
    except PortalRefused:
        return Say("utter_cannot_withdraw", {"case_no": case_no})
    return Say("utter_withdrawn", {"title": case["title"], "case_no": case["case_no"]})


async def _fixed_meanwhile(turn: Turn, talk: Talk, portal: PortalClient, asked: dict[str, Any]) -> Reply:
    """Add to the case, which the sender wanted to withdraw, that it is fixed."""
    said = str(asked.get("text") or "")
    whole = turn if not said or said == turn.text else replace(turn, text=f"{said}，{turn.text}")
    refused = Reply((Say("utter_cannot_withdraw", {"case_no": str(asked["case_no"])}),), talk.understood())
    return await add_before_it_is_resolved(whole, talk, portal, str(asked["case_no"])) or refused


async def add_before_it_is_resolved(turn: Turn, talk: Talk, portal: PortalClient, case_no: str) -> Reply | None:
    """Add the message to the case, and say that it stays open until its handler resolves it. None: the portal refused."""
    try:
        updated = await portal.add_detail(turn.inbox_id, turn.contact, case_no, turn.text)
    except PortalRefused:
        return None
    if (told := said_of_readers(updated)) is not None:
        return Reply((told,), talk.understood())
    response = "utter_not_resolved_kept_back" if updated["kept_back"] else "utter_not_resolved_yet"
    params = {"title": updated["title"], "case_no": updated["case_no"]}
    return Reply((Say(response, params, link=updated["link"]), *number_noted(updated, turn)), talk.understood())
