"""Take in a report: `intake.flow` decides each step, the portal stores the draft and registers the case."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from actions.case_draft import has_sure_category
from actions.conversation.say import Part, Reply, Say, next_after_registering
from actions.conversation.turn import Talk, Turn
from actions.conversation.wording import add_hours, format_day
from actions.intake import wishes
from actions.intake.answers.another_matter import take_waiting_matter
from actions.intake.common_questions import faq_answer
from actions.intake.flow import continue_report, start_report, take_up_again
from actions.intake.form import Form, to_registration
from actions.intake.questions import lacks_a_matter
from actions.intake.step import Step
from actions.interpreting import open_questions
from actions.interpreting import short_answers as short
from actions.interpreting.matters.theft import tells_of_theft
from actions.interpreting.situations.rows import answer_in
from actions.opinion.second_opinion import SecondOpinion
from actions.portal_client import PortalClient, Registered, is_unnamed
from actions.topics.handover import note_question, start_handover
from actions.topics.topic import answers_topic

HOURS_KEPT = 24  # for which a dropped draft can be taken up again
_opinion: list[SecondOpinion] = []  # the one that is asked, if any


def set_second_opinion(opinion: SecondOpinion | None) -> None:
    """Set who is asked for a second opinion; called once at the start."""
    _opinion[:] = [opinion] if opinion else []


@answers_topic("intake")
async def take_turn(turn: Turn, talk: Talk, portal: PortalClient) -> Reply:
    """Handle a message for the open draft; without one, take up again a draft just dropped (or wait, if it asks for that), or open a new one.

    The case draft of a first message, or of the answer to "what is it about?", first gets a second opinion if it tells a matter
    and one is set up.
    """
    form = Form.from_json(talk.form) if talk.form else None
    if _opinion and (form is None or form.stage == "detail") and not turn.located and not lacks_a_matter(turn.text):
        turn = replace(turn, draft=await _opinion[0].add_suggestion(turn.text, turn.draft))
    if form is None and (dropped := _dropped_before(turn, talk)) is not None:
        if short.is_wait(turn.text):
            return Reply((Say("utter_wait"),), talk.understood(pending=talk.pending))
        return await carry_out(take_up_again(dropped), turn, talk, portal)
    if form is None:
        reply = await carry_out(start_report(turn), turn, talk, portal)
        return replace(reply, says=(*_first_help(turn), *reply.says))
    return await carry_out(continue_report(form, turn), turn, talk, portal)


def _first_help(turn: Turn) -> tuple[Say, ...]:
    """What to do at once about an ordinary matter that does not wait for a date: a theft, or water that floods a home; ()."""
    if turn.faq is None and tells_of_theft(turn.text):
        return (Say("utter_theft"),)
    answer = answer_in("ordinary", turn.text)
    return (Say("utter_situation_answer", {"answer": answer}),) if answer else ()


def _dropped_before(turn: Turn, talk: Talk) -> Form | None:
    """The draft that was dropped, if this message takes it up again, or follows it at once and asks to wait; else None."""
    asked = talk.pending
    if asked is not None and asked.get("asked") == "dropped" and open_questions.answers_pending(asked, turn):
        return Form.from_json(asked["form"])
    if talk.dropped is not None and open_questions.takes_up_dropped(talk, turn):
        return Form.from_json(talk.dropped["form"])
    return None


async def carry_out(step: Step, turn: Turn, talk: Talk, portal: PortalClient) -> Reply:
    """Carry out the step's effect (`Step.effect`) in the portal, and only then return the reply with the new memory.

    A draft that is dropped may be taken up again: by the next message, or by a later one within HOURS_KEPT.
    """
    if step.effect == "register":
        assert step.form is not None
        return await register_case(step.form, turn, talk, portal)
    says = step.says
    if step.effect == "hand over":
        says = (await start_handover(turn, portal, "misunderstood"), *says)
    if step.effect == "note question":
        await note_question(turn, portal)
    if step.effect in ("keep", "drop"):
        await portal.keep_draft(turn.inbox_id, turn.contact, step.form.to_json() if step.form else None)
    pending: dict[str, Any] | None = None
    if step.offers_person:
        pending = {"asked": "person", "topic": "person", "text": turn.text}
    dropped = _kept_for_a_while(step, turn, talk)
    if step.effect == "drop" and step.form is None and talk.form is not None:
        pending = {"asked": "dropped", "topic": "intake", "form": (dropped or {"form": talk.form})["form"]}
    return Reply(
        says, talk.understood(form=step.form.to_json() if step.form else None, pending=pending, dropped=dropped)
    )


def _kept_for_a_while(step: Step, turn: Turn, talk: Talk) -> dict[str, Any] | None:
    """The draft that `Talk.dropped` keeps after a step: the one that it gives up, without the matter that goes on; none once it is open again; else as before.

    A common question that was answered (stage `answered`) is not given up.
    """
    if step.effect == "drop" and talk.form is not None and talk.form.get("stage") != "answered":
        form = talk.form if step.form is None else {**talk.form, "other": None}
        return {"form": form, "until": add_hours(turn.sent_at, HOURS_KEPT) or ""}
    taken_up = step.form is not None and talk.dropped is not None and step.form.text == talk.dropped["form"].get("text")
    return None if taken_up else talk.dropped


async def register_case(form: Form, turn: Turn, talk: Talk, portal: PortalClient) -> Reply:
    """Register the case; the next matter waiting behind it becomes the open draft."""
    text, draft, said = to_registration(form)
    case = await portal.report(
        turn.inbox_id, turn.contact, text=text, draft=draft, answers=said, photos=list(form.photos)
    )
    following = take_waiting_matter(form)
    confirmed = confirmation(case, sure=has_sure_category(draft), unwanted=wishes.body_turned_down(text))
    says: tuple[Say, ...] = (confirmed,)
    if following is not None and following.form is not None:
        says += following.says
        await portal.keep_draft(turn.inbox_id, turn.contact, following.form.to_json())
    kept = following.form.to_json() if following and following.form else None
    return Reply(says, talk.understood(form=kept), expecting=next_after_registering(turn.expecting), registered=True)


def confirmation(case: Registered, *, sure: bool, unwanted: str = "") -> Say:
    """The confirmation: the case's number, who probably handles it (the desk decides if the category is a guess), by when, that it is
    confidential if it is, and its link; of one that is kept from a clerk who reads it, in the portal's words. `sure`: the category is no guess; `unwanted`: the body that the report asks not to be given it, as it says."""
    lines: list[Part] = []
    if case["readers"]:
        lines.append(Part(words=case["readers"]))
    elif unwanted:
        lines.append(Part("utter_part_unwanted", {"body": unwanted}))
    elif case["body"] is None or not sure:
        lines.append(Part("utter_part_desk"))
    else:
        lines.append(Part("utter_part_likely", {"body": case["body"]["name"]}))
    if case["due_at"]:
        lines.append(Part("utter_part_due", {"due": format_day(case["due_at"])}))
    if is_unnamed(case):
        lines.append(Part("utter_part_unnamed"))
    return Say("utter_registered", {"case_no": case["case_no"]}, {"lines": tuple(lines)}, link=case["link"])


@answers_topic("faq")
async def answer_common_question(turn: Turn, talk: Talk, _portal: PortalClient) -> Reply:
    """Answer a common question beside an open draft (routing sends all others to the intake)."""
    return Reply((faq_answer(turn),), talk.understood())
