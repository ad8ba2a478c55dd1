"""Whether a message after an emergency was raised is about it, or tells of another matter. Pure."""

from __future__ import annotations

import re

from actions.case_draft import doubtful_danger_of, place_words
from actions.conversation.expecting import raised_emergency, script_of_raised
from actions.conversation.turn import SURE_OF_ACT, Turn
from actions.intake import wishes
from actions.intake.answers.filling import is_bare_place
from actions.interpreting import choosing
from actions.interpreting import short_answers as short
from actions.interpreting.places import is_only_a_spot, leads_nowhere, may_be_a_place, tells_what_happened
from actions.routes.signs import ASKS_OR_REQUESTS, awaits_a_place
from actions.routes.topics import Topic

# Topics of messages that, if the intent is sure, are not about the emergency just raised.
_REQUESTS: tuple[Topic, ...] = (
    "status", "withdraw", "consultations", "vote", "person", "capability", "greet", "thank", "faq",
)  # fmt: skip
# Topics of messages that do not answer "where is the emergency?".
_NEVER_A_PLACE: tuple[Topic, ...] = ("status", "withdraw", "person", "thank", "greet", "capability", "out_of_scope")
_OF_AN_EMERGENCY = re.compile(r"[火烟烧灭救困伤血晕昏醒气味爆险死]|还在|刚才|消防|119|120|110")
_ORDINARY_THING = re.compile(
    r"灯|垃圾|门禁|器材|监控|绿化|草坪|花坛|树枝|广告|墙皮|路面|地砖|车位|停车|车棚|噪音|广场舞|狗屎|快递柜|信报箱|长椅|座椅|滑梯|下水道|水管|水龙头|网络|宽带|对讲|楼梯扶手|玻璃|厕所|杂物|污水|充电桩|健身|公厕"
)
_OF_THE_LIFT = re.compile("电梯")
_WHERE_BY_IT = re.compile("那里|那边|那儿|旁边|边上|附近|下面|底下|门口|对面|的地方|那[一个]?[栋盏根处]")
_SPACES_AND_STOPS = re.compile(r"[，,。！!；;？?\s]+")


def is_about_the_emergency(turn: Turn, topic_by_rule: Topic) -> bool:
    """Whether a message counts as being about the emergency just raised: where it is or what happened since (火已经灭了, 快点来); in doubt it does.

    Never a bare yes, a wish not to be named, an ordinary fault or a question how many cases there are. Where its place is awaited,
    anything else that names a place or may be one does, also a fault that is told after one (幸福家园5栋门口，路灯坏了看不清), though of
    another matter only a bare place; else another matter, a whole report or a sure request does not.
    """
    if short.is_affirm(turn.text) or wishes.is_only_the_wish(turn):
        return False
    if tells_of_an_ordinary_fault(turn) and not (awaits_a_place(turn) and _begins_with_its_place(turn)):
        return False
    if choosing.asks_how_many(turn.text):
        return False
    says_where = awaits_a_place(turn) and bool(place_words(turn.draft))
    if short.begins_another_matter(turn.text):
        return says_where and is_bare_place(turn)
    if says_where or (awaits_a_place(turn) and is_only_a_spot(turn.text)):
        return True
    if not awaits_a_place(turn) and is_a_whole_report(turn):
        return False
    if awaits_a_place(turn) and topic_by_rule not in _NEVER_A_PLACE:  # 社区活动室 is where it is, no common question
        return True
    if topic_by_rule == "out_of_scope":
        return turn.score < 0.8 or ASKS_OR_REQUESTS.search(turn.text) is None
    return topic_by_rule not in _REQUESTS or turn.score < 0.8


def tells_of_an_ordinary_fault(turn: Turn) -> bool:
    """Whether a message after an emergency was raised tells of an ordinary thing that is broken (3栋的灯也坏了), rather than
    names one to say where the danger is (在坏了的灯旁边)."""
    if turn.danger is not None or doubtful_danger_of(turn.draft) or _OF_AN_EMERGENCY.search(turn.text):
        return False
    raised = raised_emergency(turn.expecting)
    if raised is not None and script_of_raised(raised) == "lift" and _OF_THE_LIFT.search(turn.text):
        return False
    thing = _ORDINARY_THING.search(turn.text)
    by_it = thing is not None and _WHERE_BY_IT.search(turn.text, thing.end())
    return thing is not None and not by_it and tells_what_happened(turn.text)


def _begins_with_its_place(turn: Turn) -> bool:
    """Whether a message begins with a clause that is a place which can be found, and what follows is not said to be so, too (公园路，路灯也坏了)."""
    first, _, rest = _SPACES_AND_STOPS.sub("，", turn.text.strip()).partition("，")
    place = next((one for one in place_words(turn.draft) if one in first and not leads_nowhere(one)), "")
    return bool(place) and "也" not in rest and (len(place) * 5 >= len(first) * 3 or may_be_a_place(first))


def tells_another_matter(turn: Turn) -> bool:
    """Whether a message after an emergency was raised surely tells of another matter (没有，另外路灯也坏了), and of no danger."""
    if turn.danger is not None or doubtful_danger_of(turn.draft) or _OF_AN_EMERGENCY.search(turn.text):
        return False
    announces = short.begins_another_matter(turn.text) or turn.acts("another", score=SURE_OF_ACT)
    return announces and tells_what_happened(turn.text) and not is_bare_place(turn)


def is_a_whole_report(turn: Turn) -> bool:
    """Whether a message is surely a report with matter and place, and has no word of an emergency."""
    if turn.draft["missing"] or _OF_AN_EMERGENCY.search(turn.text):
        return False
    return turn.surely("report_case", score=0.9) and turn.draft["category"]["score"] >= 0.8
