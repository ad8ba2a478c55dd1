"""Words of a resident while a clerk talks: an answer, a place, a yes or no reaches the bot or the clerk, and is told once."""

from __future__ import annotations

import pytest

from portal.storage.parts import Parts
from tests.attacks.handover_world import Clerk, Visitor, bot, contact_of, line, ports, visitor, wants_a_person
from tests.attacks.lost_words_world import ask
from tests.attacks.test_choice_in_chat import line as vote_line
from tests.attacks.town import call, report, seat, town
from tests.portal.cases.cases_world import community
from tests.portal.conftest import HandClock
from tests.vendors.bot import StandInBot, said

__all__ = ["bot", "call", "community", "line", "ports", "report", "seat", "town", "visitor", "vote_line"]

FOLLOW_UP = {"kind": "follow_up", "case_no": "LL-20261124-0001", "choices": {"1": "修好了", "2": "没修好"}}
EMERGENCY = {"kind": "detail", "case_no": "LL-20261124-0002", "asks": "place"}


@pytest.fixture
def talking(line: Parts, visitor: Visitor, clock: HandClock) -> Clerk:
    """A clerk has the chat."""
    visitor.say("你好")
    wants_a_person(line, contact_of(line))
    clerk = Clerk(line)
    assert clerk.answer("您好，我是小王").status_code == 303
    clock.move(seconds=5)
    return clerk


# --- while a clerk talks


@pytest.mark.parametrize("where", ["桂花苑8栋2单元301", "就在菜场后头", "老地方那个亭子"])
def test_where_an_emergency_is_reaches_the_bot_while_a_clerk_talks(
    line: Parts, visitor: Visitor, bot: StandInBot, talking: Clerk, clock: HandClock, where: str
) -> None:
    """The bot asked for it, so the answer is for the alarm; the clerk reads it too. Other words stay with the clerk."""
    assert visitor.say("路灯的事怎么说") == []
    ask(line, EMERGENCY)
    clock.move(seconds=5)
    assert visitor.say(where)[-1]["text"] == f"听到：{where}"
    assert bot.asked[-1]["metadata"]["expecting"]["case_no"] == EMERGENCY["case_no"]
    assert where in talking.page()
    assert "有新话" in talking.client.get("/desk/handovers").text


def test_once_the_clerk_has_spoken_only_a_place_is_the_answer_to_where(
    line: Parts, visitor: Visitor, bot: StandInBot, talking: Clerk, clock: HandClock
) -> None:
    """A name, a thank-you is for the clerk."""
    ask(line, EMERGENCY)
    clock.move(seconds=5)
    talking.answer("您贵姓")
    clock.move(seconds=5)
    assert visitor.say("我姓王") == []
    assert visitor.say("桂花苑8栋2单元301")[-1]["text"] == "听到：桂花苑8栋2单元301"


def test_where_an_emergency_is_goes_before_what_was_asked_since(
    line: Parts, visitor: Visitor, bot: StandInBot, clock: HandClock
) -> None:
    """A follow-up came in between: its own answers are its own, a place is the emergency's."""
    visitor.say("你好")
    ask(line, EMERGENCY)
    clock.move(seconds=5)
    ask(line, FOLLOW_UP)
    clock.move(seconds=5)
    for words, question in (("桂花苑8栋2单元301", EMERGENCY), ("没修好", FOLLOW_UP), ("2", FOLLOW_UP)):
        visitor.say(words)
        assert bot.asked[-1]["metadata"]["expecting"]["case_no"] == question["case_no"]


@pytest.mark.parametrize("words", ["没修好", "还没好", "修好了", "2", "催一下"])
def test_an_answer_to_the_follow_up_reaches_the_bot_while_a_clerk_talks(
    line: Parts, visitor: Visitor, bot: StandInBot, talking: Clerk, clock: HandClock, words: str
) -> None:
    """The system asked, the answer is taken, and the clerk reads it."""
    ask(line, FOLLOW_UP)
    clock.move(seconds=5)
    assert visitor.say(words) != []
    assert bot.asked[-1]["metadata"]["expecting"]["case_no"] == FOLLOW_UP["case_no"]
    assert words in talking.page()


LONGER = [
    "师傅昨天来过一趟，可是根本没修好，你们来看看", "我跟您说啊，那个灯还是没修好，晚上照样黑", "说是修好了，今天又坏了，麻烦您再催催",
    "水还在漏呢，跟没修一样，小王你帮我看看",
]  # fmt: skip


@pytest.mark.parametrize("words", LONGER)
def test_a_no_in_a_longer_sentence_is_shown_to_the_clerk_and_moves_no_case(
    line: Parts, visitor: Visitor, bot: StandInBot, talking: Clerk, clock: HandClock, words: str
) -> None:
    """It may be of another matter: the clerk sees which case waits for an answer, and the bot is not asked."""
    assert visitor.say("楼道的灯还是坏的") == []
    assert "像是在说" not in talking.page()  # nothing waits for an answer
    ask(line, FOLLOW_UP)
    clock.move(seconds=5)
    talking.answer("您说的是哪里的灯？")
    clock.move(seconds=5)
    before = len(bot.asked)
    assert visitor.say("我姓王，住二楼，白天都在家里等") == []
    assert "像是在说" not in talking.page()
    assert visitor.say(words) == []
    assert len(bot.asked) == before
    assert "居民像是在说“没修好”" in talking.page()
    assert FOLLOW_UP["case_no"] in talking.page()
    assert "可能没修好" in talking.client.get("/desk/handovers").text
    assert visitor.say("0001没修好") != []
    assert bot.asked[-1]["metadata"]["expecting"]["case_no"] == FOLLOW_UP["case_no"]


def test_a_no_that_names_its_case_reaches_it_however_long(
    line: Parts, visitor: Visitor, bot: StandInBot, talking: Clerk, clock: HandClock
) -> None:
    """The number says which; the same words with the number of a case that waits for nothing stay with the clerk."""
    ask(line, FOLLOW_UP)
    clock.move(seconds=5)
    talking.answer("请问是哪一件？")
    clock.move(seconds=5)
    assert visitor.say("LL-20261124-0009那个根本没修好，你们来看看") == []
    assert visitor.say("LL-20261124-0001那个根本没修好，你们来看看") != []
    assert bot.asked[-1]["metadata"]["expecting"]["case_no"] == FOLLOW_UP["case_no"]


@pytest.mark.parametrize("words", ["好的", "行", "1", "知道了", "可以"])
def test_a_yes_to_the_clerk_closes_no_case(
    line: Parts, visitor: Visitor, bot: StandInBot, talking: Clerk, clock: HandClock, words: str
) -> None:
    """The clerk spoke after the system's question: a bare yes is for the clerk; 没修好 still says it by itself."""
    ask(line, FOLLOW_UP)
    clock.move(seconds=5)
    talking.answer("明天上午派人去看，行吗")
    clock.move(seconds=5)
    assert visitor.say(words) == []
    assert visitor.say("没修好") != []


def test_who_answers_is_said_once_on_either_side(
    line: Parts, visitor: Visitor, bot: StandInBot, clock: HandClock
) -> None:
    """Before the clerk's first words, and with the bot's first answer after them; not before a danger answer."""
    visitor.say("你好")
    wants_a_person(line, contact_of(line))
    clerk = Clerk(line)
    clerk.answer("您好，我是小王")
    clerk.answer("您请说")
    told = [text for _, text in visitor.heard()]
    assert [text for text in told if "工作人员在回您" in text] == [told[-3]]
    clock.move(seconds=5)
    clerk.client.post("/desk/handovers/1/done")
    assert ["机器人在回您" in message["text"] for message in visitor.say("谢谢")] == [True, False]
    assert ["机器人在回您" in message["text"] for message in visitor.say("再见")] == [False]


def test_after_a_silence_too_it_is_said_and_never_before_the_number(
    line: Parts, visitor: Visitor, bot: StandInBot, talking: Clerk, clock: HandClock
) -> None:
    clock.move(minutes=31)
    bot.answer = lambda _ask: {"messages": [said("请马上打火警119！\n人先离开。", response="utter_danger_fire")]}
    first, second = visitor.say("着火了")
    assert first["text"].startswith("请马上打火警119")
    assert "机器人在回您" in second["text"]
