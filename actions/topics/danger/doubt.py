"""A doubtful danger: give the number, but ask the sender before anything is raised."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from actions.case_draft import (
    CaseDraft,
    advice_of,
    before_position,
    danger_of,
    doubtful_danger_of,
    from_position,
    phones,
    place_words,
    with_danger,
)
from actions.conversation.expecting import DangerCheck, raised_emergency, script_of_raised
from actions.conversation.say import Reply, Say
from actions.conversation.turn import Talk, Turn
from actions.conversation.wording import add_hours
from actions.intake import after_report
from actions.intake.answers.filling import is_bare_place, revise, with_another_place
from actions.intake.asking import DANGER, question_message
from actions.intake.corrections.reading import deletes_number
from actions.intake.corrections.taking_back import contradicts
from actions.intake.flow import continue_report, start_report
from actions.intake.form import Form, append_text, as_opened, photos_of, place_of, with_contact
from actions.intake.splitting import queue_behind
from actions.intake.step import Step, ask_next
from actions.interpreting import after_danger, all_clear, danger_signs, scenes
from actions.interpreting import short_answers as short
from actions.interpreting.aid import doubt_answers, untold
from actions.interpreting.aid.aftercare import skin_is_off
from actions.interpreting.doing import plans
from actions.interpreting.doing.at_work import explains_by_work
from actions.interpreting.places import tells_what_happened
from actions.portal_client import CaseSummary, PortalClient
from actions.routes.after_report import topic_once_safe
from actions.topics.danger import number_alone
from actions.topics.danger.emergency import (
    ASK_DANGER,
    ASK_DANGER_PLAINLY,
    NOT_TOLD_YET,
    hand_over_to_desk,
    warning_of,
    who_reads,
)
from actions.topics.danger.in_doubt import (
    DENIES,
    is_in_hospital,
    is_to_be_dropped,
    plainly_ends,
    says_there_is_none,
    script_in_doubt,
    surely_ends,
    tells_of_danger,
)
from actions.topics.danger.raising import joined_with_draft_before, raise_emergency, raise_form_again, where_it_was
from actions.topics.report import carry_out
from actions.topics.topic import answers_topic, handler_of, recent_case_of

_CLAUSE_ENDS = re.compile("[，,。；;！!\n ]+")
_LONGEST_PIECE = 10  # characters of words that go on with those before
_MOST_PIECES = 4  # how many such messages are joined
_IN_DANGER = "in_danger"  # `Talk.pending` beside the open question whether somebody is in danger
_STAYS_THERE = ("battery", "hole", "shaft")  # scripts of what does not go away because nobody was hurt yet
_MOST_REPEATS = 1  # how often "is somebody in danger?" is asked again; then a clerk decides


@answers_topic("doubt")
async def ask_whether_in_danger(turn: Turn, talk: Talk, portal: PortalClient) -> Reply:
    """Give the number to call, keep what was said as an open draft, and ask whether somebody is in danger."""
    raised = raised_emergency(turn.expecting)
    before = "other" if raised is None else script_of_raised(raised)
    whole = danger_signs.danger_of_whole(turn) if talk.form is not None else None
    recent = await recent_case_of(turn, talk, portal)
    worse = danger_signs.danger_told_of(turn.text, recent["title"] if recent else "") if raised is None else None
    hurt = danger_signs.hurt_told_of(turn.text) if recent is not None and raised is None else None
    beside = untold.blows_told_beside(turn.text) if raised is None else None
    danger = doubtful_danger_of(turn.draft) or whole or worse or hurt or beside or scenes.danger_of_script(before)
    form = as_opened(Form(text=turn.text, draft=turn.draft, stage=DANGER, photos=turn.photos, before=talk.form), turn)
    form = await where_it_was(form, raised, turn, portal)
    if raised is not None and raised.get("over"):
        form = replace(form, over=dict(raised))
    if recent is not None and worse and not place_words(turn.draft):
        form = _where_it_was_reported(form, turn, recent)
    await portal.keep_draft(turn.inbox_id, turn.contact, form.to_json())
    first = scenes.script_of(danger, turn.text, advice_of(turn.draft))
    script = first if raised is None else scenes.script_after(before, danger, turn.text)
    number = Say(number_alone.ANSWERS.get(turn.text.strip(), f"utter_danger_{script}"))
    return Reply(
        (number, *who_reads(turn.text), *(() if raised else (NOT_TOLD_YET,)), ASK_DANGER),
        talk.understood(form=form.to_json(), pending=_as_read(turn)),
        expecting=_danger_check(turn, danger),
    )


def _as_read(turn: Turn) -> dict[str, Any]:
    """What the message does in the conversation, as `Talk.pending`: by that it goes to a case once there is no danger (`_go_on_with_case`)."""
    return {"asked": _IN_DANGER, "act": turn.act, "act_score": turn.act_score}


def _where_it_was_reported(form: Form, turn: Turn, case: CaseSummary) -> Form:
    """The form with the place of this case, if it was reported within an hour: the message tells more of it (灯杆还漏电)."""
    if not case["place"] or not after_report.is_fresh(turn, case):
        return form
    return replace(form, answers=form.answers | {"place": case["place"]})


@answers_topic("danger_answer")
async def take_danger_answer(turn: Turn, talk: Talk, portal: PortalClient) -> Reply:
    """Handle the answer to "is somebody in danger?": raise an emergency, go on with an ordinary report, ask again, or drop it.

    It is dropped as `is_to_be_dropped` says. Whoever only takes it back (`after_danger.takes_back`) is asked once more, plainly; after that
    it is dropped, too, but a clerk is called.

    A few words that are neither yes nor no (孙子了 after 我找不着) are read again with those before, and raise one if they surely tell of
    danger so; work that explains what was seen is asked about once more. An answer in doubt, or not understood a second time, hands the
    conversation over to the desk and goes on as an ordinary report; of whoever may be beaten at home, or want to die, it is raised instead.
    """
    assert talk.form is not None
    form = _without_unwanted_number(Form.from_json(talk.form), turn)
    form = with_contact(replace(form, photos=photos_of(form, turn)), turn)
    end = all_clear.read_all_clear(turn.text, doubtful_danger_of(form.draft) or "")
    if (heard := await _hear_no_yes_or_no(form, turn, talk, portal, end)) is not None:
        return heard
    news = after_danger.read_news(turn.text)
    explained = explains_by_work(turn.text) and form.misses < _MOST_REPEATS
    joined = _joined_with_piece(form, turn)
    piece_tells = joined is not None and danger_of(joined.draft) is not None
    ended = plainly_ends(form, turn)
    in_danger = not explained and not ended and (piece_tells or tells_of_danger(form, turn, news, end))
    over = news != "call_unanswered" and surely_ends(form, turn)  # 没人接 is of the call
    clears = ended or (not explained and not piece_tells and over)
    if clears or (not in_danger and says_there_is_none(turn, end)):
        return await _go_on_and_note_another(form, turn, talk, portal)
    doubtful, form = doubtful_danger_of(form.draft), joined or form
    if in_danger or doubt_answers.needs_help_all_the_same(turn.text, doubtful or "", form.misses):
        danger = _danger_to_raise(doubtful, form, turn)
        return await _raise_form(form, danger, turn, talk, portal, called=news == "called")
    unsure = after_danger.has_doubt(turn.text) or doubt_answers.is_of_another_time(turn.text)
    if unsure or form.misses >= _MOST_REPEATS:
        await hand_over_to_desk(turn, "danger_unsure", portal)
        return await _go_on_ordinarily(form, turn, talk, portal, first=Say("utter_danger_unsure"))
    form = replace(_with_words(form, turn), misses=form.misses + (joined is None))
    return await _keep_asking(form, turn, talk, portal, _ask_again(form, turn, explained=explained))


async def _hear_no_yes_or_no(
    form: Form, turn: Turn, talk: Talk, portal: PortalClient, end: all_clear.AllClear | None
) -> Reply | None:
    """The reply to an answer that takes the report back or drops it, says that they are in hospital, asks 然后呢, or tells what happened after no more than a number; None to any other."""
    if (heard := await number_alone.hear_what_happened(form, turn, talk, portal)) is not None:
        return heard
    if after_danger.takes_back(turn.text):
        return await _hear_it_taken_back(form, turn, talk, portal)
    if is_to_be_dropped(form, turn, end):
        return await _drop_report(form, turn, talk, portal)
    if is_in_hospital(form, turn, end):
        return await _go_on_ordinarily(form, turn, talk, portal, first=Say("utter_in_hospital"))
    if after_danger.asks_only_and_then(turn.text):
        return await _keep_asking(form, turn, talk, portal, _say_what_follows(form))
    return None


def _say_what_follows(form: Form) -> tuple[Say, ...]:
    """Whom to call, what an answer leads to, and the question again: to whoever asks no more than 然后呢."""
    script = script_in_doubt(form, form.text)
    return (Say(f"utter_danger_{script}"), NOT_TOLD_YET, ASK_DANGER)


def _danger_to_raise(doubtful: str | None, form: Form, turn: Turn) -> str:
    """The danger that an answer confirms: what was doubtful, or what the answer tells of; wrong pills that were taken by mistake (吃错药了 / 吃了三片) are no wish to die."""
    told = turn.danger or danger_of(form.draft)
    wants_to_die = danger_signs.speaks_of_dying(f"{form.text} {turn.text}")
    if doubtful == "injury" and told == "self_harm" and not wants_to_die:
        return doubtful
    return scenes.danger_after(doubtful or doubtful_danger_of(form.draft), told)


async def _raise_form(form: Form, danger: str, turn: Turn, talk: Talk, portal: PortalClient, *, called: bool) -> Reply:
    """Raise the emergency that the answer confirms: again, if it is the one after whose all-clear was asked. `called`: the sender says that help was called."""
    form, kept = joined_with_draft_before(form)
    form = _with_words(replace(form, draft=with_danger(form.draft, danger)), turn)
    if (again := await raise_form_again(form, turn, talk, portal, kept=kept)) is not None:
        return again
    script = scenes.script_of(danger, f"{form.text} {turn.text}", advice_of(form.draft))
    first = Say(f"utter_{'till_help' if called else 'danger'}_{script}")
    first = Say("utter_skin_is_off") if script == "burn" and skin_is_off(turn.text) else first
    return await raise_emergency(form, danger, turn, talk, portal, first=first, kept=kept, called=called)


async def _keep_asking(form: Form, turn: Turn, talk: Talk, portal: PortalClient, says: tuple[Say, ...]) -> Reply:
    """Keep the draft, and ask again whether somebody is in danger. `says`: the question, and what goes before it."""
    await portal.keep_draft(turn.inbox_id, turn.contact, form.to_json())
    return Reply(says, talk.understood(form=form.to_json(), pending=talk.pending))


def _ask_again(form: Form, turn: Turn, *, explained: bool) -> tuple[Say, ...]:
    """Ask again whether somebody is in danger; first what to do, of whoever tells what they do about it (unless that is somebody's work, `explained`)."""
    script = script_in_doubt(form, f"{form.text} {turn.text}")
    forbidden = warning_of(turn.text, script)
    if forbidden or (plans.tells_what_is_done(turn.text) and not explained):
        return (*forbidden, Say(f"utter_danger_{script}"), ASK_DANGER)
    return (ASK_DANGER,)


def _joined_with_piece(form: Form, turn: Turn) -> Form | None:
    """The form with its words and those of an answer as one text, as the bot read them, if the answer is only a piece that goes on with
    them (四岁, 红衣服): a few words in one clause that neither say yes nor no, nor doubt, nor where it is; _MOST_PIECES at most. Else None."""
    said, whole = turn.text.strip(), turn.whole
    if whole is None or not whole.text.startswith(form.text) or form.asked.count(DANGER) >= _MOST_PIECES:
        return None
    if len(short.plain(said)) > _LONGEST_PIECE or len([one for one in _CLAUSE_ENDS.split(said) if one]) != 1:
        return None
    answers = (
        bool(place_words(turn.draft))
        or after_danger.is_yes(said)
        or after_danger.says_no_first(said)
        or after_danger.is_no(said)
        or short.says_unknown(said)
        or short.is_stop(said)
        or doubt_answers.denies_blood(said)
    )
    if answers or DENIES.search(said) or after_danger.has_doubt(said) or contradicts(said):
        return None
    told = danger_of(whole.draft) or doubtful_danger_of(whole.draft)
    draft: CaseDraft = whole.draft if told else {**whole.draft, "urgency": form.draft["urgency"] | {"reasons": []}}
    return replace(form, text=whole.text, draft=draft, asked=(*form.asked, DANGER))


def _without_unwanted_number(form: Form, turn: Turn) -> Form:
    """The form, and the draft that was open before it, without the number to call, if the message asks for that (电话也不要留)."""
    if not deletes_number(turn.text) or phones(turn.draft):
        return form
    before = Form.from_json(form.before).without_contact().to_json() if form.before else None
    return replace(form.without_contact(), before=before)


async def _hear_it_taken_back(form: Form, turn: Turn, talk: Talk, portal: PortalClient) -> Reply:
    """Ask once more, for a plain yes or no; of whoever takes it back again a clerk is told."""
    if form.misses >= _MOST_REPEATS:
        await hand_over_to_desk(turn, "danger_unsure", portal)
        return await _drop_report(form, turn, talk, portal, first=Say("utter_danger_unsure"))
    return await _keep_asking(replace(form, misses=form.misses + 1), turn, talk, portal, (ASK_DANGER_PLAINLY,))


async def _drop_report(
    form: Form, turn: Turn, talk: Talk, portal: PortalClient, first: Say = Say("utter_no_danger_dropped")
) -> Reply:
    """Drop the doubtful report (a joke, or no longer wanted); a draft that was open before it stays."""
    await portal.keep_draft(turn.inbox_id, turn.contact, form.before)
    asked = (question_message(Form.from_json(form.before)),) if form.before is not None else ()
    return Reply((first, *asked), talk.understood(form=form.before), expecting=None)


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
    """Go on with an ordinary report, and keep what the message says besides a no: with the draft that was open before, if there is one.

    What is still there (`_still_there`) stays urgent.
    """
    still = _still_there(form, turn) if first is None else None
    first = still or first
    if form.text in number_alone.ANSWERS:
        return await _drop_report(form, turn, talk, portal, number_alone.drop(form))
    if form.before is not None:
        form = _with_words(replace(form, draft=with_danger(form.draft, None)), turn)
        return await _go_on_with_draft_before(form, turn, talk, portal, first or Say("utter_no_danger"))
    form = _with_words(replace(form, stage="", misses=0), turn)
    if (of_case := await _go_on_with_case(form, turn, talk, portal)) is not None:
        return replace(of_case, says=(first or Say("utter_no_danger"), *of_case.says), expecting=None)
    form = replace(form, draft=with_danger(form.draft, None, urgent=still is not None))
    step = ask_next(form)
    says = (first or Say("utter_no_danger"), *step.says)
    reply = await carry_out(Step(step.form, says, step.effect), turn, talk, portal)
    return replace(reply, expecting=None)


def _still_there(form: Form, turn: Turn) -> Say | None:
    """What is said to a no after a smell of gas that nobody explained, a swollen battery or an open manhole: nobody hurt is not no danger; else None."""
    doubtful = doubtful_danger_of(form.draft) or ""
    if doubt_answers.leaves_gas(turn.text, doubtful):
        return Say("utter_no_danger_gas")
    there = after_danger.is_no(turn.text) and script_in_doubt(form, form.text) in _STAYS_THERE
    return Say("utter_no_danger_there") if there else None


async def _go_on_with_case(form: Form, turn: Turn, talk: Talk, portal: PortalClient) -> Reply | None:
    """Let the words go to the recent case as they would have without the question about danger, with those of the answer; None if they begin a report.

    Words with photos, which cannot be added later, and those after an emergency begin one.
    """
    said = _as_said_before(form, turn, talk)
    closed = talk.understood(form=None)
    recent = None if form.over or form.photos else await recent_case_of(said, closed, portal)
    topic = topic_once_safe(said, recent) if recent is not None else None
    if topic is None:
        return None
    safe = replace(said, draft=with_danger(form.draft, None))
    reply = await handler_of(topic)(safe, closed, portal)
    if reply.talk is not None and reply.talk.form is None:
        await portal.keep_draft(turn.inbox_id, turn.contact, None)
    return reply


def _as_said_before(form: Form, turn: Turn, talk: Talk) -> Turn:
    """The message of which the bot asked whether somebody is in danger, as it was read then, with what the answer told beside."""
    asked = talk.pending or {}
    acts = asked if asked.get("asked") == _IN_DANGER else {}
    return replace(
        turn,
        text=append_text(form.text, form.answers.get("detail", "")),
        draft=form.draft,
        intent=form.draft["intent"]["code"],
        score=form.draft["intent"]["score"],
        act=str(acts.get("act") or ""),
        act_score=float(acts.get("act_score") or 0.0),
        photos=(),
        typed="",
        expecting=None,
        faq=None,
        faq_more=None,
        whole=None,
        wish=None,
        located=False,
    )


async def _go_on_and_note_another(form: Form, turn: Turn, talk: Talk, portal: PortalClient) -> Reply:
    """Go on with an ordinary report; another matter that the answer announces (没有，就是灯坏了，另外…) waits behind it."""
    begins = _another_begins(turn.text)
    if begins is None:
        return await _go_on_ordinarily(form, turn, talk, portal)
    said = turn.text[begins:]
    another = Form(text=said, draft=with_danger(from_position(turn.draft, begins), None))
    answer = replace(
        turn, text=turn.text[:begins].rstrip("，,。；; \n"), draft=before_position(turn.draft, begins), whole=None
    )
    reply = await _go_on_ordinarily(form, answer, talk, portal)
    if reply.talk is None:
        return reply
    if reply.talk.form is None:
        step = start_report(replace(turn, text=said, draft=another.draft, whole=None, wish=None, photos=()))
        apart = await carry_out(step, turn, reply.talk, portal)
        return replace(apart, says=(*reply.says, *apart.says), expecting=reply.expecting)
    kept = queue_behind(Form.from_json(reply.talk.form), another).to_json()
    await portal.keep_draft(turn.inbox_id, turn.contact, kept)
    says = (reply.says[0], Say("utter_noted_another"), *reply.says[1:])
    return replace(reply, says=says, talk=replace(reply.talk, form=kept))


def _another_begins(text: str) -> int | None:
    """Where in an answer the words begin that announce and tell another matter; None without any."""
    for end in _CLAUSE_ENDS.finditer(text):
        rest = text[end.end() :]
        if short.begins_another_matter(rest) and tells_what_happened(rest):
            return end.end()
    return None


def _with_words(form: Form, turn: Turn) -> Form:
    """The form with what the message says besides yes, no or "don't know": where it is, or more."""
    if after_danger.is_yes(turn.text) or after_danger.is_no(turn.text) or short.says_unknown(turn.text):
        return form
    if not short.has_words(turn.text) or form.text.endswith(turn.text.strip()):
        return form
    revised = revise(form, turn) if contradicts(turn.text) else with_another_place(form, turn)
    if revised is not None and (is_bare_place(turn) or "、" not in place_of(revised)):
        form = revised
    said = form.answers.get("detail", "")
    return form if turn.text in said else replace(form, answers=form.answers | {"detail": append_text(said, turn.text)})


def _danger_check(turn: Turn, danger: str) -> DangerCheck:
    """Make the `expecting`, for 24 hours, of the question whether somebody is in danger. `danger`: the danger itself, not its script.
    Unanswered, the portal puts it on the desk's list of handovers."""
    check: DangerCheck = {"kind": "danger_check", "danger": danger, "choices": dict(after_danger.CHOICES)}
    until = add_hours(turn.sent_at, 24)
    if until:
        check["until"] = until
    return check
