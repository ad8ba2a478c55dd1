"""Component that finds the places in a message and links them to the community's grids."""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.part import COMMUNITY, Part, normal_of, reading_of
from bot.reading.spotting.places import find_places


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class PlaceFinder(Part):
    """Sets `places` on the message: a list of bot.reading.spotting.places.Place."""

    data_files = ("data/lexicon/*.csv",)

    def read(self, message: Message) -> None:
        message.set("places", find_places(normal_of(message), reading_of(message).words, COMMUNITY.now()))
