"""A report beside how its sender stands on what is voted on, or beside a common question: each is taken for what it is. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from actions.case_draft import (
    CaseDraft,
    Matter,
    before_position,
    drafts_of_matters,
    from_position,
    with_category_unsure,
    with_kind,
)
from actions.conversation.turn import Turn, Wish
from actions.intake.questions import asks, lacks_a_matter
from actions.interpreting import ballots
from actions.interpreting.matters.things import pairs
from actions.interpreting.places import tells_what_happened
from actions.routes.who_sees import fears_to_be_named, tells_of_own_fault

_CLAUSE = re.compile(r"[^，,。；;！!？?\n]+[？?]?")
_LONGEST_TITLE = 12  # characters of a clause that only names what is voted on (停车位改造，我不同意)


def report_beside_a_stance(turn: Turn) -> Turn:
    """The message without how its sender stands on what is voted on (停车位改造我不同意，2栋垃圾没人收), if another clause tells what happened; else unchanged.

    No draft keeps it, nor is the common question that it resembles answered.
    """
    if turn.wish is not None or asks(turn.text):
        return turn
    clauses = list(_CLAUSE.finditer(turn.text))
    stands = _stances([one.group() for one in clauses])
    kept = [one for at, one in enumerate(clauses) if at not in stands]
    if not stands or not any(tells_what_happened(one.group()) for one in kept):
        return turn
    stated = "，".join(clauses[at].group() for at in stands)
    return replace(_only(turn, kept, stated), faq=None, faq_more=None)


def _stances(clauses: Sequence[str]) -> list[int]:
    """Which clauses only state a stance on what is voted on, or name what the stance after them is on."""
    found: list[int] = []
    for at, clause in enumerate(clauses):
        if ballots.stands_on_a_vote(clause) and not tells_what_happened(clause):
            found.append(at)
        elif at and ballots.is_bare_stance(clause) and _names_what_is_voted_on(clauses[at - 1]):
            found += [at - 1, at]
    return found


def _names_what_is_voted_on(clause: str) -> bool:
    brief = len(clause.strip()) <= _LONGEST_TITLE and not tells_what_happened(clause)
    return brief and ballots.names_what_is_voted_on(clause)


def _only(turn: Turn, kept: Sequence[re.Match[str]], stated: str) -> Turn:
    """The message with nothing but these clauses: as the bot read them apart if it did, else with what it read of the whole; without a category that it owes to `stated`."""
    matters = turn.draft["matters"] if drafts_of_matters(turn.draft) is not None else []
    others = [one for one in matters if one["text"] not in stated and not ballots.stands_on_a_vote(one["text"])]
    if len(others) == 1:
        (told,) = others
        return replace(turn, text=told["text"], draft=told["draft"], whole=None)
    begins, ends = kept[0].start(), kept[-1].end()
    text = turn.text[begins:ends]
    text = "，".join(one.group().strip() for one in kept) if stated in text else text
    draft = _not_of(from_position(before_position(turn.draft, ends), begins), stated, text)
    return replace(turn, text=text, draft=draft, whole=None)


def _not_of(draft: CaseDraft, stated: str, report: str) -> CaseDraft:
    """The draft without a category that it owes to the words left out and not to the report, and without the kind of a mere question or suggestion."""
    category, path = draft["category"], pairs("".join(draft["category"]["path"]))
    words = [one for one in category.get("words") or () if len(one) > 1]
    by_path = path & pairs(stated) and not path & pairs(report)
    by_words = any(one in stated for one in words) and not any(one in report for one in words)
    if by_path or (by_words and not path & pairs(report)):
        draft = with_category_unsure(draft)
    return with_kind(draft, "request") if draft["kind"]["code"] in ("suggestion", "inquiry") else draft


_DECLARES = re.compile(  # not 我要投诉 alone, nor 想反映问题
    r"^(?:你好|您好|那|我们?|俺|这里|现在|今天){0,2}(?:要|想|来|得|是来)?(?:实名|匿名)?(?:投诉|举报|反映|反应)(?:一?下|一?个)?(?!电话|信箱|热线|流程|渠道|的?(?:人|事|问题|情况)$|你们?$)[^，,。]{4,}$"
)


def report_beside_a_question(turn: Turn) -> Turn | None:
    """The report in a message that also asks a common question of something else (居住证怎么办，河畔人家3栋路灯坏了), without that question; None if it is not just these two.

    A question about what is reported is none of something else (楼下漏水了，找谁赔), unless that is said to be reported (我要反映主任收钱，谁看得到).
    """
    if turn.faq is None or turn.wish is not None or turn.located:
        return None
    asked, told, report = _parted(turn, asks)
    declared = any(_DECLARES.search(one.group()) for one in told)
    if not asked or not (declared or tells_what_happened(report)) or lacks_a_matter(report):
        return None
    question = "".join(one.group() for one in asked)
    if declared:
        return _anew(_only(turn, told, question))
    of_the_report = pairs(turn.faq["question"]) & pairs(report) or pairs(question) & pairs(report)
    if of_the_report or not pairs(turn.faq["question"]) & pairs(question):
        return None
    return _anew(_only(turn, told, question))


def _parted(turn: Turn, is_asked: Callable[[str], bool]) -> tuple[list[re.Match[str]], list[re.Match[str]], str]:
    """The clauses of a message that ask, the others, and what these report."""
    clauses = list(_CLAUSE.finditer(turn.text))
    asked = [one for one in clauses if is_asked(one.group())]
    told = [one for one in clauses if one not in asked]
    return asked, told, "，".join(one.group().strip() for one in told)


def _anew(report: Turn) -> Turn:
    """The report without what was read of the message as a whole: what it asks, and what it does in the conversation."""
    return replace(report, faq=None, faq_more=None, faq_last=None, act="", act_score=0.0)


def report_beside_a_ballots_question(turn: Turn) -> Turn | None:
    """The report in a message that also asks whether its sender's ballot was taken (我那张票投成功没有，另外灯坏了); None if it reports nothing."""
    asked, told, report = _parted(turn, ballots.asks_whether_it_arrived)
    if not asked or turn.wish is not None or not tells_what_happened(report) or lacks_a_matter(report):
        return None
    return _anew(_only(turn, told, "，".join(one.group() for one in asked)))


_COUNTS_AS_THE_WISH = re.compile("（别说是我）").pattern  # stands behind the question


def report_in_fear_of_being_named(turn: Turn) -> Turn | None:
    """The report in a message that also asks whether somebody will learn of its sender (饭店倒泔水，老板会不会知道是我), without the question, which counts as the wish not to be named; None if it is not just these two."""
    if turn.wish is not None or turn.located or tells_of_own_fault(turn.text):
        return None
    asked, told, report = _parted(turn, fears_to_be_named)
    if not asked or lacks_a_matter(report) or asks(report):
        return None
    question = "，".join(one.group().strip() for one in asked)
    wish = Wish(question + _COUNTS_AS_THE_WISH, report, understood=True)
    return replace(_anew(_only(turn, told, question)), wish=wish)


_LAST_QUESTION = re.compile(
    r"(?<![，,。；;！!？?\s])[，,。；;！!？?\s]+(?P<asked>[^，,。；;！!？?\s]+[？?]?)[。！!\s]*$"
)
_HOW = re.compile("怎么|什么时候|去?哪里?|能不能|多久")  # asks, though it may tell of a trouble, too


def report_before_a_question(turn: Turn) -> Turn | None:
    """The report in a message that ends with a common question of something else (路灯坏了 对了居住证怎么办), without that question; each of several matters stays."""
    found = _LAST_QUESTION.search(turn.text)
    if turn.faq_last is None or turn.wish is not None or turn.located or found is None:
        return None
    asked, report = found["asked"], turn.text[: found.start()]
    if asks(report) or not tells_what_happened(report) or tells_what_happened(_HOW.sub("", asked)):
        return None
    return _anew(_before(turn, report, asked))


def _before(turn: Turn, report: str, asked: str) -> Turn:
    """The message up to the end of `report`; of its matters each without what reaches past that."""
    draft = _not_of(before_position(turn.draft, len(report)), asked, report)
    if drafts_of_matters(turn.draft) is None:
        return replace(turn, text=report, draft={**draft, "matters": []}, whole=None)
    kept = [_matter_before(one, len(report), asked) for one in turn.draft["matters"] if one["start"] < len(report)]
    if len(kept) == 1:
        return replace(turn, text=kept[0]["text"], draft=kept[0]["draft"], whole=None)
    return replace(turn, text=report, draft={**draft, "matters": kept}, whole=None)


def _matter_before(matter: Matter, end: int, asked: str) -> Matter:
    """The matter without what reaches past position `end` of the message."""
    if matter["end"] <= end:
        return matter
    text = matter["text"][: end - matter["start"]]
    return {
        **matter,
        "text": text,
        "end": end,
        "draft": _not_of(before_position(matter["draft"], len(text)), asked, text),
    }
