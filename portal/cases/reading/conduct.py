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
_ONE = re.compile("(?:人(?![行口力多少防民工手员])|那(?:几个|个|帮|些|位)人?|一个人|几个人)").pattern
_OF_ORG = re.compile(  # after an org's name: its people (养护所的人, 养护所来修路灯的人)
    f"(?:[^，,：:的来派]{{0,4}}[所队站处局部]|公司|中心)?(?:(?:里|那边|那里)?的?{_ONE}|(?:派来?|上门|过来|来)[^，,：:的]{{1,10}}的(?:{_ONE}|师傅|工人|小伙|小哥|[男女]的))"
)
_CAME = re.compile(  # whose they are nobody says
    "(?:来|上门)[^，,：:的]{0,2}[修装检查抄换通清砍剪收送量][^，,：:的]{1,6}的"
)
_WHOSE = re.compile(
    "(?:我|咱|人)(?:们|家)?(?:爸|妈|爷爷|奶奶|婆婆|老公|老婆|儿子|女儿|父母|孩子)?|大家|住户|业主|居民|村民|老人|老太太|老头|每户|每家|家家"
).pattern
_SUM = re.compile(
    r"(?:钱(?!包)|红包|好处|小费|[\d一二两三四五六七八九十百千万几]{1,6}(?:块|元|百|千|万|[条包]?烟|(?=$|[，,]))|[条包好名]?烟(?![囱道雾头感花]))"
).pattern
_ASKS_MONEY = re.compile(  # of a resident: 问我要钱, 张口要五十块, 非要我给钱, 不给钱不修
    f"(?:问|管|跟|向|找|和|朝|对)(?:{_WHOSE})(?:讨|索|要(?!不要))(?:点|了|过|走)?(?:(?!多少|几块|几元)[^，,：:、]){{0,4}}{_SUM}"
    f"|(?:张口|开口|伸手)(?:就|便|又)?(?:要|讨)(?:点|了|过)?[^，,：:、]{{0,2}}{_SUM}"
    f"|(?:要|让|叫|逼|喊|要求)(?:{_WHOSE})(?:先|再|得|必须|私下|偷偷|额外|另外|多)?(?:给|掏|塞|出(?!示|[来去门])|付|转)(?:点|了|他们?|她们?|个)?[^，,：:、]{{0,3}}{_SUM}"
    f"|不给(?:点|他们?|她们?)?{_SUM}(?:他|她|就|都)?[们就都]?(?:不|没法|别想)(?:给)?[修办干管弄走装通开盖接清换搬]|[要收给](?:了|点)?{_SUM}(?:他们?|她们?)?才(?:肯|愿意|能|给|会)?(?:给)?(?:我|我们|我家)?[修办干管弄走装通开盖接清换搬]"
)
_GIVEN = re.compile(  # what is taken from somebody else (收了摊贩的烟), other than litter
    "(?:收|拿|要)[了过走]?(?:[^，,：:、]{0,10}的|[^，,：:、]{0,10}[一二两三几][条包盒箱瓶张]|[条包盒箱瓶张]|[^，,：:、]{0,8}(?:[店馆铺摊厂]|老板|商户|摊贩|小贩|摊主|店主|施工队|装修队|开发商|业主))"
    "(?:几|一|两|三)?[条包盒箱瓶张]?(?:名|好|高档)?(?:香?烟(?![头雾道囱感花蒂灰盒壳味店草机])|[白红茅名]?酒(?![店吧精瓶])|红包|礼(?![堂仪貌拜])|购物卡|土特产|好处|人情)"
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
    if _takes_money(said, people, lists):
        return Conduct.CONDUCT
    if lists.grave.find(said):
        plain = named and all(staff for _, staff in people)
        return Conduct.CONDUCT if plain else Conduct.ASK
    acts = [_is_by_staff(start, people) for start, _end in lists.violent.find(said)]
    if True in acts:
        return Conduct.CONDUCT
    if None in acts and (named or lists.pronoun.find(said)) and all(staff for _, staff in people):
        return Conduct.ASK  # the sentence does not say who does it
    if any(_is_by_staff(start, people) for start, _end in lists.theirs.find(said)) or _asks_whoever_came(said, lists):
        return Conduct.ASK
    manners = [_is_by_staff(start, people) for start, _end in lists.manner.find(said)]
    return Conduct.ASK if True in manners and lists.staff.find(said) else Conduct.NONE


def _takes_money(said: str, people: list[tuple[int, bool]], lists: Lists) -> bool:
    """Whether a sentence says that staff, not only a body, take a resident's money, other than what is due (停车费), or anybody's gifts."""
    if lists.dues.find(said):
        return False
    acts = [one.start() for one in _GIVEN.finditer(said)]  # which no body does as such
    if _names_its_people(said, lists):
        acts += [start for start, _end in lists.takes.find(said)] + [one.start() for one in _ASKS_MONEY.finditer(said)]
    return any(_is_by_staff(start, people) for start in acts)


def _asks_whoever_came(said: str, lists: Lists) -> bool:
    """Whether somebody who came to work, of whatever body, asks for money that is not due."""
    return bool(_CAME.search(said) and _ASKS_MONEY.search(said)) and not lists.dues.find(said)


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
