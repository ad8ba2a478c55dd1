"""Pure: decides whether two asks are alike, whether a text mentions a name, and whether two names are of one department."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from portal.cases.reading import shingles

ALIKE = 0.55  # the least share (Dice) of characters that the subjects of two alike lines have in common
LEAST = 2  # characters that a subject or a name must have
# words of any task, which do not tell what it is about
_OF_ANY_TASK = re.compile(
    r"请|协助|配合|开展|做好|进行|完成|组织|落实|抓好|关于|有关|相关|辖区内?|本?社区|居民|村民|街道|全面|认真|及时|尽快|务必|立即|"
    r"统计|报送|上报|填报|填写|汇总|报表|台账|报告|底数|数据|名单|清单|情况|信息|摸底|排查|摸排|调查|登记|检查|巡查|走访|入户|"
    r"考核|创建|评比|宣传|通知|工作|任务|活动|专项|行动|出具|开具|开立|办理|盖章|证明|材料|表格?|一份|一次|的|并|和|及|与|各"
)

# words before a name that say that it is not done or wanted any more
_DENIED = re.compile(
    r"(?:不再|不得|不用|不能|不需要?|无需|不予|禁止|取消|停止)(?:给居民|为居民|向居民)?[开具出办理要提供盖]{0,4}"
)


def folded(text: str) -> str:
    """The text's letters and digits for comparing: simplified, in half width and lower case."""
    return shingles.plain(text).text


def subject(text: str) -> str:
    """What a line is about: its folded text without the words of any task, or all of it if fewer than LEAST are left."""
    whole = folded(text)
    left = _OF_ANY_TASK.sub("", whole)
    return left if len(left) >= LEAST else whole


def are_alike(one: str, other: str) -> bool:
    """Whether two lines are about the same thing: their subjects are equal, or share two adjacent characters and ALIKE of all."""
    mine, theirs = subject(one), subject(other)
    if not mine or not theirs:
        return False
    if mine == theirs:
        return True
    if not set(shingles.shingles(mine)) & set(shingles.shingles(theirs)):
        return False
    shared = sum((Counter(mine) & Counter(theirs)).values())
    return 2 * shared >= ALIKE * (len(mine) + len(theirs))


def mentions_any(text: str, names: Iterable[str]) -> bool:
    """Whether the text contains one of these names; names shorter than LEAST are ignored."""
    whole = folded(text)
    return any(len(name) >= LEAST and name in whole for name in map(folded, names))


def without_denied(text: str, names: Iterable[str]) -> str:
    """The folded text, from which each of these names is removed together with a denial right before it (不再开具…); others stay."""
    longest_first = sorted((name for name in map(folded, names) if len(name) >= LEAST), key=len, reverse=True)
    whole = folded(text)
    for name in longest_first:
        whole = re.sub(_DENIED.pattern + re.escape(name), "", whole)
    return whole


def is_same_department(one: str, other: str) -> bool:
    """Whether two names are of one department, one containing the other: 民政局, 区民政局. Names shorter than LEAST never are."""
    mine, theirs = _folded_department(one), _folded_department(other)
    return min(len(mine), len(theirs)) >= LEAST and (mine in theirs or theirs in mine)


@lru_cache(maxsize=1024)
def _folded_department(name: str) -> str:
    return folded(name)
