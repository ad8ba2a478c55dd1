"""Finds choices stated in unusual ways (pure): a tick, a cross, a raised hand, +1, one character, a paraphrase, English.

Also the speaker counted on one side, and an option's long name on its own.

公约我给打勾, 第一题打叉, 我投否, 我选志愿者监督队 (of 由居民志愿监督队监督), 把我算在不同意那边, I vote no.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from portal.channels.text.simplified import simple
from portal.channels.text.vote_features import ASKING, CLAUSE_END, OTHER_MATTER, free_characters
from portal.channels.text.vote_slots import FILLER, REPORTED, SPEAKER, VoteTexts, slots_in

# The capital letters in patterns and sets below are the slots of `vote_slots`.
_TICK_OR_HAND = re.compile(
    r"(?:打|画|划|点)(?:了|上|个|一个|它个|它|的){0,3}(?:对勾|对号|红勾|勾|钩|叉|圈|√|×){1,2}(?!腰|车)"
    r"|[勾叉圈钩]{1,2}.{0,3}?[打画划]在|[√×✓✔✗✘☑☒]|举(?:了|起|双|个|过){0,2}手(?!之劳|机|表|报|套|电|里|上|投降|发言|提问)"
)
_PLUS_ONE = re.compile(r"[+＋] ?[1一](?![\d,，]\d|\d)|加[1一](?![\d层楼块元点个号])")
_CASTS = re.compile(
    r"(?:投|投票)(?:了|的是|的)?(?:[个张]|一[个张票])?(?:否|赞|反|是(?=[吧票]|$)|(?<=[个张])不)(?:[吧了哦啊呢的票])*[。!！]?$"
)
_CELL = re.compile(r"第[一二三四五六七八九十\d]{1,2}[格框栏行]")
_COUNTED = re.compile(r"I.{0,2}算(?:在|到|进|是|作)?.{0,2}[YXAO]|C(?:在|到|进)?.{0,1}[YXA](?:那|这)?[边方头]")
_ENGLISH = re.compile(
    r"\bvot(?:e|ed|ing)\b.{0,12}\b(?:yes|no|for|against|in favou?r|abstain)\b|\b(?:yes|no)\b vote\b"
    r"|\bi(?:'m| am|m)? (?:for|against|in favou?r|opposed|agree|disagree|support|oppose|abstain)\b"
    r".{0,20}\b(?:covenant|vote|rules|proposal|it)\b|\b(?:yes|no) (?:to|on|for) the (?:covenant|vote|rules|proposal)\b"
)
_ENGLISH_ASKING = re.compile(r"[?？]|\b(?:how|where|when|what|who|which|can|could|may|do|does|is|should)\b")
_CHOSEN = re.compile(
    r"(?:我们全家|我们家|我们|我家|咱们|咱家|俺家|咱|俺|本人|我|^)(?:还是|就是|肯定|坚决|想|要|就|都|也|是|还)?"
    r"(?:选择|改选|改投|投票给|投给|投|选|算我|支持)(?:了|的是|的|由|给|是)?(?P<it>[\u3400-\u9fff]{2,14})"
)
_COUNT_ME = re.compile(r"算(?:我|我家|我们)(?:一个|一票)?(?P<it>[\u3400-\u9fff]{2,12})")
_LIKED = re.compile(
    r"(?:觉得|认为|感觉|还是|喜欢|倾向于?|偏向|相信|信得过|看好|想要|希望)(?P<it>[\u3400-\u9fff]{2,10}?)"
    r"(?:来)?(?:最好|更好|比较好|好些|好|行|合适|靠谱|放心|强)?(?:一?点|些)?[吧啊呀了的]*$"
)
_PARTICLES = re.compile(r"的(?!$)|了|吧|啊|呀|来|去|呢|嘛")
_SHORT = 12  # characters: a text so short is also read without its gaps (公约 ×)
_STARTS, _ALIKE = 2, 0.5  # first characters, and share of all, that a paraphrase must have in common with its option
_FEW = 4  # free characters around the words of the choice
A_PLACE = re.compile(  # an option, or a part of one, that ends like a place
    r"[门口边旁前后里院区栋楼路苑园]$"
)
_LONG_LABEL = 5  # characters
_NO_TICK = re.compile(  # 打勾还是打叉, 不打勾
    r"[勾叉圈√×].{0,3}还是|不[打画举]"
)


def states(text: str, vote: VoteTexts) -> bool:
    """Whether a clause of the text that asks nothing states a choice in one of these ways; in English, if nothing in the text asks."""
    said = simple(_visible(text))
    if _ENGLISH.search(said) and not _ENGLISH_ASKING.search(said):
        return True
    short = [said.replace(" ", "")] if len(said) <= _SHORT else []
    for clause in [*CLAUSE_END.split(said), *short]:
        if not clause.strip() or ASKING.search(clause) or REPORTED.search(clause):
            continue
        marked = slots_in(clause, vote)
        if (
            _casts(clause)
            or _adds_one(clause, marked)
            or _ticks(clause, marked)
            or _paraphrases(clause, marked, vote)
            or _approves(clause, vote)
        ):
            return True
    return False


def _visible(text: str) -> str:
    """The text with every tick and cross as √ or ×, which `simple` keeps."""
    return re.sub(r"[✗✘❌☒✖]", "×", re.sub(r"[✓✔☑✅]", "√", text))


def _ticks(clause: str, marked: str) -> bool:
    """Whether the clause has a tick, cross, circle or raised hand for something of the vote, and says little else."""
    found = _TICK_OR_HAND.search(clause)
    if found is None or _NO_TICK.search(clause) or OTHER_MATTER.search(clause.replace(found.group(), "")):
        return False
    about = set(marked) & set("TVD") or _CELL.search(clause)
    return bool(about) and free_characters(_CELL.sub("", _TICK_OR_HAND.sub("", marked))) <= _FEW


def _adds_one(clause: str, marked: str) -> bool:
    """Whether the clause adds one to the vote or an option, and says little else: 公约+1."""
    if _PLUS_ONE.search(clause) is None or OTHER_MATTER.search(clause) or not set(marked) & set("TOV"):
        return False
    return free_characters(marked) <= _FEW


def _casts(clause: str) -> bool:
    """Whether the clause ends with a vote given in one character: 我投否, 公约那个事我投个反."""
    return _CASTS.search(clause) is not None


def _paraphrases(clause: str, marked: str, vote: VoteTexts) -> bool:
    """Whether the clause chooses a paraphrased option, or has the speaker counted on one side: 把我算在不同意那边."""
    if OTHER_MATTER.search(clause):
        return False
    if _COUNTED.search(marked):
        return True
    ways = [_CHOSEN, _COUNT_ME, *([_LIKED] if "T" in marked else [])]
    return any(_is_near(found["it"], vote) for way in ways for found in way.finditer(clause))


def _is_near(phrase: str, vote: VoteTexts) -> bool:
    """Whether the phrase paraphrases an option: that has its first two characters in a row, and half of all of them."""
    bare = _PARTICLES.sub("", phrase)
    return any(
        len(bare) >= _STARTS and bare[:_STARTS] in label and sum(one in label for one in bare) >= _ALIKE * len(bare)
        for label in _labels(vote)
    )


def _approves(clause: str, vote: VoteTexts) -> bool:
    """Whether the clause is a long option's whole name, approved (两边一起监督就行) or alone; alone not if it is a place.

    The name must have words of the vote's title or questions.
    """
    name = next((one for one in _labels(vote) if len(one) >= _LONG_LABEL and one in clause), "")
    left = clause.replace(name, "") if name else ""
    if not name or "T" not in slots_in(name, VoteTexts(vote.title, vote.questions)):
        return False
    return _is_approval(left) if left else A_PLACE.search(name) is None


def _is_approval(left: str) -> bool:
    """Whether the text has only small words, one of them of approval: 就行, 好了."""
    return all(one in FILLER or one in "行成最" for one in left) and re.search(r"行|好|吧|就|成", left) is not None


@lru_cache(maxsize=64)
def _labels(vote: VoteTexts) -> tuple[str, ...]:
    return tuple(simple(label) for label in vote.labels if len(label) >= 3)


_MARK = re.compile("[❌✖✗✘☒×❎✅✓✔☑√👎👍👌🆗🙅🚫⭕]\ufe0f?")
_HOUSE = re.compile(  # with the name of its estate, which may be a word of a vote's title
    r"(?:[^\W\da-zA-Z_我们家咱俺都在]{1,6}(?:家园|人家|家苑)|[^\W\da-zA-Z_我们家咱俺都在]{0,8}?)(?:\d{1,4}|[一二三四五六七八九十]{1,3})(?:栋|幢|号楼|号门|座|单元|弄|号)(?:\d{1,2}单元)?(?:\d{2,4}室?)?"
)
_DENIES = re.compile("[❌✖✗✘☒×❎👎🙅🚫]")
_DOOR = re.compile(r"(?:栋|幢|号楼|号门|座|单元|弄|号)\d{2,4}")
_THING = re.compile(  # of a house, that may be broken
    r"灯|水|电(?!话)|梯|门|垃圾|管道|管子|井盖|道路|路面|墙|窗|锁|厕|消防|车|楼道|天花|屋顶|阳台|空调|暖气|燃气|煤气|天然气|网络|断网|监控|摄像|充电|健身|绿化|树|草|狗|猫|蚊|老鼠|蟑螂|噪音|臭|漏|坏|堵|脏|味|烟|火"
)
_OF_A_VOTE = frozenset("TtODYXAVCZW")


def names_a_thing(text: str) -> bool:
    """Whether a text names a thing of a house that may be broken (灯)."""
    return _THING.search(simple(text)) is not None


def marks_a_house(text: str, votes: Sequence[VoteTexts]) -> bool:
    """Whether a text sets a mark beside a house (桂花苑1栋灯❌😡: whoever writes little reports so), and no other word of it is of one of the votes.

    With a thing of the house; or with nothing, if the mark denies and no door is named. The mark may be for a vote beside the
    speaker (我家3栋 ❌), a door or a name (3栋201 张伟 ❌): so neighbours sign one after the other.
    """
    if not _MARK.search(text):
        return False
    words = simple(_MARK.sub(" ", text))
    rest = _HOUSE.sub(" ", words)
    said = [one for one in SPEAKER.sub("", rest) if one.isalnum() and one not in FILLER]
    if rest == words or (SPEAKER.search(rest) and not said):
        return False
    if not names_a_thing(rest) and (said or _DOOR.search(words) or not _DENIES.search(text)):
        return False
    return all(_OF_A_VOTE.isdisjoint(slots_in(rest, vote)) for vote in votes)
