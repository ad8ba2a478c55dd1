"""Find the common question that means the same as a message: by its words, or by its meaning (`embedding`)."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.reading.classifying.embedding import embed
from bot.reading.classifying.heads import grams
from bot.reading.community import Question
from bot.reading.text.normal_form import normalise
from bot.reading.text.words import split_words

LEAST_SIMILARITY = 0.72
"""Least similarity by words (0 to 1) for giving the answer instead of opening a case."""
LEAST_MEANING, LEAST_LEAD = 0.5, 0.06
"""Least similarity of meaning (with WORDS_BONUS) of a question, and by how much it must lead the second."""
WORDS_BONUS = 0.15
"""The most that shared words add to the similarity of meaning."""
CLEAR_MEANING = 0.62
"""Similarity of meaning from which no lead is needed."""
SURELY_MEANT = 0.74
"""Similarity of meaning from which a message need not be worded as a question."""
LONGEST_QUESTION = 80
"""A longer message (in characters) is a case of its own, even if it resembles a common question."""
_EMPTY_CHARACTERS = set(
    "的了呢吗啊呀嘛哦吧，。？！、；：我你您请想问下一个在要是有和到需怎么办如何什样哪里谁咋个弄啥东西些点能可以不用去带去得还给"
)
_QUESTION_WORDS = (
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
"""Words that occur in most questions and tell none apart; removed in this order (办理 before 怎么办)."""


_ASKS = re.compile(
    r"[吗呢么？?伐]|怎么|咋|如何|多少|几[点时天年号个岁]|啥|什么|哪|谁|多久|多长|可以不|好不好|得了不|(?:能|可以|要|会|算|停|办|行|用|打|收|开)[\u4e00-\u9fff]{0,5}[不没]$"
    r"|([\u4e00-\u9fff])[不没]\1|有没有|可不可以|能不能|应该不|想(?:问|弄|办|借|要|申请|咨询|打听|知道)|打听|请教|问[下一]|听说|给我(?:一个|个|说)?"
)
_COMPLAINS = re.compile(
    r"到底|凭什么|凭啥|怎么(?:还|又|没|老|总|就|不)|为什么(?:还|不|没)|没人[管来修收]|都没|还不[来修]|投诉|举报"
)
_ENDS_AS_QUESTION = re.compile(r"(?:[吗么伐？?]|[能可会要行好用得停办收]\S{0,3}[不没])[啊呀哦]?$")
_OPENING = re.compile(
    r"^(?:(?:顺便|那|对了|哦|啊|请|想|我想|我|再|麻烦|你好|您好|同志|另外|还|也)[，, ]?){0,4}(?:问|请教|打听|咨询|了解)(?:一?下|个事|个问题|你|您|问)?[，,：: ]?"
)


def ends_as_question(text: str) -> bool:
    """Whether a text ends with a particle or form that only questions have (能停不, 读得了吗), and does not complain."""
    return _ENDS_AS_QUESTION.search(text) is not None and _COMPLAINS.search(text) is None


def asks(text: str) -> bool:
    """Whether a text is worded as a question, but is not a complaint in the form of one (垃圾到底收不收)."""
    return _ASKS.search(text) is not None and _COMPLAINS.search(text) is None


@dataclass(frozen=True)
class SimilarQuestion:
    """A common question and how similar a message is to it (0 to 1; by meaning WORDS_BONUS more)."""

    question: Question
    score: float


def _terms(text: str) -> Counter[str]:
    """Count the words and pairs of characters that carry meaning."""
    plain = normalise(text).text.replace("啥", "什么").replace("咋", "怎么")
    terms = Counter(
        word for word in split_words(plain) if not set(word) <= _EMPTY_CHARACTERS and word not in _QUESTION_WORDS
    )
    for common in _QUESTION_WORDS:
        plain = plain.replace(common, "")
    content = "".join(char for char in plain if char not in _EMPTY_CHARACTERS)
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
        self._meanings = embed([said for one in questions for said in (one.question, *one.variants)])

    def _shared_weight(self, asked: Counter[str], terms: Counter[str]) -> float:
        """The share (0 to 1) of a wording's weight that the message has in common with it."""
        return self._weight(asked & terms) / max(self._weight(terms), 1e-9)

    def _weight(self, terms: Counter[str]) -> float:
        return sum(self._rarity.get(term, self._unseen) for term in terms)

    def closest_by_meaning(self, text: str, today: date) -> SimilarQuestion | None:
        """The question, valid on `today`, that is closest in meaning.

        None if none is close, or two are about equally close, or the text is blank or longer than LONGEST_QUESTION.
        """
        said = _OPENING.sub("", text).strip()
        if not self._entries or not said or len(text) > LONGEST_QUESTION:
            return None
        alike = self._meanings @ embed([said])[0]
        asked = _terms(said)
        scores: dict[str, tuple[float, Question]] = {}
        for (question, terms), meaning in zip(self._entries, alike, strict=True):
            valid = not question.valid_until or question.valid_until >= today.isoformat()
            score = float(meaning) + WORDS_BONUS * self._shared_weight(asked, terms)
            if valid and score > scores.get(question.question, (0.0, question))[0]:
                scores[question.question] = (score, question)
        ranked = sorted(scores.values(), key=lambda one: one[0], reverse=True)
        if not ranked or ranked[0][0] < LEAST_MEANING:
            return None
        leads = len(ranked) == 1 or ranked[0][0] - ranked[1][0] >= LEAST_LEAD or ranked[0][0] >= CLEAR_MEANING
        return SimilarQuestion(ranked[0][1], ranked[0][0]) if leads else None

    def closest_by_words(self, text: str, today: date) -> SimilarQuestion | None:
        """The question, valid on `today`, that is closest by its words, whatever its score.

        None if there is none, or the text says nothing that could be compared or is longer than LONGEST_QUESTION.
        """
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
