"""Cache two things that Rasa computes anew each turn (figures in DECISIONS.md). Rasa otherwise behaves as before, except that
its error for a bad answer of the action server leaves out the words of that answer.

Rasa compiles the schema of action server answers for each answer, and searches all Event subclasses for each event.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from jsonschema.exceptions import ValidationError
from jsonschema.validators import validator_for
from rasa.core.actions.action import RemoteAction
from rasa.shared.core.events import Event

_search = Event.resolve_by_type  # Rasa's own, before `apply`


@lru_cache(maxsize=1)
def _validator() -> Any:
    schema = RemoteAction.action_response_format_spec()
    return validator_for(schema)(schema)


def check_answer(_action: RemoteAction, result: dict[str, Any]) -> bool:
    """Check an answer like Rasa's method, with a cached validator. Raises ValidationError, without the answer's
    words, if it breaks the schema."""
    for error in _validator().iter_errors(result):
        raise ValidationError(f"the action server's answer breaks its schema at {list(error.path)}")
    return True


@lru_cache(maxsize=64)
def event_class(type_name: str, default: type[Event] | None = None) -> type[Event] | None:
    """Return the Event subclass of a type name, or `default`, as Rasa's method does. Cached."""
    return _search(type_name, default)


def apply() -> None:
    """Patch Rasa in this process."""
    RemoteAction._validate_action_result = check_answer
    Event.resolve_by_type = staticmethod(event_class)
