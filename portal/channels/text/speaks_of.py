"""Which of several open votes a text speaks of, by the words of their titles and options, and whether it only tells who else is for or against a plan (pure)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from portal.channels.text.simplified import simple
from portal.channels.text.vote_slots import VoteTexts, slots, words_of

_PLACE = re.compile(
    r"^.{2,6}?(?:家园|小区|公寓|花园|社区|人家|苑)"
)  # a title may begin with the estate's name, which is no word of the vote
_STANCE = re.compile(r"(?:不?(?:同意|赞成|支持)|反对|弃权|是|否)")


def speaks_only_of(text: str, these: Sequence[VoteTexts], others: Sequence[VoteTexts]) -> bool:
    """Whether the text has words found in `these` votes but not in `others`, and no word found only in `others`.

    False, too, with an option of `others`, or an option given by its number, which any vote may have.
    """
    said = simple(text)
    pairs = {said[at : at + 2] for at in range(len(said) - 1)}
    named, known = _pairs(these), _pairs(others)
    own = pairs & (_pairs(these, placeless=True) - known)
    if pairs & (known - named) or any(not {"O", "D"}.isdisjoint(slots(text, other)) for other in others):
        return False
    return bool(own) or any(label in said for label in _labels(these) - _labels(others))


def speaks_of_any(text: str, votes: Iterable[VoteTexts]) -> bool:
    """Whether the text has words of at least one of the votes: of its title, or of an option."""
    return any(not {"T", "O"}.isdisjoint(slots(text, vote)) for vote in votes)


def _pairs(votes: Iterable[VoteTexts], *, placeless: bool = False) -> set[str]:
    """The pairs of characters of their titles and questions; `placeless`: without an estate's name in front of a title."""
    shown = (VoteTexts(_PLACE.sub("", one.title), one.questions) if placeless else one for one in votes)
    return {pair for one in shown for pair in words_of(one).pairs}


def _labels(votes: Iterable[VoteTexts]) -> set[str]:
    """The options' labels, but for those that are a stance (同意), which any vote may have."""
    labels = (simple(label) for one in votes for label in one.labels)
    return {label for label in labels if len(label) >= 2 and not _STANCE.fullmatch(label)}


_LONGEST = 60  # characters
_WHO = re.compile(
    r"(?:住?在?(?:一|底|1|二|2)楼|楼[上下]|隔壁|对门|邻居|业主|[一二两三四几1-9](?:户|家)|有(?:一|两|几|些|的)?(?:户|家|个|人)|个别|别人|其他人|人家|[他她]们|[他她]家|[他她]|[那这][户家个人]|老人|老头|老太)"
).pattern
_OTHERS_STANCE = re.compile(
    r"(?:不(?:同意|肯|愿意?|答应|签字?|让|赞成|支持|松口)|没(?:同意|签字?|答应)|反对|同意|支持|赞成|签字|拦着?|卡着|闹)"
).pattern
_OTHERS = re.compile(
    rf"{_WHO}[^，,。；;！!？?我咱俺]{{0,8}}?(?:就是|就|都|也|坚决|一直|死活|硬是|总是?|老是?|还是|却|偏|说){{0,3}}{_OTHERS_STANCE}"
)
_PLANS = re.compile(r"想|要(?!求)|准备|打算|计划|商量|申请|能不能|可不可以|怎么|咋|办|[吗呢？?]")
_OWN = re.compile(
    r"(?:我|我家|我们|我们家|咱|咱们|咱家|俺|本人)(?:就|都|也|坚决|是|还是|当然|肯定|完全|强烈|很){0,3}(?:投|选|弃权|不?(?:同意|赞成|支持)|反对)|[投选]票?给|投[了同反]|弃权"
)


def tells_of_others_stance(text: str) -> bool:
    """Whether a text tells of a plan, or asks what to do, and who else is for or against it, and neither chooses nor says what its sender thinks."""
    said = simple(text)
    found = _OTHERS.search(said) if len(said) <= _LONGEST else None
    if found is None or _OWN.search(said):
        return False
    return _PLANS.search(said[: found.start()] + said[found.end() :]) is not None
