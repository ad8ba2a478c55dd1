"""Every file of data loads, by its form and by the loader of its room; and files that do not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from portal.channels.outbound import for_children
from portal.consultations.law import decided_elsewhere, outside_power, template_loader
from portal.grids import files
from portal.kernel.config import PROJECT
from portal.wording import templates
from tests.laws.data_files import faults

LOADERS: dict[str, Callable[[], object]] = {
    "data/community": lambda: files.read_files(PROJECT / "data" / "community"),
    "data/procedures": template_loader.load_templates,
    "data/procedures/topics.csv": template_loader.load_topics,
    "data/procedures/elsewhere.csv": decided_elsewhere.load_matters,
    "data/procedures/grounds.csv": outside_power.load_grounds,
    "data/procedures/rulings.csv": outside_power.load_rulings,
    "data/answers_to_children.csv": for_children.load,
    "data/sms_templates.csv": templates.load,
}


def test_every_file_of_data_loads() -> None:
    """UTF-8, well-formed, every CSV line as long as its header, no kind of file that nothing reads."""
    assert faults() == []


@pytest.mark.parametrize("what", LOADERS)
def test_the_rooms_own_loader_takes_it(what: str) -> None:
    """The code that reads it at run time finds no bad line."""
    assert LOADERS[what]()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("data/a.csv", b"code,name\n01,a,b\n", "line 2: 3 fields"),
        ("data/a.csv", b"code,code\n", "no header line"),
        ("data/a.csv", b"", "no header line"),
        ("data/a.csv", "名,字\n".encode("gbk"), "utf-8"),
        ("data/a.csv", b"\xef\xbb\xbfcode,name\n", "byte order mark"),
        ("data/a.yml", b"a: [1\n", "flow sequence"),
        ("data/a.yml", b"", "holds nothing"),
        ("contract/a.json", b"{", "Expecting"),
        ("data/a.geojson", b"{}", "no FeatureCollection"),
        ("data/a.xlsx", b"", "no loader"),
    ],
)
def test_a_bad_file_is_caught(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    """It is named, with what is wrong with it."""
    path = tmp_path / name
    path.parent.mkdir()
    path.write_bytes(content)
    (found,) = faults(tmp_path)
    assert found.startswith(f"{name}: ")
    assert said in found
