"""What words that a reporter adds to an emergency say is new: that it is back or worse, or a sign that was not told before. Pure.

Only of words in which the bot reads danger (`actions/topics/danger/`). A sign is a code of `danger_sign.…` or `danger.…` in
`data/case_events.csv`, whose text may stand in an SMS: none of the reporter's words does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from portal.cases.reading import lexicon

_LONGEST_READ = 400  # characters
AGAIN, WORSE = "again", "worse"  # the signs of words that say no more than that it is back, or worse
_NOT = "(?<![没不])(?<!没有)(?<!没人)(?<!没有人)(?<!不是)"  # what follows is denied neither at once nor of anybody
_COMES_BACK = re.compile(  # not by telephone; nor is a helper, a sleepy person or a fuse
    r"又(?!(?:拨|打)(?:电话|给|1[12]|不[通进]|[过了](?:[一二两三几\d]+[个次遍通]|电话|1[12]))|来人|来电|困了|困$|跳闸|倒车)"
    "|再次|重新|复燃|还在(?:打|砍|砸|烧|漏)|回来了|没走"
)
_GETS_WORSE = re.compile("更[大重多猛高快凶厉严糟]|越来越|不行了|快死了|要死了")
_SIGNS = (  # the gravest first: one is told
    ("no_breath", re.compile("没有?(?:了)?(?:呼吸|心跳|脉搏|气了)|不(?:会)?(?:喘气|呼吸)|(?:呼吸|心跳)(?:停|没有?)了|喘不上气")),
    ("unconscious", re.compile("[叫喊摇拍]不[醒应]|没有?(?:了)?(?:反应|意识|知觉)|不省人事|(?:晕|昏)(?:倒|过去|迷)|昏睡过去|又[晕昏]|抽搐|口吐白沫")),
    ("knife", re.compile(_NOT + "(?:[拿有持动掏拔提]着?[了出]?一?把?(?:菜|水果|砍|尖|匕首|大)?刀|砍[人我他她伤了]|捅[人我他她伤了]|斧头|有枪)")),
    ("explosion", re.compile("爆炸|[煤燃]气.?炸|炸了")),
    ("fire", re.compile(_NOT + "(?:[着起失]火|烧起来|烧着了|[着燃]起来|冒(?:黑|浓|大)?[烟火]|复燃|又着)")),
    ("gas", re.compile("[漏跑](?:煤|燃|天然)?气|又漏")),
    ("bleeding", re.compile("[流出吐喷](?:了|着|好多|很多|一地|大量){0,2}血|大出血|血(?:止不住|流不停|一直流)")),
    ("blows", re.compile(_NOT + "(?:[打砸踹踢掐揍]了?(?:我|他|她|人|门|孩子|妈|奶|起来)|动手|要杀)")),
    ("jump", re.compile(_NOT + "(?:要跳|跳(?:了|下去)|爬上(?:去|楼顶|窗|栏杆|天台))")),
)  # fmt: skip


def signs_in(text: str) -> list[str]:
    """The signs of danger in these words, the gravest first."""
    said = lexicon.simplified(text[:_LONGEST_READ])
    return [sign for sign, pattern in _SIGNS if pattern.search(said)]


def news_in(text: str, before: Iterable[str]) -> str:
    """Of words that say it is back or worse the gravest sign, told before or not, else AGAIN or WORSE; of others the gravest that was
    not said `before`, "" if there is none.
    """
    said = lexicon.simplified(text[:_LONGEST_READ])
    found = signs_in(text)
    if _COMES_BACK.search(said):
        return found[0] if found else AGAIN
    if _GETS_WORSE.search(said):
        return found[0] if found else WORSE
    return next(iter(_new_signs(found, before)), "")


def tells_new_sign(text: str, before: Iterable[str]) -> bool:
    """Whether words tell of a sign of danger that nothing said `before` told of."""
    return bool(_new_signs(signs_in(text), before))


def _new_signs(found: Sequence[str], before: Iterable[str]) -> list[str]:
    """Those of the signs that nothing said `before` told of, in their order."""
    known = {sign for words in before for sign in signs_in(words)} if found else set()
    return [sign for sign in found if sign not in known]
