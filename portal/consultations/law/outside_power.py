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
_ASKS_OF_NOBODY = "residents_matter"  # the ruling that says that title and options name nobody
LEAST_REASON, MOST_REASON = 10, 500  # characters
_CLAUSE_ENDS = re.compile("[，,。；;：:！!？?、\\s]")
_ABOVE = re.compile(
    "(?:领导|上级|上面|上头|区里|区委|区长|镇里|镇长|街道|书记|主任|局里|局长|科长|院长|组织上?|党委|党工委|办公室|我们?单位|大家|群众|居民|委员会|居委会|业委会)"
).pattern
_ORDERED = re.compile(  # that somebody wants it, which says nothing about whose matter it is
    rf"{_ABOVE}[^，。；]{{0,6}}(?:同意|批准|批示|批过|准许|点头|点了头|拍板|发话|说[了过]?(?:可以|行|算|能|没)|讲[了过]?|要求|不?让[^，。；]{{0,2}}(?:投|办|继续|停)|叫[^，。；]{{0,2}}(?:投|办|停)|安排|交代|打过招呼|打了招呼|定[了过好]|意见|精神|支持|研究过|知道)"
)
_GO_ON = re.compile(
    "照投|照常(?:投|进行|办)?|继续(?:投|进行|办)?|接着(?:投|办)|就这样|没有?(?:什么)?(?:问题|毛病|关系|事)|可以(?:投|的|办)?|应该(?:没事|可以)|不用管|不影响|合法|合规|有效|按程序|程序(?:都)?(?:合法|走完)|符合(?:规定|程序|要求)|同意"
)
_LIKES = re.compile(  # whether somebody is for it, or how it will end
    "(?:我们?|本人|个人|领导|上级|街道|书记)(?:都|也|是|很|并|就|们|的){0,3}(?:不(?:赞成|同意|支持|喜欢|看好|满意|情愿|愿意)|反对|赞成|支持)"
    "|(?:居民|业主|大家|群众|多数人|大部分人|很多人|不少人|有些?人)(?:都|也|很|并|就|们|的){0,3}(?:不(?:赞成|同意|支持|喜欢|看好|满意)|反对(?!与否|不反对|还是)|有意见|有看法|意见很?大)"
    "|^(?:不赞成|不同意|不支持|不喜欢|不看好|反对)|通不(?:通过|过)|过不了|(?:不会|难|别|没必要|不该|不好|不能让它?)通过|怕[^，。；]{0,4}通过|通过(?:不了|的话|也好|也罢|也不)"
    "|结果(?:肯定|可能|难看|不理想|不好|会不好|不妙|难说)|(?:票数|得票|赞成票|反对票)(?:太|不|很|少|多|落后)|投(?:票)?的人?(?:太|很|还)?(?:少|不多)|没(?:人|几个人)投|没必要投|浪费时间|影响(?:形象|考核|评比)"
)
_OF_POWER = re.compile(  # what a reason speaks of that says whose matter it is
    "选举|选主任|牵头|谁来|由谁|选谁|管小区|居民会议|罢免|补选|改选|换届|留任|连任|任期|人选|候选|当选|主任|委员(?!会)|书记|班子|当家|带头|带路|[带管]社区|带这个社区|掌门|一把手|职务|任职|物业|业主|维修资?[金款]|维修基金|大修|共有|公共部[位分]|公共收益"
    "|用途|改建|重建|加装|筹集|管理规约|议事规则|法|条例|第[一二三四五六七八九十百0-9]{1,5}条|村民|代表会|权利|侵犯|侵害|罚款|没收|[断停][水电气]|赶[走出]|搬走|歧视|隐私|名誉|公开[^，。；]{0,6}(?:姓名|电话|住址|病)|指名道姓"
)
_DENIES = re.compile("不是|没有|并非|不问|不选|不涉及|无关|不含|既不|也不|不叫")
_NOT_THIS = re.compile("没关系|无关|不相干|没有关系")
_HAN = re.compile(r"[\u3400-\u9fff]")
_COMMON_PAIRS = frozenset(
    re.compile(
        "同意 不同 弃权 是否 怎么 什么 表决 投票 这次 哪个 哪里 选哪 居民 小区 社区 委员 员会 大家 我们 可以 事情"
    ).pattern.split()
)
_COMMON_SIGNS = frozenset(
    re.compile(
        "的是了不在这那一个有我你他们来去要会能可以就都和与及或由被把对为件事情人次定决表投票居民社区小委员业主大家谁哪什么怎几多少同意弃权选做里上下"
    ).pattern
)
_LEAST_SIGNS = 3  # that a reason shares with what is asked, where it shares no pair of them
_LEAST_OF_WHY = 4  # characters of a ruling's reason that are neither of the questions nor of somebody's wish


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


def rulings_for(template: Template, *, named: bool) -> Sequence[RulingGround]:
    """The grounds on which a matter under this template can be ruled to be the committee's.

    `named`: it seems to ask about persons; then not that it asks of none, which everybody would read.
    """
    possible = (one for one in load_rulings().values() if template.code in one.templates)
    return [one for one in possible if not (named and one.code == _ASKS_OF_NOBODY)]


@lru_cache(maxsize=4)
def load_grounds(folder: Path = FOLDER) -> Mapping[str, Ground]:
    """The grounds by code. Raises TemplateError with the line of one that is incomplete or there twice."""
    found: dict[str, Ground] = {}
    for values in _rows(folder / FILE, found):
        found[values["code"]] = Ground(**values | {"not_for": frozenset(values["not_for"].split())})
    return found


def ground_title(code: str) -> str:
    """The words of a ground to halt a vote or of a ruling; "" if the files have none of this code."""
    found = load_grounds().get(code) or load_rulings().get(code)
    return found.title if found is not None else ""


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


def is_of_power(reason: str) -> bool:
    """Whether the reason speaks of whose matter it is (an office, owners, a law), and not only of somebody who wants it so (书记让停的)."""
    own = "".join(clause for clause in _CLAUSE_ENDS.split(reason) if not _ORDERED.search(clause))
    return _OF_POWER.search(own) is not None


def said_without_no(reason: str) -> list[str]:
    """The clauses of the reason that deny nothing; none of a reason that says of something that it has nothing to do with this."""
    if _NOT_THIS.search(reason):
        return []
    return [clause for clause in _CLAUSE_ENDS.split(reason) if clause and not _DENIES.search(clause)]


def says_what_is_asked(reason: str, texts: Sequence[str]) -> bool:
    """Whether a ruling's reason speaks of what the texts (title, questions, labels) ask, and says more than that somebody wants it (领导同意的，照投)."""
    own = _GO_ON.sub("", _ORDERED.sub("", reason))
    asked = {text[at : at + 2] for text in texts for at in range(len(text) - 1)} - _COMMON_PAIRS
    shared = [at for at in range(len(own) - 1) if own[at : at + 2] in asked]
    of_asked = {place for at in shared for place in (at, at + 1)}
    rest = "".join(sign for at, sign in enumerate(own) if at not in of_asked)
    signs = (set(_HAN.findall(own)) & set("".join(texts))) - _COMMON_SIGNS
    return (bool(shared) or len(signs) >= _LEAST_SIGNS) and len(_HAN.findall(rest)) >= _LEAST_OF_WHY


def lacks_article(ground: Ground | RulingGround, reason: str) -> bool:
    """Whether neither the ground nor the reason names the article of law."""
    return not ground.citation and not content_checks.names_article(reason)
