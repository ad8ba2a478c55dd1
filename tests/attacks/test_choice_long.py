"""A choice for an open secret vote in the midst of a longer message, and the neighbour whose long message holds none."""

from __future__ import annotations

import csv
import random
from pathlib import Path

import pytest

from bench import choices
from portal.channels.text import stance
from portal.channels.text.stance import Ballot
from tests.attacks.test_choice_in_chat import Line, bot, line

__all__ = ["bot", "line"]

SET = Path(__file__).parent / "long_held_out.csv"
PLAIN = [
    "健身角我选荷花池", "投活动中心前", "荷花池边+1，凉快", "健身角那个投票我投荷花池边", "九点关灯我不同意", "我投同意", "第一题选荷花池边，第二题同意",
    "我这票给荷花池", "反对九点关灯，太早了", "我同意九点关灯", "我选第二个", "帮我爸投荷花池边", "这次表决我投赞成票", "表决我弃权", "关灯那题我投不同意",
]  # fmt: skip
REPORT = [
    "昨天下午我在小区里散步，看到三栋门口的路面有一块砖松动了，老人家走路容易绊倒", "另外七栋楼道的感应灯时亮时不亮，晚上回家要摸黑",
    "物业的人说已经记下了，但是过了一个星期还没有动静", "还有快递柜旁边堆了很多纸箱，味道有点大，孩子经过都捂鼻子",
    "楼上邻居装修有时候中午也敲，我们理解，但希望能提前贴个通知", "门口保安大哥人很好，经常帮忙搬东西",
    "最近天气冷了，早上水管有时候没有水，不知道是不是冻住了", "健身角的投票几号截止，我妈想知道", "荷花池边的栏杆断了一根",
    "垃圾分类的桶最好多放一个，周末总是满的", "我儿子在外地上班，平时就我和老伴两个人住", "楼道里有人抽烟，烟头乱丢",
]  # fmt: skip


@pytest.mark.parametrize("size", choices.SIZES)
def test_a_set_that_nobody_has_trained_on(size: int, capsys: pytest.CaptureFixture[str]) -> None:
    """69 choices, 55 sentences that speak of the vote, 45 messages that do not: written before the bars were chosen."""
    with SET.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    ordinary = [row["text"] for row in rows if row["kind"] == "ordinary"]
    votes = {row["title"]: Ballot(row["title"], (), tuple(row["options"].split("|"))) for row in rows if row["title"]}
    chance = random.Random(size)
    held = [(votes[row["title"]], row["text"], row["kind"] == "choice") for row in rows if row["title"]]
    held += [(chance.choice(list(votes.values())), "", False) for _ in range(45)]
    found = []
    for ballot, own, choice in held:
        text = choices.long_message(ordinary, size, chance, own)
        found.append((choices.Said(ballot, text, choice), stance.is_choice(text, [ballot])))
    caught, wrong = choices.shares(found)
    with capsys.disabled():
        print(f"\ninside {size} characters: {caught:.1%} of 69 choices kept out, {wrong:.2%} of 100 others")
    assert caught >= 0.90
    assert wrong <= 0.02
