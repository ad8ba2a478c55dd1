"""Whether a message in an emergency is only the wish that the family or the school is not told (别告诉我妈), or wishes that nobody calls or writes to its sender. Pure."""

from __future__ import annotations

import re

from actions.interpreting import short_answers as short

_WHOM = re.compile(
    r"(?:我|我们|俺)?(?:家)?的?(?:[爸妈爹娘]{1,2}|爸爸|妈妈|家里?人?|家长|父母|爷爷|奶奶|外公|外婆|老师|班主任|学校|老公|老婆|丈夫|[他她]们?)"
).pattern
_WISH = re.compile(
    rf"(?:求求?你们?|拜托|麻烦|请|你们?|可以|可不可以|能不能|但是?|但|千万|一定|还有){{0,4}}(?:别|不要|不能|不许|不准|不可以|勿)(?:去|再|跟别人|把这事|把这件事|把我说的){{0,2}}"
    rf"(?:(?:告诉|通知|联系|打给|打电话给|惊动){_WHOM}|(?:跟|和|同|对|给){_WHOM}(?:去)?(?:说|讲|打电话|发消息|告状)|(?:让|叫|给){_WHOM}(?:们)?(?:也)?(?:知道|晓得|发现|看到))"
    r"(?:我|这事|这件事|这个|的)?(?:好吗|好不好|行吗|行不行|可以吗|求你|求求你们?|谢谢)?"
)


def wants_nobody_told(text: str) -> bool:
    """Whether all words of a message are that wish; 不想让我妈知道我割腕了 tells more."""
    return _WISH.fullmatch(short.plain(text)) is not None


_LONGEST = 30  # characters
_NO_CONTACT = re.compile(
    r"(?:千万)?(?:别|不要|不用|勿|莫|不许|不能|不准)(?:再)?(?:给|往|向|跟|和)?(?:我|俺)?(?:的)?(?:手机)?"
    r"(?:[打回来](?:我的?)?电话(?:给我|过来)?|(?:回复?|发)(?:我的?)?(?:短信|信息|消息|微信|我|了)(?:给我|过来)?|联系我)(?:了)?(?=$|[，,。！!\s他她我])"
)


def wants_no_contact(text: str) -> bool:
    """Whether a short message wishes that nobody calls or writes to its sender (别打电话给我, 别回短信)."""
    return len(text) <= _LONGEST and _NO_CONTACT.search(text) is not None
