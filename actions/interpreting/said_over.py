"""Read whether a message surely says that there is no danger (any more), by its act too where its words alone are no all-clear. Pure."""

from __future__ import annotations

from actions.case_draft import doubtful_danger_of
from actions.conversation.turn import SURE_OF_ACT, Turn
from actions.interpreting import after_danger, all_clear
from actions.interpreting import short_answers as short


def surely_clears(turn: Turn) -> bool:
    """Whether the bot is sure that a message says there is no danger, or it explains after an apology or a look what it was
    (不好意思，是楼上装修; 问过电信了，是断掉的老网线); and no word of it tells of harm that goes on (还有人没出来), doubts or asks.

    A bare yes (是, 对, 好) clears nothing, whatever act is read in it: it answers "is somebody in danger?"."""
    if after_danger.is_yes(turn.text) or short.is_affirm(turn.text):
        return False
    says = turn.acts("all_clear", score=SURE_OF_ACT) or after_danger.explains_what_it_was(turn.text)
    return says and not after_danger.says_it_goes_on(turn.text)


def answers_that_it_is_over(turn: Turn) -> bool:
    """Whether an answer to "is somebody in danger?" `surely_clears`, begins with no yes, names no person who is in it after all
    (搞错了，是小孩), and no danger is read in it, not even a doubtful one."""
    if turn.danger is not None or doubtful_danger_of(turn.draft) is not None:
        return False
    if after_danger.says_yes_first(turn.text) or after_danger.says_it_is_a_person(turn.text):
        return False
    return surely_clears(turn)


def explains_away(turn: Turn) -> bool:
    """Whether a message that `surely_clears`, and in which no danger is surely read, says what it was instead of one.

    It denies one (是断掉的老网线，不带电的), doubtful or not; or gives a harmless cause (是电视机), and no doubtful danger is read.
    """
    if turn.danger is not None or not surely_clears(turn):
        return False
    doubtful = doubtful_danger_of(turn.draft) is not None
    return after_danger.denies_rather_than_ends(turn.text, by_cause=not doubtful)


def denies_and_nothing_worse(turn: Turn) -> bool:
    """Whether an answer to "is somebody in danger?" is a no: alone, with what is known to be harmless, or with words of which the bot is
    sure that they say there is no danger (没有，是楼上装修钻墙), and in which it reads none, nor a doubtful one."""
    if after_danger.says_no_and_nothing_worse(turn.text):
        return True
    says_what_it_was = turn.acts("all_clear", score=SURE_OF_ACT) or after_danger.has_harmless_cause(turn.text)
    nothing_worse = says_what_it_was and not after_danger.says_it_goes_on(turn.text)
    reads_none = turn.danger is None and doubtful_danger_of(turn.draft) is None
    return after_danger.says_no_first(turn.text) and nothing_worse and reads_none


def says_again_that_they_are_found(turn: Turn, danger: str) -> bool:
    """Whether a message says that whoever was missing (`danger`: what was raised) is there, and no other danger is surely read in it: after the all-clear it says nothing new."""
    return turn.danger in (None, "missing") and all_clear.read_all_clear(turn.text, danger) == "found"
