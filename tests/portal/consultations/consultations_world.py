"""Two committees with their people, rolls of any size, and consultations in each state."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from portal.consultations.ballots.keys import KeyRing
from portal.consultations.models import Consultation, RollEntry
from portal.consultations.verbs import drafting, enrolling, noticing, opening, queries, scrutineer, scrutiny_status
from portal.consultations.verbs.drafting import Plan
from portal.consultations.verbs.watching import roll_history
from portal.kernel.roles import Role, StaffActor
from portal.residents import service as residents
from portal.residents.models import Resident
from portal.staff import service as accounts
from portal.staff.models import Account, Committee
from portal.storage.parts import Parts

SECRET = "test"  # the SECRET_KEY of the fixtures
QUESTIONS: list[dict[str, Any]] = [
    {"text": "同意装路灯吗？", "kind": "yes_no"},
    {
        "text": "先修哪里？最多选两个",
        "kind": "choose",
        "most": 2,
        "options": [{"code": "a", "label": "东门"}, {"code": "b", "label": "西门"}, {"code": "c", "label": "水池"}],
    },
]
CLAUSE = "《测试社区居民自治章程》第十二条：网上参加表决的，视为到会"
WHY_NO_RIGHT = "只贴楼号和欠的总数，不写姓名和房号"  # asked for only where the words seem to take a right away
YES = {"q1": ["yes"], "q2": ["a"]}
NO = {"q1": ["no"], "q2": ["b", "c"]}


def phone(number: int) -> str:
    return f"+86138{number:08d}"


def roll_csv(count: int, *, area: str = "90.00") -> bytes:
    """A valid roll as CSV: 居民1 to 居民`count`, each with a phone and a household of their own."""
    lines = [f"居民{n},{phone(n).removeprefix('+86')},1-{n},1栋{n}室,{area}" for n in range(1, count + 1)]
    return ("姓名,手机,户,房号,面积\n" + "\n".join(lines) + "\n").encode()


@dataclass
class World:
    """Shortcuts for tests: the staff, and the steps of a consultation."""

    parts: Parts
    chair: StaffActor
    owners_chair: StaffActor
    scrutineer: StaffActor
    owners_scrutineer: StaffActor
    supervisor: StaffActor

    @property
    def now(self) -> datetime:
        return self.parts.clock.now()

    @property
    def ring(self) -> KeyRing:
        return KeyRing(self.parts.settings.keys)

    def plan(self, **changes: Any) -> Plan:
        values: dict[str, Any] = {
            "template": "residents_assembly",
            "topic": "public_welfare",
            "title": "东门装路灯",
            "text": "东门夜里太暗，想装三盏路灯。",
            "questions": QUESTIONS,
            "basis": "persons",
            "secrecy": "secret",
            "opens_at": self.now - timedelta(hours=1),
            "closes_at": self.now + timedelta(days=3),
        }
        return Plan(**values | changes)

    def owners_plan(self, **changes: Any) -> Plan:
        owners = {"template": "owners_ordinary", "topic": "use_repair_fund", "basis": "owners", "secrecy": "named"}
        return self.plan(**owners | changes)

    def draft(self, s: Session, plan: Plan | None = None, actor: StaffActor | None = None) -> Consultation:
        return drafting.create_draft(s, actor or self.chair, plan or self.plan(), self.now)

    def file_all(self, s: Session, found: Consultation, actor: StaffActor, on: date) -> None:
        for gate in queries.template_of(found).gates:
            day = on if gate.date else None
            record = CLAUSE if gate.key == "online_clause" else "会议记录2026-1号"
            noticing.file_evidence(s, actor, found.id, gate.key, on=day, record=record, now=self.now)

    def noticed(
        self,
        s: Session,
        plan: Plan | None = None,
        actor: StaffActor | None = None,
        *,
        roll: int = 6,
        confirmed: bool = True,
    ) -> int:
        """Make a consultation ready to open, noticed 30 days ago; `confirmed`: by the scrutineer. Returns its id."""
        actor, then = actor or self.chair, self.now - timedelta(days=30)
        found = self.draft(s, plan, actor)
        self.file_all(s, found, actor, then.date())
        assert enrolling.import_roll(s, actor, found.id, roll_csv(roll), then).good
        noticing.give_notice(
            s,
            actor,
            found.id,
            on=then.date(),
            record="各单元门口",
            rights_reason=WHY_NO_RIGHT,
            now=then,
        )
        if confirmed:
            self.confirm(s, found.id)
        return found.id

    def confirm(self, s: Session, consultation_id: int, **more: Any) -> None:
        """As the scrutineer of its committee, look at the roll and confirm the consultation as it is."""
        found = queries.get(s, consultation_id)
        own = found.committee_id == self.scrutineer.committee_id
        who = self.scrutineer if own else self.owners_scrutineer
        roll_history.record_look(s, who, found.id, self.now)
        seen = scrutiny_status.confirmed_digest(s, found)
        scrutineer.confirm(s, who, found.id, seen=seen, now=self.now, **{"matter": "within"} | more)

    def open(self, plan: Plan | None = None, actor: StaffActor | None = None, *, roll: int = 6) -> int:
        """Open a consultation with a roll of `roll` entries; returns its id."""
        with self.parts.db.write() as s:
            found = self.noticed(s, plan, actor, roll=roll)
            opening.open_vote(s, actor or self.chair, found, self.ring, self.now)
        return found

    def entry(self, s: Session, consultation_id: int, number: int) -> RollEntry:
        return s.query(RollEntry).filter_by(consultation_id=consultation_id, phone=phone(number)).one()

    def resident(self, number: int, *, contact: int | None = None) -> int:
        """Make a resident with a proven phone; with `contact`, proven in that chat as well. Returns the id."""
        with self.parts.db.write() as s:
            point = residents.ensure_contact_point(s, SECRET, "sms", phone(number), self.now)
            if point.resident_id is None:
                resident = Resident(created_at=self.now)
                s.add(resident)
                s.flush()
                point.resident_id = resident.id
            if contact is not None:
                residents.prove_in_chat(s, contact, point.resident_id)
                residents.sign_in(s, SECRET, point.resident_id, self.now, chat=contact)
            return point.resident_id

    def token(self, number: int) -> str:
        """Sign in a resident with a proven phone; returns the bearer token."""
        resident_id = self.resident(number)
        with self.parts.db.write() as s:
            return residents.sign_in(s, SECRET, resident_id, self.now)

    def visitor(self) -> int:
        """Make a contact point of the web chat; returns its id."""
        with self.parts.db.write() as s:
            return residents.add_visitor(s, SECRET, self.now)[0].id


@pytest.fixture
def world(parts: Parts) -> World:
    with parts.db.write() as s:
        now = parts.clock.now()
        home = Committee(kind="residents_committee", name="测试社区居委会", area="测试社区")
        owners = Committee(kind="owners_committee", name="测试小区业委会", area="测试小区")
        s.add_all([home, owners])
        s.flush()

        def account(name: str, role: Role, committee_id: int | None) -> StaffActor:
            made = Account(
                username=name, password_hash="-", name=name, role=role, created_at=now, committee_id=committee_id
            )
            s.add(made)
            s.flush()
            found = accounts.active_actor(s, made.id)
            assert found is not None
            return found

        return World(
            parts,
            chair=account("chair", Role.CHAIR, home.id),
            owners_chair=account("owners", Role.CHAIR, owners.id),
            scrutineer=account("scrutineer", Role.SCRUTINEER, home.id),
            owners_scrutineer=account("owners-scrutineer", Role.SCRUTINEER, owners.id),
            supervisor=account("supervisor", Role.SUPERVISOR, None),
        )


@pytest.fixture
def s(parts: Parts) -> Iterator[Session]:
    """A transaction that is rolled back."""
    with parts.db.read() as session:
        yield session


Make = Callable[..., int]
