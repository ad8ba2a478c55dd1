"""Component that finds the bodies held responsible or asked to act."""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe

from bot.nlu.untrained import UntrainedComponent
from bot.reading.composition import read_bodies


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class BodyFinder(UntrainedComponent):
    """Sets the sheet's `bodies`, the likeliest first."""

    step = read_bodies
