"""The demo community."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from portal.cases.drafts import draft_schema
from portal.cases.models import Case, CaseEvent
from portal.cases.records import event_log
from portal.cases.rules.lifecycle import State
from portal.consultations.ballots.keys import KeyRing
from portal.consultations.models import Consultation, Envelope
from portal.consultations.verbs import noticing, opening, voting
from portal.demo import cases as demo_cases
from portal.demo import people, stories
from portal.demo.fill import NotADemo, fill
from portal.kernel.config import load
from portal.kernel.roles import Role
from portal.outbox.models import OutboxRow, OutboxState
from portal.residents.models import ContactPoint
from portal.staff import service as staff
from portal.staff.models import Account, Committee
from portal.storage.db import Base
from portal.storage.parts import Parts
from portal.wiring.app import build_parts

pytestmark = pytest.mark.slow  # a whole community is made for it

LOGINS = {
    "desk": Role.DESK,
    "grid": Role.GRID,
    "body": Role.BODY,
    "chair": Role.CHAIR,
    "scrutineer": Role.SCRUTINEER,
    "supervisor": Role.SUPERVISOR,
}


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    """A filled demo, to be read only."""
    settings = load({"LINLI_HOME": str(tmp_path_factory.mktemp("demo") / "home"), "SECRET_KEY": "test", "DEMO": "1"})
    made = replace(build_parts(settings), clock=demo_cases.DemoClock(datetime(2026, 11, 24, 1, 0, tzinfo=UTC)))
    Base.metadata.create_all(made.db.engine)
    fill(made)
    yield made
    made.db.engine.dispose()


def test_there_are_thirty_cases_in_every_state(filled: Parts) -> None:
    """All eight states of the lifecycle can be seen."""
    with filled.db.read() as s:
        states = Counter(s.scalars(sa.select(Case.state)))
    assert states.total() == 30
    assert set(states) == set(State)


def test_timelines_lie_in_the_past_weeks_and_agree_with_the_rows(filled: Parts) -> None:
    """Every case began before now, its events run forward, and replaying them gives the row."""
    now = filled.clock.now()
    with filled.db.read() as s:
        for case in s.scalars(sa.select(Case)):
            moments = [event.at for event in case.events]
            assert moments == sorted(moments)
            assert now - timedelta(days=40) < moments[0] <= moments[-1] < now
            assert event_log.replayed(case) == event_log.projection(case)


def test_silence_closed_one_case_as_unconfirmed(filled: Parts) -> None:
    """A timer rang on its own day: asked again after seven days, given up seven days later."""
    with filled.db.read() as s:
        case = s.scalars(sa.select(Case).where(Case.close_reason == "unconfirmed")).one()
        resolved, asked, again, closed = (event.at for event in case.events[-4:])
    assert (again - asked, closed - again) == (timedelta(days=7), timedelta(days=7))
    assert resolved == asked


def test_one_case_is_late_and_supervised(filled: Parts) -> None:
    """The board has something to show: a case past its day that the supervisor has taken up."""
    with filled.db.read() as s:
        late = s.scalars(sa.select(Case).where(Case.supervised_at.is_not(None))).one()
        assert late.due_at < filled.clock.now()
        assert late.state == State.IN_PROGRESS


def test_every_named_place_lies_in_a_grid(filled: Parts) -> None:
    """Stories that name one place of the community have its grid and so a worker."""
    with filled.db.read() as s:
        for case in s.scalars(sa.select(Case)):
            if case.words.place:
                assert case.worker_id is not None, case.words.place


def test_the_six_log_ins_work(filled: Parts) -> None:
    """Each demo account signs in with the demo password and has its role."""
    with filled.db.read() as s:
        for username, role in LOGINS.items():
            account = staff.check_sign_in(s, username, "linli-demo")
            assert account is not None
            assert account.role == role


def test_there_are_three_kinds_of_committee(filled: Parts) -> None:
    """居委会, 业委会 and 村委会, each with a chair."""
    with filled.db.read() as s:
        kinds = set(s.scalars(sa.select(Committee.kind)))
        chairs = set(s.scalars(sa.select(Account.committee_id).where(Account.role == Role.CHAIR)))
        assert chairs == set(s.scalars(sa.select(Committee.id)))
    assert kinds == {"residents_committee", "owners_committee", "villagers_committee"}


def test_one_consultation_is_ready_one_is_open_one_is_published(filled: Parts) -> None:
    """Noticed: every gate is met, the chair has only to open. Open: turnout short of the quorum. Published: passed."""
    now = filled.clock.now()
    with filled.db.read() as s:
        by_state = {found.state: found for found in s.scalars(sa.select(Consultation))}
        assert set(by_state) == {"noticed", "open", "published"}
        ready = noticing.checklist(s, by_state["noticed"], now)
        assert [check.key for check in ready if not check.met] == []
        turnout = opening.turnout(s, by_state["open"])
        assert (turnout.took_part.count, turnout.roll.count) == (24, 60)
        assert by_state["open"].secrecy == "secret"
        assert by_state["open"].opens_at < now < by_state["open"].closes_at
        assert by_state["published"].template == "owners_ordinary"
        result = by_state["published"].result
        assert result is not None
        assert result["lawful"]
        assert result["questions"][0]["passed"]


def test_the_ready_one_can_be_opened(filled: Parts) -> None:
    """The button works at once; the trial is rolled back."""
    with filled.db.read() as s:
        found = s.scalars(sa.select(Consultation).where(Consultation.state == "noticed")).one()
        chair = s.scalars(sa.select(Account).where(Account.username == "chair")).one()
        actor = staff.active_actor(s, chair.id)
        assert actor is not None
        ring = KeyRing(filled.settings.keys)
        opened = opening.open_vote(s, actor, found.id, ring, filled.clock.now())
        assert opened.state == "open"
        ring.forget(found.id)


def test_the_first_neighbours_have_not_voted_yet(filled: Parts) -> None:
    """Whoever tries it with 19900000001 to …04 finds an entry that a code opens, and no vote of theirs."""
    with filled.db.read() as s:
        found = s.scalars(sa.select(Consultation).where(Consultation.state == "open")).one()
        for one in stories.neighbours()[:4]:
            point = s.scalars(sa.select(ContactPoint).where(ContactPoint.address == one.phone)).one()
            stands = voting.voting_rights(s, found, point.resident_id)
            assert [entry.name for entry in stands.entries] == [one.name]
            assert s.get(Envelope, stands.entries[0].id) is None


def test_two_on_one_phone_are_opened_by_no_code(filled: Parts) -> None:
    """The last two of the roll share a number: the committee has to confirm them first."""
    with filled.db.read() as s:
        found = s.scalars(sa.select(Consultation).where(Consultation.state == "open")).one()
        point = s.scalars(sa.select(ContactPoint).where(ContactPoint.address == "+8619900000059")).one()
        stands = voting.voting_rights(s, found, point.resident_id)
    assert stands.entries == ()
    assert stands.blocked


def test_only_the_open_vote_has_a_key(filled: Parts) -> None:
    """No key of a filling that was cut off is left, none for a named vote, and no file of one that was never opened."""
    with filled.db.read() as s:
        open_one = s.scalars(sa.select(Consultation.id).where(Consultation.state == "open")).one()
        opened = set(s.scalars(sa.select(Consultation.id).where(Consultation.opened_at.is_not(None))))
    assert [path.name.partition("-")[0] for path in filled.settings.keys.glob("*.key")] == [str(open_one)]
    assert {int(path.name.partition("-")[0]) for path in filled.settings.keys.iterdir()} == opened


def test_every_person_and_body_is_marked_as_a_demo(filled: Parts) -> None:
    """Nobody can take an account for a real person."""
    with filled.db.read() as s:
        assert all(name.startswith("演示·") for name in s.scalars(sa.select(Account.name)))
    assert all(one.name.startswith("演示·") for one in stories.neighbours())


def test_filling_twice_changes_nothing(filled: Parts) -> None:
    """The second time finds the community and leaves it."""
    with filled.db.read() as s:
        before = s.scalar(sa.select(sa.func.max(CaseEvent.id)))
    fill(filled)
    with filled.db.read() as s:
        assert s.scalar(sa.select(sa.func.max(CaseEvent.id))) == before


def test_a_filling_that_was_cut_off_leaves_nothing_and_can_be_repeated(
    parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a kill in the middle does, a fault there does too: no half community; the next try makes it whole."""

    def fall(*_: object) -> None:
        raise RuntimeError("cut off")

    with monkeypatch.context() as broken:
        broken.setattr(demo_cases, "mark_past_sent", fall)
        with pytest.raises(RuntimeError, match="cut off"):
            fill(parts)
    with parts.db.read() as s:
        assert not people.has_people(s)
        assert s.scalar(sa.select(sa.func.count()).select_from(Case)) == 0
    fill(parts)
    with parts.db.read() as s:
        assert s.scalar(sa.select(sa.func.count()).select_from(Case)) == 30


def test_a_portal_that_is_no_demo_is_left_alone(parts: Parts) -> None:
    """Without DEMO=1 nothing is written; with somebody's account in it neither."""
    real = replace(parts, settings=replace(parts.settings, demo=False))
    with pytest.raises(NotADemo):
        fill(real)
    with parts.db.write() as s:
        staff.add(s, username="wang", password="x", name="王", role=Role.DESK, now=parts.clock.now())
    with pytest.raises(NotADemo):
        fill(parts)
    with parts.db.read() as s:
        assert s.scalar(sa.select(sa.func.count()).select_from(Case)) == 0


def test_no_old_word_is_sent_to_anybody(filled: Parts) -> None:
    """What waits in the outbox after filling are timers of the future only."""
    now = filled.clock.now()
    with filled.db.read() as s:
        waiting = list(s.scalars(sa.select(OutboxRow.due_at).where(OutboxRow.state == OutboxState.QUEUED)))
    assert waiting
    assert min(waiting) > now


def test_the_drafts_fit_the_contract() -> None:
    """Each story's draft passes the schema at the door, with spans that stand in the text."""
    for story in stories.stories():
        draft = demo_cases.draft_of(story)
        draft_schema.checked(draft)
        for span in [*draft["places"], *draft["times"], *draft["bodies"]]:
            assert story.text[span["start"] : span["end"]] == span["text"]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("place: 月球背面", "is not in the text"),
        ("at: '25:00'", "expected a time"),
        ("day: 0", "before today"),
        ("steps: [[0, '09:00', desk, fly]]", "unknown actor or verb"),
    ],
)
def test_a_bad_story_is_named(tmp_path: Path, line: str, why: str) -> None:
    """The message gives the file, the number of the story and the reason."""
    good = {"day": "day: 2", "at": "at: '08:00'", "place": "place: ''", "steps": "steps: []"}
    good[line.partition(":")[0]] = line
    path = tmp_path / "demo_cases.yml"
    path.write_text(
        "cases:\n- {text: 路灯坏了, who: 1, channel: sms, kind: complaint, category: '0403', "
        + ", ".join(good.values())
        + "}\n",
        encoding="utf-8",
    )
    with pytest.raises(stories.BadStory, match=f"demo_cases.yml, case 1: .*{why}"):
        stories.stories(path)
