"""Danger to life: give the number to call, and register an emergency without asking anything first."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, cast

from actions.case_draft import CaseDraft, advice_of, danger_of, doubtful_danger_of, place_words, with_danger
from actions.conversation.expecting import Detail, raised_emergency, script_of_raised, without_question
from actions.conversation.say import Reply, Say
from actions.conversation.turn import Talk, Turn
from actions.conversation.wording import add_hours
from actions.intake.after_report import is_fresh
from actions.intake.estates import estates_of, which_estate_message
from actions.intake.form import Form, append_text, as_opened, join_photos, place_of, to_registration
from actions.intake.questions import report_lacks_a_matter
from actions.interpreting import danger_signs, scenes
from actions.interpreting.aid.aftercare import has_swallowed, skin_is_off
from actions.interpreting.aid.asked import is_hurt
from actions.interpreting.aid.inside import says_sender_is_inside, says_somebody_is_inside
from actions.interpreting.aid.lifeless import has_no_breath
from actions.interpreting.matters.apart import is_apart_from
from actions.interpreting.places import is_exact, leads_nowhere
from actions.interpreting.situations.paid import pays_all_the_same
from actions.interpreting.situations.rows import answer_in
from actions.portal_client import CaseSummary, PortalClient, PortalRefused
from actions.topics.danger.elsewhere import help_elsewhere
from actions.topics.danger.emergency import (
    ASK_PLACE,
    NEEDS_A_PERSON,
    SILENT,
    STAYS,
    add_to_raised,
    hand_over_to_desk,
    must_be_quiet,
    place_of_raised,
    tell_that_raised,
    warning_of,
    who_reads,
)
from actions.topics.danger.whereabouts import knows_where, says_where
from actions.topics.topic import answers_topic

_ANYWHERE = frozenset({"fraud", "naked_pictures"})
"""Scripts of what happens over the telephone: where is nothing to ask."""
_AT_HOME = re.compile(
    "老公|老婆|丈夫|妻子|前[夫妻任]|[男女]朋友|对象|爸|妈|爹|娘|父|母|公公|婆婆|儿子|女儿|哥|姐|弟|妹|爷爷|奶奶|家暴"
)

_THREATENS = re.compile(
    "[他她](?:们)?(?:还|又|也|刚才?|今天|居然|竟然){0,2}(?:说|扬言|威胁|放话|喊)(?:着|了|是)?(?:今[天晚]|明天|再|还)?要"
)
_WIRE_IS_DOWN = re.compile(
    "高压|电?线[^，,。！!？?]{0,5}(?:断|掉|垂|搭|刮|落)|(?:水里|积水|水塘)[^，,。！!？?]{0,8}电|灯杆"
)
"""Where more than a switch must be kept from: whoever goes near may be struck, too."""
_STRANGER = re.compile("房东|中介|工头|老板|邻居|楼[上下]|隔壁|保安|物业|店主|店家|室友|同事|司机|摊主")


@answers_topic("danger")
async def warn(turn: Turn, talk: Talk, portal: PortalClient) -> Reply:
    """Say whom to call, and register an emergency; or add the message to the emergency just raised.

    After an all-clear the same emergency is raised again, unless it is another (`_raise_again`). One that the portal raised while
    there was no bot (`Turn.raised`) is completed by registering it.
    """
    danger = turn.danger or turn.raised or (danger_of(turn.whole.draft) if turn.whole is not None else None) or "other"
    raised = raised_emergency(turn.expecting)
    if raised is not None and not raised.get("over"):
        return await _add_danger(raised, turn, talk, portal)
    if raised is not None:
        danger = _danger_again(raised, turn)
        again = await _raise_again(raised, danger, turn, talk, portal)
        if again is not None:
            return again
    told = await _told_of_a_stranger(turn, talk, portal) if danger == "home_violence" else None
    danger = danger if told is None else "violence"
    draft = turn.draft if turn.danger == danger else with_danger(turn.draft, danger)
    form = as_opened(Form(text=turn.text, draft=draft, photos=turn.photos, before=talk.form), turn)
    form = replace(form, answers=form.answers | {"place": told}) if told and not place_words(draft) else form
    form, kept = joined_with_draft_before(form)
    form = await where_it_was(form, raised, turn, portal)
    before = await _case_pointed_at(form, raised, turn, talk, portal)
    told = append_text(form.text, form.answers.get("detail", ""))
    script = scenes.script_of(danger, f"{before['title']}，{told}" if before else told, advice_of(form.draft))
    if before is None:
        return await raise_emergency(form, danger, turn, talk, portal, first=Say(f"utter_danger_{script}"), kept=kept)
    form = replace(form, answers=form.answers | {"place": before["place"]})
    first, taken = Say(f"utter_danger_{script}"), answer_in("taken_along", _TAKEN_ALONG)
    reply = await raise_emergency(form, danger, turn, talk, portal, first=first, kept=kept, script=script)
    return reply.then(Say("utter_situation_answer", {"answer": taken}))


async def _told_of_a_stranger(turn: Turn, talk: Talk, portal: PortalClient) -> str | None:
    """Where the matter with a stranger is, "" if unknown, of which a threat tells more (房东不退押金 / 他还说要打我): in the open draft, or the
    last case of an hour. None: the message is no mere threat, or names who of the family strikes."""
    if _AT_HOME.search(turn.text) or _THREATENS.search(turn.text) is None:
        return None
    before, place = "", ""
    if talk.form is not None:
        form = Form.from_json(talk.form)
        before, place = form.text, place_of(form)
    elif (case := await _last_case(turn, portal)) is not None:
        before, place = case["title"], case["place"]
    of_a_stranger = _STRANGER.search(before) is not None and not _AT_HOME.search(before)
    return place if of_a_stranger else None


async def _last_case(turn: Turn, portal: PortalClient) -> CaseSummary | None:
    """The contact's newest case of the last hour; None without one, or if the portal refuses."""
    try:
        fresh = [case for case in await portal.cases(turn.contact) if is_fresh(turn, case)]
    except PortalRefused:
        return None
    return max(fresh, key=lambda case: case["case_no"], default=None)


async def _add_danger(raised: Detail, turn: Turn, talk: Talk, portal: PortalClient) -> Reply:
    """Add a message that tells of danger to the emergency just raised, and give the one script of advice that is right by now
    (`scenes.script_after`); only that if the portal refuses the message."""
    danger = turn.danger or _danger_again(raised, turn)
    script = _script_now(raised, danger, turn)
    harm = _harm_beside(script, turn)
    first = (*warning_of(turn.text, script), *_first_of(raised, script, turn), *harm, *who_reads(turn.text))
    told = "injury" if harm else scenes.danger_of_script(script)
    added = await add_to_raised(turn, portal, raised, danger=told, no_push=must_be_quiet(danger, script))
    if danger in NEEDS_A_PERSON and _danger_raised(raised) not in NEEDS_A_PERSON:
        await hand_over_to_desk(turn, danger, portal)
    if added is None:
        return Reply(first, talk.understood())
    about = raised.copy()
    about["danger"] = scenes.script_to_keep(script_of_raised(raised), script)
    told_where = says_where(turn) and raised.get("asks") == "place"
    heard = tuple(one for one in added if one not in STAYS)
    if told_where:
        return Reply((*first, *heard), talk.understood(), expecting=without_question(about))
    unknown = raised.get("asks") == "place" and says_somebody_is_inside(turn.text, script)
    return Reply((*first, *heard, *((ASK_PLACE,) if unknown else ())), talk.understood(), expecting=about)


def _first_of(raised: Detail, script: str, turn: Turn) -> tuple[Say, ...]:
    """The advice of this script after further words; where somebody does not breathe also how to press, and not to go down to them into a pit; where somebody in the water does not move, first not to go in."""
    if says_somebody_is_inside(turn.text, script_of_raised(raised)):
        return (Say("utter_still_inside"),)
    if script == "burn" and skin_is_off(turn.text):
        return (Say("utter_skin_is_off"),)
    if is_here := answer_in(f"{script}?", turn.text):
        return (Say("utter_situation_answer", {"answer": is_here}),)
    says = (Say(f"utter_danger_{script}"),)
    if script_of_raised(raised) == "water" and script == "drowned" and not has_no_breath(turn.text):
        return (Say("utter_danger_water"), *says)
    if not scenes.script_if_lifeless(script_of_raised(raised), turn.text):
        return says
    if script_of_raised(raised) == "pit":
        return (Say("utter_danger_pit"), *says)
    return (*says, Say(f"utter_till_help_{script}")) if script in ("shock", "co") else says


def _harm_beside(script: str, turn: Turn, text: str = "") -> tuple[Say, ...]:
    """What to do about a wound that is told of beside blows, a wish to die, or where somebody is trapped or lies under what collapsed or was burnt in a fire, with the number of the ambulance; to keep from a wire that struck somebody; () if none is. `text`: all that was told, if more than the message."""
    ill = scenes.harm_beside(script, text or turn.text) if script == "lift" else ""
    if not ill and scenes.danger_of_script(script) in ("trapped", "collapse") and is_hurt(text or turn.text):
        return (Say("utter_danger_injury"),)
    if script == "shock" and _WIRE_IS_DOWN.search(text or turn.text):
        return (Say("utter_danger_live_wire"),)
    harm = scenes.harm_beside(script, text or turn.text, told=turn.danger == "injury")
    return (Say(f"utter_danger_{harm}"),) if harm else ()


def _script_now(raised: Detail, danger: str, turn: Turn) -> str:
    """The script of advice after further words in which this danger was read; as before, if they name none (又来了)."""
    before = script_of_raised(raised)
    if says_somebody_is_inside(turn.text, before):
        return before
    if says_sender_is_inside(turn.text, before):
        return "smoke" if scenes.danger_of_script(before) == "fire" else before
    if has_swallowed(turn.text, before):
        return "swallowed"
    if changed := scenes.script_if_lifeless(before, turn.text) or scenes.script_if_found(before, turn.text):
        return changed
    if turn.danger is None and danger == _danger_raised(raised):
        return before
    return scenes.script_after(before, danger, turn.text)


def _danger_again(raised: Detail, turn: Turn) -> str:
    """The danger that further words tell of; the one that was raised, if they name none (快来人), or only perhaps other blows."""
    told, before = turn.danger or doubtful_danger_of(turn.draft) or "other", script_of_raised(raised)
    # blows that the reporter saw are no violence in their own home when they go on
    seen_again = before.endswith(scenes.SEEN) and scenes.script_after(before, told, turn.text) == before
    same_blows = turn.danger is None and {told, _danger_raised(raised)} <= scenes.BLOWS
    return _danger_raised(raised) if told == "other" or seen_again or same_blows else told


def _danger_raised(raised: Detail) -> str:
    """The danger that was raised (fire, gas …)."""
    return scenes.danger_of_script(script_of_raised(raised))


async def _raise_again(raised: Detail, danger: str, turn: Turn, talk: Talk, portal: PortalClient) -> Reply | None:
    """Raise the same emergency again after its all-clear, so that people are paged anew; None: it is another matter, or the
    portal refused it (its case was withdrawn).

    `danger`: the one that the message tells of. It is another matter at another place, or if it must be taken in otherwise
    than the one that was raised (SILENT, NEEDS_A_PERSON); but blows are the same blows unless the message names who of the family strikes.
    """
    blows_again = {danger, _danger_raised(raised)} <= scenes.BLOWS and not _AT_HOME.search(turn.text)
    if danger != _danger_raised(raised) and danger in SILENT | NEEDS_A_PERSON and not blows_again:
        return None
    danger = _danger_raised(raised) if blows_again else danger
    known = await place_of_raised(raised, turn, portal)
    if known and any(
        is_exact(place) and place not in known and known not in place for place in place_words(turn.draft)
    ):
        return None
    script = _script_now(raised, danger, turn)
    quietly = must_be_quiet(danger, script)
    try:
        case = await portal.add_detail(
            turn.inbox_id, turn.contact, raised["case_no"], turn.text, danger=danger, no_push=quietly
        )
    except PortalRefused:
        return None
    told = await tell_that_raised(case, danger, turn, portal, unnamed=turn.wish is not None, quietly=quietly)
    says = (Say(f"utter_danger_{script}"), *_harm_beside(script, turn), *told)
    kept = scenes.script_to_keep(script_of_raised(raised), script)
    about = _emergency_expecting(turn, case["case_no"], kept)
    if says_where(turn) or not leads_nowhere(known):
        return Reply(says, talk.understood(form=talk.form), expecting=about)
    about["asks"] = "place"
    return Reply((*says, ASK_PLACE), talk.understood(form=talk.form), expecting=about)


async def raise_form_again(
    form: Form, turn: Turn, talk: Talk, portal: PortalClient, *, kept: dict[str, Any] | None
) -> Reply | None:
    """Raise the emergency again after whose all-clear this doubtful message came, once its sender says that somebody is in danger (as the form's draft says).

    None: there was no such emergency, or it is another matter (`_raise_again`). `kept`: another open draft, which is stored again.
    """
    if form.over is None:
        return None
    raised = cast(Detail, form.over)
    said = append_text(form.text, form.answers.get("detail", ""))
    told = replace(turn, text=said, draft=form.draft)
    again = await _raise_again(raised, _danger_again(raised, told), told, talk.understood(form=kept), portal)
    if again is not None:
        await portal.keep_draft(turn.inbox_id, turn.contact, kept)
    return again


async def raise_emergency(
    form: Form,
    danger: str,
    turn: Turn,
    talk: Talk,
    portal: PortalClient,
    *,
    first: Say,
    kept: dict[str, object] | None = None,
    called: bool = False,
    script: str = "",
) -> Reply:
    """Register the emergency; of self_harm also hand the sender over to the desk. `danger`: fire, gas … or other. `first`: the first message of the reply. `called`: the sender says that help was called.
    `script`: of advice, where more than the form's words decide it.

    `kept`: another open draft, to be stored again, since registering deletes it in the portal.
    """
    text, draft, answers = to_registration(form)
    script = script or scenes.script_of(danger, text, advice_of(draft))
    quietly = must_be_quiet(danger, script)
    case = await portal.report(
        turn.inbox_id,
        turn.contact,
        text=text,
        draft=draft,
        answers=answers,
        photos=list(form.photos),
        no_push=quietly,
    )
    told = await tell_that_raised(case, danger, turn, portal, unnamed=True, quietly=quietly)
    told = told[1:] if turn.raised else told  # the portal said so then
    if kept is not None:  # registering deleted the open draft in the portal
        await portal.keep_draft(turn.inbox_id, turn.contact, kept)
    says = (first, *_harm_beside(script, turn, text), *help_elsewhere(script, turn), *who_reads(turn.text), *told)
    about = _emergency_expecting(turn, case["case_no"], script, called=called)
    memory = talk.understood(form=kept)
    if script in _ANYWHERE or knows_where(draft, answers):
        return Reply(says, memory, expecting=about, registered=True)
    about["asks"] = "place"
    return Reply((*says, _ask_where(form)), memory, expecting=about, registered=True)


def _ask_where(form: Form) -> Say:
    """Ask where it is; of a building without its estate (6栋302) which estate's, with a button for each, as of any report."""
    return which_estate_message(form) if estates_of(form) else ASK_PLACE


_TAKEN_ALONG = "place"
_POINTS_THERE = re.compile(
    r"^(?:(?:现在|刚才|刚刚|忘了?说|刚才少说了?|少说了?|还有|对了|不好了?|快|哎呀)[，,。！!\s]*){0,3}(?:里[面头]|下[面头]|底下|上[面头]|旁边|边上|它|那里|那边|那儿)"
)
_THINGS = re.compile(r"井盖|电梯|路灯|灯罩|[灯树墙杆]|牌子|瓷砖")
_ELSEWHERE = re.compile(
    r"[河塘江湖海桥]|马路|路上|路口|街|店|超市|市场|学校|车祸|[前后][头面]|楼顶|天台|隔壁|对面|家里"
)
"""Words of another place, or of what happens on a road."""
_NEVER_OF_A_CASE = frozenset({"home_violence", "self_harm", "missing", "no_answer"})
"""Dangers of people rather than of a thing or a place, which go on from no report of one."""


async def _case_pointed_at(
    form: Form, raised: Detail | None, turn: Turn, talk: Talk, portal: PortalClient
) -> CaseSummary | None:
    """The case of the last hour that an emergency without a place of its own goes on about (里面现在困了两个人; 灯罩掉了, of a lamp), so that it is there; None without one.

    Not of danger to people wherever they are, nor of a case in confidence, or whose place nobody could find.
    """
    danger = danger_of(form.draft) or ""
    if raised is not None or talk.form is not None or place_words(form.draft) or danger in _NEVER_OF_A_CASE:
        return None
    if len(turn.text) > _LONGEST_GOING_ON or _ELSEWHERE.search(turn.text) or danger_signs.is_of_own_home(turn.text):
        return None
    case = await _last_case(turn, portal)
    if case is None or case["confidential"] or case["quiet"] or leads_nowhere(case["place"]):
        return None
    named = set(_THINGS.findall(turn.text)) & set(_THINGS.findall(case["title"]))
    return case if named or _POINTS_THERE.search(turn.text) else None


_LONGEST_GOING_ON = 30  # characters


async def where_it_was(form: Form, raised: Detail | None, turn: Turn, portal: PortalClient) -> Form:
    """The form; if its words name no place (又着了), with the place of the emergency raised before."""
    if raised is None or place_words(form.draft) or not (place := await place_of_raised(raised, turn, portal)):
        return form
    return replace(form, answers=form.answers | {"place": place})


def joined_with_draft_before(form: Form) -> tuple[Form, dict[str, Any] | None]:
    """Return (the emergency's form, the draft that was open before it, if any).

    A draft of only a few words, or of nothing but a place, was the beginning of the emergency's: the two are joined (我儿子 / 掉井里了),
    none is left; so is one of whose thing the emergency tells no more than what it does now (水漏到电表箱上 / 滋滋响), or to whose place it points
    (里面有人喊), and a question of a swindle that was answered. Not one from an
    earlier epoch, nor a whole report of something else (`is_apart_from`).
    """
    if form.before is None:
        return form, None
    before = Form.from_json(form.before)
    begins_it = danger_signs.may_be_unfinished(before.text) or report_lacks_a_matter(before)
    begins_it = begins_it or danger_signs.is_sign_of_what_was_told(form.text, before.text)
    begins_it = begins_it or (danger_signs.points_there(form.text) and not place_words(form.draft))
    answered = pays_all_the_same(form.text, (before.faq or {}).get("answer", ""))
    if before.restored or not (begins_it or answered) or is_apart_from(before.text, form.text):
        return replace(form, before=None), form.before
    answers = before.answers | form.answers
    answers["detail"] = append_text(
        append_text(before.answers.get("detail"), form.text), form.answers.get("detail", "")
    )
    if place_words(form.draft):
        answers.setdefault("place", "、".join(place_words(form.draft)[:3]))
    draft: CaseDraft = {
        **before.draft,
        "urgency": form.draft["urgency"] | {"reasons": []},
    }  # its spans are of form.text
    return replace(before, draft=draft, answers=answers, photos=join_photos(before.photos, form.photos), stage=""), None


def _emergency_expecting(turn: Turn, case_no: str, script: str, *, called: bool = False) -> Detail:
    """Make the `expecting` that links the next hour's messages to the emergency: registering it begins a new epoch."""
    about: Detail = {"kind": "detail", "case_no": case_no, "danger": script}
    until = add_hours(turn.sent_at, 1)
    if until:
        about["until"] = until
    if called:
        about["called"] = True
    return about
