"""Hear which recorded fact of a case a message asks for, and nothing else: who handles it, their number, or the sender's own. Pure."""

from __future__ import annotations

import re
from typing import Literal

from actions.conversation.turn import Turn
from actions.interpreting import short_answers as short

Fact = Literal["handler", "number"]

_LONGEST = 20  # characters
_OPENS = r"(?:那么?|请问|问一?下|想问|就是|到底|现在|会|这[个件]?|那[个件]?|我们?(?:报|说|反映)的(?:这|那)?[个件]?|我们?的?|这里|事情?|问题|[，, ]){0,5}"
_ENDS = r"[的了吗呀啊呢嘛伐来着？?。 ]{0,4}"
_WHO = r"(?:谁|哪一?[个家]?(?:单位|部门|科室|公司)|什么(?:单位|部门|人)|哪一?家|哪里|哪边)"
_PHONE = r"(?:联系)?(?:电话|手机|号码|座机|联系方式)(?:号码?)?"
_HANDLER = re.compile(
    rf"{_OPENS}(?:归|由|是|该){{0,2}}{_WHO}(?:在|来|去){{0,2}}(?:管|负责|处理|办|修|弄|跟进|解决|接手?)(?:这个?事?|这件事?)?{_ENDS}"
    rf"|{_OPENS}(?:派|转|交|分)(?:给|到)(?:了)?{_WHO}(?:那里|那边)?{_ENDS}"
    rf"|{_OPENS}(?:他们|她们|他|她|那边|对方|人家|(?:承)?办事?的?(?:那[个家])?单位|承办单位|(?:负责|管)的?(?:那[个家])?(?:人|单位|部门)?|师傅|修的人)的?{_PHONE}(?:是|有)?(?:多少|几号|什么|哪个|没有)?{_ENDS}"
    rf"|{_OPENS}(?:怎么|咋|如何)联系(?:他们|她们|那边|对方|承办单位|师傅){_ENDS}"
)
_OWN_NUMBER = re.compile(
    rf"(?:那么?|请问|问一?下|想问|对了|[，, ]){{0,3}}(?:你们?|您|系统|单子上|上面)?(?:记|登记?|写|留|存)?(?:的|了|下|着)?(?:是)?我们?(?:自己|本人)?(?:刚才|刚刚|前面|之前|上次)?"
    rf"(?:报|留|登记?|填|写|给|说)?(?:过|的|了|给你们的?)?(?:那个)?{_PHONE}(?:你们|您|那边)?(?:是|有没有|有|都|也)?"
    rf"(?:多少|几号|什么|哪一?个|记(?:的|了|下|对)?(?:是)?(?:多少|哪一?个|什么|没有?|吗|对)?|留(?:了|下)?没?有?|登记?(?:了|对)?没?有?|对不对|对吗|没有?|了吗|了没有?){_ENDS}"
)
_IS_NO_QUESTION = re.compile("没人|打不通|不通|不接|换|改|错")


def asked_of_case(turn: Turn) -> Fact | None:
    """Which recorded fact a message asks for: "handler" (归谁管, 他们电话多少), "number" (我报的电话是多少); None of any other.

    None, too, of one that names a place or a body, or has more to say.
    """
    text = short.plain(turn.text)
    if len(text) > _LONGEST or turn.draft["places"] or turn.draft["bodies"] or _IS_NO_QUESTION.search(text):
        return None
    if _OWN_NUMBER.fullmatch(text):
        return "number"
    return "handler" if _HANDLER.fullmatch(text) else None
