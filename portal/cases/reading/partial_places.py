"""Places given in part, over several messages: 2单元, then 桂花苑6栋 (pure). All texts are simplified Chinese."""

from __future__ import annotations

import re

# only such parts: a building, unit, floor, room, or where in a building or a home
_PART = re.compile(
    r"(?:(?:我们?|咱们?|俺)家?的?)?(?:[0-9一二三四五六七八九十]++(?: ?(?:号楼|栋|幢|座|号|单元|室|楼|层|户)[东西南北]?| ?[东西南北])?|[A-Za-z](?:栋|幢|座)|[ \-、，,]|门口|楼[上下道梯顶]|电梯里?|地下室|家里?|屋里|厨房|阳台)+"
)
# one numbered part, its kind in the group
_UNIT = re.compile(r"[0-9一二三四五六七八九十A-Za-z]{1,4} ?(号楼|栋|幢|座|号|单元|室|楼|层|户)|[0-9]{3,4}")
_KINDS = (re.compile("号楼|[栋幢座号]"), re.compile("单元"), re.compile("[楼层]"), re.compile("[室户]?"))  # 301: a room
# 桂花苑6栋2单元301: estate or road with a number
_BY_NUMBER = re.compile(
    r"(?P<place>(?:(?![了我有已着打])[\u4e00-\u9fff]){1,8}[苑园里村路街巷弄坊庄湾府城区庭郡邸厦寓院]"
    r" ?(?:[0-9]{1,4}|[一二三四五六七八九十]{1,4}) ?(?:号楼|栋|幢|座|号(?!线|晚|早|上午|下午)|弄)"
    r"(?: ?[0-9]{1,3} ?单元)?(?: ?[0-9]{2,4} ?(?:室|户)?)?)"
)
_LEADS_IN = re.compile(r"(?:在|就在|是|地址是?|位置是?|我们?在|我们?家在|这里是|[：:，, ]){0,3}")
# 在桂花苑6栋2单元301这里: hardly a word beside
_ADDRESS = re.compile(rf"{_LEADS_IN.pattern}{_BY_NUMBER.pattern}(?:这里|那里|门口|[，,。.！! ]|楼[上下顶])*")
_ADDRESS_TOLD = re.compile(_LEADS_IN.pattern + _BY_NUMBER.pattern)
_CLAUSE_ENDS = re.compile("[，,。.！!？?；;\n]+")
_ELSEWHERE = re.compile("[从离往去赶]|刚(?!才)|住(?!宅)|路过|经过")  # before it: there somebody was, goes or lives
_LEFT = re.compile("出来|出发|下班|回|往(?![外上下里])|赶(?![快紧])")  # after it


_MARKS = " ，,。.！!、"  # stripped from a piece
_LONGEST_PIECE = 16  # characters of each piece of a place said in two
_NAME_ALONE = re.compile(
    r"(?:(?:我们?|就)?(?:在|是|住)?)(?:(?![了我有已着打])[\u4e00-\u9fff]){2,14}"
)  # an estate or a road, by itself
# begins with a number or a building: what goes on after such a name
_GOES_ON = re.compile(r"第?[0-9一二三四五六七八九十]{1,4}|[A-Za-z](?:栋|幢|座)")


_DIGIT = re.compile("[0-9一二三四五六七八九十百]")
_NO_NUMBER_BEFORE, _NO_NUMBER_AFTER = rf"(?<!{_DIGIT.pattern})", rf"(?!{_DIGIT.pattern})"


def says_only_a_part(place: str) -> bool:
    """Whether a place names only parts that every estate has (2单元, 6栋301, 楼上), or is empty."""
    return not place or _PART.fullmatch(place) is not None


def joined(known: str, added: str) -> str:
    """The place `added` now, completed by the `known` part: 桂花苑6栋 after 2单元 gives 桂花苑6栋2单元.

    If they name different units of one kind (2栋, 3栋), or the known one is more than a part, they are joined by 、, the new one first;
    one that the other holds adds nothing.
    """
    if not added or _holds(known, added):
        return known
    if not known or _holds(added, known):
        return added
    if not says_only_a_part(known):
        return f"{added}、{known}"
    overlap = next((n for n in range(min(len(added), len(known)), 0, -1) if _ends_with(added, known[:n])), 0)
    if overlap or not _units(added) & _units(known):
        return added + known[overlap:]
    return f"{added}、{known}"


def _holds(place: str, part: str) -> bool:
    """Whether the place has the part in it, and not in the middle of a number: 桂花苑3栋, but not 13栋, holds 3栋."""
    return (
        re.search(
            rf"{_NO_NUMBER_BEFORE if _DIGIT.match(part) else ''}{re.escape(part)}{_NO_NUMBER_AFTER if _DIGIT.match(part[-1]) else ''}",
            place,
        )
        is not None
    )


def _ends_with(place: str, part: str) -> bool:
    """Whether the place ends with the part, and not in the middle of a number."""
    return place.endswith(part) and _holds(place[-len(part) - 1 :], part)


def put_together(before: str, said: str) -> str:
    """A place said in two pieces, as one: 桂花苑 then 2栋, or 2栋 then 桂花苑; "" if they are no such pieces."""
    before, said = before.strip(_MARKS), said.strip(_MARKS)
    if not before or not said or max(len(before), len(said)) > _LONGEST_PIECE:
        return ""
    if _NAME_ALONE.fullmatch(before) and _GOES_ON.match(said) and says_only_a_part(said):
        return before + said
    return said + before if _NAME_ALONE.fullmatch(said) and _GOES_ON.match(before) and says_only_a_part(before) else ""


def _units(place: str) -> set[int]:
    """Which kinds of units a place names, as indices of _KINDS."""
    return {at for unit in _UNIT.findall(place) for at, kind in enumerate(_KINDS) if kind.fullmatch(unit)}


def address_in(text: str) -> str:
    """The address (estate or road, and building) in a message that says hardly anything else; else ""."""
    found = _ADDRESS.fullmatch(text.strip())
    return found["place"] if found else ""


def address_told_in(text: str) -> str:
    """The address (东风路18号) in a clause of the text which says of none that somebody was there, goes there or lives there; else ""."""
    return next(filter(None, map(_address_of, _CLAUSE_ENDS.split(text))), "")


def _address_of(clause: str) -> str:
    """The address in a clause, unless it is somebody's home, or where they were or go; "" without one."""
    found = _ADDRESS_TOLD.search(clause)
    if found is None or _ELSEWHERE.search(clause, 0, found.end()) or _LEFT.match(clause, found.end()):
        return ""
    return found["place"]
