"""Component that finds times in a message and the days they mean, counted from when it was sent."""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe

from bot.nlu.untrained import UntrainedComponent
from bot.reading.composition import read_times


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class TimeFinder(UntrainedComponent):
    """Sets the sheet's `times`. Comes after the places, so that a number in a place is not taken for a date."""

    step = read_times
