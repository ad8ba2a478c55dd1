"""Candidates for the matter's places, times and bodies, and the clues for and against each: the input of the choosers."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from bot.reading.spotting.bodies import kind_by_ending, names_by_ending, short_bodies, signs_of
from bot.reading.tagging.clues import Ruled
from bot.reading.tagging.field import Floats
from bot.reading.text.spans import Span

KINDS = ("place", "when", "body")
"""The kinds of span; when: a time."""
CODES_OF_KIND: Mapping[str, str] = {"place": "PpQ", "when": "Tt", "body": "KkQ"}
"""Each kind → the codes of its labels: first the matter's, second a mention's (of a body: of another that would be right); Q is place and body at once."""
CODE_OF_LABEL: Mapping[str, str] = {
    "place": "P", "place_other": "p", "when": "T", "when_other": "t", "body": "K", "body_alt": "k", "place_body": "Q",
}  # fmt: skip
"""A label of the marked messages → its code, which follows B or I in the CRF's labels."""
LIKELY, THINKABLE = 0.5, 0.15
"""A run of characters with at least the first probability is a candidate; with the second, only if it can be widened to whole words."""
THINKABLE_BODY = 0.05
"""The same for bodies: shops and firms have names of every kind."""
SPOT = 0.2
"""How likely each character must be in the name of any place or body for the run to be a candidate for a body."""
LETTER = 70
"""Characters from which a text counts as a letter, not as a chat message."""
LEAST_BY_ENDING = 0.03
"""How likely each character of a name with a loose ending (鸡排) must be, on average, in the name of any place or body."""
# Signs that end a clause.
_STOPS = "，。！？；：\n、 "
_OPENING, _CLOSING = "（《“", "）》”#"  # signs that may begin and end a candidate
_NUMBERS = re.compile(r"[\d一二三四五六七八九十两几]+")

Clue = tuple[str, float]
"""A clue, or feature, of a candidate: its name and its value. (The CRF's clues, of characters, are numbers: `clues`.)"""


@dataclass
class ScoredText:
    """A message with what the choosers judge by. `likely`: the CRF's probabilities, characters × labels."""

    text: str
    words: Sequence[str]
    ruled: Ruled
    labels: Sequence[str]
    likely: Floats

    def sum_of(self, codes: str, positions: str = "BI") -> Floats:
        """The probability of the labels with these codes (`CODE_OF_LABEL`), at each character. `positions`: B a span's first, I its others."""
        at = [n for n, label in enumerate(self.labels) if label[0] in positions and label[-1] in codes]
        return np.asarray(self.likely[:, at].sum(axis=1))

    @cached_property
    def named(self) -> Mapping[str, Floats]:
        """Kind → how likely each character is in a span of that kind, of the matter or only mentioned."""
        return {kind: self.sum_of(CODES_OF_KIND[kind]) for kind in KINDS}

    @cached_property
    def of_matter(self) -> Mapping[str, Floats]:
        """Kind → how likely each character is in a span of that kind that is the matter's."""
        return {kind: self.sum_of(CODES_OF_KIND[kind].replace(CODES_OF_KIND[kind][1], "")) for kind in KINDS}

    @cached_property
    def begins(self) -> Mapping[str, Floats]:
        """Kind → how likely each character begins a span of that kind, of the matter or only mentioned."""
        return {kind: self.sum_of(CODES_OF_KIND[kind], "B") for kind in KINDS}

    @cached_property
    def spots(self) -> tuple[Floats, Floats]:
        """How likely each character is in the name of any place or body, and begins one: X县 and 汽车站 may be one place."""
        return self.sum_of("PpQKk"), self.sum_of("PpQKk", "B")

    @cached_property
    def bodies_expected(self) -> float:
        """How many names of the matter's body the CRF expects in the whole message."""
        return float(self.sum_of("KQ", "B").sum())

    @cached_property
    def starts(self) -> list[int]:
        """Where each word starts, and where the last one ends."""
        found = [0]
        for word in self.words:
            found.append(found[-1] + len(word))
        return found

    @cached_property
    def title_end(self) -> int:
        """Where the first sentence ends; 20 if none ends in the first 60 characters, however short the text is."""
        return next((at for at, char in enumerate(self.text[:60]) if char in "。！？\n"), 20)

    def found_by_rule(self, kind: str) -> list[Span]:
        """The spans of a kind (one of KINDS) that the rules found."""
        if kind == "place":
            return [span for span, _ in self.ruled.places]
        return list(self.ruled.times if kind == "when" else self.ruled.bodies)


def candidates_of(scored: ScoredText, kind: str) -> dict[Span, set[str]]:
    """Each candidate of a kind (one of KINDS) → who proposes it: the CRF (`likely`, `thinkable`; `spot`: as any place or body), a `rule`, the
    suffixes and short names of bodies (`maybe`), their other endings (`ending`), or whatever may be a time (`moment`)."""
    found: dict[Span, set[str]] = {}
    for who, least in (("likely", LIKELY), ("thinkable", THINKABLE_BODY if kind == "body" else THINKABLE)):
        for span in _runs(scored.named[kind], scored.begins[kind], least):
            whole = span if who == "likely" else _widened_to_words(scored, span)
            fitted = _without_edges(scored.text, whole) if whole else span
            if whole is None or fitted.end - fitted.start < 2:
                continue
            found.setdefault(fitted, set()).add(who)
    if kind == "place":
        for span in _runs(scored.spots[0], np.zeros_like(scored.spots[0]), LIKELY):
            found.setdefault(_without_edges(scored.text, span), set()).add("spot")
    for span in scored.found_by_rule(kind):
        if span.end <= len(scored.text):
            found.setdefault(span, set()).add("rule")
    for span, who in _loose(scored, kind):
        found.setdefault(span, set()).add(who)
    return found


def _loose(scored: ScoredText, kind: str) -> Iterator[tuple[Span, str]]:
    """What may be a time, or a body by its ending, by its shortness, or as the name of anything; with who proposes it."""
    if kind == "when":
        yield from ((span, "moment") for span in scored.ruled.possible_times if span.end <= len(scored.text))
    elif kind == "body":
        runs = (_without_edges(scored.text, span) for span in _runs(*scored.spots, SPOT))
        yield from ((span, "spot") for span in runs if span.end - span.start > 1)
        yield from ((span, "maybe") for span in (*scored.ruled.possible_bodies, *short_bodies(scored.text)))
        likely = np.maximum(scored.named["body"], scored.spots[0])
        endings = (span for span in names_by_ending(scored.text, scored.words) if span.end <= len(scored.text))
        yield from ((span, "ending") for span in endings if likely[span.start : span.end].mean() >= LEAST_BY_ENDING)


def _runs(named: Floats, begins: Floats, least: float) -> Iterator[Span]:
    """Runs of characters of at least this probability; a second name may begin within a run."""
    inside = np.flatnonzero(named >= least).tolist()
    start = last = -1
    for at in inside:
        if start >= 0 and (at > last + 1 or (begins[at] > 0.5 * named[at] and begins[at] > 0.3)):
            yield Span(start, last + 1)
            start = at
        start, last = (at if start < 0 else start), at
    if start >= 0:
        yield Span(start, last + 1)


def _without_edges(text: str, span: Span) -> Span:
    """A span without punctuation at its edges."""
    start, end = span.start, span.end
    while start < end - 1 and not (text[start].isalnum() or text[start] in _OPENING):
        start += 1
    while end > start + 1 and not (text[end - 1].isalnum() or text[end - 1] in _CLOSING):
        end -= 1
    return Span(start, end)


def _widened_to_words(scored: ScoredText, span: Span) -> Span | None:
    """A span widened to whole words; None if that takes more than three characters on a side, or the words end before it."""
    starts = scored.starts
    first, last = bisect_left(starts, span.start + 1) - 1, bisect_left(starts, span.end)
    if last == len(starts):
        return None
    start, end = starts[first], starts[last]
    return Span(start, end) if span.start - start <= 3 and end - span.end <= 3 else None


def clues_of_candidates(scored: ScoredText, kind: str, found: Mapping[Span, set[str]]) -> list[list[Clue]]:
    """What speaks for or against each candidate that `candidates_of` found, in the order of the text."""
    order = sorted(found)
    said = [span.within(scored.text) for span in order]
    rivals = _rivals(scored, order, said) if kind == "body" else None
    return [
        [
            *_by_field(scored, kind, span, "+".join(sorted(found[span]))),
            *_by_rules(scored, kind, span),
            *_by_words(scored, span),
            *_by_position(scored, order, said, at),
            *((*_by_rivals(scored, rivals, at), *_by_namesakes(scored, rivals, at)) if rivals else ()),
        ]
        for at, span in enumerate(order)
    ]


def is_letter(text: str) -> bool:
    """Whether a text counts as a letter: it has LETTER characters or more."""
    return len(text) >= LETTER


def _length_class(text: str) -> str:
    """l: as long as a letter; c: as short as a chat message."""
    return "l" if is_letter(text) else "c"


def _in_eighths(probability: float) -> int:
    """A probability as one of eight steps, 0 to 7."""
    return int(min(0.999, probability) * 8)


def _by_field(scored: ScoredText, kind: str, span: Span, who: str) -> Iterator[Clue]:
    """Clues from the CRF's probabilities in and beside a candidate. `who`: who proposes it, joined by +."""
    a, b = span.start, span.end
    named, begins = scored.named[kind], scored.begins[kind]
    mean, own = float(named[a:b].mean()), float(scored.of_matter[kind][a:b].mean())
    left, right = float(named[a - 1]) if a else 0.0, float(named[b]) if b < len(named) else 0.0
    yield from (("mean", mean), ("least", float(named[a:b].min())), ("begins", float(begins[a])), ("own", own))
    yield from (("left", left), ("right", right))
    for other in KINDS:
        if other != kind:
            yield f"is {other}", float(scored.named[other][a:b].mean())
    yield f"by {who}", 1
    yield f"by {who} {_length_class(scored.text)}", 1
    yield f"mean {_in_eighths(mean)} {who}", 1
    yield f"own {_in_eighths(own)}", 1
    yield f"edges {_in_eighths(float(begins[a]))} {_in_eighths(left)} {_in_eighths(right)}", 1


def _by_rules(scored: ScoredText, kind: str, span: Span) -> Iterator[Clue]:
    """Clues from what the rules found there."""
    rules = scored.found_by_rule(kind)
    shares = [overlap(span, rule) for rule in rules if rule.overlaps(span)]
    yield f"ruled {1 + int(max(shares) * 4) if shares else 0}", 1
    if kind == "body" and span in rules:
        yield f"rank {rules.index(span)}", 1
    if kind == "place":
        yield from ((f"score {score}", 1.0) for rule, score in scored.ruled.places if rule == span)
    yield f"placed {any(place.overlaps(span) for place, _ in scored.ruled.places)}", 1


def overlap(one: Span, other: Span) -> float:
    """The share of the characters of either that are in both."""
    both = min(one.end, other.end) - max(one.start, other.start)
    return max(0, both) / (max(one.end, other.end) - min(one.start, other.start))


def _by_words(scored: ScoredText, span: Span) -> Iterator[Clue]:
    """Clues from the candidate's own words and those around it."""
    text, words, said = scored.text, scored.words, span.within(scored.text)
    yield f"said {said}", 1
    yield f"shape {_NUMBERS.sub('0', said)[-6:]}", 1
    yield f"long {min(12, len(said))}", 1
    for size in (1, 2, 3):
        yield f"ends{size} {said[-size:]}", 1
        yield f"before{size} {text[max(0, span.start - size) : span.start]}", 1
        yield f"after{size} {text[span.end : span.end + size]}", 1
    for size in (1, 2):
        yield f"opens{size} {said[:size]}", 1
    first, last = bisect_left(scored.starts, span.start), bisect_left(scored.starts, span.end)
    closed = scored.starts[min(last, len(scored.starts) - 1)] == span.end
    yield f"whole {scored.starts[first] == span.start} {closed}", 1
    for step in range(1, 7):
        if first - step >= 0:
            yield f"left {words[first - step]}", 1
            yield f"left{min(step, 3)} {words[first - step]}", 1
        if last + step - 1 < len(words):
            yield f"right {words[last + step - 1]}", 1
            yield f"right{min(step, 3)} {words[last + step - 1]}", 1


def _by_position(scored: ScoredText, order: Sequence[Span], said: Sequence[str], at: int) -> Iterator[Clue]:
    """Clues from where the candidate stands in the text and among the others (`order`), and how often it is `said`."""
    text, span, own, length = scored.text, order[at], said[at], _length_class(scored.text)
    clause = max(text.rfind(stop, 0, span.start) for stop in _STOPS)
    yield f"opens clause {span.start - clause - 1 < 2}", 1
    yield f"title {span.start <= scored.title_end} {length}", 1
    yield f"quarter {4 * span.start // len(text)} {length}", 1
    yield f"said {min(4, text.count(own))} times", 1
    yield f"first {text.find(own) == span.start}", 1
    yield f"place {min(5, at)}", 1
    yield f"of {min(6, len(order))} {length}", 1
    others = [other for other in order if other != span]
    yield f"inside {any(other.start <= span.start and span.end <= other.end for other in others)}", 1
    yield f"around {any(span.start <= other.start and other.end <= span.end for other in others)}", 1
    yield f"longer elsewhere {any(own != other and own in other for other in said)}", 1


_WANTS = ("咨询", "请问", "建议", "投诉", "举报", "感谢", "表扬", "求助", "请求", "能不能", "怎么", "希望")
"""Words that tell what a message is for: an inquiry names a responsible body less often than a complaint."""
_ASKS = re.compile("[？?]|吗|何时|怎么|如何|能否|是否|多少|什么")
_BLAMES = re.compile("投诉|举报|不|乱|拖|欠|骗|没人|扰民|违|黑")
_LAST_WORDS = 25  # characters
_AREAS_FIRST = re.compile(r"(?:(?:[A-Z]\d{0,2}|[\u4e00-\u9fff]{1,3})[省市县区镇乡村州]){1,3}")


@dataclass(frozen=True)
class _Rivals:
    """The candidates for the body, in the order of the text, with what is compared of them.

    `kinds`: by their endings (`kind_by_ending`), or name; `signs`: of each (`signs_of`); `rates`: how likely the CRF finds
    each to be of the matter; `purposes`: what the message is for.
    """

    order: Sequence[Span]
    said: Sequence[str]
    kinds: Sequence[str]
    signs: Sequence[Sequence[str]]
    rates: Sequence[float]
    purposes: Sequence[str]


def _rivals(scored: ScoredText, order: Sequence[Span], said: Sequence[str]) -> _Rivals:
    """Compare the candidates for the body. `said`: the text of each."""
    rates = scored.of_matter["body"]
    return _Rivals(
        order,
        said,
        [kind_by_ending(name) or "name" for name in said],
        [signs_of(scored.text, span) for span in order],
        [float(rates[span.start : span.end].mean()) for span in order],
        _purposes(scored),
    )


def _purposes(scored: ScoredText) -> list[str]:
    """What the message is for, by the words of its title and of the rest; and how long it is, in 60 characters."""
    title, rest = scored.text[: scored.title_end], scored.text[scored.title_end :]
    found = [f"{where} {word}" for where, said in (("wants", title), ("asks", rest)) for word in _WANTS if word in said]
    found += ["title asks"] if _ASKS.search(title) else []
    found += ["ends asking"] if _ASKS.search(scored.text[-_LAST_WORDS:]) else []
    found += ["title blames"] if _BLAMES.search(title) else []
    return [*found, f"sixties {min(6, len(scored.text) // 60)}"]


def _by_rivals(scored: ScoredText, rivals: _Rivals, at: int) -> Iterator[Clue]:
    """What is said of a possible body, how it compares with the others, and what the message is for."""
    span, signs, length = rivals.order[at], rivals.signs[at], _length_class(scored.text)
    kind, rate = signs[-1], rivals.rates[at]
    yield from ((f"sign {sign} {length}", 1.0) for sign in signs)
    yield f"signs {' '.join(signs)}", 1
    others = [one for one, other in zip(rivals.rates, rivals.order, strict=True) if not span.overlaps(other)]
    best = not any(one > rate for one in others)
    yield f"better {min(3, sum(one > rate for one in others))} {length}", 1
    yield "best of others", max(others, default=0.0)
    yield "bodies", min(3.0, scored.bodies_expected)
    yield f"bodies {min(3, int(2 * scored.bodies_expected))} {best}", 1
    yield f"rate {_in_eighths(rate)} {best} {kind}", 1
    yield f"tail said {min(4, scored.text.count(rivals.said[at][-2:]))} {kind}", 1
    yield from ((f"{purpose} {kind}", 1.0) for purpose in rivals.purposes)


def _by_namesakes(scored: ScoredText, rivals: _Rivals, at: int) -> Iterator[Clue]:
    """What is said of a possible body wherever it is named, in full or in part."""
    own, kind, length = rivals.said[at], rivals.kinds[at], _length_class(scored.text)
    same = {
        n
        for n, said in enumerate(rivals.said)
        if n == at or (len(said) > 1 < len(own) and (said in own or own in said))
    }
    yield f"kind {kind} {length}", 1
    for sign in sorted({sign for n in same for sign in rivals.signs[n][:-1]}):
        yield from ((f"any {sign}", 1.0), (f"any {sign} {kind}", 1.0))
    rate = max(rivals.rates[n] for n in same)
    other = max((one for n, one in enumerate(rivals.rates) if n not in same), default=0.0)
    yield from (("same rate", rate), (f"same rate {_in_eighths(rate)} {kind}", 1.0), ("same over others", rate - other))
    yield f"same against others {_in_eighths(rate) // 2} {_in_eighths(other) // 2}", 1
    yield f"named {min(4, len({rivals.order[n].start for n in same}))} {length}", 1
    yield f"any in title {any(rivals.order[n].start <= scored.title_end for n in same)} {kind}", 1
    for purpose in rivals.purposes:
        yield from ((purpose, 1.0), (f"{purpose} for {kind}", 1.0))
    areas = _AREAS_FIRST.match(own)
    yield f"only areas before {areas is not None and areas.end() >= len(own) - (3 if kind == 'trade' else 2)} {kind}", 1
