"""Read whether a message drops the report and tells it anew: 算了我重新写. Pure."""

from __future__ import annotations

import re

_RESTARTS = re.compile(
    r"(?:算了|不对|等等|等下|那|还是|让|我|你|给|都|全|前面|刚才|上面|这个|的|说|写|作废|不算|[，,。 ]){0,6}"
    r"(?:重新(?:写|说|来|讲|报|登记|填|记)|重(?:写|来|报)|从头(?:来|说|写|讲)|删了重[来写])(?:一遍|一下|一个|过|吧|啊|了|行吗|可以吗|好吗){0,2}"
)
# "Write it anew: …" and the new text, perhaps after a few words of excuse.
_WRITTEN_ANEW = re.compile(
    r"(?:算了|不对|等等|等下|那|还是|让|我|你|都|全|前面|刚才|上面|这个|那个|那段|的|说|写|话|作废|不算|不要|删掉|别管|了|[，,。 ]){0,10}"
    r"(?:重新(?:写|说|讲|来|报|填|组织)|重(?:写|说|讲|报)|从头(?:说|写|讲)|改写)(?:一遍|一下|一个|一段|过|吧|了){0,2}"
    r"(?:[，,。 ][^：:，,。]{0,10}[：:]|[：:，,。 ])\s*(?P<text>.+)$",
    re.DOTALL,
)
_LEAST_ANEW = 6  # characters of a text written anew


def restarts(text: str) -> bool:
    """Whether a text drops the draft and starts over: 算了我重新写."""
    return _RESTARTS.fullmatch(re.sub(r"[！!。.]+$", "", text.strip())) is not None


def written_anew(text: str) -> int | None:
    """The position at which the new text begins in a message that replaces the report by another (重新写：3栋的灯不亮); None if it does not, or the new text is too short."""
    found = _WRITTEN_ANEW.match(text)
    return found.start("text") if found is not None and len(found["text"].strip()) >= _LEAST_ANEW else None
