"""How a candidate's words stand in the message. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from actions.intake.corrections.choosing.candidates import Candidate
from actions.intake.corrections.choosing.likeness import likeness
from actions.intake.corrections.choosing.said import DIGIT, Said

# The words right before and behind a candidate's, each kind by its name; the first that fits counts.
_BEFORE = (
    ("opens", re.compile(r"^\s*$")),
    ("not", re.compile(r"(?:(?<!是)不[是在叫]|不|没有?|别|非|弗是|勿是)(?:说|我们?|什么){0,2}$")),
    ("should", re.compile(r"(?:应该|应当|改|换|写|记|登)[成为到作做]?[是在]?$")),
    ("is", re.compile(r"是(?:在|从|我们?|我家|说)?$")),
    ("at", re.compile(r"[在住靠到从往]$")),
    ("we", re.compile(r"(?:我|俺|咱|阿拉)(?:们|家)?$")),
    ("they", re.compile(r"(?:[他她你您]们?|家)$")),
    ("says", re.compile(r"[说讲看听搞弄叫](?:成|的)?$")),
    ("stop", re.compile(r"[^\w]$")),
    ("of", re.compile(r"的$")),
    ("that", re.compile(r"[那这就才也都还有]$")),
)
_AFTER = (
    ("ends", re.compile(r"[^\w]*$")),
    ("is wrong", re.compile(r"(?:那[边个里])?(?:不对|错|搞|弄|记|不是|没有|改成|换成)")),
    ("is", re.compile(r"(?:那[个边幢栋头条家]?)?(?:是|就是|住)")),
    ("is right", re.compile(r"才|没错")),
    ("stop", re.compile(r"[^\w]")),
    ("particle", re.compile(r"(?:[啊呀哦噢啦呢吧咧嘛哉了]|来着)")),
    ("of", re.compile(r"的")),
    ("that", re.compile(r"[那这]")),
    ("begins", re.compile(r"开始|起|就|以?后|左右")),
    ("not", re.compile(r"[不没弗勿别]")),
)
_WORDS = re.compile(r"[是不我你您他她没的了吧啊呀哦噢说讲错就才也都还弗勿谁哪问]")
_GAP = re.compile(r"的?那?[个边块条头]?")
_STRONG = re.compile(r"不|没|错|说|讲|写|记|我|你|是")
_ENDS_CLAUSE = re.compile(r"[，,。！!？?；;\n]")


def word_features(one: Candidate, said: Said) -> Iterator[str]:
    """The names of what is so of a candidate's words and those around them."""
    span = (one.start, one.stop, one.new)
    if span not in said.word_names:
        before = next((name for name, words in _BEFORE if words.search(said.text[: one.start])), "words")
        said.word_names[span] = before, tuple(_of_words(one, said, before))
    before, names = said.word_names[span]
    yield f"before: {before}; like: {likeness(said.known[one.begin : one.end], one.new, said.slot)}"
    yield from names


def _of_words(one: Candidate, said: Said, before: str) -> Iterator[str]:
    """The names that only depend on where the words begin and end. `before`: the name of what stands before them."""
    text, new = said.text, one.new
    after = next((name for name, words in _AFTER if words.match(text[one.stop :])), "words")
    yield from (f"before: {before}", f"after: {after}", f"between: {before}, {after}")
    yield from _of_denial(one, said)
    yield from _of_neighbours(one, said)
    for span, what in said.read.items():
        yield from _beside(one, span, f"read {what}")
    for span in said.pieces:
        yield from _beside(one, span, "piece")
    yield from _of_clauses(one, text)
    yield f"length {_size(len(new))}"
    if _WORDS.search(new):
        yield "has a word"
    if _STRONG.search(new):
        yield "has a word of telling"


def words_in(new: str) -> int:
    """How many words of talking, rather than of a name, stand in a candidate's."""
    return len(_WORDS.findall(new))


def _of_denial(one: Candidate, said: Said) -> Iterator[str]:
    if said.is_denied(one.start, one.stop):
        yield "is denied"
    inside = [span for span in (*said.read, *said.pieces) if one.start <= span[0] and span[1] <= one.stop]
    if any(said.is_denied(*span) for span in inside):
        yield "holds what is denied"


def _of_neighbours(one: Candidate, said: Said) -> Iterator[str]:
    """Whether the words are cut off from a piece or a number right beside them."""
    goes_on = _GAP.match(said.text, one.stop)
    end = goes_on.end() if goes_on else one.stop
    if any(start == end for start, _ in said.pieces):
        yield "a piece goes on" if end == one.stop else "a piece goes on after a word"
    if any(stop == one.start for _, stop in said.pieces):
        yield "a piece stands before"
    if any(start == one.stop for start, _ in said.read):
        yield "a read one goes on"
    if any(stop == one.start for _, stop in said.read):
        yield "a read one stands before"
    for at in (one.start, one.stop):
        if 0 < at < len(said.text) and DIGIT.match(said.text[at - 1]) and DIGIT.match(said.text[at]):
            yield "splits a number"


def _beside(one: Candidate, span: tuple[int, int], named: str) -> Iterator[str]:
    """How the words lie to a span: the same (is), around it (holds), or with an end of theirs within it (cuts).

    Words that cut it and are not wholly inside also "straddle" it. "begins with", "ends with": both begin, or end, at the same place,
    whichever is longer.
    """
    start, stop = span
    if stop <= one.start or start >= one.stop:
        return
    if span == (one.start, one.stop):
        yield f"is {named}"
    elif start < one.start < stop or start < one.stop < stop:
        yield f"cuts {named}"
        if start >= one.start or stop <= one.stop:
            yield f"straddles {named}"
    else:
        yield f"holds {named}"
    if start == one.start:
        yield f"begins with {named}"
    if stop == one.stop:
        yield f"ends with {named}"


def _of_clauses(one: Candidate, text: str) -> Iterator[str]:
    ends = [found.start() for found in _ENDS_CLAUSE.finditer(text.rstrip("，,。！!？?；;\n "))]
    if not ends:
        yield "one clause"
    elif one.start > ends[-1]:
        yield "last clause"
    elif one.stop <= ends[0]:
        yield "first clause"
    if len(one.new) * 5 >= len(re.sub(r"\W", "", text)) * 4:
        yield "is the message"


def _size(characters: int) -> str:
    return str(characters) if characters < 4 else "4-5" if characters < 6 else "6-8" if characters < 9 else "9-"
