"""The demo's consultations, made by the committee's own verbs: one ready to open, one open, one published."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.consultations.ballots import opening_record
from portal.consultations.ballots.keys import KeyRing
from portal.consultations.models import Consultation, RollEntry
from portal.consultations.verbs import (
    closing,
    drafting,
    enrolling,
    noticing,
    opening,
    queries,
    scrutineer,
    scrutiny_status,
    voting,
)
from portal.consultations.verbs.watching import roll_history
from portal.demo.people import DemoPeople
from portal.demo.stories import FOLDER, BadStory, consultations
from portal.kernel.roles import Role, StaffActor
from portal.kernel.time_zone import SHANGHAI

OPENS, CLOSES, OTHER_ACTS, CONFIRMED = (
    time(9),
    time(20),
    time(14, 30),
    time(16),
)  # when voting begins and ends, when other acts happen, when the scrutineer confirms
SECRET_VOTERS = 24  # of sixty on the roll: seven short of the quorum, so that the demo can show it being reached
ROLL = FOLDER / "demo_roll.csv"


def make_consultations(s: Session, people: DemoPeople, ring: KeyRing, now: datetime) -> None:
    """Make the demo's consultations. Raises BadStory."""
    for story in consultations():
        _PlayedConsultation(s, people, ring, now, story).play()


def remove_stray_keys(s: Session, ring: KeyRing) -> None:
    """Remove the keys that consultations in the database do not use: an interrupted filling may have left them."""
    for found in s.scalars(sa.select(Consultation)):
        if found.opened_at is None:
            ring.forget(found.id)
        elif found.public_key is None:
            ring.remove_keys(found.id)
        else:
            ring.destroy_others(found.id, found.public_key)


class _PlayedConsultation:
    """A consultation of the demo's file (`story`), taken through its steps day by day as far as its `stage`."""

    def __init__(self, s: Session, people: DemoPeople, ring: KeyRing, now: datetime, story: Mapping[str, Any]) -> None:
        self.s, self.ring, self.story = s, ring, story
        self.today = now.astimezone(SHANGHAI).date()
        self.chair: StaffActor = people.by_username[story["chair"]]
        if self.chair.committee_id != people.committees[story["committee"]]:
            raise BadStory(f"{story['title']}: the chair is not of this committee")
        self.scrutineer = self._find_scrutineer(people)

    def _find_scrutineer(self, people: DemoPeople) -> StaffActor:
        for actor in people.by_username.values():
            if actor.role == Role.SCRUTINEER and actor.committee_id == self.chair.committee_id:
                return actor
        raise BadStory(f"{self.story['title']}: the committee has no scrutineer")

    def play(self) -> None:
        """Take the consultation as far as its `stage`: noticed, open or published. Raises BadStory."""
        made = self._draft()
        self._notice(made.id)
        read = enrolling.import_roll(self.s, self.chair, made.id, roll_of(self.story["roll"]), self._at("noticed"))
        if not read.good:
            raise BadStory(f"{ROLL.name}: {read.problem or [line.reason for line in read.bad]}")
        self._evidence(made.id, until="open")
        self._confirm(made)
        opening_record.remove_earlier_demo_files(self.ring, made)
        if self.story["stage"] == "noticed":
            return
        opened = opening.open_vote(self.s, self.chair, made.id, self.ring, self._at("opens", OPENS))
        self._vote(opened)
        if self.story["stage"] == "published":
            self._publish(opened)

    def _draft(self) -> Consultation:
        story = self.story
        plan = drafting.Plan(
            template=story["template"],
            topic=story["topic"],
            title=story["title"],
            text=story["text"],
            questions=story["questions"],
            basis=story["basis"],
            secrecy=story["secrecy"],
            opens_at=self._at("opens", OPENS),
            closes_at=self._at("closes", CLOSES),
        )
        return drafting.create_draft(self.s, self.chair, plan, self._at("drafted"))

    def _notice(self, consultation_id: int) -> None:
        self._evidence(consultation_id, until="notice")
        noticing.give_notice(
            self.s,
            self.chair,
            consultation_id,
            on=self._day(self.story["noticed"]),
            record=self.story["notice"],
            now=self._at("noticed"),
        )

    def _evidence(self, consultation_id: int, *, until: str) -> None:
        """File the evidence for the gates that stand before `until`: notice or open."""
        template = queries.template_of(queries.get(self.s, consultation_id))
        for key, day, record in self.story["evidence"]:
            gate = template.gate(key)
            if gate is None or gate.before != until:
                continue
            on = None if day is None else self._day(day)
            now = (
                self._at("noticed")
                if on is None
                else max(self._at("noticed"), datetime.combine(on, OTHER_ACTS, SHANGHAI))
            )
            noticing.file_evidence(self.s, self.chair, consultation_id, key, on=on, record=record, now=now)

    def _confirm(self, made: Consultation) -> None:
        """Have the scrutineer look at the roll and confirm it, posting and clause, on the day of the notice or of the last evidence, if later."""
        days = [self._day(day) for _key, day, _record in self.story["evidence"] if day is not None]
        on = max(self._day(self.story["noticed"]), *days)
        at = datetime.combine(on, CONFIRMED, SHANGHAI)
        roll_history.record_look(self.s, self.scrutineer, made.id, at)
        scrutineer.confirm(
            self.s,
            self.scrutineer,
            made.id,
            seen=scrutiny_status.confirmed_digest(self.s, made),
            matter=scrutiny_status.Matter.WITHIN,
            now=at,
        )

    def _vote(self, opened: Consultation) -> None:
        """Cast the story's ballots for the lines of the roll from `from` on; in a secret vote they are repeated up to SECRET_VOTERS."""
        ballots = self.story["ballots"]
        entries = list(
            self.s.scalars(sa.select(RollEntry).where(RollEntry.consultation_id == opened.id).order_by(RollEntry.line))
        )[ballots["from"] - 1 :]
        secret = opened.secrecy == "secret"
        votes = islice(cycle(ballots["votes"]), SECRET_VOTERS) if secret else ballots["votes"]
        for number, (entry, codes) in enumerate(zip(entries, votes, strict=False)):
            given = {f"q{place}": [code] for place, code in enumerate(codes, start=1)}
            if secret:
                voting.cast_secret(self.s, self.ring, opened, entry, given)
                continue
            at = self._at("opens", OPENS) + timedelta(hours=7 * number, minutes=13 * number)
            voting.cast_named(self.s, self.ring, opened, entry, given, channel="web", now=at)

    def _publish(self, opened: Consultation) -> None:
        closing.count_and_close(self.s, opened, self.ring, self._at("closes", CLOSES), early=False, actor=self.chair)
        opening.mark_published(self.s, self.chair, opened.id, self._at("published"))

    def _day(self, ago: int) -> date:
        return self.today - timedelta(days=ago)

    def _at(self, stage: str, at: time = OTHER_ACTS) -> datetime:
        """The time of day `at`, on the day that the story gives for this stage."""
        return datetime.combine(self._day(self.story[stage]), at, SHANGHAI)


def roll_of(beginning: str, path: Path = ROLL) -> bytes:
    """The rows of the demo's roll whose unit starts with `beginning`, as a CSV file with header."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.reader(lines))
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(
        [rows[0], *(row for row in rows[1:] if row[3].startswith(beginning))]
    )
    return out.getvalue().encode()
