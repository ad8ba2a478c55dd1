"""The parts that may begin at a character of an address: divisions, whole words, names by their ending, numbers by their unit; and what each gains, in nats."""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import inf

from bot.reading.address.lexicon import ALONE, CHARACTER_GAIN, Division, divisions, word_lists

LONGEST = 20
"""The longest name, in characters."""
_SEPARATORS = "-_—/－、,，.。·:：;；()（）[]【】?？~～#*+'\"“”|\\ "
_CLOSERS = frozenset("路街道巷弄镇乡村区市县省号幢栋室楼层")
"""Characters that usually end a part, and are rare inside a name."""
_CLOSED = 1.6
"""The cost of one of _CLOSERS inside a name."""
_STEMS = {  # the cost of a name's stem (before its ending) by length 0, 1, 2 …; then _PER_FURTHER_CHARACTER more each
    "road": (8.0, 3.2, 0.6, 1.0, 3.0, 5.0),
    "subRoad": (7.0, 2.5, 0.6, 1.0, 3.0, 5.0),
    "town": (6.0, 3.5, 0.5, 1.5, 4.0),
    "community": (6.0, 1.5, 0.6, 1.5, 3.0, 4.5),
    "devZone": (2.5, 3.0, 1.0, 2.0, 2.0, 3.0),
    "district": (8.0, 3.0, 1.0, 2.5, 4.0),
    "city": (8.0, 3.0, 1.0, 2.5, 4.0),
    "poi": (7.5, 2.5, 1.3, 1.6, 1.9, 2.2, 2.5, 2.8),
    "subpoi": (6.0, 1.5, 1.5, 2.0, 2.2, 2.5, 2.8),
    "person": (5.0, 2.5, 1.5, 2.0, 2.2, 2.5, 2.8),
}
_PER_FURTHER_CHARACTER = 0.4
_BARE = {"poi": 2.5, "subpoi": 4.5, "person": 4.0, "community": 4.0, "town": 5.0, "road": 7.0}
"""The extra cost of a name without a typical ending."""
# A number in characters.
_HAN = "(?:[一二三四五六七八九十百零]+)"
_NUMBERS: tuple[tuple[str, str, float], ...] = (  # (tag, form, cost)
    ("roadno", r"\d+号", 0.2),
    ("roadno", r"\d+", 2.5),
    ("roadno", r"\d+[弄路巷]", 3.5),
    ("roadno", r"(?:\d{1,2}[-—_]+\d)号?", 3.5),
    ("roadno", r"\d+[-—_]+\d+号?", 7.5),
    ("roadno", rf"(?:{_HAN}|[A-Za-z]\d*|[甲附]\d+|\d+[A-Za-z])号", 5.0),
    ("subroadno", r"\d+号", 0.3),
    ("subroadno", r"\d+", 2.7),
    ("subroadno", r"\d+[-—]\d+号", 3.5),
    ("subroadno", rf"{_HAN}号", 4.0),
    ("subRoad", r"\d+弄(?=\d+号?(?!楼|幢|栋|\d))", 1.0),
    ("subRoad", r"\d+弄", 4.5),
    ("subRoad", r"\d+号?[巷路街]", 6.0),
    ("houseno", r"\d+幢", 1.5),
    ("houseno", r"\d+栋", 1.7),
    ("houseno", r"\d+号楼", 2.2),
    ("houseno", r"\d{1,2}", 1.3),
    ("houseno", r"\d{3}", 2.5),
    ("houseno", r"\d{4,}", 4.0),
    ("houseno", r"\d+号", 2.2),
    ("houseno", r"[A-Za-z]座", 2.8),
    ("houseno", r"[A-Za-z]+\d*(?:座|幢|栋|楼|号楼|号)", 4.0),
    ("houseno", r"(?:[A-Za-z]?\d+-?\d*[A-Za-z]?|第\d+)(?:座|幢|栋|号楼|撞|#|#楼)", 4.5),
    ("houseno", rf"第?{_HAN}(?:幢|栋|号楼|座)", 3.8),
    ("houseno", r"[东南西北中](?:座|幢|栋|楼)", 6.0),
    ("houseno", r"[A-Za-z]", 3.5),
    ("houseno", r"[A-Za-z]\d{1,2}", 4.2),
    ("houseno", r"[A-Za-z]\d{3,}", 6.0),
    ("houseno", r"\d+[A-Za-z]", 5.0),
    ("houseno", rf"{_HAN}号", 6.0),
    ("houseno", r"\d+楼", 6.0),
    ("houseno", rf"(?:\d+|{_HAN}|[A-Za-z])排", 5.5),
    ("cellno", r"\d+单元", 1.0),
    ("cellno", rf"(?:{_HAN}|[A-Za-z]\d*|[东南西北中]|[AB]\d)单元", 2.3),
    ("cellno", r"\d{1,2}", 1.2),
    ("cellno", r"\d{3,}", 4.5),
    ("cellno", r"\d{1,2}号", 1.7),
    ("cellno", r"\d{3,}号", 3.5),
    ("cellno", r"[A-Za-z]|\d+[A-Za-z]|[A-Za-z]\d+", 4.5),
    ("cellno", rf"(?:\d+|{_HAN})街", 3.3),
    ("cellno", rf"(?:\d+|{_HAN})(?:号门|门|排|区)|{_HAN}号", 6.0),
    ("floorno", r"\d+楼", 0.6),
    ("floorno", rf"{_HAN}楼", 1.2),
    ("floorno", r"\d+层", 3.2),
    ("floorno", rf"(?:第|负|地下)?(?:\d+|{_HAN}|[A-Za-z]\d*)(?:楼|层)", 5.0),
    ("floorno", r"架空层|首层|顶楼|顶层|底楼|底层", 7.0),
    ("floorno", r"\d+[Ff]", 4.0),
    ("floorno", r"\d+[-—]\d+[楼层]", 6.0),
    ("roomno", r"\d{3,4}", 0.7),
    ("roomno", r"\d{1,2}", 2.5),
    ("roomno", r"\d{5,}", 3.5),
    ("roomno", r"\d+室", 1.6),
    ("roomno", r"\d{1,2}号", 3.3),
    ("roomno", r"\d{3,}号", 2.0),
    ("roomno", r"[A-Za-z]?\d+[A-Za-z]?(?:房|铺|房间|室|店|号铺|号房)", 5.0),
    ("roomno", r"[A-Za-z]?\d+[-—/]\d+(?:室|房|铺|号)?", 5.5),
    ("roomno", r"[A-Za-z]\d+[A-Za-z]?", 3.5),
    ("roomno", r"\d+[A-Za-z]+", 4.5),
    ("roomno", r"[A-Za-z]+\d+[-—][A-Za-z]?\d+号?|\d+[A-Za-z]+\d+|第\d+号", 5.5),
    ("roomno", r"[A-Za-z]\d+号", 5.5),
    ("roomno", rf"{_HAN}室?", 6.5),
    ("road", rf"(?:[A-Z]?\d+|{_HAN})(?:组|队|社)", 4.0),
    ("road", r"\d+号大街", 5.0),
    ("road", rf"(?:\d+|{_HAN}|[GSX]\d+)(?:号路|国道|省道|县道|号大街)", 6.0),
    ("subpoi", rf"(?:\d+|{_HAN}|[A-Za-z])(?:期|区)", 3.0),
    ("subpoi", r"(?:\d+|[东南西北])号?门", 5.0),
    ("person", r"\d+号门", 5.0),
    ("assist", r"[往向]?[东南西北]{0,2}(?:约)?\d+米(?:左右|处)?", 4.5),
)
_FORMS = tuple((tag, re.compile(rf"(?:{form})(?!(?<=\d)\d)"), cost) for tag, form, cost in _NUMBERS)
_RANGE = 2.5
"""The cost of a range of numbers on a road."""
_DIGITS = re.compile(r"\d+")
_NAME = re.compile(r"[\u3400-\u9fffA-Za-z0-9&]+")
_AGAIN, _BEFORE, _BEFORE_WHOLE, _IDLE, _IDLE_SHORT = 1.0, 1.5, 0.3, 6.0, 11.0
"""The cost of tagging a division as redundant: the second time it is named; the first time; the first time in short
form if the full form follows; and if it is named only once, in full or in short form."""
_Candidate = tuple[int, str, float]
"""A possible part from a given start: (end, tag, gain)."""


def _stem_cost(tag: str, size: int) -> float:
    """The cost of a name's stem of `size` characters."""
    costs = _STEMS[tag]
    return costs[size] if size < len(costs) else costs[-1] + _PER_FURTHER_CHARACTER * (size - len(costs) + 1)


def _names_at(text: str, start: int) -> Iterator[_Candidate]:
    """Names that begin at `start`, with a typical ending or without."""
    run = _NAME.match(text, start)
    if run is None:
        return
    words = word_lists()
    inside = 0.0  # cost so far of the characters as part of a stem
    costs = [0.0]
    for at in range(start, min(run.end(), start + LONGEST)):
        char = text[at]
        digit = char.isdigit() and not (at > start and text[at - 1].isdigit())
        inside += (_CLOSED if char in _CLOSERS and at > start else 0.0) + (2.0 if digit else 0.0)
        costs.append(inside)
    for end in range(start + 1, start + len(costs)):
        if _inside_word(text, end):
            continue
        best: dict[str, float] = {}
        for size in range(1, min(6, end - start) + 1):
            for tag, gain in words.endings.get(text[end - size : end], ()):
                stem = end - start - size
                value = gain - _stem_cost(tag, stem) - costs[stem]
                best[tag] = max(best.get(tag, -inf), value)
                if tag == "road":
                    best["subRoad"] = max(best.get("subRoad", -inf), value)
        for tag, cost in _BARE.items():
            value = -cost - _stem_cost(tag, end - start) - costs[end - start]
            best[tag] = max(best.get(tag, -inf), value)
        yield from ((end, tag, value) for tag, value in best.items())


def _divisions_at(text: str, start: int) -> Iterator[_Candidate]:
    """Divisions that begin at `start`, each also as redundant."""
    known = divisions()
    for end in range(start + 2, min(len(text), start + 12) + 1):
        name = text[start:end]
        for named in known.get(name, ()):
            gain = named.gain
            if named.above and not any(stem in text[:start] for stem in named.above):
                gain -= ALONE
            if named.short:
                gain -= _cut_cost(text, end)
            yield end, named.tag, gain
            yield end, "redundant", gain - _redundancy_cost(text, start, end, named)


def _redundancy_cost(text: str, start: int, end: int, named: Division) -> float:
    """The cost of tagging a division as redundant (see `_AGAIN`); nothing for a province that is named again later.

    中国 soon after a division counts as naming it again.
    """
    if named.stem in text[:start]:
        return _AGAIN
    later = text[end:]
    if named.stem in later:
        if named.tag == "prov":
            return 0.0
        whole = later.partition(named.stem)[2][:1] in tuple("省市区县")
        return _BEFORE_WHOLE if named.short and whole else _BEFORE
    if "中国" in later[:20]:
        return _BEFORE
    return _IDLE_SHORT if named.short else _IDLE


def _cut_cost(text: str, at: int) -> float:
    """The cost of ending a short name at `at`, where it may be the beginning of a longer one."""
    if text[at : at + 1] in tuple("省市区县镇乡旗盟州") or text[at : at + 2] == "街道":
        return 6.0
    known_endings = word_lists().endings
    if any(gain[0] == "devZone" for size in range(2, 9) for gain in known_endings.get(text[at : at + size], ())):
        return 6.0
    long = any(text[at : at + size] in known_endings for size in (2, 3, 4, 5))
    return 3.0 if long or text[at : at + 1] in tuple("路街巷桥村站院湾港江河湖山") else 0.0


def _whole_words_at(text: str, start: int) -> Iterator[_Candidate]:
    """Words that are a part by themselves and begin at `start`."""
    wholes = word_lists().wholes
    for end in range(start + 1, min(len(text), start + 8) + 1):
        for tag, gain in wholes.get(text[start:end], ()):
            yield end, tag, gain


def _is_range(word: str) -> bool:
    """Whether a word is a range of numbers: 36-38号 is one, 36-2 is a house and a part of it."""
    numbers = _DIGITS.findall(word)
    return len(numbers) == 2 and len(numbers[0]) == len(numbers[1]) and 0 < int(numbers[1]) - int(numbers[0]) < 60


def _inside_word(text: str, at: int) -> bool:
    """Whether `at` is inside a number or a Latin word."""
    before, after = text[at - 1], text[at : at + 1]
    return (before.isdigit() and after.isdigit()) or (_is_latin(before) and _is_latin(after))


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalpha()


def separates(text: str, at: int) -> bool:
    """Whether the character separates parts. 一 between a number and a number or a Latin letter is a dash, mistyped."""
    if text[at] == "一":
        return at > 0 and text[at - 1].isdigit() and text[at + 1 : at + 2].isascii() and text[at + 1 : at + 2].isalnum()
    return text[at] in _SEPARATORS


def _gain_of(word: str) -> float:
    """The gain of a word's characters; a number counts as one character."""
    return CHARACTER_GAIN * len(_DIGITS.sub("0", word))


def candidates_at(text: str, start: int) -> Iterator[_Candidate]:
    """All possible parts that begin at `start`; the single character is always one, as redundant."""
    yield from _divisions_at(text, start)
    yield from _whole_words_at(text, start)
    yield from _names_at(text, start)
    for tag, form, cost in _FORMS:
        found = form.match(text, start)
        if found and not _inside_word(text, found.end()):
            gain = _gain_of(found[0]) - (_RANGE if tag == "roadno" and _is_range(found[0]) else cost)
            yield found.end(), tag, gain
            if tag == "road":
                yield found.end(), "subRoad", gain
    yield start + 1, "redundant", 7.0 if separates(text, start) else -8.0
