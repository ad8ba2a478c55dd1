"""Read in the words of staff what may be of a third person: a number, a name with its title, a door. Pure.

Whoever writes is asked about it and decides: the electrician's name is for the reporter to read, a neighbour's is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from portal.cases.reading import masking
from portal.cases.reading.introductions import SURNAMES

# a surname with a title of somebody who lives there; 师傅, 主任, 工程师 and the like are of those who work
_NAME = re.compile(
    rf"(?:联系人|当事人|户主|业主|租客|邻居)[：:是叫为]?[老小{SURNAMES}][\u4e00-\u9fff]{{1,2}}(?=[，,。；;、\d（(]|$)"
    r"|(?:(?<![\u4e00-\u9fff])|(?<=[人主客居是叫找和与跟给]))[\u4e00-\u9fff](?:大爷|大妈|大娘|阿姨|奶奶|爷爷|先生|女士)|[老小][\u4e00-\u9fff](?=家)"
)
_DOOR = re.compile(
    r"(?<![\d-])\d{1,3}(?:[-－]\d{1,2})?[-－]\d{3,4}(?![\d-])|(?:\d{1,3}[栋幢楼号])?(?:\d{1,2}单元)?(?<!\d)\d{3,4}室"
    r"|(?:\d{1,3}[栋幢楼号])?\d{1,2}单元\d{3,4}(?!\d)|\d{1,3}[栋幢]\d{3,4}(?!\d)"
)
MOST = 3  # of these that are named to whoever wrote them


def names(text: str) -> list[str]:
    """The people whom the words name, at most MOST, each once."""
    return list(dict.fromkeys(one.group() for one in _NAME.finditer(text)))[:MOST]


def found(text: str, known: Sequence[str], published: frozenset[str]) -> list[str]:
    """What in the words may be of a third person, at most MOST, each once: nothing that `known`, the report's own words, says itself.

    `published`: numbers that the town gives out.
    """
    told: Iterable[str] = (
        *masking.numbers_in(text, published),
        *(one.group() for pattern in (_NAME, _DOOR) for one in pattern.finditer(text)),
    )
    new = [one for one in dict.fromkeys(told) if not any(one in words for words in known)]
    return [one for one in new if not any(one != other and one in other for other in new)][:MOST]
