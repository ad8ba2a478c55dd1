"""Whether a message tells that something was stolen. Pure."""

from __future__ import annotations

import re

_THEFT = re.compile(
    r"小偷|[遭被]偷|失窃|偷(?:了|走|去)(?!闲|懒|税)|偷[^，,。！!？?]{0,6}(?:东西|钱|车|瓶|花|菜|快递|外卖|肉)|不翼而飞|顺手牵|被(?:人)?(?:顺|拿|摸)走"
)
_NO_THEFT = re.compile(  # 造谣说我偷东西: who is called a thief was robbed of nothing
    "(?:造谣|冤枉|诬陷|诬赖|污蔑|乱说|瞎说|传|骂|赖|说)(?:是)?我(?:们|家|儿子|女儿|孩子|家孩子)?(?:又|也|在)?偷|被(?:造谣|冤枉|诬陷)"
    "|偷(?:懒|税|闲|工减料|笑|看|拍|窥)|故事|电影|电视|小说|游戏|笑话|是谁演|怎么偷"
)


def tells_of_theft(text: str) -> bool:
    """Whether a message tells that something was stolen, which is a report whatever its intent (小偷!!我阳台的腊肉少了三块)."""
    return _THEFT.search(text) is not None and _NO_THEFT.search(text) is None
