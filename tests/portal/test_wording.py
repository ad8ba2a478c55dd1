"""The file of texts and its loader."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from portal.kernel.config import PROJECT, SettingError
from portal.wording import templates
from portal.wording.community import SEED, community
from portal.wording.sms_text import units
from portal.wording.templates import TextTemplateError, load, render

NOWHERE = Path("/nonexistent")


def test_the_shipped_file_loads_and_the_notice_is_one_sms() -> None:
    """First contact says who, what for, how long each is kept, and the ways out, within 70 units."""
    assert "first_contact" in load()
    notice = render(NOWHERE, "first_contact")
    assert units(notice) <= 70
    for part in ("【幸福社区】", "机器人", "聊天存30天", "号码存两年", "人工回0", "说明回Y", "退订回R"):
        assert part in notice


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("a,text", "line 2"),
        ("a,text,many", "line 2"),
        ("a,text,0", "line 2"),
        ("a,text,999", "line 2"),
        ("a b,text,70", "line 2"),
        ("a,,70", "line 2"),
        ("a,{name,70", "line 2"),
        ("a," + "字" * 71 + ",70", "line 2"),
        ("a,x,70\na,y,70", "line 3"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, line: str, word: str) -> None:
    """The message says which line and what is wrong."""
    path = tmp_path / "sms_templates.csv"
    path.write_text(f"id,text,units\n{line}\n", encoding="utf-8")
    with pytest.raises(TextTemplateError, match=word):
        load(path)


def test_a_wrong_header_is_named(tmp_path: Path) -> None:
    """id,text,units and nothing else."""
    path = tmp_path / "sms_templates.csv"
    path.write_text("id;text;units\n", encoding="utf-8")
    with pytest.raises(TextTemplateError, match="line 1"):
        load(path)


def test_a_long_parameter_is_shortened_not_the_text() -> None:
    """The registered words stay; the rendered text keeps within its units."""
    text = render(NOWHERE, "otp", {"code": "1" * 300})
    assert units(text) <= 70
    assert text.endswith("别告诉任何人。")


def test_a_missing_parameter_is_named() -> None:
    """Nothing is sent with a hole in it."""
    with pytest.raises(TextTemplateError, match="code"):
        render(NOWHERE, "otp")


def test_what_a_resident_wrote_is_no_template() -> None:
    """Braces in a parameter stay braces."""
    assert "{0.__class__}" in render(NOWHERE, "otp", {"code": "{0.__class__}"})


def test_what_never_goes_by_sms_needs_no_registration(tmp_path: Path) -> None:
    """It stands in no list to register, and nobody is told that its code is missing."""
    ids = {one.id for one in templates.to_register()}
    assert {"holding", "otp"} <= ids
    assert ids & templates.NEVER_BY_SMS == set()
    assert templates.load().keys() - ids == templates.NEVER_BY_SMS
    assert set(templates.templates_without_code(tmp_path / "none.csv")) == ids


def test_a_bad_line_of_the_codes_is_named_as_it_stands_in_the_file(tmp_path: Path) -> None:
    """Blank lines count."""
    path = tmp_path / "codes.csv"
    path.write_text("id,code\n\notp,SMS_1\n\nnone_such,SMS_2\n", encoding="utf-8")
    with pytest.raises(SettingError, match="line 5"):
        templates.provider_codes(path)


@pytest.mark.parametrize("written", ["[]", "null", "7", '"社区"', "{"])
def test_a_snapshot_that_is_no_object_is_passed_over(tmp_path: Path, written: str) -> None:
    """As one that cannot be read: the shipped file describes the community."""
    (tmp_path / "community.json").write_text(written, encoding="utf-8")
    assert community(tmp_path) == community(SEED.parent)


def test_what_is_said_in_danger_is_registered_as_the_bot_says_it() -> None:
    """A provider of registered texts sends these in place of the bot's: an older one would still say what was found to hurt."""
    responses = yaml.safe_load((PROJECT / "domain.yml").read_text(encoding="utf-8"))["responses"]
    said = {
        name: next((one["text"] for one in variants if one.get("channel") == "sms"), variants[0]["text"])
        for name, variants in responses.items()
        if re.match("utter_(?:danger|till_help|call)_(?!raised|added|no_place|unsure)", name)
    }
    registered = {name: templates.load()[name].text for name in said if name in templates.load()}
    assert registered == {name: "【{sign}】" + text.replace("\n", "") for name, text in said.items()}
