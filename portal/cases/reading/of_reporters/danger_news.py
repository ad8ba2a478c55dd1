"""What words that a reporter adds to an emergency say is new: that it is back or worse, or a sign that was not told before. Pure.

Mostly of words in which the bot reads danger (`actions/topics/danger/`); of others only if they bring no relief (`is_relief`). A sign is a code of `danger_sign.…` or `danger.…` in
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
_GETS_WORSE = re.compile(
    "更[大重多猛高快凶厉严糟]|越来越|不行了|快死了|要死了|救命|救救|顶不[住牢]|[撑扛]不(?:住|下去|了)|[烧燃](?:到|过来|上[来去])|蔓延|火.{0,3}[窜蹿]"
    "|[抓拽揪拖按]住?着?(?:我|她|他|孩子|妈)|追(?:过来|上来|来了|我|着)|(?:打|冲|闯|砍)进来|[砸踹撞]门|(?:水|烟)(?:进来|上来|到了?(?:腰|胸|脖|二楼|床))"
    "|站(?:在|到|上)了?[^，。！？]{0,4}(?:楼顶|天台|顶楼|窗台|栏杆|桥|边上)|(?<![没不])要跳了|我跳了|[这就上]跳[了下]|(?<![没不别])(?<!不要)跳下去|永别"
)
_RELIEF = re.compile(
    "扑灭|灭了|没事|救(?:出|上|下)来|出来了|上来了$|醒了|止住|找到了|走了$|好了|虚惊|误报|搞错|看错|(?:不|没有?)(?:烧|打|疼|痛|流血|漏)了"
    "|(?:保安|物业)[^，。！？]{0,4}(?:来|到|进来)了"
)
_HELP_CAME = re.compile("(?:消防|警察|民警|医生|救护|120|119|110)[^，。！？]{0,4}(?:来|到|进来)了")
_SIGNS = (  # the gravest first: one is told
    ("no_breath", re.compile("没有?(?:了)?(?:呼吸|心跳|脉搏|气了)|不(?:会)?(?:喘气|呼吸)|(?:呼吸|心跳)(?:停|没有?)了|喘不上气")),
    ("unconscious", re.compile("[叫喊摇拍]不[醒应]|没有?(?:了)?(?:反应|意识|知觉)|不省人事|(?:晕|昏)(?:倒|过去|迷)|昏睡过去|又[晕昏]|抽搐|口吐白沫")),
    ("knife", re.compile(_NOT + "(?:[拿有持动掏拔提]着?[了出]?一?把?(?:菜|水果|砍|尖|匕首|大)?刀|砍[人我他她伤了]|捅[人我他她伤了]|斧头|有枪)")),
    ("explosion", re.compile("爆炸|[煤燃]气.?炸|炸了")),
    ("fire", re.compile(_NOT + "(?:[着起失]火|烧起来|烧着了|[着燃]起来|冒(?:黑|浓|大)?[烟火]|复燃|又着)")),
    ("gas", re.compile("[漏跑](?:煤|燃|天然)?气|又漏")),
    ("bleeding", re.compile(_NOT + "[流出吐喷](?:了|着|好多|很多|一地|大量){0,2}血|大出血|血(?:止不住|流不停|一直流)")),
    ("blows", re.compile(_NOT + "(?:[打砸踹踢掐揍抓]住?了?(?:我|他|她|人|门|孩子|妈|奶|起来)|动手|要杀)")),
    ("trapped", re.compile(_NOT + "(?:[出下]不[去来]|[逃跑]不(?:出|掉|了)|被困|困[在住]|[压卡埋]住)")),
    ("hurt_self", re.compile(_NOT + "(?:割(?:了|腕|手|脉)|[吃喝吞](?:了|下)[^，。！？]{0,4}(?:药|百草枯|敌敌畏|[片颗瓶粒])|药[^，。！？]{0,3}[吃喝吞](?:了|下|完)|上吊|烧炭)")),
    ("jump", re.compile(_NOT + "(?:要跳|(?<!不要)(?<!别)跳(?:了|下去)|爬上(?:去|楼顶|窗|栏杆|天台)|站(?:在|到|上)了?[^，。！？]{0,4}(?:楼顶|天台|窗台|栏杆|桥))")),
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


def is_relief(text: str) -> bool:
    """Whether words tell that something is over, or that help came, and not that it is back: 扑灭了, 消防员进来了."""
    said = lexicon.simplified(text[:_LONGEST_READ])
    is_over = _RELIEF.search(said) is not None and _COMES_BACK.search(said) is None
    return is_over or _HELP_CAME.search(said) is not None


def tells_new_sign(text: str, before: Iterable[str]) -> bool:
    """Whether words tell of a sign of danger that nothing said `before` told of."""
    return bool(_new_signs(signs_in(text), before))


def _new_signs(found: Sequence[str], before: Iterable[str]) -> list[str]:
    """Those of the signs that nothing said `before` told of, in their order."""
    known = {sign for words in before for sign in signs_in(words)} if found else set()
    return [sign for sign in found if sign not in known]
