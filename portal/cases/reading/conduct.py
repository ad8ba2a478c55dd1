"""Tell a report about how people behave from one about how a service runs. Pure.

"保安骂人推人" is conduct, "门岗半夜没人" is service; in doubt a clerk is asked. A case about conduct is kept from those it
is about (信访工作条例 30). The word lists are in `data/lexicon/conduct.csv`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from portal.cases.reading.spans import WordList, without_gaps


class Conduct(StrEnum):
    """Whether a case is about conduct. NONE: no sign of it; ASK: in doubt, staff must answer; SERVICE: staff said it is not.

    CONDUCT: it is, by the reporter's words or as staff said.
    """

    NONE = ""
    ASK = "ask"
    CONDUCT = "conduct"
    SERVICE = "service"

    @property
    def label(self) -> str:
        return {"": "", "ask": "是不是人的行为？", "conduct": "说的是人的行为", "service": "说的是事情没办好"}[self]


CONDUCT_OR_DOUBT = (Conduct.CONDUCT, Conduct.ASK)
"""The values for a case that is about conduct, or in doubt may be."""


_SENTENCE_END = re.compile(r"[。！？!?；;\n…]+")
_LONGEST = 10_000  # characters read: a whole message and the answers to the bot's questions
_OF_ORG = re.compile(
    "(?:里|那边|那里)?的?(?:人(?![行口力多少防民工手员])|那(?:几个|个|帮|些|位)人?|一个人|几个人)"
)  # after an org's name: its people
_GIVEN = re.compile(  # what is taken from somebody else (收了摊贩的烟), other than litter
    "(?:收|拿|要)[了过走]?(?:[^，,：:、]{0,6}的|[一二两三几]?[条包盒箱瓶张]|[^，,：:、]{0,4}(?:老板|商户|摊贩|小贩|摊主|店主|施工队|装修队|开发商|业主))"
    "(?:几|一|两|三)?[条包盒箱瓶张]?(?:名|好|高档)?(?:香?烟(?![头雾道囱感花])|[白红茅名]?酒(?![店吧精瓶])|红包|礼(?![堂仪貌拜])|购物卡|土特产|好处|人情)"
)
_NEAR = 4  # characters at most from the beginning of an act to its doer, where the act comes first: 骂人的保安


@dataclass(frozen=True)
class Lists:
    """The lists of conduct.csv (its column `note` says what each holds), compiled for searching."""

    staff: WordList
    org: WordList
    other: WordList
    grave: WordList
    violent: WordList
    manner: WordList
    theirs: WordList
    takes: WordList
    dues: WordList
    harmless: WordList
    pronoun: WordList
    patient: tuple[str, ...]

    @classmethod
    def of(cls, lists: Mapping[str, Iterable[str]], bodies: Iterable[str] = ()) -> Lists:
        """Compile the lists; `bodies`: names of this community's bodies, searched for like `org`."""
        return cls(
            staff=WordList(lists["staff"]),
            org=WordList((*lists["org"], *bodies)),
            other=WordList(lists["other"]),
            grave=WordList(lists["grave"]),
            violent=WordList(lists["violent"]),
            manner=WordList(lists["manner"]),
            theirs=WordList(lists["theirs"]),
            takes=WordList(lists["takes"]),
            dues=WordList(lists["dues"]),
            harmless=WordList(lists["harmless"]),
            pronoun=WordList(lists["pronoun"]),
            patient=tuple(lists["patient"]),
        )


def weigh(text: str, kind: str, lists: Lists) -> Conduct:
    """CONDUCT, ASK or NONE for a text in simplified Chinese; `kind`: the case's, or "" if unknown.

    A tip-off that names staff or a body is always CONDUCT.
    """
    text = without_gaps(text[:_LONGEST])
    named = bool(lists.staff.find(text) or lists.org.find(text))
    if kind == "tip_off" and named:
        return Conduct.CONDUCT
    found = [_weigh_sentence(sentence, lists, named=named) for sentence in _SENTENCE_END.split(text) if sentence]
    return next((one for one in CONDUCT_OR_DOUBT if one in found), Conduct.NONE)


def _weigh_sentence(sentence: str, lists: Lists, *, named: bool) -> Conduct:
    """CONDUCT, ASK or NONE for one sentence. `named`: the whole text names staff or a body."""
    said = lists.harmless.without(sentence)
    people = _people(said, lists)
    if lists.grave.find(said):
        plain = named and all(staff for _, staff in people)
        return Conduct.CONDUCT if plain else Conduct.ASK
    if _takes_money(said, people, lists):
        return Conduct.CONDUCT
    acts = [_is_by_staff(start, people) for start, _end in lists.violent.find(said)]
    if True in acts:
        return Conduct.CONDUCT
    if None in acts and (named or lists.pronoun.find(said)) and all(staff for _, staff in people):
        return Conduct.ASK  # the sentence does not say who does it
    if any(_is_by_staff(start, people) for start, _end in lists.theirs.find(said)):
        return Conduct.ASK
    manners = [_is_by_staff(start, people) for start, _end in lists.manner.find(said)]
    return Conduct.ASK if True in manners and lists.staff.find(said) else Conduct.NONE


def _takes_money(said: str, people: list[tuple[int, bool]], lists: Lists) -> bool:
    """Whether a sentence says that staff, not only a body, take a resident's money, other than what is due (停车费), or anybody's gifts."""
    if lists.dues.find(said):
        return False
    acts = [one.start() for one in _GIVEN.finditer(said)]  # which no body does as such
    if _names_its_people(said, lists):
        acts += [start for start, _end in lists.takes.find(said)]
    return any(_is_by_staff(start, people) for start in acts)


def _names_its_people(said: str, lists: Lists) -> bool:
    """Whether the sentence names staff, by their post or as a body's people (养护所的人)."""
    return bool(lists.staff.find(said)) or any(_OF_ORG.match(said, end) for _start, end in lists.org.find(said))


def _people(said: str, lists: Lists) -> list[tuple[int, bool]]:
    """(offset, True for staff or a body, False for others) of all who are named, in order, except those who suffer the act (把…, 对…)."""
    bodies = lists.org.find(said)
    own = [(end, one.end()) for _start, end in bodies if (one := _OF_ORG.match(said, end))]  # 环卫那几个人
    others = (start for start, _ in lists.other.find(said))
    found = {start: False for start in others if not any(begin <= start < end for begin, end in own)}
    found |= {start: True for spans in (bodies, lists.staff.find(said)) for start, _ in spans}
    return sorted((start, staff) for start, staff in found.items() if not said[:start].endswith(lists.patient))


def _is_by_staff(act: int, people: list[tuple[int, bool]]) -> bool | None:
    """Whether staff or a body do the act at this offset; None if nobody is named who might.

    Whoever is named last before it does it, else whoever is named right after it.
    """
    before = [one for one in people if one[0] < act]
    if before:
        return before[-1][1]
    after = [one for one in people if act <= one[0] <= act + _NEAR]
    return after[0][1] if after else None
