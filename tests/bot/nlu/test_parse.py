"""A batch: in order, bad lines named, whatever comes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot import parse
from bot.reading.reader import Reader


@pytest.fixture
def told(reader: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, object]]:
    monkeypatch.setattr(parse, "Reader", lambda heads: reader)
    monkeypatch.setattr(parse, "load_or_train_heads", lambda: None)
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    lines = [
        '{"id": "m1", "text": "梧桐苑3栋漏水", "sent_at": "2026-11-24T09:00:00+08:00"}'.encode(),
        b"not json",
        b"",
        b'{"id": "m2"}',
        b"\xff\xfe",
        b'{"id": "m3", "text": "' + b"a" * (parse.MOST_BYTES + 10) + b'"}',
        '{"id": 7, "text": "昨天停水"}'.encode(),
        b'{"id": "m4", "text": "\\ud800"}',
    ]
    source.write_bytes(b"\n".join(lines))
    assert parse.main([str(source), str(target), "--workers", "1"]) == 0
    return [json.loads(line) for line in target.read_text("utf-8").splitlines()]


def test_answers_stand_in_the_order_of_the_lines(told: list[dict[str, object]]) -> None:
    """Blank lines are passed, every other one is answered."""
    assert [one["id"] for one in told] == ["m1", None, "m2", None, None, 7, "m4"]


def test_a_bad_line_is_named(told: list[dict[str, object]]) -> None:
    """Its number, and what is wrong."""
    assert [(one["line"], one["error"]) for one in told if "error" in one][:3] == [
        (2, "not JSON"),
        (4, "text is missing or not a string"),
        (5, "not UTF-8"),
    ]


def test_a_number_of_too_many_digits_is_a_bad_line() -> None:
    """Python reads no whole number of more than 4,300."""
    with pytest.raises(parse.BadLine, match="not JSON"):
        parse.parse_line(b'{"id": ' + b"7" * 5000 + b', "text": "x"}')


def test_several_processes_give_the_same(reader: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two workers keep the order of one."""
    monkeypatch.setattr(parse, "Reader", lambda heads: reader)
    monkeypatch.setattr(parse, "load_or_train_heads", lambda: None)
    source = tmp_path / "in.jsonl"
    source.write_text(
        "".join(f'{{"id": "{n}", "text": "{n}栋停电", "sent_at": "2026-11-24"}}\n' for n in range(250)), "utf-8"
    )
    parse.parse_file(source, tmp_path / "one.jsonl", workers=1)
    parse.parse_file(source, tmp_path / "two.jsonl", workers=2)
    assert (tmp_path / "one.jsonl").read_bytes() == (tmp_path / "two.jsonl").read_bytes()
