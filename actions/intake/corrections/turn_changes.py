"""What a turn changes of a report or a case: by the words of its correction or, where the bot is sure that it corrects, by likeness and a
learned choice. Pure, but for reading the weights of that once, and for keeping the latest reading."""

from __future__ import annotations

import re
from dataclasses import replace

from actions.case_draft import before_position, from_position, place_words, time_words
from actions.conversation.turn import Turn
from actions.intake.corrections.calling_times import masked
from actions.intake.corrections.changes import Changes, Known
from actions.intake.corrections.choosing.reading import changes_by_choice
from actions.intake.corrections.codes import BLANK, blanked, without_codes
from actions.intake.corrections.denied_names import read_denied_name
from actions.intake.corrections.likeness.overlay import HEAD
from actions.intake.corrections.likeness.pieces import pieces_of
from actions.intake.corrections.likeness.reading import changes_by_likeness
from actions.intake.corrections.places import unclear_places
from actions.intake.corrections.reading import read_changes
from actions.intake.corrections.replacing import read_pair
from actions.intake.corrections.slips import read_slip, settle
from actions.intake.corrections.taking_back import contradicts, is_denied, says_whose, with_shapes
from actions.intake.draft_corrections import says_what_is_broken, split_contrast, tells_the_thing
from actions.interpreting.places import BUILDING_PART, GATE, merge_place

SURE_TO_CORRECT = 0.85
"""Score of the act from which a message is taken for a correction whatever its words. Below, an addition that names a time or place of
its own would too often change the record (docs/understanding.md)."""


_IT_IS = re.compile("(?:就|应该|其实|具体)?(?:是|在)(?!不是)")
_LIKELY_TO_CORRECT = 0.6  # of a message that says only where it is


def surely_corrects(turn: Turn) -> bool:
    """Whether the bot is sure that the message corrects what was said; of one that only says where it is (是南门那段) less is enough, since it can tell nothing else."""
    if turn.acts("correct", score=SURE_TO_CORRECT):
        return True
    named = place_words(turn.draft)
    only_where = len(named) == 1 and _IT_IS.match(turn.text) is not None and len(named[0]) * 5 >= len(turn.text) * 3
    return only_where and turn.acts("correct", score=_LIKELY_TO_CORRECT)


_REASON = re.compile(  # why something was said wrongly: it names what is not meant
    r"[，,。；;！!\s](?:因为)?(?:(?:我|我们|咱)(?:以前|原来|之前|过去|老早|从前|上班|公司|老家)[^，,。；]{0,12}|[^，,。；\s]{2,8}是我(?:妈|爸|爹|娘|丈母娘|婆婆|女儿|儿子|老家|公司|单位|以前)[^，,。；]{0,6})"
)


_IS_MEANT = re.compile(rf"[，,。；;！!\s](?P<place>(?:{BUILDING_PART.pattern})+)是我(?!以前|公司|单位|老家)")


def _without_reason(turn: Turn) -> Turn:
    """The turn up to where it says why the sender was mistaken (我以前住银杏家园的，说顺嘴了); as it is, if that comes first or nothing is taken back."""
    found = _REASON.search(turn.text)
    if found is None or not contradicts(turn.text) or not place_words(before_position(turn.draft, found.start())):
        return turn
    return replace(turn, text=turn.text[: found.start()], draft=before_position(turn.draft, found.start()))


def _part_told_as_home(turn: Turn, known: Known) -> str | None:
    """The known place with the part of which the text says whose home it is, if it names no other that is not denied (不是3栋，5栋是我女儿家)."""
    found = _REASON.search(turn.text)
    meant = _IS_MEANT.match(found.group()) if found is not None else None
    if found is None or meant is None or not contradicts(turn.text):
        return None
    before = with_shapes(turn.text[: found.start()], (), (BUILDING_PART,))
    named = [one for one in place_words(before_position(turn.draft, found.start())) if not BUILDING_PART.match(one)]
    if named or not before or not all(is_denied(turn.text, one) for one in before):
        return None
    corrected = merge_place(known.place, meant["place"])
    return corrected if corrected != known.place and known.place else None


_SLIP = re.compile(r"[啊哦噢呃哎嗯][，, ]?(?=不对[，, ]?(?:就|应该|其实)?[是在])")


def _behind_the_slip(turn: Turn) -> Turn:
    """The turn from where it takes back a place that it names itself, and names another (老菜场那边 啊不对 就是桂花苑)."""
    found = _SLIP.search(turn.text)
    if found is None or not place_words(before_position(turn.draft, found.start())):
        return turn
    behind = from_position(turn.draft, found.end())
    return replace(turn, text=turn.text[found.end() :], draft=behind) if place_words(behind) else turn


_ORDER = re.compile(r"(?:麻烦|请|帮我|给我|[，, ]){0,3}改(?:一下|下|改)[，,：: ]*")


def _listed_alone(turn: Turn, known: Known) -> Changes | None:
    """What a text changes that only orders a change and lists a time and a place (改一下 今天 3栋); None of any other."""
    order, places, times = _ORDER.match(turn.text), place_words(turn.draft), time_words(turn.draft)
    if order is None or len(places) != 1 or len(times) != 1:
        return None
    rest = turn.text[order.end() :].replace(places[0], "").replace(times[0], "").strip(" ，,。！!")
    place = merge_place(known.place, places[0])
    return None if rest else Changes(place if place != known.place else None, times[0])


_latest: list[tuple[Turn, Known, Changes]] = []  # at most one reading


def changes_of(turn: Turn, known: Known) -> Changes:
    """The fields that the message changes of what is known. The choice of a topic and then the topic ask: it is read once for both."""
    if _latest and _latest[0][0].draft is turn.draft and _latest[0][:2] == (turn, known):
        return _latest[0][2]
    told = _without_when_told(without_codes(turn))
    found = settle(_slip_and_more(told, known) or _read(told, known), told.text, known)
    found = _without_the_thing(_in_the_same_building(found, told.text, known), told.text, known)
    found = _on_its_own_road(_without_the_category(found, told.text), told.text, known)
    _latest[:] = [(turn, known, found)]
    return found


_WHEN_TOLD = re.compile(
    r"(?:昨天|前天|今天|刚才|刚刚|早上|早晨|上午|中午|下午|傍晚|晚上|昨晚|今早){1,2}(?=(?:我|跟你们?|在电话里){0,2}[说讲报写发填留]的)"
)


def _without_when_told(turn: Turn) -> Turn:
    """The turn with ， for the words that say when something was told (上午说的302也不对), of the same length: the matter is no younger for it."""
    return blanked(turn, _WHEN_TOLD.sub(lambda found: BLANK * len(found.group()), turn.text))


_OF_A_CATEGORY = re.compile(
    r"(?:类别|分类|类型|种类|归类)(?:你们?|都|给我|好像|也)?(?:[写记登填弄搞归分选判]错|不对|错了|有误|要改|改)"
)
_OF_A_PLACE = re.compile(rf"地[址点方]|位置|门牌|[房楼栋]号|房间|{BUILDING_PART.pattern}|{GATE.pattern}")


def _without_the_category(changes: Changes, said: str) -> Changes:
    """The changes; that a category is wrong changes no place (类别写错了，不是路灯，是门禁), unless the text speaks of one, too (地址也错了)."""
    of_category = changes.place and _OF_A_CATEGORY.search(said) and _OF_A_PLACE.search(said) is None
    return replace(changes, place=None) if of_category else changes


_ROAD_AND_NUMBER = re.compile(r"[^\W\d_是在到说成为应该就改]{1,5}(?:路|街|巷|弄|大道)\d{1,4}号")
_AREA = re.compile("(?:区|县|市|镇|乡|街道|村|社区)$")


def _on_its_own_road(changes: Changes, said: str, known: Known) -> Changes:
    """The changes; a house with its road that the text names stands not within the known place (公园路28号, of 老菜场门口)."""
    for road in _ROAD_AND_NUMBER.finditer(said):
        name = road.group()
        before, found, _ = (changes.place or "").partition(name)
        if found and before and name not in known.place and before in known.place and not _AREA.search(before):
            return replace(changes, place=(changes.place or "")[len(before) :])
    return changes


_SPOT_OF_A_BUILDING = re.compile("楼道|楼梯间?|走廊|过道|电梯[口里厅]?|单元门口?|楼[上下顶]|屋顶|天台")


def _in_the_same_building(changes: Changes, said: str, known: Known) -> Changes:
    """The changes; a spot of a building said instead of another (是楼道的灯) stays in the known building, which the message does not name."""
    parts = list(BUILDING_PART.finditer(known.place))
    if not changes.place or not parts or BUILDING_PART.search(changes.place) or BUILDING_PART.search(said):
        return changes
    spot = changes.place.removeprefix(known.place[: parts[0].start()])
    if _SPOT_OF_A_BUILDING.fullmatch(spot) is None:
        return changes
    return replace(changes, place=known.place[: parts[-1].end()] + spot)


def _without_the_thing(changes: Changes, said: str, known: Known) -> Changes:
    """The changes; no place is made, or taken away, of what happens instead of something that the known place does not name (不是漏水，是楼上倒水).

    A spot that is denied with the thing in it (不是楼道，是车库灯坏了) goes; the building stays.
    """
    contrast = split_contrast(said) if changes.place is not None else None
    if contrast is None or not tells_the_thing(contrast[1], known.place):
        return changes
    old, new = contrast
    if not changes.place and _SPOT_OF_A_BUILDING.fullmatch(old) and known.place.endswith(old):
        return replace(changes, place=known.place.removesuffix(old) or None)
    if old in known.place or not (changes.place == "" or new in (changes.place or "") or says_what_is_broken(new)):
        return changes
    return replace(changes, place=None)


_NAMES_THE_TIME = re.compile("时间|日期|日子")


def _slip_and_more(turn: Turn, known: Known) -> Changes:
    """What the message changes whose value alone says that it corrects (`read_slip`), with a time that it names as the time (2栋别管，时间是周三)."""
    slip = read_slip(turn.text, known)
    if slip.place and not slip.time and _NAMES_THE_TIME.search(turn.text):
        return replace(slip, time=_read(turn, known).time)
    return slip


def _read(turn: Turn, known: Known) -> Changes:
    """As `changes_of`, read anew."""
    turn = _behind_the_slip(masked(turn))
    if (listed := _listed_alone(turn, known)) is not None:
        return listed
    home, turn = _part_told_as_home(turn, known), _without_reason(turn)
    text = turn.text.strip()
    changes = read_changes(text, turn.draft, known)
    if home is not None:
        return replace(changes, place=home)
    if changes.place and read_pair(text, known):
        return changes
    if not surely_corrects(turn) or says_whose(text, turn.draft) or unclear_places(text, turn.draft, known):
        return changes
    rules = changes_by_likeness(text, turn.draft, known, changes)
    chosen = changes_by_choice(text, turn.draft, known, rules)
    rules_know = _denies_the_name(turn, known, changes.place or "") or _keeps_what_is_denied(text, chosen, changes)
    rules_know = rules_know or _loses_what_is_said(text, chosen, changes)
    if changes.place and (rules_know or _loses_estate(changes.place, chosen, known)):
        return replace(chosen, place=changes.place)
    if chosen.contact and not (turn.draft["places"] or pieces_of(text)):
        return replace(chosen, place=changes.place)  # 号码最后一位是3: no digit of it is a building's
    return chosen


def _keeps_what_is_denied(text: str, chosen: Changes, rules: Changes) -> bool:
    """Whether the choice keeps a numbered part that the text denies (9号楼九楼; 5号楼九楼，不是9号楼), and the rules do not."""
    denied = [one["text"] for one in with_shapes(text, (), (BUILDING_PART,)) if is_denied(text, one)]
    return any(one in (chosen.place or "") and one not in (rules.place or "") for one in denied)


def _loses_what_is_said(text: str, chosen: Changes, rules: Changes) -> bool:
    """Whether the choice has a numbered part of which the text says nothing, instead of the one that it says (6栋402, of 5栋401: no 5栋402), as the rules have it."""
    said = [one["text"] for one in with_shapes(text, (), (BUILDING_PART,)) if not is_denied(text, one)]
    kept = {one.group(2): one.group() for one in BUILDING_PART.finditer(chosen.place or "")}
    right = [one for one in BUILDING_PART.finditer(rules.place or "") if one.group() in said]
    return any(kept.get(one.group(2), one.group()) not in text for one in right)


def _denies_the_name(turn: Turn, known: Known, place: str) -> bool:
    """Whether the place is the one that the message names instead of a name that it denies (`read_denied_name`)."""
    return place == read_denied_name(turn.text.strip(), turn.draft, known.place)


def _loses_estate(place: str, chosen: Changes, known: Known) -> bool:
    """Whether the choice keeps the known estate, or the other one without its part, of a place that the rules read in another (是幸福家园，是3栋)."""
    head, had = HEAD.match(place), HEAD.match(known.place)
    if head is None or had is None or head.group() in known.place or chosen.place is None:
        return False
    keeps_the_known = chosen.place.startswith(had.group()) and head.group() not in chosen.place
    return keeps_the_known or (place.startswith(chosen.place) and BUILDING_PART.search(chosen.place) is None)
