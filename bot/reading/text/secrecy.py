"""Blank out the wish not to be named or called, so that no danger is read into it, nor out of what stands beside (我不敢说名字, 别打电话给我). Pure.

The portal recognises the wish (`portal/cases/reading/anonymity.py`); here its words must merely not count as fear. The
rest of the clause is kept: 不想让我妈知道我割腕了 is danger.
"""

from __future__ import annotations

import re

from bot.reading.text.ordinary_words import as_commas

_WHO = "(?:我|俺|本人|咱)?(?:也|都|就|真的?|可|实在|还|又|千万|请|最好){0,2}"
_NOT = "(?:不太?想要?|不敢|不愿意?|不希望|不方便|不便|不要|不能|别|勿|怕)"
_KNOWN = (
    "(?:[让叫被给][^，。！？；\\n]{0,8}?|(?:他|她|人|别人|人家|邻居|物业|保安|老板|房东|楼[上下])们?(?:的人)?)(?:知道|晓得|认出来?|查到|查出来?|猜到|猜出来?)(?:了)?"
    "(?:是我|我是谁|是谁)?(?:(?:来)?(?:说|报|讲|反映|举报|投诉|打电话)的)?"
)
_NAMED = (
    "(?:说|讲|报|留|写|透露|暴露|公开|曝光|泄露)(?:出|了)?(?:我|自己|本人)?(?:的)?(?:真实?)?(?:名字|姓名|名|身份|信息|姓甚名谁|是谁)"
    "|具名|实名|署名|露面|出面|出头|被?(?:打击)?报复|(?:他|她|人|人家|别人)们?(?:打击)?报复"
)
_NOT_CALLED = (
    "(?:别|不要|勿|莫|不许|不能|千万别)(?:再)?(?:(?:给|往|跟|和)(?:我|俺|这个?[号手]机?号?码?){0,2}(?:手机|号码)?)?(?:回?打|回|发|来)(?:我|给我)?的?(?:电话|短信|消息|信息|微信)(?:给我|过来|来)?(?:了)?"
    "|(?:别|不要|勿|莫)(?:再)?(?:联系|回复)我(?:了)?"
)
"""Whoever wants no call may be watched; that takes nothing from what they tell of (他又打我了 别给我打电话)."""
_GAPS = re.compile("，{2,}")
_WISH = re.compile(rf"{_WHO}{_NOT}(?:{_KNOWN}|{_NAMED})|{_NOT_CALLED}")


def without_secrecy(text: str) -> str:
    """The text with commas in place of the words of a wish not to be named; its length stays the same."""
    return _WISH.sub(as_commas, text)


def without_gaps(text: str) -> str:
    """Shorten the runs of commas that blanked words leave, and drop those at the ends: to the danger head they look like a
    broken cry."""
    return _GAPS.sub("，", text).strip("，")
