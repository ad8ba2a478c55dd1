"""Tell whoever asks about a vote that a supervisor halted, or wants to vote in it, that it has no result."""

from __future__ import annotations

from collections.abc import Sequence

from actions.conversation.say import Say
from actions.conversation.wording import format_day
from actions.interpreting import ballots
from actions.portal_client import Consultation, HaltedVote

_MOST = 2  # how many are told of at once to somebody who named none


def say_halted(vote: HaltedVote) -> Say:
    """That this vote was halted, and when."""
    return Say("utter_vote_halted", {"title": vote["title"], "day": format_day(vote["halted_at"])})


def say_lately_halted(halted: Sequence[HaltedVote]) -> tuple[Say, ...]:
    """The newest ones, for whoever asks what is open while nothing is."""
    return tuple(say_halted(one) for one in halted[:_MOST])


def named_halted(items: Sequence[Consultation], halted: Sequence[HaltedVote], text: str) -> HaltedVote | None:
    """The halted vote that the text speaks of, rather than of one that is open."""
    found = ballots.meant_title([*(one["title"] for one in items), *(one["title"] for one in halted)], text)
    if found is None or found < len(items):
        return None
    vote = halted[found - len(items)]
    return vote if ballots.may_be_about(vote["title"], text) else None


def halted_by_id(halted: Sequence[HaltedVote], consultation: str) -> HaltedVote | None:
    return next((one for one in halted if one["id"] == consultation), None)
