"""Find the common question that means the same as a message, by its embedding (`embedding`) and its words."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from bot.reading.classifying.asked_clause import SHORTEST_ASKED, without_introduction, without_reason
from bot.reading.classifying.bereaved import asks_something_else
from bot.reading.classifying.embedding import SIZE, Embeddings, embed
from bot.reading.classifying.harm_told import is_of_harm
from bot.reading.classifying.heads import grams
from bot.reading.community import Question
from bot.reading.text.normal_form import normalise
from bot.reading.text.words import split_words

LEAST_SURE = 0.45
"""How sure (0 to 1) a question must be for giving its answer instead of opening a case."""
SURELY_MEANT = 0.7
"""How sure it must be if the message is not worded as a question, or tells of something at a place."""
_ENOUGH_WORDINGS = 400
"""So many wordings show by which directions of their embeddings those of one question differ (`_Sharpened`)."""
_PRIOR = 1.0
"""How much all directions alike count beside those that the wordings show."""
_NEAREST_WEIGHT, _CENTRE_WEIGHT, _WORDS_WEIGHT = 11.5, 10.7, 2.4
"""The weights of the similarity to the nearest wording, of that to the centre of a question's wordings, and of the shared words."""
_NO_QUESTION = 8.6
"""What the sum of the three must reach for a question to be as likely as none of the community's. Fitted, as the weights, on what people asked (docs/understanding.md)."""
_NEAR = 3
"""How many of a question's wordings, those nearest to a message, count together where wordings are few; the nearest counts alone, too."""
_FEW_NEAREST_WEIGHT, _FEW_NEAR_WEIGHT, _FEW_WORDS_WEIGHT, _FEW_NO_QUESTION = 10.5, 17.0, 2.7, 16.0
"""The weights where wordings are few: the nearest, the mean of the _NEAR nearest, the shared words; and what the sum must reach."""
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
    r"到底|凭什么|凭啥|怎么(?:还|又|没|老|总|就|不)|为什么(?:还|不|没)|没(?:得|有)?人[管来修收倒清扫理]|都没|还不[来修]|报修(?:[了过]|好?(?:[几两三]|多(?!久|长)))|投诉|举报"
)
_ENDS_AS_QUESTION = re.compile(r"(?:[吗么伐？?]|[能可会要行好用得停办收]\S{0,3}[不没])[啊呀哦]?$")
_OPENING = re.compile(
    r"^(?:(?:顺便|那|对了|哦|啊|请|想|我想|我|再|麻烦|你好|您好|同志|另外|还|也)[，, ]?){0,4}(?:问|请教|打听|咨询|了解)(?:一?[下声句]|个事|个问题|你|您|问)?[，,：: ]?"
    "|^那么?[，, ]?(?=我|你|您)"
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


_ASKS_WHEN = re.compile("几点|[开关]门|[上下]班|营业|休息|开[吗到放着不]|有人[吗么]")
_A_FACILITY = re.compile(  # what has hours of its own
    "公园|广场|图书馆|书店|医院|卫生[院站室]|诊所|药店|银行|邮局|超市|商场|便利店|菜市?场|集市|学校|小学|中学|幼儿园|托班|食堂|游泳[馆池]|泳池|健身房|体育[馆场]|球场|文化[馆宫]|博物馆"
    "|电影院|公厕|厕所|地铁|公交|车站|快递站|驿站|快递点|行政服务中心|政务中心|办事大厅|车管所|民政局|社保局|税务|法院|房管局|不动产|营业厅|供电所|水厂|充电站|停车场|澡堂|理发"
)


def _is_of_another_facility(said: str, found: Question) -> bool:
    """Whether a text asks when something is open (公园几点关门) of which the question found says nothing."""
    facility = _A_FACILITY.search(said)
    if facility is None or _ASKS_WHEN.search(said) is None:
        return False
    return not any(facility.group() in one for one in (found.question, *found.variants, found.answer))


_AILMENT = re.compile(  # what somebody suffers from, of which a question on anything else says nothing: 发烧 is not 烧纸
    "发烧|发热|高烧|低烧|退烧(?!药|贴)|烧到|咳嗽(?!药|糖浆)|感冒(?!药|灵|冲剂)|流感|拉肚子|腹泻|呕吐|便秘|过敏|湿疹|失眠|头[疼痛晕]|牙[疼痛]|[肚胃腰背][子部]?[疼痛]|胸闷|心慌|高血压|糖尿病|痛风|骨质疏松|水痘|手足口|荨麻疹"
)


_OF_A_VACCINE = re.compile("疫苗|针|接种|苗")


def _is_of_an_ailment(said: str, found: Question) -> bool:
    """Whether a text tells of an ailment (孩子发烧怎么办), while the question found names none."""
    if _AILMENT.search(said) is None:
        return False
    if "疫苗" in found.question and _OF_A_VACCINE.search(said) is None:
        return True  # 孩子发烧39度怎么办
    return not any(_AILMENT.search(one) for one in (found.question, *found.variants, found.answer))


_TELLS_A_LOSS = re.compile(
    "丢|掉|不见|没了|找不|遗失|失窃|偷|抢|弄没|补|挂失|坏|破|烂|刷不|磨|消磁|拿走|扣|锁|锈|泡|急|临时|换|改名|写错|没办过"
)


def _is_of_no_loss(said: str, found: Question) -> bool:
    """Whether the question found is of a lost paper (身份证丢了怎么补), while a text that names the paper (身份证要带吗) tells of no loss."""
    return "丢了" in found.question and _TELLS_A_LOSS.search(said) is None


_DOES_NOT_LIGHT = re.compile("[灶炉][^，,。！!？?]{0,8}[点打生]不[着起燃了]|[灶炉][^，,。！!？?]{0,8}不[点打]火")
_LEAKS = re.compile("漏|味|臭|报警器|嘶嘶|中毒|头[晕昏]")


def _is_of_no_leak(said: str, found: Question) -> bool:
    """Whether the question found is of gas that leaks, while a text tells of a stove that does not light, and of no leak or smell."""
    leaks = _LEAKS.search(found.question) is not None and "气" in found.question
    return leaks and _DOES_NOT_LIGHT.search(said) is not None and _LEAKS.search(said) is None


_MAY_FALL = re.compile(
    "(?:要|快|快要|随时会?|差点)掉(?!电|线|价|队)|掉下来|摇摇欲坠|松动|晃(?:来晃去|荡|得)|[要快]倒(?!闭|车)|[要快]塌|砸(?:到|着|中)"
)


def _is_of_no_fall(said: str, found: Question) -> bool:
    """Whether a text tells of what may fall (邻居的空调外机要掉了), while no wording of the question found does."""
    wordings = (found.question, *found.variants)
    return _MAY_FALL.search(said) is not None and not any(map(_MAY_FALL.search, wordings))


_BITES_OF_A_BEAST = re.compile("狂犬|[狗犬猫][^，,。！!？?]{0,2}[咬抓]")
_OF_AN_INSECT = re.compile("[蚊蚁蟑螂蜱虱蚤虫]")


def _is_of_no_beast(said: str, found: Question) -> bool:
    """Whether the question found is of a dog's bite, while a text tells of insects (蚊子咬死人了) and names no beast."""
    bitten = _BITES_OF_A_BEAST.search(found.question) is not None and _OF_AN_INSECT.search(said) is not None
    return bitten and re.search("[狗犬猫鼠蝠]", said) is None


_FOR_FIRE = re.compile("灭火器|灭火毯|消[火防]栓|烟感|喷淋")


def _is_of_another_thing(said: str, found: Question) -> bool:
    """Whether a text names a thing for a fire (灭火器过期找谁换), of which the question found says nothing."""
    named = set(_FOR_FIRE.findall(said))
    return bool(named) and not any(one in words for one in named for words in (found.question, *found.variants, found.answer))  # fmt: skip


_SCOLDS_US = re.compile(
    r"(?:你们?|您们?|这[帮群]人?|机器人|居委会?|社区|物业|街道)(?:都|全都?|就|简直|真|真的|一群|一帮|一伙|[^，,。！!？?]{0,2}){0,3}(?:都?是)?(?:一群|一帮|一伙|些|个)?(?:大|臭)?(?:骗子|骗人的?|废物|骗钱)"
)
_TOLD_OF_FRAUD = re.compile(
    "转[账钱了]|打电话|电话|短信|链接|验证码|钱|万|块|元|银行|被骗|冒充|自称|说是|遇到|怎么|[吗呢]|是不是"
)


def _scolds_us(said: str, found: Question) -> bool:
    """Whether a text calls us cheats (你们都是骗子), while the question found is of a fraud, of which the text tells nothing."""
    of_fraud = re.search("[骗诈]|可疑", found.question) is not None
    return of_fraud and _SCOLDS_US.search(said) is not None and _TOLD_OF_FRAUD.search(said) is None


_ELECTION = re.compile("换届|选民|选举")
_NAMES_AN_ELECTION = re.compile("[选届]|委员|候选|代表|主任|罢免|村委|居委会的票|书记")


def _is_of_another_vote(said: str, found: Question) -> bool:
    """Whether the question found is of an election (居委会换届怎么选), while a text names none (到居委会投可以不): it may be of a vote that is open here, which has other rules."""
    return _ELECTION.search(found.question) is not None and _NAMES_AN_ELECTION.search(said) is None


_OF_ANOTHER = (
    asks_something_else,
    _is_of_no_leak,
    _is_of_no_fall,
    _is_of_no_beast,
    _is_of_another_thing,
    _scolds_us,
    _leaves_the_price_open,
    _is_of_another_facility,
    _is_of_an_ailment,
    _is_of_no_loss,
)
"""What tells that a text, without the words before its question, asks something else than the question found."""


_DENIES_A_TROUBLE = re.compile(  # 煤气没漏，就是想问开户怎么办: what is asked stands after it
    r"[^，,。！!；;？?\n]{0,8}(?:没(?!法|时间|空)有?|不是|并非|并没有?)(?:什么|啥|在|被|有|要|人|真的){0,2}(?:漏|着火|起火|失火|坏|停|断|堵|爆|炸|骗|偷|丢|伤|打|吵|噪音|危险|险情|急事|出事|事情?|投诉|举报|报修|报警|高空抛物|来反映)[^，,。！!；;？?\n]{0,4}"
    r"[，,。！!；;\n ]{1,3}(?:我|就是|只是|就|只|主要是?|单纯|是|来|另外|顺便){0,4}(?:想|要)?(?:问|咨询|打听|请教|了解|请问)(?:一?下|个事|个|你们?|您|问)?[，,：: ]?"
)


def _what_it_asks(text: str) -> str:
    """The text without the words before its question: 我想问一下, or a denied trouble and 就是想问."""
    denied = _DENIES_A_TROUBLE.match(text)
    rest = text[denied.end() :] if denied is not None else ""
    return (rest if len(rest) >= SHORTEST_ASKED else _OPENING.sub("", text)).strip()


def _asked_with_a_reason(said: str) -> str:
    """The clause that asks, of a text that only says why beside it; else ""."""
    clause = without_reason(said)
    return clause if _ASKS.search(clause) else ""


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


class _Sharpened:
    """Embeddings with the directions scaled down by which wordings of one question differ from one another.

    What remains tells one question from another: 要多少钱 and 去哪里办 are asked of every subject (Fisher's discriminant,
    with every direction's mean variance as its prior).
    """

    def __init__(self, embeddings: Sequence[Embeddings]) -> None:
        self._mean = np.concatenate(embeddings).mean(axis=0)
        within = np.concatenate([one - one.mean(axis=0) for one in embeddings])
        spread = within.T @ within / len(within)
        spread += _PRIOR * np.trace(spread) / SIZE * np.eye(SIZE, dtype=np.float32)
        variances, directions = np.linalg.eigh(spread)
        self._scaled = ((directions * variances**-0.5) @ directions.T).astype(np.float32)

    def of(self, embeddings: Embeddings) -> Embeddings:
        """The embeddings so scaled, each row of norm 1."""
        return _unit((embeddings - self._mean) @ self._scaled)


def _unit(rows: Embeddings) -> Embeddings:
    """The rows, each of norm 1."""
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=-1, keepdims=True), 1e-9), dtype=np.float32)


class Questions:
    """The community's common questions, indexed for comparison."""

    def __init__(self, questions: Sequence[Question]) -> None:
        self._questions = list(questions)
        wordings = [(one.question, *one.variants) for one in questions]
        self._index_words(wordings)
        embeddings = embed([said for said_so in wordings for said in said_so])
        ends = np.cumsum([len(said_so) for said_so in wordings])[:-1]
        self._embeddings = np.split(embeddings, ends) if wordings else []
        self._sharpened = _Sharpened(self._embeddings) if len(embeddings) >= _ENOUGH_WORDINGS else None
        if self._sharpened is not None:
            self._embeddings = [self._sharpened.of(one) for one in self._embeddings]
            self._centres = _unit(np.stack([one.mean(axis=0) for one in self._embeddings]))
            self._rows, self._starts = np.concatenate(self._embeddings), np.append(0, ends)

    def _index_words(self, wordings: Sequence[Sequence[str]]) -> None:
        """Count the terms of each wording, and note which wordings have each term."""
        terms = [_terms(said) for said_so in wordings for said in said_so]
        self._owners = np.repeat(np.arange(len(wordings)), [len(said_so) for said_so in wordings])
        spread = Counter(term for said in terms for term in said)
        total = max(1, sum(spread.values()))
        self._rarity = {term: math.log(1 + total / count) for term, count in spread.items()}
        self._weights = np.array([sum(self._rarity[term] * count for term, count in said.items()) for said in terms])
        self._having: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for number, said in enumerate(terms):
            for term, count in said.items():
                self._having[term].append((number, count))

    def closest(self, text: str, today: date) -> SimilarQuestion | None:
        """The question, valid on `today`, that the text most likely asks, with how sure that is (1 if it is one of its wordings); None if that is less than LEAST_SURE.

        None, too, if the text is blank or longer than LONGEST_QUESTION, or asks for a price or the hours of a facility of which that
        question says nothing, or tells of harm or an ailment while that question names none, or of no loss while that one is of a lost paper.
        """
        said = _what_it_asks(text)
        if not said or len(text) > LONGEST_QUESTION:
            return None
        likely = self._likelihoods(said)
        if asked := without_introduction(said) or _asked_with_a_reason(said):
            alone = self._likelihoods(asked)
            surer = alone[:-1].max(initial=0) >= max(SURELY_MEANT, likely[:-1].max(initial=0))
            likely = alone if surer else likely
        valid = [
            n for n, one in enumerate(self._questions) if not one.valid_until or one.valid_until >= today.isoformat()
        ]
        valid = [n for n in valid if not _is_of_another_vote(said, self._questions[n])]
        best = max(valid, key=lambda n: likely[n], default=None)
        if best is None or likely[best] < LEAST_SURE:
            return None
        found = self._questions[best]
        if is_of_harm(text, found) or any(is_of_another(said, found) for is_of_another in _OF_ANOTHER):
            return None
        verbatim = said in (found.question, *found.variants)
        return SimilarQuestion(found, 1.0 if verbatim else float(likely[best]))

    def _likelihoods(self, said: str) -> npt.NDArray[np.float64]:
        """How likely a text asks each of the questions, against one another and, last, how likely it asks none of them."""
        if not self._questions:
            return np.array([1.0])
        alike, none = self._likenesses(embed([said]), self._shared_words(_terms(said)))
        weights = np.append(alike, none)
        weights = np.exp(weights - weights.max())
        return np.asarray(weights / weights.sum())

    def _likenesses(
        self, embedding: Embeddings, words: npt.NDArray[np.float64]
    ) -> tuple[npt.NDArray[np.float64], float]:
        """How like each question a text is, by its embedding (one row) and the words it shares; and what it must reach."""
        if self._sharpened is None:
            near = [np.sort(one @ embedding[0])[-_NEAR:] for one in self._embeddings]
            nearest, mean = np.array([one[-1] for one in near]), np.array([one.mean() for one in near])
            few = _FEW_NEAREST_WEIGHT * nearest + _FEW_NEAR_WEIGHT * mean + _FEW_WORDS_WEIGHT * words
            return few, _FEW_NO_QUESTION
        seen = self._sharpened.of(embedding)[0]
        nearest, centre = np.maximum.reduceat(self._rows @ seen, self._starts), self._centres @ seen
        return _NEAREST_WEIGHT * nearest + _CENTRE_WEIGHT * centre + _WORDS_WEIGHT * words, _NO_QUESTION

    def _shared_words(self, terms: Counter[str]) -> npt.NDArray[np.float64]:
        """For each question, the share of one of its wordings' terms, by weight, that a text has: that of the wording with the most."""
        shared = np.zeros(len(self._owners))
        for term, count in terms.items():
            for number, there in self._having.get(term, ()):
                shared[number] += self._rarity[term] * min(count, there)
        most = np.zeros(len(self._questions))
        np.maximum.at(most, self._owners, shared / np.maximum(self._weights, 1e-9))
        return most
