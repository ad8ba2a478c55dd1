"""Read the place in a correction that denies the name in the known one, perhaps by a piece of it: 不是清河，在老菜场那头. Pure.

A denied piece denies the whole name, so that nothing of 清河小区 stands before 老菜场.
"""

from __future__ import annotations

import re

from actions.case_draft import CaseDraft
from actions.intake.corrections.choosing.candidates import shared_runs
from actions.intake.corrections.likeness.overlay import HEAD
from actions.intake.corrections.likeness.pieces import pieces_of
from actions.intake.corrections.taking_back import LONGEST, adds, is_denied, says_own_mistake
from actions.interpreting.places import (
    is_coarse,
    is_in_any_estate,
    is_part,
    may_be_a_place,
    merge_place,
    names_an_estate,
)

_LEAST_NAME = 2  # characters
_FILLERS = r"(?:[这那][边头里个块]|里面?|[的啊呀哦了哈吧呢])*"
_STOPS = r"[，,。；;！! ]{0,3}"
# Behind what is denied, up to what is right.
_TO_THE_RIGHT_ONE = re.compile(
    rf"(?:楼[下上]|门口)?{_FILLERS}{_STOPS}(?:(?:是?我)?[说搞弄记写讲打看报](?:错|混|岔|反)[了啦]?|不对|错[了啦])?{_STOPS}"
    r"(?:我们?(?:说|讲|指|报)的是)?(?:而|应该|应当|其实|就|明明|现在|我们?这?){0,2}(?:是在|[是在叫]|(?:都|已经)?改(?:名|叫|成|为){1,2})?(?P<new>[^，,。；;！!？?\s]{2,20})"
)
# What is right, before what is denied: 在老菜场那头，不是清河.
_BEFORE_THE_WRONG_ONE = re.compile(
    rf"(?:^|[，,。；;！! ])(?:(?:应该|应当|其实|就|我说的){{0,2}}(?:是在|[是在叫]))(?P<new>[^，,。；;！!？?\s]{{2,20}}?){_FILLERS}{_STOPS}"
    r"(?:而|并)?(?:不是|不在|不叫)(?:在|说|什么)?$"
)
_ENDS = re.compile(r"(?:[这那][边头里个块]|才[对是]|[的啊呀哦了哈吧呢])+$")
_OF_THE_DENIED = re.compile("隔壁|旁边|对[面过]|边上|附近|[前后里外上下背底]面|[里外]头|门[口前外]|楼|路边|马路")
_NAMES_NOTHING = re.compile(r"(?:小区|社区|公寓|花园|家园|大厦|广场|公园|市场|学校|医院|商场|步道|新村|门口|楼道)+")


def read_denied_name(text: str, draft: CaseDraft, known: str) -> str | None:
    """The place that the text names instead of the known one, whose name it denies; None if it denies no name, or names no other.

    Where only a part of the known place is denied (不是3栋), the other must be one that the community's list has. Of the known place stays what is behind its name if the new one is of its sort and names nothing behind it: 幸福家园3栋 for
    桂花苑3栋, but 老菜场 for 清河小区3栋.
    """
    if len(text) > LONGEST or (adds(text) and not says_own_mistake(text)):
        return None
    places = known.split("、")
    for at, place in enumerate(places):
        name = _name_of(place)
        new = _right_one(text, draft, place, name)
        if new is not None:
            return "、".join([*places[:at], _instead(place, name, new), *places[at + 1 :]])
    return None


def _name_of(place: str) -> str:
    """The name with which a place begins: 清河小区 of 清河小区门口, 滨河步道 of 滨河步道南段; "" without one."""
    head, pieces = HEAD.match(place), pieces_of(place)
    name = place[: pieces[0].start] if pieces else place
    return head.group() if head is not None and len(head.group()) < len(name) else name


def _right_one(text: str, draft: CaseDraft, place: str, name: str) -> str | None:
    """What the text says is right instead of a name that it denies."""
    for at, old, size in shared_runs(text, place):
        said = text[at : at + size]
        if size < _LEAST_NAME or _NAMES_NOTHING.fullmatch(said) or is_coarse(said):
            continue
        if not is_denied(text, {"text": said, "start": at, "end": at + size}):
            continue
        behind, before = _TO_THE_RIGHT_ONE.match(text, at + size), _BEFORE_THE_WRONG_ONE.search(text[:at])
        for found in filter(None, (before, behind)):
            new, listed = _as_a_place(found["new"], found.start("new"), draft)
            if new and (listed or old < len(name)) and new not in place and place not in new:
                return new
    return None


def _as_a_place(said: str, start: int, draft: CaseDraft) -> tuple[str, bool]:
    """(what of the words that begin at `start` is a place with a name of its own, "" if nothing is; whether the community lists it)."""
    said = _ENDS.sub("", said)
    within = [one for one in draft["places"] if start <= one["start"] < start + len(said)]
    ends = [one["end"] - start for one in within]
    if not (may_be_a_place(said) or names_an_estate(said)):
        said = said[: max(ends, default=0)]
    if len(said) < _LEAST_NAME or not (ends or may_be_a_place(said)) or _OF_THE_DENIED.match(said):
        return "", False
    nameless = is_coarse(said) or is_part(said) or is_in_any_estate(said)
    return ("" if nameless else said), any(one.get("grid") for one in within)


def _instead(place: str, name: str, new: str) -> str:
    """The new place, with what stands behind the name in the known one if both names are of one sort and the new one says nothing behind it."""
    if pieces_of(new):
        return new
    if names_an_estate(new) and names_an_estate(name):
        return merge_place(place, new)
    return new + place[len(name) :] if new[-1] == name[-1] else new
