"""Add to the emergency that was raised, correct its place, and hand its sender over to the desk."""

from __future__ import annotations

import re
from dataclasses import replace

from actions.case_draft import doubtful_danger_of
from actions.conversation.expecting import Detail, script_of_raised, without_question
from actions.conversation.say import Reply, Say
from actions.conversation.turn import Talk, Turn
from actions.conversation.wording import quote
from actions.intake.answers.filling import reads_as_place
from actions.intake.estates import NONE_OF_THESE, NOT_THIS_ONE
from actions.interpreting import scenes
from actions.interpreting import short_answers as short
from actions.interpreting.aid.gone import has_answered
from actions.interpreting.aid.traces import asks_of_traces
from actions.interpreting.aid.untold import asks_who_is_told, wants_no_contact
from actions.interpreting.doing.forbidden import forbidden_act
from actions.interpreting.numbers import announced_piece, how_far, is_only_own_phone, piece_of_number, written
from actions.interpreting.places import leads_nowhere
from actions.portal_client import CaseSummary, PortalClient, PortalError, PortalRefused, Registered, is_unnamed
from actions.topics.danger.whereabouts import may_move, place_told, says_only_a_spot, says_where, spot_told

_IS_OF_THE_FAMILY = re.compile(
    r"是[我她他](?:们)?(?:家)?的?(?:亲)?(?:老公|老婆|丈夫|妻子|前[夫妻任]|[男女]朋友|对象|爱人|[爸妈爹娘哥姐弟妹]|爷爷|奶奶|公公|婆婆|岳[父母]|儿子|女儿|继父|后[爸妈]|家里?人)(?!的)"
)
"""Who struck, told after blows whose striker was not known."""
_READS = re.compile("[看查翻]")
NEEDS_A_PERSON = frozenset({"self_harm"})  # handed over to the desk at once
SILENT = frozenset({"home_violence"})  # send the reporter nothing later until they allow it
ASK_DANGER = Say("utter_ask_danger", asks="danger")
NOT_TOLD_YET = Say("utter_not_told_yet")
"""Beside the first question about a danger in doubt: that nobody was told, and what an answer, or none, leads to."""


def must_be_quiet(danger: str, script: str) -> bool:
    """Whether nothing may show what was raised, or be sent later unasked: whoever holds the telephone may be whom its sender fears."""
    return danger in SILENT or script in scenes.QUIET


STAYS = (Say("utter_stay_with_you"), Say("utter_still_listening"), Say("utter_listening_on"))
"""To whoever wants to die, instead of that their words were noted; in turn, so that they do not read the same words again and again."""
ASK_DANGER_PLAINLY = Say("utter_ask_danger_plainly", asks="danger")
"""The same question, after words that only take the report back."""
ASK_PLACE = Say("utter_ask_danger_place", asks="place")


FIND_THE_PLACE = Say("utter_find_the_place")
_KNOWS_NO_ADDRESS = re.compile(
    r"(?:不知道|不晓得|不清楚|不记得|忘了|说不[清出]|不认识|认不得|弄不清)[^，,。！!？?；;]{0,6}(?:地址|门牌|几栋|几号|几楼|哪里|哪儿|哪栋|什么路|什么地方|小区|叫什么|路名|这是哪)"
)
"""Who cannot say where they are, be it a child."""


def call_first(script: str) -> Say:
    """Whom to call for whoever has not: by SMS if they may be heard, and only if it gets worse where the first answer said no more."""
    if scenes.is_called_only_if(script):
        return Say("utter_call_if_worse")
    first = "utter_call_first_police" if scenes.may_be_heard(script) else "utter_call_first"
    return Say(first, {"number": scenes.numbers_to_call(script)})


async def add_to_emergency(turn: Turn, talk: Talk, portal: PortalClient, raised: Detail) -> Reply:
    """As `_add_to_emergency`; the sender's number that comes in pieces (我电话1395 / 8877678) becomes, whole, the one to call. Each piece stands in the case, too."""
    asked, piece = talk.pending or {}, piece_of_number(turn.text)
    goes_on = asked.get("asked") == "number" and piece is not None
    begun = str(asked.get("digits", "")) if goes_on else ""
    digits = begun + piece if piece is not None and (begun or announced_piece(turn.text)) else ""
    whole = written(digits) if how_far(digits) == "whole" else ""
    reply = await _add_to_emergency(turn, talk, portal, raised, number=whole)
    if reply.talk is None or how_far(digits) != "begun":
        return reply
    pending = {"asked": "number", "topic": "detail", "digits": digits}
    return replace(reply, talk=replace(reply.talk, pending=pending))


async def _add_to_emergency(turn: Turn, talk: Talk, portal: PortalClient, raised: Detail, *, number: str) -> Reply:
    """Add to an emergency where it is or what happened since (火已经灭了), for whoever is on call; 不知道 only ends the open question, but of whoever wants to die and was asked nothing.

    "Where is it?" is asked again after words that cannot be a place, of a spot that nobody could find in which estate that is, and stays open after any that
    say nothing of one; any other open question ends, but after "is somebody in danger?" a place that is not known is asked for again. Whoever wants to die is not asked again, though the place is still awaited.
    """
    dies = scenes.wants_to_die(script_of_raised(raised)) and raised.get("asks") != "place"
    if short.says_unknown(turn.text) and not dies:
        find = (FIND_THE_PLACE,) if raised.get("asks") == "place" else ()
        return Reply((*find, Say("utter_danger_no_place")), talk.understood(), expecting=without_question(raised))
    added = await add_to_raised(turn, portal, raised, number=number)
    if added is None:
        return not_noted(talk, raised)
    raised, first = _shut_in_now(turn, raised)
    added = (*first, *_tell_the_police(turn, raised), *added)
    if raised.get("asks") == "place" and _KNOWS_NO_ADDRESS.search(turn.text) and not says_where(turn):
        return Reply((*added, FIND_THE_PLACE), talk.understood(), expecting=raised)
    spot = says_only_a_spot(turn)
    nowhere = (
        turn.text.strip() in (NONE_OF_THESE, NOT_THIS_ONE)
        or is_only_own_phone(turn.draft, turn.text)
        or not (reads_as_place(turn) or says_where(turn))
    )
    if raised.get("asks") == "place" and (spot or nowhere):
        again = _ask_beyond(spot_told(turn.text)) if spot else ASK_PLACE
        says = added if says_that_we_stay(added) else (*added, again)
        return Reply(says, talk.understood(), expecting=raised)
    if raised.get("asks") == "place" and not may_move(turn):  # 四岁, 快点: the place still waits
        return Reply(added, talk.understood(), expecting=raised)
    about = without_question(raised)
    asked_between = raised.get("asks") == "danger" and not says_where(turn) and not says_that_we_stay(added)
    if asked_between and leads_nowhere(await place_of_raised(raised, turn, portal)):
        about["asks"] = "place"
        return Reply((*added, ASK_PLACE), talk.understood(), expecting=about)
    return Reply(added, talk.understood(), expecting=about)


def _shut_in_now(turn: Turn, raised: Detail) -> tuple[Detail, tuple[Say, ...]]:
    """The emergency with the script of whoever hides or is held at home, if the message says so, and what they are told; else (the same, ())."""
    shut_in = scenes.script_if_shut_in(script_of_raised(raised), turn.text)
    if not shut_in:
        return raised, ()
    about = raised.copy()
    about["danger"] = shut_in
    return about, (Say(f"utter_danger_{shut_in}"),)


_MAY_BE_THERE = re.compile(
    r"(?:说过?|提过?|讲过?|想|可能|应该|大概|也许|会不会|平时|以前|常|爱|喜欢)[^，,。！!？?]{0,6}(?:去|到|在)[^，,。！!？?]{1,12}|(?:最后|刚才|刚刚|有人|看见|看到)[^，,。！!？?]{0,8}(?:往|朝|去|在|到)[^，,。！!？?]{1,12}|(?:穿|戴|骑|背|带)(?:着|了|的)"
)
"""Where whoever is missing may be, or how to know them: 他昨天说过要去江边."""
_WITH_POLICE_OR_HOME = re.compile("派出所|警察|民警|报(?:了|过)?[案警]|110|到家|在家|回[来家]|找[到着]了")


def _tell_the_police(turn: Turn, raised: Detail) -> tuple[Say, ...]:
    """That 110 must be called, beside what may lead to whoever is missing: it is of no use with us alone; () of anything else, or once they were called."""
    script = script_of_raised(raised)
    if raised.get("called") or script not in ("missing", *scenes.FAREWELLS) or _WITH_POLICE_OR_HOME.search(turn.text):
        return ()
    if _MAY_BE_THERE.search(turn.text) is None:
        return ()
    return (call_first(script),)


def _ask_beyond(spot: str) -> Say:
    """Ask in which estate or on which road a spot is (家里): the same question would only bring the same answer. "": ask again."""
    if not spot:
        return ASK_PLACE
    return Say("utter_ask_place_more", {"place": quote(spot, 20)}, asks="place")


async def place_of_raised(raised: Detail, turn: Turn, portal: PortalClient) -> str:
    """The place of an emergency's case; "" if it has none, or the case cannot be read."""
    case = await _case_of_raised(raised, turn, portal)
    return case["place"] if case is not None else ""


async def _case_of_raised(raised: Detail, turn: Turn, portal: PortalClient) -> CaseSummary | None:
    """The emergency's case; None if it cannot be read."""
    try:
        cases = await portal.cases(turn.contact)
    except PortalRefused:
        return None
    return next((case for case in cases if case["case_no"] == raised["case_no"]), None)


async def add_to_raised(
    turn: Turn, portal: PortalClient, raised: Detail, *, danger: str = "", no_push: bool = False, number: str = ""
) -> tuple[Say, ...] | None:
    """Add the message to the emergency's case, with the place that it tells first or corrects; return what to say to the sender.

    `danger`: the one that the message tells of, if it does: the portal then pages people anew where that is news
    (`portal/cases/verbs/reporter/danger_again.py`). `no_push`: as in `PortalClient.report`. `number`: the one to call from now on. None: the portal refused it.
    """
    case = await _case_of_raised(raised, turn, portal) if may_move(turn) else None
    quietly = scenes.danger_of_script(script_of_raised(raised)) in scenes.BLOWS and wants_no_contact(turn.text)
    shut_in = scenes.script_if_shut_in(script_of_raised(raised), turn.text) in scenes.QUIET
    no_push = no_push or quietly or shut_in or tells_of_blows_at_home(turn, raised)
    known = case["place"] if case is not None else ""
    place = place_told(turn, case, asked=raised.get("asks") == "place") if case is not None else ""
    changes = ({"place": place} if place else {}) | ({"contact": number} if number else {})
    try:
        added = await portal.add_detail(
            turn.inbox_id,
            turn.contact,
            raised["case_no"],
            turn.text,
            changes=changes or None,
            danger=danger,
            no_push=no_push,
        )
    except PortalRefused:
        return None
    again: tuple[Say, ...] = ()
    if added["reopened"]:
        was = scenes.danger_of_script(script_of_raised(raised))
        again = await tell_that_raised(added, was, turn, portal, unnamed=turn.wish is not None, quietly=no_push)
    return _said_of_words(turn, raised, added, moved_to=place if known else "", quietly=quietly, again=again)


def _said_of_words(
    turn: Turn, raised: Detail, case: CaseSummary, *, moved_to: str, quietly: bool, again: tuple[Say, ...]
) -> tuple[Say, ...]:
    """What to say of words added to an emergency; `again`: that it was raised once more, which takes the place of a bare "noted"."""
    params = {"case_no": case["case_no"]}
    noted = Say("utter_detail_quietly" if quietly else "utter_danger_added", params)
    said: tuple[Say, ...] = () if again else (noted,)
    if moved_to:
        said = (Say("utter_emergency_moved", params | {"place": quote(moved_to, 40)}),)
    elif scenes.wants_to_die(script_of_raised(raised)):
        said = (STAYS[turn.inbox_id % len(STAYS)],)
    if again:
        return (*again, *said)
    return (*said, *((Say("utter_emergency_unnamed"),) if turn.wish is not None and is_unnamed(case) else ()))


async def tell_that_raised(
    case: Registered | CaseSummary,
    danger: str,
    turn: Turn,
    portal: PortalClient,
    *,
    unnamed: bool,
    quietly: bool = False,
) -> tuple[Say, ...]:
    """Of self_harm hand the sender over to the desk; return what tells that the case was raised. `unnamed`: also say that they stay so, if the case is confidential.

    Of danger at home, or `quietly`, without a card in sight of whoever takes the telephone, and without a promise of messages.
    """
    if danger in NEEDS_A_PERSON:
        await hand_over_to_desk(turn, danger, portal)
    quietly = quietly or danger in SILENT or bool(case.get("quiet"))
    response = "utter_danger_raised_quietly" if quietly else "utter_danger_raised"
    wish = (Say("utter_emergency_unnamed"),) if unnamed and is_unnamed(case) else ()
    return (Say(response, {"case_no": case["case_no"]}, link=None if quietly else case["link"]), *wish)


def says_that_we_stay(says: tuple[Say, ...]) -> bool:
    """Whether one of the messages tells whoever wants to die that somebody listens."""
    return any(one in STAYS for one in says)


def tells_of_blows_at_home(turn: Turn, raised: Detail) -> bool:
    """Whether a message about an emergency may tell of violence at home: by its danger, sure or doubtful, or by who of the family struck (是我老公)."""
    if script_of_raised(raised) in scenes.FAREWELLS and has_answered(turn.text):
        return False  # 喝多了 is what somebody who is well was
    told = turn.danger or doubtful_danger_of(turn.draft)
    blows = scenes.danger_of_script(script_of_raised(raised)) == "violence"
    return told == "home_violence" or (blows and _IS_OF_THE_FAMILY.search(turn.text) is not None)


def who_reads(text: str) -> tuple[Say, ...]:
    """What answers whether somebody is told of it or can read this, and how to clear it, if that is asked; else ()."""
    told = (Say("utter_who_is_told"),) if asks_who_is_told(text) else ()
    clears = asks_of_traces(text) or (told and _READS.search(text))
    return (*told, *((Say("utter_clear_this_phone"),) if clears else ()))


def warning_of(text: str, script: str) -> tuple[Say, ...]:
    """The message that names what the sender means or asks to do though it must not be done in this script of advice; () if nothing."""
    act = forbidden_act(text, script)
    return (Say("utter_forbidden", {"act": act}),) if act else ()


def not_noted(talk: Talk, raised: Detail) -> Reply:
    """The reply if the portal refused to add the words to the emergency; further messages then no longer count as being about it."""
    said = Say("utter_not_noted", {"case_no": raised["case_no"]})
    return Reply((said,), talk.understood(), expecting=None)


async def hand_over_to_desk(turn: Turn, reason: str, portal: PortalClient) -> None:
    """Put the conversation on the desk's list of handovers. `reason`: as in `PortalClient.start_handover`. Raises PortalError, also if refused."""
    try:
        await portal.start_handover(turn.inbox_id, turn.contact, reason, turn.text)
    except PortalRefused as error:
        raise PortalError(str(error)) from error
