"""Base of the trained components: stores its head in the model's archive, loads it again, runs its step.

The first component to be trained trains all heads, side by side (`train_installed`); each stores its own.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, ClassVar, Generic, TypeVar

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from typing_extensions import Self

from bot.nlu.untrained import sheet_of
from bot.reading.composition import Step
from bot.reading.learning.corpus import hash_of_corpus, train_installed
from bot.reading.learning.model_archive import FILE_NAMES, hash_of_code, hash_of_data, read_head, write_head
from bot.reading.trained import Heads

Model = TypeVar("Model")


def _hash_of_ingredients() -> str:
    """The hash of whatever the heads are made from, but for Rasa's examples, which Rasa watches itself."""
    return hash_of_code() + hash_of_data() + hash_of_corpus()


@lru_cache(maxsize=1)
def _train_once(examples: tuple[tuple[str, str], ...], _hash: str) -> Heads:
    """Train all heads, once per training. `_hash`: `_hash_of_ingredients`, so that a further training begins anew."""
    return train_installed(list(examples))


class TrainedComponent(GraphComponent, Generic[Model]):
    """A component with one trained head, with which it runs one step of `bot.reading.composition`.

    `field`: the head's field in `Heads`. Loading raises StaleHead if other code made the head. All heads are trained anew when any file of the training data, any code of the training
    or the operator's export changed.
    """

    step: ClassVar[Step]
    field: ClassVar[str]

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
        with model_storage.read_from(resource) as folder, (folder / FILE_NAMES[cls.field]).open("rb") as file:
            return cls(model_storage, resource, read_head(file))

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        return _hash_of_ingredients()

    @property
    def head(self) -> Model:
        assert self._head is not None, "a head is trained before it is used"
        return self._head

    def train(self, training_data: TrainingData) -> Resource:
        pairs = ((one.get("text"), one.get("intent")) for one in training_data.intent_examples)
        examples = tuple((text, intent) for text, intent in pairs if text and intent)
        self._head = getattr(_train_once(examples, _hash_of_ingredients()), self.field)
        with self._storage.write_to(self._resource) as folder, (folder / FILE_NAMES[self.field]).open("wb") as file:
            write_head(self._head, file)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            self.read(message)
        return messages

    def read(self, message: Message) -> None:
        """Run the step on one message's sheet."""
        type(self).step(sheet_of(message), self.head)
