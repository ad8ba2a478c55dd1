"""Read in the words of staff what may be of a third person: a number, a name with its title, a door. Pure.

Whoever writes is asked about it and decides: the electrician's name is for the reporter to read, a neighbour's is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from portal.cases.reading import masking
from portal.cases.reading.introductions import SURNAMES

# a surname with a title of somebody who lives there; 师傅, 主任, 工程师 and the like are of those who work
_NAME = re.compile(
    rf"(?:联系人|当事人|户主|业主|租客|邻居)[：:是叫为]?[老小{SURNAMES}][\u4e00-\u9fff]{{1,2}}(?=[，,。；;、\d（(]|$)"
    r"|(?:(?<![\u4e00-\u9fff])|(?<=[人主客居是叫找和与跟给]))[\u4e00-\u9fff](?:大爷|大妈|大娘|阿姨|奶奶|爷爷|先生|女士)"
    rf"|(?<=[的据由户室家])[{SURNAMES}](?:大爷|大妈|大娘|阿姨|奶奶|爷爷|先生|女士)|(?!老[人板师年]|小[区孩学时])[老小][\u4e00-\u9fff](?=家)"
)
# what begins like a name, but is none: a word, or the name of somebody who works, by their post
_NO_NAME = re.compile(
    r"施工|马[上路]|曾经|何[时人处]|许[多可]|顾客|陆续|谢谢|方[才便案向]|任[何务]|向[居业住您你他她大社物报反]|于[是昨今明后次上下本居业]|高[空层压温]|金[属额]|石[头材板]|白[天色班]"
    r"|万[一用]|卫生|龙头|田[间里]|黄[色线]|江[边水]|温[度馨]|程[序度]|余[下款]|夏[天季]|季[度节]|钟[点头]|毛[坯病]|严[重格禁防]|章程|孔洞|汤|雷雨|莫|云|万|段"
    r"|[\u4e00-\u9fff](?:师傅|主任|经理|队长|所长|站长|班长|书记|老师|警官|医生|工头|会计|组长|科长|局长|主管|干事|同志|委员|社工|管家|保安|保洁|[电水木瓦]工|司机|老板|店长|会长|律师|[总工某队厂局])"
    r"|[\u4e00-\u9fff]{2}[站厂局队所院部处苑弄浜村巷坊街桥头路]|钱[款财物]|史上|董事"
).pattern
_SURNAME = f"(?:欧阳|司马|上官|诸葛|[{SURNAMES}])"
_GIVEN = r"(?:(?![已也都就却又还不没在被把的了说讲])[\u4e00-\u9fff])"
# a whole name without a title, and what shows that it is one: 张建国说, 301的刘志强可以作证, 是李桂兰弄坏的, 贾明亮的车
_BY_NAME = re.compile(
    r"(?:(?<![\u4e00-\u9fff])|(?<=[的找叫让跟和与是请给据由户室主人客劝见])|(?<=楼[上下])|(?<=隔壁)|(?<=对门))"
    rf"(?!{_NO_NAME})(?P<name>{_SURNAME}{_GIVEN}{{1,2}}?)"
    r"(?:(?:也|就|却|自己|当场|可以|愿意|已经|都|又|还)?(?:说|讲|承认|答应|同意|不同意|不肯|不愿|不承认|拒绝|作证|弄坏|弄的(?=[，,。；;！!]|$)|骂|住在?[0-9一二三四五六七八九]|谈|搬走|挪走|挪开|赔|道歉|签字|认错|认账|占|堆|养|反映|投诉|举报)"
    r"|家(?:的?[门狗车猫孩窗阳墙空管]|里|漏|养))"
    rf"|(?<=[劝让叫请])(?!{_NO_NAME})(?P<asked>{_SURNAME}{_GIVEN}{{2}})(?=把|将|别|不要|搬|赔|签|清|拆|挪|拴|关)"
    rf"|(?<![\u4e00-\u9fff])(?!{_NO_NAME})(?P<owns>{_SURNAME}{_GIVEN}{{2}})(?=的(?:车(?!位)|狗|猫|摊|东西|杂物|电动车|三轮|孩子|儿子|女儿|老公|老婆|爸|妈))"
)
_DOOR = re.compile(
    r"(?<![\d-])\d{1,3}(?:[-－]\d{1,2})?[-－]\d{3,4}(?![\d-])|(?:\d{1,3}[栋幢楼号])?(?:\d{1,2}单元)?(?<!\d)\d{3,4}室"
    r"|(?:\d{1,3}[栋幢楼号])?\d{1,2}单元\d{3,4}(?!\d)|\d{1,3}[栋幢]\d{3,4}(?!\d)"
)
MOST = 3  # of these that are named to whoever wrote them


def names(text: str) -> list[str]:
    """The people whom the words name, at most MOST, each once."""
    return list(dict.fromkeys(_names_in(text)))[:MOST]


def _names_in(text: str) -> Iterator[str]:
    """Names with a title of somebody who lives there, then whole names by which somebody says or does something."""
    yield from (one.group() for one in _NAME.finditer(text))
    yield from (one["name"] or one["asked"] or one["owns"] for one in _BY_NAME.finditer(text))


def found(text: str, known: Sequence[str], published: frozenset[str]) -> list[str]:
    """What in the words may be of a third person, at most MOST, each once: nothing that `known`, the report's own words, says itself.

    `published`: numbers that the town gives out.
    """
    told: Iterable[str] = (
        *masking.numbers_in(text, published),
        *_names_in(text),
        *(one.group() for one in _DOOR.finditer(text)),
    )
    new = [one for one in dict.fromkeys(told) if not any(one in words for words in known)]
    return [one for one in new if not any(one != other and one in other for other in new)][:MOST]
