"""The trained tagger: decides which candidates of a message are the matter's places, times and bodies, and which are mentions."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from bot.reading.spotting.bodies import SUFFIXED, kind_by_ending
from bot.reading.tagging.candidates import KINDS, ScoredText, candidates_of, clues_of_candidates, is_letter
from bot.reading.tagging.chooser import Chooser
from bot.reading.tagging.clues import Ruled, clues_of
from bot.reading.tagging.field import Field
from bot.reading.text.spans import Span

LEAST: Mapping[str, float] = {"place": 0.2, "when": 0.3, "body": 0.4}
"""The probability from which a candidate is taken to be the matter's: about where F1 is best on each writer in turn left out of the training (docs/understanding.md)."""
LEAST_IN_LETTER = 0.5
"""The same for the body in a letter; higher, as three in four of the training letters name a body, but only half of the real ones.
About where letters of writers left out are read right most often, if as many have a body as have none."""
MENTIONED = 0.5
"""How likely a span's characters, on average, must be in a place or time at all, for it to be a mention."""

SURE_BODY, LOOSE_BODY = 0.3, 0.1
"""How likely the CRF must find the matter's body in a name, on average, if neither its form nor a rule says body; the second, if
its ending is also a common word (鸡排)."""
CERTAIN = 0.6
"""The probability from which neither is asked of a name in a chat message (启智树). A letter mentions many names, and there it only
brings more wrong ones. Set on writers of the training left out."""
_AREA = re.compile(r"(?:(?:[A-Z]\d{0,2}|[\u4e00-\u9fff]{1,3})[省市县区镇乡村州]){1,3}")

_ENDS = "。！？；\n"


@dataclass(frozen=True)
class Chosen:
    """A span that was chosen. `likely`: how likely it is of the matter; `matter`: whether it counts as such, not as a mention."""

    span: Span
    likely: float
    matter: bool


@dataclass
class SpanTagger:
    """The CRF (`field`), and a chooser for each kind of span."""

    field: Field
    choosers: Mapping[str, Chooser]

    def score(self, text: str, words: Sequence[str], ruled: Ruled) -> ScoredText:
        """Let the CRF judge each character. `words`: jieba's, of the whole text; `ruled`: what the rules found."""
        begins = [at for at, char in enumerate(text) if char in _ENDS]  # (no name begins with such a mark)
        likely = self.field.marginals(clues_of(text, words, ruled), begins)
        return ScoredText(text, words, ruled, self.field.labels, likely)

    def choose(self, scored: ScoredText) -> dict[str, list[Chosen]]:
        """For each kind what was chosen: places and times in the order of the text, bodies the likeliest first."""
        return {kind: self._chosen(scored, kind) for kind in KINDS}

    def _chosen(self, scored: ScoredText, kind: str) -> list[Chosen]:
        """What was chosen of one kind: of candidates that overlap, the likeliest."""
        found = candidates_of(scored, kind)
        order = sorted(found)
        likely = self.choosers[kind].likely(clues_of_candidates(scored, kind, found))
        ranked = sorted(zip(likely, order, strict=True), key=lambda pair: (-pair[0], pair[1]))
        least = LEAST_IN_LETTER if kind == "body" and is_letter(scored.text) else LEAST[kind]
        kept: list[Chosen] = []
        for probability, span in ranked:
            matter = probability >= least
            if any(span.overlaps(other.span) for other in kept):
                continue
            if kind == "body" and not _may_be_body(scored, span, found[span], probability):
                continue
            if matter or (kind != "body" and scored.named[kind][span.start : span.end].mean() >= MENTIONED):
                kept.append(Chosen(span, probability, matter))
        return kept if kind == "body" else sorted(kept, key=lambda one: one.span)


def _may_be_body(scored: ScoredText, span: Span, proposed_by: Set[str], likely: float) -> bool:
    """Whether a candidate is more than an area's name (A7县), and is a body by its suffix, by the rules, for the CRF, or for the chooser.

    `likely`: what the chooser says of it.
    """
    if _AREA.fullmatch(span.within(scored.text)):
        return False
    if likely >= CERTAIN and not is_letter(scored.text):
        return True
    kind = kind_by_ending(span.within(scored.text))
    if kind in SUFFIXED or not proposed_by.isdisjoint(("rule", "maybe")):
        return True
    rate = float(scored.of_matter["body"][span.start : span.end].mean())
    return rate >= (LOOSE_BODY if kind else SURE_BODY)
