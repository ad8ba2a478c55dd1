"""The Rasa actions that the rules name (data/rules): one for each topic that an intent leads to."""

from __future__ import annotations

from actions.routes.topics import Topic
from actions.topics.topic import LinliAction

TOPICS: dict[str, Topic] = {  # name of the action → topic
    "action_intake": "intake",
    "action_ask_status": "status",
    "action_add_detail": "detail",
    "action_remind": "remind",
    "action_follow_up": "follow_up",
    "action_withdraw": "withdraw",
    "action_ask_capability": "capability",
    "action_faq": "faq",
    "action_list_consultations": "consultations",
    "action_vote": "vote",
    "action_human": "person",
    "action_greet": "greet",
    "action_thank": "thank",
    "action_affirm": "affirm",
    "action_deny": "deny",
    "action_stop": "stop",
    "action_out_of_scope": "out_of_scope",
    "action_not_understood": "not_understood",
}


def _action(action_name: str, about: Topic) -> type[LinliAction]:
    """Make the class of the action with this name, which leads to the topic `about`."""

    class Named(LinliAction):
        topic = about

        def name(self) -> str:
            return action_name

    return Named


ACTIONS = tuple(_action(name, topic) for name, topic in TOPICS.items())  # the SDK finds them as subclasses
