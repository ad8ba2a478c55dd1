"""Hear words that only tell of a death in the family (我老伴没了): they ask nothing yet, and are answered with help. Pure."""

from __future__ import annotations

import re

AFTER_A_DEATH = "家里老人没了要先开什么证明"
"""Asks the common question that is answered: which certificate comes first, and who gives it."""
_OLD = r"(?:老伴儿?|老头子?|老太婆?|老太太|老人家?|爷爷|奶奶|外公|外婆|公公|婆婆|岳父|岳母|丈人|丈母娘)"
_KIN = r"(?:爸爸?|妈妈?|父亲|母亲|老爸|老妈|老爹|老娘|爹|娘|老公|老婆|丈夫|妻子|爱人|哥哥?|姐姐?|弟弟|妹妹|舅舅|姑姑|叔叔|大伯)"
_WHEN = r"(?:昨[天日晚夜]|今[天日早晨]|前[天日晚]|刚刚?|刚才|早上|早晨|上午|中午|下午|晚上|夜里|半夜|凌晨|上?(?:星期|礼拜|周)[一二三四五六日天]?|已经|突然|忽然|也|在家里?|在医院里?){0,4}"
_DIED = r"(?:去世|过世|病故|病逝|离世|逝世|老死)了?"
_TELLS = re.compile(
    rf"(?:我|俺|我们|俺们)?家?的?(?:{_OLD}|{_KIN}){_WHEN}{_DIED}(?:怎么办|咋办)?"
    rf"|(?:我|俺|我们|俺们)?家?的?{_OLD}{_WHEN}(?:走|没|不在)了(?:怎么办|咋办)?"
    # 走了, 没了 of anybody who may have gone out only with a time by which one dies
    rf"|(?:我|俺|我们|俺们)?家?的?{_KIN}(?:昨[天日晚夜]|今早|前[天日晚]){{1,2}}(?:夜里|半夜|凌晨|晚上|早上)?(?:在家里?|在医院里?)?(?:没|走)了"
)
_MARKS = re.compile(r"\W+")


def tells_of_a_death(text: str) -> bool:
    """Whether a text only tells that somebody of the family died (我老伴昨天夜里没了), and nothing else; 我妈走了 may be that she left."""
    return _TELLS.fullmatch(_MARKS.sub("", text)) is not None
