"""A committee with its chair, scrutineer and pages, and a vote that it prepares."""

from __future__ import annotations

import html
import io
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from portal.kernel.roles import Role
from portal.staff import service as accounts
from portal.staff.models import Account, Committee
from portal.storage.parts import Parts
from portal.wiring.app import create_app
from tests.portal.conftest import HandClock

PASSWORD = "linli-demo"
CLAUSE = "《幸福社区居民自治章程》第十五条：居民通过社区投票平台参加表决的，视为到会"
DAY = "%Y-%m-%d"


def words_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", "", answer.get_data(as_text=True))))


def roll_csv(count: int, *, phone: str = "") -> bytes:
    lines = [f"居民{n},{phone or f'138{n:08d}'},1-{n},1栋{n}室,90.00" for n in range(1, count + 1)]
    return ("姓名,手机,户,房号,面积\n" + "\n".join(lines) + "\n").encode()


@dataclass
class Town:
    """One committee with its people, each in a browser of their own."""

    parts: Parts
    clock: HandClock
    app: Flask
    signed_in: dict[str, tuple[datetime, FlaskClient]] = field(default_factory=dict)

    def person(self, name: str) -> FlaskClient:
        """Somebody's browser; signed in anew when time has passed."""
        at, browser = self.signed_in.get(name, (None, self.app.test_client()))
        if at != self.clock.now() and name != "nobody":
            browser.post("/login", data={"username": name, "password": PASSWORD})
        self.signed_in[name] = self.clock.now(), browser
        return browser

    def post(self, who: str, address: str, **data: Any) -> str:
        """The words of the page that one comes back to; what is shown first of what will be published is sent as it is."""
        answer = self.person(who).post(address, data=data, follow_redirects=True)
        shown = re.search(r'name="shown" value="([^"]*)"', answer.get_data(as_text=True))
        return self.post(who, address, **data, shown=html.unescape(shown.group(1))) if shown else words_of(answer)

    def change(self, name: str, **values: Any) -> None:
        """Another role, phone, …: what the operator may do to an account."""
        self.signed_in.pop(name, None)
        with self.parts.db.write() as s:
            s.execute(sa.update(Account).where(Account.username == name).values(**values))

    def state(self, found: int) -> str:
        answer = self.person("nobody").get(f"/api/v1/consultations/{found}")
        return answer.get_json()["state"] if answer.status_code == 200 else "draft"

    def day(self, days: int = 0) -> str:
        return (self.clock.now() + timedelta(days=days, hours=8)).strftime(DAY)

    def draft(self, *, wait: int = 11, secrecy: str = "secret") -> int:
        """A draft that opens in `wait` days, with its roll and evidence."""
        opens = self.clock.now() + timedelta(days=wait, hours=8)
        form = {
            "topic": "public_welfare",
            "title": "东门装路灯",
            "text": "夜里太暗，装三盏。",
            "basis": "persons",
            "secrecy": secrecy,
            "opens_at": opens.strftime("%Y-%m-%dT%H:%M"),
            "closes_at": (opens + timedelta(days=3)).strftime("%Y-%m-%dT%H:%M"),
            "q1_text": "同意装路灯吗？",
            "q1_kind": "yes_no",
        }
        made = self.person("chair").post("/committee/new", data=form)
        assert made.status_code == 303, words_of(made)
        found = int(made.headers["Location"].rpartition("/")[2])
        self.post(
            "chair",
            f"/committee/consultations/{found}/evidence/party_study",
            on_party_study=self.day(-20),
            record_party_study="社区党委会议纪要2026年第12号",
        )
        self.post("chair", f"/committee/consultations/{found}/evidence/online_clause", record_online_clause=CLAUSE)
        self.roll(found, roll_csv(4))
        return found

    def roll(self, found: int, data: bytes, **more: str) -> str:
        here = f"/committee/consultations/{found}/roll"
        self.post("chair", here, file=(io.BytesIO(data), "名册.csv"))
        return self.post("chair", f"{here}/accept", **more)

    def notice(self, found: int, **more: Any) -> str:
        data = {"notice_on": self.day(), "notice_record": "社区公告栏、各单元门口"} | more
        return self.post("chair", f"/committee/consultations/{found}/notice", **data)

    def open(self, found: int, name: str = "chair") -> str:
        return self.post(name, f"/committee/consultations/{found}/open")

    def confirm(self, found: int, name: str = "scrutineer", **more: str) -> str:
        """The scrutineer's button, as the page shows it once they have looked at the roll."""
        here = f"/committee/consultations/{found}"
        self.person(name).post(f"{here}/roll/look")
        page = self.person(name).get(here).get_data(as_text=True)
        seen = re.search(r'name="seen" value="([^"]*)"', page)
        data = {
            "seen": seen.group(1) if seen else "",
            "roll": "1",
            "posting": "1",
            "matter": "within",
            "clause": "1",
            "circumstances": "1",
        } | more
        answer = self.person(name).post(f"{here}/scrutiny/confirm", data=data, follow_redirects=True)
        return words_of(answer)

    def noticed(self, **more: Any) -> int:
        """A lawful committee, ten days on: all but the scrutineer's word."""
        found = self.draft(**more)
        self.notice(found)
        assert self.state(found) == "noticed"
        self.clock.move(days=11)
        return found


@pytest.fixture
def town(parts: Parts, clock: HandClock) -> Town:
    with parts.db.write() as s:
        now = clock.now()
        home = Committee(kind="residents_committee", name="测试社区居委会", area="测试社区")
        other = Committee(kind="residents_committee", name="另一个社区居委会", area="另一个社区")
        s.add_all([home, other])
        s.flush()
        people = [
            ("chair", Role.CHAIR, home.id),
            ("member", Role.MEMBER, home.id),
            ("scrutineer", Role.SCRUTINEER, home.id),
            ("second", Role.SCRUTINEER, home.id),
            ("stranger", Role.SCRUTINEER, other.id),
            ("supervisor", Role.SUPERVISOR, None),
        ]
        for name, role, committee in people:
            accounts.add(s, username=name, password=PASSWORD, name=name, role=role, now=now, committee_id=committee)
    app = create_app(parts)
    app.config["WTF_CSRF_ENABLED"] = False
    return Town(parts, clock, app)
