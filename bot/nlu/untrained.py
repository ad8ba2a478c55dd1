"""Base of the untrained components, and what both sorts share: community, sheet, the hash for Rasa's fingerprint."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any, ClassVar

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message
from typing_extensions import Self

from bot.reading.classifying.heads import hash_files
from bot.reading.community import CommunityFiles
from bot.reading.composition import Sheet, Step

ROOT = Path(__file__).resolve().parents[2]
COMMUNITY = CommunityFiles()
"""The community's files, shared by all components of the process."""


def hash_code_and_data(*patterns: str) -> str:
    """Hash the code of `bot/reading` and `bot/nlu` and the files that match `patterns`, relative to the project's root."""
    paths = [path for pattern in ("bot/reading/**/*.py", "bot/nlu/*.py", *patterns) for path in ROOT.glob(pattern)]
    return hashlib.sha256(hash_files(paths).encode()).hexdigest()


def sheet_of(message: Message) -> Sheet:
    """The message's sheet: what the components before this one found in it."""
    kept = message.get("sheet")
    assert isinstance(kept, Sheet), "the normaliser stands first in config.yml"
    return kept


class UntrainedComponent(GraphComponent):
    """An untrained component: it runs one step of `bot.reading.composition` on each message's sheet."""

    step: ClassVar[Step]
    data_files: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Self:
        return cls()

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        return hash_code_and_data(*cls.data_files)

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            self.read(message)
        return messages

    def read(self, message: Message) -> None:
        """Run the step on one message."""
        type(self).step(sheet_of(message))
