"""The answer to a claimed call, in the resident's own channel: the gateway takes it, and nobody else's counts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from portal.cases.models import Case, ContactClaim
from portal.cases.records import actors
from portal.cases.verbs.desk import desk_actions
from portal.cases.verbs.handler import handler_actions
from portal.cases.verbs.reporter import attesting
from portal.channels.models import OpenQuestion
from portal.channels.text import contact_answers
from portal.kernel.roles import Role
from portal.residents.models import ContactPoint
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import actor, community, report
from tests.portal.channels.conftest import Visitor
from tests.portal.conftest import HandClock
from tests.vendors.bot import StandInBot

__all__ = ["community"]
DENIALS = [
    "没有", "没", "没打过", "没人打过电话", "没有人给我打过电话", "没接到", "没接到过电话", "没收到电话", "没这回事", "没有这回事，骗人",
    "从来没联系过我", "不是", "假的", "谁打过电话啊", "没有啊，谁打过电话", "没人给我打过电话，太过分了", "沒打過", "未接到电话", "昨天没人打电话",
]  # fmt: skip
CONFIRMED = [
    "有", "有的", "有这回事", "打过", "打过了", "接到了", "接到过", "是的", "对", "确实", "打过电话了", "昨天打过电话", "打过了，谢谢",
    "有，打了两次", "给我打过电话", "打過了",
]  # fmt: skip
NEITHER = [
    "好的", "不知道", "忘了", "打过了但是没修", "没修好", "修好了", "好像打过", "没打过吗", "没人打过电话，三楼也漏水了", "打错了", "什么事",
    "没事了", "没问题", "没人修", "没动静", "谢谢", "打人了", "他打了我", "没气了", "有人打架", "没办法", "来了个小偷",
]  # fmt: skip


@pytest.mark.parametrize(
    ("texts", "answer"), [(DENIALS, "denied"), (CONFIRMED, "confirmed"), (NEITHER, None)], ids=["no", "yes", "neither"]
)
def test_an_answer_counts_if_it_is_understood_whole(texts: list[str], answer: str | None) -> None:
    """Thanks and anger may stand beside it; doubt, another matter and a blow may not."""
    assert {text: contact_answers.read_answer(text, "phone") for text in texts} == dict.fromkeys(texts, answer)


def test_not_having_taken_a_missed_call_is_no_answer() -> None:
    """They say that it was not taken; whether it rang is asked."""
    said = {"没接到": None, "没有未接来电": "denied", "有未接来电": "confirmed", "没有": "denied"}
    assert {text: contact_answers.read_answer(text, "missed") for text in said} == said


@pytest.fixture
def claimed(parts: Parts, visitor: Visitor, community: None, work: Callable[[], None]) -> int:
    """A case of the visitor's in whose progress the body claims a call; the question has been asked. Its reporter."""
    visitor.say("你好")
    with parts.db.write() as s:
        contact = s.scalars(sa.select(ContactPoint.id)).one()
        case = report(s, parts, contact)
        desk_actions.dispatch(s, parts, case, actors.staff(s, actor(s, Role.DESK)), body="lamps")
        handler_actions.acknowledge(s, parts, case, actors.staff(s, actor(s, Role.BODY)))
        handler_actions.progress(s, parts, case, actors.staff(s, actor(s, Role.BODY)), text="已电话联系居民")
    work()
    return contact


def answer_of(parts: Parts) -> str:
    with parts.db.read() as s:
        return s.get_one(ContactClaim, 1).answer


@pytest.mark.parametrize(("said", "answer"), [("没人打过电话", "denied"), ("2", "denied"), ("打过了", "confirmed")])
def test_the_gateway_takes_the_answer_without_the_bot(
    parts: Parts, visitor: Visitor, claimed: int, bot: StandInBot, said: str, answer: str
) -> None:
    """The answer is kept with its words, and the resident hears what was noted."""
    before = len(bot.asked)
    reply = visitor.say(said)["messages"]
    assert (answer_of(parts), len(bot.asked)) == (answer, before)
    assert "记下了" in reply[-1]["text"]
    with parts.db.read() as s:
        assert [words.text for words in s.get_one(Case, 1).events[-1].words] == [said]


def test_an_answer_on_the_page_ends_the_question_in_the_chat(
    parts: Parts, visitor: Visitor, claimed: int, bot: StandInBot
) -> None:
    """没有 afterwards is for the bot."""
    with parts.db.write() as s:
        attesting.attest(s, parts, s.get_one(Case, 1), actors.resident(claimed), 1, took_place=True)
    before = len(bot.asked)
    visitor.say("没有")
    assert (answer_of(parts), len(bot.asked)) == ("confirmed", before + 1)


def test_a_danger_is_no_answer(parts: Parts, visitor: Visitor, claimed: int, bot: StandInBot) -> None:
    """Whatever stands beside it."""
    visitor.say("着火了 没人来过")
    assert answer_of(parts) == ""


def test_another_visitor_cannot_answer(parts: Parts, visitor: Visitor, claimed: int, bot: StandInBot) -> None:
    """Not even with the case's number."""
    with parts.db.read() as s:
        case_no = s.get_one(Case, 1).case_no
    stranger = Visitor(visitor.client, visitor.client.post("/api/v1/chat/sessions").json["token"])
    stranger.say(f"没打过（{case_no}）")
    assert answer_of(parts) == ""


def test_a_question_whose_case_was_erased_is_left_to_the_bot(
    parts: Parts, visitor: Visitor, claimed: int, bot: StandInBot
) -> None:
    """Nothing is written, and the question is closed."""
    with parts.db.write() as s:
        s.get_one(Case, 1).forgotten_at = parts.clock.now()
    before = len(bot.asked)
    visitor.say("没打过")
    with parts.db.read() as s:
        assert s.scalar(sa.select(sa.func.count()).where(OpenQuestion.answered_at.is_(None))) == 0
    assert (answer_of(parts), len(bot.asked)) == ("", before + 1)


@pytest.fixture
def unasked(parts: Parts, visitor: Visitor, community: None, work: Callable[[], None]) -> int:
    """A case that the body resolved, claiming a call; only whether it is fixed has been asked yet. Its reporter."""
    visitor.say("你好")
    with parts.db.write() as s:
        contact = s.scalars(sa.select(ContactPoint.id)).one()
        case = report(s, parts, contact)
        desk_actions.dispatch(s, parts, case, actors.staff(s, actor(s, Role.DESK)), body="lamps")
        handler_actions.resolve(s, parts, case, actors.staff(s, actor(s, Role.BODY)), text="已电话联系居民，换了灯头")
    work()
    return contact


def state_of(parts: Parts) -> str:
    with parts.db.read() as s:
        return s.get_one(Case, 1).state


@pytest.mark.parametrize("said", ["没人打过电话", "没打过", "根本没人联系过我", "没接到电话"])
def test_a_claim_is_denied_before_anybody_asked_about_it(
    parts: Parts, visitor: Visitor, unasked: int, bot: StandInBot, said: str
) -> None:
    """It is no answer to whether the matter is fixed; the denial itself reopens the case."""
    before = len(bot.asked)
    reply = visitor.say(said)["messages"][-1]["text"]
    assert (answer_of(parts), len(bot.asked), state_of(parts)) == ("denied", before, "dispatched")
    assert "记下了：没有这回事" in reply
    with parts.db.read() as s:
        assert [event.verb for event in s.get_one(Case, 1).events[-2:]] == ["attest", "reopen"]


@pytest.mark.parametrize("said", ["没修好", "没有", "没来过", "没有这回事", "打过了", "打过电话了"])
def test_what_may_be_meant_otherwise_answers_no_claim_that_was_not_asked_about(
    parts: Parts, visitor: Visitor, unasked: int, bot: StandInBot, said: str
) -> None:
    """A bare no, a visit that nobody claims, a call that the sender may have made: the bot reads them as ever."""
    visitor.say(said)
    assert (answer_of(parts), bot.asked[-1]["text"]) == ("", said)


@pytest.mark.parametrize(
    ("said", "answer", "rest"),
    [
        ("修好了，但是没人打过电话", "denied", "修好了"),
        ("修好了但没人打过电话", "denied", "修好了"),
        ("没人打过电话，也没修好", "denied", "没修好"),
        ("给我打过电话，可是没修好", "confirmed", "没修好"),
        ("灯修好了。没打过电话。谢谢", "denied", "灯修好了，谢谢"),
    ],
)
@pytest.mark.parametrize("already", [False, True])
def test_both_answers_of_one_message_are_taken(
    parts: Parts,
    visitor: Visitor,
    unasked: int,
    bot: StandInBot,
    work: Callable[[], None],
    clock: HandClock,
    said: str,
    answer: str,
    rest: str,
    already: bool,
) -> None:
    """Whether or not the claim was asked about: it is answered by the gateway, the follow-up by the bot; one reply tells both."""
    if already:
        clock.move(days=2)
        work()
    reply = [one["text"] for one in visitor.say(said)["messages"]]
    asked = bot.asked[-1]
    assert (answer_of(parts), state_of(parts), asked["text"]) == (answer, "resolved", rest)
    assert asked["metadata"]["expecting"]["kind"] == "follow_up"
    assert "记下了" in reply[0]
    assert len(reply) == 2


@pytest.mark.parametrize("said", ["没人打过电话，三楼也漏了", "没人打过电话，着火了"])
def test_what_says_another_matter_beside_the_claim_is_left_whole(
    parts: Parts, visitor: Visitor, unasked: int, bot: StandInBot, said: str
) -> None:
    """The bot reads all of it."""
    visitor.say(said)
    assert (answer_of(parts), bot.asked[-1]["text"]) == ("", said)


def test_the_same_again_is_told_again_and_changes_nothing(
    parts: Parts, visitor: Visitor, claimed: int, bot: StandInBot
) -> None:
    """A second 没打过 reminds nobody."""
    visitor.say("没打过")
    before = len(bot.asked)
    reply = visitor.say("没打过")["messages"][-1]["text"]
    assert (len(bot.asked), "记下了：没有这回事" in reply) == (before, True)
    with parts.db.read() as s:
        assert [event.verb for event in s.get_one(Case, 1).events].count("attest") == 1


def test_a_denial_takes_an_earlier_confirmation_back(
    parts: Parts, visitor: Visitor, claimed: int, bot: StandInBot
) -> None:
    """The last word counts; a retraction of a denial needs more than 打过了, which may be a call of the sender's own."""
    visitor.say("打过了")
    visitor.say("没人打过电话")
    assert answer_of(parts) == "denied"
    visitor.say("打过了")
    assert answer_of(parts) == "denied"
    visitor.say("给我打过电话")
    assert answer_of(parts) == "confirmed"
