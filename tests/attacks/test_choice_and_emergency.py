"""An emergency in words that no list of alarms has, beside a choice for a secret vote: it goes on, the choice does not.

Beside it: the neighbour whose lamp stands beside the choice, and is told what to do if somebody is in danger.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from portal.channels.models import Conversation
from tests.attacks.test_choice_beside_danger import cells, kept_last
from tests.attacks.test_choice_elsewhere import COVENANT
from tests.attacks.test_choice_in_chat import NOT_COUNTED, Line, bot, line
from tests.portal.consultations.secret_vote import open_secret_vote

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
