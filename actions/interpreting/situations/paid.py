"""Whether whoever asked of a swindle, and was warned, says that the money is gone, or that they are about to send it. Pure."""

from __future__ import annotations

import re

from actions.interpreting import short_answers as short

_LONGEST = 16  # characters
_LEAD = re.compile(
    r"(?:我|我妈|我爸|老人|钱|可是?|但是?|已经|都|刚刚?|刚才|正|还|就|现在|马上|正在|在|把钱|啊|呀|哎呀?|完了|糟了){0,6}"
).pattern
_TAIL = re.compile(
    r"(?:了|过去|出去|进去|给(?:他|她|他们|对方|骗子)|完|好|钱|账|款|[0-9一二三四五六七八九十两几]{1,6}[万千百块元]{1,2}|怎么办|咋办|啊|呀|呢|的){0,6}"
).pattern
_PAYS = re.compile(
    rf"{_LEAD}(?:转(?!人工|告|接)|汇|付|打(?=过去|给|钱|款|了)|给(?=了)|填(?=了)|输(?=了|密码)|取钱|存钱|转账){_TAIL}"
)
_IS_AT_IT = re.compile(
    rf"{_LEAD}(?:银行|柜台|柜员机|取款机|ATM|手机银行上?|操作|跟他(?:说|通话)|通话|电话里|没挂|没有挂)(?:里|门口|电话|中|说话|操作|转){{0,3}}{_TAIL}"
)
_NOT = re.compile(
    r"没(?:有)?(?:转|汇|付|打|给|填|输)|不(?:转|汇|付|给|理)|(?:转|汇|付|给)不|别|差[点一]|[吗？?]|么$|会不会|要不要|能不能"
)
_WARNED = re.compile(r"反诈|骗子|诈骗|96110")


def pays_all_the_same(text: str, answered: str) -> bool:
    """Whether a short message after the answer to a question of a swindle (`answered`) says that they pay or have paid (已经转了, 我在银行了)."""
    said = short.plain(short.in_standard_words(text.strip()))
    if not said or len(said) > _LONGEST or _WARNED.search(answered) is None or _NOT.search(text):
        return False
    return _PAYS.fullmatch(said) is not None or _IS_AT_IT.fullmatch(said) is not None
