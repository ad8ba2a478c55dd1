"""The code of a vote among a few words is read; and no code that is out is kept, however it is wrapped.

Beside it: a report with six digits in it, once no code is out, is heard as it is.
"""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from portal.channels.models import ChatMessage, InboxMessage
from portal.storage.parts import Parts
from tests.attacks.test_votes_by_sms import Phone, ballots, bot, code_in, found, parts, pocket, sms, work, world
from tests.portal.conftest import HandClock

__all__ = ["bot", "found", "parts", "pocket", "sms", "work", "world"]

WRAPPED = [
    "码是{code}",
    "我的验证码是：{code}",
    "好的 {code} 谢谢",
    "收到的验证码为{code}。",
    "路灯坏了，还有那个码是{code}",
    "验证码 {code} 发你",
]
COUNTED = WRAPPED[:2] + WRAPPED[3:4] + WRAPPED[5:]


@pytest.mark.parametrize("body", WRAPPED)
def test_a_code_among_words_is_read_and_not_kept(sms: Phone, parts: Parts, found: int, body: str) -> None:
    code = code_in(sms.text("我对第1项投同意"))
    sms.text(body.format(code=code))
    with parts.db.read() as s:
        kept = [*s.scalars(sa.select(InboxMessage.text)), *s.scalars(sa.select(ChatMessage.text))]
    assert [text for text in kept if code in text] == []
    if body in COUNTED:
        assert ballots(parts) == [({"q1": ["yes"]}, "sms")]
    elif "路灯" in body:
        assert any("路灯坏了" in text for text in kept)


def test_six_digits_of_a_report_are_kept_once_no_code_is_out(
    sms: Phone, parts: Parts, found: int, clock: HandClock
) -> None:
    sms.text("我对第1项投同意")
    clock.move(minutes=11)
    sms.text("电表号260703不走了")
    with parts.db.read() as s:
        assert "电表号260703不走了" in list(s.scalars(sa.select(InboxMessage.text)))
