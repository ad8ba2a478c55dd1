"""Lay the pieces of a place that was said over the known one, level by level. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from actions.intake.corrections.likeness.pieces import POSITIONS, Piece, last_position, pieces_of
from actions.intake.corrections.likeness.ruled_out import is_ruled_out
from actions.intake.corrections.taking_back import is_denied
from actions.interpreting.digits import in_digits
from actions.interpreting.places import is_coarse, merge_place, names_an_estate

# With what a place begins: up to the name of an estate or the like (HEAD); what names an area (NAMED_AREA) or a road (ROAD).
HEAD = re.compile(
    r".{1,16}?(?:村|镇|社区|小区|新村|苑|园|公寓|花园|大厦|广场|公园|市场|学校|医院|商场)(?![路街巷弄](?!口))"
)
NAMED_AREA = re.compile("村|镇|社区|小区|新村|苑|公寓|花园|大厦")
ROAD = re.compile("[路街巷弄]")
_BESIDE = frozenset(("隔壁", "旁边", "边上"))
_LEAST_NAME = 2  # characters by which a name is known again
_UP_TO_A_ROAD = re.compile(r".{1,16}?[路街巷弄]")


def overlay(known: str, chain: Sequence[Piece], text: str) -> str:
    """The known place with the pieces of a chain: each for the one that is like it, else behind the piece before it, else where its kind belongs.

    Another estate with more behind its name (翠竹公寓6栋) is the whole place, and so is a chain that says the known place and more. Only the
    pieces before the first that the text rules out count. `text`: where the chain was found.
    """
    if len(chain) > 1 and chain[0].text in _BESIDE:
        chain = chain[1:]
    whole = text[chain[0].start : chain[-1].end]
    if in_digits(known) in in_digits(whole):
        return whole
    if chain[0].kind == "name" and names_an_estate(chain[0].text) and not chain[0].is_in(known):
        return merge_place(known, whole) if len(chain) == 1 else whole
    place, at = known, -1
    for piece in chain:
        if piece.is_in(place):
            at = max(at, in_digits(place).find(in_digits(piece.text)) + len(piece.text))
            continue
        if is_ruled_out(text, piece):
            break
        if piece.kind == "gate" and place[:at] == chain[0].text and names_an_estate(place[:at]):
            return place[:at] + piece.text  # 桂花苑后门 for 桂花苑3栋
        place, at = _put(place, at, piece, known, text)
    return place


def _put(place: str, at: int, piece: Piece, known: str, text: str) -> tuple[str, int]:
    """The place with one more piece, and where that ends there. `at`: where the piece before it ends, -1 before the first."""
    pieces = pieces_of(place)
    like = [one for one in pieces if piece.is_like(one) and one.start >= at]
    last = last_position(pieces, place)
    new = piece.text
    if piece.old is not None and place[piece.old[0] : piece.old[1]] == known[piece.old[0] : piece.old[1]]:
        begin, end = piece.old
    elif like:
        begin, end = like[-1].start, like[-1].end
        if like[-1].kind[0] == "号" and len(like[-1].kind) > len(piece.kind):
            new += like[-1].kind[1:]
    elif piece.kind in POSITIONS and last is not None and last.start >= at:
        begin, end = last.start, last.end
    elif at >= 0:
        begin = end = at
    elif piece.kind == "room" and last is not None:
        begin = end = last.start
    elif piece.kind in POSITIONS or piece.kind in ("room", "slot"):
        begin = end = len(place)
    else:
        place = replace_like_part(place, new, text) if piece.kind == "name" else _joined(place, new)
        return place, place.find(new) + len(new)
    return place[:begin] + new + place[end:], begin + len(new)


def _joined(place: str, new: str) -> str:
    """The place with a piece that is like none of it: as `merge_place` joins them, else behind it (A区 after 桂花苑3栋)."""
    merged = merge_place(place, new)
    return merged if is_coarse(place) or keeps_head(merged, place) else place + new


def keeps_head(place: str, known: str) -> bool:
    """Whether a place still has the first two characters of the name with which the known one begins; True if that begins with none."""
    pieces = pieces_of(known)
    name = known[: pieces[0].start] if pieces else known
    return len(name) < _LEAST_NAME or name[:_LEAST_NAME] in place


def without_denied(known: str, chains: Sequence[Sequence[Piece]], text: str) -> str:
    """The known place without the spot at its end that the text denies with the piece before it (不在1栋门口); as it is, if none is."""
    for chain in chains:
        whole = text[chain[0].start : chain[-1].end]
        denied = len(chain) > 1 and is_denied(text, chain[0].span())
        if denied and chain[-1].kind in POSITIONS and known.endswith(whole):
            return known.removesuffix(chain[-1].text)
    return known


def replace_like_part(known: str, new: str, text: str) -> str:
    """The known place with `new` for a part that resembles it, the rest kept.

    Else the rest is dropped: `new` replaces all from the longest part on that the text repeats, unless the place begins with that; or
    stands alone, if it is of more than three characters and the known place has the first two; or follows the name (`_behind_the_name`).
    """
    for at in range(len(known) - len(new) + 1):
        old = known[at : at + len(new)]
        alike = sum(one == other for one, other in zip(old, new, strict=True))
        if old != new and old[-1] == new[-1] and alike * 2 >= len(new) > 1:
            return known[:at] + new + known[at + len(new) :]
    if (at := _repeated_at(known, new, text)) > 0:
        return known[:at] + new
    if new[:2] in known and len(new) > 3:
        return new
    return _behind_the_name(known, new)


def _behind_the_name(known: str, new: str) -> str:
    """The name of the known area or road, and `new` for what stood behind it; `new` alone if it names an area, or there is no such name.

    A road stands alone, too, in place of a road or of an area's bare name; else behind the area (桂花苑桃花街).
    """
    if names_an_estate(new):
        return new
    head = HEAD.match(known)
    if head and not NAMED_AREA.search(new) and not (head.group() == known and ROAD.search(new)):
        return head.group() + new
    road = _UP_TO_A_ROAD.match(known)
    return road.group() + new if road and not (ROAD.search(new) or NAMED_AREA.search(new)) else new


def _repeated_at(known: str, new: str, text: str) -> int:
    """Where the longest piece of the known place begins that the text repeats and the new place does not hold; -1 without."""
    pieces = (
        (size, at)
        for size in range(2, len(known) + 1)
        for at in range(len(known) - size + 1)
        if known[at : at + size] in text and known[at : at + size] not in new
    )
    return max(pieces, key=lambda piece: (piece[0], -piece[1]), default=(0, -1))[1]
