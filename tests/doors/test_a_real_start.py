"""A start that is no demo, from an empty home by the operator's guide alone, against the vendors' stand-ins (Must hold 7).

A fire in a corridor reaches the first on duty, after five minutes the second, who takes it on with the code of the SMS; a
resident proves a phone with the code that came to it, and votes.
"""

from __future__ import annotations

import csv
import dataclasses
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx
import pyotp
import pytest

from portal.kernel.config import PROJECT, load
from portal.staff import service as accounts
from portal.staff.models import Account
from portal.storage.parts import Parts
from portal.wiring.app import build_parts
from tests.portal.consultations.consultations_world import World, phone
from tests.running_system import CASE_NO, RunningSystem, Visitor, running
from tests.vendors import aliyun, twilio

pytestmark = pytest.mark.slow

PASSWORD = "an-office-password"
CALLBACK = "callback-secret-0123456789abcdef"
FIRST, SECOND = "+8613812345678", "+8613812345679"  # as the guide has them
ABROAD = "+12025550123"


def guide() -> list[str]:
    """The commands of the guide's first page, as they stand there, between making the environments and the start."""
    text = (PROJECT / "docs" / "operator.md").read_text(encoding="utf-8")
    block = next(block for block in re.findall(r"```sh\n(.*?)```", text, re.S) if "./linli migrate" in block and "make envs" in block)  # fmt: skip
    lines = [line.partition("#")[0].strip() for line in block.splitlines()]
    assert lines[0].startswith("cp .env.example")
    assert lines[1] == "make envs"
    assert lines[-1] == "make run"
    return lines[2:-1]


@dataclasses.dataclass
class Town:
    """The running system with what stands around it."""

    system: RunningSystem
    sms: aliyun.Aliyun
    abroad: twilio.Twilio
    parts: Parts


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """The guide's commands on an empty home, then the start; both vendors listen."""
    base = tmp_path_factory.mktemp("real")
    with ExitStack() as stack:
        sms, abroad = stack.enter_context(aliyun.serving()), stack.enter_context(twilio.serving())
        environ = {
            "DEMO": "0",
            "LINLI_HOME": str(base / "home"),
            "LINLI_KEYS": str(base / "keys"),
            "SMS_PROVIDER": "aliyun",
            "ALIYUN_ACCESS_KEY_ID": aliyun.KEY_ID,
            "ALIYUN_ACCESS_KEY_SECRET": aliyun.KEY_SECRET,
            "ALIYUN_SMS_SIGN": aliyun.SIGN,
            "ALIYUN_SMS_URL": sms.url,
            "ALIYUN_CALLBACK_SECRET": CALLBACK,
            "TWILIO_ACCOUNT_SID": twilio.SID,
            "TWILIO_AUTH_TOKEN": twilio.TOKEN,
            "TWILIO_NUMBER": twilio.NUMBER,
            "TWILIO_URL": abroad.url,
        }
        for command in guide():
            run(command, environ, base)
        register(environ, base, sms)
        rest = {name: value for name, value in environ.items() if name != "LINLI_HOME"}
        system = stack.enter_context(running(base / "home", **rest))
        sms.callback, abroad.public_url = f"{system.url}/sms/aliyun/{CALLBACK}", system.url
        parts = build_parts(load(os.environ | environ | {"PORT": str(system.port)}))
        yield Town(system, sms, abroad, parts)
        parts.db.engine.dispose()


def run(command: str, environ: dict[str, str], base: Path) -> str:
    """One line of the guide; a password that it asks for is typed."""
    words = command.replace("您的社区资料的文件夹", str(community(base))).split()
    assert words[0] == "./linli"
    done = subprocess.run(
        [sys.executable, "-m", "portal.cli", *words[1:]],
        cwd=PROJECT,
        env=os.environ | environ,
        input=f"{PASSWORD}\n{PASSWORD}\n",
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        start_new_session=True,
    )
    assert done.returncode == 0, (command, done.stdout, done.stderr)
    return done.stdout


def community(base: Path) -> Path:
    """As the guide says: the shipped files elsewhere, without the demo's mark and people."""
    made = base / "community"
    if not made.exists():
        shutil.copytree(PROJECT / "data" / "community", made, ignore=shutil.ignore_patterns("demo_*"))
        facts = json.loads((made / "community.json").read_text(encoding="utf-8"))
        facts.pop("demo", None)
        (made / "community.json").write_text(
            json.dumps(facts | {"name": "长安社区"}, ensure_ascii=False), encoding="utf-8"
        )
    return made


def register(environ: dict[str, str], base: Path, vendor: aliyun.Aliyun) -> None:
    """The guide's way to the templates: written out, handed in, the vendor's codes filled in and kept beside the data."""
    sheet = base / "templates.csv"
    run(f"./linli channels templates --out {sheet}", environ, base)
    with sheet.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    vendor.templates = {f"SMS_{1000 + number}": row["text"] for number, row in enumerate(rows)}
    with (base / "home" / "sms_codes.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "code", "text"])
        writer.writerows([row["id"], f"SMS_{1000 + number}", row["text"]] for number, row in enumerate(rows))


def wait(found: Callable[[], Any], seconds: float = 60) -> Any:
    """What there is, as soon as there is something."""
    until = time.monotonic() + seconds
    while not (value := found()):
        assert time.monotonic() < until, "nothing came"
        time.sleep(0.2)
    return value


class Clerk:
    """A browser; signing in for the first time binds the second factor, as the guide says."""

    def __init__(self, system: RunningSystem, username: str) -> None:
        self.http = httpx.Client(base_url=system.url, timeout=60, follow_redirects=True)
        self.send("/login", "/login", username=username, password=PASSWORD)
        page = self.http.get("/login/factor").text
        secret = re.search(r"secret=([A-Z2-7]{16,})", page) or re.search(r"\b((?:[A-Z2-7]{4} ?){4,})\b", page)
        assert secret, page
        self.send("/login/factor", "/login/factor", code=pyotp.TOTP(secret[1].replace(" ", "")).now())
        assert self.http.get("/desk").status_code == 200

    def send(self, page: str, way: str, **form: str) -> httpx.Response:
        token = re.search(r'name="csrf_token" value="([^"]+)"', self.http.get(page).text)
        assert token
        answer = self.http.post(way, data=form | {"csrf_token": token[1]})
        assert answer.status_code < 400, answer.text
        return answer


def five_minutes_pass(system: RunningSystem) -> None:
    """The clock of the alarm, set: the moment at which the next is told is now."""
    with sqlite3.connect(system.home / "linli.db", timeout=30) as connection:
        connection.execute("UPDATE alarm SET next_at = datetime(next_at, '-5 minutes') || '.000000'")


def test_a_corridor_fire_reaches_the_second_on_duty_and_is_taken_on_by_its_code(town: Town) -> None:
    """The number to call in the chat, an SMS to the first at once, to the second after five minutes, the code ends it."""
    system, sms = town.system, town.sms
    said = Visitor(system.url).arrive().say("3栋楼道里的纸箱着火了，烟好大，快来人")
    assert any("119" in message["text"] for message in said)
    found = [CASE_NO.search(message["text"]) for message in said]
    case_no = next(one.group() for one in found if one)
    first = wait(lambda: sms.to(FIRST))[0]
    assert case_no in first.text
    assert "纸箱" not in first.text
    time.sleep(2)
    assert sms.to(SECOND) == []
    five_minutes_pass(system)
    second = wait(lambda: sms.to(SECOND))[0]
    assert case_no in second.text
    assert sms.report(second) == {"code": 0, "msg": "接收成功"}
    clerk = Clerk(system, "zhang")
    page = clerk.http.get("/desk").text
    assert "3栋楼道里的纸箱着火了" in page
    assert "还没有人签收" in page
    assert sms.reply(SECOND, "收到")["code"] == 0
    assert sms.reply("+8613700000000", "123456")["code"] == 0
    assert "吴某接下了" not in clerk.http.get("/desk/alarms").text
    assert sms.reply(SECOND, second.params["code"])["code"] == 0
    assert "吴某接下了" in clerk.http.get("/desk/alarms").text
    told = len(sms.to(FIRST))
    five_minutes_pass(system)
    time.sleep(3)
    assert len(sms.to(FIRST)) == told
    assert sms.refused == []


def test_a_resident_proves_a_phone_and_votes(town: Town) -> None:
    """The code comes to the phone as a registered template; the page says when it arrived; the ballot counts."""
    consultation = open_vote(town)
    with httpx.Client(base_url=town.system.url, timeout=60, follow_redirects=True) as browser:
        token = re.search(r'name="csrf_token" value="([^"]+)"', browser.get("/me").text)
        assert token
        page = browser.post("/me/code", data={"phone": "13800000001", "csrf_token": token[1]}).text
        assert "发到了" not in page
        sent = wait(lambda: town.sms.to(phone(1)))[-1]

        def arrived() -> bool:
            town.sms.report(sent)  # again, if it came before the worker had written down that the message was taken
            return "验证码发到了" in browser.get("/me/code").text

        assert wait(arrived)
        form = {"code": sent.params["code"], "csrf_token": token[1]}
        assert "138****0001" in browser.post("/me/sign-in", data=form).text
    code = ask(town, phone(2))
    shown = code.http.post("/api/v1/otp/verify", json={"phone": phone(2), "code": code.digits})
    bearer = {"Authorization": f"Bearer {shown.json()['token']}"}
    answers = {"answers": {"q1": ["yes"], "q2": ["a"]}}
    ballot = code.http.post(f"/api/v1/consultations/{consultation}/ballots", json=answers, headers=bearer)
    assert (ballot.status_code, ballot.json()["status"]) == (201, "counted")
    with sqlite3.connect(f"file:{town.system.home / 'linli.db'}?mode=ro", uri=True) as connection:
        assert connection.execute("SELECT count(*) FROM envelope WHERE sealed IS NOT NULL").fetchone() == (1,)


@dataclasses.dataclass
class Asked:
    http: httpx.Client
    digits: str


def ask(town: Town, number: str) -> Asked:
    """A code for the number, by the JSON door."""
    http = httpx.Client(base_url=town.system.url, timeout=60)
    assert http.post("/api/v1/otp", json={"phone": number}).status_code == 200
    return Asked(http, wait(lambda: town.sms.to(number))[-1].params["code"])


def open_vote(town: Town) -> int:
    """A committee's vote whose days of notice are over (they are set back; the pages for it have tests of their own)."""
    parts = town.parts
    with parts.db.write() as s:
        for username, role in (("chair", "chair"), ("scrutineer", "scrutineer")):
            accounts.add(s, username=username, password=PASSWORD, name=username, role=role, now=parts.clock.now(), committee_id=1)  # type: ignore[arg-type]  # fmt: skip
        by = {one.username: accounts.active_actor(s, one.id) for one in s.query(Account)}
    people = {field.name: by["scrutineer" if "scrutineer" in field.name else "chair"] for field in dataclasses.fields(World) if field.name != "parts"}  # fmt: skip
    return World(parts=parts, **people).open()  # type: ignore[arg-type]


def test_a_number_abroad_writes_and_is_answered_by_the_other_provider(town: Town) -> None:
    """Twilio's signed door and its interface, beside Aliyun for the mainland."""
    town.abroad.text(ABROAD, "你好")
    answered = "SELECT id FROM inbox_message WHERE channel = 'sms' AND state = 'answered'"
    wait(lambda: town.system.sql(answered))
    assert town.sms.to(ABROAD) == []
    with pytest.raises(Exception, match="403"):
        httpx.post(
            f"{town.system.url}/sms/twilio/inbound", data={"From": ABROAD, "MessageSid": "SM1"}
        ).raise_for_status()


def test_the_start_says_nothing_of_sms_that_is_not_so(town: Town) -> None:
    """With both providers there is nothing to complain of, at the start and by /readyz."""
    assert "没有能发到大陆手机的办法" not in town.system.tail()
    assert "notes" not in httpx.get(f"{town.system.url}/readyz", timeout=20).json()
