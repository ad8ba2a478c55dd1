"""Tell whoever asks about a vote that a supervisor halted, or wants to vote in it, that it has no result."""

from __future__ import annotations

from collections.abc import Sequence

from actions.conversation.say import Reply, Say
from actions.conversation.turn import Talk, Turn
from actions.conversation.wording import format_day
from actions.interpreting import ballots
from actions.portal_client import Consultation, HaltedVote, PortalClient
from actions.routes.topics import Topic

# topics that a question about a halt is taken for, as there is none of its own
MAY_ASK_OF_A_HALT: frozenset[Topic] = frozenset(
    ("consultations", "vote", "intake", "not_understood", "out_of_scope", "detail", "status", "withdraw", "faq", "stop", "capability", "follow_up")
)  # fmt: skip
_NO_ANSWER = frozenset({"utter_cannot_answer", "utter_not_understood", "utter_out_of_scope"})
_NONE_TO_A_QUESTION = frozenset(  # what answers 停, 我的事呢 and the like is no answer to who stopped something
    {"utter_nothing_to_stop", "utter_nothing_asked", "utter_no_cases", "utter_capability"}
)
_MOST = 2  # how many are told of at once to somebody who named none


def say_halted(vote: HaltedVote) -> Say:
    """That this vote was halted, and when."""
    return Say("utter_vote_halted", {"title": vote["title"], "day": format_day(vote["halted_at"])})


def _say_all(vote: HaltedVote, text: str) -> tuple[Say, ...]:
    """That it was halted; and what the text asks besides: who did it and why, or where the ballots are."""
    of_ballots = ballots.asks_for_lost_ballots(text)
    told = vote["ballots"] if of_ballots else vote["who"] if ballots.asks_who_or_why(text) else ""
    more = (Say("utter_faq_answer", {"answer": told, "source": vote["source"]}),) if told else ()
    return (say_halted(vote), *more)


def say_lately_halted(halted: Sequence[HaltedVote]) -> tuple[Say, ...]:
    """The newest ones, for whoever asks what is open while nothing is."""
    return tuple(say_halted(one) for one in halted[:_MOST])


async def halt_asked_of(turn: Turn, talk: Talk, portal: PortalClient) -> Reply | None:
    """The answer to why a vote was halted, whether its ballots still count, or where they are: of the one that is named, or the newest; None of anything else, beside an open draft, and if none was halted."""
    lost, barred = ballots.asks_for_lost_ballots(turn.text), ballots.asks_why_barred(turn.text)
    if talk.form is not None or not (lost or barred or ballots.asks_of_a_halt(turn.text)):
        return None
    items, halted = await portal.votes(turn.contact)
    if lost:  # nobody has a ballot in what never began
        halted = [one for one in halted if one["ballots"]]
    if not halted or (barred and items):  # somebody who is not on the roll of what is open
        return None
    found = _meant_of(items, halted, turn.text)
    if found is None:
        of_the_open = (Say("utter_vote_arrived"),) if items else ()
        return Reply((*_say_all(halted[0], turn.text), *of_the_open), talk.understood())
    return None if found < len(items) else Reply(_say_all(halted[found - len(items)], turn.text), talk.understood())


async def halt_instead_of_no_answer(
    turn: Turn, talk: Talk, reply: Reply, portal: PortalClient, *, of_a_case: bool
) -> Reply:
    """The reply; where it says only that the bot cannot answer, the halted vote whose title the message gives, or which it asks about (凭什么停).

    `of_a_case`: it may be meant of the sender's last case.
    """
    why = ballots.asks_why_stopped(turn.text)
    no_answer = _NO_ANSWER | _NONE_TO_A_QUESTION if why else _NO_ANSWER
    if talk.form is not None or not reply.says or not {say.response for say in reply.says} <= no_answer:
        return reply
    halted = (await portal.votes(turn.contact)).halted
    named = next((one for one in halted if ballots.names_title(one["title"], turn.text)), None)
    if named is None and halted and not of_a_case and why:
        named = halted[0]
    return reply if named is None else Reply(_say_all(named, turn.text), talk.understood())


def named_halted(items: Sequence[Consultation], halted: Sequence[HaltedVote], text: str) -> HaltedVote | None:
    """The halted vote that the text speaks of, rather than of one that is open."""
    found = _meant_of(items, halted, text)
    if found is None or found < len(items):
        return None
    vote = halted[found - len(items)]
    return vote if ballots.may_be_about(vote["title"], text) else None


def _meant_of(items: Sequence[Consultation], halted: Sequence[HaltedVote], text: str) -> int | None:
    """The index, among the open votes and then the halted ones, of that of which the text speaks."""
    return ballots.meant_title([*(one["title"] for one in items), *(one["title"] for one in halted)], text)


def halted_by_id(halted: Sequence[HaltedVote], consultation: str) -> HaltedVote | None:
    return next((one for one in halted if one["id"] == consultation), None)
