"""Make a case confidential at the reporter's wish: the one registered last or named, else the report that follows."""

from __future__ import annotations

import re

from actions.case_draft import empty_draft, with_kind
from actions.conversation.say import Reply, Say
from actions.conversation.turn import Talk, Turn
from actions.intake.common_questions import asks_beside_wish, faq_answer
from actions.intake.flow import start_report
from actions.intake.form import Form, with_contact
from actions.intake.step import Step, ask_next
from actions.intake.wishes import names_a_person
from actions.interpreting import choosing
from actions.interpreting.numbers import own_phone
from actions.portal_client import CaseSummary, PortalClient, PortalRefused, is_unnamed
from actions.topics.report import carry_out
from actions.topics.topic import answers_topic
from actions.topics.tracking import NOT_DISPATCHED, added_message, status_message

_TIPS_OFF = re.compile("(?<!被)(?<!不是)举报(?!信|电话)")


@answers_topic("confidentiality")
async def make_confidential(turn: Turn, talk: Talk, portal: PortalClient) -> Reply:
    """Make a case confidential, by adding the wish to it: of those not over, the one whose number is given, else the newest. Without any,
    keep the wish for the next report; if the portal refuses, tell the case's state. A common question that is asked beside the wish is answered first."""
    case = choosing.latest_open(await portal.cases(turn.contact), turn.text)
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
    return Reply((*answer, _confirm(updated, turn), *number), talk.understood())


def _words_of_wish(turn: Turn) -> str:
    """The message; the whole wish, if the message is only its end (不要让物业, then 知道是我)."""
    began = turn.wish is not None and turn.wish.said not in turn.text and turn.wish.said.endswith(turn.text.strip())
    return turn.wish.said if turn.wish is not None and began else turn.text


def _confirm(case: CaseSummary, turn: Turn) -> Say:
    """Say what was done, going only by what the portal returned for the case."""
    if not is_unnamed(case):
        return added_message(case, turn)
    response = "utter_kept_secret" if case["state"] in NOT_DISPATCHED else "utter_kept_secret_late"
    return Say(response, {"title": case["title"], "case_no": case["case_no"]}, link=case["link"])


async def _before_a_report(turn: Turn, talk: Talk, portal: PortalClient) -> Reply:
    """Keep the wish in a new form, and ask for the matter."""
    assert turn.wish is not None
    draft = with_kind(empty_draft(), "tip_off") if _TIPS_OFF.search(turn.wish.said) else empty_draft()
    form = Form(text="", draft=draft, answers={"detail": turn.wish.said}, photos=turn.photos)
    step = ask_next(with_contact(form, turn))
    number = (Say("utter_number_noted"),) if own_phone(turn.draft, turn.text) else ()
    noted = "utter_wish_noted" if names_a_person(turn) else "utter_secret_with_report"
    says = (Say(noted), *number, *step.says)
    return await carry_out(Step(step.form, says, "keep"), turn, talk, portal)
