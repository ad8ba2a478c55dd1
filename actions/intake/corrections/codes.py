"""Digits that open a door or number a thing (密码4321, 单号, 车牌): they tell neither where something is nor when. Pure."""

from __future__ import annotations

import re
from dataclasses import replace

from actions.conversation.turn import Turn
from actions.interpreting.digits import DIGIT

_NAME = re.compile(
    r"(?:密码(?!锁)|口令|暗号|门禁码|门禁号|门锁码|门码|锁码|开门码|验证码|取件码|数字锁|门禁(?=就?是|[:：])|[进开]门按|编号|单号|工号|卡号|账号|身份证号?|车牌号?|[wW][iI][- ]?[fF][iI])"
).pattern
_PHONE = re.compile(
    r"(?:电话|手机号?|号码|联系方式|座机|尾号)(?:号码?)?(?=[^，,。；;]{0,4}(?:是|错|改|换|写|打给|尾|后|[:：\d]))"
).pattern
_RUN = rf"(?<!{DIGIT})(?:{DIGIT}|[#＃*]){{1,40}}(?!{DIGIT}|[#＃*])"
"""All the digits there are, never a part of them: 15栋 must not lose its 1."""
_UNIT = re.compile(
    r"(?![\s]?(?:栋|幢|座|号楼|号(?!码)|单元|室|房(?![子东产])|层|楼|门口|巷|弄|村|队|区|期(?!间)|组|点|分|月|日|天|年|岁|个|位(?!置)|次|遍|路|块|元))"
).pattern
_OF_PLACES = re.compile(
    r"地址|地点|地方|位置|门牌|房[号间]|房子|楼号|栋号|单元(?!门)|[栋幢室]|号楼|[我他她]?们?家(?:在|是|住)|住在?|(?:我们?|人|[他她]们?|[爸妈爷奶]|孩子?|躲|困|藏|关|锁|逃|跑)在(?!门口|楼下|外面|等)"
)
_ROOM = re.compile(rf"{DIGIT}{{1,4}}(?:[#＃]{DIGIT}{{2,4}})?")
_LEADS_TO_A_ROOM = re.compile(
    r"(?:(?<![现正存])在[^，,。；;！!？?\d是按输号码改换填拨打]{0,8}|(?<![改换打拨按])到|(?<![进出上下过回])去|(?<!后)来|快上|躲|逃|困|住|我们?家?|[栋幢座楼层苑园区村路街巷弄府庭]|单元|小区|公寓|大厦"
    rf"|{DIGIT}号|(?<!{DIGIT}){DIGIT}{{1,2}}[-—－]|(?:房间?号?|门牌号?|我们?家?)[是:：])\s?$"
)
"""What stands right before the room where somebody is, or before the last part of an address."""
_GOES_ON_AS_A_PLACE = re.compile(
    rf"(?<!{DIGIT}{{3}})[-—－]{DIGIT}|\s?(?:那[家户屋边]|这[家户屋边]|的?(?:老[人头太]|孩子|大[爷妈]|住户|租客)|家?(?:又|还在?|正在?|在|有|被|里面?|屋里)?(?:漏|渗|着火|起火|冒|烧|进水|有人|没人|停[水电]|煤气|燃气|爆|塌|吵|打架|救))"
)
_BARE_ROOM = re.compile(rf"(?:^|[，,。；;！!？?\s])\s?{DIGIT}{{3}}(?=$|[，,。；;！!？?\s])")
_BEFORE_ROOM = 14  # characters
BLANK = "\uff0c"
_CLAUSE = re.compile(r"[^，,。；;！!？?\s]+")
_BEFORE = re.compile(
    rf"(?P<digits>{_RUN})(?:(?:就|才)?是(?:新的?|现在的?|单元|大|楼下|家里?|进|开|门|的){{0,4}}|[这那]个){_NAME}"
)
_ENDS_WITH_A_KEY = re.compile(rf"(?<!{DIGIT}){DIGIT}{{3,8}}[#＃]")
_NAMES_A_CODE, _NAMES_A_PHONE = re.compile(_NAME), re.compile(_PHONE)
_DIGITS = re.compile(rf"{_RUN}{_UNIT}")


def without_codes(turn: Turn, *, phones: bool = False) -> Turn:
    """The turn with ， for each digit of a code in its text, of the same length, and its draft without places and times in them.

    From the clause that names a code on, all bare digits are its (密码写错了，是4321), up to a clause that speaks of a place; but never a room where somebody is (我在302), nor a part of an address. `phones`: those
    of a telephone number, or of a part of one, too.
    """
    text = _blanked(turn.text, phones=phones)
    if text == turn.text:
        return turn
    return blanked(turn, text)


def _blanked(text: str, *, phones: bool) -> str:
    """The text with ， for each digit of a code."""
    for before in _BEFORE.finditer(text):
        text = _cover(text, *before.span("digits"))
    for keyed in _ENDS_WITH_A_KEY.finditer(text):
        text = _cover(text, *keyed.span())
    goes_on = False
    for clause in _CLAUSE.finditer(text):
        named = _NAMES_A_CODE.search(clause.group()) or (phones and _NAMES_A_PHONE.search(clause.group())) or None
        if named is None and (not goes_on or _OF_PLACES.search(clause.group())):
            goes_on = False
            continue
        goes_on = True
        begins = clause.start() + (named.end() if named else 0)
        for digits in _DIGITS.finditer(text, begins, clause.end()):
            text = _cover(text, *digits.span())
    return text


def _cover(text: str, start: int, end: int) -> str:
    """The text with ， instead of these characters, unless they are part of where somebody is."""
    if _is_where(text, start, end):
        return text
    return text[:start] + BLANK * (end - start) + text[end:]


def _is_where(text: str, start: int, end: int) -> bool:
    """Whether these digits are a room, or a part of an address: by what stands before them (躲在302) or behind (301漏水), or three alone (编号错了，302)."""
    if _ROOM.fullmatch(text[start:end].rstrip("#＃")) is None:
        return False
    leads = _LEADS_TO_A_ROOM.search(text[max(0, start - _BEFORE_ROOM) : start])
    goes_on = _GOES_ON_AS_A_PLACE.match(text, end)
    return bool(leads or goes_on or (start > 0 and _BARE_ROOM.match(text, start - 1)))


def blanked(turn: Turn, text: str) -> Turn:
    """The turn with this text, of the same length, and its draft without the places and times of which that has not all characters any more."""
    places = [one for one in turn.draft["places"] if text[one["start"] : one["end"]] == one["text"]]
    times = [one for one in turn.draft["times"] if text[one["start"] : one["end"]] == one["text"]]
    return replace(turn, text=text, draft={**turn.draft, "places": places, "times": times})
