"""Decide from which danger score a message is an emergency, from which its sender is asked, and whether the advice for a danger fits its words. Pure.

A sign that is the danger itself (救命) is asked about even if the score speaks against it; any other sign only if the score is about
even; a word of harm that is mostly said of ordinary things (味, 窗, 敲), or none at all, only if the score is high. Which words: DECISIONS.md.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import inf

from bot.reading.classifying.danger import dangers_with_sign, has_word_of_harm


@dataclass(frozen=True)
class Bands:
    """The danger scores above which a message is an emergency (`sure`), and above which the sender is asked (`doubtful`)."""

    sure: float
    doubtful: float


GRAVE, SIGNED = Bands(2.0, -2.0), Bands(2.0, -0.3)
"""For a message with a sign that is the danger itself, and with any other explicit sign of a danger (data/lexicon/danger.csv)."""
UNSIGNED, SOFT = Bands(3.0, 0.45), Bands(3.0, 1.5)
"""For a message without a sign, but with words of harm (or of gas or a flame); and if all of them are mostly said of ordinary things."""
LONG_SIGNED = Bands(2.7, 2.0)
"""For a long message with a sign; in one without a sign the score does not count."""
HIGH = Bands(inf, 3.0)
"""For a short message with no word of harm, but with somebody in a high place."""
WORDLESS = Bands(inf, 1.85)
"""For a message with no word of harm that says enough for its score to mean something (表姐刚才裤子全湿了，离医院还有二十里): at most its sender is asked."""
_ENOUGH = 9
"""The fewest characters, without punctuation, that say enough; the score of fewer means nothing (又漏了, 抬不起来)."""
_HIGH = re.compile("天台|楼顶|顶楼|阳台|窗台|栏杆|护栏|桥上|脚手架|塔吊")
_SOMEBODY = re.compile("有个|人(?!行|家)|[他她]|女的|男的|姑娘|小伙|孩|老")
_GRAVE = re.compile(
    r"救命|救救|快来人|一动不动|不省人事|[叫喊推摇]不[醒应]|没(?:了|有)?(?:呼吸|心跳|意识|知觉)|断气|[晕昏]倒|昏迷|抽搐|休克|大出血|落水|溺水|[掉跌落](?:进|到|下|入)了?(?:河|水|井|江|湖|塘)"
    r"|上吊|割腕|自杀|轻生|寻短见|喝农药|中毒了|煤气中毒|[砍捅杀][人了伤死]|触电|(?<!没)(?<!没有)着火了|起火了|失火|烧起来|炸了(?!锅)|要出人命|走失|绑架|[砸压撞轧][到中着住]了?(?:一个|个|路)?人|困(?:了|着|住)?(?:个|几个)?人|被困|困[在住]"
)
_OF_FIRE_OR_GAS = re.compile("液化气(?:瓶|罐|站|[^，。！？]{0,3}[漏喷])|滴火|火头|[蹿窜]")
_SOFT = re.compile(
    r"[快坑顶敲响翻推拖摸按插卷斜裂滑落掉冲漂泡江桥窗丢爬味麻急扇摇歪叫压扎僵粘闷堵溜虚汗黑红]|最后|密码|门外|破了|玻璃|铁皮|高速|里面|里头|下去|倒了|倒在|倒下|走了|信封|世界|跟了|密码|[孩娃伢崽囡]|宝宝|放水|水库|脚步|口罩|扣上|电线|河[里边中]|[下进]河"
)


def bands_of(text: str, *, is_long: bool) -> Bands | None:
    """The bands for a message, its ordinary words blanked (`without_ordinary_words`); None: its score does not count."""
    signed = dangers_with_sign(text)
    if is_long:
        return LONG_SIGNED if signed else None
    if signed:
        return GRAVE if _GRAVE.search(text) else SIGNED
    if _OF_FIRE_OR_GAS.search(text):
        return UNSIGNED
    if not has_word_of_harm(text):
        return _bands_without_harm(text)
    return UNSIGNED if has_word_of_harm(_SOFT.sub("，", text)) else SOFT


def _bands_without_harm(text: str) -> Bands | None:
    """The bands for a message that is not long and has no word of harm; None: its score does not count."""
    if len(re.findall(r"\w", text)) >= _ENOUGH:
        return WORDLESS
    return HIGH if _HIGH.search(text) and _SOMEBODY.search(text) else None


# Danger → words, one of which a text must have for the advice on that danger to fit it.
_WORDS_OF = {
    danger: re.compile(words)
    for danger, words in {
        "gas": r"气(?![温候愤死象派人])|炭|毒|熏|氯|氨|味|头[晕昏]|恶心|呛|臭|烟",
        "trapped": r"[困卡锁关压夹埋陷掉落淹塌吊悬挂卷冲]|电梯|轿厢|[河井塘坑沟洞]|水|出不|下不|上不|逃|被",
        "fire": r"[火烟烧焦燃爆炸糊烫]|着了|冒",
        "live_wire": r"[电线麻]",
        "violence": r"[打刀砍杀抢闹吵骂踢推拖抓撬跟追闯砸摸掐捅棍枪酒揍伤哭绑贼偷堵围怕喊救敢]|陌生|威胁|进来|翻窗|抱走|抱住",
        "home_violence": r"[打刀砍杀抢闹吵骂踢推拖抓追砸掐捅棍酒揍伤哭摔绑锁关怕喊救敢]|喝多|喝醉|淤青|威胁|动手|发疯",
        "self_harm": r"[死活跳割药绳吊楼桥河江血]|天台|阳台|窗|轻生|自杀|想不开|遗|再见|告别|走了|下去|解脱|结束|对不起|跟[他她]去|不想|栏|悬崖|顶上",
        "missing": r"不见|[丢找]|没回|没到|走失|没影|失踪|去哪|跑出|领走|抱走|带走|哭|走散|没下来|一个人",
        "no_answer": r"门|应|电话|敲|独居|一个人|没出|没见|天没|动静|锁|没声",
    }.items()
}


_JUST_MISSED = re.compile("(?:差[点一]点?|险些)[^，,。！？!?；;\n]{0,3}(?:砸|掉|撞|压|伤|倒)")
_HELD = re.compile("困|[被压夹卡埋挂]住|压着|埋[了在]|夹[着在]|挂[着在]|里[面头]|下不|出不|救")


def advice_fits(danger: str | None, text: str) -> bool:
    """Whether the advice for a danger fits a text, its ordinary words blanked: the text has a word of that danger, or none is needed.

    The advice for people shut in (trapped) does not fit where something fell and just missed them. None, no named danger, always fits.
    """
    if danger == "trapped" and _JUST_MISSED.search(text) and not _HELD.search(text):
        return False
    return danger is None or danger not in _WORDS_OF or _WORDS_OF[danger].search(text) is not None
