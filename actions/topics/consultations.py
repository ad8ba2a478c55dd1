"""List open consultations, hand out voting links (for every secret vote, and where no phone is proven), take answers to a named vote in the chat.

The gateway withholds choices in secret votes. One that arrives here all the same is answered with "this does not count".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from actions.conversation.expecting import Option, Question, VoteLinked, VoteNamed, VoteSecret
from actions.conversation.say import Button, Part, Reply, Say
from actions.conversation.turn import Talk, Turn
from actions.conversation.wording import format_day, quote
from actions.intake.common_questions import faq_answer
from actions.intake.flow import start_report
from actions.interpreting import ballots
from actions.portal_client import Consultation, HaltedVote, PortalClient, PortalRefused
from actions.routes.beside_report import report_beside_a_ballots_question
from actions.routes.two_parts import report_beside_a_vote
from actions.topics.halted_votes import halted_by_id, named_halted, say_halted, say_lately_halted
from actions.topics.report import carry_out
from actions.topics.topic import answers_topic


@answers_topic("consultations")
async def list_open(turn: Turn, talk: Talk, portal: PortalClient) -> Reply:
    """List the open consultations; with only one, or one chosen from the list, go on to its question or link at once.

    Beside an open draft they are only listed, and nothing is asked, unless one is chosen.
    """
    if (answered := await _of_ones_own_ballot(turn, talk, portal)) is not None:
        return answered
    items, halted = await portal.votes(turn.contact)
    if (gone := named_halted(items, halted, turn.text)) is not None:
        return Reply((say_halted(gone),), talk.understood())
    if not items:
        return await _none_open(turn, talk, portal, halted)
    pending = talk.pending or {}
    if pending.get("asked") == "which_consultation":
        title = ballots.chosen_line(turn.text, [str(title) for title in pending["titles"]])
        named = next((item for item in items if item["title"] == title), None)
        if named is not None:
            return await _go_into(named, turn, talk, portal)
    if talk.form is not None:  # the form's question is open; ask no second one
        return Reply(
            (Say("utter_consultations_list", {"count": str(len(items))}, {"lines": _lines(items)}),), talk.understood()
        )
    if len(items) == 1:
        return await _go_into(items[0], turn, talk, portal)
    return _ask_which(items, talk)


async def _of_ones_own_ballot(turn: Turn, talk: Talk, portal: PortalClient) -> Reply | None:
    """The answer to who sees how somebody voted, or whether the sender's ballot was taken, after which what it reports beside goes on; None of any other question."""
    if turn.faq is not None and ballots.asks_who_sees_ballots(turn.text):
        return Reply((faq_answer(turn),), replace(talk, misses=0))
    if not ballots.asks_whether_it_arrived(turn.text):
        return None
    told = Say("utter_vote_arrived")
    report = report_beside_a_ballots_question(turn) if talk.form is None else None
    if report is None:
        return Reply((told,), replace(talk, misses=0))
    taken = await carry_out(start_report(report), report, talk, portal)
    return replace(taken, says=(told, *taken.says))


@answers_topic("vote")
async def vote(turn: Turn, talk: Talk, portal: PortalClient) -> Reply:
    """Take a choice for the ballot that was begun in the chat, or a vote cast in one message; else list what is open.

    Once a link was handed out, `_beside_a_link` answers; but a vote cast in one message after the link to a named vote is taken as
    ever. Beside an open draft a vote cast in one message is not taken.
    """
    asked = turn.expecting
    if asked is not None and asked["kind"] == "vote_named":
        code = ballots.chosen_option_code(turn.text, asked)
        if code is not None:
            return await _take_answer(code, asked, turn, talk, portal)
    cast = ballots.find_unasked_vote(turn.text)
    if asked is not None and (asked["kind"] == "vote_secret" or (asked["kind"] == "vote_linked" and cast is None)):
        return await _beside_a_link(asked, cast is not None, turn, talk, portal)
    if cast is None or talk.form is not None or ballots.asks_who_sees_ballots(turn.text):
        return await list_open(turn, talk, portal)
    items, halted = await portal.votes(turn.contact)
    if (gone := named_halted(items, halted, turn.text)) is not None:
        return Reply((say_halted(gone),), talk.understood())
    item = _meant_consultation(items, cast, turn.text)
    if item is None:
        return _ask_which(items, talk) if items else await _none_open(turn, talk, portal, halted)
    if cast.item is None and not _fits(item, cast.choice, turn.text):
        return await _go_into(item, turn, talk, portal)
    return await _hand_in_cast_vote(item, cast.choice, turn, talk, portal)


async def _none_open(turn: Turn, talk: Talk, portal: PortalClient, halted: list[HaltedVote]) -> Reply:
    """Say that nothing is open, and what was halted lately; take in what the message reports besides, unless a draft is open."""
    none = (Say("utter_no_consultations"), *say_lately_halted(halted))
    report = report_beside_a_vote(turn) if talk.form is None else None
    if report is None:
        return Reply(none, talk.understood())
    taken = await carry_out(start_report(report), report, talk, portal)
    return replace(taken, says=(*none, *taken.says))


def _fits(item: Consultation, choice: str, text: str) -> bool:
    """Whether a vote cast in these words (`choice`: its word or option) may be for this consultation: they name it, an option of it, or none."""
    names_an_option = any(choice in option["label"] for one in item["questions"] for option in one["options"])
    return (names_an_option and not ballots.is_stance(choice)) or ballots.may_be_about(item["title"], text)


def _meant_consultation(items: list[Consultation], cast: ballots.UnaskedVote, text: str) -> Consultation | None:
    """The consultation that the vote is for: by its number, the only one, the one with such an option, by its title, or the only one that is not secret.

    None: none of these, or the list is not so long.
    """
    if cast.item is not None or len(items) == 1:
        number = cast.item or 1
        return items[number - 1] if number <= len(items) else None
    offering = [
        item for item in items if any(ballots.match_option(cast.choice, one["options"]) for one in item["questions"])
    ]
    if len(offering) == 1:
        return offering[0]
    if (found := ballots.meant_title([item["title"] for item in items], text)) is not None:
        return items[found]
    named = [item for item in items if item["secrecy"] != "secret"]  # a choice in a secret vote does not get here
    return named[0] if len(named) == 1 else None


async def _beside_a_link(
    asked: VoteSecret | VoteLinked, casts: bool, turn: Turn, talk: Talk, portal: PortalClient
) -> Reply:
    """Answer what is said once a link was handed out: a choice does not count here, or not until the phone is proven (a named vote); all
    else gets the link again, or the list: beside an open draft, once that vote is over, or for 我要投票 if several are open."""
    consultation = asked["consultation"]
    items, halted = await portal.votes(turn.contact)
    if (gone := halted_by_id(halted, consultation)) is not None:
        return Reply((say_halted(gone),), talk.understood(), expecting=None)
    if casts or ballots.chosen_option_code(turn.text, asked):
        if asked["kind"] == "vote_linked":
            return await _unproven(consultation, asked["title"], turn, talk, portal)
        return await _not_a_vote(consultation, turn, talk, portal)
    if ballots.begins_to_vote(turn.text) and len(items) > 1 and talk.form is None:
        return replace(_ask_which(items, talk), expecting=None)  # a number now means one of the list
    found = [item for item in items if item["id"] == consultation]
    if not found or talk.form is not None:
        return await list_open(turn, talk, portal)
    return await _go_into(found[0], turn, talk, portal)


def _ask_which(items: list[Consultation], talk: Talk) -> Reply:
    """List the consultations, nine at most, and ask which one is meant."""
    buttons = tuple(Button(quote(item["title"], 20), item["title"]) for item in items[:9])
    pending = {
        "asked": "which_consultation",
        "topic": "consultations",
        "titles": [item["title"] for item in items[:9]],
    }
    params, lines = {"count": str(len(items))}, {"lines": _lines(items)}
    say = Say("utter_consultations", params, lines, asks="which_consultation", buttons=buttons)
    return Reply((say,), talk.understood(pending=pending))


def _lines(items: list[Consultation]) -> tuple[Part, ...]:
    """A numbered line for each consultation, nine at most, with the day on which it closes."""
    return tuple(
        Part("utter_part_item", {"number": str(number), "title": quote(item["title"], 30), "closes": _closes(item)})
        for number, item in enumerate(items[:9], start=1)
    )


def _closes(item: Consultation) -> str:
    """The day on which it closes; "" if the portal named none."""
    return format_day(item["closes_at"]) if item["closes_at"] else ""


async def _go_into(item: Consultation, turn: Turn, talk: Talk, portal: PortalClient) -> Reply:
    """Ask the first question of a named vote that may be answered in the chat; for any other vote hand out a link."""
    if item["can_answer_here"] and item["secrecy"] != "secret" and item["questions"]:
        return _ask_question(item["id"], item["title"], item["questions"], {}, talk)
    return await _hand_out_link(
        item["id"],
        "utter_vote_link",
        turn,
        talk,
        portal,
        title=item["title"],
        closes=item["closes_at"],
        named=item["secrecy"] != "secret",
    )


def _ask_question(
    consultation: str, title: str, questions: list[Question], given: Mapping[str, list[str]], talk: Talk
) -> Reply:
    """Ask the first question that has no answer in `given` (option codes by question key)."""
    question = next(question for question in questions if question["key"] not in given)
    options: list[Option] = [{"code": option["code"], "label": option["label"]} for option in question["options"]]
    expecting: VoteNamed = {
        "kind": "vote_named",
        "consultation": consultation,
        "title": title,
        "question": question["key"],
        "options": options,
        "questions": questions,
        "given": dict(given),
        "choices": {str(number): option["label"] for number, option in enumerate(options, start=1)},
    }
    buttons = tuple(Button(option["label"], option["label"]) for option in options)
    say = Say("utter_ask_vote", {"title": title, "question": question["text"]}, asks="vote", buttons=buttons)
    return Reply((say,), talk.understood(), expecting=expecting)


async def _take_answer(code: str, expecting: VoteNamed, turn: Turn, talk: Talk, portal: PortalClient) -> Reply:
    """Keep one answer of the ballot begun in the chat, then ask the next question or hand in all answers."""
    given = {**expecting["given"], expecting["question"]: [code]}
    title, consultation, questions = expecting["title"], expecting["consultation"], expecting["questions"]
    if any(question["key"] not in given for question in questions):
        return _ask_question(consultation, title, questions, given, talk)
    return await _hand_in(_Ballot(consultation, title, given), turn, talk, portal)


async def _hand_in_cast_vote(item: Consultation, said: str, turn: Turn, talk: Talk, portal: PortalClient) -> Reply:
    """Hand in a vote cast in one message, if the consultation may be answered in the chat and has one question, with this option; else go
    into it (`_go_into`).

    Of a secret vote say that the choice does not count.
    """
    if item["secrecy"] == "secret":
        return await _not_a_vote(item["id"], turn, talk, portal)
    if not item["can_answer_here"] or len(item["questions"]) != 1:
        return await _go_into(item, turn, talk, portal)
    question = item["questions"][0]
    code = ballots.match_option(said, question["options"])
    if code is None:
        return await _go_into(item, turn, talk, portal)
    return await _hand_in(_Ballot(item["id"], item["title"], {question["key"]: [code]}), turn, talk, portal)


@dataclass(frozen=True)
class _Ballot:
    """A completed ballot: the consultation's id and title, and the chosen codes by question key."""

    consultation: str
    title: str
    given: Mapping[str, list[str]]


async def _hand_in(ballot: _Ballot, turn: Turn, talk: Talk, portal: PortalClient) -> Reply:
    """Hand a ballot in to the portal, and say whether it was taken. If it is secret, or the phone not proven or on several roll entries,
    say so and hand out a link; any other refusal is told as a vote that is closed."""
    consultation, title = ballot.consultation, ballot.title
    try:
        status = await portal.vote(turn.inbox_id, turn.contact, consultation, ballot.given)
    except PortalRefused as refused:
        if refused.type == "secret-not-here":
            return await _not_a_vote(consultation, turn, talk, portal)
        if refused.type == "entry-unproven":
            return await _unproven(consultation, title, turn, talk, portal)
        return await _closed(consultation, title, turn, talk, portal)
    said = "utter_vote_code" if status == "code_needed" else "utter_vote_counted"
    return Reply((Say(said, {"title": title}),), talk.understood(), expecting=None)


async def _closed(consultation: str, title: str, turn: Turn, talk: Talk, portal: PortalClient) -> Reply:
    """Say that the portal takes no vote for it any more: it was halted, or is closed."""
    gone = halted_by_id((await portal.votes(turn.contact)).halted, consultation)
    say = say_halted(gone) if gone is not None else Say("utter_vote_closed", {"title": title})
    return Reply((say,), talk.understood(), expecting=None)


async def _not_a_vote(consultation: str, turn: Turn, talk: Talk, portal: PortalClient) -> Reply:
    """Say that a choice in the chat does not count in a secret vote, and hand out the link."""
    return await _hand_out_link(consultation, "utter_not_a_vote", turn, talk, portal)


async def _unproven(consultation: str, title: str, turn: Turn, talk: Talk, portal: PortalClient) -> Reply:
    """Say that the phone must be proven for a named vote, and hand out the link."""
    return await _hand_out_link(consultation, "utter_vote_unproven", turn, talk, portal, title=title, named=True)


async def _hand_out_link(
    consultation: str,
    response: str,
    turn: Turn,
    talk: Talk,
    portal: PortalClient,
    *,
    title: str = "",
    closes: str = "",
    named: bool = False,
) -> Reply:
    """Hand out a link that one ballot uses up. `response`: the wording; `closes`: RFC 3339 or ""; `named`: no secret vote.

    After a link for a secret vote the gateway withholds any choice typed in the chat. If the portal refuses the link, say that the vote is closed.
    """
    try:
        url = await portal.voting_link(turn.inbox_id, turn.contact, consultation)
    except PortalRefused:
        return await _closed(consultation, title, turn, talk, portal)
    params = {"title": title, "closes": format_day(closes) if closes else ""}
    expecting: VoteSecret | VoteLinked = {"kind": "vote_secret", "consultation": consultation}
    if named:
        expecting = {"kind": "vote_linked", "consultation": consultation, "title": title}
    return Reply((Say(response, params, link=url),), talk.understood(), expecting=expecting)
