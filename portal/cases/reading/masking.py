"""Hide personal data in a text: `masked` for the desk, `covered` for handlers (PIPL 28). Pure.

`published`: numbers that the town itself gives out (its office, its bodies); they are no personal data and stay.
Mask a text before cutting it (as `brief` does), because half a number is not recognised.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache

from portal.kernel.phones import persons_numbers

# of these three, the groups are what `masked` leaves
_ID_NUMBER = re.compile(r"(?<![0-9A-Za-z])(\d{6})\d{8}(\d{3}[\dXx])(?![0-9A-Za-z])")
_MOBILE = re.compile(r"(?<!\d)((?:\+?86[- ]?)?1[3-9]\d)[- ]?\d{4}[- ]?(\d{4})(?!\d)")
_LANDLINE = re.compile(r"(?<!\d)(0\d{2,3}[- ]?)\d{4,5}(\d{3})(?!\d)")
# half or full width
_DIGIT = "[0-9０-９]"
_RUN = re.compile(
    rf"(?<![0-9*])\+?{_DIGIT}(?:[-－—_·. 　]?{_DIGIT}){{6,}}[Xx]?"  # any long number, in one piece or in several
    r"|[零〇一二三四五六七八九幺壹贰叁肆伍陆柒捌玖](?:[-－—_·. 　，,、]?[零〇一二三四五六七八九幺壹贰叁肆伍陆柒捌玖]){6,}"
)
_CASE_NO = re.compile(r"LL-?\d{8}-?\d{4,}", re.IGNORECASE)
# a date in digits, which stays
DAY = re.compile(r"(?:19|20)\d{2}[-.]?(?:0[1-9]|1[0-2])[-.]?(?:0[1-9]|[12]\d|3[01])")
# the same with the hour of a time behind it (2026-11-24 10:30)
_DAY_AND_HOUR = re.compile(rf"(?:{DAY.pattern})(?:[ 　](?:[01]?\d|2[0-3])(?=[:：点时]))?")
# what `masked` left of a number; `covered` takes it out whole
_HALF_MASKED = re.compile(r"(?<![+\d-])[+\d][\d-]*\*{4,}\d*[Xx]?")
# an email address, a WeChat or QQ account, or a number plate
_ACCOUNT_OR_PLATE = re.compile(
    r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+"  # an email address
    r"|(?:微信号?|微信|QQ号?|qq号?|V信|加V|薇信)[：:是 ]{0,2}[A-Za-z0-9_-]{5,20}"
    r"|[\u4e00-\u9fff][A-Z][·.]?[A-Z0-9]{5,6}(?![A-Za-z0-9])"  # a number plate
)
# a name or a home that the writer tells of themselves, or beside a form's label; to the end of a house's number, which is not cut in two
_INTRODUCES = re.compile(
    r"(?:(?:我的?名字(?:是|叫)?|我名叫|我叫|俺叫|本人叫|本人姓名|本人姓|我姓|免贵姓|敝姓|姓名(?!略)|联系人|反映人|报事人|举报人|投诉人)"
    r"[：:是为]?(?:(?!（(?:号码)?略）)[^，,。.；;！!？?\s、]){0,12}"
    r"|(?:我是(?!说|想|来|要|觉得|问|在|不|怕|为)|我就是|我住在?|我家住在?|家住|本人住|本人是|俺是|俺住)(?:[^，,。.；;！!？?\s]{0,8}?(?:\d|[一二三四五六七八九十])[^，,。.；;！!？?\s]{0,12}"
    r"|[^，,。.；;！!？?\s]{1,4}(?:先生|女士|小姐|大爷|大妈|阿姨|师傅|老师|医生|叔|婶|爷|奶)|[\u4e00-\u9fff]{2,3}(?=$|[，,。.；;！!？?\s])))"
    r"(?:(?:(?<=[0-9０-９零〇一二三四五六七八九十单元栋幢弄楼层号])|(?=[0-9０-９]))[0-9０-９零〇一二三四五六七八九十单元栋幢弄楼层号室户-]*)?"
)


# what `covered` leaves in place of a number, a name, anything else
NO_NUMBER, NO_NAME = re.compile("（号码略）").pattern, re.compile("（姓名略）").pattern
LEFT_OUT = re.compile("（略）").pattern


def masked(text: str, names: Iterable[str] = (), published: frozenset[str] = frozenset()) -> str:
    """The text as the desk reads it until a recorded look reveals it: numbers and names starred out in part.

    Phone and identity numbers keep both ends, other runs of 7 or more digits their first 3, each of `names` (two or more characters) its
    first. Case numbers and dates (also with an hour) stay, unless other digits follow after a mere space or dash; so does everything else.
    """
    if published:
        return _sparing(text, published, lambda piece: masked(piece, names))
    text = _ID_NUMBER.sub(r"\1********\2", text)
    text = _MOBILE.sub(r"\1****\2", text)
    text = _LANDLINE.sub(r"\1****\2", text)
    text = _sub_runs(text, lambda run: run[:3] + "*" * max(4, len(run) - 3))
    for begin, end, digits in reversed(persons_numbers(text)):  # spelt in more than one way
        text = f"{text[:begin]}{digits[:3]}****{digits[-4:]}{text[end:]}"
    for name in _longest_first(names):
        text = text.replace(name, name[0] + "*" * (len(name) - 1))
    return text


def brief(text: str, most: int, names: Iterable[str] = (), published: frozenset[str] = frozenset()) -> str:
    """The beginning of the text on one line: masked, then cut to `most` characters."""
    text = masked(" ".join(text.split()), names, published)
    return text if len(text) <= most else text[: most - 1] + "…"


def covered(text: str, names: Iterable[str] = (), published: frozenset[str] = frozenset()) -> str:
    """The text as read by handlers who must not learn who reported it: identifying data is removed altogether.

    Removed: numbers of 7 or more digits, also as `masked` left them, `names`, email addresses, WeChat and QQ accounts,
    number plates and introductions (我叫…, 我住…); each leaves a note in brackets. Case numbers and dates stay.
    """
    if published:
        return _sparing(text, published, lambda piece: covered(piece, names))
    text = _ACCOUNT_OR_PLATE.sub(LEFT_OUT, text)
    text = _HALF_MASKED.sub(NO_NUMBER, masked(_sub_runs(text, lambda _run: NO_NUMBER)))
    text = _INTRODUCES.sub(LEFT_OUT, text)  # after the numbers, of which it would take a part
    for name in _longest_first(names):
        text = text.replace(name, NO_NAME)
    return text


def holds_a_number(text: str, published: frozenset[str] = frozenset()) -> bool:
    """Whether the text holds a number of 7 or more digits (or 零一二…), other than case numbers, dates and `published` numbers."""
    return bool(numbers_in(text, published))


def numbers_in(text: str, published: frozenset[str] = frozenset()) -> list[str]:
    """The numbers for which `holds_a_number` is true, as they are written; those spelt in more than one way only without others."""
    text = _published(published).sub(" ", text) if published else text
    found: list[str] = []

    def keep(run: str) -> str:
        found.append(run)
        return ""

    _sub_runs(text, keep)
    return found or [text[begin:end] for begin, end, _digits in persons_numbers(text)]


def _sparing(text: str, published: frozenset[str], mask: Callable[[str], str]) -> str:
    """The text with `mask` applied to whatever lies between the published numbers."""
    pieces = _published(published).split(text)
    return "".join(piece if number % 2 else mask(piece) for number, piece in enumerate(pieces))


@lru_cache(maxsize=8)
def _published(numbers: frozenset[str]) -> re.Pattern[str]:
    """Matches each of the numbers (digits alone), also written in groups."""
    written = sorted(("[- —－]?".join(number) for number in numbers), key=len, reverse=True)
    return re.compile(rf"(?<![0-9+-])((?:{'|'.join(written)}))(?![0-9-]?[0-9])")


def _longest_first(names: Iterable[str]) -> list[str]:
    """The names of two characters or more, each once, the longest first."""
    return sorted({name for name in names if len(name) >= 2}, key=len, reverse=True)


def _sub_runs(text: str, instead: Callable[[str], str]) -> str:
    """Replace every number of 7 or more digits (or 零一二…), in one piece or in several, except case numbers and dates."""
    kept = [match.span() for pattern in (_CASE_NO, _DAY_AND_HOUR) for match in pattern.finditer(text)]

    def one(match: re.Match[str]) -> str:
        if any(start <= match.start() and match.end() <= end for start, end in kept):
            return match.group()
        return instead(match.group())

    return _RUN.sub(one, text)
