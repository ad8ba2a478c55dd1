"""The topics, one of which answers each message, and groups of them. Pure."""

from __future__ import annotations

from typing import Literal

Topic = Literal[
    "intake", "danger", "doubt", "danger_answer", "advice", "all_clear", "perhaps_over", "still_danger", "who_is_told", "others", "aid", "what_if", "status", "detail", "remind", "follow_up", "withdraw", "consultations", "vote", "person",
    "confidentiality", "naming", "who_sees", "correction", "number", "addition", "same_again", "both", "preamble", "capability", "greet", "thank", "out_of_scope", "faq", "affirm", "deny", "stop", "not_understood",
]  # fmt: skip
"""Each is answered by the function in actions/topics that `answers_topic` registers for it."""
# Topics of what was told before, which nobody but its sender hears of.
OF_WHAT_WAS_TOLD: frozenset[Topic] = frozenset(
    (
        "status", "detail", "remind", "follow_up", "withdraw", "naming", "who_sees", "correction", "number", "addition", "same_again", "both",
        "all_clear", "perhaps_over", "who_is_told", "confidentiality", "affirm", "deny", "stop",
    )
)  # fmt: skip
# Of the topics that an intent leads to, those about a case that is registered.
TRACKING: tuple[Topic, ...] = ("status", "detail", "remind", "withdraw", "follow_up")
# Topics of messages that want something other than to report or tell more, if the intent's score is high enough.
OTHER_THAN_REPORTING: tuple[Topic, ...] = (
    "status", "remind", "withdraw", "consultations", "vote", "person", "capability", "greet", "thank", "follow_up",
)  # fmt: skip
