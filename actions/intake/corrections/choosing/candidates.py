"""What a known value may become by a message: each of its parts replaced by words of the message, or such words put in. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from actions.intake.corrections.choosing.homophones import sounds_alike
from actions.interpreting.digits import in_digits, numeral_in_digits

LONGEST = 18  # characters of the message that become part of a value
MOST = 8000  # ways to put a value together that are tried; they take half a second
_CLAUSE = re.compile(r"[^，,。！!？?；;\n→“”「」:：…]+")
_WORD = re.compile(  # the words around a value
    r"改[成为到作做]?|换[成到]|[写说讲记打登填听看搞弄算][错成反混岔]?[了的]?|应该|应当|其实|准确|确实|明明|实际|原来|正确|我们?家?|俺们?|阿拉|咱们?|他们?|她们?|你们?|您"
    r"|住在?|不[是在叫]|[是在叫靠从到为]|就是?|[才也都还]|[那这][个边块条家里头边只幢栋天次]?|[了的啦呢吧啊呀哦噢咧嘛哉咯]|没有?|开始|起|有|[弗勿]|来|请|和|跟|离|往|来着"
)
_NUMBER = re.compile(r"\d+|[零〇一二两三四五六七八九十]+|[A-Za-z]")
_SINGLE = re.compile(r"[\d零〇一二两三四五六七八九十A-Za-z东南西北上下左右前后里外内大小新老正侧入出]")


@dataclass(frozen=True)
class Candidate:
    """What becomes of the known value if `known[begin:end]` gives way to `text[start:stop]`, written as `new`. `start` is -1 if nothing of the
    message stands in it: the known value itself, and whatever the rules made of it."""

    value: str
    begin: int
    end: int
    new: str
    start: int = -1
    stop: int = -1


def candidates(text: str, known: str, spans: Sequence[tuple[int, int]], rule: str) -> list[Candidate]:
    """Every value that the known one may become, itself among them. `spans`: pieces of the message that were recognised. `rule`: what the
    rules make of it. Of a long value and a message that could be put together in more than MOST ways only these two.
    """
    found = [Candidate(known, 0, 0, "")]
    if rule != known:
        found.append(Candidate(rule, 0, len(known), rule))
    blocks = shared_runs(text, known)
    words = _words_of(text, spans, blocks)
    pairs = set(_between(_cuts(known, blocks)))
    if len(words) * len(pairs) > MOST:
        return found
    for start, stop in words:
        new = in_style(text[start:stop], known)
        for begin, end in pairs.union(_alike(known, new)):
            if known[begin:end] != new:
                found.append(Candidate(known[:begin] + new + known[end:], begin, end, new, start, stop))
    found += _by_sound(text, known)
    return [one for one in found if one.value]


def _words_of(
    text: str, spans: Sequence[tuple[int, int]], blocks: Sequence[tuple[int, int, int]]
) -> list[tuple[int, int]]:
    """The pieces of a message that may be put into a value, none longer than LONGEST."""
    starts, stops = set(), set()
    for start, stop in (*spans, *((one.start(), one.end()) for one in _NUMBER.finditer(text))):
        starts.add(start)
        stops.add(stop)
    for one in _WORD.finditer(text):
        starts.add(one.end())
        stops.add(one.start())
    for at, _, size in blocks:
        starts |= {at, at + size}
        stops |= {at, at + size}
    found = set(spans)
    for clause in _CLAUSE.finditer(text):
        begin, end = clause.span()
        here = sorted({at for at in starts if begin <= at < end} | {begin})
        there = sorted({at for at in stops if begin < at <= end} | {end})
        found |= {(a, b) for a in here for b in there if 0 < b - a <= LONGEST}
    return sorted(
        (a, b)
        for a, b in found
        if text[a:b].strip() == text[a:b]
        and b - a <= LONGEST
        and (b - a > 1 or _SINGLE.match(text[a:b]))
        and not _splits_a_number(text, a)
        and not _splits_a_number(text, b)
    )


def _splits_a_number(text: str, at: int) -> bool:
    return text[at - 1 : at].isdigit() and text[at : at + 1].isdigit()


def in_style(new: str, known: str) -> str:
    """Words with their numerals in digits if the known value has only digits (三十九号 beside 37号)."""
    if not re.search(r"\d", known) or _CHINESE.search(known):
        return new
    return _COUNTED.sub(lambda one: numeral_in_digits(one.group()), new)


_CHINESE = re.compile(r"[一二三四五六七八九十](?=号|幢|栋|单元|楼|室|弄|组|点|天|月|日)")
_COUNTED = re.compile(r"[〇零一二三四五六七八九十]+(?=号|幢|栋|单元|楼|室|弄|组|点|天|月|日|$)")


def _cuts(known: str, blocks: Sequence[tuple[int, int, int]]) -> list[int]:
    """Where a known value may be cut: at its ends, where a number or a word of it ends, where the message repeats it."""
    cuts = {0, len(known)}
    for one in _NUMBER.finditer(known):
        cuts |= {one.start(), one.end(), min(one.end() + 1, len(known))}
    for one in _JOINTS.finditer(known):
        cuts.add(one.end())
    for _, at, size in blocks:
        cuts |= {at, at + size}
    return sorted(cuts)


_JOINTS = re.compile(
    r"号楼|单元|小区|社区|新村|[村镇乡苑园区路街巷弄幢栋楼层室号组站店馆院场厂校门口桥湾府城里寓厦]|天|月|[日号点时]|礼拜[一二三四五六日天]|星期[一二三四五六日天]|周[一二三四五六日天]|[昨今前明]天?|[早晚][上晨]?|[上下中]午|傍晚|夜里|半夜|凌晨|每|从|到"
)


def _between(cuts: Sequence[int]) -> Iterable[tuple[int, int]]:
    return ((begin, end) for begin in cuts for end in cuts if begin <= end)


def _alike(known: str, new: str) -> list[tuple[int, int]]:
    """Where as many characters stand in the known value as in `new`, and at least one, at the same position, is the same."""
    size = len(new)
    if size < 2:
        return []
    one, other = in_digits(known), in_digits(new)
    windows = ((at, at + size) for at in range(len(known) - size + 1))
    return [(a, b) for a, b in windows if any(x == y for x, y in zip(one[a:b], other, strict=True))]


def _by_sound(text: str, known: str) -> list[Candidate]:
    """The known value with one character of the message for one that sounds the same (恒泰 and 太)."""
    return [
        Candidate(known[:at] + char + known[at + 1 :], at, at + 1, char, start, start + 1)
        for start, char in enumerate(text)
        if char not in known
        for at, old in enumerate(known)
        if sounds_alike(old, char)
    ]


def shared_runs(text: str, known: str) -> list[tuple[int, int, int]]:
    """(position in the text, in the known value, length) of what both say, in whatever digits: every longest common run of characters."""
    one, other = in_digits(text), in_digits(known)
    found = []
    for i in range(len(one)):
        for j in range(len(other)):
            if one[i] == other[j] and (i == 0 or j == 0 or one[i - 1] != other[j - 1]):
                size = 1
                while i + size < len(one) and j + size < len(other) and one[i + size] == other[j + size]:
                    size += 1
                found.append((i, j, size))
    return found
