"""Danger to life now, and what kind of danger."""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.part import Part, normal_of
from bot.reading.urgency import read_urgency


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class UrgencyReader(Part):
    """Leaves `urgency`: bot.reading.urgency.Urgency."""

    def read(self, message: Message) -> None:
        message.set("urgency", read_urgency(normal_of(message).text))
