"""Tell 打我 (call me) from 打我 (beat me): 打我手机就行, 有事打我13900001234, 打我妈的13900001234, 打那个号. Pure.

The gateway knows fewer words of violence, and has a shorter rule of its own (`portal/channels/text/danger_words.py`).
"""

from __future__ import annotations

import re

_KIN = (
    "(?:老公|老婆|丈夫|妻子|爱人|对象|爸爸|妈妈|父亲|母亲|老爸|老妈|老头子?|老伴|爷爷|奶奶|外公|外婆|姥姥|姥爷|公公|婆婆|岳父|岳母|丈母娘"
    "|哥哥?|姐姐?|弟弟?|妹妹?|叔叔?|伯伯?|姑姑?|姨妈?|舅舅?|婶婶?|嫂子?|儿子|女儿|闺女|女婿|儿媳妇?|媳妇|孙子|孙女|男人|屋里人|邻居|[爸妈爹娘崽])"
)
_WHOM = f"(?:(?:我|俺|咱|他|她)们?的?{_KIN}?|{_KIN})"
_END = r"(?=$|[^\w]|\d{7}|就|即可|也|都|吧|哈|啊|哦|呗|哟|呀)"
_PHONE = r"(?:电话|手机|号码|座机|固话|微信|(?:这个|那个)号)"
_THAT_NUMBER = r"打(?:[这那]个号码?|(?:上|下|前|后)(?:面|头|边)(?:[这那]个|的)?(?:号码?|电话)|刚才(?:[这那]个|的)(?:号码?|电话))(?![楼栋门])"
_BROKEN = r"(?!被|都|也|还|又|[快就要]*没电|不[行让给]|关机|[打摔砸抢坏偷藏拿])"  # 他打我手机没电了: a beating, then the phone
_CALLED = re.compile(
    rf"打(?:{_WHOM}的?{_PHONE}{_BROKEN}|{_WHOM}的?[：: ]*\+?\d[\d -]{{6,}}|{_WHOM}的?(?=就[行好成]|就可以|即可|都[行能]|也行)"
    rf"|{_WHOM}的(?=$|[^\w]|好了|就[行好]|吧|哈|嘛))|{_THAT_NUMBER}"
)
_WHEN = r"(?:有(?:什么|啥|急|要紧)?(?:事情?|情况|消息|问题|需要|进展|结果)儿?|需要|到时候?)(?:的话|了)?"
_ASKED_TO_CALL = re.compile(
    rf"(?:(?<!\w)|(?<=\d{{7}}))(?:那|您|你们?|如果|要是|以后|麻烦|请)*{_WHEN}(?:您|你们?|请|就|可以|可|随时|直接|尽管|再|都|能)*打我(?:的?{_KIN})?{_END}"
)
_ASKED_TO_CALL_BESIDE_PHONE = re.compile(
    rf"(?:(?<!\w)|(?<=\d{{7}}))(?:您|你们?|请|就|可以|可|有事|没事|随时|直接|尽管|再|都|能)+打我{_END}"
)
_NOT_TO_BE_CALLED = re.compile(r"(?:别|不要|不用|莫)(?:再)?打[他她](?=[^\w]|$)")  # 号是我老婆的，别打她
_NO_CALL_WANTED = re.compile(rf"(?:别|不要|不用|莫)(?:再|老是?|总)?打{_WHOM}的?{_PHONE}{_BROKEN}")  # 女儿说不要打她电话
_BLOWS = re.compile("[血伤哭疼痛揍踢拳刀棍]|救|求")
_DENIED = re.compile(rf"没有?(?:人|正在|在|要|动手)*打{_WHOM}|(?:不是|并非)(?:说)?(?:有?人)?打{_WHOM}")
_SPEAKS_OF_A_PHONE = re.compile(rf"{_PHONE}|{_THAT_NUMBER}|\d{{7}}")
_SOMEBODY = re.compile(
    "他|她|它|人|老公|丈夫|男|女|老婆|媳妇|妻|婆|公公|爸|妈|爹|娘|儿子|哥|姐|弟|妹|叔|舅|邻居|保安|对方|酒|酗|天天|动手|[在又老]$"
)
_CALLER_IS_ASKED = re.compile("[让叫请喊]|麻烦|[说讲]$")
_PHONE_WORDS_FOLLOW = re.compile(
    rf"打{_WHOM}(?:的(?:电话|手机|号码)(?!是|[：: ]|\d)|的?(?:电话|手机)(?:[说问催骗讲]|骚扰|推销|通知|[不没]接))"
)
_CLAUSE = re.compile(r"[^\w]+")


def without_calls(text: str) -> str:
    """The text with 拨 in place of 打 wherever that means a telephone call, or a beating that is denied; the length stays."""
    beside_phone = _SPEAKS_OF_A_PHONE.search(text) is not None
    at = [text.rindex("打", 0, found.end()) for found in _ASKED_TO_CALL.finditer(text)]
    if beside_phone and not _SOMEBODY.search(text):
        at += [found.end() - 2 for found in _ASKED_TO_CALL_BESIDE_PHONE.finditer(text)]
    at += [text.index("打", found.start()) for found in _DENIED.finditer(text)]
    at += [text.index("打", one.start()) for one in _NO_CALL_WANTED.finditer(text)]
    if beside_phone and not _BLOWS.search(text):
        at += [one.end() - 2 for one in _NOT_TO_BE_CALLED.finditer(text)]
    at += [one.start() for one in _CALLED.finditer(text) if beside_phone and _is_a_call(text, one.start())]
    characters = list(text)
    for one in at:
        characters[one] = "拨"
    return "".join(characters)


def _is_a_call(text: str, at: int) -> bool:
    """Whether the 打 at `at` means a call: nobody who might beat is named before, or one is asked to call, or phone words follow."""
    before = _CLAUSE.split(text[max(0, at - 16) : at])[-1]
    return not _SOMEBODY.search(before) or bool(_CALLER_IS_ASKED.search(before) or _PHONE_WORDS_FOLLOW.match(text, at))
