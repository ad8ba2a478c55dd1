"""Read and check the community's files; write their CSV. If there is any fault, nothing is loaded; each bad row is listed.

Formats: docs/architecture.md, "The community's files". Several values in one cell are separated by `|`.
"""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from portal.grids import offices, tree
from portal.grids.drawings import checks, geojson, shapes
from portal.grids.drawings.shapes import Drawn
from portal.grids.fault_words import sentence
from portal.grids.tree import Level
from portal.kernel.spreadsheet import decoded

HEADERS = {
    "areas.csv": tree.HEADER,
    "places.csv": ("name", "kind", "grid", "full_name", "aliases"),
    "bodies.csv": ("code", "name", "aliases", "phone", "hours", "handles"),
    "duty.csv": ("category", "kind", "body", "working_days", "note"),
    "teams.csv": ("grid", "name", "members"),
    "faq.csv": ("question", "variants", "answer", "source", "area", "valid_until"),
}
KINDS = ("", "complaint", "request", "inquiry", "suggestion", "tip_off", "praise")  # of a duty; "": any kind
MAX_FILE = 20 * 1024 * 1024  # bytes


class BadFile(Exception):
    """The files have faults, so nothing of them was loaded. `lines`: one a fault, like `places.csv 第 7 行：没有写地名`."""

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = tuple(lines)


Row = dict[str, str]  # column → value


@dataclass
class Files:
    """The contents of all files of one folder, checked."""

    community: dict[str, Any]
    grids: list[Drawn]
    areas: list[Row] = field(default_factory=list)
    places: list[Row] = field(default_factory=list)
    bodies: list[Row] = field(default_factory=list)
    duty: list[Row] = field(default_factory=list)
    teams: list[Row] = field(default_factory=list)
    faq: list[Row] = field(default_factory=list)


def split_values(cell: str) -> list[str]:
    """The values of one cell, separated by `|`."""
    return [value.strip() for value in cell.split("|") if value.strip()]


def read_files(folder: Path) -> Files:
    """Read and check all files of the folder. Raises BadFile with what is wrong with each file, and with each bad row."""
    bad: list[str] = []
    community = _json(folder / "community.json", bad)
    if isinstance(community, dict) and not str(community.get("name", "")).strip():
        bad.append("community.json：没有写社区的名字（name）")
    bad += offices.faults(community.get("offices", []))
    grids = _grids(folder / "grids.geojson", bad)
    codes = {one.code for one in grids}
    areas = _areas(community, _csv(folder / "areas.csv", bad, tree.fault_of, key=("code",), needed=False), bad)
    bad += _homeless(grids, {row["code"] for row in areas if row["level"] == Level.COMMUNITY})
    bodies = _csv(folder / "bodies.csv", bad, _check_body, key=("code",))
    bad += [f"bodies.csv：有两个单位都叫 {name}" for name in _repeated(row["name"] for row in bodies)]
    known = {row["code"] for row in bodies}
    files = Files(
        community=community,
        grids=grids,
        areas=areas,
        bodies=bodies,
        places=_csv(folder / "places.csv", bad, lambda row: _check_place(row, codes), key=("name", "grid")),
        duty=_csv(folder / "duty.csv", bad, lambda row: _check_duty(row, known), key=("category", "kind")),
        teams=_csv(folder / "teams.csv", bad, lambda row: _check_team(row, codes), needed=False),
        faq=_csv(folder / "faq.csv", bad, _check_faq, key=("question",), needed=False),
    )
    if bad:
        raise BadFile(bad)
    return files


def _json(path: Path, bad: list[str]) -> dict[str, Any]:
    """The object in a JSON file; {} after adding a fault to `bad`."""
    text = _text(path, bad)
    if text is None:
        return {}
    try:
        found = json.loads(text)
    except ValueError as error:
        bad.append(f"{path.name}：不是能读的 JSON（{error}）")
        return {}
    if not isinstance(found, dict):
        bad.append(f"{path.name}：最外面应当是一对花括号")
        return {}
    return found


def _text(path: Path, bad: list[str], *, needed: bool = True) -> str | None:
    """The text of a file; None, with a fault in `bad`, if too large, unreadable or (if `needed`) missing."""
    if not path.exists():
        if needed:
            bad.append(f"{path.name}：没有这个文件")
        return None
    if path.stat().st_size > MAX_FILE:
        bad.append(f"{path.name}：超过 20 MB，不收")
        return None
    text = decoded(path.read_bytes())
    if text is None:
        bad.append(f"{path.name}：不是 UTF-8，也不是 GBK（用表格软件“另存为 CSV UTF-8”再试）")
    return text


def _grids(path: Path, bad: list[str]) -> list[Drawn]:
    """The grids of grids.geojson, some perhaps without a shape (no map); faults and overlaps are added to `bad`."""
    features = _json(path, bad).get("features", [])
    if not isinstance(features, list):
        bad.append(f"{path.name}：{sentence('file.not_collection')}")
        return []
    found = geojson.read_features(features, bad, file=f"{path.name} ", may_be_empty=True)
    drawn = [(one.code, shape) for one in found if not (shape := one.shape).is_empty]
    metres = shapes.metres_for([shape for _code, shape in drawn])
    for one in checks.overlaps([code for code, _shape in drawn], [metres.project(shape) for _code, shape in drawn]):
        said = sentence("overlap", one=one.one, other=one.other, share=f"{one.share:.0%}")
        bad.append(f"{path.name}：{said}")
    return found


def _homeless(grids: Iterable[Drawn], communities: set[str]) -> list[str]:
    """A fault for each grid that names a community which is not in the tree."""
    return [
        f"grids.geojson（{one.code}）：{sentence('community.unknown', community=one.community)}"
        for one in grids
        if one.community and one.community not in communities
    ]


def _areas(community: dict[str, Any], rows: list[Row], bad: list[str]) -> list[Row]:
    """The tree of areas; if areas.csv gives none, the community and the areas above it that community.json names."""
    if rows:
        bad += [f"areas.csv：{fault}" for fault in tree.faults(rows)]
        return rows
    return tree.areas_of_community(community)


Check = Callable[[Row], str | None]  # a row → its fault in Chinese, or None


def _csv(path: Path, bad: list[str], check: Check, key: tuple[str, ...] = (), *, needed: bool = True) -> list[Row]:
    """The good rows of a CSV file; the faults are added to `bad`. `key`: columns whose values no two rows may share."""
    text = _text(path, bad, needed=needed)
    if text is None:
        return []
    header = HEADERS[path.name]
    reader = csv.reader(io.StringIO(text))
    first = [cell.strip() for cell in next(reader, [])]
    if tuple(first) != header:
        bad.append(f"{path.name} 第 1 行：表头应当是 {','.join(header)}")
        return []
    rows: list[Row] = []
    seen = set[tuple[str, ...]]()
    for cells in reader:
        if not any(cell.strip() for cell in cells):
            continue
        where = f"{path.name} 第 {reader.line_num} 行"
        if len(cells) != len(header):
            bad.append(f"{where}：应当有 {len(header)} 格，这里有 {len(cells)} 格")
            continue
        row = {name: cell.strip() for name, cell in zip(header, cells, strict=True)}
        why = check(row)
        mark = tuple(row[name] for name in key)
        if why is None and key and mark in seen:
            why = f"重复：{'，'.join(mark)}"
        if why:
            bad.append(f"{where}：{why}")
            continue
        seen.add(mark)
        rows.append(row)
    return rows


def _repeated(values: Iterable[str]) -> list[str]:
    return [value for value, times in Counter(values).items() if times > 1]


def _check_place(row: Row, grids: set[str]) -> str | None:
    if not 1 <= len(row["name"]) <= 100:
        return "地名要有，且不超过 100 个字"
    if row["grid"] and row["grid"] not in grids:
        return f"没有网格 {row['grid']}"
    return None


def _check_body(row: Row) -> str | None:
    if not row["code"] or len(row["code"]) > 40:
        return "代码（code）要有，且不超过 40 个字"
    if not 1 <= len(row["name"]) <= 100:
        return "单位名要有，且不超过 100 个字"
    return None


def _check_duty(row: Row, bodies: set[str]) -> str | None:
    if row["category"] and not row["category"].isdigit():
        return f"类别应当是数字代码，这里是 {row['category']}"
    if row["kind"] not in KINDS:
        return f"没有这种诉求：{row['kind']}"
    if row["body"] not in bodies:
        return f"单位表里没有 {row['body']}"
    if not row["working_days"].isdigit() or not 1 <= int(row["working_days"]) <= 250:
        return f"工作日应当是 1 到 250 的整数，这里是 {row['working_days']}"
    return None


def _check_team(row: Row, grids: set[str]) -> str | None:
    if row["grid"] not in grids:
        return f"没有网格 {row['grid']}"
    return None if row["name"] else "没有写队名"


def _check_faq(row: Row) -> str | None:
    if not row["question"] or not row["answer"]:
        return "问题和答案都要有"
    if len(row["question"]) > 200:
        return "问题不超过 200 个字"
    if row["valid_until"]:
        try:
            date.fromisoformat(row["valid_until"])
        except ValueError:
            return f"valid_until 应当像 2027-12-31，这里是 {row['valid_until']}"
    return None


def csv_text(name: str, rows: Iterable[Sequence[str]]) -> str:
    """The text of the CSV file `name`, header first, lines ended by `\\n`."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADERS[name])
    writer.writerows(rows)
    return out.getvalue()
