"""Whether a message says that whoever was hurt or ill is with doctors now: the ambulance took them, or they are at the hospital. Pure.

Nothing else may be told in it, nor anybody be left: 救护车接走了一个，还有一个 goes on.
"""

from __future__ import annotations

import re

from actions.interpreting import short_answers as short

ENDED_BY_DOCTORS = ("injury", "no_answer", "missing", "other")
"""Dangers of whoever is hurt or ill, which end once doctors have them; a fire, or whoever strikes, does not."""
_LONGEST = 30  # characters
_BY = re.compile(
    r"(?:120|急救车?|救护车|急救(?:人员|中心)?|医生|护士|大夫|医护人员?)(?:的?(?:人|车|同志))?(?:们)?(?:已经|都|刚刚?|刚才|来|过来|就){0,3}"
).pattern
_WHOM = re.compile(
    r"(?:病人|伤员|老人家?|孩子|小孩|大人|人|他|她|他们|我?(?:妈妈?|爸爸?|爷爷|奶奶|外公|外婆|老公|老婆|老伴|儿子|女儿|公公|婆婆))(?:都|已经|也)?"
).pattern
_TAKES = re.compile(r"(?:接|拉|送|抬|带|救|载|运)(?:着|上)?").pattern
_AWAY = re.compile(
    r"(?:走|上车|上了?救护车|去?(?:到|往|进)?(?:市|区|县|省|人民|中|妇幼)?(?:第?[一二三四五六]|人民|中心)?(?:医院|急诊|急救中心|抢救室?|ICU))(?:抢救|治疗|看病)?"
).pattern
_ENDS = re.compile(r"(?:了|的路上|去|来|呢|啊|哈|谢谢(?:你们|您)?|吧){0,3}").pattern
_TAKEN = (
    re.compile(
        rf"(?:{_BY})?(?:把|将|给)?(?:{_WHOM})?(?:已经|都|刚刚?)?(?:被|让|给)?(?:{_BY})?(?:给)?{_TAKES}(?:{_WHOM})?{_AWAY}{_ENDS}"
    ),
    re.compile(
        rf"(?:{_WHOM})?(?:已经|都|刚刚?|现在)?(?:在|到)(?:了)?(?:去)?(?:医院|急诊|救护车上|抢救室?|去医院的?路上){_ENDS}"
    ),
    re.compile(rf"(?:{_WHOM})?(?:已经|都|刚刚?)?(?:上|坐上)了?(?:救护车|120的?车|急救车){_ENDS}"),
)
_CAME = re.compile(r"(?:120|急救车?|救护车|医生)(?:已经|刚刚?)?(?:来|到)(?:过)?了")
_ARE_HERE = re.compile(
    r"(?:120|急救车?|救护车|急救(?:人员|员|中心|医生)?|医生|护士|大夫|医护(?:人员)?|抢救的)(?:的)?(?:人|车|医生|同志|师傅)?(?:们)?(?:已经|都|刚刚?|刚才|终于|总算|现在)?"
    r"(?:来|到|上来|赶来|赶到|开到|开进来|进来|到场|到门口|到楼下|到家|在楼下|在抢救|在救|在看)(?:了|呢|啦|家里?了|门口了|楼下了|着了|着呢)(?:啊|呀|谢谢(?:你们|您)?)?"
)
_HAS_HELP = re.compile(r"120|急救|救护车|医生|护士|大夫|医护|医院|急诊|抢救|ICU")
_CLAUSE_ENDS = re.compile(r"[，,。；;！!、\s～~…]+")
_COURTESY = re.compile(
    r"(?:好的?|嗯|哦|谢谢(?:你们|您|啊|了)?|多谢(?:你们|您)?|辛苦了?|麻烦(?:你们|您)了?|不用(?:来|管)了|放心吧?|刚才?)*"
)


def is_with_doctors(text: str) -> bool:
    """Whether all words of a short message say that they were taken to doctors (120把人接走了, 已经送医院了)."""
    said = short.in_standard_words(text.strip())
    if len(said) > _LONGEST or _HAS_HELP.search(said) is None:
        return False
    clauses = [
        one for one in _CLAUSE_ENDS.split(said) if one and not (_COURTESY.fullmatch(one) or _CAME.fullmatch(one))
    ]
    return bool(clauses) and all(any(way.fullmatch(one) for way in _TAKEN) for one in clauses)


def doctors_are_here(text: str) -> bool:
    """Whether all words of a short message say that the ambulance or a doctor has come (120到了, 救护车到楼下了): from then on they say what to do."""
    said = short.in_standard_words(text.strip())
    clauses = [one for one in _CLAUSE_ENDS.split(said) if one and not _COURTESY.fullmatch(one)]
    return bool(clauses) and len(said) <= _LONGEST and all(_ARE_HERE.fullmatch(one) for one in clauses)
