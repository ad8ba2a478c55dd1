"""Advise a sender in danger whom to call, and what to do until help comes."""

from __future__ import annotations

import re

from actions.case_draft import empty_draft
from actions.conversation.expecting import Detail, raised_emergency, script_of_raised, without_question
from actions.conversation.say import Reply, Say
from actions.conversation.turn import Talk, Turn
from actions.intake.common_questions import faq_answer
from actions.intake.form import Form
from actions.intake.step import Step, ask_next
from actions.interpreting import after_danger, scenes
from actions.interpreting.aid import lifeless, this_chat
from actions.interpreting.aid.begging import Plea, pleads
from actions.interpreting.aid.traces import asks_of_traces, is_looked_through, told_beside_traces, wishes_it_hidden
from actions.interpreting.aid.untold import asks_who_is_told, is_of_school, wants_nobody_told
from actions.interpreting.doing import plans
from actions.interpreting.doing.forbidden import forbidden_act
from actions.portal_client import PortalClient
from actions.routes.in_emergency import asks_what_helps_at_home
from actions.topics.danger.emergency import ASK_PLACE, add_to_raised, call_first, warning_of, who_reads
from actions.topics.danger.whereabouts import says_where
from actions.topics.report import carry_out
from actions.topics.topic import answers_topic

HIDE = Say("utter_hide_this_chat")
CLEAR = Say("utter_clear_this_phone")
_NUMBER = re.compile("11[09]|120|救护车|消防")
_NUMBER_OF = {"救护车": "120", "消防": "119"}
_OF_A_BITE = re.compile("针|疫苗|洗|肥皂|消毒")


@answers_topic("advice")
async def advise(turn: Turn, talk: Talk, portal: PortalClient) -> Reply:
    """Say what to do until help comes, in the danger last raised, and add to its case what the message tells.

    If no danger was raised, open a draft and ask what is happening and where.

    Whoever is about to do something, or begs to be told what to do, and has not called yet, hears first what to do and what not, as when it
    was raised; before that, whoever means to do what must not be done hears that very act. Whoever asks what only the people at 110, 119 or
    120 can say is told so. Whoever is beaten at home and asks where to stay gets that answer.
    """
    raised = raised_emergency(turn.expecting)
    if raised is None:
        step = ask_next(Form(text="", draft=empty_draft(), answers={"detail": turn.text}, photos=turn.photos))
        ask = Say("utter_ask_what_danger", asks="detail")
        return await carry_out(Step(step.form, (ask,), "keep"), turn, talk, portal)
    if asks_what_helps_at_home(turn):
        added = await add_to_raised(turn, portal, raised) or ()
        return Reply((faq_answer(turn), *added, *_place_asked(raised)), talk.understood())
    about = raised.copy()
    before = script_of_raised(raised)
    # 吸毒血 after a snake's bite tells of no blood
    script = before if forbidden_act(turn.text, before) else scenes.refine_script(before, turn.text)
    presses = lifeless.asks_how_to_press(turn.text, before)
    script = scenes.script_to_press(before) if presses else script
    about["danger"] = scenes.script_to_keep(before, script) if presses else script
    news = after_danger.read_news(turn.text)
    if news == "called" and _called_only_another(turn.text, script):
        news = "what_now"
    if news in ("called", "not_there"):
        about["called"] = True
    plea = pleads(turn.text) if news in (None, "what_now", "perhaps_over") and not presses else None
    first = _first_words(turn.text, script, news, plea, called=bool(about.get("called")))
    how = (Say("utter_how_to_press"),) if presses and script != "drowned" else ()
    says = (*first, *how, Say(f"utter_till_help_{script}"), *_whom_to_ask(turn.text, script, plea))
    cries = after_danger.cries_for_help(turn.text)
    if cries or not after_danger.has_nothing_to_record(turn.text):
        if says_where(turn):
            about = without_question(about)
        danger = scenes.danger_of_script(script) if cries else ""
        says = (*says, *(await add_to_raised(turn, portal, raised, danger=danger) or ()))
    return Reply((*says, *_place_asked(about)), talk.understood(), expecting=about)


def _called_only_another(text: str, script: str) -> bool:
    """Whether the number that a message says was called is another than the one for this script (打了120了, after blows; 救护车叫了, in a fire)."""
    called = {_NUMBER_OF.get(one, one) for one in _NUMBER.findall(text)}
    return bool(called) and not called & set(_NUMBER.findall(scenes.numbers_to_call(script)))


def _place_asked(raised: Detail) -> tuple[Say, ...]:
    """The question where the emergency is, if that is still open."""
    return (ASK_PLACE,) if raised.get("asks") == "place" else ()


def _first_words(
    text: str, script: str, news: after_danger.News | None, plea: Plea | None, *, called: bool
) -> tuple[Say, ...]:
    """What is said before the advice until help comes: the act that must not be done; to whoever acts or begs, and has not called, all that was said when it was raised, else whom to call."""
    forbidden = warning_of(text, script)
    acts = bool(forbidden or plans.tells_what_is_done(text)) and news in (None, "what_now", "perhaps_over")
    if (acts or (plea and news != "what_now")) and not called:
        return (*forbidden, Say(f"utter_danger_{script}"))
    return (*forbidden, *before_advice(script, news, called=called))


def _whom_to_ask(text: str, script: str, plea: Plea | None) -> tuple[Say, ...]:
    """That we cannot answer a question of its own, and who can; () if nothing is asked, it names an act that was forbidden or what the advice
    answers (a vaccine after a bite), or whoever wants to die asks it of us (你能陪我聊聊吗)."""
    if scenes.wants_to_die(script) or (script == "dog_bite" and _OF_A_BITE.search(text)):
        return ()
    if plea != "question" or warning_of(text, script) or after_danger.has_nothing_to_record(text):
        return ()
    whom = "utter_ask_the_police" if scenes.may_be_heard(script) else "utter_ask_those_who_help"
    return (Say(whom, {"number": scenes.number_to_call(script)}),)


@answers_topic("who_is_told")
async def say_who_is_told(turn: Turn, talk: Talk, portal: PortalClient) -> Reply:
    """Say who learns of what was told of a danger, and who does not, or what can be seen on this telephone and how to clear it; then ask anew where it is, if that is asked.

    The wish that nobody is told joins the case, for whoever reads it; who is bullied hears once more whom to go to. To whoever may hold
    the telephone now no more is said than how to clear it, and whoever asks before anything was told hears who reads what is reported.
    """
    if this_chat.wishes_it_deleted(turn.text):
        everything = this_chat.wishes_everything_deleted(turn.text)
        return Reply((Say("utter_what_is_deleted") if everything else CLEAR,), talk.understood())
    raised = raised_emergency(turn.expecting)
    if raised is None and talk.form is None and this_chat.asks_if_it_is_safe_here(turn.text):
        return Reply((Say("utter_may_say_here"),), talk.understood())
    nobody, hides = wants_nobody_told(turn.text), _wishes_it_hidden(turn, raised)
    if not nobody and (hides or asks_of_traces(turn.text, alone=not asks_who_is_told(turn.text))):
        if raised is not None and not raised.get("over") and (hides or is_looked_through(turn.text)):
            await add_to_raised(turn, portal, raised)
        if this_chat.says_who_looks_now(turn.text):
            return Reply((CLEAR,), talk.understood())
        return Reply((HIDE,) if hides else who_reads(turn.text) or (CLEAR,), talk.understood())
    more = (ASK_PLACE,) if raised is not None and raised.get("asks") == "place" else ()
    if not nobody:
        return Reply((*who_reads(turn.text), *more), talk.understood())
    added = (await add_to_raised(turn, portal, raised) or ()) if raised is not None else ()
    whom = (Say("utter_danger_bullied"),) if _script_so_far(turn, talk) == "bullied" else ()
    first = Say("utter_school_not_told" if is_of_school(turn.text) else "utter_who_is_told")
    hide = (HIDE,) if hides else ()
    return Reply((first, *whom, *hide, *added, *more), talk.understood())


def _wishes_it_hidden(turn: Turn, raised: Detail | None) -> bool:
    """Whether a message wishes what was written hidden from whom its sender fears, and tells nothing beside; in another danger than one at home that is of something else."""
    script = "" if raised is None else script_of_raised(raised)
    if raised is not None and (script == "bullied" or scenes.danger_of_script(script) not in scenes.BLOWS):
        return False
    return this_chat.says_who_looks(turn.text) or (
        wishes_it_hidden(turn.text) and not told_beside_traces(turn.text, alone=True)
    )


def _script_so_far(turn: Turn, talk: Talk) -> str:
    """The script of the emergency, or of the blows that may be told in the open report."""
    raised = raised_emergency(turn.expecting)
    return script_of_raised(raised) if raised else scenes.script_of("violence", str((talk.form or {}).get("text", "")))


def before_advice(script: str, news: after_danger.News | None, *, called: bool) -> tuple[Say, ...]:
    """The message before the advice of a script: whom to call again if nobody answers or comes, or whom to call first; () if help was called."""
    number = scenes.number_to_call(script)
    if news == "call_unanswered":
        return (Say(_call_again(script, number), {"number": number}),)
    if news == "not_there" and (called or not scenes.is_called_only_if(script)):
        hurry = "utter_call_to_hurry_police" if scenes.may_be_heard(script) else "utter_call_to_hurry"
        return (Say(hurry, {"number": number}),)
    return () if called or news == "called" else (call_first(script),)


def _call_again(script: str, number: str) -> str:
    """The response for whoever called and got no answer."""
    if scenes.wants_to_die(script):
        return "utter_call_again_to_talk"
    return {"110": "utter_call_again_police", "95598": "utter_call_again_power"}.get(number, "utter_call_again")
