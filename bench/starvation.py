"""Measure how emergencies fare during floods, on the whole system: `python -m bench.starvation [SECONDS [HEAVY]]`.

64 senders send messages of 5,000 digits as fast as they are allowed to, over web chat, WeChat and SMS; one emergency a
second comes from a new sender each. Prints how long the number to call took (it must come within a second at p50 and
p99), how long the 64 waited at most (within the channel's budget), what broke or was wrongly refused, and the peak
memory of each process, a flood of photos and nested bodies included. Exit 1 if any of these fails.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import io
import itertools
import json
import multiprocessing
import random
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from PIL import Image

from bench.results import percentile, result
from tests.running_system import RunningSystem, descendants, running

SECONDS, HEAVY = 60, 64  # how long the flood lasts, how many senders make it
NUMBER_WITHIN = 1.0  # seconds, p50 and p99
BUDGETS = {"webchat": 10.0, "wechat": 5.0, "sms": 15.0}  # seconds in which each channel needs a reply
MOST_MEMORY = 900  # MB, each process
AFTER_REFUSED = 0.2  # seconds that a sender pauses after anything but a 200, as the senders load this machine, too
# (what is said, the number to call that the first line of the answer must give)
ALARMS = (("着火了，三栋二楼", "119"), ("我被困在电梯里了", "119"), ("有人触电了", "120"), ("有人拿刀砍人", "110"))
SECRET = "linli-demo"  # of the demo's WeChat and SMS channels
DIGITS = "".join(random.Random(7).choices("0123456789", k=5000))


@dataclass
class Heard:
    """What the senders of one channel got: the seconds of each request, how many ended with 200, 429, 5xx or without an answer."""

    seconds: list[float] = field(default_factory=list)
    answered: int = 0
    refused: int = 0
    broken: int = 0


@dataclass
class Sender:
    """A sender on one channel; call `arrive` first. `say` sends a text; returns (HTTP status, reply, seconds)."""

    port: int
    channel: str
    name: str
    token: str = ""
    _count: Any = field(default_factory=itertools.count)

    def arrive(self) -> Sender:
        """Open a session, in web chat. Raises OSError, HTTPException, ValueError if there is none."""
        if self.channel == "webchat":
            status, data = self._post("/api/v1/chat/sessions", b"", {})
            if status >= 300:
                raise ValueError(f"no session ({status})")
            self.token = json.loads(data)["token"]
        return self

    def say(self, text: str) -> tuple[int, str, float]:
        begun = time.monotonic()
        status, said = {"webchat": self._web, "wechat": self._wechat, "sms": self._sms}[self.channel](text)
        return status, said, time.monotonic() - begun

    def _web(self, text: str) -> tuple[int, str]:
        body = json.dumps({"text": text, "client_message_id": f"{self.name}-{next(self._count)}"}).encode()
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        status, data = self._post("/api/v1/chat/messages", body, headers)
        found = json.loads(data)
        return status, "\n".join(one["text"] for one in found.get("messages", ())) or str(found.get("title", ""))

    def _wechat(self, text: str) -> tuple[int, str]:
        stamp = str(int(time.time()))
        signature = hashlib.sha1("".join(sorted((SECRET, stamp, "17"))).encode()).hexdigest()
        fields = {"ToUserName": "gh_1", "FromUserName": self.name, "CreateTime": stamp, "MsgType": "text"}
        fields |= {"Content": text, "MsgId": str(random.getrandbits(60))}
        body = "<xml>" + "".join(f"<{name}>{value}</{name}>" for name, value in fields.items()) + "</xml>"
        query = urlencode({"timestamp": stamp, "nonce": "17", "signature": signature})
        status, data = self._post(f"/wechat?{query}", body.encode(), {"Content-Type": "text/xml"})
        return status, data.partition("<Content>")[2].partition("</Content>")[0]

    def _sms(self, text: str) -> tuple[int, str]:
        form = {"From": self.name, "To": "+10000000000", "Body": text, "NumMedia": "0"}
        form["MessageSid"] = f"SM{random.getrandbits(120):032x}"
        url = f"http://127.0.0.1:{self.port}/sms/twilio/inbound"
        signed = url + "".join(name + form[name] for name in sorted(form))
        digest = hmac.new(SECRET.encode(), signed.encode(), hashlib.sha1).digest()
        headers = {"X-Twilio-Signature": base64.b64encode(digest).decode()}
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        status, data = self._post("/sms/twilio/inbound", urlencode(form).encode(), headers)
        return status, data.partition("<Message>")[2].partition("</Message>")[0]

    def _post(self, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, str]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=40)
        try:
            connection.request("POST", path, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()


def sender(port: int, number: int, kind: str) -> Sender:
    """Make sender `number`: of every five, three use the web chat, one WeChat, one SMS. `kind`: "heavy" or "alarm"."""
    channel = ("webchat", "webchat", "wechat", "webchat", "sms")[number % 5]
    name = {"webchat": f"{kind}{number}", "wechat": f"o-{kind}-{number}", "sms": f"+1202555{number + 1000:04d}"}
    if kind == "alarm":
        name["sms"] = f"+1303555{number + 1000:04d}"
    return Sender(port, channel, name[channel])


def arrived(one: Sender, until: float) -> Sender | None:
    """The sender once it may send; None if it was not let in by `until` (on the monotonic clock)."""
    while time.monotonic() < until:
        try:
            return one.arrive()
        except (OSError, HTTPException, ValueError):
            time.sleep(AFTER_REFUSED)
    return None


def flood(port: int, seconds: float, heavy: int, results_queue: Any) -> None:
    """Flood from `heavy` senders; put the counts of each channel into `results_queue`. Runs in its own process, apart from the emergencies."""
    heard = {channel: Heard() for channel in BUDGETS}
    mutex, until = threading.Lock(), time.monotonic() + seconds

    def send(number: int) -> None:
        one = arrived(sender(port, number, "heavy"), until)
        while one is not None and time.monotonic() < until:
            try:
                status, _, took = one.say(DIGITS)
            except (OSError, HTTPException, ValueError):
                status, took = 599, 0.0
            with mutex:
                counts = heard[one.channel]
                counts.seconds.append(took)
                counts.answered += status == 200
                counts.refused += status == 429
                counts.broken += status >= 500
            if status != 200:
                time.sleep(AFTER_REFUSED)

    threads = [threading.Thread(target=send, args=(number,), daemon=True) for number in range(heavy)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(seconds + 45)
    results_queue.put(heard)


def emergencies(port: int, seconds: float) -> dict[str, list[tuple[float, bool]]]:
    """Send one emergency a second, each on its own thread; returns channel → [(seconds, whether the number was in the first line)]."""
    found: dict[str, list[tuple[float, bool]]] = {channel: [] for channel in BUDGETS}
    mutex = threading.Lock()

    def call(number: int) -> None:
        text, wanted = ALARMS[number % len(ALARMS)]
        one = sender(port, number, "alarm")
        try:
            status, said, took = one.arrive().say(text)
        except (OSError, HTTPException, ValueError):  # no session, or no answer: without its number either way
            status, said, took = 599, "", 40.0
        with mutex:
            found[one.channel].append((took, status == 200 and wanted in said.split("\n")[0]))

    threads = []
    begun = time.monotonic()
    for number in range(int(seconds)):
        time.sleep(max(0.0, begun + number - time.monotonic()))
        threads.append(threading.Thread(target=call, args=(number,), daemon=True))
        threads[-1].start()
    for thread in threads:
        thread.join(60)
    return found


def large_png(side: int = 7000) -> bytes:
    """A PNG of 49 megapixels, small as a file."""
    out = io.BytesIO()
    Image.new("RGB", (side, side), "green").save(out, "PNG")
    return out.getvalue()


def honest_jpeg() -> bytes:
    """A JPEG of 12 megapixels, as a phone makes it; it must be accepted."""
    out = io.BytesIO()
    Image.effect_noise((4000, 3000), 30).convert("RGB").save(out, "JPEG", quality=70)
    return out.getvalue()


def photos(port: int) -> list[int]:
    """Send eight 49-megapixel PNGs and four phone photos at once, after each a nested body; return all statuses."""
    files = [large_png()] * 8 + [honest_jpeg()] * 4
    statuses: list[int] = []
    mutex = threading.Lock()

    def bring(data: bytes) -> None:
        one = Sender(port, "webchat", "photo").arrive()
        body = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\n\r\n' + data + b"\r\n--x--\r\n"
        headers = {"Authorization": f"Bearer {one.token}", "Content-Type": "multipart/form-data; boundary=x"}
        status, _ = one._post("/api/v1/chat/media", body, headers)
        nested, _ = one._post("/api/v1/chat/messages", b"[" * 20_000, headers | {"Content-Type": "application/json"})
        with mutex:
            statuses.extend((status, nested))

    threads = [threading.Thread(target=bring, args=(data,)) for data in files]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return statuses


def memory(system: RunningSystem) -> dict[str, int]:
    """Each part of the system → the peak memory in MB of the largest of its processes."""
    found: dict[str, int] = {}
    for part in ("portal", "internal", "worker", "rasa", "actions"):
        pid = system.pid_of(part)
        for one in [pid, *descendants(pid)] if pid else []:
            lines = Path(f"/proc/{one}/status").read_text(encoding="utf-8").splitlines()
            peak = next((int(text.split()[1]) // 1024 for text in lines if text.startswith("VmHWM")), 0)
            found[part] = max(found.get(part, 0), peak)
    return found


class Verdict:
    """Prints each measurement beside its limit, and remembers whether all held (`held`)."""

    def __init__(self) -> None:
        self.held = True

    def report(self, name: str, value: float, most: float, unit: str) -> None:
        fine = value <= most
        self.held &= fine
        print(f"{'ok  ' if fine else 'FAIL'} {name:44} {value:9.3f} {unit}  (at most {most:g})", flush=True)
        result(f"starvation.{name.replace(' ', '_')}", value)


def measure(system: RunningSystem, seconds: float, heavy: int) -> bool:
    """Flood, send emergencies, then photos, and report; returns whether every limit held."""
    context = multiprocessing.get_context("spawn")
    results_queue = context.Queue()
    flooding = context.Process(target=flood, args=(system.port, seconds + 4, heavy, results_queue), daemon=True)
    flooding.start()
    time.sleep(4)  # until all flooding senders are sending
    calls = emergencies(system.port, seconds)
    heard: dict[str, Heard] = results_queue.get(timeout=seconds + 120)
    flooding.join(30)
    statuses = photos(system.port)
    verdict = Verdict()
    times = [took for found in calls.values() for took, _ in found]
    verdict.report("number p50", statistics.median(times), NUMBER_WITHIN, "s")
    verdict.report("number p99", percentile(times, 0.99), NUMBER_WITHIN, "s")
    verdict.report(
        "emergencies without their number", sum(not fine for one in calls.values() for _, fine in one), 0, ""
    )
    for channel, budget in BUDGETS.items():
        counts, called = heard[channel], [took for took, _ in calls[channel]]
        print(f"     {channel}: number {percentile(called, 0.5):.2f} s p50, {max(called, default=0.0):.2f} s slowest")
        print(f"     {channel}: {counts.answered} kept, {counts.refused} refused, {counts.broken} broken")
        verdict.report(f"{channel} slowest word", max(counts.seconds, default=0.0), budget, "s")
        verdict.report(f"{channel} broken", counts.broken, 0, "")
    verdict.report("photos and nested bodies broken", sum(status >= 500 for status in statuses), 0, "")
    verdict.report("honest photos refused", max(0, 4 - statuses.count(201)), 0, "")
    for part, peak in memory(system).items():
        verdict.report(f"memory {part}", peak, MOST_MEMORY, "MB")
    return verdict.held


def main(arguments: Sequence[str]) -> int:
    seconds = float(arguments[0]) if arguments else SECONDS
    heavy = int(arguments[1]) if len(arguments) > 1 else HEAVY
    with tempfile.TemporaryDirectory() as folder, running(Path(folder) / "home") as system:
        print(f"{heavy} heavy senders, one emergency a second for {seconds:g} s", flush=True)
        return 0 if measure(system, seconds, heavy) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
