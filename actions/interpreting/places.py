"""Places in a sender's words: how exact a place is, and how a correction changes it. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from actions.interpreting.short_answers import plain

_NAMES_NOTHING = re.compile(  # places that every estate has
    r"(?:我们?|咱们?|自己|本|这个?|那个?|家|楼上|楼下|楼道|楼梯间?|走廊|单元门?|门口|大门|电梯|地下|车库|停车场|车棚|小区|屋|房间|厨房|"
    r"卫生间|客厅|阳台|隔壁|对面|旁边|附近|前面|后面|外面|里面?|的|口|处|边|[东南西北]面?|楼顶上?|屋顶|天台|顶上|[那这]栋|[那这]幢|[那这]里|[那这]边|弄堂里?|十字路口|路口|路上|马路|路(?:中间|当中|中央|边上?)|中间|当中|中央|村里头?|门前|家门口|小店|店里|厕所|公厕|"
    r"充电[棚桩]|垃圾[亭房桶站箱池]|快递[柜架]|信报箱|健身[角区]|宣传栏|岗亭|道闸|配电[房箱]|泵房|晾衣架|花坛|凉亭|儿童乐园|滑梯|(?:香樟|梧桐|银杏|柳|桂花|大|小|老)?树[上下底]|(?:水|鱼|喷水|喷)?池子?[里中边]|草丛)+"
)
_ONE_THAT_NAMES_NOTHING = _NAMES_NOTHING.pattern.removesuffix("+")
_SPOT_OF_AN_ESTATE = (
    "地库|地下室|绿化带?|草坪|草地|花坛|花园里|树下|树|大堂|大厅|消防通道|通道|天井|平台|露台|围墙|"
    r"出入口|出口|入口|人行道|非机动车道|台阶|坡道|岗亭|门卫|保安亭|健身区|凉亭|亭子|游乐区|充电桩|充电棚|垃圾房|垃圾桶|垃圾站|配电房|水泵房|水池|管道井|电梯厅|过道|架空层|窨井|井盖|下水道|底层|底楼|一楼|顶楼|[上下内外侧]|面|头"
)
_IN_ANY_ESTATE = re.compile(
    rf"(?:{_ONE_THAT_NAMES_NOTHING}|[0-9一二三四五六七八九十]{{1,4}}(?:号楼|[栋幢单元楼层号])|{_SPOT_OF_AN_ESTATE})+"
)
_NOWHERE = re.compile(  # spots in a home, on the water or in the open, one or several, but no house by its number: nobody can be sent there without more
    rf"(?:{_ONE_THAT_NAMES_NOTHING}|[0-9一二三四五六七八九十]{{1,4}}(?:号楼|[栋幢单元楼层])|{_SPOT_OF_AN_ESTATE}|厨房间?|窗[户口台边外下]|窗|餐厅|浴室|[卧书厨灶]?房|家里|家中|[水池鱼荷]塘|水[沟渠坑井里中边面]|河|湖|[河湖江溪沟井坑塘][里中边岸底道面]|[枯深]?井|坑|沟"
    r"|桥[头下洞上边面]|田[里头边间]?|[菜工空草荒洼]地|地[里上]|山[上下坡]|坡[上下]|脚手架|架子|[车床树][上里顶下]|走道|拐角处?|转角处?|角落里?|墙角|尽头|楼梯口|门厅|村[口里头]|村[东南西北]头?|路口|[路马]边|高处|顶|中|旁){1,5}"
)
_HAPPENS = re.compile(
    r"不[亮通动行转走响灵出热冷好停关]|没[人有电水气亮修]|[坏漏堵断裂掉倒塌冒吵闹臭脏灭乱烂破响]|停[水电气]|积水|扰民|噪音|占道|怎么|什么时候"
)
# A part of an estate with its number: groups 1 (the number) and 2 (its unit: 栋, 单元 …).
BUILDING_PART = re.compile(
    r"((?<!\d)\d+|(?<![一二三四五六七八九十])[一二三四五六七八九十]{1,3})\s{0,3}(栋|幢|号楼|单元|室|层|楼(?![上下道])|号|弄|期|组)"
)
# The units of a place, the coarsest first.
_COARSE_FIRST = re.compile("期|组|弄|号|栋|幢|号楼|单元|楼|层|室")
_FINENESS = {unit: at for at, unit in enumerate(_COARSE_FIRST.pattern.split("|"))}
# A gate by its side (东门): alone, after the name of an estate, or after 是.
GATE = re.compile(
    r"(?<![\u4e00-\u9fff])[东南西北前后正侧]门|(?<=[苑园寓家区村])[东南西北前后正侧]门|(?<=是)[东南西北前后正侧]门"
)
_PART = re.compile(r"[0-9一二三四五六七八九十A-Za-z号楼栋幢座单元层室户组期门口上下里东南西北前后正侧的 -]+")
_ANY_GATE = re.compile(r"[东南西北前后正侧]门")
_COUNTED = re.compile(rf"{BUILDING_PART.pattern}|\d-\d")  # a part of an estate with its number, or 3-2
_IS_AT = re.compile("^(?:我们?|人|就)*在")
_ESTATE_ENDS = re.compile(
    r"小区|花园|家园|公寓|新村|山庄|别墅|宿舍|大院|嘉园|豪园|庄园|馨园|雅园|人家|公馆|新城|名城|大厦|公租房|安置房|[苑庭邸府郡湾轩寓]|(?<=[\u4e00-\u9fff]{2})[里园城居坊](?<!公园)(?<!校园)(?<!果园)(?<!乐园)|[一二三四五六七八九十\d]期|[东南西北]区"
)
_ESTATE = re.compile(rf"[\u4e00-\u9fffA-Za-z·]{{1,10}}(?:{_ESTATE_ENDS.pattern})")
_OF_AN_ESTATE = re.compile(rf"(?:{_ESTATE.pattern})的")
_OUT_OF_DOORS = re.compile(
    "[路街巷弄桥河湖渠]|路口|公园|广场|绿地|菜场|市场|车站|站台|地铁|公交站|超市|商场|学校|小学|中学|幼儿园|医院|红绿灯|斑马线"
)
_OWN = re.compile(r"^(?:我们?|咱们?|自己)?家?的?")


def is_coarse(place: str) -> bool:
    """Whether a place is made of words for spots that every estate has (楼道, 我家楼上; not 地库口, for which there is `is_in_any_estate`).

    Enough to register, but worth making more exact.
    """
    return bool(place) and _NAMES_NOTHING.fullmatch(place) is not None


def is_in_any_estate(place: str) -> bool:
    """Whether a place is one that most estates have, without the name of one (地库口, 花坛, 3栋楼下的草坪): it may lie within any."""
    return bool(place) and _IN_ANY_ESTATE.fullmatch(place) is not None


def is_out_of_doors(place: str) -> bool:
    """Whether a place is a road, a crossing, a park or the like (公园路路口), without an estate, a building or a house's number."""
    return (
        bool(place)
        and not (_ESTATE.search(place) or BUILDING_PART.search(place))
        and _OUT_OF_DOORS.search(place) is not None
    )


def names_an_estate(place: str) -> bool:
    """Whether a place begins with words that end like the name of an estate (桂花苑, 幸福家园3栋; also 我们小区)."""
    return _ESTATE.match(place) is not None


def tells_what_happened(text: str) -> bool:
    """Whether a text has words of something broken or disturbing, or asks (怎么, 什么时候): the matter itself, though it may name a place too."""
    return _HAPPENS.search(text) is not None


def is_part(place: str) -> bool:
    """Whether a place is only a part of an estate that it does not name (3栋2单元, 西门)."""
    return bool(place) and _PART.fullmatch(place) is not None


def leads_nowhere(place: str) -> bool:
    """Whether a place has no name, no house number and no landmark by which a stranger could find it (厨房窗口, 水塘里, 3栋楼顶); also ""."""
    return not place or is_part(place) or _NOWHERE.fullmatch(place) is not None


def is_only_a_spot(said: str) -> bool:
    """Whether a message is nothing but a spot that nobody could find (在家里, 我在楼道): has a word, and `leads_nowhere`."""
    spot = _IS_AT.sub("", plain(said))
    return re.search("[\u4e00-\u9fff]", spot) is not None and leads_nowhere(spot)


def is_exact(place: str) -> bool:
    """Whether a place is neither coarse (楼道) nor only a part of an estate (3栋2单元); also 地库口, which `is_in_any_estate`."""
    return bool(place) and not is_coarse(place) and not is_part(place)


def completes(old: str, new: str) -> bool:
    """Whether a place said next is a part of an estate, by units that the known one lacks: 2栋 after 桂花苑, but not 3栋2单元 after 桂花苑3栋."""
    units = [unit for _, unit in BUILDING_PART.findall(new)]
    known = [unit for _, unit in BUILDING_PART.findall(old)]
    return _lacks_a_name(new) and bool(units) and not any(_same_unit(one, other) for one in units for other in known)


def contradicts_part(old: str, new: str) -> bool:
    """Whether a place said next is only a part of an estate, and the known place has exactly one of each of its units: 2栋 after 桂花苑3栋.

    True for the same part, too (2栋 after 桂花苑2栋), and for a gate after another one.
    """
    if GATE.fullmatch(new):
        return len(_ANY_GATE.findall(old)) == 1
    units = [unit for _, unit in BUILDING_PART.findall(new)]
    known = [unit for _, unit in BUILDING_PART.findall(old)]
    return is_part(new) and bool(units) and all(sum(_same_unit(one, other) for other in known) == 1 for one in units)


def merge_place(old: str, new: str) -> str:
    """Combine the known place with a correction or a more exact place; returns the new place.

    "楼道" and "桂花苑3栋" give "桂花苑3栋楼道"; "幸福家园3栋楼下" and "5栋" give "幸福家园5栋楼下"; "3栋" and
    "幸福家园", or the reverse, give "幸福家园3栋"; "3栋楼道" and "幸福家园3栋" give "幸福家园3栋楼道"; "桂花苑3栋楼道" and "幸福家园" give "幸福家园3栋楼道"; a gate replaces a gate;
    "桂花苑3栋" and "2单元" give "桂花苑3栋2单元"; else the new place replaces the known one.
    """
    if _OF_AN_ESTATE.fullmatch(new):
        new = new[:-1]  # 幸福家园的
    if "、" in old and lacks_a_name(old) and _ESTATE.fullmatch(new) and not BUILDING_PART.search(new):
        return in_estate(new, old)  # 3栋、5栋 / 幸福家园
    if is_coarse(old) and not is_coarse(new):
        return new if old in new else new + _OWN.sub("", old)
    if _lacks_a_name(old) and _COUNTED.search(old) and not is_part(new) and not BUILDING_PART.search(new):
        return new + old  # 3栋 / 幸福家园
    if (spot := _spot_of(old)) and new.endswith(old.removesuffix(spot)):
        return new + spot  # 3栋楼道 / 幸福家园3栋
    if _ANY_GATE.match(old) and _lacks_a_name(old) and _ESTATE.fullmatch(new) and not _ANY_GATE.search(new):
        return new + old  # 西门 / 幸福家园
    if GATE.fullmatch(new) and _ANY_GATE.search(old):
        return _ANY_GATE.sub(new, old, count=1)
    if (beyond := _beyond_the_estate(old)) and _ESTATE.fullmatch(new):
        return new + beyond
    parts = list(BUILDING_PART.finditer(new))
    if parts and parts[0].start() == 0 and is_coarse(spot := new[parts[-1].end() :]):
        return _at_spot(merge_place(old, new[: parts[-1].end()]), spot)
    if not parts or BUILDING_PART.sub("", new).strip(" 的楼下上门口里") or not old:
        return new
    corrected = old
    for part in parts:
        same = [found for found in BUILDING_PART.finditer(corrected) if _same_unit(found.group(2), part.group(2))]
        if not same and not BUILDING_PART.search(corrected):
            spot = beyond if is_coarse(beyond) else ""
            return new if len(parts) > 1 and not beyond else corrected.removesuffix(spot) + new + spot
        start, end = same[-1].span() if same else (_place_for(part.group(2), corrected),) * 2
        rest = corrected[end:]
        more_exact = not same and len(parts) > 1 and is_coarse(rest)  # 6栋2单元 for 8栋楼下
        corrected = corrected[:start] + part.group() + ("" if more_exact else rest)
    return corrected


def lacks_a_name(place: str) -> bool:
    """Whether a place is only a part of an estate, perhaps with a spot in it (3栋2单元, 3栋楼道), or several such (3栋、5栋)."""
    return bool(place) and all(_lacks_a_name(one) for one in place.split("、"))


def in_estate(estate: str, place: str) -> str:
    """The parts of an estate (as `lacks_a_name`) with its name: 桂花苑3栋、桂花苑5栋."""
    return "、".join(estate + one for one in place.split("、"))


def _lacks_a_name(place: str) -> bool:
    """Whether a place is only one part of an estate, perhaps with a spot in it."""
    parts = list(BUILDING_PART.finditer(place))
    ends = parts[-1].end() if parts and parts[0].start() == 0 else 2 if _ANY_GATE.match(place) else 0
    return is_part(place) or (ends > 0 and is_coarse(place[ends:]))


def _spot_of(place: str) -> str:
    """The spot with which a place ends that is else only parts of an estate (楼道 of 3栋2单元楼道); "" of any other."""
    parts = list(BUILDING_PART.finditer(place))
    spot = place[parts[-1].end() :] if parts and _lacks_a_name(place) else ""
    return spot if is_coarse(spot) else ""


def _beyond_the_estate(place: str) -> str:
    """What of a place follows the name of an estate: its building, a gate, a spot (3栋楼道 in 桂花苑3栋楼道); "" if nothing does."""
    for found in reversed(list(_ESTATE_ENDS.finditer(place))):
        head, rest = place[: found.end()], place[found.end() :]
        if rest and _ESTATE.fullmatch(head) and (BUILDING_PART.match(rest) or is_coarse(rest) or is_part(rest)):
            return rest
    return ""


def _at_spot(place: str, spot: str) -> str:
    """The place with `spot` (楼道, 门口) instead of the one that it ends with, if any."""
    parts = list(BUILDING_PART.finditer(place))
    tail = place[parts[-1].end() :] if parts else ""
    return place.removesuffix(tail) + spot if is_coarse(tail) else place + ("" if tail else spot)


def replace_part(place: str, old: str, new: str) -> str:
    """The place with `new` for the denied part `old`; a finer part that `new` names, too, replaces that of the place
    (12栋 by 13栋2单元 in 12栋3单元)."""
    finer = len(BUILDING_PART.findall(new)) > len(BUILDING_PART.findall(old)) > 0
    return merge_place(place, new) if finer and is_part(new) else place.replace(old, new)


def _place_for(unit: str, place: str) -> int:
    """Where a part belongs in a place that has none of its unit: before what is finer (一期 before 3栋), else after what is coarser."""
    found = list(BUILDING_PART.finditer(place))
    finer = next((one.start() for one in found if _FINENESS[one.group(2)] > _FINENESS[unit]), None)
    return found[-1].end() if finer is None else finer


def _same_unit(one: str, other: str) -> bool:
    """Whether two units are the same; 栋, 幢 and 号楼 are one."""
    buildings = {"栋", "幢", "号楼"}
    return one == other or (one in buildings and other in buildings)


_TELLS_RATHER = re.compile(r"[了没不得着过很太都又还吗呢吧被把给到叫说讲是飘钻哭吵闹坏漏堵臭黑掉响烂裂断滴冒倒晃]")
_ENDS_WHERE = re.compile(
    r"(?:[里边旁口门路街巷弄楼栋幢号室处头上下前后区村组园苑店馆院场站厅桥河房棚库校学所城厦亭浜塘山厂坊寓家]|[菜工空草荒]地|附近|对面|这里|那里|中间|旁边|那边)(?:那里|那边|附近|旁边|的)?$"
)
_DONE_TO_SOMEBODY = re.compile(
    "(?:老是?|总是?|差点|直接|就|会)?(?:打|追|砸|撞|碰|咬|吓|绊|刮|扎|戳|夹)(?:到|着)?(?:我|人|他|她)"
)
"""打我头 says what the thing does, though it ends as a place may."""
_WENT_OUT = re.compile("(?:出|进)(?:了)?门的?$")
"""中午出门的 tells when somebody left, though it ends as a gate does."""
_ENDS_A_REQUEST = re.compile("一下$|一场$")  # 帮我报一下, 虚惊一场
_LONGEST_NAME = 16  # characters


def tells_beside(said: str, places: Sequence[str]) -> bool:
    """Whether an answer to "where?" says more of the matter beside its places (太吵了 in 太吵了 桂花苑3栋)."""
    rest = said
    for place in sorted(places, key=len, reverse=True):
        rest = rest.replace(place, " ")
    rest = plain(rest)
    return rest != plain(said) and not is_coarse(rest) and _TELLS_RATHER.search(rest) is not None


def may_be_a_place(said: str) -> bool:
    """Whether an answer to "where?" has the shape of a place, though none was found in it (老邮局边上)."""
    said = said.strip(" ，,。.！!")
    return (
        len(said) <= _LONGEST_NAME
        and _ENDS_A_REQUEST.search(said) is None
        and _WENT_OUT.search(said) is None
        and _ENDS_WHERE.search(said) is not None
        and not _TELLS_RATHER.search(said)
        and not _DONE_TO_SOMEBODY.match(said)
    )
