"""Recognise a wish not to be named ("别让物业知道是我说的"). Pure; the word lists are in `data/lexicon/unnamed.csv`.

In doubt it is a wish: once named, a reporter cannot be hidden again, while words kept back can still be passed on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from portal.cases.reading.of_reporters import lifted_wishes
from portal.cases.reading.spans import WordList, without_gaps
from portal.kernel.phones import in_digits

_CLAUSE = re.compile(r"[^，,。.！!？?；;、\n~～…]+")
_LONGEST = 10_000  # characters read: a whole message and the answers to the bot's questions
_DIGITS = re.compile(r"\d{7,}")
_REACH = 14  # characters read after a "not" (别, 不要 …: the list `not`)
_NEAR = 4  # characters from 我的信息 to the "not", and from the "not" to what must not be done
_NOT = re.compile("[不别勿莫甭]")  # a "not" after 我的信息
# what somebody might do to a reporter whom they know of
_HARM = re.compile(
    "赶我|撵我|轰我|开除|辞退|辞了|炒我|炒了|解雇|扣我|饭碗|小鞋|报复|记恨|恨我|打我|骂我|收拾我|整我|弄我|找我(?:麻烦|算账|茬)|不放过|针对我|涨我|退租|不租|为难我|刁难"
)
# 要是知道是我说的会赶我走: with one of `whom` before it, a fear and so a wish
_IF_THEY_KNEW = re.compile(f"(?:知道|晓得|听到|发现|得知)(?:了|是我|的话|我说的?)*[^，。]{{0,8}}(?:{_HARM.pattern})")
# a clause without the lists' words that asks for silence (嘴严点), fears for job or peace (我还要吃饭) or speaks in secret (悄悄跟你说)
_IMPLIED = re.compile(
    "嘴巴?(?:要|给我|都)?(?:严|紧)(?:点|一点|一些|些)|守口如瓶|说漏嘴|烂在肚子|当我没说过|到你们?这(?:儿|里|边)?(?:就)?为止|别往外|不要往外[说讲传]"
    "|我?还(?:要|得|想|指望)(?:保住?|靠|吃|端)?(?:这个|这碗|这份|我的?)?(?:饭碗|饭)$|我还(?:要|得|想)在(?:这|那|他|这里|那里)[^，。]{0,6}(?:上班|干活?|混|做事|住下去|过日子|待下去)"
    "|我?不好做人|^我?(?:悄悄|偷偷|私下)地?的?$|^我?(?:悄悄|偷偷|私下)(?:地|的|里)?(?:跟|和|告诉|对|说给)(?:你|您)"
)
_OF_A_SORT = re.compile(  # 类别你们写错了: its 别 forbids nothing
    "(?:类|级|性|组|派)别(?=(?:你们?|您|他们|也|都|好像|是不是|这里?|那里?|可能){0,2}(?:[写记分填选登归弄搞标判定][错成]|不对|有误|错|要改))"
)
_NUMBER = re.compile("(?:电话号码|电话|手机号码?|手机|号码|联系方式)").pattern
_LEAVES_NOT = re.compile("(?:不|别|不要|不想|不愿意?|不方便|不用|先不|就不|莫|勿)(?:再)?(?:留|记|写|填|登记)").pattern
_ONLY_LEAVES_NO_NUMBER = re.compile(  # 电话就不留了, 不要留我电话: without a number, not without being known
    rf"(?:我们?|俺|的|这个|请|你们?|那|还是){{0,4}}(?:{_NUMBER}(?:我|就|也|都|先|还是|请|你们?){{0,3}}{_LEAVES_NOT}(?:了|啦|吧|啊|哈|下)*"
    rf"|(?:就|先|也|还是)?{_LEAVES_NOT}(?:我们?|俺|的|下|了|个|什么){{0,3}}{_NUMBER}(?:了|啦|吧|啊|哈)*)"
)
_AMONG = re.compile(
    "(?:[那帮些个的人们家都也栋号楼室边]|单元|[0-9])*"
)  # what may be left of 物业那帮人, 楼上202的 once those of `whom` are blanked
# lets somebody know: 不要让物业 …
_LETS = re.compile("[让叫给被]")
_GIVES = re.compile("给.")  # 别给物业
_NOBODY_ELSE = re.compile("[　看的]*")  # what is left of 物业看 once those of `whom` are blanked
_MARKS = re.compile(r"[\W_]+")  # punctuation, blanks and whatever else is no letter or digit
# stripped from what is cut out
_EDGES = "，,。.、；; 　\n"
_LEAST_BEFORE = 8  # characters, at least, of a matter that runs into the wish after it without a blank
_LEAST_BEFORE_NO_NAME = 4  # before 别实名, which speaks of no matter of its own (楼上漏水别实名)
_NO_NAME = re.compile(
    "(?:我|请|就|要|希望|但){0,6}(?:别|不要?|不想|不敢|不肯|不愿意?|不方便)(?:写|用|留)?(?:实名|真名|名)(?:举报|反映|投诉)?[了吧哈啊]*$|(?:我|请|就|要){0,6}匿名(?:举报|反映|投诉)?[了吧哈啊]*$"
)
# a matter with its own end; of what is registered, posted or sent (网吧上网不实名) the name is the matter
_ENDS_A_MATTER = re.compile(
    "(?:漏水|收费|[打骂]人|没人[收管修来扫]|不[修管收扫]|[太很好]?(?:吵|臭|脏|乱)|堵|乱停|扰民|噪音|[坏断塌裂堵满脏]了|漏了|不亮|违建|偷排|着火)[了的]?[，, ]?$"
)
_OF_NAMES = re.compile("登记|上牌|住宿|上网|网吧|旅馆|宾馆|门禁|办卡|发帖|短信|投票|快递|买票|群里|账号|手机卡")
_LEAST_MATTER = 4  # characters beside a wish, pleas not counted; fewer are no matter
# words of asking, which are no matter by themselves
_PLEAS = re.compile("请|你们|您|帮|给|我|麻烦|千万|谢谢|拜托|一定|要|可以|吗|[的了吧啊哦呢]")
# words that lead up to a wish
_LEADS = re.compile("(?:我要|我想|请|千万|麻烦|你们|拜托|希望|我|但|也|可|就|最好|一定|能|，)+$")
# 是我说的, that goes with the wish before it
_SAID_BY_ME = re.compile("是?(?:我|俺|谁|哪个)[说报讲提告投反举映诉]{1,2}的?(?:啊|哦|吧)?")
# where a clause that holds a wish may change to the matter without a comma: 别说是我说的：保安骂人
_SEAM = re.compile(r"[：:\s]+|(?<=我[说报讲提告投反举])的?")
_MOST_SEAMS = 12  # tried in one clause
_LONGEST_SHARED = 400  # characters of a clause that is searched for a matter beside its wish
# words that only point to an earlier report: what stands beside the wish is then no matter of its own
_EARLIER = re.compile("刚才|刚刚|之前|上次|前面|[那这]件|[那这]个?事|我?[报说](?:过|了?的)|反映的|投诉的|举报的")


@dataclass(frozen=True)
class Lists:
    """The lists of unnamed.csv (its column `note` says what each holds), compiled; `negation` is its list `not`."""

    plain: WordList
    negation: WordList
    tell: WordList
    addressed: WordList
    me: WordList
    whom: WordList
    harmless: WordList
    mine: WordList
    kept: WordList

    @classmethod
    def of(cls, lists: Mapping[str, Iterable[str]], bodies: Iterable[str] = ()) -> Lists:
        """Compile the lists; `bodies`: names of this community's bodies, searched for like `whom`."""
        return cls(
            plain=WordList(lists["plain"]),
            negation=WordList(lists["not"]),
            tell=WordList(lists["tell"]),
            addressed=WordList(lists["addressed"]),
            me=WordList(lists["me"]),
            whom=WordList((*lists["whom"], *bodies)),
            harmless=WordList(lists["harmless"]),
            mine=WordList(lists["mine"]),
            kept=WordList(lists["kept"]),
        )


def has_wish(text: str, lists: Lists) -> bool:
    """Whether a text in simplified Chinese holds a wish not to be named."""
    return any(wish for _, wish in clauses(text, lists))


def begins_a_wish(text: str, lists: Lists) -> bool:
    """Whether a text in simplified Chinese breaks off where a wish not to be named may go on: 不要让物业, 千万别, also 别给物业, which is one."""
    found = list(_CLAUSE.finditer(text[:_LONGEST]))
    return bool(found) and _breaks_off(found[-1].group(), lists)


def without_wishes(text: str, said: str, lists: Lists) -> str:
    """The text without the clauses that hold a wish not to be named.

    `said`: the same text simplified (same offsets).
    """
    kept = [text[a:b] for a, b, wish in _clauses_with_marks(said, lists) if not wish]
    return "".join(kept).strip("，,。.、；; \n")


def matter_beside_wishes(said: str, lists: Lists) -> str:
    """A text in simplified Chinese without its wishes not to be named, but with the matter that stands in a wish's clause.

    It serves to read what is reported; words that are shown to others are to be read by `without_wishes`.
    """
    kept = [_beside_wish(said[a:b], lists) if wish else said[a:b] for a, b, wish in _clauses_with_marks(said, lists)]
    return "".join(kept).strip(_EDGES)


def _beside_wish(clause: str, lists: Lists) -> str:
    """What a clause that holds a wish says besides it, before or behind a colon, a blank or 是我说的; "" if nothing."""
    if len(clause) > _LONGEST_SHARED:
        return ""
    for seam in list(_SEAM.finditer(clause))[:_MOST_SEAMS]:
        before, after = clause[: seam.start()], clause[seam.end() :]
        is_wish = _is_wish(clause[: seam.end()], lists), _is_wish(after, lists)
        if is_wish == (True, False) and len(_MARKS.sub("", after)) >= _LEAST_MATTER:
            return after
        if is_wish == (False, True) and len(_MARKS.sub("", before)) >= _LEAST_MATTER:
            return f"{before}，"
    glued = clause[: _after_a_matter(clause, lists)]
    return f"{glued}，" if glued else ""


def split_wishes(text: str, said: str, lists: Lists) -> tuple[str, str]:
    """(the clauses of a text that hold a wish not to be named, the others); `said`: the same text simplified."""
    wishes = [text[a:b] for a, b, wish in _clauses_with_marks(said, lists) if wish]
    return "".join(wishes).strip("，,。.、；; \n"), without_wishes(text, said, lists)


def split_wish_from_matter(text: str, said: str, lists: Lists) -> tuple[str, str]:
    """(the wish not to be named, the matter beside it, "" if there is none), even with no punctuation between.

    `said`: the same text simplified. Words that only name an earlier report (刚才报的那件 别说是我) belong to the wish.
    """
    wishes: list[str] = []
    others: list[str] = []
    for start, end, wish in _clauses_with_marks(said, lists):
        a, b = _wish_span(said[start:end], lists) if wish else (0, 0)
        wishes.append(text[start + a : start + b])
        others += [text[start : start + a], text[start + b : end]]
    return "".join(wishes).strip(_EDGES), re.sub(" {2,}", " ", "".join(others)).strip(_EDGES)


def _wish_span(clause: str, lists: Lists) -> tuple[int, int]:
    """(start, end) of the wish in a clause that holds one; the whole clause if there is no matter beside it."""
    words = [match.span() for match in re.finditer(r"\S+", clause)]
    start, end = _shortest_wish(clause, words, lists)
    if len(clause[start:end].split()) == 1:
        start += _after_a_matter(clause[start:end], lists)
    for a, b in words:
        if a >= end and _SAID_BY_ME.fullmatch(clause[a:b]):
            end = b
    beside = _MARKS.sub("", clause[:start] + clause[end:])
    has_matter = (
        len(_PLEAS.sub("", _DIGITS.sub("", in_digits(beside)))) >= _LEAST_MATTER and _EARLIER.search(beside) is None
    )
    return (start, end) if has_matter else (0, len(clause))


def _shortest_wish(clause: str, words: list[tuple[int, int]], lists: Lists) -> tuple[int, int]:
    """(start, end) of the fewest words (parted by blanks) that are a wish by themselves; else of the whole clause."""
    for count in range(1, len(words)):
        for first in range(len(words) - count + 1):
            start, end = words[first][0], words[first + count - 1][1]
            if _is_wish(clause[start:end], lists):
                return start, end
    return 0, len(clause)


def _is_whole_matter(before: str) -> bool:
    """Whether the words before 别实名 tell a matter with its own end, and not of names or of an earlier report."""
    return _ENDS_A_MATTER.search(before) is not None and not (_OF_NAMES.search(before) or _EARLIER.search(before))


def _after_a_matter(word: str, lists: Lists) -> int:
    """Where the wish begins in text without a blank that begins with a matter (楼下每天半夜放音乐别说是我); 0 if it does not.

    0, too, if the matter has fewer than _LEAST_BEFORE characters, or the text holds a long number.
    """
    if _DIGITS.search(in_digits(word)):
        return 0
    begins = [start for start, end in lists.negation.find(word) if _lets_know(word[end : end + _REACH], lists)]
    begins += [start for start, _ in lists.plain.find(word)]
    for start in sorted(begins):
        lead = _LEADS.search(word[:start])
        at = lead.start() if lead else start
        no_name = _NO_NAME.match(word[at:]) is not None and _is_whole_matter(word[:at])
        least = _LEAST_BEFORE_NO_NAME if no_name else _LEAST_BEFORE
        if at >= least and not lists.mine.find(word[:at]) and _is_wish(word[at:], lists):
            return at
    return 0


def clauses(said: str, lists: Lists) -> list[tuple[str, bool]]:
    """(clause, whether it holds a wish not to be named) for a text in simplified Chinese.

    A wish in two clauses makes them one.
    """
    return [(said[start:end], wish) for start, end, wish in _spans(said[:_LONGEST], lists)]


def _spans(said: str, lists: Lists) -> list[tuple[int, int, bool]]:
    """(start, end, whether it is a wish) of each clause; a wish broken off in one is completed by the next."""
    found: list[tuple[int, int, bool]] = []
    for match in _CLAUSE.finditer(said):
        start, end = match.span()
        before = found[-1] if found else None
        if before and not before[2] and _breaks_off(said[before[0] : before[1]], lists):
            joined = _MARKS.sub("", said[before[0] : end])
            if _is_wish(joined, lists):
                found[-1] = (before[0], end, True)
                continue
        found.append((start, end, _is_wish(match.group(), lists)))
    return found


def _clauses_with_marks(said: str, lists: Lists) -> list[tuple[int, int, bool]]:
    """(start, end, whether it is a wish) of the clauses, each with the punctuation after it."""
    spans = _spans(said, lists)
    starts = [0, *(start for start, _, _ in spans[1:])]
    wishes = [wish for _, _, wish in spans] or [False]
    return list(zip(starts, [*starts[1:], len(said)], wishes, strict=True))


def _breaks_off(clause: str, lists: Lists) -> bool:
    """Whether a clause breaks off after a "not" (千万别), or after those who must not know (不要让物业)."""
    clause = _MARKS.sub("", without_gaps(clause))
    return any(_is_incomplete(clause[end:], lists) for _, end in lists.negation.find(lists.harmless.without(clause)))


def _is_incomplete(rest: str, lists: Lists) -> bool:
    """Whether what follows a "not" is nothing, or only 让 and those who must not know."""
    if not rest:
        return True
    if len(rest) > _REACH or not _LETS.match(rest):
        return False
    others = "".join(lists.whom.without(rest[1:]).split())
    return len(others) < len(rest) - 1 and _AMONG.fullmatch(others) is not None


def _is_wish(clause: str, lists: Lists) -> bool:
    """Whether a clause in simplified Chinese is a wish not to be named, and does not lift one (不用保密了)."""
    if lifted_wishes.lifts(clause):
        return False
    pieces = [one for one in clause.split() if not lifted_wishes.lifts(one)]  # 他们都知道了 不用保密了
    clause = _OF_A_SORT.sub("", " ".join(pieces))
    clause = _DIGITS.sub("", without_gaps(in_digits(clause)).lower())  # 我的电话138…别给物业
    if _ONLY_LEAVES_NO_NUMBER.fullmatch(_MARKS.sub("", clause)):
        return False
    if _IMPLIED.search(clause) or _fears(clause, lists):
        return True
    harmless = lists.harmless.find(clause)
    for start, end in lists.plain.find(clause):
        if not any(a <= start and end <= b for a, b in harmless):
            return True
    clause = lists.harmless.without(clause)
    if any(_lets_know(clause[end : end + _REACH], lists) for _, end in lists.negation.find(clause)):
        return True
    if _keeps_mine(clause, lists) or _gives_nobody(clause, lists):
        return True
    return any(_gives_nobody(lists.harmless.without(one), lists) for one in pieces)  # 可以打给我 但是别给物业


def _fears(clause: str, lists: Lists) -> bool:
    """Whether a clause says what somebody would do to the speaker if they knew: 房东知道会赶我走."""
    known = _IF_THEY_KNEW.search(clause)
    return known is not None and bool(lists.whom.find(clause[: known.start()]))


def _keeps_mine(clause: str, lists: Lists) -> bool:
    """Whether the speaker's name, number … is to be kept back: 我的信息不公开, 我电话别转给他们."""
    for _, end in lists.mine.find(clause):
        negated = _NOT.search(clause, end, end + _NEAR)
        if negated and lists.kept.find(clause[negated.end() : negated.end() + _NEAR + 2]):
            return True
    return False


def _gives_nobody(clause: str, lists: Lists) -> bool:
    """Whether the clause says no more than not to give it to somebody (别给物业), after two other characters at most."""
    for start, end in lists.negation.find(clause):
        rest = clause[end:]
        if start <= 2 and _GIVES.match(rest) and _NOBODY_ELSE.fullmatch(lists.whom.without(rest[1:])):
            return True
    return False


def _lets_know(rest: str, lists: Lists) -> bool:
    """Whether what follows a "not" lets somebody know of the report (让物业知道) or who the speaker is."""
    tells = lists.tell.find(rest)
    if not tells:
        return False
    first, last = tells[0]
    if lists.whom.find(rest[:first]) or lists.me.find(rest[last:]):
        return True
    if any(
        at <= 2 and any(not start for start, _ in lists.whom.find(rest[end:])) for at, end in lists.addressed.find(rest)
    ):
        return True  # 别告诉物业
    return bool(lists.me.find(rest[:first]) and rest.startswith(("把", "将", "让", "叫", "给", "提")))
