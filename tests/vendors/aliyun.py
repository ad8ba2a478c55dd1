"""A stand-in for Aliyun `Dysmsapi`: an HTTP server that accepts what the SDK sends, and refuses on command.

It checks the signature (ACS3-HMAC-SHA256) and the template of each request, and posts reports and replies to a callback
as the vendor does: a JSON array, unsigned, repeated until answered with code 0.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import threading
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

KEY_ID, KEY_SECRET, SIGN = "LTAI-stand-in", "secret-of-the-stand-in", "幸福社区"
STATUS = {"SignatureDoesNotMatch": 400, "InvalidAccessKeyId.NotFound": 404, "isp.RAM_PERMISSION_DENY": 403}


@dataclass
class Sms:
    """An SMS that was accepted."""

    to: str
    sign: str
    template: str
    params: dict[str, str]
    out_id: str
    biz_id: str
    text: str


@dataclass
class Aliyun:
    """What the stand-in accepts, and what it was sent. `refuse(sms)` returns an error code or None. `templates`: code → text with `${name}`; None: accept any code."""

    refuse: Callable[[Sms], str | None] = lambda _sms: None
    templates: dict[str, str] | None = None
    callback: str = ""
    sent: list[Sms] = field(default_factory=list)
    refused: list[tuple[Sms, str]] = field(default_factory=list)
    port: int = 0
    hang_up: bool = False

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def to(self, number: str) -> list[Sms]:
        """The SMS accepted for a number (with or without +86), oldest first."""
        return [sms for sms in self.sent if sms.to == number.removeprefix("+86")]

    def report(self, sms: Sms, *, success: bool = True, err_code: str = "DELIVERED") -> Any:
        """Post the delivery report of one SMS to the callback."""
        said = {
            "phone_number": sms.to,
            "send_time": "2026-11-24 09:00:00",
            "report_time": "2026-11-24 09:00:05",
            "success": success,
            "err_code": err_code,
            "err_msg": "用户接收成功" if success else "失败",
            "sms_size": "1",
            "biz_id": sms.biz_id,
            "out_id": sms.out_id,
        }
        return self.post("reports", [said])

    def reply(self, number: str, content: str, *, sequence_id: str | None = None) -> Any:
        """Post a reply from a number to the callback."""
        said = {
            "phone_number": number.removeprefix("+86"),
            "content": content,
            "send_time": "2026-11-24 09:01:00",
            "sign_name": SIGN,
            "dest_code": "10690001",
            "sequence_id": sequence_id or str(uuid.uuid4().int)[:16],
        }
        return self.post("replies", [said])

    def post(self, what: str, body: Any) -> Any:
        request = urllib.request.Request(
            f"{self.callback}/{what}",
            data=json.dumps(body, ensure_ascii=False).encode(),
            headers={"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=20) as answer:
            return json.load(answer)

    def _handle(self, method: str, path: str, headers: dict[str, str]) -> tuple[int, dict[str, Any]]:
        split = urlsplit(path)
        query = dict(parse_qsl(split.query, keep_blank_values=True))
        wrong = _wrong_signature(method, split.path, query, headers)
        if wrong is not None:
            return STATUS.get(wrong, 400), {"Code": wrong, "Message": wrong, "RequestId": uuid.uuid4().hex}
        if headers.get("x-acs-action") != "SendSms" or headers.get("x-acs-version") != "2017-05-25":
            return 404, {"Code": "InvalidAction.NotFound", "Message": "", "RequestId": uuid.uuid4().hex}
        return self._send(query)

    def _send(self, query: dict[str, str]) -> tuple[int, dict[str, Any]]:
        params = json.loads(query.get("TemplateParam") or "{}")
        sms = Sms(
            query.get("PhoneNumbers", ""),
            query.get("SignName", ""),
            query.get("TemplateCode", ""),
            params,
            query.get("OutId", ""),
            uuid.uuid4().hex,
            "",
        )
        code = self._refusal(sms) or self.refuse(sms)
        if code is not None:
            self.refused.append((sms, code))
            return STATUS.get(code, 200), {"Code": code, "Message": code, "RequestId": uuid.uuid4().hex}
        self.sent.append(sms)
        return 200, {"Code": "OK", "Message": "OK", "BizId": sms.biz_id, "RequestId": uuid.uuid4().hex}

    def _refusal(self, sms: Sms) -> str | None:
        """The documented error code for a bad number, sign, template or parameter; None: accept."""
        if not re.fullmatch(r"1[3-9]\d{9}", sms.to):
            return "isv.MOBILE_NUMBER_ILLEGAL"
        if sms.sign != SIGN:
            return "isv.SMS_SIGNATURE_ILLEGAL"
        if self.templates is not None:
            text = self.templates.get(sms.template)
            if text is None:
                return "isv.SMS_TEMPLATE_ILLEGAL"
            if not set(re.findall(r"\$\{(\w+)\}", text)) <= set(sms.params):
                return "isv.TEMPLATE_MISSING_PARAMETERS"
            sms.text = re.sub(r"\$\{(\w+)\}", lambda found: sms.params[found[1]], text)
        if any(not isinstance(value, str) or not value for value in sms.params.values()):
            return "isv.INVALID_JSON_PARAM"
        if any(len(value) > 35 for value in sms.params.values()):
            return "isv.PARAM_LENGTH_LIMIT"
        if any(re.search(r"https?://|www\.", value) for value in sms.params.values()):
            return "isv.PARAM_NOT_SUPPORT_URL"
        if any(re.search("[【】]|法轮", value) for value in sms.params.values()):
            return "isv.BLACK_KEY_CONTROL_LIMIT"
        return None


def _wrong_signature(method: str, path: str, query: dict[str, str], headers: dict[str, str]) -> str | None:
    """The error code for a wrong ACS3-HMAC-SHA256 signature (method, path, query, headers, body hash), or None."""
    found = re.fullmatch(
        r"ACS3-HMAC-SHA256 Credential=([^,]+),SignedHeaders=([^,]+),Signature=([0-9a-f]+)",
        headers.get("authorization", ""),
    )
    if found is None:
        return "MissingAuthorization"
    if found[1] != KEY_ID:
        return "InvalidAccessKeyId.NotFound"
    pairs = "&".join(f"{quote(name, safe='~')}={quote(value, safe='~')}" for name, value in sorted(query.items()))
    signed = "".join(f"{name}:{headers.get(name, '').strip()}\n" for name in found[2].split(";"))
    canonical = "\n".join([method, path, pairs, signed, found[2], headers.get("x-acs-content-sha256", "")])
    to_sign = "ACS3-HMAC-SHA256\n" + hashlib.sha256(canonical.encode()).hexdigest()
    right = hmac.new(KEY_SECRET.encode(), to_sign.encode(), hashlib.sha256).hexdigest()
    return None if hmac.compare_digest(right, found[3]) else "SignatureDoesNotMatch"


@contextmanager
def serving(port: int = 0) -> Iterator[Aliyun]:
    """Run the vendor until the end of the block."""
    vendor = Aliyun()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            if vendor.hang_up:
                self.connection.close()
                return
            headers = {name.lower(): value for name, value in self.headers.items()}
            status, said = vendor._handle("POST", self.path, headers)
            data = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json;charset=utf-8")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_args: Any) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_args: Any) -> None:
            pass

    server = Server(("127.0.0.1", port), Handler)
    vendor.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield vendor
    finally:
        server.shutdown()
        server.server_close()
