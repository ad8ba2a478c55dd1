"""A choice for an open secret vote is kept out although a report stands in the same message, and reports pass though a vote is open.

Both sides were written for other votes than the model was trained on.
"""

from __future__ import annotations

import pytest

from portal.channels.inbound import secret
from portal.channels.text.vote_slots import VoteTexts
from tests.attacks.test_choice_in_chat import Line, bot, line

__all__ = ["bot", "line"]

DANCING = VoteTexts("广场舞几点结束", ("广场舞晚上几点结束？",), ("八点半", "九点", "弃权"))
CORNER = VoteTexts("健身角建在哪里", ("健身角建在哪里？",), ("荷花池边", "活动中心前", "弃权"))
GATE = VoteTexts("小区北门夜间关闭时间", ("北门夜里几点关？",), ("十点半", "十一点", "不关", "弃权"))
MONEY = VoteTexts("公益金用来做什么", ("公益金先做哪一样？",), ("修路面", "添长椅", "装充电桩"))
COVENANT = VoteTexts("制定楼道文明公约", ("是否同意楼道文明公约？",), ("同意", "不同意", "弃权"))
LIFT = VoteTexts("3栋加装电梯方案", ("是否同意加装电梯？",), ("同意", "不同意", "弃权"))
CHOICES = [
    (DANCING, "八点半那个方案我支持，另外3栋楼道灯坏了"), (DANCING, "九点那个我支持，对了垃圾桶满了没人收"),
    (DANCING, "跳舞的事我支持八点半，我家楼上漏水"), (CORNER, "活动中心前那个方案我赞成，还有路灯坏了"),
    (CORNER, "建在活动中心前我支持，顺便问下4栋水管谁来修"), (CORNER, "4栋门口污水井堵了，健身角的事我投荷花池边"),
    (GATE, "4栋对讲机没声音，还有十点半那个方案我支持"), (GATE, "我赞成不关北门，还有1栋门口有人乱扔垃圾"),
    (MONEY, "长椅那个我支持，另外7栋楼顶漏雨"), (MONEY, "添长椅这个方案我同意，另外健身器材断了一根"),
    (COVENANT, "楼道公约我投反对，另外电梯按钮失灵"), (COVENANT, "6栋下水管裂了一直滴水，公约我们家支持"),
    (LIFT, "装电梯那个我同意，另外5栋楼道的灯坏了"), (LIFT, "下水道堵了两天了，加电梯我赞成"),
]  # fmt: skip
REPORTS = [
    (DANCING, "八点半楼上就开始装修，另外3栋楼道灯坏了"), (DANCING, "我同意师傅九点上门修灯"), (DANCING, "跳舞的音响太吵，物业不同意管"),
    (CORNER, "荷花池边那个路灯坏了，我支持换新的"), (CORNER, "我选择投诉，荷花池边的灯又坏了"),
    (GATE, "我同意师傅十点半来修门禁"), (GATE, "保安不同意开北门，救护车进不来"), (MONEY, "有人在长椅上睡觉，我同意你们叫他走"),
    (MONEY, "物业说公益金没了，可是路面一直没修"), (COVENANT, "邻居在楼道放鞋柜，我不同意他也不搬"), (COVENANT, "我同意调解，楼上漏水的事"),
    (COVENANT, "楼上不同意修，漏了一个月"), (COVENANT, "楼道太脏了，我不支持这样的物业"), (LIFT, "3栋电梯坏了，我不同意再等"),
    (DANCING, "灯坏了，我选九点上门"), (LIFT, "电梯坏了两天了，物业不同意出钱修"), (LIFT, "我同意明天上午来修电梯"),
]  # fmt: skip


@pytest.mark.parametrize(("vote", "text"), CHOICES)
def test_a_choice_beside_a_report_is_withheld(vote: VoteTexts, text: str) -> None:
    """The report in the same message does not let the choice through; its sender is told that it was not kept either."""
    reading = secret.reading_of(text, [vote])
    assert reading.must_be_withheld(None)
    assert reading.says_more


@pytest.mark.parametrize(("vote", "text"), REPORTS)
def test_a_report_in_words_of_the_vote_is_kept(vote: VoteTexts, text: str) -> None:
    assert not secret.reading_of(text, [vote]).must_be_withheld(None)


def test_the_sender_is_told_to_say_the_report_again(line: Line) -> None:
    """Nothing of it reaches the bot, and the words say that the other matter was not taken either."""
    told = line.chat("荷花池边那个方案我支持，另外3栋楼道灯坏了")
    assert "这样不算投票" in told
    assert "单独再说一遍" in told
    assert line.bot.asked == []
    assert not line.parts.db.is_sqlite or not line.stored("荷花池边那个方案")
