"""The whole system's public doors: vendors' repeats and signatures (Must hold 4), bad input (Must hold 7)."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

import httpx
import pytest
from PIL import Image
from twilio.request_validator import RequestValidator

from tests.running_system import CASE_NO, ROOT, RunningSystem, Visitor, asked, registered

TOKEN = "linli-demo"
REPORT = "桂花苑5栋单元门口的垃圾桶满出来三天没人收了"
TRIES = 5  # of what a loaded machine may be too late for


def wechat(system: RunningSystem, text: str, *, sender: str, msg_id: int, token: str = TOKEN) -> httpx.Response:
    """One message as WeChat posts it in plain mode."""
    timestamp, nonce = str(int(time.time())), uuid.uuid4().hex[:10]
    signature = hashlib.sha1("".join(sorted([token, timestamp, nonce])).encode()).hexdigest()
    body = (
        f"<xml><ToUserName><![CDATA[gh_demo]]></ToUserName><FromUserName><![CDATA[{sender}]]></FromUserName>"
        f"<CreateTime>{timestamp}</CreateTime><MsgType><![CDATA[text]]></MsgType>"
        f"<Content><![CDATA[{text}]]></Content><MsgId>{msg_id}</MsgId></xml>"
    )
    query = {"signature": signature, "timestamp": timestamp, "nonce": nonce}
    return httpx.post(f"{system.url}/wechat", params=query, content=body.encode(), timeout=30)


def words(answer: httpx.Response) -> str:
    """The reply's text: the moment of a passive reply may differ, its words may not."""
    found = re.search(r"<Content><!\[CDATA\[(.*?)\]\]></Content>", answer.text, re.S)
    return found.group(1) if found else answer.text


def four_times(system: RunningSystem, text: str, sender: str, msg_id: int) -> set[str]:
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: wechat(system, text, sender=sender, msg_id=msg_id), range(4)))
    assert {answer.status_code for answer in answers} == {200}
    return {words(answer) for answer in answers}


def came_too_late(system: RunningSystem, sender: str) -> bool:
    """Whether the bot took longer than WeChat waits, so that the holding reply went out instead of an answer."""
    return system.sql(
        "SELECT count(*) FROM chat_message JOIN contact_point ON contact_point.id = contact_point_id"
        " WHERE address = ? AND template = 'holding'",
        sender,
    ) != [(0,)]


def test_a_wechat_message_four_times_at_once_is_one_case(system: RunningSystem) -> None:
    """For the report and for the 是: one inbox row each, one case, the same answer to all four."""
    for _ in range(TRIES):
        sender, first = f"o{uuid.uuid4().hex[:20]}", int(time.time() * 1000)
        summaries = four_times(system, REPORT, sender, first)
        done = four_times(system, "是", sender, first + 1)
        for msg_id in (first, first + 1):
            rows = "SELECT count(*) FROM inbox_message WHERE channel = 'wechat' AND vendor_id LIKE ?"
            assert system.sql(rows, f"%{msg_id}%") == [(1,)]
        if not came_too_late(system, sender):
            break
    assert len(summaries) == len(done) == 1, (summaries, done)
    assert "桂花苑5栋" in summaries.pop()
    assert CASE_NO.search(done.pop())
    cases = system.sql(
        'SELECT count(*) FROM "case" JOIN contact_point ON contact_point.id = contact_point_id WHERE address = ?',
        sender,
    )
    assert cases == [(1,)]


def test_a_wrong_wechat_signature_is_refused_and_leaves_no_row(system: RunningSystem) -> None:
    """403, and the inbox is as it was."""
    before = system.sql("SELECT count(*) FROM inbox_message")
    answer = wechat(system, REPORT, sender="o-forged", msg_id=1, token="guessed")
    assert answer.status_code == 403
    assert system.sql("SELECT count(*) FROM inbox_message") == before


def sms(system: RunningSystem, text: str, *, number: str, sid: str, token: str = TOKEN) -> httpx.Response:
    """One message as Twilio posts it."""
    url = f"{system.url}/sms/twilio/inbound"
    form = {"MessageSid": sid, "From": number, "To": "+15005550006", "Body": text, "NumMedia": "0", "NumSegments": "1"}
    signature = RequestValidator(token).compute_signature(url, form)
    return httpx.post(url, data=form, headers={"X-Twilio-Signature": signature}, timeout=30)


def sent_to(system: RunningSystem, number: str, *, at_least: int, seconds: float = 60) -> list[str]:
    """What the demo's outbox holds for a number, oldest first."""
    until = time.monotonic() + seconds
    while True:
        items = httpx.get(f"{system.url}/demo/outbox.json", params={"to": number}, timeout=20).json()["items"]
        texts = [item["text"] for item in reversed(items) if item["to"] == number]
        if len(texts) >= at_least:
            return texts
        assert time.monotonic() < until, f"{len(texts)} of {at_least} messages to {number}: {texts}"
        time.sleep(0.3)


def test_a_twilio_message_twice_is_one_case(system: RunningSystem) -> None:
    """The same MessageSid again, for the report and for the 是: one row each, one case."""
    number = f"+861990001{uuid.uuid4().int % 10000:04d}"
    sids = [f"SM{uuid.uuid4().hex}" for _ in range(2)]
    for sid, text in zip(sids, (REPORT, "是"), strict=True):
        before = len(sent_to(system, number, at_least=0))
        for _ in range(2):
            assert sms(system, text, number=number, sid=sid).status_code == 200
        sent_to(system, number, at_least=before + 1)
    texts = sent_to(system, number, at_least=2)
    until = time.monotonic() + 60
    while not any(CASE_NO.search(text) for text in texts) and time.monotonic() < until:
        texts = sent_to(system, number, at_least=2)
        time.sleep(0.3)
    numbers = {found.group() for text in texts if (found := CASE_NO.search(text))}
    assert len(numbers) == 1
    for sid in sids:
        assert system.sql("SELECT count(*) FROM inbox_message WHERE vendor_id = ?", sid) == [(1,)]
    owner = 'SELECT contact_point_id FROM "case" WHERE case_no = ?'
    assert system.sql(f'SELECT count(*) FROM "case" WHERE contact_point_id = ({owner})', *numbers) == [(1,)]


def test_a_wrong_twilio_signature_is_refused_and_leaves_no_row(system: RunningSystem) -> None:
    """403, and the inbox is as it was."""
    before = system.sql("SELECT count(*) FROM inbox_message")
    assert sms(system, REPORT, number="+8619900020001", sid="SMforged", token="guessed").status_code == 403
    assert system.sql("SELECT count(*) FROM inbox_message") == before


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("哦" * 10_000, 422),
        ("", 422),
        ("   \n\t ", 422),
    ],
    ids=["10000 characters", "empty", "blank"],
)
def test_what_cannot_be_a_message_is_refused_in_chinese(system: RunningSystem, text: str, status: int) -> None:
    """A bound, and a clear sentence; the visitor can go on at once."""
    visitor = Visitor(system.url).arrive()
    body = {"text": text, "client_message_id": uuid.uuid4().hex}
    answer = httpx.post(f"{system.url}/api/v1/chat/messages", json=body, headers=visitor.headers, timeout=30)
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert re.search(r"[\u4e00-\u9fff]", answer.json()["title"])
    assert asked(visitor.say(REPORT)) == "confirm"


@pytest.mark.parametrize(
    "text",
    ["😀😀😡", "\x00\x07\x1b[31m\u202e", "<script>alert(1)</script>", "/report_case", "哦" * 5_000, "\ud83d"],
    ids=["only emoji", "control characters", "HTML", "leading slash", "5000 characters", "half a surrogate"],
)
def test_odd_messages_are_answered_kindly_and_nothing_breaks(system: RunningSystem, text: str) -> None:
    """An answer in Chinese (or a refusal in Chinese), no trace, and the next message is heard."""
    visitor = Visitor(system.url).arrive()
    raw = json.dumps({"text": text, "client_message_id": uuid.uuid4().hex})
    headers = visitor.headers | {"Content-Type": "application/json"}
    answer = httpx.post(f"{system.url}/api/v1/chat/messages", content=raw, headers=headers, timeout=60)
    assert answer.status_code in (200, 400, 422)
    if answer.json().get("pending"):  # after the slow first turn of a new process long texts are answered later
        answer = httpx.get(f"{system.url}/api/v1/chat/messages?after=0", headers=visitor.headers, timeout=60)
    assert re.search(r"[\u4e00-\u9fff]", json.dumps(answer.json(), ensure_ascii=False))
    assert "Traceback" not in answer.text
    visitor.say("算了")
    heard = visitor.say(REPORT)
    assert asked(heard) == "confirm" or registered(heard), [message["text"] for message in heard]


def test_bytes_that_are_no_utf8_are_refused(system: RunningSystem) -> None:
    """400 as problem+json, not a fault."""
    visitor = Visitor(system.url).arrive()
    headers = visitor.headers | {"Content-Type": "application/json"}
    raw = b'{"text": "\xff\xfe\x80", "client_message_id": "x"}'
    answer = httpx.post(f"{system.url}/api/v1/chat/messages", content=raw, headers=headers, timeout=30)
    assert answer.status_code == 400
    assert answer.headers["content-type"].startswith("application/problem+json")


def upload(system: RunningSystem, visitor: Visitor, name: str, data: bytes) -> httpx.Response:
    files = {"file": (name, data, "image/jpeg")}
    return httpx.post(f"{system.url}/api/v1/chat/media", files=files, headers=visitor.headers, timeout=60)


def test_a_photo_of_20_mb_is_refused_and_a_program_is_no_photo(system: RunningSystem) -> None:
    """413 and 422, in Chinese; a real photo is taken, and its place is not kept in it."""
    visitor = Visitor(system.url).arrive()
    large = upload(system, visitor, "大.jpg", b"\xff\xd8\xff" + bytes(20 * 1024 * 1024))
    program = upload(system, visitor, "灯.jpg", b"MZ\x90\x00" + bytes(4096))
    assert (large.status_code, program.status_code) == (413, 422)
    for answer in (large, program):
        assert re.search(r"[\u4e00-\u9fff]", answer.json()["title"])
    picture = BytesIO()
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (30.0, 15.0, 0.0)}
    Image.effect_noise((64, 64), 50).convert("RGB").save(picture, "JPEG", exif=exif)
    taken = upload(system, visitor, "灯.jpg", picture.getvalue())
    assert taken.status_code in (200, 201)
    kept = (system.home / "media" / taken.json()["media_id"]).read_bytes()
    assert not Image.open(BytesIO(kept)).getexif()


def test_unknown_cases_and_wrong_codes_are_the_same_404(system: RunningSystem) -> None:
    """Nobody learns from the answer which numbers exist."""
    visitor = Visitor(system.url).arrive()
    visitor.say(REPORT)
    done = registered(visitor.say("是"))
    assert done
    case_no, link = done
    right = httpx.get(
        f"{system.url}/api/v1/cases/{case_no}", params={"access": link.partition("access=")[2]}, timeout=20
    )
    assert right.json()["case_no"] == case_no
    wrong = httpx.get(f"{system.url}/api/v1/cases/{case_no}", params={"access": "x" * 13}, timeout=20)
    unknown = httpx.get(f"{system.url}/api/v1/cases/LL-20200101-9999", params={"access": "x" * 13}, timeout=20)
    assert (wrong.status_code, unknown.status_code) == (404, 404)
    assert wrong.json() == unknown.json()


def test_the_doors_that_probes_use_say_ready(system: RunningSystem) -> None:
    """`/healthz` and `/readyz` as interfaces name them."""
    for path in ("/healthz", "/readyz"):
        answer = httpx.get(system.url + path, timeout=20)
        assert answer.status_code == 200
        assert answer.json()["status"] == "ok"
    assert httpx.get(f"{system.url}/api/openapi.json", timeout=20).json()["openapi"].startswith("3.1")


def test_a_batch_is_parsed_from_the_shell(system: RunningSystem, tmp_path: Path) -> None:
    """`make parse`'s command: a draft for each message in the same order, a bad line named, exit 0."""
    source, target = tmp_path / "messages.jsonl", tmp_path / "drafts.jsonl"
    source.write_text(json.dumps({"id": "m1", "text": REPORT}) + "\nbroken\n", encoding="utf-8")
    command = [sys.executable, "-m", "portal.cli", "parse", "--in", str(source), "--out", str(target)]
    subprocess.run(command, cwd=ROOT, env=os.environ | {"LINLI_HOME": str(system.home)}, check=True, timeout=300)
    draft, problem = (json.loads(row) for row in target.read_text(encoding="utf-8").splitlines())
    place = draft["places"][0]
    assert (draft["id"], place["text"]) == ("m1", REPORT[place["start"] : place["end"]])
    assert (problem["id"], problem["line"]) == (None, 2)
