"""Decides whether a message states how somebody votes, by its meaning and not by words of the title alone (pure).

A linear model over the features of a message (`vote_features`), which is first rewritten as slots (`vote_slots`); and
rules for what it misses or takes for a choice by mistake.
Weights and training sentences are in `data/votes/`; `bench/choices.py` trains the model, and measures it on held-out
votes.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from portal.channels.text import other_choices
from portal.channels.text.simplified import simple
from portal.channels.text.vote_features import (
    ASKING,
    BARE,
    CLAUSE_END,
    OTHER_MATTER,
    STANDS,
    features,
    features_of,
    free_characters,
)
from portal.channels.text.vote_slots import SPEAKER, VoteTexts, slots_in, words_of
from portal.kernel.config import PROJECT

FOLDER = PROJECT / "data" / "votes"
WINDOW = 240  # characters: a text up to this length is scored as a whole
# What a score (log odds) must pass:
THRESHOLD = 0.0  # for a whole message; bench/choices.py has fitted it into the model's bias
ANSWERED = 1.0  # if the bot has asked something else: for a text about the vote itself
CHOSEN = 2.0  # if the bot has asked something else: for a clause with a chosen option
SENTENCE = 1.0  # for one sentence of several
CLAUSE = 0.5  # for one clause of a long sentence
LONG_SENTENCE = 40  # characters: a longer sentence is also scored clause by clause
# The capital letters in patterns and sets below are the slots of `vote_slots`.
_QUESTION = r"(?:D(?:道|个)?(?:题|问题|议题|问)|(?:问题|议题|题)[一二三四五六七八九\d]|[两三四五每各]道?题)"
_OF_A_QUESTION = re.compile(
    rf"{_QUESTION}[是的就都我要,，:： ]{{0,4}}(?:[YXAO]|[CV].{{0,3}}[ODYXA])|D[YXA]|T[^,，。]{{0,2}}[:：][是我]?[YXAO]|D题[,，:： ]{{0,2}}[1-9a-h](?=$|[,， ])"
)
_JUST_UNDER = -0.5  # score of a text that is a choice only just after the voting link was given
_NEVER_A_CHOICE = -2.0  # score of a text that is no choice even then
_OWNED_BY_OPTION = re.compile(
    r"[^A-Za-z,，。 ]{3,60}的O[。!]?"
)  # only something with an option of its own: 老菜场的网格员
_STANCE_WORDS = re.compile(r"同意|赞成|支持|反对|赞同")
_A_HOUSE = re.compile(r"\d{1,5}(?:栋|幢|号楼|号|单元|弄)")
_THAT_ONE = re.compile(r"[CV](?:P|它|他们)$")
_I_CHOOSE = re.compile(r"I[^他她]{0,4}C(?:由|是|了|的是|那个)?O")
_CHOOSES = re.compile(r"[CV].{0,3}O|O.{0,3}[CV]")
_VOTES = re.compile(r"V.{0,3}[YXA]|[YXA].{0,2}V")
_OF_THE_TOPIC = re.compile(r"T.{0,4}O")
_OF_AN_OPTION = re.compile(r"[YX].{0,2}O|O.{0,2}[YX]|O[^他她]{0,4}I都?[YX]")
_PROPOSED = re.compile(r"方案|提议|提案|建议|主意|名字|[建设放定改装](?:在|到)?(?=O)")  # 八点半那个方案, 建在荷花池边
_STATED_WITHOUT_SLOTS = re.compile(  # misspelt, in pinyin or English, or by words and numbers that no slot has
    r"弃|同[易一亦义]|反队|反对|tong ?yi|fan ?dui|qi ?quan|^否|否$|不同$|拒绝|免谈|休想|说不[,，。!！]|第[仨俩]|^\d{1,2}号$|[a-h]选项|\b(?:yes|no)\b"
)
_OF_A_VOTE = frozenset("YXAODVCTP")
_EVERYDAY = re.compile("[修坏漏堵好公]")  # characters of titles that people also use about repairs
_COMES = re.compile(r"上门|来[修看装换弄]")  # of whoever is to come at a time that is an option too: 我选九点上门
_WEAK_STANCES = re.compile(r"都行|都可以|无所谓|没所谓")
_CALLED = re.compile(  # 找网格员, 请网格员来一趟: an option that is a person, who is called
    r"(?:找|叫|喊|请|联系|通知|告诉|麻烦|派|问)(?:一下|下|了|个)?[^,，]{0,4}(?:[\u3400-\u9fff]{1,6}[员警安医工长者队人任理])(?:来|过来|去|一下|一趟|看看|上门|帮忙|帮我|吧|了|们){0,4}[。!！]?"
    r"|让[^,，]{1,8}(?:看看|看一下|帮忙|帮我|上门|来一趟)[吧了]?[。!！]?"
)
_CAME = re.compile(
    r"O们?(?:刚才?|昨天|前天|今天|早上|已经|也|都|还|从来){0,2}(?:没有?|不)?(?:来|去|到|接|上门|看|问|说)(?:过|了|电话)+[了的]?[。!！]?"
)
_MADE_TO_VOTE = re.compile(r"O们?.{0,2}[让叫教帮替]I.{0,2}V")
_CIVIC = re.compile(r"公约|规约|章程|规则|草案|修订|维修资金|选聘|续聘|提案")  # matters of votes, never of repairs
_APPROVED = re.compile(r"T.{0,3}不?[WZ]|[WZ].{0,2}T")
_WORKERS = re.compile(
    r"[两二三几]个?(?:师傅|工人)|(?:师傅|工人|维修[工队]|施工队|装修公司)[^,，。]{0,4}(?:提|给|说|报|出|来)"
)
_PLANNED = re.compile(  # what somebody else does or is about to do, objected to
    r"(?:(?:你们|小区|我们|桂花|幸福)?(?:物业|单元门?口|门口|对门|隔壁|楼[上下]|邻居|房东|租客))(?:公司|保安|的人|邻居|那家)?(?:又|还|也|非|硬|说|想|要|打算|准备|竟然|居然){0,3}(?P<act>[^,，。!！?？;；换聘留走续涨费]{2,14}?)[,，]?"
    r"(?:我们家|我们|我家|大家|全楼|我)(?:都|也|坚决|很){0,2}(?:不同意|反对|不赞成|不支持)(?P<after>[,，。!！].{0,30})?[。!！]?"
)
_CHARGED = re.compile(  # what somebody charges for, objected to: 物业说要收停车费，我反对，凭什么
    r"(?:你们|小区|我们)?(?:物业|保安|房东|停车场|开发商)(?:公司|的人)?(?:又|还|也|非|硬|说|想|要|打算|准备|竟然|居然|乱|开始){0,4}(?P<act>(?:加|多|乱)?(?:收|涨|提高?)[^,，。!！?？;；]{0,6}(?:费|钱|价))[,，]?"
    r"(?:我们家|我们|我家|大家|全楼|我)(?:都|也|坚决|很){0,2}(?:不同意|反对|不赞成|不支持)(?P<after>[,，。!！].{0,30})?[。!！]?"
)
_OF_MONEY = re.compile("[费价钱元收涨车]")
_HELPS = re.compile(r"[^YXATV]{0,40}O们?[^YXATV]{0,4}[教帮替]I?V[吧吗了]?[。!！]?")
_CONDUCT = re.compile(  # of somebody who is an option: 网格员小李骂我, 张三收红包
    r"O(?:的人|们)?[^YXADVTC,，。!！;；? ]{0,10}?(?:骂|打(?!扫|理|听|招呼|电话)|吼|[推踢掐咬](?!荐|选|举)|欺负|威胁|恐吓|刁难|为难|态度(?:很|太|特别|非常)?(?!W|不错)|凶|[收W拿](?:了|过|I)*[^,，。]{0,5}(?:钱|块|红包|礼)|勒索|索要|不作为|偏心|推诿|踢皮球|造谣|泄露|告诉别?人|偷|骚扰|酒|麻将|打牌|赌|敷衍|冤枉|诬|歧视|骗|吵|不理|说I|上班时间)"
)
_NOT_THEM = re.compile(  # the reason for a choice: 不要他监督, 沈兰就行
    r"[ZC不][^,，。]{0,3}[他她OTCV]$|Z[他她O]|换|算了|不如|还是|O[^,，。]{0,3}W(?!钱|举报)|(?:^|[,，。])O[吧了]?(?:$|[,，。])"
)
_HAS_VOTED = re.compile(r"I?(?:昨天|今天|早就?|已经?|都|刚才?){0,3}V(?:过|了|好|完|啦)+[的吧呀啊]?[。!！]?")
# small words at the beginning, before somebody is called
_FIRST_WORDS = re.compile(r"^(?:我们?|咱们?|俺|那|就|先|还是|想|要|帮我|给我|你们|能|请)+")
_ACTIVITIES = re.compile(r"[装开养搭建停摆收拆修换放给卖种堆挖盖关把租]")  # verbs of what others do: 装地暖
_DONE = re.compile(rf"{_ACTIVITIES.pattern}|[砍占锁封贴赶敲]")
# a stance on words before the speaker in which nothing is of the vote: 楼上装地暖我不同意
_OF_ANOTHER = re.compile(r"^(?!I)(?P<it>[^ODVCTtYXA,，]{4,})I都?[YXA]")
_CONSENTS = re.compile(  # a stance on what others do, or on a time: 同意你们…, 同意明天…
    r"[YX](?:的是)?(?:你们?|您们?|他们?|她们?|物业|邻居|对门|隔壁|楼[上下]|师傅|维修|[今明后]天|[上下]午|晚上|周[一二三四五六日末]|把|让|给|在|上门|结案|派人)[^,，]{2}"
)
# something is in a place, or a house is named
_IS_THERE = re.compile(r"(?<![建放装设])在|\d[栋号楼座单室]")
_OTHERS = re.compile(r"[他她]|物业|别人|人家|有人")
_SENTENCE_END = re.compile(r"[。!！;；…\r\n]+|(?<=[?？])")
_COMMA = re.compile(r"[,，、\s]+")


@lru_cache(maxsize=1)
def weights() -> Mapping[str, float]:
    """The shipped weights, by feature (`data/votes/weights.json`)."""
    return dict(json.loads((FOLDER / "weights.json").read_text(encoding="utf-8")))


def score(text: str, vote: VoteTexts, model: Mapping[str, float] | None = None) -> float:
    """Log odds that the message is a choice in this vote. `model`: weight by feature; None: the shipped `weights`."""
    return _weighted_sum(features(text, vote), model)


def _weighted_sum(found: Mapping[str, float], model: Mapping[str, float] | None) -> float:
    known = weights() if model is None else model
    return sum(known.get(name, 0.0) * value for name, value in found.items())


Model = Mapping[str, float]


def states_choice(
    text: str, votes: Iterable[VoteTexts], *, threshold: float = THRESHOLD, model: Model | None = None
) -> bool:
    """Whether the message states a choice in one of these votes, if nothing else was asked (`Reading.chooses`)."""
    return read(text, votes, model).chooses(threshold)


def is_explicit(text: str, votes: Iterable[VoteTexts], model: Model | None = None) -> bool:
    """Whether the message is a choice whatever else was asked. 同意 and 1 are not: they may answer another question."""
    passages = _passages(text)
    return any(_PassageReading(passage, vote, model).is_explicit for vote in votes for passage in passages)


def is_of_workers(text: str, votes: Iterable[VoteTexts]) -> bool:
    """Whether one of several workers or of their plans is chosen (师傅提了两个方案，我选第二个), without a word of these votes."""
    said = simple(text)
    return _WORKERS.search(said) is not None and all(set(slots_in(said, one)).isdisjoint("OTVYXA") for one in votes)


def is_of_anothers_plan(text: str, votes: Iterable[VoteTexts]) -> bool:
    """Whether it is only objected to what somebody else does (物业要砍我家门口的树，我不同意), without a word of these votes but for who does it."""
    said = simple(text)
    charged = _CHARGED.fullmatch(said)
    found = charged or _PLANNED.fullmatch(said)
    if found is None or (charged is None and _DONE.search(found["act"]) is None):
        return False
    if charged and any(_OF_MONEY.search(" ".join((one.title, *one.questions, *one.labels))) for one in votes):
        return False
    more = f"{found['act']}，{found['after'] or ''}"
    return all(set(slots_in(more, one)).isdisjoint("ODVTtCYXA") for one in votes)


@dataclass(frozen=True)
class Reading:
    """What a message says about the votes. `margin`: the most by which the score of a passage exceeds its bar.

    It is infinite for a bare number or letter (投1). `is_explicit`: the message is a choice whatever else was asked.
    """

    margin: float = -math.inf
    is_explicit: bool = False

    def chooses(self, threshold: float = THRESHOLD) -> bool:
        """Whether the message is a choice, if nothing else was asked; an explicit one is, whatever the threshold."""
        return self.is_explicit or self.margin > threshold


def read(text: str, votes: Iterable[VoteTexts], model: Model | None = None) -> Reading:
    """Read a message once, for any threshold.

    A message up to WINDOW is scored as a whole, each of several sentences also by itself, a long sentence also by
    clauses: a single score would lose five words about the vote in a whole report.
    """
    passages = _passages(text)
    found = [_PassageReading(passage, vote, model) for vote in votes for passage in passages]
    bare = BARE.fullmatch(simple(text)) is not None
    return Reading(
        math.inf if bare else max((one.margin for one in found), default=-math.inf),
        any(one.is_explicit for one in found),
    )


@dataclass(frozen=True)
class _Passage:
    """A part of a text that is scored by itself: a whole message up to WINDOW, a sentence, or a clause of a long one.

    `bar`: what its score must pass.
    """

    text: str
    bar: float = THRESHOLD
    clause: bool = False

    @cached_property
    def said(self) -> str:
        """The normalised text, made once for all votes."""
        return simple(self.text)


def _passages(text: str) -> list[_Passage]:
    """The passages of a text to score. The text is split before `simple`, which removes newlines."""
    sentences = [one for one in _SENTENCE_END.split(text) if one.strip()]
    found = [_Passage(text)] if len(text) <= WINDOW else []
    for sentence in sentences:
        if len(sentence) <= WINDOW and len(sentences) > 1:
            found.append(_Passage(sentence, SENTENCE))
        clauses = [one for one in _COMMA.split(sentence) if one]
        if len(sentence) > LONG_SENTENCE or len(clauses) > 1:
            found += [_Passage(clause, CLAUSE, clause=True) for clause in clauses]
    return found


@dataclass(frozen=True)
class _PassageReading:
    """One passage read for one vote; expensive results are computed only when needed."""

    passage: _Passage
    vote: VoteTexts
    model: Model | None

    @cached_property
    def slots(self) -> str:
        return slots_in(self.passage.said, self.vote)

    @cached_property
    def letters(self) -> set[str]:
        return set(self.slots)

    @cached_property
    def score(self) -> float:
        return _weighted_sum(features_of(self.passage.said, self.slots), self.model)

    @property
    def margin(self) -> float:
        """By how much the passage's score exceeds its bar; without a stance, a sentence or clause is not scored.

        A whole message that speaks of something else gets a low score, whatever the model says.
        """
        if self.passage.bar > THRESHOLD and not self._takes_a_stance():
            return -math.inf
        if self.passage.bar > THRESHOLD:
            return self.score - self.passage.bar
        if (
            _reports(self.passage.said, self.letters)
            or _HAS_VOTED.fullmatch(self.slots)
            or _is_about_a_person(self.passage.said, self.slots)
            or _complains_of_a_person(self.slots)
            or _is_about_another_matter(self.slots)
        ):
            return min(self.score, _NEVER_A_CHOICE)
        if self._has_no_word_of_it():
            return min(self.score, _NEVER_A_CHOICE if OTHER_MATTER.search(self.passage.said) else _JUST_UNDER)
        if _is_about_something_else(self.passage.said, self.slots):
            return _JUST_UNDER
        return self.score

    def _approves(self, clause: str) -> bool:
        """Whether the clause approves or rejects, in other words than a stance, a matter that only a vote has: 公约可以."""
        if not _CIVIC.search(clause) or OTHER_MATTER.search(clause) or ASKING.search(clause):
            return False
        marked = slots_in(clause, self.vote)
        return _APPROVED.search(marked) is not None and free_characters(marked) <= 1 and _OTHERS.search(clause) is None

    def _has_no_word_of_it(self) -> bool:
        """Whether the text has neither a stance nor a word of the vote's own: at most approval or refusal (不用修了, 不行)."""
        if not self.letters.isdisjoint(_OF_A_VOTE - {"A"}) or BARE.fullmatch(self.passage.said):
            return False
        if "A" in self.letters and not (
            OTHER_MATTER.search(self.passage.said) and _WEAK_STANCES.search(self.passage.said)
        ):
            return False
        if _STATED_WITHOUT_SLOTS.search(self.passage.said):
            return False
        words = words_of(self.vote)
        said = _EVERYDAY.sub("", SPEAKER.sub("", self.passage.said))
        return words.own.isdisjoint(said) and not any(one.search(said) for one in words.otherwise)

    def _takes_a_stance(self) -> bool:
        """Whether a sentence has an option or a stance, or approves, refuses or points to something of the vote.

        A clause must have an option or a stance together with words of the vote or of choosing.
        """
        letters = self.letters
        if self.passage.clause:
            stands = not letters.isdisjoint("CYX") and not letters.isdisjoint("OD")
            return _speaks_of_vote(letters) or (stands and not _COMES.search(self.passage.said))
        return not letters.isdisjoint(STANDS) or (not letters.isdisjoint("ZWP") and not letters.isdisjoint("TVC"))

    @cached_property
    def is_explicit(self) -> bool:
        """Whether the passage is a choice whatever else was asked: about the vote itself, or stated in a clause."""
        if other_choices.states(self.passage.text, self.vote):
            return True
        if _speaks_of_vote(self.letters) and self.score > ANSWERED:
            return True
        if any(map(self._approves, CLAUSE_END.split(self.passage.said))):
            return True
        longer = words_of(self.vote).parts_of_long
        if self.letters.isdisjoint(STANDS) and not (longer and longer.search(self.passage.said)):
            return False
        said = slots_in(self.passage.said, self.vote, strictly=True)
        sentences = re.split(r"[。!;；\n]|(?<=[?？])", said)
        if any(_OF_A_QUESTION.search(one) and not ASKING.search(one) for one in sentences):
            return True
        clauses = [one for one in CLAUSE_END.split(said) if "R" not in one and not ASKING.search(one)]
        if any(_states_a_choice(clause) for clause in clauses) or ("O" in said and any(map(_THAT_ONE.search, clauses))):
            return True
        return any(_chooses(clause) for clause in clauses) and self.score > CHOSEN


def _is_about_something_else(said: str, marked: str) -> bool:
    """Whether a message is about who looks after a place, or a repair, and takes no stance on the vote."""
    letters = set(marked) & set("ODYXAZWVCITPR")
    if _OWNED_BY_OPTION.fullmatch(marked):
        return True
    other_matter = OTHER_MATTER.search(said) is not None
    if letters == {"O"} and not CLAUSE_END.search(marked):
        return other_matter and not marked.startswith("O,")
    stands = [one for one in CLAUSE_END.split(said) if _STANCE_WORDS.search(one)]
    return (
        other_matter
        and letters <= set("YXI")
        and _A_HOUSE.search(said) is not None
        and all(map(_speaks_of_other_matter, stands))
    )


def _reports(said: str, letters: set[str]) -> bool:
    """Whether a passage names a house and what is broken there, but no stance or option."""
    return (
        letters.isdisjoint(_OF_A_VOTE) and _A_HOUSE.search(said) is not None and OTHER_MATTER.search(said) is not None
    )


def _is_about_a_person(said: str, marked: str) -> bool:
    """Whether an option that is a person is only called, has come, or is to help: 找网格员, 网格员来过了, 让网格员教我投票."""
    if _CAME.fullmatch(marked) or _HELPS.fullmatch(marked):
        return True
    letters = set(marked)
    return "O" in letters and letters.isdisjoint("YXADVT") and _CALLED.fullmatch(_FIRST_WORDS.sub("", said)) is not None


def _complains_of_a_person(marked: str) -> bool:
    """Whether it is only told how an option that is a person behaves (网格员小李骂我, 网格员老周态度恶劣), and nobody is chosen or rejected for it."""
    if not set(marked).isdisjoint("YXADVC") or _NOT_THEM.search(marked):
        return False
    return _CONDUCT.search(marked) is not None


def _is_about_another_matter(marked: str) -> bool:
    """Whether the stance is on another matter than the vote: 楼上装地暖我不同意, 同意你们把电话给物业."""
    if not set(marked).isdisjoint("ODVCTt"):
        return False
    of_another = _OF_ANOTHER.search(marked)
    if of_another and _ACTIVITIES.search(of_another["it"]):
        return True
    return _CONSENTS.search(marked) is not None


def _speaks_of_other_matter(clause: str) -> bool:
    return OTHER_MATTER.search(clause) is not None


def _speaks_of_vote(letters: set[str]) -> bool:
    """Whether the slots have a word of voting with a stance or an option, or words of the title or a question with a stance."""
    return bool("V" in letters and letters & set("YXAOD")) or bool("T" in letters and letters & set("YXA"))


def _states_a_choice(clause: str) -> bool:
    if _MADE_TO_VOTE.search(clause):
        return False
    free = free_characters(clause)
    if _VOTES.search(clause) or (_chooses(clause) and (free <= 1 or _I_CHOOSE.search(clause))):
        return True
    if OTHER_MATTER.search(clause) or _IS_THERE.search(clause):
        return False
    bare = _PROPOSED.sub("", clause)
    if free_characters(bare) == 0 and (_OF_THE_TOPIC.search(bare) or _OF_AN_OPTION.search(bare)):
        return True
    return free <= 2 and "T" in clause and not set("YXA").isdisjoint(clause) and not _OTHERS.search(clause)


def _chooses(clause: str) -> bool:
    return _CHOOSES.search(clause) is not None and not OTHER_MATTER.search(clause)
