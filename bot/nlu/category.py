"""Component that classifies the matter: the likeliest category of the taxonomy, its alternatives, and the deciding words."""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.trained import TrainedComponent
from bot.reading.classifying.category import CategoryHeads
from bot.reading.composition import read_category
from bot.reading.learning.corpus import train_installed_category


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class CategoryHead(TrainedComponent[CategoryHeads]):
    """Sets `category`."""

    step = read_category
    file_name = "category.head"
    learns_from_export = True

    def fit(self, training_data: TrainingData) -> CategoryHeads:
        return train_installed_category()
