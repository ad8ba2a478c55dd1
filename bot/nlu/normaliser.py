"""The first component: normalises width, script and ornament for all later ones."""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.part import Part
from bot.reading.text.normal_form import normalise


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class Normaliser(Part):
    """Sets `normal` on the message: a bot.reading.text.normal_form.Normal. Leaves the text itself unchanged."""

    def read(self, message: Message) -> None:
        message.set("normal", normalise(message.get("text") or ""))
