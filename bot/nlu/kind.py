"""Component that classifies the kind of case (complaint, request …), apart from the intent."""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe

from bot.nlu.trained import TrainedComponent
from bot.reading.classifying.heads import Head
from bot.reading.composition import read_kind


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class KindHead(TrainedComponent[Head]):
    """Sets the sheet's `kind`."""

    step = read_kind
    field = "kind"
