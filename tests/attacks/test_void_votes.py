"""A vote that was stopped because of tampering may be declared void, by whom and with what words."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from portal.consultations.verbs import closing
from portal.kernel.errors import Conflict, Problem
from tests.attacks.tampering_world import _on_sqlite, client_of, deleted, held, stands_still
from tests.portal.conftest import HandClock
from tests.portal.consultations.consultations_world import World, world

__all__ = ["_on_sqlite", "world"]


def test_a_supervisor_may_declare_a_stopped_vote_void(world: World, client: FlaskClient, clock: HandClock) -> None:
    """With a reason that residents read; the key goes, no envelope is opened; nobody else may."""
    vote = held(world, client, named=False)
    deleted(vote)
    clock.move(days=3)
    stands_still(vote)
    address, reason = (
        f"/committee/consultations/{vote.id}/void",
        {"reason": "票箱少了一张已经收下的票，无法恢复，重新表决"},
    )
    for actor in (world.chair, world.scrutineer):
        with client_of(vote, actor) as browser:
            assert browser.post(address, data=reason).status_code == 403
    with client_of(vote, world.supervisor) as browser:
        browser.post(address, data={"reason": "不要"})
        assert vote.sql("SELECT state FROM consultation WHERE id = :id")[0][0] == "open"
        browser.post(address, data=reason)
    assert vote.sql("SELECT state FROM consultation WHERE id = :id")[0][0] == "void"
    assert vote.sql("SELECT count(sealed) FROM envelope WHERE consultation_id = :id")[0][0] == 0
    assert vote.sql("SELECT count(*) FROM opened_ballot WHERE consultation_id = :id")[0][0] == 0
    assert world.ring.key_files(vote.id) == []
    assert reason["reason"] in client.get(f"/consultations/{vote.id}").get_data(as_text=True)
    assert client.get(f"/api/v1/consultations/{vote.id}/record.json").status_code == 409


def test_closing_a_void_vote_is_refused_and_no_report_of_tampering(
    world: World, client: FlaskClient, clock: HandClock
) -> None:
    """The chair's second tab still shows the button: nothing was found, so nothing is reported to the supervisor."""
    vote = held(world, client, named=False)
    deleted(vote)
    clock.move(days=3)
    stands_still(vote)
    closing.declare_void(world.parts, world.supervisor, vote.id, "票箱少了一张已经收下的票，无法恢复，重新表决")
    reports = "SELECT count(*) FROM consultation_event WHERE consultation_id = :id AND verb = 'stopped'"
    before = vote.sql(reports)[0][0]
    with pytest.raises(Conflict, match="已作废") as refused:
        closing.close(world.parts, world.chair, vote.id)
    assert not isinstance(refused.value, closing.Stopped)
    assert vote.sql(reports)[0][0] == before


@pytest.mark.parametrize("counted", [False, True])
def test_nobody_declares_a_vote_void_that_agrees(
    world: World, client: FlaskClient, clock: HandClock, *, counted: bool
) -> None:
    """Running or counted: a supervisor with the best of reasons ends neither; both go on to their publishing."""
    vote = held(world, client, named=False)
    clock.move(days=3)
    if counted:
        closing.close(world.parts, world.chair, vote.id)
    with client_of(vote, world.supervisor) as browser:
        browser.post(f"/committee/consultations/{vote.id}/void", data={"reason": "结果和街道的安排不一致，重新表决"})
    assert vote.sql("SELECT state FROM consultation WHERE id = :id")[0][0] == ("closed" if counted else "open")
    if not counted:
        closing.close(world.parts, world.chair, vote.id)
    closing.publish(world.parts, world.chair, vote.id)
    assert vote.sql("SELECT state FROM consultation WHERE id = :id")[0][0] == "published"


def test_a_vote_that_is_void_after_its_count_does_not_say_that_it_stayed_sealed(
    world: World, client: FlaskClient, clock: HandClock
) -> None:
    """The count was right, then the result was touched: publishing stops, and the page says that it had been opened."""
    vote = held(world, client, named=False)
    clock.move(days=3)
    closing.close(world.parts, world.chair, vote.id)
    vote.sql("DELETE FROM opened_ballot WHERE consultation_id = :id")
    with pytest.raises(Problem):
        closing.publish(world.parts, world.chair, vote.id)
    with client_of(vote, world.supervisor) as browser:
        reason = {"reason": "计票以后库里少了票，无法恢复，重新表决"}
        browser.post(f"/committee/consultations/{vote.id}/void", data=reason)
    assert vote.sql("SELECT state FROM consultation WHERE id = :id")[0][0] == "void"
    page = client.get(f"/consultations/{vote.id}").get_data(as_text=True)
    assert "没有打开" not in page
    assert "计过的票不算数" in page


def test_void_by_hand_burns_no_key(world: World, client: FlaskClient) -> None:
    """The state alone, set by SQL, destroys nothing."""
    vote = held(world, client, named=False, votes=9)
    tables = vote.sql("SELECT sql FROM sqlite_master WHERE name = 'consultation'")
    if "'void'" not in tables[0][0]:
        pytest.fail("no way forward: a vote cannot be declared void")
    vote.sql("UPDATE consultation SET state = 'void' WHERE id = :id")
    closing.destroy_leftover_keys(world.parts)
    assert len(world.ring.key_files(vote.id)) == 1
