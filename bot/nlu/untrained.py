"""Base of the untrained components, and what they share with the trained ones: community and sheet."""

from __future__ import annotations

from typing import Any, ClassVar

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message
from typing_extensions import Self

from bot.reading.community import CommunityFiles
from bot.reading.composition import Sheet, Step

COMMUNITY = CommunityFiles()
"""The community's files, shared by all components of the process."""


def sheet_of(message: Message) -> Sheet:
    """The message's sheet: what the components before this one found in it."""
    kept = message.get("sheet")
    assert isinstance(kept, Sheet), "the normaliser stands first in config.yml"
    return kept


class UntrainedComponent(GraphComponent):
    """An untrained component: it runs one step of `bot.reading.composition` on each message's sheet."""

    step: ClassVar[Step]

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Self:
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            self.read(message)
        return messages

    def read(self, message: Message) -> None:
        """Run the step on one message."""
        type(self).step(sheet_of(message))
