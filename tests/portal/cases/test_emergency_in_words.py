"""What the reporter of an emergency reads of it, on its page and in their list: who has it, or that nobody can be called."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from portal.cases.models import Alarm, Case
from portal.cases.records import numbers, presentation
from portal.cases.verbs.alarms import paging
from portal.kernel.roles import Role
from portal.staff.models import Account
from portal.storage.parts import Parts
from tests.portal.cases.cases_page_world import as_reporter, bare
from tests.portal.cases.cases_world import actor, draft, report


@pytest.fixture
def address(client: FlaskClient, parts: Parts, reporter: int) -> str:
    """The page of an emergency, open to its reporter; a clerk left a phone."""
    as_reporter(client, parts)
    with parts.db.write() as s:
        s.execute(sa.update(Account).where(Account.role == Role.DESK).values(phone="+8613800000001"))
        urgent = {"level": "emergency", "reasons": [], "danger": "trapped"}
        link = numbers.link(parts.settings, report(s, parts, reporter, draft=draft(urgency=urgent)))
    link = link.removeprefix(parts.settings.public_url)
    client.get(link)
    return bare(link)


def title(page: str) -> str:
    return page.partition('<h1 class="page__title">')[2].partition("</h1>")[0]


def test_taken_on_it_says_so_everywhere(client: FlaskClient, parts: Parts, address: str) -> None:
    """Not that it waits for somebody to look at it."""
    assert title(client.get(address).text) == "按险情报上去了，正在叫值班的人，还没有人接下"
    with parts.db.write() as s:
        alarm = s.scalars(sa.select(Alarm)).one()
        paging.acknowledge_alarm(s, alarm.id, actor(s, Role.DESK).id, "tap", parts.clock.now())
    assert title(client.get(address).text) == "按险情报上去了，值班的人接下了"
    mine = client.get("/me").text
    assert "值班的人接下了" in mine
    assert "等工作人员看" not in mine


def test_where_nobody_left_a_phone_nobody_is_said_to_be_called(parts: Parts, address: str) -> None:
    with parts.db.write() as s:
        s.execute(sa.update(Account).values(phone=""))
        said = presentation.state_in_words(s, s.scalars(sa.select(Case)).one(), parts.clock.now())
    assert said == "按险情登记了，值班的人现在叫不到"
