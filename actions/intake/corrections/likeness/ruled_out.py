"""Which piece of a place a correction rules out: one that it denies, or names as no place of the matter (我家, 写成8栋了, 漏到502了). Pure."""

from __future__ import annotations

import re

from actions.intake.corrections.likeness.pieces import Piece
from actions.intake.corrections.taking_back import is_denied

# After a place: it is ours or somebody else's, or all is well there (8栋是我家, 北门那边早修好了).
_IS_ELSEWHERE = re.compile(
    "(?:那[个边幢栋头条家座部块趟]?|这[个边])?(?:[的个是]|[ ，,](?=是))?(?:倒|老?早|早就|都|也|很|还|上个月|去年|已经|才|就){0,2}"
    "(?:是?(?:我|俺|咱)(?:们?家|本人|自己|自家|[\u4e00-\u9fff]{0,3}[家屋住])|是?(?:别人|隔壁|老[\u4e00-\u9fff]家)|是[卖打]|卖|归|的?倒"
    "|好好|好的|干净|安静|修好|整改|不堵|拆[了掉]|封了|没[事问错味]|正常|亮堂?着?|有线|能进|轻了)"
)
_LIVES_THERE = re.compile("(?<!是)我(?:们|本人)?住在?$")
_MISTAKEN_FOR = re.compile("[写听记搞弄]成$")  # 写成8栋了
_SPREADS_THERE = re.compile("(?<!是)[漏流渗滴淌淹传飘]到(?:了)?$")  # 漏到502了


def is_ruled_out(text: str, piece: Piece) -> bool:
    """Whether the words around a piece deny it, or tell of another place than where the matter is."""
    before = text[: piece.start]
    if (
        is_denied(text, piece.span())
        or _LIVES_THERE.search(before)
        or _MISTAKEN_FOR.search(before)
        or _SPREADS_THERE.search(before)
    ):
        return True
    return _IS_ELSEWHERE.match(text[piece.end :]) is not None
