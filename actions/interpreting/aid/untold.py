"""Whether a message in an emergency is only the wish that the family or the school is not told (别告诉我妈), asks who is told or reads it (他看得到吗), or wishes that nobody calls or writes to its sender. Pure."""

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


_OF_SCHOOL = re.compile("老师|班主任|学校")
_OF_HOME = re.compile("[爸妈爹娘]|家|父母|[爷奶公婆]")


def is_of_school(text: str) -> bool:
    """Whether that wish is of the school alone (别告诉我老师)."""
    return _OF_SCHOOL.search(text) is not None and _OF_HOME.search(text) is None


_BLOWS = re.compile(
    "家暴|(?<!别)(?<!没)(?<!没有)(?:[打揍掐踢踹扇殴]|动手打)[了着]?(?:我|人)(?!们?(?:电话|的电话|手机))|被打|挨打|挨揍"
)
_AT_HOME = re.compile("家暴|老公|老婆|男人|丈夫|妻子|前[夫妻]|[男女]朋友|对象|[爸妈爹娘]|公公|婆婆|儿子|女儿|继父")


def blows_told_beside(text: str) -> str | None:
    """The danger of blows that a message tells beside its question who is told or reads it (老公家暴，他会看见我写的字吗); else None."""
    if not asks_who_is_told(text) or _BLOWS.search(text) is None:
        return None
    return "home_violence" if _AT_HOME.search(text) else "violence"


_LONGEST = 30  # characters
_NO_CONTACT = re.compile(
    r"(?:千万)?(?:别|不要|不用|勿|莫|不许|不能|不准)(?:再)?(?:给|往|向|跟|和)?(?:我|俺)?(?:的)?(?:手机)?"
    r"(?:[打回来](?:我的?)?电话(?:给我|过来)?|(?:回复?|发)(?:我的?)?(?:短信|信息|消息|微信|我|了)(?:给我|过来)?|联系我)(?:了)?(?=$|[，,。！!\s他她我])"
)


def wants_no_contact(text: str) -> bool:
    """Whether a short message wishes that nobody calls or writes to its sender (别打电话给我, 别回短信)."""
    return len(text) <= _LONGEST and _NO_CONTACT.search(text) is not None


_WHO_IS_TOLD = re.compile(  # 你会告诉我爸妈吗, 我老公会知道吗, 别人看得到吗
    r"(?:会不会|会|要|能不能不|可以不|是不是要)[^，,。！？!?；;没别]{0,4}(?:告诉|通知|联系|找|打给|打电话给|跟|和|让)(?:我|我们)?的?(?:[爸妈爹娘]|家|父母|老[公婆师]|丈夫|[他她]|别人|学校|邻居|物业|单位)"
    r"|(?:[爸妈爹娘]|家里?人?|父母|老[公婆师]|丈夫|[他她]们?|别人|邻居|谁)[^，,。！？!?；;]{0,3}(?:会不会|会|能)(?:知道|晓得|看到|看见|发现)"
    r"|(?:[爸妈爹娘]|家里?人?|父母|老[公婆师]|丈夫|男人|[男女]朋友|[他她]们?|别人|邻居|谁)[^，,。！？!?；;我你您]{0,3}(?:看得|看不看得|看不看|能不能看|查得)(?:到|见|出来)"
    r"(?=[吗么不？?]|$|这个|这些|这句|消息|短信|聊天|记录|对话|我?(?:刚才|刚刚|在这里?|给你们?|跟你们?){0,2}[写发说打讲](?:的|了?什么|过什么))"
)
_ASKS = re.compile(r"[吗？?]\s*$|会不会|能不能|是不是|看不看|么$|[到见]不$|^谁")


def asks_who_is_told(text: str) -> bool:
    """Whether a short message asks whether the family, or whoever strikes, will be told of what was reported (你会告诉我爸妈吗)."""
    said = short.in_standard_words(text.strip())
    return len(said) <= _LONGEST and _WHO_IS_TOLD.search(said) is not None and _ASKS.search(said) is not None
