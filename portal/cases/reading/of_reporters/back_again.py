"""Which words of a reporter tell that a danger which was dealt with is there again (又翘起来了, 又冒烟了, 跟原来一样了). Pure.

Not that somebody or something else came, called or went again (又来人了, 又打电话了), nor what is only feared, asked about or supposed.
"""

from __future__ import annotations

import re

from portal.cases.reading import lexicon

_LONGEST_READ = 400  # characters
_CLAUSE = re.compile(r"[^，。！、；,.!;~…\s？?]+[？?]?")
_THERE_AGAIN = re.compile(
    "(?:又|再次|重新)(?:给|被[^又]{0,4}|让[^又]{0,4}|开始|突然|往外|往下|在|有点|全|都){0,3}"
    "(?:翘|漏(?!了?[打写报])|冒|坏|松(?!口)|塌|陷|掉(?!头|电话)|倒(?!车|垃圾|是|也|贴)|断(?!交)|裂|露|垂|歪|斜|翻(?!修|新)|鼓|渗|滴|溢|淹|堵|炸|烧(?!饭|水|菜)|着火|着了|起火|燃"
    "|闪火|打火|跳火|短路|漏电|响了|困|卡(?!里)|砸|犯(?!愁)|发作|晕|昏|抽(?!烟|空)|吐(?!槽)|流血|出血|不见|丢|没盖|没了盖|撬|偷|缺|敞|滑|咬|扑|出来咬|摔|绊"
    "|出现|出问题|出毛病|这样|那样|不行|不亮|动起来|有(?:味|烟|火|水|煤|燃|天然|[^，]{0,3}气味|糊味|臭鸡蛋)|闻到)"
    "|复发|复燃|老毛病|(?:跟|和|同)(?:原来|以前|之前|昨天|上次|没修)(?:时候)?(?:是)?(?:一样|一个样)|还是(?:老|那)个?样子?|打回原形|白修|没修好|没弄好|没盖好|还在(?:漏|冒|翘|烧|滴)"
)
_NOT_TOLD = re.compile(
    "(?:不|没有?|没再)[^，。]{0,2}(?:又|再次|重新)|不会|[怕防]|担心|万一|要是|如果|假如|以免|省得|别再?又|希望|保证|什么时候|[吗么][？?]?$|[？?]$"
)
_NONE_OF_IT = re.compile("(?:又|重新)(?:好|修|盖|装|换|封|填|补|来)|好了$")


def tells_it_is_back(text: str) -> bool:
    """Whether a clause tells that what was dealt with is there again."""
    said = lexicon.simplified(text[:_LONGEST_READ])
    return any(_is_told(clause) for clause in _CLAUSE.findall(said))


def _is_told(clause: str) -> bool:
    return bool(_THERE_AGAIN.search(clause)) and not (_NOT_TOLD.search(clause) or _NONE_OF_IT.search(clause))
