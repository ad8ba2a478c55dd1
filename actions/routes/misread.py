"""Take back what was read in a piece of a report as blows, though the pieces before say that an animal or a thing did it (流浪狗 / 也追我). Pure."""

from __future__ import annotations

import re
from dataclasses import replace

from actions.case_draft import CaseDraft, danger_of, doubtful_danger_of, with_danger
from actions.conversation.turn import Talk, Turn
from actions.intake.asking import DANGER
from actions.interpreting import danger_signs, scenes

_STRANGER = re.compile("有个人|有人|一个人|陌生|男的|女的|醉汉|流氓|混混|保安|同学|邻居|小伙|骑手")
_BITES = re.compile("咬|啄|蜇|叮")
_FAMILY = re.compile(
    "老公|老婆|丈夫|妻|前[夫任]|朋友|对象|[爸妈爹娘哥姐弟妹]|公公|婆婆|爷爷|奶奶|儿子|女儿|女婿|媳妇|家里"
)


def without_misread_blows(turn: Turn, talk: Talk) -> Turn:
    """The turn as the pieces of the open draft before it explain it: without blows, sure or doubtful, of an animal or a thing; with a stranger's blows
    for those of a family of which no word is said. What else is read stays."""
    form = talk.form
    if form is None or form.get("stage") == DANGER or not (_tells_of_blows(turn.draft) or _whole_tells_of_blows(turn)):
        return turn
    before = str(form.get("text", ""))
    if danger_signs.is_done_by_no_person(turn.text, before):
        harm = "injury" if _BITES.search(turn.text) else None  # a bite is a wound, whoever bit
        whole = turn.whole
        if whole is not None:
            whole = replace(whole, draft=_with_harm_for_blows(whole.draft, harm))
        return replace(turn, draft=_with_harm_for_blows(turn.draft, harm), whole=whole)
    said = before + turn.text
    if danger_of(turn.draft) == "home_violence" and _STRANGER.search(said) and not _FAMILY.search(said):
        return replace(turn, draft=with_danger(turn.draft, "violence"))
    return turn


def _with_harm_for_blows(draft: CaseDraft, harm: str | None) -> CaseDraft:
    """The draft with this danger, or as an ordinary matter, if blows are read in it."""
    return with_danger(draft, harm) if _tells_of_blows(draft) else draft


def _whole_tells_of_blows(turn: Turn) -> bool:
    """Whether blows are read in the draft's words and the message as one text."""
    return turn.whole is not None and _tells_of_blows(turn.whole.draft)


def _tells_of_blows(draft: CaseDraft) -> bool:
    """Whether blows are read in a draft, be it doubtfully."""
    return (danger_of(draft) or doubtful_danger_of(draft)) in scenes.BLOWS
