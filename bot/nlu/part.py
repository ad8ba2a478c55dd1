"""Base of the untrained components; their fingerprint covers code and data."""

from __future__ import annotations

import hashlib
from abc import abstractmethod
from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message
from typing_extensions import Self

from bot.reading.classifying.heads import Reading, fingerprint
from bot.reading.community import CommunityFiles
from bot.reading.text.normal_form import Normal, normalise

ROOT = Path(__file__).resolve().parents[2]
COMMUNITY = CommunityFiles()
"""The community's files, shared by all components of the process."""


def code_and_data(*patterns: str) -> str:
    """Hash the reading's code and the files that match `patterns`, relative to the project's root."""
    paths = [path for pattern in ("bot/reading/**/*.py", "bot/nlu/*.py", *patterns) for path in ROOT.glob(pattern)]
    return hashlib.sha256(fingerprint(paths).encode()).hexdigest()


def normal_of(message: Message) -> Normal:
    """The normal form that the normaliser set on the message, or a new one."""
    kept = message.get("normal")
    return kept if isinstance(kept, Normal) else normalise(message.get("text") or "")


def reading_of(message: Message) -> Reading:
    kept = message.get("reading")
    assert isinstance(kept, Reading), "the tokenizer stands before the heads in config.yml"
    return kept


class Part(GraphComponent):
    """An untrained component: it reads a message and sets what it found on it."""

    data_files: tuple[str, ...] = ()

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
        return code_and_data(*cls.data_files)

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            self.read(message)
        return messages

    @abstractmethod
    def read(self, message: Message) -> None: ...
