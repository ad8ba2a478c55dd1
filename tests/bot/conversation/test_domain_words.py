"""The wording: all of it stands in the domain, none is unused, and an SMS fits."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import ruamel.yaml

from actions.interpreting import scenes
from actions.topics.rasa_actions import TOPICS
from tests.bot.model import ROOT

DOMAIN: dict[str, Any] = ruamel.yaml.YAML(typ="safe").load((ROOT / "domain.yml").read_text(encoding="utf-8"))
RESPONSES: dict[str, list[dict[str, Any]]] = DOMAIN["responses"]
SEGMENTS_OF_TWO = 134  # UCS-2 units (channels.md)
SIGN = 10  # 【幸福社区】 and room
LINK = 62
TYPICAL = {
    "act": "按住他、往嘴里塞东西",
    "quote": "字" * 60,
    "lines": "",
    "case_no": "LL-20261124-0042",
    "title": "字" * 12,
    "state": "已派给承办单位",
    "place": "字" * 40,
    "estate": "字" * 10,
    "field": "地点",
    "number": "1",
    "matter": "字" * 30,
    "first": "字" * 20,
    "second": "字" * 20,
    "office": "幸福社区居民委员会",
    "phone": "0571-00000100",
    "hours": "周一至周日 8:30–17:30",
    "count": "3",
    "closes": "12月1日（周二）",
    "day": "12月1日（周二）",
    "question": "字" * 20,
    "said": "今天已经催过 3 次了，都记在这件事里，明天再催",
}
DANGERS = ("fire", "gas", "trapped", "injury", "violence", "home_violence", "self_harm", "missing", "live_wire", "no_answer",
           "other")  # fmt: skip
RASA_NAMES = {"utter_action", "utter_message"}
FREE = {
    "utter_faq_answer",
    "utter_faq_again",
    "utter_situation_answer",
}  # the committee's own text, which the gateway cuts, and a row of data/situation_answers.csv


def named_in_code() -> set[str]:
    code = "\n".join(
        path.read_text(encoding="utf-8") for folder in ("actions", "bot") for path in Path(ROOT / folder).rglob("*.py")
    )
    names = set(re.findall(r"\butter_[a-z_]+\b", code))
    made = {f"utter_ask_{stage}" for stage in ("place", "time", "detail")} | {
        f"utter_again_{stage}" for stage in ("place", "time", "detail")
    }
    dangers = {
        f"utter_{what}_{danger}"
        for what in ("danger", "till_help")
        for danger in (*DANGERS, *(scene.script for scene in scenes.scenes()))
    }
    return {name for name in names if not name.endswith("_") and name not in RASA_NAMES} | made | dangers


def test_every_response_is_used_and_every_used_one_stands_there() -> None:
    """No word without a use, no use without a word."""
    assert named_in_code() == set(RESPONSES)


def test_the_rules_name_the_actions_that_there_are() -> None:
    """One class each."""
    assert set(DOMAIN["actions"]) == set(TOPICS)


def sms_text(name: str) -> str:
    variants = RESPONSES[name]
    own = [variant for variant in variants if variant.get("channel") == "sms"]
    return str((own or variants)[0]["text"])


@pytest.mark.parametrize(
    "name", sorted(name for name in RESPONSES if not name.startswith("utter_part_") and name not in FREE)
)
def test_an_sms_fits_into_two_segments(name: str) -> None:
    """With typical values (a quotation, which the gateway may cut, aside), the sign, and the link where there is one."""
    text = sms_text(name)
    for field, value in TYPICAL.items():
        text = text.replace("{" + field + "}", value if field != "quote" else value[:30])
    assert "{" not in text
    linked = (
        LINK
        if name in ("utter_registered", "utter_status", "utter_reminded", "utter_reopened", "utter_vote_link")
        else 0
    )
    assert len(text.encode("utf-16-le")) // 2 + SIGN + linked <= SEGMENTS_OF_TWO


def test_no_resident_reads_that_they_are_turned_away() -> None:
    """不予受理 stands nowhere."""
    assert "不予受理" not in (ROOT / "domain.yml").read_text(encoding="utf-8")


def test_a_danger_answer_begins_with_the_number() -> None:
    """In its first line."""
    for name in RESPONSES:
        if name.startswith("utter_danger_") and name.removeprefix("utter_danger_") not in (
            "raised",
            "raised_quietly",
            "added",
            "no_place",
            "unsure",
        ):
            assert re.search("11[09]|120", RESPONSES[name][0]["text"].splitlines()[0]), name


def test_advice_till_help_comes_names_no_number() -> None:
    """Help was called already; another danger's number would only mislead."""
    for name, variants in RESPONSES.items():
        if name.startswith("utter_till_help_"):
            assert not re.search(r"\d", "".join(variant["text"] for variant in variants)), name
