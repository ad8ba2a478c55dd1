"""Every setting that is read stands in `.env.example` with its line of explanation, and nothing else does."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from portal.kernel.config import PROJECT, SettingError, load

_READS = {"text", "number", "choice", "moment"}
_LINE = re.compile(r"^# ([A-Z][A-Z0-9_]+)=(.*)$")


def read_in(source: str) -> set[str]:
    """The names that `config.py` asks its reader for."""
    return {
        node.args[0].value
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in _READS
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
    } | set(re.findall(r'environ\.get\("([A-Z_]+)"', source))


def explained_in(example: str) -> dict[str, str]:
    """The names of `.env.example`, each with the comment line above it."""
    lines = example.splitlines()
    return {
        found.group(1): lines[number - 1].removeprefix("#").strip()
        for number, line in enumerate(lines)
        if (found := _LINE.match(line)) and number and not _LINE.match(lines[number - 1])
    }


CONFIG = (PROJECT / "portal" / "kernel" / "config.py").read_text(encoding="utf-8")
EXAMPLE = (PROJECT / ".env.example").read_text(encoding="utf-8")


def test_every_setting_is_explained_and_every_explained_one_is_read() -> None:
    """The file for operators and the code name the same settings."""
    explained = explained_in(EXAMPLE)
    assert set(explained) == read_in(CONFIG)
    assert all(len(words) > 5 for words in explained.values())


def test_a_setting_without_a_line_is_caught() -> None:
    """One more `read.text(...)`, or a name without its own comment, makes the two differ."""
    more = CONFIG + '\n\ndef _more(read: object) -> None:\n    read.text("PIGEON_POST")\n'
    assert read_in(more) - set(explained_in(EXAMPLE)) == {"PIGEON_POST"}
    assert "B" not in explained_in("# words for a\n# A=\n# B=\n")


def test_the_example_as_it_stands_loads(tmp_path: Path) -> None:
    """Taking every line out of its comment gives settings that start (empty ones mean the default)."""
    lines = dict(found.groups() for line in EXAMPLE.splitlines() if (found := _LINE.match(line)))
    assert load(lines | {"LINLI_HOME": str(tmp_path / "home")}).port == 8000


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "http"),
        ("PORT", "70000"),
        ("SMS_PROVIDER", "pigeon"),
        ("DEMO", "yes"),
        ("PUBLIC_URL", "linli.example.cn"),
        ("LINLI_NOW", "2026-12-20T09:00:00+08:00"),
        ("LINLI_NOW", "soon"),
        ("LINLI_SECOND_OPINION_URL", "ftp://model.example.cn/v1"),
        ("LINLI_SECOND_OPINION_URL", "127.0.0.1:11434"),
        ("LINLI_SECOND_OPINION_URL", "http://me:password@127.0.0.1:11434/v1"),
    ],
)
def test_a_wrong_setting_is_named(tmp_path: Path, name: str, value: str) -> None:
    """The start stops with the setting's name in the first word."""
    with pytest.raises(SettingError, match=rf"^{name}:"):
        load({"LINLI_HOME": str(tmp_path / "home"), name: value})


def test_a_second_opinion_without_a_model_is_named(tmp_path: Path) -> None:
    """An address alone asks nobody."""
    alone = {"LINLI_HOME": str(tmp_path / "home"), "LINLI_SECOND_OPINION_URL": "http://127.0.0.1:11434/v1"}
    with pytest.raises(SettingError, match=r"^LINLI_SECOND_OPINION_MODEL:"):
        load(alone)
    assert load(alone | {"LINLI_SECOND_OPINION_MODEL": "m"}).second_opinion_model == "m"


def test_a_demo_never_stands_in_public(tmp_path: Path) -> None:
    """DEMO=1, or a demo secret alone, with a public address is refused."""
    public = {"LINLI_HOME": str(tmp_path / "home"), "PUBLIC_URL": "https://linli.example.cn"}
    for wrong in ({"DEMO": "1"}, {"TWILIO_AUTH_TOKEN": "linli-demo"}):
        with pytest.raises(SettingError, match="PUBLIC_URL"):
            load(public | wrong)
