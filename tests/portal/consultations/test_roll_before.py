"""Chair and scrutineer read that a roll has far fewer or far more entries than the last one: a majority is counted by it."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.portal.consultations.committee_pages_world import act_as
from tests.portal.consultations.consultations_world import World
from tests.portal.consultations.test_consultations_pages import text_of


@pytest.mark.parametrize(("entries", "is_told"), [(5, True), (45, True), (12, False), (35, False)])
def test_a_roll_unlike_the_last_is_told_with_both_numbers(
    world: World, client: FlaskClient, entries: int, is_told: bool
) -> None:
    """To either; where it is less than half, or more than twice."""
    world.open(roll=20)
    with world.parts.db.write() as s:
        found_id = world.noticed(s, roll=entries, confirmed=False)
    for actor in (world.chair, world.scrutineer):
        act_as(client, actor)
        page = text_of(client.get(f"/committee/consultations/{found_id}"))
        assert (f"上一次表决的名册有20人，这一次有{entries}人" in page) is is_told


def test_the_first_roll_is_compared_with_none(world: World, client: FlaskClient) -> None:
    """Nor is another committee's, which counts owners."""
    world.open(world.owners_plan(), world.owners_chair, roll=20)
    with world.parts.db.write() as s:
        found_id = world.noticed(s, roll=5, confirmed=False)
    act_as(client, world.chair)
    assert "上一次表决的名册" not in text_of(client.get(f"/committee/consultations/{found_id}"))
