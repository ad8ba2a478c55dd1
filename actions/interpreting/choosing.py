"""Find which of a sender's cases a message is about. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from actions.interpreting.ballots import chosen_line
from actions.interpreting.matters.things import case_named, pairs
from actions.interpreting.short_answers import is_affirm, only_closes, plain
from actions.portal_client import CaseSummary

CASE_NO = re.compile(r"LL-?\d{8}-?\d{4,}", re.IGNORECASE)
LONGEST_SELECTION = 16  # characters of an answer to "which one?"; a longer one counts only if it names a line
_ANY_NUMBER = re.compile(r"(?<![A-Za-z])LL-?\d{4,}", re.IGNORECASE)
_LAST_DIGITS = re.compile(r"(?<!\d)(\d{4})(?!\d)")
_TAIL = re.compile(  # the last four digits of a case's number, said to be that; not a room's number (3栋1201那件)
    r"(?:尾号|编号|单号)(?:后面|最后)?(?:四位)?(?:是|为)?[^\d栋幢]{0,3}\d{4}(?!\d)"
    r"|(?<![\d栋幢元室号楼年.:：-])\d{4}(?![\d年月元块米])[号的]?(?:(?:那|这)(?:一?[件个单桩]|事)|.{0,4}(?:到哪|怎么样|咋样|进度|办得|结果|有消息))"
)
_SPACED_MOBILE = re.compile(r"(?<![\d-])1[3-9]\d[- ]\d{4}[- ]\d{4}(?!\d)")  # its last four digits are no case's
_ALL = re.compile(r"都(?:要|查|说|看|给|问|是|讲|行)?|全部|所有|[两2二三3]件都?|[两2二三3]个都?|一起|每[件个]")
_NEWEST = re.compile(r"最新|最近|刚才|刚刚|后面|后头|最后|后一")
_OLDEST = re.compile(r"最早|前面|前头|早先|头一|之前|先前|前一")
_WITHDRAWS = re.compile("撤|取消")
_LETS_GO = re.compile("[不别]用?管")
_IN_ORDER = re.compile(
    "(?:那|就|我|说|问|要|看|查|的|是|想知道){0,3}(?:第[一二三四五1-5]|[头前后最早新上下一]{1,2}面?(?:的|那)?一?)(?:个|件|桩|条)?(?:呢|的|事|那件|怎么样了?|到哪了?)?"
)
OVER = frozenset({"closed", "withdrawn", "rejected"})  # states of a case that is over; all others are open
DONE = OVER | {"resolved"}  # states in which nobody works on a case any more


def not_over(cases: Sequence[CaseSummary]) -> list[CaseSummary]:
    """Those of the cases that are not over (`OVER`), in their order; resolved ones are among them."""
    return [case for case in cases if case["state"] not in OVER]


@dataclass(frozen=True)
class ChosenCase:
    """What `choose_case` found: one case, or those among which the sender must be asked; neither if there are no cases."""

    case: CaseSummary | None = None
    among: tuple[CaseSummary, ...] = ()


def _told_together(cases: Sequence[CaseSummary]) -> list[CaseSummary]:
    """The cases as they were told, oldest first: those of the newest's day, if there are several, else all. `cases` are newest first."""
    together = [case for case in cases if case["reported_at"][:10] == cases[0]["reported_at"][:10]]
    return list(reversed(together if len(together) > 1 else cases))


def choose_case(cases: Sequence[CaseSummary], text: str) -> ChosenCase:
    """Choose the case that a text is about; `cases` are newest first.

    The case whose number the text gives; else, of the cases that are not over, the only one, the one whose thing it names (`things.case_named`) or that shares most words
    with it; else at most five to ask about. If all are over, the newest case.
    """
    named = find_by_number(cases, text)
    if named is not None:
        return ChosenCase(named)
    fitting = not_over(cases)
    if len(fitting) == 1:
        return ChosenCase(fitting[0])
    given_up = given_up_in_order(text)
    at = named_in_order(text) if given_up is None else given_up
    if at is not None and fitting and at < len(told := _told_together(fitting)):
        return ChosenCase(told[at])
    if not fitting:
        return ChosenCase(cases[0]) if cases else ChosenCase()
    best = _named_by_its_thing(fitting, text) or best_match(fitting, text)
    return ChosenCase(best) if best is not None else ChosenCase(among=tuple(fitting[:5]))


def _named_by_its_thing(cases: Sequence[CaseSummary], text: str) -> CaseSummary | None:
    """The only case whose thing the text names; of a text that gives something up, in the clauses that do so (门不动的那件撤掉，灯先不管)."""
    withdrawn = [one for one in _CLAUSES.split(text) if _WITHDRAWS.search(one)]
    if withdrawn:
        return case_named(cases, without_denied(" ".join(withdrawn)))
    named = case_named(cases, without_denied(text))
    return named if named is not None or _LETS_GO.search(text) else case_named(cases, text)  # 灯还没好 names it


def chosen_lines(text: str, lines: Sequence[str]) -> tuple[str, ...]:
    """The lines that an answer to "which one?" chooses: by number, by name or words of it, newest, oldest, all; or ().

    `lines` are newest first.
    """
    line = chosen_line(text, lines)
    if line is not None:
        return (line,)
    said = plain(text)
    if len(said) > LONGEST_SELECTION or not lines:
        return ()
    at = closest_line(lines, text)
    if at is not None:
        return (lines[at],)
    if _ALL.search(said):
        return tuple(lines)
    if _NEWEST.search(said):
        return (lines[0],)
    return (lines[-1],) if _OLDEST.search(said) else ()


_GIVES_UP_IN_ORDER = re.compile(
    r"(?:那|就|哦|算了){0,2}(?P<order>第[一二三1-3]|[头前]一|后一|后面那)(?:个|件|条)?(?:事情?)?(?:的|我|我们|就|也|还是|先|现在|已经){0,3}"
    r"(?:不用|别|不要|甭|不|撤|取消|算|作废)(?:再|你们|给我|帮我){0,2}(?:报|办|修|管|弄|来|登记|撤回?|麻烦)?(?:了|掉|回)*(?:吧|啊|谢谢){0,2}"
)
_PLACES_IN_ORDER = (re.compile("[一1头前]"), re.compile("[二2]"), re.compile("[三3]"))


def given_up_in_order(text: str) -> int | None:
    """Which of several matters, counted from 0 as they were told, a text gives up (第二件不用了: 1; 后面那件: the last, -1); None of any other."""
    found = _GIVES_UP_IN_ORDER.fullmatch(plain(text))
    if found is None:
        return None
    return next((at for at, named in enumerate(_PLACES_IN_ORDER) if named.search(found["order"])), -1)


_HURRIES_OR_ASKS = re.compile(
    r"(?:催(?:一?下|一?催|办)?|快点|抓紧|怎么样了?|咋样了?|到哪(?:一步|里|儿)?了?|办得?(?:怎么样|咋样|好)了?(?:没有?|吗)?|什么(?:情况|进度)|进[度展](?:呢|怎么样)?|有(?:结果|消息)(?:了)?(?:吗|没有?)|修好?了?(?:没有?|吗)|还没(?:好|修|弄|办|人来)|查(?:一?下)?|多久)"
).pattern
_NAMED_IN_ORDER = re.compile(
    rf"(?:那|再|请|麻烦|帮我?|给我|我要|我想|先|你们?){{0,3}}(?:{_HURRIES_OR_ASKS}|问(?:一?下)?|看(?:一?下)?)(?P<order1>第[一二三四五1-5]|头一|最后一)(?:个|件|条|桩)(?:事情?)?(?:{_HURRIES_OR_ASKS})?|(?:那|我(?:报|说)的|先|帮我?|再){{0,2}}(?P<order2>第[一二三四五1-5]|头一|最后一)(?:个|件|条|桩)(?:事情?)?(?:的|帮我?|给我|再|请|现在|到底){{0,2}}{_HURRIES_OR_ASKS}"
)
_COUNTED = (*_PLACES_IN_ORDER, re.compile("[四4]"), re.compile("[五5]"))


def named_in_order(text: str) -> int | None:
    """Which of several matters, counted from 0 as they were told or listed, a text hurries or asks about (催一下第一件: 0; 最后一件: -1); None of any other."""
    found = _NAMED_IN_ORDER.fullmatch(plain(text))
    if found is None:
        return None
    order = found["order1"] or found["order2"]
    return -1 if order.startswith("最后") else next(at for at, named in enumerate(_COUNTED) if named.search(order))


def says_which_in_order(text: str) -> bool:
    """Whether a text only names one of several by its place in a row: 第二件, 头一个, 前面那件."""
    return _IN_ORDER.fullmatch(plain(text)) is not None


_HOW_MANY = re.compile(r"(?:报|反映|反应|登记|投诉)(?:上去)?(?:了|过){1,2}(?:多少|几)[件个条]")


def asks_how_many(text: str) -> bool:
    """Whether a message asks how many cases there are: 我报了几件了？"""
    return _HOW_MANY.search(text) is not None


_ASKS_FOR_NUMBER = re.compile(
    r"(?:编号|单号|案号|工单号|受理号|登记号|号码?单)[^，,。！!？?]{0,8}(?:多少|几|什么|啥|哪|来着|再发|再说|忘|找不|没记|没看|告诉|发我|给我|[吗呢伐？?])|^(?:我|我的|那个?|案子的?){0,2}(?:编号|单号|受理号)$|(?:多少|几|什么|啥|哪个|再发|再说|忘了?|找不到|告诉|发我|给我)[^，,。！!？?]{0,8}(?:编号|单号|案号|工单号|受理号|登记号)"
)
_LONGEST_ASKING = 30  # characters
_OF_A_THING = re.compile(  # 灯杆编号: the number that a thing bears
    r"(?:灯杆?|杆子?|电梯|充电桩|[桩箱表柜车树门]|井盖|变压器|设备|探头|摄像头|消防栓|站牌?|工位|楼栋?|房)(?:上面?|下面?)?的?(?:编号|单号|号码单)"
)
_CLAUSES = re.compile(r"[，,。；;！!？?\s]+")
_BESIDE_ASKING = re.compile(  # in a clause beside the one that asks for a number: it speaks of what was reported, or of the asking
    "报|反映|反应|投诉|登记|那[个件]|这[个件]|查|[问发说讲看]|告诉|帮|给|找|记|忘|短信|截图|删|[手换]机|上次|之前|刚才|不好意思|对不起|抱歉|师傅|社区|[你您]|急|谢|麻烦|有用|要用|编号|单号|案号|工单|受理|多少|几号|什么|来着"
)


def asks_for_number(text: str) -> bool:
    """Whether a short message asks for the number of a case (我的编号是多少来着), and neither gives one nor tells anything else."""
    worded_so = len(text) <= _LONGEST_ASKING and _ASKS_FOR_NUMBER.search(text) is not None
    return worded_so and not gives_number(text) and not tells_beside_a_number(text)


def tells_beside_a_number(text: str) -> bool:
    """Whether a text speaks of the number that a thing bears (路灯杆编号没看清), or a clause of it tells something else (编号没记，灯不亮)."""
    if _OF_A_THING.search(text):
        return True
    clauses = [one for one in _CLAUSES.split(text) if len(plain(one)) > 1]
    return any(not (_BESIDE_ASKING.search(one) or is_affirm(one) or only_closes(one)) for one in clauses)


def wants_all(text: str) -> bool:
    """Whether a message asks for all cases at once (两件都给我说说), or how many there are."""
    return asks_how_many(text) or (
        re.search(
            r"(?:(?<!第)[两二三四2-4几]|每|所有)[件个](?:事)?(?:都|全|现在|分别|各)|全部|都给我|都(?:怎么样|到哪|查)|(?<!第)[两二2]件",
            text,
        )
        is not None
    )


_DOES_ALL = re.compile(
    r"(?:(?<!第)[两二三四2-4几]|每|所有的?)[件个](?:事情?|单子?)?(?:我|你们?|给我|帮我|请|麻烦){0,2}(?:都|全|统统|一起|一并)|(?:全部|统统|都)(?:给我|帮我)?(?:撤|取消|催|不要|不用|别)"
)


def acts_on_all(text: str) -> bool:
    """Whether a text wants the same done with all cases (两件都催, 全部撤了吧), not with one of them (两件里撤一件, 第二件)."""
    return _DOES_ALL.search(text) is not None and re.search("一件|一个|第", text) is None


def best_match(cases: Sequence[CaseSummary], text: str) -> CaseSummary | None:
    """The case that shares most words with what the text says of the case meant; None if none shares any, or two share as many.

    Words about one that is to stay (门禁还是坏的别撤) are not counted. Where no case shares a word, a character decides that only one of them has (灯).
    """
    said = without_denied(text)
    lines = [case["title"] + case["place"] for case in cases]
    at = closest_line(lines, said)
    if at is None and not (pairs(said) & {pair for line in lines for pair in pairs(line)}):
        at = _line_with_characters(lines, said)
    return None if at is None else cases[at]


_NAMES_NO_CASE = re.compile(
    r"撤[回销掉了]?|取消|算了|登记|反映|投诉|报修|进度|进展|编号|怎么样|怎样|什么|时候|多少|几天|哪里|谁|到|那[个件]?|这[个件]?|事情?|问题|情况|单子?|先|吧|了|把|给|帮|我们?|你们?|您|他们?|要|想|请|麻烦|可以|能|别|不用|不要|不|没有?|还|是|的|就|再|也|都|好|坏|修|办|弄|管|处理|来|去|说|讲|问|看|查|催|快|一下|一|两|二|三|[个件条处只桩次]|第|前|后|上|下|刚才|刚刚|昨天|今天|吗|呢|啊|呀|哦|嘛|对|有|在|人"
)
_KEEPS_IT = re.compile(
    r"(?:先|千万|可|都)?(?:(?:别|不要|不用|不能|不|甭|勿|没让你)(?:再|先|给我|帮我|说|想|要)?(?:撤|取消)|(?:别|不要)(?:再|先|给我|帮我)?(?:动|停|算))|(?:还|还是|继续|照样|接着|仍然?)(?:要|得|请)?(?:办|修|弄|管|处理|报|留|查)|留着|保留|没(?:修|弄|搞)?好(?!了)"
)
_ENDS_A_WISH = re.compile(
    r"(?<=撤了吧)|(?<=撤掉吧)|(?<=撤回吧)|(?<=取消吧)|(?<=算了吧)|(?<=撤了)(?!吧)|(?<=撤掉)(?!吧)|(?<=撤回)(?!吧)|(?<=[，,。！!；;\s])"
)
_NOT_THIS = re.compile(r"(?:不是|并非)(?:说)?[^，,。！!；;\s是]{1,10}(?=[，,。！!；;\s是])")


def without_denied(text: str) -> str:
    """The text without what it says of a case that is to stay, or is not meant: 门禁还是坏的别撤, 不是路灯. The whole text if nothing is left."""
    kept = [one for one in _ENDS_A_WISH.split(_NOT_THIS.sub(" ", text)) if not _KEEPS_IT.search(one)]
    return "".join(kept) or text


def _line_with_characters(lines: Sequence[str], text: str) -> int | None:
    """The index of the line that has most characters of the text's own words (灯, 柜) that no other line has; None if none or two have."""
    named = set(re.findall("[\u4e00-\u9fff]", _NAMES_NO_CASE.sub(" ", text)))
    only = [sum(one in line and sum(one in other for other in lines) == 1 for one in named) for line in lines]
    most = max(only, default=0)
    return only.index(most) if most and only.count(most) == 1 else None


def withdrawn_case(cases: Sequence[CaseSummary], text: str) -> CaseSummary | None:
    """Of the withdrawn cases the one whose number is in the text, or whose words it shares, else the newest; or None."""
    withdrawn = [case for case in cases if case["state"] == "withdrawn"]
    named = find_by_number(withdrawn, text) or case_named(withdrawn, text) or best_match(withdrawn, text)
    return named or next(iter(withdrawn), None)


def latest_open(cases: Sequence[CaseSummary], text: str) -> CaseSummary | None:
    """Of the cases that are not over, the one whose number is in the text, else the newest; or None."""
    fitting = not_over(cases)
    return find_by_number(fitting, text) or next(iter(fitting), None)


def find_by_number(cases: Sequence[CaseSummary], text: str) -> CaseSummary | None:
    """The case whose number is in the text, or the only case whose number ends in four digits of the text; or None."""
    written = {match.group().upper().replace("-", "") for match in CASE_NO.finditer(text)}
    for case in cases:
        if case["case_no"].replace("-", "") in written:
            return case
    text = _SPACED_MOBILE.sub(
        "", CASE_NO.sub("", text)
    )  # a whole number that is none of these cases': its last digits name no case
    tails = [case for case in cases if any(case["case_no"].endswith(f"-{tail}") for tail in _LAST_DIGITS.findall(text))]
    return tails[0] if len(tails) == 1 else None


def gives_number(text: str) -> bool:
    """Whether a text gives the number of a case: with LL before it, in whatever length (LL-20261127-0001, LL99999999), or its last
    four digits as such (尾号0001, 0001那件). A number copied without LL does not count; see `gives_only_number`."""
    return _ANY_NUMBER.search(text) is not None or _TAIL.search(_SPACED_MOBILE.sub("", text)) is not None


def gives_whole_number(text: str) -> bool:
    """Whether a text gives the number of a case with all its digits (LL-20261127-0001)."""
    return CASE_NO.search(text) is not None


_ONLY_NUMBER = re.compile(
    r"(?:我的?|这个|那个|是|编号|单号|工单号?|案号|受理号|登记号|查|查询|查一?下|看看?|请|帮我|[：:，, ]){0,6}(?:LL-?\d{4,8}(?:-?\d{1,6})?|\d{8}-?\d{4}|(?:(?<=号)|(?!(?:1[0-2]|9[56])\d{3}(?!\d)))\d{5,6})(?:[号的呢吧吗]|这[个件]|那[个件]|[。.！!？? ]){0,3}",
    re.IGNORECASE,
)


def gives_only_number(text: str) -> bool:
    """Whether a text is a case's number, in whatever length it was copied, and no more but that it is one: LL-20261127-0001, 编号20261127-0001.

    Five or six digits count, too, as part of one or as a code: they are no place. Not a public service's number (12110, 96110, 10086),
    unless it is called one (编号12345).
    """
    return _ONLY_NUMBER.fullmatch(text.strip()) is not None


def closest_line(lines: Sequence[str], text: str) -> int | None:
    """The index of the line that shares most `pairs` with the text; None if none shares any, or two share as many."""
    said = pairs(text)
    shared = [len(pairs(line) & said) for line in lines]
    most = max(shared, default=0)
    return shared.index(most) if most and shared.count(most) == 1 else None


def menu_line(case: CaseSummary) -> str:
    """Format a case for a menu: the start of its title and the last four digits of its number."""
    return f"{case['title'][:12]}（{case['case_no'][-4:]}）"
