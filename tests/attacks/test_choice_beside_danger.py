"""A bare choice in the same breath as an emergency: the danger and its place go on at once, the choice is not kept.

Beside it: neighbours in danger whose own words hold 同意, 反对, or an option's name, and who are heard word for word.
"""

from __future__ import annotations

from itertools import cycle
from typing import Any

import pytest
import sqlalchemy as sa

from portal.channels.models import InboxMessage
from portal.channels.text import danger_words
from portal.storage.db import Base
from portal.storage.parts import Parts
from tests.attacks.test_choice_in_chat import NOT_COUNTED, Line, bot, line
from tests.vendors.bot import said

__all__ = ["bot", "line"]

STANDS = ("同意", "反对", "弃权", "赞成", "支持", "没意见", "反對", "贊成", "荷花池", "第二个", "👍", "👎", "反 对")
DANGERS = [  # words of danger, place
    ("着火了", "桂花苑6栋"), ("家里漏煤气了", "桂花苑6栋2单元"), ("有人晕倒了", "幸福家园3栋门口"), ("电梯困住人了，被困在里面", "桂花苑2单元"),
    ("有人在打人", "东门口"), ("我爸触电了", "6栋301"), ("起火了", "桂花苑 6 栋"), ("孩子掉水里了", "荷花池"), ("老人没呼吸了", "清河小区2栋"),
    ("有人要跳楼", "活动中心楼顶"),
]  # fmt: skip
CHOICES = [
    "我选反对", "我反对", "我同意", "我选同意", "不同意", "同意", "反对！", "弃权", "我弃权", "我投同意票", "赞成", "我们家都支持", "我没意见",
    "我投荷花池边", "我选第二个", "我 反 对", "我反對", "👎", "第一题同意", "坚决不同意", "就投活动中心前吧", "健身角我选荷花池", "九点关灯我反对",
]  # fmt: skip
ORDERS = ["{danger}{sep}{place}{sep}{choice}", "{choice}{sep}{danger}{sep}{place}", "{danger}{sep}{choice}{sep}{place}",
          "{place}{danger}{sep}{choice}", "{choice}{sep}{place}{danger}"]  # fmt: skip
SEPARATORS = ["", " ", "，", "。", "\n", "🙏", "！！", "…", "、", "~", "；"]
REPORTED = [
    "着火了，桂花苑6栋。我选反对",
    "我反对。家里漏煤气了",
    "着火了。我同意",
    "着火了 我选同意",
    "有人晕倒了。不同意",
]
ORDINARY = [
    "桂花苑6栋着火了", "荷花池边着火了", "着火了，荷花池边", "漏煤气了，活动中心前", "物业不同意开门，有人被困在电梯里",
    "着火了，我同意你们进来救", "漏煤气了，我反对他们再用明火", "着火了我同意你们砸门，桂花苑6栋", "我爸晕倒了，家属都同意抢救，快来",
    "着火了，我们支持不住了快来人，6栋502", "煤气漏了，都可以闻到味，6栋", "着火了，通过楼梯下不去，桂花苑6栋2单元", "有人要跳楼，他说不同意就跳",
    "着火了，第二个单元", "晕倒了 桂花苑 6 栋 2 单元 301", "着火了。2栋", "有人晕倒了，第一个楼道口", "漏煤气了，没经过我同意就动了管子",
    "电梯困住人了，被困在里面，同意砸门吗", "打人了，选在东门口打的", "老人没呼吸了，家属不同意等，快来120", "他在打我，我不同意离婚他就打",
    "着火了🔥🔥桂花苑6栋", "着火了 A栋 选的是后门出不来",
]  # fmt: skip


def combos() -> list[tuple[str, str, str]]:
    """(danger, place, text): each choice beside three dangers, the orders and separators in turn."""
    dangers, orders, separators = cycle(DANGERS), cycle(ORDERS), cycle(SEPARATORS)
    found = []
    for choice in CHOICES * 5:
        danger, place = next(dangers)
        text = next(orders).format(danger=danger, place=place, choice=choice, sep=next(separators))
        found.append((danger, place, text))
    return found


def cells(parts: Parts) -> set[str]:
    """Every text that stands in a table, but what the vote itself says."""
    with parts.db.read() as s:
        return {
            str(value)
            for table in Base.metadata.sorted_tables
            if table.name != "consultation"
            for row in s.execute(sa.select(table))
            for value in row
            if isinstance(value, str | dict | list) and value
        }


def kept_last(parts: Parts) -> str:
    """The last message as it is kept."""
    with parts.db.read() as s:
        return str(s.scalars(sa.select(InboxMessage.text).order_by(InboxMessage.id.desc())).first())


def plain(text: str) -> str:
    return "".join(text.split())


def test_a_bare_choice_beside_a_danger_is_cut_and_the_danger_goes_on_with_its_place(line: Line) -> None:
    """115 ways and the reported five: dangers, choices, orders, separators; the alarm raised, the choice in no store."""
    line.bot.answer = lambda _ask: {"messages": [said("请马上打119", response="utter_danger_fire")]}
    wrong = []
    table = combos() + [("了", "", text) for text in REPORTED]
    assert len({text for _, _, text in table}) > 100
    for danger, place, text in table:
        told = line.chat(text)
        asked = kept_last(line.parts)  # what goes to the bot, be it late
        rest = asked.replace(place, "") if place else asked
        heard = plain(danger.partition("，")[0]) in plain(asked) and plain(place) in plain(asked)
        kept = any(word in plain(rest).replace(plain(place), "") for word in STANDS)
        if not heard or kept or danger_words.plain_danger(asked) is None or NOT_COUNTED not in told:
            wrong.append((text, asked))
    assert wrong == []
    own = {cell for cell in cells(line.parts) if "撤回同意" not in cell}
    places = tuple(place for _, place in DANGERS if place in ("荷花池",))
    stored = [cell for cell in own if any(word in cell and word not in places for word in STANDS)]
    assert stored == []
    for phrase in ("我选反对", "我投同意", "我选第二个", "就投活动中心前", "我们家都支持", "我投荷花池边"):
        assert not line.parts.db.is_sqlite or not line.stored(phrase), phrase


def test_an_emergency_without_a_choice_is_kept_word_for_word(line: Line) -> None:
    """Consent to be rescued, an objection to what makes it worse, others' consent, an option that is the place."""
    for text in ORDINARY:
        told = line.chat(text)
        assert kept_last(line.parts) == text
        assert NOT_COUNTED not in told


@pytest.mark.parametrize("door", ["sms", "wechat"])
def test_the_other_doors_cut_it_too(line: Line, door: str) -> None:
    """By SMS and WeChat; an emergency alone is passed on whole."""
    say = getattr(line, door)
    say("着火了，桂花苑6栋。我选反对")
    say("着火了，我同意你们进来救")
    with line.parts.db.read() as s:
        heard = list(s.scalars(sa.select(InboxMessage.text).order_by(InboxMessage.id)))
    assert "桂花苑6栋" in heard[0]
    assert "反对" not in heard[0]
    assert heard[1:] == ["着火了，我同意你们进来救"]


@pytest.mark.parametrize(
    ("text", "kept", "gone"),
    [
        ("着火了。我没意见", "着火了", "没意见"),  # 意见 takes an alarm back, but not that of another sentence's vote
        ("我家厨房冒烟了，桂花苑6栋。我选反对", "冒烟了", "反对"),  # no word of the alarms' list
        ("我反对。楼道里一股煤气味，6栋", "煤气味", "反对"),
    ],
)
def test_a_danger_that_only_the_bot_can_tell_is_not_withheld_with_the_choice(
    line: Line, text: str, kept: str, gone: str
) -> None:
    """What sounds of danger goes on without the choice; a lamp beside one is refused whole, as before."""
    told = line.chat(text)
    assert "这样不算投票" not in told
    assert NOT_COUNTED in told
    assert kept in kept_last(line.parts)
    assert gone not in kept_last(line.parts)
    assert "这样不算投票" in line.chat("路灯坏了。我选反对")
    assert kept_last(line.parts) == ""


def where(ask: dict[str, Any]) -> dict[str, Any]:
    """The bot asks where, as long as no house is named."""
    if "栋" in ask["text"]:
        return {"messages": [said("记下了")]}
    asked = said("请马上打119\n在哪里？", response="utter_danger_fire", asks="place")
    return {"messages": [asked], "expecting": {"kind": "detail", "case_no": "LL-20261124-0001", "asks": "place"}}


@pytest.mark.parametrize("door", ["chat", "wechat", "sms"])
def test_over_several_messages_a_bare_choice_is_no_place(line: Line, door: str) -> None:
    """同意, 着火了, 反对, while the bot asks where: neither choice is kept; the place is, whatever is said beside it."""
    line.bot.answer = where
    who = line.visitor()

    def say(text: str) -> str:
        return line.chat(text, who) if door == "chat" else str(getattr(line, door)(text))

    for text in ("同意", "着火了", "反对", "我选不同意", "弃权", "第二个", "👎"):
        told = say(text)
        assert ("119" in told) is (text == "着火了")
    assert [ask["text"] for ask in line.bot.asked] == ["着火了"]
    assert NOT_COUNTED in say("桂花苑6栋2单元，我反对")
    assert "反对" not in line.bot.asked[-1]["text"]
    assert "桂花苑6栋2单元" in line.bot.asked[-1]["text"]
    assert not any(word in cell for cell in cells(line.parts) if "撤回同意" not in cell for word in STANDS)


def test_where_the_bot_asks_for_a_place_an_honest_place_is_an_answer(line: Line) -> None:
    """Also one with an option's name; and 同意 where it asks whether it has understood."""
    for asks, text in (
        ("place", "荷花池边"),
        ("place", "第二个单元"),
        ("place", "2栋"),
        ("confirm", "同意"),
        ("confirm", "反对"),
    ):
        line.bot.answer = lambda _ask, asks=asks: {"messages": [said("请问？", asks=asks)]}
        who = line.visitor()
        line.chat("着火了", who)
        line.chat(text, who)
        assert line.bot.asked[-1]["text"] == text


def test_after_a_refused_choice_the_place_is_still_an_answer(line: Line) -> None:
    """A lamp's place, asked for before somebody said 反对: an option's name is a place; a choice with it is none."""
    line.bot.answer = lambda _ask: {"messages": [said("在哪里？", asks="place")]}
    who = line.visitor()
    line.chat("路灯不亮了", who)
    assert "这样不算投票" in line.chat("反对", who)
    assert "这样不算投票" in line.chat("投活动中心前，离我家近", who)
    line.chat("荷花池边", who)
    assert [ask["text"] for ask in line.bot.asked] == ["路灯不亮了", "荷花池边"]


def test_after_a_choice_was_cut_the_bots_question_still_stands(line: Line) -> None:
    """A lamp's place with 我反对 beside it, then the bot asks whether it has understood: 同意 answers that."""
    asks = iter(("place", "confirm", "confirm"))
    line.bot.answer = lambda _ask: {"messages": [said("请问？", asks=next(asks))]}
    who = line.visitor()
    line.chat("路灯不亮了", who)
    assert NOT_COUNTED in line.chat("桂花苑6栋，我反对", who)
    line.chat("同意", who)
    assert [ask["text"] for ask in line.bot.asked] == ["路灯不亮了", "桂花苑6栋", "同意"]
