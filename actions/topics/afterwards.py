"""Answer messages after a report was registered: correct its case, add to it, or ask whether a new report repeats it."""

from __future__ import annotations

import re
from dataclasses import replace

from actions.case_draft import KIND_LABELS, CaseDraft, place_words
from actions.conversation.expecting import case_asked_about
from actions.conversation.say import Button, Part, Reply, Say
from actions.conversation.turn import Talk, Turn
from actions.conversation.wording import quote
from actions.intake import after_report
from actions.intake.answers.pieces import may_be_the_room
from actions.intake.asking import which_place_message
from actions.intake.corrections.changes import Changes
from actions.intake.corrections.reading import deletes_number
from actions.intake.draft_corrections import category_of_correction, corrected_thing
from actions.intake.flow import start_report
from actions.interpreting import choosing, open_questions
from actions.interpreting.matters import things
from actions.interpreting.matters.introductions import tells_only_home
from actions.interpreting.numbers import (
    announced_piece,
    how_far,
    is_local,
    is_only_own_phone,
    numbers_in,
    piece_of_number,
    written,
)
from actions.portal_client import CaseSummary, PortalClient, PortalRefused
from actions.topics.danger.emergency import tell_that_raised
from actions.topics.report import carry_out
from actions.topics.small_talk import answer_not_understood
from actions.topics.topic import answers_topic, said_of_readers
from actions.topics.tracking import (
    ANOTHER,
    added_message,
    answer_passed,
    ask_of_unknown,
    contact_change,
    number_noted,
    offer_apart,
    status_message,
)

THE_SAME = "同一件"  # on a button, as ANOTHER
CORRECTION = "更正：是"  # before a place on a button: a tap is then read as a correction
# Corrected field → the line with its new value (_PARTS), or the line that says that it was deleted (_DELETED).
_PARTS = {"place": "utter_part_place", "time": "utter_part_time", "contact": "utter_part_new_contact"}
_DELETED = {"place": "utter_part_no_place", "time": "utter_part_no_time", "contact": "utter_part_no_contact"}
_LEAST_STARRED = 8  # characters of a number


def _without_home(changes: Changes, turn: Turn, case: CaseSummary) -> Changes:
    """The changes; of a case in confidence, or in the answer to what staff ask about it, no place that is only where the sender lives (我是5栋601的)."""
    may_be_home = case["confidential"] or case_asked_about(turn.expecting) == case["case_no"]
    if changes.place and may_be_home and tells_only_home(turn.text, place_words(turn.draft)):
        return replace(changes, place=None)
    return changes


@answers_topic("correction")
async def correct_case(turn: Turn, talk: Talk, portal: PortalClient) -> Reply:
    """Correct the case that the message is about: of those not over and reported within a day, the one whose number, thing or words it gives, else the newest.

    Of a thing that none of them has the sender is asked. Words that change no field are added to it; where it is unclear which place is meant, the sender is asked.
    """
    cases = await portal.shown_cases(turn.contact)
    recent = [case for case in cases if after_report.recent_case([case], turn.sent_at)]
    case = _meant_case(recent, turn)
    if deletes_number(turn.text) and (having := after_report.with_numbers(cases)) and having != [case]:
        return await _delete_numbers(having, turn, talk, portal)
    if case is None:
        return Reply((Say("utter_no_cases"),), talk.understood())
    if things.names_none(recent, turn.text):
        return await ask_of_unknown(turn, talk, portal, recent, topic="detail")
    changes = _without_home(after_report.changes_of(turn, case), turn, case)
    thing = {} if changes else corrected_thing(turn)
    try:
        updated = await portal.add_detail(
            turn.inbox_id, turn.contact, case["case_no"], turn.text, changes=changes.as_dict() or thing
        )
    except PortalRefused:
        return Reply((status_message(case),), talk.understood())
    if changes.contact and re.sub(r"\D", "", changes.contact) != re.sub(r"\D", "", updated["number"]):
        changes = replace(changes, contact=None)  # the portal kept none: it is a number that the town gives out
    if case_asked_about(turn.expecting) == case["case_no"]:
        return Reply((answer_passed(updated, turn, _lines_of(updated, changes)),), talk.understood(), expecting=None)
    if thing and _tells_it(updated, case) and (updated["category"] or "") == thing["category"]:
        return Reply((_corrected(updated, (_line_of_category(updated, turn),)),), talk.understood())
    if not changes:
        among = after_report.unclear_places(turn, case)
        which = (which_place_message(among, CORRECTION),) if among else ()
        return Reply((added_message(updated, turn), *which), talk.understood())
    shown = _as_shown(changes, turn.text)
    if updated["number_covered"] and not updated["kept_back"] and set(changes.as_dict()) == {"contact"}:
        new_number = Say("utter_part_new_contact", {"contact": quote(shown.contact or "", 40)})
        return Reply((added_message(updated, turn, is_own=True), new_number), talk.understood())
    return Reply((corrected_message(updated, shown), *number_noted(updated, turn)), talk.understood())


async def _delete_numbers(cases: list[CaseSummary], turn: Turn, talk: Talk, portal: PortalClient) -> Reply:
    """Delete the number to call from each of these cases."""
    says: tuple[Say, ...] = ()
    for number, case in enumerate(cases):
        of_this = portal.of_write(number)
        updated = await of_this.add_detail(
            turn.inbox_id, turn.contact, case["case_no"], turn.text, changes={"contact": ""}
        )
        says = (*says, corrected_message(updated, Changes(contact="")))
    return Reply(says, talk.understood())


def _meant_case(recent: list[CaseSummary], turn: Turn) -> CaseSummary | None:
    """The case that the correction is about (see `correct_case`); None if there is none. `recent`: those reported within a day and not over."""
    named = choosing.find_by_number(recent, turn.text) or things.case_named(recent, turn.text)
    return named or choosing.best_match(recent, turn.text) or next(iter(recent), None)


def _as_shown(changes: Changes, said: str) -> Changes:
    """The changes with the middle of a number starred out of which the message says only some digits (尾号6612): the others stay unsaid."""
    new = changes.contact
    if not new or any(written(one["text"]) == new for one in numbers_in(said)) or len(new) < _LEAST_STARRED:
        return changes
    return replace(changes, contact=f"{new[:3]}****{new[-4:]}")


def corrected_message(case: CaseSummary, changes: Changes) -> Say:
    """Say what the case says now, and who reads the words of the correction, or that a room number was starred out in all of the case's words."""
    lines = _lines_of(case, changes)
    if changes.room is not None:
        params = {"title": case["title"], "case_no": case["case_no"]}
        return Say("utter_room_left_out", params, {"lines": lines}, link=case["link"])
    return _corrected(case, lines)


def _tells_it(updated: CaseSummary, case: CaseSummary) -> bool:
    """Whether a case tells another thing than before, as its title or its category shows."""
    return updated["title"] != case["title"] or updated["category"] != case["category"]


def _line_of_category(case: CaseSummary, turn: Turn) -> Part:
    """The line with the category of the thing that the message corrects: its name where it is sure, else that staff decide."""
    kind = KIND_LABELS.get(case["kind"], case["kind"])
    if not case["category"]:
        return Part("utter_part_new_kind", {"kind": kind})
    return Part("utter_part_kind", {"kind": kind, "category": category_of_correction(turn)["path"][-1]})


def _corrected(case: CaseSummary, lines: tuple[Part, ...]) -> Say:
    """Say that the case now has what these lines tell, and who reads the words of the correction."""
    params = {"title": case["title"], "case_no": case["case_no"]}
    if (told := said_of_readers(case, lines)) is not None:
        return told
    response = "utter_corrected_kept_back" if case["kept_back"] else "utter_corrected"
    return Say(response, params, {"lines": lines}, link=case["link"])


def _lines_of(case: CaseSummary, changes: Changes) -> tuple[Part, ...]:
    """A line for each changed field, with what the case says now."""
    lines: list[Part] = []
    for name, value in changes.as_dict().items():
        if name == "room":
            lines = [Part("utter_part_place", {"place": quote(case["place"], 40)})] if case["place"] else []
        elif name == "kind":
            lines.append(Part("utter_part_new_kind", {"kind": KIND_LABELS.get(value, value)}))
        elif value:
            lines.append(Part(_PARTS[name], {name: quote(value, 40)}))
        else:
            lines.append(Part(_DELETED[name]))
    return tuple(lines)


@answers_topic("number")
async def join_number(turn: Turn, talk: Talk, portal: PortalClient) -> Reply:
    """Put the pieces of a telephone number together (1395, 8877, 678), and give it whole to the newest case reported within a day.

    Pieces are kept only here, so that they stand in no words of the case, but for digits that may be the room its place lacks. A whole number after a piece counts alone. Digits that make no number are
    added to the case as words; the number of a landline without its area code counts only for a case that has none.
    """
    asked = talk.pending or {}
    piece = piece_of_number(turn.text) or ""
    digits = str(asked.get("digits", "")) + piece if asked.get("asked") == "number" else piece
    digits = piece if how_far(piece) == "whole" and how_far(digits) != "whole" else digits
    case = after_report.recent_case(await portal.shown_cases(turn.contact), turn.sent_at)
    if not digits or how_far(digits) == "begun":
        waiting = talk.understood(pending={"asked": "number", "topic": "number", "digits": digits})
        if case is None or announced_piece(turn.text) is not None or not may_be_the_room(digits, case["place"]):
            return Reply((Say("utter_wait" if digits else "utter_which_number"),), waiting)
        added = await portal.add_detail(turn.inbox_id, turn.contact, case["case_no"], turn.text)
        return Reply((added_message(added, turn),), waiting)
    whole = how_far(digits) == "whole" or (is_local(digits) and case is not None and not case["number"])
    if case is None:
        return await answer_not_understood(turn, replace(talk, pending=None), portal)
    if not whole:
        return await add_to_case(turn, replace(talk, pending=None), portal)
    number = written(digits)
    updated = await portal.add_detail(turn.inbox_id, turn.contact, case["case_no"], number, changes={"contact": number})
    return Reply((added_message(updated, turn, is_own=True),), talk.understood())


@answers_topic("addition")
async def add_to_case(turn: Turn, talk: Talk, portal: PortalClient) -> Reply:
    """Add the words to the case that they are about (`after_report.case_meant`), and offer to report them apart (not a number alone).

    A number of the sender's becomes the one to call. If the message accepts that offer, report the earlier words apart; words about which
    the bot asked in vain whether they are the same are added as well. Without such a case, or if the portal refuses, report these words apart.
    """
    pending = talk.pending or {}
    if pending.get("asked") == "another" and open_questions.says_another(turn):
        return await _report_apart(pending, turn, talk, portal)
    cases = await portal.shown_cases(turn.contact)
    case = after_report.case_meant(cases, turn)
    if case is None:
        return await carry_out(start_report(turn), turn, talk, portal)
    open_cases = choosing.not_over(cases)
    if things.names_none(open_cases, turn.text):
        return await ask_of_unknown(turn, talk, portal, open_cases, topic="detail")
    try:
        changes, words = contact_change(turn), _with_words_left(pending, turn.text)
        updated = await portal.add_detail(turn.inbox_id, turn.contact, case["case_no"], words, changes=changes)
    except PortalRefused:
        return await carry_out(start_report(turn), turn, talk, portal)
    if updated["reopened"]:
        told = await tell_that_raised(updated, turn.danger or "", turn, portal, unnamed=turn.wish is not None)
        return Reply(told, talk.understood())
    if is_only_own_phone(turn.draft, turn.text):
        return Reply((added_message(updated, turn),), talk.understood())
    offer, asked = offer_apart(turn)
    return Reply((added_message(updated, turn), offer), talk.understood(pending=asked))


@answers_topic("same_again")
async def ask_whether_the_same(turn: Turn, talk: Talk, portal: PortalClient) -> Reply:
    """Ask whether a report repeats the newest case that is not over, reported within a day; take the answer: add it to that case, or take it in apart.

    Without such a case, take it in at once.
    """
    pending = talk.pending or {}
    if pending.get("asked") == "same":
        if open_questions.says_another(turn):
            return await _report_apart(pending, turn, talk, portal)
        return await _add_what_was_said(pending, turn, talk, portal)
    case = after_report.case_meant(await portal.shown_cases(turn.contact), turn)
    if case is None:
        return await carry_out(start_report(turn), turn, talk, portal)
    params = {"title": case["title"], "case_no": case["case_no"]}
    asked = {"asked": "same", "topic": "same_again", "text": turn.text, "draft": turn.draft, "case_no": case["case_no"]}
    asked |= {"act": turn.act, "act_score": turn.act_score}
    buttons = (Button(THE_SAME, THE_SAME), Button(ANOTHER, ANOTHER))
    asked |= {"title": case["title"], "buttons": [THE_SAME, ANOTHER]}
    return Reply((Say("utter_ask_same", params, asks="which_case", buttons=buttons),), talk.understood(pending=asked))


async def _add_what_was_said(pending: dict[str, object], turn: Turn, talk: Talk, portal: PortalClient) -> Reply:
    """Add what was said before to the case that it repeats, with what it corrects there; if the portal refuses, take it in as a report of its own."""
    said, case_no = _said_before(pending, turn), str(pending["case_no"])
    case = choosing.find_by_number(await portal.shown_cases(turn.contact), case_no)
    another = case is None or things.names_another_thing(said.text, case)
    changes = Changes() if another or case is None else after_report.changes_of_the_same(said, case)
    try:
        updated = await portal.add_detail(
            turn.inbox_id, turn.contact, case_no, said.text, changes=changes.as_dict() if changes else None
        )
    except PortalRefused:
        return await _report_apart(pending, turn, talk, portal)
    said_now = corrected_message(updated, _as_shown(changes, said.text)) if changes else added_message(updated, said)
    return Reply((said_now,), talk.understood())


def _with_words_left(pending: dict[str, object], text: str) -> str:
    """The text, behind the words of which the bot asked whether they are of the same case, if that was not answered: what adds to the case adds them, too."""
    left = str(pending.get("text") or "") if pending.get("asked") == "same" else ""
    return f"{left}；{text}" if left else text


async def _report_apart(pending: dict[str, object], turn: Turn, talk: Talk, portal: PortalClient) -> Reply:
    """Take in what was said before as a report of its own."""
    return await carry_out(start_report(_said_before(pending, turn)), turn, talk, portal)


def _said_before(pending: dict[str, object], turn: Turn) -> Turn:
    """The message about which was asked, as it was read then."""
    draft: CaseDraft = pending["draft"]  # type: ignore[assignment]  # written by ourselves
    score = pending.get("act_score")
    said = replace(turn, text=str(pending["text"]), draft=draft, whole=None, wish=None, faq=None)
    return replace(said, act=str(pending.get("act") or ""), act_score=score if isinstance(score, float) else 0.0)
