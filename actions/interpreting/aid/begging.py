"""Read whether a message in an open emergency asks something, or begs to be told what to do, though none of its own answers fits it. Pure.

Whoever asks in danger and hears only that it was noted would take that for a yes, or for nobody there (能把人拽出来不, 先做什么啊快说).
"""

from __future__ import annotations

import re
from typing import Literal

from actions.interpreting import short_answers as short

Plea = Literal["question", "begging"]
"""`question`: it asks something of its own. `begging`: only what to do, and quickly."""
_LONGEST = 40  # characters; a longer message tells more than it asks
_ENDS = re.compile(
    r"(?:[吗么？?]|(?<![\w])(?:[^，,。！!\s]{0,12}(?:能|可以|该|会|敢|要)[^，,。！!不没\s]{1,12})不|(?:要紧|有用|管用|有救|来得及|行|危险|严重)不|(?<=\w{2})没|了没有?|行不行|好不好|要不要紧?)(?:[啊呀哦嘞哈呢][!！？?。…~]*|[!！？?。…~]*)$"
)
_ASKS = re.compile(
    r"(?:怎么(?![^，,。]{0,6}[都也不没])|咋(?![^，,。]{0,6}[都也不没])|如何|怎样|怎办|为什么|为啥|多久|多少|第几|几(?:分钟|点|时)|哪个(?!都)|哪边(?!都)|哪种|往哪|去哪(?![里儿]?了)|谁(?!都|也|家)"
    r"|(?<![有没是个点股])(?:什么|啥)(?!都|也|人|东西|事)|要不要|能不能|可不可以|该不该|会不会|敢不敢|行不行|好不好|有没有(?=[^，,。]{0,6}(?:办法|危险|事|用|关系))|是不是(?=[^，,。]{0,3}(?:该|要|得|可以|能|应该|先))|该[^，,。没不]{0,6}还是|先[^，,。没不]{1,6}还是)"
)
_BEGS = re.compile(
    r"(?:快|赶紧|赶快)(?:点|些)?(?:说|讲|告诉|教|想想?办法|想个办法|出个?主意)|(?:告诉|教|帮|救)(?:一下|教|帮|救)?(?:我|我们|咱们?|一下)(?:该|要|怎么|咋|啊|呀|吧|一下|$)|想(?:想|个|点)?办法|[你您]们?(?:倒是?|快)?说(?:话|句话)?[啊呀呗]|说话[啊呀]"
    r"|先(?:做|干|弄|搞|救|打)(?:什么|啥|哪个?|谁|点什么)|急死(?:我|人)?|求(?:求|你|您|您?们)|我(?:该|要|能|得)(?:做|干)(?:什么|啥|点什么)"
)
_DOES_NOT_KNOW = re.compile(
    "不知道|不知|不晓得|不清楚|不确定|说不[清准]|看不[清见到]|没看[清见到]|不记得|忘了|问(?:了|过|他|她)"
)
"""不知道怎么回事, 不晓得谁打的: told, not asked."""
_ASKS_WHETHER_HEARD = re.compile(
    "(?:报|反映|投诉)(?:上去|上来)?[了过]?(?:几|多少|哪)|收到|看到了|看见了|听到|听见|记下|记了|知道了|报上去|登记|编号|回(?:我|个)?(?:话|信|复)|在吗|在不在|有人吗|有没有人(?:在|看|回|理)|(?:你们|有人|派人|会|到底)[^，,。把]{0,4}(?:来|到)了?(?:没|吗|不|没有)|来不来|机器人"
)
"""Asked of us, and answered by what is said all the same: that it stands in the case."""


def pleads(text: str) -> Plea | None:
    """What a short message in an open emergency asks for; None: it asks nothing, or only whether we heard."""
    said = short.in_standard_words(text.strip())
    if not short.has_words(said) or len(said) > _LONGEST or short.is_deny(said) or short.is_affirm(said):
        return None
    if _ASKS_WHETHER_HEARD.search(said):
        return None
    if _BEGS.search(said):
        return "begging"
    if _DOES_NOT_KNOW.search(said):
        return None
    return "question" if _ENDS.search(said) or _ASKS.search(said) else None


_HELP = re.compile(
    r"(?:119|120|110|消防(?:员|车|队|的)?|救护车|急救车?|救援队?|医生|医护|警察|民警|公安|警车|派出所|保安|物业|社区|居委会?|网格员|值班的?|抢修|供电|燃气公司?|开锁的?|师傅|救兵|你们(?:派)?的)"
).pattern
_ASKED = re.compile(
    r"(?:(?:到|在|走到|开到|堵在|跑到|走|停在|来|去)(?:了)?(?:哪(?:里|儿|个地方|一?步)?|什么(?:地方|位置)|啥(?:地方)?)|(?:还[有要])?(?:多久|多远|几分钟)(?:到|能到|才到|来)?|什么时候(?:能|会|才能?)?(?:到|来|过来)|几(?:点|时)(?:能|会)?(?:到|来)"
    r"|(?:到|来|出发|出警|过来|出动|上路|在路上)了?(?:没有?|吗|么|不)|(?:怎么|咋|为什么|为啥)(?:还|都|到现在|一直)?(?:没|不)(?:见)?(?:到|来|过来|出现|有人来|见人|动)|人呢|呢)"
).pattern
_WHERE_HELP_IS = re.compile(
    rf"(?:那|请问|喂|到底|你们?|叫的|派的)*(?!(?:物业|社区|居委会?|派出所|供电|燃气公司?)的?在){_HELP}(?:的)?(?:人|车|同志|师傅|那边)?(?:们)?(?:现在|都|到底|究竟|这会儿?|已经|是不是|还|又|去){{0,3}}{_ASKED}"
    r"|(?:怎么|咋)(?:还|都)(?:没|不)见?(?:人来|有人来|来人|过来)"
)
_BESIDE_THAT = re.compile(
    r"(?:怎么|到底|都|还|一直|现在)*(?:没人管|没人来|没有人来|急死(?:我|人)?了?|好急|快点?来?|我?(?:好|很)?(?:怕|急)|来不来|等了?(?:好久|半天|很久|[一二三四五六七八九十半\d]+(?:多|个)?(?:分钟|小时)))"
)
_CLAUSE = re.compile(r"[，,。！!？?；;\s]+")


def asks_where_help_is(text: str) -> bool:
    """Whether all words of a short message ask where the help is that was called (派出所的人呢, 救护车到哪了); of what is told beside it another decides."""
    said = short.in_standard_words(text.strip())
    parts = [re.sub("[啊呀了]+$", "", one) for one in _CLAUSE.split(said) if one]
    asked = [one for one in parts if _WHERE_HELP_IS.fullmatch(one)]
    return bool(asked) and len(said) <= _LONGEST and all(one in asked or _BESIDE_THAT.fullmatch(one) for one in parts)
