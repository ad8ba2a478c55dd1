"""The first component: begins a message's sheet, with width, script and ornament normalised for all later ones."""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.part import COMMUNITY, Part
from bot.reading.composition import begin
from bot.reading.text.moment import sent_moment


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class Normaliser(Part):
    """Sets `sheet` on the message: a bot.reading.composition.Sheet. Leaves the text itself unchanged."""

    def read(self, message: Message) -> None:
        sent_at = sent_moment((message.get("metadata") or {}).get("sent_at"))
        message.set("sheet", begin(message.get("text") or "", sent_at, COMMUNITY))
