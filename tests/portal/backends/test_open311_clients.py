"""Clients that others wrote use our service as it runs: discover, list, file, follow."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest
from georeport import GeoReport

from portal.storage.parts import Parts
from portal.wiring.app import create_app
from tests.portal.backends.conftest import REPORT, App
from tests.portal.backends.serving import served

itertools.ifilter = filter  # type: ignore[attr-defined]  # three was written for Python 2
from three import Three  # noqa: E402


@pytest.fixture
def address(parts: Parts, app: App) -> Iterator[str]:
    with served(create_app(parts)) as at:
        yield f"{at}/open311/v2"


def test_three(address: str, app: App) -> None:
    """Its discovery, services, post, request, requests and token."""
    three = Three(address, api_key=app.key)
    assert three.discovery()["endpoints"][0]["specification"] == "http://wiki.open311.org/GeoReport_v2"
    assert "0403" in [one["service_code"] for one in three.services()]
    assert three.services("0403")["service_code"] == "0403"
    made = three.post(
        "0403", address="柳树里3栋", name="小明 王", phone="13800000001", description=REPORT["description"]
    )
    number = made[0]["service_request_id"]
    assert three.token(made[0]["token"])[0]["service_request_id"] == number
    assert three.request(number, api_key=app.key)[0]["status"] == "open"
    assert [one["service_request_id"] for one in three.requests("0403", api_key=app.key)] == [number]


@pytest.mark.parametrize("fmt", ["json", "xml"])
def test_georeport(address: str, app: App, fmt: str) -> None:
    """In both formats it lists; it sends no key with a search, and so finds nothing of anybody's."""
    number = app.filed()
    client = GeoReport(address, api_key=app.key, output_format=fmt)
    assert "0403" in [one["service_code"] for one in client.get_service_list()]
    assert client.get_service_definition("0403")["service_code"] == "0403"
    mine = GeoReport(address, api_key=app.key)
    assert mine.get_service_requests(number) == []
