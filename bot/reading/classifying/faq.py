"""Find the common question that means the same as a message, by its embedding (`embedding`) and its words."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from bot.reading.classifying.embedding import embed
from bot.reading.classifying.heads import grams
from bot.reading.community import Question
from bot.reading.text.normal_form import normalise
from bot.reading.text.words import split_words

LEAST_SURE = 0.3
"""How sure (0 to 1) a question must be for giving its answer instead of opening a case."""
SURELY_MEANT = 0.7
"""How sure it must be if the message is not worded as a question, or tells of something at a place."""
PLAINLY_MEANT = 0.8
"""How sure it must be if the message may be a report."""
_NEAR = 3
"""How many of a question's wordings, those nearest to a message, count together; the nearest counts alone, too."""
_NEAREST_WEIGHT, _NEAR_WEIGHT, _WORDS_WEIGHT = 10.5, 17.0, 2.7
"""The weights of the similarity to the nearest wording, of the mean similarity to the _NEAR nearest, and of the shared words."""
_NO_QUESTION = 16.0
"""What the sum of the three must reach for a question to be as likely as none of the community's. Fitted, as the weights, on what people asked (docs/understanding.md)."""
LONGEST_QUESTION = 80
"""A longer message (in characters) is compared with no common question. Whether a shorter one is answered or opens a report, the
actions decide (`FAQ_LIMIT` in actions/intake/common_questions.py)."""
_EMPTY_CHARACTERS = set(
    "的了呢吗啊呀嘛哦吧，。？！、；：我你您请想问下一个在要是有和到需怎么办如何什样哪里谁咋个弄啥东西些点能可以不用去带去得还给"
)
"""Characters that tell no question from another."""
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
    r"[吗呢么？?伐]|怎么|咋|如何|多少|几[点时天年号个岁]|啥|什么|哪|谁|多久|多长|可以不|好不好|得了不|(?:能|可以|要|会|算|停|办|行|用|打|收|开)[\u4e00-\u9fff]{0,9}[不没]$"
    r"|([\u4e00-\u9fff])[不没]\1|有没有|可不可以|能不能|应该不|想(?:问|弄|办|借|要|申请|咨询|打听|知道)|打听|请教|问[下一]|听说|给我(?:一个|个|说)?"
)
_COMPLAINS = re.compile(
    r"到底|凭什么|凭啥|怎么(?:还|又|没|老|总|就|不)|为什么(?:还|不|没)|没(?:得|有)?人[管来修收倒清扫理]|都没|还不[来修]|投诉|举报"
)
_ENDS_AS_QUESTION = re.compile(r"(?:[吗么伐？?]|[能可会要行好用得停办收]\S{0,3}[不没])[啊呀哦]?$")
_OPENING = re.compile(
    r"^(?:(?:顺便|那|对了|哦|啊|请|想|我想|我|再|麻烦|你好|您好|同志|另外|还|也)[，, ]?){0,4}(?:问|请教|打听|咨询|了解)(?:一?下|个事|个问题|你|您|问)?[，,：: ]?"
)


_ASKS_HOW_MUCH = re.compile(
    "多少钱|(?:几|多少)(?:块|元|毛)|多少一[平度吨方个月年]|怎么(?:个)?收费|收(?:费)?多少|费用?(?:是)?多少|单价|什么价"
)
_TELLS_HOW_MUCH = re.compile(r"\d(?:\.\d+)? ?(?:元|块)|免费|不收|收费|工本费|价格?|标准|数目|付|缴费")
_HOW_TO = re.compile("怎么|哪里|去哪")


def _leaves_the_price_open(said: str, found: Question) -> bool:
    """Whether a text asks how much something costs, while the question found neither asks nor answers that, nor asks how or where to do something.

    物业费多少钱一平 shares its subject with 物业不作为可以不交物业费吗, and is another question.
    """
    if _ASKS_HOW_MUCH.search(said) is None or _HOW_TO.search(found.question):
        return False
    wordings = (found.question, *found.variants)
    return not (any(map(_ASKS_HOW_MUCH.search, wordings)) or _TELLS_HOW_MUCH.search(found.answer))


def ends_as_question(text: str) -> bool:
    """Whether a text ends with a particle or form that only questions have (能停不, 读得了吗), and does not complain."""
    return _ENDS_AS_QUESTION.search(text) is not None and _COMPLAINS.search(text) is None


def only_complains(text: str) -> bool:
    """Whether a text complains and has no word of a question (垃圾没人收)."""
    return _COMPLAINS.search(text) is not None and _ASKS.search(text) is None


def asks_a_question(text: str) -> bool:
    """Whether a text is worded as a question and has no word of complaint, which may be one in the form of a question (垃圾到底收不收)."""
    return _ASKS.search(text) is not None and _COMPLAINS.search(text) is None


@dataclass(frozen=True)
class SimilarQuestion:
    """A common question and how sure it is (0 to 1) that a message asks it, rather than another or none."""

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
        self._questions = list(questions)
        wordings = [(one.question, *one.variants) for one in questions]
        self._terms = [[_terms(said) for said in said_so] for said_so in wordings]
        spread = Counter(term for terms in self._terms for said in terms for term in said)
        total = max(1, sum(spread.values()))
        self._rarity = {term: math.log(1 + total / count) for term, count in spread.items()}
        self._unseen = math.log(1 + total)
        embeddings = embed([said for said_so in wordings for said in said_so])
        ends = np.cumsum([len(said_so) for said_so in wordings])[:-1]
        self._embeddings = np.split(embeddings, ends) if wordings else []

    def closest(self, text: str, today: date) -> SimilarQuestion | None:
        """The question, valid on `today`, that the text most likely asks, with how sure that is; None if none may be meant.

        None, too, if the text is blank or longer than LONGEST_QUESTION.
        """
        said = _OPENING.sub("", text).strip()
        if not said or len(text) > LONGEST_QUESTION:
            return None
        likely = self._likelihoods(said)
        valid = [
            n for n, one in enumerate(self._questions) if not one.valid_until or one.valid_until >= today.isoformat()
        ]
        best = max(valid, key=lambda n: likely[n], default=None)
        if best is None or likely[best] < LEAST_SURE or _leaves_the_price_open(said, self._questions[best]):
            return None
        return SimilarQuestion(self._questions[best], float(likely[best]))

    def _likelihoods(self, said: str) -> npt.NDArray[np.float64]:
        """How likely a text asks each of the questions, against one another and against asking none of them."""
        embedding, terms = embed([said])[0], _terms(said)
        alike = np.array([self._likeness(n, embedding, terms) for n in range(len(self._questions))] + [_NO_QUESTION])
        weights = np.exp(alike - alike.max())
        return np.asarray(weights / weights.sum())

    def _likeness(self, number: int, embedding: npt.NDArray[np.float32], terms: Counter[str]) -> float:
        """How like one question a text is: by embedding to its nearest wording and to the nearest few, and in words."""
        near = np.sort(self._embeddings[number] @ embedding)[-_NEAR:]
        shared = max(self._weight(terms & said) / max(self._weight(said), 1e-9) for said in self._terms[number])
        return _NEAREST_WEIGHT * float(near[-1]) + _NEAR_WEIGHT * float(near.mean()) + _WORDS_WEIGHT * shared

    def _weight(self, terms: Counter[str]) -> float:
        """The weight of terms together: the rarer among the wordings, the heavier."""
        return sum(self._rarity.get(term, self._unseen) for term in terms)
