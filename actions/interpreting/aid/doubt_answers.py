"""Read an answer to "is somebody in danger?" by the danger that is in doubt: what tells of one without a yes, and what denies one only in part. Pure.

Whoever may want to die and writes from a roof, or may be beaten and is afraid, has answered. That a bite does not bleed, or that the blows
were yesterday's, answers, too.
"""

from __future__ import annotations

import re

from actions.interpreting import after_danger, scenes
from actions.interpreting import short_answers as short
from actions.interpreting.places import tells_what_happened

_LONGEST = 30  # characters
_AFRAID = re.compile(
    r"(?:我|真的?|好|很|太|非常|特别|有点|一直|现在|还|都|又|他|她|在|家|门口|不敢(?:出去|出门|回家|出声|说话|动|睡)|浑身|手|吓得){0,5}"
    r"(?:怕(?:得要死|死了?|极了)?|害怕(?:极了)?|恐惧|吓死了?|发抖|躲(?:着|起来)?(?:在)?[^，,。！!？?；;\s]{0,5}|不敢(?:出去|出门|回家|出声|说话|动|睡))(?:了|啊|呀)?"
)
_NOT_AT_ALL = re.compile("不怕|不害怕|没(?:有)?(?:怕|在|上|去|站|爬)|不[在是]|已经下来|下来了|回家了|开玩笑|[吗么？?]$")
_ANOTHER_TIME = re.compile(
    r"(?:现在)?(?:不是|没有?|不)(?:在)?(?:现在|这会儿?|今天|刚才?|眼下)(?:的事|打的?|打|了|的)?|(?:都|已经)(?:过去|是以前)(?:的事)?了"
)
_BEFORE = re.compile(
    r"(?:是|都是|已经是|那是)?(?:昨[天晚日]|前[天几晚]|上(?:周|个?星期|个?月|次|回)|去年|前年|以前|早就|老早|好?几[天年个]|半年|小时候)[^，,。！!？?；;\s]{0,10}"
)
_FILLERS = re.compile(r"[，,。.！!；;～~\s的了啊呀呢哦嗯]|现在|没有?|没事")
_NO_BLOOD = re.compile(
    r"(?:倒|也|还|就|都|目前|暂时|还好|幸好|好在){0,3}(?:没有?|不)(?:怎么|再|有)?(?:[出流见]血?|破皮?|受伤|伤到?|咬破|抓破|咬穿)(?:了|的)?"
)
_SLIGHT = re.compile(
    r"[，,。.！!；;～~\s的了啊呀呢哦嗯]|就|只|只是|是|有|还好|一点|点|几?[个道条排]|两|一|牙印|红印|印子?|印|痕|红|青|肿|白|皮|破|蹭|划|轻轻|隔着|裤子|衣服|外套|不深|浅"
)
_GOT_OUT = re.compile(  # 我已经跑出来了: whoever ran was in danger, and others may still be inside
    r"(?:我|我们|俺|咱们?|人|家里人|大家|全家|一家人?|老人|孩子|他们|邻居|都|已经|已|刚刚?|现在|先|和|跟|带着?|抱着?|老婆|老公|娃|[爸妈]|刚才|全|也|[，, ]){0,8}(?:跑|逃|撤|冲|躲|疏散)(?:出|到|下)(?:来|去|楼|外|楼下|外面|门外|小区|院子|马路|了|里|上|边){1,4}(?:了|啦|啊)?"
)
_GOT_OUT_OF = frozenset({"gas", "fire", "trapped"})
_EXPLAINS_A_SMELL = re.compile("味|气(?!体)|是|油漆|下水|闻错|看错|散|关[了好上]|修|烧菜|做饭|垃圾|查过|不漏|没漏")
_OF_A_BITE = frozenset({"dog_bite", "bite", "bleeding"})
_BLOWS_AT_HOME = "home_violence"


def tells_of_danger(text: str, doubtful: str) -> bool:
    """Whether a short answer tells of the danger in doubt without a yes: whoever may want to die stands where they may fall, whoever may be beaten is
    afraid, and whoever smelt gas or saw smoke ran out."""
    said = short.in_standard_words(text.strip())
    if len(said) > _LONGEST or _NOT_AT_ALL.search(said):
        return False
    if doubtful in _GOT_OUT_OF:
        return _GOT_OUT.fullmatch(short.plain(said)) is not None
    if doubtful == "self_harm":
        return scenes.script_of("self_harm", said) == scenes.EDGE
    return doubtful in scenes.BLOWS and _AFRAID.fullmatch(short.plain(said)) is not None


def leaves_gas(text: str, doubtful: str) -> bool:
    """Whether an answer without a danger to anybody leaves a smell of gas unexplained: nobody hurt is not no leak."""
    return doubtful == "gas" and _EXPLAINS_A_SMELL.search(text) is None


def is_of_another_time(text: str) -> bool:
    """Whether all of a short answer says that it is not now (不是现在 昨天打的)."""
    said = text.strip()
    if len(said) > _LONGEST or _ANOTHER_TIME.search(said) is None:
        return False
    return not _FILLERS.sub("", _BEFORE.sub("", _ANOTHER_TIME.sub("", said)))


def denies_blood(text: str) -> bool:
    """Whether a short answer says that nothing bleeds or is torn (没出血 就一个牙印), and at most what it looks like."""
    said = text.strip()
    rest = _NO_BLOOD.sub("", said)
    return len(said) <= _LONGEST and rest != said and not _SLIGHT.sub("", rest)


def is_slight(text: str, script: str) -> bool:
    """Whether an answer says of a bite or a wound (`script`) that it does not bleed."""
    return script in _OF_A_BITE and denies_blood(text)


_SAYS_OTHERWISE = re.compile(  # a no in other words, or nothing of danger at all; 没法说, 没手机 is neither
    r"没(?:有)?(?:这?回?事|人|危险|打|动手|吵|的|了|啊){0,3}[。！!~～]?$|和好|拌嘴|闹着玩|开玩笑|看电视|电视剧|打牌|麻将|游戏|小说|什么意思|^你好|怎么投诉|问一下|随便问|问问|登记"
)


def needs_help_all_the_same(text: str, doubtful: str, misses: int) -> bool:
    """Whether a danger is raised after a second answer that is neither yes nor no: whoever may be beaten at home, or want to die, may not be able
    to say yes. Not by words of doubt, of another matter (楼道灯坏了) or that it is otherwise (家里没有, 他们和好了): then the desk looks. `misses`: how many such answers there were before."""
    if doubtful not in (_BLOWS_AT_HOME, "self_harm") or misses < 1:
        return False
    if len(text) > _LONGEST or _SAYS_OTHERWISE.search(text.strip()):
        return False
    return not after_danger.has_doubt(text) and not tells_what_happened(text)
