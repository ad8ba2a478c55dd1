"""Choose the topic of a message that tells of a danger, answers whether there is one, or says what became of it. Pure."""

from __future__ import annotations

import re

from actions.case_draft import danger_of, doubtful_danger_of, place_words
from actions.conversation.expecting import Detail, raised_emergency, script_of_raised
from actions.conversation.turn import Talk, Turn
from actions.intake.asking import DANGER
from actions.interpreting import (
    after_danger,
    all_clear,
    danger_signs,
    open_questions,
    said_over,
    scenes,
)
from actions.interpreting import short_answers as short
from actions.interpreting.aid import lifeless, untold
from actions.interpreting.aid.aftercare import has_swallowed, skin_is_off
from actions.interpreting.aid.asked import answer_to, is_hurt, read_aid, says_they_are_still_there, what_if
from actions.interpreting.aid.gone import has_answered
from actions.interpreting.aid.inside import says_sender_is_inside, says_somebody_is_inside
from actions.interpreting.doing import plans
from actions.interpreting.doing.at_work import explains_by_work
from actions.interpreting.doing.forbidden import forbidden_act
from actions.interpreting.places import is_exact
from actions.interpreting.situations.paid import pays_all_the_same
from actions.interpreting.situations.rows import answer_in
from actions.interpreting.situations.taken_away import ENDED_BY_DOCTORS, is_with_doctors
from actions.portal_client import CaseSummary
from actions.routes.after_report import goes_on_about_recent_case
from actions.routes.in_emergency import asks_what_helps_at_home
from actions.routes.other_matters import is_a_whole_report
from actions.routes.signs import (
    PLAINLY_ASKED,
    asks_to_keep_it_secret,
    asks_who_reads,
    awaits_a_place,
    tells_of_more_danger,
)
from actions.routes.topics import Topic

_ONLY_A_MISTAKE = re.compile(
    r"(?:不对|不是|其实|原来|[说写看搞弄记打][错反]|地址|地方|位置|刚才|应该|是|在|了|的|我|啊|哦)*"
)
_LOOKS_LIKE_WORK = ("self_harm_seen", "trapped", "water")  # scripts in which what was seen may be somebody at work
_SEVERAL_CLAUSES = re.compile(r"\w{2}[，,。！!；;？?\s]+\w{2}")  # 什么时候放假，我被人捅了
_OF_A_CHILD = ("child_locked", "child_alone")
"""Scripts in which a child's tears or climbing are heard as that child's, whatever danger is read in the words."""
# Intents: a message that surely has one of them, and no plain sign of harm, is not asked about danger.
_NOT_OF_DANGER = ("ask_status", "withdraw", "list_consultations", "vote", "ask_capability", "faq")


def topic_about_danger(turn: Turn, talk: Talk, topic_by_rule: Topic, recent: CaseSummary | None) -> Topic | None:
    """The topic of a message about a danger, or that asks what to do if one came (要是着火怎么办), of which nothing is raised; else None.

    Whatever may be a danger already, by its words or since one was raised, is no mere question.
    """
    told = turn.danger or doubtful_danger_of(turn.draft) or raised_emergency(turn.expecting)
    if talk.form is None and not told and what_if(turn.text):
        return "what_if"
    if asks_to_keep_it_secret(turn, talk):
        return "who_is_told"
    return _topic_of_present_danger(turn, talk, topic_by_rule, recent)


def _topic_of_present_danger(turn: Turn, talk: Talk, topic_by_rule: Topic, recent: CaseSummary | None) -> Topic | None:
    """The topic of a message that tells of a danger, answers whether there is one, or says what became of it; else None.

    While the bot asks whether somebody is in danger, every message with words is its answer, except one that only asks for a person, or who will be told of it.
    """
    in_danger = (talk.form or {}).get("stage") == DANGER
    if asks_who_reads(turn, talk):
        return "danger" if turn.danger is not None and not in_danger else "who_is_told"
    if in_danger:
        return None if short.is_request_for_person(turn.text) or not short.has_words(turn.text) else "danger_answer"
    if (beside := _topic_beside_open_form(turn, talk)) is not None:
        return beside
    raised = raised_emergency(turn.expecting)
    if raised is not None and (after := _topic_about_raised(raised, turn, talk)) is not None:
        return after
    # The number that was called (119, 120) is no danger, whatever the danger head reads in it.
    called = short.says_help_was_called(turn.text)
    if called and (talk.form is None or raised is not None):
        return "advice"
    if recent is not None and danger_signs.was_treated(turn):
        return None if goes_on_about_recent_case(recent, turn, talk, topic_by_rule) else "danger"
    if turn.danger is not None and not called:
        return "danger"
    if called or (raised is not None and not raised.get("over")):
        return None
    if talk.form is not None:
        return _topic_beside_draft(turn, str(talk.form.get("text", "")))
    return _topic_if_doubtful(turn, talk, topic_by_rule, recent)


def _topic_beside_open_form(turn: Turn, talk: Talk) -> Topic | None:
    """The topic of a message that pays though its sender was just warned of a swindle, or that is no more than 119, 120 or 110 where a summary waits for a yes; else None."""
    stage, answered = (talk.form or {}).get("stage"), (talk.form or {}).get("faq") or {}
    if stage == "answered" and pays_all_the_same(turn.text, str(answered.get("answer", ""))):
        return "danger"
    return "doubt" if stage == "confirm" and turn.text.strip() in ("119", "120", "110") else None


def _topic_if_doubtful(turn: Turn, talk: Talk, topic_by_rule: Topic, recent: CaseSummary | None) -> Topic | None:
    """The topic of a message without an open draft that may tell of a danger; None if it tells of none, or is more of the recent case."""
    raised = raised_emergency(turn.expecting)
    if raised is None and untold.blows_told_beside(turn.text):
        return "doubt"
    worse = recent is not None and danger_signs.danger_told_of(turn.text, recent["title"]) is not None
    worse = worse or (raised is None and recent is not None and danger_signs.hurt_told_of(turn.text) is not None)
    doubtful = doubtful_danger_of(turn.draft) is not None or worse
    if not (doubtful and _is_unprompted(turn, talk)):
        return None
    harm = worse or danger_signs.tells_of_harm(turn, "")
    if (
        raised is None
        and recent is not None
        and not harm
        and _may_be_of_the_case(turn, recent)
        and goes_on_about_recent_case(recent, turn, talk, topic_by_rule)
    ):
        return None
    return "doubt"


def _may_be_of_the_case(turn: Turn, recent: CaseSummary) -> bool:
    """Whether a doubtful danger may be more of what the recent case tells (灯杆上还有电线露出来 of a lamp): neither fire nor gas, and of its category."""
    same = turn.draft["category"]["code"][:4] == (recent["category"] or "")[:4]
    return same and doubtful_danger_of(turn.draft) not in ("fire", "gas")


def _topic_beside_draft(turn: Turn, report_text: str) -> Topic | None:
    """The topic of a message beside an open draft with this text, in which no danger is surely read by itself: it may end one that was begun there."""
    if danger_signs.is_sign_of_what_was_told(turn.text, report_text):
        return "danger" if turn.whole is not None and danger_of(turn.whole.draft) else "doubt"
    told = danger_signs.tells_of_harm(turn, report_text) or _may_mean_to_die(turn)
    begun = told or danger_signs.names_only_somebody(report_text)
    if begun and not _denies_danger(turn) and danger_signs.surely_ends_in_danger(turn, report_text):
        return "danger"
    return "doubt" if told and not _denies_danger(turn) else None


def _topic_about_raised(raised: Detail, turn: Turn, talk: Talk) -> Topic | None:
    """The topic of a message that says what became of an emergency or its danger, be it back after an all-clear; else None."""
    if (aid := _topic_of_aid(raised, turn)) is not None:
        return aid
    if talk.form is None and (back := _topic_if_blows_are_back(raised, turn)) is not None:
        return back
    if (after := _topic_after_danger(raised, turn, talk)) is not None:
        return after
    if raised.get("over"):
        found = said_over.says_again_that_they_are_found(turn, scenes.danger_of_script(script_of_raised(raised)))
        return "detail" if found and talk.form is None else _danger_after_all(turn, talk)
    hurt = talk.form is None and scenes.harm_beside(script_of_raised(raised), turn.text) and not _denies_danger(turn)
    return "danger" if hurt or _is_back_or_worse(turn, talk) else None


def _topic_of_aid(raised: Detail, turn: Turn) -> Topic | None:
    """The topic of a message that says that somebody does not breathe, is hurt or is still threatened, asks how to press, or asks or tells what has an answer of its own; else None.

    Also beside an open draft; after an all-clear, only if it tells of danger, or asks whether to go back or to call.
    """
    script, over = script_of_raised(raised), raised.get("over", False)
    if short.begins_another_matter(turn.text):
        return None
    if scenes.script_if_lifeless(script, turn.text) and not _denies_danger(turn):
        return "danger"
    inside = says_somebody_is_inside(turn.text, script) or (
        says_sender_is_inside(turn.text, script) and not forbidden_act(turn.text, script)
    )
    if not over and (inside or (script == "burn" and skin_is_off(turn.text)) or has_swallowed(turn.text, script)):
        return "danger"
    if not over and answer_in(f"{script}?", turn.text):
        return "danger"
    same = (None, "injury", scenes.danger_of_script(script))
    answered = (turn.danger in (*same, "other") or script in _OF_A_CHILD) and answer_to(turn.text, script, over=over)
    if answered and not asks_what_helps_at_home(turn) and not _says_it_was_none(turn, script):
        return "aid"
    if turn.danger in same and lifeless.asks_how_to_press(turn.text, script):
        return "advice"
    if tells_of_more_danger(turn, script):
        return None
    aid = read_aid(turn.text, script, over=over)
    if aid == "back" and not over and forbidden_act(turn.text, script):
        return "advice"
    if aid is not None and not (raised.get("asks") == "danger" and aid == "out"):
        return "aid"
    if over:
        return None
    if scenes.danger_of_script(script) in scenes.BLOWS and says_they_are_still_there(turn.text):
        return "still_danger"
    return "danger" if scenes.danger_of_script(script) == "trapped" and is_hurt(turn.text) else None


def _says_it_was_none(turn: Turn, script: str) -> bool:
    """Whether all words of a message say that there never was a danger (看错了，隔壁炒辣椒呛的); never of blows, where somebody may make them say so."""
    danger = scenes.danger_of_script(script)
    return danger not in scenes.BLOWS and all_clear.read_all_clear(turn.text, danger) == "false_alarm"


def _is_back_or_worse(turn: Turn, talk: Talk) -> bool:
    """Whether a message in an emergency, in which no danger is read, says that it is back or worse (火更大了)."""
    if talk.form is not None or turn.danger is not None or short.begins_another_matter(turn.text):
        return False
    if _denies_danger(turn) or short.says_help_was_called(turn.text) or is_a_whole_report(turn):
        return False
    return danger_signs.comes_back_or_grows(turn.text)


def _topic_if_blows_are_back(raised: Detail, turn: Turn) -> Topic | None:
    """The topic of a message, after blows were raised, that says who is here: danger if it is whoever struck; asked about if it may be a helper."""
    danger = scenes.danger_of_script(script_of_raised(raised))
    if danger_signs.says_blows_are_back(turn.text, danger):
        return "danger"
    if turn.danger is not None or not danger_signs.may_say_that_blows_are_back(turn.text, danger):
        return None
    return "doubt" if raised.get("over") else "perhaps_over"


def _danger_after_all(turn: Turn, talk: Talk) -> Topic | None:
    """The topic of a message after an all-clear that tells of danger again; None if it tells of none, and beside an open draft, for an announced
    other matter, or for a whole report without a sure danger.

    A sure danger, a doubtful one without an exact place, or a sign of one (只有很多烟) is `danger`: people are paged at once, since
    whoever said that it was over may have been wrong. Words that may be a sign (我晕) are asked about.
    """
    if talk.form is not None or short.begins_another_matter(turn.text) or _denies_danger(turn):
        return None
    if short.says_help_was_called(turn.text):
        return None
    if turn.danger is not None:
        return "danger"
    if is_a_whole_report(turn):
        return None
    told = danger_signs.says_danger_is_back(turn.text) or danger_signs.tells_of_danger_after_all(turn.text)
    told = told or danger_signs.tells_of_harm(turn, "")
    doubtful = doubtful_danger_of(turn.draft) is not None and _is_unprompted(turn, talk)
    if told or (doubtful and not any(is_exact(place) for place in place_words(turn.draft))):
        return "danger"
    return "doubt" if danger_signs.may_tell_of_danger_after_all(turn.text) else None


def _is_unprompted(turn: Turn, talk: Talk) -> bool:
    """Whether a message answers nothing that was asked, denies no danger, and is not surely another request."""
    if talk.pending is not None and open_questions.answers_pending(talk.pending, turn):
        return False
    if _denies_danger(turn):
        return False
    if open_questions.topic_of_expected(turn, form_is_open=False) is not None:
        return False
    beside_a_question = turn.surely("faq") and _SEVERAL_CLAUSES.search(turn.text) is not None
    told = beside_a_question or danger_signs.tells_of_harm(turn, "") or danger_signs.asks_what_to_do(turn.text)
    told = told or _may_mean_to_die(turn) or danger_signs.hurt_told_of(turn.text) is not None
    harmless = turn.surely(*_NOT_OF_DANGER, score=0.8) and not told
    return not harmless and not short.is_request_for_person(turn.text)


def _may_mean_to_die(turn: Turn) -> bool:
    """Whether a message in which a threat to one's own life is doubtful speaks of dying, be it as a question (安眠药吃多少会死)."""
    return doubtful_danger_of(turn.draft) == "self_harm" and danger_signs.speaks_of_dying(turn.text)


def _denies_danger(turn: Turn) -> bool:
    """Whether all words of a message say that there is none, or no longer any, of the danger that is read in it, doubtfully or surely (of any, if none is): 他在家 denies only that somebody is missing."""
    kind = doubtful_danger_of(turn.draft) or turn.danger or ""
    return all_clear.read_all_clear(turn.text, kind) not in (None, "perhaps", "partly")


def _topic_after_danger(raised: Detail, turn: Turn, talk: Talk) -> Topic | None:
    """The topic of a message that says what became of an emergency, cries for help, or asks what to do till help comes; else None.

    After an all-clear only an answer to what was asked then has one (`_topic_of_answer_after_all_clear`).
    """
    if raised.get("over"):
        return _topic_of_answer_after_all_clear(raised, turn) if talk.form is None else None
    if script_of_raised(raised) in scenes.FAREWELLS and has_answered(turn.text):
        return "perhaps_over"
    if not short.begins_another_matter(turn.text):
        if after_danger.cries_for_help(turn.text):
            return "advice"
        if talk.form is None and turn.danger is None and after_danger.keeps_the_alarm(turn.text):
            return "advice"
        over = _topic_whether_over(raised, turn) if turn.danger is None else _topic_if_denied(raised, turn)
        if over is not None:
            return over
    if _needs_advice(raised, turn, talk):
        return "advice"
    news = after_danger.read_news(turn.text)
    if news in (None, "perhaps_over") or short.begins_another_matter(turn.text):
        return None
    asks_plainly = turn.faq is not None and turn.faq["score"] >= PLAINLY_ASKED
    asks_plainly = asks_plainly and not after_danger.has_nothing_to_record(turn.text)
    if news == "what_now" and (talk.form is not None or asks_plainly or is_a_whole_report(turn)):
        return None
    return (
        None if turn.danger and news == "what_now" and not after_danger.has_nothing_to_record(turn.text) else "advice"
    )


def _topic_of_answer_after_all_clear(raised: Detail, turn: Turn) -> Topic | None:
    """The topic of an answer to "is anything left to do?", or to "is anybody in danger?" where only the fire is out; None: it answers neither."""
    if raised.get("asks") == "still":
        return "all_clear" if after_danger.says_whether_still(turn.text) else None
    if raised.get("asks") != "danger" or short.begins_another_matter(turn.text):
        return None
    if after_danger.is_yes(turn.text) or after_danger.says_yes_first(turn.text):
        return "danger"
    says_no = after_danger.says_no_first(turn.text) and _denies_danger(turn)
    return "all_clear" if says_no or said_over.denies_and_nothing_worse(turn) else None


def _needs_advice(raised: Detail, turn: Turn, talk: Talk) -> bool:
    """Whether a message tells what is done about the danger, or asks whether to do it; not if it tells of one itself, or is another matter.

    Not beside an open draft; nor if it plainly asks a common question or is a whole report, unless it names an act of the
    sender's that must not be done in this danger.
    """
    if short.begins_another_matter(turn.text):
        return False
    if talk.form is not None:
        return bool(forbidden_act(turn.text, script_of_raised(raised)))
    if turn.danger is not None and not plans.is_misread_as_blows(turn.text, turn.danger, script_of_raised(raised)):
        return False
    if forbidden_act(turn.text, scenes.refine_script(script_of_raised(raised), turn.text)):
        return True
    asks_plainly = turn.faq is not None and turn.faq["score"] >= PLAINLY_ASKED
    return not asks_plainly and not is_a_whole_report(turn) and plans.tells_what_is_done(turn.text)


def _topic_whether_over(raised: Detail, turn: Turn) -> Topic | None:
    """The topic of a message, in which no danger is surely read, that says whether the danger is over; None if it does not, or corrects only the place.

    After "is somebody in danger?" a yes is `still_danger`, a no `all_clear`. Else an all-clear says nothing but that, and no danger
    is doubtful in it, or it calls the help off, too; any other is asked about, and so is whatever only takes the report back.
    """
    asked = raised.get("asks") == "danger"
    if (
        raised.get("asked") and short.plain(turn.text) == after_danger.CHOICES["1"]
    ):  # its button, whatever was asked since
        return "still_danger"
    if asked and (after_danger.is_yes(turn.text) or after_danger.says_yes_first(turn.text)):
        return "still_danger"
    if after_danger.insists_on_danger(turn.text):
        return "still_danger"
    if after_danger.takes_back(turn.text):
        return "perhaps_over"
    if asked and said_over.answers_that_it_is_over(turn):
        return "all_clear"
    if asked and after_danger.denies_first(turn.text):
        return "all_clear"
    if asked and said_over.denies_and_nothing_worse(turn) and doubtful_danger_of(turn.draft) is None:
        return "all_clear"
    if is_with_doctors(turn.text) and scenes.danger_of_script(script_of_raised(raised)) in ENDED_BY_DOCTORS:
        return "all_clear"
    end = all_clear.read_all_clear(turn.text, scenes.danger_of_script(script_of_raised(raised)))
    if end == "called_off" or (end not in (None, "perhaps", "partly") and doubtful_danger_of(turn.draft) is None):
        return "all_clear"
    says_where = awaits_a_place(turn) and bool(place_words(turn.draft))
    clears = after_danger.read_news(turn.text) == "perhaps_over" or _is_explained_by_work(raised, turn)
    clears = clears or (said_over.surely_clears(turn) and not says_where)
    if end is None and not clears:
        return None
    return None if _corrects_only_the_place(turn) else "perhaps_over"


def _topic_if_denied(raised: Detail, turn: Turn) -> Topic | None:
    """The topic of a message in which a danger is read, though all its words deny one (不是煤气，是邻居炒菜) or explain it by work; None if it denies none.

    The bot asks whether somebody is in danger; if it asked that already, a message that begins with a denial is an all-clear.
    """
    if raised.get("asks") == "danger" and after_danger.denies_first(turn.text):
        return "all_clear"
    end = all_clear.read_all_clear(turn.text, scenes.danger_of_script(script_of_raised(raised)))
    return "perhaps_over" if end == "false_alarm" or _is_explained_by_work(raised, turn) else None


def _is_explained_by_work(raised: Detail, turn: Turn) -> bool:
    """Whether a message explains by somebody's work what was seen of a person high up or in the water; of any other danger work explains nothing."""
    return raised.get("danger") in _LOOKS_LIKE_WORK and explains_by_work(turn.text)


def _corrects_only_the_place(turn: Turn) -> bool:
    """Whether a message names a place, and besides has only words of a mistake (搞错了，是5栋)."""
    rest = turn.text
    for words in sorted(place_words(turn.draft), key=len, reverse=True):
        rest = rest.replace(words, "")
    return rest != turn.text and _ONLY_A_MISTAKE.fullmatch(short.plain(rest)) is not None
