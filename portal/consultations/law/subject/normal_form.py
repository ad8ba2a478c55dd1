"""Pure: the one form in which patterns read what a vote asks: simplified, without blanks, its words not taken apart nor spelt by sound."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache

from portal.kernel.config import PROJECT
from portal.wording.scripts import in_simplified

SOUNDS = PROJECT / "data" / "lexicon" / "sounds.csv"  # sound,characters,also: pinyin without tones
# Signs that are put between the characters of a word, so that it is not found: 居·委·会, 居-委-会.
_BETWEEN = re.compile(r"(?<=[\u3400-\u9fff])[·•‧∙・ㆍ･.．_/\\|*~～^+=#@&`'’‘\"﹒⋅－–—-]{1,3}(?=[\u3400-\u9fff])")
_SPELT_OUT = re.compile(r"(?:[\u3400-\u9fff][^\w\s]){2,}[\u3400-\u9fff]")  # 居、委、会
# Long words that patterns need whole, however they are broken up: 居委会主，任; 居1委1会
_WHOLE_WORDS = {
    word: re.compile(r"[\W\d_]{0,2}".join(word))
    for word in re.compile(
        "居委会主任 业委会主任 居民委员会 业主委员会 居委会 业委会 维修资金 维修基金"
    ).pattern.split()
}
_BY_SOUND = re.compile(  # words that are also written by sound, in whole or in part: lian任, zhu ren
    "居委会 业委会 居民委员会 业主委员会 主任 书记 班子 选举 罢免 换届 改选 补选 推选 连任 留任 候选 当选 物业 维修资金 维修基金"
).pattern.split()
_LATIN = re.compile("[a-z]{2}")
_UNSEEN = frozenset({"Cc", "Cf", "Mn", "Me", "Zs", "Zl", "Zp", "So", "Sk"})  # blanks, marks, emoji


def normal(text: str) -> str:
    """The text simplified, letters and digits in half width, letters small and without tones, no blanks nor what is not seen.

    Punctuation stays as it is written: the patterns know it.
    """
    folded = "".join(_half_width(sign) for sign in text)
    return in_simplified("".join(sign for sign in folded if unicodedata.category(sign) not in _UNSEEN))


def _half_width(sign: str) -> str:
    """A letter or digit in its one form (１, Ａ, ⼈, 㐀 of another code; ǔ as u); anything else as it is."""
    folded = unicodedata.normalize("NFKC", sign)
    if not folded.isalnum():
        return sign
    return unicodedata.normalize("NFKD", folded).lower()


def normal_forms(text: str) -> tuple[str, ...]:
    """The normal text; and the text with its words put together again, if signs stand between their characters or they are spelt by sound."""
    plain = normal(text)
    joined = _SPELT_OUT.sub(lambda found: _signless(found.group()), _BETWEEN.sub("", plain))
    for word, broken_up in _WHOLE_WORDS.items():
        joined = broken_up.sub(word, joined)
    if _LATIN.search(joined):
        for word in _BY_SOUND:
            joined = written_by_sound(word).sub(word, joined)
    return (plain,) if joined == plain else (plain, joined)


def _signless(text: str) -> str:
    return "".join(sign for sign in text if sign.isalnum())


@lru_cache(maxsize=256)
def written_by_sound(word: str, between: str = "") -> re.Pattern[str]:
    """Finds the word in normal text also where some of its characters, or all, are written by their sounds (zhu3ren4).

    `between`: a pattern of what may stand between its characters.
    """
    ways = ((re.escape(sign), *(f"{sound}[1-4]?" for sound in _sounds().get(sign, ()))) for sign in word)
    return re.compile(between.join(f"(?:{'|'.join(each)})" for each in ways))


@lru_cache(maxsize=1)
def _sounds() -> Mapping[str, list[str]]:
    """The sounds of each character."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    with SOUNDS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for sign in row["characters"] + (row["also"] or ""):
                found[sign].append(row["sound"])
    return found
