"""What `make sizes` counts."""

from __future__ import annotations

from pathlib import Path

from devtools import sizes

MOST_MEDIAN, MOST_NINETIETH = 6, 17  # lines of a function


def test_functions_stay_short() -> None:
    """Half of them within six lines, nine of ten within seventeen."""
    lengths = [length for length, _ in sizes.function_lengths()]
    assert sizes.percentile(lengths, 0.5) <= MOST_MEDIAN
    assert sizes.percentile(lengths, 0.9) <= MOST_NINETIETH


def test_what_is_long_full_or_twice_is_found(tmp_path: Path) -> None:
    """A folder with a long function, a copy under other names, and nothing else."""
    room = tmp_path / "portal" / "attic"
    room.mkdir(parents=True)
    body = "".join(f"    {{0}}{at} = call(1, '{{0}}', {at})\n" for at in range(6))
    (room / "one.py").write_text("def long(call):\n" + body.format("x"), encoding="utf-8")
    (room / "two.py").write_text("def other(call):\n" + body.format("y"), encoding="utf-8")
    assert sizes.function_lengths(tmp_path) == [(7, "portal/attic/two.py:1 other"), (7, "portal/attic/one.py:1 long")]
    assert sizes.folder_sizes(tmp_path) == [(2, "portal/attic")]
    assert sizes.copies(tmp_path) == [("portal/attic/one.py:2", "portal/attic/two.py:2")]
