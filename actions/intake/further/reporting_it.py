"""Decide whether a message after the answer to a common question wants what was asked about to be reported (我要投诉, 登记吧). Pure.

The report then keeps the question's words: a complaint alone says nothing of the fee that it is about.
"""

from __future__ import annotations

import re
from itertools import dropwhile

from actions.conversation.turn import Turn
from actions.intake.form import Form
from actions.intake.further.asking_on import SURELY_ANOTHER
from actions.intake.further.words import has_only_its_words, touches
from actions.interpreting import short_answers as short
from actions.interpreting.places import tells_what_happened

_OPENING = re.compile(  # alone it is 行, 就这个: what is wanted stands after it
    "(?:那么?|好吧?|行|嗯|可是|但是?|不管|反正|所以|我们?|俺们?|阿拉|就|还是|也|都|给|帮|替|麻烦|请|你们?|您|直接|现在|赶紧|马上|要|想|得|必须|一定|来|去"
    "|把|能不能|能|可以|对|关于|这个?|件?事|这种|情况|事情?|问题|[ ，,]){0,8}"
)
_ACT = re.compile(
    "(?:(?P<tips>举报)|(?P<complains>投诉|反映|反应|告(?=他们|物业|[它他她]))|(?P<mends>报修)|上报|报上去|登记|立案|记下来|报一下)"
)
_OBJECT = re.compile("(?P<object>(?:(?!一下|这|他们?|它们?|她|吧|了|啊|呀|呢|吗|行吗|可以吗|[ ，,。！!]).){0,10})")
_ENDING = re.compile(
    "(?:一下|这个?|件?事|这种|情况|做法|他们?|它们?|她|上去|下来|一次|吧|了|啊|呀|呢|哦|的){0,6}(?P<asks>[吗么伐]|行[吗不]|可以吗|好吗)?"
)
_WANTS = re.compile(f"{_OPENING.pattern}{_ACT.pattern}(?:一下|到|给|去)?{_OBJECT.pattern}{_ENDING.pattern}")
_CLAUSE_ENDS = re.compile(r"[，,。；;！!？?\s]+")
_FOR_ME = re.compile("[帮给替]我|你们?[帮给来]|麻烦|请")  # which makes a request of a question (能帮我登记吗)
_HOW = re.compile("怎么|咋|如何|哪|谁|什么|啥|多久|几天|电话|多少|几个")
_OF_THEM = re.compile("他们?|它们?|她们?|这|那|就|因为|从|凭什么|物业")
_BROKEN = re.compile("修|坏|漏|堵|停[水电气]|不亮|不通|电梯|管道")
_LEFT_OUT = re.compile(
    "没(?:有|人|谁)?(?:给|让|跟|和|向|找|来|叫)?(?:我们?|大家|业主|人)?(?:来)?(?:投过?票|表决|表过决|同意|签过?[字名]|通知|公示|问过|征求过?|开过?会|商量过?|告诉)|谁同意"
)
_TELLS_OF_ASSENT = re.compile("表决|同意|公示|商量|协商|一起定|公告")
_NOT_CLEAR = re.compile(  # a no to "was that clear? if not, I register it"
    r"(?:还是?|也|都|我|你|您|这|根本|好像|完全|仍然){0,4}(?:没有?|不)(?:有|太|怎么|能)?(?:说|讲|答|解释)?(?:得|的)?(?:清楚?|明白|全|对|到点上|解决|用|帮助)(?:了|呀|啊|呢)?|还没有?|还不|登记吧?|那?就?登记"
)


def says_it_was_not_clear(text: str) -> bool:
    """Whether a text is a no to "was that clear? if not, I register it" (没说清楚, 登记吧)."""
    return _NOT_CLEAR.fullmatch(short.plain(text)) is not None


def wants_it_reported(form: Form, turn: Turn, words: str, *, of_trouble: bool) -> bool:
    """Whether a message wants to report what was asked about, be it in more words on the same (我要投诉 他们从150涨到300).

    `words`: of the question and its answer; `of_trouble`: the question tells of something broken. Not if the message names
    something else (我要投诉广场舞), nor a repair where nothing is broken, nor if it asks how to (去哪里投诉).
    """
    if form.stage != "answered" or turn.draft["urgency"]["level"] != "normal" or short.begins_another_matter(turn.text):
        return False
    clauses = [one for one in _CLAUSE_ENDS.split(turn.text.strip()) if one]
    first, *more = list(dropwhile(_OPENING.fullmatch, clauses)) or [""]
    found = _WANTS.fullmatch(first)
    if found is None or _HOW.search(first) or (found["asks"] and _FOR_ME.search(first) is None):
        return False
    if found["mends"] and not (of_trouble or _BROKEN.search(words)):
        return False
    if found["object"] and not has_only_its_words(found["object"], words):
        return False
    return not more or _is_of_the_same(" ".join(more), turn, form, words)


def _is_of_the_same(more: str, turn: Turn, form: Form, words: str) -> bool:
    """Whether the words after the wish may be about what was asked: they tell of no other trouble surely of another category."""
    if _OF_THEM.match(more) or touches(more, words):
        return True
    said = turn.draft["category"]
    other = said["score"] >= SURELY_ANOTHER and said["code"][:4] != form.draft["category"]["code"][:4]
    return not (other and tells_what_happened(more))


def says_it_was_left_out(text: str, words: str) -> bool:
    """Whether a text tells that nobody was asked or told (我们根本没投票), of which the answer says what follows."""
    return _LEFT_OUT.search(text) is not None and _TELLS_OF_ASSENT.search(words) is not None


def kind_wanted(text: str) -> str | None:
    """The kind of report that the words name, a code; None if they name none (登记吧)."""
    found = next(filter(None, map(_WANTS.match, _CLAUSE_ENDS.split(text.strip()))), None)
    if found is None:
        return None
    if found["tips"]:
        return "tip_off"
    return "complaint" if found["complains"] else "request" if found["mends"] else None
