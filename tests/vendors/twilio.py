"""A stand-in for Twilio's REST API: accepts messages of one account, refuses on command, posts signed callbacks."""

from __future__ import annotations

import base64
import json
import re
import threading
import urllib.parse
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from twilio.request_validator import RequestValidator

SID, TOKEN, NUMBER = "AC" + "0" * 32, "token-of-the-stand-in", "+15005550006"


@dataclass
class Twilio:
    """What the stand-in accepts, and what it was sent. `refuse(form)` returns a vendor error code or None. `public_url`: the base of the URL that callbacks sign."""

    refuse: Callable[[dict[str, str]], int | None] = lambda _form: None
    public_url: str = ""
    sent: list[dict[str, str]] = field(default_factory=list)
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def to(self, number: str) -> list[str]:
        return [form["Body"] for form in self.sent if form["To"] == number]

    def text(self, sender: str, body: str) -> None:
        """Post an SMS from `sender` to our number."""
        form = {"From": sender, "To": NUMBER, "Body": body, "NumMedia": "0", "MessageSid": f"SM{uuid.uuid4().hex}"}
        self._post("/sms/twilio/inbound", form)

    def report(self, sid: str, state: str, code: str = "") -> None:
        """Post the delivery report of a message."""
        self._post("/sms/twilio/status", {"MessageSid": sid, "MessageStatus": state, "ErrorCode": code})

    def _post(self, path: str, form: dict[str, str]) -> None:
        url = self.public_url + path
        signature = RequestValidator(TOKEN).compute_signature(url, form)
        data = urllib.parse.urlencode(form).encode()
        request = urllib.request.Request(url, data=data, headers={"X-Twilio-Signature": signature})
        urllib.request.urlopen(request, timeout=30).close()

    def _handle(self, path: str, authorization: str, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        expected = base64.b64encode(f"{SID}:{TOKEN}".encode()).decode()
        if authorization != f"Basic {expected}":
            return 401, {"code": 20003, "message": "Authenticate", "status": 401}
        if not re.fullmatch(rf"/2010-04-01/Accounts/{SID}/Messages\.json", path):
            return 404, {"code": 20404, "message": "not found", "status": 404}
        code = self.refuse(form)
        if code is not None:
            return 400, {"code": code, "message": f"to {form['To']}", "status": 400}
        sid = f"SM{uuid.uuid4().hex}"
        self.sent.append(form | {"sid": sid})
        return 201, {"sid": sid, "status": "queued"}


@contextmanager
def serving() -> Iterator[Twilio]:
    """Run the vendor until the end of the block."""
    vendor = Twilio()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            form = dict(urllib.parse.parse_qsl(body, keep_blank_values=True))
            status, said = vendor._handle(self.path, self.headers.get("Authorization", ""), form)
            data = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_args: Any) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_args: Any) -> None:
            pass

    server = Server(("127.0.0.1", 0), Handler)
    vendor.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield vendor
    finally:
        server.shutdown()
        server.server_close()
