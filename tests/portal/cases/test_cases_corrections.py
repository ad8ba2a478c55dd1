"""What a reporter corrects in a registered case, through the bot's door."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from portal.cases.models import Case
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


def test_place_time_and_kind_are_those_that_were_corrected(
    call: Any, case_no: str, reporter: int, parts: Parts
) -> None:
    """The grid is chosen anew; the reporter's page says so; staff read what stood there."""
    told = correct(call, case_no, reporter, "不是那里，是外地", place="外地某处", time="昨天", kind="suggestion").json
    assert (told["place"], told["time"], told["kind"]) == ("外地某处", "昨天", "suggestion")
    assert told["last"].startswith("您更正了")
    with parts.db.read() as s:
        case = s.scalars(sa.select(Case)).one()
        assert (case.grid, case.kind) == (None, "suggestion")
        staff = [words.text for event in case.events for words in event.words if not words.public]
        assert any("原来记的" in text for text in staff)


def test_a_deleted_number_stands_nowhere(call: Any, case_no: str, reporter: int, parts: Parts) -> None:
    """Neither as the contact nor in the words."""
    correct(call, case_no, reporter, "号码删掉吧", contact="")
    with parts.db.read() as s:
        words = s.scalars(sa.select(Case)).one().words
        assert words.contact == ""
        assert "13800000001" not in words.text + words.draft


def test_words_without_a_correction_change_nothing(call: Any, case_no: str, reporter: int, parts: Parts) -> None:
    """They are added, as before."""
    told = correct(call, case_no, reporter, "师傅带个梯子").json
    assert told["last"].startswith("您补充了")
    with parts.db.read() as s:
        assert s.scalars(sa.select(Case)).one().words.contact == "13800000001"


def test_a_field_that_there_is_not_is_refused(call: Any, case_no: str, reporter: int) -> None:
    """And a value that is too long."""
    assert correct(call, case_no, reporter, "改一下", place="字" * 201).status_code in (400, 422)
