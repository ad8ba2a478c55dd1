"""Recognises the wish of whoever writes in danger at home that nothing comes to their telephone (别回短信, 他会看手机). Pure."""

from __future__ import annotations

import re

LONGEST = 60  # characters
_NOT = re.compile(  # what another was told (我叫他别打了) or forbids (他不许我打电话) is no word to us; 我不能打电话 is why they write
    r"(?<![他她])(?:(?:千万)?(?:别|不要|不用|勿|莫|甭)(?:再|往|老|乱|要|都)?|(?:不许|不能|不准)(?:再)?(?=[给往向]))"
).pattern
_TO_ME = re.compile(
    r"(?:给|往|向|跟|和|到)?(?:我|俺|这里|这边|这个?|那个?)?(?:的)?(?:手机|号码?|电话)?(?:上|里)?"
).pattern
_SENT = re.compile("短信|信息|消息|微信|电话(?!报警|给警察|给派出所)").pattern
_NO_ANSWER = re.compile(  # never a bare 打: 别打我, 别打了 cries out under blows
    rf"{_NOT}{_TO_ME}(?:再)?(?:(?:回复?|发|来|打)(?:{_SENT})|(?:回复?|发)(?:东西|过来|来|给我|话|复|我|俺|到这个?(?:号码?|手机)|到我?手机)|打(?:过来|来|给我|我的?(?:手机|电话))|(?:联系|通知|理)(?:我|俺))"
    rf"|{_NOT}(?:回|回复|发)(?:了|啦|啊)?(?=$|[，,。！!\s他我])"
)
_READS_IT = re.compile(
    r"(?:他|她|老公|丈夫|男人|婆婆|公公|爸|妈|前夫|男朋友|儿子|家里人?)[^，,。！!？?；;\s不没]{0,4}(?:会|要|能|天天|老|在|常|每天|总|就|偷|正|都|翻|查){1,3}[^，,。！!？?；;\s不没]{0,2}(?:看|翻|查|检查|拿|收)(?:到|走|我|的|着|了){0,2}(?:的)?(?:手机|短信|信息|消息|聊天|微信|电话)"
    r"|手机(?:在|被|是)(?:他|她|老公|丈夫|婆婆)"
)
_AT_THEIR_OWN = re.compile("(?:在|天天|老|常|每天|总|就|正|都)(?:是)?看手机")  # 他天天看手机 says nothing of mine
_STRIKES_FOR_IT = re.compile(r"(?:看|听)(?:到|见)(?:了|会)?(?:就|会|又|要){1,3}打")
_OF_MESSAGES = re.compile("手机|短信|消息|信息|微信|电话|回复|别回|别发|发来")


def wants_no_answer(text: str) -> bool:
    """Whether a message of at most LONGEST characters wishes that nothing is sent back, or says that somebody else reads the telephone."""
    said = text.strip()
    if len(said) > LONGEST:
        return False
    if _NO_ANSWER.search(said) or _READS_IT.search(_AT_THEIR_OWN.sub("，", said)):
        return True
    strikes = _STRIKES_FOR_IT.search(said)
    return strikes is not None and (
        strikes.start() <= 1 or _OF_MESSAGES.search(said) is not None
    )  # 他看到又要打我: answers us
