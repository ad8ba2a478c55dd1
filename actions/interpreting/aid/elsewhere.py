"""Whether whoever is in danger is in another town than the sender's community (我爸在老家摔了, 我妈在南京家里晕倒了), where its people cannot go. Pure, but for the file of names."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

_FILE = Path(__file__).resolve().parents[3] / "data" / "lexicon" / "divisions.csv"
_AWAY = re.compile("老家|外地|外省|异地|国外")
_CITY_ENDS = re.compile("市$")
_SENDER = re.compile(
    r"(?:我|俺|本人)(?:现在|今天|这会儿|目前|人|还|正|刚|又|自己|们|都|一个人)*(?:在|不在|去|到|回|住)|出差|赶不回|回不[来去]"
)
_CLAUSE = re.compile(r"[，,。！!？?；;\s]+|(?=我(?:现在|人|自己)?(?:在|不在))")
_OF_A_ROAD = re.compile(
    "^(?:东|西|南|北|中)?(?:路|街|大道|大厦|花园|公寓|小区|饭店|酒店|面馆|火锅|拉面|小面|小笼|板[面鸭]|烤鸭|米[粉线]|酒家|广场|银行|菜|人)"
)


@lru_cache(maxsize=1)
def _cities() -> re.Pattern[str]:
    """The names of the country's cities, without 市."""
    lines = _FILE.read_text(encoding="utf-8").splitlines()
    names = [name for line in lines if line.startswith("city,") for name in line.split(",")[1].split()]
    bare = sorted({_CITY_ENDS.sub("", name) for name in names}, key=len, reverse=True)
    return re.compile("|".join([*map(re.escape, bare), "北京", "上海", "天津", "重庆", "香港", "澳门", "台湾"]))


def is_elsewhere(text: str, own_city: str) -> bool:
    """Whether a clause that is not of where the sender is names another town, or one's old home, as where it happened; `own_city`: the community's, which is none."""
    for clause in _CLAUSE.split(text[:200]):
        if _SENDER.search(clause):
            continue
        if _AWAY.search(clause):
            return True
        named = _cities().search(clause)
        if named and named.group() not in own_city and not _OF_A_ROAD.match(clause[named.end() :]):
            return True
    return False
