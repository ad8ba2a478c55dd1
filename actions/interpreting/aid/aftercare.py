"""What is asked once a danger is over of whoever was hurt (能喝水吗), and signs that a burn is deep or that something was swallowed. Pure."""

from __future__ import annotations

import re

from actions.interpreting import scenes
from actions.interpreting import short_answers as short

_LONGEST = 24  # characters
_OF_A_BODY = frozenset({"injury", "trapped", "gas", "live_wire", "no_answer", "water"})
_NOBODY_TOUCHED = frozenset({"lift", "car"})
_WHOM = re.compile(
    r"(?:给|让|喂|带|帮|送|叫)?(?:他|她|我|孩子|小孩|宝宝|娃|老人|爷爷|奶奶|外公|外婆|我?[爸妈]{1,2}|老公|老婆|病人|人)?(?:们)?(?:先|再|马上|就|还|现在|自己|一点|点){0,2}"
).pattern
_DOES = re.compile(
    r"(?:喝|吃|喂|睡|躺|动|坐|起来|起身|洗|走动?|下地|下床|活动|站|看(?:医生|一下|看)|(?:去|上|到|送)(?:一趟)?医院|检查|拍片|打针|用药|上药|擦药|敷|抱|翻身|平躺|侧躺|回家|上学|上班)"
).pattern
_ASKS_OF_CARE = re.compile(
    rf"^(?:那|那么|请问|现在|然后|这样|他|她|孩子|老人)*(?:能不能|可不可以|要不要|用不用|需不需要|该不该|能|可以|要|用|需要|该|得){_WHOM}{_DOES}[^，,。!！]{{0,8}}(?:吗|么|不|没|[？?]|呀|啊)+$"
    rf"|^(?:那|那么|请问|现在|然后|这样)*(?:能不能|可不可以|要不要|用不用|需不需要){_WHOM}{_DOES}[^，,。!！]{{0,8}}$"
    rf"|^(?:那|那么|请问|现在)*{_WHOM}(?:能|可以){_DOES}(?:什么|啥|哪些|点啥)[^，,。]{{0,4}}$"
    r"|(?:要|该|应该|需要|得|还要)?注意(?:些|点)?(?:什么|啥|哪些)|(?:怎么|如何)(?:照顾|护理|照看|观察|养)|^(?:那|然后|现在|接下来|接着|之后)(?:该|要|应该)?(?:呢|怎么办|怎么做|做什么|干什么)[？?]*$"
)
_SKIN_IS_OFF = re.compile(
    r"皮(?:肤)?(?:都|也|全|已经|一下|给|被|就|直接|整块|一块|大块)*(?:掉|脱|蜕|烂|没|翻|撕|剥|粘)(?:了|下来?|开|光|掉|着|起|在|得)|(?:掉|脱|蜕)了?(?:一|好几|一大)?[层块]?皮|露(?:出)?(?:了)?(?:红|里面的?)?肉|(?:发白|焦了|烧焦|烫焦|烤焦|烫熟|烫烂)(?!味)"
)
_SKIN_IS_ON = re.compile(r"没(?:有)?(?:掉|脱|破|烂)|不(?:会)?(?:掉|脱)|会不会|[吗么？?]$|怕")


def asks_of_care(text: str, script: str) -> bool:
    """Whether all of a short message asks what whoever was hurt may do or needs now (能喝水吗, 要注意什么). `script`: of the danger that is over."""
    said = short.in_standard_words(text.strip())
    if script in _NOBODY_TOUCHED or not {script, scenes.danger_of_script(script)} & _OF_A_BODY:
        return False
    return len(said) <= _LONGEST and _ASKS_OF_CARE.search(said) is not None


_SWALLOWED = re.compile(
    r"我?(?:都|已经|刚才?|真的|把|全|就|又|家里的?|所有的?)*(?:药|安眠药|[一二两三四五六七八九十0-9]+(?:片|颗|粒|瓶)|一把)?(?:都|已经|刚才?|全)*(?:吃|喝|吞|服)(?:下去|下|光|完)?了?"
    r"(?:一把|很多|好多|所有的?|全部的?|一瓶|半瓶|那些|[一二两三四五六七八九十0-9]+(?:片|颗|粒|瓶))?(?:安眠|感冒|退烧|农)?药?(?:下去)?(?:了|啊|呀)*"
)
_NAMES_WHAT = re.compile(r"(?:药|片|颗|粒|瓶|一把).*了|了.*(?:药|片|颗|粒|瓶|一把)")


def has_swallowed(text: str, script: str) -> bool:
    """Whether a short message of whoever wants to die (`script`) says that they have taken something (我吃药了)."""
    said = short.plain(text)
    if not scenes.wants_to_die(script) or len(said) > _LONGEST:
        return False
    told = [one for one in re.split(r"[，,。！!；;\s]+", text.strip()) if one]
    return any(_SWALLOWED.fullmatch(one) and _NAMES_WHAT.search(one) for one in told)


def skin_is_off(text: str) -> bool:
    """Whether a short message after a burn says that the skin comes off or is charred."""
    said = short.in_standard_words(text.strip())
    return len(said) <= _LONGEST and _SKIN_IS_OFF.search(said) is not None and not _SKIN_IS_ON.search(said)
