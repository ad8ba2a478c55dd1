"""Whoever uploads a roll reads their own file in full before it is imported; anybody else reads it masked."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from portal.wiring.app import create_app
from tests.portal.consultations.committee_pages_world import act_as, upload
from tests.portal.consultations.consultations_world import World, roll_csv
from tests.portal.consultations.test_consultations_pages import text_of

FILE = "姓名,手机,户,房号,面积\n王小明,13912345678,1-1,1栋101室,90\n张秀英,13912345679,1-2,1栋102室,90\n"


@pytest.fixture
def here(world: World, client: FlaskClient) -> str:
    """The roll's page of a draft, for its chair."""
    act_as(client, world.chair)
    with world.parts.db.write() as s:
        found_id = world.draft(s, world.plan()).id
    upload(client, found_id, FILE.encode())
    return f"/committee/consultations/{found_id}/roll"


def test_the_uploader_reads_names_numbers_and_flats(client: FlaskClient, here: str) -> None:
    """Else nobody can see whether it is right."""
    shown = text_of(client.get(here))
    assert "王小明" in shown
    assert "13912345678" in shown
    assert "1栋101室" in shown


def test_another_browser_reads_it_masked(world: World, here: str) -> None:
    """Of the same chair, too: nobody records who looks at a preview."""
    other = create_app(world.parts).test_client()
    act_as(other, world.chair)
    shown = text_of(other.get(here))
    assert "看一看对不对" in shown
    assert "王小明" not in shown
    assert "13912345678" not in shown


def test_a_file_that_replaced_ones_own_is_masked(world: World, client: FlaskClient, here: str) -> None:
    """It is somebody else's."""
    other = create_app(world.parts).test_client()
    act_as(other, world.chair)
    upload(other, int(here.split("/")[3]), roll_csv(2))
    assert "1栋1室" not in text_of(client.get(here))


@pytest.mark.parametrize(
    ("name", "asked"),
    [("王小宝（六岁）", True), ("王小宝(6)", True), ("王小宝6岁", True), ("王小宝", False), ("欧阳娜娜", False)],
)
def test_a_name_that_says_more_is_asked_about(
    world: World, client: FlaskClient, here: str, name: str, *, asked: bool
) -> None:
    """Only those of eighteen or more are on the roll."""
    upload(client, int(here.split("/")[3]), FILE.replace("王小明", name).encode())
    assert ("请核对是不是一位十八周岁以上的人" in text_of(client.get(here))) is asked
