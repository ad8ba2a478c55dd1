"""Whoever asks in an emergency who comes hears whether anybody on duty has taken it, as far as the portal knows."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from portal.cases.records import alarms
from portal.cases.verbs.alarms.paging import acknowledge_alarm, raise_alarm
from portal.channels.bot_client import BotClient
from portal.channels.inbound.conversation import drain
from portal.channels.outbound.not_taken import asks_who_comes
from portal.kernel.roles import Role
from portal.staff.models import Account
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import draft, report
from tests.portal.channels.conversation_world import client_of_bot, say, sender, texts
from tests.portal.conftest import HandClock
from tests.vendors.bot import StandInBot

__all__ = ["client_of_bot", "sender"]

NOBODY_YET = "还没有人接下"


@pytest.mark.parametrize(
    "text",
    ["派谁来、几点来", "有人来吗", "什么时候来", "怎么还没人来", "你们的人出发了吗", "来了吗", "还要多久", "谁会来", "到哪了", "没人来啊", "有没有人管", "有人看到吗", "還要等多久"],
)  # fmt: skip
def test_who_comes_is_asked(text: str) -> None:
    assert asks_who_comes(text)


@pytest.mark.parametrize(
    "text",
    ["救护车来了吗", "消防几点到", "110到哪了", "他来了", "他又来了", "门口有人来过", "楼下有人在打架", "谁来收垃圾", "水什么时候来", "有人去看了", "他还在里面", "火更大了", "谢谢"],
)  # fmt: skip
def test_it_is_not(text: str) -> None:
    """Of those at 110, 119 and 120 the portal knows nothing."""
    assert not asks_who_comes(text)


FELL = {"level": "emergency", "reasons": [], "danger": "injury"}


def hear(parts: Parts, sender: int, client_of_bot: BotClient, clock: HandClock, text: str) -> list[str]:
    """What is answered to a message, a minute later."""
    before = len(texts(parts, sender))
    clock.move(minutes=1)
    say(parts, sender, text)
    drain(parts, client_of_bot, sender, seconds=5, call_seconds=5)
    return texts(parts, sender)[before:]


def on_duty(s: Session, parts: Parts) -> int:
    """A clerk with a telephone, so that somebody is paged."""
    clerk = Account(
        username="duty",
        password_hash="x",
        name="值班",
        role=Role.DESK,
        phone="+8613900000001",
        active=True,
        created_at=parts.clock.now(),
    )
    s.add(clerk)
    s.flush()
    return clerk.id


def test_whether_anybody_has_taken_it_is_said(
    parts: Parts, sender: int, bot: StandInBot, client_of_bot: BotClient, clock: HandClock
) -> None:
    """Once somebody has, that; not to other words, nor of an ordinary case."""
    assert not any(NOBODY_YET in one for one in hear(parts, sender, client_of_bot, clock, "有人来吗"))
    with parts.db.write() as s:
        clerk = on_duty(s, parts)
        case = report(s, parts, sender, "柳树里3栋有人摔倒流血了", draft=draft("柳树里3栋有人摔倒流血了", urgency=FELL))
        raise_alarm(s, parts, case)
        found = alarms.alarm_of(s, case)
        assert found is not None
        alarm = found.id
    told = hear(parts, sender, client_of_bot, clock, "派谁来，几点来")
    assert NOBODY_YET in told[-1]
    assert "先打 110" in told[-1]
    assert not any(NOBODY_YET in one for one in hear(parts, sender, client_of_bot, clock, "腿动不了"))
    with parts.db.write() as s:
        acknowledge_alarm(s, alarm, clerk, "tap", parts.clock.now())
    told = hear(parts, sender, client_of_bot, clock, "有人来吗")
    assert "值班的人接下了" in told[-1]
    assert not any(NOBODY_YET in one for one in told)


def test_nothing_of_it_is_said_where_somebody_else_may_hold_the_telephone(
    parts: Parts, sender: int, bot: StandInBot, client_of_bot: BotClient, clock: HandClock
) -> None:
    """Of danger at home."""
    with parts.db.write() as s:
        on_duty(s, parts)
        home = {"level": "emergency", "reasons": [], "danger": "home_violence"}
        case = report(s, parts, sender, "我老公打我", draft=draft("我老公打我", urgency=home), no_push=True)
        raise_alarm(s, parts, case)
    assert not any(NOBODY_YET in one for one in hear(parts, sender, client_of_bot, clock, "有人来吗"))
