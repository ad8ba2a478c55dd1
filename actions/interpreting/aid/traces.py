"""Whether a message in an emergency asks what stands written on this telephone, how to clear it, or says that somebody looks through it. Pure.

Whoever is beaten may have to hand the telephone over, and whoever strikes may be the one who asks: such a question is never answered with
what was told, nor with whom to call.
"""

from __future__ import annotations

import re

from actions.interpreting import short_answers as short

_LONGEST = 30  # characters
_LONGEST_BESIDE = 60  # of a question with what is told beside it
_BEFORE = re.compile(
    r"(?:刚才|刚刚|之前|前面|上面|以前|先前|上次|昨天|今天|这里|这上面|在这里?|跟你们?|跟机器人|给你们?|和你们?|都|又|到底|究竟|已经|有没有)"
).pattern
_WHOSE = re.compile(
    r"(?:我|她|他|我们|[我他她]?(?:老[婆公]|妈妈?|爸爸?|女儿|儿子|孩子|女朋友|男朋友|媳妇|爱人)|这个人|谁)"
).pattern
_SAYS = re.compile(r"(?:说|写|发|讲|报|聊|告诉你|留)").pattern
_ASKS_WHAT_WAS_SAID = re.compile(
    rf"(?:{_WHOSE}?{_BEFORE}+{_WHOSE}?{_BEFORE}*{_SAYS}(?:过|了|的|得|下)?|{_WHOSE}{_SAYS}(?:过|了|的|下))(?:是|些|哪?些)?(?:什么|啥|哪些)(?:话|东西|内容|信息|消息|事)?(?:来着|了|呀|啊|呢|吗)?[？?。！!]*$"
    r"|你们?(?:都|这里|那里|到底)?(?:记|存|留)(?:了|着|下了?)(?:些)?(?:什么|啥)|(?:再|重新)(?:给我|帮我|跟我)?(?:说|念|发|显示|讲)(?:一遍|一次|一下)?(?:我|她|他)?(?:刚才|之前|前面)"
    r"|(?:聊天|通话|对话|说话)?记录(?:在哪|给我|发我|让我|拿来|看一?下|呢[？?]?$)|(?:看|查|翻)(?:一?下)?(?:我|她|他)?(?:的|们的)?(?:刚才|之前|前面)?的?(?:聊天|对话)记录"
)
_WRITTEN = re.compile(
    r"(?:聊天|对话|记录|消息|短信|信息|内容|痕迹|页面|[说写发讲聊]过?的(?:话|东西)?|话)|(?:这|那)(?:里|些|个|上面|条|段)(?!事|案|报|单|号)|上面的"
)
_CLEARS = re.compile(
    r"(?:删除?|清空|清除|清(?=掉|去|干净|了|完|得|一下|起来|聊|记录|消息|短信|这|那|我|刚|上面|[吗么？?]|$)|抹|抹除|擦|销毁|藏)(?:得?掉|去|干净|了|完|得了|一下|起来)*(?![^，,。]{0,3}(?:号码|电话|名字|姓名|地址|报警|警报))"
)
_ASKS_HOW = re.compile(
    r"怎么|咋|如何|怎样|哪里|能不能|可不可以|能(?!看)|可以|可否|会不会|帮|教|想要?|要|得|把|吗|么[？?]?$|请|快|赶紧"
)
_OF_ANOTHER = re.compile(
    r"(?:他|她|老公|男人|丈夫|男朋友|前夫|儿子|爸)(?:们)?(?:都|又|已经|刚才?|把|给|会|要|让|逼|叫|想){1,3}[^，,。]{0,8}(?:删|清|抹|砸|摔)|(?:别|不要|不能|不许|不想|没有?|不敢|别让)[^，,。怎]{0,4}(?:删|清|抹)"
)
"""He deletes it, or it must not be deleted."""
_NOT_WRITTEN_HERE = re.compile(
    r"垃圾|现场|伤口?|血|地面|(?<!的)东西|房间|屋|路|雪|监控|录像|视频|照片|微信好友|好友|通讯录|朋友圈|号码|电话|名字|姓名|身份证|报警|警报|预约|订单|账号"
)
_LEAVES_NO_TRACE = re.compile(
    r"(?:会不会|会|能不能|能|怎么|怎样|如何|可不可以|可以|有没有|想|要)[^，,。]{0,4}(?:不|别)?(?:被)?(?:留下?|有)(?:个|什么|下)?(?:聊天|通话|浏览|短信|发送)?(?:记录|痕迹)(?:吗|么|呢|不|没有?)?[？?]*$|(?:手机|这里|聊天|页面)[^，,。]{0,4}有(?:没有)?(?:记录|痕迹)(?:吗|么|没有?)?[？?]*$"
)
_LOOKS_THROUGH = re.compile(
    r"(?:他|她|老公|男人|丈夫|老婆|男朋友|女朋友|前夫|爸爸?|妈妈?|家里?人|公公|婆婆)(?:们)?(?:等下|等会儿?|一会儿?|待会儿?|现在|经常|天天|每天|老是?|总是?|肯定|可能|又|还|都|会|要|想|在|来了?|正|马上|一直|回来了?){0,4}"
    r"(?:翻|查|看|检查|偷看)(?:我|我们|看)?(?:的)?(?:手机|聊天|短信|微信|消息|记录)"
)


_HIDES_IT = re.compile(
    r"(?:别|不要|不想|不能|不敢|怎么|怎样|如何|会不会)(?:才能|才)?(?:不)?(?:被|让|给)?(?:他|她|老公|男人|丈夫|老婆|男朋友|前夫|爸爸?|妈妈?|家里?人|别人)(?:们)?(?:会)?(?:看不?到|看不?见|发现|翻到|查到)"
    r"(?:了|我?的?手机|这个|这些|这里|聊天|记录|消息|短信|我[写说发聊]的?|的|话|东西|内容){0,3}[吗么？?。！!]*$"
)
_HE = re.compile(
    r"(?:他|她|老公|男人|丈夫|老婆|男朋友|女朋友|前夫|公公|婆婆|继父|对象|我?爸爸?|我?妈妈?|家里?人?|人家|别人|谁)(?:们)?"
).pattern
_HERE = re.compile(
    r"(?:这些|这个|这里|这儿|这上面|我?的?手机|微信|聊天(?:记录)?|记录|消息|短信|对话|(?:我)?(?:刚才)?(?:在这里?|跟你们?|给你们?)?(?:写|说|发|聊|打|报)(?:过|了)?的?(?:字|话|东西|事|什么)?|我(?:报警|求助|举报|找过?你们?|来过)|我(?:跟|和|找|给|在)(?:你们?|这里?)(?:聊天?|说话?|发消息|写字?))"
).pattern
_WISHES_IT_HIDDEN = re.compile(
    rf"(?:别|不要|不想|不能|不敢|不可以|千万别|怕|(?:怎么样?|怎样|如何|能不能|可不可以|可以)(?:才能|才)?(?:别|不)(?:要)?)(?:让|被|给|叫){_HE}(?:会)?(?:看|翻|发现|知道|晓得|瞧|查)(?:得?到|见|出来)?(?:了)?{_HERE}?(?:的|了|吗|呢|啊)*$"
    rf"|怕{_HE}(?:会)?(?:看到|看见|发现|翻到|知道|查到)(?:了)?{_HERE}?(?:的|了|怎么办|啊)*$"
    rf"|(?:要是|如果|万一|假如|等下|等会儿?)?{_HE}(?:要是|如果|万一|假如|等下|等会儿?|会|要|真|来){{0,2}}(?:看|翻|查|拿走?|发现|知道)(?:到|见|出来)?(?:了)?{_HERE}(?:了|的话)?(?:怎么办|咋办|咋整|呢|怎么弄|该怎么办|我?怎么说)[呀啊呢]?$"
    rf"|(?:要是|如果|万一|假如|怕是?){_HE}(?:要|会|真)?(?:看到|看见|发现|知道|翻到)(?:了)?{_HERE}?(?:了)?(?:怎么办|咋办|呢|怎么弄|的话)?$"
    rf"|{_HE}(?:发现|知道|看到|看见)(?:了)?{_HERE}?(?:了)?(?:怎么办|咋办|怎么弄)$"
    rf"|{_HERE}(?:怎么|如何|能不能|可以|帮我)(?:才能|才)?(?:藏|隐藏|遮|藏起来)(?:起来|住|掉)?"
)
"""Of whoever wrote: 不想让他看到这些, 他要是看手机怎么办."""
_HAS_REPORTED = re.compile(
    r"^(?:他|她|我?老[婆公]|我?媳妇|我?女朋友|我?男朋友|我?爱人)(?:是不是|有没有|刚才|是|已经|在这里?|跟你们?|给你们?|找你们?|都|到底){0,3}(?:报警|报案|举报我?|告我|告状|投诉我?|打110|求助|叫人)(?:了)?(?:吗|么|没有?|[？?])*$"
)
_LEAVES_THE_PAGE = re.compile(
    r"(?:怎么|如何|咋|怎样)(?:才能)?(?:退出|关掉|关闭|关|离开)(?:了|这个|这|聊天|页面|网页|对话|窗口|机器人){0,4}[？?。！!]*$"
)
_PAUSE = re.compile(r"[，,。！!；;\s]")
_PIECE = re.compile(r"[，,。！!？?；;\s]+|(?<=了)(?=怎么|咋|如何|能不能|可不可以)|(?<=[吗么呢])(?=[他她我])")
"""Ends a piece: a mark, or a question behind what has happened (他进来了怎么删)."""
_HARM = re.compile(
    r"动手|打(?!电话|字|开|印|听|算|错|1)|踹|踢|掐|勒|捂|拖|按住|推(?!开门)|抢(?![^，,。]{0,3}手机)|灌|烫|(?<!机)(?<!没)锁(?!屏|不上)|抽搐|砍|捅|追(?!问)|刀|血|救[命我人]|砸|冲进|撞|杀|死|晕|昏|着火|跳楼|点[火煤燃天汽]|煤气"
)
"""Words of harm: of somebody who also looks through the telephone they are the danger, which is answered first."""
_FILLERS = re.compile(
    r"(?:求求?你们?|求您|拜托|麻烦|谢谢|多谢|请问|请|快点?|赶紧|急|你好|您好|喂|那个?|好的?|嗯|哦|啊|吧|呢|呀|了|还有|另外|怎么办|我怕|好怕|我|他|她|刚才|刚刚|之前|上面|前面|这里|这些|这个|那些|在|跟你们?|给你们?|[说写发讲聊]过?的?|的|话|东西|内容|聊天|记录|消息|短信|对话|都|全部?)"
)


def asks_of_traces(text: str, *, alone: bool = False) -> bool:
    """Whether a short message asks what was written here or how to clear it, or says that somebody looks through the telephone, and tells nothing beside.

    `alone`: also a mere 怎么删 or 能清空吗, which after a threat is of what was written.
    """
    said = short.in_standard_words(text.strip())
    if not short.has_words(said) or len(said) > _LONGEST:
        return False
    if _LOOKS_THROUGH.search(said) and _HARM.search(said):
        return False
    if alone and wishes_it_hidden(said) and _PAUSE.search(said) is None:
        return True
    asked, told = _sorted(said, alone=alone)
    return bool(asked) and not told


def told_beside_traces(text: str, *, alone: bool = False) -> str:
    """What a message tells beside such a question (他进来了, of 怎么删聊天记录，他进来了); "" if it asks nothing of the kind, or tells nothing more."""
    said = text.strip()
    if len(said) > _LONGEST_BESIDE:
        return ""
    asked, told = _sorted(said, alone=alone)
    return "，".join(told) if asked else ""


def _sorted(said: str, *, alone: bool) -> tuple[list[str], list[str]]:
    """The pieces of a message that ask of what was written, and those that tell something."""
    pieces = [one for one in _PIECE.split(said) if one]
    asked = [one for one in pieces if _LOOKS_THROUGH.search(one) or _asks(one, alone=alone)]
    told = [one for one in pieces if one not in asked and re.search(r"\w", _FILLERS.sub("", one))]
    return asked, told


def _asks(said: str, *, alone: bool) -> bool:
    """Whether words ask what was written here, who was called, how to hide it or how to clear it."""
    of_it = (_ASKS_WHAT_WAS_SAID, _LEAVES_NO_TRACE, _HIDES_IT, _HAS_REPORTED, _LEAVES_THE_PAGE)
    if alone and _WISHES_IT_HIDDEN.search(said) and not _HARM.search(said):
        return True
    if _HARM.search(said) and not _WRITTEN.search(said):
        return False
    return any(one.search(said) for one in of_it) or _asks_to_clear(said, alone=alone)


def _asks_to_clear(said: str, *, alone: bool) -> bool:
    """Whether a text asks to delete what was written here, or how."""
    clears = _CLEARS.search(said)
    if clears is None or _OF_ANOTHER.search(said) or _NOT_WRITTEN_HERE.search(said):
        return False
    if _WRITTEN.search(said):
        return True
    return alone and (_ASKS_HOW.search(said) is not None or short.plain(said) == clears.group())


_REFUSES = re.compile("(?<![能可])[不别](?:要|想|能|敢)?(?:让|给|叫|被)")
_WANTS_IT_SEEN = re.compile(
    rf"(?:怎么样?|怎样|如何|能不能|可不可以|可以|要|想)(?:才能|才)?(?:让|给|叫){_HE}[^，,。不]{{0,3}}(?:看|知道|晓得|发现)(?!不)"
)


def wishes_it_hidden(text: str) -> bool:
    """Whether a short message wishes, or asks how, that somebody does not see what was written here (不想让他看到这些, 他要是看手机怎么办); of harm told beside it the danger is heard."""
    said = short.in_standard_words(text.strip())
    if len(said) > _LONGEST or _HARM.search(said) or (_WANTS_IT_SEEN.search(said) and not _REFUSES.search(said)):
        return False
    pieces = (said, *filter(None, _PIECE.split(said)))
    return any(pattern.search(one) for one in pieces for pattern in (_WISHES_IT_HIDDEN, _HIDES_IT))


_SAID_HERE = re.compile(
    r"^(?:那|请问|我想问|问一下)?(?:我|我们)?(?:刚才|刚刚|前面|上面|这里|在这里|都|跟你们?|到底){1,4}(?:我|我们)?(?:都|跟你们?|在这里)*(?:说|写|发|聊)(?:过|了|的|得|下)?(?:是)?(?:些|哪些)?(?:什么|啥)(?:话|东西|内容|来着|了|呀|啊|呢|吗)*$"
)
_OF_THIS_CHAT = re.compile("聊天|对话|这些|我(?:刚才|在这里)?[写说发聊]")


def asks_of_this_chat(text: str) -> bool:
    """Whether a short message asks what was said here, or wishes this chat hidden, in words that are of it wherever they are said (我刚才说了什么, 不想让他看到这些)."""
    said = short.plain(short.in_standard_words(text.strip()))
    if not said or len(said) > _LONGEST or _sorted(text.strip(), alone=True)[1]:
        return False
    return _SAID_HERE.search(said) is not None or (wishes_it_hidden(text) and _OF_THIS_CHAT.search(said) is not None)


def is_looked_through(text: str) -> bool:
    """Whether a short message says that somebody looks through the telephone (他在翻我手机): told, and not only asked."""
    return len(text) <= _LONGEST and _LOOKS_THROUGH.search(short.in_standard_words(text.strip())) is not None
