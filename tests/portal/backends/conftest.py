"""Fixtures for other systems: the small community of the cases' tests, and an app that may report."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.backends.verbs import apps
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import community, reporter, s, who  # noqa: F401 (fixtures)

REPORT = {"service_code": "0403", "address_string": "柳树里3栋", "description": "柳树里3栋的路灯坏了三天了"}


@dataclass
class App:
    """Another system with its key."""

    client: FlaskClient
    key: str
    name: str = "城市眼"
    base: str = "/open311/v2"
    headers: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, **query: Any) -> TestResponse:
        return self.client.get(f"{self.base}/{path}", query_string={"api_key": self.key} | query)

    def file(self, path: str = "requests.json", headers: dict[str, str] | None = None, **fields: Any) -> TestResponse:
        said = {"api_key": self.key} | REPORT | fields
        return self.client.post(f"{self.base}/{path}", data=said, headers=headers or {})

    def filed(self, **fields: Any) -> str:
        """File a report; returns its number."""
        answer = self.file(**fields)
        assert answer.status_code == 200, answer.text
        return str(answer.json[0]["service_request_id"])


def make_app(parts: Parts, client: FlaskClient, name: str = "城市眼", **more: Any) -> App:
    with parts.db.write() as s:  # noqa: F811
        key = apps.register(s, parts.settings.secret_key, name, parts.clock.now(), **more)
    return App(client, key, name)


@pytest.fixture
def app(parts: Parts, client: FlaskClient, community: None) -> App:  # noqa: F811
    return make_app(parts, client)
