"""Where an emergency is: what counts as known, and how what is told next is laid over that. Pure."""

from __future__ import annotations

import re

from actions.case_draft import CaseDraft, names_where, place_words
from actions.conversation.turn import Turn
from actions.intake import after_report
from actions.intake.answers.filling import is_bare_place
from actions.intake.corrections.codes import without_codes
from actions.intake.corrections.likeness.places import is_told_in_passing, join_place
from actions.intake.corrections.taking_back import contradicts
from actions.interpreting.digits import in_digits
from actions.interpreting.places import (
    completes,
    contradicts_part,
    is_coarse,
    is_exact,
    lacks_a_name,
    leads_nowhere,
    may_be_a_place,
    merge_place,
    names_an_estate,
)
from actions.portal_client import CaseSummary

_OF_HELP = re.compile("医院|消防|派出所|公安|急救|卫生院|诊所")
_CLAUSE_ENDS = re.compile(r"[，,。！!；;？?\s]+")
_LEADS_IN = re.compile(
    r"^(?:快点?来?|救命啊?|来人啊?|地[址点]|位置|就|是|在|住在|位于|我们?家?(?=[就是在住])|[这那][里边]|[：:])+"
)
_AFTER_WHOM = re.compile(r"^[^在]*在(?=[^在]*$)")  # 人在, 我一个人在: whoever is there
_OWN = re.compile(r"^(?:我们?|咱们?|俺们?)")
_OF_A_FAMILY = "老[公婆爸妈伴]|爸爸?|妈妈?|[爷奶]{1,2}|外[公婆]|公公|婆婆|丈夫|妻子|儿子|女儿|孩子|小孩|孙[子女]|[哥姐弟妹]{1,2}|叔叔?|姨|姑姑?|舅舅?|朋友|同事|同学|亲戚|邻居|别人|人"
_OF_SOMEBODY = re.compile(  # 去救他们家, 妈家: words of people, or of what to do, in the shape of a place
    rf"[我你您他她它谁]|^(?:{_OF_A_FAMILY})的?(?:家|房|屋|身|旁边|边上|里|门口|楼下|对面)"
    r"|^(?:快|赶快|赶紧|先)?(?:[去躲藏逃送找抓叫喊帮等救](?!助)|来(?=[人救帮接看]))"
)
_FORBIDS = re.compile("(?:你们?|您|也|就|千万|请)*(?:别(?![墅院苑克])|不要|不想|不许|不用|不能)")
"""也别让社区的人上门 has the shape of a place; 别墅12号 is one."""
_OF_A_HOME = re.compile(rf"(?:我|你|您|他|她)?们?(?:{_OF_A_FAMILY})?的?家里?")
_NO_NAME = re.compile("[的了是在从到往个有人说就我你他她它这那和跟被把给也都还又很太么吗呢]")
_AMOUNT = re.compile(r"[0-9一二三四五六七八九十百]+")
_LONGEST = 20  # characters of a clause that is a place as a whole
_SPOT_AT_END = re.compile("(?:门口|大门|旁边?|边上|里面?|对面|后面|前面|附近|楼下)$")
_DENIED_BEFORE = re.compile("(?:不是|不在|没在|并非)[^，,。；;]{0,3}$")
_IS_A_NAME = re.compile(  # 是建设路的报刊亭, of a road that is not on our list
    r"(?:应该|其实|而|就)?[是在](?P<place>[^，,。在是的去从]{2,5}(?:路|街|巷|弄|大道|村|小区|广场|公园)(?!上)(?:的?[^，,。的了]{1,7}?)?)(?:那[儿里边]|这[儿里边])?[。！!]*$"
)
_STANDS_THERE = re.compile(
    r"(?P<of>的?)(?P<what>[^，,。的]{0,6}[灯站店桥口亭厅楼院场校铺摊牌柱棚库房馆室园厕像塔闸])(?P<spot>旁边?|边上|附近|对面|下面|底下|门口)?(?:那[儿里边]|这[儿里边])?"
)
"""What stands on a road or in an estate, behind its name."""
_OWN_SPOT = re.compile(r"^(?:我们?|咱们?)?家?的?|(?:里面?|上面?|边上?|旁边|中)$")


def knows_where(draft: CaseDraft, answers: dict[str, str]) -> bool:
    """Whether the words or the answers of an emergency say where to go: more than a spot that nobody could find (`leads_nowhere`)."""
    if not leads_nowhere(answers.get("place", "")):
        return True
    return names_where(draft) and any(place["grid"] or not leads_nowhere(place["text"]) for place in draft["places"])


def says_where(turn: Turn) -> bool:
    """Whether a message names a place that can be found."""
    turn = without_codes(turn, phones=True)
    return any(map(_can_be_found, place_words(turn.draft))) or bool(_place_in_clauses(turn.text))


def says_only_a_spot(turn: Turn) -> bool:
    """Whether a message answers "where?" with nothing but a spot that nobody could find (就在楼下, 三楼, 人在我家)."""
    said = [_AFTER_WHOM.sub("", one) for one in _clauses(turn.text) if one and not _AMOUNT.fullmatch(one)]
    spots = all(leads_nowhere(one) or (may_be_a_place(one) and _is_of_somebody(one)) for one in said)
    return not says_where(turn) and bool(said) and spots


def spot_told(text: str) -> str:
    """The spot that a message names last (我家 of 人在我家), to ask where that is; "" if it is none, but only words in the shape of one (快去救他们家)."""
    said = [_AFTER_WHOM.sub("", one) for one in _clauses(text)]
    spot = said[-1] if said else ""
    return spot if leads_nowhere(spot) or _OF_A_HOME.fullmatch(spot) else ""


def _can_be_found(place: str) -> bool:
    """Whether a place is more than a spot that nobody could find, and than somebody's without a name."""
    return not leads_nowhere(place) and not _is_of_somebody(place)


def _is_of_somebody(place: str) -> bool:
    """Whether what has the shape of a place says only with whom somebody is, or what to do (我妈家, 他老婆在旁边, 去救他们家), and names no house."""
    where = _OWN.sub("", _AFTER_WHOM.sub("", place))
    if names_an_estate(where) or re.search(r"\d{2}", in_digits(where)):
        return False
    return leads_nowhere(where) or _OF_SOMEBODY.search(where) is not None


def may_move(turn: Turn) -> bool:
    """Whether a message may say or correct where an emergency is."""
    turn = without_codes(turn, phones=True)
    moves = contradicts(turn.text) or _IN_A_ROOM.search(turn.text) is not None
    return moves or bool(place_words(turn.draft)) or says_where(turn)


def place_told(turn: Turn, case: CaseSummary, *, asked: bool) -> str:
    """Where the emergency of this case is by a message: said first, more exactly (幸福家园2栋 after 楼道里), or anew (不对，是老菜场门口);
    "" if it does not say. `asked`: the message answers "where?".

    A place is never only deleted: to look at the wrong one first is better than to know of none. One that is known only as somebody's,
    without a name or number (我妈家), gives way to the first that can be found.
    """
    turn = without_codes(turn, phones=True)
    known = "" if _is_of_somebody(case["place"]) and not leads_nowhere(case["place"]) else case["place"]
    if contradicts(turn.text):
        return _with_what_stands_there(turn.text, after_report.changes_of(turn, case).place or _put_right(turn, known))
    if room := _another_room(turn.text, known):
        return room
    if not asked and is_told_in_passing(turn.text):
        return ""
    told = _told_first(turn, known, asked=asked)
    if not leads_nowhere(known):
        return _extended(turn, known, told)
    if not told or (known and not asked and contradicts_part(told, known)):
        return ""
    return _beside(told, known)


_IN_A_ROOM = re.compile(  # 他又打我了，在302; not 他在302, who may be elsewhere
    r"(?:^|[，,。！!；;\s]|我们?|人|现在|躲|跑|换|逃|搬)(?:现在|已经|都|又|就){0,2}[在到](?P<room>\d{3,4})(?:室|号|房间?)?(?:里面?|了|啊|呢|呀)*(?=$|[，,。！!；;\s])"
)
_KNOWN_ROOM = re.compile(r"(?<!\d)\d{3,4}(?:室|号|房)?$")


def _another_room(text: str, known: str) -> str:
    """The known place with the other room in which somebody says that they are; "" without one, or if no room was known."""
    found, before = _IN_A_ROOM.search(text), _KNOWN_ROOM.search(known)
    if found is None or before is None or known.endswith(found["room"]):
        return ""
    return known[: before.start()] + found["room"]


def _put_right(turn: Turn, known: str) -> str:
    """The place that a message puts in place of the known one in words which are no correction of a part of it (不对，是建设路的报刊亭); ""."""
    for place in place_words(turn.draft):
        denied = _DENIED_BEFORE.search(turn.text[: turn.text.find(place)])
        if (
            place not in known
            and not denied
            and not is_coarse(place)
            and _can_be_found(place)
            and not _OF_HELP.search(place)
        ):
            return _as_far_as_it_goes(turn.text, place, "")
    named = (_IS_A_NAME.match(one) for one in _CLAUSE_ENDS.split(turn.text))
    return next((one["place"] for one in named if one), "")


def _told_first(turn: Turn, known: str, *, asked: bool) -> str:
    """The first place of a message that says where to go, as far as its clause goes on with it; "" if none does."""
    places = [one for one in place_words(turn.draft) if asked or _leads_there(one) or is_bare_place(turn)]
    for place in sorted(places, key=leads_nowhere):
        if not is_coarse(place) and (_can_be_found(place) or (asked and leads_nowhere(place))):
            return _with_what_stands_there(turn.text, _as_far_as_it_goes(turn.text, place, known))
    return _place_in_clauses(turn.text) if asked or not place_words(turn.draft) else ""


def _leads_there(place: str) -> bool:
    """Whether a place that nobody asked for is told as where to go: a house or building by its number, or an estate; not where help comes from."""
    if not is_exact(place) or _OF_HELP.search(place):
        return False
    return names_an_estate(place) or re.search(r"\d", in_digits(place)) is not None


def _clauses(text: str) -> list[str]:
    """The clauses of a text, without the words that lead to a place (就在)."""
    return [_LEADS_IN.sub("", one) for one in _CLAUSE_ENDS.split(text) if one and not _FORBIDS.match(one)]


def _place_in_clauses(text: str) -> str:
    """The first clause that has the shape of a place which can be found, though no place was read in it (老粮站后头); ""."""
    said = (_AFTER_WHOM.sub("", one) for one in _clauses(text))
    return next((one for one in said if may_be_a_place(one) and _can_be_found(one) and not _OF_HELP.search(one)), "")


def _as_far_as_it_goes(text: str, place: str, known: str) -> str:
    """The place with the name before it and the spot behind it, if its whole clause is a place (枫林里小区11栋 for 11栋)."""
    for said in _clauses(text):
        before, found, behind = said.partition(place)
        if not found or len(said) > _LONGEST or _NO_NAME.search(before):
            continue
        goes_on = may_be_a_place(said) and not (known and is_coarse(behind))
        return said if goes_on else before + place
    return place


def _with_what_stands_there(text: str, place: str) -> str:
    """The place with what its clause names behind it (幸福路的红绿灯那儿): of a road only that says where."""
    for said in _clauses(text):
        _, found, behind = said.partition(place) if place else ("", "", "")
        stands = _STANDS_THERE.fullmatch(behind) if found else None
        if stands is not None and not _NO_NAME.search(stands["what"]):
            return place + stands["of"] + stands["what"] + (stands["spot"] or "")
    return place


def _extended(turn: Turn, known: str, told: str) -> str:
    """A known place made more exact by a message that completes it (2单元 after 桂花苑3栋); "" if it names another, or nothing more."""
    if told and (completes(known, told) or completes(told, known)):
        return merge_place(known, told)
    spot = _SPOT_AT_END.search(known)
    core = known[: spot.start()] if spot else known
    if told != known and len(core) > 1 and core in told and is_bare_place(turn):
        return told if known in told else told.partition(core)[0] + known
    joined = join_place(known, turn.text, turn.draft) if is_bare_place(turn) else None
    if joined is None or joined == known or not _keeps(joined, known):
        return ""
    return joined


def _keeps(joined: str, known: str) -> bool:
    """Whether all characters of the known place stand in the joined one, in their order."""
    rest = iter(joined)
    return all(character in rest for character in known)


_FLAT = re.compile(r"\d{3,4}室?$")
_ON_THE_WAY = re.compile(
    "(?:楼梯|楼道|走廊|过道|走道|拐角|转角|角落|门厅|单元|大?门|[0-9一二三四五六七八九十]{1,3}[楼层]|[口里上下处间]|楼下){1,4}"
)
"""What burns on the stairs is not where whoever is above it must be fetched: in the flat."""
_DOOR = re.compile("(?:单元|大|家|公司|单位|小区)?门口|楼下")
"""Where somebody waited is not where the sender is now, in a shop."""


def _beside(told: str, known: str) -> str:
    """A place that was told, with the spot known before (桃源新村7栋301厨房窗口), unless it names that, too, is a flat above a fire on the stairs, or a shop into which somebody fled."""
    spot = _OWN_SPOT.sub("", known)
    is_a_house = names_an_estate(told) or re.search(r"\d", in_digits(told)) is not None
    if (_FLAT.search(in_digits(told)) and _ON_THE_WAY.fullmatch(spot)) or (_DOOR.fullmatch(spot) and not is_a_house):
        return told
    if is_coarse(known) or lacks_a_name(known):
        return merge_place(known, told)
    return told if spot in told else told + spot
