"""The community's files: taken in whole or not at all, each bad line named; the snapshot gives the same back."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from portal.grids import files, service, snapshot
from portal.grids.models import Body, Duty, Faq, Place
from portal.kernel.config import PROJECT
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import COMMUNITY, write_community


@pytest.mark.parametrize(
    ("file", "text", "named"),
    [
        ("places", "name,kind\n", "places.csv 第 1 行：表头"),
        ("places", "name,kind,grid,full_name,aliases\n,x,G-01,,\n", "places.csv 第 2 行：地名要有"),
        ("places", "name,kind,grid,full_name,aliases\n井,x,G-77,,\n", "places.csv 第 2 行：没有网格 G-77"),
        ("places", "name,kind,grid,full_name,aliases\n井,x,G-01,,\n井,x,G-01,,\n", "places.csv 第 3 行：重复"),
        ("places", "name,kind,grid,full_name,aliases\n井,x\n", "places.csv 第 2 行：应当有 5 格，这里有 2 格"),
        ("duty", "category,kind,body,working_days,note\n,,hall,0,\n", "duty.csv 第 2 行：工作日"),
        ("duty", "category,kind,body,working_days,note\n,,nobody,5,\n", "duty.csv 第 2 行：单位表里没有 nobody"),
        ("duty", "category,kind,body,working_days,note\n,rumour,hall,5,\n", "duty.csv 第 2 行：没有这种诉求"),
        ("duty", "category,kind,body,working_days,note\nabc,,hall,5,\n", "duty.csv 第 2 行：类别应当是数字"),
        ("bodies", "code,name,aliases,phone,hours,handles\nx,,,,,\n", "bodies.csv 第 2 行：单位名要有"),
        ("bodies", "code,name,aliases,phone,hours,handles\nx,甲局,,,,\nx,乙局,,,,\n", "bodies.csv 第 3 行：重复：x"),
        (
            "bodies",
            "code,name,aliases,phone,hours,handles\nx,甲局,,,,\ny,甲局,,,,\n",
            "bodies.csv：有两个单位都叫 甲局",
        ),
        ("teams", "grid,name,members\nG-77,队,\n", "teams.csv 第 2 行：没有网格 G-77"),
        ("faq", "question,variants,answer,source,area,valid_until\n问,,答,,,明年\n", "faq.csv 第 2 行：valid_until"),
        ("community", "[]", "community.json：最外面应当是一对花括号"),
        ("community", "{", "community.json：不是能读的 JSON"),
        ("grids", '{"features": [{"properties": {}}]}', "grids.geojson 第 1 个网格"),
    ],
)
def test_a_bad_line_is_named_and_nothing_is_taken(
    parts: Parts, tmp_path: Path, file: str, text: str, named: str
) -> None:
    """File and line, in Chinese; the tables stay as they were."""
    folder = write_community(tmp_path / "bad", **{file: text})
    with pytest.raises(files.BadFile) as bad, parts.db.write() as s:
        service.seed(s, folder)
    assert any(line.startswith(named) for line in bad.value.lines), bad.value.lines
    with parts.db.read() as s:
        assert not service.is_seeded(s)


def test_every_bad_line_is_named_at_once(tmp_path: Path) -> None:
    """Not one after the other."""
    folder = write_community(tmp_path / "bad", places="name,kind,grid,full_name,aliases\n,x,,,\n井,x,G-77,,\n")
    (folder / "bodies.csv").write_bytes(b"\xff\xfe")
    with pytest.raises(files.BadFile) as bad:
        files.read_files(folder)
    named = "\n".join(bad.value.lines)
    assert "places.csv 第 2 行" in named
    assert "places.csv 第 3 行" in named
    assert "bodies.csv：不是 UTF-8，也不是 GBK" in named


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """teams and faq may be missing, the others not."""
    with pytest.raises(files.BadFile) as bad:
        files.read_files(tmp_path)
    assert {line.partition("：")[0] for line in bad.value.lines} == {
        "community.json", "grids.geojson", "places.csv", "bodies.csv", "duty.csv",
    }  # fmt: skip


def test_the_snapshot_reads_back_the_same(parts: Parts, tmp_path: Path) -> None:
    """Seed, write, read: the same rows; written again, no file changes."""
    with parts.db.write() as s:
        service.seed(s, write_community(tmp_path / "seed"))
        assert set(snapshot.write_snapshot(s, tmp_path / "out")) == set(COMMUNITY)
        assert snapshot.write_snapshot(s, tmp_path / "out") == []
    before, after = files.read_files(tmp_path / "seed"), files.read_files(tmp_path / "out")
    assert before == after


def test_seeding_again_renews_without_doubling(parts: Parts, tmp_path: Path) -> None:
    """The same files twice leave the same number of rows; a body's new phone is taken."""
    folder = write_community(tmp_path / "seed")
    with parts.db.write() as s:
        service.seed(s, folder)
        before = [s.scalar(sa.select(sa.func.count()).select_from(table)) for table in (Place, Duty, Body, Faq)]
    write_community(folder, bodies=COMMUNITY["bodies.csv"].replace("0571-00000002", "0571-99"))
    with parts.db.write() as s:
        service.seed(s, folder)
        assert [s.scalar(sa.select(sa.func.count()).select_from(table)) for table in (Place, Duty, Body, Faq)] == before
        assert s.get_one(Body, "lamps").phone == "0571-99"


def test_the_demo_community_loads(parts: Parts) -> None:
    """Every file of `data/community` passes its own checks."""
    with parts.db.write() as s:
        service.seed(s, PROJECT / "data" / "community")
        assert service.grid_for(s, "幸福家园三号楼下面") == "330106003-07"
        assert service.bodies_named(s, "找过幸福物业好几次") >= {"property_xingfu"}
