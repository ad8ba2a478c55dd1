"""Read the place in a correction, or one that is said after another, and lay it over the known one. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from actions.case_draft import CaseDraft
from actions.intake.corrections.likeness.names import names_in, repeated, with_other_character, with_other_side
from actions.intake.corrections.likeness.overlay import HEAD, NAMED_AREA, ROAD, keeps_head, overlay, without_denied
from actions.intake.corrections.likeness.pieces import POSITIONS, Piece, chains_of, last_position, pieces_of
from actions.intake.corrections.likeness.ruled_out import is_ruled_out
from actions.intake.corrections.taking_back import LONGEST, adds, is_denied, says_own_mistake
from actions.intake.corrections.times import NAMES_TIME
from actions.interpreting.places import is_coarse, may_be_a_place, names_an_estate

_AREA_OR_ROAD = re.compile(f"{NAMED_AREA.pattern}|{ROAD.pattern}|、|[线桥]")
_STOPS = ("，", ",", "。", " ")
_LEAST_WEIGHT = 2
_LIKE, _POSITION, _SAID, _NAMED = 4, 3, 2, 1
"""How much it weighs that a piece is like a known one, is a spot for another, that the text says it is so, that it is a name."""
_MAY_BE_NEW = frozenset(("name", "gate", "side", "beside", "lettered", "期", "栋", "单元", "座", "组"))
"""Kinds of pieces that may be new though the known place has none like it: a floor, a room or a house may be told in passing."""
_IS_SAID = re.compile("(?:是|在|叫|为|写|记|改|换|靠|来自|只限|主要|从|我们?|家|住|俺们?)[^，。,]{0,3}$")
_IS_IT = re.compile("(?:(?<![不弗勿])是|改成|换成|乃)$")
_AND_ENDS = re.compile("$|[，,。！!啊哦呀那]")
_BEGINS = re.compile("(?:[^\\w]|错了?|不对|改|一下|哎呀?|啊|哦|就|补全?|地址|请|写|到)*")
_I_AM_AT = re.compile("(?:我|俺|她|他)们?在$")
_TELLS_OF_OTHERS = re.compile("师傅|跑到|走错|路过|借|到[^，。,]{1,6}都|我姓|我叫")
_GOES_THERE = re.compile(  # 孩子在西门读小学
    "[在去][^，,。]{1,8}(?:读书|念书|上学|打工|工作|上班(?!时|的时|高峰|前|后|路)|[读念上](?:小学|初中|中学|高中|大学|幼儿园))"
)
_HOME = re.compile("(?:我|我们|俺|咱|咱们)家(?:就|是)?住?在?$")
_IT_IS_AT = re.compile("(?<![写记打听看报说弄搞站住走停坐])(?<![写记打听看报说弄搞]的)[在是]$")
_REST_OF_PLACE = re.compile(
    r"的?(?![那这个走开]|[出进过上下回]去)(?P<rest>[\u4e00-\u9fff]{2,8}?)(?=的?(?:[那这，,。；！!\s]|$))"
)
_COUNTED_FROM = re.compile(  # 东边第三个, 西头数过去第二家
    r"的?(?:数过?[去来]|起|进去|过去)?第(?:[一二两三四五六七八九十]{1,2}|\d{1,2})(?:[个家间排棵根盏座](?:摊位?|店铺?|门面)?)"
)
_IS_ADDED = re.compile("(?:[那这][边里个栋幢家块]?)?也")
_NOT_ONLY = re.compile("不光|不止|不仅|不单|不只|不但|除了")
_TELLS_AN_AMOUNT = re.compile("押金|读数|金额|租金|工资|块钱|元|车牌|编号|合同")


def read_like_place(text: str, draft: CaseDraft, known: str) -> str | None:
    """The known place with a part corrected (桂花苑荷花池 for 桂花苑3栋) or a piece added (桂花苑3栋西门).

    None if the text says of no piece that it is right (`_weight`), only adds, is told in passing or changes nothing.
    """
    if not known or is_told_in_passing(text) or (adds(text) and not says_own_mistake(text)):
        return None
    found = [*pieces_of(text), *with_other_side(text, known), *with_other_character(text, known)]
    found = [one for one in found if not (one.kind == "号" and NAMES_TIME.search(text))]
    chains = chains_of(text, [*found, *names_in(draft, found, known)])
    weighed = [(max(_weight(text, piece, chain, known) for piece in chain), chain) for chain in chains]
    most = max((weight for weight, _ in weighed), default=0)
    if most < _LEAST_WEIGHT:
        return None
    chosen = [chain for weight, chain in weighed if weight == most][-1]
    if _IS_ADDED.match(text[chosen[-1].end :]) or _yields_to_the_known(chosen, chains, text, known):
        return None
    corrected = overlay(without_denied(known, chains, text), _to_its_end(chosen, text), text)
    return corrected if corrected != known else None


def _to_its_end(chain: list[Piece], text: str) -> list[Piece]:
    """The chain, its last piece with what its clause goes on to say of where that is (桥底下 after 夜市外头, 那排板房 after 靠搅拌机)."""
    last = chain[-1]
    counted = _COUNTED_FROM.match(text[last.end :]) if last.kind in POSITIONS else None
    if counted is not None:
        end = last.end + counted.end()
        return [*chain[:-1], replace(last, text=text[last.start : end], end=end)]
    goes_on = _REST_OF_PLACE.match(text[last.end :])
    if goes_on is None or not may_be_a_place(goes_on["rest"]):
        return chain
    end = last.end + goes_on.end("rest")
    return [*chain[:-1], replace(last, text=text[last.start : end], end=end)]


def is_told_in_passing(text: str) -> bool:
    """Whether a text has words by which its places may not be the matter's: of somebody who goes there (路过, 在西门读小学), of a workman (师傅), of a name (我姓), or that it is not only one place (不光, 除了)."""
    return any(one.search(text) is not None for one in (_TELLS_OF_OTHERS, _GOES_THERE, _NOT_ONLY))


def is_said_to_be(text: str, known: str) -> bool:
    """Whether the last piece of a place in a text is one of the known place, and is where the text says that it is (漏水的在3栋)."""
    pieces = pieces_of(text)
    last = pieces[-1] if pieces else None
    return (
        last is not None
        and last.is_in(known)
        and not is_ruled_out(text, last)
        and _IT_IS_AT.search(text[: last.start]) is not None
    )


def _yields_to_the_known(chosen: Sequence[Piece], chains: Sequence[Sequence[Piece]], text: str, known: str) -> bool:
    """Whether a text names the sender's home, or any place, and then says that the matter is at the known one (我家在5栋，漏水的在3栋)."""
    later = [
        piece
        for chain in chains
        for piece in chain
        if piece.start > chosen[-1].end and piece.is_in(known) and not is_ruled_out(text, piece)
    ]
    at_home = _HOME.search(text[: chosen[0].start]) is not None
    return any(at_home or _IT_IS_AT.search(text[: piece.start]) for piece in later)


def _weight(text: str, piece: Piece, chain: Sequence[Piece], known: str) -> int:
    """How surely a piece of a chain is what is right; 0 if it is known, ruled out or an amount.

    Of a piece that is like no known one also 0 if it is where the speaker is (我在西门), or of a kind that may be told in passing.
    """
    amount = piece.kind in ("room", "slot") and _TELLS_AN_AMOUNT.search(text)
    if piece.is_in(known) or is_ruled_out(text, piece) or amount:
        return 0
    before = text[: chain[0].start]
    begins = _BEGINS.fullmatch(before) is not None
    said = begins or _IS_SAID.search(text[: piece.start]) or _IS_SAID.search(before)
    named = _NAMED * (piece.kind == "name") + _SAID * bool(said)
    if _is_like(text, piece, chain, known):
        return _LIKE + named
    if _I_AM_AT.search(before):
        return 0
    if piece.kind in POSITIONS and last_position(pieces_of(known), known):
        return _POSITION + named
    is_it = piece.kind == "spot" and _IS_IT.search(before) and _AND_ENDS.match(text[chain[-1].end :])
    return named if begins or is_it or piece.kind in _MAY_BE_NEW else 0


def _is_like(text: str, piece: Piece, chain: Sequence[Piece], known: str) -> bool:
    """Whether a piece may stand for one of the known place or for one that the text denies, or stands behind what the known place names."""
    before = text[max(0, piece.start - 2) : piece.start]
    behind = any(one.is_in(known) and one.end <= piece.start and len(one.text) > 1 for one in chain)
    if piece.old is not None or behind or (len(before) == 2 and before in known):
        return True
    denied = [one for one in pieces_of(text) if is_denied(text, one.span())]
    return any(piece.is_like(one) for one in (*pieces_of(known), *denied))


def join_place(known: str, text: str, draft: CaseDraft) -> str | None:
    """The known place together with one said after it, level by level: 6栋边上 after 幸福家园, 公园路十八号 after 公园路, 杏花村 before 河边.

    None: the text is neither hardly more than a place nor begins with one (47弄8号，…); it has a word that adds (还有), or names
    another place (桂花苑5栋 after 幸福家园3栋); nothing changes; or the name with which the known place begins would be lost.
    """
    if len(text) > LONGEST or adds(text):
        return None
    found = pieces_of(text)
    chains = chains_of(text, [*found, *names_in(draft, found, known), *repeated(text, known)])
    if not chains:
        return None
    again = any(piece.is_like(one) for piece in found for one in pieces_of(known))  # 桂花苑5栋 after 3栋
    if (
        _lacks_an_area(known)
        and not again
        and HEAD.match(chains[0][0].text)
        and may_be_a_place(text[chains[0][0].start :])
    ):
        return text[chains[0][0].start :].strip(" ，,。.！!") + known
    chain = max(chains, key=lambda one: one[-1].end - one[0].start)
    named = any(piece.kind == "name" and not piece.is_in(known) for piece in chain)
    if not _is_the_message(text, chain) or (known and named and known not in text):
        return None
    joined = overlay(known, chain, text)
    return joined if joined != known and (is_coarse(known) or keeps_head(joined, known)) else None


def _lacks_an_area(known: str) -> bool:
    """Whether a known place, one alone, names neither village, estate nor road."""
    return bool(known) and not (_AREA_OR_ROAD.search(known) or names_an_estate(known) or is_coarse(known))


def _is_the_message(text: str, chain: Sequence[Piece]) -> bool:
    """Whether a text is hardly more than the place, or begins with one that it then goes on about (47弄8号，…)."""
    begin, end = chain[0].start, chain[-1].end
    if (end - begin) * 5 >= len(re.sub(r"\W", "", text)) * 3:
        return True
    return len(chain) > 1 and begin == 0 and text[end : end + 1] in _STOPS
