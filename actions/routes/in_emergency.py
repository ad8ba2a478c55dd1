"""Whether a message that no rule of its own answers asks for advice in an emergency that is still open. Pure."""

from __future__ import annotations

import re

from actions.case_draft import doubtful_danger_of
from actions.conversation.expecting import raised_emergency, script_of_raised
from actions.conversation.turn import Turn
from actions.interpreting import scenes
from actions.interpreting import short_answers as short
from actions.interpreting.aid.begging import pleads
from actions.routes.other_matters import is_a_whole_report, tells_another_matter, tells_of_an_ordinary_fault
from actions.routes.signs import PLAINLY_ASKED, is_for_fun
from actions.routes.topics import Topic

_PART_OF_ANY = (None, "injury", "trapped", "other")  # doubtful dangers that are no other one than what was raised


_ASKED_AT_HOME = re.compile("去哪里住$|验伤$|离开家带什么$|^妇联|^离婚登记")
"""Common questions of whoever is beaten at home, by how they are worded in data/community/faq.csv."""


def asks_what_helps_at_home(turn: Turn) -> bool:
    """Whether whoever is beaten at home asks, in their emergency, where to stay, to be examined or whom to go to: neither 110 nor more of the case answers that."""
    raised = raised_emergency(turn.expecting)
    if raised is None or turn.faq is None or turn.danger is not None or turn.faq["score"] < PLAINLY_ASKED:
        return False
    blows = scenes.danger_of_script(script_of_raised(raised)) in scenes.BLOWS
    return blows and _ASKED_AT_HOME.search(turn.faq["question"]) is not None


_NO_COMMANDS: tuple[Topic, ...] = ("capability", "greet", "out_of_scope", "not_understood", "affirm")
"""Topics by rule of words that whoever wants to die says to us (你又不懂, 你别管我, 嗯), and that sell nothing to them."""


def speaks_to_who_listens(turn: Turn, topic_by_rule: Topic) -> bool:
    """Whether a message of whoever wants to die, in their emergency, is said to whoever listens, and neither a command (帮助) nor another matter."""
    raised = raised_emergency(turn.expecting)
    if raised is None or raised.get("over") or not scenes.wants_to_die(script_of_raised(raised)):
        return False
    if (
        topic_by_rule not in _NO_COMMANDS
        or short.plain(turn.text) in short.CAPABILITY
        or not short.has_words(turn.text)
    ):
        return False
    return not (short.begins_another_matter(turn.text) or tells_of_an_ordinary_fault(turn) or is_a_whole_report(turn))


def asks_in_emergency(turn: Turn, topic_by_rule: Topic) -> bool:
    """Whether a message asks something in the open emergency, or begs to be told what to do; then the advice of that danger is said again.

    Not of whoever wants to die, to whom somebody listens; nor where it tells of another danger, another matter, or plainly asks
    a common question.
    """
    raised = raised_emergency(turn.expecting)
    if raised is None or raised.get("over") or scenes.wants_to_die(script_of_raised(raised)):
        return False
    doubtful = doubtful_danger_of(turn.draft)
    if doubtful not in _PART_OF_ANY and doubtful != scenes.danger_of_script(script_of_raised(raised)):
        return False
    if topic_by_rule == "faq" and turn.faq is not None and turn.faq["score"] >= PLAINLY_ASKED:
        return False
    other = short.begins_another_matter(turn.text) or tells_another_matter(turn) or tells_of_an_ordinary_fault(turn)
    return pleads(turn.text) is not None and not (other or is_a_whole_report(turn) or is_for_fun(turn.text))
