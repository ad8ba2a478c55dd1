"""The pieces of a place, from a road's name to a spot at a door, as a record and a correction name them. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from actions.case_draft import Span
from actions.intake.corrections.likeness.alike import one_unit
from actions.intake.corrections.phones import CALLED
from actions.interpreting.digits import in_digits

_NUMBER = re.compile(
    r"[甲乙]?(?:\d{1,4}(?:-\d{1,3})?|[一二三四五六七八九十]{1,3}|[一二三四五六七八九零〇]{3,4})"
).pattern
_DIGITS = "[0-9十百]"  # after `in_digits`
_UNITS = re.compile(
    r"号楼|号线|号(?:[口梯库摊站桥点]|门(?!口|前))|单元|标段|年级|洞(?:门口)?|个弯|期|组|队|弄|号(?!线)|栋|幢|座|排|区|路(?=公交|车|，|$)|室"
).pattern
_ONE_KIND = {"between": "栋", "室": "room"}
# Of several that overlap the first counts.
_SHAPES: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "between",
        re.compile(rf"{_NUMBER}(?:栋|幢|号楼|号)?[和跟与到至]{_NUMBER}(?:栋|幢|号楼|号)(?:中间|之间|当中)(?:那条路)?"),
    ),
    (
        "floor",
        re.compile(
            rf"(?:地下|负|第)?(?<![\d-]){_NUMBER}(?:楼(?![上下道梯])|层(?!的?小?高楼|的楼(?!道|梯)|高))|(?<![A-Za-z])B\d(?![\d-])|底[楼层]|顶[楼层]|屋顶|楼顶"
        ),
    ),
    ("counted", re.compile(rf"(?:第|老)?(?<![\d月一二三四五六七八九十-]){_NUMBER}(?P<unit>{_UNITS})")),
    ("lettered", re.compile(r"(?<![A-Za-z])[A-Za-z]\d{0,2}(?P<letter>区|口|座|栋|幢|门|馆|厅|楼)")),
    (
        "slot",  # of a garage (B037), not a number plate (浙A12345)
        re.compile(
            r"(?<![A-Za-z京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼])[A-Za-z]\d?-?\d{2,4}(?!\d)"
        ),
    ),
    (
        "room",
        re.compile(
            r"(?<![\d一二三四五六七八九零〇:：.])(?:\d{3,4}|[一二三四五六七八九零〇]{3,4})(?![\d元块米天年月分点人次路号多:：.]|平)"
        ),
    ),
    ("thing", re.compile("单元门(?!口)|门禁|防盗门|大堂|快递柜|充电桩|垃圾[桶房]")),
    ("gate", re.compile(r"(?:[东南西北前后正侧边旁大小][大小]?|[东南西北]侧小)门(?!口|前|外|[诊卫牌店头])")),
    ("side", re.compile(r"[往朝向][东南西北]{1,2}|[东南西北]{1,2}(?:面|段|侧|边|头|角|区)|[上下]游")),
    (
        "beside",
        re.compile(r"靠(?:近|着)?[\u4e00-\u9fff]{1,8}?(?:那一?[排侧边头]|这一?[侧边头]|(?=那|这|的|$|[，,。]))"),
    ),
    (
        "spot",
        re.compile(
            r"斜?对(?:面|过)|对岸|家?门[口前外]|楼[下上](?!\d)|楼道里?|楼梯[口间]|隔壁|[左右]手边|[里外前后上下背底旁][面头边](?!墙)|后墙|旁边|边上|背后|底下|中间|当中|走廊|拐角|拐弯头?|电梯[里口间]?|弄堂[口底]|(?<=[\u4e00-\u9fff])(?<![那这河江湖海塘溪浜渠池])[旁边]$"
        ),
    ),
)
# Kinds of pieces that say where in, at or by something: one takes the place of another at the end of a place.
POSITIONS = frozenset(("thing", "gate", "side", "spot", "beside"))
_STOPS = ("，", ",", " ")
_LOOSE = re.compile("(?:的|那|这|个|[头边块条爿只座家处]|(?<=[那头边块])[，, ])*")  # between two pieces of one place


@dataclass(frozen=True)
class Piece:
    """A piece of a place. `kind`: floor, room, gate, spot, name …, or the unit of a counted or lettered one (区; 栋, also of a 幢).

    `old`: (start, end), in the known place, of what this one replaces, where its characters show that (河西 for 河东); else None.
    """

    text: str
    start: int
    end: int
    kind: str
    old: tuple[int, int] | None = None

    def span(self) -> Span:
        return {"text": self.text, "start": self.start, "end": self.end}

    def is_like(self, other: Piece) -> bool:
        """Whether one may stand for the other anywhere in a place: of one kind, or both a 号 (号, 号门); at its end see POSITIONS."""
        return self.kind == other.kind or self.kind[0] == other.kind[0] == "号"

    def is_in(self, place: str) -> bool:
        """Whether a place says this piece already, in whatever digits and units; 13栋 does not say 3栋."""
        said = _as_one(self.text)
        before = f"(?<!{_DIGITS})" if re.match(_DIGITS, said) else ""
        after = f"(?!{_DIGITS})" if re.match(_DIGITS, said[-1:]) else ""
        return re.search(before + re.escape(said) + after, _as_one(place)) is not None


def _as_one(text: str) -> str:
    """The text with one spelling for digits and for units that mean the same."""
    for unit, written in one_unit().items():
        text = text.replace(unit, written)
    return in_digits(text)


def pieces_of(text: str) -> list[Piece]:
    """The pieces of a text that have a shape of their own, in order; names have none, nor has a number to call alone (119)."""
    if text.strip() in CALLED:
        return []
    found: list[Piece] = []
    for kind, shape in _SHAPES:
        for one in shape.finditer(text):
            if all(one.end() <= other.start or other.end <= one.start() for other in found):
                groups = one.groupdict()
                unit = groups.get("unit") or groups.get("letter") or kind
                found.append(Piece(one.group(), *one.span(), _ONE_KIND.get(unit) or one_unit().get(unit, unit)))
    return sorted(found, key=lambda piece: piece.start)


def chains_of(text: str, pieces: Sequence[Piece]) -> list[list[Piece]]:
    """The pieces in order, those that follow one another as one place together (10号楼二楼; 四组那头，晒谷场旁边)."""
    chains: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda one: (one.start, -one.end)):
        end = chains[-1][-1].end if chains else -1
        if piece.start < end:
            continue
        gap = text[end : piece.start]
        again = bool(chains) and any(piece.is_like(one) for one in chains[-1]) and gap != ""
        if chains and not again and (_LOOSE.fullmatch(gap) or (piece.kind == "beside" and gap in _STOPS)):
            chains[-1].append(piece)
        else:
            chains.append([piece])
    return chains


def last_position(pieces: Sequence[Piece], place: str) -> Piece | None:
    """The piece of one of POSITIONS with which a place ends, of its `pieces`; None if it ends with another."""
    last = pieces[-1] if pieces else None
    return last if last is not None and last.kind in POSITIONS and last.end == len(place) else None
