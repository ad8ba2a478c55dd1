"""Whom the case's page names as accused: whom the reporter named; whoever is only in the post is asked about."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from portal.kernel.roles import Role
from portal.staff.models import Account
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import account, actor, draft, report
from tests.portal.signed_in import sit_down


def page_of(client: FlaskClient, parts: Parts, reporter: int, text: str, **more: Any) -> str:
    """The clerk's page of a case with this text; the worker of its grid is 演示·网格员老周."""
    with parts.db.write() as s:
        s.execute(sa.update(Account).where(Account.role == Role.GRID).values(name="演示·网格员老周"))
        s.add(account(parts, Role.GRID, username="other", grid="G-02", name="网格员赵敏"))
    with parts.db.write() as s:
        case_no = report(s, parts, reporter, text, **more).case_no
        number = actor(s, Role.DESK).id
    return sit_down(client, parts, number).get(f"/desk/cases/{case_no}").text


def test_who_is_only_in_the_post_is_asked_about(client: FlaskClient, parts: Parts, reporter: int) -> None:
    """The reporter names 小王: the page says who works in the grid, and that this is to be checked."""
    page = page_of(client, parts, reporter, "柳树里3栋的网格员小王收我200块钱才给办事")
    assert "这一片的网格员是演示·网格员老周，居民没有说他的名字：是不是说他，请核实" in page
    assert "说的是演示·网格员老周的行为" not in page


@pytest.mark.parametrize("called", ["网格员老周", "网格员周师傅", "网格员老 周"])
def test_who_is_named_is_named(client: FlaskClient, parts: Parts, reporter: int, called: str) -> None:
    """By the name, by a nickname, or with a gap in it."""
    page = page_of(client, parts, reporter, f"柳树里3栋的{called}收我200块钱才给办事")
    assert "这件事说的是演示·网格员老周的行为" in page
    assert "请核实" not in page


def test_a_worker_of_another_grid_does_not_work_there(client: FlaskClient, parts: Parts, reporter: int) -> None:
    """Without a grid every grid's worker may be meant; none is said to work there."""
    page = page_of(
        client, parts, reporter, "网格员小王收我200块钱才给办事", draft=draft("网格员小王收我200块钱", places=[])
    )
    assert "这一片的网格员是" not in page
    assert "代班的还有演示·网格员老周、网格员赵敏，居民没有说他们的名字" in page
