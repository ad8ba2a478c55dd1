"""XML and JSON of `/open311/v2` say the same, in the shapes of the standard's own schemas."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from defusedxml.ElementTree import fromstring
from jsonschema import Draft4Validator, FormatChecker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT4
from werkzeug.test import TestResponse

from portal.cases.verbs.desk import desk_actions
from portal.kernel.config import PROJECT
from portal.kernel.roles import Role
from portal.storage.parts import Parts
from tests.portal.backends.conftest import App
from tests.portal.backends.open311_world import only_case
from tests.portal.cases.cases_world import Find

SCHEMAS = Path(os.environ.get("GEOREPORT_SCHEMAS", PROJECT.parent / "shared" / "open311"))
measured = pytest.mark.skipif(not SCHEMAS.is_dir(), reason=f"GEOREPORT_SCHEMAS: there is no {SCHEMAS}")


def read_xml(element: ET.Element) -> Any:
    """XML as records: an element with children of one repeated name is a list where JSON has one."""
    below = list(element)
    if not below:
        return element.text or ""
    names = [one.tag for one in below]
    if len(set(names)) == 1 and names[0] in element.tag and names[0] != element.tag:
        return [read_xml(one) for one in below]
    return {one.tag: read_xml(one) for one in below}


def plain(value: Any) -> Any:
    """JSON with its scalars as text, as XML has them; nothing and an empty list are an empty element."""
    if isinstance(value, dict):
        return {name: plain(one) for name, one in value.items()}
    if isinstance(value, list):
        return [plain(one) for one in value] or ""
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


@pytest.fixture
def answers(app: App, parts: Parts, who: Find) -> Callable[[str], dict[str, TestResponse]]:
    """Every answer of the service, by name, in a format."""
    made = app.file(description="楼道灯 <不> 亮 & “闪”", last_name="王").json[0]
    with parts.db.write() as s:
        desk_actions.dispatch(s, parts, only_case(s), who(s, Role.DESK), body="lamps")
    app.filed()

    def ask(fmt: str) -> dict[str, TestResponse]:
        return {
            "discovery": app.get(f"discovery.{fmt}"),
            "services": app.get(f"services.{fmt}"),
            "service_definition": app.get(f"services/0403.{fmt}"),
            "created": app.file(f"requests.{fmt}", headers={"Idempotency-Key": "same"}),
            "service_requests": app.get(f"requests.{fmt}"),
            "one": app.get(f"requests/{made['service_request_id']}.{fmt}"),
            "token": app.get(f"tokens/{made['token']}.{fmt}"),
            "service_request_updates": app.get(f"servicerequestupdates.{fmt}"),
            "errors": app.get(f"requests/LL-20000101-0001.{fmt}"),
        }

    return ask


def test_xml_says_what_json_says(answers: Callable[[str], dict[str, TestResponse]]) -> None:
    """Each answer in both formats, compared field by field."""
    in_json, in_xml = answers("json"), answers("xml")
    for name, answer in in_json.items():
        assert answer.content_type == "application/json; charset=utf-8"
        assert in_xml[name].content_type == "text/xml; charset=utf-8"
        assert read_xml(fromstring(in_xml[name].text)) == plain(answer.json), name


def test_the_format_by_header(app: App) -> None:
    """Without an ending, what the client accepts; JSON if it does not say."""
    path = f"{app.base}/services"
    assert app.client.get(path).content_type.startswith("application/json")
    assert app.client.get(path, headers={"Accept": "text/xml"}).content_type.startswith("text/xml")


def test_the_shapes(answers: Callable[[str], dict[str, TestResponse]]) -> None:
    """The fields that clients rely on, each of its type."""
    told = {name: answer.json for name, answer in answers("json").items()}
    for service in told["services"]:
        assert (service["type"], service["metadata"]) == ("realtime", True)
        assert {type(service[name]) for name in ("service_code", "service_name", "group")} == {str}
    for attribute in told["service_definition"]["attributes"]:
        assert (attribute["variable"], attribute["required"]) == (True, False)
    assert [one["key"] for one in told["service_definition"]["attributes"][0]["values"]][:2] == ["complaint", "request"]
    for request in [*told["service_requests"], *told["one"]]:
        assert request["status"] in ("open", "closed")
        assert {type(request[name]) for name in ("service_request_id", "service_code", "requested_datetime")} == {str}
        assert request["requested_datetime"].endswith("+08:00")


def _refused(schema: str, answer: Any) -> list[str]:
    def stored(uri: str) -> Resource[Any]:
        contents = json.loads((SCHEMAS / uri.rpartition("/")[2]).read_text(encoding="utf-8"))
        return Resource.from_contents(contents, default_specification=DRAFT4)

    registry: Registry[Any] = Registry(retrieve=stored)  # type: ignore[call-arg]  # attrs makes the parameter, unseen by mypy
    contents = json.loads((SCHEMAS / schema).read_text(encoding="utf-8"))
    checked = Draft4Validator(contents, registry=registry, format_checker=FormatChecker())
    return [error.message for error in checked.iter_errors(answer)]


@measured
def test_the_standards_own_schemas_agree(answers: Callable[[str], dict[str, TestResponse]]) -> None:
    """Measured against the schemas by which servers are validated, wherever they lie."""
    told = {name: answer.json for name, answer in answers("json").items()}
    assert _refused("services.json", told["services"]) == []
    assert _refused("service-definition.json", told["service_definition"]) == []
    for name in ("service_requests", "one"):
        assert _refused("requests.json", told[name]) == []
    swagger = json.loads((SCHEMAS / "swagger.json").read_text(encoding="utf-8"))["definitions"]
    for name, definition in (("created", "RequestResponse"), ("token", "TokenResponse")):
        for one in told[name]:
            given = {field: value for field, value in one.items() if value is not None}  # it has no null
            assert list(Draft4Validator(swagger[definition]).iter_errors(given)) == []


@measured
def test_the_schemas_would_catch_a_wrong_answer() -> None:
    """A status that the standard does not know is refused."""
    assert _refused("requests.json", [{"service_request_id": 1, "status": "resolved"}]) != []
