"""Cuts a choice for a vote out of a text that also says something urgent, e.g. where a fire is (pure).

Only the words of the choice are cut (我选反对, 弃权, 投荷花池边): speaker, stance or option, and the small words around
them. What the stance may refer to stays, so that no place is lost. Consent that belongs to the danger stays too:
我同意你们进来救.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from portal.channels.text import brief_choice, danger_words, other_choices, stance
from portal.channels.text.simplified import CHINESE_NUMERALS, simple
from portal.channels.text.vote_features import free_characters
from portal.channels.text.vote_slots import REPORTED, VoteTexts, slots, words_of

_IN_DOUBT = -1.0  # threshold for a clause that may tell of danger and has words of the vote
# The capital letters in sets and strings below (Y, X, A, T, O …) are the slots of `vote_slots`.
_FEW = 2  # free characters of a clause that says no more than the vote's own words
_CHOICE_SIGNS = "👍👎🙅🙆❌"
_SEPARATOR = re.compile(
    rf"((?:[,，。.!！?？;；:：、~～…\s()（）\"“”'‘’]|(?![{_CHOICE_SIGNS}])[\u2600-\u27bf\U0001f000-\U0001faff\ufe0f\u200d])+)"
)
_SIGN = re.compile(rf"[{_CHOICE_SIGNS}][\ufe0f\U0001f3fb-\U0001f3ff]?")
_SPACED_OUT = re.compile(  # 我 反 对, as `simple` has it
    r"(?<=[\u3400-\u9fff])[ \t\u3000·._*/|-]+(?=[\u3400-\u9fff](?:[ \t\u3000·._*/|-]|$))"
)
_BROKEN = re.compile(  # 反/对: what stands between the characters of a stance
    r"(?<=[反])[^\w]{1,3}(?=[对對])|(?<=同)[^\w]{1,3}(?=意)|(?<=[弃棄])[^\w]{1,3}(?=[权權])|(?<=[赞贊])[^\w]{1,3}(?=成)"
)
_HAN = re.compile(r"[\u3400-\u9fff]")
_NUMBER = rf"[{CHINESE_NUMERALS}\d]"
# The parts of a choice: who, small words around a verb or stance, a verb of choosing, stances, endings.
_SPEAKER = re.compile(r"我们全家|我们家|我们|我家|我方|咱们家|咱们|咱家|咱|俺们|俺家|俺|本人|本户|全家|我")
_MANNER = re.compile(
    rf"第{_NUMBER}[个道项]?(?:题|问题|议题|问)?|(?:问题|议题|题){_NUMBER}|的?(?:意见|选择|态度|决定|立场|答案)是?|[这那]?一?票|两题|[一二两三四五六七八九\d](?:票|口人?)"
    r"|也|都|就|还|是|要|想|坚决|强烈|完全|肯定|一定|绝对|当然|仍然?|依然|始终|表示|打算|必须|举双?手|打[勾叉]|个人|代表|改成|会|很|非常|另外|对了|反正|[这那][次个]"
)
_VERB = re.compile(r"投票给|投票|投给|投|选择|选|勾选|勾|改投|改选|填")
_STRONG = re.compile(
    r"不太?(?:同意|赞成|赞同|支持|答应|认可|接受|拥护|反对)|反对|否决|弃权|弃票|同意|赞成|赞同|支持(?!不|到|我们?老|救)|拥护|附议"
    r"|(?:没有?|无)(?:意见|异议)"
)
_WEAK = re.compile(r"没问题|没所谓|无所谓|都行|都可以|中立|认可|通过|不通过")
_ENDING = re.compile(r"一?票(?:一张)?|着呢|的|了|吧|啊|呀|哦|哈|嘛|呗|咯|喽|呢|哒|滴|\+1")
_CONNECTIVE = re.compile(r"(?:了|的是|的|是|给|个)?")
_CHOOSING = re.compile(rf"(?:{_SPEAKER.pattern})?(?:{_MANNER.pattern}){{0,5}}(?:{_VERB.pattern}){_CONNECTIVE.pattern}")
_STANCE = re.compile(
    rf"(?<![没未])(?P<who>{_SPEAKER.pattern})?(?:{_MANNER.pattern}){{0,5}}(?:(?P<verb>{_VERB.pattern}){_CONNECTIVE.pattern})?"
    rf"(?:{_STRONG.pattern}|(?P<weak>{_WEAK.pattern}))(?:{_ENDING.pattern}){{0,4}}"
)
_OPTION_NUMBER = re.compile(
    rf"第{_NUMBER}(?:个方案|个选项|[个家种项])?(?![{CHINESE_NUMERALS}\d个家种项]|单元|栋|楼|层|幢|号|户|门|排)|[a-h](?![a-z\d]|栋|座|楼|区)|{_NUMBER}(?!{_NUMBER}|[栋楼层幢号户门排室点个])"
)
_NUMBERED = re.compile(rf"{_CHOOSING.pattern}(?:{_OPTION_NUMBER.pattern})(?:{_ENDING.pattern}){{0,4}}")
_BARE_NUMBERED = re.compile(rf"(?:就|要|是)?第{_NUMBER}(?:个方案|个选项|[个家种项])(?:{_ENDING.pattern}){{0,4}}|\+1")
_OTHERS = re.compile(
    r"(?:他|她|它|物业|家属|家人|医生|大夫|护士|警察|消防|保安|房东|租客|邻居|对方|人家|别人|人|老板|楼上|楼下|对门)(?:们|家|俩|说|讲|还|也|都|就|又|死活|一直|要是|如果){0,3}$"
)
_ASKED_BEFORE = re.compile(r"(?:是否|能不能|可不可以|会不会|要不要|有没有|如果|要是|谁|不管|不论|同不)$")
_ASKED_AFTER = re.compile(r"吗|么(?!$)|没有|还是|不同意|与否")
_PEOPLE = re.compile(r"你们?|您们?|他们?|她们?|大家|谁|人|消防员?|救护车?|医生|警察|物业|保安|邻居")
_CONSENT = re.compile(  # what is agreed to, or objected to, is part of the danger
    rf"^(?:(?:{_PEOPLE.pattern}|让|给|把|先|马上|赶紧|赶快|立刻|直接|用|再|继续|现在){{1,5}}[^,，]{{2}}"
    r"|(?:抢救|救|砸|破|撬|进门|进屋|进来|开门|送医|送|手术|断电|断气|停电|停气|拉闸|关阀|疏散|撤|报警|叫|等|离婚|上楼|上门|施救|急救|输血|转院))"
)
_YES_OR_NO = re.compile(  # to "is somebody in danger?"
    r"(?:现在|目前|里面|屋里|楼上|家里)?(?:还|都|暂时)?(?:有|没有?|没得|无|是|不是|不?对|在|快来?|救命|有危险|没有?危险|不危险|没事|没人有?)(?:的|人|啊|呀|了|啦|事|危险){0,3}"
)
_OUTCOME = re.compile(
    r"灭|烧|着火|冒烟|出来|下来|上来|被?困|醒|救|找到|回来了|没事|平安|安全|受伤|误会|虚惊|[搞看弄说写记打]错|应该是|(?:打|报)[了过通]|没人接|消防|警察|医生|救护|120|119|110|还在|还没|又"
)
_VOTED_ON = re.compile(  # what is left of 我反对装电梯: what only a vote decides
    r"(?:加装|增设|安装|装)(?:电梯|门禁|监控|充电桩)(?:的事情?)?|(?:不?涨|调整?|提高)(?:物业|停车)费(?:的事情?)?|(?:更?换|续聘|选聘|解聘)[^,，]{0,6}物业(?:公司)?|(?:修订|修改)[^,，]{0,6}(?:公约|规约|章程)"
    r"|(?:动用|使用|提取)[^,，]{0,4}维修[资基]金|[^,，]{0,14}的?(?:表决|投票|议题|提案)"
)
_OF_THE_VOTE = re.compile(r"方案|提议|投票|表决|议题|的意见|说的|的做法")
_SMALL_WORDS = re.compile(
    rf"(?:{_SPEAKER.pattern}|{_MANNER.pattern}|{_VERB.pattern}|{_ENDING.pattern}|[这那]次|[这那]个|给|在){{0,8}}"
)
_A_HOUSE = re.compile(r"\d{1,5} ?(?:栋|幢|号|单元|室|楼|层|弄|座)")
_A_PLACE = re.compile(
    rf"{_A_HOUSE.pattern}"
    r"|[东南西北前后大侧]门|门口|路口|楼[顶上下道梯]|电梯|车库|地下室|天台|[苑园村路街巷池里区](?:$|\d)|[边旁前后里]$"
)


def without_choice(text: str, votes: Iterable[VoteTexts]) -> str:
    """The text without the words of a choice in one of these votes; unchanged if it has none, "" if nothing is left.

    Where something is cut, clauses that only announce the vote (哦对了公约) go, too.
    """
    votes = tuple(votes)
    if not votes:
        return text
    joined = _BROKEN.sub("", _SPACED_OUT.sub("", _SIGN.sub(lambda one: f"，{one.group()}，", text)))
    clauses = _clauses(joined)
    kept = [(_without_own_choice(clause, votes), mark) for clause, mark in clauses]
    if kept == clauses:
        return text
    said = "".join(rest + mark for rest, mark in kept if rest and not _announces(rest, votes))
    return _SEPARATOR.sub("", said, count=1) if _SEPARATOR.match(said) else said.rstrip(" ，,、；;\n。")


def _clauses(text: str) -> list[tuple[str, str]]:
    """(clause, the separator after it) of each clause."""
    parts = _SEPARATOR.split(text)
    return list(zip(parts[::2], [*parts[1::2], ""], strict=True))


def _announces(clause: str, votes: Sequence[VoteTexts]) -> bool:
    """Whether the clause only announces the subject, a vote (哦对了公约), without a danger, a place or an option."""
    if _clause_tells_of_danger(clause) or tells_where(clause):
        return False
    if free_characters(simple(clause)) == 0:
        return True
    found = [slots(clause, vote) for vote in votes]
    return not any("O" in one for one in found) and any(
        not {"T", "V"}.isdisjoint(one) and free_characters(one) <= _FEW for one in found
    )


def beside_choice(text: str, votes: Iterable[VoteTexts]) -> str:
    """The clauses of a text that do not speak of the votes, without the words of its choice.

    A clause with a place or a clear sign of danger (`sounds_like_danger`) stays although it has words of a title or an
    option, unless it is itself a choice; one with a sign of danger goes even if it only may be one (荷花池边着火了, where 荷花池边 is an option).
    Clauses of small words only are left out.
    """
    votes = tuple(votes)
    kept = [(one, mark) for one, mark in _clauses(without_choice(text, votes)) if one]
    return "".join(one + mark for one, mark in kept if not _speaks_of_vote(one, votes)).strip(" ，,、；;\n")


def emergency_answer(text: str, votes: Iterable[VoteTexts]) -> str:
    """The clauses of a text that answer an open question of an emergency, without a choice in them; "" if there are none.

    Such an answer is yes or no, a place, a danger, or its outcome.
    """
    votes = tuple(votes)
    said = [(_emergency_part(clause, votes), mark) for clause, mark in _clauses(text)]
    return "".join(one + mark for one, mark in said if one).strip(" ，,、；;！!。\n")


def _emergency_part(clause: str, votes: Sequence[VoteTexts]) -> str:
    """The clause without its choice, if it answers an open question of an emergency; else ""."""
    if _YES_OR_NO.fullmatch(simple(clause)):
        return clause
    rest = _without_own_choice(clause, votes) if votes else clause
    return rest if rest and _is_about_emergency(rest, votes) else ""


def _is_about_emergency(clause: str, votes: Sequence[VoteTexts]) -> bool:
    said = simple(clause)
    if not (_OUTCOME.search(said) or tells_where(said) or _clause_tells_of_danger(clause)):
        return False
    letters = set().union(*(slots(clause, vote) for vote in votes))
    return letters.isdisjoint("YXAVT") and not stance.states_choice(clause, votes)


def _speaks_of_vote(clause: str, votes: Sequence[VoteTexts]) -> bool:
    """Whether the clause is about one of the votes, or consists of small words only."""
    said = simple(clause)
    if _SMALL_WORDS.fullmatch(said):
        return True
    letters = set().union(*(slots(clause, vote) for vote in votes))
    if _clause_tells_of_danger(clause):
        if not letters.isdisjoint("TO"):
            return not danger_words.sounds_like_danger(clause) or stance.states_choice(
                clause, votes, threshold=_IN_DOUBT
            )
        return not letters.isdisjoint("VD") or stance.is_explicit(clause, votes)
    if tells_where(clause):
        return stance.states_choice(clause, votes)
    return not letters.isdisjoint("YXAODVPTC") or stance.states_choice(clause, votes)


def tells_of_danger(text: str) -> bool:
    """Whether a clause of the text has a sign of danger or harm and no words of mere fear (万一)."""
    return any(map(_clause_tells_of_danger, _SEPARATOR.split(text)))


def _clause_tells_of_danger(clause: str) -> bool:
    return danger_words.may_be_danger(clause) and not danger_words.has_words_of_fear(clause)


def tells_where(text: str) -> bool:
    """Whether the text names a place: a house number, a gate, a lift or the like."""
    return _A_PLACE.search(text) is not None


def _without_own_choice(clause: str, votes: Sequence[VoteTexts]) -> str:
    """The clause without its choice; unchanged if it has none.

    "" if only small words are left, or if what is left is still a choice, by words that cannot be cut out.
    """
    said = simple(clause)
    if _BARE_NUMBERED.fullmatch(said):
        return ""
    if not _HAN.search(said):
        return clause
    stated = any(other_choices.states(clause, vote) or brief_choice.is_explicit(clause, [vote]) for vote in votes)
    if stated and not (_clause_tells_of_danger(clause) or _A_HOUSE.search(said)):
        return ""
    shown = REPORTED.sub(lambda one: "\0" * len(one.group()), said)
    spans = [(one.start(), one.end()) for one in _STANCE.finditer(shown) if _is_stance(shown, one, votes)]
    spans += [(one.start(), one.end()) for one in _NUMBERED.finditer(shown)]
    spans += [
        (one.start(), one.end()) for vote in votes for pattern in _options(vote) for one in pattern.finditer(shown)
    ]
    left = _cut(said, spans)
    if not spans:
        left = clause
    elif _SMALL_WORDS.fullmatch(left) or (_VOTED_ON.fullmatch(left) and not _clause_tells_of_danger(left)):
        return ""
    if danger_words.sounds_like_danger(left) or _A_HOUSE.search(left):
        return left
    return "" if any(_prefers(left, vote) for vote in votes) or stance.is_explicit(left, votes) else left


def _prefers(clause: str, vote: VoteTexts) -> bool:
    """Whether the clause chooses an option without a verb of choosing: 我觉得荷花池边好. An option alone may be a place."""
    letters = set(slots(clause, vote))
    return "O" in letters and not letters.isdisjoint("TWCV") and stance.states_choice(clause, [vote])


def _cut(said: str, spans: Iterable[tuple[int, int]]) -> str:
    covered = {at for begin, end in spans for at in range(begin, end)}
    return "".join(character for at, character in enumerate(said) if at not in covered)


def _is_stance(said: str, found: re.Match[str], votes: Sequence[VoteTexts]) -> bool:
    """Whether the matched 同意, 反对 … is the sender's stance on a vote: not on the danger, not others', not a question."""
    before, after = said[: found.start()], said[found.end() :]
    if _ASKED_BEFORE.search(before) or _ASKED_AFTER.match(after):
        return False
    if found["verb"]:
        return True
    if not found["who"] and _OTHERS.search(before):
        return False
    if found["weak"]:
        return not before and not after
    if not after:
        return True
    if _OF_THE_VOTE.search(after):
        return True
    if _CONSENT.match(after) and not any("T" in slots(after, vote) for vote in votes):
        return False
    if found["who"] or danger_words.sounds_like_danger(after) or tells_where(after):
        return True
    return stance.states_choice(said[found.start() :], votes)


@lru_cache(maxsize=64)
def _options(vote: VoteTexts) -> tuple[re.Pattern[str], ...]:
    """Patterns for an option that is chosen: 我投荷花池边, 荷花池边+1."""
    words = words_of(vote)
    named = [
        rf"(?:{names.pattern})(?:那?边|那里)?" for names in (words.options, words.parts_of_long) if names is not None
    ]
    return tuple(
        re.compile(rf"{_CHOOSING.pattern}{one}(?:{_ENDING.pattern}){{0,4}}|{one}(?:\+[1一]|加[1一]|一票)")
        for one in named
    )
