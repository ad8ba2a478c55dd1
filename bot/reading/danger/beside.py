"""What the other clauses of a message make of a danger that one of them tells of by itself. Pure.

Whatever calms a danger does so in its own clause: 工资的新闻也没人管 is no news of the threat beside it. Of another clause only
relief after it (后来没事了) ends the danger; what frames it (听说, 去年那次, a question) leaves it to be asked about.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum
from itertools import pairwise

_CLAUSE = re.compile(r"[^，,。！!；;？?\s]+")
_MARKS = re.compile(r"[，,。！!；;？?\s]+")
_UNMARKED = re.compile(
    r"(?<=[\u4e00-\u9fff]{3}[了呢吗吧啊呀])(?![一二两三四五六七八九十几半好多个件只把袋条])(?=[\u4e00-\u9fff]{4})"
    r"|(?<=[\u4e00-\u9fff]{4})(?=(?:有人[要在拿持跳]|我家(?:着|起)|我[爸妈](?!的)|我老[公婆]|孩子[掉摔被]|煤气[泄漏]|我被|隔壁[着起打])[\u4e00-\u9fff]{2})"
)
"""Where whoever writes no marks begins anew: 路灯坏了我家着火了."""
_MOST = 5
"""A message of more clauses is not read clause by clause."""


class Beside(Enum):
    """What stands beside a danger: nothing that touches it, what may touch it, or relief."""

    NOTHING = "nothing"
    DOUBT = "doubt"
    RELIEF = "relief"


_RELIEF = re.compile(
    r"没事|虚惊|误会|误报|看错|[搞弄]错|救(?:出|上来|下来|活)|灭(?:了|掉)|熄了|醒|找[到着]|回[来家]了|大碍|脱[险离]|医院|出院|抓(?:走|住|到|起来)|劝[下住开]|控制住|出来了|好[了多转]|没着|逃出|走远了|走了|修好|残疾证|丧葬|火化|殡|骨灰|墓|抚恤|遗产|继承|销户"
)
"""Words of relief, whoever says them of whatever."""
_WHO_OR_WHEN = r"(?:人|他们?|她们?|大家|孩子|大人|火|我们?|现在|已经|刚刚?|刚才|后来|最后|总算|终于|都|也|就|已|全|昨[天晚]|今[天早晚]|[上下]午|物业|电工|师傅|消防员?|警察|民警|维修工?|来人|来|给|把|被|帮|自己|平安|这才|不过是|原来是|一场)"
_IS_OVER = re.compile(  # of nothing else: 钥匙找到了 is not
    rf"^{_WHO_OR_WHEN}{{0,6}}(?:没事|虚惊|误会|误报|看错|[搞弄]错|救(?:出|上|下|活)|[扑浇熄]?灭(?:了|掉)|熄了|醒(?:了|过来)|找[到着](?:了|人)|回[来家]了|没[有什么大]{{0,3}}(?:碍|危险|受伤)|脱[险离]|抓(?:走|住|到)|劝[下住开]|控制住|不(?:闹|打|跳|烧|漏|疼|痛|晕)了|[放拉抬接背扶]?出来了|走了|好[了多转]"
    r"|(?:修|弄|处理|解决|关|搞|换)(?:好|完|掉|上)?了)|^要(?:不要)?报警[吗么]"
)
_UNDONE = re.compile(r"[说讲]|又|还[是在有没]|再|但|可(?!以)|不过|路上|结果|谁知|还没")
FRAME = re.compile(
    r"听[说讲]|据说|(?:新闻|电视|电影|小说|视频|抖音|剧|书|群|圈|课|网|游戏)[里上中]|(?:新闻|电视|报纸|广播|老师|讲座|他们?|别人|人家)[^，]{0,2}(?:说|讲|播|演|报)|梦|演[习练戏]|如果|万一|要是|假如|假设|怕|担心|差[点一]|险些|会不会|要不要"
    r"|防|提醒|玩笑|骗[你人]|假的|段子|笑|哈|嘿|昨|前[天年]|上[次回周个]|去年|以前|从前|曾|那[次天年时]|当时|后来|幸|还好|多亏|千万|模拟|培训|讲座|宣传|作文|故事|谣|年前|月前|天前"
    r"|[吗么？?]$|怎么|什么|哪[里个儿]|多少|几[点时]|能不能|可不可以|报销|想[问咨]|请问|打听|投诉|举报|算了|(?:不用|不要|不必|别)再?(?:管|修|来|报|办|弄|处理)了|撤了|取消"
)


def clauses_of(text: str) -> list[tuple[int, str]]:
    """Where the clauses of a text begin by its marks, and the clauses; [] if it has one or too many."""
    parts = [(one.start(), one.group()) for one in _CLAUSE.finditer(text)]
    return parts if 1 < len(parts) <= _MOST else []


def unmarked_of(text: str) -> list[tuple[int, str]]:
    """As `clauses_of`, of a text without marks, as far as its particles tell; [] if it has marks."""
    if _MARKS.search(text.strip("，,。！!；;？?\n ")):
        return []
    cuts = [0, *(one.start() for one in _UNMARKED.finditer(text)), len(text)]
    parts = [(start, text[start:end]) for start, end in pairwise(cuts)]
    return parts if 1 < len(parts) <= _MOST else []


def beside(before: Sequence[str], after: Sequence[str]) -> Beside:
    """What the clauses before and after make of a danger that the one between them tells of by itself.

    Relief is none before it (我没事，我妈被车撞了), nor said by others, nor undone in the same breath: then there is doubt.
    """
    if any(_IS_OVER.search(one) for one in after) and not any(_UNDONE.search(one) for one in after):
        return Beside.RELIEF
    touched = (_RELIEF, FRAME)
    return Beside.DOUBT if any(words.search(one) for words in touched for one in (*before, *after)) else Beside.NOTHING
