"""The workload ledger: what is counted, for whom, in which week; and what is gone after a month."""

from __future__ import annotations

import re

import sqlalchemy as sa
from flask.testing import FlaskClient

from portal.kernel.roles import Role
from portal.privacy import retention
from portal.rounds.models import Visit
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import account, actor
from tests.portal.conftest import HandClock
from tests.portal.rounds.conftest import Send
from tests.portal.rounds.test_rounds_doors import SEEN, version_of
from tests.portal.signed_in import sit_down

VISIT = {
    "on": "2026-11-24",
    "whom": "elder",
    "purpose": "care",
    "minutes": "25",
    "household": "3栋一楼张奶奶",
    "note": "缺药",
}


def a_day(send: Send, parts: Parts, case_no: str) -> None:
    """Two visits, one of last week; a sighting; an acknowledgement."""
    assert send("visits", key="1" * 20, **VISIT).status_code == 200
    assert send("visits", key="2" * 20, **VISIT | {"on": "2026-11-22", "minutes": "5"}).status_code == 200
    assert send("sightings", key="3" * 20, text=SEEN).status_code == 200
    acted = send(f"cases/{case_no}/acknowledge", key="4" * 20, version=version_of(parts, case_no))
    assert acted.status_code == 200


def read(client: FlaskClient, week: str = "") -> str:
    page = client.get("/grid/ledger", query_string={"week": week})
    assert page.status_code == 200
    return page.get_data(as_text=True)


def figures(page: str) -> list[list[int]]:
    """Each worker's row of figures: visits, minutes, sightings, then acts."""
    rows = page.rsplit("<tbody>", maxsplit=1)[-1].split("</tbody>", maxsplit=1)[0].split("<tr>")[1:]
    return [[int(n) for n in re.findall(r"<td[^>]*>(\d+)</td>", row)] for row in rows]


def test_a_worker_reads_their_own_week(phone: FlaskClient, parts: Parts, send: Send, case_no: str) -> None:
    """Counts and, of visits, their own words; the week before apart."""
    a_day(send, parts, case_no)
    page = read(phone)
    assert figures(page) == [[1, 25, 1, 1, 0, 0, 0]]
    assert "张奶奶" in page
    assert figures(read(phone, "2026-11-20")) == [[1, 5, 0, 0, 0, 0, 0]]


def test_a_supervisor_reads_counts_by_grid_and_no_words(
    phone: FlaskClient, parts: Parts, send: Send, case_no: str
) -> None:
    """Also of whoever recorded nothing; whom a worker visited stays with the worker."""
    a_day(send, parts, case_no)
    with parts.db.write() as s:
        s.add(account(parts, Role.GRID, username="idle", name="李没记", grid="G-02"))
        number = actor(s, Role.SUPERVISOR).id
    page = read(sit_down(phone.application.test_client(), parts, number))
    assert page.index("张网格员") < page.index("李没记")
    assert figures(page) == [[1, 25, 1, 1, 0, 0, 0], [0] * 7]
    assert "张奶奶" not in page


def test_another_worker_reads_nothing_of_it(phone: FlaskClient, parts: Parts, send: Send, case_no: str) -> None:
    """Their own week alone."""
    a_day(send, parts, case_no)
    with parts.db.write() as s:
        other = account(parts, Role.GRID, username="other", name="李别人", grid="G-02")
        s.add(other)
        s.flush()
        number = other.id
    page = read(sit_down(phone.application.test_client(), parts, number))
    assert ("张网格员" in page, "张奶奶" in page) == (False, False)


def test_a_week_that_is_no_day_is_refused(phone: FlaskClient) -> None:
    """Neither is one to come shown."""
    assert phone.get("/grid/ledger?week=soon").status_code == 400
    assert "11月23日" in read(phone, "2999-01-01")


def test_words_of_visits_are_gone_after_a_month(phone: FlaskClient, parts: Parts, send: Send, clock: HandClock) -> None:
    """The counts stay."""
    send("visits", **VISIT)
    clock.move(days=31)
    retention.erase_batch(parts)
    with parts.db.read() as s:
        visit = s.scalars(sa.select(Visit)).one()
        assert (visit.household, visit.note, visit.minutes) == ("", "", 25)
