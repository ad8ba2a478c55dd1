"""Whether a message calls a telephone number its sender's own (我的电话是…, …联系我), or takes it back (不留号码了). Pure.

Of a case that is or may be about conduct only such a number, or one that is theirs by `number_beside_a_wish`, is taken from a
message as the reporter's contact: another may be the accused's. On registering, so it is in a report with a wish not to be named.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_BEFORE = 36  # characters read before a number
_SENTENCE_END = re.compile(r"[。！!？?；;\n]")
# 电话, 手机号码 … before a number
_LABEL = r"(?:联系|本人|的)?(?:电话|手机|号码|微信|联系方式)(?:号码?)?"
_IS = r"(?:就?是|为)?[：: ，,]*$"  # up to the number
# where the sender lives, or of which house they are: what follows is of them as well
_HOME = re.compile(
    r"(?:(?<![让叫知道])(?:我|本人|俺|咱们?)家?(?:就|也)?(?:住在?|家?(?:就|也)?在)(?!他|她|那)|(?:^|[，,：: ])家?(?:住在?|住址是?)(?!他|她|那|的)|(?:我|本人|俺)就?是(?!说|看|听)(?=[^，,。他她]{1,14}(?:的|业主|住户|居民)[，,]))"
    r"[^，,他她]{2,18}(?:[，,][^，,他她]{1,6}(?:室|号|楼|单元|层))?"
).pattern
# ends right before a number of the sender's own: 我的电话是, 请联系我
_OWN = re.compile(
    rf"(?<![打给找向对跟问])(?:我|本人|俺|咱)(?:这边|自己|家|们)?(?:的)?{_LABEL}{_IS}"
    rf"|{_HOME}(?:[，,]?(?:我|免贵)?[姓叫][\u4e00-\u9fff]{{1,4}})?[，,]?(?:我的?)?{_LABEL}{_IS}"
    rf"|我(?:叫|是(?!说)|姓)[^，,他她]{{1,6}}[，,]?(?:{_LABEL})?{_IS}"
    rf"|(?:^|[，,：: ]|请|可以|可|随时|直接|有事|麻烦|希望|及时|尽快|要|好|再|的话)(?:联系|打给|找|回|打|通知|拨打|致电|回复)我(?:本人)?(?:的)?(?:{_LABEL})?[^，,他她]{{0,4}}{_IS}"
    rf"|(?:^|[，,：: ])(?:本人)?联系(?:电话|方式|人|手机){_IS}"
)
# right after one: 这是我的电话
_OWN_AFTER = re.compile(
    rf"[）)，, ]{{0,4}}(?:这?(?:就)?是)?(?:我|本人|俺)的?{_LABEL}|[）)，, ]{{0,4}}(?:请|可以)?(?:联系|打给|找|回)我"
)

# a mobile number
_NUMBER = re.compile(r"(?<![\d-])(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?![\d-])")


def own_number_in(text: str, *, only_plainly: bool) -> str:
    """The mobile number, the first of several, that the text (simplified, in digits) calls the sender's own; "" if none.

    Unless `only_plainly`, also a number that stands alone, or with courtesies and the sender's name only.
    """
    found = [one.group() for one in _NUMBER.finditer(text)]
    own = next((number for number in found if is_own(text, number)), "")
    if own or only_plainly or len(found) != 1:
        return own
    clauses = [one for one in _CLAUSE_END.split(_NAMES_THE_SENDER.sub("", text)) if one]
    return found[0] if all(_is_bare(one) for one in clauses) else ""


_CLAUSE_END = re.compile(r"[，,。.；;！!\s]+(?!\d)")  # not within 139 0000 1234
# 我叫张三, 免贵姓李
_NAMES_THE_SENDER = re.compile(
    r"(?:我|本人|俺)(?:叫|姓|是)[\u4e00-\u9fff]{1,4}(?=[，,。.；;！!\s]|$)|(?:我|俺)?免贵姓[\u4e00-\u9fff]"
)
# words that say nothing of whose number it is
_COURTESY = re.compile(
    r"[\W_]|您好|你好|好的|好|嗯|行|哦|谢谢|感谢|多谢|辛苦|麻烦|拜托|请|你们|您|你|了|啊|吧|哈|对了|另外|还有|补充|忘了说|那"
)
# words for calling the sender, or for the number itself
_CALLS = r"(?:这是|这个|[我俺咱]的?|本人|打给|打|回电?|找|拨打|联系|号|就行|就好|可以|有事情?|有什么|有问题|有情况|有消息|问题|随时|直接|先|再|给|来之前|来前|的话)"
# a clause of nothing but such words, once the number and courtesies are taken out
_BARE_CLAUSE = re.compile(rf"{_CALLS}{{0,5}}(?:{_LABEL}(?:就?是|为)?)?[：:]?{_CALLS}{{0,4}}")
# somebody else
_OTHER = r"(?:[他她它]们?|对方|人家|物业|经理|主任|书记|老板|保安|队长|司机|师傅|邻居|房东|房客|租客|网格员|老公|老婆)"
# in a wish, ends right before a number of somebody else's
_THEIRS_IN_WISH = re.compile(
    rf"{_OTHER}的?(?:{_LABEL}|号)(?:就?是|为)?[：: ]*$|(?:打|打给|找|联系|拨)(?:了|过)?{_OTHER}[：: ]*$"
)


# 不留号码了, 号码不留了, 把我的电话删掉; not 电话别告诉物业, which is a wish about somebody
_A_NUMBER = re.compile(r"(?<![牌房门室楼户间栋])(?:手机|电话|联系)?(?:号码?|电话|手机|联系方式)").pattern
_NO_MORE = re.compile(r"(?:不要|别|不用|不必|不想|不愿意?|甭|勿|莫|不)").pattern
_KEEPS = re.compile(r"(?:再)?(?:留|记|写|存|填)").pattern
_TAKES_BACK = re.compile(
    rf"{_A_NUMBER}(?:还是|就|也|都|先|我|请|给我){{0,3}}{_NO_MORE}{_KEEPS}(?:了|啦|吧|$|[，,。！ ])"
    rf"|{_A_NUMBER}(?:就|也|还是|我|都){{0,2}}不要了"
    rf"|{_NO_MORE}{_KEEPS}(?:下|我|我家|的|那个|这个|了){{0,3}}{_A_NUMBER}(?!给|让)"
    rf"|(?:[把请将]|帮我|给我)[^，,。]{{0,6}}{_A_NUMBER}[^，,。]{{0,4}}(?:删|去掉|抹掉|划掉|擦掉|撤掉|撤了)"
    rf"|(?:删|去掉|抹掉|划掉|擦掉|撤掉)(?:除|掉|了|一下|我|的|那个|这个){{0,4}}{_A_NUMBER}"
)
_LONGEST_WISH = 30  # characters; a longer message tells a matter


def takes_number_back(text: str) -> bool:
    """Whether a short text, simplified, asks not to keep the number that its sender left. (The bot recognises more ways to say so.)"""
    return len(text) <= _LONGEST_WISH and _TAKES_BACK.search(text) is not None


def number_beside_a_wish(clauses: Sequence[tuple[str, bool]]) -> str:
    """The only mobile number in (clause, whether it is a wish not to be named) pairs, if the sender's own; else "".

    Whoever asks not to be named gives their own number: in the clause of the wish, in a bare clause (`_is_bare`) right after
    it, or in a bare clause with nothing before it. A number after other words may belong to whoever those are about.
    """
    found = [number for clause, _ in clauses for number in _NUMBER.findall(clause)]
    if len(found) != 1 or not any(wish for _, wish in clauses):
        return ""
    allowed = True
    for clause, wish in clauses:
        if found[0] in clause:
            theirs = _THEIRS_IN_WISH.search(clause[: clause.index(found[0])])
            return found[0] if (not theirs if wish else allowed and _is_bare(clause)) else ""
        allowed = wish or (allowed and not _COURTESY.sub("", clause))
    return ""


def _is_bare(clause: str) -> bool:
    """Whether the clause holds nothing but a number, courtesies and words for calling its sender."""
    return _BARE_CLAUSE.fullmatch(_COURTESY.sub("", _NUMBER.sub("", clause))) is not None


def is_own(text: str, number: str) -> bool:
    """Whether the text calls the number the sender's own, or does not hold it (then it was an answer, so the sender's).

    True for a contact without digits (a name).
    """
    digits = re.sub(r"\D", "", number)
    found_at = list(re.finditer("[- ]?".join(digits), text)) if digits else []
    return not found_at or any(_is_own_at(text, *found.span()) for found in found_at)


def _is_own_at(text: str, start: int, end: int) -> bool:
    """Whether the words around the number at this place call it the sender's own."""
    before = _SENTENCE_END.split(text[max(0, start - _BEFORE) : start])[-1]
    return bool(_OWN.search(before) or _OWN_AFTER.match(text, end))


_HOTLINE = re.compile(r"1\d{2,4}|9\d{4,5}")  # 110, 12345, 96110
_LEAST_LOCAL = 7  # digits of a landline without its area code


def is_given_out(contact: str, published: frozenset[str]) -> bool:
    """Whether a contact is only a number that the town gives out (digits in `published`), with or without its area code, or a hotline's.

    Nobody is reached there who reported something.
    """
    if re.search(r"[^\W\d_]", contact):  # a name or an account stands there, too
        return False
    digits = re.sub(r"\D", "", contact)
    is_local = len(digits) >= _LEAST_LOCAL and any(one.startswith("0") and one.endswith(digits) for one in published)
    return digits in published or is_local or _HOTLINE.fullmatch(digits) is not None
