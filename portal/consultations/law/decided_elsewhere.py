"""Pure: finds, in what a consultation asks, a matter that the law has decided in another way than by its template.

The topic is chosen by the committee, so it alone keeps nobody from electing a chair under "covenant". What titles say
of such matters is in `data/procedures/elsewhere.csv`: the topic it is, the templates under which that is refused, a
pattern for it, one for what is no such decision although the first matches in the same clause (`unless`), and one that has
to be found besides, in any of the texts (`beside`); these two may be empty. 〈姓名〉 in a pattern is somebody's name.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from portal.consultations.law.template import Template, Topic
from portal.consultations.law.template_loader import FOLDER, TemplateError, load_topics
from portal.wording.scripts import in_simplified

FILE = "elsewhere.csv"
_MOST_PERSONS = 6  # shown in a warning
_CLAUSE_ENDS = re.compile("[，,。；;！!？?]")
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
_UNSEEN = frozenset({"Cc", "Cf", "Mn", "Me", "Zs", "Zl", "Zp", "So", "Sk"})  # blanks, marks, emoji
_FAMILY = re.compile(  # surnames of one character
    "[王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪"
    "范金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤]"
).pattern
_SURNAME = re.compile(rf"(?:欧阳|司马|上官|诸葛|夏侯|慕容|司徒|端木|{_FAMILY})").pattern
_SHORT_NAME = re.compile("〈姓名〉").pattern  # how the file writes `_NAME`: 老沈, 沈兰
_NAME = re.compile(rf"(?:[老小](?:{_FAMILY})|(?:{_FAMILY})[\u3400-\u9fff]{{1,2}})").pattern
_NAME_ALONE = re.compile(  # an option that is somebody's name and nothing else: 沈兰, 老沈, 张三（现任）
    rf"(?:{_SURNAME}(?![一二两日末色门边期层园场道路桥])[\u3400-\u9fff]{{1,2}}|[老小]{_SURNAME})(?:同志|女士|先生|老师|师傅|阿姨)?(?:[（(].{{0,20}}[）)])?"
)
_PERSON_IN_OFFICE = re.compile(rf"{_SURNAME}[\u3400-\u9fff]{{0,2}}(?:主任|书记|委员(?!会)|站长|会长|经理|社长|组长)")
_WHO = re.compile(
    "谁[来能当做带管接是负领主最行干]|由谁|选谁|推谁|哪[一]?[位个]人?(?:来|当|做|带|管|接)|哪位|当家人|带头人|领头人|领路人|领头羊|主心骨|掌门人|掌舵人"
    "|一把手|负责人|副?主任|书记|班子|换人|换届|换掉|留任|连任|续任|接任|再[干当任做][^，。；？]{0,4}[届年任]|去留|当选|候选|下台|卸任|不信任|信任投票|称职"
)
_STANCES = re.compile("不?同意|不?赞成|不?支持|反对|弃权|都行|随便|可以|不行")


@dataclass(frozen=True)
class _Matter:
    topic: Topic
    templates: frozenset[str]
    says: re.Pattern[str]
    unless: re.Pattern[str] | None
    beside: re.Pattern[str] | None


def wrong_template(topic: Topic, template: Template) -> str:
    """In Chinese: that this topic is decided under another template, and by which article."""
    return f"“{topic.title}”不能用“{template.title}”决定，应当用“{topic.template_title}”——{topic.citation}"


def texts_of(title: str, questions: Iterable[Mapping[str, Any]]) -> list[str]:
    """The title, the questions (as stored) and the labels of their options."""
    found = [title]
    for question in questions:
        labels = [str(option.get("label", "")) for option in question.get("options", ())]
        found += [str(question.get("text", "")), *labels]
    return found


def topic_elsewhere(template: Template, texts: Iterable[str]) -> Topic | None:
    """The first topic that one of the texts (title, questions, labels) names and that is not for this template; None if none."""
    said = [form for text in texts for form in _normal_forms(text)]
    matters = [one for one in load_matters() if template.code in one.templates]
    return next((one.topic for one in matters if _is_named(one, said)), None)


def _normal(text: str) -> str:
    """The text as patterns read it: simplified, letters and digits in half width, without blanks and what is not seen.

    Punctuation stays as it is written: the patterns know it.
    """
    folded = "".join(_half_width(sign) for sign in text)
    return in_simplified("".join(sign for sign in folded if unicodedata.category(sign) not in _UNSEEN))


def _half_width(sign: str) -> str:
    """A letter or digit in its one form (１, Ａ, ⼈, 㐀 of another code); anything else as it is."""
    folded = unicodedata.normalize("NFKC", sign)
    return folded if folded.isalnum() else sign


def _normal_forms(text: str) -> tuple[str, ...]:
    """The normal text; and if signs stand between the characters of its words, also the text without these."""
    normal = _normal(text)
    joined = _SPELT_OUT.sub(lambda found: _signless(found.group()), _BETWEEN.sub("", normal))
    for word, broken_up in _WHOLE_WORDS.items():
        joined = broken_up.sub(word, joined)
    return (normal,) if joined == normal else (normal, joined)


def _signless(text: str) -> str:
    return "".join(sign for sign in text if sign.isalnum())


def _is_named(matter: _Matter, said: Sequence[str]) -> bool:
    """Whether the texts name it, one of them also what stands `beside` it."""
    if matter.beside is not None and not any(matter.beside.search(text) for text in said):
        return False
    return any(_names(matter, text) for text in said)


def _names(matter: _Matter, text: str) -> bool:
    """Whether a clause of the text names it. `unless` counts only in its own clause: 选举主任，会场投票 is an election."""
    clauses = [one for one in _CLAUSE_ENDS.split(text) if matter.says.search(one)]
    return any(matter.unless is None or not matter.unless.search(one) for one in clauses)


def persons_asked_of(texts: Iterable[str], names: Iterable[str]) -> list[str]:
    """What in the texts (`texts_of`) seems to ask about a person, or about who holds an office, each once.

    `names`: of those in office and on the roll. It only warns: names that are words, too, are found as well.
    """
    said = [_normal_forms(text)[-1] for text in texts]
    plain = ((name, _normal(name)) for name in names if len(name) > 1)
    found = [name for name, same in plain if any(same in text for text in said)]
    for text in said:
        if _NAME_ALONE.fullmatch(text) and not _STANCES.fullmatch(text):
            found.append(text)
        found += [one.group() for pattern in (_PERSON_IN_OFFICE, _WHO) for one in pattern.finditer(text)]
    return list(dict.fromkeys(found))[:_MOST_PERSONS]


@lru_cache(maxsize=4)
def load_matters(folder: Path = FOLDER) -> Sequence[_Matter]:
    """The rows of `elsewhere.csv`. Raises TemplateError with the line of one that names no topic, or whose pattern is none."""
    topics = load_topics(folder)
    rows = csv.DictReader(io.StringIO((folder / FILE).read_text(encoding="utf-8")))
    found = []
    for row in rows:
        try:
            if None in row:
                raise KeyError(None)
            unless, beside = (_pattern(row[name]) if row[name] else None for name in ("unless", "beside"))
            templates = frozenset(row["templates"].split())
            found.append(_Matter(topics[row["topic"]], templates, _pattern(row["says"]), unless, beside))
        except (KeyError, AttributeError, TypeError, re.error) as error:
            raise TemplateError(f"{FILE}:{rows.line_num}: 这一行读不了") from error
    return tuple(found)


def _pattern(written: str) -> re.Pattern[str]:
    return re.compile(written.replace(_SHORT_NAME, _NAME))
