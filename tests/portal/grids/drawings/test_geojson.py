"""The file of a drawing: bounded, its faults named by feature."""

from __future__ import annotations

import json
from typing import Any

import pytest

from portal.grids.drawings import geojson
from portal.grids.drawings.checks import examine
from portal.grids.drawings.geojson import BadDrawing, feature_collection, read
from tests.portal.grids.drawings.grounds import block, box, drawn, polygon


def written(features: Any, **more: Any) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features} | more).encode()


def feature(code: str = "A", name: str = "甲", geometry: Any = None, **more: Any) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {"code": code, "name": name} | more,
        "geometry": geometry or polygon(box(0, 0)),
    }


def refused(data: bytes, *communities: str) -> list[str]:
    with pytest.raises(BadDrawing) as bad:
        read(data, communities)
    return bad.value.lines


def test_what_is_written_reads_back() -> None:
    """Codes, names, communities and shapes."""
    grids = [*block(2), drawn("X", box(900, 0), community="c1")]
    assert read(json.dumps(feature_collection(grids)).encode(), {"c1"}) == grids


@pytest.mark.parametrize(
    ("data", "named"),
    [
        (b"\xff\xfe\x00", "UTF-8"),
        (b"{", "第 1 行第 2 个字"),
        (b"[" * 200_000, "太多层"),
        (b'{"type": "Feature"}', "FeatureCollection"),
        (b"[]", "FeatureCollection"),
        (written({}), "FeatureCollection"),
        (written([]), "一个网格也没有"),
        (written([None] * 5_001), "一次最多 5000 个"),
        (written([feature()], crs={"properties": {"name": "urn:ogc:def:crs:EPSG::4490"}}), "EPSG::4490"),
        (b" " * (geojson.MOST_BYTES + 1), "超过 20 MB"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_that_is_no_drawing_is_refused(data: bytes, named: str) -> None:
    """In one sentence, whatever it holds."""
    [line] = refused(data)
    assert named in line


def test_each_feature_with_a_fault_is_named() -> None:
    """By number and code, all at once; nothing is taken."""
    features = [
        feature(),
        feature("A", "乙"),
        feature("B", ""),
        feature("C", geometry={"type": "Point"}),
        feature("D", community="nowhere"),
        None,
        {"properties": 3, "geometry": []},
    ]
    found = refused(written(features), "c1")
    assert [line.partition("：")[0] for line in found] == [
        "第 2 个网格（A）", "第 3 个网格（B）", "第 4 个网格（C）", "第 5 个网格（D）", "第 6 个网格", "第 7 个网格",
    ]  # fmt: skip
    assert found[0].endswith("网格号 A 重复了")
    assert found[3].endswith("没有 nowhere 这个社区（properties.community）")


def test_too_many_corners_together_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Though each grid by itself is small."""
    monkeypatch.setattr(geojson, "MOST_CORNERS", 12)
    [line] = refused(json.dumps(feature_collection(block(3))).encode())
    assert "15 个点" in line


def test_a_thousand_grids_are_read_and_examined() -> None:
    """Forty by twenty-five, one missing: that is the one gap."""
    grids = [one for one in block(40, 25) if one.code != "G500"]
    found = examine(read(json.dumps(feature_collection(grids)).encode()))
    assert (found.grids, len(found.gaps), len(found.overlaps), len(found.far)) == (999, 1, 0, 0)
