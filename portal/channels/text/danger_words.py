"""Finds unmistakable words of danger (pure), so that the gateway can answer when the bot is late (`data/alarms.csv`).

`plain_danger` takes only words that cannot mean anything else, since the bot understands danger far better and its
reading decides. In this room a message with such words is called an alarm; it is no `Alarm` of a case.
`sure_danger` is narrower still: it makes a case while there is no bot, and what only `is_doubtful` is shown to the desk. `sounds_like_danger` and `may_be_danger` are wider; they raise nothing. Runs in time linear in the length of the text.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from portal.channels.text import english
from portal.kernel.config import PROJECT

WORDS = PROJECT / "data" / "alarms.csv"
LEXICON = PROJECT / "data" / "lexicon" / "danger.csv"
TEMPLATES = {
    "fire": "alarm_fire",
    "gas": "alarm_gas",
    "trapped": "alarm_trapped",
    "injury": "alarm_injury",
    "violence": "alarm_violence",
    "home_violence": "alarm_home_violence",
    "missing": "alarm_missing",
    "self_harm": "alarm_self_harm",
    "help": "alarm_help",
}
"""Danger → id of the template that answers it (data/sms_templates.csv), whose first line has the number to call."""
_HEADER = ["danger", "number", "words", "unless", "otherwise"]
# Values of the column `danger` that name no danger: `unless` words for every row, calls for help, mere signs of danger, names.
_ALL, _HELP, _PERHAPS, _NAMES = "all", "help", "perhaps", "names"
_NUMBER_ONLY = (
    "number"  # in the column `otherwise`: words of `all` make the row's danger doubtful, and do not cancel it
)
# Values of the column `sign` in LEXICON that are signs of danger.
_SIGNS_OF_DANGER = frozenset((
    "fire_sign", "gas_sign", "sick_by_gas", "trapped_sign", "hurt_sign", "violence_sign", "home_sign", "death_wish",
    "death_means", "high_place",
))  # fmt: skip
_TOLD_BY_ONE_WORD = frozenset(
    {"fire", "trapped", "injury", "help", "home_violence"}
)  # dangers whose words alone (着火, 晕倒, 家暴) tell that they are there
_NUMBERS = ("119", "120", "110")
_MARKED = "=?"  # the first characters of words that must be the whole message, or are doubtful
_GAPS = {"…": r"[^，,。！？；\n]{0,6}?", "~": r"[^。！？；\n]{0,10}?", "+": "(?:)"}
_CLAUSE_END = r"(?=[\W_]|$)"
_NOTHING = re.compile("(?!)")
# A sentence that asks (`_ASKS`) raises no alarm; `unless` words cancel it from anywhere in the message.
_ENDS = re.compile(r"[。！？!?；;\n]+")
_HAN = re.compile(r"[\u4e00-\u9fff]")
MOST_CHARACTERS = 80
"""Chinese characters: people in danger write short texts; a longer one only tells about a danger, and is no alarm."""
MOST_READ = 400
"""Characters: of a longer text, whatever lies between the Chinese characters (a flood of digits) is read as a mark."""
_BETWEEN = re.compile(r"[^\u4e00-\u9fff]+")
_MARKS = re.compile(r"[\W啊呀啦]+")
_TRADITIONAL = str.maketrans(
    "著裡裏煙燒樓電沒氣點殺暈觸槍滅樣這該剛廚爺媽兒離開進見頂親強邊橋淚處脫褲遺孫",
    "着里里烟烧楼电没气点杀晕触枪灭样这该刚厨爷妈儿离开进见顶亲强边桥泪处脱裤遗孙",
)
_AFRAID = re.compile(
    r"[好很太真]?害?怕(?:极了|死了|得要死|得很)?[啊呀了]?(?=[\W_]|$)|不小心(?!点)"
)  # fear of what is there; 我怕他打我 is of what may be
_NO_DRILL = re.compile(r"不是(?:在)?(?:演习|演练|开玩笑|玩笑|假的|误报|测试)")
_NO_BEATING = re.compile(  # 打我电话, 打我三千块 (money), and 没人打我. Applied before spaces are removed: in 他在打我 电话139… somebody is beaten and leaves a number
    r"打(?:我|他|她)[(]?的?(?:电话|手机|号码|微信)(?!是|[：:\d]|被|都|也|又|[快就要]*没电|不[行让给]|关机|[打摔砸抢坏偷藏拿])"
    r"|打(?:我|他|她)(?>好?[\d一二两三四五六七八九十几半]*)(?:[百千万块元]+|(?<=\d\d)|个电话)(?!多?[下拳棍遍次回鞭巴脚]|个[耳巴])"
    r"|没有?(?:人|正|又|在)*打(?:我|他|她)"
)
_NO_GAS = re.compile(  # and something else that smells is named after it, for sure; 是不是煤气漏了 asks
    r"(?<!是)不是(?:煤气|燃气|天然气|液化气)(?:管道?)?[在泄]?(?:漏|露)?(?:了|的)?(?:味道?)?(?=[，,。！!\s]*(?:而)?(?:应该)?是[^。！？!?；;\n]{0,8}(?:油漆|涂料|刷漆|喷漆|胶水|杀虫[剂药]|蚊香|香水|消毒水|下水道|垃圾|榴莲|臭豆腐|[炒烧]菜|做饭|油烟|烧烤|沥青)[^吧吗？?]*$)"
)
_MADE_READY = re.compile(r"((?:绳子?|药|遗书|刀|炭)(?:都|也|已经){0,2}[拿准买写藏系绑]备?)好了")
"""The means of a suicide: no 好了 of what is over."""
_SHUT_IN = re.compile(r"锁|关[在进]|躲[在进]")
_CAUGHT = re.compile(r"电梯|困|埋|压|淹|溺|水|塌|卡[在住]|火|烟")
_SPACES = re.compile(r"[ \t\u3000]+")
_ASKS = re.compile(r"(?:吗|么|没有|多少|是什么|什么意思)[\s~～。，,]*$")
_SOUNDS_LIKE_DANGER = re.compile(
    r"[着起失救]火|冒烟|浓烟|烟味|烧[起着焦]|焦味|糊味|爆炸|煤气|燃气|天然气|液化气|救命|被困|困[在住着]|困了[^，。]{0,3}[人个俩]|晕|昏|触电|漏电|电线|打[人我架死]|快来(?!修|弄|处理|管|清|换)|来人|救[护人]"
    r"|跳[楼河]|流血|出血|血流|喘不|[没不]呼吸|没气|没反应|不行了|溺水|落水|掉[进下水河井]|塌|压[住在到]|中毒|自杀|不想活|[砍捅]|刀|抢劫|(?<!\d)(?:120|11[09])(?!\d)|摔[倒了到伤]|[动醒站起]不[了来起]|[飘漂浮]着|窗台外|窗户?外.{0,4}[爬站挂吊]|烫伤|抽搐|走[丢失]|冒火花"
)
_CALLS = re.compile(
    r"(?:救命|[啊呀哪吶呐哇嗷!！,，.。…~～\s]|快来人|快来(?!修|弄|处理|管|清|换)|来人|快点|快|求求你们|求求|谁来|帮帮我|帮帮|有人吗|我[要快]死了|杀人了|杀人啦|这里|在这|哎呀|妈呀|了|救救我|救我|救人)*+"
)  # possessive, so that no text makes it slow


_CLAUSE_ENDS = re.compile(r"[，,。！!？?；;\s]+")
_NEARLY = re.compile("差一?点|差些|险些|几乎就?要")
_WHAT_TO_DO = re.compile(
    "[怎咋](?:么|样)?(?:办|整|弄|处理|做)|如何(?:处理|应对|是好)|what (?:should|do|can) (?:i|we|you) do"
)
_SOMEBODY_OR_SOMEWHERE = re.compile(
    "[我你他她人爸妈爷奶公婆哥姐弟妹叔姨孩娃]|儿子|女儿|老头|老太|[0-9一二三四五六七八九十][号栋幢楼单室层]|厨房|阳台|客厅|卧室|屋里|家里|电梯"
    "|救命|快来|救火|快点|现在|正在"
)
_NEXT_DOOR = re.compile("隔壁|邻居|楼上|楼下|对面|对门|楼道|车库|小区")
_COMPLAINT = re.compile(
    "吵|噪音|太闹|装修|施工|广场舞|麻将|狗叫|漏水|停水|停电|垃圾|太臭|物业|停车|快递|拆迁|电钻|音响|唱歌|收费|投诉|扰民|蚊子|蟑螂"
)
_IN_EARNEST = re.compile(  # a means, a place, a farewell, the family: then it is no mere complaint
    "[跳割药绳炭刀]|楼顶|天台|窗台|上吊|自杀|轻生|遗|再见|永别|一起死|结束生命|活不下去|[他她爸妈爷奶公婆娘夫妻]|儿子|女儿|孩子|男朋友|女朋友|离婚|家里|抑郁|欠"
)


class DangerWordError(ValueError):
    """A line of the file of words cannot be read; the message names it."""


@dataclass(frozen=True)
class PlainDanger:
    """The code of a danger (a key of TEMPLATES), and the number to call. `doubtful`: the words may tell of none."""

    danger: str
    number: str
    doubtful: bool = False


@dataclass(frozen=True)
class _DangerRow:
    """A row of `data/alarms.csv`. `alone`: words that must be the whole message; `perhaps`: words that are doubtful.

    `unless`: words that cancel it; `lessening`: words that make `words` doubtful and cancel `perhaps`; `unless_sure`: words that
    make it doubtful. `stays`: other words than `unless` leave it doubtful, and do not cancel it.
    """

    alarm: PlainDanger
    words: re.Pattern[str]
    alone: frozenset[str]
    perhaps: re.Pattern[str]
    unless: re.Pattern[str]
    lessening: re.Pattern[str]
    unless_sure: re.Pattern[str]
    stays: bool

    def found_in(self, plain: str) -> PlainDanger | None:
        """The danger that the row's words tell of in a text to search, or None."""
        sentences = _ENDS.split(plain)
        stated = [one for one in sentences if not _ASKS.search(one)]
        if self.unless.search(plain):
            return None
        if _MARKS.sub("", plain) in self.alone:
            return self.alarm
        lessened = self.lessening.search(plain) is not None
        if any(map(self.words.search, stated)) and not lessened and not self.unless_sure.search(plain):
            return self.alarm
        doubted = not lessened and any(map(self.perhaps.search, stated))
        doubted = doubted or (self.stays and any(map(self.words.search, sentences)))
        return replace(self.alarm, doubtful=True) if doubted else None


def load(path: Path = WORDS) -> tuple[_DangerRow, ...]:
    """Read the file of words, whose columns its first line explains. Raises DangerWordError."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = [(number, row) for number, row in enumerate(csv.reader(file), start=1) if row and row[0][:1] != "#"]
    if not rows or rows[0][1] != _HEADER:
        raise DangerWordError(f"{path.name}: the header must be {','.join(_HEADER)}")
    lines = [_checked(row, f"{path.name} line {number}") for number, row in rows[1:]]
    names = {name: words for danger, name, words, _, _ in lines if danger == _NAMES}
    always = " ".join(unless for danger, _, _, unless, _ in lines if danger == _ALL)
    return tuple(_row_of(line, names, always) for line in lines if line[0] not in (_ALL, _PERHAPS, _NAMES))


def _row_of(line: list[str], names: Mapping[str, str], always: str) -> _DangerRow:
    """The row of one line. `names`: lists of names, separated by spaces; `always`: the `unless` words for every row."""
    danger, number, words, unless, otherwise = line
    for name, listed in names.items():
        words = words.replace(f"<{name}>", "/".join(listed.split()))
    stays = otherwise == _NUMBER_ONLY
    perhaps, cancelling = (
        " ".join(w[1:] for w in told.split() if w[0] == m) for told, m in ((words, "?"), (unless, "!"))
    )
    lessening = " ".join(word for word in unless.split() if word[0] != "!")
    return _DangerRow(
        PlainDanger(danger, number),
        any_of(words),
        _alone(words),
        any_of(perhaps),
        any_of(cancelling if stays else f"{unless} {always}"),
        any_of(lessening if stays else ""),
        any_of(always if stays else ""),
        stays,
    )


def _checked(row: list[str], where: str) -> list[str]:
    if len(row) != len(_HEADER):
        raise DangerWordError(f"{where}: expected {len(_HEADER)} fields, got {len(row)}")
    danger, number, words, unless, otherwise = row
    if danger in (_ALL, _PERHAPS, _NAMES):
        return row
    if otherwise not in ("", _NUMBER_ONLY):
        raise DangerWordError(f"{where}: otherwise is {_NUMBER_ONLY} or nothing")
    if danger not in TEMPLATES or number not in _NUMBERS:
        raise DangerWordError(f"{where}: one of {', '.join(TEMPLATES)} and one of {', '.join(_NUMBERS)} are wanted")
    if not words.split() or not unless.split():
        raise DangerWordError(f"{where}: words, and words that cancel them, are wanted")
    if all(word[0] in _MARKED for word in words.split()):  # no pattern would be left, and that matches every text
        raise DangerWordError(f"{where}: a word that needs not stand alone is wanted, too")
    return row


def any_of(words: str) -> re.Pattern[str]:
    """A pattern for any of the words but those with "=" or "?", the longest first; for none of no words.

    Their signs are explained in `data/alarms.csv`.
    """
    chosen = sorted({word for word in words.split() if word[0] not in _MARKED}, key=lambda word: (-len(word), word))
    return re.compile("|".join(map(_pattern, chosen))) if chosen else _NOTHING


def _pattern(word: str) -> str:
    """The expression for a word: what it shows, and not before any of what follows its "!"."""
    shown, *not_before = map(_joined, _folded(word).split("!"))
    return shown + "".join(f"(?!{one})" for one in not_before)


def _joined(word: str) -> str:
    """The expression for … up to six characters of a clause, ~ up to ten of a sentence, A/B either, + next to, $ the clause's end."""
    return "".join(_GAPS.get(part) or _either(part) for part in re.split("([…~+])", word))


def _either(names: str) -> str:
    """The expression for one of the names between "/"."""
    listed = [_CLAUSE_END if name == "$" else re.escape(name) for name in names.split("/")]
    return f"(?:{'|'.join(listed)})" if len(listed) > 1 else listed[0]


def _alone(words: str) -> frozenset[str]:
    """The words that are an alarm only when the message has nothing else."""
    return frozenset(word[1:] for word in words.split() if word[0] == "=")


@lru_cache(maxsize=1)
def _shipped() -> tuple[_DangerRow, ...]:
    return load()


def plain_danger(text: str) -> PlainDanger | None:
    """The danger that the text unmistakably tells of, in Chinese or English, or None.

    In Chinese only of at most MOST_CHARACTERS, and not in a question; 救命 counts only if nothing but calls for help is said. What is
    sure goes before what is doubtful.
    """
    if (told := english.plain_danger(text)) is not None:
        return PlainDanger(*told)
    if len(_HAN.findall(text)) > MOST_CHARACTERS:
        return None
    text = _BETWEEN.sub(_mark, text) if len(text) > MOST_READ else text
    plain = text_to_search(text)
    # 着 火了 is one word, and in 他打我 这次… the space ends a clause
    tried = dict.fromkeys((plain, text_to_search(_SPACES.sub("，", text.strip()))))
    found = [entry.found_in(one) for one in tried for entry in _shipped() if entry.alarm.danger != _HELP]
    told_of = _wish_to_die_first(sorted(filter(None, found), key=lambda one: one.doubtful), plain)
    return told_of[0] if told_of and not told_of[0].doubtful else _call_for_help(plain) or next(iter(told_of), None)


def _wish_to_die_first(told_of: list[PlainDanger], plain: str) -> list[PlainDanger]:
    """The dangers in order: of somebody who shut themselves in and wants to die, not that they are trapped there."""
    wish = next((one for one in told_of if one.danger == "self_harm"), None)
    if wish is None or told_of[0].danger != "trapped" or not _SHUT_IN.search(plain) or _CAUGHT.search(plain):
        return told_of
    return [replace(wish, doubtful=False), *told_of]


def _mark(between: re.Match[str]) -> str:
    """The mark that is read for characters that are not Chinese: the end of a sentence, if one is among them, or of a clause."""
    return "。" if _ENDS.search(between.group()) else "，"


def sure_danger(text: str) -> PlainDanger | None:
    """The danger, if the text says that it is there, so that people may be paged before the bot has read it; else None.

    As `plain_danger`, but not for what is doubtful: a message of one word that only names a danger (煤气, 杀人), what nearly happened
    (差点着火了), a question what to do that tells of no place or person (着火了怎么办), and words of death beside an ordinary complaint
    (楼上天天吵，我都不想活了). Nor for words that are doubtful in themselves (`PlainDanger.doubtful`).
    """
    found = plain_danger(text)
    if found is None or found.doubtful or _only_asks(text) or (found.danger == "self_harm" and _only_complains(text)):
        return None
    if _NEARLY.search(_folded(text)):
        rest = "，".join(clause for clause in _CLAUSE_ENDS.split(text) if not _NEARLY.search(_folded(clause)))
        return sure_danger(rest)
    if found.danger in _TOLD_BY_ONE_WORD:
        return found
    bare = _MARKS.sub("", text_to_search(text))
    return None if any(bare in entry.alone for entry in _shipped()) else found


def _only_asks(text: str) -> bool:
    """Whether the danger is told only in a question what to do, without a place or a person that it is about."""
    plain = _folded(text)
    if not _WHAT_TO_DO.search(plain) or _SOMEBODY_OR_SOMEWHERE.search(plain):
        return False
    clauses = _CLAUSE_ENDS.split(plain)
    if any(_NEXT_DOOR.search(one) and _WHAT_TO_DO.search(one) for one in clauses):
        return False
    return plain_danger("，".join(one for one in clauses if not _WHAT_TO_DO.search(one))) is None


def _only_complains(text: str) -> bool:
    """Whether words of death stand beside an ordinary complaint, and nothing tells of a means, a farewell, or of the family."""
    plain = _folded(text)
    return _COMPLAINT.search(plain) is not None and _IN_EARNEST.search(plain) is None


def is_doubtful(text: str) -> bool:
    """Whether the text may be about danger, and does not surely say so (`sure_danger`), so that a person should look at it."""
    return sounds_like_danger(text) and sure_danger(text) is None and not has_words_of_fear(text)


def is_only_a_number(text: str) -> bool:
    """Whether the text is no more than whom to call in danger (119)."""
    return text.strip(" 。！!？?") in _NUMBERS


def sounds_like_danger(text: str) -> bool:
    """Whether the text may be about danger: far wider than `plain_danger`, for uses where a false hit does no harm."""
    return _SOUNDS_LIKE_DANGER.search(text_to_search(text)) is not None or plain_danger(text) is not None


def may_be_danger(text: str) -> bool:
    """Whether the text has any sign of danger or harm, however common: where a miss is worse than a false hit."""
    return sounds_like_danger(text) or _any_sign().search(text_to_search(text)) is not None


def has_words_of_fear(text: str) -> bool:
    """Whether the text has words for what might happen (万一, 免得), not for what is happening."""
    return _words_of_fear().search(text_to_search(text)) is not None


@lru_cache(maxsize=1)
def _any_sign() -> re.Pattern[str]:
    with LEXICON.open(encoding="utf-8", newline="") as file:
        signs = [row["words"] for row in csv.DictReader(file) if row["sign"] in _SIGNS_OF_DANGER]
    return any_of(" ".join([_perhaps_row()[2], *signs]))


@lru_cache(maxsize=1)
def _words_of_fear() -> re.Pattern[str]:
    return any_of(_perhaps_row()[3])


def _perhaps_row() -> list[str]:
    """The row of `data/alarms.csv` with common signs of danger (words) and with words of mere fear (unless)."""
    with WORDS.open(encoding="utf-8", newline="") as file:
        return next(row for row in csv.reader(file) if row and row[0] == _PERHAPS)


def plain_danger_words(text: str) -> str:
    """Chinese words of the text that alone are plain danger, e.g. 着火了 of 我投同意我家着火了; "" if it has none.

    Of several dangers those that come first in `data/alarms.csv`, wherever they stand in the text.
    They are in the spelling of `text_to_search` (着火了 of 著 火了), and taken even if other words of the text cancel the danger.
    Words that must be the whole message (`=…` in the file) are not searched.
    """
    plain = text_to_search(text)
    found = [match for entry in _shipped() for tried in (entry.words, entry.perhaps) if (match := tried.search(plain))]
    return next((match.group() for match in found if plain_danger(match.group())), "")


def text_to_search(text: str) -> str:
    """The folded text, without spaces, "this is no drill" and fear of what is there, gas that is none; telephone calls (在打我电话) and denied beatings become 打电话."""
    told = _NO_BEATING.sub("打电话", _NO_GAS.sub("", _AFRAID.sub("", _folded(text))))
    return _NO_DRILL.sub("", _MADE_READY.sub(r"\1", _SPACES.sub("", told)))


def _call_for_help(plain: str) -> PlainDanger | None:
    """The danger of 救命, if the text is calls for help only: many also say 救命 about trifles, like a lost parcel."""
    entry = next(one for one in _shipped() if one.alarm.danger == _HELP)
    return entry.alarm if entry.words.search(plain) and _CALLS.fullmatch(plain) else None


def _folded(text: str) -> str:
    """The text with characters of one width and case, simplified; … is kept."""
    folded = unicodedata.normalize("NFKC", text.replace("…", "\0")).replace("\0", "…").casefold()
    return folded.translate(_TRADITIONAL)
