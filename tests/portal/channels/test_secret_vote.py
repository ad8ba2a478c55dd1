"""A secret choice never passes through a channel: not a letter of it is stored or forwarded."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from portal.channels import questions
from portal.channels.models import ChatMessage, InboxMessage
from portal.channels.wire import VoteSecret
from portal.storage.parts import Parts
from tests.portal.channels.conftest import Visitor
from tests.portal.conftest import HandClock
from tests.portal.consultations.secret_vote import open_secret_vote
from tests.vendors.bot import StandInBot, said

QUESTIONS = [
    {"key": "q1", "text": "同意吗", "options": [{"code": "yes", "label": "同意"}, {"code": "no", "label": "反对"}]}
]


@pytest.fixture
def secret_vote(parts: Parts) -> None:
    """An open secret consultation."""
    open_secret_vote(parts, "小区要不要装门禁", QUESTIONS)


def expect_vote(parts: Parts, visitor: Visitor) -> None:
    """The chat has just handed out a link to it."""
    visitor.say("怎么投票")
    with parts.db.write() as s:
        asked: VoteSecret = {"kind": "vote_secret", "consultation": "1", "choices": {"1": "同意", "2": "反对"}}
        questions.ask(s, 1, asked, parts.clock.now())


@pytest.mark.usefixtures("secret_vote")
def test_a_choice_is_answered_and_leaves_no_trace(
    parts: Parts, visitor: Visitor, bot: StandInBot, caplog: pytest.LogCaptureFixture
) -> None:
    """The row keeps id and time; neither the bot, the database, its log, nor our log has the words."""
    expect_vote(parts, visitor)
    before = len(bot.asked)
    caplog.set_level(0)
    for number, choice in enumerate(("我家坚决同意", "第1题反对", "1")):
        answer = visitor.say(choice, f"vote-{number}")
        assert ["这样不算投票" in message["text"] for message in answer["messages"]] == [True]
        assert not answer["pending"]
    assert len(bot.asked) == before
    with parts.db.read() as s:
        kept = s.execute(
            sa.select(InboxMessage.kind, InboxMessage.text, InboxMessage.place).where(InboxMessage.kind == "withheld")
        ).all()
    assert [tuple(row) for row in kept] == [("withheld", "", "")] * 3
    files = b"".join(path.read_bytes() for path in Path(parts.settings.home).rglob("*") if path.is_file())
    for trace in ("坚决同意", "题反对"):
        assert trace.encode() not in files
        assert trace not in caplog.text


@pytest.mark.usefixtures("secret_vote")
def test_a_vote_cast_out_of_the_blue_is_withheld_too(parts: Parts, visitor: Visitor, bot: StandInBot) -> None:
    """While a secret one is open."""
    assert "这样不算投票" in visitor.say("门禁的事我投反对")["messages"][-1]["text"]
    assert bot.asked == []


@pytest.mark.usefixtures("secret_vote")
def test_other_words_go_to_the_bot(parts: Parts, visitor: Visitor, bot: StandInBot) -> None:
    """Questions and matters; a bare 同意 that nobody has asked for does not."""
    for text in ("同意", "装门禁哪天投票", "电梯坏了，我反对拖着"):
        visitor.say(text)
    assert [ask["text"] for ask in bot.asked] == ["装门禁哪天投票", "电梯坏了，我反对拖着"]


def test_without_an_open_secret_vote_nothing_is_withheld(visitor: Visitor, bot: StandInBot) -> None:
    """我投反对 is a text like any other then."""
    visitor.say("我投反对")
    assert [ask["text"] for ask in bot.asked] == ["我投反对"]


@pytest.mark.usefixtures("secret_vote")
def test_the_same_message_again_is_still_withheld(
    parts: Parts, visitor: Visitor, bot: StandInBot, work: Callable[[], None]
) -> None:
    """A repeat finds the row; the worker has nothing to take up."""
    expect_vote(parts, visitor)
    assert visitor.say("同意", "v") == visitor.say("同意", "v")
    work()
    assert [ask["text"] for ask in bot.asked] == ["怎么投票"]


@pytest.mark.usefixtures("secret_vote")
def test_a_yes_to_a_later_question_is_not_withheld(parts: Parts, visitor: Visitor, bot: StandInBot) -> None:
    """The link was handed out, then the bot asked whether its summary is right: 同意 answers that."""
    expect_vote(parts, visitor)
    bot.answer = lambda _ask: {"messages": [said("对吗？", asks="confirm")]}
    visitor.say("路灯坏了")
    visitor.say("同意")
    assert bot.asked[-1]["text"] == "同意"


@pytest.mark.usefixtures("secret_vote")
def test_an_item_with_a_choice_is_withheld(visitor: Visitor, bot: StandInBot) -> None:
    """第1项同意, from the list that the chat showed."""
    assert "这样不算投票" in visitor.say("第1项同意")["messages"][-1]["text"]
    assert bot.asked == []


COUNTS = [
    "第一个",
    "第一件",
    "先说第一个",
    "第二个",
    "第二个是",
    "第二个事",
    "第一点",
    "第一，",
    "最后一个",
    "第一个呢",
]


@pytest.mark.usefixtures("secret_vote")
@pytest.mark.parametrize(
    ("response", "asks"),
    [
        ("utter_take_your_time", None),
        ("utter_go_on", "detail"),
        ("utter_ask_place", "place"),
        ("utter_confirm", "confirm"),
        ("utter_registered", None),
    ],
)
@pytest.mark.parametrize("text", COUNTS)
def test_who_counts_their_matters_makes_no_choice(
    visitor: Visitor, bot: StandInBot, text: str, response: str, asks: str | None
) -> None:
    """After 有两个事, in an open report, and of a case, 第一个 is the first matter and is kept."""
    bot.answer = lambda _ask: {"messages": [said("您说", response=response, asks=asks)]}
    visitor.say("有两个事")
    visitor.say(text)
    assert bot.asked[-1]["text"] == text


@pytest.mark.usefixtures("secret_vote")
@pytest.mark.parametrize("text", ["第一个呢", "那第二个呢？", "第一件呢"])
def test_an_ordinal_that_asks_is_no_choice(visitor: Visitor, bot: StandInBot, text: str) -> None:
    """Out of the blue, too."""
    visitor.say(text)
    assert bot.asked[-1]["text"] == text


@pytest.mark.usefixtures("secret_vote")
@pytest.mark.parametrize("text", [*COUNTS[:1], *COUNTS[2:4], "最后一个", "第一"])
@pytest.mark.parametrize(
    "response", ["utter_vote_link", "utter_consultations_list", "utter_ask_vote", "choice_not_counted"]
)
def test_where_a_vote_was_talked_about_an_ordinal_is_a_choice(
    clock: HandClock, visitor: Visitor, bot: StandInBot, text: str, response: str
) -> None:
    """Within a day of its list or link, though the sender was asked to go on telling since."""
    bot.answer = lambda _ask: {"messages": [said("投票在这里", response=response)]}
    visitor.say("有啥投票的事")
    bot.answer = lambda _ask: {"messages": [said("您说", response="utter_take_your_time")]}
    visitor.say("有两个事")
    clock.move(hours=20)
    visitor.say("有两个事")
    assert "这样不算投票" in visitor.say(text)["messages"][-1]["text"]


@pytest.mark.usefixtures("secret_vote")
@pytest.mark.parametrize("text", ["第一个", "第二个", "头一个", "我选第一个", "投第二个", "第二个好"])
def test_an_ordinal_out_of_the_blue_or_with_a_word_of_choosing_is_a_choice(
    visitor: Visitor, bot: StandInBot, text: str
) -> None:
    """Nobody has announced two matters."""
    assert "这样不算投票" in visitor.say(text)["messages"][-1]["text"]
    bot.answer = lambda _ask: {"messages": [said("您说", response="utter_take_your_time")]}
    visitor.say("有两个事")
    assert "这样不算投票" in visitor.say(text)["messages"][-1]["text"]
    assert bot.asked[-1]["text"] == "有两个事"


OF_NO_VOTE = [
    "1",
    "3",
    "👍",
    "都行",
    "119",
    "这样还算不算",
    "那还算数吗",
    "我想当楼长",
    "好的可以",
    "随便哪个",
    "这样行不行",
    "+1",
    "√",
]


@pytest.mark.usefixtures("secret_vote")
@pytest.mark.parametrize("said_by", OF_NO_VOTE)
def test_words_of_no_vote_are_none_before_any_was_told(visitor: Visitor, bot: StandInBot, said_by: str) -> None:
    """They go on to the bot; nothing is thrown away."""
    told = " ".join(message["text"] for message in visitor.say(said_by)["messages"])
    assert "这样不算投票" not in told
    assert bot.asked[-1]["text"] == said_by


@pytest.mark.usefixtures("secret_vote")
@pytest.mark.parametrize(
    "choice", ["同意", "我家同意", "投反对", "没意见", "支持", "弃权", "选同意", "赞成装门禁", "我反对", "意见是不装"]
)
def test_words_of_a_vote_are_kept_out_before_any_was_told(visitor: Visitor, bot: StandInBot, choice: str) -> None:
    told = " ".join(message["text"] for message in visitor.say(choice)["messages"])
    assert "这样不算投票" in told
    assert bot.asked == []


@pytest.mark.usefixtures("secret_vote")
@pytest.mark.parametrize("choice", ["1", "都行"])
def test_once_a_vote_was_told_a_number_may_be_a_choice(
    parts: Parts, visitor: Visitor, clock: HandClock, choice: str
) -> None:
    """Also days later."""
    visitor.say("怎么投票")
    with parts.db.write() as s:
        s.execute(sa.update(ChatMessage).values(template="utter_vote_link"))
    clock.move(days=5)
    told = " ".join(message["text"] for message in visitor.say(choice)["messages"])
    assert "这样不算投票" in told
