"""A bare number after an alarm, while a secret vote is open: it answers the alarm, or its meaning is asked; it is never thrown away."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from portal.cases.models import Case
from portal.channels.outbound import answers
from portal.channels.text.open_questions import Meant
from portal.residents.models import ContactPoint
from tests.attacks.test_choice_in_chat import Line, bot, line
from tests.portal.cases.cases_world import community, report
from tests.vendors.bot import said

__all__ = ["bot", "community", "line"]
NO_VOTE = "这样不算投票"
RAISED: dict[str, Any] = {"kind": "detail", "case_no": "LL-20261124-0001", "danger": "fire"}


def after_alarm(line: Line, **asks: Any) -> dict[str, str]:
    """Somebody whose emergency was raised, with this question of the bot open; what their browser sends."""
    line.bot.answer = lambda _ask: {"messages": [said("已经报了。")], "expecting": RAISED | asks}
    who = line.visitor()
    line.chat("着火了", who)
    line.bot.answer = lambda _ask: {"messages": [said("听到了。")]}
    return who


def heard(line: Line) -> list[str]:
    """What the bot was given after the alarm."""
    return [ask["text"] for ask in line.bot.asked][1:]


@pytest.mark.parametrize("number", ["1", "2", "２", "2。", "7", "12"])
def test_a_number_that_answers_nothing_is_asked_about(line: Line, number: str) -> None:
    """Neither a choice in the vote nor words for the case: what it means is asked, with whom to call."""
    who = after_alarm(line)
    told = line.chat(number, who)
    assert NO_VOTE not in told
    assert "是什么意思" in told
    assert "110" in told
    assert heard(line) == []


@pytest.mark.parametrize(("number", "words"), [("1", "还有危险"), ("2", "没有危险了")])
def test_what_is_answered_then_reaches_the_alarm(line: Line, number: str, words: str) -> None:
    """By the number of the line, too."""
    who = after_alarm(line)
    line.chat("2", who)
    line.chat(number, who)
    assert heard(line) == [words]


@pytest.mark.parametrize(("number", "words"), [("1", "有"), ("2", "没有")])
def test_a_number_answers_whether_somebody_is_in_danger(line: Line, number: str, words: str) -> None:
    """As the buttons of that question stand."""
    who = after_alarm(line, asks="danger")
    line.chat(number, who)
    assert heard(line) == [words]
    assert line.bot.asked[-1]["metadata"]["expecting"]["asks"] == "danger"


@pytest.mark.parametrize("number", ["1", "2"])
def test_no_number_answers_whether_anything_is_left_to_do(line: Line, number: str) -> None:
    """1 was 有 to the question before: it is asked about, so that it does not withdraw the case as 没有 would."""
    who = after_alarm(line, asks="still", over=True)
    assert "是什么意思" in line.chat(number, who)
    assert heard(line) == []


def test_a_number_where_the_place_is_awaited_is_the_answer(line: Line) -> None:
    """The bot, which asked where it is, says whether that is a place."""
    who = after_alarm(line, asks="place")
    line.chat("2", who)
    assert heard(line) == ["2"]


@pytest.mark.parametrize("words", ["关掉险情", "把警报关了", "取消报警", "是误报", "演习"])
def test_words_about_the_alarm_reach_it(line: Line, words: str) -> None:
    """Whatever vote is open."""
    who = after_alarm(line)
    assert NO_VOTE not in line.chat(words, who)
    assert heard(line) == [words]


@pytest.mark.parametrize("words", ["健身角我选荷花池", "弃权", "投活动中心前"])
def test_a_plain_choice_after_an_alarm_is_still_withheld(line: Line, words: str) -> None:
    """Nothing of a secret vote is stored, alarm or not."""
    who = after_alarm(line)
    assert NO_VOTE in line.chat(words, who)
    assert heard(line) == []


def test_a_number_after_the_voting_link_is_still_withheld(line: Line) -> None:
    """The vote was opened last: the number is of the vote."""
    who = after_alarm(line)
    link = {"kind": "vote_secret", "consultation": "1", "choices": {"1": "荷花池边", "2": "活动中心前"}}
    line.bot.answer = lambda _ask: {"messages": [said("请点链接。")], "expecting": link}
    line.chat("我要投票", who)
    assert NO_VOTE in line.chat("2", who)


def test_by_sms_the_number_is_asked_about_and_answered_by_a_number(line: Line) -> None:
    """Where there are no buttons the lines are numbered."""
    line.bot.answer = lambda _ask: {"messages": [said("已经报了。")], "expecting": RAISED}
    line.sms("着火了")
    line.bot.answer = lambda _ask: {"messages": [said("听到了。")]}
    assert "是什么意思" in line.sms("2")
    line.sms("2")
    assert heard(line) == ["没有危险了"]


def raised_case(line: Line, who: dict[str, str], **asks: Any) -> str:
    """A case of the visitor's, about whose alarm the bot's question is open; its number."""
    line.bot.answer = lambda _ask: {"messages": [said("您好。")]}
    line.chat("你好", who)
    with line.parts.db.write() as s:
        case_no = report(s, line.parts, s.scalars(sa.select(ContactPoint.id)).one()).case_no
    line.bot.answer = lambda _ask: {"messages": [said("已经报了。")], "expecting": RAISED | {"case_no": case_no} | asks}
    line.chat("着火了", who)
    line.bot.answer = lambda _ask: {"messages": [said("听到了。")]}
    return case_no


def noted(line: Line) -> list[str]:
    """The words added to the only case."""
    with line.parts.db.read() as s:
        case = s.scalars(sa.select(Case)).one()
        return [words.text for event in case.events if event.verb == "add_detail" for words in event.words]


@pytest.mark.usefixtures("community")
def test_a_number_is_noted_on_the_case_while_its_meaning_is_asked(line: Line) -> None:
    """12 may be the floor: it is not lost if nobody answers."""
    who = line.visitor()
    raised_case(line, who)
    assert "是什么意思" in line.chat("12", who)
    assert noted(line) == ["12"]


@pytest.mark.usefixtures("community")
def test_a_number_that_the_alarm_asked_for_is_not_noted_by_the_gateway(line: Line) -> None:
    """The bot does what is to be done with it."""
    who = line.visitor()
    raised_case(line, who, asks="danger")
    line.chat("1", who)
    assert (noted(line), heard(line)[-1]) == ([], "有")


def test_of_three_meanings_none_is_said_to_await_an_answer(line: Line) -> None:
    """The numbers to call stand there as where there are two."""
    meant = Meant("2", alternatives=(("还有危险", ""), ("没有危险了", ""), ("路灯坏了（0001）", "")), unclear="2")
    text = answers.which_is_meant(line.parts, meant).text
    assert "是什么意思" in text
    assert "等您回话" not in text
    assert "110、119、120" in text
    assert "3：路灯坏了（0001）" in text
