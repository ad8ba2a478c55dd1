"""A choice that names no option and takes no stand in the vote's own words: ticks, raised hands, an option put otherwise, English.

Beside them: the neighbours who answer the bot, report a repair, or name who looks after a place, and are heard.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from portal.channels.models import Handover
from portal.storage.parts import Parts
from tests.attacks.test_choice_beside_danger import kept_last
from tests.attacks.test_choice_elsewhere import counts, covenant, reporter
from tests.attacks.test_choice_in_chat import Line, bot, line
from tests.attacks.town import call, contact, report, seat, town
from tests.vendors.bot import said

__all__ = ["bot", "call", "covenant", "line", "report", "reporter", "seat", "town"]

OTHERWISE = [
    "我选志愿者监督队", "我给公约打勾", "把我算在不同意那边", "监督的话我觉得志愿者好", "I vote no on the covenant", "第一题打勾第二题打叉",
    "公约画圈，帮我记一下", "我选志愿者监督队来监督", "公约我给打勾", "另外我选志愿者监督队", "对了那个公约我给打勾", "把我算在不同意那边，投票那个",
    "两边一起监督就行", "都是晚上，顺便公约我给打勾", "两个勾都打在第一格", "头一个打叉，底下选第三个", "公约就给它打个√", "我公约那个画了个叉叉",
    "公约这事我举手了", "我选居民自己监督", "vote yes", "I'm against the covenant", "投票打勾", "第二题画圈", "算我志愿者监督的", "公约 ×",
]  # fmt: skip
ORDINARY = [
    "老菜场这一片的网格员", "老菜场这边的网格员", "两边一起修吧", "我赞成早点修，桂花苑8栋门口路坑", "孩子被叉车撞了", "有人双手打叉腰站着",
    "打勾的地方在哪", "第三格车位被占了", "我选的菜不新鲜", "投票打勾还是画圈", "志愿者来修过了", "选票上怎么打勾", "我选网购的快递丢了",
    "how do I vote for this?", "志愿者什么时候来", "我选择投诉", "举手之劳的事没人管",
]  # fmt: skip
ASSENTS = ["好的同意", "1", "都好说，同意", "千万不要"]
YES_AND_NO = ["yes", "Yes!", "👍", "👍🏻👍🏻", "OK👌", "没问题", "no", "👎", "okay", "🆗"]


@pytest.mark.usefixtures("covenant")
@pytest.mark.parametrize("asks", [None, "confirm", "time"])
def test_a_choice_put_otherwise_is_kept_out_whatever_was_asked(line: Line, asks: str | None) -> None:
    """Out of the blue, and as the answer to the bot's question: 26 ways, none reaches the bot or a table."""
    line.bot.answer = lambda _ask: {"messages": [said("请问？", asks=asks)]}
    heard = []
    for text in OTHERWISE:
        who = line.visitor()
        if asks:
            line.chat("路灯不亮了", who)
        if "这样不算投票" not in line.chat(text, who):
            heard.append(text)
    assert heard == []
    assert {ask["text"] for ask in line.bot.asked} <= {"路灯不亮了"}


@pytest.mark.usefixtures("covenant")
def test_ordinary_messages_with_such_words_are_heard(line: Line) -> None:
    """And what answers the bot's last words, about no vote: 好的同意, 1."""
    for text in ORDINARY:
        line.chat(text)
        assert kept_last(line.parts) == text
    line.bot.answer = lambda _ask: {"messages": [said("记下了", response="utter_registered")]}
    for text in ASSENTS:
        who = line.visitor()
        line.chat("路灯不亮了", who)
        line.chat(text, who)
        assert line.bot.asked[-1]["text"] == text
        assert "这样不算投票" in line.chat("我选志愿者监督队", who)
    who = line.visitor()
    line.chat("路灯不亮了", who)
    assert "没有算" not in line.chat("都同意了，你们快来修", who)
    line.bot.answer = lambda _ask: {"messages": [said("投票在这里", response="utter_vote_link")]}
    who = line.visitor()
    line.chat("怎么投票", who)
    assert "这样不算投票" in line.chat("好的同意", who)


@pytest.mark.usefixtures("covenant")
@pytest.mark.parametrize("asks", [None, "place", "detail", "confirm"])
def test_a_bare_yes_or_no_answers_the_bots_last_words(line: Line, asks: str | None) -> None:
    """Of another matter than a vote. After the link, and once a choice was refused, it is a choice as before; out of the blue a sign of no word is none."""
    line.bot.answer = lambda _ask: {"messages": [said("在哪里？", asks=asks, response="utter_ask_place")]}
    for text in YES_AND_NO:
        who = line.visitor()
        line.chat("路灯不亮了", who)
        line.chat(text, who)
        assert line.bot.asked[-1]["text"] == text
    for text in ("yes", "👍", "no"):
        assert ("这样不算投票" in line.chat(text)) is (text == "yes")
        who = line.visitor()
        line.chat("路灯不亮了", who)
        assert "这样不算投票" in line.chat("我选志愿者监督队", who)
        assert "这样不算投票" in line.chat(text, who)


@pytest.mark.usefixtures("covenant")
@pytest.mark.parametrize("text", ["yes", "👍", "no"])
def test_a_bare_yes_or_no_after_the_voting_link_is_a_choice(line: Line, text: str) -> None:
    line.bot.answer = lambda _ask: {"messages": [said("投票在这里", response="utter_vote_link")]}
    who = line.visitor()
    line.chat("怎么投票", who)
    assert "这样不算投票" in line.chat(text, who)


@pytest.mark.parametrize("door", ["details", "reminders"])
def test_the_page_of_a_case_takes_none_of_them(
    town: Parts, report: Callable[..., str], reporter: tuple[FlaskClient, dict[str, str], int], door: str
) -> None:
    client, headers, who = reporter
    case_no = report("幸福家园3栋的物业没人管", who)
    before = counts(town)
    for text in (
        "另外我选志愿者监督队",
        "对了那个公约我给打勾",
        "弃权",
        "把我算在不同意那边，投票那个",
        "两边一起监督就行",
    ):
        client.post(f"/c/{case_no}/{door}", data={"text": text}, headers=headers)
        assert "这样不算投票" in client.get(f"/c/{case_no}", headers=headers).text
    assert counts(town) == before
    client.post(f"/c/{case_no}/{door}", data={"text": "两边一起修吧，志愿者来看过"}, headers=headers)
    assert counts(town)[0] == before[0] + 1


@pytest.mark.usefixtures("covenant")
def test_who_calls_a_person_is_called_without_such_words(town: Parts, call: Callable[..., Any]) -> None:
    for text in ("公约画圈，帮我记一下", "我选志愿者监督队来监督", "弃权", "找志愿者帮忙搬东西"):
        call("/handovers", contact=contact(town), reason="asked", text=text)
    with town.db.read() as s:
        assert list(s.scalars(sa.select(Handover.text).order_by(Handover.id))) == ["", "", "", "找志愿者帮忙搬东西"]
