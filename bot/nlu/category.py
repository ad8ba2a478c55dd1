"""Component that classifies the category: a path of the taxonomy, its alternatives, and the deciding words."""

from __future__ import annotations

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.head import TrainedPart
from bot.nlu.part import reading_of
from bot.reading.classifying.category import CategoryHeads, read_category
from bot.reading.classifying.heads import fingerprint
from bot.reading.learning.corpus import kept_corpus, train_category_here


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class CategoryHead(TrainedPart[CategoryHeads]):
    """Sets `category` on the message: (best, others, deciding words)."""

    file_name = "category.head"
    data_files = ("data/nlu/category/*.csv", "data/lexicon/*.csv", "data/taxonomy.csv")

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        corpus = kept_corpus()
        return f"{super().fingerprint_addon(config)}{fingerprint([corpus]) if corpus else ''}"

    def fit(self, training_data: TrainingData) -> CategoryHeads:
        return train_category_here()

    def read(self, message: Message) -> None:
        message.set("category", read_category(self.head, reading_of(message)))
