"""The kinds of outbox rows, and the purposes of the texts that they send. The values are stored in the database."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What the worker does with a row. Each kind has one consumer (`portal.wiring.rooms.consumers_of`)."""

    SUBMIT_CASE = "submit_case"  # put a registered case on the built-in desk, and keep its reference
    # tell the other system that handles a case of an operation on it (`backends.tasks.deliver`)
    DELIVER_CASE = "hand_over"
    # run a step of a case that is due (`cases.verbs.tasks`): ask its reporter again, warn staff, end a pause, close the case …
    CASE_TIMER = "case_timer"
    PUSH_RESIDENT = "push_resident"  # write a push into the sender's conversation; queues the SMS or WeChat message
    # an account changed: leave no sealed case without a supervisor (`cases.verbs.disclosure.sealing`)
    KEEP_SUPERVISED = "keep_seen"
    SEND_SMS = "send_sms"  # send an SMS, the letter of the row
    SEND_WECHAT = "send_wechat"  # send a WeChat message, likewise


class Purpose(StrEnum):
    """Why a text is sent (`payload.purpose`). Decides how much of it is sent after 退订 (`portal.channels.channel`)."""

    PUSH = "push"  # a push: what the recipient did not ask for just now (a case moved on, a vote opened)
    ANSWER = "answer"  # answers a message of the sender
    DANGER = "danger"  # an answer that begins with the emergency number to call
    KEYWORD = "word"  # the gateway's own answer to a keyword (退订, 恢复, 撤回同意, 删掉我的信息), or to a code (of an alarm or a vote)
    OTP = "otp"  # a one-time code that was asked for
    STAFF = "staff"  # to staff: an alarm, or news of a case (the same number may be a resident's too)
    STAFF_REPLY = "staff_reply"  # a clerk's words to a sender who asked for a person


URGENT = frozenset((Purpose.STAFF, Purpose.OTP, Purpose.DANGER))
"""Purposes with a lane of their own in the worker, and with short pauses between retries."""
APART = frozenset((Kind.DELIVER_CASE,))
"""Kinds with a lane of their own in the worker: another system may take seconds to answer each."""
ONE_TIME = frozenset((Purpose.OTP,))
"""Purposes whose text is blanked once it is delivered (except in the demo): nobody needs to read a code again."""
