"""Danger that is told after an all-clear, or beside relief, while there is no bot: the bot's late reading takes nothing of it back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from portal.cases.models import Alarm
from portal.channels.models import OpenQuestion
from portal.storage.parts import Parts
from tests.portal.channels.conftest import Visitor
from tests.portal.channels.test_late_answers import ADDED, ADVICE, CLEAR, RAISED, Answers, answers, message, told_late
from tests.portal.channels.without_bot_world import acknowledge, cases, comes, messages, paged, report
from tests.portal.conftest import HandClock
from tests.vendors.bot import StandInBot

__all__ = ["answers"]
pytestmark = pytest.mark.usefixtures("on_call")
SELF_HARM = ("utter_danger_self_harm", "请马上打110，想找人说话打12356！\n我们在听。别一个人待着。")
OVERDOSE = ("utter_danger_poison", "请马上打急救120！\n别催吐，药瓶带上。")
CHECK = ("utter_ask_danger_check", "是真的漏了吗？1 是 2 不是")


def clear(call: Any, parts: Parts, number: int, *, message_id: int = 0) -> None:
    """The bot reads the message of this place as the end of the danger."""
    row, case_no = messages(parts)[number], cases(parts)[0].case_no
    body = {"contact": row.contact_point_id, "text": row.text, "false_alarm": False, "ends": True}
    assert call(f"/cases/{case_no}/all-clear", message_id or row.id, "all_clear", body).status_code == 200


def adds(call: Any, parts: Parts, number: int) -> None:
    """The bot reads no danger in the message of this place."""
    row, case_no = messages(parts)[number], cases(parts)[0].case_no
    body: dict[str, Any] = {"contact": row.contact_point_id, "text": row.text, "danger": ""}
    assert call(f"/cases/{case_no}/details", row.id, "detail", body).status_code == 200


def has_ended(parts: Parts) -> bool:
    with parts.db.read() as s:
        return s.scalars(sa.select(Alarm)).one().ended_at is not None


@pytest.mark.usefixtures("training")
@pytest.mark.parametrize(
    "later",
    [
        "消防到了没有？火更大了",
        "隔壁煤气味特别重",
        "孩子掉河里了",
        "火更大了，我跑出来了，我妈还在里面",
        "他找到了我，在撞门",
        "火灭了，可是我爸叫不醒了",
    ],
)
def test_an_old_all_clear_ends_nothing_once_danger_was_told_after_it(
    visitor: Visitor, parts: Parts, call: Any, later: str
) -> None:
    """The same danger, another, or one beside relief; nobody is told that there is none."""
    for text in ("柳树里3栋着火了", "没事了", later):
        visitor.say(text)
    report(call, messages(parts)[0])
    clear(call, parts, 1)
    adds(call, parts, 2)
    (case,) = cases(parts)
    assert case.urgency == "emergency"
    assert not has_ended(parts)


@pytest.mark.usefixtures("training")
@pytest.mark.parametrize("later", ["消防来了，火灭了", "人都出来了", "谢谢，又麻烦你们了"])
def test_an_old_all_clear_holds_if_only_relief_or_thanks_followed(
    visitor: Visitor, parts: Parts, call: Any, later: str
) -> None:
    """The alarm ends."""
    for text in ("柳树里3栋着火了", "没事了", later):
        visitor.say(text)
    report(call, messages(parts)[0])
    clear(call, parts, 1)
    assert has_ended(parts)


@pytest.mark.usefixtures("training")
def test_what_gets_worse_after_the_bots_all_clear_pages_while_there_is_no_bot(
    visitor: Visitor, parts: Parts, call: Any, clock: HandClock
) -> None:
    """The case is an emergency again; not by thanks."""
    visitor.say("柳树里3栋着火了")
    report(call, messages(parts)[0])
    clear(call, parts, 0, message_id=messages(parts)[0].id)
    clock.move(minutes=2)
    visitor.say("谢谢，又麻烦你们了")
    assert has_ended(parts)
    before = paged(parts)
    visitor.say("火更大了，烧到三楼了")
    assert not has_ended(parts)
    assert cases(parts)[0].urgency == "emergency"
    assert paged(parts) > before


@pytest.mark.usefixtures("training")
def test_written_words_of_danger_raise_what_an_older_all_clear_ended(
    visitor: Visitor, parts: Parts, call: Any, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Though they raised nothing when they were written; once."""
    visitor.say("柳树里3栋着火了")
    visitor.say("扑灭了")
    report(call, messages(parts)[0])
    clear(call, parts, 1)
    with monkeypatch.context() as context:
        context.setattr("portal.cases.verbs.reporter.danger_again.danger_of_news", lambda *_a, **_k: "")
        visitor.say("火更大了，烧到三楼了")
    assert has_ended(parts)
    before = paged(parts)
    clock.move(minutes=2)
    for _ in range(2):
        adds(call, parts, 2)
    assert not has_ended(parts)
    assert paged(parts) > before
    assert [event.verb for event in cases(parts)[0].events].count("add_detail") == 3


@pytest.mark.usefixtures("training")
@pytest.mark.parametrize(
    ("first", "more", "pages"),
    [
        ("柳树里3栋着火了", "警察来了没，他在砸门", True),
        ("柳树里3栋着火了", "消防来了吗，火烧到五楼了", True),
        ("我女儿不见了，在柳树里3栋楼下", "女儿回来了", False),
        ("柳树里3栋着火了", "消防员又问我住几楼", False),
        ("柳树里3栋着火了", "吃了药好多了", False),
    ],
)
def test_only_news_of_danger_pages_anew(visitor: Visitor, parts: Parts, first: str, more: str, pages: bool) -> None:
    """Not an again without one, nor the end."""
    visitor.say(first)
    acknowledge(parts)
    before = paged(parts)
    visitor.say(more)
    assert (paged(parts) > before) is pages
    with parts.db.read() as s:
        assert (s.scalars(sa.select(Alarm)).one().acked_at is None) is pages


@pytest.mark.usefixtures("training")
@pytest.mark.parametrize("last", ["遗书写好了", "没事了"])
def test_advice_to_whoever_wants_to_die_is_given_though_they_deny(
    visitor: Visitor, parts: Parts, bot: StandInBot, work: Callable[[], None], answers: Answers, last: str
) -> None:  # fmt: skip
    """Their denial is not believed."""
    said = ("我不想活了，我站在楼顶", "我吃了一整瓶安眠药", last)
    answers({said[0]: (SELF_HARM, RAISED), said[1]: (OVERDOSE, ADDED), last: (CLEAR,)})
    for text in said:
        visitor.say(text)
    assert any("别催吐" in one for one in told_late(visitor, parts, bot, work))


@pytest.mark.usefixtures("training")
@pytest.mark.parametrize(("last", "is_open"), [("扑灭了", False), ("在三单元", True)])
def test_a_question_that_is_not_said_is_not_open(
    visitor: Visitor, parts: Parts, bot: StandInBot, work: Callable[[], None], last: str, is_open: bool
) -> None:
    """Nobody can answer it; the emergency's hour stays."""
    for text in ("柳树里3栋着火了", "煤气味也有点", last):
        visitor.say(text)

    def answer(ask: dict[str, Any]) -> dict[str, Any]:
        if "煤气" not in ask["text"]:
            return {"messages": [message(*ADVICE)]}
        expecting = {"kind": "danger_check", "danger": "gas", "choices": {"1": "是", "2": "不是"}}
        return {"messages": [message(*CHECK)], "expecting": expecting}

    bot.answer = answer
    comes(parts, bot)
    for _ in range(6):
        work()
    with parts.db.read() as s:
        kinds = set(s.scalars(sa.select(OpenQuestion.kind).where(OpenQuestion.answered_at.is_(None))))
    assert kinds == ({"danger_check"} if is_open else {"detail"})
