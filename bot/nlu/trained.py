"""Base of the trained components: fits a head, stores it in the model's archive, loads it again, runs its step."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any, ClassVar, Generic, TypeVar

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from typing_extensions import Self

from bot.nlu.untrained import sheet_of
from bot.reading.composition import Step
from bot.reading.learning.corpus import hash_of_corpus
from bot.reading.learning.model_archive import hash_of_code, hash_of_data, read_head, write_head

Model = TypeVar("Model")


class TrainedComponent(GraphComponent, Generic[Model]):
    """A component with one trained head, with which it runs one step of `bot.reading.composition`.

    `file_name`: the head's file in the archive, where batch parsing also finds it. `learns_from_export`: the head is
    trained also on the operator's export, and anew when that changes. All heads are trained anew when any file of the
    training data or any code of the training changed.
    """

    step: ClassVar[Step]
    file_name: ClassVar[str]
    learns_from_export: ClassVar[bool] = False

    def __init__(self, storage: ModelStorage, resource: Resource, head: Model | None = None) -> None:
        self._storage = storage
        self._resource = resource
        self._head = head

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Self:
        return cls(model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> Self:
        with model_storage.read_from(resource) as folder, (folder / cls.file_name).open("rb") as file:
            return cls(model_storage, resource, read_head(file))

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        return hash_of_code() + hash_of_data() + (hash_of_corpus() if cls.learns_from_export else "")

    @property
    def head(self) -> Model:
        assert self._head is not None, "a head is trained before it is used"
        return self._head

    @abstractmethod
    def fit(self, training_data: TrainingData) -> Model:
        """Train the head on Rasa's training data or the shipped files, and on the export if it learns from that."""

    def train(self, training_data: TrainingData) -> Resource:
        self._head = self.fit(training_data)
        with self._storage.write_to(self._resource) as folder, (folder / self.file_name).open("wb") as file:
            write_head(self._head, file)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            self.read(message)
        return messages

    def read(self, message: Message) -> None:
        """Run the step on one message."""
        type(self).step(sheet_of(message), self.head)
