"""Signs that somebody in an emergency does not breathe or answer any more, or breathes again; and questions how to press on the chest. Pure.

Whatever was raised (a fall, a shock, a child in the river), whoever tells of one is told to call 120 and to press.
"""

from __future__ import annotations

import re

_LONGEST = 40  # characters; of a longer message only the danger that the bot read counts
_WHO = re.compile(
    r"(?:我|你|他|她|那)?(?:们|家的?|个|的)?(?:[一两几]个)?(?:人|病人|伤员|里面的人|孩子|小孩|娃|宝宝|儿子|女儿|孙子|孙女|弟弟|妹妹|哥哥?|姐姐?|老人家?|老头子?|老太太?|老伴"
    r"|爷爷?|奶奶?|外公|外婆|爸爸?|妈妈?|老公|老婆|婆婆|公公|师傅|大爷|大妈|阿姨|叔叔|工友|同学)?"
).pattern
_NOW = re.compile(r"(?:现在|刚刚?|刚才|好像|已经|突然|忽然|怎么|就|也|都|又|还是|完全|真的?|人|一点|一直){0,4}").pattern
_NO_BREATH = re.compile(  # no breath, pulse or heartbeat, said of somebody in a clause of its own
    rf"(?:[捞拉救拖抬抱弄拽扶][上下出]来了?)?{_WHO}{_NOW}(?:(?:没|没有|没得|摸不到|摸不着|听不到|感觉不到|找不到)了?(?:呼吸|脉搏?|心跳|气息|鼻息|气儿?)|(?:呼吸|心跳|脉搏?)(?:都|也|已经)?(?:停|没|没有)|不(?:会)?(?:呼吸|喘气|出气|进气)|断气|停止(?:呼吸|心跳)|没气){{1,2}}"
    r"(?:了|啦|啊|呀|的|怎么办|咋办|快来|救命|救救[他她我]){0,3}"
)
_SILENT = re.compile(  # somebody who spoke or moved does not any more
    rf"{_WHO}{_NOW}(?:不(?:会|能)?(?:说话|讲话|吭声|吱声|出声|作声|答应|应声|应|动弹|动|理人|睁眼)|没(?:有)?了?(?:反应|动静|意识|知觉|声音|声)|不省人事|(?:昏|晕|睡|厥)过去|昏迷|翻白眼"
    r"|[叫喊摇拍推](?:也|都|他|她|了|半天)*(?:不(?:醒|应|动|答应)|没(?:有)?(?:反应|答应)))"
    r"(?:了|啦|啊|呀|怎么办|咋办|快来|救命|救救[他她我]){0,3}"
)
_SOMEBODY = re.compile(r"[人我你他她爸妈爷奶公婆娃儿女孙弟妹哥姐]|孩|宝宝|老[头太]|师傅|同学")
_BREATHES = re.compile(
    rf"{_WHO}{_NOW}(?:又|能|会|开始|恢复|有)*(?:(?:有|恢复|会|能)了?(?:呼吸|心跳|脉搏?|气|喘气|知觉|意识|反应)|喘气|出气|咳嗽?|动|睁眼|睁开眼|醒过来|醒|缓过来|活过来|吐水|哭(?:出来|出声)?)(?:了|啦)(?:啊|呀|一下)?|{_WHO}{_NOW}(?:还)?有(?:一口|点)?(?:呼吸|心跳|脉搏?|气儿?)(?:的|呢|在)?"
)
_HOW_TO_PRESS = re.compile(
    r"(?:怎么|咋|如何|怎样|哪能)(?:做|给|帮|来)?(?:[他她]|孩子|宝宝|小孩)?(?:按压|按(?!铃|电梯|门|密码|开关|钮|键|摩|时|规)|压胸|压(?=$|[啊呀？?])|做?心肺复苏|做?人工呼吸|做?胸外|吹气|做?复苏)|按(?:哪里|哪儿|多深|多快|多久|几下)|(?:不会|没学过|教教?我?)(?:做|怎么)?(?:按压|按(?=$|[，,。！!？?啊呀])|心肺复苏|人工呼吸|复苏)"
)
_OF_THE_CHEST = re.compile("胸|心肺|人工呼吸|复苏|吹气|心脏|按压(?!止血|伤口)")
_OTHER_THING = re.compile("灭火器|报警|警铃|电梯|按钮|伤口|血|电话|按住|阀|遥控|开关|门|楼层|会按")
_HAS_BUTTONS = frozenset({"lift", "fire", "fire_seen", "smoke", "oil", "bleeding"})
"""Scripts in which a bare 怎么按 may be of a button, an extinguisher or a wound."""
_CLAUSE = re.compile(r"[^，,。！!；;？?~\s]+")
_SUPPOSED = re.compile("万一|要是|如果|会不会|电视|电影")
_NOT_NOW = re.compile("以前|之前|上次|去年|昨[天晚]|怕|猫|狗|鸡|鸭|鱼|鸟")
"""Said in the clause itself: 我好怕 他没呼吸了 and 狗咬的 没呼吸了 are of now, and of somebody."""
_OUT_OF_GAS = re.compile("家里?(?:都|也|已经|又|现在|就)?没气")
"""我家没气了: the supply is off."""
_AIR = frozenset({"gas", "gas_seen", "oil"})
"""Scripts in which 没气了 may be said of the gas, so that it counts only with somebody named."""


def has_no_breath(text: str, script: str = "") -> bool:
    """Whether a clause of a short message says that somebody has no breath, pulse or heartbeat (没脉了, 拉下来了 没气了). `script`: of the danger raised."""
    return _says(text, _NO_BREATH, of_somebody=script in _AIR)


def is_silent(text: str) -> bool:
    """Whether a clause of a short message says that somebody does not speak, move or answer any more (他不说话了, 叫不醒了)."""
    return _says(text, _SILENT)


_BEFORE_A_BUT = re.compile("(?=但是?|可是|不过)")
_FAINTED = re.compile(
    rf"(?:但|但是|可是|可|不过|结果|就是)?{_WHO}{_NOW}(?:被?(?:烟|气|熏|呛|压|吓|热)+得?)?(?:晕|昏|厥)(?:倒|过去|迷)?了(?:啊|呀|怎么办)?"
)


def has_fainted(text: str) -> bool:
    """Whether a clause of a short message says that somebody has fainted, be it behind a but (火灭了但人晕了)."""
    clauses = "，".join(_BEFORE_A_BUT.split(text))
    return any(_FAINTED.fullmatch(one) and _SOMEBODY.search(one) for one in _CLAUSE.findall(clauses)) and not (
        len(text) > _LONGEST or _SUPPOSED.search(text)
    )


_LIES_STILL = re.compile(
    rf"{_WHO}{_NOW}(?:没(?:有)?了?(?:反应|意识|知觉)|不(?:会|能)?动|不省人事)(?:了|啦)(?:啊|呀|怎么办|咋办|快来|救命){{0,2}}"
)


def lies_still(text: str) -> bool:
    """Whether a clause of a short message says of somebody that they do not move or answer any more (人没反应了), be it where others may only have gone."""
    return _says(text, _LIES_STILL, of_somebody=True)


def breathes_again(text: str) -> bool:
    """Whether a short message says that somebody breathes, moves or wakes (他会喘气了), and has no sign of the opposite."""
    return _says(text, _BREATHES) and not has_no_breath(text) and not is_silent(text)


def asks_how_to_press(text: str, script: str = "") -> bool:
    """Whether a short message asks how to press on the chest or give breath (怎么按, 怎么做人工呼吸). `script`: of the danger raised.

    Only in words of the chest or of breath where something else may be pressed: in a lift, at a fire, on a wound.
    """
    if len(text) > _LONGEST or _HOW_TO_PRESS.search(text) is None:
        return False
    return _OF_THE_CHEST.search(text) is not None or not (script in _HAS_BUTTONS or _OTHER_THING.search(text))


def _says(text: str, words: re.Pattern[str], *, of_somebody: bool = False) -> bool:
    """Whether all of one clause of a short message is made of these words. `of_somebody`: only if it names somebody."""
    if len(text) > _LONGEST or _SUPPOSED.search(text):
        return False
    said = (one for one in _CLAUSE.findall(text) if words.fullmatch(one) and not _NOT_NOW.search(one))
    return any(not of_somebody or (_SOMEBODY.search(one) and not _OUT_OF_GAS.search(one)) for one in said)
