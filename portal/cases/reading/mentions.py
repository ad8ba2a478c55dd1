"""Which mentions of a staff member's name may accuse them. Pure.

"周大勇昨天骂人" accuses 周大勇; "请周大勇帮忙", "感谢周大勇", "我叫周大勇" do not. A name of two characters may be an ordinary
word (高兴), and one behind 邻居 another person: such a mention may accuse, and a clerk is asked. So may a nickname (小叶),
except beside an office (受理台的小叶; 叶姑娘骂人，受理台的), where it is as good as a name. Texts are simplified Chinese, closed up
(`spans.without_gaps`). The words are in `data/lexicon/conduct.csv`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import IntEnum

from portal.cases.reading import conduct
from portal.cases.reading.conduct import Conduct
from portal.cases.reading.spans import Words

_CLAUSE_END = "，,：:。！!？?；;\n…"
_CLAUSE_ENDS = re.compile(f"[{_CLAUSE_END}]")
_SENTENCE_END = re.compile(r"[。！!？?；;…]")
_AROUND = 60  # characters of a clause read before and behind a name
_BLANK = "〇"  # stands in for each character of a name that is left out; no list holds it
_NEAR = 8  # characters at most from 举报 to the name
_SHORT = 2  # characters: a name that may be an ordinary word
_MOST = 200  # mentions read of one text; those after them may accuse
_WEIGHT = {Conduct.NONE: 0, Conduct.SERVICE: 0, Conduct.ASK: 1, Conduct.CONDUCT: 2}


class Meant(IntEnum):
    """What a mention does to the named: NOT accuse, MAY accuse (a clerk decides), DOES so if the words are bad."""

    NOT = 0
    MAY = 1
    DOES = 2


@dataclass(frozen=True)
class Lists:
    """`people`: the names and nicknames to look for; `conduct`: the lists with these among those of staff."""

    people: Words
    nicknames: frozenset[str]
    not_nick: Words
    office: tuple[str, ...]
    of_the_office: re.Pattern[str]
    conduct: conduct.Lists
    own: tuple[str, ...]
    plea: tuple[str, ...]
    addressed: tuple[str, ...]
    beside: tuple[str, ...]
    others: tuple[str, ...]
    suffers: tuple[str, ...]
    praise: Words
    calms: Words
    accuse: Words
    refused: tuple[str, ...]
    comes: Words
    neutral: Words
    greeting: re.Pattern[str]

    @classmethod
    def of(
        cls,
        lists: Mapping[str, Iterable[str]],
        bodies: Iterable[str],
        people: Iterable[str],
        nicknames: Iterable[str] = (),
    ) -> Lists:
        nicknames = frozenset(nicknames)
        people = tuple(sorted({*people, *nicknames}))
        compiled = conduct.Lists.of(lists, bodies)
        others = tuple(lists["other"])
        return cls(
            people=Words(people),
            nicknames=nicknames,
            not_nick=Words(set(lists["not_nick"]) - nicknames),
            office=tuple(f"{one}{joint}" for one in lists["office"] for joint in ("", *lists["joint"])),
            of_the_office=_of_the_office(lists["office"]),
            conduct=replace(compiled, staff=Words((*lists["staff"], *people))),
            own=tuple(lists["own"]),
            plea=tuple(lists["plea"]),
            addressed=(*lists["asked"], *lists["spoken_to"]),
            beside=tuple(lists["beside"]),
            others=(*others, *(f"{one}{joint}" for one in others for joint in "的叫是")),
            suffers=tuple(lists["suffers"]),
            praise=Words(lists["praise"]),
            calms=Words(lists["calms"]),
            accuse=Words(lists["accuse"]),
            refused=tuple(lists["refused"]),
            comes=Words(lists["comes"]),
            neutral=Words(lists["neutral"]),
            greeting=re.compile(f"(?:{'|'.join(map(re.escape, lists['greeting']))}){{0,4}}"),
        )


@dataclass(frozen=True)
class Read:
    """A text with its mentions read.

    `sure`: without all but the mentions that DO accuse; `whole`: without those only that do NOT. `accused`: the names that
    may or do accuse. `outright`: whether a name comes right after 举报, or after 别让.
    """

    sure: str
    whole: str
    accused: frozenset[str]
    outright: bool


def read(text: str, lists: Lists) -> Read:
    """Read every mention of a name in the text."""
    spans = lists.people.find(lists.not_nick.without(text))
    meant = [_meant(text, span, lists) if number < _MOST else Meant.MAY for number, span in enumerate(spans)]
    told = list(zip(spans, meant, strict=True))
    return Read(
        sure=_without(text, [span for span, one in told if one is not Meant.DOES]),
        whole=_without(text, [span for span, one in told if one is Meant.NOT]),
        accused=frozenset(text[start:end] for (start, end), one in told if one is not Meant.NOT),
        outright=any(one is not Meant.NOT and _is_outright(text, span, lists) for span, one in told),
    )


def feared(text: str, lists: Lists, *, violent: bool) -> frozenset[str]:
    """The names in a call for help that may be those of whoever it is against: all but the asked, the thanked, helpers.

    Who only came, helps or is hurt (网格员老周已经来了) is no danger; in a fight that holds only where somebody else is told of.
    """
    alone = violent and not lists.conduct.other.find(text)
    spans = lists.people.find(lists.not_nick.without(text))[:_MOST]
    return frozenset(
        text[slice(*span)]
        for span in spans
        if _meant(text, span, lists) is not Meant.NOT and not _is_helper(text, span, lists, alone=alone)
    )


def _is_helper(text: str, span: tuple[int, int], lists: Lists, *, alone: bool) -> bool:
    """Whether the clause calls to the named, or says no more than that they came, help or are hurt.

    And the next clause says nothing bad of them. `alone`: nobody else is told of in a fight, so only the call counts.
    """
    clause, suffers = _clause(text, span), text.startswith(lists.suffers, span[1])
    comes = not alone and (suffers or bool(lists.comes.find(clause)))
    if not (comes or _is_called_to(text, span, lists)) or _weighs(clause, lists):
        return False
    following = text[_begins(text, span) + len(clause) :][: _AROUND + 1]
    then = _CLAUSE_ENDS.split(following)[1:2]
    return not any(_weighs(text[slice(*span)] + one, lists) > _weighs(one, lists) for one in then)


def _is_called_to(text: str, span: tuple[int, int], lists: Lists) -> bool:
    """Whether the clause is the name and a greeting or a call at most (叶姐救命; 受理台的小叶，您好)."""
    before = text[_begins(text, span) : span[0]]
    greeted = lists.greeting.match(before)
    before = before[greeted.end() :] if greeted else before
    after = lists.greeting.fullmatch(_clause(text, span)[span[1] - _begins(text, span) :])
    return after is not None and (not before or before in lists.office)


def blamed(text: str, roles: Words, lists: Lists, bodies: Words) -> frozenset[str]:
    """The words of `roles` (受理台, 接电话的) whose people the text blames, where no body and nobody else is between."""
    spans = [span for span in roles.find(text)[:_MOST] if not _is_elsewheres(text, span, bodies)]
    return frozenset(text[slice(*span)] for span in spans if _is_blamed(text, span, lists))


def _is_elsewheres(text: str, span: tuple[int, int], bodies: Words) -> bool:
    """Whether it is another body's (物业前台, 银行窗口)."""
    return bool(bodies.find(text[max(_begins(text, span), span[0] - _NEAR) : span[0]]))


def _is_blamed(text: str, span: tuple[int, int], lists: Lists) -> bool:
    before = text[max(0, span[0] - 10) : span[0]]
    if before.endswith(lists.refused) or _is_outright(text, span, lists):
        return True
    if before.endswith(lists.plea + lists.own + lists.addressed):
        return _is_the_bad_one(text, span, lists)
    if lists.praise.find(_clause(text, span)):
        return False
    rest = _SENTENCE_END.split(text[span[1] : span[1] + _AROUND])[0]
    said = _SENTENCE_END.split(text[max(0, span[0] - _AROUND) : span[0]])[-1]
    return _acts_unnamed(rest, lists) or _acts_unnamed(said, lists)


def _acts_unnamed(said: str, lists: Lists) -> bool:
    """Whether somebody does something bad in these words, and nobody is named before it."""
    words = lists.conduct
    said = lists.neutral.without(words.harmless.without(said))
    kinds = (words.grave, words.violent, words.manner, words.theirs)
    acts = [
        start for one in (*kinds, *(() if words.dues.find(said) else (words.takes,))) for start, _ in one.find(said)
    ]
    people = [start for one in (words.other, words.org, words.staff) for start, _ in one.find(said)]
    return bool(acts) and not any(start < min(acts) for start in people)


def _without(text: str, spans: Iterable[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + _BLANK * (end - start) + text[end:]
    return text


def _meant(text: str, span: tuple[int, int], lists: Lists) -> Meant:
    start, end = span
    before, clause = text[max(0, start - 10) : start], _clause(text, span)
    suffers = text.startswith(lists.suffers, end)
    if before.endswith(lists.refused):
        return Meant.MAY
    if before.endswith(lists.own) and suffers:
        return Meant.NOT
    if before.endswith(lists.plea) or _before_the_office(before, lists).endswith(lists.plea):
        return Meant.MAY if _is_the_bad_one(text, span, lists) else Meant.NOT
    if before.endswith(lists.addressed) and _is_the_bad_one(text, span, lists):
        return Meant.MAY
    if before.endswith(lists.own + lists.addressed) or lists.praise.find(clause):
        beside = before.endswith(lists.beside) and _weighs(clause, lists) > 0
        return Meant.MAY if beside or _makes_it_worse(text, span, lists) else Meant.NOT
    nickname = text[start:end] in lists.nicknames
    if nickname and before.endswith(lists.others):
        return Meant.NOT  # 楼上的小叶 is a neighbour
    placed = before.endswith(lists.office) or lists.of_the_office.search(text[end : end + _AROUND]) is not None
    vague = (nickname or end - start <= _SHORT) and not placed
    if vague or suffers or before.endswith(lists.others) or lists.calms.find(clause):
        return Meant.MAY
    return Meant.DOES


def _before_the_office(before: str, lists: Lists) -> str:
    """What stands before the office of 请受理台的小叶; "" where no office does."""
    office = max((one for one in lists.office if before.endswith(one)), key=len, default="")
    return before.removesuffix(office) if office else ""


def _of_the_office(offices: Iterable[str]) -> re.Pattern[str]:
    """A remark of its own that says where the named works (…，受理台的; …，她是网格上的; （居委会）)."""
    words = "|".join(sorted(map(re.escape, offices), key=len, reverse=True))
    return re.compile(
        rf"[，,（(。；;：:](?:就|她|他|那|这|个|人|是|在|你们|咱们|我们|这里|那里){{0,4}}(?:{words})"
        rf"(?:里|上|那边|这边)?(?:的(?!电话|人|话)|那个|那位|上班的?|工作的?|接电话的?|的人|这个)?(?:[，,）)。！!？?；;…]|$)"
    )


def _makes_it_worse(text: str, span: tuple[int, int], lists: Lists) -> bool:
    """Whether the clause weighs more with the name than without it: then it is the named who does it."""
    low, clause = _begins(text, span), _clause(text, span)
    return _weighs(clause, lists) > _weighs(_without(clause, [(span[0] - low, span[1] - low)]), lists)


def _is_the_bad_one(text: str, span: tuple[int, int], lists: Lists) -> bool:
    """Whether a 他 soon after the name may be the named, and does something bad (我找周大勇办事，他骂我)."""
    rest = text[span[1] : span[1] + _AROUND]
    pronouns = lists.conduct.pronoun.find(rest)
    if not pronouns:
        return False
    start, end = pronouns[0]
    return _weighs(rest[:start] + text[slice(*span)] + rest[end:], lists) > _weighs(rest[:start] + rest[end:], lists)


def _weighs(clause: str, lists: Lists) -> int:
    return _WEIGHT[conduct.classify(clause, "", lists.conduct)]


def _begins(text: str, span: tuple[int, int]) -> int:
    low = max(0, span[0] - _AROUND)
    return max(low, *(text.rfind(mark, low, span[0]) + 1 for mark in _CLAUSE_END))


def _clause(text: str, span: tuple[int, int]) -> str:
    """The clause around a mention, of a very long one what is near."""
    after = _CLAUSE_ENDS.search(text, span[1], span[1] + _AROUND)
    return text[_begins(text, span) : after.start() if after else span[1] + _AROUND]


def _is_outright(text: str, span: tuple[int, int], lists: Lists) -> bool:
    """Whether 举报, 投诉 … comes before the name in its clause, or 别让 right before it."""
    if text[max(0, span[0] - 10) : span[0]].endswith(lists.refused):
        return True
    return bool(lists.accuse.find(text[max(_begins(text, span), span[0] - _NEAR) : span[0]]))
