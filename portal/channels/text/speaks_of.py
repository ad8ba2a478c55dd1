"""Which of several open votes a text speaks of, by the words of their titles and options, and whether it only tells who else is against a plan (pure)."""

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
_PIECE = re.compile(r"[^，,。；;、：:.\s？?]+")
_DENIES = re.compile(
    r"(?:不(?:同意|肯|愿意?|答应|签字?|让|赞成|支持|松口)|没(?:同意|签字?|答应)|反对|拦着|卡着)"
).pattern
_HOW = re.compile(r"(?:就是|就|都|也|坚决|一直|死活|硬是|总是?|老是?|还是|却|偏){0,3}").pattern
_FLOOR = re.compile(
    r"住?在?(?:[一底二12]楼|楼[上下])的?(?:住户|人家)?"
).pattern  # may be how the sender says who they are
_ANOTHER = re.compile(
    rf"(?:{_FLOOR}的?(?:邻居|老人|老头|老太太?|那[户家])|隔壁|对门|邻居|(?:还?有|就)?[一两几]个?(?:户|家)|(?:还?有|就)(?:些|的|[两几]?个)?(?:户|家|人|业主|住户|邻居)|个别(?:人|户|业主|住户|邻居)?|别人"
    r"|(?:其他|别的)(?:人|业主|住户|邻居)|人家|[他她]们|[他她]家|[他她]|[那这][户家]|老人|老头|老太太?)"
).pattern
_ASKS = re.compile(
    r"(?:的?(?:话|时候)?(?:该|应该|要)?(?:怎么办|咋办|怎么弄|怎么处理)|还?能不能(?:装|加装|弄)|还?能(?:装|加装|弄)吗|有什么办法|有办法吗)[呢啊呀]?"
).pattern
_PLAN = re.compile(  # what a house plans, or a thing in question; not what the sender wishes
    r"(?:(?:我们|咱们?|俺们)?(?:这|那)?(?:栋|幢|个|单)?(?:楼|单元|小区|院子?)里?(?:都|正|一直|最近|现在)?(?:想|要|打算|准备|计划|商量|申请)着?|(?:正|最近|现在)?(?:打算|准备|计划|商量|申请)着?)?"
    r"(?P<thing>(?:(?![想要也还必早快赶一定该好行可支同赞反不没投选弃我咱俺愿肯是否对得])[\u4e00-\u9fff]){2,8}(?<!装)(?<!改)(?<!换))"
).pattern
_OF_OTHERS = re.compile(
    rf"(?:{_PLAN})?(?:但是?|可是?|可|就|结果)?(?P<who>{_ANOTHER}|{_FLOOR}){_HOW}{_DENIES}(?P<asks>{_ASKS})?"
)
_OTHERS_AGREE = re.compile(rf"(?:{_PLAN})?(?:[他她]们|别人|其他人|人家)都?(?:同意|赞成|支持)")
_BESIDE = re.compile(rf"(?P<asks>{_ASKS})|{_PLAN}")
_HOUSE_WISHES = re.compile(r"^(?:我们|咱们?|俺们)(?:这|那)?(?:栋|幢|个|单)?(?:楼|单元|小区|院子?)里?[^，,]{0,3}[想要]")


def tells_of_others_stance(text: str, votes: Sequence[VoteTexts] = ()) -> bool:
    """Whether every clause of a text can only tell who else is against a plan, of the plan itself, or ask what to do.

    In doubt it is false: with a bare 同意 or a wish (想早点装), with an option's name, with a mark of feeling, or if a floor alone is
    against it, which may be how its sender says who they are, unless they ask what to do or say that their house wants it.
    """
    said = simple(text[: _LONGEST + 1])
    if len(text) > _LONGEST or any(label in said for label in _labels(votes)):
        return False
    pieces = _PIECE.findall(said)
    told = [_OF_OTHERS.fullmatch(piece) for piece in pieces]
    others = [found for found in told if found]
    rest = [piece for piece, found in zip(pieces, told, strict=True) if not found]
    beside = [_OTHERS_AGREE.fullmatch(piece) or _BESIDE.fullmatch(piece) for piece in rest]
    if not others or not all(beside):
        return False
    asks = any(found and found.groupdict().get("asks") for found in (*others, *beside))
    wishes = _HOUSE_WISHES.search(said) is not None
    is_plan = wishes or any(found and found["thing"] for found in (*others, *beside))
    by_floor = any(re.fullmatch(_FLOOR, found["who"]) for found in others)
    return asks or wishes or (is_plan and not by_floor)
