"""How a script is judged (bench/talk.py)."""

from __future__ import annotations

from typing import Any

import pytest

from bench.talk import CLASSES, Outcome, faults, plain, read_scripts, unclear_because

CASE = {
    "state": "reported",
    "urgency": "normal",
    "kind": "request",
    "confidential": 0,
    "text": "灯坏了",
    "place": "桂花苑五号楼",
    "time": "昨晚",
    "contact": "13800000000",
    "said": ["带梯子"],
}


def a_script(expect: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "id": "x-001",
        "class": "correction",
        "turns": ["灯坏了"],
        "after": [],
        "answers": {},
        "expect": expect,
    } | more


@pytest.mark.parametrize(
    ("expect", "wrong"),
    [
        ({"cases": 1, "place": ["5栋"], "says": ["梯子"], "contact": "13800000000"}, []),
        ({"place_not": ["5栋"]}, ["place_not"]),
        ({"cases": 2}, ["cases 1, not 2"]),
        ({"contact": ""}, ["contact"]),
        ({"emergency": True}, ["emergency false"]),
        ({"state": "withdrawn"}, ["state reported"]),
        ({"number_first": "119"}, ["number_first"]),
        ({"asked": "danger"}, ["asked danger, never"]),
        ({"answer_any": [["远离", "离开"]]}, ["answer_any"]),
    ],
)
def test_a_script_is_judged_by_its_case(expect: dict[str, Any], wrong: list[str]) -> None:
    """Each expectation by itself, buildings in any spelling."""
    outcome = Outcome(cases=[CASE], answers=[["登记好了"]])
    assert faults(a_script(expect), outcome) == wrong


def test_a_number_that_was_never_asked_for_is_not_missed() -> None:
    """Where it stands only in the answer to that question; once it was asked for, it is."""
    script = a_script({"contact": "13900000000"}, answers={"contact": "13900000000"})
    assert faults(script, Outcome(cases=[CASE])) == []
    assert faults(script, Outcome(cases=[CASE], asked=["contact"])) == ["contact"]


@pytest.mark.parametrize(
    "expect",
    [
        {},
        {"place": ["5栋"], "place_not": ["5栋"]},
        {"cases": 0, "says": ["灯"]},
        {"colour": "red"},
        {"answer_any": [[], []]},
    ],
)
def test_a_script_that_contradicts_itself_is_said_so(expect: dict[str, Any]) -> None:
    """It counts as not held."""
    assert unclear_because(a_script(expect))


def test_a_house_number_before_downstairs_is_no_building() -> None:
    assert plain("汇丰路42号楼下") == "汇丰路42号楼下"
    assert plain("桂花苑3号楼楼下") == "桂花苑3栋楼下"


def test_the_kept_scripts_are_clear() -> None:
    """Of seventeen writers, each with its own ids and every class."""
    scripts = read_scripts()
    assert {script["writer"] for script in scripts} == set("abcdefghijklmnopq")
    assert len({script["id"] for script in scripts}) == len(scripts) == 2337
    assert {script["class"] for script in scripts} == set(CLASSES)
    assert [script["id"] for script in scripts if unclear_because(script)] == []
