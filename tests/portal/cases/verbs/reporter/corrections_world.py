"""A case that its reporter corrects through the bot's door."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from portal.storage.parts import Parts
from tests.portal.cases.test_cases_internal_api import body


@pytest.fixture
def call(internal: FlaskClient, parts: Parts) -> Any:
    def send(path: str, content: Any, *, key: str) -> Any:
        headers = {"Authorization": f"Bearer {parts.settings.internal_token}", "Idempotency-Key": key}
        return internal.post("/internal/v1" + path, json=content, headers=headers)

    return send


@pytest.fixture
def case_no(call: Any, reporter: int) -> str:
    answers = {"contact": "13800000001"}
    text = "柳树里3栋的路灯坏了三天了，电话13800000001"
    told = call("/cases", body(reporter, text=text, answers=answers), key="1:report").json
    return str(told["case_no"])


def correct(call: Any, case_no: str, reporter: int, text: str, **changes: str) -> Any:
    content = {"contact": reporter, "text": text, "changes": changes}
    return call(f"/cases/{case_no}/details", content, key="2:detail")
