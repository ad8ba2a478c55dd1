"""Hear which recorded fact of a case a message asks for, and nothing else: who handles it, their number, the sender's own, or all that was written down. Pure."""

from __future__ import annotations

import re
from typing import Literal

from actions.conversation.turn import Turn
from actions.intake.questions import asks, asks_how_a_report_stands
from actions.interpreting import short_answers as short
from actions.routes.signs import asks_who_learns

Fact = Literal["handler", "number", "record"]

_LONGEST = 20  # characters
_LONGEST_ABOUT_RECORD = 28
_PLAIN = 0.95  # score of the act `ask_record` that is enough without words of asking for it
_RATHER = 0.5  # with such words
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
_KEPT = re.compile(r"(?:登记|记录|记|写|填|录|存|留|登)").pattern
_FIELD = re.compile(
    r"(?:地址|地点|位置|地方|时间|日子|内容|信息|[楼栋]号?|小区|情况|记录|单子|登记|那件事?|我[报说讲]的)"
).pattern
_WHO_KEEPS = (  # 上面 of the record, not 楼道上面; 我的 of what was told, not 我的电动车
    rf"(?:你们?|您|那边|这边|系统|单子上?|(?<![\u4e00-\u9fff])上面|刚才|刚刚|[报登]记?的|我的?(?={_FIELD}|{_PHONE}|事|[那这刚报登记说讲留]))"
)
_WHAT_IT_IS = re.compile(
    r"(?:哪|啥|什么|几[栋号点幢单]|多少|对[吗么不没了伐]|没有?[错记]|怎么[写记登]|[吗没]$)"
).pattern
_AFTER_KEPT = re.compile(r"(?:的|下来?|了|着|过|成|在|进去|上去|这|那|都|我们?|给我|是|些){0,4}").pattern
_ALOUD = re.compile("念|读|复述|重复|核对").pattern
_ONCE_MORE = re.compile("再?[说讲发报背]").pattern
_FOR_ME = re.compile("(?:一?[遍下次]|给我)").pattern
_READS = re.compile(rf"(?:{_ALOUD}|(?:{_ONCE_MORE}|看){_FOR_ME})").pattern
_TELLS = re.compile(rf"(?:{_ALOUD}|(?:{_ONCE_MORE}){_FOR_ME})").pattern  # 看一下 asks to look at the thing itself
_RECORD = re.compile(
    rf"{_WHO_KEEPS}[^，,。]{{0,6}}{_KEPT}{_AFTER_KEPT}{_FIELD}?(?:是|在|的)?{_WHAT_IT_IS}"
    rf"|{_FIELD}(?:你们?|您|那边|都|是|给我|上){{0,3}}{_KEPT}{_AFTER_KEPT}{_WHAT_IT_IS}"
    rf"|^{_KEPT}(?:的|了|下来?){{1,2}}{_WHAT_IT_IS}|{_FIELD}(?:都|也)?{_KEPT}[得的]?(?:清楚|清|对|全|上|下|好)?(?:了没有?|没有?|了[吗么])$"
    rf"|{_TELLS}[^，,。]{{0,8}}(?:{_FIELD}|{_KEPT}的|我[说讲报]的)|{_READS}[^，,。]{{0,8}}(?:记录|单子|登记|{_KEPT}的|我[说讲报]的)"
    rf"|{_FIELD}[^，,。]{{0,8}}{_TELLS}|(?:记录|单子|登记|{_KEPT}(?:的|了|下来?)|我[^，,。]{{0,4}}[说讲报]的)[^，,。]{{0,8}}{_READS}|^(?:你|您|请|麻烦|再|给我|帮我|那|能不能|可以){{0,4}}{_READS}(?:一?[遍下])?给我听"
)
_LOOKS_AFTER = re.compile("[把将](?!.{0,6}(?:我|刚|记|单|登|写|填|报))[^，,。]{1,8}[看瞧]一?[下看]")  # 把井盖看一下
_READS_ALOUD = re.compile(rf"{_READS}|给我[看瞅瞧听]|[看瞅瞧]一?[下看]|核对")
_WHICH = re.compile("[哪几][一个]?[栋幢号]")
_CORRECTS = re.compile(r"(?<!有没有)(?<!没)(?:[写记说登搞弄]错|错了)(?!没|吗)|改[成为]|不是(?!不)|应该是|别记|不要记")
_OWN_PHONE = re.compile(rf"(?:我们?(?!说|讲|报的)[^，,。]{{0,6}}|{_KEPT}(?:的|了)?[^，,。]{{0,3}}|^){_PHONE}")
_OF_THE_OFFICE = re.compile("社区|居委|物业|街道|你们的?(?:地址|地点|位置|电话)(?!.{0,2}记)")
_IS_NO_QUESTION = re.compile("没人|打不通|不通|不接|换|改|错")


def asked_of_case(turn: Turn) -> Fact | None:
    """Which recorded fact a message asks for: "handler" (归谁管, 他们电话多少), "number" (我报的电话是多少), "record" (你们记的地址是哪里，念给我听听,
    把我说的念一遍); None of any other.

    None, too, of one that names a place or a body, or has more to say.
    """
    text = short.plain(turn.text)
    if any(re.search(r"\d|[栋幢]", one["text"]) for one in turn.draft["places"]) and not _WHICH.search(text):
        return None
    if turn.draft["bodies"] or turn.draft["personal"] or asks_who_learns(turn):
        return None
    if len(text) <= _LONGEST and not (turn.draft["places"] or _IS_NO_QUESTION.search(text)):
        if _OWN_NUMBER.fullmatch(text):
            return "number"
        if _HANDLER.fullmatch(text):
            return "handler"
    return _asked_of_record(turn)


def _asked_of_record(turn: Turn) -> Fact | None:
    """Whether a message asks what was written down ("record"), or of that only the sender's number; None if neither.

    It does by its words, or where the bot reads it so.
    """
    text = turn.text.strip()
    if len(short.plain(text)) > _LONGEST_ABOUT_RECORD or _CORRECTS.search(text) or _OF_THE_OFFICE.search(text):
        return None
    if asks_how_a_report_stands(text) or _LOOKS_AFTER.search(text):
        return None
    worded = _RECORD.search(text) is not None and not turn.acts("correct", "add", "report", "another")
    asked = asks(text) or _READS_ALOUD.search(text) or _OWN_PHONE.search(text)
    if not (worded or (asked and turn.acts("ask_record", score=_RATHER)) or turn.acts("ask_record", score=_PLAIN)):
        return None
    return "number" if _OWN_PHONE.search(text) else "record"
