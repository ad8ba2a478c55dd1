"""Whoever wants a vote gone before it is counted, alone: on the staff's pages, by a second account, by words, by SQL.

Beside each stands whoever halts a vote as they may, and a broken twin: the program without the one guard that the attack
has to get past. There it succeeds, and `goes_on` or `is_caught`, by which the test judges, says so.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from portal.consultations.ballots import audit, opening_record
from portal.consultations.law import gates
from portal.consultations.models import NamedBallot
from portal.consultations.verbs import (
    closing,
    enrolling,
    noticing,
    opening,
    queries,
    scrutineer,
    scrutiny_status,
    voting,
)
from portal.consultations.verbs.watching import halting, second_person
from portal.kernel.errors import Problem
from portal.kernel.roles import Role, StaffActor
from portal.staff.models import Account
from tests.portal.conftest import HandClock
from tests.portal.consultations.consultations_world import NO, YES, World, roll_csv, world
from tests.portal.consultations.test_closing import vote
from tests.portal.consultations.test_committee_pages import act_as
from tests.portal.consultations.test_consultations_pages import text_of
from tests.portal.consultations.test_halting import WHY, confirm_preview, proposal

__all__ = ["world"]

IN_OFFICE = "陈建国继续当3栋楼组长"
SAID = "题目问的是陈建国留不留任，就是换了说法的罢免"
PHONE = "+8613900000001"


def running(world: World, **plan: Any) -> int:
    """An open vote of five by name in which two said no and one yes, the chair on the side of the yes."""
    asks = [{"text": "同意吗？", "kind": "yes_no"}]
    found = world.open(world.plan(**{"secrecy": "named", "questions": asks} | plan), roll=5)
    vote(world, found, [1, 2], {"q1": ["no"]})
    vote(world, found, [3], {"q1": ["yes"]})
    return found


def goes_on(world: World, clock: HandClock, found: int) -> None:
    """It is still open, no choice is gone, and it is counted as it was cast."""
    with world.parts.db.read() as s:
        assert queries.get(s, found).state == "open"
        assert sorted(str(one) for one in s.scalars(sa.select(NamedBallot.choices))) == [
            "{'q1': ['no']}",
            "{'q1': ['no']}",
            "{'q1': ['yes']}",
        ]
    clock.move(days=4)
    closing.close(world.parts, world.chair, found)
    with world.parts.db.read() as s:
        result = queries.get(s, found).result
        assert result is not None
        counts = {option["code"]: option["count"] for option in result["questions"][0]["options"]}
        assert counts == {"yes": 1, "no": 2, "abstain": 0}


def account(world: World, name: str, role: Role, *, phone: str = "", committee: int | None = None) -> StaffActor:
    """One more account, as an operator makes it."""
    with world.parts.db.write() as s:
        made = Account(username=name, password_hash="-", name=name, role=role, created_at=world.now, phone=phone)
        made.committee_id = committee
        s.add(made)
        s.flush()
        return StaffActor(id=made.id, username=name, name=name, role=role, committee_id=committee)


def has_phone(world: World, actor: StaffActor, phone: str = PHONE) -> None:
    with world.parts.db.write() as s:
        s.get_one(Account, actor.id).phone = phone


def tried(act: Callable[[], object]) -> None:
    """What the program refuses is what an attacker goes past."""
    try:
        act()
    except Problem:
        return


def propose_and_agree(world: World, found: int, one: StaffActor, other: StaffActor, why: str = WHY) -> None:
    """Two accounts of a supervisor's role: one proposes to halt the vote, the other agrees."""
    if not halting.halt(world.parts, one, found, "election", why):
        halting.agree(world.parts, other, found, proposal(world, found))


# --- the attackers ----------------------------------------------------------------------------------------------


def the_chair_who_is_losing(world: World, client: FlaskClient, found: int) -> None:
    """Every button of every page; then two supervisor's accounts that an operator made for the chair, on the chair's phone."""
    act_as(client, world.chair)
    here = f"/committee/consultations/{found}"
    data = {"ground": "election", "reason": WHY, "proposal": "1", "shown": "election 0 " + WHY}
    for path in ("halt", "halt/agree", "halt/take-back", "void", "take-back", "edit"):
        client.post(f"{here}/{path}", data=data)
    has_phone(world, world.chair)
    second = account(world, "chair-2", Role.SUPERVISOR, phone="139 0000 0001")
    third = account(world, "chair-3", Role.SUPERVISOR, phone=PHONE)
    tried(lambda: propose_and_agree(world, found, second, third))


def one_supervisor_who_wants_other_options(world: World, client: FlaskClient, found: int) -> None:
    """Halts it by agreeing with herself, by her own account and by a second one on her phone, to have it asked otherwise."""
    has_phone(world, world.supervisor)
    second = account(world, "supervisor-2", Role.SUPERVISOR, phone=PHONE)
    act_as(client, world.supervisor)
    confirm_preview(client, found)
    number = {"proposal": str(proposal(world, found))}
    for actor in (world.supervisor, second):
        act_as(client, actor)
        client.post(f"/committee/consultations/{found}/halt/agree", data=number)


def one_friend_of_whoever_is_in_office(world: World, client: FlaskClient, found: int) -> None:
    """A supervisor who is a scrutineer, too, on the same phone: she objects as one and halts as the other, with a fitting reason."""
    has_phone(world, world.supervisor)
    with world.parts.db.read() as s:
        home = s.get_one(Account, world.scrutineer.id).committee_id
    second = account(world, "supervisor-2", Role.SCRUTINEER, phone="139-0000-0001", committee=home)
    with world.parts.db.write() as s:
        scrutineer.object_to(s, second, found, SAID, world.now, outside=True)
    act_as(client, world.supervisor)
    confirm_preview(client, found, SAID)
    with world.parts.db.write() as s:
        if queries.get(s, found).state == "open":
            scrutineer.withdraw(s, second, found, world.now)


def a_scrutineer_who_was_refused(world: World, client: FlaskClient, found: int) -> None:
    """She says that it is not the committee's, is not believed, and presses the supervisor's buttons herself."""
    with world.parts.db.write() as s:
        scrutineer.object_to(s, world.scrutineer, found, WHY, world.now, outside=True)
    act_as(client, world.scrutineer)
    here = f"/committee/consultations/{found}"
    data = {"ground": "election", "reason": WHY, "shown": f"election {world.scrutineer.id} {WHY}", "proposal": "1"}
    for path in ("halt", "halt/agree", "halt/take-back", "void"):
        assert client.post(f"{here}/{path}", data=data).status_code in (403, 404)
    tried(lambda: halting.halt(world.parts, world.scrutineer, found, "election", WHY))
    with world.parts.db.write() as s:
        if queries.get(s, found).state == "open":
            scrutineer.withdraw(s, world.scrutineer, found, world.now)


Attack = Callable[[World, FlaskClient, int], None]
ATTACKS: list[tuple[Attack, str]] = [
    (the_chair_who_is_losing, "东门装路灯"),
    (one_supervisor_who_wants_other_options, "东门装路灯"),
    (one_friend_of_whoever_is_in_office, IN_OFFICE),
    (a_scrutineer_who_was_refused, "东门装路灯"),
]


@pytest.mark.parametrize(("attack", "title"), ATTACKS, ids=[attack.__name__ for attack, _title in ATTACKS])
def test_nobody_alone_halts_a_vote(
    world: World, client: FlaskClient, clock: HandClock, attack: Attack, title: str
) -> None:
    found = running(world, title=title)
    attack(world, client, found)
    goes_on(world, clock, found)


def _no_phone_is_compared(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(scrutiny_status, "_phone", lambda _phone: "")


def _anybody_is_a_second_person(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(scrutiny_status, "same_person", lambda *_any: False)


def _a_scrutineer_may_halt(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(halting, "_to_halt", lambda s, _actor, number: queries.get(s, number, lock="change"))
    patch.setattr(second_person, "objector_to", lambda s, _vote, account: account)


TWINS = [
    (the_chair_who_is_losing, _no_phone_is_compared),
    (one_supervisor_who_wants_other_options, _anybody_is_a_second_person),
    (one_friend_of_whoever_is_in_office, _anybody_is_a_second_person),
    (a_scrutineer_who_was_refused, _a_scrutineer_may_halt),
]


@pytest.mark.parametrize(("attack", "broken"), TWINS, ids=[attack.__name__ for attack, _broken in TWINS])
def test_without_its_guard_each_of_them_is_seen_to_succeed(
    world: World,
    client: FlaskClient,
    clock: HandClock,
    monkeypatch: pytest.MonkeyPatch,
    attack: Attack,
    broken: Callable[[pytest.MonkeyPatch], None],
) -> None:
    found = running(world, title=dict(ATTACKS)[attack])
    broken(monkeypatch)
    attack(world, client, found)
    with pytest.raises(AssertionError, match="halted"):
        goes_on(world, clock, found)


@pytest.mark.parametrize("title", ["东门装路灯", IN_OFFICE])
def test_two_who_may_do_halt_it(world: World, client: FlaskClient, title: str) -> None:
    """Honest: another supervisor agrees; or a scrutineer with a phone of their own has said so before."""
    second = account(world, "supervisor-2", Role.SUPERVISOR, phone=PHONE)
    found = running(world, title=title)
    propose_and_agree(world, found, world.supervisor, second, SAID)
    assert "督查supervisor提议、督查supervisor-2同意停止" in text_of(client.get(f"/consultations/{found}"))
    other = running(world, title=title)
    with world.parts.db.write() as s:
        scrutineer.object_to(s, world.scrutineer, other, WHY, world.now, outside=True)
    act_as(client, world.supervisor)
    confirm_preview(client, other)
    assert "监票人scrutineer先提出" in text_of(client.get(f"/consultations/{other}"))


# --- asked anew with other options -------------------------------------------------------------------------------


def asked_anew(world: World) -> None:
    """The same title with options that suit the chair, noticed now and opened at once."""
    options = [{"code": "a", "label": "同意"}, {"code": "b", "label": "同意，晚一点"}]
    asks = [{"text": "同意吗？", "kind": "choose", "most": 1, "options": options}]
    with world.parts.db.write() as s:
        opens = world.now + timedelta(hours=1)
        anew = world.draft(s, world.plan(questions=asks, opens_at=opens, closes_at=opens + timedelta(days=3)))
        world.file_all(s, anew, world.chair, world.now.date())
        assert enrolling.import_roll(s, world.chair, anew.id, roll_csv(3), world.now).good
        number = anew.id
    with world.parts.db.write() as s:
        noticing.give_notice(s, world.chair, number, on=world.now.date(), record="各单元门口", now=world.now)
    with world.parts.db.write() as s:
        world.confirm(s, number)
    with world.parts.db.write() as s:
        opening.open_vote(s, world.chair, number, world.ring, world.now)


def halted_and_asked_anew(world: World) -> int:
    """Two have halted it lawfully; then the chair asks it otherwise the same day. Returns the halted one."""
    found = running(world)
    propose_and_agree(world, found, world.supervisor, account(world, "supervisor-2", Role.SUPERVISOR))
    tried(lambda: asked_anew(world))
    return found


def nothing_is_asked_anew(world: World, client: FlaskClient, found: int) -> None:
    """No other vote is open or noticed, and the halted one still stands there for everybody, with its options, who halted it and why."""
    page = text_of(client.get(f"/consultations/{found}"))
    for words in ("这次表决已停止，没有结果", "督查supervisor提议", WHY):
        assert words in page
    listed = client.get("/api/v1/consultations").get_json()["items"]
    assert [(one["id"], one["state"]) for one in listed] == [(found, "halted")]


def test_what_was_halted_is_not_asked_otherwise_the_same_day(world: World, client: FlaskClient) -> None:
    """It needs its days of notice, its roll and its scrutineer like any vote."""
    nothing_is_asked_anew(world, client, halted_and_asked_anew(world))


def test_without_what_a_notice_needs_it_would_be_asked_anew(
    world: World, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gates.Check, "blocks", property(lambda _check: False))
    monkeypatch.setattr(noticing, "_refuse_too_early", lambda *_any: None)
    found = halted_and_asked_anew(world)
    with pytest.raises(AssertionError):
        nothing_is_asked_anew(world, client, found)


# --- SQL --------------------------------------------------------------------------------------------------------


def sql(world: World, statement: str, **values: Any) -> None:
    with world.parts.db.engine.begin() as connection:
        connection.execute(sa.text(statement), values)


def lawfully_halted(world: World, *, votes: bool, opened: bool = True) -> int:
    """A vote that two supervisors halted; `votes`: somebody had voted."""
    if opened:
        found = running(world) if votes else world.open(world.plan(secrecy="named"), roll=3)
    else:
        with world.parts.db.write() as s:
            found = world.noticed(s)
    propose_and_agree(world, found, world.supervisor, account(world, f"second-{found}", Role.SUPERVISOR))
    return found


def halted_by_hand(world: World) -> int:
    """State, event, names and reason, as the program would have written them, and the choices gone."""
    found = running(world)
    account(world, "second", Role.SUPERVISOR)
    sql(world, "UPDATE consultation SET state = 'halted', void_reason = :why WHERE id = :id", id=found, why=WHY)
    detail = {"ground": "election", "was_open": True, "second": world.supervisor.id, "objected": False}
    sql(
        world,
        "INSERT INTO consultation_event (consultation_id, verb, at, account_id, detail) "
        "SELECT :id, 'halted', max(at), :who, :detail FROM consultation_event",
        id=found,
        who=world.supervisor.id,
        detail=json.dumps(detail),
    )
    return found


def halted_by_others(world: World) -> int:
    """Another supervisor's name under a halt that was lawful."""
    found = lawfully_halted(world, votes=True)
    other = account(world, "nobody-asked", Role.SUPERVISOR)
    sql(world, "UPDATE consultation_event SET account_id = :who WHERE verb = 'halted'", who=other.id)
    return found


def halted_for_another_reason(world: World) -> int:
    found = lawfully_halted(world, votes=True)
    sql(world, "UPDATE consultation SET void_reason = '问的是选哪家物业，由业主共同决定' WHERE id = :id", id=found)
    return found


def open_again(world: World) -> int:
    """Nobody had voted: no choice is missing, and the log forgets the halt."""
    found = lawfully_halted(world, votes=False)
    sql(world, "UPDATE consultation SET state = 'open', closed_at = NULL, void_reason = '' WHERE id = :id", id=found)
    sql(world, "DELETE FROM consultation_event WHERE verb LIKE 'halt%'")
    return found


def noticed_again(world: World) -> int:
    """It had not begun when it was halted."""
    found = lawfully_halted(world, votes=False, opened=False)
    sql(world, "UPDATE consultation SET state = 'noticed', void_reason = '' WHERE id = :id", id=found)
    sql(world, "DELETE FROM consultation_event WHERE verb LIKE 'halt%'")
    return found


def cast_by_number_three(world: World, found: int) -> None:
    with world.parts.db.write() as s:
        consultation = voting.lock_for_voting(s, found, world.now)
        voting.cast(s, world.ring, consultation, world.entry(s, found, 3), NO, channel="web", now=world.now)


def is_caught(world: World, client: FlaskClient, clock: HandClock, found: int) -> None:
    """Nobody is said to have halted it, nobody votes, opens or counts it, and page, API and bot's door name it as no vote of theirs."""
    with world.parts.db.read() as s:
        state = queries.get(s, found).state
        assert halting.halt_of(s, world.ring, queries.get(s, found)) is None
    if state != "noticed":
        page = text_of(client.get(f"/consultations/{found}"))
        assert "对不上" in page
        assert "这次表决已停止" not in page
        assert "halted" not in (client.get(f"/api/v1/consultations/{found}").get_json() or {})
    with world.parts.db.write() as s, pytest.raises(Problem):
        opening.open_vote(s, world.chair, found, world.ring, world.now)
    with pytest.raises(Problem):
        cast_by_number_three(world, found)
    clock.move(days=4)
    with pytest.raises(Problem):
        closing.close(world.parts, world.chair, found)


BY_HAND = [halted_by_hand, halted_by_others, halted_for_another_reason, open_again, noticed_again]


@pytest.mark.parametrize("flip", BY_HAND)
def test_sql_neither_halts_a_vote_nor_takes_a_halt_back(
    world: World, client: FlaskClient, clock: HandClock, flip: Callable[[World], int]
) -> None:
    is_caught(world, client, clock, flip(world))


def _no_file_is_asked(patch: pytest.MonkeyPatch) -> None:
    """As it was before `LINLI_KEYS` said who halted it."""
    patch.setattr(halting, "_proof", lambda *_any: "same")
    patch.setattr(opening_record.KeyRing, "get", _with_halt(opening_record.KeyRing.get))
    patch.setattr(opening_record, "has_ended", lambda *_any: False)
    patch.setattr(audit, "has_ended", lambda *_any: False)


def _with_halt(get: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
    def got(self: Any, number: int, name: str) -> dict[str, Any]:
        return {"halt": "same"} if name == opening_record.VOID else get(self, number, name)

    return got


@pytest.mark.parametrize("flip", BY_HAND)
def test_without_what_the_keys_folder_knows_each_flip_is_believed(
    world: World, client: FlaskClient, clock: HandClock, monkeypatch: pytest.MonkeyPatch, flip: Callable[[World], int]
) -> None:
    found = flip(world)
    _no_file_is_asked(monkeypatch)
    with pytest.raises((AssertionError, pytest.fail.Exception)):
        is_caught(world, client, clock, found)


@pytest.mark.parametrize("opened", [True, False])
def test_a_lawful_halt_is_told_to_everybody(world: World, client: FlaskClient, opened: bool) -> None:
    """Honest: page and API name both, and what was open beside it goes on."""
    found = lawfully_halted(world, votes=opened, opened=opened)
    page = text_of(client.get(f"/consultations/{found}"))
    assert "这次表决已停止，没有结果" in page
    assert "对不上" not in page
    told = client.get(f"/api/v1/consultations/{found}").get_json()["halted"]
    assert (told["by"]["name"], told["with"]["name"]) == (f"second-{found}", "supervisor")
    beside = world.open(roll=3)
    vote(world, beside, [1], YES)
