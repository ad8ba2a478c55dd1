"""Long text: whatever it is made of, the gateway reads it in time that grows with it, not with its square."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from portal.cases.reading import masking, shingles
from portal.channels.text import keywords
from tests import long_runs

BOUNDED = {
    "portal.channels.inbound.vote_codes._WITH_A_CHOICE": "asked of at most 40 characters",
    "portal.consultations.law.roll_cells._TOTAL": "asked of at most 60 characters",
    "portal.consultations.law.roll_cells._REMARK": "asked of a whole cell, from its beginning",
    "portal.channels.inbound.vote_codes._ALONE": "asked of at most 40 characters",
    "portal.adapters.aliyun._URL": "looks at the first 500 characters of a parameter",
    "portal.channels.text.keywords._ONLY_AROUND": "asked of at most 120 characters",
    "portal.channels.text.keywords._STOPS_SENDING": "asked of at most 30 characters",
    "portal.cases.rules.form_text._MEDIA_ID": "matched at the beginning of an id of the store",
}
"""Expressions that never meet a long text, and why."""


def test_no_expression_of_the_portal_is_slow() -> None:
    """Each that its modules hold, against long runs of one kind."""
    found = long_runs.patterns("portal")
    assert len(found) > 20
    wrong = {name: told for name, one in found.items() if name not in BOUNDED and (told := long_runs.slow(one))}
    assert wrong == {}


def test_a_slow_expression_is_found() -> None:
    """The test itself: one that takes the square, one that does not, in a twin."""
    assert long_runs.slow(re.compile(r"\d+号")) is not None
    assert long_runs.slow(re.compile(r"(?<!\d)\d+号")) is None
    assert long_runs.slow(re.compile(r"(?:[\d ]{1,4}栋?)+")) is not None
    assert long_runs.slow(re.compile(r"(?:\d++栋?)+")) is None


READERS: dict[str, Callable[[str], object]] = {
    "clean": keywords.clean,
    "word": keywords.keyword,
    "masked": masking.masked,
    "numbers": shingles.numbers_in,
}


@pytest.mark.parametrize("reader", READERS)
def test_the_readers_of_text_take_time_that_grows_with_it(reader: str) -> None:
    """Four times the text, less than nine times the time."""
    for run in long_runs.RUNS:
        spent = [min(_seconds(reader, (run * size)[:size]) for _ in range(3)) for size in (5_000, 20_000)]
        assert spent[1] < max(long_runs.MOST_RATIO * spent[0], 0.05), run


def _seconds(reader: str, text: str) -> float:
    begun = time.process_time()
    READERS[reader](text)
    return time.process_time() - begun


@pytest.mark.parametrize("run", ["1", "栋", "〇", "(", "a", "，", "\n", "着火", "同意"])
def test_five_thousand_of_one_kind_are_taken(client: FlaskClient, run: str) -> None:
    """The bound of a message: kept and told that it is looked at; one more is refused in Chinese, and an alarm passes."""
    token = client.post("/api/v1/chat/sessions").json["token"]  # type: ignore[index]
    headers = {"Authorization": f"Bearer {token}"}
    for size, status in ((5000, 200), (5001, 422)):
        body = {"text": "x" + (run * size)[: size - 2] + "x", "client_message_id": f"a{size}"}
        assert client.post("/api/v1/chat/messages", json=body, headers=headers).status_code == status
    body = {"text": "着火了", "client_message_id": "alarm"}
    answer = client.post("/api/v1/chat/messages", json=body, headers=headers)
    assert "119" in answer.json["messages"][0]["text"]  # type: ignore[index]
