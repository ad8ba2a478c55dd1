"""Read the place in a correction that resembles a part of the known place, and replace that part. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from actions.case_draft import CaseDraft, Span
from actions.intake.corrections.likeness.alike import other_sides, same_unit
from actions.intake.corrections.likeness.numbers import in_digits
from actions.intake.corrections.replacing import NUMBER
from actions.intake.corrections.taking_back import is_denied
from actions.interpreting.places import names_an_estate

_COUNTED = re.compile(
    rf"(?P<number>甲?{NUMBER}|甲?[一二三四五六七八九零〇]{{3,4}}|[A-Za-z]\d?)(?P<unit>号楼|单元|号线|期|组|弄|号|栋|幢|楼(?![上下道])|层|室|座|排|区|队)"
)
_ROOM = re.compile(
    r"(?<![\d一二三四五六七八九零〇])(?:\d{3,4}|[一二三四五六七八九零〇]{3,4})(?![\d元块米天年月分点人次])"
)
_IS_SAID = re.compile("(?:是|在|叫|为|写|记|改|靠|来自|我们?家|住)[^，。,]{0,3}$")
_HEAD = re.compile(r".{1,16}?(?:村|镇|社区|小区|新村|苑|园|公寓|花园|大厦|广场|公园|市场|学校|医院|商场)")
_NAMED_AREA = re.compile("村|镇|社区|小区|新村|苑|公寓|花园|大厦")
_ROAD = re.compile("[路街巷弄]")
_UP_TO_A_ROAD = re.compile(r".{1,16}?[路街巷弄]")


_TELLS_OF_OTHERS = re.compile("师傅|他们|她们|跑到|走错|路过|借|到[^，。,]{1,6}都|我住|我姓|我叫")


def read_like_place(text: str, draft: CaseDraft, known: str) -> str | None:
    """The known place with the part that a correction replaces; None if it names nothing that resembles a part, or tells where
    somebody went or lives."""
    if not known or _TELLS_OF_OTHERS.search(text):
        return None
    return (
        _with_other_numbers(text, known)
        or _with_other_room(text, known)
        or _with_other_side(text, known)
        or _with_other_name(text, draft, known)
    )


def put_in(known: str, new: str, text: str) -> str:
    """The known place with `new` instead of the part that resembles it or that the text repeats, else behind the name of the area or road."""
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
    """The new place behind the known area or road, unless it names one itself."""
    if names_an_estate(new):
        return new
    head = _HEAD.match(known)
    if head and not _NAMED_AREA.search(new) and not (head.group() == known and _ROAD.search(new)):
        return head.group() + new
    road = _UP_TO_A_ROAD.match(known)
    return road.group() + new if road and not (_ROAD.search(new) or _NAMED_AREA.search(new)) else new


def _repeated_at(known: str, new: str, text: str) -> int:
    """Where the longest piece of the known place begins that the text repeats and the new place does not hold; -1 without."""
    pieces = (
        (size, at)
        for size in range(2, len(known) + 1)
        for at in range(len(known) - size + 1)
        if known[at : at + size] in text and known[at : at + size] not in new
    )
    return max(pieces, key=lambda piece: (piece[0], -piece[1]), default=(0, -1))[1]


def _is_taken_back(text: str, found: re.Match[str]) -> bool:
    return is_denied(text, {"text": found.group(), "start": found.start(), "end": found.end()})


def _said(text: str, found: Sequence[re.Match[str]]) -> Sequence[re.Match[str]]:
    """Those of the matches before which the text says that it is so (是, 在, 我家); all, if before none."""
    return [one for one in found if _IS_SAID.search(text[: one.start()])] or found


def _with_other_numbers(text: str, known: str) -> str | None:
    """The known place with another building, house, group or floor: the number of the same unit that was not said before."""
    old = list(_COUNTED.finditer(known))
    told = {(in_digits(one["number"]), one["unit"]) for one in old}
    new = [
        one
        for one in _COUNTED.finditer(text)
        if not _is_taken_back(text, one)
        and not any(in_digits(one["number"]) == number and same_unit(one["unit"], unit) for number, unit in told)
    ]
    corrected = known
    for part in old:
        if alike := [one for one in new if same_unit(one["unit"], part["unit"])]:
            corrected = corrected.replace(part.group(), _said(text, alike)[-1].group(), 1)
    return corrected if corrected != known else None


def _with_other_room(text: str, known: str) -> str | None:
    """The known place with another room or house, said without a unit (我家是401)."""
    rooms = list(_ROOM.finditer(known))
    if not rooms:
        return None
    old = rooms[-1].group()
    new = [
        one
        for one in _ROOM.finditer(text)
        if in_digits(one.group()) != in_digits(old) and not _is_taken_back(text, one)
    ]
    return known.replace(old, _said(text, new)[0].group(), 1) if new else None


def _with_other_side(text: str, known: str) -> str | None:
    """The known place with the other side of what it names (下游 and 上游, 河东 and 河西, 出口 and 入口)."""
    for at, char in enumerate(known):
        for other in sorted(other_sides().get(char, ())):
            pairs = {other + known[at + 1 : at + 2], known[max(0, at - 1) : at] + other}
            for pair in sorted(one for one in pairs if len(one) == 2 and one not in known):
                if any(not _is_taken_back(text, one) for one in re.finditer(re.escape(pair), text)):
                    return known[:at] + other + known[at + 1 :]
    return None


def _with_other_name(text: str, draft: CaseDraft, known: str) -> str | None:
    """The known place with the last place, or body (汽车站), that the text names and neither denies nor repeats."""
    new: list[Span] = [
        {"text": one["text"], "start": one["start"], "end": one["end"]}
        for one in (*draft["places"], *draft["bodies"])
        if in_digits(one["text"]) not in in_digits(known)
    ]
    new = [one for one in new if not is_denied(text, one)]
    said = [one for one in new if _IS_SAID.search(text[: one["start"]])] or new
    return put_in(known, said[-1]["text"], text) if said else None
