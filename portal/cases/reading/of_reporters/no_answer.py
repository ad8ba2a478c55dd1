"""Recognises the wish of whoever writes in danger at home that nothing comes to their telephone (别回短信, 他会看手机). Pure."""

from __future__ import annotations

import re

LONGEST = 60  # characters
_NOT = re.compile(r"(?:千万)?(?:别|不要|不用|勿|莫|不许|不能|不准|甭)(?:再|往|老|乱|要|都)?").pattern
_TO_ME = re.compile(
    r"(?:给|往|向|跟|和|到)?(?:我|俺|这里|这边|这个?|那个?)?(?:的)?(?:手机|号码?|电话)?(?:上|里)?"
).pattern
_NO_ANSWER = re.compile(
    rf"{_NOT}{_TO_ME}(?:再)?(?:打(?=(?:我的?|俺的?|给我)?电话|到)|回复?|发|来|联系|通知|理)(?:短信|信息|消息|微信|电话|我|俺|东西|过来|来|给我|话|复|了|到这个?(?:号码?|手机)|到我?手机){{1,3}}"
    rf"|{_NOT}(?:回|回复|发)(?:了|啦|啊)?(?=$|[，,。！!\s他我])"
)
_READS_IT = re.compile(
    r"(?:他|她|老公|丈夫|男人|婆婆|公公|爸|妈|前夫|男朋友|儿子|家里人?)[^，,。！!？?；;\s不没]{0,4}(?:会|要|能|天天|老|在|常|每天|总|就|偷|正|都|翻|查){1,3}[^，,。！!？?；;\s不没]{0,2}(?:看|翻|查|检查|拿|收)(?:到|走|我|的|着|了){0,2}(?:的)?(?:手机|短信|信息|消息|聊天|微信|电话)"
    r"|手机(?:在|被|是)(?:他|她|老公|丈夫|婆婆)|(?:看|听)(?:到|见)(?:了|会)?(?:就|会|又|要){1,3}打"
)


def wants_no_answer(text: str) -> bool:
    """Whether a message of at most LONGEST characters wishes that nothing is sent back, or says that somebody else reads the telephone."""
    said = text.strip()
    return len(said) <= LONGEST and (_NO_ANSWER.search(said) is not None or _READS_IT.search(said) is not None)
