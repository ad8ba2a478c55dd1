"""Decide how urgent a message is: danger in three bands, by the danger head and by plain words; urgent by words; else normal.

Surely danger: an emergency. Doubtful: urgent, and the sender is asked (`asks`). A threat to one's own life in
plain words (`_OWN_LIFE`) is never overlooked, wherever it is in a long message and whatever the head's score.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from math import inf

from bot.reading.classifying.danger import Advice, DangerHead, dangers_with_sign, has_word_of_harm
from bot.reading.classifying.heads import Reading
from bot.reading.danger.asked_about import asked_about
from bot.reading.danger.asking import UNSIGNED, advice_fits, bands_of
from bot.reading.danger.beside import Beside, beside, clauses_of, unmarked_of
from bot.reading.danger.doubted import is_doubted
from bot.reading.danger.english_danger import english_danger
from bot.reading.danger.kinds.collapse import find_collapse
from bot.reading.danger.kinds.fraud import find_fraud
from bot.reading.danger.kinds.open_hole import find_open_hole
from bot.reading.danger.kinds.people import told_of_people
from bot.reading.danger.kinds.scripts import advised
from bot.reading.danger.kinds.situations import find_situation
from bot.reading.danger.left_out import said_shorter, without_own_phone
from bot.reading.danger.named_by_words import which_danger
from bot.reading.danger.plain_danger import (
    PlainDanger,
    plain_danger,
    says_only_idleness,
    says_only_that_it_burns,
    says_only_things,
    says_they_are_out,
)
from bot.reading.danger.plain_harm import plain_harm
from bot.reading.danger.plain_scenes import plain_scene
from bot.reading.danger.run_on import told_apart
from bot.reading.text.ordinary_heat import (
    says_that_a_drain_steams,
    says_that_a_kitchen_fumes,
    says_that_a_pot_steams,
    says_that_water_wells_up,
    without_denied_gas,
    without_ordinary_heat,
    without_what_is_on_the_screen,
)
from bot.reading.text.ordinary_life import (
    without_courtesy,
    without_ordinary_life,
    without_the_purchase,
    without_when_it_was_bought,
)
from bot.reading.text.ordinary_words import as_commas, without_ordinary_words
from bot.reading.text.phone_calls import without_calls
from bot.reading.text.place_names import without_harm_in_names
from bot.reading.text.secrecy import without_gaps, without_secrecy
from bot.reading.text.spans import Span
from bot.reading.text.where_only import says_only_where, without_where
from bot.reading.text.words import split_words

LONG_FOR_URGENCY = 110
"""Characters above which a message counts as long: somebody in danger now writes less."""


LEAST_OF_A_THREAT = -0.5
"""The danger score above which a threat to one's own life is an emergency; at or below it the sender is asked (不想活了这破班). In a long message
it is an emergency whatever the score."""
LEAST_OF_PLAIN_WORDS = -4.0
"""The danger score above which the sender is asked after words that name a danger plainly (`PlainDanger.asked`)."""


@dataclass(frozen=True)
class Urgency:
    """How urgent a message is. `level`: emergency, urgent or normal. `reasons`: the spans that show it."""

    level: str = "normal"
    reasons: list[Span] = field(default_factory=list)
    danger: str | None = None
    """fire, gas, trapped, injury, violence, home_violence, self_harm, missing, live_wire or no_answer (nobody answers the
    door); None: no danger, none of these, or a doubtful one whose advice may not fit"""
    asks: bool = False
    """Whether danger is doubtful, so that the sender must be asked; then the level is urgent."""
    advice: Advice | None = None
    """The script of advice that the head gives; None without danger, or where it gives none of this danger"""


_TO_DIE = r"(?:跳楼|跳河|跳江|跳桥|跳下去|自杀|自尽|自焚|寻短见|轻生|上吊|割腕|喝农药|喝药|撞死|去死|一死|死了算|死给你|结束生命|烧死)(?![价机])"
_OWN_LIFE = re.compile(
    rf"(?:我|俺|本人|全家|一家)[^，。！？；]{{0,8}}?(?:就|要|想|准备|只好|只能|只有|马上|真的|不如|逼得?我)[^，。！？；]{{0,8}}?{_TO_DIE}"
    rf"|(?:我|俺)从[^，。！？；]{{0,8}}{_TO_DIE}"
    r"|(?:走了|没了|去世|过世)(?:以后|之后)?[^。！？]{0,6}(?:只|就|天天|好|真|老)想(?:跟着?|随)[他她](?:一起)?[去走](?:了|算了)?(?=[^\w]|$)"
    r"|不想(?:再)?活(?:了|下去)|活不下去了|(?:我|俺)(?:真的?|也|就)?不活了|活着(?:真|也|都|真的|一点){0,2}没(?:什么|有|啥)?意思|死给(?:你|你们)看|了结(?:自己|生命)|生无可恋"
)
_NOT_ONES_OWN = re.compile(
    r"他说|她说|听说|新闻|电影|视频|演|剧|小说|曾|以前|从前|去年|前年|上次|上周|那次|那年|那时|当年|小时候|差点|怕(?:他|她|孩子|老人)|担心|如果有人|讲座|预防"
    r"|生意|企业|行业|店里?活|商户|摊主|小贩|司机活|庄稼|活在|段子|玩笑|哈哈"
)
_URGENT = re.compile(
    r"井盖(?:没了|丢了|不见|被偷|掉|缺|破|塌)|没(?:有)?(?:井盖|盖子)|电线(?:掉|垂|断|落|裸露|拖在)|漏电|(?:墙|楼|房子|房|桥|树|围墙|广告牌|脚手架|电线杆|塔吊|大树|护坡|堤坝?)[^，。]{0,6}(?:要倒|快倒|要塌|快塌|塌了|倒了|倾斜|摇摇欲坠|要掉|快掉|砸下来|裂(?:开|了)|断了)|走失|走丢|失踪|找不到(?:孩子|老人|人)|水管爆|爆管|大面积停[水电]|山体滑|滑坡|决堤|溃|路面塌|塌陷|塌方|高空(?:抛物|坠物)|(?:差[点一]|险些)[^，。]{0,8}(?:砸|撞|摔|掉|出|压|伤|死)|煤气(?:管)?(?:老化|漏)|十万火急|紧急|急急急|特急|求救|拖不得|病危|断药|停水[^，。]{0,6}天|停电[^，。]{0,6}(?:老人|病人|呼吸机)|火灾隐患|消防(?:通道|车)[^，。]{0,8}(?:堵|占|进不)|疯狗|狗[^，。]{0,4}咬(?:人|伤|了)|持刀|威胁.{0,6}(?:杀|死|命)"
)


def _threats_to_own_life(text: str) -> list[Span]:
    """The spans that threaten the sender's own life."""
    found = []
    for match in _OWN_LIFE.finditer(text):
        before = re.split(r"[，。！？；\n]", text[max(0, match.start() - 12) : match.start()])[-1]
        if not _NOT_ONES_OWN.search(before + text[match.start() : match.end() + 8]):
            found.append(Span(*match.span()))
    return found


def read_urgency(head: DangerHead, reading: Reading, whole: str, names: Sequence[str] = ()) -> Urgency:
    """Return the level (emergency, urgent or normal), with the danger and the spans that show it.

    `whole`: the whole normal text, of which `reading` is the beginning; spans are positions in it. `names`: its words that
    the community knows as places. Fraud that takes money now is an emergency without a name.
    """
    if (english := english_danger(whole)) is not None:
        level = "emergency" if english.sure else "urgent"
        return Urgency(level, [english.span], english.danger, asks=not english.sure, advice=english.advice)
    found = _read_danger(head, reading, whole, names)
    if (told := told_of_people(whole, found.danger, surely=found.level == "emergency")) is not None:
        danger = None if told.danger == "other" else told.danger
        return Urgency("emergency", [told.span], danger, advice=Advice(told.script, 1.0))
    if len(whole) > LONG_FOR_URGENCY or not (found.level == "emergency" or found.asks):
        return found
    return replace(found, advice=advised(head.likeliest_advice(reading), found.danger))


def _read_danger(head: DangerHead, reading: Reading, whole: str, names: Sequence[str]) -> Urgency:
    """As `read_urgency`, without advice, of a text that tells of no danger in English."""
    found = _read_apart_from_where(head, reading, whole, names)
    if (situation := _situation(whole, found)) is not None:
        return situation
    if (fraud := find_fraud(whole)) is not None:
        return _beside_fraud(head, fraud, found, whole)
    if found.level == "emergency":
        return found
    bare = without_ordinary_life(without_calls(whole))
    apart = _after_giving_up(head, whole) or _apart(head, bare) or _in_a_clause(head, bare)
    if apart is not None and (apart.level == "emergency" or not found.asks):
        return apart
    sober = _LAUGHS.sub(as_commas, whole)
    if sober == whole or found.asks:
        return found
    without = _LAUGHS.sub(as_commas, reading.text)
    soberly = _read_chinese(head, _as_reading(without), sober, names)
    is_meant = soberly.level == "emergency" and soberly.danger != "injury"
    return replace(soberly, level="urgent", asks=True) if is_meant else found


def _read_apart_from_where(head: DangerHead, reading: Reading, whole: str, names: Sequence[str]) -> Urgency:
    """As `_read_chinese`, and by itself what stands beside the clauses that only say where: a place must not hide a danger."""
    found = _read_chinese(head, reading, whole, names)
    if len(whole) > LONG_FOR_URGENCY or found.level == "emergency":
        return found
    told = without_where(without_calls(whole), names)  # 随时打我 is a call only beside a number
    if told is None:
        return found
    start, said = told
    alone = _moved(_read_chinese(head, _as_reading(said), said, names), start)
    return alone if alone.level == "emergency" or (alone.asks and not found.asks) else found


def _situation(whole: str, found: Urgency) -> Urgency | None:
    """The emergency of a situation that the text tells of in so many words; None if it tells of none, or surely of a danger that the situation is not misread as (娃烫着了 in a house on fire)."""
    told = find_situation(whole)
    if told is None:
        return None
    situation, span = told
    if found.level == "emergency" and (found.danger or "other") not in situation.dangers:
        return None
    if find_fraud(whole) is not None and _LIFE_AT_STAKE.search(whole):
        return None  # what is told beside the fraud goes first
    danger = situation.dangers[0]
    return Urgency("emergency", [span], None if danger == "other" else danger)


def _said_twice_apart(text: str, threat: Span) -> str:
    """The text with a comma before a threat whose last words go before it, too (没意思活着没意思): the normal form has no blank between them, and whoever says it twice means it no less."""
    before = text[: threat.start].rstrip("了啊呀")
    again = before[-3:] and text[threat.start : threat.end].endswith(before[-3:])
    return f"{text[: threat.start]}，{text[threat.start :]}" if again else text


_LIVES = frozenset({"fire", "gas", "live_wire", "trapped", "injury", "self_harm"})
"""Dangers of somebody's life, which go before money."""
_LIFE_AT_STAKE = re.compile(
    r"不活|活不|不想活|想死|一死|死了算|跳[楼河江桥下]|农药|安眠药|割腕|上吊|[着起]火|冒烟|[燃煤]气|漏电|触电|电梯|心脏病|心梗|脑梗|中风|倒[在地下]|[叫喊]不[醒应]|[不没](?:醒|呼吸|动)了?|噎|抽搐|摔|掉[下进]|[出流]血|窒息|喘不"
)


def _beside_fraud(head: DangerHead, fraud: Span, found: Urgency, whole: str) -> Urgency:
    """The emergency of fraud, with the danger to life that the text or one of its clauses tells of beside it: the first advice is for that."""
    if _LIFE_AT_STAKE.search(whole) is None:
        return Urgency("emergency", [fraud])
    clauses = [one.group() for one in _CLAUSE.finditer(whole)][:_MOST_CLAUSES]
    apart = (_read_chinese(head, _as_reading(one), one, ()) for one in clauses)
    danger = next((one.danger for one in (found, *apart) if one.danger in _LIVES), None)
    return Urgency("emergency", [fraud], danger)


_LAUGHS = re.compile(r"(?:[哈嘿嘻呵]{2,}|笑死(?:我?了)?)+")
"""Laughter: it makes a danger doubtful, but no harmless message of it (着火啦哈哈哈哈), unless it is of the body (没心跳的感觉 哈哈)."""


def _read_chinese(head: DangerHead, reading: Reading, whole: str, names: Sequence[str]) -> Urgency:
    """As `read_urgency`, of a text that tells of no danger in English, laughter and all."""
    whole = without_denied_gas(without_secrecy(whole))
    ordinary = without_denied_gas(without_ordinary_heat(without_courtesy(without_when_it_was_bought(reading.text))))
    ordinary = without_ordinary_life(without_what_is_on_the_screen(ordinary))
    if (without := without_calls(without_secrecy(without_harm_in_names(ordinary)))) != reading.text:
        reading = _as_reading(without)
    short = without_own_phone(without_gaps(reading.text))
    scored = reading if short == reading.text else _as_reading(short)
    telling = without_ordinary_words(reading.text)
    is_long, signed = len(whole) > LONG_FOR_URGENCY, dangers_with_sign(telling)
    score = float(head.scores([scored])[0]) if re.search(r"\w", whole) else -inf
    if threats := _threats_to_own_life(whole):
        if (apart := _said_twice_apart(whole, threats[0])) != whole and not is_long:
            score = max(score, float(head.scores([_as_reading(apart)])[0]))
        doubtful = bool(score <= LEAST_OF_A_THREAT and not is_long)
        return Urgency("urgent" if doubtful else "emergency", threats[:3], "self_harm", asks=doubtful)
    bands, named = bands_of(telling, is_long=is_long), head.named_danger(reading, signed)
    plain = None if is_long else _beside_a_hole(head, reading.text, _named_plainly(reading.text, named))
    for shortened in said_shorter(short, is_signed=bool(signed)):
        score = max(score, float(head.scores([_as_reading(shortened)])[0]))
    if (bare := without_the_purchase(short)) != short:
        score = max(score, float(head.scores([_as_reading(bare)])[0]))
    if not is_long and not (plain and plain.asked) and _tells_of_no_danger(short, whole, signed, names):
        return _without_danger(whole)
    is_doubtful = bands is not None and score > bands.doubtful
    if is_doubtful or (plain and (plain.sure or plain.always or (plain.asked and score > LEAST_OF_PLAIN_WORDS))):
        unclear = score <= (bands or UNSIGNED).sure or says_only_that_it_burns(short) or is_doubted(short)
        asks = unclear and not (plain and plain.sure)
        fits = not asks or advice_fits(named, telling) or _is_surely(head, reading, named)
        found = (plain.danger or "") if plain else named if fits else None
        danger = which_danger(found, reading.text)
        spans = head.evidence_spans(reading, danger)
        return Urgency("urgent" if asks else "emergency", [plain.span] if plain else spans, danger, asks=asks)
    if not is_long and (danger := asked_about(reading.text)):
        return Urgency("urgent", head.evidence_spans(reading, danger), danger, asks=True)
    return _put_right(head, reading.text) or _without_danger(whole)


SURELY_NAMED = 0.6
"""Score of the naming head from which its danger needs no word of that danger. Where writers were left out, all 26 doubtful dangers above it were named rightly."""


def _is_surely(head: DangerHead, reading: Reading, named: str | None) -> bool:
    """Whether the naming head is sure of the danger that it names, whatever the words; never of trapped, which it says of whoever cannot go out."""
    if named is None or named == "trapped":
        return False
    return float(head.naming_head.scores([reading])[0][head.naming_head.classes.index(named)]) >= SURELY_NAMED


_SCORE_BESIDE_A_HOLE = 1.35
"""Score of a text without its hole from which something else is the danger; less is enough with a sign of it, which a lid that is only loose needs."""
_SCORE_WITH_SIGN = 0.5


def _beside_a_hole(head: DangerHead, text: str, plain: PlainDanger | None) -> PlainDanger | None:
    """An open hole with the danger of whatever else the text tells (着火了，井盖也没了; 井盖没了，我妈摔进去腿断了): advice on that goes first."""
    if plain is None or plain.danger or (hole := find_open_hole(text)) != plain or hole is None:
        return plain
    rest = _as_reading(f"{text[: hole.span.start]}，{text[hole.span.end :]}")
    signed, score = dangers_with_sign(without_ordinary_words(rest.text)), float(head.scores([rest])[0])
    named = head.named_danger(rest, signed)
    is_told = (plain.sure and score > _SCORE_BESIDE_A_HOLE) or (named in signed and score > _SCORE_WITH_SIGN)
    return replace(plain, danger=named) if named and is_told else plain


_CLAUSE = re.compile(r"[^，,。！!；;？?\n]+")
_GIVES_A_MATTER_UP = r"算了|(?:不用|不要|不必|别)再?(?:管|修|来|报|办|弄|处理)了|撤了|取消"
_ASKS_OR_GIVES_UP = re.compile(
    rf"怎么(?:办理?|交|领|弄|申请)|在?哪里?(?:办|交|领)|什么时候(?:放|发|交|来)|能?报销|多少钱|想[问咨]|咨询|请问|打听|投诉|举报|{_GIVES_A_MATTER_UP}"
)


_STANDS_NOT_ALONE = re.compile(rf"{_ASKS_OR_GIVES_UP.pattern}|^(?:并|也|又)?(?:不是|没有?|不像)|拍[戏摄]")
"""Words of a clause that is not read by itself: it asks, gives a matter up or denies something."""


def _in_a_clause(head: DangerHead, text: str) -> Urgency | None:
    """The emergency that a clause tells of by itself, if its words name it plainly and no other clause touches it; else the doubt about it (居住证怎么办，我家着火了). None if no clause tells of one."""
    marked = clauses_of(text)
    clauses = marked or unmarked_of(text)
    saids = [said for _, said in clauses]
    doubt = None
    for at, (start, said) in enumerate(clauses):
        if _STANDS_NOT_ALONE.search(said) or not (has_word_of_harm(said) or dangers_with_sign(said)):
            continue
        found = _read_chinese(head, _as_reading(said), said, ())
        if found.level != "emergency":
            continue
        others = beside(saids[:at], saids[at + 1 :])
        if others is Beside.NOTHING and marked and _is_plain(said, found):
            return _moved(found, start)
        if others is Beside.NOTHING or (others is Beside.DOUBT and marked):
            doubt = doubt or replace(_moved(found, start), level="urgent", asks=True)
    return doubt


def _apart(head: DangerHead, text: str) -> Urgency | None:
    """The emergency that is told in so many words beside something else, or the doubt about it; None if there is none (路灯坏了有人要跳楼)."""
    for one in told_apart(text):
        found = _read_chinese(head, _as_reading(one.said), one.said, ())
        if found.level == "emergency":
            told = _moved(found, one.start)
            return told if one.untouched else replace(told, level="urgent", asks=True)
    return None


def _is_plain(said: str, found: Urgency) -> bool:
    """Whether the words of a clause name its danger plainly, whatever its score."""
    plain = _named_plainly(said, found.danger)
    return plain is not None and plain.sure


_NOT_BUT = re.compile(
    r"不是[^，,。；;？?！!\s是]{1,10}[，,\s]+(?:而|应该|其实)?是(?P<right>[^，,。；;？?]{2,20})[。！!]*$"
)


def _put_right(head: DangerHead, text: str) -> Urgency | None:
    """The doubt about what a correction says to be right, if that alone may be a danger (不是漏水，是着火了); else None."""
    found = _NOT_BUT.search(text)
    if found is None:
        return None
    right = read_urgency(head, _as_reading(found["right"]), found["right"])
    tells = right.level == "emergency" or right.asks
    return replace(_moved(right, found.start("right")), level="urgent", asks=True) if tells else None


def _as_reading(text: str) -> Reading:
    """A text that is not the whole message, with its words."""
    return Reading(text, tuple(split_words(text)))


def _moved(found: Urgency, by: int) -> Urgency:
    """What was found in a part of a text, its spans as positions in the whole. `by`: where the part begins."""
    return replace(found, reasons=[Span(one.start + by, one.end + by) for one in found.reasons])


_GIVES_UP = re.compile(rf"(?:{_GIVES_A_MATTER_UP})吧?[，,。！!；;]")


def _after_giving_up(head: DangerHead, text: str) -> Urgency | None:
    """The emergency of the clause after one that gives a matter up (垃圾那件算了，我家着火了): it is told of something else; None if there is none."""
    begins = min((one.end() for one in _GIVES_UP.finditer(text)), default=len(text))
    clauses = list(_CLAUSE.finditer(text, begins))
    if len(clauses) > _MOST_CLAUSES:
        return None
    for one in clauses:
        found = _read_chinese(head, _as_reading(one.group()), one.group(), ())
        if found.level == "emergency":
            return _moved(found, one.start())
    return None


_MOST_CLAUSES = 5
"""A message of more clauses is not read clause by clause."""


def _tells_of_no_danger(short: str, whole: str, signed: Collection[str], names: Sequence[str]) -> bool:
    """Whether all that a text says is known to be harmless, whatever its score. The arguments are named as in `_read_chinese`."""
    return (
        says_only_where(short, names)
        or says_only_idleness(short)
        or says_only_things(short)
        or says_they_are_out(short, signed)
        or (says_that_water_wells_up(whole) and not signed)
        or says_that_a_drain_steams(whole)
        or says_that_a_kitchen_fumes(whole)
        or says_that_a_pot_steams(whole)
    )


def _named_plainly(text: str, named: str | None) -> PlainDanger | None:
    """The danger that the words name plainly, by the first of collapse, scene and plain danger that finds one; else None.

    A harm (`plain_harm`) goes before it if the harm is sure and that is not, or if that is not even asked about; an open hole
    goes after whatever is sure. `named`: what the naming head says.
    """
    told = find_collapse(text, named) or plain_scene(text, named) or plain_danger(text, named)
    if told is not None and told.sure:
        return told
    harm, hole = plain_harm(text, named), find_open_hole(text)
    if hole is not None and not (harm and harm.sure) and (hole.sure or told is None or not told.asked):
        return hole
    return harm if harm is not None and (harm.sure or told is None or not told.asked) else told


def _without_danger(whole: str) -> Urgency:
    """The urgency of a message without danger: urgent, if it has words of what cannot wait, else normal."""
    reasons = [Span(*match.span()) for match in _URGENT.finditer(whole)]
    return Urgency("urgent", reasons[:3]) if reasons else Urgency()
