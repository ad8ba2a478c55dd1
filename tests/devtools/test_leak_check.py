"""The check that nothing of the evaluation files stands in the repository."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench import leak_check

LETTER = "隔壁那家面馆的油烟机正对着我家厨房的窗户，天天呛得睡不着觉"


@pytest.fixture
def secret(tmp_path: Path) -> tuple[set[str], list[str]]:
    folder = tmp_path / "data"
    (folder / "complaints").mkdir(parents=True)
    (folder / "complaints" / "letters.jsonl").write_text(json.dumps({"text": LETTER}) + "\n", encoding="utf-8")
    (folder / "complaints" / "taxonomy.csv").write_text("一级\n餐饮服务业油烟噪声污染防治监督管理\n", encoding="utf-8")
    return leak_check.evaluation(folder)


@pytest.mark.parametrize(
    ("line", "caught"),
    [
        ("- 隔壁那家面馆的油烟机正对着我家厨房", True),
        ("x = '隔壁那家，面馆的 油烟机——正对着'", True),
        ("隔壁那家面馆的油烟机", False),
        ("楼下面馆的油烟机吵得人睡不着", False),
    ],
)
def test_twelve_characters_in_a_row_are_caught(
    tmp_path: Path, secret: tuple[set[str], list[str]], line: str, caught: bool
) -> None:
    """Whatever spaces and punctuation stand between them; fewer than twelve are common speech."""
    path = tmp_path / "nlu.yml"
    path.write_text(f"nlu:\n{line}\n", encoding="utf-8")
    assert [number for _, number, _ in leak_check.leaks([path], *secret)] == ([2] if caught else [])


def test_names_of_categories_and_laws_and_allowed_phrases_may_be_shared(tmp_path: Path) -> None:
    """A name is not a sentence."""
    path = tmp_path / "page.html"
    name, law, phrase = (
        "餐饮服务业油烟噪声污染防治监督管理",
        "中华人民共和国邻里互助乘凉促进法",
        "请您在工作时间拨打我们的电话",
    )
    path.write_text(f"{name}\n《{law}》\n{phrase}\n", encoding="utf-8")
    secret = {run for text in (name, law, phrase) for run in leak_check.runs(text)}
    assert len(list(leak_check.leaks([path], secret, [name]))) == 1
    assert list(leak_check.leaks([path], secret, [name, phrase])) == []


def test_an_allowed_phrase_needs_its_reason(tmp_path: Path) -> None:
    """And there are no more than fifty of them."""
    path = tmp_path / "leak_allow.txt"
    path.write_text("# words\n请您拨打电话  # 套话\n", encoding="utf-8")
    assert leak_check.allowed_lines(path) == ["请您拨打电话"]
    path.write_text("请您拨打电话\n", encoding="utf-8")
    with pytest.raises(ValueError, match="no reason"):
        leak_check.allowed_lines(path)
    path.write_text("请您拨打电话 # 套话\n" * 51, encoding="utf-8")
    with pytest.raises(ValueError, match="at most 50"):
        leak_check.allowed_lines(path)
