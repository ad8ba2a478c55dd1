"""Read that what choked somebody is out, or that whoever was in the water is ashore: what was told to be done against that must not be done any more. Pure."""

from __future__ import annotations

import re

_LONGEST = 30  # characters
_WHO = re.compile(
    r"(?:我|他|她|我们?家?的?)?(?:孩子|小孩|娃娃?|宝宝|儿子|女儿|孙子|孙女|老人家?|老伴|爷爷|奶奶|外公|外婆|爸爸?|妈妈?|老公|老婆|弟弟|妹妹|人)?"
).pattern
_NOW = re.compile(r"(?:现在|刚刚?|刚才|已经|都|也|又|好像|自己|总算|终于|一下子?|给|被|全部?){0,4}").pattern
_WHAT = re.compile(
    r"(?:(?:把|那[块个口]|那)?(?:东西|果冻|年糕|糖|枣核?|核|花生|骨头|鱼刺|肉|饭|糯米团?|汤圆|药片?|珠子|硬币|玩具|噎的|卡的)(?:块|子)?)?"
).pattern
_OUT = re.compile(
    rf"{_WHO}{_NOW}{_WHAT}{_NOW}(?:吐|咳|呕|抠|拍|取|弄|挤|冲|打|掏|喷|拿|顺)(?:了)?(?:出来|掉|出去)(?:了|啦)(?:东西)?|{_WHAT}{_NOW}(?:出来|顺下去|咽下去)(?:了|啦)"
)
_ASHORE = re.compile(
    rf"{_WHO}{_NOW}(?:有人)?{_NOW}(?:把?{_WHO})(?:救|捞|拉|抱|拖|拽|爬|游|抬){{1,2}}(?:上来|上岸|出来|到岸上|起来|岸)(?:了|啦)|{_WHO}{_NOW}(?:上岸|上来|在岸上)(?:了|啦)|(?:已经)?(?:得救|获救)了"
)
_OVER = {"choking": _OUT, "water": _ASHORE}
_CLAUSE = re.compile(r"[^，,。！!；;\s]+")
_GOES_ON = re.compile(
    r"没(?!事)|不[动醒应说吭会]|还[在有卡剩没]|又[噎卡喘紫昏晕]|一半|一点|一部分|一个|两个|另|血|紫|青|白沫|昏|晕|抽|喘|叫不|死|冷|凉|断气|可是|但|要是|如果|万一|[吗么？?]$"
)
NOT_ANY_MORE = frozenset(_OVER)
"""Scripts whose acts are wrong once that is over: a push into the belly, a pole held out."""
AFTER = "unconscious"
"""The script of what to do then: on the side if they breathe, pressed on the chest if not, and nothing to drink."""


def eases(text: str, script: str) -> bool:
    """Whether a short message after somebody choked, or was in the water, says that it is out, or that they are ashore, and has no word of harm or of more.

    `script`: of the danger raised; of any other it says nothing.
    """
    over = _OVER.get(script)
    if over is None or len(text) > _LONGEST or _GOES_ON.search(text):
        return False
    return any(over.fullmatch(one) for one in _CLAUSE.findall(text))
