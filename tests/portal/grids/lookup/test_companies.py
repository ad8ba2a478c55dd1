"""Which property company looks after a place."""

from __future__ import annotations

import pytest

from portal.grids.lookup.companies import for_place
from portal.grids.lookup.gazetteer import KnownBody
from portal.grids.lookup.matching import KnownName, NameIndex

BODIES = [
    KnownBody("pine", "松树物业", ("物业",), "松树里、金桂花园：电梯、保洁"),
    KnownBody("plum", "梅花物业服务站", (), "梅花苑：保洁"),
    KnownBody("all", "大家物业", (), "电梯、保洁"),
    KnownBody("lamps", "路灯队", (), "公园路、东街：路灯"),
]
NAMES = NameIndex(
    [
        KnownName(name, None, place)
        for name, place in (
            ("梅花苑南区", "梅花苑南区"),
            ("梅南", "梅花苑南区"),
            ("松树里3栋", "松树里3栋"),
            ("别家花园", "别家花园"),
        )
    ]
)


@pytest.mark.parametrize(
    ("texts", "suggested"),
    [
        (["梅花苑3栋楼下"], "plum"),
        (["松树里3栋"], "pine"),
        (["梅南门口"], "plum"),  # by an alias of the place
        (["楼下", "金桂花园"], "pine"),  # the first text that names one
        (["梅花苑", "松树里"], "plum"),
        (["梅花苑和松树里之间"], None),
        (["别家花园"], None),
        (["公园路"], None),
        ([""], None),
        ([], None),
    ],
)
def test_a_company_is_suggested_for_its_own_places(texts: list[str], suggested: str | None) -> None:
    """Whichever company duty.csv names; nobody where the place is of none, or of two."""
    assert for_place(BODIES, "pine", texts, NAMES) == suggested
    assert for_place(BODIES, "plum", texts, NAMES) == suggested


@pytest.mark.parametrize("code", ["all", "lamps", None, "gone"])
def test_any_other_body_stays(code: str | None) -> None:
    """A company of the whole community, and whoever is no company."""
    assert for_place(BODIES, code, ["梅花苑"], NAMES) == code
