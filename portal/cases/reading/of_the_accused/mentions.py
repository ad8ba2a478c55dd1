"""Which mentions of a staff member's name may accuse them. Pure.

"周大勇昨天骂人" accuses 周大勇; "请周大勇帮忙", "感谢周大勇", "我叫周大勇" do not. A name of two characters may be an ordinary
word (高兴), and one after 邻居 another person: such a mention may accuse, and a clerk is asked. So may a nickname (小叶); after
邻居 it does not. Beside an office (受理台的小叶; 叶姑娘骂人，受理台的) both count as any other name. Texts are simplified Chinese, closed up
(`spans.without_gaps`). The words are in `data/lexicon/conduct.csv`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import IntEnum

from portal.cases.reading import conduct
from portal.cases.reading.conduct import Conduct
from portal.cases.reading.spans import WordList

_CLAUSE_END = "，,：:。！!？?；;\n…"
_CLAUSE_ENDS = re.compile(f"[{_CLAUSE_END}]")
_SENTENCE_END = re.compile(r"[。！!？?；;…]")
_AROUND = 60  # characters of a clause read before and after a name
_BLANK = "〇"  # stands in for each character of a name that is left out; no list holds it
_NEAR = 8  # characters at most from 举报 to the name, and from another body to its post (物业前台)
_SHORT = 2  # characters: a name that may be an ordinary word
_MOST = 200  # mentions read in one text; `read` counts those after them as MAYBE, all else leaves them out
# how bad the conduct in a clause is, to compare it with another
_WEIGHT = {Conduct.NONE: 0, Conduct.SERVICE: 0, Conduct.ASK: 1, Conduct.CONDUCT: 2}


class Accuses(IntEnum):
    """Whether a mention accuses the named, if its text is about conduct (which is decided elsewhere: `conduct.weigh`).

    MAYBE: staff are asked.
    """

    NO = 0
    MAYBE = 1
    YES = 2


@dataclass(frozen=True)
class Lists:
    """The lists of conduct.csv (its column `note` says what each holds), compiled, with the names to look for.

    `people`: the names and nicknames; `conduct`: the same file's lists for `conduct.weigh`, with these among its
    `staff`. `addressed`: the lists asked and spoken_to; `others`: the list other, also with 的, 叫, 是. `office`: the words
    for where staff work (受理台), also with what joins them to a name (受理台的).
    """

    people: WordList
    nicknames: frozenset[str]
    not_nick: WordList
    office: tuple[str, ...]
    of_the_office: re.Pattern[str]
    conduct: conduct.Lists
    own: tuple[str, ...]
    plea: tuple[str, ...]
    addressed: tuple[str, ...]
    beside: tuple[str, ...]
    others: tuple[str, ...]
    suffers: tuple[str, ...]
    praise: WordList
    calms: WordList
    accuse: WordList
    refused: tuple[str, ...]
    comes: WordList
    neutral: WordList
    greeting: re.Pattern[str]

    @classmethod
    def of(
        cls,
        lists: Mapping[str, Iterable[str]],
        bodies: Iterable[str],
        people: Iterable[str],
        nicknames: Iterable[str] = (),
    ) -> Lists:
        """Compile the lists. `bodies`, `people`: their names; `nicknames`: those of the people."""
        nicknames = frozenset(nicknames)
        people = tuple(sorted({*people, *nicknames}))
        compiled = conduct.Lists.of(lists, bodies)
        others = tuple(lists["other"])
        return cls(
            people=WordList(people),
            nicknames=nicknames,
            not_nick=WordList(set(lists["not_nick"]) - nicknames),
            office=tuple(f"{one}{joint}" for one in lists["office"] for joint in ("", *lists["joint"])),
            of_the_office=_of_the_office(lists["office"]),
            conduct=replace(compiled, staff=WordList((*lists["staff"], *people))),
            own=tuple(lists["own"]),
            plea=tuple(lists["plea"]),
            addressed=(*lists["asked"], *lists["spoken_to"]),
            beside=tuple(lists["beside"]),
            others=(*others, *(f"{one}{joint}" for one in others for joint in "的叫是")),
            suffers=tuple(lists["suffers"]),
            praise=WordList(lists["praise"]),
            calms=WordList(lists["calms"]),
            accuse=WordList(lists["accuse"]),
            refused=tuple(lists["refused"]),
            comes=WordList(lists["comes"]),
            neutral=WordList(lists["neutral"]),
            greeting=re.compile(f"(?:{'|'.join(map(re.escape, lists['greeting']))}){{0,4}}"),
        )


@dataclass(frozen=True)
class ReadMentions:
    """A text with its mentions read.

    `sure`: the text with only the accusing mentions (YES) left, the others blanked; `whole`: with those left that accuse
    or may (YES, MAYBE). `accused`: the names in these; `outright`: whether one of these comes soon after 举报 in its clause,
    or right after 别让.
    """

    sure: str
    whole: str
    accused: frozenset[str]
    outright: bool


def read(text: str, lists: Lists) -> ReadMentions:
    """Read every mention of a name in the text."""
    spans = lists.people.find(lists.not_nick.without(text))
    accuses = [_accuses(text, span, lists) if number < _MOST else Accuses.MAYBE for number, span in enumerate(spans)]
    judged = list(zip(spans, accuses, strict=True))
    return ReadMentions(
        sure=_blanked(text, [span for span, one in judged if one is not Accuses.YES]),
        whole=_blanked(text, [span for span, one in judged if one is Accuses.NO]),
        accused=frozenset(text[start:end] for (start, end), one in judged if one is not Accuses.NO),
        outright=any(one is not Accuses.NO and _is_outright(text, span, lists) for span, one in judged),
    )


def possible_attackers(text: str, lists: Lists, *, violent: bool) -> frozenset[str]:
    """The names in a call for help that may be the attacker's: all but those of whoever is asked, thanked or a helper.

    Whoever is called to (叶姐救命), only came, helps or is hurt (网格员老周已经来了) is a helper; in a fight (`violent`) those not
    called to only if the text mentions others, too.
    """
    alone = violent and not lists.conduct.other.find(text)
    spans = lists.people.find(lists.not_nick.without(text))[:_MOST]
    return frozenset(
        text[slice(*span)]
        for span in spans
        if _accuses(text, span, lists) is not Accuses.NO and not _is_helper(text, span, lists, alone=alone)
    )


def _is_helper(text: str, span: tuple[int, int], lists: Lists, *, alone: bool) -> bool:
    """Whether the clause calls to the named, or only says that they came, help or are hurt.

    The next clause must say nothing bad of them. `alone`: in a fight, nobody else is mentioned, so only a call counts.
    """
    clause, suffers = _clause(text, span), text.startswith(lists.suffers, span[1])
    comes = not alone and (suffers or bool(lists.comes.find(clause)))
    if not (comes or _is_called_to(text, span, lists)) or _weight(clause, lists):
        return False
    following = text[_clause_start(text, span) + len(clause) :][: _AROUND + 1]
    then = _CLAUSE_ENDS.split(following)[1:2]
    return not any(_weight(text[slice(*span)] + one, lists) > _weight(one, lists) for one in then)


def _is_called_to(text: str, span: tuple[int, int], lists: Lists) -> bool:
    """Whether the clause is the name and a greeting or a call at most (叶姐救命; 受理台的小叶，您好)."""
    before = text[_clause_start(text, span) : span[0]]
    greeted = lists.greeting.match(before)
    before = before[greeted.end() :] if greeted else before
    after = lists.greeting.fullmatch(_clause(text, span)[span[1] - _clause_start(text, span) :])
    return after is not None and (not before or before in lists.office)


def blamed(text: str, posts: WordList, lists: Lists, bodies: WordList) -> frozenset[str]:
    """The words for `posts` (受理台, 接电话的) whose people the text blames; not where the post is another body's.

    `bodies`: the names and words that make a post another's (物业前台, 银行窗口).
    """
    spans = [span for span in posts.find(text)[:_MOST] if not _is_of_another_body(text, span, bodies)]
    return frozenset(text[slice(*span)] for span in spans if _is_blamed(text, span, lists))


def _is_of_another_body(text: str, span: tuple[int, int], bodies: WordList) -> bool:
    """Whether the post is another body's (物业前台, 银行窗口)."""
    return bool(bodies.find(text[max(_clause_start(text, span), span[0] - _NEAR) : span[0]]))


def _is_blamed(text: str, span: tuple[int, int], lists: Lists) -> bool:
    """Whether the text blames the people of the post at this span."""
    before = text[max(0, span[0] - 10) : span[0]]
    if before.endswith(lists.refused) or _is_outright(text, span, lists):
        return True
    if before.endswith(lists.plea + lists.own + lists.addressed):
        return _is_the_bad_one(text, span, lists)
    if lists.praise.find(_clause(text, span)):
        return False
    rest = _SENTENCE_END.split(text[span[1] : span[1] + _AROUND])[0]
    said = _SENTENCE_END.split(text[max(0, span[0] - _AROUND) : span[0]])[-1]
    return _has_act_without_doer(rest, lists) or _has_act_without_doer(said, lists)


def _has_act_without_doer(said: str, lists: Lists) -> bool:
    """Whether these words hold a bad act with nobody named before it."""
    words = lists.conduct
    said = lists.neutral.without(words.harmless.without(said))
    kinds = (words.grave, words.violent, words.manner, words.theirs)
    acts = [
        start for one in (*kinds, *(() if words.dues.find(said) else (words.takes,))) for start, _ in one.find(said)
    ]
    people = [start for one in (words.other, words.org, words.staff) for start, _ in one.find(said)]
    return bool(acts) and not any(start < min(acts) for start in people)


def _blanked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with _BLANK in place of each character of the spans."""
    for start, end in spans:
        text = text[:start] + _BLANK * (end - start) + text[end:]
    return text


def _accuses(text: str, span: tuple[int, int], lists: Lists) -> Accuses:
    """Whether the mention at this span accuses the named."""
    start, end = span
    before, clause = text[max(0, start - 10) : start], _clause(text, span)
    suffers = text.startswith(lists.suffers, end)
    if before.endswith(lists.refused):
        return Accuses.MAYBE
    if before.endswith(lists.own) and suffers:
        return Accuses.NO
    if before.endswith(lists.plea) or _before_the_office(before, lists).endswith(lists.plea):
        return Accuses.MAYBE if _is_the_bad_one(text, span, lists) else Accuses.NO
    if before.endswith(lists.addressed) and _is_the_bad_one(text, span, lists):
        return Accuses.MAYBE
    if before.endswith(lists.own + lists.addressed) or lists.praise.find(clause):
        beside = before.endswith(lists.beside) and _weight(clause, lists) > 0
        return Accuses.MAYBE if beside or _makes_it_worse(text, span, lists) else Accuses.NO
    nickname = text[start:end] in lists.nicknames
    if nickname and before.endswith(lists.others):
        return Accuses.NO  # 楼上的小叶 is a neighbour
    placed = before.endswith(lists.office) or lists.of_the_office.search(text[end : end + _AROUND]) is not None
    vague = (nickname or end - start <= _SHORT) and not placed
    if vague or suffers or before.endswith(lists.others) or lists.calms.find(clause):
        return Accuses.MAYBE
    return Accuses.YES


def _before_the_office(before: str, lists: Lists) -> str:
    """What precedes the office that `before` ends with (请 of 请受理台的, before 小叶); "" if it ends with none."""
    office = max((one for one in lists.office if before.endswith(one)), key=len, default="")
    return before.removesuffix(office) if office else ""


def _of_the_office(offices: Iterable[str]) -> re.Pattern[str]:
    """Matches a remark that says where the named works (…，受理台的; …，她是网格上的; （居委会）)."""
    words = "|".join(sorted(map(re.escape, offices), key=len, reverse=True))
    return re.compile(
        rf"[，,（(。；;：:](?:就|她|他|那|这|个|人|是|在|你们|咱们|我们|这里|那里){{0,4}}(?:{words})"
        rf"(?:里|上|那边|这边)?(?:的(?!电话|人|话)|那个|那位|上班的?|工作的?|接电话的?|的人|这个)?(?:[，,）)。！!？?；;…]|$)"
    )


def _makes_it_worse(text: str, span: tuple[int, int], lists: Lists) -> bool:
    """Whether the clause weighs more with the name than without: then the named does the bad act."""
    low, clause = _clause_start(text, span), _clause(text, span)
    return _weight(clause, lists) > _weight(_blanked(clause, [(span[0] - low, span[1] - low)]), lists)


def _is_the_bad_one(text: str, span: tuple[int, int], lists: Lists) -> bool:
    """Whether a 他 that follows the name, and may mean the named, does something bad (我找周大勇办事，他骂我)."""
    rest = text[span[1] : span[1] + _AROUND]
    pronouns = lists.conduct.pronoun.find(rest)
    if not pronouns:
        return False
    start, end = pronouns[0]
    return _weight(rest[:start] + text[slice(*span)] + rest[end:], lists) > _weight(rest[:start] + rest[end:], lists)


def _weight(clause: str, lists: Lists) -> int:
    """How bad the conduct in the clause is (_WEIGHT)."""
    return _WEIGHT[conduct.weigh(clause, "", lists.conduct)]


def _clause_start(text: str, span: tuple[int, int]) -> int:
    """The offset at which the mention's clause begins."""
    low = max(0, span[0] - _AROUND)
    return max(low, *(text.rfind(mark, low, span[0]) + 1 for mark in _CLAUSE_END))


def _clause(text: str, span: tuple[int, int]) -> str:
    """The clause around a mention; of a very long one, only what is near the mention."""
    after = _CLAUSE_ENDS.search(text, span[1], span[1] + _AROUND)
    return text[_clause_start(text, span) : after.start() if after else span[1] + _AROUND]


def _is_outright(text: str, span: tuple[int, int], lists: Lists) -> bool:
    """Whether 举报, 投诉 … comes soon before the name in its clause, or 别让 right before it."""
    if text[max(0, span[0] - 10) : span[0]].endswith(lists.refused):
        return True
    return bool(lists.accuse.find(text[max(_clause_start(text, span), span[0] - _NEAR) : span[0]]))
