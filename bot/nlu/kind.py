"""Component that classifies the kind of case (complaint, request …), apart from the intent."""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.trained import TrainedComponent
from bot.reading.classifying.heads import Head
from bot.reading.composition import read_kind
from bot.reading.learning.corpus import train_installed_kind


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class KindHead(TrainedComponent[Head]):
    """Sets `kind`."""

    step = read_kind
    file_name = "kind.head"
    learns_from_export = True

    def fit(self, training_data: TrainingData) -> Head:
        return train_installed_kind()
