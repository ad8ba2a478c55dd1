"""Pure: on what grounds a vote is outside a committee's power (`data/procedures/grounds.csv`), or within it (`rulings.csv`).

A list of patterns never finds every election that is called something else (`decided_elsewhere`), so people decide: the
scrutineer declares what the matter is, and a supervisor rules on it, or has the vote halted with a second person.
What people write as their reason has to be about that, not about whether they like the matter or who wants it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from portal.consultations.law import content_checks
from portal.consultations.law.template import Template
from portal.consultations.law.template_loader import FOLDER, TemplateError

FILE, RULINGS = "grounds.csv", "rulings.csv"
LEAST_REASON, MOST_REASON = 10, 500  # characters
_CLAUSE_ENDS = re.compile("[，,。；;：:！!？?、\\s]")
_ABOVE = re.compile(
    "(?:领导|上级|上面|上头|区里|区委|区长|镇里|镇长|街道|书记|主任|局里|局长|科长|院长|组织上?|党委|党工委|办公室|我们?单位|大家|群众|居民|委员会|居委会|业委会)"
).pattern
_ORDERED = re.compile(  # that somebody wants it, which says nothing about whose matter it is
    rf"{_ABOVE}[^，。；]{{0,6}}(?:同意|批准|批示|批过|准许|点头|点了头|拍板|发话|说[了过]?(?:可以|行|算|能|没)|讲[了过]?|要求|让[^，。；]{{0,2}}(?:投|办|继续)|叫[^，。；]{{0,2}}(?:投|办)|安排|交代|打过招呼|打了招呼|定[了过好]|意见|精神|支持|研究过|知道)"
)
_GO_ON = re.compile(
    "照投|照常(?:投|进行|办)?|继续(?:投|进行|办)?|接着(?:投|办)|就这样|没有?(?:什么)?(?:问题|毛病|关系|事)|可以(?:投|的|办)?|应该(?:没事|可以)|不用管|不影响|合法|合规|有效|按程序|程序(?:都)?(?:合法|走完)|符合(?:规定|程序|要求)|同意"
)
_NO_MORE = 6  # characters that are left at most of a reason that only says that somebody wants it
_LIKES = re.compile(  # whether somebody is for it, or how it will end
    "(?:我们?|本人|个人|领导|上级|街道|书记|主任|居民|业主|大家|群众|多数人|大部分人|很多人|不少人|有些?人)(?:都|也|是|很|并|就|们|的){0,3}(?:不?(?:赞成|同意|支持|喜欢|看好|满意|情愿|愿意)|反对|有意见|有看法)"
    "|^(?:不赞成|不同意|不支持|不喜欢|不看好|反对)"
    "|(?:通|过)不(?:通过|过|了)|(?:不|没|别|难|怕|(?<![大委员])会(?!议)|好|让它|给它)[^，。；]{0,2}通过|通过(?:了|不了|也|的话|率|没有|就|以后|怎么)|结果(?:不|会|肯定|可能|难|对|出|一|是|已|要|怕|如|没|很)|(?:票数|得票|赞成票|反对票|同意票)|投(?:票)?的人?(?:太|很|还)?(?:少|不多)|没(?:人|几个人)投|(?:这个|这件|这次)[^，。；]{0,8}(?:不好|没必要|没有必要|没意思|没用|不划算|太贵|浪费)|(?:会|要|怕)(?:输|赢)|人心|影响(?:形象|考核|评比|稳定)"
)


@dataclass(frozen=True)
class Ground:
    """Why a committee may not hold a vote. `citation`: the article, or "" if the supervisor's reason has to name it."""

    code: str
    title: str
    citation: str
    not_for: frozenset[str]  # templates under which it is none


@dataclass(frozen=True)
class RulingGround:
    """Why a vote is the committee's, although a scrutineer says that it is not. `citation`: as of `Ground`."""

    code: str
    title: str
    citation: str
    templates: frozenset[str]  # under which it may be given


@lru_cache(maxsize=4)
def load_rulings(folder: Path = FOLDER) -> Mapping[str, RulingGround]:
    """The grounds of a ruling by code. Raises TemplateError with the line of one that is incomplete or there twice."""
    found: dict[str, RulingGround] = {}
    for values in _rows(folder / RULINGS, found):
        found[values["code"]] = RulingGround(**values | {"templates": frozenset(values["templates"].split())})
    return found


def rulings_for(template: Template) -> Sequence[RulingGround]:
    """The grounds on which a matter under this template can be ruled to be the committee's."""
    return [one for one in load_rulings().values() if template.code in one.templates]


@lru_cache(maxsize=4)
def load_grounds(folder: Path = FOLDER) -> Mapping[str, Ground]:
    """The grounds by code. Raises TemplateError with the line of one that is incomplete or there twice."""
    found: dict[str, Ground] = {}
    for values in _rows(folder / FILE, found):
        found[values["code"]] = Ground(**values | {"not_for": frozenset(values["not_for"].split())})
    return found


def _rows(path: Path, found: Mapping[str, object]) -> Iterator[dict[str, Any]]:
    """The rows of a file of grounds; `found`: those that were taken from it so far, by code. Raises TemplateError."""
    rows = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8")))
    for row in rows:
        values = {key: (value or "").strip() for key, value in row.items() if key}
        if None in row or len(values) != 4 or not values["code"] or not values["title"] or values["code"] in found:
            raise TemplateError(f"{path.name}:{rows.line_num}: 这一行不完整或者重复")
        yield values


def grounds_for(template: Template) -> Sequence[Ground]:
    """The grounds on which a vote under this template can be halted; what owners decide is none against owners."""
    return [ground for ground in load_grounds().values() if template.code not in ground.not_for]


def says_why(reason: str) -> bool:
    """Whether the reason is of a fitting length and not hollow."""
    return LEAST_REASON <= len(reason) <= MOST_REASON and not content_checks.objection_fault(reason)


def is_of_liking(reason: str) -> bool:
    """Whether a clause of the reason says that somebody is for or against the matter, or how it will end: no reason to halt it."""
    return any(_LIKES.search(clause.strip()) for clause in _CLAUSE_ENDS.split(reason))


def is_borrowed(reason: str) -> bool:
    """Whether the reason only says that somebody wants it so (领导同意的，照投), and not why it is the committee's matter."""
    own = "".join(clause for clause in _CLAUSE_ENDS.split(reason) if not _ORDERED.search(clause))
    return len(_GO_ON.sub("", own)) <= _NO_MORE


def lacks_article(ground: Ground | RulingGround, reason: str) -> bool:
    """Whether neither the ground nor the reason names the article of law."""
    return not ground.citation and not content_checks.names_article(reason)
