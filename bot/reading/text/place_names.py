"""Blank characters of harm in names of places: 杀牛桥, 火炬路, 死人沟. Pure.

The danger head reads the text without them, since 杀 weighs much in its score; what `ordinary_words` blanks it does read.
"""

from __future__ import annotations

import re

_HAN = "[\u4e00-\u9fff]"
_HARM = "[杀死火炸烧毒血刀枪炮打砍鬼尸棺坟]"
_PLACE = "[桥路街弄巷浜村山岭湾塘潭沟坪坡埠墩庙镇里坞渡井]"
_SO_CALLED = re.compile(
    rf"(?:名叫|名为|叫[做作]?)(?!救)({_HAN}{{0,2}}{_HARM}{_HAN}{{0,2}}{_PLACE})(?=$|[^\w]|[的那这上下边口旁])"
)
_FIXED = re.compile(
    r"杀(?=[牛猪羊鸡狗马][桥巷弄街路坊墩塘湾])|火(?=[烧炬车箭神焰][桥巷弄街路坊墩塘湾山])|(?<=火)烧(?=[桥巷弄街路坊墩])|烧(?=[香炭窑][桥巷弄街路坊墩塘湾])"
    r"|打(?=[铁索绳石][桥巷弄街路坊])|死(?=人[沟岭坡湾])|炸(?=药库路)|[枪炮刀](?=[台茅]?[桥巷弄街路村坊])|血(?=防站)"
)


def without_harm_in_names(text: str) -> str:
    """The text, of the same length, with 大 for each character of harm in the name of a place.

    As such count what patterns know (杀牛桥) and, wherever it stands again, what ends like a place after 名叫 or 叫 (快叫人打井, too).
    """
    for named in set(_SO_CALLED.findall(text)):
        text = text.replace(named, re.sub(_HARM, "大", named))
    return _FIXED.sub("大", text)
