"""`GET /api/v1/cases/{case_no}`: the reporter follows a case (docs/interfaces.md)."""

from __future__ import annotations

from typing import Any

from apiflask import APIBlueprint
from pydantic import BaseModel, Field

from portal.cases.doors.case_access import enter
from portal.cases.records import presentation
from portal.http.access import PUBLIC, access
from portal.http.current import parts

api = APIBlueprint("cases_api", __name__, url_prefix="/api/v1", tag="cases")


class AccessIn(BaseModel):
    """The code of the case's link: it allows reading. Not needed with the reporter's bearer token."""

    access: str = Field(default="", max_length=64)


class KindOut(BaseModel):
    """One of the six kinds; `label` is in Chinese."""

    code: str
    label: str


class CategoryOut(BaseModel):
    """The category: `code` has two digits per level, `path` the Chinese name of each level."""

    code: str | None
    path: list[str]


class EventOut(BaseModel):
    """One entry of the case's timeline. `verb`: a value of `Verb`; `by`: a role or body, `text`: what happened, both in Chinese."""

    at: str = Field(description="RFC 3339")
    verb: str
    by: str
    text: str


class CaseOut(BaseModel):
    """A case as its reporter sees it. `grid`: its code; `places`, `times`, `bodies`, `urgency`: as in contract/case_draft.schema.json.

    `places` … `bodies` are what the bot found in the message (no places any more once the place was corrected), `urgency` has the
    level of now. `close_reason`: a value of `CloseReason`, null unless closed.
    """

    case_no: str = Field(pattern=r"^LL-\d{8}-\d{4,}$")
    state: str
    kind: KindOut
    category: CategoryOut
    places: list[dict[str, Any]]
    times: list[dict[str, Any]]
    bodies: list[dict[str, Any]]
    urgency: dict[str, Any]
    grid: str | None
    due_at: str | None = Field(description="RFC 3339; null for an emergency")
    close_reason: str | None
    timeline: list[EventOut]


@api.get("/cases/<case_no>")
@access(PUBLIC)
@api.input(AccessIn, location="query")
@api.output(CaseOut)
def case(case_no: str, query_data: AccessIn) -> Any:  # noqa: ARG001 (`case_access` reads the code from the request)
    """The case and its timeline."""
    with parts().db.read() as s:
        return presentation.for_reporter(s, enter(s, case_no).case)
