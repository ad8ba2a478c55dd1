"""Pure: decides whether an ask is admitted by the list, or by which rules it is refused."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from portal.admission.likeness import are_alike, folded, is_same_department, mentions_any, without_denied


class Kind(StrEnum):
    """What an item of the list is: a duty by law, a task in which the community assists, or what it must not do."""

    STATUTORY = "statutory"
    ASSISTING = "assisting"
    BANNED = "banned"


class Work(StrEnum):
    """The kinds of work that a task makes the community do."""

    REPORT = "report"
    CERTIFICATE = "certificate"
    VISIT = "visit"
    INSPECTION = "inspection"
    ASSESSMENT = "assessment"
    PUBLICITY = "publicity"
    SERVICE = "service"
    OTHER = "other"


class Rule(StrEnum):
    """Why an ask is refused, in the order in which the reasons are given; statistics count an ask by its first."""

    BANNED = "banned"  # the community must not do it
    OFF_LIST = "off_list"  # no item of the list was chosen, or it is not on it
    EXPIRED = "expired"  # the item is over
    NOT_YET = "not_yet"  # the item begins later
    NOT_THEIRS = "not_theirs"  # the item is for other departments
    NO_BASIS = "no_basis"  # no law or paper is cited for a task in which the community assists
    BEYOND_WORK = "beyond_work"  # more kinds of work than the item covers
    BEYOND_TIME = "beyond_time"  # the deadline lies after the last day of the version in force
    UNFUNDED = "unfunded"  # the funds and people that the item wants do not come along
    REPEATED = "repeated"  # done too lately, or still under way
    RETYPED = "retyped"  # the matter of an ask that was refused FOR_GOOD, under another item or none


FOR_GOOD = frozenset({Rule.BANNED, Rule.OFF_LIST, Rule.RETYPED})
"""An ask refused by one of these cannot be put right by asking in other words: its matter is banned, is no item of the list, or was refused so before."""


@dataclass(frozen=True)
class Item:
    """A version of an item of the list, from `since` to `until` (its last day; None: open).

    `departments`: who may ask, anybody if empty. `work`: what the item covers. `every_days`: it may be done once in so
    many days, None: as often as asked. `funds`, `people`: what must come along with the task, "" for nothing.
    `aliases`: other names of the task.
    """

    id: int
    code: str
    name: str
    kind: Kind
    basis: str
    departments: tuple[str, ...]
    work: frozenset[Work]
    since: date
    until: date | None = None
    every_days: int | None = None
    funds: str = ""
    people: str = ""
    aliases: tuple[str, ...] = ()

    def is_in_force(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True)
class Asked:
    """What a department asks: `what` in one line, `detail` in full; `code`: the item that the clerk chose, "" for none.

    `basis`: the law or paper that the department cites. `comes_with`: whether the funds and people that the item wants
    come along.
    """

    department: str
    what: str
    detail: str
    code: str
    work: frozenset[Work]
    basis: str
    deadline: date
    comes_with: bool


@dataclass(frozen=True)
class Earlier:
    """An earlier ask that was not withdrawn. `admitted`: by the list or as an exception, even one that is over by now, but not one that was ended.

    `rules`: by which it was refused. `until`: the last day of its exception.
    """

    number: str
    day: date
    department: str
    what: str
    code: str
    work: frozenset[Work]
    deadline: date
    admitted: bool
    rules: tuple[Rule, ...] = ()
    until: date | None = None


@dataclass(frozen=True)
class Finding:
    """A rule by which an ask is refused, and the facts for its sentence (dates as 2026-11-24, kinds of work as codes)."""

    rule: Rule
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Verdict:
    """The decision on an ask: the item that it falls under, if any; it is admitted if there are no findings."""

    item: Item | None
    findings: tuple[Finding, ...]

    @property
    def admitted(self) -> bool:
        return not self.findings


def decide(asked: Asked, versions: Sequence[Item], earlier: Iterable[Earlier], today: date) -> Verdict:
    """Decide an ask by the list as of `today`. `versions`: every version of every item; `earlier`: newest first."""
    known = list(earlier)
    ban = ban_on(asked, versions, today)
    if ban is not None:
        return Verdict(ban, (Finding(Rule.BANNED, {"item": ban.name, "basis": ban.basis}),))
    claimed = [one for one in versions if one.code == asked.code]
    item = next((one for one in claimed if one.is_in_force(today)), None)
    if item is None:
        return Verdict(None, (_absent(claimed, today), *_retyped(asked, (), known)))
    return Verdict(item, tuple(_findings(asked, item, claimed, known, today)))


def in_force(versions: Iterable[Item], day: date) -> list[Item]:
    """The versions in force on a day, in the order of their codes."""
    return sorted((one for one in versions if one.is_in_force(day)), key=lambda one: one.code)


def likely_items(what: str, items: Iterable[Item]) -> list[Item]:
    """The items that an ask with the line `what` may be about."""
    return [one for one in items if are_alike(what, one.name) or mentions_any(what, (one.name, *one.aliases))]


def ban_on(asked: Asked, versions: Sequence[Item], today: date) -> Item | None:
    """The banned item, in force today, that the clerk chose or that the ask's words name; None if there is none."""
    banned = [one for one in versions if one.kind is Kind.BANNED and one.is_in_force(today)]
    said = next((one for one in banned if one.code == asked.code), None)
    return said or next((one for one in banned if _is_named(asked, one)), None)


def _is_named(asked: Asked, banned: Item) -> bool:
    """Whether the ask's words name the banned item. An ask for publicity alone may say that it is no longer done."""
    said, what, detail = (banned.name, *banned.aliases), asked.what, asked.detail
    if asked.work == {Work.PUBLICITY}:
        what, detail = without_denied(what, said), without_denied(detail, said)
    return mentions_any(f"{what}\n{detail}", said) or are_alike(what, banned.name)


def _absent(claimed: Sequence[Item], today: date) -> Finding:
    """Why no version of the chosen item is in force; `claimed`: its versions, none if it is not on the list."""
    real = [one for one in claimed if one.until is None or one.until >= one.since]  # not replaced before it began
    over = [one for one in real if one.until is not None and one.until < today]
    if over:
        last = max(over, key=lambda one: one.until or today)
        return Finding(Rule.EXPIRED, {"item": last.name, "until": str(last.until)})
    if real:
        first = min(real, key=lambda one: one.since)
        return Finding(Rule.NOT_YET, {"item": first.name, "since": str(first.since)})
    return Finding(Rule.OFF_LIST)


def _findings(
    asked: Asked, item: Item, claimed: Sequence[Item], earlier: Sequence[Earlier], today: date
) -> Iterator[Finding]:
    """The findings against an ask under `item`, which is in force; `claimed`: all versions of that item."""
    if item.departments and not any(is_same_department(asked.department, one) for one in item.departments):
        yield Finding(Rule.NOT_THEIRS, {"item": item.name, "departments": "、".join(item.departments)})
    if item.kind is Kind.ASSISTING and not cites(asked.basis):
        yield Finding(Rule.NO_BASIS)
    if more := asked.work - item.work:
        yield Finding(Rule.BEYOND_WORK, {"item": item.name, "covers": _codes(item.work), "more": _codes(more)})
    if item.until is not None and asked.deadline > item.until:
        yield Finding(Rule.BEYOND_TIME, {"item": item.name, "until": str(item.until)})
    if (item.funds or item.people) and not asked.comes_with:
        yield Finding(Rule.UNFUNDED, {"item": item.name, "comes": "；".join(filter(None, (item.funds, item.people)))})
    yield from _repeated(asked, item, earlier, today)
    yield from _retyped(asked, claimed, earlier)


def _codes(work: Iterable[Work]) -> str:
    return ",".join(one for one in Work if one in work)


def _repeated(asked: Asked, item: Item, earlier: Sequence[Earlier], today: date) -> Iterator[Finding]:
    """At most one finding: an ask with a kind of work in common was admitted, and forbids this one.

    It was for the same item less than `every_days` ago; or it is of the same matter, and its work is still under way.
    """
    for one in earlier:
        if not one.admitted or not (one.work & asked.work):
            continue
        if item.every_days and one.code == item.code and (today - one.day).days < item.every_days:
            facts = {"item": item.name, "days": str(item.every_days), "number": one.number, "day": str(one.day)}
            yield Finding(Rule.REPEATED, facts)
            return
        if _is_under_way(one, today) and _is_same_matter(asked, one):
            facts = {"item": item.name, "days": "", "number": one.number, "day": str(one.day)}
            yield Finding(Rule.REPEATED, facts)
            return


def _is_under_way(one: Earlier, today: date) -> bool:
    """Whether neither the deadline of the ask nor, of an exception, its last day is over."""
    return one.deadline >= today and (one.until is None or one.until >= today)


def _retyped(asked: Asked, claimed: Sequence[Item], earlier: Iterable[Earlier]) -> Iterator[Finding]:
    """At most one finding: the same matter was refused FOR_GOOD, and is asked again off the list or under another item.

    An item counts only if it was in force on the day of that refusal: one that is new since may admit the matter.
    `claimed`: the versions of the item that the clerk chose now, none if no version is in force.
    """
    for one in earlier:
        if one.admitted or not FOR_GOOD & set(one.rules) or not _is_same_matter(asked, one):
            continue
        if not claimed or (one.code != asked.code and any(version.is_in_force(one.day) for version in claimed)):
            yield Finding(Rule.RETYPED, {"number": one.number, "day": str(one.day), "rule": one.rules[0]})
            return


def _is_same_matter(asked: Asked, one: Earlier) -> bool:
    """Whether both asks are of one department, and their lines alike."""
    return is_same_department(asked.department, one.department) and are_alike(asked.what, one.what)


# --- what a basis cites

# a title, a number or an article, by which a paper can be looked up
_NAMES_A_PAPER = re.compile(r"《[^》]{2,}》|\d\s*号|第\s*[\d一二三四五六七八九十百零〇]+\s*条")
_NAMES_A_RULE = re.compile(r"法律|条例|规定|办法|意见|方案|决定|细则|规程|法(?:第|$|[，。；、）)])")
# words of a basis that lead to no paper
_SAYS_NOTHING = re.compile(
    r"上级|领导|主要|要求|安排|部署|通知|口头|电话|微信|群里?|工作|需要|按照|根据|有关|相关|文件|精神|会议|指示|布置|紧急|任务|"
    r"规定|办法|意见|方案|决定|法律|法规|没有|暂无|无"
)


def cites(basis: str) -> bool:
    """Whether a basis names a law or a paper that can be looked up: by its title, number or article.

    Without 《》, a title must say more than a kind of paper (办法) and words like 上级, 有关. 「上级要求」, 「按有关规定」 and the like do not.
    """
    if _NAMES_A_PAPER.search(basis):
        return True
    return bool(_NAMES_A_RULE.search(basis)) and len(_SAYS_NOTHING.sub("", folded(basis))) >= 4
