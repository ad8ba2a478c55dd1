"""Tell when somebody may be telephoned (打我电话…，下午三点后才方便) from when a matter happens. Pure."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import cast

from actions.case_draft import CaseDraft, phones
from actions.conversation.turn import Turn

_CLAUSE = re.compile(r"[^，,。；;！!？?\s]+")
_OF_CALLS = re.compile(  # words that speak of a call to the sender
    r"(?:打|拨)(?:给?我|这个号|过来|[电手]话?(?:给|来|过来|前|的话|请))|给我(?:来|打|回)|联系(?:我|(?=\d|$|[，,。 ]))|联络我|(?:接|听)(?:不了|不到|得到|电话)|[回来]电(?:话|我)|再打|别打(?:电话|来|过来|$)|不要打(?:电话|来|$)|请在?[^，,。]{0,8}打|打电话(?:给|请|$)"
    r"|方便|有空|得空|静音|勿扰|打扰|找我"
)
_WHEN_FREE = re.compile(
    rf"{_OF_CALLS.pattern}|(?<!不)(?:可以|能|好|可|才)接|(?:可以|能|再|才|请|以前|之前|后)打|别打|不要打|[上下]班|在家|睡觉|午休|休息"
)
_ONLY_WHEN = re.compile(
    r"(?:最好|请|在|要|得|都|周末|每天|平时|一般)?(?:[早晚]上|早晨|上午|中午|下午|傍晚|夜里|今天|明天|后天|周末|[\d零一二两三四五六七八九十半点钟:：到至-]|(?:周|星期|礼拜)[一二三四五六日天到至]+|刻)+(?:以?后|以?前|之[前后]|左右|都行|都可以|可以?|行|的话|比较好|最好)*"
)
_OF_THE_MATTER = re.compile(
    r"吵|响|漏|堵|臭|拖|敲|闹|停水|停电|坏|摆摊|唱|跳|叫|放|麻将|打(?:牌|桩|孔|洞|人|架|球|鼓|鸡)|不是|改[成为到]|[写说记讲搞弄]错|(?:他|她|邻居|楼[上下]|有人)[^，,。]{0,6}打电话|时间[是应改]"
)

_DISTURBED = re.compile(r"(?<!不要)(?<!不)(?<!别)(?<!勿)打扰(?:到|了)?我|有人|没人|[来去]找我")
_WHEN = re.compile(
    r"(?:(?:周|星期|礼拜)[一二三四五六日天末]|[早晚]上|早晨|清早|凌晨|上午|中午|下午|傍晚|夜里|半夜|白天|今天|明天|后天|今晚|明早|每天|平时|一般|工作日|[\d零一二两三四五六七八九十半点号钟:：到至刻-]|以?[前后]|之|左右|的?时候|之间)+"
)
_BESIDE_A_CALL = re.compile(  # what a clause about a call may say beside it
    r"我们?|本人|你们?|您|有什么|有事情?|有问题|问?清楚|要|想|请|麻烦|最好|尽量|可以?|能|会|得|才|再|在|都|就|也|还|先|只|不|没|别|勿|是|有|给|用|这个?|那个?|号码?|电话|手机|微信|短信|或者?|和|跟|点|时间|一下|个|行|好|比较|多|随时|通常|要么|因为|所以|但是?|不过|谢谢|女儿|儿子|老[公婆伴]|爱人|[爸妈]{1,2}|孩子"
    r"|下来|起来|起床|回家|回来|到家|家里?|没空|忙|开会|上课|值班|夜班|早班|晚班|班|睡|人|单位|公司|的|了|吧|啊|哦|哈|呢"
)
_LONGEST_REST = 4  # hanzi that may follow a mere time after a number


def _speaks_only_of_calls(clause: str) -> bool:
    """Whether a clause says when the sender may be called, and nothing else: 早上六点广播打扰我们休息 tells of the matter."""
    if _WHEN_FREE.search(clause) is None or _OF_THE_MATTER.search(clause):
        return False
    rest = _BESIDE_A_CALL.sub("", _WHEN_FREE.sub("", _WHEN.sub("", clause)))
    return re.sub(r"\W", "", rest) == "" and _DISTURBED.search(clause) is None


def _is_a_time_to_call(clause: re.Match[str], text: str) -> bool:
    """Whether a clause that is a mere time follows the words or the number to call, and none of the matter."""
    said_before = re.search(r"[打拨]|联系", text[: clause.start()]) is not None
    rest = re.sub(r"\W", "", text[clause.end() :])
    return _ONLY_WHEN.fullmatch(clause.group()) is not None and (said_before or len(rest) <= _LONGEST_REST)


def calling_clauses(turn: Turn) -> list[tuple[int, int]]:
    """(start, end) of the clauses that say when the sender may be called: in a message that gives their number or speaks of calling them."""
    text = turn.text
    if not (phones(turn.draft) or _OF_CALLS.search(text)):
        return []
    found: list[tuple[int, int]] = []
    for clause in _CLAUSE.finditer(text):
        follows = bool(found) or re.search(r"\d{7,}\W*$", text[: clause.start()]) is not None
        if _speaks_only_of_calls(clause.group()) or (follows and _is_a_time_to_call(clause, text)):
            found.append(clause.span())
    return found


def without_calling_times(turn: Turn) -> Turn:
    """The turn without the times at which its sender may be called: they are none of the matter's, and stay in its words."""
    clauses = calling_clauses(turn)
    if not clauses:
        return turn
    whole = turn.whole
    if whole is not None and whole.text.endswith(turn.text):
        moved = [
            (start + len(whole.text) - len(turn.text), end + len(whole.text) - len(turn.text)) for start, end in clauses
        ]
        whole = replace(whole, draft=_without_times(whole.draft, moved))
    return replace(turn, draft=_without_times(turn.draft, clauses), whole=whole)


def _without_times(draft: CaseDraft, clauses: list[tuple[int, int]]) -> CaseDraft:
    """The draft without the times that lie in one of the clauses."""
    kept = [one for one in draft["times"] if not any(start <= one["start"] < end for start, end in clauses)]
    return cast(CaseDraft, {**draft, "times": kept})


def masked(turn: Turn) -> Turn:
    """The turn with its `calling_clauses` blanked out, numbers of more than five digits aside, so that no rule finds a time in them; its length stays."""
    text = turn.text
    for start, end in calling_clauses(turn):
        text = text[:start] + re.sub(r"(?<!\d)\d{1,5}(?!\d)|[^\d]", "　", text[start:end]) + text[end:]
    return replace(turn, text=text) if text != turn.text else turn
