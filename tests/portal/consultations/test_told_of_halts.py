"""Whom a halted vote concerns is told of it, and what its receipts, links and logs say."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from portal.consultations.models import (
    NamedBallot,
)
from portal.consultations.verbs import (
    chat_voting,
    closing,
    queries,
    sms_votes,
    voting,
    voting_links,
)
from portal.consultations.verbs.watching import halting
from portal.outbox.models import Letter, OutboxRow
from portal.staff.models import Account
from tests.portal.conftest import HandClock
from tests.portal.consultations.committee_pages_world import act_as
from tests.portal.consultations.consultations_world import SECRET, YES, World
from tests.portal.consultations.halting_world import WHY, halt, second_supervisor
from tests.portal.consultations.test_closing import vote
from tests.portal.consultations.test_consultations_pages import FORM, sign_in, text_of


def test_those_whom_it_concerns_are_told(world: World) -> None:
    """Chair and scrutineer, and whoever voted by SMS; before that, the other supervisor, of the proposal."""
    asks = [{"text": "同意吗？", "kind": "yes_no"}]
    found_id = world.open(world.plan(secrecy="named", questions=asks), roll=3)
    vote(world, found_id, [1, 2], {"q1": ["yes"]})
    with world.parts.db.write() as s:
        voter = world.entry(s, found_id, 1)
        s.get_one(NamedBallot, voter.id).channel = "sms"
        by_sms = voter.phone
        for actor, number in ((world.chair, "13900000001"), (world.scrutineer, "13900000002")):
            s.get_one(Account, actor.id).phone = number
    second_supervisor(world, phone="13900000003")
    halt(world, found_id)
    with world.parts.db.read() as s:
        rows = sa.select(Letter, OutboxRow.payload).join(OutboxRow, OutboxRow.id == Letter.outbox_id)
        sent = {letter.address: (letter.text, payload["template"]) for letter, payload in s.execute(rows)}
    assert {number: template for number, (_text, template) in sent.items()} == {
        "13900000001": "vote_halted_staff",
        "13900000002": "vote_halted_staff",
        "13900000003": "vote_halt_proposed",
        by_sms: "vote_halted",
    }
    assert "东门装路灯" in sent[by_sms][0]


def test_a_receipt_of_a_halted_vote_says_what_it_is_worth(world: World, client: FlaskClient) -> None:
    found_id = world.open(roll=3)
    vote(world, found_id, [1], YES)
    halt(world, found_id)
    assert "只说明那张票当时收到了" in text_of(client.get(f"/consultations/{found_id}"))
    assert "收票号在这里查不了" in text_of(client.get(f"/consultations/{found_id}/receipt"))


def test_the_page_that_a_ballot_was_taken_is_gone_with_the_ballot(world: World, client: FlaskClient) -> None:
    """Left open, or come back to: it leads to the page that says that nothing is counted."""
    found_id = world.open(roll=3)
    sign_in(world, client, 1)
    taken = client.post(f"/consultations/{found_id}/ballot", data=FORM).headers["Location"]
    assert "已计入" in client.get(taken).text
    halt(world, found_id)
    gone = client.get(taken)
    assert (gone.status_code, gone.headers["Location"]) == (302, f"/consultations/{found_id}")


def test_whoever_holds_a_link_or_a_code_is_told(world: World, client: FlaskClient) -> None:
    """The link of the chat shows the page; the code that comes back by SMS is answered with it."""
    found_id = world.open(world.plan(secrecy="named", questions=[{"text": "同意吗？", "kind": "yes_no"}]), roll=3)
    visitor = world.visitor()
    with world.parts.db.write() as s:
        link = voting_links.issue_link(s, SECRET, found_id, visitor, source_key="k1", now=world.now)
        entry = world.entry(s, found_id, 1)
    world.resident(1)
    with world.parts.db.write() as s:
        point = voting.residents.ensure_contact_point(s, SECRET, "sms", entry.phone, world.now).id
        assert sms_votes.park(s, world.entry(s, found_id, 1), point, {"q1": ["yes"]}, source_key="k2", now=world.now)
        code = sms_votes.issue_code(s, world.parts.settings.secret_key, point, world.now)
    assert code is not None
    halt(world, found_id)
    assert "这次表决已停止，没有结果" in text_of(client.get(f"/v/{link.token}"))
    with world.parts.db.write() as s:
        counted = chat_voting.count_sms_vote(s, world.parts.settings, point, code.code, said="", now=world.now)
        assert counted.outcome == sms_votes.CodeOutcome.HALTED
        with pytest.raises(voting.VoteHalted, match="没有结果"):
            voting_links.issue_link(s, SECRET, found_id, visitor, source_key="k3", now=world.now)


def test_the_bot_is_told_of_what_was_halted_lately(world: World, clock: HandClock) -> None:
    found_id = world.open(world.plan(opens_at=world.now - timedelta(hours=1), closes_at=world.now + timedelta(days=9)))
    halt(world, found_id)
    with world.parts.db.read() as s:
        assert [one.title for one, _at in halting.recent_halts(s, world.now)] == ["东门装路灯"]
    clock.move(days=31)
    with world.parts.db.read() as s:
        assert halting.recent_halts(s, world.now) == []


def test_a_state_that_was_written_by_hand_is_shown_as_what_it_is(world: World, client: FlaskClient) -> None:
    """Nobody halted it: the page warns, and breaks nowhere."""
    found_id = world.open()
    with world.parts.db.write() as s:
        s.execute(sa.text("UPDATE consultation SET state = 'halted'"))
    page = text_of(client.get(f"/consultations/{found_id}"))
    assert "对不上" in page
    assert "这次表决已停止" not in page
    act_as(client, world.chair)
    assert client.get(f"/committee/consultations/{found_id}").status_code == 200
    closing.destroy_leftover_keys(world.parts)
    with world.parts.db.read() as s:
        assert not queries.get(s, found_id).key_destroyed


def test_the_log_says_on_which_ground_and_which_step(world: World, client: FlaskClient) -> None:
    """提议停止 names the ground that was picked, 补了手续 what was filed."""
    with world.parts.db.write() as s:
        found_id = world.noticed(s, world.plan())
    halting.halt(world.parts, world.supervisor, found_id, "election", WHY)
    act_as(client, world.supervisor)
    page = re.sub(r"\s+", " ", text_of(client.get(f"/committee/consultations/{found_id}")))
    assert re.search("提议停止这次表决：不归本委员会定.{0,40}居委会、村委会的选举、罢免", page)
    assert re.search("补了手续.{0,20}社区党组织先行研究讨论", page)
