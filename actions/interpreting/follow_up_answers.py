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

_DOUBT = re.compile(  # if it were so; as others say; perhaps
    "要是|如果|假如|假使|倘若|若是|万一|等(?!了)[^，。]{0,8}?(?=修|弄|处理|解决|搞|办|清|通|换|装|好)|一旦|除非|要等|到时候"
    "|听说|听讲|据说|听[^，。！!；;]{1,6}[说讲]"
    "|(?:老婆|老公|爱人|媳妇|老伴|妈|爸|娘|爹|儿子|女儿|孩子|奶奶|爷爷|婆婆|公公|哥|姐|弟|妹|家里人?|家人|邻居|室友|租客|房东|同事|物业|保安|门卫|师傅|工人|网格员|居委会?"
    "|社区|主任|经理|客服|他们?|她们?|人家|别人|有人|大家|群里|楼[上下]|隔壁|对门|你们|短信里?|通知)(?:都|也|刚刚?|刚才|又|来电话|打电话|跟我|告诉我|发消息){0,2}(?:说是?|讲|告诉我)"
    "|好像|应该|可能|大概|估计|也许|似乎|貌似|兴许|说不定|恐怕|不确定|看样子|算是|差不多"
)
_DOUBT_AFTER = re.compile(r"[了过的]{0,2}(?:好像|吧|吗|没有|[?？]|的话|再说|才|我就不|就不找|就不投)")
_SEEN = re.compile("(?:我|自己)(?:也|自己|刚刚?|刚才|今天|又)?(?:去)?(?:看|试|查|瞧)(?:了|过)|亲眼|确实|的确")
_SENTENCE = re.compile(r"[。！!；;\n]")


def is_doubtful_yes(text: str) -> bool:
    """Whether the yes in a text is nobody's own: if it were so (要是好了), as others say, or perhaps."""
    found = list(_YES.finditer(text))
    return bool(found) and not any(_is_sure(text, *yes.span()) for yes in found)


def _is_sure(text: str, start: int, end: int) -> bool:
    before = _SENTENCE.split(text[:start])[-1]
    seen = [one.end() for one in _SEEN.finditer(before)]
    before = before[seen[-1] :] if seen else before
    return _DOUBT.search(before) is None and _DOUBT_AFTER.match(text, end) is None


def read_fixed(text: str) -> bool | None:
    """Whether a text says that the matter is fixed. True: fixed; False: not fixed; None: it does not say, or not surely."""
    said = plain(text) or text
    if len(text) > 200:
        return None
    if _NO.search(said) or _NO.search(text):
        return False
    if _YES.search(said) or _YES.search(text):
        return None if is_doubtful_yes(text) else True
    return None


def says_fixed(text: str) -> bool:
    """Whether a text says that something was fixed ("修好了，谢谢"), not only that the resident is satisfied."""
    return bool(_MENDED.search(text)) and read_fixed(text) is True
