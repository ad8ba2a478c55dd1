"""Find what reporters tell of themselves (我是302的老李, 我住501, 我在菜场卖鱼), and find it again in what staff write. Pure.

Of a case told in confidence no handler learns it. What the reporter also says of the matter, outside such words, is no such fact; a
room's number always is, unless it stands behind another building. Names are not found here: they are covered (`masking.covered`).
All text is simplified Chinese.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from portal.cases.reading.introductions import SURNAMES
from portal.cases.reading.of_reporters import own_life
from portal.cases.reading.staff_words import tellers

_DIGITS = re.compile("0-9一二三四五六七八九十零〇").pattern
_WHO = re.compile("(?:我们?|俺们?|咱们?|本人|[反报举投来][映事报诉电]的?人|打电话的?人|报的人)").pattern
_IS = re.compile("是(?!想|说|来|要|觉得|问|在|不|怕|为|看|听|从|发现|刚|昨|今|前天|路过|经过)").pattern
_BESIDE = re.compile("斜?对面|斜?对门|对过|隔壁|楼上|楼下|旁边|边上|后面|前面").pattern
_TO_BESIDE = re.compile(
    rf"在?[^，,。；;！!？?\s{_DIGITS}的是说讲反映举报投诉被帮替给让担心怕气看听来到过去想问找]{{0,8}}(?:{_BESIDE})的?"
).pattern
_ADDRESS = re.compile(
    rf"[{_DIGITS}]{{1,4}}(?:栋|幢|号楼|单元|楼|层|室|号|(?<=[{_DIGITS}]{{3}}))[{_DIGITS}栋幢单元楼层室号-]{{0,12}}"
).pattern
# to the end of the clause; not 我是说, 我在路上看见
_OPENS = re.compile(
    rf"(?:{_WHO}(?:自己|本人)?的?(?:现在|一直|就|也|刚好|正好)?(?:{_IS}|家?住(?!建)|开(?=[^，,。；;！!？?\s]{{0,9}}[店馆铺厂摊市司])|租|叫(?![^，,。；;！!？?\s]{{0,6}}[0-9])|姓|[：:])"
    rf"|{_WHO}的?(?:家|住处|住址|地址|房号|名字)(?:现在|一直|就|也)?(?:{_IS}|在|叫|[：:]|(?=[^，,。；;！!？?\s]{{0,12}}[{_DIGITS}]))"
    rf"|{_WHO}(?:就|也|一直|现在|白天)?在(?=[^，,。；;！!？?\s]{{1,12}}(?:上过?班|工作|当|做|开|卖|打工|值班|教书|看门|住))"
    rf"|{_WHO}(?:家)?(?:就|也|一直|现在)?在(?={_TO_BESIDE}[^，,。；;！!？?\s{_DIGITS}的有住看]{{0,7}}{_ADDRESS}的?(?:$|[，,。；;！!？?\s]))"
    rf"|(?:我们?|俺们?|咱们?)(?:家)?(?=[{_DIGITS}]{{3,4}}(?:室|的|户|这|都|住|家)|[{_DIGITS}]{{1,4}}[栋幢单-])"
    rf"|家住|住址)(?P<told>[^，,。；;！!？?\n]{{0,40}})"
)
# 楼下302是我家
_IS_MINE = re.compile(r"[^，,。；;！!？?\s]{1,12}就?是[我俺咱]们?家(?!的?(?:对门|对面|隔壁|楼上|楼下|邻居|亲戚|房东))")
# where a clause goes on with the matter, or with somebody else's door
_MATTER = re.compile(
    "反映|举报|投诉|反应|报告|想|要求|说|发现|看到|看见|听到|路过|(?P<others>对门|对面|隔壁|楼上|楼下|[他她它]们?家)"
)
# 我是楼下202的, 对门502的小学老师, 住他家楼上202, 住店对面桂花苑6栋201, but not 对门502的邻居
_I_AM = re.compile("(?:我|本人|俺)就?(?:是|住)")
_I_AM_AT = re.compile("(?:我|本人|俺)们?家?(?:自己|现在|一直|就|也|刚好|正好){0,2}(?:是|住|在)")
_NO_NEIGHBOUR = re.compile("(?!的?(?:邻居|亲戚|朋友|同事|同学|房东|[爸妈]|[儿女][子儿]))").pattern
_BEHIND_A_DOOR = re.compile(
    rf"在?(?:(?:[他她它]们?家|[{_DIGITS}]{{3,4}})的?)?(?:对门|对面|隔壁|楼上|楼下)[{_DIGITS}栋幢单元楼层号-]{{1,10}}(?:室|号)?的?{_NO_NEIGHBOUR}(?=[^{_DIGITS}]|$)"
)
# such a place to the clause's end, before it nothing but what it is beside; not 我是反映对面3栋201吸毒的, nor 我在楼下302门口看到
_BESIDE_A_PLACE = re.compile(
    rf"{_TO_BESIDE}[^，,。；;！!？?\s{_DIGITS}的有住看]{{0,7}}(?:那[栋幢])?{_ADDRESS}(?:的?(?:住户|业主|居民|租户|租客|人))?的?(?=[，,。；;！!？?\s]|$)"
)
_OTHERS = re.compile(
    "[的家]?(?:对门|对面|隔壁|楼上|楼下|旁边|边上|邻居|亲戚|朋友|同事|同学|前妻|前夫)"
)  # right behind a door: 502对门 is not 502
_ROOM = re.compile(
    r"(?<!\d)(\d{3,4})(?![\d路弄元块米栋幢年点人个月])|(?<![一二三四五六七八九零〇十])([一二三四五六七八九零〇]{3,4})(?![一二三四五六七八九十百栋幢年点人个])"
)
_BUILDING = re.compile(rf"([{_DIGITS}]{{1,4}})(?:栋|幢|号楼|#|号(?=\d))|(?<![\d-])(\d{{1,3}})-(?=\d)")
_FLOOR = re.compile(rf"([{_DIGITS}]{{1,3}})(?:楼(?![梯道])|层)")
_WORK = (
    re.compile(r"在(?!旁边|边上|附近)([^，,。；;！!？?\s]{2,12}?)(?:上过?班|工作|当|做|开|卖|打工|值班|教书|看门)"),
    re.compile(r"开([^，,。；;！!？?\s]{1,10}?(?:店|馆|铺|厂|超市|公司|摊))"),
    re.compile(r"([^，,。；;！!？?\s在是]{2,10}?)的?(?:员工|职工|店主|老板娘?)"),
)
POST = re.compile(
    "老板娘?|女主人|男主人|店主|房东|房客|租客|租户|老师|医生|护士|保安|保姆|保洁员?|门卫|会计|楼组长|楼长|组长|学生|孕妇|护工|厨师|司机|快递员|外卖员|志愿者|业委会委员"
)
# 2 0 1, 6 栋, 2-0-2
_APART = re.compile(
    rf"(?<=[{_DIGITS}])[ ·・]+(?=[{_DIGITS}栋幢楼层室号单])|(?<=(?<![\d-])\d)-(?=\d-\d(?![\d-]))|(?<=\d-\d)-(?=\d(?![\d-]))"
)
_SPELT, _TEN = re.compile("零一二三四五六七八九〇").pattern, re.compile("十").pattern
_TO_DIGITS = {ord(one): str(number % 10) for number, one in enumerate(_SPELT)}
# at the end of such a passage: 302的老李, 李阿姨; 我姓李
_CALLED = re.compile(
    rf"(?:^|(?<=[的是叫室楼号户家栋幢0-9]))([老小][{SURNAMES}]|[{SURNAMES}](?:阿姨|大爷|大妈|大姐|大哥|奶奶|爷爷|先生|女士|师傅|老师|医生|姐|哥|叔|婶|伯|姨))(?=头?$|[，,。\s])|(?<=姓)([{SURNAMES}])"
)
MOST = 3  # told to whoever wrote them


@dataclass(frozen=True)
class SelfTold:
    """What a reporter told of themselves. Numbers are in digits: of `rooms`, `buildings` and `floors`, the last two without those
    that the matter has, too (`homes` are all buildings); `tails`: the ends of telephone numbers. `words`: workplaces and posts.
    """

    rooms: frozenset[str] = frozenset()
    homes: frozenset[str] = frozenset()
    buildings: frozenset[str] = frozenset()
    floors: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    tails: frozenset[str] = frozenset()

    @classmethod
    def of(
        cls, texts: Iterable[str], *, place: str = "", of_others: Iterable[str] = (), numbers: Iterable[str] = ()
    ) -> SelfTold:
        """Read these texts of the reporter, and what the case has as its `place`, which may be their home.

        `of_others`: what handlers know anyway; `numbers`: how the reporter is reached.
        """
        mine = [place[start:end] for start, end in own_words(place)]
        rest: list[str] = list(of_others)
        for text in texts:
            told = own_words(text)
            mine += [text[start:end] for start, end in told]
            rest += own_life.beside(text, told)
        matter, homes = "\n".join(rest), frozenset(_numbers(_BUILDING, mine, _OTHERS))
        return cls(
            rooms=frozenset(_rooms(mine)),
            homes=homes,
            buildings=homes - frozenset(_numbers(_BUILDING, rest)),
            floors=frozenset(_numbers(_FLOOR, mine)) - frozenset(_numbers(_FLOOR, rest)),
            words=frozenset(one for one in _works_and_posts(mine) if one not in matter),
            tails=frozenset(
                dialled[-4:] for one in numbers if len(dialled := re.sub(r"\D", "", one)) >= len("1234567")
            ),
        )


def called(texts: Iterable[str]) -> list[str]:
    """What the reporter says they are called without a whole name: 老李, 李阿姨, of 我姓李 the surname."""
    told = (text[start:end] for text in texts for start, end in own_words(text))
    return [one[1] or one[2] for passage in told for one in _CALLED.finditer(passage)]


def own_words(text: str) -> list[tuple[int, int]]:
    """(start, end) of each passage in which the reporter tells of themselves: from 我是, 我住 … to where the matter begins."""
    found = [one.span() for one in _IS_MINE.finditer(text) if not _OPENS.search(one.group())]
    for one in _OPENS.finditer(text):
        door = _door_beside(text, one)
        matter = _MATTER.search(text, door.end() if door else one.start("told"), one.end())
        found.append((one.start(), (matter.end() if matter["others"] else matter.start()) if matter else one.end()))
    return sorted({*found, *own_life.beyond_introductions(text)})


def _door_beside(text: str, opens: re.Match[str]) -> re.Match[str] | None:
    """Their own door or house, told by what it is beside; None where it is not told so."""
    at, said = opens.start("told"), opens.group()
    behind = _BEHIND_A_DOOR.match(text, at) if _I_AM.match(said) else None
    return behind or (_BESIDE_A_PLACE.match(text, at) if _I_AM_AT.match(said) else None)


def digits(number: str) -> str:
    """The number in digits: 3 for 三, 12 for 十二, 302 for 三零二."""
    if _TEN in number:
        tens, _, ones = number.partition(_TEN)
        return (tens.translate(_TO_DIGITS) or "1") + (ones.translate(_TO_DIGITS) or "0")
    return number.translate(_TO_DIGITS)


def _rooms(mine: Iterable[str]) -> Iterable[str]:
    """The numbers of the rooms in these passages, but not of one by which another's door is named (502对门)."""
    for passage in mine:
        yield from (
            digits(one[1] or one[2]) for one in _ROOM.finditer(passage) if not _OTHERS.match(passage, one.end())
        )


def _numbers(pattern: re.Pattern[str], texts: Iterable[str], unless: re.Pattern[str] | None = None) -> Iterable[str]:
    """The numbers that the pattern's groups hold, in digits; not one right before `unless` (3栋对面)."""
    for text in texts:
        for one in pattern.finditer(text):
            if unless is None or not unless.match(text, one.end()):
                yield digits(next(filter(None, one.groups())))


def _works_and_posts(mine: Iterable[str]) -> Iterable[str]:
    """Where the reporter works, and as what."""
    for passage in mine:
        yield from (work for pattern in _WORK for work in pattern.findall(passage))
        yield from POST.findall(passage)


def found_again(own: SelfTold, said: str) -> list[str]:
    """What in the words `said` is of the reporter, as it is written there (of 2o2 as 202), at most MOST, each once."""
    said = tellers.with_zeros(_APART.sub("", said))
    rooms = (one for one in _ROOM.finditer(said) if digits(one[1] or one[2]) in own.rooms)
    found = [
        *(one.group() for one in rooms if not _is_in_another_building(own, said[: one.start()])),
        *_spelt_as(_BUILDING, own.buildings, said),
        *_spelt_as(_FLOOR, own.floors, said),
        *(one for one in sorted(own.words) if one in said),
        *(one for one in sorted(own.tails) if re.search(rf"(?<!\d){one}(?!\d)", said)),
    ]
    return list(dict.fromkeys(found))[:MOST]


def is_bare_place(passage: str) -> bool:
    """Whether a passage that was found again is only a building or a floor, without a room."""
    return any(one.fullmatch(passage) for one in (_BUILDING, _FLOOR))


def _spelt_as(pattern: re.Pattern[str], numbers: frozenset[str], said: str) -> Iterable[str]:
    """The passages of the pattern that hold one of these numbers."""
    return (one.group() for one in pattern.finditer(said) if digits(next(filter(None, one.groups()))) in numbers)


_BEFORE_A_ROOM = re.compile(
    rf"(?:([{_DIGITS}]{{1,4}})(?:栋|幢|号楼|#楼?|号)|(?<![\d-])(\d{{1,3}})-)(?:[{_DIGITS}]{{1,2}}(?:单元|-))?的?$"
)


def _is_in_another_building(own: SelfTold, before: str) -> bool:
    """Whether the room stands behind a building that is not the reporter's own, by all they told of it."""
    named = _BEFORE_A_ROOM.search(before[-12:])
    return named is not None and bool(own.homes) and digits(named[1] or named[2]) not in own.homes
