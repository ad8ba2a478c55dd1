"""Answer a message in two parts: one about a registered case (路灯那个怎么样了), one that reports another matter (另外井盖也坏了)."""

from __future__ import annotations

from dataclasses import replace

from actions.conversation.say import Reply, Say
from actions.conversation.turn import Talk, Turn
from actions.intake.flow import start_report
from actions.intake.form import Form
from actions.intake.splitting import queue_behind
from actions.intake.step import Step
from actions.portal_client import PortalClient
from actions.routes.two_parts import read_two_parts
from actions.topics.handover import note_question
from actions.topics.report import carry_out
from actions.topics.topic import ASKS_FIRST, answers_topic, handler_of, wait_behind


@answers_topic("both")
async def answer_both(turn: Turn, talk: Talk, portal: PortalClient) -> Reply:
    """Answer the part about the case, then take in the report; it waits if the first part is answered with a question (撤回吗?)."""
    parts = read_two_parts(turn)
    assert parts is not None
    about = await handler_of(parts.topic)(parts.about, talk, portal)
    if about.talk is None:
        return about
    step = start_report(parts.report)
    if about.talk.form is not None and (step.form is None or step.form.stage == "answered"):
        return await _let_wait(about, about.talk, step, turn, portal)
    if about.talk.form is not None and step.form is not None:  # the case is not known here, its part opened a report
        kept = queue_behind(Form.from_json(about.talk.form), _unasked(step.form)).to_json()
        await portal.keep_draft(turn.inbox_id, turn.contact, kept)
        return replace(about, talk=replace(about.talk, form=kept))
    if (about.talk.pending or {}).get("asked") in ASKS_FIRST:
        return await _let_wait(about, about.talk, step, turn, portal)
    report = await carry_out(step, parts.report, replace(about.talk, form=None), portal)
    return replace(report, says=(*about.says, *report.says))


async def _let_wait(about: Reply, talk: Talk, step: Step, turn: Turn, portal: PortalClient) -> Reply:
    """The question of the part about the case (`about`); the report waits for its answer. A common question is answered before it."""
    if step.form is None or step.form.stage == "answered":
        if step.effect == "note question":
            await note_question(turn, portal)
        return replace(about, says=(*step.says[:1], *about.says))
    waiting = _unasked(step.form).to_json()
    await portal.keep_draft(turn.inbox_id, turn.contact, waiting)
    return replace(about, says=(Say("utter_noted_another"), *about.says), talk=wait_behind(talk, waiting))


def _unasked(form: Form) -> Form:
    """The form as if nothing had been asked about it yet; whether it is several matters is still to be asked."""
    return form if form.stage == "split" else replace(form, stage="", asked=())
