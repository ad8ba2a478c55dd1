"""Component that finds the bodies held responsible or asked to act."""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.part import COMMUNITY, Part, normal_of, reading_of
from bot.reading.spotting.bodies import find_bodies


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class BodyFinder(Part):
    """Sets `bodies` on the message: a list of bot.reading.spotting.bodies.Body, the likeliest first."""

    def read(self, message: Message) -> None:
        message.set("bodies", find_bodies(normal_of(message).text, reading_of(message).words, COMMUNITY.now()))
