"""The injury that somebody who wants to die has done to themselves, told by words: done, and not only meant. Pure."""

from __future__ import annotations

import re

_BY_OWN_HAND = {  # script of the injury → words that say that somebody who wants to die has done it
    "co": re.compile(
        r"[燃煤]气(?:罐|阀门?|灶)?(?:都|给|全){0,2}[打拧]?开(?!水|火|销)|(?:[打拧]开|开)了?(?:[燃煤]气|天然气|液化气)|烧(?:了|着|起了?)?炭"
    ),
    "unconscious": re.compile(r"上(?:了吊|吊(?:了|自杀))|吊死|吊在(?:绳|房|门|梁|窗)|正?在上吊"),
    "bleeding": re.compile(
        r"割(?:了|开|破|断)?(?:手腕|腕|脉)(?:了|[，,]?[^，,。！？]{0,6}血)?|割(?:了|开)自己|把自己(?:给)?割|手腕[^，,。！？]{0,3}割|割了手"
    ),
    "injury": re.compile(r"跳(?:楼了|了楼|[了]?下[来去]了|下楼了)|从[^，。！？]{0,4}[楼顶台窗][^，。！？]{0,3}跳下"),
}
_ONLY_MEANT = re.compile(
    r"(?:[要想去]|准备|打算|会|威胁|说|吵着|闹着|差一?点|如果|万一)(?:把|拿刀?|用刀?|去)?(?:家里的?)?(?:[燃煤]气|天然气|液化气|开|打开|拧|烧炭|上吊|割|跳|从)[^，,。！!？?；;\n\s]{0,8}"
)
"""Words of what is only meant, not done: 割了手腕 还要跳楼 tells of both."""
_ORDINARY_OR_WATER = re.compile("烧烤|取暖|烤火|[河江湖海塘桥]")
"""The fire of a barbecue; or who jumped, into water."""


def done_by_own_hand(said: str) -> str:
    """The script of the injury that whoever wants to die has done to themselves by these words; "" if none, or only meant."""
    told = _ONLY_MEANT.sub("，", said)
    done = next((script for script, words in _BY_OWN_HAND.items() if words.search(told)), "")
    return "" if done in ("co", "injury") and _ORDINARY_OR_WATER.search(said) else done
