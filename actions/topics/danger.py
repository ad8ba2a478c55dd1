"""Danger to life: give the number to call, register an emergency without asking anything first, advise until help comes.

If the danger is doubtful, the number is given too, but the sender is asked before anything is raised.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from actions.case_draft import (
    CaseDraft,
    doubtful_danger_of,
    empty_draft,
    names_where,
    phones,
    place_words,
    with_danger,
)
from actions.conversation.expecting import DangerCheck, Detail, raised_emergency, without_question
from actions.conversation.say import Reply, Say
from actions.conversation.turn import Talk, Turn
from actions.conversation.wording import add_hours, quote
from actions.intake import after_report
from actions.intake.answers.filling import reads_as_place
from actions.intake.asking import DANGER, question_message
from actions.intake.corrections.reading import deletes_number
from actions.intake.corrections.taking_back import contradicts
from actions.intake.flow import continue_report
from actions.intake.form import (
    ANSWER_LIMIT,
    Form,
    append_text,
    join_photos,
    photos_of,
    place_of,
    to_registration,
    with_contact,
)
from actions.intake.questions import report_lacks_a_matter
from actions.intake.step import Step, ask_next
from actions.interpreting import after_danger, all_clear, danger_signs, scenes
from actions.interpreting import short_answers as short
from actions.interpreting.numbers import is_only_own_phone
from actions.interpreting.places import is_coarse, is_part, merge_place
from actions.portal_client import PortalClient, PortalError, PortalRefused
from actions.topics.report import carry_out
from actions.topics.topic import answers_topic

_NEEDS_A_PERSON = frozenset({"self_harm"})  # handed over to the desk at once
_SILENT = frozenset({"home_violence"})  # send the reporter nothing later until they allow it
_DENIAL_NOT_BELIEVED = frozenset(
    {"self_harm", "swallowed", "home_violence"}
)  # scripts in which a denial ends nothing: the person may be forced to it, or may hide the danger
_SEES_A_DOCTOR = frozenset(
    {"trapped", "injury", "gas"}
)  # dangers after which to see a doctor even when all is over (not after a lift or a locked car)
# A script, or its danger, → the number to call; 119 for all others.
_NUMBERS = {"co": "120", "swallowed": "120", "injury": "120", "violence": "110", "home_violence": "110", "self_harm": "110", "missing": "110", "other": "110", "body_seen": "110"}  # fmt: skip
_ASK_DANGER = Say("utter_ask_danger", asks="danger")
_ASK_PLACE = Say("utter_ask_danger_place", asks="place")
_MAY_BE_OF_AN_ANIMAL = (
    None,
    "trapped",
    "injury",
    "other",
)  # doubtful dangers in which the answer may say that it is no animal but a person (猫掉井里了); None: this message alone tells of none
_MOST_REPEATS = 1  # how often "is somebody in danger?" is asked again; then a clerk decides


@answers_topic("danger")
async def warn(turn: Turn, talk: Talk, portal: PortalClient) -> Reply:
    """Say whom to call, and register an emergency; or add the message to the emergency just raised."""
    danger = turn.danger or "other"
    raised = raised_emergency(turn.expecting)
    if raised is not None and not raised.get("over"):
        return await _add_danger(raised, danger, turn, talk, portal)
    form = with_contact(Form(text=turn.text, draft=turn.draft, photos=turn.photos, before=talk.form), turn)
    form, kept = _joined_with_draft_before(form)
    form = await _where_it_was(form, raised, turn, portal)
    script = scenes.script_of(danger, turn.text)
    return await _raise(form, danger, turn, talk, portal, first=Say(f"utter_danger_{script}"), kept=kept)


async def _add_danger(raised: Detail, danger: str, turn: Turn, talk: Talk, portal: PortalClient) -> Reply:
    """Add a message that tells of a danger to the emergency just raised, and give the advice for both."""
    script = scenes.script_after(raised.get("danger") or "other", danger, turn.text)
    first = Say(f"utter_danger_{script}")
    added = await _add_to_raised(turn, portal, raised)
    if added is None:
        return Reply((first,), talk.understood())
    about = raised.copy()
    about["danger"] = script
    told_where = place_words(turn.draft) and raised.get("asks") == "place"
    return Reply((first, *added), talk.understood(), expecting=without_question(about) if told_where else about)


async def add_to_emergency(turn: Turn, talk: Talk, portal: PortalClient, raised: Detail) -> Reply:
    """Add to an emergency where it is or what happened since (火已经灭了), for whoever is on call; 不知道 only ends the open question."""
    if short.says_unknown(turn.text):
        return Reply((Say("utter_danger_no_place"),), talk.understood(), expecting=without_question(raised))
    added = await _add_to_raised(turn, portal, raised)
    if added is None:
        return _not_noted(talk, raised)
    elsewhere = is_only_own_phone(turn.draft, turn.text) or not reads_as_place(turn)
    if raised.get("asks") == "place" and elsewhere:
        return Reply((*added, _ASK_PLACE), talk.understood(), expecting=raised)
    return Reply(added, talk.understood(), expecting=without_question(raised))


async def _raise(
    form: Form,
    danger: str,
    turn: Turn,
    talk: Talk,
    portal: PortalClient,
    *,
    first: Say,
    kept: dict[str, object] | None = None,
    called: bool = False,
) -> Reply:
    """Register the emergency. `danger`: fire, gas … or other. `first`: the first message of the reply. `called`: the sender says that help was called.

    `kept`: another open draft, to be stored again, since registering deletes it in the portal.
    """
    text, draft, answers = to_registration(form)
    case = await portal.report(
        turn.inbox_id,
        turn.contact,
        text=text,
        draft=draft,
        answers=answers,
        photos=list(form.photos),
        no_push=danger in _SILENT,
    )
    if danger in _NEEDS_A_PERSON:
        await _hand_over_to_desk(turn, danger, portal)
    if kept is not None:  # registering deleted the open draft in the portal
        await portal.keep_draft(turn.inbox_id, turn.contact, kept)
    response = "utter_danger_raised_quietly" if danger in _SILENT else "utter_danger_raised"
    wish = (Say("utter_emergency_unnamed"),) if case["confidential"] else ()
    says = (first, Say(response, {"case_no": case["case_no"]}, link=case["link"]), *wish)
    about = _emergency_expecting(turn, case["case_no"], scenes.script_of(danger, text))
    if called:
        about["called"] = True
    memory = talk.understood(form=kept)
    if _knows_where(draft, answers):
        return Reply(says, memory, expecting=about, registered=True)
    about["asks"] = "place"
    return Reply((*says, _ASK_PLACE), memory, expecting=about, registered=True)


def _knows_where(draft: CaseDraft, answers: dict[str, str]) -> bool:
    """Whether the words or the answers of the emergency say where to go."""
    return names_where(draft) or bool(answers.get("place"))


# --- doubtful


@answers_topic("doubt")
async def ask_whether_in_danger(turn: Turn, talk: Talk, portal: PortalClient) -> Reply:
    """Give the number, keep what was said as an open draft, and ask whether somebody is in danger."""
    raised = raised_emergency(turn.expecting)
    before = "other" if raised is None else raised.get("danger") or "other"
    whole = danger_signs.danger_of_whole(turn) if talk.form is not None else None
    danger = doubtful_danger_of(turn.draft) or whole or scenes.danger_of_script(before)
    form = with_contact(
        Form(text=turn.text, draft=turn.draft, stage=DANGER, photos=turn.photos, before=talk.form), turn
    )
    form = await _where_it_was(form, raised, turn, portal)
    await portal.keep_draft(turn.inbox_id, turn.contact, form.to_json())
    script = scenes.script_of(danger, turn.text) if raised is None else scenes.script_after(before, danger, turn.text)
    return Reply(
        (Say(f"utter_danger_{script}"), _ASK_DANGER),
        talk.understood(form=form.to_json()),
        expecting=_danger_check(turn, danger),
    )


async def _where_it_was(form: Form, raised: Detail | None, turn: Turn, portal: PortalClient) -> Form:
    """The form; if its words name no place (又着了), with the place of the emergency raised before."""
    if raised is None or place_words(form.draft) or not (place := await _place_of_raised(raised, turn, portal)):
        return form
    return replace(form, answers=form.answers | {"place": place})


async def _place_of_raised(raised: Detail, turn: Turn, portal: PortalClient) -> str:
    """The place of an emergency's case; "" if it has none, or the case cannot be read."""
    try:
        cases = await portal.cases(turn.contact)
    except PortalRefused:
        return ""
    return next((case["place"] for case in cases if case["case_no"] == raised["case_no"]), "")


@answers_topic("danger_answer")
async def take_danger_answer(turn: Turn, talk: Talk, portal: PortalClient) -> Reply:
    """Handle the answer to "is somebody in danger?": raise an emergency, go on with an ordinary report, drop it (joke, stop), or ask again.

    An answer in doubt, or not understood a second time, also hands the conversation over to the desk.
    """
    assert talk.form is not None
    form = _without_unwanted_number(Form.from_json(talk.form), turn)
    form = with_contact(replace(form, photos=photos_of(form, turn)), turn)
    end = all_clear.read_all_clear(turn.text, doubtful_danger_of(form.draft) or "")
    if end == "joke" or short.is_stop(turn.text):
        return await _drop_joke(form, turn, talk, portal)
    news = after_danger.read_news(turn.text)
    corrected = doubtful_danger_of(form.draft) in _MAY_BE_OF_AN_ANIMAL and after_danger.says_it_is_a_person(turn.text)
    in_danger = corrected or _says_there_is_danger(turn, news)
    if not in_danger and _says_there_is_none(turn, end):
        return await _go_on_ordinarily(form, turn, talk, portal)
    if in_danger:
        danger = turn.danger or doubtful_danger_of(form.draft) or "other"
        form, kept = _joined_with_draft_before(form)
        form = _with_words(replace(form, draft=with_danger(form.draft, danger)), turn)
        script = scenes.script_of(danger, f"{form.text} {turn.text}")
        first = Say(f"utter_{'till_help' if news == 'called' else 'danger'}_{script}")
        return await _raise(form, danger, turn, talk, portal, first=first, kept=kept, called=news == "called")
    if after_danger.has_doubt(turn.text) or form.misses >= _MOST_REPEATS:
        await _hand_over_to_desk(turn, "danger_unsure", portal)
        return await _go_on_ordinarily(form, turn, talk, portal, first=Say("utter_danger_unsure"))
    form = replace(_with_words(form, turn), misses=form.misses + 1)
    await portal.keep_draft(turn.inbox_id, turn.contact, form.to_json())
    return Reply((_ASK_DANGER,), talk.understood(form=form.to_json()))


def _without_unwanted_number(form: Form, turn: Turn) -> Form:
    """The form, and the draft that was open before it, without the number to call, if the message asks for that (电话也不要留)."""
    if not deletes_number(turn.text) or phones(turn.draft):
        return form
    before = Form.from_json(form.before).without_contact().to_json() if form.before else None
    return replace(form.without_contact(), before=before)


def _says_there_is_danger(turn: Turn, news: after_danger.News | None) -> bool:
    """Whether an answer says that somebody is in danger: a yes, a danger, or news of one (help was called, what now?)."""
    tells = turn.danger or news not in (None, "perhaps_over")
    return not after_danger.says_no_first(turn.text) and bool(
        tells or after_danger.is_yes(turn.text) or after_danger.says_yes_first(turn.text)
    )


def _says_there_is_none(turn: Turn, end: all_clear.AllClear | None) -> bool:
    """Whether an answer says that nobody is in danger: a no, an all-clear, or that it was an animal or a thing."""
    if after_danger.is_no(turn.text) or after_danger.says_it_is_no_person(turn.text):
        return True
    return (after_danger.says_no_first(turn.text) and not turn.danger) or end not in (None, "perhaps")


def _joined_with_draft_before(form: Form) -> tuple[Form, dict[str, Any] | None]:
    """Return (the emergency's form, the draft that was open before it, if any).

    A draft of only a few words, or of nothing but a place, was the beginning of the emergency's: the two are joined (我儿子 / 掉井里了),
    none is left.
    """
    if form.before is None:
        return form, None
    before = Form.from_json(form.before)
    begins_it = danger_signs.may_be_unfinished(before.text) or report_lacks_a_matter(before)
    if before.restored or not begins_it:
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


async def _drop_joke(form: Form, turn: Turn, talk: Talk, portal: PortalClient) -> Reply:
    """Drop the report that was a joke; a draft that was open before it stays."""
    await portal.keep_draft(turn.inbox_id, turn.contact, form.before)
    says: tuple[Say, ...] = (Say("utter_no_danger_dropped"),)
    if form.before is not None:
        says = (*says, question_message(Form.from_json(form.before)))
    return Reply(says, talk.understood(form=form.before), expecting=None)


async def _go_on_with_draft_before(form: Form, turn: Turn, talk: Talk, portal: PortalClient, first: Say) -> Reply:
    """Go on with the draft that was open before the question about danger; the words of the doubtful report (`form`) are taken as a message about it."""
    assert form.before is not None
    said = append_text(form.text, form.answers.get("detail", "")) if form.answers.get("detail") else form.text
    answered = replace(
        turn, text=said, draft=form.draft, intent="report_case", score=0.5, wish=None, whole=None, photos=form.photos
    )
    step = continue_report(Form.from_json(form.before), answered)
    reply = await carry_out(Step(step.form, (first, *step.says), step.effect, step.offers_person), turn, talk, portal)
    return replace(reply, expecting=None)


async def _go_on_ordinarily(
    form: Form, turn: Turn, talk: Talk, portal: PortalClient, *, first: Say | None = None
) -> Reply:
    """Go on with the report as with any other, and keep what the message says besides a no."""
    if form.before is not None:
        form = _with_words(replace(form, draft=with_danger(form.draft, None)), turn)
        return await _go_on_with_draft_before(form, turn, talk, portal, first or Say("utter_no_danger"))
    form = _with_words(replace(form, draft=with_danger(form.draft, None), stage="", misses=0), turn)
    step = ask_next(form)
    says = (first or Say("utter_no_danger"), *step.says)
    reply = await carry_out(Step(step.form, says, step.effect), turn, talk, portal)
    return replace(reply, expecting=None)


def _with_words(form: Form, turn: Turn) -> Form:
    """The form with what the message says besides yes or no: where it is, or more."""
    if after_danger.is_yes(turn.text) or after_danger.is_no(turn.text) or not short.has_words(turn.text):
        return form
    answers = form.answers | {"detail": append_text(form.answers.get("detail"), turn.text)}
    if place_words(turn.draft) and not place_words(form.draft):
        answers["place"] = "、".join(place_words(turn.draft)[:3])
    elif (known := place_of(form)) and (is_part(known) or is_coarse(known)):
        named = next((one for one in place_words(turn.draft) if not (is_part(one) or is_coarse(one))), None)
        if named is not None:
            answers["place"] = merge_place(known, named)[:ANSWER_LIMIT]
    return replace(form, answers=answers)


# --- after an emergency was raised


@answers_topic("advice")
async def advise(turn: Turn, talk: Talk, portal: PortalClient) -> Reply:
    """Say what to do until help comes, in the danger last raised; if none was, ask what happens and where."""
    raised = raised_emergency(turn.expecting)
    if raised is None:
        step = ask_next(Form(text="", draft=empty_draft(), answers={"detail": turn.text}, photos=turn.photos))
        ask = Say("utter_ask_what_danger", asks="detail")
        return await carry_out(Step(step.form, (ask,), "keep"), turn, talk, portal)
    about = raised.copy()
    script = scenes.refine_script(raised.get("danger") or "other", turn.text)
    about["danger"] = script
    news = after_danger.read_news(turn.text)
    if news in ("called", "not_there"):
        about["called"] = True
    says = (*before_advice(script, news, called=bool(about.get("called"))), Say(f"utter_till_help_{script}"))
    if not after_danger.has_nothing_to_record(turn.text):
        if place_words(turn.draft):
            about = without_question(about)
        says = (*says, *(await _add_to_raised(turn, portal, raised) or ()))
    if about.get("asks") == "place":
        says = (*says, _ASK_PLACE)
    return Reply(says, talk.understood(), expecting=about)


def before_advice(script: str, news: after_danger.News | None, *, called: bool) -> tuple[Say, ...]:
    """What goes before the advice of a script: whom to call again if nobody answers or comes, or whom to call first."""
    number = _NUMBERS.get(script) or _NUMBERS.get(scenes.danger_of_script(script), "119")
    if news == "call_unanswered":
        return (Say("utter_call_again_police" if number == "110" else "utter_call_again", {"number": number}),)
    if news == "not_there":
        return (Say("utter_call_to_hurry", {"number": number}),)
    return () if called or news == "called" else (Say("utter_call_first", {"number": number}),)


@answers_topic("all_clear")
async def hear_all_clear(turn: Turn, talk: Talk, portal: PortalClient) -> Reply:
    """Record an all-clear and tell whoever is on call; after one, hear whether anything is left to do.

    Paging stops for a false alarm, a joke, or an end with the help called off (散了，不用管了), except of a danger in
    `_DENIAL_NOT_BELIEVED`, and when the missing person is found.
    A joke also withdraws the case, with the same exception.
    """
    raised = raised_emergency(turn.expecting)
    assert raised is not None
    if raised.get("over"):
        return await _still_wanted(turn, talk, portal, raised)
    script, case_no = raised.get("danger") or "other", raised["case_no"]
    end = all_clear.read_all_clear(turn.text, scenes.danger_of_script(script))
    is_false = end in ("false_alarm", "joke") or (
        raised.get("mistaken", False) and after_danger.says_no_and_nothing_worse(turn.text)
    )
    ends = (
        (is_false and script not in _DENIAL_NOT_BELIEVED)
        or end == "found"
        or (end == "called_off" and script not in _DENIAL_NOT_BELIEVED)
    )
    try:
        await portal.all_clear(turn.inbox_id, turn.contact, case_no, turn.text, false_alarm=is_false, ends=ends)
    except PortalRefused:
        return _not_noted(talk, raised)
    params = {"case_no": case_no}
    if script in _DENIAL_NOT_BELIEVED and not ends:  # whoever is beaten may be made to say it
        return Reply((Say("utter_denied_danger", params),), talk.understood(), expecting=without_question(raised))
    if end == "joke":
        return await _withdraw_joke(turn, talk, portal, case_no)
    over: Detail = {"kind": "detail", "case_no": case_no, "danger": script, "over": True}
    if "until" in raised:
        over["until"] = raised["until"]
    if is_false or end == "called_off":
        over["asks"] = "still"
        return Reply(
            (Say("utter_false_alarm" if is_false else "utter_all_clear", params), Say("utter_ask_still", asks="still")),
            talk.understood(),
            expecting=over,
        )
    doctor = scenes.danger_of_script(script) in _SEES_A_DOCTOR and script not in ("lift", "car")
    said = Say("utter_all_clear_doctor" if doctor else "utter_all_clear", params)
    return Reply((said,), talk.understood(), expecting=over)


@answers_topic("perhaps_over")
async def ask_whether_over(turn: Turn, talk: Talk, portal: PortalClient) -> Reply:
    """Add a message that may be an all-clear to the case, and ask whether somebody is in danger; until answered, paging goes on."""
    raised = raised_emergency(turn.expecting)
    assert raised is not None
    added = await _add_to_raised(turn, portal, raised)
    if added is None:
        return _not_noted(talk, raised)
    about = raised.copy()
    if _says_it_was_a_mistake(turn, raised):
        about["mistaken"] = True
    if raised.get("asks") == "danger":
        return Reply(added, talk.understood(), expecting=about)
    about["asks"] = "danger"
    return Reply((*added, _ASK_DANGER), talk.understood(), expecting=about)


def _says_it_was_a_mistake(turn: Turn, raised: Detail) -> bool:
    """Whether a message calls the emergency a mistake, or denies the danger, and names no place (a denial may name a coarse one: 楼道没着火).

    A no to the question that follows is then a false alarm rather than an end of the danger.
    """
    end = all_clear.read_all_clear(turn.text, scenes.danger_of_script(raised.get("danger") or "other"))
    if end == "false_alarm" or (after_danger.calls_it_a_mistake(turn.text) and not place_words(turn.draft)):
        return True
    return after_danger.denies_danger(turn.text) and all(is_coarse(place) for place in place_words(turn.draft))


@answers_topic("still_danger")
async def hear_that_danger_goes_on(turn: Turn, talk: Talk, portal: PortalClient) -> Reply:
    """Say again whom to call, tell whoever is on call, and ask where it is if that is not known yet."""
    raised = raised_emergency(turn.expecting)
    assert raised is not None
    first = Say(f"utter_danger_{raised.get('danger') or 'other'}")
    about = without_question(raised)
    added = await _add_to_raised(turn, portal, raised)
    if added is None:
        return Reply((first,), talk.understood(), expecting=about)
    if place_words(turn.draft) or await _place_of_raised(raised, turn, portal):
        return Reply((first, *added), talk.understood(), expecting=about)
    about["asks"] = "place"
    return Reply((first, *added, _ASK_PLACE), talk.understood(), expecting=about)


async def _withdraw_joke(turn: Turn, talk: Talk, portal: PortalClient, case_no: str) -> Reply:
    """Withdraw the case of an emergency that was a joke."""
    said = Say("utter_false_alarm", {"case_no": case_no})
    try:
        await portal.withdraw(turn.inbox_id, turn.contact, case_no, turn.text)
    except PortalRefused:
        return Reply((said, Say("utter_cannot_withdraw", {"case_no": case_no})), talk.understood(), expecting=None)
    return Reply((said,), talk.understood(), expecting=None)


async def _still_wanted(turn: Turn, talk: Talk, portal: PortalClient, raised: Detail) -> Reply:
    """Handle the answer to "is there anything left to do?": go on with the case, or withdraw it."""
    case_no = raised["case_no"]
    if short.is_affirm(turn.text) or (short.says_unknown(turn.text) and not after_danger.is_no(turn.text)):
        said = Say("utter_still_wanted", {"case_no": case_no})
        return Reply((said,), talk.understood(), expecting=without_question(raised))
    try:
        case = await portal.withdraw(turn.inbox_id, turn.contact, case_no, turn.text)
    except PortalRefused:
        return Reply((Say("utter_cannot_withdraw", {"case_no": case_no}),), talk.understood(), expecting=None)
    params = {"title": case["title"], "case_no": case_no}
    return Reply((Say("utter_withdrawn", params),), talk.understood(), expecting=None)


async def _add_to_raised(turn: Turn, portal: PortalClient, raised: Detail) -> tuple[Say, ...] | None:
    """Add the message to the emergency's case, and correct the place there if the message says another; return what to say to the sender.

    None: the portal refused it.
    """
    place = await _corrected_place(turn, portal, raised)
    changes = {"place": place} if place else None
    try:
        case = await portal.add_detail(turn.inbox_id, turn.contact, raised["case_no"], turn.text, changes=changes)
    except PortalRefused:
        return None
    params = {"case_no": case["case_no"]}
    said = (
        Say("utter_emergency_moved", params | {"place": quote(place, 40)})
        if place
        else Say("utter_danger_added", params)
    )
    wish = (Say("utter_emergency_unnamed"),) if turn.wish is not None and case["confidential"] else ()
    return (said, *wish)


async def _corrected_place(turn: Turn, portal: PortalClient, raised: Detail) -> str:
    """Where the emergency is, if the message takes back what was said and says it anew (不对，是老菜场门口); else "".

    A place is never only deleted: to look at the wrong one first is better than to know of none.
    """
    if not contradicts(turn.text):
        return ""
    try:
        cases = await portal.cases(turn.contact)
    except PortalRefused:
        return ""
    case = next((one for one in cases if one["case_no"] == raised["case_no"]), None)
    return "" if case is None else after_report.changes_of(turn, case).place or ""


def _not_noted(talk: Talk, raised: Detail) -> Reply:
    """The reply if the portal refused to add the words to the emergency; further messages then no longer count as being about it."""
    said = Say("utter_not_noted", {"case_no": raised["case_no"]})
    return Reply((said,), talk.understood(), expecting=None)


async def _hand_over_to_desk(turn: Turn, reason: str, portal: PortalClient) -> None:
    """Put the conversation on the desk's list of handovers. `reason`: as in `PortalClient.start_handover`. Raises PortalError, also if refused."""
    try:
        await portal.start_handover(turn.inbox_id, turn.contact, reason, turn.text)
    except PortalRefused as error:
        raise PortalError(str(error)) from error


def _emergency_expecting(turn: Turn, case_no: str, script: str) -> Detail:
    """Make the `expecting` that links the next hour's messages to the emergency: registering it begins a new epoch."""
    about: Detail = {"kind": "detail", "case_no": case_no, "danger": script}
    until = add_hours(turn.sent_at, 1)
    if until:
        about["until"] = until
    return about


def _danger_check(turn: Turn, danger: str) -> DangerCheck:
    """Make the `expecting` for the question whether somebody is in danger. `danger`: the danger itself, not its script.
    Unanswered, the portal puts it on the desk's list of handovers."""
    check: DangerCheck = {"kind": "danger_check", "danger": danger, "choices": dict(after_danger.CHOICES)}
    until = add_hours(turn.sent_at, 24)
    if until:
        check["until"] = until
    return check
