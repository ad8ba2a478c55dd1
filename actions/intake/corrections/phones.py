"""Read the telephone number that a message gives instead of the known one: in full, by its last digits, or by some in it. Pure."""

from __future__ import annotations

import re

from actions.case_draft import CaseDraft
from actions.intake.corrections.taking_back import is_denied
from actions.interpreting.digits import DIGIT, in_digits
from actions.interpreting.numbers import is_theirs, numbers_in, written

_BETWEEN_DIGITS = re.compile(rf"(?<={DIGIT})[\s\-—－.·]{{1,3}}(?={DIGIT})")
_LOCAL = re.compile(r"(?<!\d)[2-9]\d{6,7}(?!\d)")
_OF_A_NUMBER = re.compile(
    r"(?:^|[，,。；;！! ]|[那这]个|我的?|刚才|留的)号(?:码)?(?:是|给|我){0,2}(?:错|不对|有误|[写记留打说报给填]错|反了)"
)
"""号 alone is the telephone number's, not a house's, where it is said at once (号错了), or is that one (刚才那个号不对)."""
_HOUSE_OR_CAR = re.compile("门牌|房号|楼号|栋号|车牌|车号|编号|单号|[栋幢]")
_TAIL = re.compile(r"尾(?:[巴数]|(?<!车尾)(?=\d))").pattern  # 尾巴, 尾7
_NAMES_NUMBER = re.compile(
    rf"电话|手机|座机|号码|尾号|末[尾两三四]|{_TAIL}|最?后[两三四几]位|联系|{_OF_A_NUMBER.pattern}"
)
_CHANGES_NUMBER = re.compile(
    r"[换改][^，,。]{0,4}(?:号|电话|手机)|(?:电话|手机)是我?(?:女|儿|老)[^，,。]{1,2}的|(?:号码|电话|手机)[^，,。]{0,8}(?:换|改|错|漏|应该|，你?[写记]成)|停机|欠费|注销|老号|旧号|旧卡|老卡|新号|尾号|末[尾两三四]"
    rf"|{_TAIL}"
    r"|(?:打|留|联系|记|写|找)(?:给|我|的){0,3}(?:老公|老婆|婆娘|爱人|先生|太太|儿子|女儿|女婿|媳妇|爸|妈|姐|哥|弟|妹|科室|座机)"
)
# Digits that may stand in a number: not those of a house, a time or a count (两位, 3栋, 8点, 13:30, 二三十次, B037).
_SOME_DIGITS = re.compile(
    r"(?<![\dA-Za-z:：.])\d{1,6}(?![\dA-Za-z:：.位个字遍次号栋幢楼室单层点分天月日年岁元块米人户组期十百千])"
)
_OF_A_HOUSE = re.compile(rf"(?<!{DIGIT})[\dA-Za-z]{{1,3}}[-—－]\d{{1,4}}(?!{DIGIT})")  # 12-301
_CLAUSE = re.compile(r"[^，,。！!？?；;\n]+")
_CORRECTS_THE_NUMBER = re.compile(  # within one clause
    rf"{_OF_A_NUMBER.pattern}|{_TAIL}|"
    r"尾号|末[尾了两三四位\d]|最末|结尾|最?后[两三四几\d]位|开头[^，]{0,3}是|(?:电话|号码|手机号?|座机|联系方式)(?:[^，]{0,12}(?:错|反了|混了|不是|应该|应当|[改换](?!天|日|时)|中间|最后|开头|前[面三]))|我的?(?:电话|号码|手机号?)就?是\d{2,4}(?!\d)"
)
# What a clause after such a one may say.
_GOES_ON = re.compile(
    r"(?:(?:最后|末[尾位了]|尾巴|结尾|后[面头]|最末|开头|前[面头]|中间)(?:上|那|一|两|三|四|几|\d|[个位]|数字?)*)?(?:应该|应当)?(?:不?是|改成|换成|改为)?\d{1,8}(?: ?不是\d{1,8})?[吧啊哦呀的噢]{0,3}"
)
_OF_SOMETHING_ELSE = re.compile(
    "门牌|车牌|辆车|的车|车的?尾号|[\u4e00-\u9fff][A-Z]尾号|卡号|卡[的末尾]|客服|物业|热线|供水|供电|燃气|公司|广告|银行|他们|取件码|车位|房号|栋|幢|单元|楼|室|编号|单号|工单|电费|水费"
)
_NUMBER_IS_RIGHT = re.compile(
    "(?:电话|号码|手机号?|联系方式)(?:是|都|也)?(?:没有?错|没有?问题|对的|不变|不用[改换]|不改)"
)
CALLED = frozenset(("110", "119", "120", "122", "12345", "12319", "12315"))  # not the sender's
_NAMES_END = re.compile(rf"末[尾了]|最后|尾号|{_TAIL}|末位|最末|结尾")
_NOT_THIS_END = re.compile(r"不是末?尾(?:[号巴数])?是?(\d{1,4})(?!\d)")
_MANY = 3  # digits that hardly stand in a number by chance
_LEAST_DIGITS = 7  # of a known number in which digits may be corrected
_LONGEST_CHANGE = 60  # characters; a longer message is an account


def read_number(text: str, known: str) -> str | None:
    """The number that a correction gives instead of the known one, the last of several; None if it gives none.

    Of 末两位17 or 中间是8024，不是8204 the known number with those digits; somebody else's number, and one that is denied, is none.
    """
    said = [one for one in numbers_in(text) if not (is_denied(text, one) or is_theirs(text, one["text"]))]
    whole = [number for one in said if (number := written(one["text"])) != written(known)]
    if whole:
        return whole[-1]
    if said or len(re.sub(r"\D", "", known)) < _LEAST_DIGITS or not _NAMES_NUMBER.search(text):
        return None
    if _NUMBER_IS_RIGHT.search(text) or (_OF_A_NUMBER.search(text) and _HOUSE_OR_CAR.search(text)):
        return None
    return _with_other_digits(in_digits(_BETWEEN_DIGITS.sub("", _OF_A_HOUSE.sub(" ", text))), known)


def changes_number(text: str) -> bool:
    """Whether a text has words of another number to call (换个号码, 那个停机了, 打我老公的) or of last digits (尾号), whatever it is.

    False above _LONGEST_CHANGE.
    """
    return len(text) <= _LONGEST_CHANGE and _CHANGES_NUMBER.search(text) is not None


def gives_up_number(text: str, known: str) -> bool:
    """Whether a text says that the known number is no longer the one to call, and gives no other (换个号码联系我，188…停机了)."""
    if not known or not changes_number(text) or read_number(text, known) is not None:
        return False
    return any(written(one["text"]) == written(known) for one in numbers_in(text))


def without_numbers(text: str, draft: CaseDraft) -> tuple[str, CaseDraft]:
    """The text with ， for each character of its telephone numbers, of the same length, and its draft without places and times in them.

    No digit of a telephone number tells where or when.
    """
    numbers = numbers_in(text)
    if not numbers:
        return text, draft
    for one in numbers:
        text = text[: one["start"]] + "，" * (one["end"] - one["start"]) + text[one["end"] :]
    places = [one for one in draft["places"] if text[one["start"] : one["end"]] == one["text"]]
    times = [one for one in draft["times"] if text[one["start"] : one["end"]] == one["text"]]
    return text, {**draft, "places": places, "times": times}


def _with_other_digits(said: str, known: str) -> str | None:
    """The known number with the digits that are said instead of some in it; None if it is not said which."""
    not_this = _NOT_THIS_END.search(said)
    if not_this is not None and not known.endswith(not_this[1]):
        return None  # it does not end so: which digit is meant is to be asked
    local = [one.group() for one in _LOCAL.finditer(said) if not _is_denied(said, one)]
    area = known.partition("-")[0]
    if local and area != known and local[-1] != known.removeprefix(f"{area}-") and not is_theirs(said, local[-1]):
        return f"{area}-{local[-1]}"
    digits = list(_SOME_DIGITS.finditer(said))
    denied = [one for one in digits if _is_denied(said, one)]
    told = _where_it_is_corrected(said)
    if any(len(one.group()) >= _MANY and one.group() in known for one in denied):  # 不是6621，是6612，我说电话
        told = frozenset(range(len(said)))
    new = [one.group() for one in digits if one not in denied and _is_new(one.group(), known) and one.start() in told]
    new = [one for one in new if len(one) > 1 or denied or _NAMES_END.search(said)]
    if not new:
        return None
    said_before = (one.group() for one in digits if one.group() != new[-1] and len(one.group()) == len(new[-1]))
    old = next((one for one in said_before if one in known), "")
    if old:
        at = known.rfind(old)
        return known[:at] + new[-1] + known[at + len(old) :]
    return known[: -len(new[-1])] + new[-1]


def _is_denied(said: str, digits: re.Match[str]) -> bool:
    """Whether a text denies these digits of it."""
    return is_denied(said, {"text": digits.group(), "start": digits.start(), "end": digits.end()})


def _where_it_is_corrected(said: str) -> frozenset[int]:
    """The positions of a text that lie in clauses that correct a number to call (电话末两位错了), or go on after one (是17不是71)."""
    told: list[int] = []
    goes_on = False
    for clause in _CLAUSE.finditer(said):
        corrects = _CORRECTS_THE_NUMBER.search(clause.group()) and not _OF_SOMETHING_ELSE.search(clause.group())
        goes_on = bool(corrects) or (goes_on and _GOES_ON.fullmatch(clause.group().strip()) is not None)
        told += range(*clause.span()) if goes_on else ()
    return frozenset(told)


def _is_new(digits: str, known: str) -> bool:
    """Whether digits are no number of an authority, and the known number neither ends with them nor, if they are many, holds them."""
    return digits not in CALLED and not known.endswith(digits) and not (len(digits) >= _MANY and digits in known)
