"""Make a case confidential at the reporter's wish: the one registered last or named, else the report that follows; and let handlers know of the reporter who allows it."""

from __future__ import annotations

import re
from dataclasses import replace

from actions.case_draft import empty_draft, with_kind
from actions.conversation.expecting import raised_emergency
from actions.conversation.say import Button, Reply, Say
from actions.conversation.turn import Talk, Turn
from actions.intake import after_report
from actions.intake.common_questions import asks_beside_wish, faq_answer
from actions.intake.flow import start_report
from actions.intake.form import Form, with_contact
from actions.intake.step import Step, ask_next
from actions.intake.wishes import keeps_it_from_us, names_a_person, noted
from actions.interpreting import choosing
from actions.interpreting import short_answers as short
from actions.interpreting.aid.this_chat import fears_a_reader
from actions.interpreting.matters import things
from actions.interpreting.numbers import own_phone
from actions.interpreting.open_questions import allows_naming
from actions.portal_client import CaseSummary, PortalClient, PortalRefused, is_unnamed, shown
from actions.routes.who_sees import asks_whether_secret
from actions.topics.report import carry_out
from actions.topics.topic import answers_topic, handler_of, said_of_readers
from actions.topics.tracking import NOT_DISPATCHED, added_message, status_message

_TIPS_OFF = re.compile("(?<!被)(?<!不是)举报(?!信|电话)")


@answers_topic("confidentiality")
async def make_confidential(turn: Turn, talk: Talk, portal: PortalClient) -> Reply:
    """Make a case confidential, by adding the wish to it: the emergency just raised; of those not over, the one whose number is given, else the newest. Without any,
    keep the wish for the next report; if the portal refuses, tell the case's state. A common question that is asked beside the wish is answered first."""
    if (kept := await _of_raised(turn, talk, portal)) is not None:
        return kept
    cases = await portal.cases(turn.contact)
    case = choosing.latest_open(shown(cases), turn.text)
    if case is None and fears_a_reader(turn.text):
        is_told = raised_emergency(turn.expecting) is not None or any(one["quiet"] for one in cases)
        return await _hide_from_a_reader(turn, talk, portal, is_told=is_told)
    if case is None and asks_beside_wish(turn):
        return await carry_out(start_report(turn), turn, talk, portal)  # which keeps the wish
    if case is None:
        return await _before_a_report(turn, talk, portal)
    answer = (faq_answer(turn),) if asks_beside_wish(turn) else ()
    try:
        updated = await portal.add_detail(turn.inbox_id, turn.contact, case["case_no"], _words_of_wish(turn))
    except PortalRefused:
        return Reply((*answer, status_message(case)), talk.understood())
    is_kept = updated["number_covered"] and is_unnamed(updated)
    number = (Say("utter_number_noted"),) if is_kept else ()
    honest = (Say("utter_desk_reads_it"),) if keeps_it_from_us(turn) and not updated["readers"] else ()
    confirmed = _confirm(updated, turn, was_unnamed=is_unnamed(case))
    return Reply((*answer, *honest, confirmed, *number), talk.understood())


async def _of_raised(turn: Turn, talk: Talk, portal: PortalClient) -> Reply | None:
    """Add the wish to the emergency just raised (着火了, 别说是我报的), and say what of it is kept, without its title; None without one, if another case is named, or the portal refuses.

    别让他知道, where danger at home was told of, is answered with how to hide it (`_hide_from_a_reader`).
    """
    raised = raised_emergency(turn.expecting)
    if raised is None or choosing.gives_number(turn.text) or fears_a_reader(turn.text):
        return None
    try:
        updated = await portal.add_detail(turn.inbox_id, turn.contact, raised["case_no"], _words_of_wish(turn))
    except PortalRefused:
        return None
    if (told := said_of_readers(updated)) is not None:
        return Reply((told,), talk.understood())
    if keeps_it_from_us(turn):
        return Reply((Say("utter_desk_reads_it"),), talk.understood())
    kept = (
        Say("utter_emergency_unnamed")
        if is_unnamed(updated)
        else Say("utter_danger_added", {"case_no": raised["case_no"]})
    )
    return Reply((kept,), talk.understood())


def _words_of_wish(turn: Turn) -> str:
    """The message; the whole wish, if the message is only its end (不要让物业, then 知道是我)."""
    began = turn.wish is not None and turn.wish.said not in turn.text and turn.wish.said.endswith(turn.text.strip())
    return turn.wish.said if turn.wish is not None and began else turn.text


def _confirm(case: CaseSummary, turn: Turn, *, was_unnamed: bool) -> Say:
    """Say what was done, going only by what the portal returned for the case.

    `was_unnamed`: it was so before. Of one that is dispatched nobody knows whether that was so from the first word, so that only what is so now is told.
    """
    if not is_unnamed(case):
        return added_message(case, turn)
    if was_unnamed and case["state"] not in NOT_DISPATCHED:
        return _who_sees(case)
    response = "utter_kept_secret" if case["state"] in NOT_DISPATCHED else "utter_kept_secret_late"
    return Say(response, {"title": case["title"], "case_no": case["case_no"]}, link=case["link"])


async def _before_a_report(turn: Turn, talk: Talk, portal: PortalClient) -> Reply:
    """Keep the wish in a new form, and ask for the matter."""
    assert turn.wish is not None
    draft = with_kind(empty_draft(), "tip_off") if _TIPS_OFF.search(turn.wish.said) else empty_draft()
    form = Form(text="", draft=draft, answers={"detail": turn.wish.said}, photos=turn.photos)
    step = ask_next(with_contact(form, turn))
    number = (Say("utter_number_kept"),) if own_phone(turn.draft, turn.text) else ()
    says = (
        noted(turn, "utter_wish_noted" if names_a_person(turn) else "utter_secret_with_report"),
        *number,
        *step.says,
    )
    return await carry_out(Step(step.form, says, "keep"), turn, talk, portal)


async def _hide_from_a_reader(turn: Turn, talk: Talk, portal: PortalClient, *, is_told: bool) -> Reply:
    """Say who reads what is told, and how to hide it (别让他知道). The wish is kept for the next report, unless danger was told of, which it joins (`is_told`): the words are the same."""
    says = (Say("utter_hide_this_chat"), Say("utter_ask_detail", asks="detail"))
    kept = await _before_a_report(turn, talk, portal) if not is_told else Reply((), talk.understood())
    return replace(kept, says=says)


MAY_BE_NAMED, UNCHANGED = "可以", "先不改"  # on buttons


@answers_topic("naming")
async def let_be_named(turn: Turn, talk: Talk, portal: PortalClient) -> Reply:
    """Ask whether handlers may know who reported the case: of those not over, the one whose number is given, else the newest confidential one, else the newest; take the answer.

    Beside an open draft say that it can be changed once it is registered, which a yes before it does at once. Nothing is changed before a yes.
    """
    asked = talk.pending or {}
    if asked.get("asked") == "naming" and talk.form is None:
        return await _hear_whether_named(turn, talk, portal, str(asked["case_no"]), str(asked["text"]))
    if talk.form is not None and talk.form.get("stage") == "confirm" and short.after_affirm(turn.text):
        return await _register_first(turn, talk, portal)
    if talk.form is not None:
        return Reply((Say("utter_name_after_report"),), replace(talk, misses=0))
    cases = choosing.not_over(await portal.shown_cases(turn.contact))
    case = _case_to_name(cases, turn.text)
    if case is None:
        return Reply((Say("utter_no_case_to_name"),), talk.understood())
    if case["named"]:
        return Reply((Say("utter_who_sees_named", _named(case)),), talk.understood())
    pending = {"asked": "naming", "topic": "naming", "case_no": case["case_no"], "text": turn.text}
    return Reply((_ask_whether_named(case),), talk.understood(pending=pending))


async def _register_first(turn: Turn, talk: Talk, portal: PortalClient) -> Reply:
    """Hear the yes to the summary before the sender lets themselves be named (是，不用保密了), then say how that is changed."""
    yes = replace(turn, text=MAY_BE_NAMED, may_be_named=False, draft=empty_draft(), whole=None, faq=None, faq_more=None)
    registered = await handler_of("intake")(yes, talk, portal)
    return registered.then(Say("utter_name_once_registered")) if registered.registered else registered


def _case_to_name(cases: list[CaseSummary], text: str) -> CaseSummary | None:
    """Of these open cases that whose number or thing the text gives, else the newest confidential one, else the newest; None without any."""
    named = choosing.find_by_number(cases, text) or things.case_named(cases, text)
    return named or next(filter(is_unnamed, cases), None) or next(iter(cases), None)


def _ask_whether_named(case: CaseSummary) -> Say:
    buttons = (Button(MAY_BE_NAMED, MAY_BE_NAMED), Button(UNCHANGED, UNCHANGED))
    return Say("utter_ask_naming", _named(case), buttons=buttons)


async def _hear_whether_named(turn: Turn, talk: Talk, portal: PortalClient, case_no: str, text: str) -> Reply:
    """Let handlers know of the reporter on a yes; `text`: the words that allowed it. The portal's case says what is so then."""
    case = choosing.find_by_number(await portal.shown_cases(turn.contact), case_no)
    if case is None:
        return Reply((Say("utter_no_cases"),), talk.understood())
    if not allows_naming(turn):
        return Reply((Say("utter_not_named", _named(case)),), talk.understood())
    try:
        updated = await portal.allow_naming(turn.inbox_id, turn.contact, case_no, text)
    except PortalRefused:
        return Reply((Say("utter_naming_refused", _named(case)),), talk.understood())
    if not updated["named"]:
        return Reply((Say("utter_naming_refused", _named(case)),), talk.understood())
    told = said_of_readers(updated)
    return Reply((Say("utter_named", _named(updated)), *((told,) if told else ())), talk.understood())


@answers_topic("who_sees")
async def tell_who_sees(turn: Turn, talk: Talk, portal: PortalClient) -> Reply:
    """Tell who sees the case that the message is about, else the newest that is not over; beside an open draft, who will.

    Whether handlers may know of the sender is asked again, of the same case; no other question stays open, which a 好的 to this answer would answer.
    """
    if talk.form is not None:
        unnamed = asks_whether_secret(turn.text) and Form.from_json(talk.form).wish
        return Reply((Say("utter_secret_with_report" if unnamed else "utter_who_sees_later"),), replace(talk, misses=0))
    cases = await portal.shown_cases(turn.contact)
    asked = talk.pending or {}
    if asked.get("asked") == "naming":
        meant = choosing.find_by_number(cases, str(asked["case_no"]))
        if meant is not None:
            return Reply((_who_sees(meant), _ask_whether_named(meant)), talk.understood(pending=talk.pending))
    case = after_report.case_meant(cases, turn) or choosing.latest_open(cases, turn.text)
    told = Say("utter_no_cases") if case is None else _who_sees(case)
    return Reply((told,), talk.understood())


def _who_sees(case: CaseSummary) -> Say:
    """Who sees a case: of one about a clerk, in the portal's words."""
    if (told := said_of_readers(case)) is not None:
        return told
    if case["named"]:
        return Say("utter_who_sees_named", _named(case))
    return Say("utter_who_sees_unnamed" if is_unnamed(case) else "utter_who_sees", _named(case))


def _named(case: CaseSummary) -> dict[str, str]:
    return {"title": case["title"], "case_no": case["case_no"]}
