"""Hears messages that say nothing of an emergency although they come in its hour: a number of a menu, thanks, a code. Pure."""

from __future__ import annotations

import re

_THANKS = re.compile(
    r"(?:好的|嗯+|行|收到|知道了|明白了?|okay|ok|thankyou|thanks?|谢谢|谢了|多谢|感谢|非常感谢|太感谢|辛苦|麻烦|你们|您|你|大家|了|啦|哦|啊){1,8}+"
)
_NOISE = re.compile(r"[\W_]+")
_CODE = re.compile(r"(?:验证码|校验码|动态码)[^\d]{0,12}\d{4,8}|\d{4,8}[^\d]{0,6}(?:验证码|校验码|动态码)")
_LONGEST_CODE = 80  # characters of an SMS with a code
_SIX_DIGITS, _MENU_NUMBER = re.compile(r"\d{6}"), re.compile(r"\d{1,2}")


def is_small(text: str, *, asks: str) -> bool:
    """Whether the message is nothing but a number, thanks, or a code that was sent to the sender's phone.

    `asks`: what the emergency's open question asks; a number may answer where it is ("place"), but six digits are a code.
    """
    bare = _NOISE.sub("", text).casefold()
    if _THANKS.fullmatch(bare) is not None or _SIX_DIGITS.fullmatch(bare) is not None:
        return True
    if len(text) <= _LONGEST_CODE and _CODE.search(text) is not None:
        return True
    return asks != "place" and _MENU_NUMBER.fullmatch(bare) is not None
