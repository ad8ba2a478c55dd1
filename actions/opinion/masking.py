"""Mask what is found to identify a person before a message leaves this machine. Pure, but for jieba's dictionary.

A mask is as long as what it hides, so that positions in the text do not shift. Too much is hidden rather than too
little: a word hidden by mistake costs a suggestion at most.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from actions.case_draft import CaseDraft

MASK = "＊"
_SURNAMES = (
    "李王张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范"
    "方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
_NUMBER = re.compile(
    r"(?:[\d０-９*xX][-－—_ \u3000.()（）]{0,2}){5,}|[零〇一二两三四五六七八九幺壹贰叁肆伍陆柒捌玖]{6,}"
)
_ADDRESSES_ACCOUNTS_AND_PLATES = re.compile(
    r"(?<![\w.+-])[\w.+-]+@[\w.-]+|https?://\S+|[\u4e00-\u9fff][A-Za-z][·. ]?[A-Za-z0-9]{5,6}(?![A-Za-z0-9])|[A-Za-z][A-Za-z0-9_-]{5,}"
)
_TITLED = re.compile(
    rf"[{_SURNAMES}][\u4e00-\u9fff]{{0,2}}?(?=某|先生|女士|小姐|大爷|大妈|大伯|阿姨|师傅|老师|医生|主任|书记|经理|警官|所长|队长|老板|叔|婶|哥|姐|伯|奶奶|爷爷)"
)
_INTRODUCED = re.compile(
    r"(?:叫做?|名叫|姓名|姓|本人|联系人|户主|业主|房东|租客|邻居|当事人|经办人|负责人|老公|老婆|丈夫|妻子|爱人|儿子|女儿|父亲|母亲|爸爸?|妈妈?|"
    r"孩子|老师|师傅|主任|书记|经理|医生|同学|[老小阿])(?:[：:是叫]|名叫)?"
    rf"(?P<name>[{_SURNAMES}][\u4e00-\u9fff]{{1,2}})"
)


def warm_up() -> None:
    """Load jieba's dictionary, so that no message waits for it."""
    list(_names("张三"))


def mask(text: str, draft: CaseDraft) -> str:
    """Hide the long numbers, number plates, internet addresses and names that the draft, the patterns and jieba find.

    Not what none of them finds (a rare name such as 刀白凤, 微信abc12), nor a name that jieba finds in a place. The result has
    the length of `text`.
    """
    characters = list(text)
    for start, end in _spans_to_hide(text, draft):
        characters[start:end] = MASK * (end - start)
    return "".join(characters)


def _spans_to_hide(text: str, draft: CaseDraft) -> Iterator[tuple[int, int]]:
    """Positions (start, end) of what identifies a person, as far as the draft, the patterns and jieba find it."""
    for span in draft["personal"]:  # here and wherever the same text occurs again
        yield span["start"], span["end"]
        yield from (found.span() for found in re.finditer(re.escape(span["text"]), text))
    for pattern in (_NUMBER, _ADDRESSES_ACCOUNTS_AND_PLATES, _TITLED):
        yield from (found.span() for found in pattern.finditer(text))
    yield from (found.span("name") for found in _INTRODUCED.finditer(text))
    places = [(place["start"], place["end"]) for place in draft["places"]]
    for start, end in _names(text):
        if not any(begin < end and start < stop for begin, stop in places):  # 桂花苑 is a place, not a person
            yield start, end


def _names(text: str) -> Iterator[tuple[int, int]]:
    """Positions (start, end) of what jieba tags as a person's name."""
    import jieba  # noqa: PLC0415 (seconds and 100 MB: only where a second opinion is asked)
    from jieba import posseg  # noqa: PLC0415 (as above)

    jieba.setLogLevel("ERROR")

    at = 0
    for word, tag in posseg.lcut(text):
        if tag in ("nr", "nrfg", "nrt") and len(word) > 1:
            yield at, at + len(word)
        at += len(word)
