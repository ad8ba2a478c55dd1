"""Two things that Rasa does anew each turn, done once: nothing else of it is changed (figures in DECISIONS.md).

It compiles the schema of the action server's answer for each answer, and searches all subclasses of Event for each event.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from jsonschema.exceptions import ValidationError
from jsonschema.validators import validator_for
from rasa.core.actions.action import RemoteAction
from rasa.shared.core.events import Event

_search = Event.resolve_by_type


@lru_cache(maxsize=1)
def _validator() -> Any:
    schema = RemoteAction.action_response_format_spec()
    return validator_for(schema)(schema)


def check_answer(_action: RemoteAction, result: dict[str, Any]) -> bool:
    """As Rasa's own: raises ValidationError for an answer that is none."""
    for error in _validator().iter_errors(result):
        raise ValidationError(f"the action server's answer breaks its schema at {list(error.path)}")
    return True


@lru_cache(maxsize=64)
def event_class(type_name: str, default: type[Event] | None = None) -> type[Event] | None:
    """The class of an event's type."""
    return _search(type_name, default)


def apply() -> None:
    """For this process."""
    RemoteAction._validate_action_result = check_answer
    Event.resolve_by_type = staticmethod(event_class)
