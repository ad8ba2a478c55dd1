"""An emergency in words that no list of alarms has, beside a choice for a secret vote: it goes on, the choice does not.

Beside it: the neighbour whose lamp stands beside the choice, and is told what to do if somebody is in danger.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from portal.channels.models import Conversation
from tests.attacks.test_choice_beside_danger import cells, kept_last
from tests.attacks.test_choice_elsewhere import COVENANT
from tests.attacks.test_choice_in_chat import NOT_COUNTED, Line, bot, line
from tests.portal.consultations.secret_vote import open_secret_vote
from tests.vendors.bot import said

__all__ = ["bot", "line"]

CALL = "马上打110、119或120，再把险情单独发一遍"
EMERGENCIES = [  # text, what must go on, place
    ("投志愿监督队。我妈摔了动不了，清河小区3栋201", "我妈摔了动不了", "清河小区3栋201"),
    ("我弃权，我孩子烫伤了在翠竹公寓1栋", "我孩子烫伤了", "翠竹公寓1栋"),
    ("公约不同意！隔壁小孩一个人在窗台外面爬 桂花苑11栋5楼", "隔壁小孩一个人在窗台外面爬", "桂花苑11栋5楼"),
    ("选两边一起监督，还有楼上在打孩子哭得厉害，桂花苑2栋601", "楼上在打孩子哭得厉害", "桂花苑2栋601"),
    ("我投的不同意，我现在肚子疼得站不起来了，怀孕八个月，河畔人家2栋", "怀孕八个月", "河畔人家2栋"),
    ("反对公约，还有我家老头犯病抽了，幸福家园4栋102", "我家老头犯病抽了", "幸福家园4栋102"),
    ("我选志愿队监督 老太太摔倒起不来了 幸福家园7栋2单元", "老太太摔倒起不来了", "幸福家园7栋2单元"),
    ("公约投同意了，我奶奶走丢了，80岁，穿红衣服，翠竹公寓", "80岁，穿红衣服", "翠竹公寓"),
    ("公约赞成。小区里有人要跳下来，翠竹公寓2栋楼顶", "小区里有人要跳下来", "翠竹公寓2栋楼顶"),
    ("河里飘着个人，小河沿桥下，公约同意", "河里飘着个人", "小河沿桥下"),
    ("支持公约。家里跳闸冒火花，幸福家园6栋302", "家里跳闸冒火花", "幸福家园6栋302"),
    ("翠竹公寓门口井盖没了，太危险！顺便说下，新公约我家不会同意的", "井盖没了", "翠竹公寓门口"),
    ("公约我投反对，工地上电线掉下来了还在动，桂花苑门口", "电线掉下来了", "桂花苑门口"),
    ("监督选网格员。我爸吃错药了一直吐，清河小区5栋", "我爸吃错药了一直吐", "清河小区5栋"),
    ("同意公约\n有人撬隔壁的门，桂花苑9栋302", "有人撬隔壁的门", "桂花苑9栋302"),
]  # fmt: skip
OF_THE_VOTE = ("公约", "监督", "同意", "反对", "弃权", "赞成", "两边", "投")
LEFT_OVERS = [
    ("煤气味好大 桂花苑2栋 公约我投同意", "煤气味好大 桂花苑2栋"),
    ("厨房着火了，桂花苑6栋301，哦对了公约我选反对", "厨房着火了，桂花苑6栋301"),
    ("厨房着火了，桂花苑6栋301，刚才说的投同意", "厨房着火了，桂花苑6栋301"),
]


@pytest.fixture
def covenant(line: Line) -> Line:
    """The doors, with the covenant's secret vote open."""
    open_secret_vote(line.parts, "修订《幸福社区居民公约》", COVENANT, topic="covenant")
    return line


@pytest.mark.parametrize("door", ["chat", "sms", "wechat"])
def test_an_emergency_in_plain_words_goes_on_without_the_choice(covenant: Line, door: str) -> None:
    """Fifteen harms with their places: the bot hears them, no table holds a word of the vote, the resident is told."""
    wrong = []
    for text, danger, place in EMERGENCIES:
        told = getattr(covenant, door)(text)
        heard = kept_last(covenant.parts)
        there = danger in heard and place in heard and not any(word in heard for word in OF_THE_VOTE)
        if not there or (door != "sms" and (NOT_COUNTED not in told or CALL not in told)):
            wrong.append((text, heard))
    assert wrong == []
    assert not any("公约" in cell or "两边" in cell for cell in cells(covenant.parts) if "居民公约》" not in cell)


def test_no_leftover_says_that_somebody_spoke_of_the_vote(covenant: Line) -> None:
    for text, rest in LEFT_OVERS:
        covenant.chat(text)
        assert kept_last(covenant.parts) == rest


def test_while_a_clerk_talks_the_emergency_goes_to_the_bot_too(covenant: Line) -> None:
    """And a lamp only to the clerk, as always."""
    who = covenant.visitor()
    covenant.chat("你好", who)
    with covenant.parts.db.write() as s:
        s.execute(sa.update(Conversation).values(quiet_until=covenant.parts.clock.now() + timedelta(minutes=20)))
    covenant.chat("我弃权，我孩子烫伤了在翠竹公寓1栋", who)
    assert covenant.bot.asked[-1]["text"] == "我孩子烫伤了在翠竹公寓1栋"
    covenant.chat("路灯不亮了", who)
    assert len(covenant.bot.asked) == 2


def test_what_is_withheld_with_more_than_a_choice_ends_with_the_numbers(covenant: Line) -> None:
    """A lamp beside a choice, of which nothing is kept; a bare choice hears of no danger."""
    told = covenant.chat("清河小区2栋楼道灯坏了，另外公约我投同意")
    assert told.rstrip("。").endswith(CALL)
    assert "整条都没留下" in told
    assert kept_last(covenant.parts) == ""
    assert "110" not in covenant.chat("公约我投同意").partition("这样不算投票")[2]


def test_a_reason_that_only_fears_is_no_emergency(covenant: Line) -> None:
    """What might happen, said for or against: nothing is kept of it."""
    for text in ("公约我投反对，万一着火呢", "监督选网格员，免得老人摔倒", "我反对公约，一旦打架就晚了"):
        assert "这样不算投票" in covenant.chat(text)
        assert kept_last(covenant.parts) == ""


CHECK = {"kind": "danger_check", "danger": "other", "choices": {"1": "有", "2": "没有"}}
RAISED = {"kind": "detail", "case_no": "LL-20261124-0001", "danger": "fire"}
STANDS = ("同意", "反对", "弃权", "赞成", "公约", "我投")
ANSWERED = [  # to "is somebody in danger?": what goes to the bot
    ("有，公约我投反对", "有"), ("有 公约我投同意", "有"), ("有人，我反对公约", "有人"), ("有！公约同意", "有"), ("是的，公约我投弃权", "是的"),
    ("公约我投反对，有", "有"), ("没有，公约我投反对", "没有"), ("没有人。公约我弃权", "没有人"), ("没事了，公约我赞成", "没事了"), ("有的，在6栋，公约我反对", "有的，在6栋"),
    ("里面有人，公约我投同意", "里面有人"), ("没人，公约投同意", "没人"),
]  # fmt: skip
OF_THE_CASE = [  # after an alarm
    ("不对，是6栋，公约我投同意", "不对，是6栋"), ("搞错了，是6栋 公约同意", "搞错了，是6栋"), ("不是5栋，是6栋，我投反对", "不是5栋，是6栋"), ("说错了是6栋3单元，公约赞成", "说错了是6栋3单元"),
    ("应该是6栋，公约我投同意", "应该是6栋"), ("6栋才对，公约我投反对", "6栋才对"), ("公约我投同意，不对，是6栋", "不对，是6栋"), ("在6栋，公约我反对", "在6栋"), ("人出来了，公约我投同意", "人出来了"),
    ("还没灭，公约我投反对", "还没灭"), ("已经打了119，公约我投反对", "已经打了119"), ("火更大了，公约我反对", "火更大了"), ("没人接，公约我弃权", "没人接"),
]  # fmt: skip


def after_an_alarm(covenant: Line, expecting: dict[str, Any], text: str) -> tuple[str, str]:
    """What is kept of a text that follows an alarm or a doubtful danger, and what is told."""
    asks = "danger" if expecting["kind"] == "danger_check" else None
    first = {"messages": [said("请马上打119", response="utter_danger_fire", asks=asks)], "expecting": expecting}
    covenant.bot.answer = lambda ask: first if ask["text"] == "救命" else {"messages": [said("记下了")]}
    who = covenant.visitor()
    covenant.chat("救命", who)
    told = covenant.chat(text, who)
    return kept_last(covenant.parts), told


@pytest.mark.parametrize(("expecting", "table"), [(CHECK, ANSWERED), (RAISED, OF_THE_CASE)])
def test_what_answers_about_an_emergency_goes_on_without_the_choice(
    covenant: Line, expecting: dict[str, Any], table: list[tuple[str, str]]
) -> None:
    """Yes, no, another place, what became of it: heard; the choice beside it is in no store."""
    wrong = []
    for text, kept in table:
        heard, told = after_an_alarm(covenant, expecting, text)
        if heard != kept or NOT_COUNTED not in told:
            wrong.append((text, heard))
    assert wrong == []
    own = {cell for cell in cells(covenant.parts) if "居民公约》" not in cell and "撤回同意" not in cell}
    assert [cell for cell in own if any(word in cell for word in STANDS)] == []


@pytest.mark.parametrize("expecting", [CHECK, RAISED])
@pytest.mark.parametrize(
    "text",
    [
        "公约我投反对",
        "我反对，条文写得太死",
        "公约同意，大家都这么说",
        "我投反对，凭什么",
        "公约我家都不同意，物业太差",
    ],
)
def test_a_choice_and_its_reason_are_withheld_after_an_alarm_too(
    covenant: Line, expecting: dict[str, Any], text: str
) -> None:
    """They are about no emergency."""
    heard, told = after_an_alarm(covenant, expecting, text)
    assert heard == ""
    assert "这样不算投票" in told


def test_the_same_words_with_no_emergency_open_are_withheld_whole(covenant: Line) -> None:
    """As before."""
    for text in ("有，公约我投反对", "不对，是6栋，公约我投同意"):
        assert "这样不算投票" in covenant.chat(text)
        assert kept_last(covenant.parts) == ""
