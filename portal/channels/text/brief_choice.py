"""Finds choices so brief that only the voting link given before shows what they mean: 志愿者那个, 两边都要 (pure)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from portal.channels.text.other_choices import A_PLACE
from portal.channels.text.simplified import simple
from portal.channels.text.vote_features import ASKING, CLAUSE_END, OTHER_MATTER
from portal.channels.text.vote_slots import VoteTexts, any_of, slots_in

_LONGEST = 16  # characters of a clause
_SHORTEST = 2  # characters of a distinctive part of an option
_AROUND = re.compile(  # small words that may surround the part of an option
    r"我们全家|我们家|我们|我家|我|咱们|咱|俺俩|我俩|俩|俺|老公|老婆|老伴|爱人|全家|本人|家里|大家|他们|它们|她们|他|它"
    r"|觉得|认为|感觉|看|想|希望|支持|赞成|同意|喜欢|相信|信得过|选择|选|挑|拣|不要|别|不用|投票给|投给|投|给|交给|归|由|让|叫|请|用|要|定|来|去|管理|管|做|弄|搞|负责|盯着|盯|上|干"
    r"|还是|就是|就|是|都|也|只|最|更|比较|应该|肯定|坚决|当然|那|这|个|种|边|方案|选项|一项|一个|一票|票|第[一二两三四五六七八九\d][个项题]?"
    r"|靠谱|放心|合适|可靠|好一些|好一点|好些|好点|好|行|可以|吧|的|了|呗|嘛|啊|呀|哦|呢|得|最好|一点|些|者|\+1|加1"
)
# Words by which a clause gives an option what the question asks about, or chooses it: 监督交给…
_GIVES = re.compile(r"给|由|归|选|让|要|还是|[:：]")
_OTHERS = re.compile(r"[他她它]|物业|别人|人家|有人")
_NO_CHOICE = re.compile(  # clauses that say who somebody is, send for somebody, or tell what happened
    r"^(?:我|我们|咱|俺|他|她)?(?:就|也|都)?是(?!要|选|投|觉得|想|支持)|^(?:我想|我要|帮我|请|想|要)?(?:叫|请)[^管理负责监]*来?$|(?:刚|都|也|已经)?(?:来|去|到|看|做|弄|管|上)过?了$|来过|去过|[让叫教帮替告诉问]我|看看|看一下|看过"
)


def chooses(text: str, votes: Iterable[VoteTexts]) -> bool:
    """Whether a clause is little more than a distinctive part of one option, and asks and reports nothing."""
    clauses = [one for one in CLAUSE_END.split(simple(text)) if one.strip()]
    return any(_chooses(clause, vote) for vote in votes for clause in clauses)


def is_explicit(text: str, votes: Iterable[VoteTexts]) -> bool:
    """Whether a clause that `chooses` finds also has words of the question: a choice without any link (监督交给志愿者)."""
    clauses = [one for one in CLAUSE_END.split(simple(text)) if one.strip()]
    return any(_chooses(clause, vote) and _has_question_words(clause, vote) for vote in votes for clause in clauses)


def _has_question_words(clause: str, vote: VoteTexts) -> bool:
    """Whether words of the question follow the option, or precede it with 给, 由 or the like; not of a place, nor beside others (物业, 他)."""
    asked = VoteTexts(vote.title, vote.questions)
    for parts, _ in _options(vote):
        found = parts.search(clause)
        if found is None or A_PLACE.search(found.group()) or _OTHERS.search(clause):
            continue
        before, after = slots_in(clause[: found.start()], asked), slots_in(clause[found.end() :], asked)
        if "T" in after or ("T" in before and _GIVES.search(clause)):
            return True
    return False


def _chooses(clause: str, vote: VoteTexts) -> bool:
    said = clause.replace(" ", "")
    if len(said) > _LONGEST or ASKING.search(said) or OTHER_MATTER.search(said) or _NO_CHOICE.search(said):
        return False
    return any(parts.search(said) and around.fullmatch(parts.sub("|", said)) for parts, around in _options(vote))


@lru_cache(maxsize=64)
def _options(vote: VoteTexts) -> Sequence[tuple[re.Pattern[str], re.Pattern[str]]]:
    """Two patterns for each option: the parts of it that neither another option nor the title or a question has, and what may surround them.

    That is small words, and words of the title or of the option itself. An option without such parts is left out.
    """
    labels = [simple(label) for label in vote.labels]
    title = simple(" ".join((vote.title, *vote.questions)))
    found = []
    for label in labels:
        others = [title, *(other for other in labels if other != label)]
        parts = {
            label[at:end]
            for at in range(len(label))
            for end in range(at + _SHORTEST, len(label) + 1)
            if not any(label[at:end] in other for other in others)
        }
        if parts:
            own = any_of(_pairs(label) | set(label) | _pairs(title))
            # possessive, so that no text makes it slow
            found.append((re.compile(any_of(parts)), re.compile(rf"(?:\||{_AROUND.pattern}|{own})*+")))
    return found


def _pairs(text: str) -> set[str]:
    """All pairs of neighbouring characters."""
    return {text[at : at + 2] for at in range(len(text) - 1)}
