"""The Rasa action behind all topics: reads the turn from the tracker, returns the reply as messages and the slot `talk`."""

from __future__ import annotations

import logging
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.case_draft import danger_of, doubtful_danger_of
from actions.conversation.expecting import raised_emergency, without_question
from actions.conversation.say import UNCHANGED, Button, Part, Reply, Say
from actions.conversation.turn import Talk, Turn, read_talk, read_turn
from actions.intake.after_answer import without_answered_question
from actions.intake.after_report import case_meant
from actions.intake.asking import DANGER, question_message
from actions.intake.common_questions import faq_answer
from actions.intake.corrections.calling_times import without_calling_times
from actions.intake.estates import offered_words
from actions.intake.form import Form
from actions.intake.splitting import queue_behind
from actions.intake.step import Step, ask_next
from actions.interpreting import open_questions
from actions.interpreting.danger_signs import was_treated
from actions.portal_client import CaseSummary, PortalClient, PortalError, PortalRefused, PortalTooMany, shown
from actions.routes.beside_report import (
    report_before_a_question,
    report_beside_a_question,
    report_beside_a_stance,
    report_in_fear_of_being_named,
)
from actions.routes.beside_traces import apart_from_traces
from actions.routes.misread import without_misread_blows
from actions.routes.signs import is_held_by_another, says_that_another_writes, speaks_as_another
from actions.routes.topics import Topic
from actions.routes.two_parts import danger_beside_a_vote
from actions.routes.who_sees import asks_who_sees_beside
from actions.routing import topic_of
from actions.topics.danger.quiet import answer_of_quiet, is_raised_at_home
from actions.topics.danger.repeats import without_repeats
from actions.topics.danger.untold import for_who_holds_the_telephone
from actions.topics.halted_votes import MAY_ASK_OF_A_HALT, halt_asked_of, halt_instead_of_no_answer

log = logging.getLogger(__name__)

TopicHandler = Callable[[Turn, Talk, PortalClient], Awaitable[Reply]]  # answers the turns of one topic
_handlers: dict[Topic, TopicHandler] = {}
_portal: list[PortalClient] = []  # the one of `set_portal`


def answers_topic(topic: Topic) -> Callable[[TopicHandler], TopicHandler]:
    """Decorator: register the function that answers a topic."""

    def declare(answer: TopicHandler) -> TopicHandler:
        _handlers[topic] = answer
        return answer

    return declare


def set_portal(portal: PortalClient) -> None:
    """Set the portal that the actions call; called once at the start."""
    _portal[:] = [portal]


async def run_topic(turn: Turn, talk: Talk, topic_by_rule: Topic, portal: PortalClient) -> Reply:
    """Choose the topic and let it answer the turn; beside an open draft, then ask the draft's question again.

    The draft's question is not repeated if the intake answered, nor if the message tells of a danger or may do so, answers
    whether there is one, or says that one goes on or perhaps is over. It is repeated after advice on what to do until help
    comes, and after an all-clear.

    If the portal fails, nothing is remembered and the gateway repeats the turn; so, too, after a refusal (`PortalRefused`) that
    the topic does not handle. After a 429 (`PortalTooMany`) to the topic's own call the person is told why, and the turn is not
    repeated.

    What a message tells beside the question what was written on this telephone is answered first, as a message of its own.
    """
    by_another = is_held_by_another(turn, talk) or speaks_as_another(turn, talk)
    told = turn if by_another else apart_from_traces(turn, talk)
    reply = await _run_topic(told, talk, topic_by_rule, portal)
    reply = reply if told is turn or reply.retry else reply.then(Say("utter_clear_this_phone"))
    if says_that_another_writes(turn, talk) and not reply.retry:
        reply = await _held_from_now_on(reply, turn, portal)
    return for_who_holds_the_telephone(reply, turn, talk)


async def _held_from_now_on(reply: Reply, turn: Turn, portal: PortalClient) -> Reply:
    """The reply, after the portal was told that another holds the telephone; of what was being talked of only a danger, or the sender's own report just begun, goes on."""
    form = reply.talk.form if reply.talk is not None else None
    goes_on = form is not None and (form.get("stage") == DANGER or turn.text in str(form.get("text") or ""))
    try:
        await portal.hold(turn.inbox_id, turn.contact, turn.text)
        if form is not None and not goes_on:
            await portal.of_write(_OF_HOLDER).keep_draft(turn.inbox_id, turn.contact, None)
    except PortalError as error:
        log.warning("turn %s could not tell that another holds the telephone: %s", turn.inbox_id, error)
        return retry_later_reply(turn)
    if reply.talk is None:
        return reply
    return replace(reply, talk=replace(reply.talk, form=form if goes_on else None, pending=None, dropped=None))


_OF_HOLDER = 7  # number of the write (`PortalClient.of_write`) that drops what another was telling


async def _run_topic(turn: Turn, talk: Talk, topic_by_rule: Topic, portal: PortalClient) -> Reply:
    """As `run_topic`, of a message that asks nothing of that beside."""
    offered = offered_words(Form.from_json(talk.form)) if talk.form else ()
    turn = open_questions.with_typed_number(turn, form_is_open=talk.form is not None, offered=offered)
    whole = danger_beside_a_vote(turn)
    turn = report_beside_a_stance(whole)
    topic_by_rule = (
        "intake" if turn.text != whole.text and topic_by_rule in ("consultations", "vote") else topic_by_rule
    )
    turn = without_misread_blows(without_calling_times(turn), talk)
    talk = without_answered_question(talk, turn)
    try:
        cases = await _cases_before(turn, talk, portal)
        at_home = await is_raised_at_home(turn, talk, portal)
    except PortalError as error:
        log.warning("turn %s waits for the portal: %s", turn.inbox_id, error)
        return retry_later_reply(turn)
    recent = None if cases is None else case_meant(shown(cases), turn)
    topic = topic_of(turn, talk, topic_by_rule, recent, at_home=at_home)
    form = Form.from_json(talk.form) if talk.form else None
    try:
        reply = await answer_of_quiet(topic, turn, talk, portal, cases)
        if reply is None:
            reply = await _answer(topic, turn, talk, portal, recent)
        reply = await _go_on_with_waiting(turn, talk, reply, portal, topic)
    except PortalTooMany as refused:
        return too_many_reply(turn, talk, refused.title)
    except PortalError as error:
        log.warning("turn %s (%s) waits for the portal: %s", turn.inbox_id, topic, error)
        return retry_later_reply(turn)
    reply = _with_left_out(
        turn.text != whole.text, turn, await _keep_unanswered(turn, talk, reply, portal, topic), topic
    )
    if form is not None and topic not in _ASKS_NO_DRAFT:
        return reply.then(question_message(form))
    return _ending_the_question_before(turn, reply)


_ASKS_NO_DRAFT: tuple[Topic, ...] = (
    "intake", "danger", "doubt", "danger_answer", "perhaps_over", "still_danger", "others",
)  # fmt: skip
"""Topics after which an open draft's question is not repeated."""


async def _answer(topic: Topic, turn: Turn, talk: Talk, portal: PortalClient, recent: CaseSummary | None) -> Reply:
    """The topic's answer; where a new report asks something else beside it, first the answer to that, then the report goes on."""
    parted = _report_and_answer(turn) if topic == "intake" and talk.form is None else None
    if parted is not None:
        report, answered = parted
        reply = await handler_of(topic)(report, talk, portal)
        return replace(reply, says=(*answered, *reply.says))
    halted = await halt_asked_of(turn, talk, portal) if topic in MAY_ASK_OF_A_HALT else None
    if halted is not None:
        return halted
    reply = await handler_of(topic)(turn, talk, portal)
    return await halt_instead_of_no_answer(turn, talk, reply, portal, of_a_case=recent is not None)


def _report_and_answer(turn: Turn) -> tuple[Turn, tuple[Say, ...]] | None:
    """The report in a message that also asks something else, and the answer to that: who will learn of its sender, or a common question; None if it is not just these two."""
    if (report := report_in_fear_of_being_named(turn)) is not None:
        return report, (Say("utter_who_sees_later"),)
    if (report := report_before_a_question(turn)) is not None:
        return report, (faq_answer(replace(turn, faq=turn.faq_last)),)
    if (report := report_beside_a_question(turn)) is not None:
        return report, () if asks_who_sees_beside(turn) else (faq_answer(turn),)  # `_with_left_out` says that
    return None


def _with_left_out(without_stance: bool, turn: Turn, reply: Reply, topic: Topic) -> Reply:
    """The reply; of a report first who will see it, if its last words ask that, and that the sender's stance on what is voted on is not kept with it."""
    if topic != "intake" or reply.talk is None or reply.talk.form is None:
        return reply
    stance = (Say("utter_stance_left_out"),) if without_stance else ()
    said = Say("utter_who_sees_later") in reply.says
    sees = (Say("utter_who_sees_later"),) if asks_who_sees_beside(turn) and not said else ()
    return replace(reply, says=(*stance, *sees, *reply.says))


def _ending_the_question_before(turn: Turn, reply: Reply) -> Reply:
    """The reply; where it asks anything else while "is somebody in danger?" is open, that question ends, so that 是 or 没有 answers what was asked last. People are paged on as before."""
    raised = raised_emergency(turn.expecting)
    if raised is None or raised.get("asks") != "danger" or reply.expecting is not UNCHANGED:
        return reply
    asks = {say.asks for say in reply.says} - {None, "danger"}
    return replace(reply, expecting=without_question(raised)) if asks else reply


def handler_of(topic: Topic) -> TopicHandler:
    """The function that answers a topic; KeyError if none is registered for it."""
    return _handlers[topic]


async def _go_on_with_waiting(turn: Turn, talk: Talk, reply: Reply, portal: PortalClient, topic: Topic) -> Reply:
    """The reply; if a report waited for the answer to a topic's question (`then`, as `wait_behind` left it), it goes on with that, which is stored in the portal.

    It waits on if the reply asks one of ASKS_FIRST, behind a report that the message opened, and after the topics of `_LETS_WAIT`.
    """
    waiting = (talk.pending or {}).get("then")
    if waiting is None or reply.talk is None or "then" in (reply.talk.pending or {}):
        return reply
    if topic in _LETS_WAIT:
        return replace(reply, talk=wait_behind(reply.talk, waiting))
    if reply.talk.form is None and reply.talk.pending is not None and reply.talk.pending.get("asked") in ASKS_FIRST:
        return replace(reply, talk=wait_behind(reply.talk, waiting))
    if reply.talk.form is not None:
        kept = queue_behind(Form.from_json(reply.talk.form), Form.from_json(waiting))
        says: tuple[Say, ...] = ()
    else:
        kept = Form.from_json(waiting)
        step = Step(kept, (question_message(kept),), "keep") if kept.stage == "split" else ask_next(kept)
        kept, says = step.form or kept, (Say("utter_now_the_other"), *step.says)
    await portal.keep_draft(turn.inbox_id, turn.contact, kept.to_json())
    return replace(reply, says=(*reply.says, *says), talk=replace(reply.talk, form=kept.to_json(), pending=None))


async def _keep_unanswered(turn: Turn, talk: Talk, reply: Reply, portal: PortalClient, topic: Topic) -> Reply:
    """The reply; where "is it the same matter?" was left unanswered, that is asked once more, so that the words about which it was asked are not lost.

    If it was asked twice, another report was begun or danger is told, they are added to the case that they may be about.
    """
    asked = talk.pending or {}
    left = asked.get("asked") == "same" and topic != "same_again" and reply.talk is not None
    if not left or reply.talk is None or reply.talk.pending is not None or reply.retry:
        return reply
    if reply.talk.form is None and topic not in _LETS_WAIT and not asked.get("again"):
        kept = replace(reply.talk, pending={**asked, "again": True})
        return replace(reply.then(_ask_same_again(asked)), talk=kept)
    try:
        text = str(asked["text"])
        case = await portal.of_write(_OF_UNANSWERED).add_detail(
            turn.inbox_id, turn.contact, str(asked["case_no"]), text
        )
    except PortalRefused:
        return reply
    response = "utter_detail_kept_back" if case["kept_back"] else "utter_detail_added"
    added = said_of_readers(case) or Say(response, _named(case), link=case["link"])
    return reply if topic in _LETS_WAIT else replace(reply, says=(added, *reply.says))


def _ask_same_again(asked: dict[str, Any]) -> Say:
    """The question whether words are of the same matter, once more."""
    buttons = tuple(Button(title, title) for title in asked.get("buttons") or ())
    params = {"title": str(asked.get("title") or ""), "case_no": str(asked["case_no"])}
    return Say("utter_ask_same", params, asks="which_case", buttons=buttons)


def said_of_readers(case: CaseSummary, lines: tuple[Part, ...] = ()) -> Say | None:
    """The message, after words were added to a case that is kept from a clerk, with its state and who reads it; None for any other case.

    `lines`: what was corrected.
    """
    if not case["readers"]:
        return None
    state = "。".join((case["state_label"], case["readers"].rstrip("。")))
    return Say("utter_status", _named(case) | {"state": state}, {"lines": lines}, link=case["link"])


def _named(case: CaseSummary) -> dict[str, str]:
    return {"title": case["title"], "case_no": case["case_no"]}


_OF_UNANSWERED = 9  # number of the write (`PortalClient.of_write`) that adds the words left unanswered; above those of MOST_SHOWN cases
_LETS_WAIT = frozenset(  # topics of danger, and the wish for a person
    (
        "danger",
        "doubt",
        "danger_answer",
        "advice",
        "aid",
        "who_is_told",
        "others",
        "all_clear",
        "perhaps_over",
        "still_danger",
        "person",
    )
)
ASKS_FIRST = ("withdraw", "which_case")  # questions of a topic (`Talk.pending`) that a report waits behind


def wait_behind(talk: Talk, waiting: dict[str, Any]) -> Talk:
    """The memory with a report (a form as JSON) that waits for the answer to the topic's question."""
    return replace(talk, pending={**(talk.pending or {}), "then": waiting})


def too_many_reply(turn: Turn, talk: Talk, title: str) -> Reply:
    """The reply when the portal accepts no more of the same: its reason (`title`), in danger after whom to call. The turn is not repeated."""
    return Reply((*_number_first(turn), Say("utter_too_many", {"said": title})), talk.understood())


async def recent_case_of(turn: Turn, talk: Talk, portal: PortalClient) -> CaseSummary | None:
    """The case of this contact that the message is about, of those reported within a day that are not over (`case_meant`); None, too, where they are not asked for."""
    cases = await _cases_before(turn, talk, portal)
    return None if cases is None else case_meant(shown(cases), turn)


async def _cases_before(turn: Turn, talk: Talk, portal: PortalClient) -> list[CaseSummary] | None:
    """The contact's cases, on which the choice of a topic may depend.

    Not asked for (None) beside an open draft, after an emergency was raised, in a message that tells of danger or has no text; None, too,
    if the portal refuses.
    """
    in_danger = turn.danger is not None and not was_treated(turn)
    if talk.form is not None or in_danger or raised_emergency(turn.expecting) or not turn.text:
        return None
    try:
        return await portal.cases(turn.contact)
    except PortalRefused:
        return None


def retry_later_reply(turn: Turn) -> Reply:
    """The reply when the turn could not be carried out and will be repeated: whom to call if the message tells of danger, and that nothing need be sent again."""
    return Reply((*_number_first(turn), Say("utter_portal_down")), retry=True)


def _number_first(turn: Turn) -> tuple[Say, ...]:
    """Whom to call, if the message tells of a danger to life or may do so; () if not."""
    danger = danger_of(turn.draft) or doubtful_danger_of(turn.draft)
    return (Say(f"utter_danger_{danger}"),) if danger else ()


class LinliAction(Action, ABC):  # type: ignore[misc]  # rasa_sdk is untyped
    """An action that the rules name (actions/topics/rasa_actions.py). `topic`: the topic of its intent."""

    topic: Topic

    @abstractmethod
    def name(self) -> str: ...

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> list[dict[str, Any]]:
        turn = read_turn(tracker.sender_id, tracker.latest_message)
        talk = read_talk(tracker.get_slot("talk"))
        reply = without_repeats(await run_topic(turn, talk, self.topic, _portal[0]), talk, turn.expecting)
        dispatch_reply(dispatcher, domain.get("responses") or {}, turn.channel, reply)
        if reply.talk is None or reply.talk == talk:
            return []
        return [SlotSet("talk", reply.talk.to_slot())]


def dispatch_reply(dispatcher: CollectingDispatcher, responses: Mapping[str, Any], channel: str, reply: Reply) -> None:
    """Dispatch the reply as messages. Facts for the gateway go into the `linli` of each message (read by bot/server/outbound.py), those
    about the whole reply (retry, registered, expecting) into the first's.

    `responses`: those of the domain. `channel`: the sender's (webchat, wechat or sms).
    """
    for place, say in enumerate(reply.says):
        params = dict(say.params) | {
            name: "\n".join(text for part in parts if (text := part_text(responses, part, channel)))
            for name, parts in say.parts.items()
        }
        facts: dict[str, Any] = {
            "asks": say.asks,
            "fallback": say.fallback,
            "link": say.link,
            "params": sorted(params),
        }
        if place == 0:
            facts |= {"retry": reply.retry, "registered": reply.registered}
            if reply.expecting is not UNCHANGED:
                facts["expecting"] = reply.expecting
        buttons = [{"title": button.title, "payload": button.payload} for button in say.buttons]
        dispatcher.utter_message(response=say.response, buttons=buttons, linli=facts, **params)


def part_text(responses: Mapping[str, Any], part: Part, channel: str) -> str:
    """The text of a part: the portal's words, else the channel's own variant of its response, else the common one; "" if the domain has neither."""
    if part.words:
        return part.words
    variants = responses.get(part.response) or []
    own = [variant for variant in variants if variant.get("channel") == channel]
    common = [variant for variant in variants if not variant.get("channel")]
    text = str((own or common or [{"text": ""}])[0].get("text") or "")
    for name, value in part.params.items():
        text = text.replace("{" + name + "}", value)
    return text.strip()
