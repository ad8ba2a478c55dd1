"""Whether a message in a fire, where gas leaks or what has collapsed says that somebody else is still inside. Pure."""

from __future__ import annotations

import re

from actions.interpreting import scenes
from actions.interpreting import short_answers as short

_LONGEST = 30  # characters
_NOT_TO_BE_ENTERED = frozenset({"fire", "gas", "collapse", "flood"})
_SENDER_IS_INSIDE = frozenset({"smoke"})
_WHO = re.compile(
    r"(?:(?:一|两|几|三)?(?:个|位))?(?:(?:我们?|他们?|她|邻居|隔壁|楼[上下]|对[门面]|人家|俺)(?:家)?的?)?(?:小|老)?(?:孩子?|娃娃?|宝宝|婴儿|儿子|女儿|闺女|孙子|孙女|老人家?|老头|老太太?|老伴|[爷奶]{1,2}|外公|外婆|爸爸?|妈妈?|老公|老婆|丈夫|媳妇"
    r"|公公|婆婆|哥哥?|姐姐?|弟弟?|妹妹?|大爷|大妈|阿姨|叔叔?|工友|同事|同学|学生|室友|租客|阿婆|阿公|女的|男的|孕妇|病人|(?<![没无客])人|他|她)(?:们)?"
).pattern
_FRAIL = re.compile(
    r"(?:(?:腿脚|身体|眼睛|耳朵)(?:也)?(?:不好|不便|不方便|背|看不见)|行动不便|走不动|走不了|瘫(?:痪)?(?:在床)?|坐轮椅|睡着了?|(?:才|只有)?[0-9一二两三四五六七八九十]+岁|[，,\s]){0,3}"
).pattern
_STILL = re.compile(r"(?:还|也|都|就|一直|好像|可能|应该|现在|被|给|一个人|自己|单独|，|,|\s){0,4}").pattern
_WHERE = re.compile(
    r"(?:里面|里头|屋里|屋子里|家里|房里|房间|卧室|厕所|卫生间|厨房|客厅|阁楼|阳台|楼上|楼里|上面|下面|底下|地下室|火里|车里|车上|店里|[一二三四五六七八九十0-9]+(?:楼|层)|床上|(?:没|睡在?)?里面)"
).pattern
_IS_INSIDE = re.compile(
    rf"{_WHO}{_FRAIL}{_STILL}(?:在|困在|关在|锁在|留在|压在|埋在|睡在|躺在|待在|躲在){_WHERE}"
    rf"|{_WHERE}{_STILL}(?:有|剩|剩下|困着|睡着|躺着|压着|埋着){_STILL}(?:一?[个位])?(?:[^，,。没有]{{1,4}}的)?{_WHO}|{_WHO}{_STILL}(?:没|没有|没能|出不)(?:跑|逃|走|救|撤|下)?(?:出来|下来|来)|{_WHO}{_STILL}出不来|没(?:有)?(?:一个)?人(?:跑|逃|救)?出来|还(?:有|剩)(?:一|两|几|三)?(?:个|位)?{_WHO}(?:没|在|$)"
)
_NOBODY = re.compile(
    r"没(?:有)?(?:其他|别的)?人(?!(?:跑|逃|救)?出来)|无人|不在(?:里面|家|屋)|都(?:出来|下来|跑出来)了|(?:猫|狗|东西|钱|包|手机|证件|车子)[^，,。]{0,4}(?:在|没)|消防|警察|师傅|医生|刚才还在|以前|[吗么？?]$|(?:已经|都|全)(?:救|跑|逃)出来"
)


_SENDER = re.compile(
    r"(?:^|[，,。！!\s])(?:现在|就)?(?:我们?|咱们?|俺们?)(?!们?(?:家?的?(?:孩|娃|宝|儿|女|孙|老|爸|妈|爷|奶|外|公公|婆|哥|姐|弟|妹|工友|同|室友|租)|工友|邻居))(?:(?:一?个人|几个|一家人?|都|和|跟|与|、|带着?|抱着?|陪着?)[^，,。没]{0,6})?(?:还|都|也|被|就|一直|现在){0,3}(?:在|困在|锁在|躲在|关在|留在|出不)"
    r"|(?:和|跟|与|、)(?:我|我们|俺)(?:还|都|也|被|就|一直|现在|一起){0,3}(?:在|困|锁|躲|关|出不)"
)


def says_sender_is_inside(text: str, script: str) -> bool:
    """Whether a short message in such a danger says that its sender is in it, too (我和孩子还在屋里)."""
    said = short.in_standard_words(text.strip())
    if len(said) > _LONGEST or not {script, scenes.danger_of_script(script)} & _NOT_TO_BE_ENTERED:
        return False
    inside = _WHERE_OR_SHUT_IN.search(said) is not None and not _ONLY_A_FLOOR.fullmatch(short.plain(said))
    return inside and _SENDER.search(said) is not None and not _OUT_BY_NOW.search(said)


_WHERE_OR_SHUT_IN = re.compile(rf"{_WHERE}|出不")
_ONLY_A_FLOOR = re.compile("(?:我们?|咱们|俺们?)家?就?在[0-9一二三四五六七八九十]+(?:楼|层)")
"""Tells where, like an answer to that question."""
_OUT_BY_NOW = re.compile(r"在(?:外面|楼下|院子|门外)|出来了|下来了|[吗么？?]$|(?:不|没)在")


def says_somebody_is_inside(text: str, script: str) -> bool:
    """Whether a short message, after a danger that nobody should walk back into (`script`), says that somebody other than the sender is still in it."""
    said = short.in_standard_words(text.strip())
    if says_sender_is_inside(text, script):
        return False
    if script in _SENDER_IS_INSIDE or not {script, scenes.danger_of_script(script)} & _NOT_TO_BE_ENTERED:
        return False
    return len(said) <= _LONGEST and _IS_INSIDE.search(said) is not None and not _NOBODY.search(said)
