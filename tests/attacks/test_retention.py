"""What the notice says ends, ends: in every store, by the worker and by `linli retention`; what is still in its time stays."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from portal.cases.drafts.models import OpenDraft
from portal.cases.models import Case, CaseEvent, CaseWords, EventWords
from portal.channels.models import ChatMedia, ChatMessage, Handover, InboxMessage
from portal.consultations.models import RollEntry, RollUpload
from portal.outbox.models import Letter, OutboxRow
from portal.privacy import retention, vacuum
from portal.residents import service as residents
from portal.residents.models import ContactPoint, OneTimeCode, Resident
from portal.storage.parts import Parts
from tests.attacks.erasure_world import forms
from tests.databases import SERVER
from tests.portal.conftest import HandClock
from tests.portal.consultations.consultations_world import World, phone, world
from tests.portal.timed import due

__all__ = ["world"]
ROOT = Path(__file__).resolve().parents[2]
PHOTO = b"\xff\xd8\xff\xe0 not really a photo "


def a_life(parts: Parts, now: datetime, mark: str, number: str, *, ended: bool = True) -> str:
    """What one resident leaves in every store; `mark` is in each of their words. Returns the photo's id."""
    photo = parts.media.put(PHOTO + mark.encode(), "image/jpeg")
    loose = parts.media.put(PHOTO + b"loose" + mark.encode(), "image/jpeg")
    for media_id in (photo, loose):
        os.utime(parts.settings.media / media_id, (now.timestamp(), now.timestamp()))
    with parts.db.write() as s:
        person = Resident(created_at=now, name=f"{mark}名")
        s.add(person)
        point, _ = residents.add_visitor(s, "test", now)
        sender = residents.ensure_contact_point(s, "test", "sms", number, now)
        s.flush()
        sender.resident_id = point.resident_id = person.id
        case = Case(
            case_no=f"LL-{now:%Y%m%d}-{1000 + point.id}", created_at=now, state="closed" if ended else "accepted",
            kind="complaint", category="0403", urgency="normal", rank=2, channel="webchat", due_at=now, closed_at=now if ended else None,
            close_reason="confirmed" if ended else None, contact_point_id=point.id, access_salt="s", access_hash="h", photos=[photo],
            words=CaseWords(text=f"{mark}原话", place=f"{mark}处", contact=number, draft=json.dumps({"t": mark})),
        )  # fmt: skip
        event = CaseEvent(
            case=case, serial=1, at=now, verb="report", actor="resident", from_state=None, to_state="reported",
            data={"photos": [photo], "kind": "complaint"},
        )  # fmt: skip
        event.words = [EventWords(public=True, text=f"{mark}说明"), EventWords(public=False, text=f"{mark}备注")]
        s.add_all([case, event])
        inbox = InboxMessage(
            channel="webchat", vendor_id=f"{point.id}:1", contact_point_id=point.id, kind="text", text=f"{mark}来话",
            place=json.dumps({"label": mark}), media=[loose], received_at=now, state="answered", due_at=now, answered_at=now,
        )  # fmt: skip
        s.add(inbox)
        s.flush()
        s.add_all(
            [
                ChatMessage(contact_point_id=point.id, inbox_id=inbox.id, at=now, via="web", text=f"{mark}回话", extra=""),
                ChatMedia(media_id=loose, contact_point_id=point.id, at=now),
                OpenDraft(contact_point_id=point.id, inbox_id=inbox.id, state=json.dumps({"d": mark}), updated_at=now),
                Handover(contact_point_id=point.id, source_key=f"h{point.id}", reason="asked", text=f"{mark}找人", at=now, done_at=now),
            ]
        )  # fmt: skip
        residents.sign_in(s, "test", person.id, now)
        for state in ("done", "dead"):
            row = OutboxRow(
                kind="send_sms", payload={"purpose": "push"}, state=state, created_at=now, due_at=now,
                done_at=now if state == "done" else None, code="30006" if state == "dead" else "",
            )  # fmt: skip
            row.letter = Letter(address=number, text=f"{mark}信{state}")
            s.add(row)
    return photo


def found(parts: Parts, mark: str) -> list[str]:
    """The files (on PostgreSQL: tables) in which the mark stands."""
    held: list[tuple[str, bytes]] = []
    home = parts.settings.home
    if parts.db.is_sqlite:
        held = [(path.name, path.read_bytes()) for path in sorted(home.rglob("*")) if path.is_file()]
    else:
        with parts.db.read() as s:
            for name in sa.inspect(s.connection()).get_table_names():
                rows = s.scalars(sa.text(f'SELECT row_to_json(t)::text FROM "{name}" t')).all()
                held.append((name, "\n".join(rows).encode()))
    return [name for name, data in held if any(form in data for form in forms(mark))]


def an_hour_of_the_worker(parts: Parts) -> None:
    """Each timed job until it has nothing to do (not the one that talks to the bot)."""
    for name, timer in due().items():
        if name in ("drain_inbox", "recount_deadlines"):
            continue
        for _ in range(20):
            if not timer(parts):
                break


def test_everything_ends_in_its_time(parts: Parts, clock: HandClock) -> None:
    """Two years after closing only the skeleton is there; who came yesterday, and whose case is open, keeps all."""
    start = clock.now()
    photo = a_life(parts, start, "绣球花匠甲", "+8613800000011")
    open_photo = a_life(parts, start, "绣球花匠乙", "+8613800000012", ended=False)
    clock.move(days=366 + 365 + 1)
    fresh_photo = a_life(parts, clock.now() - timedelta(days=1), "绣球花匠丙", "+8613800000013")
    an_hour_of_the_worker(parts)
    assert found(parts, "绣球花匠甲") == []
    assert found(parts, "13800000011") == []
    with pytest.raises(KeyError):
        parts.media.get(photo)
    with parts.db.read() as s:
        case = s.execute(sa.text('SELECT state, category FROM "case" ORDER BY id')).first()
        open_words = s.scalar(sa.text("SELECT text FROM case_words ORDER BY case_id LIMIT 1 OFFSET 1"))
    assert case == ("closed", "0403")
    assert open_words == "绣球花匠乙原话"
    assert parts.media.get(open_photo)
    assert parts.media.get(fresh_photo)
    assert found(parts, "绣球花匠丙")


def test_a_letter_that_was_given_up_is_blanked(parts: Parts, clock: HandClock) -> None:
    """A dead letter's words and number go after 30 days like a delivered one's; it is not gone on the 29th day."""
    a_life(parts, clock.now(), "绣球花匠甲", "+8613800000011")
    with parts.db.read() as s:
        letters = sa.select(sa.func.count()).select_from(Letter).where(Letter.text != "")
        clock.move(days=29)
        an_hour_of_the_worker(parts)
        assert s.scalar(letters) == 2
    clock.move(days=2)
    an_hour_of_the_worker(parts)
    with parts.db.read() as s:
        assert s.scalar(letters) == 0
        assert s.scalar(sa.select(sa.func.count()).where(Letter.address != "")) == 0


@pytest.mark.skipif(bool(SERVER), reason="SQLite's file")
def test_what_a_reader_keeps_in_the_file_the_worker_removes_later(parts: Parts, clock: HandClock) -> None:
    """`linli retention run` while somebody reads: the words are in the log still, and gone at the worker's next round."""
    a_life(parts, clock.now(), "绣球花匠甲", "+8613800000011")
    clock.move(days=366 + 365 + 1)
    with sqlite3.connect(parts.db.url.database or "") as reader:
        reader.execute("BEGIN")
        reader.execute('SELECT count(*) FROM "case"').fetchone()
        assert dict(retention.erase_all_expired(parts))["收到的消息"] == 1
        assert found(parts, "绣球花匠甲") != []
        reader.rollback()
    vacuum.rewrite_if_requested(parts)
    assert found(parts, "绣球花匠甲") == []


def test_a_session_that_nobody_used_is_deleted_a_day_after_it_ended(parts: Parts, clock: HandClock) -> None:
    """Although its own time would last a week."""
    with parts.db.write() as s:
        person = Resident(created_at=clock.now())
        s.add(person)
        s.flush()
        residents.sign_in(s, "test", person.id, clock.now(), idle=timedelta(hours=1))
    clock.move(hours=24)
    assert dict(retention.erase_all_expired(parts))["居民的登录"] == 0
    clock.move(hours=2)
    assert dict(retention.erase_all_expired(parts))["居民的登录"] == 1


def test_rolls_end_too_and_a_record_of_named_votes_stays(parts: Parts, clock: HandClock, world: World) -> None:
    """90 days after the result no number is left, three years after it no flat and no name that a record does not show."""
    vote = world.open(world.owners_plan(), world.owners_chair, roll=3)
    with parts.db.write() as s:
        entries = s.scalars(sa.select(RollEntry.id).order_by(RollEntry.line)).all()
        s.execute(
            sa.text(
                "INSERT INTO named_ballot (roll_entry_id, consultation_id, choices, channel, cast_at)"
                " VALUES (:entry, :vote, '{}', 'web', :at)"
            ).bindparams(sa.bindparam("at", clock.now(), sa.DateTime(timezone=True)), entry=entries[0], vote=vote)
        )
        s.execute(
            sa.text("UPDATE consultation SET state = 'published', published_at = :at").bindparams(
                sa.bindparam("at", clock.now(), sa.DateTime(timezone=True))
            )
        )

    def roll() -> list[tuple[str, str, str]]:
        with parts.db.read() as s:
            rows = s.scalars(sa.select(RollEntry).order_by(RollEntry.line))
            return [(row.name, row.phone, row.unit) for row in rows]

    clock.move(days=89)
    an_hour_of_the_worker(parts)
    assert [entry[1] for entry in roll()] == [phone(1), phone(2), phone(3)]
    clock.move(days=2)
    an_hour_of_the_worker(parts)
    assert roll() == [("居民1", "", "1栋1室"), ("居民2", "", "1栋2室"), ("居民3", "", "1栋3室")]
    clock.move(days=3 * 366)
    an_hour_of_the_worker(parts)
    assert roll() == [("居民1", "", ""), ("", "", ""), ("", "", "")]


def linli(parts: Parts, *args: str) -> Any:
    environ = {"LINLI_HOME": str(parts.settings.home), "SECRET_KEY": "test", "DEMO": "1", "PATH": os.environ["PATH"]}
    environ["DATABASE_URL"] = parts.db.url.render_as_string(hide_password=False)
    command = [sys.executable, "-m", "portal.cli", *args]
    return subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, check=False, timeout=120)


def test_a_dry_run_counts_and_deletes_nothing(parts: Parts, clock: HandClock) -> None:
    """`--dry-run` says how much of each store would go, in numbers only; `run` lets it go; a second one finds nothing."""
    a_life(parts, datetime(2019, 5, 6, tzinfo=clock.now().tzinfo), "绣球花匠甲", "+8613800000011")
    counted = linli(parts, "retention", "--dry-run")
    assert counted.returncode == 0, counted.stderr
    numbers = {store: int(count) for count, store in re.findall(r"^\s*(\d+)\s+(\S+)$", counted.stdout, re.M)}
    assert numbers["工单里的话、照片和联系方式"] == 1
    assert numbers["短信和微信的信件"] == 2
    assert numbers["没有报完的草稿"] == 1
    assert "绣球" not in counted.stdout
    assert "138" not in counted.stdout
    assert found(parts, "绣球花匠甲")
    assert linli(parts, "retention", "run").returncode == 0
    assert found(parts, "绣球花匠甲") == []
    after = linli(parts, "retention", "--dry-run")
    assert {int(count) for count in re.findall(r"^\s*(\d+)\s", after.stdout, re.M)} == {0}


def test_the_notice_says_the_times_that_are_kept(client: FlaskClient) -> None:
    """/about names what ends when, with the community's own years, and where to take a copy or be forgotten."""
    page = client.get("/about").text
    for told in ("结束以后存 2 年", "30 天后清空", "结果公布 90 天后清空", "存 3 年备查", "导出我的", "删掉我的"):
        assert told in page


def test_codes_and_uploads_end(parts: Parts, clock: HandClock, world: World, client: FlaskClient) -> None:
    """A code's hash goes after two days, a roll's file that nobody accepted after thirty."""
    with parts.db.write() as s:
        draft = world.draft(s)
        s.add(RollUpload(consultation_id=draft.id, data="张三,13800000001".encode(), at=clock.now()))
    assert client.post("/api/v1/otp", json={"phone": phone(1)}).status_code == 200
    clock.move(days=1)
    an_hour_of_the_worker(parts)
    with parts.db.read() as s:
        assert s.scalar(sa.select(sa.func.count()).select_from(OneTimeCode)) == 1
    clock.move(days=31)
    an_hour_of_the_worker(parts)
    with parts.db.read() as s:
        assert s.scalar(sa.select(sa.func.count()).select_from(OneTimeCode)) == 0
        assert s.scalar(sa.select(sa.func.count()).select_from(RollUpload)) == 0
        assert s.scalar(sa.select(sa.func.count()).select_from(ContactPoint)) == 0
