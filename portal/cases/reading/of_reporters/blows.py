"""Hears blows in words that tell what they did (我爸把我妈打得昏过去了), so that nothing is sent to a phone that the striker may hold. Pure.

Wide: where it hears blows in harmless words, the reporter merely gets no message unasked.
"""

from __future__ import annotations

import re

from portal.cases.reading import lexicon

DANGERS = frozenset({"violence", "home_violence"})  # the codes of dangers in which somebody strikes another
_LONGEST_READ = 400  # characters
_NO_BLOW = re.compile(
    r"打(?:了|过){0,1}(?:电话|手机|急救|报警|微信|不?通|1[012])|打(?:开|火|雷|伞|针|车|的士|扫|包|印|麻将|牌|球|工|游戏|算|听|招呼|滑)"
    r"|砍价|砍树|掐点|掐表"
)
_BLOW = re.compile("[打揍砍掐捅踹踢殴扇勒]|家暴|动手|动刀")
_PERSON = re.compile(
    "[我你他她人爸妈爷奶公婆夫妻哥姐弟妹叔伯姨舅儿女孩娃媳嫂]|邻居|楼上|楼下|隔壁|老头|老太|前任|对象|家暴"
)


def tells_of_blows(text: str) -> bool:
    """Whether the words may tell that somebody strikes a person, or did so."""
    said = _NO_BLOW.sub("", lexicon.simplified(text[:_LONGEST_READ]))
    return _BLOW.search(said) is not None and _PERSON.search(said) is not None
