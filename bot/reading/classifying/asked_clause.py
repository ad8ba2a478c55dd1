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
