"""No supervisor halts a vote alone: what one proposes another agrees to, on a page that shows what would be published."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from portal.consultations.models import (
    ConsultationEvent,
)
from portal.consultations.verbs import (
    closing,
    queries,
    scrutineer,
)
from portal.consultations.verbs.watching import halting, second_person
from portal.kernel.errors import Conflict, Forbidden
from portal.kernel.roles import Role
from portal.staff.models import Account
from tests.portal.conftest import HandClock
from tests.portal.consultations.committee_pages_world import act_as
from tests.portal.consultations.consultations_world import YES, World
from tests.portal.consultations.halting_world import WHY, halt, press, proposal, second_supervisor
from tests.portal.consultations.test_closing import vote
from tests.portal.consultations.test_consultations_pages import text_of


def confirm_preview(client: FlaskClient, found_id: int, why: str = WHY) -> str:
    here = f"/committee/consultations/{found_id}/halt"
    data = {"ground": "election", "reason": why}
    (shown,) = re.findall(r'name="shown" value="([^"]*)"', client.post(here, data=data).text)
    return text_of(client.post(here, data=data | {"shown": html.unescape(shown)}, follow_redirects=True))


def test_one_press_halts_nothing_and_shows_exactly_what_would_be_published(world: World, client: FlaskClient) -> None:
    """Residents masked; that choices are deleted for good; that one supervisor alone only proposes it."""
    found_id = world.open(roll=3)
    vote(world, found_id, [1], YES)
    act_as(client, world.supervisor)
    page = press(client, found_id, ground="election", reason="1栋202室的居民1打19900000005来说：这就是选居委会主任")
    assert "先看停止以后的样子" in page
    assert "199****0005来说：这就是选居委会主任" in page
    assert "居民1" not in page
    assert "202室" not in page
    assert "选的是什么都删掉，删了谁也找不回来" in page
    assert "您一个人停不了：按下去只是提议" in page
    assert "督查supervisor提议停止，另一位督查同意：居委会、村委会的选举" in page
    assert "现在没有别的督查" in page
    second_supervisor(world)
    assert "现在没有别的督查" not in press(client, found_id, ground="election", reason=WHY)
    with world.parts.db.read() as s:
        assert queries.get(s, found_id).state == "open"
        assert second_person.proposal_of(s, queries.get(s, found_id)) is None


def test_one_supervisor_alone_only_proposes(world: World, client: FlaskClient, clock: HandClock) -> None:
    """Voting and the count go on; the proposer cannot agree, nor take back another's; whoever reads the log sees it."""
    found_id = world.open(roll=3)
    act_as(client, world.supervisor)
    assert "提议记下了，还没有停止" in confirm_preview(client, found_id)
    vote(world, found_id, [1, 2], YES)
    here = f"/committee/consultations/{found_id}"
    client.post(f"{here}/halt/agree", data={"proposal": str(proposal(world, found_id))})
    page = text_of(client.get(here))
    assert "停止要两个人" in page
    assert "supervisor 提议停止这次表决：不归本委员会定" in page
    assert WHY not in text_of(client.get(f"/consultations/{found_id}"))
    clock.move(days=4)
    closing.close(world.parts, world.chair, found_id)
    with world.parts.db.read() as s:
        assert second_person.proposal_of(s, queries.get(s, found_id)) is None
    with pytest.raises(Conflict, match="不能再停止"):
        halting.agree(world.parts, second_supervisor(world), found_id, 1)


def test_another_supervisor_agrees_on_the_page(world: World, client: FlaskClient) -> None:
    """The log and the committee's page have both; the button is a supervisor's alone."""
    found_id = world.open()
    here = f"/committee/consultations/{found_id}"
    for actor in (world.chair, world.scrutineer):
        act_as(client, actor)
        assert "停止这次表决" not in text_of(client.get(here))
    for path in ("halt", "halt/agree", "halt/take-back"):
        assert client.post(f"{here}/{path}", data={"ground": "election", "reason": WHY}).status_code == 403
    act_as(client, world.supervisor)
    confirm_preview(client, found_id)
    act_as(client, second_supervisor(world))
    page = text_of(client.get(here))
    assert "督查supervisor提议停止：居委会、村委会的选举" in page
    assert WHY in page
    client.post(f"{here}/halt/agree", data={"proposal": str(proposal(world, found_id))})
    act_as(client, world.chair)
    page = text_of(client.get(here))
    assert "督查二 停止了这次表决：不归本委员会定" in page
    assert "督查停止了，不能再开" in page
    assert WHY in page
    assert "已停止" in text_of(client.get("/committee"))
    with world.parts.db.read() as s:
        event = s.scalars(sa.select(ConsultationEvent).where(ConsultationEvent.verb == "halted")).one()
        second = {"second": world.supervisor.id, "objected": False}
        assert event.detail == {"ground": "election", "was_open": True} | second


def test_a_scrutineers_objection_is_the_second_person(world: World, client: FlaskClient) -> None:
    """One that says that the matter is not the committee's, and stands; then the supervisor halts it, and both are named."""
    found_id = world.open(roll=3)
    with world.parts.db.write() as s:
        scrutineer.object_to(s, world.scrutineer, found_id, "名册里漏了一户人家", world.now)
    assert not halting.halt(world.parts, world.supervisor, found_id, "election", WHY)
    with world.parts.db.write() as s:
        scrutineer.object_to(s, world.scrutineer, found_id, WHY, world.now, outside=True)
    act_as(client, world.supervisor)
    assert "停止了，居民能看到" in confirm_preview(client, found_id)
    page = text_of(client.get(f"/consultations/{found_id}"))
    assert "督查supervisor停止：居委会" in page
    assert "监票人scrutineer先提出这件事不归本委员会定" in page


def test_a_scrutineer_who_became_something_else_still_only_objected(world: World, client: FlaskClient) -> None:
    """The page says what they did, not what they are now."""
    found_id = world.open(roll=3)
    with world.parts.db.write() as s:
        scrutineer.object_to(s, world.scrutineer, found_id, WHY, world.now, outside=True)
        s.get_one(Account, world.scrutineer.id).role = Role.SUPERVISOR
    halt(world, found_id)
    page = text_of(client.get(f"/consultations/{found_id}"))
    assert "监票人scrutineer先提出这件事不归本委员会定" in page
    assert "提议、督查" not in page


def test_the_preview_tells_of_another_supervisors_proposal(world: World, client: FlaskClient) -> None:
    """Agreeing to it is what halts the vote."""
    found_id = world.open(roll=3)
    halting.halt(world.parts, second_supervisor(world), found_id, "election", WHY)
    act_as(client, world.supervisor)
    assert "督查督查二已经提议停止" in press(client, found_id, ground="election", reason=WHY)


def test_an_objection_that_was_taken_back_or_ruled_on_is_no_second_person(world: World) -> None:
    found_id = world.open(roll=3)
    with world.parts.db.write() as s:
        scrutineer.object_to(s, world.scrutineer, found_id, WHY, world.now, outside=True)
        scrutineer.withdraw(s, world.scrutineer, found_id, world.now)
    assert not halting.halt(world.parts, world.supervisor, found_id, "election", WHY)


@pytest.mark.parametrize("change", [{"phone": "13900000007"}, {"active": False}])
def test_two_accounts_of_one_person_are_one_person(world: World, change: dict[str, Any]) -> None:
    """By their phone. And whoever proposed it and is no supervisor any more proposes nothing."""
    found_id = world.open(roll=3)
    with world.parts.db.write() as s:
        s.get_one(Account, world.supervisor.id).phone = "+86 139 0000 0007"
    other = second_supervisor(world, **change)
    if "active" in change:
        halting.halt(world.parts, other, found_id, "election", WHY)
        with world.parts.db.read() as s:
            assert second_person.proposal_of(s, queries.get(s, found_id)) is None
        return
    halting.halt(world.parts, world.supervisor, found_id, "election", WHY)
    with pytest.raises(Forbidden, match="两个人"):
        halting.agree(world.parts, other, found_id, proposal(world, found_id))


def test_a_proposal_is_taken_back_or_replaced(world: World) -> None:
    """By its author alone; whoever agrees agrees to the one that they read."""
    found_id, other = world.open(roll=3), second_supervisor(world)
    halting.halt(world.parts, world.supervisor, found_id, "election", WHY)
    first = proposal(world, found_id)
    with world.parts.db.write() as s, pytest.raises(Forbidden, match="自己"):
        halting.take_back(s, other, found_id, world.now)
    halting.halt(world.parts, world.supervisor, found_id, "owners", "问的是换哪家物业来管，要由业主共同决定")
    with pytest.raises(Conflict, match="换过了"):
        halting.agree(world.parts, other, found_id, first)
    with world.parts.db.write() as s:
        halting.take_back(s, world.supervisor, found_id, world.now)
    with pytest.raises(Conflict, match="撤回"):
        halting.agree(world.parts, other, found_id, first)
