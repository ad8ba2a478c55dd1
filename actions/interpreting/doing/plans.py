"""Read whether a message after an emergency was raised says what people do about it, mean to do or cannot do (我去拉他一把, 锅盖盖不住). Pure.

Whoever acts in a danger must be told again what to do and what not; to be given no answer would pass for a yes.
"""

from __future__ import annotations

import re

from actions.interpreting import scenes
from actions.interpreting import short_answers as short

_LONGEST = 40  # characters; a longer message tells more than a plan
_WHOEVER = re.compile(
    r"(?:我们?|俺们?|咱们?|我家|老公|老婆|儿子|女儿|老伴|爸爸?|妈妈?|邻居|隔壁|他们?|她们?|大家|有人|人家|师傅|保安|物业)"
)
_MEANS_TO = re.compile(
    r"(?:先|要|想|去|来|准备|打算|正在?|这就|马上|再|试着|试试|能|可以|自己|就|一起|赶紧|赶快|现在|直接|帮忙?|上|下|进|过去|给)"
)
_DOES = re.compile(
    r"(?:拉|拽|扯|拖|扶|抱|背|搬|抬|挪|开|关|掰|扒|撬|砸|踹|踢|敲|爬|翻|跳|跑|冲|钻|救|捞|浇|泼|倒|盖|捂|灭|扑|踩|拔|剪|挑|碰|摸|按|掐|捏|喂|灌|揉|抠|吸|挤|扎|绑|摇|晃|推|拦|劝|追|打(?!电话|1|过|了)"
    r"|点(?:个|支|根|上|着|火|灯|蜡)|进去|下去|上去|出去|回去|过去看|[进下上出回过]去|看看|看一[下眼]|瞧瞧|找找|问问他|开门|断电|拉闸|拿|取|接电|试)"
)
_PLANS = re.compile(
    rf"{_WHOEVER.pattern}[^，,。！？!?；;\n没不]{{0,3}}{_MEANS_TO.pattern}{{1,3}}[^，,。！？!?；;\n没不]{{0,8}}?{_DOES.pattern}"
    rf"|{_WHOEVER.pattern}[^，,。！？!?；;\n没不]{{0,6}}?{_DOES.pattern}[^，,。！？!?；;\n]{{0,8}}?(?:吧|看看|试试|照一照|看一看|一把|一下(?!子)|行不行|行吗|好吗|好不好|可以吗|[？?])"
    rf"|(?:^|[，,。！？!?；; ])(?:那|要么?|不如|干脆|先|再|赶紧|赶快|直接|还是|拿|用|把|从){{1,3}}[^，,。！？!?；;\n没不]{{0,8}}?{_DOES.pattern}"
    rf"|{_DOES.pattern}[^，,。！？!?；;\n没不]{{0,6}}(?:行不行|行吗|好吗|好不好|可以吗|有用吗|管用吗|要紧吗|怎么样|试试)"
)
_CANNOT = re.compile(
    r"(?:怎么|死活|就是|根本|完全|实在|都|也|还|又|老|一直){0,2}(?:盖|压|灭|扑|浇|拉|拽|掰|撬|扒|砸|够|搬|抬|扶|堵|关|捂|拔|按|开|推|拧|捞|抱|止|踹|敲|打)不(?:住|灭|开|动|到|着|了|掉|紧|上|下来|起来|出来|碎|烂)"
)
_WAITS_FOR_HELP = re.compile(r"(?:路口|门口|楼下|大门|小区门口)[^，,。]{0,4}(?:等|接|迎)")
_OTHERS_DO = re.compile("(?:[他她]们?|有人|那人|小偷)(?:又|还|正|一直)?[要想在]")
_STRIKES_SOMEBODY = re.compile(
    r"打(?:我|人|他|她|死|起来)|砍|捅|[拿持有]刀|杀|掐|追|威胁|流血|救命|[踢踹揍骂]|哭|不想活|想死|跳[楼下河江]|自杀|绑|抢|冲进来|撬门进|推我|喝药|开煤气"
)


def is_misread_as_blows(text: str, danger: str, script: str) -> bool:
    """Whether blows were read in a plan about something else (撬棍 to open a lift), and its words tell of none. `script`: of what was raised."""
    if (
        danger not in scenes.BLOWS
        or script.partition(scenes.SEEN)[0] in scenes.BLOWS
        or _STRIKES_SOMEBODY.search(text)
        or _OTHERS_DO.search(text)
    ):
        return False
    return tells_what_is_done(text)


def tells_what_is_done(text: str) -> bool:
    """Whether a short message says that somebody does, means to do or cannot do something about the danger, or asks whether to.

    Never one that says that somebody waits for the help (我在路口等), whatever else it says; nor one that says only that help was called.
    """
    said = short.in_standard_words(text.strip())
    if not said or len(said) > _LONGEST or short.says_help_was_called(said):
        return False
    if _WAITS_FOR_HELP.search(said):
        return False
    return _PLANS.search(said) is not None or _CANNOT.search(said) is not None
