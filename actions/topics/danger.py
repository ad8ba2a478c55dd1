"""Danger to life: give the number to call first, then register an emergency, without a form; till help comes, advise."""

from __future__ import annotations

from actions.case_draft import empty_draft, names_where, place_words
from actions.conversation.expecting import Detail, raised_emergency, without_place_question
from actions.conversation.say import Reply, Say
from actions.conversation.turn import Talk, Turn
from actions.conversation.wording import add_hours
from actions.intake import flow
from actions.intake.flow import Step
from actions.intake.form import Form
from actions.interpreting.numbers import own_phone
from actions.portal_client import PortalClient, PortalError, PortalRefused
from actions.topics.report import carry_out
from actions.topics.topic import answers_topic

_NEEDS_A_PERSON = frozenset({"self_harm"})
_SILENT = frozenset({"home_violence"})  # send the reporter nothing later until they allow it


@answers_topic("danger")
async def warn(turn: Turn, talk: Talk, portal: PortalClient) -> Reply:
    """Say whom to call, and register an emergency; or add the message to the emergency just registered."""
    danger = turn.danger or "other"
    first = Say(f"utter_danger_{danger}")
    raised = raised_emergency(turn.expecting)
    if raised is not None:
        try:
            await portal.add_detail(turn.inbox_id, turn.contact, raised["case_no"], turn.text)
        except PortalRefused:
            return Reply((first,), talk.understood())
        added = Say("utter_danger_added", {"case_no": raised["case_no"]})
        about = raised.copy()
        about["danger"] = danger
        told_where = place_words(turn.draft) and raised.get("asks") == "place"
        return Reply(
            (first, added), talk.understood(), expecting=without_place_question(about) if told_where else about
        )
    number = own_phone(turn.draft, turn.text)
    case = await portal.report(
        turn.inbox_id,
        turn.contact,
        text=turn.text,
        draft=turn.draft,
        answers={"contact": number} if number else {},
        photos=list(turn.photos),
        no_push=danger in _SILENT,
    )
    if danger in _NEEDS_A_PERSON:
        await _call_a_person(turn, danger, portal)
    if talk.form is not None:  # registering deleted the open form in the portal; store it again
        await portal.keep_draft(turn.inbox_id, turn.contact, talk.form)
    told = "utter_danger_raised_quietly" if danger in _SILENT else "utter_danger_raised"
    says = (first, Say(told, {"case_no": case["case_no"]}, link=case["link"]))
    about = _about(turn, case["case_no"], danger)
    if names_where(turn.draft):
        return Reply(says, talk.understood(), expecting=about, registered=True)
    where = Say("utter_ask_danger_place", asks="place")
    about["asks"] = "place"
    return Reply((*says, where), talk.understood(), expecting=about, registered=True)


@answers_topic("help_called")
async def advise(turn: Turn, talk: Talk, portal: PortalClient) -> Reply:
    """Help was called: say what to do till it comes in the danger last spoken of; if none was, ask what and where."""
    raised = raised_emergency(turn.expecting)
    if raised is None:
        step = flow.ask_next(Form(text="", draft=empty_draft(), answers={"detail": turn.text}, photos=turn.photos))
        ask = Say("utter_ask_what_danger", asks="detail")
        return await carry_out(Step(step.form, (ask,), "keep"), turn, talk, portal)
    advice = Say(f"utter_till_help_{raised.get('danger') or 'other'}")
    where = (Say("utter_ask_danger_place", asks="place"),) if raised.get("asks") == "place" else ()
    try:
        await portal.add_detail(turn.inbox_id, turn.contact, raised["case_no"], turn.text)
    except PortalRefused:
        return Reply((advice,), talk.understood())
    added = Say("utter_danger_added", {"case_no": raised["case_no"]})
    return Reply((advice, added, *where), talk.understood())


async def _call_a_person(turn: Turn, reason: str, portal: PortalClient) -> None:
    try:
        await portal.hand_over(turn.inbox_id, turn.contact, reason, turn.text)
    except PortalRefused as error:
        raise PortalError(str(error)) from error


def _about(turn: Turn, case_no: str, danger: str) -> Detail:
    """Make the `expecting` that links the next hour's messages to the emergency: registering it begins a new epoch."""
    about: Detail = {"kind": "detail", "case_no": case_no, "danger": danger}
    until = add_hours(turn.sent_at, 1)
    if until:
        about["until"] = until
    return about
