"""The first component: begins a message's sheet with its normal form, which all later components read."""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.untrained import COMMUNITY, UntrainedComponent
from bot.reading.composition import begin_sheet
from bot.reading.text.moment import parse_sent_at


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class Normaliser(UntrainedComponent):
    """Sets `sheet` on the message: a bot.reading.composition.Sheet. Leaves the text itself unchanged."""

    def read(self, message: Message) -> None:
        sent_at = parse_sent_at((message.get("metadata") or {}).get("sent_at"))
        message.set("sheet", begin_sheet(message.get("text") or "", sent_at, COMMUNITY))
