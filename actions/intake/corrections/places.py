"""Read the place as a message corrects it: which of its places is meant, denied, the sender's home or somebody else's. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import reduce

from actions.case_draft import CaseDraft, Span
from actions.intake.corrections.changes import Known
from actions.intake.corrections.replacing import NUMBER, read_replacement
from actions.intake.corrections.taking_back import (
    CORRECTION_MARK,
    SAID_BEFORE,
    adds,
    contradicts,
    is_bare,
    is_denied,
    with_shapes,
)
from actions.intake.corrections.times import NAMES_TIME
from actions.interpreting.places import (
    BUILDING_PART,
    GATE,
    is_coarse,
    is_part,
    may_be_a_place,
    merge_place,
    names_an_estate,
    replace_part,
    tells_what_happened,
)

# Somebody of the family, a friend or a colleague.
_RELATIVE = re.compile(
    r"(?:闺女|女儿|女婿|儿子|媳妇|爸|妈|父母|爹|娘|老人|丈母娘|丈人|婆婆|公公|爷爷|奶奶|外公|外婆|姐|妹|哥|弟|姑|姨|舅|叔|伯|亲戚|亲家|孙[子女]|朋友|同事|同学)"
).pattern
_IS_ELSEWHERE_AFTER = re.compile(  # 8栋是我闺女家, 8栋没事: mentioned, but not where the matter is
    "(?:那[个边幢栋]?|的)?[ ，,]?(?:(?:才?是|住的?是|住着?)(?:我|俺|我们)?(?:"
    + _RELATIVE
    + "|对面|隔壁|前面|后面|旁边|另外|别人|人家|他们?|她们?|邻居|老房子|旧房子|老小区|老家|老地址|旧地址|以前|之前|原来的?|单位|公司)"
    "|(?:的灯|那[边个盏里头]|楼)?[ ，,]?(?:的灯)?(?:倒|反而|却|都|还|现在)?(?:也)?是?(?:好好的|好的|亮着?的?(?=$|[，,。！!啊呀 ])|正常|没问题|没坏|没事|没漏|不漏|不堵|通的|有电|有水))"
)
_IS_MENDED = re.compile("(?:那[个边幢栋]?|的灯?)?[ ，,]?(?:老?早就?|已经|都){1,2}(?:修|弄)好")
_FORMERLY = re.compile("(?:以前|之前|从前|过去|原先|原来|老早|小时候)").pattern
_IS_ELSEWHERE_BEFORE = re.compile(
    _RELATIVE + "(?:他们|她|他)?" + _FORMERLY + "?(?:家|住|那个|那边|那里|那幢|那栋|的){0,2}(?:是|在|住)?$"
    "|" + _FORMERLY + "(?:一直|都|是|我们?|家){0,2}(?:住|租|在|上班)(?:在|的|过)?$"
)
_IS_HOME = re.compile(r"(?:那头|那边|那里|的)?[ ，,]?是我家")
# After a denied place: it is our home, or only what lies within it is denied (不是清河小区里面，是门口马路上).
_IS_NOT_IT = re.compile(rf"{_IS_HOME.pattern}|里[面头]?(?=[，,。 ])|内部?(?=[，,。 ])")
_BUILDING = re.compile(r"(?<!\d)(\d{1,5}|[一二三四五六七八九十]{1,3})\s{0,3}(?:栋|幢|号楼|号|弄|组)")
_ONE_BUILDING = re.compile(
    rf"(?:[\u4e00-\u9fff]{{2,6}}?[苑园寓家区村])?{_BUILDING.pattern}(?:{NUMBER}(?:单元|室|层|楼(?![上下道])))*"
)
_A_DAY = re.compile(rf"{NUMBER}号")  # where a date is corrected
_BUILDING_UNIT = re.compile("栋|幢|号楼")
_BETWEEN = re.compile(rf"[和跟与到至]{NUMBER}(?:栋|幢|号楼|号)(?:中间|之间|当中)")
_LONGEST_HEARSAY = 30  # characters
_PART_AND_END = re.compile(
    rf"(?P<part>(?:{BUILDING_PART.pattern})+)(?=$|[，,。！!；; 啊哦呀吧]|来着|的(?:$|[，,。！!])|才[对是])"
).pattern
_BEGINS_WITH_PART = re.compile(
    rf"(?:哦|啊|哎呀?|嗯|呃|那个|等等|等一?下|我?(?:看|眼睛?)花了?|不好意思|抱歉|对不起|[，,。… ]){{0,6}}(?:(?:应该|就|还|其实)?是|(?:那|就|还是|应该|麻烦|请|帮我){{0,2}}(?:写|改|记|登|填)(?:成|到)?|(?=[^，,。；\s]{{2,6}}才[对是])){_PART_AND_END}"
)
# What somebody says or saw: 我老公讲是3栋; 他又去看了，还是2栋. Of several the last counts.
_PART_IS_SAID = re.compile(
    rf"(?:(?:^|[，,。；; ])(?:我们?|俺)?(?:{_RELATIVE}|老[公婆伴]|爱人|对象|他们?|她们?|物业|保安|邻居|人家|师傅)(?:又|刚才|后来|自己|都|一直){{0,2}}[说讲]"
    rf"|[，,。；; ](?:应该|就|还|其实|确实|明明|才))(?:应该|就|还|其实)?是{_PART_AND_END}"
)
_LEFT_OUT = re.compile(  # 楼层没说，三楼; 忘了说单元，2单元
    rf"(?:对了|哦|啊|[，, ]){{0,3}}(?:(?:刚才|前面|我){{0,2}}(?:没说|忘了?说|漏了?说?|没写)了?(?:楼层|楼号|单元|栋号|门牌|[几哪][楼栋幢层])|(?:楼层|楼号|单元|栋号|门牌|[几哪][楼栋幢层])(?:刚才|前面|我){{0,2}}(?:没说|忘了?说|漏了?说?|没写)了?)[，,。 ]{{1,2}}[是在]?(?P<part>(?:{BUILDING_PART.pattern})+)[啊呀的哈]?"
)
_COUNTS = re.compile("数(?:[过了错起到]|一遍|一数)|开始数")
_OTHER_THAN = re.compile(
    r"(?<!是)不是(?:什么)?(?P<old>[^，,。；\s]{2,6}?)(?:[呀啊的])?[，,。；\s]{1,2}(?:而|应该)?是(?:在)?"
)
_NAMES_PLACE = re.compile("地[点址方]|位置|[站路村街桥]|那|在")
_IS_UNREAD = re.compile(
    r"的?[，,。 ]{0,2}(?:而|应该)?是在?(?!什么|谁|哪|没|有|因为|要)(?P<new>[^\W\d_我你他她它您咱错说讲想是不了]{2,6}?)(?:那[里边头块]|[的啊呀哦吧])*(?=$|[，,。！!])"
)
_NO_PLACE = re.compile(  # who or what it is, rather than where: 是住户, 是装修的
    r"(?:住户|业主|租户|租客|房东|房客|邻居|邻里|物业|保安|保洁|师傅|工人|老板|老人|大爷|大妈|孩子|小孩|小朋友|学生|男的|女的|人家?|户|队|公司|单位|声音?|味道?|事情?|的)$"
)
_LANDMARK_ENDS = re.compile("[池塔碑井坡坝墙台林岛岗街]$")  # beside those of `may_be_a_place`
# Before a place that stands beside a telephone number: 是3幢，电话是…; not 我是3幢的.
_IS_SAID = re.compile(r"(?:(?<![我家住不])是|改成|改为|换成|应该在)在?$")


def without_other_things(text: str, draft: CaseDraft, known: Known) -> CaseDraft:
    """The draft without the places that a correction names for another reason: from where things were counted (从豆腐摊数到…), or what a
    thing is rather than where (不是柳树，是香樟)."""
    places = [one for one in draft["places"] if not _is_something_else(text, one["start"], known)]
    return {**draft, "places": places}


def _is_something_else(text: str, start: int, known: Known) -> bool:
    """Whether the place that begins at `start` is named for another reason (`without_other_things`)."""
    if _COUNTS.search(text) is not None and text[:start].endswith("从"):
        return True
    other = _OTHER_THAN.search(text)
    if other is None or start != other.end() or _NAMES_PLACE.search(text) is not None:
        return False
    old = other["old"]
    return not (set(old) & set(known.place) or may_be_a_place(old) or is_coarse(old) or BUILDING_PART.search(old))


def read_other_part(text: str, known: Known) -> str | None:
    """The known place with another building, floor or room, if the text begins by saying so (是3楼，2楼是我家), tells who says so
    (我老公讲是3栋), or says so in a later clause (又去看了，应该是3栋). None if it does not, says what is known, or names a kind
    of part (building, 单元, floor, room) that the known place lacks (是3楼 or 是2单元 of 桂花苑2栋)."""
    found = _BEGINS_WITH_PART.match(text.strip())
    if found is None and not adds(text) and len(text) <= _LONGEST_HEARSAY:
        found = next(iter(reversed(list(_PART_IS_SAID.finditer(text)))), None)
    if found is None:
        return None
    corrected = merge_place(known.place, found["part"])
    kinds, known_kinds = _kinds_of_part(found["part"]), _kinds_of_part(known.place)
    return corrected if kinds <= known_kinds and corrected != known.place else None


def read_part_left_out(text: str, known: Known) -> str | None:
    """The known place with the part that the text says was not told before (楼层没说，三楼); None if it says none, or what is known."""
    found = _LEFT_OUT.fullmatch(text.strip(" ，,。！!"))
    if found is None or not known.place or "、" in known.place:
        return None
    completed = merge_place(known.place, found["part"])
    return completed if completed != known.place else None


def _kinds_of_part(place: str) -> set[str]:
    """The words after the numbers of a place (单元, 楼, 室), with those of a building (栋, 幢, 号楼) as one ("building")."""
    return {_BUILDING_UNIT.sub("building", unit) for _, unit in BUILDING_PART.findall(place)}


def unclear_places(text: str, draft: CaseDraft, known: Known) -> tuple[str, ...]:
    """The places with a building's number of which a correction does not say which is meant (不对，6栋还是7栋), without the known one.

    () if that is clear, or nothing is taken back (6栋还是7栋); two places with the same number, or without one, count as clear.
    """
    if not contradicts(text) or _BETWEEN.search(text) or read_replacement(text, draft, known):
        return ()
    meant = _meant_places(text, draft)
    among = {_building(one["text"]): one["text"] for one in meant if _building(one["text"])}
    if (same := among.get(_building(known.place))) and _is_the_known(same, known.place):
        among.pop(_building(known.place))
    return tuple(among.values()) if len(among) > 1 else ()


def says_who_lives_there(text: str) -> bool:
    """Whether a correction says of a numbered part of an estate, or of a gate, that somebody else lives there (8栋是我闺女家), or that
    nothing is wrong there: words worth keeping."""
    spans = with_shapes(text, (), (BUILDING_PART, GATE))
    return any(_is_elsewhere(text, span) for span in spans)


def read_place(text: str, draft: CaseDraft, known: Known, *, has_number: bool) -> str | None:
    """The place as the text corrects it; "" if it only denies the known one; None if it changes nothing, or is unclear.

    `has_number`: the text gives a telephone number, which may be what it corrects.
    """
    spans = _places_in(text, draft)
    denied = [span for span in spans if is_denied(text, span) and not _IS_NOT_IT.match(text[span["end"] :])]
    ruled_out = denied or any(_is_elsewhere(text, span) for span in spans)
    said = _meant_places(text, draft)
    if has_number and not ruled_out:
        said = [span for span in said if _IS_SAID.search(text[: span["start"]])]
    if not ruled_out and not said:
        return None
    plainly = [span for span in said if SAID_BEFORE.search(text[: span["start"]]) or is_bare(text, span)]
    chosen = plainly or (said if ruled_out else [])
    if not chosen:
        in_known = [span for span in denied if span["text"] in known.place]
        return None if said or not in_known else _with_unread(text, draft, in_known[-1], known)
    if unclear_places(text, draft, known):
        return None
    if _names_estate_and_part(chosen):
        corrected = reduce(merge_place, (one["text"] for one in chosen), known.place)
        return corrected if corrected != known.place else None
    chosen = [span for span in chosen if not _is_the_known(span["text"], known.place)] or chosen
    new = max((one["text"] for one in chosen if chosen[0]["text"] in one["text"]), key=len)
    swapped = next((span["text"] for span in denied if span["text"] in known.place), None)
    if swapped and is_part(new) == is_part(swapped) and (is_part(new) or not BUILDING_PART.search(new)):
        corrected = replace_part(known.place, swapped, new)
    else:
        corrected = merge_place(known.place, new)
        estate = _BUILDING.search(known.place)
        if corrected == new and is_part(new) and estate is not None:
            corrected = known.place[: estate.start()] + new
    return corrected if corrected != known.place else None


def _names_estate_and_part(chosen: Sequence[Span]) -> bool:
    """Whether places are just an estate and then a part of it, said one after the other (是幸福家园，是3栋)."""
    if len(chosen) != 2:
        return False
    estate, part = (one["text"] for one in chosen)
    is_whole = names_an_estate(estate) and BUILDING_PART.search(estate) is None
    return is_whole and BUILDING_PART.match(part) is not None and is_part(part)


def _with_unread(text: str, draft: CaseDraft, denied: Span, known: Known) -> str:
    """The known place up to the part that is denied, with the name behind 是 in which no place was read (不是3栋，是荷花池); "" without one."""
    found = _IS_UNREAD.match(text, denied["end"])
    if found is None or any(found.start("new") <= one["start"] < found.end("new") for one in draft["times"]):
        return ""
    at, new = known.place.find(denied["text"]), found["new"]
    is_named = (may_be_a_place(new) or _LANDMARK_ENDS.search(new)) and not _NO_PLACE.search(new)
    return known.place[:at] + new if at > 0 and is_named and not tells_what_happened(new) else ""


def _places_in(text: str, draft: CaseDraft) -> list[Span]:
    """The places in a text, in order; those that follow one another without a gap as one (6栋2单元)."""
    found: list[Span] = []
    read = [_with_whole_part(text, one) for span in draft["places"] for one in _split_buildings(span)]
    spans = with_shapes(text, read, (BUILDING_PART, GATE))
    for span in (one for one in spans if not (NAMES_TIME.search(text) and _A_DAY.fullmatch(one["text"]))):
        joined = bool(found) and found[-1]["end"] == span["start"]
        start = found.pop()["start"] if joined else span["start"]
        found.append({"text": text[start : span["end"]], "start": start, "end": span["end"]})
    return found


def _with_whole_part(text: str, span: Span) -> Span:
    """A place with all of the numbered part within which it ends (5号楼九, of 5号楼九楼)."""
    part = next((one for one in BUILDING_PART.finditer(text) if one.start() < span["end"] < one.end()), None)
    if part is None or part.start() <= span["start"]:
        return span
    return {"text": text[span["start"] : part.end()], "start": span["start"], "end": part.end()}


def _split_buildings(span: Span) -> list[Span]:
    """Split a place that was read into its buildings, if it has several (6栋 8栋) or holds words of the correction."""
    buildings = list(_ONE_BUILDING.finditer(span["text"]))
    if len(buildings) < 2 and not (buildings and CORRECTION_MARK.search(span["text"])):
        return [span]
    at = span["start"]
    return [{"text": one.group(), "start": at + one.start(), "end": at + one.end()} for one in buildings]


def _meant_places(text: str, draft: CaseDraft) -> list[Span]:
    """The places in a correction that may be meant: neither denied nor mended, nor the sender's home beside them, nor somebody else's.

    If none is left, the home is meant, or else somebody else's place; a denied place never is.
    """
    left = [
        span for span in _places_in(text, draft) if not is_denied(text, span) or _IS_HOME.match(text[span["end"] :])
    ]
    left = [span for span in left if _IS_MENDED.match(text[span["end"] :]) is None]
    ours = [span for span in left if not _is_elsewhere(text, span)]
    away = [span for span in ours if not _IS_HOME.match(text[span["end"] :])]
    return away or ours or left


def _is_elsewhere(text: str, span: Span) -> bool:
    """Whether the text says of the place that somebody else lives there, or that nothing is wrong there."""
    before, after = text[max(0, span["start"] - 12) : span["start"]], text[span["end"] : span["end"] + 12]
    return _IS_ELSEWHERE_AFTER.match(after) is not None or _IS_ELSEWHERE_BEFORE.search(before) is not None


def _building(place: str) -> str:
    """The number of the building that a place names, or ""."""
    found = _BUILDING.search(place)
    return found.group(1) if found else ""


def _is_the_known(place: str, known: str) -> bool:
    """Whether a place has the known one's building number and no other estate before it, or both have none, whatever they name."""
    found = _BUILDING.search(place)
    estate = place[: found.start()] if found is not None else ""
    return _building(place) == _building(known) and (is_coarse(estate) or estate in known)
