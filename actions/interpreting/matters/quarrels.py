"""Whether a text tells of people who quarrel, shout or strike, which is no more of a report about a thing. Pure."""

from __future__ import annotations

import re

_WHO = re.compile(
    r"(?:隔壁|邻居|楼[上下]|对[门面]|[一两几][家户]|那[家户]|有人|有个|[几两三][个口]|一[帮群伙]|小两口|两口子|夫妻|[男女]的|酒鬼|醉汉|他们|她们|孩子们|小年轻)"
).pattern
_DO = re.compile(
    r"(?:吵(?:架|起来|得|闹|了|个|(?=$|[，,。！!？?]))|[半深]夜[^，,。！!？?；;\n]{0,2}吵|[打干]架|打(?:起来|人|孩子|老婆|老人)|[互对]骂|骂(?:人|街|来|起来|得)|[砸摔扔](?:东西|碗|盘|家具|酒瓶|门)|哭[喊闹]|闹事|发?酒疯|喊叫|大喊|尖叫|唱歌|打麻将|撬|偷|踹|敲墙|砸墙|闯)"
).pattern
_PEOPLE_DO = re.compile(rf"{_WHO}[^。！!？?；;\n]{{0,10}}?(?<!没)(?<!没有){_DO}(?!着[要让叫催])")
_DONE_TO_A_THING = re.compile(
    r"(?:偷|撬|踹|砸|打)(?:走|坏|掉|烂|破|断)了?|(?:是|被|让|给)[^，,。！!？?]{0,6}(?:偷|撬|踹|砸)"
)


def tells_what_people_do(text: str) -> bool:
    """Whether a text tells of people who quarrel, shout, strike or break in (隔壁有人吵架砸东西), rather than who did it to a thing (被人偷走了)."""
    return _PEOPLE_DO.search(text) is not None and _DONE_TO_A_THING.search(text) is None
