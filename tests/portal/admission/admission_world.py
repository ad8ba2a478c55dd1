"""Items, asks and forms for the tests of the admission ledger; today is the 24th of November 2026."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from portal.admission.fields import ItemFields
from portal.admission.rules import Asked, Earlier, Item, Kind, Rule, Work

TODAY = date(2026, 11, 24)
DAY = timedelta(days=1)
LAW = "城市居民委员会组织法第十条"

ITEMS: tuple[Mapping[str, Any], ...] = (
    {
        "code": "XZ-01",
        "name": "流动人口登记",
        "departments": "公安分局",
        "work": (Work.REPORT, Work.VISIT),
        "every_days": 90,
    },
    {"code": "XZ-02", "name": "出租房屋信息采集", "work": (Work.VISIT,), "funds": "每户 5 元", "people": "民警一名"},
    {"code": "LZ-01", "name": "调解民间纠纷", "kind": Kind.STATUTORY, "work": (Work.SERVICE,)},
    {
        "code": "JZ-01",
        "name": "无犯罪记录证明",
        "kind": Kind.BANNED,
        "work": (Work.CERTIFICATE,),
        "aliases": "没有犯过罪、无犯罪",
        "basis": "民发〔2020〕20号",
    },
)


def fields(**changes: Any) -> ItemFields:
    """A version of an item as written, in force for a year; `changes` of its fields."""
    held: dict[str, Any] = {
        "code": "XZ-01",
        "name": "流动人口登记",
        "kind": Kind.ASSISTING,
        "basis": "区减负办〔2026〕3号",
        "departments": "",
        "work": (Work.VISIT,),
        "every_days": None,
        "funds": "",
        "people": "",
        "aliases": "",
        "since": TODAY - 100 * DAY,
        "until": None,
    }
    return ItemFields(**held | changes)


def item(**changes: Any) -> Item:
    """An item of the list as the rules read it; `changes` of its fields."""
    held: dict[str, Any] = {
        "id": 1,
        "code": "XZ-01",
        "name": "流动人口登记",
        "kind": Kind.ASSISTING,
        "basis": LAW,
        "departments": (),
        "work": frozenset({Work.VISIT}),
        "since": TODAY - 100 * DAY,
    }
    return Item(**held | changes)


def asked(**changes: Any) -> Asked:
    """A department's ask for what the item made by `item` covers; `changes` of its fields."""
    held: dict[str, Any] = {
        "department": "区公安分局",
        "what": "登记流动人口",
        "detail": "",
        "code": "XZ-01",
        "work": frozenset({Work.VISIT}),
        "basis": "公通〔2026〕8号",
        "deadline": TODAY + 10 * DAY,
        "comes_with": True,
    }
    return Asked(**held | changes)


def before(**changes: Any) -> Earlier:
    """An ask of ten days ago that was refused as off the list."""
    held: dict[str, Any] = {
        "number": "2026-0001",
        "day": TODAY - 10 * DAY,
        "department": "公安分局",
        "what": "登记流动人口",
        "code": "",
        "work": frozenset({Work.VISIT}),
        "deadline": TODAY + 10 * DAY,
        "admitted": False,
        "rules": (Rule.OFF_LIST,),
    }
    return Earlier(**held | changes)


def form(**changes: Any) -> dict[str, Any]:
    """The form of an ask that the list admits."""
    return {
        "key": uuid.uuid4().hex,
        "department": "区公安分局",
        "what": "登记流动人口",
        "detail": "",
        "work": ["visit"],
        "code": "XZ-01",
        "basis": "公通〔2026〕8号",
        "deadline": "2026-12-04",
        "comes_with": "yes",
    } | changes


def item_form(**changes: Any) -> dict[str, Any]:
    """The form of an item."""
    return {
        "version": "0",
        "code": "XZ-09",
        "name": "老年人体检通知",
        "kind": "assisting",
        "basis": "区卫健〔2026〕1号",
        "departments": "区卫健局，社区卫生服务中心",
        "work": ["publicity"],
        "every_days": "",
        "funds": "",
        "people": "",
        "aliases": "",
        "since": "2026-11-24",
        "until": "",
    } | changes


EXCEPTION = {"reason": "防汛期间临时要办，只这一次", "comes": "街道派两名人员，误餐费另付", "until": "2026-12-10"}
