"""Component that decides the urgency: danger to life now and which, or what cannot wait."""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe

from bot.nlu.trained import TrainedComponent
from bot.reading.classifying.danger import DangerHead
from bot.reading.composition import read_danger


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class UrgencyReader(TrainedComponent[DangerHead]):
    """Sets the sheet's `urgency`."""

    step = read_danger
    field = "danger"
