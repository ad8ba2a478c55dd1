"""Whether a message says that somebody at home looks through this telephone, asks whether it is safe to speak here, or wishes all of it deleted. Pure.

Each is answered in the same words, whatever was told before: another answer would show whoever holds the telephone what there is.
"""

from __future__ import annotations

import re

from actions.interpreting import short_answers as short

_LONGEST = 30  # characters
_PIECE = re.compile(r"[，,。.！!？?；;：:、～~…\s]+")
_MY = re.compile(r"(?:我|俺|我们)?(?:家)?(?:的)?").pattern
_KIN = re.compile(
    r"(?:前)?(?:老公|老婆|丈夫|男朋友|女朋友|媳妇)|前[夫妻]|男人|公公|婆婆|公婆|对象|爱人|继父|[爸妈]{1,2}|父母|家里?人?|儿子|女儿|[他她]"
).pattern
_OF_KIN = re.compile(rf"{_MY}(?:{_KIN})(?:们)?").pattern
_READER = re.compile(rf"{_MY}(?:{_KIN}|后[爸妈]|孩子|哥哥?|姐姐?|弟弟?|妹妹?)(?:们)?").pattern
_OFTEN = re.compile(
    r"(?:等下|等会儿?|一会儿?|待会儿?|经常|常常|天天|每天|每晚|老是?|总是?|肯定|可能|有时候?|随时|晚上|回来|偷偷|动不动就?|一直|喜欢|爱|正|现在|又|还|也|都|就|会|要|能|可以|得|在){0,4}"
).pattern
_MY_PHONE = re.compile(r"(?:手机|微信|短信|信息|消息|聊天(?:记录)?|记录|通话(?:记录)?|电话)").pattern
_END = re.compile(r"(?:的|了|呢|啊|呀|吧|怎么办|咋办){0,3}").pattern
_LOOKS = re.compile(
    rf"(?:因为|可是?|但是?|不过|就怕|怕|我怕|担心)?{_READER}{_OFTEN}(?!看得?[到见][我俺]们?的?电话)(?:看|翻|查|检查|偷看|拿|用|动|碰|刷)(?:得?到|得?见|一下)?(?:我|俺|我们)(?:的)?{_MY_PHONE}{_END}"
    rf"|(?:这个?|我的?|这部)?手机(?:是|就是)?(?:我)?(?:和|跟|与|同)?{_READER}(?:{_OFTEN}(?:一起|共|合)用|{_OFTEN}(?:也|会|要|在|常){{1,2}}(?:看|用|翻|查)){_END}"
    rf"|{_READER}(?:{_OFTEN})(?:知道|晓得|有)(?:我|我的)(?:手机)?(?:的)?(?:密码|锁屏密码|微信密码|指纹){_END}|{_READER}(?:在|就在|坐在|站在)(?:我)?(?:旁边|边上|身边|背后|后面)?(?:看着|盯着)(?:我)?(?:的)?手机{_END}"
)
_HIDDEN = re.compile(
    rf"(?:求求?你们?|拜托|请|你们|千万|一定|可以|能不能|但是?|可是?|就是|我)?(?:也)?(?:别|不要|不想|不能|不敢|不可以|不许|怕|我怕|就怕|担心)(?:让|给|叫|被)?{_OF_KIN}(?:会)?(?:看|翻|发现|知道|晓得|瞧|查)(?:得?到|见|出来)?(?:了)?"
    rf"(?:我?的?{_MY_PHONE}|这些|这个|这里|这事|这件事|我[说写发聊](?:过|了)?的(?:话|这些)?|我(?:来过|说过|报过|找过你们|找你们|跟你们说的?|在这里说的?))?(?:的|了|吗|呢|啊|好吗|行吗|好不好){{0,2}}"
)


_COURTESY = re.compile(
    r"(?:你好|您好|请问|问一下|我想问一?下?|那个?|谢谢|求求?你们?|拜托|喂|嗯|我怕|好怕|我害怕|算了)+"
)


def _read(text: str) -> str:
    """The text in standard words; "" if it is too long."""
    said = short.in_standard_words(text.strip())
    return said if len(said) <= _LONGEST else ""


def _clauses(said: str) -> list[str]:
    """The clauses of such a text, but for those of mere courtesy."""
    return [one for one in _PIECE.split(said) if one and not _COURTESY.fullmatch(one)]


_ASKS_WHO_SEES = re.compile("看得?[到见][我俺]们?的?(?:手机|微信|短信|信息|消息|电话)[？?]+$")


def fears_a_reader(text: str) -> bool:
    """Whether all clauses of a message say that somebody of the household looks at its sender's telephone, or wish that they see or learn nothing (我老公会看我手机, 别让他知道)."""
    said = _read(text)
    clauses = _clauses(said)
    if not clauses or _ASKS_WHO_SEES.search(said):
        return False
    return all(_LOOKS.fullmatch(one) or _HIDDEN.fullmatch(one) for one in clauses)


def says_who_looks(text: str) -> bool:
    """Whether such a message says that they look at the telephone, and is no mere wish (别让他知道), which may be of whoever is complained of."""
    return fears_a_reader(text) and any(_LOOKS.fullmatch(one) for one in _clauses(_read(text)))


_NOW = re.compile(
    r"(?:正在?|在|现在|刚才?)(?:偷偷|又|还|一直)?(?:翻|查|检查|偷?看|拿|用|动|碰|刷)|旁边|边上|背后|后面|[看盯]着"
)


def says_who_looks_now(text: str) -> bool:
    """Whether such a message says that they have the telephone before them now (他在翻我手机): no more than how to clear it may stand there."""
    return says_who_looks(text) and _NOW.search(text) is not None


_COURTESY_FIRST = re.compile(f"^{_COURTESY.pattern}")
_HERE = re.compile(
    r"(?:(?:在|跟|和|对|给)?(?:你们?|您)?(?:这里|这儿|这边|这|这上面|这个?(?:机器人|聊天|平台|群|网页|小程序|公众号|号)|你|你们|您))"
).pattern
_SPEAK = re.compile(r"(?:说话|讲话|聊天|说说?|讲讲?|聊聊?|写|倾诉|反映|告诉你们?|发)(?:一下|点|些)?").pattern
_THINGS = re.compile(
    r"(?:(?:一些|些|点|这些|自己|家里|家里面|我家|我)?的?(?:事情?|心里话|话|情况|家事|私事|东西|实话|真话))?"
).pattern
_OTHERS = re.compile(rf"(?:别人|别的人|人家|其他人|外人|旁人|人|邻居|大家|谁|{_READER})").pattern
_MAY_I = re.compile(
    rf"(?:我|我们)?(?:能|可以|敢|方便|好|能不能|可不可以|可以不可以)(?:放心)?{_HERE}?(?:上)?(?:{_SPEAK}){_THINGS}(?:吗|么|不|没事吧|呢)"
    rf"|(?:我|我们)?(?:能不能|可不可以|可以不可以)(?:放心)?{_HERE}(?:上)?(?:{_SPEAK}){_THINGS}"
    rf"|{_HERE}(?:上|里)?(?:{_SPEAK})?(?:的话|的|的东西)?(?:都|是|很|会|还|够|到底)?(?:不)?(?:安全|保密|隐私|靠谱|放心|可靠|保险)(?:的)?(?:吗|么|不|不安全|不保密|吧)"
    rf"|{_HERE}(?:上|里)?(?:{_SPEAK})?(?:安不安全|保不保密|靠不靠谱|可不可靠|保不保险)"
    rf"|(?:我)?{_HERE}?(?:{_SPEAK})?(?:了|过|的|的话)?(?:会不会|会|能|能不能)(?:被|给|让)?{_OTHERS}(?:看到|看见|看得到|听到|听见|知道|晓得|发现|偷看|看)(?:我说的话?|我的话|的|了)?(?:吗|么|不|呢)?"
    rf"|(?:我)?{_HERE}?(?:{_SPEAK})(?:了|过)?的?(?:话|东西)?(?:有没有人|有人|别人|{_OTHERS})(?:能|会)?(?:看得?到|看得?见|看到|看见|知道)(?:吗|么|不)"
)
_ASKS = re.compile(r"[吗么不呢？?]|能不能|可不可以|会不会|安不安全|保不保密|靠不靠谱|可不可靠|保不保险|吧")


def asks_if_it_is_safe_here(text: str) -> bool:
    """Whether a short message asks whether one may speak here, or who else sees what is written here (我能在这里说吗, 会不会被别人看到)."""
    said = _read(text)
    clauses = _clauses(said)
    if not clauses or _ASKS.search(said) is None:
        return False
    return all(_MAY_I.fullmatch(_COURTESY_FIRST.sub("", one)) for one in clauses)


_DELETE = re.compile(r"(?:删除?|清除|清空|清掉|抹|抹掉|抹去|销毁)(?:掉|了|去|干净|得?了|光){0,3}").pattern
_WRITTEN = re.compile(
    r"(?:(?:我)?(?:刚才|刚刚|之前|前面|上面|今天|在这里?|跟你们?|和你们?|给你们?|所有|全部){0,3}(?:[说写发讲聊报]过?的)(?:话|东西|内容|这些|那些|消息|字|都)?|(?:这些|那些|前面|上面|刚才|刚刚)(?:的)?(?:话|消息|内容|字|东西)?|(?:我的?)?(?:聊天|对话|消息|聊天记录|对话记录|记录)|全部|所有)"
).pattern
_DELETES_ALL = re.compile(
    rf"(?:那|就|请|帮我|给我|麻烦|你|你们|还是|能不能|能|可以|可不可以|我想|我要|快|赶紧){{0,4}}(?:把|将)?(?:{_WRITTEN})?(?:能不能|可不可以|可以|能|怎么|帮我|给我)?(?:全部?|都|通通|统统|一起)?(?:给我|帮我)?{_DELETE}(?:我)?(?:{_WRITTEN})?(?:吧|了|好了|好吗|行吗|可以吗|吗|么|啊|呀|掉|不){{0,3}}"
)
_ALL = re.compile(r"全|都|通通|统统|所有|[说写发讲聊报]过?的|这些|那些|聊天|对话|消息|记录|刚才|刚刚|上面|前面")


_CLEARS_IT = re.compile("(?:请|麻烦|帮我|给我|我要|我想|怎么|快|全部)?清空(?:一下|掉|了|吧)?")
"""The word on the button that clears the chat."""


def wishes_it_deleted(text: str) -> bool:
    """Whether all words of a short message wish that what was said be deleted (都删了吧, 把我说的都删掉)."""
    said = _read(text)
    if _CLEARS_IT.fullmatch(short.plain(said)):
        return True
    if _ALL.search(said) is None:
        return False
    clauses = [one for one in _clauses(said) if not _FEAR.fullmatch(one)]
    return bool(clauses) and all(_DELETES_ALL.fullmatch(_FEAR.sub("", one)) for one in clauses)


_HOW = re.compile("怎么")
_THIS_PHONE = re.compile("怎么|聊天|对话|消息|记录")
_EVERYTHING = re.compile("全|都|通通|统统|所有")


def asks_how_to_delete(text: str) -> bool:
    """Whether such a message asks how it is deleted (我发的东西怎么删), and orders nothing."""
    return _HOW.search(text) is not None and wishes_it_deleted(text)


def wishes_everything_deleted(text: str) -> bool:
    """Whether such a message wishes everything deleted (都删了吧), what is kept of it elsewhere, too; 怎么删除聊天记录 and 把这些删了吧 are of this telephone, and in a hurry."""
    return wishes_it_deleted(text) and _EVERYTHING.search(text) is not None and _THIS_PHONE.search(text) is None


_FEAR = re.compile(
    r"(?:我)?(?:好|很|有点|真的?)?(?:怕|害怕|后悔)(?:了|啊)?$|(?:我)?(?:不想说了|不说了|不报了|当我没说|不敢了|不敢说了)$"
)
