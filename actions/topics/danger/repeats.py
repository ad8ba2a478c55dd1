"""Say nothing twice in a row to somebody in an emergency: what was said last is said on, or in fewer words. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from actions.conversation.expecting import Expecting, raised_emergency, script_of_raised
from actions.conversation.say import Reply, Say
from actions.conversation.turn import Talk
from actions.interpreting import scenes
from actions.topics.danger.emergency import call_first

_ADVICE = ("utter_danger_", "utter_till_help_")
_NO_ADVICE = ("utter_danger_raised", "utter_danger_raised_quietly", "utter_danger_added", "utter_danger_no_place", "utter_danger_unsure")  # fmt: skip
_ADDED = ("utter_danger_added", "utter_added_again", "utter_added_once_more")
"""What says that words were noted, in turn."""


def without_repeats(reply: Reply, talk: Talk, expecting: Expecting | None) -> Reply:
    """The reply without what the last one said in the same words, in an emergency that goes on; what it says is remembered (`Talk.told`).

    Where all advice was said last, it goes on with what to do until help comes, or says to do as was said; beside anything new it is said
    again. That words were noted is said otherwise. `expecting`: what came with the message.
    """
    raised = raised_emergency(expecting)
    if reply.talk is None or reply.retry:
        return reply
    if raised is None or raised.get("over"):
        return replace(reply, talk=replace(reply.talk, told=())) if reply.talk.told else reply
    script = script_of_raised(raised)
    says = tuple(_said_anew(reply.says, talk.told, script))
    return replace(reply, says=says, talk=replace(reply.talk, told=tuple(map(_name, says))))


def _said_anew(says: tuple[Say, ...], told: tuple[str, ...], script: str) -> Iterator[Say]:
    """The messages, with others in place of those told last."""
    fresh = any(_is_advice(one) and _name(one) not in told for one in says)
    said_on = False
    call = call_first(script)
    for one in says:
        if one.response == _ADDED[0]:
            before = next((index for index, name in enumerate(_ADDED) if name in told), -1)
            yield replace(one, response=_ADDED[(before + 1) % len(_ADDED)])
        elif fresh or not (_is_advice(one) or (one.response == call.response and call.response in told)):
            yield one
        elif one.response != call.response and not said_on:
            said_on = True
            yield from _said_on(one, told, call, script)


def _said_on(said: Say, told: tuple[str, ...], call: Say, script: str) -> tuple[Say, ...]:
    """What is said in place of advice that was told last. `call`: whom to call first."""
    on = said.response.replace("utter_danger_", "utter_till_help_")
    if on == said.response or on in told:
        return (Say("utter_as_before", {"number": scenes.numbers_to_call(script)}),)
    return (Say(on),) if call.response in told else (call, Say(on))


def _is_advice(say: Say) -> bool:
    """Whether a message says what to do: the advice of a script, or the answer to a question."""
    return say.response == "utter_situation_answer" or (
        say.response.startswith(_ADVICE) and say.response not in _NO_ADVICE
    )


def _name(say: Say) -> str:
    """A message as it is remembered: its response, and of an answer its words."""
    return say.params["answer"] if say.response == "utter_situation_answer" else say.response
