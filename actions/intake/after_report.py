"""Decide what a message after a report has to do with the recent case (`recent_case`): a correction, more of it, the same again, or nothing. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Literal

from actions.case_draft import from_position, place_words
from actions.conversation.turn import SURE_OF_ACT, Turn
from actions.intake.corrections import places, turn_changes
from actions.intake.corrections.calling_times import masked
from actions.intake.corrections.changes import Changes, Known
from actions.intake.corrections.codes import without_codes
from actions.intake.corrections.phones import gives_up_number
from actions.intake.corrections.reading import deletes_number, leaves_number, read_changes
from actions.intake.corrections.slips import read_slip
from actions.intake.corrections.taking_back import contradicts, corrects_at_once, opening_ends, says_own_mistake
from actions.intake.corrections.times import tells_an_alibi
from actions.intake.questions import asks, lacks_a_matter
from actions.interpreting import follow_up_answers, withdrawals
from actions.interpreting import short_answers as short
from actions.interpreting.choosing import given_up_in_order, gives_number, not_over
from actions.interpreting.danger_signs import names_only_somebody
from actions.interpreting.matters.quarrels import tells_what_people_do
from actions.interpreting.matters.things import (
    case_named,
    is_at_another_building,
    names_another_thing,
    pairs,
    points_at_a_thing,
    things_in,
)
from actions.interpreting.numbers import is_only_own_phone
from actions.interpreting.open_questions import says_another
from actions.interpreting.places import is_coarse, is_in_any_estate, is_part, names_an_estate, tells_what_happened
from actions.portal_client import CaseSummary

RECENT = timedelta(hours=1)  # in which further words are about the case without saying so
SAME_DAY = timedelta(hours=24)  # in which the same report again, or a correction, is about the case
LONGEST_MORE = 80  # characters; longer words are a report
_LONGEST_BESIDE = 20  # characters beside a wish; more may be a matter of their own
_LEAST_SHARED = 3  # pairs of characters, at least, that two reports of the same thing share
_OPENING_WORDS = re.compile(r"^(?:哦|噢|啊|哎|诶|唉|嗯|对了|还有|另外|再|顺便|补充|忘了|忘记|漏了|差点忘|[，, ]){1,4}")
_RECALLS = re.compile("想起来|记起来|(?:忘|漏)了?[说讲提]|补充|补一[句点]")
_TO_THE_HANDLER = re.compile(
    r"记得|最好|要带|带上|带个|白天|晚上.{0,4}(?:在家|有人)|没人在?家|(?:上门|来)(?:的话|之前|前)|师傅|你们来|来的时候"
)

_ASKS_AT_ITS_END = re.compile(r"[吗么？?]\W*$")
_REFERS = re.compile("这[个件]?事|这个问题|那[个件]事|刚才(?:那|说的|报的|讲的)")  # to what was reported
_REPORTS = re.compile(  # words that report another matter by name
    r"投诉|反映|反应|举报|咨询|[想要]说|再?报(?!纸)|(?<![这那])[一个件桩样](?:事|问题)|(?<![这那])[件桩样]|[一个][，,：: ]|码事|回事|没关系|第二|换一"
)
_SURE_OF_OTHER = 0.6  # score from which a category other than the case's is taken for certain
# Score from which a category other than the case's speaks against the message being more of the case (only where it opens with 另外, 还有).
_LEAST_OTHER = 0.4
_NEVER_MORE_OF_A_CASE = ("fire", "gas")  # doubtful dangers that are a matter of their own whatever was reported before

Relation = Literal["adds", "again"]


def recent_case(cases: Sequence[CaseSummary], sent_at: str) -> CaseSummary | None:
    """The newest case that is not over, if it was reported within a day (SAME_DAY) of `sent_at`; else None. `cases` are newest first."""
    found = next(iter(not_over(cases)), None)
    return found if found is not None and age(found, sent_at) <= SAME_DAY else None


def case_meant(cases: Sequence[CaseSummary], turn: Turn) -> CaseSummary | None:
    """Of the cases that are not over, reported within a day, the one whose thing the message names (灯那个是2栋), else the newest; None if that is older.
    Of a message that deletes the number to call, the newest that has one, however old.

    `cases` are newest first.
    """
    newest = recent_case(cases, turn.sent_at)
    if deletes_number(turn.text) and (with_number := with_numbers(cases)):
        return with_number[0]
    recent = [case for case in cases if recent_case([case], turn.sent_at) is not None]
    return newest and (case_named(recent, turn.text) or newest)


def with_numbers(cases: Sequence[CaseSummary]) -> list[CaseSummary]:
    """The cases that are not over and have a number to call, newest first, however long ago they were reported."""
    return [case for case in not_over(cases) if case["number"]]


def tells_another_thing(turn: Turn, case: CaseSummary) -> bool:
    """Whether a message tells of a thing that the case surely has not, in another building (3栋井盖也松了, of a lamp at 1栋), and corrects or asks nothing.

    A thing that only says where something is (3栋垃圾房旁边) does not count.
    """
    if asks(turn.text) or contradicts(turn.text) or points_at_a_thing(turn.text):
        return False
    if not (is_at_another_building(turn.text, case) or is_elsewhere(turn, case)):
        return False
    told = turn.text
    for place in sorted(place_words(turn.draft), key=len, reverse=True):
        told = told.replace(place, " ")
    return names_another_thing(told, case) and not lacks_a_matter(told)


def tells_a_matter_of_its_own(turn: Turn, case: CaseSummary, danger: str | None) -> bool:
    """Whether words in which this danger was doubtful are no more of the case: another matter in words, another thing or place, surely another category, or fire or gas.

    Where the bot is sure that they add to the case, only in words, by another thing elsewhere or by a place that is known.
    """
    if tells_another_matter(turn.text) or tells_another_thing(turn, case):
        return True
    if contradicts(turn.text):
        return False
    if turn.acts("add", score=SURE_OF_ACT):
        known = [one["text"] for one in turn.draft["places"] if one["grid"] or names_an_estate(one["text"])]
        return is_elsewhere(turn, case) and any(one in _own_places(turn) for one in known)
    category = turn.draft["category"]
    other = category["score"] >= _SURE_OF_OTHER and category["code"][:4] != (case["category"] or "")[:4]
    return is_elsewhere(turn, case) or danger in _NEVER_MORE_OF_A_CASE or (other and turn.surely("report_case"))


def age(case: CaseSummary, sent_at: str) -> timedelta:
    """How long before `sent_at` (RFC 3339) the case was reported; 0 if either moment cannot be parsed."""
    try:
        return datetime.fromisoformat(sent_at) - datetime.fromisoformat(case["reported_at"])
    except (ValueError, TypeError):
        return timedelta()


def may_be_taken_up_again(turn: Turn, case: CaseSummary) -> bool:
    """Whether the message wants a case dealt with after all (算了还是报吧, 又坏了) that was reported within a day and then withdrawn."""
    wants = follow_up_answers.wants_it_after_all(turn.text) or follow_up_answers.is_broken_again(turn.text)
    wants = wants or withdrawals.keeps_case(turn.text, words_of(case))
    return wants and case["state"] == "withdrawn" and age(case, turn.sent_at) <= SAME_DAY


def words_of(case: CaseSummary) -> str:
    """The words by which a message may name a case: its title and its place."""
    return case["title"] + case["place"]


def corrects(turn: Turn, case: CaseSummary) -> bool:
    """Whether a message corrects something in the case, or deletes the number to call; not a bare no or a stop.

    A question passes only if it surely corrects, deletes the number, or names the kind that was meant (我没投诉谁，我就是提建议).
    """
    if short.is_deny(turn.text) or short.is_stop(turn.text) or withdrawals.takes_back_at_last(turn.text):
        return False
    if deletes_number(turn.text) or leaves_number(turn.text) or gives_up_number(turn.text, case["number"]):
        return True
    sure = turn_changes.surely_corrects(turn) and not _may_be_no_correction(turn, case)
    changes = changes_of(turn, case)
    told_beside = changes.kind or (changes.time and tells_an_alibi(turn.text))
    if asks(turn.text) and not (sure or (told_beside and not _ASKS_AT_ITS_END.search(turn.text))):
        return False
    return bool(changes or unclear_places(turn, case)) or (
        contradicts(turn.text) and not _differs_in_place_or_category(turn, case)
    )


def _may_be_no_correction(turn: Turn, case: CaseSummary) -> bool:
    """Whether a message gives the number of a case, tells the same again, or takes nothing back in words and may be a report of its own."""
    if gives_number(turn.text) or is_the_same_again(turn, case):
        return True
    return not contradicts(turn.text) and bool(_own_places(turn)) and turn.surely("report_case", score=0.8)


def changes_of(turn: Turn, case: CaseSummary) -> Changes:
    """The fields of the case that the message changes: only by words of correction if it may be no correction, else by likeness, too; where it surely corrects, words that open more (还有，) open none."""
    begins = opening_ends(turn.text)
    if begins and turn_changes.surely_corrects(turn) and turn.text[begins:]:
        turn = replace(turn, text=turn.text[begins:], draft=from_position(turn.draft, begins))
    if _may_be_no_correction(turn, case):
        known, turn = _known_of(case), without_codes(turn)
        return read_slip(turn.text, known) or read_changes(masked(turn).text, turn.draft, known)
    return turn_changes.changes_of(turn, _known_of(case))


def changes_of_the_same(turn: Turn, case: CaseSummary) -> Changes:
    """The fields that the message changes of a case that it is known to be about: words that open more (还有，) then open none."""
    begins = opening_ends(turn.text)
    return changes_of(replace(turn, text=turn.text[begins:], draft=from_position(turn.draft, begins)), case)


def unclear_places(turn: Turn, case: CaseSummary) -> tuple[str, ...]:
    """The places of which a correction of the case does not say which is meant; () if that is clear."""
    return places.unclear_places(turn.text, turn.draft, _known_of(case))


def _known_of(case: CaseSummary) -> Known:
    """What the case says so far, for reading a correction."""
    return Known(case["place"], case["time"], case["number"], case["kind"])


def read_relation(turn: Turn, case: CaseSummary, *, sure_of_other: bool) -> Relation | None:
    """What the message does with the case: adds to it (within an hour, RECENT), tells it again or may do so, or neither (None).

    again: the sender is to be asked whether it is the same.
    `sure_of_other`: the message surely wants something else than to report.
    """
    text = turn.text.strip()
    if tells_another_matter(text) or sure_of_other or len(text) > LONGEST_MORE:
        return None
    if is_the_same_again(turn, case):
        return "again"
    if age(case, turn.sent_at) > RECENT or (asks(text) and not follow_up_answers.tells_who_came(text)):
        return None
    if tells_what_people_do(text) and not tells_what_people_do(case["title"]):
        return "again"
    announced = _TO_THE_HANDLER.search(text) or _RECALLS.search(text) or short.announces_more(text)
    if not announced and _differs_in_place_or_category(turn, case):
        return None
    if not announced and _may_be_elsewhere(turn, case):
        return "again"
    adds = is_only_own_phone(turn.draft, text) or _TO_THE_HANDLER.search(text) or not lacks_a_matter(text)
    return "adds" if adds else None


_THING = re.compile(  # what a clause of a report is about; only such clauses count as matters
    "灯|垃圾|门禁|电梯|井盖|下水道|水管|漏水|停车|车位|噪音|油烟|狗|树|墙|路面|监控|对讲|充电|栏杆|玻璃|台阶|厕所|跳舞|装修|健身器材|快递柜"
)
_THE_WHOLE = re.compile("都|全|整[个件]|[这那]件|[两二2][件个]|一起|一并|统统|LL-")


def gives_up_one_of_two(text: str, case: CaseSummary) -> bool:
    """Whether a text that gives something up names one of two things of the case and not the other (路灯的撤了吧, of 路灯不亮，垃圾没人收)."""
    if _THE_WHOLE.search(text):
        return False
    clauses = [set(_THING.findall(clause)) for clause in _CLAUSES.split(case["title"])]
    things = [one for one in clauses if one]
    named = set(_THING.findall(text))
    dropped = [one for one in things if one & named]
    return bool(dropped) and any(not one & named for one in things) and named <= set().union(*things)


def gives_up_a_later_matter_of(text: str, case: CaseSummary) -> bool:
    """Whether a text gives up another matter than the first (第二件不用了, 后面那件不用了) of a case that tells of several things or has several places."""
    at = given_up_in_order(text)
    return at not in (None, 0) and (len(things_in(case["title"])) > 1 or "、" in case["place"])


def withdraws_and_deletes_number(turn: Turn) -> bool:
    """Whether a message asks for the case to be withdrawn and, in a clause of its own, for the number to be deleted (把这个撤了吧，号码也别留)."""
    if not wants_no_number(turn.text) or withdrawals.keeps_case(turn.text):
        return False
    clauses = [one for one in _CLAUSES.split(turn.text) if not wants_no_number(one)]
    return any(_WITHDRAWS.search(one) and not _NOT_WITHDRAWN.search(one) for one in clauses)


_NUMBER = r"(?:电话|号码|手机号?码?|联系方式)(?:号码?)?"
_NUMBER_TOO = re.compile(
    rf"(?<!物业)(?<!他的)(?<!她的){_NUMBER}(?:什么的|啥的|也|都|就|请|麻烦|给我|帮我|你们?|您|一起|一并){{0,3}}(?:别|不要|不用|不)(?:再|给我|帮我)?(?:留|存|记|写|登记?)(?![错成])"
    rf"|(?<![要用])(?:别|不要|不用)(?:再)?(?:留|存|记)(?:着|下|了)?(?:我们?的?|那个|这个)?{_NUMBER}"
    rf"|(?:删|抹|清|去)(?:掉|除)(?:一下|了|我们?的?|那个|这个){{0,3}}{_NUMBER}"
    rf"|(?<!物业)(?<!他的)(?<!她的){_NUMBER}(?:也|都|请|麻烦|给我|帮我|你们?|您|一起|一并){{0,3}}(?:删|抹|清(?![楚晰零]))"
)


def wants_no_number(text: str) -> bool:
    """Whether a text asks, perhaps beside something else, for the number to call to be deleted (号码什么的都别留)."""
    return deletes_number(text) or _NUMBER_TOO.search(text) is not None


_CLAUSES = re.compile(r"[，,。！!；;\s]+")
_WITHDRAWS = re.compile(r"撤[了回销掉]|撤$|取消|不报了|别报了|不办了|别办了|作废|当我没说|删了这件")
_NOT_WITHDRAWN = re.compile(r"(?:别|不|不要|不用|没)(?:再|先|给我|想|要)?(?:撤|取消)")


_NO_TROUBLE = re.compile("不好(?=意思|看|做人|见面|相处|讲|说|弄|听)")  # between neighbours


def wish_concerns_case(turn: Turn, case: CaseSummary) -> bool:
    """Whether the message is a wish not to be named in this case, with at most a few words that tell no other matter (抬头不见低头见).

    Only within an hour (RECENT) of the report.
    """
    if turn.wish is None or tells_another_matter(turn.text) or age(case, turn.sent_at) > RECENT:
        return False
    rest = _NO_TROUBLE.sub("", turn.wish.rest)
    named = any(one in rest and not (is_coarse(one) or is_part(one)) for one in place_words(turn.draft))
    return len(rest) <= _LONGEST_BESIDE and not (named or asks(rest) or tells_what_happened(rest))


def tells_another_matter(text: str) -> bool:
    """Whether a text announces another matter and tells it (另外我想投诉楼上装修); 另外我想投诉 alone only announces one, 另外楼层也写错了 and
    还有，不是8栋，是6栋 none."""
    if asks_for_a_case_of_its_own(text):
        return True
    told = short.begins_another_matter(text) and not lacks_a_matter(_OPENING_WORDS.sub("", text))
    mistaken = (says_own_mistake(text) or corrects_at_once(text)) and contradicts(text)
    return told and not mistaken and not (_REFERS.search(text) and not _REPORTS.search(text))


_OF_ITS_OWN = re.compile(
    r"(?:另外|另|再|单独|分开|分别)(?:再|给我|帮我|帮忙|麻烦|你|您|也|单独|一起){0,3}(?:登|登记|报|记|立|开|提|建|写|反映)(?:记)?(?:上|个|一个|一件|一条|一张|一下|一份|单子?|工单|吧|了){0,3}(?:$|[，,。！!；;]|谢|吧)"
    r"|(?:不要|别)(?:跟|和)[^，,。]{0,8}(?:混|并|放一?起|算一?起)|(?:算|当|当作|记成|作为)(?:另一?|两|单独一?)[件个桩]"
)


def asks_for_a_case_of_its_own(text: str) -> bool:
    """Whether a text tells a matter and asks to register it apart (顺便楼道灯也不亮，你另外登一个吧)."""
    found = _OF_ITS_OWN.search(text)
    return found is not None and not lacks_a_matter(_OPENING_WORDS.sub("", text[: found.start()]))


def may_be_the_same_matter(turn: Turn, case: CaseSummary) -> bool:
    """Whether a message that opens with 另外 or 还有 may as well tell more of the case: it names no place of its own, reports
    nothing by name (另外想投诉), has no words of something broken or disturbing, is no question, and its category is unsure or the
    case's (or it surely adds). Only within an hour (RECENT) of the report."""
    opening = short.NEW_MATTER.match(turn.text.strip())
    if (
        opening is None
        or asks_for_a_case_of_its_own(turn.text)
        or _REPORTS.search(turn.text[: opening.end() + 4])
        or age(case, turn.sent_at) > RECENT
    ):
        return False
    category = turn.draft["category"]
    other = category["score"] >= _LEAST_OTHER and category["code"][:4] != (case["category"] or "")[:4]
    other = other and not turn.surely("add_detail", score=0.9)
    return not (_own_places(turn) or other or asks(turn.text) or tells_what_happened(turn.text))


def _own_places(turn: Turn) -> list[str]:
    """The places of a message that need not lie within the case's: those that are neither part nor spot of an estate."""
    return [one for one in place_words(turn.draft) if not (is_coarse(one) or is_part(one) or is_in_any_estate(one))]


_LONGEST_FRAGMENT = 12  # characters


def is_fragment_of_case(turn: Turn, case: CaseSummary) -> bool:
    """Whether a few words within an hour (RECENT) of a report name no matter of their own, so that they are more of that case: a
    thing (纸箱子), how it looks.

    Not a place, a number to call or a question, nor words of a trouble, of another matter (另一件) or surely of another category, nor somebody alone
    (我妈), of whom more is to come.
    """
    said = short.plain(turn.text)
    if not said or not is_fresh(turn, case) or len(said) > _LONGEST_FRAGMENT or asks(turn.text):
        return False
    if turn.draft["personal"] or place_words(turn.draft) or tells_what_happened(turn.text):
        return False
    if says_another(turn) or short.begins_another_matter(turn.text) or names_only_somebody(turn.text):
        return False
    category = turn.draft["category"]
    return category["score"] < _SURE_OF_OTHER or category["code"][:4] == (case["category"] or "")[:4]


def is_fresh(turn: Turn, case: CaseSummary) -> bool:
    """Whether the case was reported within an hour (RECENT) of the message."""
    return age(case, turn.sent_at) <= RECENT


def is_elsewhere(turn: Turn, case: CaseSummary) -> bool:
    """Whether a message names a place of its own (`_own_places`) that neither holds nor is part of the case's; False if the case has no place."""
    return any(one not in case["place"] and case["place"] not in one for one in _own_places(turn)) and bool(
        case["place"]
    )


def _may_be_elsewhere(turn: Turn, case: CaseSummary) -> bool:
    """Whether a message tells a matter surely of another category at a spot that may lie within the case's place or anywhere (地库)."""
    spots = [one for one in place_words(turn.draft) if not (is_coarse(one) or is_part(one))]
    category = turn.draft["category"]
    other = category["score"] >= _SURE_OF_OTHER and category["code"][:4] != (case["category"] or "")[:4]
    return bool(spots) and other and turn.surely("report_case")


def is_the_same_again(turn: Turn, case: CaseSummary) -> bool:
    """Whether a report tells what the case already tells: it shares at least half of the `pairs` of the case's title, and at least _LEAST_SHARED.

    Not if it names another place, or one like the case's and is surely of another category (`_differs_in_place_or_category`), or has
    fewer than eight characters.
    """
    if (
        len(turn.text) < 8
        or turn.intent not in ("report_case", "add_detail", "remind")
        or _differs_in_place_or_category(turn, case)
    ):
        return False
    known = pairs(case["title"])
    shared = pairs(turn.text) & known
    return len(shared) >= _LEAST_SHARED and len(shared) * 2 >= len(known)


def _differs_in_place_or_category(turn: Turn, case: CaseSummary) -> bool:
    """Whether the message tells a matter at a place unlike the case's, or at one like it a matter that is surely of another category."""
    places = _own_places(turn)
    if not places or not case["place"]:
        return False
    near = any(
        place in case["place"] or case["place"] in place or pairs(place) & pairs(case["place"]) for place in places
    )
    other_category = (
        near and turn.draft["category"]["code"][:4] != (case["category"] or "")[:4] and turn.surely("report_case")
    )
    return (not near or (other_category and turn.draft["category"]["score"] >= _SURE_OF_OTHER)) and not lacks_a_matter(
        turn.text
    )
