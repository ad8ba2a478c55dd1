"""A resident's whole life, then 删掉我的: every file is searched for what they said and are; the neighbour stays whole.

The words, name and number are looked for as raw bytes in several spellings and encodings, in the database (log and free pages
too), the bot's memory, photos, logs and snapshots; on PostgreSQL in every row of every table.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from portal.kernel.roles import Role
from portal.storage.parts import Parts
from tests.attacks.erasure_world import ROOT, Person, Street, bot, on_sqlite, parts, street, two
from tests.portal.cases.cases_world import account, draft
from tests.portal.conftest import bearer
from tests.portal.consultations.consultations_world import world
from tests.portal.signed_in import sit_down

__all__ = ["bot", "on_sqlite", "parts", "street", "two", "world"]


def test_nothing_is_found_of_who_was_erased(street: Street, two: tuple[Person, Person, int]) -> None:
    """Every file, raw: no number, no name, no word; a vote by name keeps the name on its roll, as the law wants it."""
    one, other, vote = two
    street.publish(vote)
    assert street.traces(one), "the search finds what is there"
    street.erase(one)
    street.hourly()
    assert street.traces(one) == []
    with street.parts.db.read() as s:
        kept = s.execute(
            sa.text(
                "SELECT r.name, r.phone, b.channel FROM roll_entry r JOIN named_ballot b ON b.roll_entry_id = r.id"
                " WHERE r.consultation_id = :vote ORDER BY r.line"
            ),
            {"vote": vote},
        ).all()
    assert [row[0] for row in kept] == ["居民1", "居民2"]
    assert [row[1] for row in kept] == ["", other.phone]
    # the honest neighbour: their number, words, photo, case and messages are all there
    assert {trace.rpartition(": ")[2] for trace in street.traces(other)} >= {other.marks()[0], other.name, other.words}
    assert street.parts.media.get(other.photo)
    with pytest.raises(KeyError):
        street.parts.media.get(one.photo)
    assert other.words in other.client.get(f"/c/{other.case_no}").text
    assert other.case_no in other.client.get("/me").text
    street.say(other, "我还在")


def test_an_open_vote_keeps_the_roll_until_its_result(street: Street, two: tuple[Person, Person, int]) -> None:
    """While a vote runs the roll is the law's: the number stands there and nowhere else, and goes with the result."""
    one, _, vote = two
    street.erase(one)
    street.hourly()
    with street.parts.db.read() as s:
        numbers = sa.text("SELECT phone FROM roll_entry WHERE consultation_id = :vote ORDER BY line")
        assert s.scalars(numbers, {"vote": vote}).first() == one.phone
        ballots = sa.text("SELECT count(*) FROM named_ballot WHERE consultation_id = :vote")
        assert s.scalar(ballots, {"vote": vote}) == 2
    street.publish(vote)
    street.hourly()
    assert street.traces(one) == []


def test_the_case_goes_on_without_its_reporter(street: Street, two: tuple[Person, Person, int]) -> None:
    """An open case keeps number, category, grid and state; its link, its chat and its pushes are dead."""
    one, _, _ = two
    old_chat = dict(one.headers)
    street.erase(one)
    with street.parts.db.read() as s:
        row = s.execute(
            sa.text('SELECT state, category, kind FROM "case" WHERE case_no = :no'), {"no": one.case_no}
        ).one()
    assert row[0] == "reported"
    assert row[1]
    assert one.client.get(f"/c/{one.case_no}").status_code == 404
    assert one.client.get("/api/v1/chat/messages?wait=0", headers=old_chat).status_code == 401
    late = {"contact": one.contact, "text": one.words, "draft": draft(), "answers": {}, "photos": []}
    headers = bearer(street.parts) | {"Idempotency-Key": "99999:report"}
    assert street.internal.post("/internal/v1/cases", json=late, headers=headers).status_code == 404
    street.text(one, "我又来了")  # the same number is a new person to us
    street.work()
    with street.parts.db.read() as s:
        fresh = sa.text("SELECT id FROM contact_point WHERE address = :phone")
        assert s.scalars(fresh, {"phone": one.phone}).one() not in (one.contact,)


def opened_elsewhere(street: Street, person: Person) -> FlaskClient:
    """Another browser that has the case's link, and was shown a code that came to the reporter's phone."""
    found = street.internal.get(f"/internal/v1/contacts/{person.contact}/cases", headers=bearer(street.parts))
    link = next(item["link"] for item in found.json["items"] if item["case_no"] == person.case_no)
    browser, case = street.person(0, "", "").client, f"/c/{person.case_no}"
    assert browser.get(link.removeprefix(street.parts.settings.public_url)).status_code == 302
    assert browser.get(f"/api/v1/cases/{person.case_no}").status_code == 200
    assert browser.post(f"{case}/proof").status_code == 200
    assert browser.post(f"{case}/proof/code", data={"code": street.code(person.phone)}).status_code == 303
    return browser


def doors_of(browser: FlaskClient, person: Person, words: str) -> dict[str, int]:
    """What each door of a case answers to this browser."""
    case = f"/c/{person.case_no}"
    reads = (case, f"{case}/proof", f"{case}/photos/{person.photo}", f"/api/v1/cases/{person.case_no}")
    writes: dict[str, dict[str, Any]] = {
        "details": {"text": words, "photos": (io.BytesIO(b"no picture"), "a.jpg")},
        "reminders": {"text": words},
        "follow-up": {"fixed": "no", "text": words},
        "reopening": {"text": words},
        "naming": {"agree": "yes"},
        "withdrawal": {"text": words},
        "proof": {},
        "proof/code": {"code": "000000"},
    }
    found = {path: browser.get(path).status_code for path in reads}
    for name, form in writes.items():
        found[name] = browser.post(f"{case}/{name}", data=form).status_code
    return found


def test_a_browser_that_opened_the_case_before_opens_it_no_more(
    street: Street, two: tuple[Person, Person, int]
) -> None:
    """Link and code were kept in its cookie: after the erasure every door is 404 and no word gets in; the neighbour's opens."""
    one, other, _ = two
    street.parts.clock.move(minutes=2)  # type: ignore[attr-defined]  # the hand clock
    browsers = opened_elsewhere(street, one), opened_elsewhere(street, other)
    key = bearer(street.parts) | {"Idempotency-Key": "88888:detail"}
    said = {"contact": one.contact, "text": "刚说的"}
    inside = f"/internal/v1/cases/{one.case_no}"
    assert street.internal.post(f"{inside}/details", json=said, headers=key).status_code == 200
    street.erase(one)
    late = "抹掉以后才写的话"
    assert set(doors_of(browsers[0], one, late).values()) == {404}
    assert set(doors_of(one.client, one, late).values()) == {404}
    for number, door in enumerate(("details", "reminders", "withdrawal", "follow-up")):
        body = {"contact": one.contact, "text": late} | ({"fixed": False} if door == "follow-up" else {})
        headers = bearer(street.parts) | {"Idempotency-Key": f"8888{number}:{door}"}
        assert street.internal.post(f"{inside}/{door}", json=body, headers=headers).status_code == 404
    assert street.internal.post(f"{inside}/details", json=said, headers=key).status_code == 404  # a repeat of before
    kept = street.internal.get(f"/internal/v1/contacts/{one.contact}/cases", headers=bearer(street.parts))
    assert kept.status_code == 404
    assert not [name for name, data in street.stores(street.parts.settings.home) if late.encode() in data]
    with street.parts.db.read() as s:
        states = dict(s.execute(sa.text('SELECT case_no, state FROM "case"')).all())
    assert states[one.case_no] == "reported"
    assert other.words in browsers[1].get(f"/c/{other.case_no}").text
    assert browsers[1].post(f"/c/{other.case_no}/details", data={"text": "邻居补一句"}).status_code == 303
    assert "邻居补一句" in browsers[1].get(f"/c/{other.case_no}").text
    assert browsers[1].post(f"/c/{other.case_no}/withdrawal").status_code == 303


def test_a_case_whose_time_is_over_is_nobodys_but_the_staffs(street: Street, two: tuple[Person, Person, int]) -> None:
    """Forgotten without anybody's asking (`forgotten_at` alone): its own chat finds it no more either."""
    one, other, _ = two
    street.parts.clock.move(minutes=2)  # type: ignore[attr-defined]  # the hand clock
    elsewhere = opened_elsewhere(street, one)
    with street.parts.db.write() as s:
        gone = sa.text('UPDATE "case" SET forgotten_at = :now WHERE case_no = :no')
        gone = gone.bindparams(sa.bindparam("now", street.parts.clock.now(), sa.DateTime(timezone=True)))
        s.execute(gone, {"no": one.case_no})
    for browser in (elsewhere, one.client):
        assert browser.get(f"/c/{one.case_no}").status_code == 404
        assert browser.get(f"/api/v1/cases/{one.case_no}").status_code == 404
    assert one.case_no not in one.client.get("/me").text
    kept = street.internal.get(f"/internal/v1/contacts/{one.contact}/cases", headers=bearer(street.parts))
    assert kept.json["items"] == []
    assert other.case_no in other.client.get("/me").text
    clerk = sit_down(street.person(0, "", "").client, street.parts, a_clerk(street.parts))
    assert clerk.get(f"/desk/cases/{one.case_no}").status_code == 200


def a_clerk(parts: Parts) -> int:
    with parts.db.write() as s:
        clerk = account(parts, Role.DESK, username="another-clerk")
        s.add(clerk)
        s.flush()
        return clerk.id


def test_without_a_fresh_code_nothing_is_erased_or_copied(street: Street, two: tuple[Person, Person, int]) -> None:
    """An old session, an old chat token or a stranger at the device gets neither; the owner of the phone gets both."""
    one, _, _ = two
    assert "删掉我的" in one.client.get("/me").text
    for path in ("/me/erase", "/me/copy"):
        assert "十分钟以内不用再收验证码" in one.client.get(path).text
    street.parts.clock.move(minutes=11)  # type: ignore[attr-defined]  # the hand clock
    for path in ("/me/erase", "/me/copy"):
        answer = one.client.post(path, data={"sure": "yes"})
        assert answer.status_code == 303
        assert answer.location == path
        assert "过了十分钟，要再核对一次" in one.client.get(path).text
    stranger = street.person(9, "", "").client
    assert stranger.post("/me/erase", data={"sure": "yes"}).status_code in (302, 303, 401)
    assert stranger.post("/me/erase", data={"sure": "yes"}, headers=one.headers).status_code in (302, 303, 401)
    assert street.traces(one)
    street.again(one, "/me/copy")
    found = one.client.post("/me/copy")
    with zipfile.ZipFile(io.BytesIO(found.data)) as archive:
        told = archive.read("我的信息.json").decode()
        assert f"照片/{one.photo}" in archive.namelist()
    assert all(mark in told for mark in (one.phone, one.name, one.words, one.case_no))
    assert two[1].words not in told
    assert "no-store" in found.headers["Cache-Control"]


def test_a_photo_that_two_people_show_stays_for_the_other(street: Street) -> None:
    """The same file is kept once; the one who is erased does not take it from the neighbour."""
    vote = street.world.open(street.world.owners_plan(), street.world.owners_chair, roll=3)
    street.picture = lambda _number: Street.picture(street, 7)  # type: ignore[method-assign]
    one, other = street.person(1, "欧阳翠花", "紫薇路口的井盖"), street.person(2, "司徒大山", "枇杷巷尾的绳子")
    street.live(one, vote)
    street.live(other, vote)
    assert one.photo == other.photo
    street.erase(one)
    assert street.parts.media.get(other.photo)
    street.erase(other)
    with pytest.raises(KeyError):
        street.parts.media.get(other.photo)


def test_a_kill_in_the_middle_is_finished(street: Street, two: tuple[Person, Person, int], monkeypatch: Any) -> None:
    """Tables blank, then the process is gone before files and tracker: the worker finishes."""
    one, other, vote = two
    street.publish(vote)
    with monkeypatch.context() as killed:
        killed.setattr(
            type(street.parts.media), "remove", lambda *_: (_ for _ in ()).throw(OSError("killed")), raising=False
        )
        street.erase(one)
    assert street.traces(one), "the photo's bytes are gone, the tracker's are not"
    street.parts.clock.move(minutes=1)  # type: ignore[attr-defined]  # the hand clock
    street.hourly()
    assert street.traces(one) == []
    street.parts.clock.move(minutes=5)  # type: ignore[attr-defined]  # the hand clock
    street.track(one)  # a turn of the bot that was under way
    street.hourly()
    assert street.traces(one) == []
    assert street.traces(other)


KILLED = """
import os, signal, sys
from datetime import UTC, datetime, timedelta
import portal.adapters.media_folder, portal.adapters.rasa_trackers, portal.storage.db, portal.privacy.ledger
from portal.wiring.app import build_parts
from portal.privacy import erasure
from portal.residents.models import ContactPoint
import sqlalchemy as sa

def killed(after):
    def instead(*args, **more):
        after(*args, **more)
        os.kill(os.getpid(), signal.SIGKILL)
    return instead

where, name = sys.argv[1].rsplit(".", 1)
holder = eval(where)
setattr(holder, name, killed(getattr(holder, name)))
parts = build_parts()
with parts.db.read() as s:
    found = s.scalar(sa.select(ContactPoint.resident_id).where(ContactPoint.address == sys.argv[2]))
erasure.erase(parts, found)
"""


@pytest.mark.usefixtures("on_sqlite")
@pytest.mark.parametrize(
    "at",
    [
        "portal.privacy.ledger.Ledger.add",
        "portal.adapters.media_folder.MediaFolder.remove",
        "portal.adapters.rasa_trackers.RasaTrackers.forget",
        "portal.storage.db.Database.rewrite_file",
    ],
)
def test_kill_9_at_any_point(street: Street, two: tuple[Person, Person, int], at: str) -> None:
    """SIGKILL after the ledger's line, a photo, the tracker, the new file: asked again or gone on with, nothing is left."""
    one, other, vote = two
    street.publish(vote)
    home = street.parts.settings.home
    assert "删掉我的" in one.client.get("/me").text
    environ = {
        "LINLI_HOME": str(home),
        "SECRET_KEY": "test",
        "DEMO": "1",
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, "-c", KILLED, at, one.phone]
    killed = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, check=False, timeout=120)
    assert killed.returncode == -9, killed.stderr
    if at.endswith("Ledger.add"):  # before the commit: nothing has changed, and the resident asks again
        street.erase(one)
    street.parts.clock.moment = max(street.parts.clock.now(), datetime.now(UTC)) + timedelta(minutes=5)  # type: ignore[attr-defined]
    street.hourly()
    assert street.traces(one) == []
    assert street.parts.media.get(other.photo)
    assert other.words in " ".join(street.traces(other))
