"""The clause of a message that asks, without the words beside it that say who asks, or why. Pure."""

from __future__ import annotations

import re

_INTRODUCES = re.compile(  # 老师您好，我是大二学生，…: who asks, and nothing of what is asked
    r"^(?:[^，,。！!？?]{0,8}(?:[您你]好|好呀?|同志|老师|师傅)[老师傅啊呀]{0,2}[，,。！!\s]*)?(?:我们?家?(?:是|今年|刚|在|住)[^，,。！!？?]{1,14}[，,。！!\s]+){0,2}"
)


def without_introduction(said: str) -> str:
    """The text without a greeting and words on who asks; "" if it has none, or hardly more."""
    introduced = _INTRODUCES.match(said)
    rest = said[introduced.end() :].strip() if introduced is not None else said
    return rest if rest != said and len(rest) >= _SHORTEST_INTRODUCED else ""


_GIVES_A_REASON = re.compile(  # 不想让邻居看到, 怕人知道, 急着用: why somebody asks, and nothing of what is asked
    r"(?:[^，,。！!？?]{0,3}(?:不想|不愿|怕|担心|因为|免得|省得|不然|万一|为了|好让|急着|急用|等着|正好|想|要)|(?:我|我们|孩子|家里)?(?:急|赶时间))[^，,。！!？?]{0,16}[。！!]?"
)


_OF_A_TROUBLE = re.compile("[坏漏堵裂塌偷吵臭]|停[水电气了]|没人|不[亮通动转]")
_OF_ANY_TROUBLE = re.compile(rf"{_OF_A_TROUBLE.pattern}|[爆松断脏]了|乱停|乱扔|老是?停|占道|井盖")


def without_reason(said: str) -> str:
    """The only clause of a text that does not say why (我说的话能删掉吗，不想让邻居看到), if it tells of no trouble; else "". Whether it asks is not looked at."""
    clauses = [one for one in re.split(r"[，,。；;？?！!\s]+", said) if one]
    asking = [one for one in clauses if _GIVES_A_REASON.fullmatch(one) is None]
    alone = len(asking) == 1 and len(clauses) > 1 and len(asking[0]) >= SHORTEST_ASKED
    return asking[0] if alone and _OF_A_TROUBLE.search(asking[0]) is None else ""


_SHORTEST_INTRODUCED = 6
"""Characters that must be left after an introduction."""
SHORTEST_ASKED = 3
"""Characters that must be left after a denied trouble."""


_CLAUSES = re.compile(r"[^，,。；;！!？?\s]+[？?]?")
_BEGINS_A_QUESTION = re.compile(  # 对了老年卡在哪里办, 还想问居住证怎么办
    r"^(?:那|再|哦)?(?:(?:对了|还有|另外)?(?:我|也|还|就){0,3}(?:想|要)?(?:顺便|顺带|再|还)?(?:请)?(?:问|咨询|打听|请教)(?:一?[下声个]|一下子)?(?:你们?|您)?|对了)"
)
_ASKS_OF_WHAT_IS_TOLD = re.compile(  # 找谁修, 多久能好: no question of something else
    r"^(?:这|那|都|该|应该|我们?|要|请问|到底|事|个|种|情况){0,3}(?:找谁|谁|怎么[办弄修处理]|咋[办弄]|如何处理|归谁|[要得]?多久|什么时候|啥时候|几时|几天|哪个部门|哪里[管修]|能不能|可不可以|有没有|可以|能[修派来]|会不会|是不是|怎么回事|什么原因)"
)


def asked_last(said: str) -> str:
    """The question with which a text ends that tells of a trouble before it (路灯坏了，对了居住证怎么办), without the words that begin it; "" if it ends with none.

    Where no such words begin it, two troubles must stand before it: 楼上漏水，找谁赔 asks of what it tells.
    """
    clauses = [one.group() for one in _CLAUSES.finditer(said)]
    if len(clauses) < 2:
        return ""
    begins = _BEGINS_A_QUESTION.match(clauses[-1])
    asked = clauses[-1][begins.end() :] if begins is not None else clauses[-1]
    troubles = sum(_OF_ANY_TROUBLE.search(one) is not None for one in clauses[:-1])
    enough = troubles >= (1 if begins is not None else 2)
    of_it = _ASKS_OF_WHAT_IS_TOLD.search(asked) or _OF_ANY_TROUBLE.search(asked)
    return asked if enough and len(asked) >= SHORTEST_ASKED and of_it is None else ""
