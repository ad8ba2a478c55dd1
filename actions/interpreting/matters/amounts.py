"""Tell whether a text is nothing but an amount. Pure."""

from __future__ import annotations

import re

_AMOUNT = re.compile(  # 3条, 还是2条, 一共五箱吧
    r"(?:还是|就|是|一共|总共|大概|大约|差不多|至少|最多|有|只有|才|又|不止|不是|应该|好像|可能|啊|哦|嗯|[，,、 ]){0,6}"
    r"(?:\d{1,4}|[一二两三四五六七八九十百几半]{1,4})(?:多|来|[、到至-](?:\d{1,4}|[一二两三四五六七八九十]{1,3}))?"
    r"[个条只盏箱辆根块堆袋桶户张次棵扇把台间面处件包台套瓶头位人米平斤吨车](?:左右|上下|多|的样子|吧|了|呢|啊|[。！!，, ]){0,4}"
)


def is_amount(text: str) -> bool:
    """Whether a text is nothing but an amount (3条, 还是2条)."""
    return _AMOUNT.fullmatch(text.strip()) is not None
