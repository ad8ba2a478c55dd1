"""What an outbox row does, and what its words are for. The values stand in the database."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What is done with a row; each has one consumer (`portal.wiring.rooms.consumers_of`)."""

    SUBMIT_CASE = "submit_case"
    CASE_TIMER = "case_timer"
    PUSH_RESIDENT = "push_resident"
    SEND_SMS = "send_sms"
    SEND_WECHAT = "send_wechat"


class Purpose(StrEnum):
    """Why a letter leaves (`payload.purpose`): after 退订 it decides whether it does (`portal.channels.channel`)."""

    PUSH = "push"  # a room has something to tell
    ANSWER = "answer"
    DANGER = "danger"  # an answer that begins with the number to call
    WORD = "word"  # the confirmation of 退订, 恢复, 撤回同意
    OTP = "otp"  # a code that was asked for
    STAFF = "staff"  # to somebody on duty, whose number may be a resident's too
    STAFF_REPLY = "staff_reply"  # a clerk's answer to who asked for a person


URGENT = frozenset((Purpose.STAFF, Purpose.OTP, Purpose.DANGER))
"""They have a lane of their own in the worker, and short pauses when a vendor is down."""
ONE_TIME = frozenset((Purpose.OTP,))
"""Their words go once they have left: nobody reads a code again."""
