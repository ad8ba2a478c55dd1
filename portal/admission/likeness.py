"""Whether two lines ask for the same, whether a text names something, and whether two names are of one department. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from portal.cases.reading import shingles

ALIKE = 0.55  # of the characters that tell what a line is about, counted twice, over those of both lines
LEAST = 2  # characters, at least, of a subject or a name
# words of any task, which say nothing of what it is about
_OF_ANY_TASK = re.compile(
    r"请|协助|配合|开展|做好|进行|完成|组织|落实|抓好|关于|有关|相关|辖区内?|本?社区|居民|村民|街道|全面|认真|及时|尽快|务必|立即|"
    r"统计|报送|上报|填报|填写|汇总|报表|台账|报告|底数|数据|名单|清单|情况|信息|摸底|排查|摸排|调查|登记|检查|巡查|走访|入户|"
    r"考核|创建|评比|宣传|通知|工作|任务|活动|专项|行动|出具|开具|开立|办理|盖章|证明|材料|表格?|一份|一次|的|并|和|及|与|各"
)

_DENIED = re.compile(
    r"(?:不再|不得|不用|不能|不需要?|无需|不予|禁止|取消|停止)(?:给居民|为居民|向居民)?[开具出办理要提供盖]{0,4}"
)


def normal(text: str) -> str:
    """The text's letters and digits, simplified, in half width and lower case."""
    return shingles.plain(text).text


def subject(text: str) -> str:
    """The normal text without the words of any task; all of it if hardly anything is left."""
    whole = normal(text)
    left = _OF_ANY_TASK.sub("", whole)
    return left if len(left) >= LEAST else whole


def are_alike(one: str, other: str) -> bool:
    """Whether two lines are about the same: most characters of what is left of each stand in the other, two side by side."""
    mine, theirs = subject(one), subject(other)
    if not mine or not theirs:
        return False
    if mine == theirs:
        return True
    if not set(shingles.shingles(mine)) & set(shingles.shingles(theirs)):
        return False
    shared = sum((Counter(mine) & Counter(theirs)).values())
    return 2 * shared >= ALIKE * (len(mine) + len(theirs))


def names(text: str, said: Iterable[str]) -> bool:
    """Whether one of these names, of two characters and more, stands in the text."""
    whole = normal(text)
    return any(len(name) >= LEAST and name in whole for name in map(normal, said))


def without_denied(text: str, said: Iterable[str]) -> str:
    """The normal text without these names where it says, right before one, that it is not done or wanted (不再开具…)."""
    longest_first = sorted((name for name in map(normal, said) if len(name) >= LEAST), key=len, reverse=True)
    whole = normal(text)
    for name in longest_first:
        whole = re.sub(_DENIED.pattern + re.escape(name), "", whole)
    return whole


def is_same_department(one: str, other: str) -> bool:
    """Whether two names are of one department: 民政局 and 区民政局 are. A name has two characters and more."""
    mine, theirs = _department(one), _department(other)
    return min(len(mine), len(theirs)) >= LEAST and (mine in theirs or theirs in mine)


@lru_cache(maxsize=1024)
def _department(name: str) -> str:
    return normal(name)
