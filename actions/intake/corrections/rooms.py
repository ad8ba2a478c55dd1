"""Read whether a message leaves out the room, and take it out of the place. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from actions.intake.corrections.changes import Known
from actions.intake.corrections.taking_back import LONGEST
from actions.interpreting.digits import in_characters, in_digits

_ROOM_NUMBER = re.compile(
    r"(?<![\d一二三四五六七八九零〇])(?:\d{3,4}|[一二三四五六七八九零〇]{3,4})(?![\d路元块米人次天年号点分万斤])(?:室|房间?|户|号房)?"
)
_ROOM_WORD = re.compile(
    rf"(?:{_ROOM_NUMBER.pattern}|几零几|几单元几零几|(?:单元)?门牌(?:号码?)?|房间?号码?|房号|室号|户号|门号|楼层|几楼|哪一?户)(?:这个|那个|这户)?(?:门牌号?|房号|数字)?"
)
# The parts of `_ROOM_LEFT_OUT`: whose room, "do not", "write", "cut out", and how the request may end.
_OURS = re.compile("(?:(?:我们?家?|我们家|俺家?|咱家|自己家?|本人|人家|那个|这个|上面|里面|前面)的?){0,2}")
_TO_LEAVE = re.compile(
    r"(?:(?:就|也|都|先|还是|请|麻烦|要|能不能|可以){0,3}(?:别|不要|不用|不必|不想|甭|莫|勿|不)(?:再|给我|给他们|给你们){0,2})"
)
_WRITES = re.compile(
    r"(?:(?:写|记|登|填|留|放|提|说|报|露|显示|公开|透露|泄露|暴露|体现)(?:出来|出去|上去|进去|上|出|了|啊|吧|在上面|到上面){0,3}|[给让](?:人家?|别人|物业|他们?|邻居|办事的人?|单位|外人)(?:看|看到|看见|知道|晓得|瞧)?)"
)
_CUT = re.compile(
    r"(?:去掉|删(?:掉|除|了|去)?|抹(?:掉|了|去)|划掉|擦掉|拿掉|撤掉|隐(?:去|藏|掉)|遮(?:住|掉|了|一下)?|盖(?:住|掉|上)|打码|去了)"
)
_THEN_ENDS = re.compile(
    r"(?:掉|了|吧|啊|呀|哦|好吗|行吗|可以吗|行不行|一下|下|谢谢|麻烦){0,3}(?=$|[，,。！!？?；;\s~]|我|怕|免得|写到|登到|到)"
)
_ROOM_LEFT_OUT = re.compile(
    rf"(?:{_ROOM_WORD.pattern}的?[，,\s]?(?:{_TO_LEAVE.pattern}{_WRITES.pattern}|(?:麻烦|请|帮我|给我|也|就|都|还是){{0,3}}{_CUT.pattern})"
    rf"|{_TO_LEAVE.pattern}把?(?:{_WRITES.pattern})?{_OURS.pattern}{_ROOM_WORD.pattern}(?:{_WRITES.pattern})?"
    rf"|[把将]{_OURS.pattern}{_ROOM_WORD.pattern}(?:的?信息)?(?:都|也|给我?|先|帮我){{0,2}}{_CUT.pattern}|{_CUT.pattern}(?:一下|我|的){{0,2}}{_OURS.pattern}{_ROOM_WORD.pattern}){_THEN_ENDS.pattern}"
)
_IN_A_NUMBER = re.compile(r"[\d零〇一二三四五六七八九]")
_ONLY_UP_TO = re.compile(r"(?:写|记|登|填|留|报)到(?P<part>[^，,。\s]{1,10}?)(?:就|为止|行|好|可以|吧|了|$|[，,。\s])")
_ROOM = re.compile(  # 3栋602, 3-602, 602室, a place that is only 602; not 138-6021-2345
    r"(?:(?:单元|[栋幢楼弄号])\s{0,3}-?|^|(?<![\d-])\d{1,2}-(?:\d{1,2}-)?)(\d{3,4})(?![\d路弄号元块米栋幢-])|(?<!\d)(\d{3,4})[室房]"
)
_KEEPS_ROOM = re.compile(r"[写记登填]错|[吗么]$|要不要|怎么找|找不到")  # 门牌别写错, 不写门牌你们怎么找


def leaves_room_out(text: str) -> bool:
    """Whether a text asks that the room, or the floor without its number (楼层), not be written down: 602别写, 把门牌删了."""
    return room_left_out(text) is not None


def room_left_out(text: str) -> str | None:
    """The number, in digits, of the room that a text asks to leave out; "" if it gives none.

    None if it asks for no such thing, or is longer than LONGEST.
    """
    if len(text) > LONGEST or _KEEPS_ROOM.search(text):
        return None
    found = _ROOM_LEFT_OUT.search(text)
    number = _ROOM_NUMBER.search(found.group()) if found is not None else None
    if found is None:
        return None
    return in_digits(re.sub(r"[室房间户号]+$", "", number.group())) if number is not None else ""


def room_numbers(room: str, texts: Sequence[str]) -> re.Pattern[str] | None:
    """A pattern of the room number `room`, in digits or as 六零二 (not 六〇二); if it is "", of each that the texts give in digits.

    None: they give none.
    """
    rooms = {room} if room else {one or other for text in texts for one, other in _ROOM.findall(text)}
    inside = _IN_A_NUMBER.pattern
    spelt = sorted(rooms | {re.sub("零", "[零〇]", in_characters(number)) for number in rooms})
    return re.compile(rf"(?<!{inside})(?:{'|'.join(spelt)})(?!{inside}|[路元块米])") if rooms else None


def without_room(text: str, room: str, known: Known) -> str | None:
    """The known place without the room number `room` (if "", without any; `room_numbers`), or up to the part that the text names (写到3栋就行).

    "" if it was only that; None if nothing is cut. A floor stays.
    """
    up_to = _ONLY_UP_TO.search(text)
    if up_to is not None and up_to["part"] in known.place:
        at = known.place.index(up_to["part"]) + len(up_to["part"])
        return known.place[:at] if at < len(known.place) else None
    number = room_numbers(room, (known.place,))
    if number is None:
        return None
    whole = re.compile(rf"[-\s]*{number.pattern}(?:室|号|房)?")
    parts = (re.sub("^[ 的]+|[ 的]+$", "", whole.sub("", part)) for part in known.place.split("、"))
    shorter = "、".join(dict.fromkeys(part for part in parts if part))
    return shorter if shorter != known.place else None
