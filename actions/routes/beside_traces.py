"""What a message tells beside the question what was written on this telephone, so that it is heard like any other words. Pure."""

from __future__ import annotations

import re
from dataclasses import replace

from actions.case_draft import doubtful_danger_of, with_danger
from actions.conversation.expecting import raised_emergency, script_of_raised
from actions.conversation.turn import Talk, Turn
from actions.interpreting import scenes
from actions.interpreting.aid.traces import told_beside_traces
from actions.interpreting.places import may_be_a_place
from actions.routes.signs import awaits_somebody_near

_OF_WHOEVER_STRIKES = re.compile("[他她]|老公|男人")


def apart_from_traces(turn: Turn, talk: Talk) -> Turn:
    """The message without its question of what was written here, if it tells anything beside (怎么删聊天记录，他进来了); else unchanged.

    After a threat was raised, what is no place is taken to tell more of it, though no danger was read in the whole: whoever writes in such a moment tells no small talk.
    """
    near = awaits_somebody_near(turn, talk)
    told = told_beside_traces(turn.text, alone=True) if near else ""
    if not told:
        return turn
    draft = turn.draft
    raised = raised_emergency(turn.expecting)
    danger = scenes.danger_of_script(script_of_raised(raised)) if raised is not None else ""
    is_place = may_be_a_place(told.removeprefix("我")) and not _OF_WHOEVER_STRIKES.match(told)
    if turn.danger is None and danger in scenes.BLOWS and not is_place:
        draft = with_danger(draft, doubtful_danger_of(draft) or danger)
    return replace(turn, text=told, draft=draft, whole=None, faq=None, faq_more=None)
