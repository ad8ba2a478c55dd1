"""Component that classifies the matter: the likeliest category of the taxonomy, its alternatives, and the deciding words."""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe

from bot.nlu.trained import TrainedComponent
from bot.reading.classifying.category import CategoryHeads
from bot.reading.composition import read_category


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class CategoryHead(TrainedComponent[CategoryHeads]):
    """Sets the sheet's `category`."""

    step = read_category
    field = "category"
