"""Read which part of the known place or time a message replaces by another, leaving the rest: 不是A口，是B口. Pure."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from actions.case_draft import CaseDraft, Span
from actions.intake.corrections.changes import Changes, Known
from actions.intake.corrections.taking_back import is_denied, with_shapes
from actions.interpreting.places import BUILDING_PART, is_part

# A number in digits or Chinese numerals, as a pattern.
NUMBER = re.compile(r"(?:\d{1,4}|[一二三四五六七八九十]{1,3})").pattern
_NUMBER_NOT = re.compile(
    rf"不是(?P<old>{NUMBER})[，,。 ]{{0,2}}(?:而|应该|我家)?是(?P<new>{NUMBER})(?=$|[，,。！! 吧啊呀的哦])"
    rf"|是(?P<then>{NUMBER})[，,。 ]{{0,2}}(?:而|并)?不是(?P<not>{NUMBER})(?=$|[，,。！! 吧啊呀的哦])"
)
# A side of an estate or a road (北面, 东门), a lettered part (B口): as a correction says it alone, and anywhere in a place.
_SIDE_NAME = re.compile(r"(?:[东南西北]{1,2}|[前后左右正侧])(?:面|段|侧|头|边|门|口)")
_LETTERED = re.compile(r"[A-Za-z](?:区|口|座|栋|幢|门|馆|厅|楼)")
_SIDE = re.compile(rf"(?:(?<![\u4e00-\u9fff])|(?<=[是在叫])){_SIDE_NAME.pattern}|{_LETTERED.pattern}")
_ANY_SIDE = re.compile(rf"{_SIDE_NAME.pattern}|{_LETTERED.pattern}")
_SPOT = re.compile(
    r"门口|旁边|边上|附近|对面|里面|外面|上面|下面|底下|前面|后面|后头|前头|背后|中间|角落|那块|那边|那里|那头|拐角"
)
_SPOT_ENDS = re.compile(rf"(?:{_SPOT.pattern})$")
_SPOT_NOT = re.compile(  # 不是门口，是后面卸货那块; a name may stand before either spot (不是卫生站门口)
    rf"不是(?:在|说)?(?P<old>[^，,。；\s不是]{{0,6}}(?:{_SPOT.pattern}))(?:哈|啊|呀|哦|的|了){{0,2}}[，,。；\s]{{0,2}}(?:而|应该)?是(?:在)?(?P<new>[^，,。；\s]{{0,10}}?(?:{_SPOT.pattern}))(?=$|[，,。；！!\s哈啊呀哦的])"
)
_BETWEEN_TWO = re.compile(  # 7栋与8栋之间
    rf"{NUMBER}\s?(?P<unit>栋|幢|号楼|单元|号)(?:与|和|跟|到|至|及|、){NUMBER}\s?(?P=unit)(?:之间|中间|当中)"
)
_IN_A_PHASE = re.compile(rf"{NUMBER}期(?:(?:那|这)(?:边|里|头|儿))?的?{NUMBER}\s?(?:栋|幢|号楼)")  # 一期那边的6栋
_POINTING = re.compile("[那这][边里头儿]的?|的")
_RENAMED = re.compile(
    r"(?:不叫|改名|换名|换招牌)[^，,。]{0,8}?[，,\s]*(?:现在|如今|现在是|改)?(?:都|已经)?(?:叫|是|成)(?P<new>[^，,。\s]{2,12})"
)
_X_BECOMES_Y = re.compile(
    r"(?P<old>[^，,。；\s把将]{1,12})(?:要|得)?(?:改成|改为|换成)(?P<new>[^，,。；\s]{1,20}?)(?:[吧啊呀了]*)(?=[，,。；\s]|$)"
)


def _read_swap(text: str, known: Known) -> Changes:
    """ "九点半改成十点半": replaces, everywhere in the known time or place, the longest end of what stands before 改成 that occurs there."""
    found = _X_BECOMES_Y.search(text)
    if found is None:
        return Changes()
    old, new = found.group("old"), found.group("new")
    for start in range(len(old) - 1):
        part = old[start:]
        if part in known.time:
            return Changes(time=known.time.replace(part, new))
        if part in known.place:
            return Changes(place=known.place.replace(part, new))
    return Changes()


def read_pair(text: str, known: Known) -> Changes:
    """ "应为7栋与8栋之间", "是一期那边的6栋": replaces both numbers of the known place that lies between two, or in a phase of an estate."""
    for pair in (_BETWEEN_TWO, _IN_A_PHASE):
        said = next((one for one in pair.finditer(text) if not is_denied(text, _span_of(one))), None)
        had = pair.search(known.place)
        if said is None or had is None:
            continue
        new = _POINTING.sub("", said.group())
        if new != had.group():
            return Changes(place=known.place[: had.start()] + new + known.place[had.end() :])
    return Changes()


def _span_of(found: re.Match[str]) -> Span:
    return {"text": found.group(), "start": found.start(), "end": found.end()}


def _read_side_swap(text: str, draft: CaseDraft, known: Known) -> Changes:
    """ "不是A口，是B口", "说错了，是北面": replaces the known place's only side or lettered part with the same last character, or adds it.

    It is added only if the known place has no such part, and the text denies one (不是南面，是北面).
    """
    if not known.place or any(not _SIDE.fullmatch(one["text"]) and not is_part(one["text"]) for one in draft["places"]):
        return Changes()
    sides = with_shapes(text, (), (_SIDE,))
    said = [one for one in sides if not is_denied(text, one) and one["text"] not in known.place]
    if len(said) != 1:
        return Changes()
    new = said[0]["text"]
    same = [one for one in _ANY_SIDE.finditer(known.place) if one.group()[-1] == new[-1]]
    if len(same) == 1:
        return Changes(place=known.place[: same[0].start()] + new + known.place[same[0].end() :])
    denied = any(one["text"][-1] == new[-1] for one in sides if one not in said)
    return Changes(place=known.place + new) if denied and not same else Changes()


def _read_spot_swap(text: str, known: Known) -> Changes:
    """ "不是门口，是后面卸货那块": replaces the denied spot that the known place ends with; if it ends with another or none, adds the new one.

    Of a place that ends with the thing that the denied spot is named after (乐园滑梯; 不是滑梯旁边，是秋千旁边), the thing is replaced.
    """
    found = _SPOT_NOT.search(text)
    if found is None or not known.place or BUILDING_PART.search(found["new"]):
        return Changes()
    old, new = found["old"], found["new"]
    if known.place.endswith(old):
        return Changes(place=known.place.removesuffix(old) + new)
    kept = known.place.endswith(old[:-2]) and len(old) > 2  # 滑梯旁边 of 乐园滑梯
    shorter = known.place.removesuffix(old[:-2]) if kept else known.place
    return Changes(place=shorter + new) if _SPOT_ENDS.search(old) and _SPOT_ENDS.search(new) else Changes()


def _read_renaming(text: str, known: Known) -> Changes:
    """ "大润发早不叫这名了，现在叫联华": replaces the name in the known place."""
    found = _RENAMED.search(text)
    if found is None:
        return Changes()
    before = text[: found.start()]
    same = SequenceMatcher(None, before, known.place, autojunk=False).find_longest_match(
        0, len(before), 0, len(known.place)
    )
    if same.size < 2:
        return Changes()
    return Changes(place=known.place[: same.b] + found["new"] + known.place[same.b + same.size :])


_REALLY_IN = re.compile(  # 图书馆其实在学府路上
    r"(?P<thing>[^，,。；\s]{2,8}?)(?:其实|实际上?)(?:是)?在(?P<where>[^，,。；\s]{1,9}?(?:路|街|巷|弄|大道|村|苑|园|小区))(?:上|那边|里)?(?=$|[，,。；！!\s啊呀的])"
)


def _read_other_road(text: str, known: Known) -> Changes:
    """ "图书馆其实在学府路上": puts the known thing, with what the place says behind it, on the road or in the estate where it really is."""
    found = _REALLY_IN.search(text)
    if found is None:
        return Changes()
    holder = next((one for one in known.place.split("、") if found["thing"] in one), None)
    if holder is None:
        return Changes()
    return Changes(place=found["where"] + found["thing"] + holder.partition(found["thing"])[2])


def read_replacement(text: str, draft: CaseDraft, known: Known) -> Changes:
    """The known place or time with another part for the one that the text replaces; no changes if it replaces none."""
    return (
        read_pair(text, known)
        or _read_other_road(text, known)
        or _read_swap(text, known)
        or _read_number_swap(text, known)
        or _read_side_swap(text, draft, known)
        or _read_spot_swap(text, known)
        or _read_renaming(text, known)
    )


def _read_number_swap(text: str, known: Known) -> Changes:
    """ "不是8 是6" without 栋 or 单元: replaces that number in the known place, if one building, unit, floor or room there has it."""
    found = _NUMBER_NOT.search(text)
    if found is None:
        return Changes()
    old, new = found["old"] or found["not"], found["new"] or found["then"]
    at = re.compile(rf"(?<![\d一二三四五六七八九十]){old}(?=\s{{0,3}}(?:栋|幢|号楼|单元|室|层|号|弄|组))")
    return Changes(place=at.sub(new, known.place)) if len(at.findall(known.place)) == 1 else Changes()
