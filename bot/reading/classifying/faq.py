"""Find the common question that means the same as a message."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.reading.classifying.heads import grams
from bot.reading.community import Question
from bot.reading.text.normal_form import normalise
from bot.reading.text.words import split_words

LEAST_SIMILARITY = 0.72
"""Least similarity (0 to 1) for giving the answer instead of opening a case."""
LONGEST_QUESTION = 80
"""A longer message (in characters) is a case of its own, even if it is like a common question."""
_EMPTY = set(
    "的了呢吗啊呀嘛哦吧，。？！、；：我你您请想问下一个在要是有和到需怎么办如何什样哪里谁咋个弄啥东西些点能可以不用去带去得还给"
)
_COMMON = (
    "办理",
    "申请",
    "手续",
    "材料",
    "流程",
    "条件",
    "资料",
    "需要",
    "可以",
    "哪里",
    "什么",
    "怎么办",
    "怎样",
    "咨询",
    "了解",
    "多少",
    "时候",
    "规定",
)
"""Words that only mark a question; removed in this order (办理 before 怎么办)."""


@dataclass(frozen=True)
class SimilarQuestion:
    """A common question and how similar a message is to it (0 to 1)."""

    question: Question
    score: float


def _terms(text: str) -> Counter[str]:
    """Count the words and pairs of characters that carry meaning."""
    plain = normalise(text).text.replace("啥", "什么").replace("咋", "怎么")
    terms = Counter(word for word in split_words(plain) if not set(word) <= _EMPTY and word not in _COMMON)
    for common in _COMMON:
        plain = plain.replace(common, "")
    content = "".join(char for char in plain if char not in _EMPTY)
    terms.update(grams(content, 2, 2))
    return terms


class Questions:
    """The community's common questions, indexed for comparison."""

    def __init__(self, questions: Sequence[Question]) -> None:
        self._entries = [(one, _terms(said)) for one in questions for said in (one.question, *one.variants)]
        spread = Counter(term for _, terms in self._entries for term in terms)
        total = max(1, len(self._entries))
        self._rarity = {term: math.log(1 + total / count) for term, count in spread.items()}
        self._unseen = math.log(1 + total)

    def _weight(self, terms: Counter[str]) -> float:
        return sum(self._rarity.get(term, self._unseen) for term in terms)

    def best(self, text: str, today: date) -> SimilarQuestion | None:
        """The most similar question valid on `today`, whatever its score; None if there are none."""
        if len(text) > LONGEST_QUESTION or not text.strip():
            return None
        asked = _terms(text)
        if not asked:
            return None
        whole = self._weight(asked)
        best: SimilarQuestion | None = None
        for question, terms in self._entries:
            if question.valid_until and question.valid_until < today.isoformat():
                continue
            shared = self._weight(asked & terms)
            alike = 2 * shared / max(whole + self._weight(terms), 1e-9)
            score = 0.65 * alike + 0.35 * shared / max(whole, 1e-9)
            if best is None or score > best.score:
                best = SimilarQuestion(question, score)
        return best
