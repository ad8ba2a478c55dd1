"""Read and write the GeoJSON of a drawing (RFC 7946), of bounded size. Pure.

The properties of a feature: `code`, `name`, and perhaps `community` (the code of an area).
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from typing import Any

from portal.grids.drawings import shapes
from portal.grids.drawings.shapes import Drawn
from portal.grids.fault_words import sentence
from portal.kernel.spreadsheet import decoded

MOST_BYTES = 20 * 1024 * 1024  # of a file
MOST_GRIDS = 5_000  # of a drawing
MOST_CORNERS = 500_000  # of all grids together
_WGS84 = ("CRS84", "4326")  # ends of the `crs` names that older GeoJSON files use for WGS 84


class BadDrawing(Exception):
    """The drawing has faults, so nothing of it is taken in. `lines`: a Chinese sentence for each fault."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


def read(data: bytes, communities: Collection[str] = ()) -> list[Drawn]:
    """The grids of a GeoJSON file. Raises BadDrawing with what is wrong with the file, or the first fault of each grid.

    `communities`: codes of the communities in the tree of areas; if empty, a grid's community is not checked.
    """
    features = _features(_document(data))
    bad: list[str] = []
    found = read_features(features, bad, communities=communities)
    corners = sum(len(ring) for one in found for polygon in _polygons(one) for ring in polygon)
    if corners > MOST_CORNERS:
        bad.append(sentence("file.too_many_corners", count=corners, most=MOST_CORNERS))
    if bad:
        raise BadDrawing(bad)
    return found


def _document(data: bytes) -> dict[str, Any]:
    if len(data) > MOST_BYTES:
        raise BadDrawing([sentence("file.too_large", most=MOST_BYTES // 1024 // 1024)])
    text = decoded(data)
    if text is None:
        raise BadDrawing([sentence("file.not_text")])
    try:
        found = json.loads(text)
    except json.JSONDecodeError as wrong:
        raise BadDrawing([sentence("file.not_json", line=wrong.lineno, column=wrong.colno)]) from wrong
    except (RecursionError, ValueError) as wrong:  # brackets without end, a number of thousands of digits
        raise BadDrawing([sentence("file.too_deep")]) from wrong
    if not isinstance(found, dict) or found.get("type") != "FeatureCollection":
        raise BadDrawing([sentence("file.not_collection")])
    return found


def _features(document: dict[str, Any]) -> list[Any]:
    crs = document.get("crs")
    named = str(((crs or {}).get("properties") or {}).get("name", "")) if isinstance(crs, dict) else ""
    if named and not named.endswith(_WGS84):
        raise BadDrawing([sentence("file.wrong_crs", crs=named[:60])])
    features = document.get("features")
    if not isinstance(features, list):
        raise BadDrawing([sentence("file.not_collection")])
    if not features:
        raise BadDrawing([sentence("file.no_features")])
    if len(features) > MOST_GRIDS:
        raise BadDrawing([sentence("file.too_many", count=len(features), most=MOST_GRIDS)])
    return features


def read_features(
    features: list[Any],
    bad: list[str],
    *,
    file: str = "",
    may_be_empty: bool = False,
    communities: Collection[str] = (),
) -> list[Drawn]:
    """The grids without faults; for each of the others a sentence with its first fault is added to `bad`.

    `file`: the beginning of each sentence. `may_be_empty`: a grid may lack coordinates. `communities`: as in `read`.
    """
    found: list[Drawn] = []
    seen = set[str]()
    for number, feature in enumerate(features, start=1):
        one = _drawn(feature)
        why = next(_faults(one, seen, may_be_empty=may_be_empty, communities=communities), None)
        if why:
            code = f"（{one.code[:40]}）" if one.code else ""
            bad.append(sentence("feature", file=file, number=number, code=code, fault=why))
            continue
        seen.add(one.code)
        found.append(one)
    return found


def _drawn(feature: object) -> Drawn:
    """The grid of a feature, unchecked."""
    properties = feature.get("properties") if isinstance(feature, dict) else None
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    said = properties if isinstance(properties, dict) else {}
    code, name, community = (str(said.get(key) or "").strip() for key in ("code", "name", "community"))
    return Drawn(code, name, geometry, community)  # type: ignore[arg-type]  # checked by `_faults`


def _faults(one: Drawn, seen: set[str], *, may_be_empty: bool, communities: Collection[str]) -> Iterator[str]:
    if not one.code or len(one.code) > 40:
        yield sentence("code.missing")
    if one.code in seen:
        yield sentence("code.repeated", code=one.code)
    if not one.name or len(one.name) > 100:
        yield sentence("name.missing")
    if one.community and communities and one.community not in communities:
        yield sentence("community.unknown", community=one.community[:40])
    shape = shapes.fault_of(one.geometry, may_be_empty=may_be_empty)
    if shape:
        yield shape


def _polygons(one: Drawn) -> list[Any]:
    coordinates = one.geometry["coordinates"]
    return [coordinates] if one.geometry["type"] == "Polygon" else list(coordinates)


def feature_collection(grids: Collection[Drawn]) -> dict[str, Any]:
    """The FeatureCollection of these grids."""
    return {"type": "FeatureCollection", "features": [_feature(one) for one in grids]}


def _feature(one: Drawn) -> dict[str, Any]:
    home = {"community": one.community} if one.community else {}
    return {"type": "Feature", "properties": {"code": one.code, "name": one.name} | home, "geometry": one.geometry}
