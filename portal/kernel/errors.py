"""The portal's errors, as the caller gets them (RFC 9457 problem details). The title says what is wrong, and mostly what to do."""

from __future__ import annotations

from typing import Any


class Problem(Exception):
    """An error that is answered to the caller. `type` is stable, `title` is Chinese and shown to people.

    `extra` holds further members of the problem object (never personal data, never a traceback).
    """

    status = 500
    type = "internal"
    title = "系统出了点问题，请稍后再试"

    def __init__(self, title: str | None = None, *, detail: str | None = None, **extra: Any) -> None:
        super().__init__(title or self.title)
        if title:
            self.title = title
        self.detail = detail
        self.extra = extra

    def as_dict(self) -> dict[str, Any]:
        """The problem+json object."""
        body: dict[str, Any] = {"type": f"urn:linli:problem:{self.type}", "title": self.title, "status": self.status}
        if self.detail:
            body["detail"] = self.detail
        return body | self.extra


class Invalid(Problem):
    """The input breaks a rule; the sender can correct it (422)."""

    status, type, title = 422, "invalid", "内容不符合要求，请检查后再提交"


class BadRequest(Problem):
    """The request cannot be read, or a field of it is not what the interface takes (400)."""

    status, type, title = 400, "bad-request", "看不懂这个请求"


class Unauthorized(Problem):
    """Nobody is signed in, or another system's news is not signed by it (401). `login=True`: a page leads to the staff's sign-in."""

    status, type, title = 401, "unauthorized", "请先登录或重新打开页面"


class Forbidden(Problem):
    """The caller may not do this, or sent a wrong key or vendor's signature (403)."""

    status, type, title = 403, "forbidden", "您没有权限做这件事"


class NotFound(Problem):
    """What was asked for does not exist, or the caller may not know that it does (404)."""

    status, type, title = 404, "not-found", "没有找到"


class Conflict(Problem):
    """The present state does not allow this (409)."""

    status, type, title = 409, "conflict", "现在不能这样做"


class TooLarge(Problem):
    """Too many bytes (413)."""

    status, type, title = 413, "too-large", "文件太大了"


class WrongMediaType(Problem):
    """The body is not sent as JSON (400)."""

    status, type, title = 400, "not-json", "请用 JSON 发送（Content-Type: application/json）"


class TooMany(Problem):
    """Too often (429). `retry_after`, in `extra` if known, is in seconds."""

    status, type, title = 429, "too-many", "太频繁了，请稍后再试"


class Unavailable(Problem):
    """A part that we need does not answer (503)."""

    status, type, title = 503, "unavailable", "系统正在恢复，请稍后再试"
