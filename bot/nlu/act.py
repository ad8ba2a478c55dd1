"""Component that classifies what a message does in the conversation: corrects, adds, stops …"""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.trained import TrainedComponent
from bot.nlu.untrained import sheet_of
from bot.reading.classifying.act import state_at
from bot.reading.classifying.heads import Head
from bot.reading.composition import read_act


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class ActHead(TrainedComponent[Head]):
    """Sets `act` on the sheet, as (code, score), and in the parsed message, as {code, score}.

    Neither outside a conversation, nor of a piece.

    `metadata.stage`: of the open draft, "" without one; a text that is only read, outside a conversation, lacks the key.
    """

    step = read_act
    field = "act"

    def read(self, message: Message) -> None:
        metadata, sheet = message.get("metadata") or {}, sheet_of(message)
        if "stage" not in metadata:
            return
        sheet.state = state_at(str(metadata["stage"]))
        super().read(message)
        if sheet.act is not None:
            code, score = sheet.act
            message.set("act", {"code": code, "score": score}, add_to_output=True)
