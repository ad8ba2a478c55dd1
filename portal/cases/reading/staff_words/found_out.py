"""Find in a handler's words that they found out who reported a case in confidence, or that whoever is complained of went to see them. Pure.

`plainly`: the words name the reporter as such (查到了投诉人). `of_staff`: where the case is about staff, a resident who is made out is the
reporter, and so is whoever those staff apologize to at home; in other cases that may be whoever is complained of.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from portal.cases.reading import lexicon

_FOUND = re.compile(
    "(?:认出|认得|查出|查到|查明|查实|查清|锁定|找到|找出|找着|弄清|摸清|打听|问出|核实|确认|确定|猜到|猜出|猜|推断|判断|看出|听出|对上|比对|知道|晓得|得知|了解到|已知|明白|见过|见到|联系上|约见)"
).pattern
_REPORTER = re.compile(
    r"(?:(?:举报|投诉|反映|反应|检举|报案|报事|报修|来电|打电话|告状)(?:这件?事|此事|我们|物业|保安)?的?(?:人(?![数多员民们])|者|那?一?[位个户家](?!问题)|业主|居民|住户|群众|女士|先生|男士)|谁(?:在|来|去)?(?:投诉|举报|反映|检举|告|报的?|说的|打的)|是哪一?[位家户个](?:投诉|举报|反映|报|说|打))"
).pattern
_NOT_YET = re.compile("(?:没有?|未|不|别|无法|无从|不能|不得|不会|不去|不要|严禁|不再|为)[^，,。；;]{0,4}$")
_NOT_YET_LONGEST = 6  # characters
_PLAIN = re.compile(
    rf"{_FOUND}(?:了|过|出|来|到)?[^，,。；;！!？?\n]{{0,6}}?{_REPORTER}|{_REPORTER}(?:的身份)?[^，,。；;！!？?\n]{{0,4}}?(?:已经?|被)(?:{_FOUND})"
    rf"|(?:就是|正是)[^，,。；;！!？?\n]{{1,10}}(?:投诉|举报|反映|告)的(?:$|[，,。；;！!？?\n])"
)
_RESIDENT = re.compile(
    "(?:业主|居民|住户|租户|租客|车主|老人|大爷|大妈|阿姨|女士|先生|男子|女子|小伙|姑娘|当事人|本人)"
).pattern
# what whoever is complained of does, so that another is made out
_DOES_WRONG = re.compile("乱|扔|倒|堵|占|违|偷|砸|撬|闹|逃|划|损|抛|养|噪|漏|捡|拾|证人|目击")
_MADE_OUT = re.compile(
    rf"(?:认出|认得|查出|查到|查明|锁定|找出|看出|猜[到出]|比对出|对上了?)(?:了|来)?(?:是|为)?[^，,。；;！!？?\n]{{0,14}}?{_RESIDENT}"
    rf"|(?:调|看|查)(?:了|过|取)?监控[^。；;！!？?\n]{{0,6}}(?:是|就是)[^，,。；;！!？?\n]{{0,12}}{_RESIDENT}"
)
_FACED = re.compile(
    r"(?:上门|登门|当面|到(?:他|她|业主|居民)家)[^，,。；;！!？?\n]{0,8}(?:道歉|赔礼|致歉|赔不是|解释|对质|说清|沟通)|(?:道歉|赔礼|致歉|赔不是)[^，,。；;！!？?\n]{0,4}(?:上门|登门|当面)"
    rf"|(?:向|给|跟|对|和)(?:该|这|那)?[位个名户]?(?!全体|各位|广大|所有){_RESIDENT}(?:本人)?(?:道了?歉|赔了?礼|致歉|赔不是)"
)


def plainly(text: str) -> bool:
    """Whether the words say that who reported is known, found or spoken to, as the reporter."""
    said = _said(text)
    return _any_is_done(said, _PLAIN.finditer(said))


def of_staff(text: str) -> bool:
    """Whether, of a case about staff, the words make out a resident, or have those staff see one."""
    said = _said(text)
    made_out = (one for one in _MADE_OUT.finditer(said) if not _DOES_WRONG.search(one.group()))
    return _any_is_done(said, (*made_out, *_FACED.finditer(said)))


def _any_is_done(said: str, found: Iterable[re.Match[str]]) -> bool:
    """Whether one of these is told as done: right before it stands no 没, 不能 or the like."""
    starts = (one.start() for one in found)
    return any(not _NOT_YET.search(said, max(0, start - _NOT_YET_LONGEST), start) for start in starts)


def _said(text: str) -> str:
    return "".join(lexicon.simplified(text).split())
