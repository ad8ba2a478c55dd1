"""Registered cases: tell their state, add detail, send a reminder (催办)."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from actions.case_draft import empty_draft, names_matter_or_place
from actions.conversation.expecting import asked_by_supervisor, case_asked_about, raised_emergency
from actions.conversation.say import Button, Part, Reply, Say
from actions.conversation.turn import SURE_OF_ACT, Talk, Turn
from actions.conversation.wording import format_day, quote, starred, with_phone
from actions.intake import questions
from actions.intake.flow import start_report
from actions.intake.form import DETAIL_LIMIT, Form, with_contact
from actions.intake.step import Step
from actions.interpreting import choosing, follow_up_answers, withdrawals
from actions.interpreting import short_answers as short
from actions.interpreting.choosing import DONE, OVER, not_over
from actions.interpreting.matters import things
from actions.interpreting.numbers import is_only_own_phone, own_phone
from actions.portal_client import CaseSummary, PortalClient, PortalRefused
from actions.routes.asked_of_case import asked_of_case
from actions.topics.danger.emergency import add_to_emergency
from actions.topics.report import carry_out
from actions.topics.topic import answers_topic, handler_of, said_of_readers

CaseHandler = Callable[[Turn, Talk, PortalClient, CaseSummary], Awaitable[Reply]]  # acts on a case already found
LONGEST_FIRST_WORDS = 10  # characters of a message that, in a chat without a case, may be the first words of a report
SURE_THOUGH_NOT_ASKED = (
    0.9  # `Faq.score` from which a common question is answered though the message is not worded as a question
)
NOT_DISPATCHED = ("reported", "accepted")  # states of a case that is not dispatched to anybody
_OF_ALL = ("remind", "detail")  # topics that a message about all cases (两件都催) carries out for each of them
MOST_SHOWN = 5  # cases told of at once
ANOTHER = "另一件"  # on a button; a tap sends these words, which `open_questions` reads


@answers_topic("status")
async def tell_status(turn: Turn, talk: Talk, portal: PortalClient) -> Reply:
    """Tell the state of the case that the message is about.

    If it asks for all, of those that are not over (MOST_SHOWN at most), or of the newest if all are.
    """
    return await _with_the_case(turn, talk, portal, "status", tell_state)


@answers_topic("remind")
async def remind(turn: Turn, talk: Talk, portal: PortalClient) -> Reply:
    """Find the case that the sender wants hurried (催办), then send the reminder for it."""
    return await _with_the_case(turn, talk, portal, "remind", send_reminder)


@answers_topic("detail")
async def add_detail(turn: Turn, talk: Talk, portal: PortalClient) -> Reply:
    """Add the message to the emergency just raised, else to the case that staff ask about, else to the case that it is about."""
    raised = raised_emergency(turn.expecting)
    if raised is not None:
        return await add_to_emergency(turn, talk, portal, raised)
    if asked_about := case_asked_about(turn.expecting):
        return await _answer_staff(turn, talk, portal, asked_about)
    return await _with_the_case(turn, talk, portal, "detail", add_to)


async def _answer_staff(turn: Turn, talk: Talk, portal: PortalClient, case_no: str) -> Reply:
    """Add the answer to the case that staff ask about, whose clock then goes on; to the one that the message is about, if the contact has no such case."""
    cases = [case for case in await portal.shown_cases(turn.contact) if case["case_no"] == case_no]
    if not cases:
        return await _with_the_case(turn, talk, portal, "detail", add_to)
    try:
        updated = await portal.add_detail(turn.inbox_id, turn.contact, case_no, turn.text, changes=contact_change(turn))
    except PortalRefused:
        return await tell_state(turn, talk, portal, cases[0])
    return Reply((answer_passed(updated, turn),), talk.understood(), expecting=None)


def answer_passed(case: CaseSummary, turn: Turn, lines: tuple[Part, ...] = ()) -> Say:
    """Say that the answer to what staff asked about a case reached those who asked; `lines`: what it changes. What they do not read all of is told as anything else that is added.

    A supervisor who asked of a case that is kept from a clerk reads all of it, numbers too.
    """
    is_read = bool(case["readers"]) and asked_by_supervisor(turn.expecting)
    if not is_read and (case["readers"] or case["kept_back"] or case["number_covered"]):
        return added_message(case, turn)
    params = {"title": case["title"], "case_no": case["case_no"]}
    if not lines:
        return Say("utter_answer_passed", params, link=case["link"])
    return Say("utter_answer_passed_changed", params, {"lines": lines}, link=case["link"])


def offer_apart(turn: Turn) -> tuple[Say, dict[str, Any]]:
    """Offer to report the words apart that were added to a case; with the open question, as `Talk.pending`."""
    asked = {"asked": "another", "topic": "addition", "text": turn.text, "draft": turn.draft}
    return Say("utter_offer_another", buttons=(Button(ANOTHER, ANOTHER),)), asked


async def _with_the_case(turn: Turn, talk: Talk, portal: PortalClient, topic: str, do: CaseHandler) -> Reply:
    """Find the case of the contact's that the message is about and call `do` with it, or ask which. `topic`: takes the answer to "which?"."""
    return await with_one_of(await portal.shown_cases(turn.contact), turn, talk, portal, topic=topic, do=do)


async def with_one_of(
    cases: list[CaseSummary], turn: Turn, talk: Talk, portal: PortalClient, *, topic: str, do: CaseHandler
) -> Reply:
    """Call `do` with that of these cases (all of the contact's) that the message is about, or that it chooses of those just listed; else ask which.

    After a choice `do` gets the words about which was asked, and of several cases chosen the newest; of several, "status" tells all.
    Whoever asks for the states of all cases is told of up to MOST_SHOWN; beside an open draft the newest case is taken instead of asking.
    If the message gives a number that none of them has, say so; of a thing that no open one has, ask, but for "status". Without any case: `without_a_case`.
    """
    pending = talk.pending or {}
    if pending.get("asked") in ("which_case", "listed_cases") and pending.get("topic") == topic:
        chosen = choosing.chosen_lines(turn.text, [str(item) for item in pending["cases"]])
        meant = [case for case in cases if any(case["case_no"] in line for line in chosen)]
        if len(meant) == 1 or (meant and topic != "status"):
            return await do(replace(turn, text=str(pending["text"])), talk, portal, meant[0])
        if meant:
            return Reply(tuple(status_message(case) for case in meant), talk.understood())
    if (listed := _of_list(cases, pending, turn.text)) is not None:
        return await do(turn, talk, portal, listed)
    if not cases:
        return await without_a_case(turn, talk, portal)
    numbered = choosing.gives_number(turn.text) or choosing.gives_only_number(turn.text)
    if numbered and choosing.find_by_number(cases, turn.text) is None:
        return Reply((Say("utter_no_such_number"),), talk.understood())
    if topic == "status" and choosing.wants_all(turn.text) and len(cases) > 1:
        shown = not_over(cases)[:MOST_SHOWN] or cases[:1]
        told = _which_of(shown, topic, turn.text) | {"asked": "listed_cases"}
        return Reply(tuple(status_message(case) for case in shown), talk.understood(pending=told))
    open_cases = not_over(cases)
    if topic != "status" and talk.form is None and open_cases and things.names_none(open_cases, turn.text):
        return await ask_of_unknown(turn, talk, portal, open_cases, topic=topic)
    if topic in _OF_ALL and choosing.acts_on_all(turn.text) and len(open_cases) > 1 and talk.form is None:
        return await _do_with_all(open_cases[:MOST_SHOWN], turn, talk, portal, do)
    choice = choosing.choose_case(cases, turn.text)
    if choice.case is not None:
        return await do(turn, talk, portal, choice.case)
    if talk.form is not None:  # the form's question is open; ask no second one
        return await do(turn, talk, portal, choice.among[0])
    return _ask_which(turn, talk, choice.among, topic)


def _of_list(cases: Sequence[CaseSummary], pending: Mapping[str, Any], text: str) -> CaseSummary | None:
    """The case that a text names by its place in the list just shown (催一下第二件), whatever it wants of it; None without a list."""
    at, lines = choosing.named_in_order(text), [str(line) for line in pending.get("cases") or ()]
    if at is None or not lines or at >= len(lines):
        return None
    return next((case for case in cases if case["case_no"] in lines[at]), None)


def _ask_which(turn: Turn, talk: Talk, cases: Sequence[CaseSummary], topic: str) -> Reply:
    """Ask which of several cases is meant. `topic`: takes the answer."""
    asked = _which_of(cases, topic, turn.text)
    buttons = tuple(Button(choosing.menu_line(case), case["case_no"]) for case in cases)
    return Reply((Say("utter_ask_which_case", asks="which_case", buttons=buttons),), talk.understood(pending=asked))


async def ask_of_unknown(
    turn: Turn, talk: Talk, portal: PortalClient, cases: Sequence[CaseSummary], *, topic: str
) -> Reply:
    """Ask about words on a thing that none of these open cases has: whether it is the only one's, or which is meant. `topic`: takes the answer to "which?"."""
    if len(cases) == 1:
        return await handler_of("same_again")(turn, talk, portal)
    return _ask_which(turn, talk, cases[:MOST_SHOWN], topic)


async def _do_with_all(
    cases: Sequence[CaseSummary], turn: Turn, talk: Talk, portal: PortalClient, do: CaseHandler
) -> Reply:
    """Call `do` with each of the cases, each as a write of its own."""
    says: tuple[Say, ...] = ()
    for number, case in enumerate(cases):
        says = (*says, *(await do(turn, talk, portal.of_write(number), case)).says)
    return Reply(says, talk.understood())


def _which_of(cases: Sequence[CaseSummary], topic: str, text: str) -> dict[str, Any]:
    """The open question which of several cases is meant, as `Talk.pending`. `topic`: takes the answer; `text`: the message that it is asked about."""
    lines = [f"{choosing.menu_line(case)} {case['case_no']}" for case in cases]
    return {"asked": "which_case", "topic": topic, "text": text, "cases": lines}


async def without_a_case(turn: Turn, talk: Talk, portal: PortalClient) -> Reply:
    """Answer a message about a case when its contact has none: a common question is answered; what names or may begin a matter, or only leaves
    a telephone number, opens a report; to anything else, and beside an open draft, say that there is no case (nothing to stop after 点错了)."""
    in_emergency = raised_emergency(turn.expecting) is not None
    common = (
        not in_emergency
        and turn.faq is not None
        and (questions.asks(turn.text) or turn.faq["score"] >= SURE_THOUGH_NOT_ASKED)
    )
    if talk.form is None and common and not questions.asks_how_a_report_stands(turn.text):
        return await carry_out(start_report(turn), turn, talk, portal)
    if choosing.gives_number(turn.text) or choosing.gives_only_number(turn.text):
        return Reply((Say("utter_no_such_number"),), talk.understood())
    if in_emergency or questions.asks_about_a_report(turn.text):  # no new report is begun of an emergency
        return Reply((Say("utter_no_cases"),), talk.understood())
    if talk.form is None and withdrawals.only_regrets(turn.text):
        return Reply((Say("utter_nothing_to_stop"),), talk.understood())
    opens = _tells_a_matter(turn) or _may_be_first_words(turn) or is_only_own_phone(turn.draft, turn.text)
    if talk.form is not None or not opens:
        return Reply((Say("utter_no_cases"),), talk.understood())
    if _only_urges(turn):
        return await carry_out(_ask_what_it_was(turn), turn, talk, portal)
    step = start_report(turn)
    if _is_not_fixed(turn) and not names_matter_or_place(turn.draft):
        noted = "utter_no_cases_new_one" if step.form is not None else "utter_no_cases"  # a mere question is no report
        step = replace(step, says=(Say(noted), *step.says))
    return await carry_out(step, turn, talk, portal)


def _only_urges(turn: Turn) -> bool:
    """Whether the bot is sure that a message only asks after something told before (昨天说的那件怎么还没人来), and it names neither matter nor place."""
    return turn.acts("status", score=SURE_OF_ACT) and not (names_matter_or_place(turn.draft) or turn.photos)


def _ask_what_it_was(turn: Turn) -> Step:
    """Keep such a message, of which nothing is known here, and ask what it is about, rather than where."""
    form = Form("", empty_draft(), stage="detail", answers={"detail": turn.text[:DETAIL_LIMIT]}, asked=("detail",))
    return Step(with_contact(form, turn), (Say("utter_no_cases_what", asks="detail"),), "keep")


def _tells_a_matter(turn: Turn) -> bool:
    """Whether a message of ten characters or more names a matter or a place, or says that something is not fixed."""
    if questions.lacks_a_matter(turn.text) or len(turn.text) < 10:
        return False
    return names_matter_or_place(turn.draft) or _is_not_fixed(turn)


def _may_be_first_words(turn: Turn) -> bool:
    """Whether a few words, said in a chat without a case, may be the first words of a report: 没水了, 又坏了."""
    if len(turn.text) > LONGEST_FIRST_WORDS or questions.asks(turn.text) or turn.surely("withdraw", "ask_status"):
        return False
    return follow_up_answers.read_fixed(turn.text) is not True and not short.says_only_no(turn.text)


def _is_not_fixed(turn: Turn) -> bool:
    """Whether a message says that something is not fixed."""
    return follow_up_answers.read_fixed(turn.text) is False


async def tell_state(turn: Turn, talk: Talk, _portal: PortalClient, case: CaseSummary) -> Reply:
    """Tell the state of a case already found, or its number, if that is asked; a yes or no to "is it fixed?" may follow if it is resolved."""
    numbered = choosing.asks_for_number(turn.text) or turn.acts("ask_number", score=SURE_OF_ACT)
    if numbered and asked_of_case(turn) != "number":
        params = {"title": case["title"], "case_no": case["case_no"], "state": case["state_label"]}
        return Reply((Say("utter_case_number", params, link=case["link"]),), talk.understood())
    pending = None
    if case["state"] == "resolved":
        pending = {"asked": "fixed", "topic": "follow_up", "case_no": case["case_no"]}
    return Reply((status_message(case, asked=_asked_lines(turn, case)),), talk.understood(pending=pending))


_ASKS_THE_HOUR = re.compile(
    "几点(?:钟|能|会|可以|才|过)?(?:到|来|上门)|(?:什么|啥)时(?:候|间)[^，,。]{0,4}(?:来|上门|到(?!期))"
)


def _asked_lines(turn: Turn, case: CaseSummary) -> tuple[Part, ...]:
    """The lines with what the message asks of the case: who will probably handle it, until that is sure, the sender's own number, starred, or the record."""
    asked = asked_of_case(turn)
    if _ASKS_THE_HOUR.search(turn.text) and case["state"] not in DONE:
        return (Part("utter_part_no_hour"),)
    if asked in ("number", "record"):
        number = starred(case["number"])
        told = Part("utter_part_new_contact", {"contact": number}) if number else Part("utter_part_no_contact")
        if asked == "number":
            return (told,)
        return (*_recorded_lines(case), *((told,) if number else ()))
    if asked is None or case["handler"] or case["state"] not in NOT_DISPATCHED:
        return ()
    likely = case["likely"]
    if case["readers"]:
        return (Part(words=case["readers"]),)
    return (
        Part("utter_part_likely", {"body": with_phone(likely["name"], likely["phone"])})
        if likely
        else Part("utter_part_desk"),
    )


def _recorded_lines(case: CaseSummary) -> tuple[Part, ...]:
    """The lines with the place and the time that were written down of a case."""
    place = (
        Part("utter_part_place", {"place": quote(case["place"], 40)}) if case["place"] else Part("utter_part_no_place")
    )
    return (place, Part("utter_part_time", {"time": quote(case["time"], 30)})) if case["time"] else (place,)


def status_message(case: CaseSummary, why: str = "", asked: tuple[Part, ...] = ()) -> Say:
    """The message with a case's state, link and latest event, and until it is over its handler and, unless resolved, its due date.

    If it is resolved, it asks whether it is fixed. `why`: why what was asked for cannot be done, and what can, in the portal's
    words; it stands beside the state, and in place of the event. `asked`: lines that answer what was asked of it.
    """
    lines = [Part("utter_part_last", {"last": case["last"]})] if case["last"] and not why else []
    lines += asked
    if case["handler"] and case["state"] not in OVER:
        lines.append(Part("utter_part_with", {"body": case["handler"]["name"], "phone": case["handler"]["phone"]}))
    if case["due_at"] and case["state"] not in DONE:
        lines.append(Part("utter_part_due", {"due": format_day(case["due_at"])}))
    if case["state"] == "resolved":
        lines.append(Part("utter_part_is_it_fixed"))
    state = "。".join(filter(None, (case["state_label"], why)))
    params = {"title": case["title"], "case_no": case["case_no"], "state": state}
    return Say("utter_status", params, {"lines": tuple(lines)}, link=case["link"])


async def send_reminder(turn: Turn, talk: Talk, portal: PortalClient, case: CaseSummary) -> Reply:
    """Send the reminder (催办) for a case already found; if it is resolved or over, or the portal refuses, tell its state instead."""
    if case["state"] in DONE:
        return await tell_state(turn, talk, portal, case)
    try:
        reminded = await portal.remind(turn.inbox_id, turn.contact, case["case_no"], turn.text)
    except PortalRefused:
        return await tell_state(turn, talk, portal, case)
    if (told := said_of_readers(reminded)) is not None:
        return Reply((told,), talk.understood())
    params = {"title": case["title"], "case_no": case["case_no"]}
    lines = (Part("utter_part_due", {"due": format_day(case["due_at"])}),) if case["due_at"] else ()
    return Reply((Say("utter_reminded", params, {"lines": lines}, link=case["link"]),), talk.understood())


async def add_to(turn: Turn, talk: Talk, portal: PortalClient, case: CaseSummary) -> Reply:
    """Add the message to a case already found, with a number of the sender's in it as the one to call; if the portal refuses, tell the case's state instead."""
    try:
        updated = await portal.add_detail(
            turn.inbox_id, turn.contact, case["case_no"], turn.text, changes=contact_change(turn)
        )
    except PortalRefused:
        return await tell_state(turn, talk, portal, case)
    return Reply((added_message(updated, turn),), talk.understood())


def contact_change(turn: Turn) -> dict[str, str] | None:
    """The `changes` of a case if the message leaves the sender's number, which is the one to call from then on; else None."""
    number = own_phone(turn.draft, turn.text)
    return {"contact": number} if number else None


def added_message(case: CaseSummary, turn: Turn, *, is_own: bool = False) -> Say:
    """Say who reads what was added to the case: its handlers, or only the desk; only the desk reads a number.

    Of words that hold a name, and of a number that is not the sender's (物业的电话是…) only that it was added. `is_own`: it is, though this message holds only a piece of it.
    """
    if (told := said_of_readers(case)) is not None:
        return told
    response = "utter_detail_kept_back" if case["kept_back"] else "utter_detail_added"
    if case["number_covered"] and not case["kept_back"]:
        is_own = is_own or own_phone(turn.draft, turn.text) is not None
        response = "utter_detail_with_number" if is_own else "utter_danger_added"
    elif not case["kept_back"] and _TELLS_A_NAME.search(turn.text):  # which handlers do not read
        response = "utter_danger_added"
    return Say(response, {"title": case["title"], "case_no": case["case_no"]}, link=case["link"])


_TELLS_A_NAME = re.compile(
    r"我(?:姓(?!名)|叫(?!了|过|他|她|你|人|物业|的|不)|的?名字(?:是|叫))(?=[\u4e00-\u9fff])|我是[\u4e00-\u9fff]{1,3}(?:师傅|阿姨|大妈|大爷|老师)(?=$|[，,。 ])"
)


def number_noted(case: CaseSummary, turn: Turn) -> tuple[Say, ...]:
    """Say that only the desk reads the sender's own number in what was added to the case; () if it holds none, or the desk alone reads all of it."""
    noted = case["number_covered"] and not (case["kept_back"] or case["readers"]) and own_phone(turn.draft, turn.text)
    return (Say("utter_number_noted"),) if noted else ()
