"""The red box of alarms stays in sight: the bar of what is done with ticked cases covers none of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa
from playwright.sync_api import Locator, ViewportSize

from portal.cases.models import Case
from portal.cases.records import actors
from portal.cases.verbs.intake import registering
from portal.cases.verbs.reporter import reporter_actions
from portal.residents.models import ContactPoint
from tests.browser.conftest import Site, log_in
from tests.browser.sight import Watched, looks_right
from tests.portal.cases.cases_world import draft

FIRE = "幸福家园3栋楼道里堆的纸板着火了，烟很大，" * 3


@contextmanager
def alarms(site: Site, count: int) -> Iterator[None]:
    """So many emergencies, so that the red box is tall, and so many ordinary cases to tick; withdrawn afterwards, as others use the site."""
    made = []
    with site.parts.db.write() as s:
        now = site.parts.clock.now()
        for number in range(2 * count):
            level = "emergency" if number < count else "urgent"
            point = ContactPoint(channel="webchat", address_key=f"box {now.isoformat()} {number}", created_at=now)
            s.add(point)
            s.flush()
            read = draft(FIRE, places=[], times=[], urgency={"level": level, "reasons": [], "danger": "fire"})
            made.append(registering.report(s, site.parts, contact=point.id, text=FIRE, draft=read).id)
    yield
    with site.parts.db.write() as s:
        for case in s.scalars(sa.select(Case).where(Case.id.in_(made))):
            reporter_actions.withdraw(s, site.parts, case, actors.resident(case.contact_point_id))


def overlap(one: Locator, other: Locator) -> float:
    """By how many pixels one box covers the other; 0 or less: they stand apart."""
    first, second = one.bounding_box(), other.bounding_box()
    assert first is not None
    assert second is not None
    return min(first["y"] + first["height"], second["y"] + second["height"]) - max(first["y"], second["y"])


@pytest.mark.parametrize("size", [{"width": 1280, "height": 900}, {"width": 390, "height": 844}])
def test_the_bar_of_ticked_cases_covers_no_alarm(site: Site, clerk: Watched, size: ViewportSize) -> None:
    """With cases ticked and the page scrolled to its top, where the box is as high as the screen."""
    with alarms(site, 6):
        page = clerk.page()
        log_in(page, site.url, "desk")
        page.set_viewport_size(size)
        page.goto(site.url + "/desk")
        page.locator("[data-pick-all]").click()
        box, bar = page.locator("#alarms"), page.locator("#bulk")
        for place in ("document.body.scrollHeight", "0", "300", "600"):
            page.evaluate(f"window.scrollTo(0, {place})")
            assert overlap(box, bar) <= 0
        page.locator("#alarms").scroll_into_view_if_needed()
        looks_right(page, f"desk-alarms-ticked-{size['width']}")
