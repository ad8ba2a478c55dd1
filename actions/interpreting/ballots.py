"""What a message chooses: an option of an open ballot, or one item of a list. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from actions.conversation.expecting import VoteLinked, VoteNamed, VoteSecret
from actions.interpreting.short_answers import plain

_SAME = {
    "yes": ("同意", "赞成", "支持", "赞同", "通过", "同意的", "我同意", "投同意", "赞成的"),
    "no": ("不同意", "反对", "不赞成", "不支持", "我反对", "不通过", "我不同意", "投反对"),
    "abstain": ("弃权", "我弃权", "投弃权", "放弃"),
}
_USUAL = [{"code": code, "label": words[0]} for code, words in _SAME.items()]
_NUMBERS = "一二三四五六七八九十"
_ITEM = re.compile(r"第?\s{0,3}(\d{1,2}|[一二三四五六七八九十])\s{0,3}(?:项|个|号|题|条|件)")
_CASTS = re.compile(
    r"投(?:了|一?个|出|一?张|的是|的)?|票|(?:第?\s{0,3}(?:\d{1,2}|[一二三四五六七八九十])\s{0,3}(?:项|个|号|题|条)|议题|表决)"
)


@dataclass(frozen=True)
class UnaskedVote:
    """A vote that a message casts unasked. `item`: the consultation's number from 1, or None. `choice`: its word (同意)."""

    item: int | None
    choice: str


def chosen_option_code(text: str, expecting: VoteNamed | VoteSecret | VoteLinked) -> str | None:
    """The code of the option that a text chooses, or None. A vote by link lists no options here: they are then yes, no and abstain."""
    return match_option(text, (expecting["options"] if expecting["kind"] == "vote_named" else None) or _USUAL)


def match_option(text: str, options: Sequence[Mapping[str, Any]]) -> str | None:
    """The code of the option that a text names by label, code, synonym or number; or None."""
    said = plain(text)
    if not said or len(said) > 30:
        return None
    for option in options:
        if said in (plain(str(option["label"])), str(option["code"]).lower()):
            return str(option["code"])
    for option in options:
        if any(said == plain(word) for word in _SAME.get(str(option["code"]), ())):
            return str(option["code"])
    if said.isdigit() and 1 <= int(said) <= len(options):
        return str(options[int(said) - 1]["code"])
    return None


def chosen_line(text: str, offered: Sequence[str]) -> str | None:
    """The offered line that a text names: whole, by a part that no other line contains, or by number. None: no line."""
    said = plain(text)
    if not said:
        return None
    for line in offered:
        if plain(line) in said or (len(said) >= 2 and said in plain(line) and _only(said, offered)):
            return line
    found = _ITEM.fullmatch(said) or re.fullmatch(r"(\d{1,2})", said)
    if found and 1 <= _number(found.group(1)) <= len(offered):
        return offered[_number(found.group(1)) - 1]
    return None


def find_unasked_vote(text: str) -> UnaskedVote | None:
    """The vote that a text casts without having been asked ("我对第2项投同意"), or None. 同意 alone casts none."""
    if len(text) > 60 or not _CASTS.search(text):
        return None
    for words in (("不同意", "反对", "不赞成", "不支持"), ("弃权",), ("同意", "赞成", "支持")):
        word = next((word for word in words if word in text), None)
        if word:
            item = _ITEM.search(text)
            return UnaskedVote(_number(item.group(1)) if item else None, word)
    return None


def _only(said: str, offered: Sequence[str]) -> bool:
    return sum(said in plain(line) for line in offered) == 1


def _number(digits: str) -> int:
    return int(digits) if digits.isdigit() else _NUMBERS.index(digits) + 1
