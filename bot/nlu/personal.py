"""Component that finds phones, identity numbers and names, for masking."""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.part import Part, normal_of
from bot.reading.spotting.personal import find_personal


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class PersonalFinder(Part):
    """Sets `personal` on the message: a list of bot.reading.spotting.personal.Personal."""

    def read(self, message: Message) -> None:
        message.set("personal", find_personal(normal_of(message)))
