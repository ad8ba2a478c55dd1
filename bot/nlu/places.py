"""Component that finds the places in a message and links them to the community's grids."""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe

from bot.nlu.untrained import UntrainedComponent
from bot.reading.composition import read_places


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class PlaceFinder(UntrainedComponent):
    """Sets the sheet's `places`."""

    step = read_places
