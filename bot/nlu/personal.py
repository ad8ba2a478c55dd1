"""Component that finds phones, identity numbers and names, for masking."""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe

from bot.nlu.untrained import UntrainedComponent
from bot.reading.composition import read_personal


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class PersonalFinder(UntrainedComponent):
    """Sets the sheet's `personal`."""

    step = read_personal
