"""Tell apart the two parts of a message that is about a registered case and reports another matter (路灯那个怎么样了，另外井盖也坏了). Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from actions.case_draft import Matter, danger_of, doubtful_danger_of, drafts_of_matters
from actions.conversation.turn import Turn
from actions.intake.questions import asks, asks_about_a_report, lacks_a_matter
from actions.interpreting import ballots, choosing, withdrawals
from actions.interpreting import short_answers as short
from actions.interpreting.places import tells_what_happened
from actions.routes.topics import Topic

_CLAUSE_ENDS = re.compile(r"[，,。；;！!\n]+")
_SURE = 0.6  # score of the intent of a part from which it is believed
_OF_INTENT: dict[str, Topic] = {"ask_status": "status", "remind": "remind"}


@dataclass(frozen=True)
class TwoParts:
    """A message in two parts: `about` a registered case, answered by `topic`, and `report`, another matter or a common question.

    `report` takes the photos.
    """

    about: Turn
    topic: Topic
    report: Turn


def read_two_parts(turn: Turn) -> TwoParts | None:
    """The two parts of the message, as the bot read each; None if it is not just these two, may tell of a danger, wishes not to be named or was sent from the map."""
    if turn.wish is not None or turn.located or turn.danger is not None or doubtful_danger_of(turn.draft):
        return None
    matters = turn.draft.get("matters", [])
    if len(matters) != 2 or drafts_of_matters(turn.draft) is None:
        return None
    parts = [_part(turn, matter) for matter in matters]
    topics = [_topic_about_a_case(part) for part in parts]
    found = [(part, topic) for part, topic in zip(parts, topics, strict=True) if topic is not None]
    reports = [part for part, topic in zip(parts, topics, strict=True) if topic is None and _reports(part)]
    if len(found) != 1 or len(reports) != 1:
        return None
    about, topic = found[0]
    return TwoParts(replace(about, photos=()), topic, reports[0])


def report_beside_a_vote(turn: Turn) -> Turn | None:
    """The message without what it says of a vote (公约那个我投了同意。另外楼下下水道堵了), if the rest tells what happened; else None.

    What happened at a vote, or is complained of there, stays (主任逼我们投票).
    """
    clauses = [one.strip() for one in _CLAUSE_ENDS.split(turn.text) if one.strip()]
    if turn.wish is not None or turn.located or not any(map(ballots.speaks_of_voting, clauses)):
        return None
    rest = "，".join(one for one in clauses if not _only_of_the_vote(one))
    if not (tells_what_happened(rest) or ballots.complains_of_voting(rest)) or lacks_a_matter(rest) or asks(rest):
        return None
    return replace(turn, text=rest, faq=None, faq_more=None, act="", act_score=0.0)


def _only_of_the_vote(clause: str) -> bool:
    if not ballots.speaks_of_voting(clause):
        return False
    more = tells_what_happened(clause) or ballots.complains_of_voting(clause)
    return ballots.says_how_it_voted(clause) or not more


def danger_beside_a_vote(turn: Turn) -> Turn:
    """The message as if it told only of its one danger, sure or doubtful, if all else in it is of a vote (业委会换届我选张三，另外隔壁着火了); beside another matter with the danger of that part (路灯坏了，另外有人要跳楼).

    Read as one, such a message may be no danger, or another one (我反对装电梯，还有我妈摔倒了不省人事). What is of the vote stays in
    its words if it also tells of an event or a place.
    """
    if drafts_of_matters(turn.draft) is None:
        return turn
    matters = turn.draft["matters"]
    urgent = [one for one in matters if _may_be_danger(one)]
    others = [one for one in matters if not _may_be_danger(one)]
    if len(urgent) != 1:
        return turn
    if not all(_is_of_a_vote(one) for one in others):
        return _in_danger_by_a_part(turn, urgent[0])
    (told,) = urgent
    if turn.wish is not None or any(one["draft"]["places"] or tells_what_happened(one["text"]) for one in others):
        return replace(turn, draft={**turn.draft, "urgency": told["draft"]["urgency"], "matters": []}, whole=None)
    return _part(turn, told)


def _may_be_danger(matter: Matter) -> bool:
    return danger_of(matter["draft"]) is not None or doubtful_danger_of(matter["draft"]) is not None


def _in_danger_by_a_part(turn: Turn, matter: Matter) -> Turn:
    """The message with the danger of this part, sure or doubtful, if none is read in the whole; else unchanged."""
    if danger_of(turn.draft) or doubtful_danger_of(turn.draft):
        return turn
    return replace(turn, draft={**turn.draft, "urgency": matter["draft"]["urgency"]})


def _is_of_a_vote(matter: Matter) -> bool:
    return ballots.speaks_of_voting(matter["text"]) or ballots.takes_a_stance(matter["text"])


def _part(turn: Turn, matter: Matter) -> Turn:
    """A part of the message as a message of its own, without an act; with the common question found in the whole if it is worded as a question."""
    draft = matter["draft"]
    intent = draft["intent"]
    alone = replace(turn, text=matter["text"], draft=draft, intent=intent["code"], score=intent["score"])
    return replace(
        alone, faq=turn.faq if asks(matter["text"]) else None, faq_more=None, whole=None, act="", act_score=0.0
    )


def _topic_about_a_case(part: Turn) -> Topic | None:
    """The topic of a part that asks about a registered case, hurries it or withdraws it; None of any other."""
    if withdrawals.asks_to_withdraw(part.text) and part.surely("withdraw", "stop"):
        return "withdraw"
    if choosing.asks_for_number(part.text) or asks_about_a_report(part.text):
        return "status"
    return _OF_INTENT.get(part.intent) if part.score >= _SURE else None


def _reports(part: Turn) -> bool:
    """Whether a part tells a matter of its own, or asks a common question."""
    if part.faq is not None:
        return True
    told = part.surely("report_case") or tells_what_happened(part.text)
    return told and not (lacks_a_matter(part.text) or short.announces_more(part.text))
