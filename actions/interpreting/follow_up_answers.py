"""Read the answer to "has it been fixed?". Pure."""

from __future__ import annotations

import re

from actions.interpreting.short_answers import plain

_NO = re.compile(
    r"没(?:有)?(?:修|弄|解决|处理|搞|改|清|通|完全|全|彻底|变|人来|动静|好)|还(?:没|是(?:老样子|那样|不|漏|坏|堵|吵|有|没))|又(?:坏|漏|堵|不)|"
    r"不满意|不好|不行|不认可|不认同|不清楚|没懂|没听懂|没明白|不明白|看不懂|还有(?:话|问题|疑问|要说|想说)|想再说|没用|老样子|依旧|仍然|敷衍|骗人|假的|根本没|^没|^否$|^不$|^2$|重办|^不是$|^未"
)
_YES = re.compile(
    r"(?:修|弄|处理|解决|搞|办|清|通|换|装)(?:理)?(?:好|完|掉|干净)?了|好了|解决了|可以了|满意|没问题|没事了|清楚了|明白了|知道了|晓得了|收到了|懂了|^认可|认可了|正常了|亮了|不漏了|不堵了|不吵了|通了|"
    r"^是$|^是的$|^好$|^好的$|^对$|^嗯+$|^行$|^可以$|^1$|^谢谢"
)

_MENDED = re.compile(r"(?:修|弄|处理|解决|搞|办|清|通|换|装)(?:理)?(?:好|完|掉|干净)?了")


def read_fixed(text: str) -> bool | None:
    """Whether a text says that the matter is fixed. True: fixed; False: not fixed; None: the text does not say."""
    said = plain(text) or text
    if len(text) > 200:
        return None
    if _NO.search(said) or _NO.search(text):
        return False
    if _YES.search(said) or _YES.search(text):
        return True
    return None


def says_fixed(text: str) -> bool:
    """Whether a text says that something was fixed ("修好了，谢谢"), not only that the resident is satisfied."""
    return bool(_MENDED.search(text)) and read_fixed(text) is True
