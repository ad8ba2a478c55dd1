"""Chinese sentences move out of the logic into wording files; a room's count may only fall."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.laws.literals import MOST, counted, found


def test_no_room_has_more_chinese_in_its_logic_than_before() -> None:
    """A new sentence stands in a template, in `_()`, or in a file of `data/`."""
    more = {room: count for room, count in counted().items() if count > MOST.get(room, 0)}
    assert more == {}, [where for room, where, _text in found() if room in more][-20:]


@pytest.mark.parametrize(
    ("source", "count"),
    [
        ('def told() -> str:\n    """说明。"""\n    return "没有这件事"\n', 1),
        ('WORDS = ("同意", "反对")\n', 2),
        ('def told(name: str) -> str:\n    return f"派给{name}办"\n', 2),
        ('"""模块。"""\nimport re\nNO = re.compile("没有|不是")\n', 0),
        ('TOLD = _("没有这件事")\nLATER = later("周一")\n', 0),
        ('TOLD = sentence("reporter.accept")\n', 0),
    ],
)
def test_what_counts(tmp_path: Path, source: str, count: int) -> None:
    """A sentence in the code does; documentation, a pattern, and what is marked for translation do not."""
    room = tmp_path / "portal" / "cases"
    room.mkdir(parents=True)
    (room / "told.py").write_text(source, encoding="utf-8")
    assert counted(tmp_path)["portal.cases"] == count
