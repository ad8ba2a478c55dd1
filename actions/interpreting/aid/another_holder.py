"""Whether a message shows that somebody else writes than the one who wrote before: who holds the telephone of a wife, or asks what she told. Pure.

Whoever strikes may take the telephone and ask what was said about them. They are told nothing: no number, no state, not even
that anything was told.
"""

from __future__ import annotations

import re

from actions.interpreting import short_answers as short

_PIECE = re.compile(r"[，,。！!？?；;\s]+")
_LONGEST = 40  # characters; a longer message tells more than it asks
_STRUCK = re.compile(r"(?:老婆|媳妇|女朋友|妻子|爱人|对象|孩子|小孩子?|娃娃?|儿子|女儿|闺女|丫头|小子)").pattern
_KIN = re.compile(
    rf"(?:{_STRUCK}|老公|丈夫|男人|女人|男朋友|前[夫妻]|妈妈?|爸爸?|爹|娘|母亲|父亲|父母|家长|姐姐?|妹妹?|哥哥?|弟弟?|爷爷|奶奶|外公|外婆|公公|婆婆|室友|同学|家里人|家人|家属|机主|号主)"
).pattern
_THEY = re.compile(
    rf"(?:[她他](?!们)(?:的?{_KIN})?|(?:我们?|这|那|俺)(?:家|个)?的?{_KIN}|{_KIN}|这个?人|那个?人|这?女的|那男的)"
).pattern
_TO_US = re.compile(
    r"(?:(?:跟|和|给|向|在|对)(?:你们?|您|这里?|这上面|机器人|社区|这个?手机上?|微信上?|上面)(?:这里|那里)?|告诉(?:你们?|您))"
).pattern
_SINCE = re.compile(r"(?:刚才|刚刚|之前|前面|今天|昨天|都|是不是|有没有|到底|究竟|是|又|已经|来|找你们?|去)").pattern
_TELLS = re.compile(r"(?:说|讲|写|报|发|聊|反映|投诉|举报|告诉你们?|打字|留)").pattern
_WHAT = re.compile(r"(?:些|的)?(?:什么|啥|哪些|何事)(?:话|事|东西|内容|情况|坏话)?(?:了|来着|呀|啊|呢)?").pattern

_HOLDS = re.compile(
    rf"(?:这|那|现在|这个?)?(?:就)?(?:是|拿的是|用的是)?{_THEY}的?手机(?:现在|就|刚|已经|被)?(?:在(?:我|俺)(?:这里?|手[上里]?|身上|旁边|家)?|(?:被)?我(?:拿|收|抢|捡|扣)(?:着|走|了|到|来){{0,2}}|归我(?:管|拿)?|给我了?|落(?:我|在)(?:这|家)?)(?:了|呢)?"
    rf"|(?:这|那)(?:个|只|部)?(?:手机|电话)?是{_THEY}的?(?:手机|电话)?|我(?:现在)?(?:拿|用|看)(?:着|的是|了)?{_THEY}的?手机|拿{_THEY}手机的是我"
)
_IS_KIN = re.compile(rf"我(?:就)?是(?:[她他](?:的|们家的?|家)?|(?:这|那)?(?:孩子|娃|小孩)的?)(?:亲)?(?:{_KIN}|监护人)")
_IS_WHO_MAY_STRIKE = re.compile(
    r"我(?:就)?是(?:[她他](?:的|家)?)(?:亲)?(?:老公|丈夫|男人|男朋友|前夫|爸爸?|爹|父亲|公公|婆婆)(?![的家]|(?:说|讲|打|骂|又|要|在|不|拿|喝|把|也))"
)
_ASKS_WHAT = re.compile(
    rf"{_THEY}{_SINCE}{{0,4}}{_TO_US}?{_SINCE}{{0,2}}{_TELLS}(?:过|了|的|得|下){{0,2}}(?:是)?(?:我|我们)?{_WHAT}(?!都|也|不|没)"
    rf"|{_THEY}{_SINCE}{{0,4}}{_TO_US}{_TELLS}(?:过|了)?(?:我)?(?:什么|啥)?(?:没有?|吗|么)"
    rf"|(?:给我|让我)(?:看|听)(?:一?下|看)?{_THEY}{_SINCE}{{0,2}}{_TELLS}的?(?:话|东西|内容|是什么|什么|啥)?"
)
_ASKS_TO_US = re.compile(rf"{_TO_US}|手机|(?:报|举报|投诉|反映|告)")
_ASKS_WHETHER = re.compile(
    rf"{_THEY}{_SINCE}{{0,4}}{_TO_US}?(?:报了?警|报案|举报(?:我|了)?|告(?:我|状|了)|投诉(?:我|了)?|打(?:了|过)?110|求助|叫人)(?:了)?(?:吗|么|没有?|啊)"
    rf"|{_THEY}(?:是不是|有没有){_SINCE}{{0,2}}(?:报了?警|报案|举报我?|告(?:我|状)|投诉我?|打(?:了|过)?110|求助|叫人)了?(?:吗|么|啊)?"
)
_ASKS_WHO = re.compile(
    r"(?:那|请问|告诉我|老实说)?(?:这|那|这个|那个)?(?:件|条|个)?(?:事|案子|单子|警|险情)?(?:到底|究竟)?是?谁(?:报|举报|投诉|反映|告|上报)(?:的(?!人|时候)|了|上来的|给你们的)?(?:警|案|我|我们|上来)?(?:的)?(?:啊|呀|呢|的)?"
    r"|(?:是)?谁(?:打的?(?:110|电话|报警电话)|告的状|叫的?警察|把警察叫)(?:的|来的?)?(?:啊|呀|呢)?"
)
_WIPES = re.compile(
    rf"(?:把|将)?{_THEY}{_SINCE}{{0,2}}{_TELLS}(?:过|了)?的?(?:这些|那些)?(?:话|东西|内容|那件|那个|事|警)?(?:都|全|给我|统统)?(?:删|清|撤|取消|去|抹)(?:掉|了|空|除|回|销)*"
    rf"|(?:把|将){_THEY}(?:报|说|写|发)的?(?:都|全|给我)?(?:删|清|撤|取消|去|抹)(?:掉|了|空|除|回|销)*"
)
_DISCREDITS = re.compile(
    rf"(?:{_THEY}{_SINCE}{{0,3}}(?:在)?(?:[瞎胡乱](?:说|讲|写|编|报|闹|扯)|骗你们?|喝[多醉]了?|开玩笑|闹着玩|不懂事|神经|脑子)(?:的|了|八道|的话)?)|(?:别|不要|不用|甭)(?:听|信|理|管|当真)(?:[她他](?:们)?|这?孩子)?(?:的|胡说|瞎说|了)?|没(?:有)?(?:这|那)(?:回|个|种)?事|[瞎胡乱](?:说|讲|写|编|报|闹|扯)(?:的|了|八道)*"
)
_STRUCK_MADE_IT_UP = re.compile(
    rf"(?:(?:我|这|那|俺)(?:家|个)?的?)(?:{_STRUCK}){_SINCE}{{0,3}}(?:在)?(?:[瞎胡乱](?:说|讲|写|编|报|闹|扯)|骗你们?|开玩笑|闹着玩)"
)
_IS_OURSELVES = re.compile(
    r"(?:现在|这)?(?:是|就是)我(?:本人|自己)|我(?:就)?是(?:本人|机主|报的人|报警的人)|手机(?:我)?(?:又)?(?:拿|要|还|抢|给)回来?(?:给我)?了|我(?:把)?(?:手机)?(?:拿|要|抢)回来?(?:手机)?了|他(?:把手机)?还(?:给)?我(?:手机)?了"
)
_HARM = re.compile(
    r"动手|打(?!电话|字|开|印|听|算|错|110|的110)|踹|掐|砍|捅|刀|血|救[命我人]|砸|撞|杀|死|晕|昏|着火|跳楼|割腕|吃了?药|煤气|没呼吸|喘不|倒(?:在|地)|叫不醒|摔(?!了?手机)|快来人?"
)
_FILLERS = re.compile(
    r"(?:求求?你们?|拜托|麻烦|请问|请|快点?|你好|您好|喂|那个?|好的?|嗯|哦|啊|吧|呢|呀|吗|了|我|我们|她|他|刚才|刚刚|现在|之前|这里|这个|这些|在|跟你们?|你们?|给我|的|话|都|想|要|知道|问|看|看看|告诉|说|一下|到底|究竟|谁)"
)


def _patterns() -> tuple[re.Pattern[str], ...]:
    return (_HOLDS, _IS_KIN, _ASKS_WHAT, _ASKS_WHETHER, _ASKS_WHO, _WIPES, _DISCREDITS)


def shows_another(text: str, *, near: bool) -> bool:
    """Whether a short message shows that its sender is not who wrote before, and wants to know or undo what was told; harm that it tells is heard first.

    `near`: a danger was told in which somebody near may read what was written. There to say who holds the telephone is enough.
    """
    said = short.in_standard_words(text.strip())
    if not short.has_words(said) or len(said) > _LONGEST:
        return False
    rest = _rest(said)
    if _HARM.search(rest):
        return False
    if _asks(said, near=near):
        return True
    told = re.search(r"\w", _FILLERS.sub("", rest)) is not None
    return near and not told and _is_another(said)


def _asks(said: str, *, near: bool) -> bool:
    """Whether a text asks what somebody else told us, whether they called the police, who reported it, or to wipe it out."""
    if _WIPES.search(said) or _asks_who(said):
        return True
    shows = _HOLDS.search(said) is not None or _IS_KIN.search(said) is not None
    what = _ASKS_WHAT.search(said)
    if what is not None:
        return near or shows or _ASKS_TO_US.search(what.group()) is not None
    return _ASKS_WHETHER.search(said) is not None and (near or shows)


def _asks_who(said: str) -> bool:
    """Whether a clause asks who reported it, and nothing else: 你们怎么说是谁报的 asks what others will be told."""
    return any(_ASKS_WHO.fullmatch(short.plain(one)) for one in _PIECE.split(said) if one)


def _is_another(said: str) -> bool:
    """Whether a text says who holds the telephone, is of those who may have struck, or calls what was told made up, as only another would."""
    if _HOLDS.search(said) or _IS_WHO_MAY_STRIKE.search(said) or _STRUCK_MADE_IT_UP.search(said):
        return True
    return _IS_KIN.search(said) is not None and _DISCREDITS.search(said) is not None


def _rest(said: str) -> str:
    """The text without what shows another, asks or discredits."""
    for pattern in _patterns():
        said = pattern.sub("，", said)
    return said


def tells_harm(text: str) -> bool:
    """Whether a text has a word of harm."""
    return _HARM.search(short.in_standard_words(text)) is not None


def says_it_is_oneself(text: str) -> bool:
    """Whether a short message says that its sender has the telephone back."""
    said = short.in_standard_words(text.strip())
    return len(said) <= _LONGEST and _IS_OURSELVES.search(said) is not None
