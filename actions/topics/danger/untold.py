"""What a reply leaves untold to whoever holds somebody else's telephone, and that nothing of the blows that were told of ends after it."""

from __future__ import annotations

from dataclasses import replace

from actions.conversation.expecting import raised_emergency
from actions.conversation.say import Reply
from actions.conversation.turn import Talk, Turn
from actions.intake.asking import DANGER
from actions.interpreting import scenes
from actions.interpreting.aid import another_holder
from actions.routes.signs import is_held_by_another, says_who_writes
from actions.topics.danger.quiet import HEARD


def for_who_holds_the_telephone(reply: Reply, turn: Turn, talk: Talk) -> Reply:
    """The reply as whoever sent the message may hear it: as it is, unless somebody else was found to hold the telephone, or the message says so."""
    if is_held_by_another(turn, talk):
        return _untold(_still_held(reply, turn), turn, talk)
    return _ending_nothing(_untold(reply, turn, talk)) if says_who_writes(turn, talk) else reply


def _ending_nothing(reply: Reply) -> Reply:
    """The reply, after which nothing that was told of blows ends here."""
    return reply if reply.talk is None else replace(reply, talk=replace(reply.talk, held=True))


def _still_held(reply: Reply, turn: Turn) -> Reply:
    """The reply, after which the emergency is remembered, and that somebody else holds the telephone, be it that they registered a report of their own."""
    about = raised_emergency(turn.expecting) if reply.expecting is None else reply.expecting
    if not isinstance(about, dict) or about["kind"] != "detail" or reply.retry:
        return reply
    kept = about.copy()
    kept["held"] = True
    return replace(reply, expecting=kept)


_NAMES_A_CASE = frozenset({"case_no", "title"})
_SHOWS_A_DANGER = frozenset(
    {
        "utter_call_to_hurry", "utter_call_to_hurry_police", "utter_call_first", "utter_call_first_police", "utter_call_if_worse", "utter_call_again",
        "utter_call_again_police", "utter_call_again_to_talk", "utter_call_again_power", "utter_ask_those_who_help", "utter_ask_the_police", "utter_ask_danger",
        "utter_ask_danger_place", "utter_who_is_told", "utter_clear_this_phone", "utter_hide_this_chat",
    }
)  # fmt: skip
"""Responses that would tell whoever asks that a danger was told of."""


def _untold(reply: Reply, turn: Turn, talk: Talk) -> Reply:
    """The reply to whoever holds somebody else's telephone: without what names a case, unless a report of their own is taken in, and without what shows that blows were told of."""
    in_doubt = (talk.form or {}).get("stage") == DANGER
    if reply.retry or (not in_doubt and (talk.form is not None or reply.registered)):
        return reply
    danger = turn.danger is not None and not another_holder.denies_blows(turn.text)
    told = another_holder.tells_harm(turn.text) or danger
    of_blows = danger and turn.danger in scenes.BLOWS
    says = tuple(
        say if told or not say.response.startswith("utter_handed_over") else replace(say, response="utter_handed_over")
        for say in reply.says
        if not _NAMES_A_CASE & set(say.params)
        and say.link is None
        and (of_blows or "violence" not in say.response)
        and (told or say.response not in _SHOWS_A_DANGER)
    )
    return replace(reply, says=says or (HEARD,))
